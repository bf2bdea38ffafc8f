"""The questions of docs/analyst.md: each in SQL and in pandas, run on the samples, with the same answer."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import extractor as ex
from tests.examine.lakes import commit

ROOT = Path(__file__).parents[2]
SAMPLES = ("iij_2020q1_ja.pdf", "iij_2020q1_en.pdf", "kakuu_2022fy.pdf", "kakuu_2023q1.txt")
QUESTION = re.compile(r"### (\d+\. [^\n]+)\n+```sql\n(.*?)```\n+```python\n(.*?)```", re.S)
QUESTIONS = QUESTION.findall((ROOT / "docs" / "analyst.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> ex.Lake:
    path = tmp_path_factory.mktemp("analyst") / "lake"
    commit(path, *(ROOT / "samples" / name for name in SAMPLES))
    return ex.Lake(path)


@pytest.fixture(scope="module")
def names(lake: ex.Lake) -> dict[str, Any]:
    """What the page's first block makes."""
    return {"pd": pd, "ex": ex, "lake": lake, "facts": lake.facts(numbers="float"), "wide": lake.wide(numbers="float")}


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(map(_plain, row)) for row in frame.itertuples(index=False)]


def _plain(value: Any) -> object:
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    if pd.isna(value):
        return None
    if isinstance(value, datetime | date):
        return str(value)[:10]
    return round(float(value), 4) if isinstance(value, int | float | Decimal) or hasattr(value, "dtype") else value


def test_there_are_twenty() -> None:
    assert [int(title.split(".")[0]) for title, _, _ in QUESTIONS] == list(range(1, 21))


@pytest.mark.parametrize(("title", "sql", "python"), QUESTIONS, ids=[title for title, _, _ in QUESTIONS])
def test_sql_and_pandas_agree(lake: ex.Lake, names: dict[str, Any], title: str, sql: str, python: str) -> None:
    scope = dict(names)
    exec(python, scope)
    asked, computed = rows(lake.sql(sql)), rows(scope["answer"])
    assert computed == asked
    assert asked or title.startswith("12."), "an answer that is empty shows nothing"
