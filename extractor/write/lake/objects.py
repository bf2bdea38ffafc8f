"""A lake in an object store, through pyarrow's file systems. An object appears whole when its upload ends."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl

from extractor.errors import LockedError, OutputError

_LOCK = "_lock.json"
_LEASE = 300.0  # seconds after which a lock that nobody renewed is void
_SETTLE = 1.0  # two writers that both saw no lock: the one whose text is there after this long holds it


class ObjectStore:
    """A lake in an object store (s3://, gs://, abfs://). Raises OutputError where it cannot be reached."""

    def __init__(self, uri: str) -> None:
        import pyarrow as pa
        from pyarrow import fs

        self.uri = uri
        try:
            self.fs, root = fs.FileSystem.from_uri(uri)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise OutputError(
                f"{uri}: no file system for this address ({error}).", "use a local path, or s3://, gs:// or abfs://"
            ) from error
        self.root = root.rstrip("/")
        self._missing = fs.FileType.NotFound
        self._selector = fs.FileSelector
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="store")

    def address(self, path: str) -> str:
        base, mark, query = self.uri.partition("?")  # s3://bucket/lake?endpoint_override=...
        return f"{base.rstrip('/')}/{path}{mark}{query}"

    def read(self, path: str) -> bytes | None:
        try:
            with self._talking(path), self.fs.open_input_stream(self._at(path)) as stream:
                data: bytes = stream.read()
                return data
        except FileNotFoundError:
            return None

    def read_all(self, folder: str) -> dict[str, bytes]:
        names = [info.base_name for info in self._list(folder) if info.is_file]
        contents = self._pool.map(self.read, (f"{folder}/{name}" for name in names))
        return {name: data for name, data in sorted(zip(names, contents, strict=True)) if data is not None}

    def put(self, path: str, data: bytes) -> None:
        with self._talking(path), self.fs.open_output_stream(self._at(path)) as stream:
            stream.write(data)

    def put_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        self._each(lambda file: self.put(*file), files)

    def move_all(self, moves: Iterable[tuple[str, str]]) -> None:
        self._each(lambda move: self._move(*move), moves)

    def delete(self, paths: Iterable[str]) -> None:
        self._each(self._delete, paths)

    def folders(self, folder: str) -> list[str]:
        return sorted(info.base_name for info in self._list(folder) if not info.is_file)

    def remove_folder(self, folder: str) -> None:
        with contextlib.suppress(FileNotFoundError), self._talking(folder):
            self.fs.delete_dir(self._at(folder))

    def delta_address(self, path: str) -> tuple[str, dict[str, str] | None]:
        base, _, query = self.uri.partition("?")
        asked = dict(parse_qsl(query))
        options = {"aws_conditional_put": "etag"}  # commits need put-if-absent
        if "endpoint_override" in asked:
            scheme = asked.get("scheme", "https")
            options |= {
                "aws_endpoint_url": f"{scheme}://{asked['endpoint_override']}",
                "aws_allow_http": str(scheme == "http").lower(),
            }
        if "region" in asked:
            options["aws_region"] = asked["region"]
        return f"{base.rstrip('/')}/{path}", options

    def file_system(self) -> tuple[Any, str]:
        return self.fs, self.root

    @contextlib.contextmanager
    def lock(self, holder: str) -> Iterator[None]:
        """A lease: object stores offer no lock through pyarrow. Renewed while held; void five minutes after a crash."""
        token = uuid.uuid4().hex
        self._refuse_if_held(token)
        self._renew(token, holder)
        time.sleep(_SETTLE)
        self._refuse_if_held(token)
        done = threading.Event()

        def keep() -> None:
            while not done.wait(_LEASE / 5):
                with contextlib.suppress(
                    OutputError
                ):  # the next turn tries again; the commits will tell of a lasting fault
                    self._renew(token, holder)

        keeper = threading.Thread(target=keep, name="lease", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()
            self._delete(_LOCK)

    def _renew(self, token: str, holder: str) -> None:
        self.put(_LOCK, json.dumps({"token": token, "holder": holder, "until": time.time() + _LEASE}).encode())

    def _refuse_if_held(self, token: str) -> None:
        text = self.read(_LOCK)
        held: dict[str, Any] = json.loads(text) if text else {}
        if held and held["token"] != token and held["until"] > time.time():
            wait = int(held["until"] - time.time())
            raise LockedError(
                f"{self.uri}: {held['holder']} is writing to this lake.",
                f"try again when it has ended; if it died, in {wait} seconds",
            )

    def _list(self, folder: str) -> list[Any]:
        with self._talking(folder):
            return list(self.fs.get_file_info(self._selector(self._at(folder), allow_not_found=True)))

    def _move(self, source: str, target: str) -> None:
        try:
            with self._talking(target):
                self.fs.move(self._at(source), self._at(target))
        except (OutputError, FileNotFoundError):
            with self._talking(source):
                gone = self.fs.get_file_info(self._at(source)).type == self._missing
            if not gone:  # else it was moved before
                raise

    def _delete(self, path: str) -> None:
        with contextlib.suppress(FileNotFoundError), self._talking(path):
            self.fs.delete_file(self._at(path))

    def _each(self, act: Callable[[Any], None], things: Iterable[Any]) -> None:
        for _ in self._pool.map(act, things):
            pass

    def _at(self, path: str) -> str:
        return f"{self.root}/{path}"

    @contextlib.contextmanager
    def _talking(self, path: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            raise OutputError(
                f"{self.address(path)}: cannot be reached ({error}).",
                "look at the address, the keys and the network, then the same command again",
            ) from error
