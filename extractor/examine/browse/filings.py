"""A filing, its printed tables, the rows of its other tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor.errors import UsageError
from extractor.examine.browse.lake import Figures, Filed, figure_tables
from extractor.examine.browse.layout import (
    Context,
    figure,
    filing_link,
    frame,
    place,
    proof_bar,
    proof_of,
    share,
    table,
)
from extractor.examine.browse.markup import Html, address, amount, join, period, tag
from extractor.examine.record import Row
from extractor.write.contract import Contract, load_contracts

ROWS = 100
_SEVERITY = {"error": 0, "warning": 1, "info": 2}


def trail(context: Context, filed: Filed, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """What lies above a page of a filing: name and address."""
    company = context.view.company_of[filed.filing_id]
    return [
        (context.words("companies"), "/"),
        (company.name or context.words("nameless"), address("company", company.key)),
        *more,
    ]


def _title(context: Context, filed: Filed) -> str:
    about = filed.about
    words = (about["company_name"] or filed.file, filed.term, context.name(about["document_type"]))
    return " · ".join(filter(None, words))


def to_filing(context: Context, filed: Filed) -> tuple[str, str]:
    """Name and address of a filing."""
    return filed.term or context.words("filing"), address("filing", filed.filing_id)


# ---------------------------------------------------------------- a filing


def filing_page(context: Context, filing_id: str) -> str:
    """What the cover says, the printed tables, the findings, the other tables."""
    w, filed = context.words, context.view.filing(filing_id)
    about, counts = filed.about, proof_of(filed)
    facts = [
        (w("file"), ", ".join(filed.marker.source_files)),
        (w("code"), ", ".join(about[name] for name in ("securities_code", "edinet_code") if about[name])),
        (w("kind"), context.name(about["document_type"]) + (f" ({w('amends')})" if filed.marker.amends else "")),
        (w("standard"), context.name(about["accounting_standard"])),
        ("", w("superseded", file=about["superseded_by"]) if about["superseded_by"] else ""),
        (w("figures"), f"{amount(sum(counts))}, {share(counts)} {w('vouched')}"),
        ("id", filed.filing_id),
    ]
    words = [join((tag("dt", name), tag("dd", value))) for name, value in facts if value]
    held = {entry.table: entry.rows for entry in filed.marker.entries}
    others = [name for name in load_contracts() if name in held and name not in figure_tables()]
    view = tag("a", w("whole_view"), href=address("filing", filing_id, "view"))
    return frame(
        context,
        _title(context, filed),
        tag("dl", *words),
        proof_bar(counts),
        tag("p", view if context.view.source(filing_id) else tag("span", w("no_picture"), class_="soft")),
        tag("h2", w("printed_tables")),
        _printed_tables(context, filed, held),
        *_findings(context, filed),
        tag("h2", w("other_rows")),
        tag(
            "ul",
            *(
                tag(
                    "li",
                    tag("a", context.name(name), href=address("filing", filing_id, "table", name)),
                    f" {amount(held[name])}",
                )
                for name in others
            ),
            class_="links",
        ),
        trail=trail(context, filed),
    )


def _printed_tables(context: Context, filed: Filed, held: Mapping[str, int]) -> Html:
    w, rows = context.words, []
    for name, figures in figure_tables().items():
        sheets = _sheets(figures, context.view.rows(filed.filing_id, name)) if name in held else {}
        for number, sheet in sheets.items():
            first, counts = sheet[0], _counts(sheet)
            where = address("filing", filed.filing_id, "table", name, sheet=number)
            said = first.get("heading") or first.get("caption") or context.name(name)
            rows.append(
                (
                    tag("a", said, href=where),
                    context.basis(first.get("consolidated")),
                    ", ".join(map(str, sorted({row["page"] for row in sheet}))),
                    amount(len({row[figures.line] for row in sheet})),
                    share(counts),
                    proof_bar(counts),
                )
            )
    heads = (w("statement"), "", w("page"), w("lines"), w("vouched"), w("proof"))
    return table(heads, rows, numbers=(3, 4)) if rows else tag("p", w("nothing"))


def _sheets(figures: Figures, rows: Sequence[Row]) -> dict[int, list[Row]]:
    out: dict[int, list[Row]] = {}
    for row in rows:
        out.setdefault(row[figures.sheet], []).append(row)
    return out


def _counts(rows: Sequence[Row]) -> tuple[int, int, int, int]:
    proofs = [row.get("proof") for row in rows if row["value_state"] == "number"]
    return proofs.count("proved"), proofs.count("tied"), proofs.count("unproved"), proofs.count("contradicted")


def _findings(context: Context, filed: Filed) -> Iterator[object]:
    w = context.words
    found = sorted(
        context.view.rows(filed.filing_id, "findings"), key=lambda f: (_SEVERITY.get(f["severity"], 3), f["page"] or 0)
    )
    if not found:
        return
    yield tag("h2", f"{w('findings')} ({amount(len(found))})")
    rows = []
    for finding in found:
        where = address("filing", filed.filing_id, "page", finding["page"]) if finding["page"] else None
        rows.append(
            (
                tag("span", finding["code"], class_=f"tag {finding['severity']}"),
                tag("a", finding["page"], href=where) if where else "",
                finding["message"],
                tag("code", finding["next_command"]) if finding["next_command"] else "",
            )
        )
    yield table((w("finding"), w("page"), w("message"), w("next")), rows[:ROWS], class_="words")
    if len(rows) > ROWS:
        more = address("filing", filed.filing_id, "table", "findings")
        yield tag("p", tag("a", w("row_range", first=1, last=ROWS, number=len(rows)), href=more))


# ---------------------------------------------------------------- tables


def table_page(context: Context, filing_id: str, name: str, query: Mapping[str, str]) -> str:
    """A printed table; or the rows of a table as they lie in the lake."""
    w, filed = context.words, context.view.filing(filing_id)
    if name not in load_contracts():
        raise UsageError(f"{name}: no such table.", f"one of {', '.join(load_contracts())}")
    figures, rows = figure_tables().get(name), context.view.rows(filing_id, name)
    if figures is not None and "sheet" in query:
        sheets = _sheets(figures, rows)
        shown = sheets.get(int(query["sheet"]), [])
        rows = shown
        body: tuple[object, ...] = (_printed(context, filed, figures, shown),)
        heading = shown[0].get("heading") or context.name(name) if shown else context.name(name)
        title = f"{heading} · {context.basis(shown[0].get('consolidated'))}" if shown else heading
    elif figures is not None:
        sheets = _sheets(figures, rows)
        title, body = context.name(name), tuple(_each(context, filed, figures, sheets))
    else:
        title, body = context.name(name), _plain(context, filed, name, rows, query)
    return frame(
        context,
        title,
        *(body if rows else (tag("p", w("nothing")),)),
        trail=trail(context, filed, to_filing(context, filed)),
    )


def _each(context: Context, filed: Filed, figures: Figures, sheets: Mapping[int, Sequence[Row]]) -> Iterator[Html]:
    for rows in list(sheets.values())[:10]:
        yield tag("h2", rows[0].get("heading") or context.basis(rows[0].get("consolidated")))
        yield _printed(context, filed, figures, rows)
    if len(sheets) > 10:
        yield tag("p", tag("a", context.words("printed_tables"), href=address("filing", filed.filing_id)))


def _printed(context: Context, filed: Filed, figures: Figures, rows: Sequence[Row]) -> Html:
    """As printed: a row a line, a column a column."""
    w = context.words
    heads: dict[int, Row] = {}
    lines: dict[int, dict[int, list[Row]]] = {}
    for row in rows:
        heads.setdefault(row["column"], row)
        lines.setdefault(row[figures.line], {}).setdefault(row["column"], []).append(row)  # a cell may hold two
    columns = sorted(heads)
    top = tag(
        "tr",
        tag("th", w("label"), scope="col"),
        *(
            tag("th", heads[c]["column_label"], tag("br"), tag("small", dated(heads[c])), scope="col", class_="n")
            for c in columns
        ),
    )
    body = []
    for _, cells in sorted(lines.items()):
        first = cells[min(cells)][0]
        item = first.get("item")
        named = tag("a", item, href=address("figures", statement=figures.name, item=item)) if item else w("unmapped")
        # tables that are no statements have items for a few of their lines only
        small = tag("small", named, class_="item" if item else "item unmapped") if item or figures.follows else None
        depth = min(first.get("depth") or 0, 8)
        label = tag("th", first[figures.label] or "–", small, scope="row", class_=f"d{depth}")
        values = [
            [figure(context, place(filed.filing_id, figures, row), row) for row in cells.get(c, ())] for c in columns
        ]
        body.append(tag("tr", label, *(tag("td", *value, class_="n") for value in values)))
    unit = sorted({row["unit"] for row in rows if row["unit"]})
    caption = tag("caption", filing_link(context, filed), f" · {', '.join(unit)}")
    whole = tag("table", caption, tag("thead", top), tag("tbody", *body), class_="printed")
    return tag("div", whole, class_="wide", tabindex="0")


def dated(row: Row) -> str:
    """The period of a figure; nothing where it is not known."""
    return period(row["period_start"], row["period_end"]) if row["period_end"] else ""


def _plain(
    context: Context, filed: Filed, name: str, rows: Sequence[Row], query: Mapping[str, str]
) -> tuple[object, ...]:
    """Rows of a table, its columns but for those of the filing."""
    w, contract = context.words, load_contracts()[name]
    shared = shared_columns(contract)
    fields = [field for field in contract.stored if field.name not in shared]
    first = max(int(query.get("first", "0") or 0), 0)
    shown = rows[first : first + ROWS]
    heads = [tag("span", field.name, title=field.meaning) for field in fields]
    body = [[shown_value(context, filed, field.name, row[field.name]) for field in fields] for row in shown]
    turn = [
        tag("a", w(word), href=address("filing", filed.filing_id, "table", name, first=at))
        for word, at, there in (
            ("previous_rows", max(first - ROWS, 0), first > 0),
            ("following_rows", first + ROWS, first + ROWS < len(rows)),
        )
        if there
    ]
    said = w("row_range", first=first + 1, last=first + len(shown), number=len(rows))
    return tag("p", contract.meaning, class_="soft"), table(heads, body, class_="plain"), tag("p", said, " ", *turn)


def shared_columns(contract: Contract) -> set[str]:
    """The columns that every table begins with: those of the filing."""
    contracts = [contract.fields for contract in load_contracts().values()]
    count = 0
    while all(len(fields) > count for fields in contracts) and len({fields[count].name for fields in contracts}) == 1:
        count += 1
    return {field.name for field in contract.fields[:count]}


def shown_value(context: Context, filed: Filed, name: str, value: Any) -> object:
    """A value of any column of a table."""
    if name == "page" and value:
        return tag("a", value, href=address("filing", filed.filing_id, "page", value))
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return tag("span", *(tag("span", _inner(part), class_="part") for part in value))
    return amount(value)


def _inner(value: Any) -> str:
    return " ".join(amount(part) for part in value.values()) if isinstance(value, dict) else amount(value)
