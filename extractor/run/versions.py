"""What a result depends on besides the file: when one of these changes, the filing runs again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import extractor
from extractor.resources import schema_path
from extractor.settings import Settings

REASONS = {
    "code": "code changed",
    "taxonomy": "taxonomy changed",
    "contract": "contract changed",
    "settings": "settings changed (--tables, --max-pages or --no-second-readers)",
}
_ROOMS = ("model", "notation", "read", "segment", "detect", "kinds", "normalise", "reconcile", "reread", "write")


def versions(settings: Settings) -> dict[str, str]:
    """``extractor`` is the release; the others are hashes, by the keys of ``REASONS``."""
    package = Path(extractor.__file__).parent
    code = [path for room in _ROOMS for path in (package / room).rglob("*.py")]
    code.append(package / "pipeline.py")
    how = (settings.second_readers, settings.max_pages, settings.tables.value)
    data = [path for folder in ("taxonomy", "lexicon", "expected") for path in schema_path(folder).glob("*.*")]
    return {
        "extractor": extractor.__version__,
        "code": _hash(tuple(code), package),
        "taxonomy": _hash((*data, *map(Path, settings.aliases)), None),
        "contract": _hash(tuple(schema_path("tables").glob("*.toml")), None),
        "settings": hashlib.sha256(repr(how).encode()).hexdigest()[:16],
    }


def printed_by(versions: Mapping[str, str]) -> str:
    """What a filing as printed depends on besides the file: of the data only the lexicon."""
    lexicon = _hash(tuple(schema_path("lexicon").glob("*.*")), None)
    return " ".join((versions["code"], versions["settings"], lexicon))


@cache
def _hash(paths: Iterable[Path], root: Path | None) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file() and path.suffix != ".md"):
        name = path.relative_to(root).as_posix() if root else path.name
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]
