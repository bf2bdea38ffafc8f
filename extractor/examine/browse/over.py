"""A statement of a company over time, one line of it as a chart, and one item over all companies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from extractor.errors import UsageError
from extractor.examine.browse.chart import chart
from extractor.examine.browse.lake import Company, Figures, Filed, figure_tables
from extractor.examine.browse.layout import Context, figure, filing_link, frame, place, table
from extractor.examine.browse.markup import Html, address, amount, period, tag
from extractor.examine.browse.series import COLUMNS, INSTANT, Key, Over, choices, over_time, usable
from extractor.examine.record import Row

LISTED = 500


def over_page(context: Context, key: str, name: str, query: Mapping[str, str]) -> str:
    """Lines by periods; each period has a column for each filing that prints it."""
    w, company, figures = context.words, context.view.companies.get(key), figure_tables().get(name)
    if company is None or figures is None or not figures.follows:
        raise UsageError(f"{key}, {name}: no such company or statement.", "choose one of the list")
    every = [(filed, context.view.rows(filed.filing_id, name)) for filed in company.filings]
    bases, _, _ = choices([row for _, rows in every for row in rows])
    if not bases:
        raise UsageError(f"{key}: no filing has {name}.", "choose another")
    basis = query["basis"] == "consolidated" if query.get("basis") else bases[0]
    of_basis = [row for _, rows in every for row in rows if row["consolidated"] is basis]
    _, months, components = choices(of_basis)
    component = query.get("component") or (components[0] if components else None)
    length = int(query["months"]) if query.get("months", "").isdecimal() else (months[0] if months else INSTANT)
    filed = [(one, usable(rows, basis, component)) for one, rows in every]
    made = over_time(figures, filed, length)

    def link(**changes: Any) -> str:
        asked = {"basis": query.get("basis"), "months": query.get("months"), "component": query.get("component")}
        return address("over-time", key, name, **{**asked, **changes})

    chosen = (query["line"], int(query.get("nth", "1") or 1)) if query.get("line") else None
    pick = [
        _choice([(context.basis(one), link(basis="consolidated" if one else "own"), one is basis) for one in bases]),
        _choice([(_length(context, one), link(months=one), one == length) for one in sorted(months, reverse=True)]),
        _choice([(one or w("no_component"), link(component=one), one == component) for one in components]),
    ]
    wide = made.columns if query.get("all") else made.columns[:COLUMNS]
    left = [tag("p", w("columns_left_out", number=COLUMNS), " ", tag("a", w("all_columns"), href=link(all=1)))]
    return frame(
        context,
        f"{context.name(name)} · {company.name or key}",
        *pick,
        *_chart(context, company, figures, made, chosen),
        tag("p", w("side_by_side"), class_="soft"),
        _grid(context, company, figures, made, wide, link) if made.lines else tag("p", w("nothing")),
        *(left if len(wide) < len(made.columns) else []),
        trail=[(w("companies"), "/"), (company.name or key, address("company", key))],
    )


def _choice(options: list[tuple[str, str, bool]]) -> Html | None:
    if len(options) < 2:
        return None
    parts = [
        tag("a", said, href=where, class_="on" if on else None, aria_current="true" if on else None)
        for said, where, on in options
    ]
    return tag("p", *parts, class_="choice")


def _length(context: Context, months: int) -> str:
    return context.words("instant") if months == INSTANT else context.words("months", number=months)


def _grid(context: Context, company: Company, figures: Figures, made: Over, columns: Any, link: Any) -> Html:
    by_id = {filed.filing_id: filed for filed in company.filings}
    w = context.words
    groups: list[tuple[str, int]] = []
    for column in columns:
        said = period(column.start, column.end)
        if groups and groups[-1][0] == said:
            groups[-1] = said, groups[-1][1] + 1
        else:
            groups.append((said, 1))
    top = tag(
        "tr",
        tag("th", w("label"), scope="col", rowspan=2),
        *(tag("th", s, colspan=n, scope="colgroup") for s, n in groups),
    )
    second = tag("tr", *(tag("th", filing_link(context, by_id[c.filing_id]), scope="col", class_="n") for c in columns))
    body = []
    for key in made.lines:
        if not any((key, column) in made.cells for column in columns):
            continue
        first, item = made.labels[key], made.labels[key]["item"]
        label = tag("a", first[figures.label] or "–", href=link(line=key[0], nth=key[1]) + "#chart")
        item_said = tag("small", item or w("unmapped"), class_="item" if item else "item unmapped")
        head = tag("th", label, item_said, scope="row", class_=f"d{min(first['depth'] or 0, 8)}")
        body.append(tag("tr", head, *(_cell(context, by_id, figures, made, key, column) for column in columns)))
    whole = tag("table", tag("thead", top, second), tag("tbody", *body), class_="printed over")
    return tag("div", whole, class_="wide", tabindex="0")


def _cell(context: Context, by_id: Mapping[str, Filed], figures: Figures, made: Over, key: Key, column: Any) -> Html:
    cell = made.cells.get((key, column))
    if cell is None:
        return tag("td", class_="n")
    again = ""
    if cell.others:
        others = ", ".join(f"{amount(value)} ({by_id[one].term}, {by_id[one].file})" for one, value in cell.others)
        again = context.words("restated_how", others=others)
    shown = figure(context, place(column.filing_id, figures, cell.row), cell.row, again)
    return tag("td", shown, class_="n restated" if again else "n")


def _chart(context: Context, company: Company, figures: Figures, made: Over, chosen: Key | None) -> Iterator[Html]:
    """The line that was chosen, if any."""
    if chosen is None or chosen not in made.labels:
        return
    w, by_id = context.words, {filed.filing_id: filed for filed in company.filings}
    first = made.labels[chosen]
    points = made.points(
        chosen, lambda filing_id, row: place(filing_id, figures, row), lambda filing_id: by_id[filing_id].file
    )
    title = w("chart_of", name=first[figures.label])
    if len(points) < 2:
        yield tag("p", w("no_chart"), class_="soft", id="chart")
        return
    yield tag(
        "figure",
        tag("figcaption", f"{title} ({first['unit']})"),
        chart(points, title, first["unit"], w("outlier")),
        tag("p", w("outlier_how"), class_="soft"),
        id="chart",
    )


def figures_page(context: Context, query: Mapping[str, str]) -> str:
    """Every figure of an item, or of a label, over all companies: the newest first."""
    w, figures = context.words, figure_tables().get(query.get("statement", ""))
    column = "item" if query.get("item") else "label"
    asked = query.get(column)
    if figures is None or not asked:
        raise UsageError("figures: of which item of which statement?", "search for one")
    name = "item" if column == "item" else figures.label
    rows = context.view.ask(
        f"select * from {figures.name} where {name} = ? and value_state = 'number' "
        f"order by period_end desc nulls last, company_name, filing_id, {figures.line} limit {LISTED + 1}",
        [asked],
    )
    heads = (w("company"), w("filing"), w("label"), "", w("period"), w("value"), "")
    body = [_figure_row(context, figures, row) for row in rows[:LISTED]]
    more = tag("p", w("columns_left_out", number=LISTED)) if len(rows) > LISTED else None
    return frame(
        context,
        f"{asked} · {context.name(figures.name)}",
        table(heads, body, numbers=(5,)) if body else tag("p", w("nothing")),
        more,
        trail=[(w("companies"), "/")],
    )


def _figure_row(context: Context, figures: Figures, row: Row) -> tuple[object, ...]:
    company = context.view.company_of[row["filing_id"]]
    filed = context.view.filing(row["filing_id"])
    where = place(row["filing_id"], figures, row)
    return (
        tag("a", company.name or context.words("nameless"), href=address("company", company.key)),
        filing_link(context, filed),
        row[figures.label],
        " · ".join(filter(None, (context.basis(row["consolidated"]), row.get("component") or ""))),
        period(row["period_start"], row["period_end"]),
        figure(context, where, row),
        row["unit"] or "",
    )
