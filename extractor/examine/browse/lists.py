"""Companies, a company, the search, the map of proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extractor.errors import UsageError
from extractor.examine.browse.chart import Point, chart
from extractor.examine.browse.lake import Company, Filed, figure_tables, folded
from extractor.examine.browse.layout import Context, filing_link, frame, proof_bar, proof_of, share, table
from extractor.examine.browse.markup import Html, address, amount, tag
from extractor.examine.browse.series import INSTANT, months_of
from extractor.examine.record import Row

LISTED = 200
TRENDS = ("revenue", "operating_profit", "profit_attributable_to_owners", "assets", "net_assets")
_KINDS = ("proved", "tied", "unproved", "contradicted")


def _called(context: Context, company: Company) -> str:
    return company.name or f"{context.words('nameless')} {company.filings[0].file}"


def _years(company: Company) -> str:
    years = sorted({filed.marker.fiscal_year for filed in company.filings if filed.marker.fiscal_year})
    return "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _proof(filings: tuple[Filed, ...]) -> tuple[int, int, int, int]:
    counts = [proof_of(filed) for filed in filings]
    return sum(c[0] for c in counts), sum(c[1] for c in counts), sum(c[2] for c in counts), sum(c[3] for c in counts)


def companies(context: Context) -> str:
    """The first page."""
    w, found = context.words, list(context.view.companies.values())
    total = _proof(tuple(context.view.filings.values()))
    numbers = (
        (w("companies"), amount(len(found))),
        (w("filings"), amount(len(context.view.filings))),
        (w("figures"), amount(sum(total))),
        (w("vouched"), share(total)),
    )
    said = " · ".join((context.view.uri, *(f"{name}: {number}" for name, number in numbers)))
    about = tag("p", f"{said} ", proof_bar(total), class_="soft")
    return frame(context, w("companies"), about, _company_table(context, found), trail=())


def _company_table(context: Context, found: list[Company]) -> Html:
    w = context.words
    rows = [
        (
            tag("a", _called(context, company), href=address("company", company.key)),
            ", ".join(company.codes),
            _years(company),
            amount(len(company.filings)),
            share(counts := _proof(company.filings)),
            proof_bar(counts),
        )
        for company in found[:LISTED]
    ]
    heads = (w("company"), w("code"), w("years"), w("filings"), w("vouched"), w("proof"))
    left = len(found) - LISTED
    more = tag("p", w("more", number=left), class_="soft") if left > 0 else None
    return Html(table(heads, rows, numbers=(3, 4)) + (more or ""))


def company_page(context: Context, key: str) -> str:
    """A company: its filings, its statements over time, trends of what analysts ask first."""
    company = context.view.companies.get(key)
    if company is None:
        raise UsageError(f"{key}: no such company in {context.view.uri}.", "choose one of the list")
    w = context.words
    rows = [
        (
            filing_link(context, filed),
            context.name(filed.about["accounting_standard"]),
            _remark(context, filed),
            share(counts := proof_of(filed)),
            proof_bar(counts),
            amount(filed.marker.figures.contradicted or None),
            filed.file,
        )
        for filed in company.filings
    ]
    heads = (w("filing"), w("standard"), "", w("vouched"), w("proof"), w("contradicted_figures"), w("file"))
    return frame(
        context,
        _called(context, company),
        tag("p", ", ".join(company.codes), class_="soft") if company.codes else None,
        tag("h2", w("filings")),
        table(heads, rows, numbers=(3, 5)),
        tag("h2", w("over_time")),
        tag("ul", *_statement_links(context, company), class_="links"),
        tag("h2", w("trends")),
        *_trends(context, company),
        trail=[(w("companies"), "/")],
    )


def _remark(context: Context, filed: Filed) -> str:
    parts = [context.words("amends")] if filed.marker.amends else []
    if filed.about["superseded_by"]:
        parts.append(context.words("superseded", file=filed.about["superseded_by"]))
    return ", ".join(parts)


def _statement_links(context: Context, company: Company) -> Iterator[Html]:
    held = {entry.table for filed in company.filings for entry in filed.marker.entries}
    for name, figures in figure_tables().items():
        if figures.follows and name in held:
            yield tag("li", tag("a", context.name(name), href=address("over-time", company.key, name)))


def _trends(context: Context, company: Company) -> Iterator[Html]:
    """A chart a concept: of the basis and length of period that most of its current figures have."""
    w = context.words
    facts = [row for row in context.view.facts(company) if row["is_current"]]
    drawn = False
    for concept in TRENDS:
        points, basis, unit = _current([row for row in facts if row["concept"] == concept])
        if len(points) > 1:
            drawn = True
            name = f"{concept.replace('_', ' ')} · {context.basis(basis)}"
            yield tag("figure", tag("figcaption", f"{name} ({unit})"), chart(points, name, unit, w("outlier")))
    yield tag("p", w("outlier_how" if drawn else "no_chart"), class_="soft")


def _current(rows: list[Row]) -> tuple[list[Point], bool, str]:
    groups: dict[tuple[bool, int, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["consolidated"], months_of(row), row["unit"]), []).append(row)
    if not groups:
        return [], True, ""
    (basis, _, unit), best = max(groups.items(), key=lambda group: (len(group[1]), group[0][0], group[0][1] != INSTANT))
    points = [
        Point(
            row["period_start"],
            row["period_end"],
            row["value"],
            row["proof"],
            row["source_file"],
            address(
                "filing",
                row["filing_id"],
                "page",
                row["page"],
                table=row["statement"],
                line=row["line"],
                value=row["value"],
            )
            + "#here",
        )
        for row in best
    ]
    return points, basis, unit


def _where(row: Row) -> str:
    at = {"table": row["statement"], "line": row["line"], "value": row["value"]}
    return address("filing", row["filing_id"], "page", row["page"], **at) + "#here"


def search(context: Context, query: Mapping[str, str]) -> str:
    """Companies by name or code, items and labels."""
    w, asked = context.words, query.get("q", "").strip()
    wanted = folded(asked)
    if not wanted:
        return frame(context, w("search"), tag("p", w("search_for"), class_="soft"))
    found = [
        company
        for company in context.view.companies.values()
        if any(wanted in folded(text) for text in (company.name or "", *company.codes, *_files(company)))
    ]
    labels = [row for row in context.view.labels if wanted in row["folded"]]
    rows = [
        (
            tag("a", row["label"], href=address("figures", statement=row["statement"], label=row["label"])),
            tag("a", row["item"], href=address("figures", statement=row["statement"], item=row["item"]))
            if row["item"]
            else tag("span", w("unmapped"), class_="soft"),
            context.name(row["statement"]),
            amount(row["filings"]),
            amount(row["times"]),
        )
        for row in labels[:LISTED]
    ]
    heads = (w("label"), w("item"), w("statement"), w("filings"), w("times"))
    left = len(labels) - LISTED
    parts = [
        *([tag("h2", w("companies")), _company_table(context, found)] if found else []),
        *([tag("h2", f"{w('labels')} ({amount(len(labels))})"), table(heads, rows, numbers=(3, 4))] if labels else []),
        tag("p", w("more", number=left), class_="soft") if left > 0 else None,
        None if found or labels else tag("p", w("nothing")),
    ]
    return frame(context, f"{w('search')}: {asked}", *parts, trail=[(w("companies"), "/")], query=asked)


def _files(company: Company) -> list[str]:
    return [filed.file for filed in company.filings]


def proof_map(context: Context, query: Mapping[str, str]) -> str:
    """Share of proved figures, by filing and table."""
    w = context.words
    names = list(figure_tables())
    filings = [filed for company in context.view.companies.values() for filed in company.filings]
    first = max(int(query.get("first", "0") or 0), 0)
    rows = []
    for filed in filings[first : first + LISTED]:
        company = context.view.company_of[filed.filing_id]
        counts = context.view.proof.get(filed.filing_id, {})
        rows.append(
            tag(
                "tr",
                tag("th", tag("a", _called(context, company), href=address("company", company.key)), scope="row"),
                tag("td", filing_link(context, filed)),
                *(_heat(context, filed, name, counts.get(name)) for name in names),
            )
        )
    heads = [w("company"), w("filing"), *map(context.name, names)]
    whole = tag(
        "table",
        tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
        tag("tbody", *rows),
        class_="heat",
    )
    last = min(first + LISTED, len(filings))
    said = w("row_range", first=first + 1, last=last, number=len(filings))
    turn = [
        tag("a", w("previous_rows"), href=address("proof", first=max(first - LISTED, 0))) if first else None,
        tag("a", w("following_rows"), href=address("proof", first=last)) if last < len(filings) else None,
    ]
    body = (
        tag("p", w("proof_how"), class_="soft"),
        tag("div", whole, class_="wide", tabindex="0"),
        tag("p", said, " ", *turn),
    )
    return frame(context, w("proof_map"), *body, trail=[(w("companies"), "/")])


def _heat(context: Context, filed: Filed, name: str, counts: Mapping[str, int] | None) -> Html:
    total = sum(counts.values()) if counts else 0
    if not counts or not total:
        return tag("td", "–", class_="none")
    part = (counts.get("proved", 0) + counts.get("tied", 0)) / total
    wrong = counts.get("contradicted", 0)
    step = min(int(part * 10), 9) if part < 1 else 10
    title = f"{context.name(name)}: " + ", ".join(
        f"{amount(counts.get(kind, 0))} {context.name(kind)}" for kind in _KINDS
    )
    said = f"{int(part * 100)}" + (" ✗" if wrong else "")
    link = tag("a", said, href=address("filing", filed.filing_id, "table", name), title=title)
    return tag("td", link, class_=f"h{step}" + (" wrong" if wrong else ""))
