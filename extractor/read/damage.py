"""Pages whose content is damaged: packed streams that do not unpack to their checksum, content that ends within a
text, fonts that are missing or broken.

The fast reader takes what it can unpack and says nothing, so that rows are missing, or digits are others, without a
trace. qpdf's view of the file (pikepdf) costs some milliseconds a filing.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Any

from extractor.read.mend import opened

_ENDED = re.compile(rb"(?:^|[\s\]>)])[A-Za-z*'\"][A-Za-z0-9*]{0,2}\s*$|^\s*$")  # an operator, or nothing at all
_DEEP = 8  # levels of the tree of pages that are looked at
_OPENED = re.compile(rb"\sBT\s")
UNPACKED = "part of its content cannot be unpacked"
FONTS = "one of its fonts cannot be unpacked"
BROKEN = "one of its fonts is broken or missing, and what it draws is not seen"
_USED = re.compile(rb"/([A-Za-z0-9_.+-]+)\s+[-+.\d]+\s+Tf\b")  # a font as content asks for it
_CID_FONTS = ("/CIDFontType0", "/CIDFontType2")
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
CUT = "its content breaks off"


@dataclass(frozen=True, slots=True)
class Damage:
    """``pages``: of which a part is damaged (from 1), and what: a clause. ``own_tables``: fonts say by tables of their
    own which characters they draw, and may leave some out."""

    pages: dict[int, str]
    own_tables: bool


def damage_of(data: bytes) -> Damage:
    """The file's damage; none is known where it cannot be opened so."""
    out: dict[int, str] = {}
    fonts: dict[tuple[int, int], _Font] = {}
    try:
        with opened(data) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                if why := _why(page, fonts):
                    out[number] = why
    except Exception:  # no contract: the library's own errors, and those of the objects that it meets
        return Damage(out, True)
    return Damage(out, any(font.table for font in fonts.values()))


@dataclass(frozen=True, slots=True)
class _Font:
    ails: str | None
    table: bool


def _why(page: Any, known: dict[tuple[int, int], _Font]) -> str | None:
    found = [_unpacked(stream) for stream in _contents(page)]
    if any(part is None for part in found):
        return UNPACKED
    content = b"\n".join(part for part in found if part is not None)
    if _OPENED.search(content, _last(content, b"ET")) or (found and not _ENDED.search(content[-100:])):
        return CUT
    fonts = _fonts(page)
    if not {name.decode() for name in _USED.findall(content)} <= {name[1:] for name in fonts}:
        return BROKEN
    looked = [known[font.objgen] if font.objgen in known else _font(font, known) for font in fonts.values()]
    return next((font.ails for font in looked if font.ails), None)


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


def _fonts(page: Any) -> dict[str, Any]:
    """The page's fonts by name; it may have its resources from the tree of pages."""
    node = page.obj
    for _ in range(_DEEP):
        if "/Resources" in node or "/Parent" not in node:
            break
        node = node.Parent
    return dict((node.get("/Resources") or {}).get("/Font") or {})


def _font(font: Any, known: dict[tuple[int, int], _Font]) -> _Font:
    """What ails a font: what says which characters it draws, and how, cannot be unpacked, or it lacks a part
    without which nothing of it is drawn or named."""
    why = None if _whole(font) else BROKEN
    if why is None:
        about = _inner(font).get("/FontDescriptor")
        programs = [about[key] for key in _PROGRAMS if key in about] if _is_dictionary(about) else []
        why = BROKEN if not all(map(_is_stream, programs)) else None
        if any(_is_stream(part) and _unpacked(part) is None for part in (font.get("/ToUnicode"), *programs)):
            why = FONTS
    found = _Font(why, "/ToUnicode" in font or font.get("/Subtype") != "/Type0")
    known[font.objgen if font.objgen[0] else (0, -len(known))] = found
    return found


def _whole(font: Any) -> bool:
    """Whether a font has what its kind needs. A composite one without a table of characters must number its glyphs as
    one of the public collections does."""
    if font.get("/Type") != "/Font" or "/Subtype" not in font:
        return False
    if font.Subtype != "/Type0":
        return True
    inner = _inner(font)
    if "/Encoding" not in font or inner is font or inner.get("/Subtype") not in _CID_FONTS:
        return False
    collection = inner.get("/CIDSystemInfo")
    own = not _is_dictionary(collection) or collection.get("/Ordering") == "Identity"
    return "/ToUnicode" in font or not (own and str(font.Encoding).startswith("/Identity"))


def _inner(font: Any) -> Any:
    """The font that a composite one is made of, or the font itself."""
    import pikepdf

    inner = font.get("/DescendantFonts")
    inner = inner[0] if isinstance(inner, pikepdf.Array) and len(inner) else font
    return inner if _is_dictionary(inner) else font


def _is_dictionary(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Dictionary)


def _is_stream(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Stream)


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
