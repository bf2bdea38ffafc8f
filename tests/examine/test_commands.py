"""The commands page, explain, view and review: data on standard output, words on standard error, errors with a next
step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.cli.explain import explain
from extractor.cli.page import page
from extractor.cli.review import review
from extractor.cli.view import view
from extractor.errors import ExitCode, ExtractorError, InputError, UsageError
from tests.examine.conftest import FILING

pytestmark = pytest.mark.xdist_group("examine")
Output = pytest.CaptureFixture[str]


def test_page_prints_its_table(samples: Path, capfd: Output) -> None:
    assert page(samples / "kakuu_2022fy.pdf", 4) == ExitCode.OK
    out, words = capfd.readouterr()
    assert "cash_and_deposits" in out
    assert "page 4 of 15" in out
    assert words == ""


def test_page_prints_a_stage_as_json(samples: Path, capfd: Output) -> None:
    page(samples / "kakuu_2022fy.pdf", 4, stage=["ledger"])
    claims = json.loads(capfd.readouterr().out)
    assert {claim["page"] for claim in claims} == {4}
    page(samples / "kakuu_2022fy.pdf", 4, stage=["spans", "grid"])
    assert set(json.loads(capfd.readouterr().out)) == {"spans", "grid"}


def test_page_writes_only_the_stages_that_were_asked_for(samples: Path, tmp_path: Path, capfd: Output) -> None:
    page(samples / "kakuu_2022fy.pdf", 4, stage=["proof"], out=tmp_path, picture=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "kakuu_2022fy-4-5-proof.json",
        "kakuu_2022fy-4-5-proof.png",
        "kakuu_2022fy-4.html",
    ]
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"stage": ["bones"]}, ExitCode.USAGE),
        ({"reader": "crystal ball"}, ExitCode.USAGE),
        ({"number": 99}, ExitCode.USAGE),
    ],
)
def test_page_says_what_is_wrong(samples: Path, wrong: dict[str, object], code: ExitCode) -> None:
    with pytest.raises(UsageError) as caught:
        page(**{"file": samples / "kakuu_2022fy.pdf", "number": 4, **wrong})  # type: ignore[arg-type]
    assert caught.value.exit_code == code
    assert caught.value.next_step


def test_page_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file") as caught:
        page(tmp_path / "gone.pdf", 1, out=tmp_path / "out")
    assert caught.value.exit_code == ExitCode.NO_INPUT


def test_explain_as_json(lake: Path, samples: Path, capfd: Output) -> None:
    explain(
        str(lake),
        FILING,
        item="cash_and_cash_equivalents",
        statement="balance_sheet",
        period="2020-06-30",
        source=[samples],
        as_json=True,
    )
    (explanation,) = json.loads(capfd.readouterr().out)
    assert explanation["row"]["proof"] == "proved"
    assert explanation["readings"] is not None
    assert explanation["checks"]


def test_explain_without_the_file_tells_what_the_lake_knows(lake: Path, tmp_path: Path, capfd: Output) -> None:
    explain(str(lake), FILING, item="cash_and_cash_equivalents", statement="balance_sheet", source=[tmp_path])
    out, words = capfd.readouterr()
    assert "proof     proved" in out
    assert "readings" not in out
    assert "--source FOLDER" in words


def test_explain_needs_a_number(lake: Path) -> None:
    with pytest.raises(UsageError, match="which number"):
        explain(str(lake), FILING)


def test_view_and_review_write_one_file_each(lake: Path, samples: Path, tmp_path: Path, capfd: Output) -> None:
    view(str(lake), FILING, tmp_path, source=[samples])
    review(str(lake), html=tmp_path / "todo.html", source=[samples], limit=3)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".html"]
    out, words = capfd.readouterr()
    assert out == ""
    assert "review --apply" in words


def test_no_lake(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError) as caught:
        view(str(tmp_path / "nothing"), FILING, tmp_path)
    assert caught.value.exit_code == ExitCode.NO_INPUT
