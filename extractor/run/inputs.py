"""Which files a run takes: a file, or a folder walked recursively, on a local path or any address that pyarrow's file systems know."""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import InputError

SUFFIXES = frozenset({".pdf", ".txt", ".md"})
_ABOUT_FOLDERS = (
    "readme",
    "license",
    "changelog",
)  # texts about a folder, no filings; named on the command line they run
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: ``root`` and ``relative`` joined make its path or URI."""

    root: str
    relative: str

    @property
    def remote(self) -> bool:
        return "://" in self.root

    @property
    def address(self) -> str:
        if not self.remote:
            return str(Path(self.root, self.relative))
        base, mark, query = self.root.partition("?")  # s3://bucket/folder?endpoint_override=...
        return f"{base}/{self.relative}{mark}{query}"


@dataclass(frozen=True, slots=True)
class Content:
    """One content and every path that holds it."""

    sha256: str
    sources: tuple[Source, ...]

    @property
    def filing_id(self) -> str:
        return self.sha256[:16]


def find_sources(where: str, only: Sequence[str] = ()) -> list[Source]:
    """The files in order of path. Raises ``InputError`` where there is nothing at all."""
    where = where.removeprefix("file://")
    sources = list(_remote(where.rstrip("/")) if "://" in where else _local(Path(where).absolute()))
    if not sources:
        raise InputError(
            f"{where}: no filing in it ({', '.join(sorted(SUFFIXES))}).", "name a folder that holds some, or a file"
        )
    if only:
        kept = [
            source
            for source in sources
            if any(
                fnmatch.fnmatch(source.relative, glob) or fnmatch.fnmatch(Path(source.relative).name, glob)
                for glob in only
            )
        ]
        if not kept:
            raise InputError(
                f"{where}: none of its {len(sources)} files fits --only {' '.join(only)}.",
                f"extractor plan {where} --out LAKE shows them all",
            )
        sources = kept
    return sorted(sources, key=lambda source: source.relative)


def read_contents(sources: Sequence[Source]) -> tuple[list[Content], list[tuple[Source, InputError]]]:
    """Hashes every file; equal ones become one. Files that cannot be opened come back with their errors."""
    by_hash: dict[str, list[Source]] = {}
    unreadable = []
    with ThreadPoolExecutor(min(8, (os.cpu_count() or 1) * 2)) as pool:
        for source, result in zip(sources, pool.map(_digest, sources), strict=True):
            if isinstance(result, InputError):
                unreadable.append((source, result))
            else:
                by_hash.setdefault(result, []).append(source)
    return [Content(sha256, tuple(same)) for sha256, same in by_hash.items()], unreadable


@contextlib.contextmanager
def local_copy(source: Source) -> Iterator[tuple[Path, Path]]:
    """The file's local path and the root it is relative to; a remote file is fetched and goes again."""
    if not source.remote:
        yield Path(source.root, source.relative), Path(source.root)
        return
    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        target = Path(folder, source.relative)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _open(source) as stream, target.open("wb") as file:
            while chunk := stream.read(_CHUNK):
                file.write(chunk)
        yield target, Path(folder)


def _taken(name: str) -> bool:
    path = Path(name)
    return path.suffix.lower() in SUFFIXES and not name.startswith(".") and not name.lower().startswith(_ABOUT_FOLDERS)


def _local(where: Path) -> Iterator[Source]:
    if where.is_file():
        yield Source(str(where.parent), where.name)
        return
    if not where.is_dir():
        raise InputError(f"{where}: there is no such file or folder.", "look at the path")
    for folder, folders, names in os.walk(where):
        lake = "_lake.json" in names
        folders[:] = [] if lake else sorted(name for name in folders if not name.startswith("."))
        for name in [] if lake else sorted(names):
            if _taken(name) and _regular(Path(folder, name)):
                yield Source(str(where), Path(folder, name).relative_to(where).as_posix())


def _regular(path: Path) -> bool:
    """No pipe, socket or device, on which reading would wait. A link to nothing passes: it is to be reported."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _remote(where: str) -> Iterator[Source]:
    system, root = _file_system(where)
    from pyarrow import fs

    try:
        if system.get_file_info(root).is_file:
            base, mark, query = where.partition("?")
            folder, _, name = base.rpartition("/")
            yield Source(f"{folder}{mark}{query}", name)
            return
        for info in system.get_file_info(fs.FileSelector(root, recursive=True)):
            relative = info.path[len(root) :].lstrip("/")
            if (
                info.is_file
                and _taken(info.base_name)
                and not any(part.startswith(".") for part in relative.split("/"))
            ):
                yield Source(where, relative)
    except OSError as error:
        raise InputError(
            f"{where}: cannot be listed ({error}).", "look at the address, the keys and the network"
        ) from error


def _file_system(uri: str) -> tuple[Any, str]:
    import pyarrow as pa
    from pyarrow import fs

    try:
        system, path = fs.FileSystem.from_uri(uri)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(
            f"{uri}: no file system for this address ({error}).", "use a local path, or s3://, gs:// or abfs://"
        ) from error
    return system, path.rstrip("/")


@contextlib.contextmanager
def _open(source: Source) -> Iterator[Any]:
    if source.remote:
        system, path = _file_system(source.address)
        with system.open_input_stream(path) as stream:
            yield stream
    else:
        with Path(source.root, source.relative).open("rb") as file:
            yield file


def _digest(source: Source) -> str | InputError:
    digest = hashlib.sha256()
    try:
        with _open(source) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except (OSError, InputError) as error:
        return InputError(
            f"{source.address}: cannot be opened ({getattr(error, 'strerror', None) or error}).",
            "look at its rights, then the same command again",
        )
    return digest.hexdigest()
