"""From a seed to a consistent set of figures: income first, then equity, cash, and the balance sheet that holds
them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.typesetting import labels as L
from tests.typesetting.figures import Column, Figures, Row, Sheet, Statement, columns_of, divide, month_end

COMPANIES = (
    ("架空精密工業株式会社", "Kakuu Precision Industries Co., Ltd."),
    ("仮想物流株式会社", "Kasou Logistics Corporation"),
    ("見本食品株式会社", "Mihon Foods Co., Ltd."),
    ("例示電機株式会社", "Reiji Electric Inc."),
)


def invent(seed: int, three_months: bool = False) -> Figures:
    """The figures of that seed; ``three_months`` adds a three-month block to flows of second and third quarters."""
    rng = Random(f"figures {seed}")
    standard = rng.choice(("jgaap", "jgaap", "ifrs"))
    consolidated = standard == "ifrs" or rng.random() < 0.75
    part = rng.choice(("FY", "FY", "Q1", "Q2", "Q3", "H1"))
    year_end = month_end(rng.randrange(2018, 2025), rng.choice((3, 3, 3, 12, 9, 2, 6)))
    figures = Figures(
        rng.choice(COMPANIES),
        str(rng.randrange(1300, 9999)),
        standard,
        consolidated,
        part,
        year_end,
        rng.randrange(8, 150),
        rng.choice((1000, 1_000_000, 1_000_000)),
    )
    instants, flows = columns_of(part, year_end, three_months)
    size = rng.choice((20_000, 300_000, 4_000_000, 60_000_000))
    income, profits = _income(rng, figures, size, flows)
    before = next(row.values for row in income.rows if "税引前" in row.ja or "税金等調整前" in row.ja)
    comprehensive, others = _comprehensive(rng, figures, profits, flows)
    equity, ends = _equity(rng, figures, size, profits, others, flows)
    cash, cash_ends = _cash(rng, figures, size, [value or 0 for value in before[:2]], flows)
    balance = _balance(rng, figures, size, ends, cash_ends, instants)
    statements = [balance, income, comprehensive, equity, cash]
    if not consolidated:
        statements.remove(comprehensive)  # a company's own accounts have none
    if standard == "jgaap" and part in ("Q1", "Q2", "Q3"):
        statements.remove(equity)
    return replace(figures, statements={statement.kind: statement for statement in statements})


def _term(figures: Figures) -> tuple[str, str]:
    """四半期, 中間 or 当期, as the lines of the income statement say it."""
    if figures.part == "FY":
        return "当期", ""
    return ("中間", "") if figures.part == "H1" else ("四半期", "")


def _income(
    rng: Random, figures: Figures, size: int, flows: tuple[Column, ...]
) -> tuple[Statement, list[tuple[int, int, int]]]:
    """The income statement, and for each period profit: all, of the owners of the parent, of the others."""
    n = len(flows)
    scale = [rng.uniform(0.8, 1.2) for _ in flows[:2]]
    scale += [scale[at - 2] * rng.uniform(0.3, 0.45) for at in range(2, n)]
    sales = [int(size * factor) for factor in scale]
    cost = [int(value * rng.uniform(0.5, 0.7)) for value in sales]
    sga = [int((a - b) * rng.uniform(0.4, 0.8)) for a, b in zip(sales, cost, strict=True)]
    gross = [a - b for a, b in zip(sales, cost, strict=True)]
    make = _income_ifrs if figures.standard == "ifrs" else _income_jgaap
    return make(rng, figures, flows, sales, cost, gross, sga)


def _income_jgaap(
    rng: Random,
    figures: Figures,
    flows: tuple[Column, ...],
    sales: list[int],
    cost: list[int],
    gross: list[int],
    sga: list[int],
) -> tuple[Statement, list[tuple[int, int, int]]]:
    sheet, n = Sheet(len(flows)), len(flows)
    term = _term(figures)[0]
    sheet.line(("売上高", "Net sales"), 0, sales)
    sheet.line(("売上原価", "Cost of sales"), 0, cost)
    sheet.total(("売上総利益", "Gross profit"), 0, gross)
    sheet.line(("販売費及び一般管理費", "Selling, general and administrative expenses"), 0, sga)
    operating = [a - b for a, b in zip(gross, sga, strict=True)]
    sheet.total(("営業利益", "Operating profit"), 0, operating)
    gains = _group(
        rng, sheet, ("営業外収益", "Non-operating income"), L.NON_OPERATING_INCOME, [v // 25 + 9 for v in operating]
    )
    losses = _group(
        rng,
        sheet,
        ("営業外費用", "Non-operating expenses"),
        L.NON_OPERATING_EXPENSES,
        [v // 40 + 7 for v in operating],
    )
    ordinary = [operating[at] + gains[at] - losses[at] for at in range(n)]
    sheet.total(("経常利益", "Ordinary profit"), 0, ordinary)
    extra = [0] * n
    if rng.random() < 0.7:
        extra = _group(
            rng,
            sheet,
            ("特別利益", "Extraordinary income"),
            (("固定資産売却益", "Gain on sale of non-current assets"),),
            [v // 60 + 3 for v in operating],
            other=False,
        )
    if rng.random() < 0.7:
        lost = _group(
            rng,
            sheet,
            ("特別損失", "Extraordinary losses"),
            (
                ("固定資産除却損", "Loss on retirement of non-current assets"),
                ("減損損失", "Impairment losses"),
            ),
            [v // 50 + 4 for v in operating],
            other=False,
        )
        extra = [a - b for a, b in zip(extra, lost, strict=True)]
    before = [a + b for a, b in zip(ordinary, extra, strict=True)]
    if figures.consolidated:
        sheet.total((f"税金等調整前{term}純利益", "Profit before income taxes"), 0, before)
    else:
        sheet.total((f"税引前{term}純利益", "Profit before income taxes"), 0, before)
    tax = [int(value * rng.uniform(0.28, 0.36)) for value in before]
    if figures.part == "FY":
        deferred = [-int(value * rng.uniform(0.05, 0.2)) for value in tax]
        now = [a - b for a, b in zip(tax, deferred, strict=True)]
        sheet.line(("法人税、住民税及び事業税", "Income taxes - current"), 0, now)
        sheet.line(("法人税等調整額", "Income taxes - deferred"), 0, deferred)
        sheet.total(("法人税等合計", "Total income taxes"), 0, tax)
    else:
        sheet.line(("法人税等", "Income taxes"), 0, tax)
    profit = [a - b for a, b in zip(before, tax, strict=True)]
    sheet.total((f"{term}純利益", "Profit"), 0, profit)
    minority = [0] * n
    if figures.consolidated:
        minority = [int(value * rng.uniform(0.02, 0.08)) + 1 for value in profit]
        sheet.line(
            (f"非支配株主に帰属する{term}純利益", "Profit attributable to non-controlling interests"), 0, minority
        )
        owners = [a - b for a, b in zip(profit, minority, strict=True)]
        sheet.total((f"親会社株主に帰属する{term}純利益", "Profit attributable to owners of parent"), 0, owners)
    rows = tuple(sheet.rows)
    return Statement("income_statement", flows, rows), [(a, a - b, b) for a, b in zip(profit, minority, strict=True)]


def _income_ifrs(
    rng: Random,
    figures: Figures,
    flows: tuple[Column, ...],
    sales: list[int],
    cost: list[int],
    gross: list[int],
    sga: list[int],
) -> tuple[Statement, list[tuple[int, int, int]]]:
    sheet, n = Sheet(len(flows)), len(flows)
    term = _term(figures)[0]
    sheet.line(("売上収益", "Revenue"), 0, sales)
    sheet.line(("売上原価", "Cost of sales"), 0, [-v for v in cost])
    sheet.total(("売上総利益", "Gross profit"), 0, gross)
    sheet.line(("販売費及び一般管理費", "Selling, general and administrative expenses"), 0, [-v for v in sga])
    plus, minus = [v // 50 + 5 for v in gross], [v // 70 + 4 for v in gross]
    sheet.line(("その他の収益", "Other income"), 0, plus)
    sheet.line(("その他の費用", "Other expenses"), 0, [-v for v in minus])
    operating = [gross[at] - sga[at] + plus[at] - minus[at] for at in range(n)]
    sheet.total(("営業利益", "Operating profit"), 0, operating)
    finance, costs = [v // 45 + 3 for v in operating], [v // 35 + 2 for v in operating]
    sheet.line(("金融収益", "Finance income"), 0, finance)
    sheet.line(("金融費用", "Finance costs"), 0, [-v for v in costs])
    before = [operating[at] + finance[at] - costs[at] for at in range(n)]
    sheet.total((f"税引前{term.replace('当期', '')}利益", "Profit before tax"), 0, before)
    tax = [int(value * rng.uniform(0.25, 0.34)) for value in before]
    sheet.line(("法人所得税費用", "Income tax expense"), 0, [-v for v in tax])
    profit = [a - b for a, b in zip(before, tax, strict=True)]
    sheet.total((f"{term}利益", "Profit"), 0, profit)
    minority = [int(value * rng.uniform(0.02, 0.08)) + 1 for value in profit]
    sheet.head((f"{term}利益の帰属", "Profit attributable to"), 0)
    sheet.line(("親会社の所有者", "Owners of parent"), 1, [a - b for a, b in zip(profit, minority, strict=True)])
    sheet.line(("非支配持分", "Non-controlling interests"), 1, minority)
    sheet.total((f"{term}利益", "Profit"), 1, profit)
    if rng.random() < 0.6:
        per_share = [rng.randrange(500, 40_000) for _ in range(n)]
        sheet.head((f"１株当たり{term}利益", "Earnings per share"), 0)
        sheet.line(
            (f"基本的１株当たり{term}利益（円）", "Basic earnings per share (yen)"), 1, per_share, unit="per_share"
        )
    rows = tuple(sheet.rows)
    return Statement("income_statement", flows, rows), [(a, a - b, b) for a, b in zip(profit, minority, strict=True)]


def _group(
    rng: Random, sheet: Sheet, title: L.Names, names: tuple[L.Names, ...], about: list[int], other: bool = True
) -> list[int]:
    """A heading, its lines and their total."""
    chosen = [name for name in names if rng.random() < 0.7] or [names[0]]
    lines = [*chosen, *([L.OTHER] if other else [])]
    sheet.head(title, 0)
    parts = [divide(rng, max(value, len(lines) + 1), len(lines)) for value in about]
    if len(lines) > 1 and rng.random() < 0.4:
        parts[0][0] = 0  # a dash in one column
    for at, name in enumerate(lines):
        sheet.line(name, 1, [part[at] for part in parts])
    totals = [sum(part) for part in parts]
    en = title[1][0].lower() + title[1][1:]
    sheet.total((f"{title[0]}合計", f"Total {en}"), 1, totals)
    return totals


def _comprehensive(
    rng: Random, figures: Figures, profits: list[tuple[int, int, int]], flows: tuple[Column, ...]
) -> tuple[Statement, list[tuple[int, int]]]:
    """The statement, and for each period other comprehensive income: securities, translation."""
    sheet = Sheet(len(flows))
    term = _term(figures)[0]
    others = [
        (
            rng.choice((1, 1, -1)) * (p[0] // rng.randrange(8, 30) + 2),
            rng.choice((1, -1)) * (p[0] // rng.randrange(5, 20) + 3),
        )
        for p in profits
    ]
    ifrs = figures.standard == "ifrs"
    profit = [p[0] for p in profits]
    whole = [p[0] + sum(o) for p, o in zip(profits, others, strict=True)]
    sheet.line((f"{term}利益" if ifrs else f"{term}純利益", "Profit"), 0, profit)
    sheet.head(("その他の包括利益", "Other comprehensive income"), 0)
    if ifrs:
        fair = (
            "その他の包括利益を通じて測定する金融資産の公正価値の変動",
            "Financial assets measured at fair value through other comprehensive income",
        )
        sheet.head(("純損益に振り替えられることのない項目", "Items that will not be reclassified to profit or loss"), 1)
        sheet.line(fair, 2, [o[0] for o in others])
        sheet.head(("純損益に振り替えられる可能性のある項目", "Items that may be reclassified to profit or loss"), 1)
        sheet.line(
            ("在外営業活動体の換算差額", "Exchange differences on translation of foreign operations"),
            2,
            [o[1] for o in others],
        )
        sheet.total(("その他の包括利益合計", "Total other comprehensive income"), 1, [sum(o) for o in others])
        sheet.total((f"{term}包括利益", "Comprehensive income"), 0, whole)
        sheet.head((f"{term}包括利益の帰属", "Comprehensive income attributable to"), 0)
        sheet.line(("親会社の所有者", "Owners of parent"), 1, [w - p[2] for w, p in zip(whole, profits, strict=True)])
        sheet.line(("非支配持分", "Non-controlling interests"), 1, [p[2] for p in profits])
    else:
        for at, name in ((0, L.EQUITY_JGAAP[5]), (1, L.EQUITY_JGAAP[6])):
            sheet.line(name[:2], 1, [o[at] for o in others])
        sheet.total(("その他の包括利益合計", "Total other comprehensive income"), 1, [sum(o) for o in others])
        word = "包括利益" if figures.part == "FY" else f"{term}包括利益"
        sheet.total((word, "Comprehensive income"), 0, whole)
        if figures.consolidated:
            sheet.head(("（内訳）", "Comprehensive income attributable to"), 0)
            owners = [w - p[2] for w, p in zip(whole, profits, strict=True)]
            sheet.line((f"親会社株主に係る{word}", "Comprehensive income attributable to owners of parent"), 1, owners)
            minor = ("Comprehensive income attributable to non-controlling interests",)
            sheet.line((f"非支配株主に係る{word}", *minor), 1, [p[2] for p in profits])
    return Statement("comprehensive_income", flows, tuple(sheet.rows)), others


def _equity(
    rng: Random,
    figures: Figures,
    size: int,
    profits: list[tuple[int, int, int]],
    others: list[tuple[int, int]],
    flows: tuple[Column, ...],
) -> tuple[Statement, list[dict[str, int]]]:
    """The statement of changes, and the balances at the balance sheet's two dates by component."""
    ifrs = figures.standard == "ifrs"
    opening = {
        "capital": size // rng.randrange(8, 20) + 11,
        "surplus": size // rng.randrange(9, 25) + 7,
        "retained": size // rng.randrange(2, 5) + 5,
        "treasury": -(size // rng.randrange(90, 300) + 1),
        "securities": size // rng.randrange(40, 90) + 2,
        "translation": rng.choice((1, -1)) * (size // rng.randrange(60, 120) + 3),
        "minority": size // rng.randrange(50, 90) + 4 if figures.consolidated else 0,
    }
    blocks: list[tuple[Row, ...]] = []
    balance, ends = dict(opening), []
    for at, flow in enumerate(flows[:2]):
        if at == 1 and figures.part != "FY":
            balance = {key: int(value * 1.07) + 1 for key, value in balance.items()}
            ends.append(dict(balance))
        dividends, bought = -(profits[at][1] // rng.randrange(3, 6) + 1), -(size // rng.randrange(400, 900) + 1)
        moves: list[tuple[str, dict[str, int]]] = [
            ("profit", {"retained": profits[at][1], "minority": profits[at][2]}),
            ("oci", {"securities": others[at][0], "translation": others[at][1]}),
            ("dividends", {"retained": dividends}),
            ("bought", {"treasury": bought}),
        ]
        rows, balance = _equity_block(figures, balance, moves, flow, ifrs)
        blocks.append(rows)
        ends.append(dict(balance))
    if figures.part == "FY":
        ends = ends[-2:]
    components = L.EQUITY_IFRS if ifrs else L.EQUITY_JGAAP if figures.consolidated else L.EQUITY_OWN
    return Statement("changes_in_equity", flows[:2], (), components, tuple(blocks)), ends[-2:]


def spread(figures: Figures, balance: dict[str, int]) -> list[int]:
    """Balances or movements by the printed components, totals among them."""
    get = balance.get
    capital = [get("capital", 0), get("surplus", 0), get("retained", 0), get("treasury", 0)]
    other = [get("securities", 0), get("translation", 0)]
    if figures.standard == "ifrs":
        owners = sum(capital) + sum(other)
        return [*capital, sum(other), owners, get("minority", 0), owners + get("minority", 0)]
    whole = sum(capital) + sum(other) + get("minority", 0)
    minority = [get("minority", 0)] if figures.consolidated else []
    return [*capital, sum(capital), *other, sum(other), *minority, whole]


def _equity_block(
    figures: Figures, balance: dict[str, int], moves: list[tuple[str, dict[str, int]]], flow: Column, ifrs: bool
) -> tuple[tuple[Row, ...], dict[str, int]]:
    sheet = Sheet(0)
    term = _term(figures)[0]

    def put(key: L.Names, depth: int, change: dict[str, int], style: str = "item", at: str = "") -> None:
        sheet.line(key, depth, spread(figures, change), style, at)

    change: dict[str, int] = {}
    for _, move in moves:
        for key, value in move.items():
            change[key] = change.get(key, 0) + value
    named = dict(moves)
    after = {key: value + change.get(key, 0) for key, value in balance.items()}
    if ifrs:
        first, last = ("期首残高", "Balance at beginning of period"), ("期末残高", "Balance at end of period")
        put(first, 0, balance, at="open")
        put((f"{term}利益", "Profit"), 1, named["profit"])
        put(("その他の包括利益", "Other comprehensive income"), 1, named["oci"])
        whole = {**named["profit"], **named["oci"]}
        put((f"{term}包括利益合計", "Total comprehensive income"), 1, whole, "total")
        put(("剰余金の配当", "Dividends"), 1, named["dividends"])
        put(("自己株式の取得", "Purchase of treasury shares"), 1, named["bought"])
        put(
            ("所有者との取引額合計", "Total transactions with owners"),
            1,
            {**named["dividends"], **named["bought"]},
            "total",
        )
        put(last, 0, after, "total", "close")
        return tuple(sheet.rows), after
    put(("当期首残高", "Balance at beginning of period"), 0, balance, at="open")
    sheet.head(("当期変動額", "Changes during period"), 0)
    put(("剰余金の配当", "Dividends of surplus"), 1, named["dividends"])
    owners = f"親会社株主に帰属する{term}純利益" if figures.consolidated else f"{term}純利益"
    english = "Profit attributable to owners of parent" if figures.consolidated else "Profit"
    put((owners, english), 1, {"retained": named["profit"]["retained"]})
    put(("自己株式の取得", "Purchase of treasury shares"), 1, named["bought"])
    rest = {**named["oci"], "minority": named["profit"]["minority"]}
    net = "Net changes in items other than shareholders' equity"
    put(("株主資本以外の項目の当期変動額（純額）", net), 1, rest)
    put(("当期変動額合計", "Total changes during period"), 1, change, "total")
    put(("当期末残高", "Balance at end of period"), 0, after, "total", "close")
    return tuple(sheet.rows), after


def _cash(
    rng: Random, figures: Figures, size: int, before: list[int], flows: tuple[Column, ...]
) -> tuple[Statement, list[int]]:
    """Cash flows of the cumulative periods, and cash at the balance sheet's two dates."""
    flows = flows[:2]
    ifrs = figures.standard == "ifrs"
    sheet, term = Sheet(2), _term(figures)[0]
    depreciation = [size // rng.randrange(20, 40) + 2 for _ in flows]
    opening = [size // rng.randrange(6, 12), 0]
    operating = [a + b - size // 200 for a, b in zip(before, depreciation, strict=True)]
    investing = [-(size // rng.randrange(18, 40)) for _ in flows]
    financing = [-(size // rng.randrange(60, 120)) for _ in flows]
    fx = [rng.choice((1, -1)) * (size // 2000 + 3) for _ in flows]
    net = [sum(parts) for parts in zip(operating, investing, financing, fx, strict=True)]
    opening[1] = opening[0] + net[0] if figures.part == "FY" else int(opening[0] * 1.1) + 5
    closing = [a + b for a, b in zip(opening, net, strict=True)]
    sheet.head(("営業活動によるキャッシュ・フロー", "Cash flows from operating activities"), 0)
    name = (
        f"税引前{term.replace('当期', '')}利益"
        if ifrs
        else f"税金等調整前{term}純利益"
        if figures.consolidated
        else f"税引前{term}純利益"
    )
    sheet.line((name, "Profit before tax" if ifrs else "Profit before income taxes"), 1, before)
    dep = ("減価償却費及び償却費", "Depreciation and amortization") if ifrs else ("減価償却費", "Depreciation")
    sheet.line(dep, 1, depreciation)
    receivables = [rng.choice((1, -1)) * (size // rng.randrange(80, 200) + 4) for _ in flows]
    key = ("営業債権及びその他の債権の増減額（△は増加）", "Decrease (increase) in trade and other receivables")
    sheet.line(
        key if ifrs else ("売上債権の増減額（△は増加）", "Decrease (increase) in trade receivables"), 1, receivables
    )
    stock = [rng.choice((1, -1)) * (size // rng.randrange(100, 300) + 5) for _ in flows]
    sheet.line(("棚卸資産の増減額（△は増加）", "Decrease (increase) in inventories"), 1, stock)
    rest = [operating[at] - before[at] - depreciation[at] - receivables[at] - stock[at] for at in range(2)]
    tax = [-int(value * 0.3) for value in before]
    sheet.line(L.OTHER, 1, [a - b for a, b in zip(rest, tax, strict=True)])
    sheet.total(("小計", "Subtotal"), 1, [a - b for a, b in zip(operating, tax, strict=True)])
    paid = ("法人所得税の支払額", "Income taxes paid") if ifrs else ("法人税等の支払額", "Income taxes paid")
    sheet.line(paid, 1, tax)
    sheet.total(
        ("営業活動によるキャッシュ・フロー", "Net cash provided by (used in) operating activities"), 1, operating
    )
    _flows(rng, sheet, "投資", "investing", L.INVESTING_IFRS if ifrs else L.INVESTING_JGAAP, investing)
    _flows(rng, sheet, "財務", "financing", L.FINANCING_IFRS if ifrs else L.FINANCING_JGAAP, financing)
    sheet.line(
        ("現金及び現金同等物に係る換算差額", "Effect of exchange rate change on cash and cash equivalents"), 0, fx
    )
    sheet.total(
        ("現金及び現金同等物の増減額（△は減少）", "Net increase (decrease) in cash and cash equivalents"), 0, net
    )
    sheet.line(
        ("現金及び現金同等物の期首残高", "Cash and cash equivalents at beginning of period"), 0, opening, at="open"
    )
    end = {"当期": "期末", "四半期": "四半期末", "中間": "中間期末"}[term]
    last = (f"現金及び現金同等物の{end}残高", "Cash and cash equivalents at end of period")
    sheet.line(last, 0, closing, "total", "close")
    ends = closing if figures.part == "FY" else [opening[1], closing[1]]
    return Statement("cash_flows", flows, tuple(sheet.rows)), ends


def _flows(rng: Random, sheet: Sheet, ja: str, en: str, names: tuple[L.Names, ...], totals: list[int]) -> None:
    """A section of the cash flow statement: lines, the rest as other, the total."""
    sheet.head((f"{ja}活動によるキャッシュ・フロー", f"Cash flows from {en} activities"), 0)
    left = list(totals)
    chosen = [name for name in names if rng.random() < 0.75] or [names[0]]
    for name in chosen:
        sign = 1 if "収入" in name[0] else -1
        values = [sign * (abs(value) // rng.randrange(3, 9) + 2) for value in totals]
        if rng.random() < 0.15:
            values[rng.randrange(2)] = 0
        left = [a - b for a, b in zip(left, values, strict=True)]
        sheet.line(name, 1, values)
    sheet.line(L.OTHER, 1, left)
    sheet.total((f"{ja}活動によるキャッシュ・フロー", f"Net cash provided by (used in) {en} activities"), 1, totals)


def _balance(
    rng: Random,
    figures: Figures,
    size: int,
    equity: list[dict[str, int]],
    cash: list[int],
    instants: tuple[Column, ...],
) -> Statement:
    owned = [spread(figures, balance)[-1] for balance in equity]
    total = [int(value * rng.uniform(1.5, 2.6)) + cash[at] * 2 for at, value in enumerate(owned)]
    debt = [a - b for a, b in zip(total, owned, strict=True)]
    ifrs = figures.standard == "ifrs"
    sheet = Sheet(2)
    (_assets_ifrs if ifrs else _assets_jgaap)(rng, sheet, total, cash)
    split = len(sheet.rows)
    (_claims_ifrs if ifrs else _claims_jgaap)(rng, sheet, figures, debt, equity, total)
    return Statement("balance_sheet", instants, tuple(sheet.rows), split=split)


def _list(rng: Random, sheet: Sheet, names: tuple[L.Names, ...], depth: int, sums: list[int], last: L.Names) -> None:
    """Some of the names and a last one, with that sum; perhaps with a dash in one column."""
    chosen = [name for name in names if rng.random() < 0.75]
    parts = [divide(rng, value, len(chosen) + 1) for value in sums]
    if chosen and rng.random() < 0.15:
        at = rng.randrange(len(chosen))
        parts[0][-1] += parts[0][at]
        parts[0][at] = 0
    for at, name in enumerate((*chosen, last)):
        sheet.line(name, depth, [part[at] for part in parts])


def _minus(values: list[int], other: list[int]) -> list[int]:
    return [a - b for a, b in zip(values, other, strict=True)]


def _assets_jgaap(rng: Random, sheet: Sheet, total: list[int], cash: list[int]) -> None:
    now = [int((value - c) * rng.uniform(0.35, 0.6)) + c for value, c in zip(total, cash, strict=True)]
    bad = [-(value // 900 + 1) for value in now]
    sheet.head(L.ASSETS, 0)
    sheet.head(L.CURRENT_ASSETS, 1)
    extra = [0, 0] if rng.random() < 0.4 else [c // 20 + 3 for c in cash]
    deposits = [a + b for a, b in zip(cash, extra, strict=True)]
    sheet.line(("現金及び預金", "Cash and deposits"), 2, deposits)
    _list(rng, sheet, L.JGAAP_CURRENT, 2, _minus(_minus(now, deposits), bad), L.OTHER)
    sheet.line(L.DOUBTFUL, 2, bad)
    sheet.total(("流動資産合計", "Total current assets"), 2, now)
    fixed = _minus(total, now)
    tangible = [int(value * rng.uniform(0.5, 0.7)) for value in fixed]
    intangible = [int(value * rng.uniform(0.05, 0.15)) + 9 for value in fixed]
    invested = _minus(_minus(fixed, tangible), intangible)
    sheet.head(L.FIXED_ASSETS, 1)
    sheet.head(("有形固定資産", "Property, plant and equipment"), 2)
    _list(rng, sheet, L.JGAAP_TANGIBLE, 3, tangible, L.OTHER_NET)
    sheet.total(("有形固定資産合計", "Total property, plant and equipment"), 3, tangible)
    sheet.head(("無形固定資産", "Intangible assets"), 2)
    _list(rng, sheet, L.JGAAP_INTANGIBLE, 3, intangible, L.OTHER)
    sheet.total(("無形固定資産合計", "Total intangible assets"), 3, intangible)
    sheet.head(("投資その他の資産", "Investments and other assets"), 2)
    _list(rng, sheet, L.JGAAP_INVESTMENTS, 3, _minus(invested, bad), L.OTHER)
    sheet.line(L.DOUBTFUL, 3, bad)
    sheet.total(("投資その他の資産合計", "Total investments and other assets"), 3, invested)
    sheet.total(("固定資産合計", "Total non-current assets"), 2, fixed)
    sheet.total(("資産合計", "Total assets"), 1, total)


def _claims_jgaap(
    rng: Random, sheet: Sheet, figures: Figures, debt: list[int], equity: list[dict[str, int]], total: list[int]
) -> None:
    short = [int(value * rng.uniform(0.4, 0.7)) for value in debt]
    sheet.head(("負債の部", "Liabilities"), 0)
    sheet.head(("流動負債", "Current liabilities"), 1)
    _list(rng, sheet, L.JGAAP_SHORT, 2, short, L.OTHER)
    sheet.total(("流動負債合計", "Total current liabilities"), 2, short)
    sheet.head(("固定負債", "Non-current liabilities"), 1)
    _list(rng, sheet, L.JGAAP_LONG, 2, _minus(debt, short), L.OTHER)
    sheet.total(("固定負債合計", "Total non-current liabilities"), 2, _minus(debt, short))
    sheet.total(("負債合計", "Total liabilities"), 1, debt)
    sheet.head(("純資産の部", "Net assets"), 0)
    spreads = [spread(figures, balance) for balance in equity]
    components = L.EQUITY_JGAAP if figures.consolidated else L.EQUITY_OWN
    sheet.head(("株主資本", "Shareholders' equity"), 1)
    for at, component in enumerate(components):
        values = [values[at] for values in spreads]
        ja, en, group = component
        if at == 5:
            sheet.head(L.GROUPS["jgaap" if figures.consolidated else "own", "other"], 1)
        style = "total" if ja.endswith("合計") else "item"
        sheet.line((ja, en), 2 if group else 1, values, style)
    sheet.total(("負債純資産合計", "Total liabilities and net assets"), 0, total)


def _assets_ifrs(rng: Random, sheet: Sheet, total: list[int], cash: list[int]) -> None:
    now = [int((value - c) * rng.uniform(0.35, 0.6)) + c for value, c in zip(total, cash, strict=True)]
    sheet.head(("資産", "Assets"), 0)
    sheet.head(L.CURRENT_ASSETS, 1)
    sheet.line(("現金及び現金同等物", "Cash and cash equivalents"), 2, cash)
    _list(rng, sheet, L.IFRS_CURRENT, 2, _minus(now, cash), ("その他の流動資産", "Other current assets"))
    sheet.total(("流動資産合計", "Total current assets"), 2, now)
    sheet.head(("非流動資産", "Non-current assets"), 1)
    _list(rng, sheet, L.IFRS_FIXED, 2, _minus(total, now), ("その他の非流動資産", "Other non-current assets"))
    sheet.total(("非流動資産合計", "Total non-current assets"), 2, _minus(total, now))
    sheet.total(("資産合計", "Total assets"), 1, total)


def _claims_ifrs(
    rng: Random, sheet: Sheet, figures: Figures, debt: list[int], equity: list[dict[str, int]], total: list[int]
) -> None:
    short = [int(value * rng.uniform(0.4, 0.7)) for value in debt]
    sheet.head(("負債及び資本", "Liabilities and equity"), 0)
    sheet.head(("負債", "Liabilities"), 1)
    sheet.head(("流動負債", "Current liabilities"), 2)
    _list(rng, sheet, L.IFRS_SHORT, 3, short, ("その他の流動負債", "Other current liabilities"))
    sheet.total(("流動負債合計", "Total current liabilities"), 3, short)
    sheet.head(("非流動負債", "Non-current liabilities"), 2)
    _list(rng, sheet, L.IFRS_LONG, 3, _minus(debt, short), ("その他の非流動負債", "Other non-current liabilities"))
    sheet.total(("非流動負債合計", "Total non-current liabilities"), 3, _minus(debt, short))
    sheet.total(("負債合計", "Total liabilities"), 2, debt)
    sheet.head(("資本", "Equity"), 1)
    spreads = [spread(figures, balance) for balance in equity]
    for at, (ja, en, _) in enumerate(L.EQUITY_IFRS):
        if ja == "合計":
            ja, en = "親会社の所有者に帰属する持分合計", "Total equity attributable to owners of parent"
        sheet.line((ja, en), 2, [values[at] for values in spreads], "total" if ja.endswith("合計") else "item")
    sheet.total(("負債及び資本合計", "Total liabilities and equity"), 1, total)
