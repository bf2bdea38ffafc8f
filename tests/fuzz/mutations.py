"""How a file is damaged: by bytes, by the objects and streams of a PDF, by its fonts and pages. Seeded."""

from __future__ import annotations

import contextlib
import io
import random
import re
from collections.abc import Callable
from typing import Any

import pikepdf

Mutate = Callable[[random.Random, bytearray], None]
Damage = Callable[[random.Random, pikepdf.Pdf], None]


def turned(dice: random.Random, data: bytearray) -> None:
    """Bytes exchanged for others."""
    for _ in range(dice.choice((1, 10, 200))):
        data[dice.randrange(len(data))] = dice.randrange(256)


def torn(dice: random.Random, data: bytearray) -> None:
    """A piece taken out."""
    start = dice.randrange(len(data))
    del data[start : start + dice.randrange(1, max(len(data) // 4, 2))]


def doubled(dice: random.Random, data: bytearray) -> None:
    """A piece written twice."""
    start = dice.randrange(len(data))
    data[start:start] = data[start : start + dice.randrange(1, 3000)]


def zeroed(dice: random.Random, data: bytearray) -> None:
    """A block of zeros, as a download that broke off leaves."""
    start = dice.randrange(len(data))
    stop = min(start + dice.choice((64, 512, 4096)), len(data))
    data[start:stop] = bytes(stop - start)


def renamed(dice: random.Random, data: bytearray) -> None:
    """A reference, a name or a number of the file's structure, or of a text, exchanged for another one of its kind."""
    kind = dice.choice((rb"\d+ 0 R", rb"/[A-Z]\w+", rb"\d+", rb"[\t\n]", rb"[^\x00-\x7f]{3}"))
    found = list(re.finditer(kind, data))
    if len(found) > 1:
        one, two = dice.sample(found, 2)
        data[one.start() : one.end()] = two.group()


def cut(dice: random.Random, data: bytearray) -> None:
    """The end of the file missing."""
    del data[dice.randrange(len(data)) :]


def unended(dice: random.Random, data: bytearray) -> None:
    """A stream of another length than it says, or without its end."""
    kind = dice.choice((rb"/Length \d+", rb"endstream", rb"endobj", rb"startxref\s+\d+", rb"\bstream\b"))
    found = list(re.finditer(kind, data))
    if found:
        one = dice.choice(found)
        data[one.start() : one.end()] = dice.choice((b"", b"/Length 7", b"endobj", b"startxref 3"))


MUTATIONS: tuple[Mutate, ...] = (turned, torn, doubled, zeroed, renamed, cut, unended)

# ---------------------------------------------------------------- with the file's objects


def _page(dice: random.Random, pdf: pikepdf.Pdf) -> Any:
    return dice.choice(list(pdf.pages))


def page_emptied(dice: random.Random, pdf: pikepdf.Pdf) -> None:
    """A page without content."""
    page = _page(dice, pdf)
    with contextlib.suppress(KeyError):
        del page.obj["/Contents"]


def page_dropped(dice: random.Random, pdf: pikepdf.Pdf) -> None:
    """A page of the tree that is no page."""
    page = _page(dice, pdf)
    page.obj["/Type"] = pikepdf.Name.Foo
    for key in list(page.obj.keys()):
        if dice.random() < 0.5:
            del page.obj[key]


def page_unfurnished(dice: random.Random, pdf: pikepdf.Pdf) -> None:
    """A page whose fonts are gone."""
    page = _page(dice, pdf)
    page.obj["/Resources"] = pikepdf.Dictionary()


def content_cut(dice: random.Random, pdf: pikepdf.Pdf) -> None:
    """A page's content with its end missing, as the packed stream of a damaged file gives."""
    page = _page(dice, pdf)
    page.contents_coalesce()
    data = page.obj.Contents.read_bytes()
    page.obj.Contents = pdf.make_stream(data[: dice.randrange(len(data) + 1)])


def content_packed_wrongly(dice: random.Random, pdf: pikepdf.Pdf) -> None:
    """Bytes of a packed stream exchanged: unpacking ends early, or gives other bytes."""
    streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    if not streams:
        return
    stream = dice.choice(streams)
    data = bytearray(stream.read_raw_bytes())
    for _ in range(dice.choice((1, 3))):
        if data:
            data[dice.randrange(len(data))] = dice.randrange(256)
    said = {key: stream.get(key) for key in ("/Filter", "/DecodeParms") if key in stream}
    if "/Filter" in said:
        stream.write(bytes(data), filter=said["/Filter"], decode_parms=said.get("/DecodeParms"))
    else:
        stream.write(bytes(data))


def operators_changed(dice: random.Random, pdf: pikepdf.Pdf) -> None:
    """Operators of a page's content exchanged for others."""
    page = _page(dice, pdf)
    page.contents_coalesce()
    data = page.obj.Contents.read_bytes()
    found = list(re.finditer(rb"\b(?:Tj|TJ|Tf|Tm|Td|T\*|BT|ET|q|Q|cm|Tz|Tr|rg|gs|Do)\b", data))
    if len(found) > 1:
        one, two = dice.sample(found, 2)
        page.obj.Contents = pdf.make_stream(data[: one.start()] + two.group() + data[one.end() :])


def _to_unicode(pdf: pikepdf.Pdf) -> list[Any]:
    return [
        one.ToUnicode
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font" and "/ToUnicode" in one
    ]


def characters_exchanged(dice: random.Random, pdf: pikepdf.Pdf) -> None:
    """A font's table of characters that names two of them the wrong way round: digits, a minus sign, anything."""
    tables = _to_unicode(pdf)
    if not tables:
        return
    table = dice.choice(tables)
    data = table.read_bytes()
    found = list(re.finditer(rb"(?<=<)[0-9A-Fa-f]{4}(?=>\s*(?:\n|\r|$|<))", data))
    digits = [one for one in found if re.fullmatch(rb"003[0-9]|2212|25B3|25B2|2212|002D", one.group().upper())]
    chosen = digits if len(digits) > 1 and dice.random() < 0.6 else found
    if len(chosen) > 1:
        one, two = sorted(dice.sample(chosen, 2), key=lambda found: found.start())
        table.write(data[: one.start()] + two.group() + data[one.end() : two.start()] + one.group() + data[two.end() :])


def characters_lost(dice: random.Random, pdf: pikepdf.Pdf) -> None:
    """A font without its table of characters."""
    fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
    for font in dice.sample(fonts, min(len(fonts), dice.choice((1, 2)))):
        for key in dice.sample(["/ToUnicode", "/Encoding", "/Widths", "/W", "/DescendantFonts"], 2):
            if key in font:
                del font[key]


def value_changed(dice: random.Random, pdf: pikepdf.Pdf) -> None:
    """A value of some object exchanged for one of another type or size."""
    objects = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream)]
    target: Any = dice.choice(objects)
    keys = list(target.keys())
    if keys:
        value = dice.choice(
            (-1, 2**31, 0, pikepdf.Name.X, pikepdf.Array([]), pikepdf.Dictionary(), dice.choice(objects))
        )
        target[dice.choice(keys)] = value


DAMAGES: tuple[Damage, ...] = (
    page_emptied,
    page_dropped,
    page_unfurnished,
    content_cut,
    content_packed_wrongly,
    operators_changed,
    characters_exchanged,
    characters_lost,
    value_changed,
)


def mutated(dice: random.Random, data: bytes, *, pdf: bool) -> tuple[bytes, str]:
    """The damaged file, and what was done to it."""
    done = []
    if pdf and dice.random() < 0.5:
        damages = dice.sample(DAMAGES, dice.randrange(1, 3))
        with contextlib.suppress(pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
            with pikepdf.open(io.BytesIO(data)) as file:
                for damage in damages:
                    damage(dice, file)
                    done.append(damage.__name__)
                out = io.BytesIO()
                file.save(out, static_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
            return out.getvalue(), " ".join(done)
        done = []
    changed = bytearray(data)
    for _ in range(dice.randrange(1, 4)):
        if changed:
            mutation = dice.choice(MUTATIONS)
            mutation(dice, changed)
            done.append(mutation.__name__)
    return bytes(changed), " ".join(done)
