"""Which files a run takes: a file, or a folder walked recursively, on a local path or any address that pyarrow's file
systems know."""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import os
import stat
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from extractor.errors import InputError
from extractor.model.filing import SUFFIXES
from extractor.notation.printable import name_of, printable, stored_name
from extractor.write.lake.records import KnownFile

# texts about a folder, no filings; named on the command line they run
_ABOUT_FOLDERS = ("readme", "license", "changelog")
_CHUNK = 1 << 20
_OF_URIS = "!$%&'()*+,/:;=@[]~"  # characters that stand in a URI as they are; names of objects have others too
_SETTLED = 3_000_000_000  # nanoseconds: coarse file systems keep times to two seconds


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: ``root`` and ``relative`` joined make its path or URI. ``relative`` is as the lake keeps it:
    bytes of a local name that are no UTF-8 are escaped (``notation.printable``)."""

    root: str
    relative: str
    size: int = -1  # bytes; -1: not known
    modified: int = -1  # nanoseconds since 1970

    @property
    def remote(self) -> bool:
        return "://" in self.root

    @property
    def path(self) -> Path:
        """Of a local file."""
        return Path(self.root, name_of(self.relative))

    @property
    def address(self) -> str:
        if not self.remote:
            return f"{self.root.rstrip(os.sep)}{os.sep}{name_of(self.relative)}"
        base, mark, query = self.root.partition("?")  # s3://bucket/folder?endpoint_override=...
        return f"{base}/{name_of(self.relative)}{mark}{query}"


@dataclass(frozen=True, slots=True)
class Content:
    """One content and every path that holds it."""

    sha256: str
    sources: tuple[Source, ...]

    @property
    def filing_id(self) -> str:
        return self.sha256[:16]


@dataclass(slots=True)
class Found:
    """What lies in the input: filings in the order of their paths, and what was passed over."""

    sources: list[Source] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)  # files that are no filings, by suffix
    links: int = 0  # that lead out of the folder and are not followed

    def passed_over(self) -> str:
        """``3 files are no filings (.docx 1, .zip 2)``; empty: nothing was."""
        words = []
        if number := self.others.total():
            kinds = ", ".join(f"{suffix} {count}" for suffix, count in sorted(self.others.items()))
            words.append(f"{number} {'file is no filing' if number == 1 else 'files are no filings'} ({kinds})")
        if self.links:
            leads = "link leads" if self.links == 1 else "links lead"
            words.append(f"{self.links} {leads} out of the folder (--follow-links)")
        return "; ".join(words)


def find_sources(where: str | Sequence[str], only: Sequence[str] = (), follow_links: bool = False) -> Found:
    """The files of one or several inputs. Raises ``InputError`` where there is nothing at all."""
    places = [where] if isinstance(where, str) else list(where)
    found = Found()
    for place in places:
        place = place.removeprefix("file://")
        if "://" in place:
            _remote(place.rstrip("/"), found)
        else:
            _local(Path(place).absolute(), found, follow_links)
    named = " ".join(places)
    if not found.sources:
        passed = found.passed_over()
        raise InputError(
            f"{named}: no filing in it ({', '.join(sorted(SUFFIXES))}){'; ' + passed if passed else ''}.",
            "name a folder that holds some, or a file",
        )
    if len(places) > 1:
        found.sources = _apart(found.sources)
    if only:
        kept = [source for source in found.sources if _fits(source, only)]
        if not kept:
            raise InputError(
                f"{named}: none of its {len(found.sources)} files fits --only {' '.join(only)}.",
                f"extractor plan {named} --out LAKE shows them all",
            )
        found.sources = kept
    found.sources.sort(key=lambda source: source.relative)
    return found


def _fits(source: Source, only: Sequence[str]) -> bool:
    names = (source.relative, source.relative.rpartition("/")[2])
    return any(fnmatch.fnmatch(name, glob) for name in names for glob in only)


def _apart(sources: Sequence[Source]) -> list[Source]:
    """Each file once. Files of two inputs that are relative to them the same are told apart by the name of the input's
    folder."""
    once = {source.address: source for source in sources}.values()
    number = Counter(source.relative for source in once)
    out = []
    for source in once:
        if number[source.relative] > 1 and not source.remote:
            root = Path(source.root)
            source = replace(source, root=str(root.parent), relative=f"{stored_name(root.name)}/{source.relative}")
        out.append(source)
    return out


def read_contents(
    sources: Sequence[Source], known: Mapping[str, KnownFile] | None = None
) -> tuple[list[Content], list[tuple[Source, InputError]]]:
    """Hashes every file whose path, size and time are not ``known``; equal contents become one. Files that cannot be
    opened come back with their errors."""
    known = known or {}
    digests = [_known_digest(source, known) for source in sources]
    unknown = [source for source, sha256 in zip(sources, digests, strict=True) if sha256 is None]
    by_hash: dict[str, list[Source]] = {}
    unreadable = []
    with ThreadPoolExecutor(min(8, (os.cpu_count() or 1) * 2)) as pool:
        read = pool.map(digest_of, unknown)
        for source, sha256 in zip(sources, digests, strict=True):
            result = sha256 or next(read)
            if isinstance(result, InputError):
                unreadable.append((source, result))
            else:
                by_hash.setdefault(result, []).append(source)
    return [Content(sha256, tuple(same)) for sha256, same in by_hash.items()], unreadable


def _known_digest(source: Source, known: Mapping[str, KnownFile]) -> str | None:
    file = known.get(stored_name(source.address)) if known and source.modified > 0 else None
    return file.sha256 if file and (file.size, file.modified) == (source.size, source.modified) else None


def known_files(contents: Sequence[Content]) -> dict[str, KnownFile]:
    """What the next run need not hash again. A file that changed in the last seconds may change once more within the
    grain of its time: it is left out."""
    settled = time.time_ns() - _SETTLED
    return {
        stored_name(source.address): KnownFile(source.size, source.modified, content.sha256)
        for content in contents
        for source in content.sources
        if 0 < source.modified < settled
    }


def exists(address: str) -> bool:
    """Whether a file is still where a run found it. What cannot be asked counts as there."""
    if "://" not in address:
        return Path(name_of(address)).exists()
    try:
        system, path = _file_system(name_of(address))
        return bool(system.get_file_info(path).is_file)
    except (InputError, OSError):
        return True


@contextlib.contextmanager
def local_copy(source: Source) -> Iterator[tuple[Path, Path]]:
    """The file's local path and the root it is relative to; a remote file is fetched and goes again."""
    if not source.remote:
        yield source.path, Path(source.root)
        return
    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        target = Path(folder, name_of(source.relative))
        target.parent.mkdir(parents=True, exist_ok=True)
        with _open(source) as stream, target.open("wb") as file:
            while chunk := stream.read(_CHUNK):
                file.write(chunk)
        yield target, Path(folder)


def _local(where: Path, found: Found, follow: bool) -> None:
    if where.is_file():
        found.sources.append(_source(str(where.parent), stored_name(where.name), _stat(str(where))))
        return
    if not where.is_dir():
        raise InputError(f"{where}: there is no such file or folder.", "look at the path")
    inside = where.resolve()
    walked = {inside}
    root = str(where)
    for folder, folders, names in os.walk(root, followlinks=True):
        lake = "_lake.json" in names
        folders[:] = (
            [] if lake else sorted(n for n in folders if _entered(Path(folder, n), inside, walked, found, follow))
        )
        under = folder[len(root) :].strip(os.sep).replace(os.sep, "/")  # texts, not paths: folders may hold 100,000
        links = _links_in(folder)
        for name in [] if lake else sorted(names):
            path = os.path.join(folder, name)  # noqa: PTH118
            about = _stat(path)
            # no pipe, socket or device, on which reading would wait; a link to nothing passes: it is to be reported
            if name.startswith(".") or name.lower().startswith(_ABOUT_FOLDERS) or (about and not _regular(about)):
                continue
            suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122
            if suffix not in SUFFIXES:
                found.others[printable(suffix.rstrip(".")) or "no suffix"] += 1
            elif not follow and name in links and not _leads_to(Path(path)).is_relative_to(inside):
                found.links += 1
            else:
                found.sources.append(_source(root, stored_name(f"{under}/{name}" if under else name), about))


def _links_in(folder: str) -> set[str]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name for entry in entries if entry.is_symlink()}
    except OSError:
        return set()


def _entered(path: Path, inside: Path, walked: set[Path], found: Found, follow: bool) -> bool:
    """Whether the walk goes into a folder. What a link leads to is entered once; outside of the input only if asked."""
    if path.name.startswith("."):
        return False
    if not path.is_symlink():
        return True
    target = _leads_to(path)
    if target.is_relative_to(inside):  # walked in its own place
        return False
    if not follow:
        found.links += 1
        return False
    if target in walked or inside.is_relative_to(target):
        return False
    walked.add(target)
    return True


def _leads_to(link: Path) -> Path:
    """What a link leads to; itself where it leads in a circle: then it is a file that cannot be opened."""
    try:
        return link.resolve()
    except (OSError, RuntimeError):
        return link


def _source(root: str, relative: str, about: os.stat_result | None) -> Source:
    return Source(root, relative, about.st_size, about.st_mtime_ns) if about else Source(root, relative)


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)  # noqa: PTH116
    except OSError:
        return None


def _regular(about: os.stat_result) -> bool:
    return stat.S_ISREG(about.st_mode)


def _remote(where: str, found: Found) -> None:
    system, root = _file_system(where)
    from pyarrow import fs

    try:
        if system.get_file_info(root).is_file:
            base, mark, query = where.partition("?")
            folder, _, name = base.rpartition("/")
            found.sources.append(Source(f"{folder}{mark}{query}", stored_name(name)))
            return
        for info in system.get_file_info(fs.FileSelector(root, recursive=True)):
            relative = info.path[len(root) :].lstrip("/")
            hidden = any(part.startswith(".") for part in relative.split("/"))
            if not info.is_file or hidden or info.base_name.lower().startswith(_ABOUT_FOLDERS):
                continue
            suffix = Path(info.base_name).suffix.lower()
            if suffix in SUFFIXES:
                found.sources.append(Source(where, stored_name(relative), info.size or 0, info.mtime_ns or -1))
            else:
                found.others[suffix or "no suffix"] += 1
    except OSError as error:
        raise InputError(
            f"{where}: cannot be listed ({error}).", "look at the address, the keys and the network"
        ) from error


def _file_system(uri: str) -> tuple[Any, str]:
    import pyarrow as pa
    from pyarrow import fs

    try:
        base, mark, query = uri.partition("?")
        system, path = fs.FileSystem.from_uri(f"{quote(base, safe=_OF_URIS)}{mark}{query}")
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
        with source.path.open("rb") as file:
            yield file


def digest_of(source: Source) -> str | InputError:
    """The SHA-256 of a file in hex; the error where it cannot be opened."""
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
