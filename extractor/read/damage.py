"""Pages whose content is damaged: packed streams that do not unpack to their checksum, and content that ends within a
text.

The fast reader takes what it can unpack and says nothing, so that rows are missing, or digits are others, without a
trace. qpdf's view of the file (pikepdf) costs some milliseconds a filing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from extractor.read.mend import opened

_ENDED = re.compile(rb"(?:^|[\s\]>)])[A-Za-z*'\"][A-Za-z0-9*]{0,2}\s*$|^\s*$")  # an operator, or nothing at all
_OPENED = re.compile(rb"\sBT\s")
UNPACKED = "part of its content cannot be unpacked"
FONTS = "one of its fonts cannot be unpacked"
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
CUT = "its content breaks off"


def damaged_pages(data: bytes) -> dict[int, str]:
    """Pages (from 1) of which a part is damaged, and what: a clause. Empty too where the file cannot be opened so."""
    out: dict[int, str] = {}
    known: dict[tuple[int, int], bool] = {}  # fonts, which pages share
    try:
        with opened(data) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                if why := _why(page, known):
                    out[number] = why
    except Exception:  # no contract: the library's own errors, and those of the objects that it meets
        return out
    return out


def _why(page: Any, known: dict[tuple[int, int], bool]) -> str | None:
    found = [_unpacked(stream) for stream in _contents(page)]
    if any(part is None for part in found):
        return UNPACKED
    content = b"\n".join(part for part in found if part is not None)
    if _OPENED.search(content, _last(content, b"ET")) or (found and not _ENDED.search(content[-100:])):
        return CUT
    return None if all(known.get(font.objgen) or _says(font, known) for font in _fonts(page)) else FONTS


def _last(content: bytes, operator: bytes) -> int:
    """Where the operator stands for the last time, blanks or the end around it; 0: nowhere."""
    at = content.rfind(operator)
    while at > 0 and not (content[at - 1 : at].isspace() and (content[at + 2 : at + 3] or b" ").isspace()):
        at = content.rfind(operator, 0, at)
    return max(at, 0)


def _contents(page: Any) -> list[Any]:
    import pikepdf

    content = page.obj.get("/Contents")
    parts = [content] if isinstance(content, pikepdf.Stream) else content or ()
    return [part for part in parts if isinstance(part, pikepdf.Stream)]


def _fonts(page: Any) -> Iterator[Any]:
    fonts = (page.obj.get("/Resources") or {}).get("/Font") or {}
    for name in fonts:
        yield fonts[name]


def _says(font: Any, known: dict[tuple[int, int], bool]) -> bool:
    """Whether what says which characters a font draws, and how, can be unpacked, where it has that."""
    import pikepdf

    descendants = font.get("/DescendantFonts")
    inner = descendants[0] if isinstance(descendants, pikepdf.Array) and len(descendants) else font
    about = inner.get("/FontDescriptor")
    parts = [font.get("/ToUnicode"), *(about.get(key) for key in _PROGRAMS if isinstance(about, pikepdf.Dictionary))]
    whole = all(_unpacked(part) is not None for part in parts if isinstance(part, pikepdf.Stream))
    if font.objgen[0]:
        known[font.objgen] = whole
    return whole


def _unpacked(stream: Any) -> bytes | None:
    """The stream's content; None: it is damaged."""
    try:
        if stream.get("/Filter") != "/FlateDecode" or "/DecodeParms" in stream:
            return bytes(stream.read_bytes())
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(stream.read_raw_bytes())
    except Exception:  # zlib.error, and the library's own
        return None
    return content if unpacking.eof else None
