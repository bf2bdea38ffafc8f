"""A server on loopback for one person: what every page that is served has in common.

It answers only requests that name this machine and come from no page of another site, writes only for whoever holds the
token of its page, and shows a guarded site only to the browser that opened the address with the token.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit

from extractor.errors import ExtractorError, UsageError
from extractor.examine.plain import to_json

HOST = "127.0.0.1"
MOST = 4 << 20  # bytes of a request
HTML = "text/html; charset=utf-8"
_DIGITS = 12  # of a Content-Length
_FIELDS = 40  # of a query
_PATIENCE = 60.0  # seconds for a request to arrive
_REFUSED = "Open the address that the command printed: it carries the key to these pages.\n"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked. ``language``: en or ja, as the browser wants it or the reader chose."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Answer:
    """``policy``: the content policy of a page that does not carry its own."""

    body: bytes
    kind: str = HTML
    status: HTTPStatus = HTTPStatus.OK
    policy: str | None = None


class Site(Protocol):
    """What is served. ``guarded``: also looking needs the token. None from ``get`` or ``post``: no such page."""

    token: str
    guarded: bool

    def get(self, request: Request) -> Answer | None:
        """A page or a part of one."""

    def post(self, path: str, body: bytes) -> Answer | None:
        """Something is to be done."""


def json_answer(value: Any, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """``value`` as JSON."""
    return Answer(to_json(value, indent=None).encode(), "application/json", status)


def make_server(site: Site, port: int = 0) -> ThreadingHTTPServer:
    """A server on loopback, not yet running. Port 0: any free one. Raises UsageError where the port is taken."""
    try:
        return ThreadingHTTPServer((HOST, port), _handler(site))
    except OSError as error:
        raise UsageError(
            f"--port {port}: cannot be used ({error.strerror}).", "another --port, or 0: any free one"
        ) from error


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        pass

    Handler.site = site
    return Handler


class _Handler(BaseHTTPRequestHandler):
    site: Site
    timeout = _PATIENCE

    def do_GET(self) -> None:
        if not self._ours():
            return
        try:
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query, max_num_fields=_FIELDS))
        except ValueError:
            self._refuse(HTTPStatus.BAD_REQUEST, "no such address\n")
            return
        if self.site.guarded and not self._admitted(parts.path, query):
            return
        request = Request(parts.path, query, self._language(query))
        self._answer(lambda: self.site.get(request))

    def do_POST(self) -> None:
        if not self._ours():
            return
        if not self._holds(self.headers.get("X-Review", "")):
            self._refuse(HTTPStatus.FORBIDDEN, "not from this page\n")
            return
        length = self.headers.get("Content-Length") or "0"
        if not (length.isascii() and length.isdecimal() and len(length) < _DIGITS):
            self.close_connection = True
            self._refuse(HTTPStatus.BAD_REQUEST, "no Content-Length\n")
            return
        if int(length) > MOST:
            self.close_connection = True
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too much\n")
            return
        body = self.rfile.read(int(length))
        self._answer(lambda: self.site.post(self.path, body))

    def _ours(self) -> bool:
        """Asked under a name of this machine, and by no page of another site."""
        named = self.headers.get("Host") or ""
        origin = self.headers.get("Origin")
        if named.rpartition(":")[0] in (HOST, "localhost") and origin in (None, f"http://{named}"):
            return True
        self._refuse(HTTPStatus.FORBIDDEN, "loopback only\n")
        return False

    def _holds(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), self.site.token.encode())

    def _admitted(self, path: str, query: dict[str, str]) -> bool:
        """Whether the browser holds the token. One that comes with it in the address gets it as a cookie, and the
        address without it."""
        name = f"extractor_{self.connection.getsockname()[1]}"  # cookies know no ports
        if self._holds(query.pop("token", "")):
            self.send_response(HTTPStatus.SEE_OTHER)
            local = "/" + path.lstrip("/\\")  # never another host's
            self.send_header("Location", local + (f"?{urlencode(query)}" if query else ""))
            self.send_header("Set-Cookie", f"{name}={self.site.token}; HttpOnly; SameSite=Lax; Path=/")
            self.send_header("Content-Length", "0")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            return False
        if self._holds(self._cookies().get(name, "")):
            return True
        self._refuse(HTTPStatus.FORBIDDEN, _REFUSED)
        return False

    def _cookies(self) -> dict[str, str]:
        with contextlib.suppress(CookieError):
            return {name: morsel.value for name, morsel in SimpleCookie(self.headers.get("Cookie") or "").items()}
        return {}

    def _language(self, query: Mapping[str, str]) -> str:
        chosen = query.get("language") or self._cookies().get("extractor_language")
        if chosen not in ("en", "ja"):
            chosen = (self.headers.get("Accept-Language") or "en")[:2].lower()
        return "ja" if chosen == "ja" else "en"

    def _answer(self, work: Callable[[], Answer | None]) -> None:
        try:
            answer = work()
        except (ExtractorError, OSError, ValueError, RecursionError) as error:
            answer = json_answer({"error": str(error)}, HTTPStatus.BAD_REQUEST)
        if answer is None:
            self._refuse(HTTPStatus.NOT_FOUND, "no such page\n")
        else:
            self._send(answer)

    def _refuse(self, status: HTTPStatus, words: str) -> None:
        self._send(Answer(words.encode(), "text/plain; charset=utf-8", status))

    def _send(self, answer: Answer) -> None:
        headers = {
            "Content-Type": answer.kind,
            "Content-Length": str(len(answer.body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }
        if answer.policy:
            headers["Content-Security-Policy"] = answer.policy
        chosen = dict(parse_qsl(urlsplit(self.path).query)).get("language") if self.command == "GET" else None
        if chosen in ("en", "ja") and self.site.guarded:
            headers["Set-Cookie"] = f"extractor_language={chosen}; SameSite=Lax; Path=/"
        with contextlib.suppress(ConnectionError):  # the browser went on to another page
            self.send_response(answer.status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: a person is at the other end."""
