"""What all pages of the browser share: the frame, tables, links to figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.examine.browse.lake import Figures, Filed, View
from extractor.examine.browse.markup import MARKS, Html, Words, address, amount, join, tag
from extractor.examine.record import Row


@dataclass(frozen=True, slots=True)
class Context:
    """The lake, the words of the reader's language, the address of the page."""

    view: View
    words: Words
    here: str  # its path and query, without the choice of language

    def name(self, key: str | None) -> str:
        """What a table, a proof or a kind of document is called."""
        return self.words(key) if key else ""

    def basis(self, consolidated: bool | None) -> str:
        """Of the group, of the company alone, or not said."""
        return self.words("no_basis" if consolidated is None else "consolidated" if consolidated else "own")


def frame(context: Context, title: str, *body: object, trail: Iterable[tuple[str, str]] = (), query: str = "") -> str:
    """A whole page. ``trail``: name and address of what lies above it."""
    w = context.words
    other = "en" if w.language == "ja" else "ja"
    joined = "&" if "?" in context.here else "?"
    nav = tag(
        "nav",
        tag("a", w("companies"), href="/"),
        tag("a", w("proof_map"), href="/proof"),
        tag(
            "form",
            tag("label", w("search_for"), for_="q", class_="visually-hidden"),
            tag("input", type="search", id="q", name="q", value=query, placeholder=w("search_for"), accesskey="/"),
            tag("button", w("find")),
            action="/search",
            role="search",
        ),
        tag("a", w("language"), href=f"{context.here}{joined}language={other}", lang=other, class_="language"),
    )
    crumbs = [tag("a", name, href=where) for name, where in trail]
    path = tag("p", *_between(crumbs, " › "), class_="trail") if crumbs else None
    head = join(
        (
            Html('<meta charset="utf-8">'),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("link", rel="icon", href="data:,"),
            tag("link", rel="stylesheet", href="/style.css"),
            tag("title", title),
        )
    )
    skip = tag("a", w("skip"), href="#content", class_="skip")
    main = tag("main", path, tag("h1", title), *body, id="content")
    body_of = tag("body", skip, tag("header", nav), main)
    return f"<!doctype html>\n{tag('html', tag('head', head), body_of, lang=w.language)}\n"


def _between(parts: Sequence[object], sign: str) -> Iterable[object]:
    for number, part in enumerate(parts):
        if number:
            yield sign
        yield part


def table(
    heads: Sequence[object], rows: Iterable[Sequence[object]], *, numbers: Iterable[int] = (), class_: str = ""
) -> Html:
    """A table that scrolls sideways by itself; ``numbers``: columns set to the right."""
    right = set(numbers)
    head = tag(
        "tr", *(tag("th", head, scope="col", class_="n" if n in right else None) for n, head in enumerate(heads))
    )
    body = [
        tag("tr", *(tag("td", cell, class_="n" if n in right else None) for n, cell in enumerate(row))) for row in rows
    ]
    whole = tag("table", tag("thead", head), tag("tbody", *body), class_=class_ or None)
    return tag("div", whole, class_="wide", tabindex="0")


def place(filing_id: str, figures: Figures, row: Row) -> str:
    """The address of a figure on its page."""
    return (
        address(
            "filing",
            filing_id,
            "page",
            row["page"],
            table=figures.name,
            sheet=row[figures.sheet],
            line=row[figures.line],
            column=row["column"],
            y=round(row["top"]),
        )
        + "#here"
    )


def figure(context: Context, where: str, row: Row, again: str = "") -> Html:
    """A figure as a link to its page, with its proof; ``again``: what other filings print."""
    state, proof = row["value_state"], row.get("proof", "")
    shown = amount(row["value"]) if state == "number" else row["reported_text"] or "·"
    kind = proof if state == "number" else state
    words = [row["reported_text"] or "", row["unit"] or "", context.name(proof) if state == "number" else "", again]
    mark = tag("span", MARKS.get(proof, ""), class_="mark", aria_hidden="true") if state == "number" else None
    sign = tag("span", "↻", class_="again", role="img", aria_label=context.words("restated")) if again else None
    return tag("a", shown, mark, sign, href=where, class_=f"cell {kind}", title=" · ".join(filter(None, words)))


def proof_bar(counts: tuple[int, int, int, int]) -> Html:
    """Proved, tied, unproved and contradicted figures as a bar."""
    total = sum(counts) or 1
    parts, at = [], 0.0
    for number, kind in zip(counts, ("proved", "tied", "unproved", "contradicted"), strict=True):
        wide = 100 * number / total
        parts.append(tag("rect", x=round(at, 2), y=0, width=round(wide, 2), height=10, class_=kind))
        at += wide
    title = tag("title", " / ".join(map(str, counts)))
    return tag("svg", title, *parts, viewBox="0 0 100 10", class_="bar", preserveAspectRatio="none", role="img")


def share(counts: tuple[int, int, int, int]) -> str:
    """Proved or tied, in percent."""
    total = sum(counts)
    return f"{100 * (counts[0] + counts[1]) / total:.1f} %" if total else "–"


def proof_of(filed: Filed) -> tuple[int, int, int, int]:
    """The numbers of a filing's figures by proof."""
    figures = filed.marker.figures
    return figures.proved, figures.tied, figures.unproved, figures.contradicted


def filing_link(context: Context, filed: Filed) -> Html:
    """A filing by its term and kind."""
    about = filed.about
    words = [filed.term or "?", context.name(about["document_type"]), (about["language"] or "").upper()]
    return tag("a", " · ".join(filter(None, words)), href=address("filing", filed.filing_id), title=filed.file)
