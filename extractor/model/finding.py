"""What a reader of the tables must know, said by any room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """information: nothing is wrong; warning: something may be; error: something is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader of the tables must know. ``code`` is one of errors.FindingCode."""

    code: str
    severity: Severity
    message: str
    page: int | None = None
    statement: str | None = None
    sheet: int | None = None  # index of the sheet within the filing
    line: int | None = None
    column: int | None = None
    next_command: str | None = None
    below: bool = False  # it concerns the line and all lines below it
