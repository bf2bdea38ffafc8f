"""Options from a flag, the environment, extractor.toml or their default, in this order; and which of them it was."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from extractor.errors import ConfigurationError, ExtractorError, UsageError

FILE = "extractor.toml"
_ORIGINS = {"COMMANDLINE": "flag", "DEFAULT_MAP": FILE, "DEFAULT": "default"}
_NOT_CONFIGURED = ("help", "config", "show_config")
_read_here: tuple[typer.Context, Path] | None = None  # the command that runs, and the file that it takes options from


def variable(option: str) -> str:
    """``fail-on`` -> ``EXTRACTOR_FAIL_ON``."""
    return "EXTRACTOR_" + option.upper().replace("-", "_")


def option(*names: str, help: str, **more: Any) -> Any:
    """An option with its environment variable, which is named after the first long flag."""
    long = next(name for name in names if name.startswith("--")).partition("/")[0]
    return typer.Option(*names, help=help, envvar=variable(long.removeprefix("--")), show_envvar=False, **more)


def _read(context: typer.Context, path: Path | None) -> Path | None:
    """Hands the file's keys to the command-line library as defaults: shared ones, then those of the command's own
    section."""
    global _read_here
    found = path or Path(FILE)
    if path is None and not found.is_file():
        return None
    try:
        raw = tomllib.loads(found.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(
            f"{found}: cannot be read ({error}).", "put it right, or name another with --config"
        ) from error
    this = context.info_name or ""
    commands = getattr(context.find_root().command, "commands", {this: context.command})
    options = {name: _keys(command) for name, command in commands.items()}
    every = set().union(*options.values())
    shared = {key: value for key, value in raw.items() if not isinstance(value, dict)}
    _check(found, shared.keys() - every, "")
    for section, values in ((key, value) for key, value in raw.items() if isinstance(value, dict)):
        if section not in options:
            raise ConfigurationError(f"{found}: [{section}] is no command.", "extractor --help lists the commands")
        _check(found, values.keys() - options[section].keys(), f"[{section}] ")
    keys = options[this]
    _read_here = (context, found)
    several = {parameter.name for parameter in context.command.params if getattr(parameter, "multiple", False)}
    values = {keys[key]: (key, value) for key, value in (shared | raw.get(this, {})).items() if key in keys}
    context.default_map = {name: _of_form(found, given[0], given[1], name in several) for name, given in values.items()}
    return found


def _of_form(path: Path, key: str, value: Any, several: bool) -> Any:
    """A list for an option that may be repeated, else one value."""
    if several:
        value = value if isinstance(value, list) else [value]
    elif isinstance(value, list):
        raise ConfigurationError(f"{path}: {key} = {value}: takes one value.", f"put {key} right there")
    if any(isinstance(one, dict | list) for one in (value if several else [value])):
        raise ConfigurationError(f"{path}: {key} = {value}: takes no such value.", f"put {key} right there")
    return value


def blamed(error: ExtractorError) -> ExtractorError:
    """The error itself; or, where a usage error speaks of an option that the file gave, the same blaming the file and
    its key."""
    if not isinstance(error, UsageError) or _read_here is None or not error.message.startswith("--"):
        return error
    context, path = _read_here
    key, _, rest = error.message.removeprefix("--").partition(" ")
    key = key.rstrip(":")
    name = _keys(context.command).get(key)
    source = context.get_parameter_source(name) if name else None
    if source is None or source.name != "DEFAULT_MAP":
        return error
    return ConfigurationError(f"{path}: {key} = {rest}", f"put {key} right there: {error.next_step}")


def _keys(command: Any) -> dict[str, str]:
    """Key in the file -> name of the parameter: the long flag without its dashes."""
    named = {
        next((flag for flag in parameter.opts if flag.startswith("--")), ""): parameter.name
        for parameter in command.params
    }
    return {flag.removeprefix("--"): name for flag, name in named.items() if flag and name not in _NOT_CONFIGURED}


def _check(path: Path, unknown: set[str], section: str) -> None:
    if unknown:
        raise ConfigurationError(
            f"{path}: {section}{', '.join(sorted(unknown))}: no such option.", "extractor run --help lists the options"
        )


Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help=f"Take options from this file instead of {FILE} here.",
        envvar=variable("config"),
        callback=_read,
        is_eager=True,
        show_envvar=False,
    ),
]
ShowConfig = Annotated[
    bool, typer.Option("--show-config", help="Show every option, its value and where that comes from; do nothing else.")
]


def describe(context: typer.Context) -> str:
    """Every option of the command, one a line: key, value, origin."""
    lines = []
    parameters = {parameter.name: parameter for parameter in context.command.params}
    for key, name in _keys(context.command).items():
        source = context.get_parameter_source(name)
        origin = source.name if source else "DEFAULT"
        where = (
            f"environment {parameters[name].envvar}"
            if origin == "ENVIRONMENT"
            else _ORIGINS.get(origin, origin.lower())
        )
        value = context.params[name]
        if isinstance(value, list | tuple):
            value = " ".join(map(str, value))
        lines.append(f"{key}\t{'' if value is None else value}\t{where}\n")
    return "".join(lines)
