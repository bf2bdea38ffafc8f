"""A wheel in an empty environment does the main job: nothing that it needs lies outside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    env = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV", "EXTRACTOR_"))
    }
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="the build backend is a development dependency")
    folder = tmp_path_factory.mktemp("dist")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        folder,
        ROOT,
        cwd=folder,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_the_schemas_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    schemas = {
        str(path.relative_to(ROOT / "schemas"))
        for path in (ROOT / "schemas").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {f"extractor/_schemas/{name}" for name in schemas} <= set(names)
    templates = {str(path.relative_to(ROOT)) for path in (ROOT / "extractor" / "examine" / "templates").iterdir()}
    assert templates <= set(names)
    assert any(name.endswith("LICENSE") for name in names)
    assert not [
        name for name in names if name.split("/")[0] not in ("extractor",) and ".dist-info" not in name.split("/")[0]
    ]


def test_the_wheel_works_in_an_empty_environment(wheel: Path, samples: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    binaries = tmp_path / "venv" / "bin"
    run(binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    out = run(
        binaries / "extractor", "run", samples / "kakuu_2023q1.txt", "--out", tmp_path / "lake", "--json", cwd=tmp_path
    )
    assert json.loads(out)
    (table,) = (tmp_path / "lake" / "balance_sheet").rglob("*.parquet")
    count = f"import pyarrow.parquet as pq; print(pq.read_table({str(table)!r}).num_rows)"
    assert int(run(binaries / "python", "-c", count, cwd=tmp_path)) > 80
    run(binaries / "extractor", "page", samples / "kakuu_2022fy.pdf", "4", "--out", tmp_path / "page", cwd=tmp_path)
    assert "cash_and_deposits" in (tmp_path / "page" / "kakuu_2022fy-4.html").read_text(encoding="utf-8")
