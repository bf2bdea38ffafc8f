"""Help in words."""

from __future__ import annotations

import pytest

from extractor.cli.help import COMMANDS
from tests.cli.conftest import Command


@pytest.mark.parametrize("command", ["run", "view", "explain", "page", "taxonomy find"])
def test_values_are_named_in_words(extractor: Command, command: str) -> None:
    shown = extractor(*command.split(), "--help", COLUMNS="100")
    assert shown.returncode == 0
    for word in ("<str", "<int", "<float", "<path", "list[", "{"):
        assert word not in shown.stdout, word


def test_every_command_has_a_line_of_its_own(extractor: Command) -> None:
    said = extractor("--help", COLUMNS="80").stdout
    for name, line in COMMANDS.items():
        assert f"  {name} " in said
        assert line in said, name


def test_a_wrong_column_is_answered_with_those_that_there_are(extractor: Command, filing: object) -> None:
    extractor("run", filing, "--out", "lake", "--no-second-readers")
    shown = extractor("sql", "lake", "select lable from balance_sheet")
    assert shown.returncode == 2
    assert '"label"' in shown.stderr
    shown = extractor("view", "lake", "--filing", "small")
    assert (shown.returncode, "--out look" in shown.stderr) == (2, True)
    assert "no committed filing" in extractor("forget", "nolake", "--missing").stderr
    assert "joined into" in extractor("compact", "lake").stderr
