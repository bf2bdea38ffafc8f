"""Damaged copies of filings: pages lost or exchanged, titles, heads, labels and lines gone, content that breaks off.

    python -m tests.fuzz.copies [--number 200] [--seed 1] [--filings DIR] [--largest BYTES] [--keep DIR]

Only pages that hold statements are damaged. Each copy is held against the whole filing: no statement and no page of one
may be lost without a warning, and no sound figure may stand under another statement, basis, period, label or component
than there. Exit code 1 where one does.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as raw

from extractor.errors import ExtractorError
from extractor.model import Extraction, Severity, Trust
from extractor.pipeline import extract
from extractor.settings import Settings
from tests.fuzz import asked, filings_of

Damage = Callable[[random.Random, bytes, Sequence[int]], bytes]
ROWS = 3  # rows of a page: so many may be gone without a word
TOP, LEFT = 0.25, 0.45  # of the page: where titles and heads, and where labels stand


def page_lost(dice: random.Random, data: bytes, pages: Sequence[int]) -> bytes:
    """A page is missing."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.pages[dice.choice(pages) - 1]
        return _saved(pdf)


def pages_exchanged(dice: random.Random, data: bytes, pages: Sequence[int]) -> bytes:
    """Two pages stand in each other's place."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        one, two = sorted(dice.sample(pages, 2)) if len(pages) > 1 else (1, pages[0])
        first, second = pdf.pages[one - 1], pdf.pages[two - 1]
        pdf.pages[one - 1], pdf.pages[two - 1] = second, first
        return _saved(pdf)


def content_cut(dice: random.Random, data: bytes, pages: Sequence[int]) -> bytes:
    """A page's content breaks off."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[dice.choice(pages) - 1]
        page.contents_coalesce()
        content = page.obj.Contents.read_bytes()
        page.obj.Contents = pdf.make_stream(content[: dice.randrange(len(content) // 4, len(content))])
        return _saved(pdf)


def top_lost(dice: random.Random, data: bytes, pages: Sequence[int]) -> bytes:
    """Title, unit and heads of a page are gone, or some of them."""
    share = dice.choice((0.3, 1.0))
    return _without(dice, data, pages, lambda x, y: y < TOP and dice.random() < share)


def labels_lost(dice: random.Random, data: bytes, pages: Sequence[int]) -> bytes:
    """Labels of some lines are gone."""
    gone: dict[int, bool] = defaultdict(lambda: dice.random() < 0.2)
    return _without(dice, data, pages, lambda x, y: y >= TOP / 2 and x < LEFT and gone[round(y * 300)])


def figures_lost(dice: random.Random, data: bytes, pages: Sequence[int]) -> bytes:
    """Figures are gone here and there."""
    return _without(dice, data, pages, lambda x, y: y >= TOP and x >= LEFT and dice.random() < 0.05)


DAMAGES: tuple[Damage, ...] = (page_lost, pages_exchanged, content_cut, top_lost, labels_lost, figures_lost)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


def _without(dice: random.Random, data: bytes, pages: Sequence[int], gone: Callable[[float, float], bool]) -> bytes:
    """The file without the texts of one page for which ``gone`` holds, asked with the place as shares of the page."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        page = pdf[dice.choice(pages) - 1]
        width, height = page.get_size()
        for item in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1)):
            at = item.get_matrix()  # of the line's first glyph, on its baseline
            if gone(at.e / width, 1 - at.f / height):
                page.remove_obj(item)
        page.gen_content()
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()
    finally:
        pdf.close()


# ---------------------------------------------------------------- what became of it

Row = tuple[object, ...]


def _rows(extraction: Extraction, *, sound: bool) -> Counter[Row]:
    """Rows with a figure, by all that they say but the page; ``sound``: only those that claim to be right."""
    return Counter(
        (
            str(fact.statement),
            fact.consolidated,
            fact.label,
            fact.component_label,
            fact.period_start,
            fact.period_end,
            fact.unit,
            fact.value,
        )
        for fact in extraction.facts
        if fact.value is not None and (not sound or fact.trust is Trust.SOUND)
    )


def faults(whole: Extraction, copy: Extraction) -> list[str]:
    """What the copy hides or claims wrongly."""
    loud = [finding for finding in copy.findings if finding.severity is not Severity.INFO]
    pages = {finding.page for finding in loud if finding.statement is None}  # None: of the whole filing
    out = []
    before, after = _rows(whole, sound=False), _rows(copy, sound=False)
    doubted = Counter(fact.value for fact in copy.facts if fact.trust is not Trust.SOUND and fact.value is not None)
    for kind in sorted({str(row[0]) for row in before}):
        lost = Counter(row[-1] for row in (before - after).elements() if row[0] == kind) - doubted
        told = bool(pages & {None, *(fact.page for fact in whole.facts if str(fact.statement) == kind)})
        told = told or any(finding.statement is not None and str(finding.statement) == kind for finding in loud)
        if lost.total() > ROWS and not told:
            out.append(f"LOST {lost.total()} rows of {kind} without a warning")
    for row in _rows(copy, sound=True) - before:
        twins = [other for other in before if other[-1] == row[-1] and _alike(other, row)]
        if twins and isinstance(row[-1], Decimal) and abs(row[-1]) > 9:
            out.append(f"SOUND {_said(row)}, was {_said(twins[0])}")
    return out


def _alike(one: Row, other: Row) -> bool:
    """Whether two rows of the same figure differ in one thing that they say."""
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _said(row: Iterable[object]) -> str:
    return " ".join(str(part) for part in row if part is not None)


def read(path: Path) -> Extraction | ExtractorError:
    """The reading, or the error that says why there is none."""
    try:
        return extract(path, settings=replace(Settings(), second_readers=False))
    except ExtractorError as error:
        return error


def damaged(seed: int, source: Path, pages: Sequence[int]) -> tuple[bytes, str]:
    """A copy of the filing with one damage, and which; the same for the same seed."""
    dice = random.Random(seed)
    damage = dice.choice(DAMAGES)
    with contextlib.suppress(pikepdf.PdfError):
        return damage(dice, source.read_bytes(), pages), damage.__name__
    return source.read_bytes(), "none"


def main() -> int:
    """Damage and read the copies; the exit code."""
    options = asked(__doc__, 1_000_000)
    filings = [path for path in filings_of(options.filings, options.largest) if path.suffix == ".pdf"]
    whole: dict[Path, Extraction | ExtractorError] = {}
    ends: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.number):
            source = random.Random(f"filing {seed}").choice(filings)
            if source not in whole:
                whole = {source: read(source)} if len(whole) > 50 else {**whole, source: read(source)}
            known = whole[source]
            if isinstance(known, ExtractorError):
                continue
            data, done = damaged(seed, source, sorted({fact.page for fact in known.facts}))
            path = Path(folder) / source.name
            path.write_bytes(data)
            copy = read(path)
            found = [] if isinstance(copy, ExtractorError) else faults(known, copy)
            ends["refused" if isinstance(copy, ExtractorError) else "hides" if found else "honest"] += 1
            if found:
                print(f"seed {seed} {source.name} [{done}]: {len(found)} faults", *found[:4], sep="\n    ", flush=True)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / f"{seed}.pdf").write_bytes(data)
    print(", ".join(f"{count} {end}" for end, count in sorted(ends.items())))
    return 1 if ends["hides"] else 0


if __name__ == "__main__":
    sys.exit(main())
