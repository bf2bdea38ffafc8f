"""Which statement a table without a title is, by what its first lines say."""

from __future__ import annotations

import re

from extractor.model import StatementKind
from extractor.notation.numbers import is_nil, is_numeric
from extractor.notation.rows import Row

K = StatementKind
_SIGNS = (
    (
        K.CASH_FLOWS,
        re.compile(
            r"cash flows? (?:from|used).*(?:operating|investing|financing)|営業活動によるキャッシュ|投資活動によるキャッシュ",
            re.IGNORECASE,
        ),
    ),
    (
        K.BALANCE_SHEET,
        re.compile(
            r"^(?:current |total )?(?:assets|liabilities)\b|^(?:資産|負債|純資産)の部|^流動(?:資産|負債)", re.IGNORECASE
        ),
    ),
    (
        K.INCOME_STATEMENT,
        re.compile(
            r"^(?:net sales|revenues?|operating revenues?|sales)\b|^(?:売上高|売上収益|営業収益|経常収益)",
            re.IGNORECASE,
        ),
    ),
)
_LOOK = 8  # rows


def kind_by_content(rows: list[Row]) -> StatementKind | None:
    """The kind of the statement whose table opens with these rows: its head first, then a line that only it has.

    Only a table's very head counts: dates or periods in columns, then within a few rows the sign of the kind.
    """
    head = rows[:_LOOK]
    if not head or not _is_header(head[0]):
        return None
    for kind, sign in _SIGNS:
        if any(sign.search(row.text.strip()) for row in head[1:4]):
            return kind
    return None


def _is_header(row: Row) -> bool:
    if any(is_numeric(word.text) or is_nil(word.text) for word in row.words):
        return False
    dated = [word for word in row.words if re.search(r"\b(?:19|20)\d\d\b|年度|期間", word.text)]
    return len(dated) >= 2
