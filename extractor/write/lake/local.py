"""Where a lake's files lie: a local folder, or any address that pyarrow's file systems know (S3, GCS, Azure).

Both keep one promise: a file appears under its name whole or not at all, and is safe on disk once ``put`` or ``settle``
returned.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from extractor.errors import LockedError, OutputError


class Store(Protocol):
    """Paths are relative to the lake, with ``/`` between their parts."""

    uri: str

    def address(self, path: str) -> str:
        """The full path or URI."""

    def read(self, path: str) -> bytes | None:
        """The file's bytes; None: there is no such file."""

    def read_all(self, folder: str) -> dict[str, bytes]:
        """Every file right inside a folder, by name."""

    def put(self, path: str, data: bytes) -> None:
        """Writes a file so that it appears whole, replacing what was there."""

    def put_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Writes files that nobody looks at yet."""

    def move_all(self, moves: Iterable[tuple[str, str]]) -> None:
        """Renames files; one whose source is gone was moved before and is passed over."""

    def delete(self, paths: Iterable[str]) -> None:
        """Removes files; one that is gone already is passed over."""

    def folders(self, folder: str) -> list[str]:
        """Names of the folders right inside a folder."""

    def remove_folder(self, folder: str) -> None: ...

    def lock(self, holder: str) -> contextlib.AbstractContextManager[None]:
        """Held by one run at a time; raises ``LockedError``."""

    def delta_address(self, path: str) -> tuple[str, dict[str, str] | None]:
        """The full path or URI as Delta Lake's library wants it, and its storage options."""

    def file_system(self) -> tuple[Any, str]:
        """pyarrow's file system and the lake's path in it, for readers."""


def open_store(uri: str) -> Store:
    """A store for a path or URI. Makes the folder if need be; raises ``OutputError`` if it cannot be written."""
    if "://" not in uri or uri.startswith("file://"):
        return LocalStore(uri.removeprefix("file://"))
    from extractor.write.lake.objects import ObjectStore

    return ObjectStore(uri)


class LocalStore:
    """A lake in a folder of this machine."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root).expanduser().absolute()
        self.uri = str(self.root)

    def address(self, path: str) -> str:
        return str(self.root / path)

    def read(self, path: str) -> bytes | None:
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def read_all(self, folder: str) -> dict[str, bytes]:
        try:
            with os.scandir(self.root / folder) as entries:
                paths = {entry.name: entry.path for entry in entries if not entry.name.startswith(".")}
        except FileNotFoundError:
            return {}
        return {name: data for name in sorted(paths) if (data := _bytes_of(paths[name])) is not None}

    def put(self, path: str, data: bytes) -> None:
        target = self.root / path
        hidden = target.with_name(f".{target.name}.new")  # one writer at a time: the lock
        with self._writing(path):
            target.parent.mkdir(parents=True, exist_ok=True)
            self._write(hidden, data)
            hidden.replace(target)
            self._sync_folders([target.parent])

    def put_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        parents = set()
        for path, data in files:
            target = self.root / path
            with self._writing(path):
                target.parent.mkdir(parents=True, exist_ok=True)
                self._write(target, data)
            parents.add(target.parent)
        self._sync_folders(parents)

    def move_all(self, moves: Iterable[tuple[str, str]]) -> None:
        parents = {self.root}
        for source, target in moves:
            to = self.root / target
            with self._writing(target):
                to.parent.mkdir(parents=True, exist_ok=True)
                with contextlib.suppress(FileNotFoundError):
                    (self.root / source).replace(to)
            parents |= {to.parent, to.parent.parent}  # the partition's folder may be new
        self._sync_folders(parents)

    def delete(self, paths: Iterable[str]) -> None:
        parents = set()
        for path in paths:
            with self._writing(path):
                (self.root / path).unlink(missing_ok=True)
            parents.add((self.root / path).parent)
        self._sync_folders(parent for parent in parents if parent.is_dir())

    def folders(self, folder: str) -> list[str]:
        try:
            with os.scandir(self.root / folder) as entries:
                return sorted(entry.name for entry in entries if entry.is_dir())
        except FileNotFoundError:
            return []

    def remove_folder(self, folder: str) -> None:
        shutil.rmtree(self.root / folder, ignore_errors=True)

    def delta_address(self, path: str) -> tuple[str, dict[str, str] | None]:
        return self.address(path), None

    def file_system(self) -> tuple[Any, str]:
        from pyarrow import fs

        return fs.LocalFileSystem(), str(self.root)

    @contextlib.contextmanager
    def lock(self, holder: str) -> Iterator[None]:
        """The kernel's lock: it goes with the process, however that ends."""
        import fcntl

        with self._writing("_lock"):
            try:
                self.root.mkdir(parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError) as error:
                raise OutputError(f"{self.root}: it is no folder.", "name a new folder for the lake") from error
            handle = os.open(self.root / "_lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                other = os.pread(handle, 200, 0).decode(errors="replace").strip() or "another run"
                raise LockedError(
                    f"{self.uri}: {other} is writing to this lake.", "try again when it has ended"
                ) from error
            os.ftruncate(handle, 0)
            os.pwrite(handle, holder.encode(), 0)
            yield
        finally:
            os.close(handle)

    @contextlib.contextmanager
    def _writing(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"{self.root / path}: cannot be written ({error.strerror or error}).",
                "free space or rights there, then the same command again",
            ) from error

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    @staticmethod
    def _sync_folders(folders: Iterable[Path]) -> None:
        for folder in folders:
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _bytes_of(path: str) -> bytes | None:
    """Of one of many small files; None: it went since it was listed."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return file.readall()
    except FileNotFoundError:
        return None
