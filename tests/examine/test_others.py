"""Tables that are no statements, as they are shown: explained, in the filing's view, on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.api import Lake
from extractor.errors import UsageError
from extractor.examine.record import read_record
from extractor.examine.tables import tables_kept
from extractor.model import Extraction
from extractor.reconcile.tables import judge_tables
from extractor.write.lake.commit import open_lake
from extractor.write.package import pack
from tests.support.other import filing, other_table

TEXT = "|建物|土地\n期首残高|8,412|3,377\n取得|1,205|846\n減少額|△310|△95\n期末残高|9,307|4,128"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """A lake of one filing that has one other table and no statement."""
    tables = [other_table(TEXT, number=4, headings=("有形固定資産",), name="NotesProperty")]
    facts, typed, checks, findings = judge_tables(tables, Extraction(filing(), (), (), (), (), ()))
    package = pack(Extraction(filing(), (), (), checks, findings, (), other=facts, typed=typed), "0" * 64)
    target = open_lake(str(tmp_path))
    target.prepare()
    target.commit(package, (package.source_file,), {})
    return tmp_path


def test_a_figure_is_explained_by_table_and_row(lake: Path) -> None:
    found = Lake(lake).explain("made.pdf", table=4, line=4)
    assert [explanation.row["value"] for explanation in found] == [9_307_000, 4_128_000]
    words = str(found[0])
    assert "table 4, row 4" in words
    assert "stands in  有形固定資産; table NotesProperty" in words
    assert "holds (structure): 9,307,000 期末残高 = 8,412,000 期首残高 + 1,205,000 取得 - 310,000 減少額" in words
    with pytest.raises(UsageError, match="no cell fits"):
        Lake(lake).explain("made.pdf", table=5)


def test_the_view_has_it_with_checks(lake: Path) -> None:
    kept = tables_kept(read_record(str(lake), "made.pdf"))
    (sheet,) = kept["sheets"]
    assert (sheet["id"], sheet["title"], len(sheet["lines"])) == (-4, "有形固定資産", 4)
    assert all(cell["checks"] for line in sheet["lines"] for cell in line["cells"])


def test_python_and_sql_read_long_and_typed_tables(lake: Path) -> None:
    one = Lake(lake).filing("made.pdf")
    assert len(one.frame("other_tables")) == len(one.frame("rollforwards")) == 8
    asked = Lake(lake).sql("select movement, value from rollforwards where class = '土地' and role = 'closing'")
    assert asked.values.tolist() == [["期末残高", 4_128_000]]
