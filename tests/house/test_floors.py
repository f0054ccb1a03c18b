"""Who may import whom, beyond what the contracts in pyproject.toml already hold."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, SOURCE, floor, imports, modules, place, told, tree

IMPURE = {
    "os",
    "time",
    "random",
    "sqlite3",
    "socket",
    "subprocess",
    "threading",
    "urllib",
    "uuid",
    "secrets",
    "pathlib",
}
FORBIDDEN = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "service",
    "services",
    "base",
    "common",
    "misc",
}
# Django asks for this name: a database backend is a package with a module `base`.
ASKED_BY_DJANGO = {"src/voronka/store/backend/base.py"}
# The application can be loaded only after Django was set up, which is what these functions do.
LOADED_LATE = {"src/voronka/config/web.py voronka.config.wsgi"}


def test_imports_go_down_only_and_every_floor_is_known() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_core_needs_nothing_but_the_standard_library_and_no_clock() -> None:
    wrong = []
    for path in modules():
        if floor(path) == "core":
            for node in ast.walk(tree(path)):
                for name in imports(node):
                    top = name.split(".")[0]
                    pure = top in sys.stdlib_module_names and top not in IMPURE
                    if not pure and not name.startswith("voronka.core"):
                        wrong.append(f"{place(path, node)} imports {name}")
    assert not wrong, told(wrong)


def test_nothing_of_ours_is_imported_inside_a_function() -> None:
    wrong = [
        f"{place(path, node)} imports {name} inside {function.name}"
        for path in modules()
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        for name in imports(node)
        if name.split(".")[0] == "voronka" and f"{place(path)} {name}" not in LOADED_LATE
    ]
    assert not wrong, told(wrong)


def test_no_module_is_called_by_a_word_that_says_nothing() -> None:
    wrong = [
        place(path)
        for path in modules()
        if path.stem in FORBIDDEN
        or path.parent.name in FORBIDDEN
        or path.stem in {"calendar", "site", "types"}
    ]
    assert set(wrong) <= ASKED_BY_DJANGO


def test_every_module_opens_with_a_sentence_that_names_its_duty() -> None:
    wrong = [place(path) for path in modules() if not ast.get_docstring(tree(path))]
    assert not wrong, told(wrong)


def test_every_room_tells_what_it_is_about() -> None:
    rooms = [path.parent for path in SOURCE.glob("rooms/*/__init__.py")]
    wrong = [place(room) for room in rooms if not (room / "README.md").exists()]
    assert not wrong, told(wrong)
