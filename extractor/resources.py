"""Finds the data files of ``schemas/``: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent / "schemas"
_WHEEL = _PACKAGE / "_schemas"


def schema_path(*parts: str) -> Path:
    """The path of a file or folder under ``schemas/``: ``schema_path("taxonomy", "items.csv")``.

    A checkout's own files win over a copy that an installation left in the package. The path need not exist.
    """
    root = _CHECKOUT if _CHECKOUT.is_dir() else _WHEEL
    return root.joinpath(*parts)
