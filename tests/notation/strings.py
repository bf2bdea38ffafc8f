"""Strings as no filing prints them, held against every parser of text: none raises, normal forms are idempotent, one
reading per figure.

``python -m tests.notation.strings --count 1000000 --seed 0`` is the soak; the same strings come again from the same
seed.
"""

from __future__ import annotations

import argparse
import random
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from extractor.model import StatementKind, ValueState
from extractor.normalise import labels
from extractor.notation import dates, numbers, terms, text, units
from extractor.reconcile.identities.quantities import named
from extractor.segment.titles import ends_statement, is_prose, period_subtitle, statement_title

PIECES: tuple[str, ...] = (
    *"0123456789０１９①⑳²⁻₅",
    *"△▲▼∆Δ-－−–—―‐ー─=+*※†<>〈〉()（）[]〔〕【】{}「」",
    *" 　\t\n\u00a0\u200b\ufeff",
    *",.、。，．・:：;；/／~～〜%％¥￥$€'\"",
    *"年月日期末首自至円千百万億株口人名倍銭第前当",
    *"abcRHSTM",
    *("令和", "平成", "昭和", "元年", "四半期", "中間", "連結", "貸借対照表", "損益計算書", "単位", "百万円", "千円", "１株当たり", "から", "まで"),
    *("2022", "2022年", "12月31日", "31", "1,234", "1,23", "0.5", "(1,234)", "△1,234", "注1", "(注)", "N/A"),
    *("March", "Sept.", "31,", "2023", "FY", "ended", "months", "three", "year", "as of", "from", "to", "and"),
    *("millions", "of", "yen", "thousands", "U.S. dollars", "in", "JPY", "mn", "shares", "Consolidated", "Balance Sheets", "Total"),
    *("𠮷", "\U0001f4a9", "\ud83d", "\udc00", "ﬁ", "㎜", "㍻", "㋿", "İ", "ß", "١", "๓", "Ⅳ", "⼀", "é", "e\u0301", "\u202e", "\x00"),
)  # fmt: skip

PARSERS: tuple[Callable[[str], object], ...] = (
    text.split_marks,
    lambda said: text.join_wrapped([said, said]),
    numbers.is_nil,
    numbers.looks_numeric,
    numbers.lost_bracket,
    numbers.numbers_in,
    numbers.has_digit,
    numbers.figure_mark,
    dates.dates_in,
    dates.month_in,
    dates.span_months,
    lambda said: dates.period_in(said, instant=True),
    lambda said: dates.span_of(said, 12),
    units.unit_caption,
    units.without_unit,
    units.unit_words,
    units.unit_word,
    units.bracketed_unit,
    units.unit_behind,
    units.without_remarks,
    units.is_unit_cell,
    units.without_unit_in_brackets,
    terms.term_at,
    terms.heading_of,
    terms.reported_period,
    labels.wording,
    labels.gist,
    statement_title,
    ends_statement,
    is_prose,
    period_subtitle,
    lambda said: named(said, StatementKind.BALANCE_SHEET),
)
FORMS: tuple[Callable[[str], str], ...] = (text.fold, text.squeeze, text.label_key, labels.key, dates.normal)


def strings(seed: int, count: int, longest: int = 14) -> Iterator[str]:
    """``count`` strings of up to ``longest`` pieces, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield "".join(chance.choices(PIECES, k=chance.randint(1, longest)))


def faults(said: str) -> list[str]:
    """What is wrong with the reading of one string; empty where nothing is."""
    out = []
    for parse in PARSERS:
        try:
            parse(said)
        except Exception:
            out.append(traceback.format_exc(limit=-2))
    for form in FORMS:
        try:
            once = form(said)
            if form(once) != once:
                out.append(f"{form.__module__}.{form.__name__} is not idempotent: {once!r} becomes {form(once)!r}")
        except Exception:
            out.append(traceback.format_exc(limit=-2))
    try:
        out.extend(_contradictions(said))
    except Exception:
        out.append(traceback.format_exc(limit=-2))
    return out


def _contradictions(said: str) -> Iterator[str]:
    amount = numbers.parse_amount(said)
    if (amount.state is ValueState.NUMBER) != (amount.value is not None):
        yield "a number without a value, or a value that is no number"
    if amount.state is ValueState.NUMBER and not numbers.is_numeric(said):
        yield "a figure that is not numeric"
    if amount.state is ValueState.NIL and numbers.is_numeric(said):
        yield "nil and a figure at once"
    period = dates.period_in(said, instant=False)
    if period and period.start and not timedelta(0) <= period.end - period.start < timedelta(days=800):
        yield f"a period that ends before it begins, or never: {period}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold the strings of a seed against the parsers; print each fault with its string. Returns the number of faulty
    strings, at most 1."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--most", type=int, default=20, help="faulty strings to print")
    chosen = options.parse_args(arguments)
    found = 0
    for said in strings(chosen.seed, chosen.count):
        for fault in faults(said):
            found += 1
            if found <= chosen.most:
                print(repr(said), fault, sep="\n  ")
    print(f"{chosen.count} strings of seed {chosen.seed}: {found} faults", file=sys.stderr)
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())
