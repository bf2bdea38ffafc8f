"""Other tables in a package: the long table and the typed ones, and what they come to, apart from the statements."""

from __future__ import annotations

import json

from extractor.model import Extraction
from extractor.reconcile.tables import judge_tables
from extractor.write.lake.records import Figures, Marker, dump, marker_from
from extractor.write.package import pack
from extractor.write.tables import build_tables
from tests.support.other import filing, other_table

TEXT = "|報告セグメント > 製品|報告セグメント > 計\n外部顧客への売上高|4,120|4,120\nセグメント利益|-|317"


def extraction() -> Extraction:
    tables = [other_table(TEXT, number=2, typed="segments", name="NotesSegmentInformation")]
    facts, typed, checks, findings = judge_tables(tables, Extraction(filing(), (), (), (), (), ()))
    return Extraction(filing(), (), (), checks, findings, (), other=facts, typed=typed)


def test_every_row_of_a_typed_table_leads_back_to_its_cell() -> None:
    tables, findings = build_tables(extraction())
    assert [finding for finding in findings if finding.code == "contract"] == []
    cells = {(row["table"], row["row"], row["column"]): row for row in tables["other_tables"].to_pylist()}
    rows = tables["segments"].to_pylist()
    assert len(rows) == len(cells) == 4
    for row in rows:
        cell = cells[row["table"], row["row"], row["column"]]
        assert (row["value"], row["unit"], row["proof"]) == (cell["value"], cell["unit"], cell["proof"])
        assert cell["member"] == row["segment"]


def test_proof_is_counted_apart_from_the_statements() -> None:
    figures = pack(extraction(), "").figures
    assert (figures.cells, figures.other_tables, figures.other_cells, figures.other_unproved) == (0, 1, 3, 3)


def test_a_marker_of_an_older_release_has_no_other_tables() -> None:
    marker = Marker("0" * 16, ("a.pdf",), "", 2022, (), {}, Figures(cells=7))
    old = json.loads(dump(marker))
    old["figures"] = {name: value for name, value in old["figures"].items() if not name.startswith("other_")}
    assert marker_from(json.dumps(old).encode()).figures == Figures(cells=7)
