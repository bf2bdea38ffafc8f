"""``extractor taxonomy``: data on standard output, words on standard error, exit codes."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command


def test_check_find_show(extractor: Command, tmp_path: Path) -> None:
    sound = extractor("taxonomy", "check")
    assert (sound.returncode, sound.stdout) == (0, "")
    assert "no problems" in sound.stderr

    found = extractor("taxonomy", "find", "のれん", "--limit", 3)
    assert found.returncode == 0
    assert found.stdout.splitlines()[0].split("\t")[:2] == ["100", "goodwill"]

    shown = extractor("taxonomy", "show", "gross_profit").stdout.splitlines()
    assert shown[0] == "item\tgross_profit"
    assert any("jppfs_cor:GrossProfit" in line for line in shown)
    assert any("jpigp_cor:GrossProfitIFRS" in line for line in shown)
    assert "sum of\t-1\tcost_of_sales" in shown


def test_what_is_not_there_and_what_contradicts(extractor: Command, tmp_path: Path) -> None:
    missing = extractor("taxonomy", "show", "taxes_of_the_moon")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "Next: extractor taxonomy find" in missing.stderr

    aliases = tmp_path / "mine.csv"
    aliases.write_text("label,item\n売掛金,accounts_payable_trade\n")
    wrong = extractor("taxonomy", "check", "--aliases", aliases)
    assert wrong.returncode == 8
    assert wrong.stdout.startswith(f"{aliases}:2: 売掛金 is the opposite of 買掛金")
