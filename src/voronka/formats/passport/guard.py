"""A condition of a stage as it is written: a named guard, one with its argument, an expression; each with a mode."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from voronka.core.guards import GUARDS
from voronka.core.process import Guard, Mode
from voronka.formats.passport.finding import near
from voronka.formats.passport.written import span, whole_percent, wrong

MODES: Final = ("observe", "warn", "enforce")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def guard(value: Any) -> Guard:
    """A named guard, one with its argument, or an expression; each alone or with a `mode` beside it."""
    if isinstance(value, str):
        return _bare_guard(value.strip(), "enforce")
    if not isinstance(value, dict):
        raise wrong("guard_unreadable", have=str(value)[:40])
    mode = value.get("mode", "enforce")
    if mode not in MODES:
        raise wrong("mode_unknown", **near(mode, MODES))
    rest = [(key, inner) for key, inner in value.items() if key != "mode"]
    if len(rest) != 1:
        raise wrong("guard_unreadable", have=", ".join(str(key) for key in value)[:80])
    name, argument = rest[0]
    if name == "guard" and isinstance(argument, str):
        return _bare_guard(argument.strip(), mode)
    return _guard_with(name, argument, mode)


def _known() -> list[str]:
    return [name for name in GUARDS if name != "expression"]


def _bare_guard(text: str, mode: Mode) -> Guard:
    if not text:
        raise wrong("guard_unreadable", have="")
    if not _NAME.fullmatch(text):
        return Guard("expression", text, mode)
    if text not in _known():
        raise wrong("unknown_guard", **near(text, _known()))
    if GUARDS[text].argument != "none":
        raise wrong("guard_argument_missing", guard=text, need=GUARDS[text].argument)
    return Guard(text, None, mode)


def _guard_with(name: str, argument: Any, mode: Mode) -> Guard:
    if name not in _known():
        raise wrong("unknown_guard", **near(name, _known()))
    reader = ARGUMENTS.get(GUARDS[name].argument)
    if reader is None:
        raise wrong("guard_argument_unwanted", guard=name)
    return Guard(name, reader(argument, name), mode)


def _several(argument: Any, name: str) -> tuple[str, ...]:
    several = [argument] if isinstance(argument, str) else argument
    if not isinstance(several, list) or not several or not all(isinstance(one, str) for one in several):
        raise wrong("guard_argument_missing", guard=name, need=GUARDS[name].argument)
    return tuple(several)


def _one(argument: Any, name: str) -> str:
    if not isinstance(argument, str) or not argument.strip():
        raise wrong("guard_argument_missing", guard=name, need=GUARDS[name].argument)
    return argument.strip()


ARGUMENTS: Final[Mapping[str, Callable[[Any, str], int | str | tuple[str, ...]]]] = {
    "percent": lambda argument, name: whole_percent(argument),
    "fields": _several,
    "role": _one,
    "span": lambda argument, name: str(span(argument)),
}
"""How what is written behind a guard is read, by the kind of argument that the guard says it takes."""
