"""A site served on loopback for the length of a test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from extractor.examine.server import Site, make_server


@contextmanager
def served(site: Site) -> Iterator[int]:
    """The port at which the site answers."""
    with make_server(site) as server:
        server.daemon_threads = False  # closing waits for requests a tab has left: they read files
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()
