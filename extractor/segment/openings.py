"""What a kind of table tells the walk over the rows: which row opens one of its tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from extractor.model import StatementKind


@dataclass(frozen=True, slots=True)
class Opening:
    """A row that is the title of a table."""

    kind: StatementKind  # the lake's table that its figures go to
    title: str
    consolidated: bool | None  # None: the title does not say


class Opener(Protocol):
    """The titles of one kind of table."""

    @property
    def family(self) -> str:
        """The name of the kind, which its spans carry."""
        ...

    @property
    def run_on(self) -> int:
        """Pages that one of its tables may run on without a title."""
        ...

    def opens(self, text: str) -> Opening | None:
        """The opening that the row is, None for every other row."""
        ...

    def resumes(self, text: str) -> bool:
        """Whether, after prose, the row heads a further table under the same title."""
        ...

    def closes(self, text: str) -> bool:
        """Whether the row ends the table that is open, and what follows is not the filer's."""
        ...
