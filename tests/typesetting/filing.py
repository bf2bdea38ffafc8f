"""A whole filing on paper: cover, statements, notes, in a layout."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from tests.typesetting import wording
from tests.typesetting.figures import Figures, months_later
from tests.typesetting.invent import invent
from tests.typesetting.layouts import Layout, possible
from tests.typesetting.page import Paper, Setter, flow
from tests.typesetting.tables import Expected, Maker, Printed, Table


@dataclass(frozen=True)
class Drawn:
    """A drawn filing, and what a perfect reader finds in it."""

    pdf: bytes  # or a text
    expected: tuple[Expected, ...]
    figures: Figures
    standard_is_told: bool = True  # by the notes, a title or the cover


class Written(Protocol):
    """What titles and notes are written on: a page, or a text."""

    layout: Layout

    def start(self) -> None: ...

    def text(self, text: str, size: float = 10.0, where: str = "left", after: float = 5.0) -> None: ...


def draw(seed: int, layout: Layout) -> Drawn:
    """The figures of the seed, set in the layout."""
    layout = possible(layout)
    figures = invent(seed, layout.three_months != "none")
    printed = Maker(figures, layout, seed).printed()
    running = figures.company[layout.language == "en"]
    paper = Paper(layout, running)
    _cover(paper, figures)
    _statements(paper, figures, printed)
    if layout.notes_page:
        notes(paper, figures)
    expected = tuple(entry for statement in printed for entry in statement.expected)
    return Drawn(paper.data(), expected, figures, standard_is_told(layout, figures))


def standard_is_told(layout: Layout, figures: Figures) -> bool:
    """Whether notes, a title or the cover say by which standard the figures are."""
    return (
        figures.standard == "jgaap"
        or layout.notes_page
        or layout.cover == "earnings"
        or "balance_sheet" in layout.parts
    )


def _cover(paper: Paper, figures: Figures) -> None:
    paper.start()
    paper.y -= 60
    lines = cover(paper.layout, figures)
    paper.text(lines[0], 18, "centre", 16)
    for text in lines[1:]:
        paper.text(text, 10, after=8)


def cover(layout: Layout, figures: Figures) -> list[str]:
    """The lines of the first page."""
    dated = replace(layout, calendar="era" if layout.calendar == "era_short" else layout.calendar)
    return (_cover_en if layout.language == "en" else _cover_ja)(dated, figures)


def _cover_ja(layout: Layout, figures: Figures) -> list[str]:
    current = figures.current
    assert current.start is not None
    day = wording.date_ja(months_later(current.end, 2) - timedelta(days=17), layout)
    begin, end = wording.date_ja(current.start, layout), wording.date_ja(current.end, layout)
    both = "連結" if figures.consolidated else "非連結"
    if layout.cover == "earnings":
        standard = "ＩＦＲＳ" if figures.standard == "ifrs" else "日本基準"
        part = {"FY": "", "H1": "第２四半期（中間期）"}.get(figures.part) or (
            "" if figures.part == "FY" else wording.QUARTERS.get(figures.part, ("第２四半期（中間期）",))[0]
        )
        year = f"{wording.year_ja(figures.year_end, layout)}{wording.number(figures.year_end.month, layout)}月期"
        return [
            f"{year}　{part}決算短信〔{standard}〕（{both}）",
            day,
            f"上場会社名　{figures.company[0]}　　　上場取引所　東",
            f"コード番号　{figures.code}",
            "代表者　代表取締役社長　見本　太郎",
        ]
    paper = {"FY": "有価証券報告書", "H1": "半期報告書"}.get(figures.part, "四半期報告書")
    clause = {"FY": "事業年度", "H1": "中間会計期間"}.get(figures.part, "四半期会計期間")
    if figures.part.startswith("Q"):
        first = months_later(current.end, -3) + timedelta(days=1)
        if figures.part != "Q1":
            begin = wording.date_ja(first, layout)
    part = "" if figures.part == "FY" else {"H1": "中"}.get(figures.part, "") or wording.QUARTERS[figures.part][0]
    return [
        paper,
        f"【提出書類】　　{paper}",
        f"【提出日】　　　{day}",
        f"【{clause}】　第{wording.number(figures.term, layout)}期{part}（自　{begin}　至　{end}）",
        f"【会社名】　　　{figures.company[0]}",
        "【代表者の役職氏名】　代表取締役社長　見本　太郎",
    ]


def _cover_en(layout: Layout, figures: Figures) -> list[str]:
    current = figures.current
    assert current.start is not None
    day = wording.date_en(months_later(current.end, 2) - timedelta(days=17))
    begin, end, year_end = (wording.date_en(d) for d in (current.start, current.end, figures.year_end))
    count = wording.months(current)
    span = "Fiscal Year" if count == 12 else f"{wording.COUNT[count][0]} Months"
    standard = "IFRS" if figures.standard == "ifrs" else "Japanese GAAP"
    both = "Consolidated" if figures.consolidated else "Non-consolidated"
    if layout.cover == "earnings":
        return [
            f"{both} Financial Results for the {span} Ended {end} [{standard}]",
            day,
            f"Company name: {figures.company[1]}",
            f"Stock code: {figures.code}",
            "Representative: Taro Mihon, President",
        ]
    paper = {"FY": "Annual Securities Report", "H1": "Semi-annual Securities Report"}.get(
        figures.part, "Quarterly Securities Report"
    )
    part = (
        ""
        if figures.part == "FY"
        else f"The {wording.QUARTERS.get(figures.part, ('', 'first half'))[1].lower()} of the "
    )
    return [
        paper,
        f"[Document Filed] {paper}",
        f"[Filing Date] {day}",
        f"[Fiscal Year] {part}{_ordinal(figures.term)} business term (From {begin} to {end})",
        f"[Company Name in English] {figures.company[1]}",
        f"(fiscal year ending {year_end})",
    ]


def _ordinal(count: int) -> str:
    ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def section(paper: Written, figures: Figures) -> None:
    """The heading over all statements."""
    interim, ifrs = figures.part != "FY", figures.standard == "ifrs"
    if paper.layout.language == "en":
        words = ["Condensed"] if interim and ifrs else []
        words.append("Consolidated" if figures.consolidated else "Non-consolidated")
        paper.text(f"1. {' '.join(words)} Financial Statements", 12, after=8)
        return
    word = "要約" if ifrs and interim else ""
    word += {"FY": "", "H1": "中間"}.get(figures.part, "四半期") + ("連結" if figures.consolidated else "")
    paper.text("第５【経理の状況】" if figures.part == "FY" else "第４【経理の状況】", 12, after=4)
    paper.text(f"１【{word}財務諸表】", 11, after=8)


def _statements(paper: Paper, figures: Figures, printed: tuple[Printed, ...]) -> None:
    layout = paper.layout
    scale = layout.scale or figures.scale
    paper.start()
    section(paper, figures)
    for place, statement in enumerate(printed):
        if place and layout.blank_pages:
            paper.blank()
        if place and (place % layout.per_page == 0 or layout.blank_pages or paper.room < 200):
            paper.start()
        heading(paper, figures, statement, scale)
        for number, table in enumerate(statement.tables):
            fresh = layout.equity == "page" and statement.kind == "changes_in_equity"
            if number and (fresh or paper.room < 160):
                paper.start()
            if number and table.caption:
                paper.y -= 8
            if table.caption:
                paper.text(table.caption, 9.5, after=3)
            if number and table.caption and layout.unit_place == "caption":
                paper.text(wording.unit_caption(layout, scale), 8.5, "right", 3)
            _table(paper, statement, table, scale)
            paper.y -= 12


def heading(paper: Written, figures: Figures, statement: Printed, scale: int) -> None:
    layout = paper.layout
    unit = wording.unit_caption(layout, scale)
    if layout.unit_place == "above_title":
        paper.text(unit, 8.5, "right", 3)
    text = statement.title
    if layout.unit_place == "title":
        text = f"{text}　{unit}" if layout.language == "ja" else f"{text} {unit}"
    paper.text(text, 10.5, layout.title_align, 4)
    if layout.period_line and layout.language == "en":
        paper.text(_period_line(figures, statement), 9, layout.title_align, 4)
    grids = statement.kind == "changes_in_equity" and layout.unit_place in ("head", "under_head")
    grids = grids and not layout.equity_units
    if layout.unit_place == "caption" or grids:
        paper.text(unit, 8.5, "right", 3)
    elif layout.unit_place == "left":
        paper.text(unit, 8.5, "left", 3)


def _period_line(figures: Figures, statement: Printed) -> str:
    columns = figures.statements[statement.kind].columns[:2]
    order = [wording.date_en(column.end) for column in columns]
    if columns[0].start is None:
        return f"As of {order[0]} and {order[1]}"
    count = wording.months(columns[0])
    word = "fiscal years" if count == 12 else f"{wording.COUNT[count][0].lower()} months"
    return f"For the {word} ended {order[0]} and {order[1]}"


def _table(paper: Paper, statement: Printed, table: Table, scale: int) -> None:
    layout = paper.layout
    pair = (table, table.beside) if table.beside else (table,)
    middle = (paper.left + paper.right) / 2
    edges = ((paper.left, middle - 5), (middle + 5, paper.right)) if table.beside else ((paper.left, paper.right),)
    setters = [Setter(paper, one, *edge) for one, edge in zip(pair, edges, strict=True) if one is not None]
    size = min(setter.size for setter in setters)

    def again() -> None:
        paper.start()
        if layout.blank_within:
            paper.start()
        if layout.repeat_title:
            more = "（続き）" if layout.language == "ja" else " (continued)"
            paper.text(statement.title + more, 10, layout.title_align, 4)
        if layout.repeat_head and layout.unit_place == "caption":
            paper.text(wording.unit_caption(layout, scale), 8.5, "right", 3)

    if paper.room < setters[0].head_height() + 4 * size:
        again()
    flow(paper, setters, again)


def notes(paper: Written, figures: Figures) -> None:
    paper.start()
    scale = paper.layout.scale or figures.scale
    if paper.layout.language == "en":
        name = "Consolidated Financial Statements" if figures.consolidated else "Financial Statements"
        paper.text(f"Notes to {name}", 11)
        for text in (
            *(
                (f"The {name.lower()} have been prepared in accordance with IFRS.",)
                if figures.standard == "ifrs"
                else ()
            ),
            "1. Going concern assumption",
            "Not applicable.",
            "2. Significant changes in shareholders' equity",
            "There were no significant changes in shareholders' equity in the period under review.",
        ):
            paper.text(text, 9)
        return
    paper.text("【注記事項】", 11)
    unit = wording.unit_word(scale)
    if figures.standard == "ifrs":
        paper.text("当社グループの連結財務諸表は、国際会計基準（以下「IFRS」という。）に準拠して作成しております。", 9)
    for text in (
        "（継続企業の前提に関する事項）",
        "該当事項はありません。",
        "（重要な後発事象）",
        f"当社は、{number_of(figures)}{unit}の借入れを行いました。",
    ):
        paper.text(text, 9)


def number_of(figures: Figures) -> str:
    return f"{figures.term * 137:,}"
