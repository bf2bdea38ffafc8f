"""Intervals, and sums found by shape: properties over drawn statements."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model import Rounding
from extractor.reconcile.identities.rounding import allows, bounds
from tests.reconcile.build import BALANCE, COMPONENTS, CURRENT, EQUITY, INCOME, K, proofs, run, statement, whole

yen = st.integers(-(10**9), 10**9)


def _cut(value: int) -> int:
    return abs(value) // 1_000 * (1 if value >= 0 else -1)


def _round(value: int) -> int:
    return (abs(value) + 500) // 1_000 * (1 if value >= 0 else -1)


def _allowed(rule: Rounding, parts: list[int], total: int) -> bool:
    return allows(rule, False, total - sum(parts), sum(p >= 0 for p in parts), sum(p <= 0 for p in parts), total, True)


@given(st.lists(yen, min_size=1, max_size=30))
def test_a_true_sum_is_never_refused(parts: list[int]) -> None:
    total = sum(parts)
    assert _allowed(Rounding.TRUNCATED, [_cut(part) for part in parts], _cut(total))
    assert _allowed(Rounding.ROUNDED, [_round(part) for part in parts], _round(total))
    assert _allowed(Rounding.UNKNOWN, [_cut(part) for part in parts], _cut(total))


@given(st.lists(yen, min_size=1, max_size=30), st.integers(2, 9))
def test_an_error_beyond_the_rounding_is_refused(parts: list[int], away: int) -> None:
    cut = [_cut(part) for part in parts]
    assert not _allowed(Rounding.TRUNCATED, cut, _cut(sum(parts)) + (len(parts) + 2) * away)
    assert not allows(Rounding.TRUNCATED, True, away, len(parts), 0, sum(parts), True)


def test_a_printed_zero_lies_on_both_sides() -> None:
    assert _allowed(Rounding.TRUNCATED, [0, 0], 1)
    assert _allowed(Rounding.TRUNCATED, [0, 0], -1)
    assert not _allowed(Rounding.TRUNCATED, [0, 0], 2)
    assert bounds(Rounding.TRUNCATED, False, 3, 1) == (Decimal(-1), Decimal(3))


amounts = st.integers(10_000, 9_999_999)
sections = st.lists(st.lists(st.tuples(amounts, amounts), min_size=2, max_size=6), min_size=2, max_size=4)


def _printed(drawn: list[list[tuple[int, int]]]) -> tuple[str, list[int]]:
    """A two-level statement in thousands cut from yen, and the line numbers of its leaves."""
    rows, leaves, whole_sum = [], [], [0, 0]
    for k, section in enumerate(drawn):
        rows.append(f"部門{k}")
        for n, pair in enumerate(section):
            rows.append(f"  項目{k}の{n} | {_cut(pair[0] * 137):,} | {_cut(pair[1] * 137):,}")
            leaves.append(len(rows))
        sums = [sum(pair[c] * 137 for pair in section) for c in (0, 1)]
        whole_sum = [a + b for a, b in zip(whole_sum, sums, strict=True)]
        rows.append(f"  部門{k}合計 | {_cut(sums[0]):,} | {_cut(sums[1]):,}")
    rows.append(f"総合計 | {_cut(whole_sum[0]):,} | {_cut(whole_sum[1]):,}")
    return "\n".join(rows), leaves


@settings(max_examples=40, deadline=None)
@given(sections)
def test_a_statement_of_sections_is_proved(drawn: list[list[tuple[int, int]]]) -> None:
    text, _ = _printed(drawn)
    assert set(proofs(run(statement(K.BALANCE_SHEET, text, scale=1_000))).values()) == {"proved"}


@settings(max_examples=40, deadline=None)
@given(sections, st.randoms(use_true_random=False))
def test_a_wrong_leaf_is_contradicted_and_its_column_only(drawn: list[list[tuple[int, int]]], rng: object) -> None:
    text, leaves = _printed(drawn)
    line = rng.choice(leaves)  # type: ignore[attr-defined]
    rows = text.splitlines()
    label, left, right = rows[line - 1].split(" | ")
    rows[line - 1] = f"{label} | {left} | {int(right.replace(',', '')) + 50_000:,}"
    found = proofs(run(statement(K.BALANCE_SHEET, "\n".join(rows), scale=1_000)))
    assert found[0, line, 1] == "contradicted"
    assert all(column == 1 for (_, _, column), proof in found.items() if proof == "contradicted")


def test_a_run_that_fits_by_accident_is_no_sum() -> None:
    # 30 = 10 + 20 in one column only; nothing says that the third row is a total
    found = proofs(run(statement(K.BALANCE_SHEET, "借入金 | 10\n社債 | 20\n未払金 | 30", columns=(CURRENT,))))
    assert set(found.values()) == {"unproved"}


def test_a_total_above_its_parts() -> None:
    text = (
        "経常収益 | 11,750 | 11,423\n  資金運用収益 | 6,509 | 6,430\n    （うち貸出金利息） | 5,848 | 5,714\n  "
        "役務取引等収益 | 5,241 | 4,993\n経常費用 | 10,017 | 10,173\n  資金調達費用 | 147 | 184\n  営業経費 | 9,870 | 9,989\n経常利益 | 1,733 | 1,250"
    )
    found = proofs(run(statement(K.INCOME_STATEMENT, text)))
    assert {line for (_, line, _), proof in found.items() if proof == "unproved"} == {
        3
    }  # "thereof" is no part of a sum
    assert found[0, 8, 0] == "proved"


def test_a_total_on_the_way_is_proved_and_not_counted_again() -> None:
    """Insurers print the cash flows of operations and of investing their funds together, and go on without them."""
    text = """
営業活動によるキャッシュ・フロー
  税引前当期純利益 | 1,566 | 1,917
  減価償却費 | 383 | 489
  営業活動によるキャッシュ・フロー | 1,949 | 2,406
投資活動によるキャッシュ・フロー
  有価証券の取得による支出 | △4,643 | △4,461
  有価証券の売却による収入 | 1,769 | 1,519
  資産運用活動計 | △2,874 | △2,942
  営業活動及び資産運用活動計 | △925 | △536
  有形固定資産の取得による支出 | △277 | △205
  その他 | △107 | △18
  投資活動によるキャッシュ・フロー | △3,258 | △3,165
"""
    assert set(proofs(run(statement(K.CASH_FLOWS, text))).values()) == {"proved"}
    broken = proofs(run(statement(K.CASH_FLOWS, text.replace("△925", "△952"))))
    assert broken[0, 9, 0] == "contradicted"


def test_costs_printed_negative_are_added() -> None:
    text = INCOME.replace("売上原価 | 5,020 | 5,310", "売上原価 | △5,020 | △5,310").replace(
        "管理費 | 1,870 | 1,944", "管理費 | △1,870 | △1,944"
    )
    assert set(proofs(run(statement(K.INCOME_STATEMENT, text))).values()) == {"proved"}


def test_changes_in_equity_are_proved_down_and_across() -> None:
    extraction = run(statement(K.CHANGES_IN_EQUITY, EQUITY, columns=(CURRENT,), components=COMPONENTS))
    assert {check.kind for check in extraction.checks if check.holds} == {"structure", "across"}
    assert set(proofs(extraction).values()) == {"proved"}


def test_a_blank_in_a_restated_opening_stands_for_the_balance_above() -> None:
    text = EQUITY.replace(
        "当期変動額\n",
        "会計方針の変更による累積的影響額 |  | △20 | △20 | △20\n会計方針の変更を反映した当期首残高 |  | 3,500 | "
        "6,500 | 6,500\n当期変動額\n",
    ).replace("3,998 | 6,998 | 6,998", "3,978 | 6,978 | 6,978")
    assert set(
        proofs(run(statement(K.CHANGES_IN_EQUITY, text, columns=(CURRENT,), components=COMPONENTS))).values()
    ) == {"proved"}


def test_the_swapped_row_is_among_the_suspects() -> None:
    extraction = run(*whole(balance=BALANCE.replace("4,010 | 3,902", "3,902 | 4,010")))
    assert any(fact.findings for fact in extraction.facts if fact.label == "建物")


OPEN_TOTAL = """
当期首残高 | 3,000 | 3,520 | 6,520 | 6,520
包括利益
  当期純利益 |  | 538 | 538 | 538
  その他の包括利益 |  |  | 21 | 21
包括利益計 |  |  | 559 | 559
剰余金の配当 |  | △60 | △60 | △60
当期末残高 | 3,000 | 3,998 | 7,019 | 7,019
"""


def test_where_a_total_prints_nothing_its_parts_are_parts_of_the_next() -> None:
    extraction = run(statement(K.CHANGES_IN_EQUITY, OPEN_TOTAL, columns=(CURRENT,), components=COMPONENTS))
    assert not [check for check in extraction.checks if not check.holds and check.kind == "structure"]
    wrong = OPEN_TOTAL.replace("3,998", "3,968")
    extraction = run(statement(K.CHANGES_IN_EQUITY, wrong, columns=(CURRENT,), components=COMPONENTS))
    assert [check for check in extraction.checks if not check.holds]


def test_a_total_beside_blank_components_says_nothing() -> None:
    text = EQUITY.replace("当期変動額\n", "当期変動額\n  その他の増減 |  |  | 9 | 9\n").replace(
        "478 | 478\n", "487 | 487\n"
    )
    text = text.replace("478 | 478 | 478", "478 | 487 | 487").replace("6,998 | 6,998", "7,007 | 7,007")
    extraction = run(statement(K.CHANGES_IN_EQUITY, text, columns=(CURRENT,), components=COMPONENTS))
    across = [check for check in extraction.checks if check.kind == "across" and check.total.line == 3]
    assert all(check.holds for check in across)
