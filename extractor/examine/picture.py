"""Pictures of pages, rendered by pdfium in a process of its own.

The reading process gives pdfium a stand-in for every font that a PDF does not embed; a picture wants the machine's own
fonts. Where the machine has no Japanese font and the page needs one there is no picture (None), and the page is set
from its words instead.
"""

from __future__ import annotations

import base64
import ctypes
import io
import signal
import struct
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from extractor.errors import InputError
from extractor.settings import passwords

SCALE = 2.0  # pixels to a point
COLOURS = 32  # of the palette: a page of print needs no more, and takes some 60 kB
_HEAD = struct.Struct(">IIII")  # page, width and height in pixels, bytes of the PNG
_SHIFT_JIS = 128


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is printed: PNG, ``scale`` pixels to a point."""

    page: int
    width: int
    height: int
    png: bytes
    scale: float = SCALE


class PictureProcess:
    """Renders pages while the caller reads on; ``pictures`` waits for them. Text filings have none."""

    def __init__(self, path: Path, numbers: Iterable[int], scale: float = SCALE) -> None:
        self._path, self._scale = path, scale
        self._process: subprocess.Popen[bytes] | None = None
        wanted = ",".join(map(str, sorted(set(numbers))))
        if wanted and path.suffix.lower() == ".pdf":
            command = [sys.executable, "-m", "extractor.examine.picture", str(path), str(scale), wanted]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
            self._hand_over()

    def _hand_over(self) -> None:
        """The passwords, through a pipe: what stands on a command line is seen by all users of a machine."""
        stream = self._process.stdin if self._process else None
        if self._process and stream:
            with suppress(BrokenPipeError), stream:
                stream.writelines(base64.b64encode(word.encode()) + b"\n" for word in passwords())
            self._process.stdin = None

    def pictures(self) -> dict[int, Picture]:
        """By page; pages without a picture are left out. Raises InputError where the file cannot be rendered at all."""
        if self._process is None:
            return {}
        data, words = self._process.communicate()
        failed, self._process = self._process.returncode != 0, None
        if failed:
            last = words.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
            raise InputError(f"{self._path}: pdfium cannot draw it ({last[0]}).", "the same command with --no-picture")
        return {picture.page: picture for picture in _unpack(data, self._scale)}

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _unpack(data: bytes, scale: float) -> Iterable[Picture]:
    at = 0
    while at < len(data):
        page, width, height, size = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if size:
            yield Picture(page, width, height, data[at : at + size], scale)
        at += size


# ---------------------------------------------------------------- in the other process


def render(
    path: Path, scale: float, numbers: Iterable[int], words: Iterable[str] = ("",)
) -> Iterable[tuple[int, int, int, bytes]]:
    """Page, width, height and PNG of each page; no bytes where its glyphs cannot be drawn here. ``words``: passwords to
    try."""
    from PIL import Image

    document = _opened(path, words)
    drawable = _has_japanese_font()
    for number in numbers:
        page = document[number - 1]
        if not drawable and _needs_fonts(page):
            yield number, 0, 0, b""
            continue
        image = (
            page.render(scale=scale)
            .to_pil()
            .convert("RGB")
            .quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        )
        out = io.BytesIO()
        image.save(out, "PNG")
        yield number, image.width, image.height, out.getvalue()


def _opened(path: Path, words: Iterable[str]) -> Any:
    """The file by the first password that opens it; the last one's error where none does."""
    import pypdfium2

    *others, last = words
    for password in others:
        with suppress(pypdfium2.PdfiumError):
            return pypdfium2.PdfDocument(path, password or None)
    return pypdfium2.PdfDocument(path, last or None)


def _has_japanese_font() -> bool:
    """Asks pdfium's own font mapper for the fonts that filings name."""
    import pypdfium2.raw as c

    info = c.FPDF_GetDefaultSystemFontInfo()
    if not info:
        return False
    exact = ctypes.c_int()
    return any(
        info.contents.MapFont(info, 400, 0, _SHIFT_JIS, 0, name, ctypes.byref(exact))
        for name in (b"MS-Mincho", b"MS-Gothic")
    )


def _needs_fonts(page: Any) -> bool:
    """Whether some East Asian text of the page is in a font that the file does not carry."""
    import pypdfium2.raw as c

    text = page.get_textpage()
    embedded: dict[int, bool] = {}
    for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_TEXT], max_depth=4):
        font = c.FPDFTextObj_GetFont(item.raw)
        key = ctypes.addressof(font.contents) if font else 0
        if key not in embedded:
            embedded[key] = bool(font) and c.FPDFFont_GetIsEmbedded(font) == 1
        if not embedded[key] and any(ord(char) > 0x2E7F for char in _text_of(item.raw, text.raw)):
            return True
    return False


def _text_of(item: Any, textpage: Any) -> str:
    import pypdfium2.raw as c

    size = int(c.FPDFTextObj_GetText(item, textpage, None, 0))
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    c.FPDFTextObj_GetText(item, textpage, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", errors="replace")


def main(path: str, scale: str, numbers: str) -> None:
    """The child process that draws pages: header and PNG of each to standard output."""
    if sys.platform == "linux":  # it goes when the process that asked for it goes
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    words = [base64.b64decode(line).decode() for line in sys.stdin.buffer.read().splitlines()]
    for page, width, height, png in render(Path(path), float(scale), map(int, numbers.split(",")), words or [""]):
        sys.stdout.buffer.write(_HEAD.pack(page, width, height, len(png)) + png)


if __name__ == "__main__":
    main(*sys.argv[1:])
