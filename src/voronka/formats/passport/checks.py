"""What of a passport does not fit together: names that lead nowhere, stages that can't be left, facts nobody makes."""

from collections.abc import Iterator, Sequence
from typing import Final

from voronka.core.access import HOLDERS, RIGHTS
from voronka.core.guards import GUARDS
from voronka.core.process import SYSTEM_ROLES, Field, Guard, Option
from voronka.core.questions import WORDS
from voronka.formats import conditions
from voronka.formats.passport import checks_fields, checks_later, checks_words
from voronka.formats.passport.answers import (
    ControlAnswer,
    PassportAnswers,
    ResourcesAnswer,
    StageAnswer,
    TargetsAnswer,
)
from voronka.formats.passport.finding import OWN_FIELDS, Path, Remark, error, gap, near, twice

SYSTEM_OF = {"head_of_sales": "head", **{role: role for role in SYSTEM_ROLES}}
"""Roles that need no `system`: their id says it."""
_SILENT: Final = (ResourcesAnswer(), TargetsAnswer(), ControlAnswer())
VERB_OF_DOOR = {
    "payment": "payment.enter",
    "handover": "handover.decide",
    "approval": "deal.approve",
    "instruction": "deal.see",
}
"""The right that a guard's door by hand needs, where it is not `deal.change`."""


def remarks(passport: PassportAnswers) -> Iterator[Remark]:
    """Every remark, in the order of the questions."""
    for check in (_unanswered, _ids, _owner, _cycle, _guards, _entry, _closing, _product):
        yield from check(passport)
    yield from checks_fields.remarks(passport)
    yield from checks_later.remarks(passport)
    yield from checks_words.remarks(passport)


def _unanswered(passport: PassportAnswers) -> Iterator[Remark]:
    for word in WORDS:
        answer = getattr(passport, word)
        # An answer that says nothing is none, however it is written.
        if not answer or answer in _SILENT:
            yield gap("not_answered", (word,), word=word)


def _ids(passport: PassportAnswers) -> Iterator[Remark]:
    yield from twice(passport.cycle.stages, ("cycle", "stages"))
    for place, stage in enumerate(passport.cycle.stages):
        yield from twice(stage.steps, ("cycle", "stages", place, "steps"))
    yield from twice(passport.cycle.lost_reasons, ("cycle", "lost_reasons"))
    yield from twice(passport.entry.channels, ("entry", "channels"))
    yield from twice(passport.entry.not_a_lead, ("entry", "not_a_lead"), ("lead",))
    if passport.product:
        yield from twice(passport.product.offers, ("product", "offers"))


def _owner(passport: PassportAnswers) -> Iterator[Remark]:
    owner = passport.owner
    if owner is None:
        return
    for name, role in owner.roles.items():
        path: Path = ("owner", "roles", name)
        if role.system and role.system not in SYSTEM_ROLES:
            yield error("unknown_system_role", (*path, "system"), **near(role.system, SYSTEM_ROLES))
        elif not role.system and name not in SYSTEM_OF:
            yield Remark(
                "error", "role_nobody_can_hold", path, {"role": name, "known": list(SYSTEM_ROLES)}, True
            )
        for place, line in enumerate(role.interest):
            given = [
                one for one in (line.profit_share, line.payment_share, line.plan_bonus) if one is not None
            ]
            if len(given) != 1 or (line.at is not None and line.plan_bonus is None):
                yield error("interest_unreadable", (*path, "interest", place))
    if owner.responsible not in owner.roles:
        yield error("unknown_role", ("owner", "responsible"), **near(owner.responsible, owner.roles))
    elif not owner.roles[owner.responsible].interest:
        title = owner.roles[owner.responsible].title
        yield gap("responsible_without_interest", ("owner", "responsible"), title=title)


def _cycle(passport: PassportAnswers) -> Iterator[Remark]:
    roles = passport.owner.roles if passport.owner else {}
    stages = [stage.id for stage in passport.cycle.stages]
    documents = [one.id for one in passport.documents]
    for place, stage in enumerate(passport.cycle.stages):
        path: Path = ("cycle", "stages", place)
        if stage.role is not None and stage.role not in roles:
            yield error("unknown_role", (*path, "role"), **near(stage.role, roles))
        elif stage.role is None and "manager" not in roles:
            yield gap("stage_without_role", path, stage=stage.title, known=list(roles))
        if not stage.instruction and not stage.documents:
            yield gap("stage_without_instruction", path, stage=stage.title)
        for which, document in enumerate(stage.documents):
            if document not in documents:
                yield gap("unknown_document", (*path, "documents", which), **near(document, documents))
    for name, text in passport.cycle.may_skip.items():
        path = ("cycle", "may_skip", name)
        if name not in stages:
            yield Remark("error", "unknown_stage", path, near(name, stages), True)
        yield from _expression(passport, text, path, "deal")
        if name in (stages[0], stages[-1]):
            titles = {stage.id: stage.title for stage in passport.cycle.stages}
            yield Remark("gap", "skip_never", path, {"stage": titles[name]}, True)
    if not passport.cycle.lost_reasons:
        yield gap("no_lost_reasons", ("cycle",))


def _guards(passport: PassportAnswers) -> Iterator[Remark]:
    last = len(passport.cycle.stages) - 1
    for place, stage in enumerate(passport.cycle.stages):
        path: Path = ("cycle", "stages", place, "leave_when")
        yield from _asked(passport, stage.leave_when, path)
        yield from _leaving(stage, path, is_last=place == last)
    if passport.product:
        path = ("product", "accept_when")
        yield from _asked(passport, passport.product.accept_when, path)
        for which, one in enumerate(passport.product.accept_when):
            if one.name == "handover_accepted":
                yield error("accepts_itself", (*path, which))


def _leaving(stage: StageAnswer, path: Path, is_last: bool) -> Iterator[Remark]:
    """A stage that no deal can ever leave, and conditions that hold nothing."""
    for which, one in enumerate(stage.leave_when):
        if one.name == "instruction_acknowledged" and not stage.instruction:
            yield gap("no_instruction_to_read", (*path, which), stage=stage.title)
        if one.name == "handover_accepted" and one.mode == "enforce" and not is_last:
            yield error("stage_never_left", (*path, which), stage=stage.title)
        if one.name == "steps_done" and not stage.steps:
            yield gap("no_steps", (*path, which), stage=stage.title)
    if is_last and stage.leave_when:
        yield gap("last_stage_conditions", path, stage=stage.title)


def _asked(passport: PassportAnswers, guards: Sequence[Guard], path: Path) -> Iterator[Remark]:
    fields = [*OWN_FIELDS, *(one.id for one in passport.cycle.fields)]
    roles = passport.owner.roles if passport.owner else {}
    rights = [RIGHTS.get(system, frozenset()) for system in systems(passport).values()]
    for place, one in enumerate(guards):
        here = (*path, place)
        if one.name == "expression":
            yield from _expression(passport, str(one.arg), here, "deal", one.mode == "enforce")
        elif one.name == "fields_filled" and isinstance(one.arg, tuple):
            for name in one.arg:
                if name not in fields:
                    yield error("unknown_field", here, **near(name, fields))
        elif GUARDS[one.name].argument == "role" and one.arg not in roles:
            yield error("unknown_role", here, **near(one.arg, roles))
        elif one.name == "tripwire_paid" and passport.closing.tripwire is None:
            yield gap("no_tripwire", here)
        verb = VERB_OF_DOOR.get(GUARDS[one.name].door, "deal.change")
        if rights and not any(verb in right for right in rights):
            yield gap("fact_nobody_makes", here, guard=one.name)


def systems(passport: PassportAnswers) -> dict[str, str]:
    """The system role of each role of the passport; `manager` where none can be told."""
    roles = passport.owner.roles if passport.owner else {}
    return {name: role.system or SYSTEM_OF.get(name, "manager") for name, role in roles.items()}


def _expression(
    passport: PassportAnswers, text: str, path: Path, over: conditions.Over, enforced: bool = False
) -> Iterator[Remark]:
    asked = passport.cycle.fields if over == "deal" else passport.entry.fields
    fields = tuple(
        Field(one.id, one.title, kind=one.kind, options=tuple(Option(one.id, one.id) for one in one.options))
        for one in asked
    )
    channels = tuple(one.id for one in passport.entry.channels)
    choices = (
        *conditions.ALWAYS,
        ("deal.stage", tuple(stage.id for stage in passport.cycle.stages)),
        ("deal.channel", (*channels, "")),
        ("inquiry.channel", channels),
    )
    for trouble in conditions.problems(text, over, passport.currency, fields, choices):
        code = trouble.code
        if code == "expression_constant" and trouble.data["value"] is False and enforced:
            code = "expression_never"
        yield Remark("error", code, path, {**trouble.data, "expression": text[:200]}, at=trouble.at)


def _entry(passport: PassportAnswers) -> Iterator[Remark]:
    entry = passport.entry
    stages = [stage.id for stage in passport.cycle.stages]
    yield from _expression(passport, entry.lead_when, ("entry", "lead_when"), "inquiry")
    if entry.first_step is not None and entry.first_step not in stages:
        yield error("unknown_stage", ("entry", "first_step"), **near(entry.first_step, stages))
    elif entry.first_step is not None and entry.first_step != stages[0]:
        first = passport.cycle.stages[0].title
        yield gap("first_step_later", ("entry", "first_step"), stage=first)
    roles = passport.owner.roles if passport.owner else {}
    if entry.assign is not None and entry.assign.role not in roles:
        yield error("unknown_role", ("entry", "assign", "role"), **near(entry.assign.role, roles))
    elif entry.assign is not None and entry.assign.by != "hand":
        role = entry.assign.role
        sells = systems(passport)[role] in HOLDERS
        yield from (
            () if sells else (gap("assign_to_nobody", ("entry", "assign", "role"), role=roles[role].title),)
        )
    if not entry.not_a_lead:
        yield gap("nothing_is_no_lead", ("entry",))


def _closing(passport: PassportAnswers) -> Iterator[Remark]:
    yield from twice(passport.closing.payment_methods, ("closing", "payment_methods"))
    yield from twice(passport.closing.package, ("closing", "package"))
    if passport.closing.won_when.paid == 0:
        yield error("won_without_money", ("closing", "won_when", "paid"))
    reasons = {one.id: one.title for one in passport.cycle.lost_reasons}
    if "cannot_pay" in reasons and not passport.closing.payment_methods:
        yield gap("no_payment_methods", ("closing",), reason=reasons["cannot_pay"])
    tripwire = passport.closing.tripwire
    if tripwire is None:
        return
    offers = [offer.id for offer in passport.product.offers] if passport.product else []
    stages = [stage.id for stage in passport.cycle.stages]
    if tripwire.offer not in offers:
        yield error("unknown_offer", ("closing", "tripwire", "offer"), **near(tripwire.offer, offers))
    if tripwire.stage not in stages:
        yield error("unknown_stage", ("closing", "tripwire", "stage"), **near(tripwire.stage, stages))


def _product(passport: PassportAnswers) -> Iterator[Remark]:
    if passport.product and not passport.product.accept_when:
        yield gap("nothing_to_accept_by", ("product",))
