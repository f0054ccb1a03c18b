"""A process as YAML text: what reading it gives is exactly this process again."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from voronka.core.process import Field, Guard, Process, Stage
from voronka.formats.passport import writing_later
from voronka.formats.passport.source import scalar
from voronka.formats.passport.writing_later import major, said, titled


def write(process: Process) -> str:
    """The passport in block style, keys in the order of the questions; its version number is not in it."""
    return block(_document(process))


def block(value: Any) -> str:
    """Plain values in block style, as a person reads them."""
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
    whole = {
        "voronka": 1,
        "process": process.key,
        "title": process.title,
        "language": process.language,
        "currency": process.currency,
        "owner": _owner(process),
        "entry": _entry(process),
        "cycle": _cycle(process),
        "closing": _closing(process),
        "product": _product(process),
        **writing_later.answers(process),
        "texts": {language: dict(said) for language, said in process.texts.items()} or None,
    }
    return {key: value for key, value in whole.items() if value is not None}


def _owner(process: Process) -> dict[str, Any] | None:
    if not process.owner.responsible:
        return None
    roles = {
        role.id: said(
            title=role.title,
            system=role.system,
            interest=[_interest(line, process.currency) for line in role.interest],
        )
        for role in process.owner.roles
    }
    return {"responsible": process.owner.responsible, "roles": roles}


def _interest(line: Mapping[str, Any], currency: str) -> dict[str, Any]:
    return {
        name: major(value, currency) if name == "plan_bonus" else f"{value}%" for name, value in line.items()
    }


def _entry(process: Process) -> dict[str, Any]:
    entry = process.entry
    return said(
        channels=titled(entry.channels),
        lead_when=entry.lead_when,
        not_a_lead=titled(entry.not_a_lead),
        answer_within=str(entry.answer_within) if entry.answer_within else None,
        first_step=entry.first_step,
        questions=_fields(entry.questions),
        assign={"role": entry.assign.role, "by": entry.assign.by} if entry.assign else None,
        fields=_fields(entry.fields),
        company_fields=_fields(entry.company_fields),
        contact_fields=_fields(entry.contact_fields),
    )


def _fields(fields: tuple[Field, ...]) -> list[dict[str, Any]]:
    return [
        said(
            id=one.id,
            title=one.title,
            hint=one.hint,
            kind=one.kind if one.kind != "text" else None,
            required=one.required or None,
            options=titled(one.options),
        )
        for one in fields
    ]


def _cycle(process: Process) -> dict[str, Any]:
    cycle = process.cycle
    return {
        **said(
            stages=[_stage(stage) for stage in cycle.stages],
            may_skip=dict(cycle.may_skip),
            lost_reasons=[
                said(id=one.id, title=one.title, after=str(one.after) if one.after else None)
                for one in cycle.lost_reasons
            ],
            fields=_fields(cycle.fields),
        ),
        **({} if cycle.may_return else {"may_return": False}),
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return said(
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


def _closing(process: Process) -> dict[str, Any]:
    closing = process.closing
    return said(
        won_when={"paid": f"{closing.paid}%", "handover": "accepted"},
        tripwire={"offer": closing.tripwire.offer, "stage": closing.tripwire.stage}
        if closing.tripwire
        else None,
        payment_methods=titled(closing.payment_methods),
        package=titled(closing.package),
    )


def _product(process: Process) -> dict[str, Any] | None:
    product = process.product
    if not product.result:
        return None
    return said(
        result=product.result,
        accept_when=[_guard(guard) for guard in product.accept_when],
        offers=[
            {"id": one.id, "title": one.title, "price": major(one.price, process.currency)}
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
