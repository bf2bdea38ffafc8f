"""A font whose table of characters names other digits than it draws is found by their shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import FindingCode
from extractor.read.pdfium import PdfiumDocument

FIGURES = ("1,968", "4,637", "60,192", "9,661", "27,586", "3,946")


def typeset(path: Path, named: dict[str, str], font: str) -> Path:
    """Figures set in one of pdfium's own fonts, with a table that names some digits as others."""
    rows = b"".join(b"<%02X> <%04X>\n" % (ord(one), ord(two)) for one, two in named.items())
    table = b"1 begincodespacerange <00> <FF> endcodespacerange\n%d beginbfchar\n%sendbfchar\n" % (len(named), rows)
    content = b"BT /F1 9 Tf 12 TL 100 700 Td " + b"".join(b"(%s) Tj T* " % row.encode() for row in FIGURES) + b"ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>" % font.encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(table), table),
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (at + 1, item) for at, item in enumerate(objects))
    path.write_bytes(b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R/Size 7>>\n%%EOF")
    return path


def doubts(path: Path) -> list[str]:
    with PdfiumDocument(path) as document:
        return [remark.message for remark in document.page(1).remarks if remark.code == FindingCode.TEXT_DOUBTED]


@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier"])
def test_digits_named_as_others_are_doubted(tmp_path: Path, font: str) -> None:
    alike = {digit: digit for digit in "0123456789,"}
    assert doubts(typeset(tmp_path / "swapped.pdf", alike | {"6": "9", "9": "6"}, font))
    assert doubts(typeset(tmp_path / "right.pdf", alike, font)) == []
