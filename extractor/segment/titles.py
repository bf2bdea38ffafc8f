"""The grammar of headings: which row is a statement's title, which ends a statement.

Japanese titles are built from few words (要約 四半期 連結 … 計算書) under a numbering (第一部, ２, （１）, ①, 【】);
the grammar takes a row only if the whole row is a title, so that a sentence or a note that mentions a statement is
none. English titles vary more and are matched by their nouns. The words stand in ``schemas/lexicon/titles.toml`` and
``headings.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractor.model import StatementKind
from extractor.notation.dates import dates_in, range_words
from extractor.notation.lexicon import rule, rules
from extractor.notation.text import fold, squeeze

K = StatementKind
_T, _H = rules("titles"), rules("headings")
_EN_KINDS = tuple(entry for entry in _T.values() if entry.language == "en" and entry.value)
HEAD_LINES = 4  # lines that the heads of columns take at most
_BRACKETS = "【】()[]〔〕"
_LABELS, _NOTES = rule("headers.label_column"), rule("headers.notes")


@dataclass(frozen=True, slots=True)
class Title:
    """What the title of a statement says."""

    kinds: tuple[StatementKind, ...]  # several where one title covers income and comprehensive income
    text: str
    consolidated: bool | None  # None: the title does not say
    ifrs_wording: bool


def bare_heading(text: str) -> tuple[str, bool]:
    """The heading without numbering, brackets and blanks (width folded), and whether it stood in 【】."""
    folded = fold(_H["circled"].pattern.sub("", text))
    bracketed = _H["bracketed"].finds(folded)
    for _ in range(3):
        stripped = _H["numbering"].pattern.sub("", folded, count=1) if _H["numbering"].finds(folded) else folded
        if stripped == folded:
            break
        folded = stripped.strip()
    inner = _H["in_brackets"].find(folded)
    return (inner["inner"] if inner else folded).strip(" 　:："), bracketed


@lru_cache(maxsize=16384)
def statement_title(text: str) -> Title | None:
    """The statement that a row names as its title; None for every other row."""
    if len(text) > 160:
        return None
    bare, _ = bare_heading(text)
    squeezed = _H["brackets"].pattern.sub("", squeeze(bare))
    for _ in range(2):
        squeezed = _T["trailer"].pattern.sub("", squeezed)
    return _japanese(bare, squeezed) if _T["ja_noun"].finds(squeezed) else _english(bare)


def _japanese(bare: str, squeezed: str) -> Title | None:
    squeezed = squeezed.strip("()（）:：")
    if not _T["ja"].finds(squeezed):
        return None
    found = _T["ja_kinds"].pattern.finditer(squeezed)
    kinds = tuple(dict.fromkeys(StatementKind(str(match.lastgroup)) for match in found))
    stated = True if _T["ja_consolidated"].finds(squeezed) else False if _T["ja_separate"].finds(squeezed) else None
    return Title(kinds, bare, stated, _T["ja_ifrs"].finds(squeezed))


def _english(bare: str) -> Title | None:
    match = _T["en"].find(bare)
    if match is None or not _T["en_rest"].finds(match["rest"]):
        return None
    core = match["core"]
    said = f"{core} {match['rest']}"
    named = {StatementKind(rule.value) for rule in _EN_KINDS if rule.finds(core)}
    stated = False if _T["en_separate"].finds(said) else True if _T["en_consolidated"].finds(said) else None
    return Title(tuple(kind for kind in K if kind in named), bare, stated, _T["en_ifrs"].finds(core))


@lru_cache(maxsize=16384)
def ends_statement(text: str) -> bool:
    """Whether a row without figures opens something that is no statement: notes, schedules, further sections."""
    if _heads_columns(squeeze(text)):
        return False
    bare, bracketed = bare_heading(text)
    squeezed = squeeze(bare)
    if bracketed and not _H["of_a_term"].finds(squeezed):
        return True
    marked = bare != fold(text)  # a numbering or brackets were taken off
    return (marked and _H["notes"].finds(squeezed)) or _H["stands_alone"].finds(squeezed) or _H["en_notes"].finds(bare)


def _heads_columns(squeezed: str) -> bool:
    """Whether a row is the head of the column of labels and that of the notes beside it: 科目 注記事項."""
    at = range(2, min(len(squeezed), 5))
    return any(_LABELS.finds(squeezed[:end]) and _NOTES.finds(squeezed[end:]) for end in at)


@lru_cache(maxsize=16384)
def is_prose(text: str) -> bool:
    """A sentence or a footnote, not a row of a table; a row of nothing but note marks and figures is none."""
    folded = fold(text)
    if folded.endswith("。") or (len(folded) > 110 and "、" in folded) or _H["reference"].finds(folded):
        return True
    if _H["head_marks"].finds(folded):
        return False
    return _H["footnote"].finds(folded) and len(_H["not_of_a_sentence"].pattern.sub("", folded)) >= 6


@lru_cache(maxsize=16384)
def closes_balance_sheet(text: str) -> bool:
    """The total of liabilities and equity: nothing of the statement stands below it."""
    return _H["closes_balance_sheet"].finds(squeeze(text))


@lru_cache(maxsize=16384)
def period_subtitle(text: str) -> bool:
    """A row that says which period the following table is for, and nothing else."""
    folded = _H["unit_behind"].pattern.sub("", squeeze(text)).strip(_BRACKETS)
    if len(folded) > 90:
        return False
    if max(range_words(folded)) > 1:
        return False  # a row of column headers
    body = _H["dates_behind"].pattern.sub("", folded)
    if _H["term_alone"].finds(body) or _H["quarter_alone"].finds(body):
        return True
    dates = dates_in(text)
    if len(dates) > 2:
        return False
    if _H["from_to"].finds(folded) and len(dates) == 2:
        return True
    return _H["en_term"].finds(fold(text)) and len(dates) in (1, 2) and len(text) < 110
