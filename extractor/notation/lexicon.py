"""The words that filings use, as data: ``schemas/lexicon/*.toml`` read into rules.

A rule says what a wording means, in which language and normal form, where it was seen, and shows it by examples and
near misses, which the tests run. Grammar that needs code stays code; the words that it looks for stand in the lexicon.

    [parts]                       # pieces of patterns, named once; those of signs.toml are everyone's
    month = '''(?:jan(?:uary)?|...)'''

    [[rule]]
    name = "notes"                # in headings.toml: rule("headings.notes")
    meaning = "opens the notes: the statement above is over"
    language = "ja"               # ja, en, any
    form = "squeezed"             # the normal form of the text it is held against, see FORMS
    how = "search"                # search, match (from the start), fullmatch
    pattern = '''注記事項$|{{month}}'''
    source = "Cabinet Office Ordinance on quarterly reports, form 4-3"
    examples = ["注記事項"]
    near_misses = ["注記表示"]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from extractor.errors import ConfigurationError
from extractor.notation.text import FORMS as FORMS
from extractor.resources import schema_path

_PART = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Rule:
    """A wording and what it means. Its pattern is compiled when it is first held against a text: a command needs a
    part of the rules only. Raises ConfigurationError then where the pattern is none."""

    name: str
    meaning: str
    language: str
    form: str
    how: str
    wording: str  # the pattern, its parts filled in
    flags: int
    source: str
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]
    value: Any = None  # what the wording stands for, where the file says so

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The wording as a pattern."""
        try:
            return re.compile(self.wording, self.flags)
        except re.error as error:
            raise ConfigurationError(f"schemas/lexicon: {self.name}: {error!r}.", "restore the file") from error

    @cached_property
    def find(self) -> Callable[[str], re.Match[str] | None]:
        """Holds the pattern against a text that is in the rule's form already."""
        pattern = self.pattern
        return {"search": pattern.search, "match": pattern.match, "fullmatch": pattern.fullmatch}[self.how]

    def finds(self, text: str) -> bool:
        """Whether the wording stands in the text."""
        return self.find(text) is not None


def rule(name: str) -> Rule:
    """The rule of that name: ``rule("headings.notes")`` is "notes" in headings.toml. Raises ConfigurationError where
    there is none."""
    file, _, short = name.partition(".")
    try:
        return rules(file)[short]
    except KeyError:
        raise ConfigurationError(
            f"schemas/lexicon/{file}.toml: it has no rule {short!r}.", "restore the file"
        ) from None


@cache
def rules(file: str) -> Mapping[str, Rule]:
    """All rules of one file by name, in the file's order, which is the order of precedence where the code says so."""
    raw = table(file)
    parts = {**shared_parts(), **raw.get("parts", {})}
    path = schema_path("lexicon", f"{file}.toml")
    try:
        return {entry["name"]: _rule(file, entry, parts) for entry in raw.get("rule", ())}
    except KeyError as error:
        raise ConfigurationError(f"{path}: {error!r}.", "restore the file") from error


@cache
def shared_parts() -> Mapping[str, str]:
    """The pieces of patterns that every file may use: the glyphs for negative, nil and raised digits, in
    ``signs.toml``."""
    return {name: str(text) for name, text in table("signs")["parts"].items()}


def part(name: str) -> str:
    """A shared piece of patterns, filled in, as a group of its own. Raises ConfigurationError where there is none."""
    try:
        return _filled("{{" + name + "}}", shared_parts())
    except KeyError as error:
        raise ConfigurationError(f"schemas/lexicon/signs.toml: it has no part {name!r}.", "restore the file") from error


@cache
def table(file: str) -> Mapping[str, Any]:
    """A whole lexicon file as data: for tables of words with values. Raises ConfigurationError where it cannot be
    read."""
    path = schema_path("lexicon", f"{file}.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}.", "restore the file") from error


def _rule(file: str, entry: Mapping[str, Any], parts: Mapping[str, str]) -> Rule:
    lines, case = re.MULTILINE if entry.get("lines") else 0, 0 if entry.get("case") else re.IGNORECASE
    return Rule(
        name=f"{file}.{entry['name']}",
        meaning=str(entry["meaning"]),
        language=str(entry["language"]),
        form=str(entry["form"]),
        how=str(entry.get("how", "search")),
        wording=_filled(str(entry["pattern"]), parts),
        flags=lines | case,
        source=str(entry["source"]),
        examples=tuple(entry["examples"]),
        near_misses=tuple(entry["near_misses"]),
        value=entry.get("value"),
    )


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    """The pattern with its named parts in place; parts may name parts."""
    while _PART.search(pattern):
        pattern = _PART.sub(lambda found: f"(?:{parts[found[1]]})", pattern)
    return pattern
