"""The property: the same figures give the same rows whatever the layout, or a finding says what is wrong or missing."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.model import Extraction, Fact, Proof, Severity, ValueState
from extractor.pipeline import extract
from extractor.settings import Settings, Tables
from tests.typesetting.filing import Drawn, draw
from tests.typesetting.layouts import Layout
from tests.typesetting.tables import POOLED, Expected

Key = tuple[object, ...]
_UNIT = "unit_unclear"
_FACTORS = tuple(Decimal(10) ** power for power in (-6, -3, 3, 6))
PARTS = {"FY": ("FY",), "H1": ("H1", "Q2"), "Q1": ("Q1",), "Q2": ("Q2", "H1"), "Q3": ("Q3",)}


@dataclass(frozen=True)
class Result:
    """What became of one drawn filing. ``verdict``: right, loud, silent."""

    verdict: str
    faults: tuple[str, ...] = ()  # in words, silent ones first
    silent: int = 0
    wrong: int = 0
    warned: bool = False  # right, and yet with a warning


def folded(label: str | None) -> str:
    """A label as a reader compares it: width folded, blanks, note marks and brackets' style gone."""
    text = unicodedata.normalize("NFKC", label or "")
    text = re.sub(r"[※*]\s*[\d,、.※*\s]*", "", text)
    return re.sub(r"[\s・,、.，()\[\]]+", "", text).lower()


def read(drawn: Drawn, second_readers: bool = False) -> Extraction | ExtractorError:
    """The filing as the program reads it; an error that it raises is its answer too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("drawn.pdf" if drawn.pdf.startswith(b"%PDF") else "drawn.txt")
        path.write_bytes(drawn.pdf)
        try:
            return extract(path, settings=Settings(second_readers=second_readers, tables=Tables.STATEMENTS))
        except ExtractorError as error:
            return error


def judge(seed: int, layout: Layout, second_readers: bool = False) -> Result:
    """Draws, reads and compares."""
    return verdict(draw(seed, layout), second_readers)


def verdict(drawn: Drawn, second_readers: bool = False) -> Result:
    """Reads and compares."""
    extraction = read(drawn, second_readers)
    if isinstance(extraction, ExtractorError):
        return Result("loud", (f"refused: {type(extraction).__name__}",), wrong=len(drawn.expected))
    return compare(drawn, extraction)


def compare(drawn: Drawn, extraction: Extraction) -> Result:
    """Rows that are wrong, surplus or missing, each with or without a finding."""
    pooled = any(entry.statement == POOLED for entry in drawn.expected)
    wanted = Counter(_key(entry) for entry in drawn.expected)
    loud = {finding.code for finding in extraction.findings if finding.severity is not Severity.INFO}
    surplus: list[Fact] = []
    for fact in extraction.facts:
        if fact.value_state is not ValueState.NUMBER or fact.value is None:
            continue
        if fact.unit == "percent" or str(fact.statement) == "financial_summary":
            continue
        key = _fact_key(fact, pooled, wanted)
        if wanted[key] > 0:
            wanted[key] -= 1
        else:
            surplus.append(fact)
    missing = [key for key, count in wanted.items() for _ in range(count)]
    quiet = [fact for fact in surplus if not _said(fact, loud, missing)]
    told = {str(fact.statement) for fact in surplus if fact not in quiet and loud & set(fact.findings) - {_UNIT}}
    refused = {folded(fact.label) for fact in extraction.facts if fact.value is None and loud & set(fact.findings)}
    unsaid = [
        key
        for key in missing
        if not (key[1] in refused or _told(extraction, str(key[0])) or _twin(key, surplus, quiet, told))
    ]
    wrong_cover = list(_attributes(drawn, extraction))
    faults = [f"attribute {text}" for text in wrong_cover]
    faults += [f"silent wrong {_say(_plain(fact))}" for fact in quiet]
    faults += [f"silent missing {_say(key)}" for key in unsaid]
    faults += [f"loud wrong {_say(_plain(fact))} {sorted(set(fact.findings))}" for fact in surplus if fact not in quiet]
    faults += [f"loud missing {_say(key)}" for key in missing if key not in unsaid]
    silent = len(wrong_cover) + len(quiet) + len(unsaid)
    verdict = "silent" if silent else "loud" if faults else "right"
    warned = any(finding.severity is not Severity.INFO for finding in extraction.findings)
    return Result(verdict, tuple(faults), silent, len(surplus) + len(missing), warned and verdict == "right")


def _said(fact: Fact, loud: set[str], missing: Iterable[Key]) -> bool:
    """Whether the wrong row says that something is wrong. That its unit is unclear excuses a wrong unit only."""
    if fact.proof is Proof.CONTRADICTED or loud & set(fact.findings) - {_UNIT}:
        return True
    return _UNIT in fact.findings and any(
        key[1] == folded(fact.label) and (key[5] != fact.unit or _scaled(Decimal(str(key[4])), fact.value))
        for key in missing
    )


def _scaled(wanted: Decimal, found: Decimal | None) -> bool:
    """Whether one is the other times a power of a thousand."""
    return bool(wanted and found) and any(wanted * factor == found for factor in _FACTORS)


def _told(extraction: Extraction, pool: str) -> bool:
    """Whether a finding speaks of that statement, or of all."""
    kinds = {"income_statement", "comprehensive_income"} if pool == POOLED else {pool}
    return any(
        finding.severity is not Severity.INFO
        and finding.code != _UNIT
        and (finding.statement is None or str(finding.statement) in kinds)
        for finding in extraction.findings
    )


def _twin(key: Key, surplus: Iterable[Fact], quiet: Sequence[Fact], told: set[str]) -> bool:
    """Whether the row is there after all, wrong, and says so."""
    return any(folded(fact.label) == key[1] and fact not in quiet for fact in surplus) or str(key[0]) in told


def _attributes(drawn: Drawn, extraction: Extraction) -> Iterable[str]:
    filing, figures = extraction.filing, drawn.figures
    if str(filing.standard) != figures.standard and drawn.standard_is_told:
        yield f"standard {filing.standard} for {figures.standard}"
    if filing.fiscal_year != figures.year_end.year:
        yield f"fiscal year {filing.fiscal_year} for {figures.year_end}"
    if filing.fiscal_period not in PARTS[figures.part]:
        yield f"fiscal period {filing.fiscal_period} for {figures.part}"


def _key(entry: Expected) -> Key:
    return (
        entry.statement,
        folded(entry.label),
        entry.start,
        entry.end,
        entry.value.quantize(Decimal("0.001")),
        entry.unit,
        entry.consolidated,
        folded(entry.component),
    )


def _plain(fact: Fact, pooled: bool = False) -> Key:
    statement = str(fact.statement)
    if pooled and statement in ("income_statement", "comprehensive_income"):
        statement = POOLED
    return (
        statement,
        folded(fact.label),
        fact.period_start.isoformat() if fact.period_start else "",
        fact.period_end.isoformat() if fact.period_end else "",
        (fact.value or Decimal(0)).quantize(Decimal("0.001")),
        str(fact.unit),
        fact.consolidated,
        folded(fact.component_label),
    )


def _fact_key(fact: Fact, pooled: bool, wanted: Counter[Key]) -> Key:
    """The row's key; a component may carry the group it stands under before its own name."""
    key = _plain(fact, pooled)
    if wanted[key] > 0 or not key[-1]:
        return key
    return next(
        (
            other
            for other, count in wanted.items()
            if count and other[:-1] == key[:-1] and str(key[-1]).endswith(str(other[-1])) and other[-1]
        ),
        key,
    )


def _say(key: Key) -> str:
    statement, label, start, end, value, unit, consolidated, component = key
    short = {"thousand_yen": "k", "yen_per_share": "y/s"}.get(str(unit), str(unit))
    return (
        f"{statement} {label}{' / ' + str(component) if component else ''} {start}..{end} "
        f"{value}{short}{'' if consolidated else ' own'}"
    )
