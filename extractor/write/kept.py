"""A filing as printed, as the lake keeps it: compressed JSON in which a dataclass is the list of its fields.

Equal values give equal bytes, and reading them back makes nothing but values of ``extractor.model``.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
import zlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any

from extractor.model.printed import Printed

Reader = Callable[[Any], Any]


def keep(printed: Printed) -> bytes:
    """The filing as bytes."""
    text = json.dumps(printed, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def kept_from(data: bytes) -> Printed | None:
    """The filing from its bytes; None where they are damaged or of another release."""
    try:
        made: Printed = _reader(Printed)(json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")))
    except (zlib.error, ValueError, TypeError, ArithmeticError, RecursionError):
        return None
    return made


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    return _form(kind)(value)


@cache
def _form(kind: Any) -> Callable[[Any], Any]:
    """What makes JSON of a value: all fields of a dataclass as a tuple. Raises TypeError for what has no form here."""
    if issubclass(kind, Decimal):
        return str
    if issubclass(kind, date):
        return date.isoformat
    names = [field.name for field in dataclasses.fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


@cache
def _reader(kind: Any) -> Reader:
    """What makes a value of the annotated type from its JSON. Raises ValueError or TypeError where it does not fit."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):  # X | None is the only one there is
        (other,) = (_reader(one) for one in inner if one is not types.NoneType)
        return lambda value: None if value is None else other(value)
    if origin is tuple:
        return _tuple_reader(inner)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        make: Reader = kind
        hints = typing.get_type_hints(kind)
        readers = [_reader(hints[field.name]) for field in dataclasses.fields(kind)]
        return lambda value: make(*[read(one) for read, one in zip(readers, value, strict=True)])
    if kind is date:
        return date.fromisoformat
    if kind is Decimal or issubclass(kind, Enum):
        return typing.cast(Reader, kind)
    return _checked(kind)


def _tuple_reader(inner: tuple[Any, ...]) -> Reader:
    if inner[-1] is Ellipsis:
        one = _reader(inner[0])
        return lambda value: tuple([one(part) for part in value])
    readers = [_reader(kind) for kind in inner]
    return lambda value: tuple([read(part) for read, part in zip(readers, value, strict=True)])


def _checked(kind: type) -> Reader:
    kinds = (int, float) if kind is float else kind

    def read(value: Any) -> Any:
        if not isinstance(value, kinds):
            raise TypeError(f"{value!r} is no {kind.__name__}")
        return value

    return read
