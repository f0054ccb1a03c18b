"""The deal card: its stepper, what to do here, why it can't go on, its money, client and history."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from voronka.core import access, closing, cycle, guards
from voronka.core.access import Actor
from voronka.core.deal import Deal, Payment, exception_on
from voronka.core.decision import Unmet
from voronka.core.guards import Facts
from voronka.core.problems import NotFound
from voronka.core.process import LostReason, Process, Stage
from voronka.formats import conditions
from voronka.queries import own, said, told, words
from voronka.queries.cycle.board import Choice, staff
from voronka.queries.cycle.cards import Card, cards
from voronka.queries.cycle.timeline import MOST, Entry, Names, lines, names_of
from voronka.queries.own import FieldLine
from voronka.store import log, sql, values
from voronka.store.models import EventRow, VisitRow


@dataclass(frozen=True, slots=True)
class StepperStage:
    """A stage in the stepper. `state`: done, skipped, now, ahead, or left (passed before a return).

    `days` are working days spent there in all, `day` the number of the present one from 1.
    """

    stage: Stage
    state: str
    days: int | None
    day: int | None
    norm_days: int | None


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: its sentence, the words of the button that mends it, and the door."""

    unmet: Unmet
    sentence: str
    mend: str

    @property
    def door(self) -> str:
        """The form on the card that makes the fact."""
        return self.unmet.door


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the stage, done or not."""

    id: str
    title: str
    done: bool


@dataclass(frozen=True, slots=True)
class Client:
    """Whose deal it is."""

    company: int | None
    company_name: str
    company_about: str
    contact: int | None
    contact_name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class DealCard:
    """All that the card shows. `following` is the next stage, None on the last; `met` says which
    conditions of this one hold already, `lacks` is in the way, `warnings` what is unmet but lets pass; `to_win`
    what is lacking for the win; `may` the verbs of this person.
    """

    deal: Deal
    process: Process
    card: Card
    title: str
    stage: Stage
    following: Stage | None
    stepper: tuple[StepperStage, ...]
    steps: tuple[StepLine, ...]
    fields: tuple[FieldLine, ...]
    met: tuple[str, ...]
    lacks: tuple[Lack, ...]
    warnings: tuple[Lack, ...]
    to_win: tuple[Lack, ...]
    client: Client
    timeline: tuple[Entry, ...]
    payments: tuple[Payment, ...]
    handover_to: str
    people: tuple[Choice, ...]
    may: frozenset[str]
    undo_until: datetime | None
    lost_reason: LostReason | None
    actor: Actor
    skips: tuple[Stage, ...]
    silence: LostReason | None

    @property
    def exception_asked(self) -> bool:
        """Has somebody been asked to let the deal go on from here?"""
        return exception_on(self.deal.stage) in self.deal.asks

    @property
    def approvals(self) -> tuple[Lack, ...]:
        """Approvals that the stage still lacks, strictly or not."""
        return tuple(one for one in (*self.lacks, *self.warnings) if one.unmet.guard == "approved")

    @property
    def can_go_on(self) -> bool:
        """Is there a next stage, and nothing in the way?"""
        return self.deal.status == "open" and self.following is not None and not self.lacks


def deal_card(actor: Actor, key: int, at: datetime) -> DealCard:
    """The card of one deal. NotFound also where it isn't the actor's to see. Seven statements at most."""
    deal = values.deal(key)
    if not access.sees(actor, owner=deal.owner, handover=deal.handover, handover_to=deal.handover_to):
        raise NotFound("deal", key)
    process = told.process(deal.process, deal.version)
    read = values.read_instructions(deal, process)
    facts = Facts(process, deal, at, conditions.deal, values.calendar(), read)
    stage = process.stage(deal.stage)
    missing = cycle.remaining(facts)
    events = EventRow.objects.filter(stream=f"deal:{key}").order_by("-seq")[:MOST]
    history = [log.recorded(row) for row in events][::-1]
    company = staff()
    beside = _beside(deal)
    names = names_of(
        history,
        process,
        deal.currency,
        staff=company.names,
        texts=[*deal.fields.values(), deal.next_step_text or 0],
    )
    short = _short(deal, beside, names, stage, at)
    handover_to = next((one.name for one in company.takers if one.key == deal.handover_to), "")
    return DealCard(
        deal=deal,
        process=process,
        card=short,
        title=short.client or short.about,
        stage=stage,
        following=process.following(deal.stage),
        stepper=_stepper(deal, process, at),
        steps=tuple(StepLine(one.id, one.title, f"{stage.id}/{one.id}" in deal.steps) for one in stage.steps),
        fields=_fields(deal, process, names),
        met=tuple(
            _sentence(said.condition(replace(one, mode="enforce"), process)) for one in cycle.met(facts)
        ),
        lacks=lacks(guards.enforced(missing)),
        warnings=lacks(one for one in missing if one.mode == "warn"),
        to_win=lacks(closing.lacking_for_win(facts)) if deal.status == "open" else (),
        client=beside.client,
        timeline=tuple(lines(history, names)),
        payments=deal.payments,
        handover_to=handover_to,
        people=company.holders,
        may=frozenset(verb for verb in access.RIGHTS.get(actor.role, ()) if verb != "log.verify"),
        undo_until=_undo_until(deal, at),
        lost_reason=process.lost_reason(deal.lost_reason),
        actor=actor,
        skips=cycle.skippable(facts),
        silence=cycle.silent(facts),
    )


def lacks(missing: Iterable[Unmet]) -> tuple[Lack, ...]:
    """Unmet guards with their sentences."""
    return tuple(Lack(one, words.refusal(one), words.mend(one)) for one in missing)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _undo_until(deal: Deal, at: datetime) -> datetime | None:
    if deal.status != "open" or deal.moved_at is None or deal.moved_seq != deal.state_seq:
        return None
    end = deal.moved_at + cycle.UNDO_FOR
    return end if end > at else None


def _stepper(deal: Deal, process: Process, at: datetime) -> tuple[StepperStage, ...]:
    calendar = values.calendar()
    spent: dict[str, int] = {}
    stays = 0
    for name, entered, left in VisitRow.objects.filter(deal=deal.key).values_list(
        "stage", "entered_at", "left_at"
    ):
        spent[name] = spent.get(name, 0) + calendar.days_between(entered, left or at)
        stays += 1
    here = process.place(deal.stage)
    line = []
    for place, stage in enumerate(process.cycle.stages):
        norm = None
        if stage.norm is not None:
            norm = calendar.days_between(deal.entered_at, calendar.after(deal.entered_at, stage.norm))
        if deal.status == "won" or place < here:
            state, day = ("done" if stage.id in spent else "skipped"), None
        elif place == here:
            state = "now"
            day = calendar.days_between(deal.entered_at, deal.closed_at or at) + 1
            if deal.status == "imported" and stays == 1:  # how long it stood there nobody has told
                day = None
        else:
            state, day = ("left" if stage.id in spent else "ahead"), None
        line.append(StepperStage(stage, state, spent.get(stage.id), day, norm))
    return tuple(line)


def _fields(deal: Deal, process: Process, names: Names) -> tuple[FieldLine, ...]:
    texts = {name: names.texts.get(text, "") for name, text in deal.fields.items()}
    return own.lines(process.cycle.fields, {**texts, **deal.values}, deal.currency)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What the deal's row says beside the fold, and whose deal it is."""

    title: str
    due_at: datetime | None
    urgent_at: datetime | None
    client: Client


def _beside(deal: Deal) -> _Beside:
    row = sql.one(
        "SELECT d.title, d.due_at, d.urgent_at, c.name, c.about, k.name, k.phone, k.email FROM store_dealrow d"
        " LEFT JOIN store_company c ON c.id = d.company_id LEFT JOIN store_contact k ON k.id = d.contact_id"
        " WHERE d.id = %s",
        (deal.key,),
    )
    if row is None:
        raise NotFound("deal", deal.key)
    title, due, urgent, name, about, contact, phone, email = row
    client = Client(
        company=deal.company,
        company_name=name or "",
        company_about=about or "",
        contact=deal.contact,
        contact_name=contact or "",
        phone=phone or "",
        email=email or "",
    )
    return _Beside(title, sql.moment(due), sql.moment(urgent), client)


def _short(deal: Deal, beside: _Beside, names: Names, stage: Stage, at: datetime) -> Card:
    """The deal in short, as on the board: of what has been read already."""
    client = beside.client
    row = (
        deal.key, deal.seq, deal.state_seq, client.company_name or client.contact_name,
        beside.title or client.company_about, deal.status, deal.stage, deal.agreed, deal.paid, deal.currency,
        deal.owner, names.people.get(deal.owner or 0, ""), deal.entered_at, beside.due_at,
        names.texts.get(deal.next_step_text or 0, ""), deal.next_step_at, deal.opened_at, deal.closed_at,
        deal.handover, deal.lost_reason, deal.channel, beside.urgent_at, deal.version, deal.process,
    )  # fmt: skip
    return replace(cards([row], at)[0], stage_title=stage.title)
