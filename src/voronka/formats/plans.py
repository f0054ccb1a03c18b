"""How a file is to be understood, as plain data: in JSON for programs, in YAML for people, with every slip named."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from voronka.core.imports import TARGETS, Plan
from voronka.core.money import CURRENCIES
from voronka.core.problems import Invalid, Problem
from voronka.formats.passport import Unreadable, plain
from voronka.formats.passport.writing import block

MAPS: Final = ("stages", "people", "reasons", "channels", "pipelines")
TEXTS: Final = ("source", "process", "zone", "undated", "closed_from")
DATES: Final = ("dmy", "mdy", "ymd")
LONGEST, MOST = 300, 2000
"""Signs of a value, and values of a map."""


def as_data(plan: Plan) -> dict[str, Any]:
    """The plan as JSON and YAML carry it; `plan_of` gives it back equal."""
    data = asdict(plan)
    data["columns"] = list(plan.columns)
    data["options"] = {field: dict(mapped) for field, mapped in plan.options.items()}
    return {**data, **{name: dict(getattr(plan, name)) for name in MAPS}}


def plan_of(data: Mapping[str, Any], was: Plan) -> Plan:
    """The plan `was`, with what the data says otherwise. Raises Invalid, each problem with the place as its field."""
    problems: list[Problem] = []
    told: dict[str, Any] = {}
    for name, value in data.items():
        try:
            told[str(name)] = _part(str(name), value, was)
        except Invalid as wrong:
            problems.extend(wrong.problems)
    if problems:
        raise Invalid(*problems)
    return replace(was, **told)


def _part(name: str, value: Any, was: Plan) -> Any:
    if name in MAPS:
        return _map(name, value)
    if name == "options":
        fields = _mapping(name, value)
        return {field: _map(f"options.{field}", mapped) for field, mapped in fields.items()}
    if name == "columns":
        return _columns(value, was)
    if name == "noun":
        return _one_of(name, value, tuple(TARGETS))
    if name == "currency":
        return _one_of(name, value, CURRENCIES)
    if name == "dates":
        return _one_of(name, value, DATES)
    if name in TEXTS:
        return _text(name, value)
    raise Invalid(Problem("unknown_field", name))


def _columns(value: Any, was: Plan) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) != len(was.columns):
        raise Invalid(Problem("wrong_type", "columns", {"need": f"list, {len(was.columns)}"}))
    return tuple(_text(f"columns.{place}", one) for place, one in enumerate(value))


def _map(name: str, value: Any) -> dict[str, Any]:
    mapped = _mapping(name, value)
    if name == "people":
        return {one: _key(f"{name}.{one}", key) for one, key in mapped.items()}
    return {one: _text(f"{name}.{one}", to) for one, to in mapped.items()}


def _mapping(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or len(value) > MOST:
        raise Invalid(Problem("wrong_type", name, {"need": "mapping"}))
    return {_text(name, str(one)): to for one, to in value.items()}


def _key(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise Invalid(Problem("wrong_type", name, {"need": "number"}))
    return value


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Invalid(Problem("wrong_type", name, {"need": "text"}))
    if len(value) > LONGEST:
        raise Invalid(Problem("too_long", name, {"length": len(value), "limit": LONGEST}))
    return value


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        raise Invalid(Problem("unknown_choice", name, {"have": str(value)[:60], "known": list(known)}))
    return str(value)


def written(data: Mapping[str, Any]) -> str:
    """The data of a plan as a text that people read and change."""
    return block({name: value for name, value in data.items() if value not in ({}, "")})


def read(text: str) -> dict[str, Any]:
    """The data that such a text holds. Raises Invalid with the line where it can't be read."""
    try:
        return plain(text)
    except Unreadable as wrong:
        raise Invalid(Problem("plan_unreadable", "plan", {"line": wrong.line})) from None
