"""The taxonomy as an index: rows, aliases, labels of trades and normal forms of labels, made once for given files.

Making it takes a few tenths of a second, most of it for the normal forms of some twelve thousand labels. So it is kept
in the user's cache folder (``$XDG_CACHE_HOME/extractor`` or ``~/.cache/extractor``) under a name that is the hash of
everything it is made from; where the folder cannot be read or written it is made anew, with the same result.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from extractor.errors import ConfigurationError
from extractor.model import Language
from extractor.normalise import aliases as aliases_module
from extractor.normalise import items as items_module
from extractor.normalise import labels as labels_module
from extractor.normalise.aliases import ALIAS_COLUMNS, Alias, read_aliases
from extractor.normalise.items import GENERAL, Row, read_items, row_of
from extractor.normalise.labels import key, wording
from extractor.notation import text as text_module
from extractor.resources import schema_path

ITEMS, ALIASES = "items.csv", "aliases.csv"
Forms = Mapping[str, tuple[str, str]]  # label -> its key and its wording
Trades = Mapping[tuple[str, str], frozenset[str]]  # (statement, key of a label) -> industry codes
KEPT = 8  # indexes in the cache folder, of other releases and other data; about 2 MB each
_PREFIX = "taxonomy-"
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Index:
    """What matching needs of the taxonomy, ready to use. ``rows``: by standard, in the file's order; ``trades``: by
    language (ja, en)."""

    rows: Mapping[str, tuple[Row, ...]]
    aliases: tuple[Alias, ...]
    trades: Mapping[str, Trades]
    forms: Forms


def key_of(label: str, forms: Forms) -> str:
    """The label's key, from the forms made ahead where it is known there."""
    known = forms.get(label)
    return known[0] if known else key(label)


def wording_of(label: str, forms: Forms) -> str:
    """The label's wording, from the forms made ahead where it is known there."""
    known = forms.get(label)
    return known[1] if known else wording(label)[0]


def index_files(folder: Path) -> tuple[Path, ...]:
    """The data that the index is made from. ``folder``: schemas/taxonomy."""
    lexicon = schema_path("lexicon")
    return folder / ITEMS, folder / ALIASES, lexicon / "labels.toml", lexicon / "synonyms.toml"


def build_index(records: Sequence[Sequence[str]], aliases: Iterable[Alias]) -> Index:
    """The index of these records of items.csv and aliases."""
    made: dict[str, list[Row]] = {}
    for record in records:
        made.setdefault(record[2], []).append(row_of(record))
    rows = {standard: tuple(found) for standard, found in made.items()}
    aliases = tuple(aliases)
    every = {
        text
        for found in rows.values()
        for row in found
        for label in (row.ja, row.en, *row.alt_ja.split("|"), *row.alt_en.split("|"))
        for text in (label, label.partition("=")[2])
        if text
    }
    forms = {label: (key(label), wording(label)[0]) for label in sorted(every | {alias.label for alias in aliases})}
    trades = {language.value: _trades(rows.get("jgaap", ()), language, forms) for language in Language}
    return Index(rows, aliases, trades, forms)


def _trades(rows: Iterable[Row], language: Language, forms: Forms) -> Trades:
    """The labels that trades use and commerce and industry do not."""
    general: set[tuple[str, str]] = set()
    trades: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.kind == "component" or row.statement not in ("bs", "pl", "cf"):
            continue
        for industry in [GENERAL] if GENERAL in row.industries else sorted(row.industries):
            for label in row.labels(language, (industry,)):
                where = (row.statement, key_of(label, forms))
                if industry == GENERAL:
                    general.add(where)
                else:
                    trades[where].add(industry)
    return {where: frozenset(names) for where, names in trades.items() if where not in general}


def stored_index(folder: Path) -> Index:
    """The index of a taxonomy folder: from the cache where it is that of these very files, else made and put there.

    Raises ConfigurationError that names file and line where the data cannot be read.
    """
    name = fingerprint(folder)
    place = cache_folder() / f"{_PREFIX}{name}"
    if name:
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError, IndexError, KeyError):
            return _read(place, folder)
    records = read_items(folder / ITEMS)
    aliases = read_aliases(folder / ALIASES, {record[0] for record in records})
    try:
        index = build_index(records, aliases)
    except ValueError as error:
        raise ConfigurationError(
            f"{folder / ITEMS}: {error}.", "`extractor taxonomy check` names the line; correct it."
        ) from error
    if name:
        with contextlib.suppress(OSError):
            _write(place, index)
    return index


def cache_folder() -> Path:
    """Where this user's programs keep what they can make again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "extractor"


def fingerprint(folder: Path) -> str:
    """The hash of all that the index depends on: data, code, Python's format. Empty where some of it cannot be read."""
    digest = hashlib.sha256(f"{sys.implementation.cache_tag} {marshal.version}".encode())
    code = [Path(str(module.__file__)) for module in (aliases_module, items_module, labels_module, text_module)] + [
        Path(__file__)
    ]
    try:
        for path in (*index_files(folder), *code):
            content = path.read_bytes()
            digest.update(f"{path.name} {len(content)}\0".encode() + content)
    except OSError:
        return ""
    return digest.hexdigest()[:32]


def _read(place: Path, folder: Path) -> Index:
    """The index in a file of the cache. Raises OSError, ValueError and others where it is not whole or not this user's
    own."""
    with place.open("rb") as source:
        if hasattr(os, "getuid") and os.fstat(source.fileno()).st_uid != os.getuid():
            raise PermissionError(place)
        content = source.read()
    if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
        raise ValueError(place)
    rows, aliases, trades, forms = marshal.loads(content[_DIGEST:])
    path = folder / ALIASES
    return Index(
        {standard: tuple(map(Row._make, found)) for standard, found in rows.items()},
        tuple(
            Alias(**dict(zip(ALIAS_COLUMNS, values, strict=True)), source=f"{path}:{line}") for values, line in aliases
        ),
        trades,
        forms,
    )


def _write(place: Path, index: Index) -> None:
    """Whole or not at all; the oldest indexes of other data go. Raises OSError."""
    one: dict[Any, Any] = {}  # equal texts as one object, which marshal writes once

    def shared(value: Any) -> Any:
        if isinstance(value, tuple):
            value = tuple(map(shared, value))
        return one.setdefault(value, value) if isinstance(value, str | tuple | frozenset) else value

    content = marshal.dumps((
        {standard: tuple(shared(tuple(row)) for row in found) for standard, found in index.rows.items()},
        tuple((astuple(alias)[:-1], int(alias.source.rpartition(":")[2])) for alias in index.aliases),
        {
            name: {shared(where): shared(names) for where, names in found.items()}
            for name, found in index.trades.items()
        },
        {shared(label): shared(said) for label, said in index.forms.items()},
    ))  # fmt: skip
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        part.write_bytes(hashlib.sha256(content).digest() + content)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    made = sorted(place.parent.glob(f"{_PREFIX}*"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for old in made[KEPT:]:
        old.unlink(missing_ok=True)
