"""The house rules: who may import whom, what may not be loaded early, how long a file may grow."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "extractor"

BASE = {"model", "errors", "settings", "resources", "notation"}
ROOMS = {"read", "segment", "detect", "normalise", "reconcile", "write"}
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "settings": set(),
    "resources": {"errors"},
    "notation": {"model", "errors", "resources"},
    **dict.fromkeys(ROOMS, BASE),
    "kinds": BASE | ROOMS,
    "reread": BASE | ROOMS,
    "pipeline": BASE | ROOMS | {"kinds", "reread"},
    "run": BASE | {"pipeline", "write"},
    "examine": BASE | ROOMS | {"pipeline", "reread"},
    "api": BASE | ROOMS | {"pipeline", "examine"},
    "cli": BASE | ROOMS | {"pipeline", "run", "examine", "api"},
    "__main__": {"cli"},
    "__init__": {"api"},  # when it is asked for
}
# An engine is imported in its adapters only, so that it can be left out or replaced.
ENGINES = {
    "pypdfium2": {"read", "examine"},
    "pdfplumber": {"read", "detect"},
    "pdfminer": {"read", "detect"},
    "pikepdf": {"read"},
    "camelot": {"detect"},
    "rapidfuzz": {"normalise", "examine"},
    "pyarrow": {"write", "run", "examine", "cli", "api"},
    "pandas": {"detect", "write", "examine", "api"},
    "duckdb": {"write", "examine", "api"},
    "deltalake": {"write"},
    "distributed": {"run"},
    "pebble": {"run"},
}
SLOW = {*ENGINES, "numpy", "cv2", "playa"} - {"pypdfium2"}
LONGEST = 400
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path, *, early: bool = False) -> Iterator[tuple[int, str]]:
    """Line and dotted name of each import; ``early``: only those that run when the module is loaded."""

    def walk(node: ast.AST) -> Iterator[tuple[int, str]]:
        for child in ast.iter_child_nodes(node):
            if early and isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if early and isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            if isinstance(child, ast.Import):
                yield from ((child.lineno, alias.name) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{path.name}:{child.lineno}: relative import"
                assert child.module
                whole = child.module == "extractor"
                yield from (
                    ((child.lineno, f"extractor.{alias.name}") for alias in child.names)
                    if whole
                    else [(child.lineno, child.module)]
                )
            else:
                yield from walk(child)

    return walk(ast.parse(path.read_text(encoding="utf-8")))


def every_import() -> Iterator[tuple[Path, str, str]]:
    """Module, place as ``file:line``, dotted name."""
    return ((path, f"{path.relative_to(ROOT)}:{line}", name) for path in modules() for line, name in imports(path))


def test_rooms_keep_to_themselves() -> None:
    def allowed(room: str, name: str) -> bool:
        top, _, rest = name.partition(".")
        return top != "extractor" or rest.split(".")[0] in MAY_IMPORT[room] | {room, "", "__version__"}

    assert [f"{at}: {name}" for path, at, name in every_import() if not allowed(room_of(path), name)] == []


def test_engines_stay_in_their_adapters() -> None:
    assert [
        f"{at}: {name}"
        for path, at, name in every_import()
        if room_of(path) not in ENGINES.get(name.split(".")[0], {room_of(path)})
    ] == []


def test_files_stay_readable() -> None:
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_room_knows_a_kind_of_table() -> None:
    rooms = ROOMS | BASE
    assert [
        f"{at}: {name}"
        for path, at, name in every_import()
        if room_of(path) in rooms and name.startswith("extractor.kinds")
    ] == []


def docstrings(tree: ast.Module) -> set[int]:
    """The nodes that are documentation, by identity."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    firsts = [node.body[0] for node in ast.walk(tree) if isinstance(node, owners) and node.body]
    return {id(first.value) for first in firsts if isinstance(first, ast.Expr)}


def has_words(path: Path) -> bool:
    """Whether a string of the code, other than documentation, is written in Japanese."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = docstrings(tree)
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
        and JAPANESE.search(node.value)
        for node in ast.walk(tree)
    )


def test_words_of_the_world_are_data() -> None:
    found = {str(path.relative_to(PACKAGE)) for path in modules() if room_of(path) != "notation" and has_words(path)}
    assert found == set(), "move the wording to schemas/lexicon"


def test_tests_reach_no_private_name() -> None:
    """Neither by import nor by putting something in its place in a module; methods are put over as a subclass would."""
    reach = re.compile(r"from extractor[\w.]* import .*\b_[A-Za-z]|monkeypatch\.setattr\([a-z_]+, \"_(?!_)")
    found = [
        f"{path.name}:{number}"
        for path in Path(__file__).parents[1].rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if reach.search(line) and path != Path(__file__)
    ]
    assert found == []


def test_public_names_are_documented() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    bare = [
        f"{path.relative_to(PACKAGE)}: {node.name}"
        for path in modules()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, kinds) and not node.name.startswith("_") and not ast.get_docstring(node)
        if room_of(path) != "cli"  # a command is documented by its help
    ]
    assert bare == []


def test_every_room_is_known() -> None:
    assert {room_of(path) for path in modules()} <= set(MAY_IMPORT)


def test_the_command_line_starts_without_slow_packages() -> None:
    code = f"import sys, extractor.cli.app, extractor.pipeline; print(*sorted({SLOW!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


def test_the_contract_can_fail(tmp_path: Path) -> None:
    path = tmp_path / "odd.py"
    path.write_text(
        "from extractor.detect import x\nfrom extractor import run\ndef f():\n    import pandas\n", encoding="utf-8"
    )
    assert list(imports(path)) == [(1, "extractor.detect"), (2, "extractor.run"), (4, "pandas")]
    assert list(imports(path, early=True)) == [(1, "extractor.detect"), (2, "extractor.run")]
