"""What follows on summary pages: rates of change, ratios, amounts per share, numbers of shares, dividends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ConfigurationError, FindingCode
from extractor.model import Extraction, Period, Sheet, SummaryPart
from extractor.reconcile.identities.quantities import FIRM
from extractor.reconcile.ratios import operands as amounts
from extractor.reconcile.ratios.formulas import parse
from tests.reconcile.build import CURRENT, INCOME, PRIOR, K, codes, proofs, run, statement, whole

P = SummaryPart
NEXT = Period(date(2023, 4, 1), date(2024, 3, 31))
ENDS = (Period(None, PRIOR.end), Period(None, CURRENT.end))


def _part(
    part: SummaryPart, text: str, columns: tuple[Period | None, ...] = (PRIOR, CURRENT), *, consolidated: bool = True
) -> Sheet:
    return statement(K.FINANCIAL_SUMMARY, text, columns=columns, part=part, consolidated=consolidated)


def _proof(extraction: Extraction, label: str, column: int = 1) -> str:
    return next(fact.proof.value for fact in extraction.facts if fact.label == label and fact.column == column)


SALES = """
売上高 | 7,410 | 8,025
売上高 対前期増減率 | 3.1 | {}
"""


def test_a_rate_of_change_follows_from_the_amount_a_year_before() -> None:
    extraction = run(_part(P.RESULTS, SALES.format("8.3")))
    assert _proof(extraction, "売上高 対前期増減率") == "tied"
    assert _proof(extraction, "売上高 対前期増減率", 0) == "unproved"  # the year before is not printed
    assert FindingCode.RATIO_FAILS not in codes(extraction)


@pytest.mark.parametrize("misread", ["8.5", "3.8", "△8.3", "83.0"])
def test_a_rate_that_does_not_follow_is_reported(misread: str) -> None:
    extraction = run(_part(P.RESULTS, SALES.format(misread)))
    assert _proof(extraction, "売上高 対前期増減率") == "unproved"
    assert FindingCode.RATIO_FAILS in codes(extraction)


def test_amounts_too_coarse_for_the_rate_neither_prove_nor_disprove_it() -> None:
    extraction = run(_part(P.RESULTS, "売上高 | 30 | 30\n売上高 対前期増減率 | － | 0.4"))
    assert _proof(extraction, "売上高 対前期増減率") == "unproved"
    assert FindingCode.RATIO_FAILS not in codes(extraction)
    assert [(check.holds, check.decisive) for check in extraction.checks if check.kind == "ratio:change"] == [
        (True, False)
    ]


def test_the_finer_amounts_of_the_statement_tell_what_the_summary_does_not() -> None:
    thousands = INCOME.replace("売上高 | 7,410 | 8,025", "売上高 | 30,102 | 30,213")
    income = statement(K.INCOME_STATEMENT, thousands, scale=1_000)
    extraction = run(income, _part(P.RESULTS, "売上高 | 30 | 30\n売上高 対前期増減率 | － | 0.4"))
    assert _proof(extraction, "売上高 対前期増減率") == "tied"


def test_six_months_are_compared_with_the_six_months_before() -> None:
    halves = (Period(date(2022, 9, 1), date(2023, 2, 28)), Period(date(2023, 3, 1), date(2023, 8, 31)))
    extraction = run(_part(P.RESULTS, "営業収益 | 5,120 | 5,222\n営業収益 対前期増減率 | － | 2.0", halves))
    assert _proof(extraction, "営業収益 対前期増減率") == "tied"


def test_a_forecast_is_compared_with_the_year_that_ended() -> None:
    forecast = _part(P.FORECAST, "売上高 | 8,500\n売上高 対前期増減率 | 5.9", (NEXT,))
    extraction = run(_part(P.RESULTS, "売上高 | 7,410 | 8,025"), forecast)
    assert _proof(extraction, "売上高", 0) == "unproved"  # of the prior year, which nothing repeats
    assert {fact.proof.value for fact in extraction.facts if fact.component == "forecast"} == {"tied"}


POSITION = """
総資産 | 9,138 | 9,252
純資産 | 6,520 | 6,998
自己資本比率 | 71.4 | {}
１株当たり純資産 | 1,304.00 | 1,399.60
"""
SHARES = """
期末発行済株式数 | 5,010,000 | 5,010,000 | |
期末自己株式数 | 10,000 | 10,000 | |
期中平均株式数 | | | 5,000,000 | 5,000,000
"""


def _held(text: str = SHARES) -> Sheet:
    return _part(P.SHARES, text, (*ENDS, PRIOR, CURRENT), consolidated=False)


def _page(ratio: str = "75.6", shares: str = SHARES) -> Extraction:
    results = _part(
        P.RESULTS,
        "親会社株主に帰属する当期純利益 | 380 | 538\n１株当たり当期純利益 | 76.02 | 107.66\n自己資本当期純利益率 | "
        "－ | 8.0",
    )
    return run(results, _part(P.POSITION, POSITION.format(ratio), ENDS), _held(shares))


def test_a_page_that_follows_from_itself_is_tied() -> None:
    extraction = _page()
    loose = {
        (fact.label, fact.value)
        for fact in extraction.facts
        if fact.proof.value == "unproved" and fact.value is not None
    }
    assert loose == set()
    assert codes(extraction) & {FindingCode.RATIO_FAILS} == set()


def test_an_equity_ratio_that_does_not_follow_is_reported() -> None:
    extraction = _page(ratio="78.6")
    assert FindingCode.RATIO_FAILS in codes(extraction)
    assert _proof(extraction, "自己資本比率") == "unproved"


def test_return_on_equity_takes_the_mean_of_both_ends_of_the_year() -> None:
    assert _proof(_page(), "自己資本当期純利益率") == "tied"


def test_a_ratio_vouches_only_for_what_it_sees() -> None:
    """Ten treasury shares among five million change no amount per share in its last digit."""
    extraction = _page(shares=SHARES.replace("10,000 | 10,000", "10 | 11").replace("5,010,000", "5,000,010"))
    assert _proof(extraction, "期末自己株式数") == "unproved"
    assert _proof(extraction, "期末発行済株式数") == "tied"


def test_an_average_beyond_what_changed_vouches_for_nothing() -> None:
    """Nothing was issued and nothing bought: the average must be the number outstanding."""
    strayed = run(_held(SHARES.replace("5,000,000 | 5,000,000", "－ | 5,000,300")))
    assert _proof(strayed, "期中平均株式数", 3) == "unproved"
    assert FindingCode.RATIO_FAILS in codes(strayed)
    assert _proof(run(_held()), "期中平均株式数", 3) == "tied"


@pytest.mark.parametrize(("diluted", "proof"), [("107.40", "tied"), ("107.70", "unproved"), ("101.66", "unproved")])
def test_diluted_earnings_lie_just_below_the_basic_ones(diluted: str, proof: str) -> None:
    text = f"１株当たり当期純利益 | 76.02 | 107.66\n潜在株式調整後１株当たり当期純利益 | － | {diluted}"
    assert _proof(run(_part(P.RESULTS, text)), "潜在株式調整後１株当たり当期純利益") == proof


def test_a_running_year_pays_what_was_paid_and_what_is_expected() -> None:
    paid = _part(
        P.DIVIDENDS,
        "第２四半期末 | 10.00 | 12.00\n期末 | 15.00 | －\n合計 | 25.00 | －",
        (PRIOR, CURRENT),
        consolidated=False,
    )
    expected = _part(P.FORECAST, "期末 | 13.00\n合計 | 25.00", (CURRENT,), consolidated=False)
    extraction = run(paid, expected)
    assert {fact.proof.value for fact in extraction.facts if fact.value is not None} == {"proved"}
    wrong = run(paid, _part(P.FORECAST, "期末 | 13.00\n合計 | 26.00", (CURRENT,), consolidated=False))
    assert _proof(wrong, "第２四半期末") == "unproved"


def test_payout_divides_the_year_s_dividends_by_its_earnings() -> None:
    paid = _part(P.DIVIDENDS, "期末 | 15.00 | 20.00\n合計 | 15.00 | 20.00\n配当性向 | 19.7 | 18.6", consolidated=False)
    earned = _part(P.RESULTS, "１株当たり当期純利益 | 76.02 | 107.66")
    assert _proof(run(paid, earned), "配当性向") == "unproved"  # earnings of the group, a payout of the company
    both = _part(P.DIVIDENDS, "期末 | 15.00 | 20.00\n合計 | 15.00 | 20.00\n配当性向 | 19.7 | 18.6")
    assert _proof(run(both, earned), "配当性向") == "tied"


@pytest.mark.parametrize(("shares", "proof"), [("5,000,000", "tied"), ("5,011,000", "tied"), ("5,600,000", "unproved")])
def test_a_forecast_expects_about_the_shares_of_today(shares: str, proof: str) -> None:
    held = statement(
        K.FINANCIAL_SUMMARY, f"期末発行済株式数 | {shares}", part=P.SHARES, columns=(ENDS[1],), consolidated=False
    )
    forecast = _part(P.FORECAST, "親会社株主に帰属する当期純利益 | 1,000\n１株当たり当期純利益 | 200.00", (NEXT,))
    assert _proof(run(held, forecast), "１株当たり当期純利益", 0) == proof


def test_the_owners_part_of_comprehensive_income_is_found_below_its_heading() -> None:
    text = "包括利益 | 405 | 579\n包括利益の帰属\n  親会社の所有者 | 391 | 560\n  非支配持分 | 14 | 19"
    stated = statement(K.COMPREHENSIVE_INCOME, text)
    summary = _part(P.RESULTS, "親会社の所有者に帰属する当期包括利益 | 391 | 560")
    assert _proof(run(stated, summary), "親会社の所有者に帰属する当期包括利益") == "tied"


# ---------------------------------------------------------------- formulas and their catalogue

tenths = st.integers(1, 10**9).map(lambda value: Decimal(value) / 10)


@given(tenths, tenths, tenths, tenths, tenths)
def test_the_interval_of_a_formula_holds_every_value_that_its_amounts_may_have(
    a: Decimal, b: Decimal, c: Decimal, room: Decimal, at: Decimal
) -> None:
    formula = parse("100 * (a - b) / (b + c)")
    points = [value + room * (at % 1) for value in (a, b, c)]
    reach = formula([(value, value + room) for value in (a, b, c)])
    exact = formula([(point, point) for point in points])
    assert reach is not None
    assert exact is not None
    assert reach[0] <= exact[0] <= reach[1]


def test_nothing_is_divided_by_what_may_be_nothing() -> None:
    assert parse("a / b")([(Decimal(1), Decimal(1)), (Decimal(0), Decimal(2))]) is None
    assert parse("a / b")([(Decimal(1), Decimal(1)), (Decimal(-3), Decimal(-2))]) is None


@pytest.mark.parametrize("text", ["a +", "a@tomorrow / b", "a ** b", "__import__('os')", "a if b else c", "1.5 * a"])
def test_a_formula_has_names_whole_numbers_and_four_operations(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(text)


def test_every_name_in_the_catalogue_is_one_that_a_figure_can_have() -> None:
    said = amounts.catalogue()
    money = {"revenue", "profit", "shareholders_equity", "other_equity", "own_equity", "dividends", "base", *FIRM}
    known = {name for name, _ in said.figures} | set(said.sums) | money | {"change", "expected_eps"}
    used = {term.name for identity in said.identities for formula in identity.formulas for term in formula.terms}
    assert used | {identity.figure for identity in said.identities} <= known
    assert {part for identity in said.identities for part in identity.doubted} <= {part.value for part in SummaryPart}


@pytest.mark.parametrize(
    "text",
    ["[figures", "[figures]\neps = '('", "[figures]\n[sums]\nx = 'a ? b'\n[[identity]]\nfigure = 'x'\nformulas = []"],
)
def test_a_broken_catalogue_names_its_file(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "identities.toml"
    broken.write_text(text, encoding="utf-8")
    monkeypatch.setattr(amounts, "schema_path", lambda *_: broken)
    with pytest.raises(ConfigurationError, match=r"identities\.toml"):
        amounts.catalogue.__wrapped__()


def test_statements_that_add_up_stay_proved_beside_a_summary() -> None:
    extraction = run(*whole(), _part(P.POSITION, POSITION.format("75.6"), ENDS))
    assert {proof for (sheet, _, _), proof in proofs(extraction).items() if sheet < 3} == {"proved"}


@pytest.mark.parametrize(("held", "kinds"), [("1,350", {"tie:cash"}), ("1,301", set())])
def test_the_cash_of_the_balance_sheet_is_tied_to_the_cash_flows_and_never_contradicts_them(
    held: str, kinds: set[str]
) -> None:
    flows = statement(K.CASH_FLOWS, f"現金及び現金同等物の期末残高 | 1,200 | {held}", columns=(None, CURRENT))
    extraction = run(*whole(), flows)
    ties = {check.kind for check in extraction.checks if check.kind == "tie:cash"}
    assert ties == kinds
    assert FindingCode.TIE_FAILS not in codes(extraction)
