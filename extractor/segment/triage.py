"""Which pages deserve a precise look: pages with a statement's title, and the tables that continue them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from extractor.errors import FindingCode
from extractor.model import Finding, Severity, StatementSpan
from extractor.notation.lexicon import rule
from extractor.notation.numbers import is_nil, is_numeric
from extractor.notation.text import fold, squeeze
from extractor.notation.units import title_alone, unit_caption
from extractor.segment.openings import Opener
from extractor.segment.titles import HEAD_LINES, ends_statement, period_subtitle, statement_title

TABULAR = 0.25  # of a page's lines: a page with this share of figures is a table whatever else it says
FEW_LINES = 15  # of the tail of a table on a page of its own
UNTITLED_PAGES = 2  # a statement whose title was lost fills at most this many before the next title
FIGURED = 6  # lines with figures of a page without a sentence
FEWEST = 2  # likewise of the rest of a table behind a damaged page
FEW_ROWS, BELOW_HEADS = 2, 0.3  # of a table's tail below its heads: rows with figures, and their share
CAPTION = 40  # characters of a unit's caption
MAX_CONTINUATION = 12  # pages with figures that may follow a title: statements whose titles were lost stand among them
UNTITLED = "untitled"  # the reason for a table right before a title: the statement whose own title was lost
_FURNITURE = 3  # lines that a page without a text of its own prints at most
_REPEATED = 3  # pages that print the same line at their head or foot
_NOTES, _YEAR = rule("headers.notes"), rule("headers.year")
_DATED, _BESIDE_NOTES = rule("headings.dated_word"), rule("headings.beside_notes")
_LEADERS = rule("headings.leaders")
_PRESCRIBED = rule("headings.bracketed")
_GLUED, _DIGITS = rule("tokens.glued_figures"), rule("tokens.digits")
_HINT = rule("titles.hint")


def _hints(text: str) -> bool:
    """Whether a title may stand in the text, set close or wide (計 算 書)."""
    return _HINT.finds(text) or _HINT.finds(squeeze(text))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def figures_in(line: str) -> int:
    """Figures among the line's words; full-width ones may stand glued to the label and to each other."""
    return sum(1 for token in line.split() if is_numeric(token) or is_nil(token) or _GLUED.finds(fold(token)))


def blank_pages(texts: Mapping[int, str]) -> frozenset[int]:
    """Pages that print nothing, or only the running heads and page numbers of other pages."""
    lines = {number: _lines(text) for number, text in texts.items()}
    edges = Counter(line for page in lines.values() for line in set(map(_masked, (*page[:2], *page[-2:]))))
    return frozenset(
        number
        for number, page in lines.items()
        if len(page) <= _FURNITURE and all(edges[_masked(line)] >= _REPEATED for line in page)
    )


def _masked(line: str) -> str:
    return _DIGITS.pattern.sub("", line)


def _table_share(text: str) -> tuple[int, float]:
    """Rows that carry figures beside a label, and their share of all rows."""
    lines = _lines(text)
    rows = sum(1 for line in lines if figures_in(line) >= 1)
    return rows, rows / len(lines) if lines else 0.0


def _is_tabular(text: str, rows: int, share: float) -> bool:
    """Whether a page could go on with a table. Heads and labels broken into narrow columns leave few of its lines with
    figures."""
    if share >= TABULAR or text.count("\n") <= FEW_LINES:
        return True
    return "。" not in text and (rows >= FIGURED or (rows >= FEW_ROWS and _share_below_heads(text) >= BELOW_HEADS))


def _share_below_heads(text: str) -> float:
    """The share of rows that carry figures from the first of them on: the last rows of a table whose heads take many
    lines."""
    figured = [figures_in(line) >= 1 for line in _lines(text)]
    below = figured[figured.index(True) :] if True in figured else []
    return sum(below) / len(below) if below else 0.0


def _goes_on(text: str, rows: int, share: float) -> bool:
    """Whether a page may go on with a statement: it is a table, begins with the period of the next part of one, or with
    the unit over its last few lines."""
    first = _lines(text)[:2]
    if _is_tabular(text, rows, share) or (rows >= FIGURED and any(map(period_subtitle, first))):
        return True
    return "。" not in text and any(unit_caption(line) is not None for line in first)


def _is_caption(text: str) -> bool:
    """Whether a page holds nothing but a unit: the caption of a table that the next page begins with."""
    return len(text) < CAPTION and unit_caption(" ".join(text.split())) is not None


def candidate_pages(texts: Mapping[int, str], openers: Sequence[Opener] = ()) -> dict[int, str]:
    """Pages to read precisely, each with the reason: "title", the kind of table that an opener names, or
    "continues"."""
    reasons: dict[int, str] = {}
    running, blank = 0, blank_pages(texts)
    for number in sorted(texts):
        text = texts[number]
        lines = _lines(text) if _hints(text) else []
        titled = [
            i
            for i, line in enumerate(lines)
            if _hints(line) and not _LEADERS.finds(line) and statement_title(title_alone(line))
        ]
        rows, share = _table_share(text) if running else (0, 0.0)
        if number in blank:
            continue  # an empty page interrupts nothing
        if titled and not looks_like_contents(lines):
            reasons[number] = "title"  # without figures too: a title may close the page before its table
            running = MAX_CONTINUATION
        elif opener := next((o for o in openers if any(o.opens(line) for line in lines)), None):
            reasons[number] = opener.family
            running = opener.run_on
        elif running and _is_caption(text):
            reasons[number] = "continues"
        elif running and rows >= 1 and _goes_on(text, rows, share) and not _opens_elsewhere(text):
            reasons[number] = "continues"
            running -= rows > 1
        else:
            running = 0
    return _with_untitled(reasons, texts)


def _with_untitled(reasons: dict[int, str], texts: Mapping[int, str]) -> dict[int, str]:
    """The pages, and the full tables right before a title: an earlier statement whose own title was lost, over at most
    two pages."""
    out = dict(reasons)
    for number in (n for n, reason in reasons.items() if reason == "title"):
        before = [n for n in range(number - 1, 0, -1) if texts.get(n, "").strip()][:UNTITLED_PAGES]
        for earlier in before:
            rows, share = _table_share(texts[earlier])
            lines = _lines(texts[earlier])
            if earlier in out or rows < FIGURED or share < TABULAR or "。" in texts[earlier]:
                break
            if looks_like_contents(lines) or any(statement_title(line) for line in lines):
                break
            out[earlier] = UNTITLED
    return out


def left_behind(
    texts: Mapping[int, str], spans: Sequence[StatementSpan], troubles: Sequence[Finding]
) -> tuple[Finding, ...]:
    """A warning for each full table right behind a page that is damaged or was not read, where no statement that was
    found holds it: its title stood on that page."""
    held = {region.page for span in spans for region in span.regions}
    damaged = {finding.page for finding in troubles if finding.page and finding.severity is not Severity.INFO}
    out = {}
    for page in sorted(damaged):
        for number in range(page + 1, page + 1 + UNTITLED_PAGES):
            text = texts.get(number, "")
            rows, share = _table_share(text)
            if number in held or rows < FEWEST or (share < TABULAR and text.count("\n") > FEW_LINES):
                break
            if (
                "。" in text
                or _opens_elsewhere(text)
                or any(_PRESCRIBED.finds(fold(line)) for line in _lines(text)[:2])
            ):
                break
            if sum(figures_in(line) > 1 for line in _lines(text)) < FEWEST:
                break
            out[number] = Finding(
                FindingCode.PAGE_UNREAD,
                Severity.WARNING,
                f"page {number} belongs to no statement that was found, and page {page} before it is damaged",
                page=number,
                next_command=f"extractor page FILE {number}",
            )
    return tuple(out.values())


def looks_like_contents(lines: list[str]) -> bool:
    """A table of contents leads with dots to page numbers; a form leads with dots to nothing."""
    dotted = sum(1 for line in lines if _LEADERS.finds(line) and line[-1].isdigit())
    return dotted >= 4


def _opens_elsewhere(text: str) -> bool:
    lines = _lines(text)
    return any(
        ends_statement(line) and figures_in(line) == 0 and not _heads_notes(line, lines[at + 1 : at + 1 + HEAD_LINES])
        for at, line in enumerate(lines[:2])
    )


def _heads_notes(line: str, below: Sequence[str]) -> bool:
    """Whether "Notes" heads a column: beside the heads of two periods, or alone above years on a line of their own."""
    if sum(1 for _ in _DATED.pattern.finditer(fold(line))) > 1 and _BESIDE_NOTES.finds(squeeze(line)):
        return True
    years = any(all(_YEAR.finds(word) for word in other.split()) for other in below)
    return years and _NOTES.finds(squeeze(line))
