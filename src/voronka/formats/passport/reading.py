"""Text to a process: the YAML, then the answers' keys and kinds, then whether they fit together."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from voronka.core.process import Process
from voronka.formats.passport import build, checks, source
from voronka.formats.passport.answers import PassportAnswers
from voronka.formats.passport.finding import Finding, Path, Remark, near, said

FORMAT: Final = 1

KINDS: Final = {
    "string_type": "text",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "bool_type": "yes_no",
    "bool_parsing": "yes_no",
    "int_type": "number",
}
# A part that is wrong in one of these ways can be left out, so that the rest is looked at too.
APART: Final = {
    "unknown_key",
    "span_unreadable",
    "percent_unreadable",
    "percent_out_of_range",
    "unknown_guard",
    "guard_unreadable",
    "guard_argument_missing",
    "guard_argument_unwanted",
    "mode_unknown",
    "rhythm_unreadable",
    "date_unreadable",
    "month_unreadable",
    "period_unknown",
    "link_unreadable",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: the process, None where an error stands in the way, and everything that was found."""

    process: Process | None
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What forbids publishing."""
        return tuple(one for one in self.findings if one.grade == "error")

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """What the passport still leaves open."""
        return tuple(one for one in self.findings if one.grade == "gap")


@lru_cache(maxsize=8)
def read(text: str, currency: str = "RUB") -> Reading:
    """Read a passport. Never raises: whatever the text is, the answer is a process or findings.

    `currency` is that of a text which names none. A text that is checked, shown and then published is read once.
    """
    try:
        tree = source.read(text)
    except source.Unreadable as wrong:
        return Reading(None, (Finding("error", wrong.code, wrong.line, wrong.column, "", wrong.data),))
    data = tree.plain()
    if stop := _format(data):
        return Reading(None, _placed([stop], tree))
    data.setdefault("currency", currency)
    found = list(_shape(data))
    answers, remarks = _answers(data, found)
    if answers is not None:
        remarks += [*checks.remarks(answers), *build.prices(answers)]
    process = None
    if answers is not None and not any(one.grade == "error" for one in remarks):
        process = build.process(answers)
        foreign = list(build.translations(process))
        remarks += foreign
        process = None if any(one.grade == "error" for one in foreign) else process
    return Reading(process, _placed(remarks, tree))


def _format(data: dict[str, Any]) -> Remark | None:
    """A passport of a newer format is not guessed at."""
    have = data.get("voronka")
    if "voronka" not in data:
        return Remark("error", "format_missing", ())
    if isinstance(have, bool) or not isinstance(have, int) or have < 1:
        return Remark("error", "format_unreadable", ("voronka",), {"have": str(have)[:40]})
    if have > FORMAT:
        return Remark("error", "format_newer", ("voronka",), {"have": have, "known": FORMAT})
    return None


def _shape(data: dict[str, Any]) -> Iterator[ErrorDetails]:
    try:
        PassportAnswers.model_validate(data)
    except ValidationError as wrong:
        yield from wrong.errors(include_url=False)


def _answers(data: dict[str, Any], found: list[ErrorDetails]) -> tuple[PassportAnswers | None, list[Remark]]:
    """The answers, and what is wrong with their shape; parts that are wrong by themselves are left out."""
    remarks = [_remark(one, data) for one in found]
    if not found:
        return PassportAnswers.model_validate(data), remarks
    if not all(remark.code in APART for remark in remarks):
        return None, remarks
    # From the end, so that the places of what stays do not shift.
    for remark in sorted(remarks, key=lambda one: said(one.path), reverse=True):
        _leave_out(data, remark.path)
    try:
        return PassportAnswers.model_validate(data), remarks
    except ValidationError:
        return None, remarks


def _leave_out(data: Any, path: Path) -> None:
    for part in path[:-1]:
        data = data[part]
    if isinstance(data, list) and isinstance(path[-1], int):
        # The place stays, so that what follows keeps its number: a guard that asks for nothing new.
        data[path[-1]] = {"guard": "next_step_set", "mode": "observe"}
    else:
        data.pop(path[-1], None)


def _remark(wrong: ErrorDetails, data: dict[str, Any]) -> Remark:
    path: Path = tuple(part for part in wrong["loc"] if part != "[key]")
    kind, context = wrong["type"], dict(wrong.get("ctx", {}))
    if "code" in context:
        context.pop("code")
        return Remark("error", kind, path, context)
    match kind:
        case "extra_forbidden":
            return Remark("error", "unknown_key", path, near(path[-1], _keys_at(path[:-1])), True)
        case "missing":
            return Remark("error", *_missing(path))
        case "literal_error":
            known = _choices(path)
            return Remark("error", "unknown_choice", path, near(wrong["input"], known))
        case "string_pattern_mismatch":
            is_key = "[key]" in wrong["loc"]
            return Remark("error", "id_unreadable", path, {"have": str(wrong["input"])[:80]}, is_key)
        case "string_too_short" | "too_short":
            return Remark("error", "nothing_written", path)
        case "string_too_long" | "too_long":
            limit, have = context.get("max_length"), context.get("actual_length", len(str(wrong["input"])))
            return Remark("error", kind.removeprefix("string_"), path, {"limit": limit, "have": have})
        case _:
            need = KINDS.get(kind, "")
            return Remark("error", "wrong_kind", path, {"need": need, "have": _kind(wrong["input"])})


def _missing(path: Path) -> tuple[str, Path, dict[str, Any]]:
    if path[:2] == ("closing", "won_when"):
        code = "won_without_money" if path[-1] == "paid" else "won_without_handover"
        return code, path, {}
    return "missing_key", path, {"key": path[-1]}


def _kind(value: Any) -> str:
    names = {dict: "mapping", list: "list", str: "text", bool: "yes_no", int: "number", float: "number"}
    return names.get(type(value), "nothing")


def _model_at(path: Path) -> Any:
    """The kind of thing that stands at this place of a passport."""
    kind: Any = PassportAnswers
    for part in path:
        fields = _fields(_bare(kind))
        kind = fields[part].annotation if part in fields else _inner(kind)
    return _bare(kind)


def _fields(kind: Any) -> dict[str | int, Any]:
    """The keys of an answer as they are written, with what stands behind them."""
    if not isinstance(kind, type) or not issubclass(kind, BaseModel):
        return {}
    return {field.alias or name: field for name, field in kind.model_fields.items()}


def _bare(kind: Any) -> Any:
    """Without None, bounds and readers around it."""
    if hasattr(kind, "__metadata__"):
        return _bare(get_args(kind)[0])
    inside = [one for one in get_args(kind) if one is not type(None)]
    if get_origin(kind) not in (list, dict, tuple) and len(inside) == 1:
        return _bare(inside[0])
    return kind


def _inner(kind: Any) -> Any:
    inside = get_args(_bare(kind))
    return inside[-1] if inside else kind


def _keys_at(path: Path) -> list[str]:
    return [str(key) for key in _fields(_model_at(path))]


def _choices(path: Path) -> list[str]:
    field = _fields(_model_at(path[:-1])).get(path[-1])
    return [str(one) for one in get_args(field.annotation)] if field else []


def _placed(remarks: list[Remark], tree: source.Node) -> tuple[Finding, ...]:
    found = [
        Finding(
            one.grade, one.code, *tree.spot(one.path, of_key=one.of_key, at=one.at), said(one.path), one.data
        )
        for one in remarks
    ]
    return tuple(sorted(found, key=lambda one: (one.line, one.column, one.grade)))
