"""Sizes: told above the aim, refused above the hard mark."""

import ast
import warnings
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SOURCE, VENDORED, modules, place, told, tree

# (ask why above, hard mark); None: never refused.
MODULE, FUNCTION, VIEW = (400, 700), (60, 100), (25, None)
TEMPLATE, SCRIPT, STYLE = (120, None), (200, None), (300, None)


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _functions(path: Path) -> list[tuple[ast.FunctionDef, int]]:
    found = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    return [(node, (node.end_lineno or node.lineno) - node.lineno + 1) for node in found]


def _sizes() -> list[tuple[str, int, tuple[int, int | None]]]:
    found: list[tuple[str, int, tuple[int, int | None]]] = []
    tests = sorted((ROOT / "tests").rglob("*.py"))
    for path in (*modules(), *tests, *sorted((ROOT / "tools").glob("*.py"))):
        found.append((place(path), _lines(path), MODULE))
        limit = VIEW if path.stem == "views" else FUNCTION
        found += [(f"{place(path, node)} {node.name}", size, limit) for node, size in _functions(path)]
    for pattern, limit in (("*.html", TEMPLATE), ("*.js", SCRIPT), ("*.css", STYLE)):
        for path in sorted(SOURCE.rglob(pattern)):
            if VENDORED not in path.parents:
                found.append((place(path), _lines(path), limit))
    return found


def test_nothing_is_larger_than_the_hard_mark() -> None:
    sizes = _sizes()
    large = [f"{where}: {size} lines, ask why above {ask}" for where, size, (ask, _) in sizes if size > ask]
    if large:
        warnings.warn(pytest.PytestWarning("large: " + "; ".join(large)), stacklevel=1)
    wrong = [f"{where}: {size} lines" for where, size, (_, hard) in sizes if hard and size > hard]
    assert not wrong, told(wrong)
