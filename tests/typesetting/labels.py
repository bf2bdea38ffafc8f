"""What the lines of invented statements are called, in Japanese and in English, by accounting standard."""

from __future__ import annotations

Names = tuple[str, str]

ASSETS = ("資産の部", "Assets")
CURRENT_ASSETS = ("流動資産", "Current assets")
FIXED_ASSETS = ("固定資産", "Non-current assets")

JGAAP_CURRENT: tuple[Names, ...] = (
    ("受取手形及び売掛金", "Notes and accounts receivable - trade"),
    ("電子記録債権", "Electronically recorded monetary claims - operating"),
    ("有価証券", "Securities"),
    ("商品及び製品", "Merchandise and finished goods"),
    ("仕掛品", "Work in process"),
    ("原材料及び貯蔵品", "Raw materials and supplies"),
)
JGAAP_TANGIBLE: tuple[Names, ...] = (
    ("建物及び構築物（純額）", "Buildings and structures, net"),
    ("機械装置及び運搬具（純額）", "Machinery, equipment and vehicles, net"),
    ("土地", "Land"),
    ("リース資産（純額）", "Leased assets, net"),
    ("建設仮勘定", "Construction in progress"),
)
JGAAP_INTANGIBLE: tuple[Names, ...] = (("のれん", "Goodwill"), ("ソフトウエア", "Software"))
JGAAP_INVESTMENTS: tuple[Names, ...] = (
    ("投資有価証券", "Investment securities"),
    ("長期貸付金", "Long-term loans receivable"),
    ("繰延税金資産", "Deferred tax assets"),
)
JGAAP_SHORT: tuple[Names, ...] = (
    ("支払手形及び買掛金", "Notes and accounts payable - trade"),
    ("短期借入金", "Short-term borrowings"),
    ("１年内返済予定の長期借入金", "Current portion of long-term borrowings"),
    ("未払法人税等", "Income taxes payable"),
    ("賞与引当金", "Provision for bonuses"),
)
JGAAP_LONG: tuple[Names, ...] = (
    ("社債", "Bonds payable"),
    ("長期借入金", "Long-term borrowings"),
    ("退職給付に係る負債", "Retirement benefit liability"),
    ("資産除去債務", "Asset retirement obligations"),
)
OTHER, OTHER_NET = ("その他", "Other"), ("その他（純額）", "Other, net")
DOUBTFUL = ("貸倒引当金", "Allowance for doubtful accounts")

IFRS_CURRENT: tuple[Names, ...] = (
    ("営業債権及びその他の債権", "Trade and other receivables"),
    ("棚卸資産", "Inventories"),
    ("その他の金融資産", "Other financial assets"),
    ("未収法人所得税", "Income taxes receivable"),
)
IFRS_FIXED: tuple[Names, ...] = (
    ("有形固定資産", "Property, plant and equipment"),
    ("使用権資産", "Right-of-use assets"),
    ("のれん", "Goodwill"),
    ("無形資産", "Intangible assets"),
    ("持分法で会計処理されている投資", "Investments accounted for using equity method"),
    ("繰延税金資産", "Deferred tax assets"),
)
IFRS_SHORT: tuple[Names, ...] = (
    ("営業債務及びその他の債務", "Trade and other payables"),
    ("借入金", "Borrowings"),
    ("リース負債", "Lease liabilities"),
    ("未払法人所得税", "Income taxes payable"),
    ("引当金", "Provisions"),
)
IFRS_LONG: tuple[Names, ...] = (
    ("社債及び借入金", "Bonds and borrowings"),
    ("リース負債", "Lease liabilities"),
    ("退職給付に係る負債", "Retirement benefit liability"),
    ("繰延税金負債", "Deferred tax liabilities"),
)

EQUITY_JGAAP: tuple[tuple[str, str, str], ...] = (
    ("資本金", "Share capital", "capital"),
    ("資本剰余金", "Capital surplus", "capital"),
    ("利益剰余金", "Retained earnings", "capital"),
    ("自己株式", "Treasury shares", "capital"),
    ("株主資本合計", "Total shareholders' equity", "capital"),
    ("その他有価証券評価差額金", "Valuation difference on available-for-sale securities", "other"),
    ("為替換算調整勘定", "Foreign currency translation adjustment", "other"),
    ("その他の包括利益累計額合計", "Total accumulated other comprehensive income", "other"),
    ("非支配株主持分", "Non-controlling interests", ""),
    ("純資産合計", "Total net assets", ""),
)
EQUITY_IFRS: tuple[tuple[str, str, str], ...] = (
    ("資本金", "Share capital", "capital"),
    ("資本剰余金", "Capital surplus", "capital"),
    ("利益剰余金", "Retained earnings", "capital"),
    ("自己株式", "Treasury shares", "capital"),
    ("その他の資本の構成要素", "Other components of equity", "capital"),
    ("合計", "Total", "capital"),
    ("非支配持分", "Non-controlling interests", ""),
    ("資本合計", "Total equity", ""),
)
EQUITY_OWN: tuple[tuple[str, str, str], ...] = (
    *EQUITY_JGAAP[:6],
    ("繰延ヘッジ損益", "Deferred gains or losses on hedges", "other"),
    ("評価・換算差額等合計", "Total valuation and translation adjustments", "other"),
    EQUITY_JGAAP[9],
)
GROUPS = {
    ("own", "capital"): ("株主資本", "Shareholders' equity"),
    ("own", "other"): ("評価・換算差額等", "Valuation and translation adjustments"),
    ("jgaap", "capital"): ("株主資本", "Shareholders' equity"),
    ("jgaap", "other"): ("その他の包括利益累計額", "Accumulated other comprehensive income"),
    ("ifrs", "capital"): ("親会社の所有者に帰属する持分", "Equity attributable to owners of parent"),
}

NON_OPERATING_INCOME: tuple[Names, ...] = (
    ("受取利息", "Interest income"),
    ("受取配当金", "Dividend income"),
    ("為替差益", "Foreign exchange gains"),
    ("受取賃貸料", "Rental income"),
)
NON_OPERATING_EXPENSES: tuple[Names, ...] = (
    ("支払利息", "Interest expenses"),
    ("支払手数料", "Commission expenses"),
)

INVESTING_JGAAP: tuple[Names, ...] = (
    ("有形固定資産の取得による支出", "Purchase of property, plant and equipment"),
    ("有形固定資産の売却による収入", "Proceeds from sale of property, plant and equipment"),
    ("無形固定資産の取得による支出", "Purchase of intangible assets"),
    ("投資有価証券の取得による支出", "Purchase of investment securities"),
    ("貸付けによる支出", "Loan advances"),
)
FINANCING_JGAAP: tuple[Names, ...] = (
    ("長期借入れによる収入", "Proceeds from long-term borrowings"),
    ("長期借入金の返済による支出", "Repayments of long-term borrowings"),
    ("配当金の支払額", "Dividends paid"),
)
INVESTING_IFRS: tuple[Names, ...] = (
    ("有形固定資産の取得による支出", "Purchase of property, plant and equipment"),
    ("有形固定資産の売却による収入", "Proceeds from sale of property, plant and equipment"),
    ("無形資産の取得による支出", "Purchase of intangible assets"),
)
FINANCING_IFRS: tuple[Names, ...] = (
    ("長期借入れによる収入", "Proceeds from long-term borrowings"),
    ("長期借入金の返済による支出", "Repayments of long-term borrowings"),
    ("リース負債の返済による支出", "Repayments of lease liabilities"),
    ("配当金の支払額", "Dividends paid"),
)
