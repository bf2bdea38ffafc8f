"""The questions of docs/other-tables.md, run on a sample: each has an answer, but that for findings."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import extractor as ex
from extractor.pipeline import package
from extractor.settings import Tables
from extractor.write.lake.commit import open_lake
from tests.examine.lakes import FAST

ROOT = Path(__file__).parents[2]
QUESTION = re.compile(r"### (\d+\. [^\n]+)\n+```sql\n(.*?)```", re.S)
QUESTIONS = QUESTION.findall((ROOT / "docs" / "other-tables.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> ex.Lake:
    path = tmp_path_factory.mktemp("other-tables") / "lake"
    target = open_lake(str(path))
    target.prepare()
    file = ROOT / "samples" / "kakuu_2022fy.pdf"
    target.commit(package(file, file.parent, replace(FAST, tables=Tables.ALL)), (file.name,), {})
    return ex.Lake(path)


@pytest.mark.parametrize(("title", "sql"), QUESTIONS, ids=[title for title, _ in QUESTIONS])
def test_every_question_has_an_answer(lake: ex.Lake, title: str, sql: str) -> None:
    answer = lake.sql(sql)
    assert len(answer) or title.startswith("10."), title
    if title.startswith("2."):
        assert answer["agree"].all()
        assert len(answer) == 2
