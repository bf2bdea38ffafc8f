"""Hand-made extractions, and a maker that turns a small text file into one: for tests of what comes after the
reading."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

from extractor.errors import InputError
from extractor.model import (
    Box,
    Candidate,
    Check,
    Claim,
    DocumentType,
    Extraction,
    Fact,
    Fate,
    Filing,
    Finding,
    Language,
    Member,
    Proof,
    Severity,
    Standard,
    StatementKind,
    Unit,
    UnmappedLine,
    ValueState,
)
from extractor.notation.printable import stored_name
from extractor.settings import Settings
from extractor.write import pack
from extractor.write.lake.records import Package

BOX = Box(300.5, 100.25, 360.0, 110.0)


def fact(line: int = 1, value: Decimal | None = Decimal("1234567.890"), **changes: object) -> Fact:
    given: dict[str, object] = {
        "statement": StatementKind.BALANCE_SHEET,
        "consolidated": True,
        "line": line,
        "depth": 1,
        "parent_line": None,
        "label": "現金及び預金",
        "note": "※1",
        "item": "cash_and_deposits",
        "element": "jppfs_cor:CashAndDeposits",
        "match_method": "exact",
        "match_score": 100.0,
        "match_margin": 20.0,
        "column_label": "当連結会計年度",
        "period_start": None,
        "period_end": date(2021, 3, 31),
        "component": None,
        "component_label": None,
        "value": value,
        "unit": Unit.THOUSAND_YEN,
        "reported_text": "1,234",
        "reported_scale": 1000000,
        "value_state": ValueState.NUMBER if value is not None else ValueState.NIL,
        "page": 3,
        "box": BOX,
        "reader": "pdfium",
        "proof": Proof.PROVED,
        "findings": (),
    }
    return Fact(**{**given, **changes})  # type: ignore[arg-type]


def filing(filing_id: str = "0123456789abcdef", source_file: str = "a/b.pdf", **changes: object) -> Filing:
    given: dict[str, object] = {
        "company_name": "東西工業株式会社",
        "securities_code": "1234",
        "edinet_code": "E00001",
        "fiscal_year": 2021,
        "fiscal_period": "FY",
        "document_type": DocumentType.ANNUAL,
        "standard": Standard.JGAAP,
        "language": Language.JA,
        "pages": 10,
    }
    return Filing(filing_id, source_file, **{**given, **changes})  # type: ignore[arg-type]


def extraction(
    of: Filing | None = None, facts: tuple[Fact, ...] | None = None, findings: tuple[Finding, ...] = ()
) -> Extraction:
    of = of or filing()
    facts = (
        facts
        if facts is not None
        else (
            fact(1),
            fact(2, None, column=1),
            fact(1, Decimal(5), statement=StatementKind.CASH_FLOWS, period_start=date(2020, 4, 1)),
        )
    )
    total = Member(0, 2, 0, 1, Decimal(3))
    return Extraction(
        of,
        facts,
        (
            UnmappedLine(
                StatementKind.BALANCE_SHEET,
                True,
                4,
                "謎",
                "assets",
                None,
                ("12", "－"),
                3,
                BOX,
                (Candidate("other", "jppfs_cor:Other", 61.5),),
            ),
        ),
        (
            Check(
                "calculation",
                "balance_sheet",
                total,
                (Member(0, 1, 0, 1, Decimal(3)),),
                Decimal("2.5"),
                Decimal("3.5"),
                Decimal(3),
                True,
            ),
        ),
        findings,
        (Claim(3, "1,234", BOX, Fate.CELL), Claim(3, "- 3 -", BOX, Fate.FURNITURE)),
    )


def package_of_text(path: Path, root: Path, settings: Settings) -> Package:
    """Stands in for the pipeline. The file's first word decides:

    ``good N`` N facts; ``bad`` an input error; ``bug`` an exception; ``crash`` a dead process; ``hang``; ``eat``
    memory; ``slow S`` sleeps first; ``prints`` writes to standard output, as careless libraries do; ``pid`` leaves its
    process number beside the file.
    """
    words = path.read_text(encoding="utf-8").split()
    match words[0]:
        case "bad":
            raise InputError(f"{path}: damaged.", f"look at it: extractor page {path} 1")
        case "bug":
            raise ZeroDivisionError("tests asked for it")
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hang":
            time.sleep(3600)
        case "eat":
            bytearray(1 << 42)
        case "slow":
            time.sleep(float(words[1]))
        case "pid":
            path.with_suffix(".pid").write_text(str(os.getpid()))
        case "prints":
            os.write(1, b"noise from a library\n")
            print("more noise")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    number = int(words[1]) if words[0] == "good" else 3
    facts = tuple(fact(line, Decimal(line) / 8 + int(digest[:4], 16)) for line in range(1, number + 1))
    year = 2019 + int(digest[4], 16) % 3
    warned = (
        (Finding("sum_fails", Severity.WARNING, "does not add up", page=3, statement="balance_sheet", line=1),)
        if "warn" in words
        else ()
    )
    of = filing(digest[:16], stored_name(str(path.relative_to(root))), fiscal_year=year)
    return pack(extraction(of, facts, warned), digest)


MAKER = f"{__name__}:package_of_text"
