"""Sums and ties of other tables -> the proof of each cell, and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.errors import FindingCode as Code
from extractor.model import Check, Fact, Finding, Proof, Severity
from extractor.model.other import OtherTable, Saying
from extractor.reconcile.tables.doubts import Labels, doubts_of
from extractor.reconcile.tables.figures import Face
from extractor.reconcile.tables.sums import STATEMENT, Found
from extractor.reconcile.tables.ties import Slot
from extractor.reconcile.tables.unknowns import unknowns_of


class Verdicts:
    """What the identities say of each cell, filled while they are found. Slots: table, row, column."""

    def __init__(self) -> None:
        self.checks: list[Check] = []
        self.findings: list[Finding] = []
        self.codes: dict[Slot, set[str]] = defaultdict(set)
        self.items: dict[Slot, tuple[str, str | None]] = {}  # of the statements' lines that cells are tied to
        self._proved: set[Slot] = set()
        self._tied: set[Slot] = set()
        self._blamed: dict[Slot, Check] = {}
        self._doubted: set[Slot] = set()

    def add_sum(self, found: Found) -> None:
        """A sum of a face, place by place."""
        number = found.face.table.number
        for place, holds in zip(found.places, found.sum.holds, strict=True):
            if holds is None:
                continue
            check = found.check(place, holds)
            slots = [(number, *cell) for cell in (found.total(place), *(cell for cell, _ in found.terms(place)))]
            if not holds and check.decisive and self._doubted.intersection(slots):
                check = replace(check, decisive=False)  # a part may be counted twice, or be another's
            self.checks.append(check)
            if holds:
                self._proved.update(slots)
            else:
                self._failed(check, slots[0], slots if check.decisive else [])

    def _failed(self, check: Check, total: Slot, blamed: Sequence[Slot]) -> None:
        self.codes[total].add(str(Code.SUM_FAILS))
        self._blamed.update(dict.fromkeys(blamed, check))
        self.findings.append(
            Finding(
                Code.SUM_FAILS,
                Severity.WARNING if blamed else Severity.INFO,
                f"the total {check.found:f} lies outside {check.low:f} to {check.high:f}, where its parts put it",
                statement=STATEMENT,
                sheet=-total[0],
                line=total[1],
                column=total[2],
            )
        )

    def add_tie(self, check: Check, of: Fact | None) -> None:
        """A figure of a statement that agrees, ``of``: which gives the cell its item, unless the words do not agree."""
        self.checks.append(check)
        total = check.total
        slot = (-total.sheet, total.line, total.column)
        if check.holds:
            self._tied.add(slot)
            if of is not None and of.item is not None:
                self.items[slot] = (of.item, of.element)
        elif of is not None:
            message = f"the statements carry {total.value:f} as {of.label!r}"
            self.codes[slot].add(str(Code.TIE_ELSEWHERE))
            self.findings.append(
                Finding(Code.TIE_ELSEWHERE, Severity.INFO, message, None, STATEMENT, total.sheet, *slot[1:])
            )

    def add_doubts(self, table: OtherTable, known: Labels) -> None:
        """Rows and columns of which it is not clear what they are of: before the sums, which prove nothing there.
        ``known``: the labels of the filing's tables."""
        for code, message, (row, column) in doubts_of(table, known):
            touched = [
                (table.number, line.number, cell.column)
                for line in table.grid.rows
                for cell in line.cells
                if row in (None, line.number) and column in (None, cell.column)
            ]
            self._doubted.update(touched)
            about = Finding(code, Severity.WARNING, message, line=row, column=column)
            self._of_table(table, code, message, touched, about=about)

    def doubt_lent_units(self, face: Face) -> None:
        """Figures with the unit of the table before, which no figure of a statement bears out."""
        slots = [
            (face.table.number, *place) for place in face.cells if face.table.measures[place].unit_from is Saying.BEFORE
        ]
        if slots:
            self._doubted.update(slots)
            message = f"{len(slots)} figures have the unit of the table before"
            self._of_table(face.table, Code.UNIT_UNCLEAR, message, slots, Severity.INFO)

    def doubt_unit(self, face: Face, scale: int) -> None:
        """Figures that agree with the statements in another unit than the printed one (``scale``: yen in a printed
        1)."""
        slots = [(face.table.number, *place) for place in face.cells]
        self._doubted.update(slots)
        message = f"its figures agree with the statements where 1 = {scale:,} yen, and not where 1 = {face.scale:,}"
        self._of_table(face.table, Code.UNIT_CONTRADICTED, message, slots)

    def add_table(self, table: OtherTable, fits: bool, scale: int | None) -> None:
        """What is not known of a table: its name, units and periods; that its heads are not those of its type, and its
        unit not the statements' (``scale``)."""
        for unknown in unknowns_of(table, fits, scale):
            if unknown.proves_nothing:
                self._doubted.update(unknown.slots)
            self._of_table(table, unknown.code, unknown.message, unknown.slots, unknown.severity)
        slots = [(table.number, row.number, cell.column) for row in table.grid.rows for cell in row.cells]
        for finding in table.findings:
            on = (table.number, finding.line, finding.column)
            touched = [slot for slot in slots if all(b is None or a == b for a, b in zip(slot, on, strict=True))]
            self._of_table(table, Code(finding.code), finding.message, touched, finding.severity, finding)

    def _of_table(
        self,
        table: OtherTable,
        code: Code,
        message: str,
        slots: Iterable[Slot],
        severity: Severity = Severity.WARNING,
        about: Finding | None = None,
    ) -> None:
        for slot in slots:
            self.codes[slot].add(str(code))
        page = table.grid.rows[0].page if table.grid.rows else None
        self.findings.append(
            Finding(
                code,
                severity,
                message,
                page=about.page if about and about.page else page,
                statement=STATEMENT,
                sheet=-table.number,
                line=about.line if about else None,
                column=about.column if about else None,
                next_command=f"extractor page FILE {page}" if page else None,
            )
        )

    def add_repeats(self, every: Sequence[Face], repeats: Mapping[Slot, Slot]) -> None:
        """The same figure in two tables."""
        members = {(face.table.number, *place): (face, place) for face in every for place in face.cells}
        for one, other in repeats.items():
            self._tied.add(one)
            if one > other:
                continue
            (face, place), (with_face, with_place) = members[one], members[other]
            total, member = face.member(place), with_face.member(with_place)
            self.checks.append(
                Check("tie:twice", STATEMENT, total, (member,), member.value, member.value, total.value, True)
            )

    def proof(self, slot: Slot) -> Proof:
        """Of a printed number. What is not known to be of a row, column and unit is not proved, whatever it adds up
        to."""
        if slot in self._doubted:
            return Proof.CONTRADICTED if slot in self._blamed else Proof.UNPROVED
        if slot in self._proved:
            return Proof.PROVED
        if slot in self._tied:
            return Proof.TIED
        return Proof.CONTRADICTED if slot in self._blamed else Proof.UNPROVED
