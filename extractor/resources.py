"""Finds the data files of ``schemas/``: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from extractor.errors import ConfigurationError

T = TypeVar("T")

_PACKAGE = Path(__file__).resolve().parent
CHECKOUT = _PACKAGE.parent / "schemas"
_WHEEL = _PACKAGE / "_schemas"


def schema_path(*parts: str) -> Path:
    """The path of a file or folder under ``schemas/``: ``schema_path("taxonomy", "items.csv")``.

    A checkout's own files win over a copy that an installation left in the package. The path need not exist.
    """
    root = CHECKOUT if CHECKOUT.is_dir() else _WHEEL
    return root.joinpath(*parts)


def taxonomy_table(name: str, make: Callable[[dict[str, str]], T]) -> tuple[T, ...]:
    """What ``make`` gives for each row of a CSV file of ``schemas/taxonomy``, in its order. Raises ConfigurationError
    that names the file where it is missing, lacks a column, a row has fewer or more fields than the head, or ``make``
    refuses one (ValueError, re.error)."""
    path = schema_path("taxonomy", name)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return tuple(make(_whole(row)) for row in csv.DictReader(lines))
    except (OSError, KeyError, ValueError, re.error) as error:
        raise ConfigurationError(f"{path}: {error}.", "put it right, or restore the file") from error


def _whole(row: dict[str, str]) -> dict[str, str]:
    """The row. ``csv`` files what is too much under None, and gives None for what is missing."""
    if None in row or None in row.values():
        raise ValueError(f"a row of other columns than the head: {', '.join(filter(None, map(str, row.values())))}")
    return row
