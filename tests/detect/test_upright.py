"""Words from top to bottom beside the rows of a table."""

from __future__ import annotations

from extractor.model import Page
from tests.detect.test_tables import HEAD, read
from tests.support.pages import page

ROWS = "|98 現金>370 1>490 2\n|98 売掛金>370 3>490 4\n|98 商品>370 5>490 6\n|98 流動資産合計>370 9>490 12"


def test_an_upright_word_beside_the_rows_is_none_of_their_labels() -> None:
    table, side = page(HEAD + ROWS, pitch=15.0), page("|55 資\n|55 産\n|55 の\n|55 部", pitch=11.0, first=72.0)
    (sheet,) = read(Page(1, 595, 842, (*table.words, *side.words), reader="test"))
    assert [line.label for line in sheet.lines] == ["現金", "売掛金", "商品", "流動資産合計"]


def test_first_letters_of_spaced_labels_stay() -> None:
    (sheet,) = read(page(HEAD + "|50 現|100 金>370 1>490 2\n|50 土|100 地>370 3>490 4\n|50 建|100 物>370 5>490 6"))
    assert [line.label for line in sheet.lines] == ["現金", "土地", "建物"]
