"""Make items.csv from a catalogue of the EDINET taxonomy.

    python schemas/taxonomy/build.py CATALOGUE [--out schemas/taxonomy/items.csv]

CATALOGUE is a folder with elements.csv, presentation.csv and calculation.csv: the concepts, the parent-child arcs and
the
summation arcs of the FSA's taxonomy as plain tables. README.md in this folder says where the data come from and what
the columns mean.
The script is deterministic: the same catalogue gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

COLUMNS = (
    "item", "element", "standard", "kind", "statement", "industries", "section", "order", "model", "period", "balance", "data",
    "totals", "ja", "en", "alt_ja", "alt_en", "since", "until",
)  # fmt: skip
STATEMENTS = {
    "bs": "bs",
    "pl": "pl",
    "ci": "ci",
    "cf": "cf",
    "cf_direct": "cf",
    "cf_indirect": "cf",
    "ss": "ss",
    "summary": "summary",
    "note": "note",
}
# label roles by trade -> industry codes
TRADES = {
    "bnk": ("bk1", "bk2"), "ins": ("in1", "in2"), "cns": ("cns",), "sec": ("sec",), "spf": ("spf",), "wat": ("wat",), "med": ("med",), "ivt": ("ivt",),
    "elc": ("elc",), "hwy": ("hwy",), "inv": ("inv",), "gas": ("gas",), "lea": ("lea",), "liq": ("liq",), "ele": ("ele",), "rwy": ("rwy",),
    "edu": ("edu",), "cmd": ("cmd",), "fnd": ("fnd",), "cna": ("cna",), "cte": ("cai",),
}  # fmt: skip
KINDS = {"line": "line", "abstract": "heading", "member": "component"}
FIRST_INDUSTRY = "cai"
# IFRS items that mean what J-GAAP ones mean under another name
EQUAL = {
    "OperatingProfitLossIFRS": "OperatingIncome",
    "ProfitLossBeforeTaxIFRS": "IncomeBeforeIncomeTaxes",
    "IncomeTaxExpenseIFRS": "IncomeTaxes",
    "ComprehensiveIncomeAttributableToOwnersOfParentIFRS": "ComprehensiveIncomeAttributableToOwnersOfTheParent",
    "ShareCapitalIFRS": "CapitalStock",
    "TreasurySharesIFRS": "TreasuryStock",
    "EquityIFRS": "NetAssets",
    "LiabilitiesAndEquityIFRS": "LiabilitiesAndNetAssets",
    "NonCurrentLabilitiesIFRS": "NoncurrentLiabilities",
    "InvestmentSecuritiesNCAIFRS": "InvestmentSecurities",
    "RetirementBenefitAssetNCAIFRS": "NetDefinedBenefitAsset",
    "RetirementBenefitLiabilityNCLIFRS": "NetDefinedBenefitLiability",
    "IncomeTaxesPayableCLIFRS": "IncomeTaxesPayable",
    "OtherCurrentAssetsCAIFRS": "OtherCA",
    "OtherCurrentLiabilitiesCLIFRS": "OtherCL",
    "OtherNonCurrentLiabilitiesNCLIFRS": "OtherNCL",
    "IssuanceOfNewSharesSSIFRS": "IssuanceOfNewShares",
    "DividendsSSIFRS": "DividendsFromSurplus",
    "PurchaseOfTreasurySharesSSIFRS": "PurchaseOfTreasuryStock",
    "DisposalOfTreasurySharesSSIFRS": "DisposalOfTreasuryStock",
    "TotalChangesInEquityIFRS": "TotalChangesOfItemsDuringThePeriod",
    "EffectOfExchangeRateChangesOnCashAndCashEquivalentsIFRS": "EffectOfExchangeRateChangeOnCashAndCashEquivalents",
}
# Summary items (without the standard's suffix) that are items of the statements under another name
SUMMARY = {
    "TotalAssets": "assets",
    "NetIncomeLoss": "profit_loss",
    "NetIncomeLossAttributableToOwnersOfParent": "profit_loss_attributable_to_owners_of_parent",
    "OrdinaryIncomeLoss": "ordinary_income",
    "OrdinaryIncome": "ordinary_revenue",  # 経常収益, not 経常利益
    "OperatingIncomeLoss": "operating_income",
    "ProfitLossBeforeTax": "income_before_income_taxes",
    "RevenueKeyFinancialData": "revenue",
    "Revenues": "net_sales",
    "ComprehensiveIncomeAttributableToOwnersOfParent": "comprehensive_income_attributable_to_owners_of_the_parent",
    "EquityIncludingPortionAttributableToNonControllingInterest": "net_assets",
    "CashFlowsFromUsedInOperatingActivities": "net_cash_provided_by_used_in_operating_activities",
    "CashFlowsFromUsedInInvestingActivities": "net_cash_provided_by_used_in_investment_activities",
    "NetCashProvidedByUsedInInvestingActivities": "net_cash_provided_by_used_in_investment_activities",
    "CashFlowsFromUsedInFinancingActivities": "net_cash_provided_by_used_in_financing_activities",
    "RatioOfOwnersEquityToGrossAssets": "equity_to_asset_ratio",
    "EquityAttributableToOwnersOfParentPerShare": "owners_equity_per_share",
    "DilutedEarningsPerShare": "diluted_earnings_loss_per_share",
}
SUMMARY_IFRS = {  # and JMIS
    "EquityToAssetRatio": "owners_equity_per_share"
}  # １株当たり親会社所有者帰属持分, whatever its name
# Names for people where the element's own name is a number or says another thing: the element's stem -> the item.
NAMES = {
    "Revenue2": "total_revenue",  # 収益
    "OperatingRevenue1": "operating_revenue",
    "OperatingRevenue2": "operating_receipts",  # 営業収入
    "OrdinaryIncomeBNK": "ordinary_revenue",  # 経常収益
    "OperatingIncomeINS": "ordinary_revenue",
    "OrdinaryExpensesBNK": "ordinary_expenses",  # 経常費用
    "OperatingExpensesINS": "ordinary_expenses",
    "OtherIncome": "other_income",
    "OtherOperatingIncome": "other_operating_income",
    "OtherOperatingRevenue1RevOA": "other_operating_revenue_rev_oa",
    "OtherOperatingRevenue2RevOA": "other_operating_receipts_rev_oa",
    "OtherBusinessRevenue1RevOA": "other_business_revenue_rev_oa",
    "OtherBusinessRevenue2RevOA": "other_business_receipts_rev_oa",
    "OtherRevenue1RevOA": "other_revenue_rev_oa",
    "OtherRevenue2RevOA": "other_receipts_rev_oa",
    "GainOnSalesOfScraps1NOI": "gain_on_sales_of_work_scraps_noi",
    "GainOnSalesOfScraps2NOI": "gain_on_sales_of_scraps_noi",
    "ReservesUnderTheSpecialLaws1": "reserves_under_the_special_laws",  # 準備金
    "ReservesUnderTheSpecialLaws2": "provisions_under_the_special_laws",  # 引当金
    "IncreaseDecreaseInReservesUnderTheSpecialLaws1OpeCF": "increase_decrease_in_reserves_under_the_special_laws_ope_cf",
    "IncreaseDecreaseInReservesUnderTheSpecialLaws2OpeCF": "increase_decrease_in_provisions_under_the_special_laws_ope_cf",
    "SubsidyIncome2EI": "grant_income_ei",  # 助成金
    "SubsidyIncome2OpeCF": "grant_income_ope_cf",
    "ProceedsFromSubsidyIncome2OpeCF": "proceeds_from_grant_income_ope_cf",
    "PaymentsForTransferOfBusiness2InvCF": "payments_for_acquisition_of_business_inv_cf",
    "GuaranteeDepositsReceived2NCL": "security_deposits_received_ncl",  # 預り保証金
    "CapitalAdequacyRatioDomesticStandard2": "capital_adequacy_ratio_second_standard",
    "LossOnDisaster2OpeCF": "disaster_loss_ope_cf",
    "PaymentsAssociatedWithDisasterLoss2OpeCF": "payments_for_disaster_loss_ope_cf",
}
# What several words in Japanese tell apart: 配当積立金, 配当準備金 ..., 営業債権, 売上債権, 売掛金; part of an
# element's stem -> part of the item
NUMBERED = {
    "TradeAndOtherReceivables2": "SalesAndOtherReceivables",  # 売上債権
    "TradeAndOtherReceivables3": "AccountsAndOtherReceivables",  # 売掛金
    "TradeReceivables2": "SalesReceivables",
    "TradeAndOtherPayables2": "PurchaseAndOtherPayables",  # 仕入債務
    "TradeAndOtherPayables3": "AccountsAndOtherPayables",  # 買掛金
    "TradePayables2": "PurchasePayables",
    "TradePayables3": "BuyingPayables",  # 買入債務
    "RevenueFromExternalCustomers2": "IncomeFromExternalCustomers",  # 収益
    "IntersegmentRevenue2": "IntersegmentIncome",
    "CapitalizedDevelopmentCosts2": "DevelopmentCosts",  # 開発費
    "RentalIncome2": "RentReceived",  # 受取賃貸料
    "ReserveForDividends1": "ReserveForDividends",
    "ReserveForDividends2": "DividendReserve",
    "ReserveForDividends3": "DividendReserveFund",
    "ReserveForDividends4": "ReserveForDividendProvision",
    "ReserveForRetirementAllowance1": "ReserveForRetirementAllowance",
    "ReserveForRetirementAllowance2": "RetirementReserve",
    "ReserveForRetirementAllowance3": "ReserveForRetirementPay",
    "ReserveForRetirementAllowance4": "ReserveForRetirementBonuses",
    "ReserveForReductionEntry1": "ReserveForReductionEntryBookkeeping",
    "ReserveForReductionEntry2": "ReserveForReductionEntry",
}
# What trades print beyond their own lists: (element, statement, industries, the element of their list that it follows)
ALSO = (
    (
        "jppfs_cor:NetDefinedBenefitLiability",
        "bs",
        ("bk1", "bk2", "in1", "in2"),
        "jppfs_cor:ProvisionForRetirementBenefits",
    ),
    ("jppfs_cor:NetDefinedBenefitAsset", "bs", ("bk1", "bk2", "in1", "in2"), "jppfs_cor:PrepaidPensionCostAssets"),
    (
        "jppfs_cor:RemeasurementsOfDefinedBenefitPlans",
        "bs",
        ("bk1", "bk2", "in1", "in2"),
        "jppfs_cor:ForeignCurrencyTranslationAdjustment",
    ),
    ("jppfs_cor:ProvisionForPointCardCertificatesCL", "bs", ("bk1", "bk2"), "jppfs_cor:ProvisionForBonuses"),
    ("jppfs_cor:LeaseReceivablesAndInvestmentAssetsCA", "bs", ("bk1", "bk2"), "jppfs_cor:ForeignExchangesAssetsBNK"),
    ("jppfs_cor:ReserveForReductionEntry2", "bs", ("inv",), "jppfs_cor:VoluntaryRetainedEarningsINV"),
    ("jppfs_cor:InvestmentsAndOtherAssets", "bs", ("sec",), "jppfs_cor:InvestmentSecurities"),
    ("jppfs_cor:DirectorsCompensationsSGA", "pl", ("inv",), "jppfs_cor:AssetCustodyFeeOEINV"),
)


@dataclass
class Concept:
    qname: str
    standard: str
    kind: str
    ja: str
    en: str
    alt_ja: list[str]
    alt_en: list[str]
    period: str
    balance: str
    data: str
    since: str
    until: str
    deprecated: bool
    item: str = ""

    @property
    def stem(self) -> str:
        """The local name without what only tells headings, columns and standards apart."""
        local = self.qname.split(":")[1]
        local = re.sub(r"(Abstract|Heading|Member)$", "", local)
        return re.sub(r"(IFRS|USGAAP|JMIS)?(SummaryOfBusinessResults)?$", "", local)


@dataclass
class Place:
    """Where a concept stands in one statement: the path of nodes above it."""

    concept: Concept
    statement: str
    path: tuple[str, ...]  # qnames of nodes, outermost first
    industries: list[str] = field(default_factory=list)
    order: int = 0
    model: bool = False


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def unique(labels: Iterable[str], known: Iterable[str] = ()) -> list[str]:
    seen, out = {key(label) for label in known}, []
    for label in labels:
        if label and key(label) not in seen:
            seen.add(key(label))
            out.append(label)
    return out


def key(label: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", label)).lower()


def read_concepts(catalogue: Path) -> dict[str, Concept]:
    concepts = {}
    for row in rows(catalogue / "elements.csv"):
        if row["kind"] not in KINDS:
            continue
        wordings: dict[str, list[str]] = {"ja": [], "en": []}
        for role, labels in json.loads(row["other_labels"] or "{}").items():
            trade, _, _ = role.partition("/")
            prefix = "" if trade not in TRADES else "".join(f"{','.join(TRADES[trade])}=")
            if role.startswith("Segment/"):
                continue
            for language, label in labels.items():
                wordings[language].append(prefix + label)
        for old in json.loads(row["label_history"] or "[]"):
            if old["role"] == "label":
                wordings[old["lang"]].append(old["text"])
        concepts[row["qname"]] = Concept(
            row["qname"], row["standard"], KINDS[row["kind"]], row["label_ja"], row["label_en"], unique(wordings["ja"], [row["label_ja"]]),
            unique(wordings["en"], [row["label_en"]]), row["period_type"], row["balance"], row["data_type"], row["first_version"], row["last_version"],
            row["deprecated"] == "true",
        )  # fmt: skip
    return concepts


def read_trees(catalogue: Path, link: str) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    """(taxonomy, statement, industry) -> arcs (parent, child) in order, patterns laid over each other."""
    found: dict[tuple[str, str, str], list[tuple[str, str, str, float]]] = defaultdict(list)
    for row in rows(catalogue / "presentation.csv"):
        if row["link"] == link:
            statement = row["statement"]
            found[(row["taxonomy"].split()[0], statement, row["industry"])].append(
                (row["role_no"], row["parent"], row["child"], float(row["order"]))
            )
    trees = {}
    for where, arcs in found.items():
        arcs.sort(key=lambda arc: (arc[0], arc[3]))
        trees[where] = list(dict.fromkeys((parent, child) for _, parent, child, _ in arcs))
    return trees


def walk(arcs: list[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each concept with the path above it, in printed order."""
    children: dict[str, list[str]] = defaultdict(list)
    for parent, child in arcs:
        children[parent].append(child)
    below = {child for _, child in arcs}

    def visit(node: str, path: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        for child in children.get(node, ()):
            if child in path or child == node:
                continue
            yield child, (*path, node)
            yield from visit(child, (*path, node))

    for root in [parent for parent in children if parent not in below]:
        yield root, ()
        yield from visit(root, ())


def name_items(concepts: dict[str, Concept], places: list[Place]) -> dict[str, str]:
    """One item per meaning. A heading shares the item of the total that closes it; IFRS shares J-GAAP's where the
    wording, the place and the nature agree."""
    items: dict[str, str] = {}
    heading_total = headings_and_totals(concepts, places)
    by_stem = {
        concept.stem.lower(): concept
        for concept in concepts.values()
        if concept.standard == "jgaap" and concept.kind == "line"
    }

    def section_words(place: Place) -> tuple[str, ...]:
        return tuple(key(concepts[node].ja) for node in place.path[-1:] if node in concepts)

    by_place: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for place in places:
        concept = place.concept
        if concept.kind == "heading" or place.statement in ("note", "summary"):
            continue
        if concept.standard == "jgaap" and FIRST_INDUSTRY not in place.industries:
            continue
        where = (place.statement, concept.kind, section_words(place), key(concept.ja), concept.period, concept.balance)
        by_place[(concept.standard, *where)].add(concept.qname)
    twins: dict[str, str] = {}
    for shared, names in by_place.items():
        if shared[0] == "ifrs" and len(names) == 1:
            other = by_place.get(("jgaap", *shared[1:]), set())
            if len(other) == 1:
                twins.setdefault(next(iter(names)), next(iter(other)))

    def snake(stem: str) -> str:
        if stem in NAMES:
            return NAMES[stem]
        for old, new in NUMBERED.items():
            stem = stem.replace(old, new)
        out = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", stem)
        return re.sub(r"_+", "_", out).lower()

    for concept in sorted(concepts.values(), key=lambda c: (c.standard != "jgaap", c.kind != "line", c.qname)):
        local = concept.qname.split(":")[1]
        if concept.kind == "line":
            if concept.standard == "summary":
                named = SUMMARY_IFRS.get(concept.stem) if re.search("IFRS|JMIS", local) else None
                items[concept.qname] = named or SUMMARY.get(concept.stem) or snake(concept.stem)
            elif concept.stem in NAMES:
                items[concept.qname] = NAMES[concept.stem]
            elif local in EQUAL:
                items[concept.qname] = items[f"jppfs_cor:{EQUAL[local]}"]
            elif concept.qname in twins:
                items[concept.qname] = items[twins[concept.qname]]
            elif concept.standard == "ifrs" and concept.stem.lower() in by_stem:
                items[concept.qname] = items[by_stem[concept.stem.lower()].qname]
            else:
                items[concept.qname] = snake(concept.stem)
    for concept in sorted(concepts.values(), key=lambda c: (c.standard != "jgaap", c.qname)):
        if concept.kind == "heading":
            total = heading_total.get(concept.qname)
            items[concept.qname] = items[total] if total else snake(concept.stem)
        elif concept.kind == "component":
            line = concept.qname.removesuffix("Member")
            twin = twins.get(concept.qname)
            items[concept.qname] = items.get(line) or items.get(twin or "") or snake(concept.stem)
    return items


def headings_and_totals(concepts: dict[str, Concept], places: list[Place]) -> dict[str, str]:
    """heading -> the line that closes it: the same stem, or the last child whose wording repeats the heading's or sums
    it up."""
    lines = {
        (concept.standard, concept.stem.lower()): concept.qname
        for concept in concepts.values()
        if concept.kind == "line"
    }
    children: dict[str, list[str]] = defaultdict(list)
    for place in sorted(places, key=lambda p: p.order):
        if place.path and place.concept.kind == "line":
            children[place.path[-1]].append(place.concept.qname)
    out = {}
    for concept in concepts.values():
        if concept.kind != "heading":
            continue
        same = lines.get((concept.standard, concept.stem.lower()))
        if same:
            out[concept.qname] = same
            continue
        wanted = {
            key(concept.ja),
            key(concept.ja) + "合計",
            key(concept.ja) + "計",
            key(concept.ja).removesuffix("の部"),
        }
        for child in reversed(children.get(concept.qname, [])):
            words = {key(concepts[child].ja), *(key(label) for label in concepts[child].alt_ja)}
            if words & wanted:
                out[concept.qname] = child
                break
    return out


def find_places(catalogue: Path, concepts: dict[str, Concept]) -> list[Place]:
    lists = read_trees(catalogue, "list_of_accounts")
    models = read_trees(catalogue, "presentation")
    printed = {name for arcs in models.values() for arc in arcs for name in arc}
    in_model = {
        (statement_of(where[1]), where[2], name) for where, arcs in models.items() for arc in arcs for name in arc
    }
    trees = dict(lists)
    for where, arcs in models.items():
        if where not in trees and where[1] in ("summary", "ci"):
            trees[where] = arcs
    merged: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    known: dict[tuple[str, str, str, tuple[str, ...]], Place] = {}
    for where in sorted(
        trees,
        key=lambda w: (
            w[0],
            statement_of(w[1]) != "pl",
            statement_of(w[1]),
            w[2] != FIRST_INDUSTRY,
            w[1] != "cf",
            w[2],
        ),
    ):
        family, statement, industry = where[0], statement_of(where[1]), where[2]
        sequence = merged[(family, statement)]
        before = -1
        walked: set[tuple[str, str, str, tuple[str, ...]]] = set()
        for name, above in walk(trees[where]):
            concept = concepts.get(name)
            if concept is None:
                continue
            if concept.kind == "heading" and not keeps(concept, printed):
                continue
            path = tuple(node for node in above if node in concepts and keeps(concepts[node], printed))
            if (
                not path
                and concept.kind == "heading"
                and re.search(r"(Statement|BalanceSheet|Notes)\w*Abstract$", name)
            ):
                continue
            if statement == "cf" and industry != "ifrs" and path and path[0].endswith(":SubtotalOpeCF"):
                path = ("jppfs_cor:NetCashProvidedByUsedInOperatingActivitiesAbstract", *path)
            if statement == "ci" and industry != "ifrs" and any(other == name for other, _ in merged[(family, "pl")]):
                continue  # J-GAAP's list of the income statement holds other comprehensive income already
            identity = (family, statement, name, path)
            place = known.get(identity)
            if place is None:
                place = known[identity] = Place(concept, statement, path, model=(statement, industry, name) in in_model)
                before += 1
                sequence.insert(before, (name, path))
            elif identity not in walked:
                before = sequence.index((name, path))
            walked.add(identity)
            if industry not in place.industries:
                place.industries.append(industry)
    for name, statement, industries, neighbour in ALSO:
        for (_, listed, other, path), place in list(known.items()):
            added = tuple(industry for industry in industries if industry in place.industries)
            if listed == statement and other == neighbour and added:
                family = name.split("_")[0]
                same = known.get((family, statement, name, path))
                if same is None:
                    same = known[(family, statement, name, path)] = Place(concepts[name], statement, path)
                    sequence = merged[(family, statement)]
                    sequence.insert(sequence.index((other, path)) + 1, (name, path))
                same.industries += [industry for industry in added if industry not in same.industries]
    for (family, statement), sequence in merged.items():
        for number, (name, path) in enumerate(sequence, 1):
            known[(family, statement, name, path)].order = number
    return list(known.values())


def statement_of(name: str) -> str:
    return STATEMENTS[name]


def keeps(concept: Concept, printed: set[str]) -> bool:
    """Nodes that a filer may print: headings of the model statements, and lines with parts."""
    if re.search(r"(Statement\w*|BalanceSheet|Notes\w*)(IFRS)?Abstract$", concept.qname.split(":")[1]):
        return False
    return (
        concept.kind in ("line", "component")
        or concept.qname in printed
        or concept.ja in ("販売費", "一般管理費", "調整", "運転資本の増減")
    )


def read_totals(catalogue: Path) -> dict[tuple[str, str], Counter[tuple[str, int]]]:
    """(statement, part) -> (total, weight) with the number of official roles that say so."""
    found: dict[tuple[str, str], Counter[tuple[str, int]]] = defaultdict(Counter)
    for row in rows(catalogue / "calculation.csv"):
        weight = int(float(row["weight"]))
        found[(statement_of(row["statement"]), row["child"])][(row["parent"], weight)] += (
            10 if row["industry"] in (FIRST_INDUSTRY, "ifrs") else 1
        )
    return found


def infer_deprecated(concepts: dict[str, Concept], places: list[Place]) -> list[Place]:
    """Places for withdrawn concepts that no list carries any more: beside the concept that shares the end of their
    name."""
    placed = {place.concept.qname for place in places}
    hedges = "EffectivePortionOfCashFlowHedges"
    by_suffix = {
        **{
            f"{tax}TaxItemsThatMayBeReclassifiedToProfitOrLossOCIIFRS": f"{hedges}{tax}TaxItemsThatMayBeReclassifiedToProfitOrLossOCIIFRS"
            for tax in ("NetOf", "Before")
        },
        "AssetsIFRS": "OtherFinancialAssetsCAIFRS",
        "NCAIFRS": "OtherFinancialAssetsNCAIFRS",
        "CAIFRS": "OtherFinancialAssetsCAIFRS",
        "InvCFIFRS": "OtherInvCFIFRS",
        "FinCFIFRS": "OtherFinCFIFRS",
        "OpeCFIFRS": "OtherOpeCFIFRS",
        "OpeCF": "OtherNetOpeCFSubtotal",
        "EI": "OtherEI",
        "EL": "OtherEL",
        "EIBNK": "OtherEIBNK",
    }
    out = []
    for concept in concepts.values():
        if concept.kind != "line" or not concept.deprecated or concept.qname in placed:
            continue
        prefix, local = concept.qname.split(":")
        for suffix, neighbour in sorted(by_suffix.items(), key=lambda pair: -len(pair[0])):
            if local.endswith(suffix):
                for place in places:
                    if place.concept.qname == f"{prefix}:{neighbour}":
                        out.append(
                            Place(concept, place.statement, place.path, list(place.industries), place.order, False)
                        )
                break
    return out


def build(catalogue: Path) -> list[dict[str, str]]:
    concepts = read_concepts(catalogue)
    places = find_places(catalogue, concepts)
    places += infer_deprecated(concepts, places)
    items = name_items(concepts, places)
    totals = read_totals(catalogue)
    out = []
    for place in places:
        concept = place.concept
        if not concept.ja:
            continue
        section: list[str] = []
        for node in place.path:
            if not section or section[-1] != items[node]:
                section.append(items[node])
        sums = []
        for (total, weight), _ in totals.get((place.statement, concept.qname), Counter()).most_common():
            if total in items and items[total] != items[concept.qname]:
                sums.append(f"{items[total]}:{weight}")
        standard = concept.standard
        if standard == "summary":
            suffix = re.search(r"(IFRS|USGAAP|JMIS)SummaryOf", concept.qname)
            standard = suffix.group(1).lower() if suffix else "jgaap"
        out.append({
            "item": items[concept.qname], "element": concept.qname, "standard": standard, "kind": concept.kind, "statement": place.statement,
            "industries": "|".join(sorted(place.industries)), "section": "/".join(section), "order": str(place.order), "model": str(int(place.model)),
            "period": concept.period if concept.kind == "line" else "", "balance": concept.balance, "data": concept.data if concept.kind == "line" else "",
            "totals": "|".join(dict.fromkeys(sums)), "ja": concept.ja, "en": concept.en, "alt_ja": "|".join(concept.alt_ja), "alt_en": "|".join(concept.alt_en),
            "since": concept.since, "until": "" if not concept.deprecated else concept.until,
        })  # fmt: skip
    out = merge(out)
    totals_last(out)
    out = unframed(out)
    ranks = {"bs": 0, "pl": 1, "ci": 2, "ss": 3, "cf": 4, "summary": 5, "note": 6}
    out.sort(
        key=lambda row: (row["standard"], ranks[row["statement"]], int(row["order"]), row["element"], row["section"])
    )
    return out


def merge(made: list[dict[str, str]]) -> list[dict[str, str]]:
    """One row per element and place: trades that give the place through another node of the same item share it."""
    places: dict[tuple[str, ...], dict[str, str]] = {}
    for row in sorted(made, key=lambda row: (FIRST_INDUSTRY not in row["industries"].split("|"), int(row["order"]))):
        place = (row["element"], row["kind"], row["statement"], row["section"])
        known = places.setdefault(place, row)
        known["industries"] = "|".join(sorted({*known["industries"].split("|"), *row["industries"].split("|")}))
    return list(places.values())


# Headings of one trade's form around sections that all trades have: neither sections nor items of their own.
FRAMES = ("liabilities_and_net_assets_abstract_ele",)


def unframed(made: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows without the frames: what stands in one has the section of the other trades, and keeps its order."""
    for row in made:
        outermost, _, rest = row["section"].partition("/")
        if outermost in FRAMES:
            row["section"] = rest
    return [row for row in made if row["item"] not in FRAMES]


def totals_last(made: list[dict[str, str]]) -> None:
    """A total follows everything in its section, wherever the long lists have it. Renumbers ``order``."""
    statements: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in made:
        statements[(row["standard"], row["statement"])].append(row)
    for rows in statements.values():
        rows.sort(key=lambda row: int(row["order"]))
        last: dict[str, int] = {}
        for row in rows:
            path = row["section"].split("/") if row["section"] else []
            for depth in range(len(path)):
                last["/".join(path[: depth + 1])] = int(row["order"])

        def position(row: dict[str, str], last: dict[str, int] = last) -> tuple[int, int]:
            closes = row["kind"] == "line" and row["section"].rpartition("/")[2] == row["item"]
            return (last[row["section"]], -row["section"].count("/")) if closes else (int(row["order"]), -99)

        for number, row in enumerate(sorted(rows, key=position), 1):
            row["order"] = str(number)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "items.csv")
    arguments = parser.parse_args()
    made = build(arguments.catalogue)
    with arguments.out.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)
    print(f"{arguments.out}: {len(made)} rows, {len({row['item'] for row in made})} items", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
