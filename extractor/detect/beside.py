"""A balance sheet in account form: assets on the left, what they are owed to on the right, each with labels and columns
of its own."""

from __future__ import annotations

from dataclasses import replace

from extractor.detect.tokens import Kind, Token, tokens_of
from extractor.model import Page, Region, Rule
from extractor.notation.rows import rows_of

LEAST = 4  # rows that must print label, figure, label, figure
SHARE = 0.4  # of the rows with figures


def halves(page: Page, region: Region) -> tuple[Page, ...]:
    """The page's left and right half where the region sets two tables beside each other, else the page itself."""
    words = [word for word in page.words if region.top - 0.5 <= word.box.middle <= region.bottom + 0.5]
    rows = [tokens_of(row) for row in rows_of(words)]
    second = [found for row in rows if (found := _second_label(row))]
    figured = sum(any(_amount(token) for token in row) for row in rows)
    if len(second) < max(LEAST, SHARE * figured):
        return (page,)
    edge = max(before.box.x1 for before, _ in second)
    if min(label.box.x0 for _, label in second) <= edge:
        return (page,)
    right = tuple(word for word in page.words if word.box.centre > edge)
    left = tuple(word for word in page.words if word.box.centre <= edge)
    return (
        replace(page, words=left, rules=tuple(_clipped(rule, 0.0, edge) for rule in page.rules if rule.box.x0 < edge)),
        replace(
            page,
            words=right,
            rules=tuple(_clipped(rule, edge, page.width) for rule in page.rules if rule.box.x1 > edge),
        ),
    )


def _second_label(row: list[Token]) -> tuple[Token, Token] | None:
    """The last amount before, and the label itself, where a row goes on with a further label and its amount."""
    for at, token in enumerate(row):
        if token.kind is not Kind.TEXT or len(token.text.strip()) < 2 or not at or not row[at - 1].figure:
            continue
        amounts = [other for other in row[:at] if _amount(other)]
        labelled = any(other.kind is Kind.TEXT for other in row[:at])
        if amounts and labelled and any(_amount(other) for other in row[at + 1 :]):
            return row[at - 1], token
    return None


def _amount(token: Token) -> bool:
    return token.kind is Kind.NUMBER and "," in token.text


def _clipped(rule: Rule, x0: float, x1: float) -> Rule:
    return Rule(replace(rule.box, x0=max(rule.box.x0, x0), x1=min(rule.box.x1, x1)))
