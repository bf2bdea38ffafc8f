"""The index of the taxonomy: kept in a process and in the cache, the same as made anew, and made anew when what it
comes from changes."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from extractor import resources
from extractor.errors import ConfigurationError
from extractor.model import Language, Standard, StatementKind
from extractor.normalise import load_taxonomy
from extractor.normalise.aliases import read_aliases
from extractor.normalise.index import ALIASES, ITEMS, build_index, cache_folder, fingerprint, stored_index
from extractor.normalise.items import read_items
from extractor.normalise.labels import key, wording
from extractor.resources import schema_path


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return cache_folder()


@pytest.fixture
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the schemas that the program uses instead of its own."""
    copy = tmp_path / "schemas"
    shutil.copytree(schema_path(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(resources, "CHECKOUT", copy)
    return copy


def test_the_cached_index_is_the_one_that_is_built(cache: Path) -> None:
    folder = schema_path("taxonomy")
    records = read_items(folder / ITEMS)
    built = build_index(records, read_aliases(folder / ALIASES, {record[0] for record in records}))
    first = stored_index(folder)
    (file,) = cache.iterdir()
    written = file.read_bytes()
    again = stored_index(folder)
    assert file.read_bytes() == written
    assert built == first == again
    assert [list(rows) for rows in again.rows.values()] == [list(rows) for rows in built.rows.values()]


def test_its_forms_are_those_of_the_labels() -> None:
    forms = stored_index(schema_path("taxonomy")).forms
    assert {label: (key(label), wording(label)[0]) for label in list(forms)[::50]} == {
        label: forms[label] for label in list(forms)[::50]
    }


def test_changed_data_make_another_index(schemas: Path) -> None:
    folder = schemas / "taxonomy"
    before, name = load_taxonomy(), fingerprint(folder)
    with (folder / ALIASES).open("a", encoding="utf-8") as target:
        target.write("金庫の中の現金,cash_and_deposits,all,bs,,a test,2026-01-01\n")
    after = load_taxonomy()
    assert fingerprint(folder) != name
    assert "金庫の中の現金" in {alias.label for alias in after.aliases} - {alias.label for alias in before.aliases}
    pool = after.pool(StatementKind.BALANCE_SHEET, Standard.JGAAP, Language.JA)
    assert [row.item for _, row in pool.by_alias[key("金庫の中の現金")]] == ["cash_and_deposits"]


def test_changed_words_make_another_index(schemas: Path) -> None:
    name = fingerprint(schemas / "taxonomy")
    with (schemas / "lexicon" / "synonyms.toml").open("a", encoding="utf-8") as target:
        target.write("# changed\n")
    assert fingerprint(schemas / "taxonomy") != name


@pytest.mark.parametrize("content", [b"", b"short", b"\0" * 5000])
def test_a_damaged_cache_is_made_anew(cache: Path, content: bytes) -> None:
    first = stored_index(schema_path("taxonomy"))
    (file,) = cache.iterdir()
    file.write_bytes(content)
    assert stored_index(schema_path("taxonomy")) == first
    assert file.read_bytes() != content


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert stored_index(schema_path("taxonomy")).rows


def test_one_taxonomy_serves_a_process_while_its_files_stay() -> None:
    assert load_taxonomy() is load_taxonomy()
    begun = time.perf_counter()
    for _ in range(10):
        load_taxonomy()
    assert (time.perf_counter() - begun) / 10 < 0.010


def test_pools_are_shared_by_companies_without_aliases_of_their_own(tmp_path: Path) -> None:
    where = StatementKind.BALANCE_SHEET, Standard.JGAAP, Language.JA, ()
    taxonomy = load_taxonomy()
    assert taxonomy.pool(*where, "甲社") is taxonomy.pool(*where, "乙社")
    own = tmp_path / "own.csv"
    own.write_text(
        "label,item,scope\n甲の現金,cash_and_deposits,company:甲社\n乙の現金,cash_and_deposits,company:乙社\n",
        encoding="utf-8",
    )
    taxonomy = load_taxonomy((own,))
    assert key("甲の現金") in taxonomy.pool(*where, "甲社").by_alias
    assert key("甲の現金") not in taxonomy.pool(*where, "乙社").by_alias


def test_a_broken_field_is_an_error_of_configuration(schemas: Path) -> None:
    items = schemas / "taxonomy" / ITEMS
    text = items.read_text(encoding="utf-8")
    items.write_text(text.replace(",current_assets:1,", ",current_assets,", 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"items\.csv"):
        load_taxonomy()
