"""The review server: loopback, its own page only, decisions on disk as they are made."""

from __future__ import annotations

import csv
import http.client
import json
from pathlib import Path
from typing import Any

import pytest

from extractor.examine.cases import find_cases
from extractor.examine.review import COLUMNS, Review
from tests.examine.serving import served

pytestmark = pytest.mark.xdist_group("examine")


@pytest.fixture
def review(lake: Path, samples: Path, tmp_path: Path) -> Review:
    return Review(str(lake), [samples], 20, tmp_path / "decisions.csv", tmp_path / "aliases.csv")


def ask(port: int, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def row_of(review: Review, number: int, **changes: str) -> dict[str, str]:
    return {**review.cases[number].as_json()["decide"], "item": "", "decision": "skip", **changes}


def test_decisions_are_saved_and_shown_again(review: Review) -> None:
    with served(review) as port:
        token = {"X-Review": review.token}
        status, _ = ask(
            port,
            "POST",
            "/decisions",
            [row_of(review, 0, decision="own"), row_of(review, 1, item="no_such_item", decision="item")],
            **token,
        )
        assert status == 200
        with review.decisions.open(encoding="utf-8", newline="") as lines:
            kept = list(csv.DictReader(lines))
        assert [(row["label"], row["decision"]) for row in kept] == [
            (review.cases[0].label, "own"),
            (review.cases[1].label, "item"),
        ]
        assert tuple(kept[0]) == COLUMNS
        assert '"decision":"own"' in ask(port, "GET", "/")[1].decode()
        status, answer = ask(port, "POST", "/apply", {}, **token)
        assert status == 400
        assert "no item no_such_item" in json.loads(answer)["error"]
        assert not review.target.exists()


def test_a_crop_shows_the_row(review: Review) -> None:
    with served(review) as port:
        status, body = ask(port, "GET", "/crop/0")
        assert status == 200
        strip = json.loads(body)
        x0, top, x1, bottom = strip["box"]
        assert 0 < top < bottom < strip["height"]
        assert 0 < x0 < x1 < strip["width"]
        assert ask(port, "GET", "/crop/9999")[0] == 404


@pytest.mark.parametrize("path", ["/decisions", "/apply"])
def test_other_sites_cannot_decide(review: Review, path: str) -> None:
    with served(review) as port:
        assert ask(port, "POST", path, [])[0] == 403
        assert ask(port, "POST", path, [], **{"X-Review": "guess"})[0] == 403
        assert ask(port, "POST", path, [], **{"X-Review": review.token, "Host": f"evil.example:{port}"})[0] == 403
        assert not review.decisions.exists()


@pytest.mark.parametrize("body", [{"label": "x"}, ["x"], [{"label": 1}]])
def test_what_is_no_list_of_decisions_is_refused(review: Review, body: Any) -> None:
    with served(review) as port:
        assert ask(port, "POST", "/decisions", body, **{"X-Review": review.token})[0] == 400
        assert not review.decisions.exists()


def test_cases_stand_where_their_rows_are(lake: Path) -> None:
    """The box of a label to decide is the box of its line in the lake."""
    from extractor.examine.record import read_record

    labels = [case for case in find_cases(str(lake), 50) if case.kind == "unmapped"]
    assert len(labels) >= 3
    for case in labels:
        rows = [
            row
            for row in read_record(str(lake), case.filing_id).unmapped
            if row["page"] == case.page and row["line"] == case.line
        ]
        assert case.box is not None
        assert any(row["top"] == case.box.top and row["x0"] == case.box.x0 for row in rows)
        assert [line["label"] for line in case.neighbours if line["here"]] == [case.label]


def test_odd_requests_get_an_answer(review: Review) -> None:
    token = {"X-Review": review.token}
    with served(review) as port:
        for length in ("x", "-1", "1" * 40, "²"):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.putrequest("POST", "/decisions")
            for name, value in {**token, "Content-Length": length}.items():
                connection.putheader(name, value.encode())
            connection.endheaders()
            assert connection.getresponse().status == 400
            connection.close()
        assert ask(port, "POST", "/decisions", [], **{"X-Review": "ü"})[0] == 403
        deep = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        deep.request("POST", "/decisions", "[" * 200_000, token)
        assert deep.getresponse().status == 400
        deep.close()
        assert ask(port, "GET", "/", Origin="http://elsewhere.example")[0] == 403
        assert ask(port, "POST", "/decisions", [], **token, Origin="null")[0] == 403
        assert ask(port, "POST", "/decisions", [], **token, Origin=f"http://127.0.0.1:{port}")[0] == 200
