"""The text reader: cells become words of a grid that a geometric reader can take apart again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import InputError
from extractor.model import Page, Word
from extractor.read.text import GAP, PITCH, SIZE, TextDocument

TABLE = """Condensed Statements of Financial Position

\tNote\tMarch 31, 2020\tJune 30, 2020
\t\tThousands of yen\tThousands of yen
Assets\t\t\t
Cash and cash equivalents\t\t38,671,734\t38,892,573
Borrowings\t6,12\t(1,896,921)\t-
"""


def document(folder: Path, text: str, name: str = "filing.txt", encoding: str = "utf-8") -> TextDocument:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return TextDocument(path)


def rows(page: Page) -> dict[float, list[Word]]:
    out: dict[float, list[Word]] = {}
    for word in page.words:
        out.setdefault(word.box.top, []).append(word)
    return out


def find(page: Page, text: str) -> Word:
    (found,) = [word for word in page.words if word.text == text]
    return found


def test_a_cell_is_one_word_at_its_columns_right_edge(tmp_path: Path) -> None:
    page = document(tmp_path, TABLE).page(1)
    assert find(page, "38,671,734").box.x1 == find(page, "March 31, 2020").box.x1 == find(page, "(1,896,921)").box.x1
    assert find(page, "38,892,573").box.x1 == find(page, "-").box.x1
    assert find(page, "Cash and cash equivalents").box.x0 == 0
    assert find(page, "38,671,734").box.x1 + GAP <= find(page, "38,892,573").box.x0
    assert find(page, "6,12").box.x1 == find(page, "Note").box.x1


def test_lines_have_one_pitch_and_prose_one_word_per_word(tmp_path: Path) -> None:
    page = document(tmp_path, TABLE).page(1)
    tops = sorted(rows(page))
    assert [top / PITCH for top in tops] == [0, 2, 3, 4, 5, 6]
    assert [word.text for word in rows(page)[0.0]] == ["Condensed", "Statements", "of", "Financial", "Position"]
    assert all(word.size == SIZE for word in page.words)


def test_full_width_glyphs_are_an_em_wide(tmp_path: Path) -> None:
    page = document(tmp_path, "現金及び預金\t1,234\n").page(1)
    assert find(page, "現金及び預金").box.width == 6 * SIZE
    assert find(page, "1,234").box.width == 5 * SIZE / 2


def test_a_spanning_header_stands_over_its_columns(tmp_path: Path) -> None:
    page = document(
        tmp_path, "\tOwners\t\t\tOther\n\tCapital\tSurplus\tTotal\tOther\nBalance\t1,000\t2,000\t3,000\t4,000\n"
    ).page(1)
    span = find(page, "Owners").box
    assert find(page, "1,000").box.x0 < span.x0
    assert span.x1 < find(page, "3,000").box.x1
    assert abs(span.centre - find(page, "Surplus").box.centre) < 10


def test_a_wide_span_widens_its_last_column(tmp_path: Path) -> None:
    page = document(
        tmp_path, "\tShareholders' equity of the owners of the parent company\t\tOther\nBalance\t1\t2\t4,000\n"
    ).page(1)
    span, first, other = (
        find(page, text).box for text in ("Shareholders' equity of the owners of the parent company", "1", "4,000")
    )
    assert span.x0 <= first.x0
    assert span.x1 <= find(page, "2").box.x1
    assert find(page, "2").box.x1 + GAP <= other.x0


def test_merged_cells_stay_as_they_stand(tmp_path: Path) -> None:
    page = document(tmp_path, "Balance, March 31, 2019 Cumulative impact\t12,335,035 (33,728)\n").page(1)
    assert [word.text for word in page.words] == ["Balance, March 31, 2019 Cumulative impact", "12,335,035 (33,728)"]


def test_markdown_pipes_are_cells_and_marks_are_gone(tmp_path: Path) -> None:
    text = (
        "## **Balance Sheets**\n\n| | 2020 | 2021 |\n|:---|---:|---:|\n| &nbsp;&nbsp;Cash | 1,000 | **2,000** "
        "|\n| A\\|B | 3 | 4<br>5 |\n"
    )
    page = document(tmp_path, text, "filing.md").page(1)
    assert [word.text for word in page.words] == [
        "Balance",
        "Sheets",
        "2020",
        "2021",
        "Cash",
        "1,000",
        "2,000",
        "A|B",
        "3",
        "4 5",
    ]
    assert find(page, "Cash").box.x0 == SIZE  # two blanks of half an em
    assert find(page, "2,000").box.x1 == find(page, "2021").box.x1
    assert len(page.rules) == 1
    assert page.rules[0].horizontal


def test_columns_kept_apart_by_blanks_stay_apart(tmp_path: Path) -> None:
    page = document(tmp_path, "Cash            1,000    2,000\nInventories        30       40\n").page(1)
    assert find(page, "1,000").box.x1 == find(page, "30").box.x1
    assert find(page, "2,000").box.x1 == find(page, "40").box.x1


def test_marks_before_a_figure_are_words_of_their_own(tmp_path: Path) -> None:
    page = document(tmp_path, "貸出金\t※３、※10 67,040\t60,802\n預金\t(注2) 12,430\t10,330\n摘要 1,000\t5\t6\n").page(1)
    assert [word.text for word in rows(page)[0.0]] == ["貸出金", "※３、※10", "67,040", "60,802"]
    assert find(page, "67,040").box.x1 == find(page, "12,430").box.x1
    assert "摘要 1,000" in [word.text for word in page.words]  # a label keeps its figure


@pytest.mark.parametrize("rule", ["", "---\t---\t---\t---\t---\n"])
def test_labels_that_step_into_further_columns_are_indented(rule: str, tmp_path: Path) -> None:
    text = (
        "\t\t\t前期末\t当期末\n"
        + rule
        + "純資産の部\t\t\t\t\n\t資本金\t\t44,500\t44,500\n\t資本剰余金\t\t51,100\t51,100\n\t\t資本準備金\t50,100\t50,100\n"
    )
    page = document(tmp_path, text).page(1)
    assert [find(page, label).box.x0 for label in ("純資産の部", "資本金", "資本剰余金", "資本準備金")] == [
        0,
        SIZE,
        SIZE,
        2 * SIZE,
    ]
    assert {words[-1].box.x1 for top, words in rows(page).items() if words[0].text != "純資産の部"} == {
        find(page, "当期末").box.x1
    }


def test_an_empty_column_of_notes_is_no_step(tmp_path: Path) -> None:
    """The columns of a table stay where they stand on its next page, where the notes happen to be there."""
    page = document(
        tmp_path, "\tNote\tJune 30, 2019\tJune 30, 2020\nSub total\t\t6,524\t13,303\nInterest paid\t\t(126)\t(138)\n"
    ).page(1)
    assert find(page, "Note").box.x1 + GAP <= find(page, "6,524").box.x0


@pytest.mark.parametrize("wide", [1, 2])
def test_columns_of_blanks_stand_as_the_converter_counted_them(tmp_path: Path, wide: int) -> None:
    """One converter fills up a line counting a full-width glyph as one place, another as two."""
    lines = [
        ("現金及び預金", "289,860", "740,141"),
        ("売掛金", "1,660", "952"),
        ("その他の流動資産", "73,371", "63,447"),
        ("Goodwill", "12,345", "9,871"),
    ]
    text = "\n".join(
        f"{label}{left:>{40 - sum(1 if char.isascii() else wide for char in label)}}{right:>20}"
        for label, left, right in lines
    )
    page = document(tmp_path, text).page(1)
    for column in (1, 2):
        assert len({find(page, line[column]).box.x1 for line in lines}) == 1


def test_a_long_paragraph_is_wrapped_and_loses_nothing(tmp_path: Path) -> None:
    sentence = "The Company recognises revenue when control passes. " * 20
    page = document(tmp_path, sentence).page(1)
    assert " ".join(word.text for word in page.words) == sentence.strip()
    assert page.width <= 160 * SIZE / 2
    assert len(rows(page)) > 5


def test_form_feeds_end_pages_and_page_numbers_are_furniture(tmp_path: Path) -> None:
    body = "\n".join(f"Line {n} of the text" for n in range(30))
    pages = document(tmp_path, f"First page\n{body}\n- 12 -\n\fSecond page\n{body}\n")
    assert pages.page_count == 2
    assert "12" in [word.text for word in pages.page(1).words]  # of the body
    assert [word.text for word in pages.page(1).furniture] == ["-", "12", "-"]
    assert pages.text(2).startswith("Second page")


def test_pages_end_neither_in_a_table_nor_between_title_and_table(tmp_path: Path) -> None:
    table = "".join(f"Item {n}\t{n},000\t{n},500\n" for n in range(1, 41))
    text = "\n".join(f"Statement {n}\n\n(Thousands of yen)\n\n{table}" for n in range(6))
    pages = document(tmp_path, text)
    assert pages.page_count > 2
    for number in range(1, pages.page_count + 1):
        lines = [line for line in pages.text(number).splitlines() if line.strip()]
        assert lines[0].startswith("Statement")
        assert lines[-1].startswith("Item 40")


def test_a_new_part_opens_a_page(tmp_path: Path) -> None:
    pages = document(tmp_path, "PART 1 Information\n\nOverview\n\nItem 4. Financial Information\n\nText two.\n")
    assert [pages.text(n).split("\n")[0] for n in (1, 2)] == ["PART 1 Information", "Item 4. Financial Information"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    page = document(tmp_path, "第１四半期連結財務諸表の概要\n\n売上高\t1,234\n", encoding=encoding).page(1)
    assert find(page, "売上高").box.x0 == 0
    assert find(page, "1,234")


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"%PDF-1.7\0\1\2", "binary"), (b"\n \n\f\n", "holds no text"), (b"\x81\xff\xfe\xfd", "encodings")],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=says) as raised:
        TextDocument(path)
    assert "odd.txt" in str(raised.value)
    assert raised.value.next_step


CELL = st.text(alphabet="abcXYZ 0123456789,.()-現金及び預金△－", max_size=12)


def overlaps(words: Iterable[Word]) -> list[tuple[str, str]]:
    ordered = sorted(words, key=lambda word: word.box.x0)
    return [(a.text, b.text) for a, b in pairwise(ordered) if b.box.x0 < a.box.x1 + GAP]


@given(st.lists(st.lists(CELL, min_size=2, max_size=6), min_size=1, max_size=8))
def test_any_table_keeps_every_cell_in_order_and_apart(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]
) -> None:
    text = "\n".join("\t".join(row) for row in table)
    expected = [cell.strip() for row in table for cell in row if cell.strip()]
    if not expected:
        return
    page = document(tmp_path_factory.mktemp("text"), "x\n" + text).page(1)
    assert [word.text for word in page.words][1:] == expected
    for word in page.words:
        assert len(word.edges) == len(word.text) + 1
        assert word.edges == tuple(sorted(word.edges))
        assert (word.edges[0], word.edges[-1]) == (word.box.x0, word.box.x1)
    for line in rows(page).values():
        assert overlaps(line) == []


@pytest.mark.corpus
def test_the_text_filing_keeps_its_statements_whole(corpus: Path) -> None:
    """Every table of the statements lies on one page with the title before it, where there is one."""
    path = corpus / "filings" / "iij_1q20.txt"
    with TextDocument(path) as pages:
        texts = [pages.text(n) for n in range(1, pages.page_count + 1)]
        assert "\n".join(texts).split() == path.read_text(encoding="utf-8").split()
        (position,) = [text for text in texts if "\nCash and cash equivalents\t\t38,671,734" in text]
        assert "Condensed Consolidated Statements of Financial Position" in position
        assert "Total assets\t\t206,524,260" in position


def test_a_table_goes_on_over_headings_and_blank_lines(tmp_path: Path) -> None:
    """Converters strip the tabs behind a heading: its table is one all the same."""
    text = "表題\n\n\t前期末\t当期末\n資産の部\n　現金\t1,200\t1,300\n\n負債の部\n　借入金\t700\t80\n\n\t前期\t当期\n売上高\t9\t8\n"
    page = document(tmp_path, text).page(1)
    assert find(page, "1,200").box.x1 == find(page, "700").box.x1 == find(page, "前期末").box.x1
    assert find(page, "1,300").box.x1 == find(page, "80").box.x1
    assert find(page, "前期").box.x1 != find(page, "前期末").box.x1  # heads of its own: another table


def test_a_sentence_or_a_caption_ends_a_table(tmp_path: Path) -> None:
    text = "現金\t1,200\t1,300\n増減は次のとおりです。\n借入金の内訳と明細\t7\t8\n"
    page = document(tmp_path, text).page(1)
    assert find(page, "1,300").box.x1 != find(page, "8").box.x1


def test_markdown_of_converters(tmp_path: Path) -> None:
    text = (
        "| | 前期末 | 当期末 |\n|---|---:|---:|\n| 現金<sup>※1</sup> | 23,&#8203;668 | 29, 358 |\n"
        "| 土地<br>建物 | 4,947<br>7,099 | 4,947<br>7,402 |\n| 特許権 | 496<sup>1</sup> | 609 |\n"
    )
    words = [word.text for word in document(tmp_path, text, "f.md").page(1).words]
    assert words == [
        "前期末",
        "当期末",
        "現金 ※1",
        "23,668",
        "29,358",
        "土地",
        "4,947",
        "4,947",
        "建物",
        "7,099",
        "7,402",
        "特許権",
        "496",
        "609",
    ]


def test_html_tables_in_markdown(tmp_path: Path) -> None:
    text = (
        "<table><tr><td></td><td>前期末</td><td>当期末</td></tr><tr><td "
        "colspan=3>資産の部</td></tr><tr><td>現金</td><td>1,200</td><td>△5</td></tr></table>"
    )
    page = document(tmp_path, text, "f.md").page(1)
    assert [word.text for word in page.words] == ["前期末", "当期末", "資産の部", "現金", "1,200", "△5"]
    assert find(page, "△5").box.x1 == find(page, "当期末").box.x1


@pytest.mark.parametrize("line", ["x" * 20_000, "1,234\t" * 200, "1     " * 4_000])
def test_a_line_that_no_page_prints_is_refused_at_once(tmp_path: Path, line: str) -> None:
    path = tmp_path / "wide.txt"
    path.write_text(f"Balance Sheet\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2 has") as raised:
        TextDocument(path)
    assert raised.value.next_step


def test_heads_of_several_lines_with_empty_lines_between_are_one_table(tmp_path: Path) -> None:
    lines = ["\tPrior year\tCurrent year", "\t(As of March 31, 2021)\t(As of March 31, 2022)", "Assets\t\t"]
    lines += ["Cash and deposits in banks of the group\t1,210\t1,320", "Land\t2,000\t2,100"]
    text = "\n\n".join(lines)
    found = {word.text: word.box for word in document(tmp_path, text).page(1).words}
    assert abs(found["(As of March 31, 2021)"].x1 - found["1,210"].x1) < 1
    assert abs(found["Prior year"].x1 - found["1,210"].x1) < 1


def test_the_rest_of_a_label_stays_on_the_page_of_its_row(tmp_path: Path) -> None:
    rows_ = [f"Item {n}\t{n},000\t{n},500" for n in range(1, 31)]
    for at in range(10, 30):
        lines = [*rows_[:at], "of the group", *rows_[at:]]
        pages = document(tmp_path, "Statement\n\n" + "\n\n".join(lines))
        for number in range(1, pages.page_count + 1):
            assert not pages.text(number).startswith("of the group")
