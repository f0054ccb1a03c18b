"""Checked answers to the values of the core."""

from collections.abc import Iterator
from typing import Any

from voronka.core.money import parse_amount
from voronka.core.problems import Invalid
from voronka.core.process import (
    Assign,
    Channel,
    Closing,
    Cycle,
    Entry,
    Field,
    LostReason,
    Offer,
    Option,
    Owner,
    Part,
    PaymentMethod,
    Process,
    Product,
    Role,
    Stage,
    Step,
    Tripwire,
)
from voronka.core.translated import texts
from voronka.formats.passport import build_later
from voronka.formats.passport.answers import (
    CycleAnswer,
    EntryAnswer,
    FieldAnswer,
    InterestAnswer,
    NamedAnswer,
    PassportAnswers,
)
from voronka.formats.passport.checks import systems
from voronka.formats.passport.finding import Remark, near
from voronka.formats.passport.titles import titled


def prices(passport: PassportAnswers) -> Iterator[Remark]:
    """Sums that can't be read in the passport's currency."""
    offers = passport.product.offers if passport.product else []
    for place, offer in enumerate(offers):
        yield from _unreadable(passport, offer.price, ("product", "offers", place, "price"))
    for name, role in (passport.owner.roles if passport.owner else {}).items():
        for place, line in enumerate(role.interest):
            if line.plan_bonus is not None:
                path = ("owner", "roles", name, "interest", place, "plan_bonus")
                yield from _unreadable(passport, line.plan_bonus, path)
    for text, where in build_later.sums(passport):
        yield from _unreadable(passport, text, where)


def _unreadable(passport: PassportAnswers, text: str, path: tuple[str | int, ...]) -> Iterator[Remark]:
    try:
        parse_amount(text, passport.currency)
    except Invalid as wrong:
        for problem in wrong.problems:
            yield Remark("error", problem.code, path, {**problem.data})


def process(passport: PassportAnswers) -> Process:
    """The passport as a process; its version is given at publishing."""
    return Process(
        key=passport.process,
        title=passport.title,
        version=0,
        language=passport.language,
        currency=passport.currency,
        owner=_owner(passport),
        cycle=_cycle(passport.cycle),
        entry=_entry(passport.entry, passport.language),
        closing=_closing(passport),
        product=_product(passport),
        resources=build_later.resources(passport),
        targets=build_later.targets(passport),
        control=build_later.control(passport),
        neighbours=build_later.neighbours(passport),
        documents=build_later.documents(passport),
        texts={language: dict(said) for language, said in passport.texts.items() if said},
    )


def translations(passport: Process) -> Iterator[Remark]:
    """What of the texts in other languages leads nowhere, and how much is left in the first one."""
    known = texts(passport)
    for language, said in passport.texts.items():
        if language == passport.language:
            yield Remark("error", "texts_of_own_language", ("texts", language), {"language": language}, True)
            continue
        for path in said:
            if path not in known:
                yield Remark("error", "unknown_text", ("texts", language, path), near(path, known), True)
        left = sum(path not in said for path in known)
        if left:
            data = {"language": language, "n": left, "all": len(known)}
            yield Remark("gap", "texts_not_translated", ("texts", language), data, True)


def _owner(passport: PassportAnswers) -> Owner:
    if passport.owner is None:
        return Owner("", ())
    known = systems(passport)
    roles = tuple(
        Role(
            id=name,
            title=role.title,
            system=known[name],
            interest=tuple(_interest(line, passport.currency) for line in role.interest),
        )
        for name, role in passport.owner.roles.items()
    )
    return Owner(passport.owner.responsible, roles)


def _interest(line: InterestAnswer, currency: str) -> dict[str, Any]:
    """Shares in percent, a bonus in minor units; only what is written."""
    found: dict[str, Any] = {
        "profit_share": line.profit_share,
        "payment_share": line.payment_share,
        "plan_bonus": None if line.plan_bonus is None else parse_amount(line.plan_bonus, currency),
        "at": line.at,
    }
    return {name: value for name, value in found.items() if value is not None}


def _cycle(answer: CycleAnswer) -> Cycle:
    stages = tuple(
        Stage(
            id=stage.id,
            title=stage.title,
            purpose=stage.purpose,
            role=stage.role or "manager",
            norm=stage.norm,
            steps=tuple(Step(step.id, step.title) for step in stage.steps),
            leave_when=tuple(stage.leave_when),
            instruction=stage.instruction,
            documents=tuple(stage.documents),
        )
        for stage in answer.stages
    )
    return Cycle(
        stages=stages,
        may_skip=dict(answer.may_skip),
        may_return=answer.may_return,
        lost_reasons=tuple(LostReason(one.id, one.title, one.after) for one in answer.lost_reasons),
        fields=_fields(answer.fields),
    )


def _fields(answer: list[FieldAnswer]) -> tuple[Field, ...]:
    return tuple(
        Field(
            id=one.id,
            title=one.title,
            hint=one.hint,
            kind=one.kind,
            required=one.required,
            options=tuple(Option(choice.id, choice.title or choice.id) for choice in one.options),
        )
        for one in answer
    )


def _entry(answer: EntryAnswer, language: str) -> Entry:
    return Entry(
        lead_when=answer.lead_when,
        channels=_channels(answer.channels, language),
        not_a_lead=_channels(answer.not_a_lead, language),
        answer_within=answer.answer_within,
        first_step=answer.first_step or "",
        questions=_fields(answer.questions),
        assign=Assign(answer.assign.role, answer.assign.by) if answer.assign else None,
        fields=_fields(answer.fields),
        company_fields=_fields(answer.company_fields),
        contact_fields=_fields(answer.contact_fields),
    )


def _channels(answer: list[NamedAnswer], language: str) -> tuple[Channel, ...]:
    return tuple(Channel(one.id, titled(one, language)) for one in answer)


def _closing(passport: PassportAnswers) -> Closing:
    answer, language = passport.closing, passport.language
    return Closing(
        paid=answer.won_when.paid,
        tripwire=Tripwire(answer.tripwire.offer, answer.tripwire.stage) if answer.tripwire else None,
        payment_methods=tuple(PaymentMethod(one.id, titled(one, language)) for one in answer.payment_methods),
        package=tuple(Part(one.id, titled(one, language)) for one in answer.package),
    )


def _product(passport: PassportAnswers) -> Product:
    answer = passport.product
    if answer is None:
        return Product("")
    offers = tuple(
        Offer(one.id, one.title, parse_amount(one.price, passport.currency)) for one in answer.offers
    )
    return Product(answer.result, tuple(answer.accept_when), offers)
