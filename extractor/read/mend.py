"""A damaged PDF repaired in memory, so that the fast reader can open it: qpdf's repair through pikepdf, where that is
installed."""

from __future__ import annotations

import io
import logging
from typing import Any


def repaired(data: bytes) -> bytes | None:
    """The file written anew from all objects that can be found in it, without a password where the empty one opens
    it; None: it cannot be."""
    try:
        import pikepdf
    except ImportError:
        return None
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # its warnings name no file
    out = io.BytesIO()
    found: Any
    try:
        with pikepdf.open(io.BytesIO(data), password="", suppress_warnings=True) as found:
            if len(found.pages) == 0:
                return None
            found.save(out)
    except Exception:  # no contract: the library's own errors, and those of the objects that it meets
        return None
    return out.getvalue()
