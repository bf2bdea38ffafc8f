"""One stand-in font for all that a PDF does not embed.

pdfium's text layer drops a text object whose drawn width is nothing. Official filings embed no fonts and often set △ or
－ as an object of its own, so on a machine without Japanese fonts negative figures silently lose their sign, and what
is read depends on what happens to be installed. Here every East Asian font that is not embedded becomes the same few
hundred bytes in which each character is a box: nothing is dropped, and every machine reads the same. For Latin fonts
pdfium brings its own. Pictures of pages must be rendered in another process, with the machine's fonts.
"""

from __future__ import annotations

import ctypes
import struct
from itertools import accumulate, pairwise
from typing import Any

_ONLY = 1  # the handle of the one font
_SHIFT_JIS = 128  # character sets as Windows counts them
_EAST_ASIAN = (_SHIFT_JIS, 129, 130, 134, 136)  # and of Korean, Chinese
_EM, _ASCENT, _DESCENT = 1000, 880, -120
_kept: list[Any] = []  # pdfium calls back for as long as the process lives


def use_stand_in_font(pdfium: Any) -> None:
    """Answer pdfium's questions for system fonts with the stand-in. ``pdfium`` is ``pypdfium2.raw``, after its
    start."""
    if _kept:
        return
    font = stand_in_font()
    tables = {0: font} | _directory(font)

    def data(_this: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        return _give(tables.get(table, b""), buffer, size)

    answers = {
        "Release": lambda _this: None,
        "EnumFonts": lambda _this, _mapper: None,
        "MapFont": lambda _this, _weight, _italic, charset, _pitch, _face, _exact: (
            _ONLY if charset in _EAST_ASIAN else None
        ),
        "GetFont": lambda _this, _face: None,
        "GetFontData": data,
        "GetFaceName": lambda _this, _font, buffer, size: _give(b"stand-in\0", buffer, size),
        "GetFontCharset": lambda _this, _font: _SHIFT_JIS,
        "DeleteFont": lambda _this, _font: None,
    }
    info = pdfium.FPDF_SYSFONTINFO()
    info.version = 1
    kinds = dict(pdfium.FPDF_SYSFONTINFO._fields_)
    for name, answer in answers.items():
        callback = kinds[name](answer)
        setattr(info, name, callback)
        _kept.append(callback)
    _kept.append(info)
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(info))


def _give(found: bytes, buffer: Any, size: int) -> int:
    if buffer and size >= len(found):
        ctypes.memmove(buffer, found, len(found))
    return len(found)


def _directory(font: bytes) -> dict[int, bytes]:
    """Table tag, as a number, to the table's bytes."""
    (count,) = struct.unpack_from(">H", font, 4)
    out = {}
    for at in range(count):
        tag, _, offset, length = struct.unpack_from(">IIII", font, 12 + 16 * at)
        out[tag] = font[offset : offset + length]
    return out


def stand_in_font() -> bytes:
    """A TrueType font of two shapes for all characters (cmap format 13, many to one): a square, and half of it for
    half-width characters.

    Glyph 0 means "missing" and would be dropped again, so the shapes are glyphs 1 and 2. They are as wide as the fonts
    that filings name draw them, since pdfium takes a glyph's box from its shape.
    """
    shapes = [_rectangle(_EM), _rectangle(_EM), _rectangle(_EM // 2)]
    groups = [(0x20, 0xFF, 2), (0x100, 0xFF60, 1), (0xFF61, 0xFF9F, 2), (0xFFA0, 0x10FFFF, 1)]  # first, last, glyph
    offsets = list(accumulate(map(len, shapes), initial=0))
    cmap = struct.pack(">HHIII", 13, 0, 16 + 12 * len(groups), 0, len(groups)) + b"".join(
        struct.pack(">III", *group) for group in groups
    )
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + cmap,
        b"glyf": b"".join(shapes),
        b"head": struct.pack(
            ">IIIIHHQQ4hHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", 0x10000, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, 3
        ),
        b"hmtx": struct.pack(">6h", _EM, 0, _EM, 0, _EM // 2, 0),
        b"loca": struct.pack(">4H", *(offset // 2 for offset in offsets)),
        b"maxp": struct.pack(">I14H", 0x10000, 3, 8, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    offset, directory, body = 12 + 16 * len(tables), b"", b""
    for tag, data in sorted(tables.items()):
        directory += tag + struct.pack(">III", 0, offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64) + directory + body


def _rectangle(width: int) -> bytes:
    """A frame: a rectangle with a hole in its middle, so that a picture of the page tells drawn glyphs from a shade
    over them."""
    left, right, low, high = width // 4, width - width // 4, _DESCENT + _EM // 4, _ASCENT - _EM // 4
    outer = [(0, _DESCENT), (width, _DESCENT), (width, _ASCENT), (0, _ASCENT)]
    inner = [(left, low), (left, high), (right, high), (right, low)]  # the other way round
    points = [(0, 0), *outer, *inner]
    steps = [[b[axis] - a[axis] for a, b in pairwise(points)] for axis in (0, 1)]
    return (
        struct.pack(">hhhhh", 2, 0, _DESCENT, width, _ASCENT)
        + struct.pack(">HHH8B", 3, 7, 0, *[1] * 8)
        + struct.pack(">8h8h", *steps[0], *steps[1])
    )
