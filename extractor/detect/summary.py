"""Summary pages of earnings reports -> Sheets. Rows are periods there and columns are items; the Sheet has it the other way round, as every other one.

The row of units (百万円 ％ 百万円 ％ 円 銭) is the anchor: what stands above it names the columns, what stands below holds the figures. Beside the tables
stand facts in running text: （参考）自己資本 2023年３月期第２四半期 30,123百万円 2022年３月期 29,001百万円.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.detect.tokens import Kind, Token, cut, tokens_of
from extractor.model import Amount, Box, Cell, Claim, Column, Fate, Line, Page, Period, Rule, Sheet, StatementSpan, SummaryPart, ValueState, Word
from extractor.notation.numbers import has_digit, is_nil, parse_amount
from extractor.notation.rows import Row, join_words, make_row, rows_of
from extractor.notation.terms import Heading, Term, heading_of, period_of, squeeze, term_at
from extractor.notation.text import join_wrapped, split_marks

P = SummaryPart
_UNITS = re.compile(r"百万円|千円|円・?銭|円|銭|%|口|倍|人|株|millions?(?:of)?yen|yenmillions?|thousands?(?:of)?yen|yen|times|shares", re.IGNORECASE)
_MONEY = re.compile(r"百万円|千円|millions?(?:of)?yen|yenmillions?|thousands?(?:of)?yen", re.IGNORECASE)
_DASH = r"\-－–—―‐ー─"
_FACT = re.compile(
    rf"[:：]?(?P<value>[△▲\-−]?\(?\d[\d,]*(?:\.\d+)?\)?|[{_DASH}]+)(?P<unit>百万円|千円|円|株|口|millionyen|millionsofyen|thousandyen|thousandsofyen|yen|shares)"
    rf"(?:(?P<open>[(\[]+)(?P<rate>[△▲\-−]?\d[\d,]*(?:\.\d+)?|[{_DASH}]+)\)?%[)\]]+)?",
    re.IGNORECASE,
)
_RATE = re.compile(r"(対前[^)、,;及]*?(?:増減率|比))")
_SPANNING = re.compile(r"^(?:年間(?:配当金|分配金)|(?:annual)?(?:cash)?dividends?(?:pershare|paid)?|1株当たり配当金)$", re.IGNORECASE)
_REMARK = re.compile(r"^[(（\[［]?(?:注|参考|※|notes?\b|reference)[)）\]］]?|。|^\(?(?:%|percentages?)|直近に公表", re.IGNORECASE)
_ENUMERATOR = re.compile(r"^\s*(?:[(（\[](?:注|参考|reference|notes?)[)）\]]\s*[0-9０-９]{0,2}|[①-⑳]|[0-9]{1,2}[)）.]|※|・)\s*", re.IGNORECASE)
_RANGE = re.compile(r"^[～~〜]$|^to$")
_AT_END = re.compile(r"期末(?!.*平均)|at(?:the)?end|outstanding(?!.*average)|treasury(?!.*average)|残高", re.IGNORECASE)
_MEAN = re.compile(r"平均|average", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Text:
    """A row without blanks, width folded; each glyph knows its word and its place in it."""

    row: Row
    text: str
    owner: tuple[tuple[int, int], ...]

    def word_at(self, place: int) -> int:
        return self.owner[place][0]

    def glyphs(self, start: int, end: int) -> tuple[str, Box]:
        """The printed glyphs of a stretch, and their box."""
        parts: list[Word] = []
        for index in dict.fromkeys(word for word, _ in self.owner[start:end]):
            places = [at for word, at in self.owner[start:end] if word == index]
            parts.append(cut(self.row.words[index], min(places), max(places) + 1))
        box = parts[0].box
        for part in parts[1:]:
            box = box.union(part.box)
        return "".join(part.text for part in parts), box


@dataclass(frozen=True, slots=True)
class _Unit:
    """A column of a transposed table, by its unit."""

    text: str
    box: Box


@dataclass(slots=True)
class _Item:
    """A line in the making: a column of a transposed table, or a fact in running text."""

    label: str
    unit: str
    box: Box
    page: int
    heading: str | None = None
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """The column of a figure."""

    label: str
    period: Period | None
    forecast: str | None


@dataclass(frozen=True, slots=True)
class _Fact:
    item: int
    place: _Place
    amount: Amount
    box: Box
    page: int


@dataclass(slots=True)
class _Table:
    units: list[_Unit]
    items: list[int]  # by unit
    left: float  # where the periods begin
    edges: list[float]  # right walls of the columns
    page: int


@dataclass(slots=True)
class _Build:
    span: StatementSpan
    heading: Heading
    items: list[_Item] = field(default_factory=list)
    facts: list[_Fact] = field(default_factory=list)
    claims: dict[tuple[int, str, Box], Claim] = field(default_factory=dict)

    def claim(self, page: int, words: Sequence[Word], fate: Fate) -> None:
        for word in words:
            key = (page, word.text, word.box)
            if has_digit(word.text) and (key not in self.claims or fate is Fate.CELL):
                self.claims[key] = Claim(page, word.text, word.box, fate)


def read_summary(span: StatementSpan, pages: Mapping[int, Page]) -> list[Sheet]:
    """The sheets of one part: results apart from forecasts, consolidated ratios apart from the company's own figures."""
    build = _Build(span, heading_of(span.captions[0] if span.captions else span.title, span.caption_period))
    for region in span.regions:
        page = pages.get(region.page)
        if page is not None:
            words = [word for word in page.words if region.top - 0.5 <= word.box.middle <= region.bottom + 0.5]
            _read_rows(build, page, [_folded(row) for row in rows_of(words)])
    return list(_sheets(build, page_readers=pages)) if build.facts else []


def _folded(row: Row) -> _Text:
    text, owner = "", []
    for index, word in enumerate(row.words):
        for at, char in enumerate(word.text):
            for folded in unicodedata.normalize("NFKC", char):
                if not folded.isspace():
                    text += folded
                    owner.append((index, at))
    return _Text(row, text, tuple(owner))


def _read_rows(build: _Build, page: Page, rows: Sequence[_Text]) -> None:
    table: _Table | None = None
    above: list[_Text] = []  # rows that may name the columns of the next table
    used: set[int] = set()
    for k, row in enumerate(rows):
        if k in used:
            continue
        units = _unit_row(row)
        if units:
            table = _open(build, page, rows, k, units, above)
            above = []
            continue
        facts = _running_facts(row)
        if facts:
            _add_facts(build, page, rows, k, facts, used)
            continue
        if table is not None:
            label = _period_label(rows, k, used, build.span.part is P.FORECAST, table)
            if label is not None and _add_figures(build, page, row, table, *label):
                continue
        if len(row.text) > 5 and (_REMARK.search(row.row.text) or _REMARK.search(row.text)):
            above = []
            build.claim(page.number, row.row.words, Fate.OUTSIDE)
            continue
        above.append(row)
        if table is None or not _looks_like_figures(row):
            build.claim(page.number, row.row.words, Fate.OUTSIDE)  # a heading or a sentence; figures that nobody read stay open


def _looks_like_figures(row: _Text) -> bool:
    """A row that could be one of the table's: a period with a figure behind it, or little but figures."""
    term = term_at(row.text)
    words = row.row.words[row.word_at(term.end - 1) + 1 :] if term is not None else row.row.words
    kinds = [token.kind for token in tokens_of(make_row(words))] if words else []
    return kinds.count(Kind.NUMBER) > kinds.count(Kind.TEXT)


# ---------------------------------------------------------------- the row of units


def _unit_row(row: _Text) -> list[_Unit]:
    out: list[_Unit] = []
    at = 0
    while at < len(row.text):
        found = _UNITS.match(row.text, at)
        if found is None:
            if row.text[at] in "()":
                at += 1
                continue
            return []
        out.append(_Unit(found.group(), row.glyphs(found.start(), found.end())[1]))
        at = found.end()
    if any(unit.text == "銭" for unit in out):
        return []
    return out


def _open(build: _Build, page: Page, rows: Sequence[_Text], at: int, units: list[_Unit], above: Sequence[_Text]) -> _Table:
    """The table below a row of units, its columns named by the rows above."""
    figures = [row for row in rows[at + 1 : at + 4] if term_at(row.text)]
    first = figures[0].row.box if figures else rows[at].row.box
    paired = _paired(build, rows[:at], units)
    groups: list[list[int]] = []
    for k, unit in enumerate(units):
        if paired and unit.text == "%" and groups and _MONEY.fullmatch(units[groups[-1][-1]].text):
            groups[-1].append(k)
        else:
            groups.append([k])
    left = min(first.x0, units[0].box.x0) if figures else 0.0
    bounds = _bounds(
        [units[group[-1]] for group in groups], [units[group[0]] for group in groups], page.rules, rows[at].row.box, _right_set(rows[at + 1 : at + 4], units)
    )
    edges = _bounds(units, units, page.rules, rows[at].row.box, True)
    start = max((row.row.words[row.word_at(term.end - 1)].box.x1 for row in figures if (term := term_at(row.text))), default=0.0)
    labels = _names(rows[:at], above, bounds, min(start, bounds[0]), rows[at].row)
    table = _Table(units, [], left, edges, page.number)
    rate = next((found[1] for row in reversed(rows[:at]) if (found := _RATE.search(row.text))), None) or _said_rate(build.span)
    for group, (name, heading, box, wrapped) in zip(groups, labels, strict=True):
        for k in group:
            label = name if k == group[0] else f"{name} {rate}".strip()
            table.items.append(len(build.items))
            build.items.append(_Item(label, units[k].text, box or units[k].box, page.number, heading, wrapped))
    return table


def _paired(build: _Build, before: Sequence[_Text], units: Sequence[_Unit]) -> bool:
    """Whether each amount has its rate of change beside it: 百万円 ％ 百万円 ％, where the page says what ％ shows."""
    if build.span.part not in (P.RESULTS, P.FORECAST):
        return False
    money = [k for k, unit in enumerate(units) if _MONEY.fullmatch(unit.text)]
    return bool(money) and all(k + 1 < len(units) and units[k + 1].text == "%" for k in money)


def _said_rate(span: StatementSpan) -> str:
    found = next((match[1] for caption in reversed(span.captions) if (match := _RATE.search(squeeze(caption)))), None)
    return found or ("増減率" if span.language.value == "ja" else "change")


def _right_set(rows: Sequence[_Text], units: Sequence[_Unit]) -> bool:
    """Whether units end where the figures end (else they stand in the middle of their columns)."""
    ends = [token.box.x1 for row in rows for token in tokens_of(row.row) if token.kind is Kind.NUMBER]
    near = sum(1 for unit in units if any(abs(unit.box.x1 - end) < 4 for end in ends))
    return not ends or near >= len(units) / 2


def _bounds(last: Sequence[_Unit], first: Sequence[_Unit], rules: Sequence[Rule], unit_row: Box, right_set: bool) -> list[float]:
    """Right walls of the columns: drawn ones, else just behind the unit where units are set to the right, else halfway to the next unit."""
    walls = sorted(
        {
            round(rule.box.centre, 1)
            for rule in rules
            if not rule.horizontal and rule.box.height > 4 and rule.box.top - 2 <= unit_row.bottom and rule.box.bottom + 2 >= unit_row.top
        }
    )
    out: list[float] = []
    for k, unit in enumerate(last):
        following = first[k + 1].box.x0 if k + 1 < len(first) else float("inf")
        between = [wall for wall in walls if unit.box.x1 - 2 <= wall <= following + 2]
        if between:
            out.append(between[0])
        elif right_set or following == float("inf"):
            out.append(unit.box.x1 + 3 if following != float("inf") else unit.box.x1 + 60)
        else:
            out.append((unit.box.x1 + following) / 2)
    return out


def _names(
    before: Sequence[_Text], above: Sequence[_Text], bounds: Sequence[float], start: float, unit_row: Row
) -> list[tuple[str, str | None, Box | None, bool]]:
    """For each column its name, the heading over several columns, the name's box, and whether it wraps."""
    rows: list[_Text] = []
    edge = unit_row.box.top
    for row in reversed(above):
        if edge - row.row.box.bottom > (1.6 if rows else 3) * row.row.size + 4 or (row.row.box.x0 < start - 12 and not _SPANNING.match(row.text)):
            break
        rows.insert(0, row)
        edge = min(edge, row.row.box.top)
    parts: list[list[str]] = [[] for _ in bounds]
    boxes: list[Box | None] = [None] * len(bounds)
    spanning: tuple[str, Box] | None = None
    for row in rows:
        cells: list[list[Word]] = [[] for _ in bounds]
        for word in _spread(row):
            if _SPANNING.match(squeeze(word.text)):
                spanning = (word.text, word.box)
                continue
            cells[next((k for k, bound in enumerate(bounds) if word.box.centre <= bound), len(bounds) - 1)].append(word)
        for k, words in enumerate(cells):
            if words:
                parts[k].append(join_words(words))
                for word in words:
                    known = boxes[k]
                    boxes[k] = known.union(word.box) if known else word.box
    out: list[tuple[str, str | None, Box | None, bool]] = []
    for k, pieces in enumerate(parts):
        box = boxes[k]
        under = (
            spanning is not None
            and box is not None
            and box.top > spanning[1].top + 2
            and k <= next(i for i, b in enumerate([*bounds, float("inf")]) if spanning[1].centre <= b) + 3
        )
        out.append((join_wrapped(pieces), spanning[0] if spanning and under else None, box, len(pieces) > 1))
    return out


def _spread(row: _Text) -> Iterator[Word]:
    """The words of a header row; English ones of one phrase as one."""
    phrase: list[Word] = []
    for word in row.row.words:
        if phrase and word.box.x0 - phrase[-1].box.x1 < 0.6 * word.size and word.text.isascii() and phrase[-1].text.isascii():
            phrase.append(word)
            continue
        if phrase:
            yield _joined(phrase)
        phrase = [word]
    if phrase:
        yield _joined(phrase)


def _joined(words: Sequence[Word]) -> Word:
    row = make_row(words)
    return words[0] if len(words) == 1 else Word(join_words(words), row.box, row.size)


# ---------------------------------------------------------------- rows of periods


def _period_label(rows: Sequence[_Text], at: int, used: set[int], forecast: bool, table: _Table) -> tuple[Term, str, int] | None:
    """The term that a row of figures is for, its printed words, and how many glyphs of the row they take.

    The words may be broken over the rows above and below; a term without its year counts only in a forecast, whose heading names it.
    """
    row = rows[at]
    own = _words_of_term(row)
    before = rows[at - 1] if at and _label_only(rows[at - 1], table) else None
    after = rows[at + 1] if at + 1 < len(rows) and _label_only(rows[at + 1], table) else None
    head = row.text[:own]
    options = [(None, None), (None, after), (before, None), (before, after)]
    found: tuple[Term, str, int] | None = None
    for first, last in options:
        text = (first.text if first else "") + head + (last.text if last else "")
        term = term_at(text)
        if (
            term is None
            or term.end != len(text)
            or (term.month_end is None and term.year is None and not forecast and not re.match(r"通期|full", text, re.IGNORECASE))
        ):
            continue
        if (first is not None and at - 1 in used) or (found is not None and found[0].end >= term.end):
            continue
        printed = join_wrapped(
            [first.row.text if first else "", join_words(row.row.words[: row.word_at(own - 1) + 1]) if own else "", last.row.text if last else ""]
        )
        found = (term, printed, own)
        taken = {at - 1 if first else -1, at + 1 if last else -1}
    if found is not None:
        used.update(k for k in taken if k >= 0)
    return found


def _words_of_term(row: _Text) -> int:
    """Glyphs at the row's start that can belong to a term's words."""
    term = term_at(row.text)
    if term is not None:
        return term.end
    found = re.match(r"\((?:予想|forecast)\)|第?[1-4]四半期(?:\(累計\))?|(?:\d{4}|(?:平成|令和)\d{1,2})年(?:\d{0,2}月?期?|度)", row.text, re.IGNORECASE)
    return found.end() if found else 0


def _label_only(row: _Text, table: _Table) -> bool:
    """A piece of a period's name on a row of its own."""
    return (
        len(row.text) < 40
        and row.row.box.x1 < table.units[0].box.x1
        and bool(
            re.fullmatch(
                r"\((?:予想|forecast)\)|(?:\d{4}|(?:平成|令和)\d{1,2})年\d{1,2}月期?|第?[1-4]四半期(?:\(累計\))?|\(累計\)|中間期", row.text, re.IGNORECASE
            )
            or (term_at(row.text) or _NONE).end == len(row.text)
        )
    )


_NONE = Term(None, None, False, False, -1)


def _add_figures(build: _Build, page: Page, row: _Text, table: _Table, term: Term, printed: str, taken: int) -> bool:
    first = row.word_at(taken - 1) + 1 if taken else 0
    rest = row.row.words[first:]
    if not rest:
        return False
    tokens = [token for token in tokens_of(make_row(rest)) if token.figure]
    loose = [token for token in tokens_of(make_row(rest)) if not token.figure]
    if not tokens:
        return False
    placed = _placed(tokens, table)
    if placed is None or any(token.kind is Kind.TEXT and not _RANGE.match(token.text) for token in loose):
        return False  # another word between period and figures names what we do not know: a class of shares
    if not all(build.items[item].label for item in table.items):
        return False  # a figure without a name is not read
    period = _dated(build, term)
    forecast = term.forecast or build.span.part is P.FORECAST
    for k, item in enumerate(table.items):
        mine = placed.get(k, [])
        if len(mine) > 1 and not (forecast and len(mine) == 2):
            return False
        bounds = ("予想（下限）", "予想（上限）") if len(mine) == 2 else ("予想" if forecast else None,)
        for token, said in zip(mine, bounds, strict=False):
            place = _Place(_column_label(build, printed, said), _at(build, item, period), said)
            build.facts.append(_Fact(item, place, parse_amount(token.text), token.box, page.number))
        if not mine:
            place = _Place(_column_label(build, printed, bounds[0]), _at(build, item, period), bounds[0])
            edge = table.edges[k - 1] if k else table.units[0].box.x0 - 20
            build.facts.append(
                _Fact(item, place, Amount(None, ValueState.BLANK, ""), Box(edge, row.row.box.top, table.edges[k], row.row.box.bottom), page.number)
            )
    build.claim(page.number, row.row.words[:first], Fate.PERIOD_HEADER)
    build.claim(page.number, [word for token in tokens for word in token.words], Fate.CELL)
    build.claim(page.number, [word for token in loose if token.kind is Kind.MARK for word in token.words], Fate.NOTE_MARK)
    return True


def _column_label(build: _Build, printed: str, forecast: str | None) -> str:
    """The period as printed; over a forecast whose row does not say so, the heading that does."""
    if forecast and "予想" not in printed and "forecast" not in printed.lower():
        return f"{build.span.title} {printed}"
    return printed


def _dated(build: _Build, term: Term) -> Period | None:
    return period_of(term, build.heading)


def _at(build: _Build, item: int, period: Period | None) -> Period | None:
    """A balance carries its date: the financial position, and what a label says of a term's end."""
    if period is None or period.start is None:
        return period
    label = squeeze(build.items[item].label)
    part = build.span.part
    if (
        part is P.POSITION
        or (part in (P.CASH_FLOWS, P.SHARES) and _AT_END.search(label) and not _MEAN.search(label))
        or (part is P.RESULTS and label in ("自己資本", "純資産"))
    ):
        return Period(None, period.end)
    return period


def _placed(tokens: Sequence[Token], table: _Table) -> dict[int, list[Token]] | None:
    """Figures by column: in order where there are as many as columns, else by their place under the units."""
    if len(tokens) == len(table.units):
        return {k: [token] for k, token in enumerate(tokens)}
    out: dict[int, list[Token]] = {}
    last = 0
    for token in tokens:
        if token.kind is Kind.NUMBER:
            k = min(range(len(table.units)), key=lambda i: abs(table.units[i].box.x1 - token.box.x1))
        else:
            k = next((i for i, edge in enumerate(table.edges) if token.box.centre <= edge), len(table.units) - 1)
        if k < last:
            return None
        last = k
        out.setdefault(k, []).append(token)
    return out


# ---------------------------------------------------------------- facts in running text


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int  # of the term
    value: tuple[int, int]
    unit: str
    rate: tuple[int, int] | None
    loss: bool  # the rate stands in round brackets within square ones
    term: Term
    printed: str


def _running_facts(row: _Text) -> list[_Mention]:
    """Every "term, value, unit" of a row."""
    out: list[_Mention] = []
    for match in re.finditer(r"(?:(?:19|20)\d\d|(?:平成|令和)(?:\d{1,2}|元))年|(?i:as of|asof|three|six|nine|twelve|fiscalyear|year)", row.text):
        term = term_at(row.text, match.start())
        if term is None or (term.month_end is None and term.year is None):
            continue
        found = _FACT.match(row.text, term.end)
        if found is None:
            continue
        rate = found.span("rate") if found["rate"] else None
        printed = _stretch(row, match.start(), term.end)
        out.append(_Mention(match.start(), found.span("value"), found["unit"], rate, found["open"] in ("[(", "(("), term, printed))
    return out


def _stretch(row: _Text, start: int, end: int) -> str:
    indices = list(dict.fromkeys(word for word, _ in row.owner[start:end]))
    words = []
    for index in indices:
        places = [at for word, at in row.owner[start:end] if word == index]
        words.append(cut(row.row.words[index], min(places), max(places) + 1))
    return join_words(words)


def _add_facts(build: _Build, page: Page, rows: Sequence[_Text], at: int, facts: Sequence[_Mention], used: set[int]) -> None:
    row = rows[at]
    label = _stretch(row, 0, facts[0].start) if facts[0].start else ""
    parts = [label]
    box = row.row.box
    if at and (not _named(label)) and _near_label(rows[at - 1], row):
        parts.insert(0, rows[at - 1].row.text)
        label = rows[at - 1].row.text + label
    following = rows[at + 1] if at + 1 < len(rows) else None
    tails = [unicodedata.normalize("NFKC", word.text) for word in following.row.words] if following is not None else []
    if (
        len(tails) == len(facts)
        and all(re.fullmatch(r"第?[1-4](?:四半期|Q)(?:\(累計\))?|中間期", tail) for tail in tails)
        and all(mention.term.months is None for mention in facts)
    ):
        used.add(at + 1)  # the term goes on below
        facts = [_longer(mention, tail) for mention, tail in zip(facts, tails, strict=True)]
        following = None
    if (
        following is not None
        and _near_label(following, row)
        and (label.count("(") + label.count("（") > label.count(")") + label.count("）") or following.text.startswith("("))
        and not _running_facts(following)
    ):
        parts.append(following.row.text)
        used.add(at + 1)
    name = _ENUMERATOR.sub("", _ENUMERATOR.sub("", join_wrapped([part for part in parts if part]))).strip(" 　:：")
    name, _ = split_marks(name)
    if not name or len(name) > 70 or re.search(r"[、。]|には|により|として", name):
        build.claim(page.number, row.row.words, Fate.OUTSIDE)  # a sentence that mentions a figure
        return
    forecast = build.span.part is P.FORECAST or any(mention.term.forecast for mention in facts) or "予想" in name
    said = "予想" if forecast else None
    item = len(build.items)
    build.items.append(_Item(name, facts[0].unit, box, page.number, None, len(parts) > 1))
    rated = any(mention.rate for mention in facts)
    if rated:
        build.items.append(_Item(f"{name} {_said_rate(build.span)}", "%", box, page.number))
    for mention in facts:
        period = _at(build, item, _dated(build, mention.term))
        if build.span.part is P.POSITION and period is not None:
            period = Period(None, period.end)
        place = _Place(_column_label(build, mention.printed, said), period, said)
        for index, stretch in ((item, mention.value), (item + 1, mention.rate)):
            if stretch is None:
                continue
            text, where = row.glyphs(*stretch)
            if stretch is mention.rate and mention.loss:
                text = f"({text})"
            build.facts.append(_Fact(index, place, parse_amount(text), where, page.number))
            build.claim(page.number, [row.row.words[word] for word in dict.fromkeys(word for word, _ in row.owner[slice(*stretch)])], Fate.CELL)
        build.claim(
            page.number, [row.row.words[word] for word in dict.fromkeys(word for word, _ in row.owner[mention.start : mention.value[0]])], Fate.PERIOD_HEADER
        )
    build.claim(page.number, row.row.words, Fate.LABEL)


def _longer(mention: _Mention, tail: str) -> _Mention:
    printed = mention.printed + tail
    return replace(mention, term=term_at(squeeze(printed)) or mention.term, printed=printed)


def _named(label: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2,}", _ENUMERATOR.sub("", label)))


def _near_label(row: _Text, of: _Text) -> bool:
    """A row of words beside or between the parts of a fact: the label's other half."""
    gap = max(of.row.box.top - row.row.box.bottom, row.row.box.top - of.row.box.bottom)
    return (
        gap < 0.7 * of.row.size
        and not any(is_nil(word.text) for word in row.row.words)
        and len(row.text) < 70
        and not re.search(r"[:：][有無]|[。、「]|^[(（](?:注|参考)", row.text)
    )


# ---------------------------------------------------------------- assembling


def _sheets(build: _Build, page_readers: Mapping[int, Page]) -> Iterator[Sheet]:
    kinds = dict.fromkeys((fact.place.forecast is not None, _whole(build, fact.item)) for fact in build.facts)
    claims = tuple(build.claims.values())
    for forecast, consolidated in kinds:
        facts = [fact for fact in build.facts if (fact.place.forecast is not None) == forecast and _whole(build, fact.item) == consolidated]
        if all(fact.amount.state is ValueState.BLANK for fact in facts):
            continue
        places = list(dict.fromkeys(fact.place for fact in facts))
        span = replace(build.span, consolidated=consolidated, part=P.FORECAST if forecast else build.span.part)
        columns = tuple(
            Column(k, place.label, (place.label,), place.period, component_label=place.forecast, currency=span.currency, scale=span.scale)
            for k, place in enumerate(places)
        )
        lines = tuple(_lines(build, facts, places, page_readers))
        yield Sheet(span, columns, lines, claims)
        claims = ()


def _whole(build: _Build, item: int) -> bool:
    """Ratios that name the group are the group's, among the company's own figures."""
    label = squeeze(build.items[item].label)
    return True if re.search(r"\(連結\)|\(consolidated\)", label, re.IGNORECASE) else build.span.consolidated


def _lines(build: _Build, facts: Sequence[_Fact], places: Sequence[_Place], pages: Mapping[int, Page]) -> Iterator[Line]:
    number = 0
    heading: tuple[str, int] | None = None
    for index in dict.fromkeys(sorted(fact.item for fact in facts)):
        item = build.items[index]
        if item.heading and (heading is None or heading[0] != item.heading):
            number += 1
            heading = (item.heading, number)
            yield Line(number, item.heading, 0, None, None, (), item.page, item.box)
        number += 1
        cells = tuple(
            Cell(places.index(fact.place), fact.amount, fact.box, fact.page, pages[fact.page].reader)
            for fact in sorted((fact for fact in facts if fact.item == index), key=lambda fact: places.index(fact.place))
        )
        under = heading[1] if item.heading and heading else None
        name, note = split_marks(item.label)
        yield Line(number, name, 1 if under else 0, under, note, cells, item.page, item.box, item.wrapped, item.unit)
