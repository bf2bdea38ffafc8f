"""Why a filing runs, or not."""

from __future__ import annotations

import pytest

from extractor.run.inputs import Content, Source
from extractor.run.plan import make_plan
from extractor.run.versions import REASONS
from extractor.settings import RunSettings
from extractor.write.lake.records import Failure, Figures, Marker

NOW = {"extractor": "1", "code": "c", "taxonomy": "t", "contract": "k", "settings": "s"}
LIMITS = {"timeout": 300.0, "memory": 4096.0}


def _content(letter: str, *paths: str) -> Content:
    return Content(letter * 64, tuple(Source("/in", path) for path in paths))


def _marker(letter: str, *paths: str, **versions: str) -> Marker:
    return Marker(letter * 16, paths, letter * 64, 2021, (), NOW | versions, Figures())


def _failure(code: str = "unreadable", **versions: str) -> Failure:
    return Failure("f" * 16, ("f.pdf",), "f" * 64, code, "f.pdf: damaged.", "", versions=NOW | versions, limits=LIMITS)


def _plan(
    content: Content, *markers: Marker, failure: Failure | None = None, settings: RunSettings | None = None
) -> tuple[bool, str]:
    known = {marker.filing_id: marker for marker in markers}
    plan = make_plan([content], known, {failure.filing_id: failure} if failure else {}, NOW, settings or RunSettings())
    return plan.steps[0].runs, plan.steps[0].reason


@pytest.mark.parametrize(
    ("marker", "runs", "reason"),
    [
        (_marker("a", "a.pdf"), False, "unchanged"),
        (_marker("a", "elsewhere.pdf"), False, "unchanged"),
        (_marker("b", "a.pdf"), True, "content changed"),
        (_marker("b", "b.pdf"), True, "new"),
        (_marker("a", "a.pdf", code="older"), True, "code changed"),
        (_marker("a", "a.pdf", taxonomy="older"), True, "taxonomy changed"),
        (_marker("a", "a.pdf", contract="older"), True, "contract changed"),
        (_marker("a", "a.pdf", settings="older"), True, REASONS["settings"]),
        (_marker("a", "a.pdf", extractor="0.9"), False, "unchanged"),  # a release that changed no code
    ],
)
def test_reasons(marker: Marker, runs: bool, reason: str) -> None:
    assert _plan(_content("a", "a.pdf"), marker) == (runs, reason)


def test_fresh_runs_all() -> None:
    assert _plan(_content("a", "a.pdf"), _marker("a", "a.pdf"), settings=RunSettings(fresh=True)) == (True, "--fresh")


@pytest.mark.parametrize(
    ("failure", "settings", "runs"),
    [
        (_failure(), RunSettings(), False),
        (_failure(), RunSettings(retry_failed=True), True),
        (_failure(code="bug"), RunSettings(), True),
        (_failure(code="changed"), RunSettings(), True),
        (_failure(taxonomy="older"), RunSettings(), True),
        (_failure(code="limit"), RunSettings(), False),
        (_failure(code="limit"), RunSettings(timeout=600), True),
        (_failure(code="limit"), RunSettings(memory=0), True),
        (_failure(code="limit"), RunSettings(timeout=30), False),
        (_failure(), RunSettings(timeout=600), False),
    ],
)
def test_failed_before(failure: Failure, settings: RunSettings, runs: bool) -> None:
    ran, reason = _plan(_content("f", "f.pdf"), failure=failure, settings=settings)
    assert ran is runs
    assert reason.startswith("failed before")


def test_a_filing_that_stands_and_failed_since_is_not_unchanged() -> None:
    assert _plan(_content("f", "f.pdf"), _marker("f", "f.pdf", code="older"), failure=_failure())[1].startswith(
        "failed before"
    )


def test_limit_counts_filings_that_run() -> None:
    contents = [_content(letter, f"{letter}.pdf") for letter in "abcd"]
    plan = make_plan(contents, {"a" * 16: _marker("a", "a.pdf")}, {}, NOW, RunSettings(limit=2))
    assert [step.runs for step in plan.steps] == [False, True, True, False]
    assert plan.steps[3].reason == "beyond --limit 2 (new)"


def test_paths_that_were_known_keep_their_order() -> None:
    plan = make_plan(
        [_content("a", "b.pdf", "c.pdf")], {"a" * 16: _marker("a", "c.pdf", "z.pdf")}, {}, NOW, RunSettings()
    )
    assert plan.steps[0].source_files == ("c.pdf", "z.pdf", "b.pdf")
