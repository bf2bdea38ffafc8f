"""What heads, titles, captions and figures of a drawn filing say: one function per place, by layout and language."""

from __future__ import annotations

from datetime import date

from tests.typesetting.figures import Column, Figures
from tests.typesetting.layouts import Layout

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
MONTHS = (*MONTHS, "November", "December")
ERAS = ((date(2019, 5, 1), 2018, "令和", "R"), (date(1989, 1, 8), 1988, "平成", "H"))
FULL = str.maketrans("0123456789", "０１２３４５６７８９")
COUNT = {3: ("Three", "第１四半期"), 6: ("Six", "第２四半期"), 9: ("Nine", "第３四半期"), 12: ("Twelve", "")}
QUARTERS = {
    "Q1": ("第１四半期", "First quarter"),
    "Q2": ("第２四半期", "Second quarter"),
    "Q3": ("第３四半期", "Third quarter"),
}

UNITS_JA = (
    "（単位：{}）",
    "(単位:{})",
    "単位：{}",
    "（{}）",
    "［単位：{}］",
    "（単位　{}）",
    "(単位 : {})",
    "（単位: {}）",
)
UNITS_EN = {
    1_000_000: (
        (
            "(Millions of yen)",
            "(¥ million)",
            "(Yen in millions)",
            "(JPY mn)",
            "(Unit: million yen)",
            "(In millions of yen)",
            "Millions of yen",
            "(Unit: Millions of yen)",
            "(million yen)",
            "(¥ millions)",
            "(JPY million)",
            "(Yen million)",
        )
    ),
    1000: (
        (
            "(Thousands of yen)",
            "(¥ thousand)",
            "(Yen in thousands)",
            "(JPY thousand)",
            "(Unit: thousand yen)",
            "(In thousands of yen)",
            "Thousands of yen",
            "(Unit: Thousands of yen)",
            "(thousand yen)",
            "(¥ thousands)",
        )
    ),
    1: ("(Yen)", "(Unit: yen)", "(In yen)", "(¥)", "(Unit: Yen)", "Yen", "(JPY)"),
}
NEGATIVE = {
    "ja": ("△{}", "▲{}", "△ {}", "-{}", "({})", "−{}"),
    "en": ("({})", "-{}", "–{}", "(¥{})", "( {} )", "[{}]"),  # what the standard fonts have
}
NOTES = {"ja": ("注記", "注記番号", "注記事項", "注"), "en": ("Notes", "Note", "Note No.", "Notes")}
NIL = {"ja": ("－", "-", "―", "—", "‐", "–"), "en": ("-", "—", "–", "-", "—", "–")}


def number(text: str | int, layout: Layout) -> str:
    """Digits of a date as filings set them: a lone one full-width, two of them half-width."""
    text = str(text)
    if layout.date_digits == "full" or (layout.date_digits == "filing" and len(text) == 1):
        return text.translate(FULL)
    return text


def year_ja(day: date, layout: Layout) -> str:
    if layout.calendar == "western":
        return f"{number(day.year, layout)}年"
    start = next(era for era in ERAS if day >= era[0])
    count = day.year - start[1]
    return f"{start[2]}{'元' if count == 1 else number(count, layout)}年"


def rest_ja(day: date, layout: Layout) -> str:
    return f"{number(day.month, layout)}月{number(day.day, layout)}日"


def date_ja(day: date, layout: Layout) -> str:
    if layout.calendar == "era_short":
        start = next(era for era in ERAS if day >= era[0])
        return f"{start[3]}{day.year - start[1]}.{day.month}.{day.day}"
    return year_ja(day, layout) + rest_ja(day, layout)


def date_en(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def month_day(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day},"


def short_en(day: date) -> str:
    name = MONTHS[day.month - 1]
    return f"{name if len(name) < 5 else name[:3] + '.'} {day.day}, {day.year}"


def months(column: Column) -> int:
    start = column.start or column.end
    return (column.end.year - start.year) * 12 + column.end.month - start.month + 1


def name_ja(figures: Figures, column: Column) -> str:
    """前連結会計年度, 当第２四半期連結累計期間 and so on."""
    which, both = ("当" if column.current else "前"), ("連結" if figures.consolidated else "")
    year = f"{which}連結会計年度" if both else f"{which}事業年度"
    if figures.part == "FY" or (column.block == "instant" and not column.current):
        return year
    if figures.part == "H1":
        return f"{which}中間{both}会計期間"
    quarter = QUARTERS[figures.part][0]
    return f"{which}{quarter}{both}{'累計' if column.block == 'cumulative' else '会計'}期間"


def name_en(figures: Figures, column: Column) -> str:
    which = "Current" if column.current else "Previous"
    if figures.part == "FY" or (column.block == "instant" and not column.current):
        return f"{which} fiscal year"
    return f"{which} {'six months' if figures.part == 'H1' else QUARTERS[figures.part][1].lower()}"


def instant_head(layout: Layout, figures: Figures, column: Column) -> tuple[str, ...]:
    """The lines of a balance sheet's column head."""
    day, form = column.end, layout.instant_head
    if layout.language == "en":
        return _instant_en(form, figures, column, day)
    full, name = date_ja(day, layout), name_ja(figures, column)
    year, rest = year_ja(day, layout), rest_ja(day, layout)
    forms: dict[str, tuple[str, ...]] = {
        "now": (name, f"（{full}現在）"),
        "bare": (full,),
        "at": (full,),
        "bare_now": (f"{full}現在",),
        "of_split": (f"{full}", "現在"),
        "split": (name, f"（{year}", f"{rest}）"),
        "split_bare": (year, rest),
        "oneline": (f"{name}（{full}）",),
        "short": (f"{day.year}/{day.month}/{day.day}",),
        "day_first": (f"{day.year}.{day.month}.{day.day}",),
        "third": (name[:2] + name[2:-4], name[-4:], year, rest) if len(name) > 8 else (name, year, rest),
        "end": (f"{'当' if column.current else '前'}期末", f"（{full}）"),
        "fourth": (name[:2], name[2:], year, rest, "現在"),
        "year_first": (year, name, f"（{rest}現在）"),
    }
    return forms.get(form, (name, f"（{full}）"))


def _instant_en(form: str, figures: Figures, column: Column, day: date) -> tuple[str, ...]:
    full, start = date_en(day), month_day(day)
    year = figures.year_end.year - (0 if column.current or figures.part != "FY" else 1)
    fiscal = f"FY{day.year if day.month > 3 else day.year - 1}" if figures.part == "FY" else ""
    forms: dict[str, tuple[str, ...]] = {
        "now": ("As of", full),
        "bare": (full,),
        "at": (f"As at {full}",),
        "bare_now": (f"At {full}",),
        "of_split": ("As of", start, str(day.year)),
        "split": (f"As of {start}", str(day.year)),
        "split_bare": (start, str(day.year)),
        "oneline": (f"As of {short_en(day)}",),
        "short": (short_en(day),),
        "day_first": (f"{day.day} {MONTHS[day.month - 1]} {day.year}",),
        "third": (*name_en(figures, column).split(" ", 1), f"({start}", f"{day.year})"),
        "end": (fiscal or f"FY{year}", f"(As of {full})") if fiscal else (name_en(figures, column), f"(As of {full})"),
        "named": (name_en(figures, column), f"(As of {full})"),
        "fourth": ("As of", MONTHS[day.month - 1], f"{day.day},", str(day.year)),
        "year_first": (str(day.year), f"As of {start.strip(',')}"),
    }
    return forms.get(form, (f"As of {full}",))


def duration_head(layout: Layout, figures: Figures, column: Column) -> tuple[str, ...]:
    """The lines of a flow's column head."""
    form = layout.duration_head
    if layout.language == "en":
        return _duration_en(form, figures, column)
    assert column.start is not None
    name = name_ja(figures, column)
    a, b = date_ja(column.start, layout), date_ja(column.end, layout)
    pairs = [(year_ja(day, layout), rest_ja(day, layout)) for day in (column.start, column.end)]
    end = figures.year_end.replace(day=1)
    year = year_ja(end if column.current else end.replace(year=end.year - 1), layout)
    term = f"{year}{number(figures.year_end.month, layout)}月期"
    part = "" if figures.part == "FY" else "中間期" if figures.part == "H1" else QUARTERS[figures.part][0]
    if part and column.block == "cumulative" and figures.part in ("Q2", "Q3"):
        part += "累計期間"
    elif column.block == "quarter":
        part += "会計期間"
    forms: dict[str, tuple[str, ...]] = {
        "loose": (name, f"自 {a}", f"至 {b}"),
        "tilde": (name, f"（{a}", f"～{b}）"),
        "wave": (name, f"（{a}〜", f"{b}）"),
        "dash": (name, f"（{a}－", f"{b}）"),
        "kara": (name, f"{a}から", f"{b}まで"),
        "from_to": (f"{a}から{b}まで",),
        "oneline": (f"{name}（自　{a}　至　{b}）",),
        "one_line": (name, f"（自{a}至{b}）"),
        "split": (name, f"（自　{pairs[0][0]}", pairs[0][1], f"至　{pairs[1][0]}", f"{pairs[1][1]}）"),
        "third": (name, f"自　{pairs[0][0]}", pairs[0][1], f"至　{pairs[1][0]}", pairs[1][1]),
        "bare": (f"自　{a}", f"至　{b}"),
        "term": (term, part) if part else (term,),
        "fourth": (name[:2], name[2:], "自", a, "至", b),
        "year_first": (year_ja(column.end, layout), name, f"（自　{a}", f"　至　{b}）"),
        "short": (f"{column.start:%Y/%m/%d}", f"～{column.end:%Y/%m/%d}"),
    }
    return forms.get(form, (name, f"（自　{a}", f"　至　{b}）"))


def _duration_en(form: str, figures: Figures, column: Column) -> tuple[str, ...]:
    assert column.start is not None
    a, b, count = date_en(column.start), date_en(column.end), months(column)
    ended = "Fiscal year ended" if count == 12 else f"{COUNT[count][0]} months ended"
    year = column.start.year
    fiscal = f"FY{year}" if count == 12 else f"{COUNT[count][0]} months"
    forms: dict[str, tuple[str, ...]] = {
        "loose": (ended, month_day(column.end), str(column.end.year)),
        "tilde": (f"{ended} {b}",),
        "wave": (f"For the {ended[0].lower()}{ended[1:]}", b),
        "dash": (f"{a} -", b),
        "kara": (f"From {a}", f"to {b}"),
        "from_to": (f"From {a} to {b}",),
        "oneline": (f"Year ended {b}" if count == 12 else f"{ended} {b}",),
        "one_line": (f"{ended} {short_en(column.end)}",),
        "split": (f"{ended} {month_day(column.end)}", str(column.end.year)),
        "third": (*ended.rsplit(" ", 1), b),
        "bare": (f"({short_en(column.start)} –", f"{short_en(column.end)})"),
        "term": (fiscal, f"(From {a}", f"to {b})"),
        "short": (f"{ended}", short_en(column.end)),
        "fourth": (*ended.rsplit(" ", 1), month_day(column.end), str(column.end.year)),
        "year_first": (str(column.end.year), ended, month_day(column.end).strip(",")),
        "named": (name_en(figures, column), f"(From {a}", f"to {b})"),
    }
    if column.block == "quarter" and form in ("named", "term"):
        return ("Three months", f"(From {a}", f"to {b})")
    return forms.get(form, (ended, b))


def spanned(layout: Layout, column: Column) -> str:
    """What the columns of two years share in an English head that spans them; the year stands alone below."""
    if column.start is None:
        return f"As of {month_day(column.end)}"
    count = months(column)
    return f"{'Year' if count == 12 else COUNT[count][0] + ' months'} ended {month_day(column.end)}"


def unit_caption(layout: Layout, scale: int) -> str:
    if layout.language == "en":
        wordings = UNITS_EN[scale]
        return wordings[layout.unit_wording % len(wordings)]
    return UNITS_JA[layout.unit_wording % len(UNITS_JA)].format(unit_word(scale))


def unit_word(scale: int) -> str:
    return {1: "円", 1000: "千円", 1_000_000: "百万円"}[scale]


def head_unit(layout: Layout, scale: int) -> str:
    if layout.language == "en":
        return UNITS_EN[scale][0].strip("()")
    return (unit_word(scale), f"（{unit_word(scale)}）", f"金額（{unit_word(scale)}）", f"金額({unit_word(scale)})")[
        layout.unit_wording % 4
    ]


NOUNS = {
    ("jgaap", "balance_sheet"): ("貸借対照表", "Balance Sheets"),
    ("jgaap", "income_statement"): ("損益計算書", "Statements of Income"),
    ("jgaap", "comprehensive_income"): ("包括利益計算書", "Statements of Comprehensive Income"),
    ("jgaap", "changes_in_equity"): ("株主資本等変動計算書", "Statements of Changes in Equity"),
    ("jgaap", "cash_flows"): ("キャッシュ・フロー計算書", "Statements of Cash Flows"),
    ("ifrs", "balance_sheet"): ("財政状態計算書", "Statements of Financial Position"),
    ("ifrs", "income_statement"): ("損益計算書", "Statements of Profit or Loss"),
    ("ifrs", "comprehensive_income"): ("包括利益計算書", "Statements of Comprehensive Income"),
    ("ifrs", "changes_in_equity"): ("持分変動計算書", "Statements of Changes in Equity"),
    ("ifrs", "cash_flows"): ("キャッシュ・フロー計算書", "Statements of Cash Flows"),
}


def title(layout: Layout, figures: Figures, kind: str, place: int) -> str:
    """The statement's title under the numbering and brackets of the layout. ``place``: from 1."""
    ja, en = NOUNS[figures.standard, kind]
    interim = figures.part != "FY"
    in_title = layout.basis == "title"
    if layout.language == "ja":
        word = "要約" if figures.standard == "ifrs" and interim else ""
        word += {"FY": "", "H1": "中間"}.get(figures.part, "四半期")
        word += "連結" if figures.consolidated and in_title else ""
        word += ja
        one = number(place, layout)
        styles = ("（{n}）【{t}】", "（{n}）{t}", "{c}【{t}】", "{t}", "【{t}】", "{n}．{t}", "({p}) {t}", "■{t}")
        text = styles[layout.title].format(n=one, t=word, c="①②③④⑤⑥⑦"[place - 1], p=place)
        return text + ("（未監査）" if layout.unaudited else "")
    words = []
    if interim and (layout.condensed or figures.standard == "ifrs"):
        words.append("Condensed")
    if interim and layout.title % 2:
        words.append("Quarterly" if figures.part.startswith("Q") else "Interim")
    if figures.consolidated and in_title:
        words.append("Consolidated")
    elif not figures.consolidated and layout.title % 3:
        words.append("Non-consolidated")
    text = " ".join((*words, en))
    if layout.title in (1, 4):
        text = text.replace("Sheets", "Sheet").replace("Statements", "Statement")
    styles = ("({p}) {t}", "{t}", "{p}. {t}", "{u}", "{t}", "{l}. {t}", "({l}) {s}", "{p}) {t}")
    text = styles[layout.title].format(p=place, t=text, u=text.upper(), l="abcdefg"[place - 1], s=text.capitalize())
    return text + (" (Unaudited)" if layout.unaudited else "")


def amount(value: int | None, layout: Layout, unit: str = "money", first: bool = False) -> str:
    """A figure as the page shows it."""
    if value is None:
        return NIL[layout.language][layout.nil % 6]
    text = f"{abs(value) // 100:,}.{abs(value) % 100:02d}" if unit == "per_share" else f"{abs(value):,}"
    if layout.currency == "glued" and unit == "money":
        text = ("¥" if layout.language == "en" else "￥") + text
    if layout.digits == "full":
        text = text.translate(FULL).replace(",", "，").replace(".", "．")
    if value >= 0:
        return text
    form = NEGATIVE[layout.language][layout.negative % 6]
    if layout.currency != "none" or unit != "money":
        form = form.replace("¥", "")
    return form.format(text)


def unit_is_said_per_row(unit: str) -> bool:
    return unit == "per_share"
