"""Where statements of the filer can stand, and whose they are."""

from __future__ import annotations

import pytest

from extractor.model import Filing, Source, StatementSpan
from extractor.segment.outline import Outline
from extractor.segment.spans import find_tables
from tests.support.pages import Pages, page

TABLE = """
| 50 （単位：百万円）
| 300 前年度 | 400 当年度
| 50 売上高 > 350 1,200 > 450 1,300
| 50 売上原価 > 350 700 > 450 800
| 50 営業利益 > 350 500 > 450 500
| 50 当期純利益 > 350 300 > 450 310
"""


def _spans(*texts: str) -> tuple[StatementSpan, ...]:
    document = Pages(*(page(text, number) for number, text in enumerate(texts, 1)))
    shown = {number: document.text(number) for number in range(1, len(texts) + 1)}
    return find_tables(document, Filing("f" * 16, "f.pdf"), shown, ())


def _titled(*headings: str) -> str:
    return "\n".join(f"| 50 {heading}" for heading in headings) + TABLE


def test_in_a_prescribed_form_only_the_chapter_of_accounts_holds_statements() -> None:
    spans = _spans(
        _titled("第２【事業の状況】", "要約損益計算書"),
        _titled("第５【経理の状況】", "①【連結損益計算書】"),
        _titled("【注記事項】", "(1) 損益計算書"),
        _titled("２【財務諸表等】", "①【損益計算書】"),
        _titled("第二部【提出会社の保証会社等の情報】", "①【連結損益計算書】"),
    )
    assert [(span.consolidated, span.regions[0].page) for span in spans] == [(True, 2), (False, 4)]


def test_behind_the_notes_of_a_report_without_chapters_a_numbered_title_opens() -> None:
    spans = _spans(
        _titled("(1) 連結損益計算書"),
        _titled("(4) 連結財務諸表に関する注記事項", "（損益計算書）"),
        _titled("(1) 要約損益計算書"),
        _titled("４．個別財務諸表", "(1) 損益計算書"),
    )
    assert [(span.consolidated, span.regions[0].page) for span in spans] == [(True, 1), (False, 4)]


@pytest.mark.parametrize(
    ("pages", "consolidated", "source"),
    [
        (("2023年３月期 決算短信〔IFRS〕（連結）", "(1) 損益計算書"), True, Source.COVER),
        (("2023年３月期 決算短信〔日本基準〕（非連結）", "(1) 損益計算書"), False, Source.COVER),
        (("", "１【要約四半期連結財務諸表】", "(1)【要約四半期損益計算書】"), True, Source.SECTION),
        (("", "1. Non-consolidated Financial Statements", "(1) Statements of Income"), False, Source.SECTION),
        (("", "2. Quarterly Consolidated Financial Statements", "(1) Statements of Income"), True, Source.SECTION),
        (("Non-consolidated Financial Results", "(1) Statements of Income"), False, Source.COVER),
        (("", "(1) Statements of Income"), False, Source.DEFAULT),
        (("", "(1) 損益計算書"), False, Source.TITLE),
    ],
)
def test_a_title_without_the_word_takes_the_basis_from_what_stands_above(
    pages: tuple[str, ...], consolidated: bool, source: Source
) -> None:
    first, *headings = pages
    spans = _spans(f"| 50 {first or 'x'}", _titled(*headings))
    assert [(span.consolidated, span.basis_source) for span in spans] == [(consolidated, source)]


def test_the_table_itself_tells_before_the_section_does() -> None:
    group = TABLE + "| 50 非支配株主に帰属する当期純利益 > 350 10 > 450 11"
    assert _spans("| 50 (1) 損益計算書\n" + group)[0].consolidated
    own = TABLE.replace("前年度", "前事業年度").replace("当年度", "当事業年度")
    assert not _spans("| 50 ２．連結財務諸表\n| 50 (1) 損益計算書\n" + own)[0].consolidated


def test_headings_in_a_table_of_contents_count_for_nothing() -> None:
    outline = Outline()
    outline.pass_over("\n".join(f"{k}. 財務諸表 ......... {k}" for k in range(1, 6)), begun=False)
    assert outline.consolidated is None
