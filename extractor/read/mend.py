"""A damaged PDF repaired in memory, so that the fast reader can open it: qpdf's repair through pikepdf, where that is
installed."""

from __future__ import annotations

import io
import logging
from contextlib import suppress
from typing import Any

from extractor.read.protection import spellings


def opened(data: bytes) -> Any:
    """The file in qpdf's hands, by whichever password opens it. Raises ImportError where that is not installed, else
    what the library raises."""
    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # its warnings name no file
    *others, last = spellings()
    for password in others:
        with suppress(pikepdf.PasswordError):
            return pikepdf.open(io.BytesIO(data), password=password, suppress_warnings=True)
    return pikepdf.open(io.BytesIO(data), password=last, suppress_warnings=True)


def repaired(data: bytes) -> bytes | None:
    """The file written anew from all objects that can be found in it, without its encryption where a password opens it;
    None: it cannot be."""
    out = io.BytesIO()
    found: Any
    try:
        with opened(data) as found:
            if len(found.pages) == 0:
                return None
            found.save(out, encryption=False)
    except Exception:  # no contract: the library's own errors, and those of the objects that it meets
        return None
    return out.getvalue()
