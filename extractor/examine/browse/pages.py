"""A page of a filing with the boxes of its figures, and what is known of one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.examine.browse.filings import dated, shared_columns, shown_value, to_filing, trail
from extractor.examine.browse.lake import Figures, Filed, figure_tables
from extractor.examine.browse.layout import (
    Context,
    frame,
    place,
)
from extractor.examine.browse.markup import Html, address, amount, join, tag
from extractor.examine.explain import check_in_words
from extractor.examine.html import page_json
from extractor.examine.record import Row
from extractor.model import Page


def page_view(context: Context, filing_id: str, number: int, query: Mapping[str, str]) -> str:
    """A page with the boxes of its figures; beside it what is known of the one that was chosen."""
    w, filed = context.words, context.view.filing(filing_id)
    here: list[tuple[Figures, Row]] = [
        (figures, row)
        for name, figures in figure_tables().items()
        for row in context.view.rows(filing_id, name)
        if row["page"] == number
    ]
    chosen = next(((figures, row) for figures, row in here if _is(figures, row, query)), None)
    count = filed.marker.figures.pages
    turn = [
        tag("a", w(word), href=address("filing", filing_id, "page", to), class_="turn")
        for word, to, there in (("previous", number - 1, number > 1), ("following", number + 1, number < count))
        if there
    ]
    beside = _known(context, filed, *chosen) if chosen else (tag("p", w("where_else"), class_="soft"),)
    return frame(
        context,
        w("picture_of", page=number, file=filed.file),
        tag("p", w("of_pages", number=count), " ", *turn),
        tag(
            "div",
            tag("div", *_picture(context, filing_id, number, here, chosen and chosen[1]), class_="sheet"),
            tag("section", *beside, _on_this_page(context, filed, here), class_="known"),
            class_="beside",
        ),
        trail=trail(context, filed, to_filing(context, filed)),
    )


def _is(figures: Figures, row: Row, query: Mapping[str, str]) -> bool:
    wanted = {"table": figures.name, "line": row[figures.line]}
    wanted |= {"sheet": row[figures.sheet], "column": row["column"]} if "sheet" in query else {"value": row["value"]}
    wanted |= {"y": round(row["top"])} if "y" in query else {}  # a cell may hold two figures
    return "line" in query and all(query.get(name) == str(value) for name, value in wanted.items())


def _picture(
    context: Context, filing_id: str, number: int, here: Sequence[tuple[Figures, Row]], chosen: Row | None
) -> Iterator[object]:
    page, picture = context.view.page(filing_id, number)
    data = page_json(page, picture) if isinstance(page, Page) else page
    width, height = data["width"], data["height"]
    under: list[object] = []
    if picture is not None:
        href = address("picture", filing_id, number)
        under.append(Html(f'<image href="{href}" x="0" y="0" width="{width}" height="{height}"/>'))
    else:
        yield tag("p", context.words("typeset" if isinstance(page, Page) else "no_picture"), class_="soft")
        under += [_rule(*rule) for rule in data["rules"]]
        under += [_word(*word[:5]) for word in data["words"]]
    boxes = [_box(filing_id, figures, row, row is chosen) for figures, row in here if row["value_state"] != "blank"]
    title = tag("title", context.words("page") + f" {number}")
    yield tag("svg", title, *under, *boxes, viewBox=f"0 0 {width:.1f} {height:.1f}", class_="leaf", role="img")


def _rule(x0: float, top: float, x1: float, bottom: float) -> Html:
    return tag("rect", x=x0, y=top, width=max(x1 - x0, 0.5), height=max(bottom - top, 0.5), class_="rule")


def _word(said: str, x0: float, top: float, x1: float, bottom: float) -> Html:
    size = round((bottom - top) * 0.85, 1)
    return tag(
        "text",
        said,
        x=round(x0, 1),
        y=round(top + (bottom - top) * 0.8, 1),
        font_size=size,
        textLength=round(max(x1 - x0, 1), 1),
        lengthAdjust="spacingAndGlyphs",
    )


def _box(filing_id: str, figures: Figures, row: Row, chosen: bool) -> Html:
    kind = row.get("proof") if row["value_state"] == "number" else row["value_state"]
    rect = tag(
        "rect",
        x=round(row["x0"] - 1, 1),
        y=round(row["top"] - 1, 1),
        width=round(max(row["x1"] - row["x0"] + 2, 1), 1),
        height=round(max(row["bottom"] - row["top"] + 2, 1), 1),
        class_=f"box {kind}" + (" chosen" if chosen else ""),
        id="here" if chosen else None,
    )
    title = tag("title", f"{row[figures.label]}: {row['reported_text']}")
    return tag("a", title, rect, href=place(filing_id, figures, row))


def _known(context: Context, filed: Filed, figures: Figures, row: Row) -> tuple[object, ...]:
    """Every column of the row that says something, with what it means; for statements also its checks."""
    w, contract = context.words, figures.contract
    shared = shared_columns(contract)
    quiet = {"x0", "top", "x1", "bottom", "sheet", "table", "column", "page", "statement", figures.label}
    entries = []
    for field in contract.stored:
        value = row.get(field.name)
        if field.name in shared | quiet or value in (None, "", []):
            continue
        entries += [
            tag("dt", field.name.replace("_", " "), title=field.meaning),
            tag("dd", shown_value(context, filed, field.name, value)),
        ]
    record = context.view.record(filed.filing_id)
    number = row[figures.sheet] if figures.follows else -row[figures.sheet]  # as checks and findings count tables
    sheet = record.sheet(number)
    found = list(record.checks_of(sheet, row[figures.line], row["column"])) if sheet else []
    checks: list[object] = [tag("h3", w("checks"))]
    checks += [tag("p", check_in_words(record, check), class_=f"check {check['verdict']}") for check in found[:12]]
    checks += [] if found else [tag("p", w("no_checks"), class_="soft")]
    where = address("filing", filed.filing_id, "table", figures.name, sheet=row[figures.sheet])
    return (
        tag("h2", row[figures.label] or "–"),
        tag(
            "p",
            tag("strong", f"{amount(row['value']) or row['reported_text']} {row['unit'] or ''}"),
            " · ",
            dated(row),
        ),
        tag("dl", *entries),
        *checks,
        tag("p", tag("a", context.name(figures.name), href=where)),
    )


def _on_this_page(context: Context, filed: Filed, here: Sequence[tuple[Figures, Row]]) -> object:
    found = {(figures.name, row[figures.sheet]): (figures, row) for figures, row in reversed(here)}
    links = [
        tag(
            "li",
            tag(
                "a",
                row.get("heading") or context.name(name),
                href=address("filing", filed.filing_id, "table", name, sheet=number),
            ),
        )
        for (name, number), (_, row) in sorted(found.items())
    ]
    return join((tag("h3", context.words("on_this_page")), tag("ul", *links, class_="links"))) if links else None
