"""Pages whose content, or what says which characters they draw, is damaged say so; whole ones do not."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import FindingCode as Code
from extractor.read import open_document
from extractor.read.damage import CUT, FONTS, UNPACKED, damaged_pages
from extractor.read.troubles import meaningless, nonsense


def _two_pages(content: bytes = b"") -> bytes:
    """Two pages of some lines each; the second with ``content`` where it is given."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), pageCompression=0)
    for _ in range(2):
        for row in range(12):
            canvas.drawString(60, 700 - 14 * row, f"Deposits held in line {row} 1,23{row % 10}")
        canvas.showPage()
    canvas.save()
    return _saved(out.getvalue(), content)


def _saved(data: bytes, content: bytes = b"", change: Any = None) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if content:
            pdf.pages[1].obj.Contents = pdf.make_stream(content)
        if change:
            change(pdf)
        pdf.save(out, compress_streams=True)
    return out.getvalue()


def _cut(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        whole: bytes = pdf.pages[1].obj.Contents.read_bytes()
    return whole[: len(whole) * 2 // 3]


def test_whole_pages_are_not_damaged() -> None:
    assert damaged_pages(_two_pages()) == {}
    assert damaged_pages(_saved(_two_pages(), b"q 1 0 0 1 9 9 cm Q\n")) == {}  # a page without text
    assert damaged_pages(b"%PDF-1.7 no file at all") == {}


def test_content_that_breaks_off_is_damaged() -> None:
    whole = _two_pages()
    assert damaged_pages(_saved(whole, _cut(whole))) == {2: CUT}
    assert damaged_pages(_saved(whole, b"BT (1,234) Tj ET /Artifact")) == {2: CUT}
    assert damaged_pages(_saved(whole, b"BT ( BT 1 ET) Tj ET")) == {}


def test_packed_content_with_another_checksum_is_damaged() -> None:
    data = bytearray(_saved(_two_pages()))
    with pikepdf.open(io.BytesIO(bytes(data))) as pdf:
        packed = pdf.pages[1].obj.Contents.read_raw_bytes()
    at = bytes(data).rindex(packed)
    data[at + len(packed) - 1] ^= 0xFF
    assert damaged_pages(bytes(data)) == {2: UNPACKED}


def test_a_table_of_characters_that_does_not_unpack_is_damage_of_its_pages() -> None:
    def spoilt(pdf: pikepdf.Pdf) -> None:
        table = pdf.make_stream(b"no packed bytes")
        table.Filter = pikepdf.Name.FlateDecode
        fonts: Any = pdf.pages[1].obj.Resources.Font
        fonts[next(iter(fonts.keys()))].ToUnicode = table

    assert damaged_pages(_saved(_two_pages(), change=spoilt)) in ({1: FONTS, 2: FONTS}, {2: FONTS})


def test_a_damaged_page_is_said_of_the_file_and_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    whole = _two_pages()
    path.write_bytes(_saved(whole, _cut(whole)))
    with open_document(path) as document:
        assert [document.page(number).remarks == () for number in (1, 2)] == [True, False]
        assert [(finding.code, finding.page) for finding in document.troubles()] == [(Code.PAGE_CUT, 2)]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Total assets 1,234", False),
        ("\x18\x14\x15\x0f 7RWDO DVVHWV \x14\x15\x16", True),  # numbers of glyphs for characters
        ("流動資産\n現金及び預金 1,234\n", False),
        ("\uf0b7 item\n" * 5 + "words " * 60, False),  # bullets of a font of symbols
        ("”„•ã•‚ 11,418\n‚»‚Ì‘¼ 3,979\nŽl”¼Šú˜AŒ‹‘¹‰vŒvŽZ", True),  # 売上高 ... in bytes of Shift-JIS
        ("Société Générale’s “tier 1” – ¥1,234 × 100% ±0.5", False),
        ("\ue001\ue002\ue003\ue004\ue005\ue006 1", True),
    ],
)
def test_text_of_fonts_that_name_no_characters_is_not_believed(text: str, asked: bool) -> None:
    assert meaningless(text) is asked
    assert 0 <= nonsense(text) <= 1


def test_digits_named_as_control_characters_do_not_vanish(tmp_path: Path) -> None:
    """A font whose table gives control characters for digits: the page is doubted, and no figure is a blank."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"1 beginbfrange <30> <39> <0011> endbfrange endcmap end end"
    )

    def renamed(pdf: pikepdf.Pdf) -> None:
        fonts: Any = pdf.pages[1].obj.Resources.Font
        for name in fonts:
            fonts[name].ToUnicode = pdf.make_stream(cmap)

    path = tmp_path / "digits.pdf"
    path.write_bytes(_saved(_two_pages(), change=renamed))
    with open_document(path) as document:
        words = "".join(word.text for word in document.page(2).words)
        document.text(2)
        said = {finding.code for finding in document.troubles() if finding.page == 2}
    assert "\N{REPLACEMENT CHARACTER}" in words
    assert said & {Code.PAGE_CUT, Code.PAGE_UNREAD}


def test_a_page_that_shows_nothing_of_its_text_is_unread(tmp_path: Path) -> None:
    def hidden(pdf: pikepdf.Pdf) -> None:
        content: bytes = pdf.pages[1].obj.Contents.read_bytes()
        pdf.pages[1].obj.Contents = pdf.make_stream(content.replace(b"BT ", b"BT 3 Tr "))

    path = tmp_path / "hidden.pdf"
    path.write_bytes(_saved(_two_pages(), change=hidden))
    with open_document(path) as document:
        assert document.page(2).words == ()
        assert [(finding.code, finding.page) for finding in document.troubles()] == [(Code.PAGE_UNREAD, 2)]
