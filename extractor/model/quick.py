"""Frozen dataclasses of which a filing makes tens of thousands, made at half the price."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

T = TypeVar("T")


def quick(cls: type[T]) -> type[T]:
    """A frozen dataclass with slots whose instances are filled through the slots themselves.

    The ``__init__`` that ``dataclass`` writes for frozen classes looks each slot up by its name. Fields may have
    defaults, but no factories.
    """
    names: dict[str, Any] = {}
    arguments, lines = [], []
    for field in fields(cls):  # type: ignore[arg-type]
        names[f"set_{field.name}"] = cls.__dict__[field.name].__set__
        given = field.default is not MISSING
        if given:
            names[f"default_{field.name}"] = field.default
        arguments.append(f"{field.name}=default_{field.name}" if given else field.name)
        lines.append(f"    set_{field.name}(self, {field.name})\n")
    exec(f"def __init__(self, {', '.join(arguments)}):\n{''.join(lines)}", names)
    cls.__init__ = names["__init__"]  # type: ignore[method-assign]
    return cls
