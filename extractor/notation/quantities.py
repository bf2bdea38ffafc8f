"""Units of other tables than statements: money and what else a number counts, as heads, labels and captions print them.

The words stand in ``schemas/lexicon/units.toml``; money is read as everywhere, see ``units.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.notation.lexicon import table
from extractor.notation.text import squeeze
from extractor.notation.units import COUNT, MONEY, PERCENT, SEN, SHARES, TIMES, unit_caption, unit_word


@dataclass(frozen=True, slots=True)
class Quantity:
    """``unit``: money (then with its currency), sen (yen and sen of one share), or a word of the contract of
    ``other_tables``; ``scale``: how many of it (yen, shares) one printed 1 is."""

    unit: str
    scale: int = 1
    currency: str = ""

    @property
    def money(self) -> bool:
        return self.unit == MONEY


_WORDS = {
    squeeze(word).lower(): Quantity(row["unit"], row["scale"])
    for row in table("units")["quantity"]
    for word in row["words"]
}
_KINDS = {COUNT: "persons", PERCENT: "percent", TIMES: "times", SHARES: "shares"}
_BRACKETS = re.compile(r"[(\[〔【<]([^()\[\]〔〕【】<>]{1,40})[)\]〕】>]")
_LEAD = re.compile(r"^(?:金額|数量)?単位(?:は)?[:;=・]?|^(?:unit|units|in)[:;]?(?=[a-z¥$])", re.IGNORECASE)
_PARTS = re.compile(r"[、,・/&;]+|及び|又は|\band\b")
_STUCK = re.compile(r"(?<=[^\d.])(?:百万円|千円|十億円|億円|千米ドル|%|千株|千?m2)$|^(?:百万円|千円|億円)(?=[^\d])")
_CAPTION = re.compile(r"(?:金額|数量)?単位[:;・]?([^()\[\]〔〕【】]{1,24})")
_BEHIND = re.compile(r"[\d)]([^\d\s().,]{1,8})[)\]]?$")
_BEFORE = re.compile(r"^[(\[]?([^\d\s().,△▲+-]{1,8})[△▲+-]?\d")


@lru_cache(maxsize=16384)
def quantity(text: str) -> Quantity | None:
    """The unit that the whole text names: 百万円, 千株, 人, "Millions of yen", %; None where it says anything else."""
    said = _LEAD.sub("", squeeze(text).strip("()[]〔〕【】:;")).strip(":;")
    if not said:
        return None
    known = _WORDS.get(said.lower())
    if known is not None:
        return known
    word = unit_word(said)
    if word is None:
        caption = unit_caption(text)
        return None if caption is None else Quantity(MONEY, caption.scale, caption.currency)
    return (
        Quantity(word.kind, word.scale, word.currency) if word.kind in (MONEY, SEN) else _other(word.kind, word.scale)
    )


def _other(kind: str, scale: int) -> Quantity:
    return Quantity(_KINDS[kind], scale)


@lru_cache(maxsize=16384)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The units that a head, label or caption names, the last bracket first: 売上高（百万円）, 千株."""
    whole = quantity(text)
    return (whole,) if whole is not None else bracketed_quantities(text)


@lru_cache(maxsize=16384)
def bracketed_quantities(text: str) -> tuple[Quantity, ...]:
    """The units that stand in brackets or at an end of a longer text. The ㈱ of a company's name is none."""
    squeezed = squeeze(text.replace("㈱", ""))
    inner = [*reversed(_BRACKETS.findall(squeezed)), *_CAPTION.findall(squeezed)]
    found: list[Quantity] = []
    for part in inner:
        said = quantity(part)
        parts = (
            [said] if said is not None else [quantity(piece) for piece in _PARTS.split(_LEAD.sub("", part)) if piece]
        )
        if parts and all(piece is not None for piece in parts):
            found += [piece for piece in parts if piece is not None]
    if not found:  # the units of two columns that were joined: Thousands of yen Thousands of yen
        pieces = (squeezed[: len(squeezed) // n] for n in (2, 3, 4) if squeezed == squeezed[: len(squeezed) // n] * n)
        found += [said for piece in pieces if (said := quantity(piece)) is not None][:1]
    stuck = _STUCK.search(squeezed) if not found else None
    if stuck is not None and (word := quantity(stuck.group())) is not None:
        found.append(word)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=16384)
def second_quantity(text: str) -> Quantity | None:
    """The unit of the second figure of each cell, which a head names with it in brackets: 土地（面積千㎡）."""
    for part in _BRACKETS.findall(squeeze(text)):
        stuck = _STUCK.search(part)
        if stuck is not None and stuck.start():
            return quantity(stuck.group())
    return None


@lru_cache(maxsize=16384)
def quantity_beside(text: str) -> Quantity | None:
    """The unit that a cell prints behind or before its figure: 123百万円, 12.3%, 1,000株, JPY205 million, ¥1,234."""
    squeezed = squeeze(text)
    behind, before = _BEHIND.search(squeezed), _BEFORE.match(squeezed)
    after = quantity(behind[1]) if behind else None
    ahead = quantity(before[1]) if before else None
    if ahead is not None and behind is not None and after is None:
        return quantity(f"{before[1]}{behind[1]}") if before else None
    return after or ahead


def says_unit_alone(levels: Sequence[str]) -> bool:
    """Whether a head says nothing but a unit; nothing at all says none."""
    return bool(levels) and all(unit_word(level) is not None for level in levels)


def names_two_scales(head: str) -> bool:
    """Whether a head names one currency in two scales: 総額 １株当たり配当額 (百万円) (円) are two heads in one."""
    money = {(unit.currency, unit.scale) for unit in quantities(head) if unit.money}
    return len(money) > len({currency for currency, _ in money})
