"""Japanese securities reports to tidy, proved Parquet tables.

``import extractor as ex`` gives the functions and types of ``extractor.api``, loaded when they are first used.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.api import Filing, Lake, Statement, read

__version__ = "0.1.0"
__all__ = ["Filing", "Lake", "Statement", "__version__", "read"]


class _ReadingPackage(ModuleType):
    """``extractor.read`` is a package of this one and a function of the API: the package can be called as the
    function."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        from extractor.api import read

        return read(*args, **options)


class _Package(ModuleType):
    """This package: the import of ``extractor.read`` sets an attribute here, and what it sets can be called."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "read" and type(value) is ModuleType:
            value.__class__ = _ReadingPackage
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "read":
        return import_module("extractor.read")
    if name in ("Filing", "Lake", "Statement"):
        return getattr(import_module("extractor.api"), name)
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
