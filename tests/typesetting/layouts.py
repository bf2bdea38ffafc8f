"""Every choice a typesetter has, as one frozen value; the first of each option's values is the plain one."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from random import Random

STATEMENTS = ("balance_sheet", "income_statement", "comprehensive_income", "changes_in_equity", "cash_flows")


@dataclass(frozen=True)
class Layout:
    """How a filing is set. What each option can be stands in ``CHOICES``."""

    parts: tuple[str, ...] = STATEMENTS  # the statements that are printed
    language: str = "ja"
    cover: str = "report"
    paper: str = "A4"
    turn: str = "portrait"
    font: str = "mincho"
    size: float = 9.0
    row_gap: float = 0.5  # between rows, in the font's size
    column_width: float = 1.3  # of the widest figure
    column_gap: float = 1.0  # in the font's size
    fill: bool = True  # the table takes the page's width
    align: str = "right"
    rules: str = "head"
    instant_head: str = "named"
    duration_head: str = "named"
    date_digits: str = "filing"
    calendar: str = "western"
    head_align: str = "centre"
    label_head: bool = False
    unit_place: str = "caption"
    unit_wording: int = 0
    scale: int = 0  # 0: the figures' own
    notes: str = "none"
    currency: str = "none"
    prior_first: bool = True
    extra: str = "none"  # percent: a share of sales or assets beside each amount; inner: two amount columns
    balance: str = "report"  # account: assets beside liabilities
    three_months: str = "none"
    income: str = "two"  # one: income and comprehensive income under one title
    equity: str = "page"
    label_width: float = 0.0  # in the font's size; 0: as wide as the longest label
    wrapped_value: str = "first"
    indent: float = 1.0
    letter_spaced: bool = False
    per_page: int = 1
    page_rows: int = 60
    repeat_head: bool = True
    repeat_title: bool = False
    blank_pages: bool = False
    furniture: str = "foot"
    negative: int = 0
    nil: int = 0
    digits: str = "half"
    title: int = 0
    title_align: str = "left"
    condensed: bool = False
    unaudited: bool = False
    basis: str = "title"
    period_line: bool = False
    notes_page: bool = True
    head_level: str = "top"  # where the lines of a short head stand beside those of a longer one
    equity_units: bool = False  # a unit in heads stands in those of components too
    notes_head: int = 0
    blank_within: bool = False  # an empty page where a table breaks
    both: bool = False  # Japanese labels with their English after them


CHOICES: dict[str, tuple[object, ...]] = {
    "language": ("ja", "en"),
    "cover": ("report", "earnings"),
    "paper": ("A4", "B5", "letter"),
    "turn": ("portrait", "landscape", "rotate_key", "sideways"),
    "font": ("mincho", "gothic"),  # English: Times, Helvetica
    "size": (9.0, 7.0, 8.0, 10.5),
    "row_gap": (0.5, 0.0, 0.15, 1.0),
    "column_width": (1.3, 1.0, 2.0),
    "column_gap": (1.0, 0.45, 2.0),
    "fill": (True, False),
    "align": ("right", "centre"),
    "rules": ("head", "none", "rows", "full", "stripes", "totals"),
    "instant_head": (
        (
            "named",
            "now",
            "bare",
            "bare_now",
            "split",
            "split_bare",
            "oneline",
            "short",
            "third",
            "end",
            "spanned",
            "at",
            "of_split",
            "day_first",
            "fourth",
            "year_first",
        )
    ),
    "duration_head": (
        (
            "named",
            "loose",
            "tilde",
            "wave",
            "dash",
            "kara",
            "oneline",
            "split",
            "bare",
            "term",
            "short",
            "spanned",
            "third",
            "from_to",
            "one_line",
            "fourth",
            "year_first",
        )
    ),
    "date_digits": ("filing", "half", "full"),
    "calendar": ("western", "era", "era_short"),
    "head_align": ("centre", "right"),
    "label_head": (False, True),
    "unit_place": ("caption", "title", "left", "head", "under_head", "corner", "above_title", "label"),
    "unit_wording": tuple(range(12)),
    "scale": (0, 1, 1000, 1_000_000),
    "notes": ("none", "before", "after", "mark", "decimal"),
    "currency": ("none", "token", "glued", "first"),
    "prior_first": (True, False),
    "extra": ("none", "percent", "inner"),
    "balance": ("report", "account"),
    "three_months": ("none", "columns", "tables"),
    "income": ("two", "one"),
    "equity": ("page", "side", "stacked", "together", "rows"),
    "label_width": (0.0, 14.0, 10.0),
    "wrapped_value": ("first", "middle", "last"),
    "indent": (1.0, 0.0, 2.0),
    "letter_spaced": (False, True),
    "per_page": (1, 2),
    "page_rows": (60, 25, 14),
    "repeat_head": (True, False),
    "repeat_title": (False, True),
    "blank_pages": (False, True),
    "furniture": ("foot", "none", "head", "both"),
    "negative": tuple(range(6)),
    "nil": tuple(range(6)),
    "digits": ("half", "full"),
    "title": tuple(range(8)),
    "title_align": ("left", "centre"),
    "condensed": (False, True),
    "unaudited": (False, True),
    "basis": ("title", "section"),
    "period_line": (False, True),
    "notes_page": (True, False),
    "head_level": ("top", "middle", "bottom"),
    "equity_units": (False, True),
    "notes_head": tuple(range(4)),
    "blank_within": (False, True),
    "both": (False, True),
}

PLAIN = Layout()


def draw_layout(seed: int) -> Layout:
    """The layout of that seed: some seeds change little, some nearly everything."""
    rng = Random(f"layout {seed}")
    boldness = rng.choice((0.12, 0.3, 0.3, 0.6))
    language = rng.choice(("ja", "ja", "en"))
    picked: dict[str, object] = {"language": language}
    for name, choices in CHOICES.items():
        roll, choice = rng.random(), rng.choice(choices)
        if name != "language" and roll < boldness:
            picked[name] = choice
    if rng.random() < 0.5:
        picked["parts"] = tuple(name for name in STATEMENTS if rng.random() < 0.6) or ("balance_sheet",)
    return possible(Layout(**picked))  # type: ignore[arg-type]


def possible(layout: Layout) -> Layout:
    """The layout without what nobody could read, or what only one of the languages has."""
    change: dict[str, object] = {}
    if layout.language == "en":
        change |= {"calendar": "western", "date_digits": "filing", "digits": "half", "letter_spaced": False}
        change["both"] = False
    elif layout.currency in ("token", "first"):
        change["currency"] = "none"
    if layout.currency != "none" and layout.notes == "mark":
        change["notes"] = "none"
    if layout.extra != "none" and (layout.notes == "after" or layout.unit_place in ("head", "under_head")):
        change["extra"] = "none"
    if layout.unit_place == "label" and (layout.extra != "none" or layout.balance == "account"):
        change["unit_place"] = "caption"
    if layout.balance == "account":
        change |= {"page_rows": 60}
    if layout.calendar == "era_short" and layout.instant_head not in ("bare", "named", "now"):
        change["instant_head"] = "named"
    if layout.rules == "none" and layout.align == "centre" and layout.column_gap < 1:
        change["column_gap"] = 1.0
    return replace(layout, **change)  # type: ignore[arg-type]


def differences(layout: Layout) -> dict[str, object]:
    """The options that are not plain."""
    return {
        entry.name: value
        for entry in fields(Layout)
        if (value := getattr(layout, entry.name)) != getattr(PLAIN, entry.name)
    }
