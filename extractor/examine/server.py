"""The review page served on loopback: crops on demand, decisions saved as they are made, applied when told to."""

from __future__ import annotations

import contextlib
import json
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from extractor.errors import ExtractorError
from extractor.examine.cases import CROP_SCALE, Case, crop, find_cases, sources
from extractor.examine.page_images import pages_with_pictures
from extractor.examine.plain import to_json
from extractor.examine.review import decisions_csv, read_decisions, review_html
from extractor.examine.worklist import decide
from extractor.write.lake.commit import open_lake

HOST = "127.0.0.1"
MOST = 4 << 20  # bytes of a request
_DIGITS = 12  # of a Content-Length


class Review:
    """What the server knows: the cases of a lake, the file of decisions, the alias file that they go to."""

    def __init__(self, uri: str, folders: Sequence[Path], limit: int, decisions: Path, target: Path) -> None:
        self.uri, self.decisions, self.target = uri, decisions, target
        self.token = secrets.token_urlsafe(16)
        self.cases: list[Case] = find_cases(uri, limit)
        self._source_of = sources(open_lake(uri), folders)
        self._lock = threading.Lock()

    def page(self) -> str:
        return review_html(self.uri, self.cases, {}, read_decisions(self.decisions), token=self.token)

    def crop(self, number: int) -> Any:
        case = self.cases[number]
        source = self._source_of(case.filing_id)
        if source is None:
            return None
        with self._lock:  # one page at a time is fast enough for one reader
            return crop(case, *pages_with_pictures(source, [case.page], CROP_SCALE)[case.page])

    def save(self, rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        with self._lock:
            self.decisions.parent.mkdir(parents=True, exist_ok=True)
            self.decisions.write_text(decisions_csv(rows), encoding="utf-8")
        return {"saved": len(rows), "file": str(self.decisions)}

    def apply(self) -> dict[str, Any]:
        with self._lock:
            made = decide(self.decisions, self.target, datetime.now(UTC).date())
        return {
            "made": len(made),
            "file": str(self.target),
            "next": f"extractor run FOLDER --out {self.uri} --aliases {self.target}",
        }


def make_server(review: Review, port: int = 0) -> ThreadingHTTPServer:
    """A server on loopback, not yet running. Port 0: any free one."""
    return ThreadingHTTPServer((HOST, port), _handler(review))


def _handler(review: Review) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self._ours():
                return
            if self.path == "/":
                self._send(HTTPStatus.OK, review.page().encode(), "text/html; charset=utf-8")
            elif (
                self.path.startswith("/crop/") and self.path[6:].isdecimal() and int(self.path[6:]) < len(review.cases)
            ):
                self._answer(lambda: review.crop(int(self.path[6:])))
            else:
                self._send(HTTPStatus.NOT_FOUND, b"no such page\n", "text/plain")

        def do_POST(self) -> None:
            if not self._ours():
                return
            given = self.headers.get("X-Review", "").encode("latin-1", "replace")
            if not secrets.compare_digest(given, review.token.encode()):
                self._send(HTTPStatus.FORBIDDEN, b"not from this page\n", "text/plain")
                return
            length = self.headers.get("Content-Length") or "0"
            if not (length.isascii() and length.isdecimal() and len(length) < _DIGITS):
                self.close_connection = True
                self._send(HTTPStatus.BAD_REQUEST, b"no Content-Length\n", "text/plain")
                return
            size = int(length)
            if size > MOST:
                self.close_connection = True
                self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"too much\n", "text/plain")
                return
            body = self.rfile.read(size)
            if self.path == "/decisions":
                self._answer(lambda: review.save(_rows(body)))
            elif self.path == "/apply":
                self._answer(review.apply)
            else:
                self._send(HTTPStatus.NOT_FOUND, b"no such page\n", "text/plain")

        def _ours(self) -> bool:
            """Asked under a name of this machine, and by no page of another site."""
            named = self.headers.get("Host") or ""
            origin = self.headers.get("Origin")
            if named.rpartition(":")[0] in (HOST, "localhost") and origin in (None, f"http://{named}"):
                return True
            self._send(HTTPStatus.FORBIDDEN, b"loopback only\n", "text/plain")
            return False

        def _answer(self, work: Callable[[], Any]) -> None:
            try:
                status, body = HTTPStatus.OK, work()
            except (ExtractorError, OSError, ValueError, RecursionError) as error:
                status, body = HTTPStatus.BAD_REQUEST, {"error": str(error)}
            self._send(status, to_json(body, indent=None).encode(), "application/json")

        def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
            headers = {
                "Content-Type": kind,
                "Content-Length": str(len(body)),
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            }
            with contextlib.suppress(ConnectionError):  # the browser went on to another case
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: a person is at the other end."""

    return Handler


def _rows(body: bytes) -> list[dict[str, str]]:
    rows = json.loads(body)
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and all(isinstance(v, str) for v in row.values()) for row in rows
    ):
        raise ValueError("decisions are a list of objects of strings")
    return rows
