"""The browser as a site: addresses to pages."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote, urlencode

from extractor.errors import ExtractorError, InputError, UsageError
from extractor.examine.browse import filings, lists, over, pages
from extractor.examine.browse.lake import View, Watched
from extractor.examine.browse.layout import Context, frame
from extractor.examine.browse.markup import Words, tag
from extractor.examine.filing import filing_html
from extractor.examine.server import Answer, Request

# Nothing but what this server sends: its pictures and its style, no script at all.
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class Browser:
    """A lake to be looked at; nothing is written."""

    guarded = True

    def __init__(self, uri: str, folders: Sequence[Path | str]) -> None:
        self.token = secrets.token_urlsafe(16)
        self._watched = Watched(uri, folders)

    @property
    def view(self) -> View:
        """The lake as it stands."""
        with self._watched.lock:
            return self._watched.view()

    def post(self, path: str, body: bytes) -> Answer | None:
        """There is nothing to be done here."""
        return None

    def get(self, request: Request) -> Answer | None:
        """A page, a picture, or the style."""
        if request.path == "/style.css":
            return Answer(_style().encode(), "text/css; charset=utf-8")
        parts = [unquote(part) for part in request.path.split("/")[1:]]
        with self._watched.lock:
            context = _context(self._watched.view(), request)
            try:
                return self._answer(context, parts, request)
            except InputError:  # files of the lake went: it was compacted, or filings were read anew
                context = _context(self._watched.reopened(), request)
                try:
                    return self._answer(context, parts, request)
                except ExtractorError as error:
                    return _trouble(context, error)
            except (ExtractorError, ValueError, KeyError) as error:
                return _trouble(context, error)

    def _answer(self, context: Context, parts: list[str], request: Request) -> Answer | None:
        query = request.query
        match parts:
            case [""]:
                return _page(lists.companies(context))
            case ["company", key]:
                return _page(lists.company_page(context, key))
            case ["search"]:
                return _page(lists.search(context, query))
            case ["proof"]:
                return _page(lists.proof_map(context, query))
            case ["over-time", key, name]:
                return _page(over.over_page(context, key, name, query))
            case ["figures"]:
                return _page(over.figures_page(context, query))
            case ["filing", filing_id, *rest]:
                return self._filing(context, filing_id, rest, request)
            case ["picture", filing_id, number] if number.isdecimal():
                _, picture = context.view.page(filing_id, _number(context, filing_id, number))
                return Answer(picture.png, "image/png") if picture else None
        return _trouble(context, None)

    def _filing(self, context: Context, filing_id: str, rest: list[str], request: Request) -> Answer | None:
        match rest:
            case []:
                return _page(filings.filing_page(context, filing_id))
            case ["table", name]:
                return _page(filings.table_page(context, filing_id, name, request.query))
            case ["page", number] if number.isdecimal():
                return _page(pages.page_view(context, filing_id, _number(context, filing_id, number), request.query))
            case ["view"]:  # one file with a policy of its own
                record = context.view.record(context.view.filing(filing_id).filing_id)
                return Answer(filing_html(record, context.view.source(filing_id)).encode())
        return _trouble(context, None)


def _context(view: View, request: Request) -> Context:
    query = {name: value for name, value in request.query.items() if name != "language"}
    return Context(view, Words(request.language), request.path + (f"?{urlencode(query)}" if query else ""))


def _number(context: Context, filing_id: str, number: str) -> int:
    count = context.view.filing(filing_id).marker.figures.pages
    if not 1 <= int(number) <= max(count, 1):
        raise UsageError(f"page {number}: the filing has {count}.", "choose one of them")
    return int(number)


def _page(text: str) -> Answer:
    return Answer(text.encode(), policy=POLICY)


def _trouble(context: Context, error: Exception | None) -> Answer:
    w = context.words
    words = tag("p", str(error)) if error else tag("p", w("no_page"))
    body = frame(context, w("trouble"), words, tag("p", tag("a", w("back"), href="/")))
    return Answer(body.encode(), status=HTTPStatus.BAD_REQUEST if error else HTTPStatus.NOT_FOUND, policy=POLICY)


def _style() -> str:
    folder = files("extractor.examine").joinpath("templates")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("look.css", "browse.css"))
