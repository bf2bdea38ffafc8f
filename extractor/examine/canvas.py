"""Stages drawn on the page with Pillow: one PNG each, all at one scale."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.examine.overlay import PALETTE, Shape
from extractor.examine.picture import SCALE, Picture
from extractor.model import Page
from extractor.notation.text import is_cjk

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

MARGIN = 10.0  # points of white around a page that is set from its words
_TEXT = 6.5  # points: the words beside the shapes
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf",
    "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
    "/usr/share/fonts/truetype/takao-gothic/TakaoGothic.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "C:/Windows/Fonts/msgothic.ttc",
)


def draw(
    page: Page,
    shapes: Sequence[Shape],
    picture: Picture | None = None,
    *,
    title: str = "",
    fonts: Sequence[str] = _FONTS,
) -> bytes:
    """PNG of the page under the shapes. Without a picture the page is set from its words; glyphs that no font has
    become grey bars."""
    from PIL import Image, ImageChops, ImageDraw

    image = (_picture(picture) if picture else _set(page, tuple(fonts))).convert("RGB")
    marks = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(marks, "RGBA")
    for shape in shapes:
        _outline(pen, shape)
    image = ImageChops.multiply(image, marks)  # as a marker pen does: what is printed stays black
    pen = ImageDraw.Draw(image, "RGBA")
    for shape in shapes:
        if shape.text:
            _draw_caption(pen, shape, image.width)
    if title:
        pen.text((6, 4), title, fill="#1d2733", font=_font(9.0 * SCALE, ()))
    out = io.BytesIO()
    image.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", compress_level=4)
    return out.getvalue()


def _picture(picture: Picture) -> Image.Image:
    from PIL import Image

    return Image.open(io.BytesIO(picture.png))


def _set(page: Page, fonts: tuple[str, ...]) -> Image.Image:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (round(page.width * SCALE), round(page.height * SCALE)), "white")
    pen = ImageDraw.Draw(image)
    for rule in page.rules:
        pen.rectangle(_pixels(rule.box.x0, rule.box.top, rule.box.x1, rule.box.bottom), fill="#555555")
    for word in (*page.words, *page.furniture):
        font = _font(word.size * SCALE * 0.86, fonts)
        if any(is_cjk(char) for char in word.text) and not _japanese(fonts):
            box = word.box
            pen.rectangle(
                _pixels(box.x0, box.top + 0.2 * box.height, box.x1 - 0.8, box.bottom - 0.2 * box.height), fill="#d5d9de"
            )
            continue
        x = word.box.x0
        if word.text[0] in "△▲" and not _japanese(fonts):  # the sign must be seen even so
            _triangle(pen, x, word.box.middle, word.size / 3)
            x += word.size * 0.8
        pen.text(
            (x * SCALE, word.box.middle * SCALE),
            word.text.lstrip("△▲") if x > word.box.x0 else word.text,
            fill="#222222",
            font=font,
            anchor="lm",
        )
    return image


def _triangle(pen: ImageDraw.ImageDraw, x: float, y: float, half: float) -> None:
    pen.polygon(
        [
            (x * SCALE, (y + half) * SCALE),
            ((x + 2 * half) * SCALE, (y + half) * SCALE),
            ((x + half) * SCALE, (y - half) * SCALE),
        ],
        outline="#222222",
    )


def _outline(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    stroke, strength = PALETTE[shape.kind]
    red, green, blue = (int(stroke[i : i + 2], 16) for i in (1, 3, 5))
    box = shape.box
    dim = 120 if shape.kind in ("row", "blank", "word") else 255
    width = 3 if shape.kind in ("unclaimed", "contradicted", "unmapped", "differs") else 1
    pen.rectangle(
        _pixels(box.x0, box.top, box.x1, box.bottom),
        fill=(red, green, blue, round(strength * 255)),
        outline=(red, green, blue, dim),
        width=width,
    )


def _draw_caption(pen: ImageDraw.ImageDraw, shape: Shape, limit: int) -> None:
    font = _font(_TEXT * SCALE, ())
    wide = pen.textlength(shape.text, font=font)
    x = shape.box.x1 * SCALE + 4
    y = shape.box.middle * SCALE
    if shape.kind == "span":
        x, y = shape.box.x0 * SCALE + 4, shape.box.bottom * SCALE + 9
    elif shape.kind in ("row", "heading"):
        x = shape.box.x0 * SCALE - wide - 5
    x = max(2.0, min(x, limit - wide - 4))
    pen.rectangle((x - 2, y - 8, x + wide + 2, y + 8), fill=(255, 255, 255, 215))
    pen.text((x, y), shape.text, fill=PALETTE[shape.kind][0], font=font, anchor="lm")


def _pixels(x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
    left, upper = x0 * SCALE, top * SCALE
    return left, upper, max(x1 * SCALE, left + 1), max(bottom * SCALE, upper + 1)


@functools.lru_cache(maxsize=8)
def _japanese(fonts: tuple[str, ...]) -> str | None:
    return next((path for path in fonts if Path(path).is_file()), None)


@functools.lru_cache(maxsize=128)
def _font(size: float, fonts: tuple[str, ...]) -> Any:
    """A font that has Japanese glyphs where the machine has one, else Pillow's own."""
    from PIL import ImageFont

    path = _japanese(fonts)
    return ImageFont.truetype(path, round(size)) if path else ImageFont.load_default(round(size))
