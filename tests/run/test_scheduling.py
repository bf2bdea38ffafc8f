"""The README's examples for schedulers: parsed, and their commands run."""

from __future__ import annotations

import ast
import configparser
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app, register_commands

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module", autouse=True)
def _commands() -> None:
    if not app.registered_commands:
        register_commands()


def accepted(command: str, where: Path) -> None:
    """The program takes these arguments: it shows the configuration they make."""
    words = shlex.split(re.split(r"\s(?:>|\|\|)\s", command)[0])
    assert words[0].endswith("extractor")
    done = CliRunner().invoke(app, [*words[1:], "--show-config"])
    assert done.exit_code == 0, done.output
    assert "flag" in done.output


def test_cron(tmp_path: Path) -> None:
    (line,) = blocks("cron")[0].splitlines()
    fields = line.split(maxsplit=5)
    assert re.fullmatch(r"[\d*]+( [\d*]+){4}", " ".join(fields[:5]))
    assert subprocess.run(["sh", "-n", "-c", fields[5]], check=False).returncode == 0
    assert "%" not in fields[5]  # cron would make a line break of it
    accepted(fields[5].partition("&& ")[2], tmp_path)


def test_systemd(tmp_path: Path) -> None:
    texts = [text for text in blocks("ini") if "[Unit]" in text]
    units = []
    for name, text in zip(("extractor.service", "extractor.timer"), texts, strict=True):
        unit = configparser.ConfigParser(interpolation=None, strict=False)
        unit.optionxform = str  # type: ignore[assignment, method-assign]
        unit.read_string(text)
        units.append(unit)
        (tmp_path / name).write_text(text)
    service, timer = units
    assert service["Service"]["Type"] == "oneshot"
    assert timer["Timer"]["OnCalendar"]
    accepted(service["Service"]["ExecStart"], tmp_path)
    if shutil.which("systemd-analyze"):
        done = subprocess.run(
            ["systemd-analyze", "calendar", timer["Timer"]["OnCalendar"]], capture_output=True, check=False
        )
        assert done.returncode == 0


def test_airflow(tmp_path: Path) -> None:
    (dag,) = (block for block in blocks("python") if "airflow" in block)
    calls = {
        node.func.id: node
        for node in ast.walk(ast.parse(dag))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    arguments = {keyword.arg: keyword.value for keyword in calls["BashOperator"].keywords}
    assert "retries" in arguments
    accepted(ast.literal_eval(arguments["bash_command"]).replace("{{ ds }}", "2026-01-01"), tmp_path)


def test_configuration(tmp_path: Path) -> None:
    (text,) = (block for block in blocks("toml") if "[run]" in block)
    tomllib.loads(text)
    (tmp_path / "extractor.toml").write_text(text)
    done = CliRunner().invoke(app, ["run", "--config", str(tmp_path / "extractor.toml"), "--show-config"])
    assert done.exit_code == 0, done.output
    assert "timeout\t600.0\textractor.toml" in done.output
    assert "out\t/data/lake\textractor.toml" in done.output
