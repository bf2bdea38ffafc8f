"""Imported by the server process that workers are forked from: they inherit the imports, pyarrow among them, and the
taxonomy. Nothing else imports it."""

from __future__ import annotations

import contextlib
import gc

from extractor.errors import ExtractorError
from extractor.pipeline import make_ready
from extractor.run.worker import spare_pandas

spare_pandas()
with contextlib.suppress(ExtractorError, OSError, MemoryError):  # what is wrong is said where a filing is read
    make_ready()
gc.collect()
gc.freeze()  # what is loaded by now lives as long as the workers: their collector need not look at it again
