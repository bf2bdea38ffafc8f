"""Pages whose content, or what says which characters they draw, is damaged say so; whole ones do not."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import FindingCode as Code
from extractor.read import open_document
from extractor.read.damage import BROKEN, CUT, FONTS, UNPACKED, damage_of
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
    assert damage_of(_two_pages()).pages == {}
    assert damage_of(_saved(_two_pages(), b"q 1 0 0 1 9 9 cm Q\n")).pages == {}  # a page without text
    assert damage_of(b"%PDF-1.7 no file at all").pages == {}


def test_content_that_breaks_off_is_damaged() -> None:
    whole = _two_pages()
    assert damage_of(_saved(whole, _cut(whole))).pages == {2: CUT}
    assert damage_of(_saved(whole, b"BT (1,234) Tj ET /Artifact")).pages == {2: CUT}
    assert damage_of(_saved(whole, b"BT ( BT 1 ET) Tj ET")).pages == {}


def test_packed_content_with_another_checksum_is_damaged() -> None:
    data = bytearray(_saved(_two_pages()))
    with pikepdf.open(io.BytesIO(bytes(data))) as pdf:
        packed = pdf.pages[1].obj.Contents.read_raw_bytes()
    at = bytes(data).rindex(packed)
    data[at + len(packed) - 1] ^= 0xFF
    assert damage_of(bytes(data)).pages == {2: UNPACKED}


def test_a_table_of_characters_that_does_not_unpack_is_damage_of_its_pages() -> None:
    def spoilt(pdf: pikepdf.Pdf) -> None:
        table = pdf.make_stream(b"no packed bytes")
        table.Filter = pikepdf.Name.FlateDecode
        fonts: Any = pdf.pages[1].obj.Resources.Font
        fonts[next(iter(fonts.keys()))].ToUnicode = table

    assert damage_of(_saved(_two_pages(), change=spoilt)).pages in ({1: FONTS, 2: FONTS}, {2: FONTS})


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


def _composite(pdf: pikepdf.Pdf, *, table: bool = True) -> Any:
    """A composite font as many programs write it; its parts are not looked into."""
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=pikepdf.Array([inner]),
    )
    if table:
        font.ToUnicode = pdf.make_stream(b"1 beginbfchar <0003> <0020> endbfchar")
    return pdf.make_indirect(font)


@pytest.mark.parametrize("lacking", ["", "/DescendantFonts", "/Encoding", "/ToUnicode", "/Subtype", "all"])
def test_a_font_that_lacks_what_it_needs_is_damage_of_its_page(lacking: str) -> None:
    """Nothing is drawn, or named, of such a font, and brackets or minus signs set in it leave no trace."""

    def changed(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        font = _composite(pdf)
        if lacking.startswith("/"):
            del font[lacking]
        if lacking != "all":
            page.obj.Resources.Font["/F7"] = font
        page.contents_add(pdf.make_stream(b"BT /F7 9 Tf <0003> Tj ET"))

    found = damage_of(_saved(_two_pages(), change=changed)).pages
    assert set(found.values()) == (set() if not lacking else {BROKEN})
    assert not lacking or 2 in found


@pytest.mark.parametrize("program", [0, None, "stream"])
def test_a_font_whose_program_is_none_is_damage_of_its_page(program: int | str | None) -> None:
    def changed(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        font = _composite(pdf)
        font.DescendantFonts[0].FontDescriptor = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor)
        if program is not None:
            font.DescendantFonts[0].FontDescriptor.FontFile2 = pdf.make_stream(b"program") if program else 0
        page.obj.Resources.Font["/F7"] = font
        page.contents_add(pdf.make_stream(b"BT /F7 9 Tf <0003> Tj ET"))

    found = damage_of(_saved(_two_pages(), change=changed)).pages
    assert set(found.values()) == ({BROKEN} if program == 0 else set())


def test_fonts_of_a_public_collection_need_no_table_of_characters() -> None:
    def changed(pdf: pikepdf.Pdf) -> None:
        font = _composite(pdf, table=False)
        font.DescendantFonts[0].CIDSystemInfo.Ordering = "Japan1"
        pdf.pages[1].obj.Resources.Font["/F7"] = font

    assert damage_of(_saved(_two_pages(), change=changed)).pages == {}


def _embedded(path: Path, named: bytes) -> Path:
    """Negative figures in a font of the file's own, whose table of characters names the bracket as ``named``."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Vera", 10)
    for row in range(12):
        canvas.drawString(60, 700 - 14 * row, f"Deposits held in line {row}")
        canvas.drawRightString(500, 700 - 14 * row, f"(1,23{row % 10})")
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        font = next(one for one in pdf.pages[0].obj.Resources.Font.values() if "/ToUnicode" in one)
        table: bytes = font.ToUnicode.read_bytes()
        line = re.search(rb"<([0-9A-F]+)> <0028>\n", table)
        assert line
        table = table.replace(line.group(), b"<%s> <%s>\n" % (line.group(1), named))
        font.ToUnicode = pdf.make_stream(table)
        pdf.save(path)
    return path


@pytest.mark.parametrize("named", [b"0020", b"0000", b"200B"])
def test_a_bracket_without_a_character_is_no_blank(tmp_path: Path, named: bytes) -> None:
    """Read as a blank it turns a negative figure into a positive one, and sums that hold either way prove it."""
    with open_document(_embedded(tmp_path / "lost.pdf", named)) as document:
        figures = [word.text for word in document.page(1).words if word.text.endswith(")")]
        assert figures
        assert not any(text.startswith("1") for text in figures)
        assert {remark.code for remark in document.page(1).remarks} == {Code.TEXT_DOUBTED}


def test_a_bracket_with_its_character_is_read(tmp_path: Path) -> None:
    with open_document(_embedded(tmp_path / "whole.pdf", b"0028")) as document:
        assert next(word.text for word in document.page(1).words if "," in word.text) == "(1,230)"
        assert document.page(1).remarks == ()
        assert document.troubles() == ()


def test_a_glyph_that_the_table_of_characters_leaves_out_is_said(tmp_path: Path) -> None:
    """A title that lost a letter so is no title, and the page of its statement is not looked at: the file says so."""
    path = _embedded(tmp_path / "lost.pdf", b"0028")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        about = next(one for one in page.obj.Resources.Font.values() if "/ToUnicode" in one).FontDescriptor
        font = _composite(pdf)
        font.DescendantFonts[0].FontDescriptor = about
        rows = b"".join(b"<%04X> <%04X>\n" % (code, 0x30 + code % 10) for code in range(20, 40) if code != 33)
        font.ToUnicode = pdf.make_stream(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange 19 beginbfchar\n" + rows + b"endbfchar"
        )
        page.obj.Resources.Font["/F7"] = font
        page.contents_add(pdf.make_stream(b"BT /F7 9 Tf 1 0 0 1 60 300 Tm <001F0020002100220023> Tj ET"))
        pdf.save(path)
    with open_document(path) as document:
        document.text(1)
        assert [(finding.code, finding.page) for finding in document.troubles()] == [(Code.TEXT_DOUBTED, 1)]
        assert "12\N{REPLACEMENT CHARACTER}45" in [word.text for word in document.page(1).words]
