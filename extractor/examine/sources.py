"""Where the file of a filing lies: under a folder that the reader names, or where the last runs found it; on this
machine or at an address that pyarrow knows (s3://, gs://, abfs://)."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from extractor.errors import InputError, OutputError
from extractor.notation.printable import name_of
from extractor.write.lake.commit import Lake
from extractor.write.lake.local import open_store
from extractor.write.lake.records import Marker


class Sources:
    """Filing id -> its file, None where it is not at hand or has changed; each looked for once.

    ``folders``: paths or URIs of folders, or of the file itself. Raises InputError where one of this machine is not
    there.
    """

    def __init__(self, lake: Lake, folders: Sequence[Path | str]) -> None:
        _check(folders)
        self._markers = lake.markers()
        self._known: dict[str, list[str]] = {}
        for address, file in lake.known_files().items():
            self._known.setdefault(file.sha256, []).append(address)
        self._folders = folders
        self._found: dict[str, Path | None] = {}

    def __call__(self, filing_id: str) -> Path | None:
        if filing_id not in self._found:
            marker = self._markers[filing_id]
            self._found[filing_id] = find_source(marker, self._folders, self._known.get(marker.input_sha256, ()))
        return self._found[filing_id]


def source_of(lake: Lake, marker: Marker, folders: Sequence[Path | str]) -> Path | None:
    """The file of one filing of a lake, as ``Sources`` finds it."""
    _check(folders)
    known = (address for address, file in lake.known_files().items() if file.sha256 == marker.input_sha256)
    return find_source(marker, folders, known)


def find_source(marker: Marker, folders: Sequence[Path | str], known: Iterable[str] = ()) -> Path | None:
    """The input file of a filing under one of the folders or at a known address, if it still has the same content.

    Raises InputError where a folder that was named is an address that cannot be reached.
    """
    for folder in folders:
        for address in _candidates(str(folder), marker):
            if (path := _same(address, marker)) is not None:
                return path
    for address in known:
        try:
            path = _same(name_of(address), marker)
        except InputError:  # nobody named it now
            continue
        if path is not None:
            return path
    return None


def _check(folders: Iterable[Path | str]) -> None:
    for folder in folders:
        if not _remote(str(folder)) and not _on_this_machine(str(folder)).exists():
            raise InputError(f"{folder}: there is no such file or folder.", "look at the path of --source")


def local_file(address: str | Path) -> Path:
    """A file on this machine; one at a URI is fetched first, and goes when the process ends. Raises InputError."""
    if not _remote(str(address)):
        return _on_this_machine(str(address))
    path = _fetched(str(address))
    if path is None:
        raise InputError(f"{address}: there is no such file.", "look at the address")
    return path


def _remote(address: str) -> bool:
    return "://" in address and not address.startswith("file://")


def _on_this_machine(address: str) -> Path:
    return Path(address.removeprefix("file://"))


def _candidates(folder: str, marker: Marker) -> Iterator[str]:
    """Where the file may lie: in the folder as it lay in the input, in the folder itself, or it was named itself."""
    base, mark, query = folder.partition("?") if _remote(folder) else (folder.removeprefix("file://"), "", "")
    base = base.rstrip("/") or "/"
    for stored in marker.source_files:
        name = name_of(stored)
        yield f"{base}/{name}{mark}{query}"
        if (last := Path(name).name) != name:
            yield f"{base}/{last}{mark}{query}"
        if base.rpartition("/")[2] == last:
            yield folder


def _same(address: str, marker: Marker) -> Path | None:
    path = _fetched(address) if _remote(address) else Path(address)
    try:
        if path is None or not path.is_file():
            return None
        return path if hashlib.sha256(path.read_bytes()).hexdigest() == marker.input_sha256 else None
    except OSError:  # nobody may read it
        return None


@cache
def _fetched(address: str) -> Path | None:
    base, mark, query = address.partition("?")
    scheme, _, rest = base.partition("://")
    bucket, _, key = rest.partition("/")  # names of objects may hold what no URI does
    try:
        data = open_store(f"{scheme}://{bucket}{mark}{query}").read(key)
    except OutputError as error:
        raise InputError(error.message, error.next_step) from error
    if data is None:
        return None
    path = Path(_room(), hashlib.sha256(address.encode()).hexdigest()[:16], key.rpartition("/")[2])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@cache
def _room() -> str:
    folder = tempfile.mkdtemp(prefix="extractor-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
