"""Options from a flag, the environment, extractor.toml or their default, in this order; and which of them it was."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from extractor.errors import ConfigurationError

FILE = "extractor.toml"
_ORIGINS = {"COMMANDLINE": "flag", "DEFAULT_MAP": FILE, "DEFAULT": "default"}
_NOT_CONFIGURED = ("help", "config", "show_config", "source", "lake", "query")


def variable(option: str) -> str:
    """``fail-on`` -> ``EXTRACTOR_FAIL_ON``."""
    return "EXTRACTOR_" + option.upper().replace("-", "_")


def option(*names: str, help: str, **more: Any) -> Any:
    """An option with its environment variable, which is named after the first long flag."""
    long = next(name for name in names if name.startswith("--")).partition("/")[0]
    return typer.Option(*names, help=help, envvar=variable(long.removeprefix("--")), show_envvar=False, **more)


def _read(context: typer.Context, path: Path | None) -> Path | None:
    """Hands the file's keys to the command-line library as defaults: shared ones, then those of the command's own section."""
    found = path or Path(FILE)
    if path is None and not found.is_file():
        return None
    try:
        raw = tomllib.loads(found.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{found}: cannot be read ({error}).", "put it right, or name another with --config") from error
    root = context.find_root().command
    commands = getattr(root, "commands", {context.info_name: context.command})
    options = {name: {parameter.name for parameter in command.params} - set(_NOT_CONFIGURED) for name, command in commands.items()}
    every = set().union(*options.values())
    values = {}
    for key, value in raw.items():
        if isinstance(value, dict):
            _check(found, {name.replace("-", "_") for name in value}, options.get(key), f"[{key}] ")
        else:
            _check(found, {key.replace("-", "_")}, every, "")
            values[key.replace("-", "_")] = value
    values |= {key.replace("-", "_"): value for key, value in raw.get(context.info_name or "", {}).items()}
    context.default_map = {key: value for key, value in values.items() if key in options[context.info_name or ""]}
    return found


def _check(path: Path, keys: set[str], known: set[str] | None, section: str) -> None:
    if known is None:
        raise ConfigurationError(f"{path}: {section}is no command.", "extractor --help lists the commands")
    if unknown := keys - known:
        names = ", ".join(sorted(unknown)).replace("_", "-")
        raise ConfigurationError(f"{path}: {section}{names}: no such option.", "extractor run --help lists the options")


Config = Annotated[
    Path | None,
    typer.Option(
        "--config", help=f"Take options from this file instead of {FILE} here.", envvar=variable("config"), callback=_read, is_eager=True, show_envvar=False
    ),
]
ShowConfig = Annotated[bool, typer.Option("--show-config", help="Show every option, its value and where that comes from; do nothing else.")]


def describe(context: typer.Context) -> str:
    """Every option of the command, one a line: key, value, origin."""
    lines = []
    for parameter in context.command.params:
        if parameter.name is None or parameter.name in _NOT_CONFIGURED:
            continue
        source = context.get_parameter_source(parameter.name)
        name = source.name if source else "DEFAULT"
        origin = f"environment {parameter.envvar}" if name == "ENVIRONMENT" else _ORIGINS.get(name, name.lower())
        value = context.params[parameter.name]
        if isinstance(value, list | tuple):
            value = " ".join(map(str, value))
        lines.append(f"{parameter.name.replace('_', '-')}\t{'' if value is None else value}\t{origin}\n")
    return "".join(lines)
