"""Both PDF readers: the same words in the same places, whatever the page's rotation, crop, fonts and protection."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import InputError, PasswordError
from extractor.model import Page
from extractor.read.pdfium import PdfiumDocument
from extractor.read.plumber import PlumberDocument
from extractor.settings import Passwords, trying

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
Reader = type[PdfiumDocument] | type[PlumberDocument]
READERS = pytest.mark.parametrize("reader", [PdfiumDocument, PlumberDocument])


def typeset(path: Path, draw: Callable[[Canvas], None], **options: object) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842), **options)
    draw(canvas)
    canvas.save()
    return path


def statement(canvas: Canvas) -> None:
    canvas.setFont("HeiseiMin-W3", 9)
    canvas.drawString(60, 700, "現金及び預金")
    canvas.drawRightString(300, 700, "1,234,567")
    canvas.drawString(60, 680, "減価償却累計額")
    canvas.drawString(255, 680, "△")  # an object of its own, as official filings set it
    canvas.drawRightString(300, 680, "21,895")
    canvas.drawRightString(300, 660, "－")
    canvas.line(60, 690, 300, 690)
    canvas.rect(60, 400, 200, 50)
    canvas.setFillGray(0.9)
    canvas.rect(60, 300, 200, 50, stroke=0, fill=1)


def latin(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 700, "Cash")
    canvas.drawRightString(300, 700, "1,234")


def first(reader: Reader, path: Path) -> Page:
    with reader(path) as document:
        assert document.page_count == 1
        return document.page(1)


def glyphs(page: Page) -> str:
    return "".join(word.text for word in sorted(page.words, key=lambda word: (round(word.box.middle), word.box.x0)))


@READERS
def test_fonts_that_are_not_embedded_lose_no_sign(tmp_path: Path, reader: Reader) -> None:
    page = first(reader, typeset(tmp_path / "signs.pdf", statement))
    assert glyphs(page).replace("－", "−") == "現金及び預金1,234,567減価償却累計額△21,895−"


@READERS
def test_words_have_an_edge_for_each_glyph(tmp_path: Path, reader: Reader) -> None:
    page = first(reader, typeset(tmp_path / "edges.pdf", statement))
    for word in page.words:
        assert len(word.edges) == len(word.text) + 1
        assert list(word.edges) == sorted(word.edges)
    (number,) = [word for word in page.words if word.text == "1,234,567"]
    assert number.box.x1 == pytest.approx(300, abs=0.1)
    assert number.box.top < 842 - 700 < number.box.bottom + 1


@READERS
def test_strokes_and_boxes_are_rules_and_shading_is_not(tmp_path: Path, reader: Reader) -> None:
    rules = [rule.box for rule in first(reader, typeset(tmp_path / "rules.pdf", statement)).rules]
    assert sorted((round(box.x0), round(box.top), round(box.x1), round(box.bottom)) for box in rules) == [
        (60, 152, 300, 152),
        (60, 392, 60, 442),
        (60, 392, 260, 392),
        (60, 442, 260, 442),
        (260, 392, 260, 442),
    ]


def turned(rotation: int, crop: tuple[int, int, int, int] | None) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)
        if crop:
            canvas.setCropBox(crop)
        statement(canvas)

    return draw


@pytest.mark.parametrize("crop", [None, (30, 40, 500, 750)])
@pytest.mark.parametrize("rotation", [0, 180])
def test_readers_agree_on_places(tmp_path: Path, rotation: int, crop: tuple[int, int, int, int] | None) -> None:
    path = typeset(tmp_path / "turned.pdf", turned(rotation, crop))
    fast, precise = first(PdfiumDocument, path), first(PlumberDocument, path)
    assert (fast.width, fast.height) == pytest.approx((precise.width, precise.height), abs=0.01)
    assert (fast.width, fast.height) == ((470, 710) if crop else (595, 842))
    if rotation == 180:
        return  # text that stands head down as shown: the fast reader turns the page as its text stands
    boxes = [
        sorted((round(r.box.x0), round(r.box.top), round(r.box.x1), round(r.box.bottom)) for r in page.rules)
        for page in (fast, precise)
    ]
    assert boxes[0] == boxes[1]
    left = 60 - (crop[0] if crop else 0)
    assert min(word.box.x0 for word in fast.words) == pytest.approx(left, abs=0.1)
    assert min(word.box.x0 for word in precise.words) == pytest.approx(left, abs=0.1)


@pytest.mark.parametrize("crop", [None, (30, 40, 500, 750)])
@pytest.mark.parametrize("rotation", [90, 270])
def test_sideways_pages_are_read_upright(tmp_path: Path, rotation: int, crop: tuple[int, int, int, int] | None) -> None:
    """A landscape table on a turned page: its words come out upright and in the same place with both readers."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)
        if crop:
            canvas.setCropBox(crop)
        canvas.translate(*((400, 300) if rotation == 90 else (200, 500)))
        canvas.rotate(rotation)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(0, 0, "Cash")
        canvas.drawString(100, 0, "1,234")

    path = typeset(tmp_path / "sideways.pdf", draw)
    fast, precise = first(PdfiumDocument, path), first(PlumberDocument, path)
    assert (fast.width, fast.height) == pytest.approx((precise.width, precise.height), abs=0.01)
    assert [word.text for word in fast.words] == [word.text for word in precise.words] == ["Cash", "1,234"]
    for a, b in zip(fast.words, precise.words, strict=True):
        assert (a.box.x0, a.box.x1) == pytest.approx((b.box.x0, b.box.x1), abs=0.2)
        assert a.box.middle == pytest.approx(b.box.middle, abs=2)
    assert fast.words[1].box.x0 - fast.words[0].box.x0 == pytest.approx(100, abs=0.2)
    assert fast.words[0].box.middle == pytest.approx(fast.words[1].box.middle, abs=0.5)


@READERS
def test_an_owner_password_alone_keeps_nobody_out(tmp_path: Path, reader: Reader) -> None:
    path = typeset(tmp_path / "owner.pdf", latin, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))
    assert glyphs(first(reader, path)) == "Cash1,234"


def test_a_glyph_without_a_character_is_no_figure(tmp_path: Path) -> None:
    """pdfminer writes (cid:18) where it knows no character, as for this encrypted file's Japanese font."""
    path = typeset(tmp_path / "owner.pdf", statement, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))
    seen = glyphs(first(PlumberDocument, path))
    assert len(seen) == len("現金及び預金1,234,567減価償却累計額△21,895－")
    assert not any(char.isdigit() for char in seen if "\N{REPLACEMENT CHARACTER}" in seen)


@READERS
def test_a_user_password_is_named_as_such(tmp_path: Path, reader: Reader) -> None:
    path = typeset(tmp_path / "secret.pdf", statement, encrypt=StandardEncryption("user", ownerPassword="owner"))
    with pytest.raises(PasswordError, match="secret") as raised:
        reader(path)
    assert "--password-file" in raised.value.next_step
    with trying(Passwords(("wrong", "other"))), pytest.raises(PasswordError, match="none of the 2") as raised:
        reader(path)
    assert "other" not in str(raised.value)
    with trying(Passwords(("wrong", "user"))), reader(path) as document:
        assert document.page_count == 1
    with pytest.raises(PasswordError):
        reader(path)


@pytest.mark.parametrize("level", [2, 3, 4, 6])
def test_passwords_are_spelled_as_each_encryption_has_them(tmp_path: Path, level: int) -> None:
    word = "Schlüssel" if level < 6 else "鍵はここに"
    protection = pikepdf.Encryption(user=word, owner="owner", R=level, aes=level >= 4, metadata=level >= 4)
    with pikepdf.open(typeset(tmp_path / "plain.pdf", statement)) as pdf:
        pdf.save(tmp_path / "secret.pdf", encryption=protection)
    with trying(Passwords((word,))):
        assert glyphs(first(PdfiumDocument, tmp_path / "secret.pdf")) == glyphs(
            first(PdfiumDocument, tmp_path / "plain.pdf")
        )


@READERS
@pytest.mark.parametrize(
    "data", [b"no pdf at all", b"%PDF-1.7\n%%EOF\n", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>"]
)
def test_a_damaged_file_is_an_input_error_that_names_it(tmp_path: Path, reader: Reader, data: bytes) -> None:
    path = tmp_path / "damaged.pdf"
    path.write_bytes(data)
    with pytest.raises(InputError, match="damaged") as raised:
        reader(path)
    assert raised.value.next_step


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "page"), [("glico_202212_fy", 62), ("tis_201703_fy", 54)])
def test_both_readers_see_the_same_glyphs_of_a_real_page(corpus: Path, name: str, page: int) -> None:
    path = corpus / "filings" / f"{name}.pdf"
    with PdfiumDocument(path) as fast, PlumberDocument(path) as precise:
        one, two = fast.page(page), precise.page(page)
    first_seen = sorted("".join(word.text for word in (*one.words, *one.furniture)).replace("－", "−"))
    shown = (
        word for word in two.words if 0 < word.box.middle < two.height
    )  # printers' marks stand outside the crop box
    assert first_seen == sorted("".join(word.text for word in shown).replace("－", "−"))


def test_the_hyphen_at_the_end_of_a_line_is_read(tmp_path: Path) -> None:
    """pdfium has a code of its own for it."""
    path = tmp_path / "hyphen.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Helvetica", 9)
    canvas.drawString(60, 700, "Attributable to non-")
    canvas.drawString(60, 690, "controlling interests")
    canvas.drawRightString(300, 690, "1,234")
    canvas.save()
    with PdfiumDocument(path) as document:
        assert "non-" in [word.text for word in document.page(1).words]
        assert "non-" in document.text(1)
