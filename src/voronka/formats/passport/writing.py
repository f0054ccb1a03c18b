"""A process as YAML text: what reading it gives is exactly this process again."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from voronka.core.money import digits
from voronka.core.process import Channel, Field, Guard, Process, Stage
from voronka.formats.passport.source import scalar


def write(process: Process) -> str:
    """The passport in block style, keys in the order of the questions; its version number is not in it."""
    return rest_text(_document(process))


def rest_text(value: Any) -> str:
    """Plain values in block style, as a person reads them: an answer that is kept as it was written."""
    from ruamel.yaml import YAML

    written = StringIO()
    yaml = YAML(typ="rt", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(safe(value), written)
    return written.getvalue()


def _document(process: Process) -> dict[str, Any]:
    closing: dict[str, Any] = {"won_when": {"paid": f"{process.closing.paid}%", "handover": "accepted"}}
    if process.closing.tripwire:
        closing["tripwire"] = dict(process.closing.tripwire)
    whole = {
        "voronka": 1,
        "process": process.key,
        "title": process.title,
        "language": process.language,
        "currency": process.currency,
        "owner": _owner(process),
        "entry": _entry(process),
        "cycle": _cycle(process),
        "closing": closing,
        "product": _product(process),
        **process.rest,
    }
    return {key: value for key, value in whole.items() if value is not None}


def _said(**keys: Any) -> dict[str, Any]:
    """Only what says something."""
    return {key: value for key, value in keys.items() if value not in (None, "", [], {}, ())}


def _owner(process: Process) -> dict[str, Any] | None:
    if not process.owner.responsible:
        return None
    roles = {
        role.id: _said(
            title=role.title,
            system=role.system,
            interest=[_interest(line, process.currency) for line in role.interest],
        )
        for role in process.owner.roles
    }
    return {"responsible": process.owner.responsible, "roles": roles}


def _interest(line: Mapping[str, Any], currency: str) -> dict[str, Any]:
    return {
        name: _major(value, currency) if name == "plan_bonus" else f"{value}%" for name, value in line.items()
    }


def _entry(process: Process) -> dict[str, Any]:
    entry = process.entry
    return _said(
        channels=_channels(entry.channels),
        lead_when=entry.lead_when,
        not_a_lead=_channels(entry.not_a_lead),
        answer_within=str(entry.answer_within) if entry.answer_within else None,
        first_step=entry.first_step,
        questions=_fields(entry.questions),
    )


def _channels(channels: tuple[Channel, ...]) -> list[dict[str, Any]]:
    return [{"id": one.id, "title": one.title} for one in channels]


def _fields(fields: tuple[Field, ...]) -> list[dict[str, Any]]:
    return [_said(id=one.id, title=one.title, hint=one.hint) for one in fields]


def _cycle(process: Process) -> dict[str, Any]:
    cycle = process.cycle
    return {
        **_said(
            stages=[_stage(stage) for stage in cycle.stages],
            may_skip=dict(cycle.may_skip),
            lost_reasons=[
                _said(id=one.id, title=one.title, after=str(one.after) if one.after else None)
                for one in cycle.lost_reasons
            ],
            fields=_fields(cycle.fields),
        ),
        **({} if cycle.may_return else {"may_return": False}),
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return _said(
        id=stage.id,
        title=stage.title,
        purpose=stage.purpose,
        role=stage.role if stage.role != "manager" else None,
        norm=str(stage.norm) if stage.norm else None,
        steps=[{"id": step.id, "title": step.title} for step in stage.steps],
        leave_when=[_guard(guard) for guard in stage.leave_when],
        instruction=stage.instruction,
        documents=list(stage.documents),
    )


def _guard(guard: Guard) -> Any:
    mode = {} if guard.mode == "enforce" else {"mode": guard.mode}
    if guard.arg is None or guard.name == "expression":
        text = guard.name if guard.arg is None else str(guard.arg)
        return {"guard": text, **mode} if mode else text
    argument = f"{guard.arg}%" if isinstance(guard.arg, int) else guard.arg
    return {guard.name: list(argument) if isinstance(argument, tuple) else argument, **mode}


def _product(process: Process) -> dict[str, Any] | None:
    product = process.product
    if not product.result:
        return None
    return _said(
        result=product.result,
        accept_when=[_guard(guard) for guard in product.accept_when],
        offers=[
            {"id": one.id, "title": one.title, "price": _major(one.price, process.currency)}
            for one in product.offers
        ],
    )


def safe(value: Any) -> Any:
    """Text that would be read as something else is quoted, text of several lines stands as a block."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

    if isinstance(value, dict):
        return {safe(key): safe(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [safe(inner) for inner in value]
    if isinstance(value, str):
        lines = value.split("\n")
        if len(lines) > 1 and all(line and line == line.strip() and line.isprintable() for line in lines):
            return LiteralScalarString(value)
        if not isinstance(scalar(value), str) or ": " in value or "#" in value:
            return DoubleQuotedScalarString(value)
    return value


def _major(minor: int, currency: str) -> int | float:
    """A sum in whole units, as a passport writes it."""
    unit: int = 10 ** digits(currency)
    return minor // unit if minor % unit == 0 else minor / unit
