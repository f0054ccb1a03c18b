"""The source as the house tests read it: files, syntax trees, names."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/voronka"
VENDORED = SOURCE / "frame/static/vendor"


@cache
def modules() -> tuple[Path, ...]:
    """Every module of the package but the migrations, which are history."""
    return tuple(path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def floor(path: Path) -> str:
    """The floor a module stands on: `core`, `store`, ..."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where, as an editor opens it."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT)}{line}"


def dotted(node: ast.AST) -> str:
    """`timezone.now` for the expression of that name; empty for others."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def calls(path: Path) -> list[tuple[ast.Call, str]]:
    """Every call of a module with the dotted name of what is called."""
    return [(node, dotted(node.func)) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def imports(node: ast.AST) -> list[str]:
    """The modules an import statement names; empty for other nodes."""
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def told(wrong: list[str]) -> str:
    """The findings a line each, for pytest to print whole."""
    return "\n" + "\n".join(wrong)
