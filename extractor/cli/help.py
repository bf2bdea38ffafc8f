"""Help in words: what stands for the value of an option, and one short line for each command."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

# What ``extractor --help`` says of each command, in the order in which one meets them.
COMMANDS = {
    "run": "Filings into a lake; unchanged ones are skipped.",
    "plan": "Which filings would run, and why.",
    "sql": "Ask a lake in SQL.",
    "export": "Write facts, wide and other views as files.",
    "browse": "Look at a lake in the browser.",
    "view": "A whole filing beside its pages, in one file.",
    "page": "One page as extracted, stage by stage.",
    "explain": "Why a number is what it is.",
    "review": "What a person should decide or look at.",
    "check": "Filings against each other: restated, wrong.",
    "forget": "Take filings out of a lake.",
    "compact": "Join the small files of a lake.",
    "schema": "The columns of every table.",
    "taxonomy": "The canonical line items.",
}
# By the name of the option, else by its type.
_WORDS = {
    "--out": "LAKE",
    "--only": "GLOB",
    "--timeout": "SECONDS",
    "--memory": "MB",
    "--jobs": "NUMBER|auto",
    "--scheduler": "ADDRESS",
    "--fail-on": "GATES",
    "--log-format": "text|json",
    "--filing": "NAME",
    "--item": "ITEM",
    "--statement": "TABLE",
    "--period": "DATE",
    "--stage": "STAGE",
    "--reader": "READER",
    "--port": "PORT",
}
_TYPES = {"int": "NUMBER", "float": "NUMBER", "str": "TEXT", "path": "FILE", "file": "FILE", "Path": "FILE"}


class WordedCommand(TyperCommand):
    """A command whose help names values in words: ``--timeout SECONDS``, where the library would write
    ``<float range>``."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for parameter in self.params:
            if parameter.param_type_name == "argument":
                _plain_argument(parameter)
            elif getattr(parameter, "metavar", None) is None and not getattr(parameter, "is_flag", False):
                parameter.metavar = _word(parameter)


def _word(parameter: Any) -> str | None:
    """None: the library's own words, which are the choices."""
    for flag in parameter.opts:
        if flag in _WORDS:
            return _WORDS[flag]
    described = getattr(parameter, "display_type", lambda ctx: "")(None).strip("<>")
    inner = described.removeprefix("list[").removesuffix("]").removesuffix(" range")
    return _TYPES.get(inner)


def _plain_argument(parameter: Any) -> None:
    """An argument by its name alone: LAKE, not ``LAKE <str>``, nor ``{LAKE}`` in the line of usage."""
    said = parameter.metavar or parameter.name.upper()
    parameter.display_type_rich = lambda ctx: None
    if hasattr(parameter, "_usage_display_name"):
        parameter._usage_display_name = lambda: said if parameter.required else f"[{said}]"
