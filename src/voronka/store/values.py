"""Rows to core values: a deal (locked or not), an inquiry, a process version, the working calendar."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.db.models import Max, Min

from voronka.core.company import Ours
from voronka.core.deal import Deal, Payment
from voronka.core.entry import Inquiry
from voronka.core.holidays import russian
from voronka.core.problems import NotFound
from voronka.core.process import Field, Process
from voronka.core.processdata import from_data
from voronka.core.workdays import Calendar
from voronka.store import company, sql
from voronka.store.models import Acknowledgement, InquiryRow, PassportVersion

DEAL_COLUMNS = (
    "id",
    "seq",
    "state_seq",
    "process",
    "born_version",
    "version",
    "status",
    "stage",
    "entered_at",
    "opened_at",
    "closed_at",
    "currency",
    "amount",
    "contract_amount",
    "offer_amount",
    "owner_id",
    "company_id",
    "contact_id",
    "inquiry",
    "channel",
    "early",
    "next_step_at",
    "next_step_text",
    "handover",
    "handover_to",
    "lost_reason",
    "state",
    "heard_at",
    "imported",
)
_SELECT = f"SELECT {', '.join(DEAL_COLUMNS)}, {company.REVISION} FROM store_dealrow WHERE id = %s"


def deal(key: int, *, lock: bool = False) -> Deal:
    """The deal with this key; NotFound where there is none. `lock` holds it until the transaction's end."""
    row = sql.one(_SELECT + (sql.for_update() if lock else ""), (key,)) if sql.is_key(key) else None
    if row is None:
        raise NotFound("deal", key)
    company.noticed(row[-1])
    return deal_of(row)


_MANY = f"SELECT {', '.join(DEAL_COLUMNS)} FROM store_dealrow WHERE id IN ({{0}}) ORDER BY id"


def deals(keys: Sequence[int], *, lock: bool = False) -> list[Deal]:
    """Those of these deals that are there, by their keys; `lock` holds them, in one order, until the end."""
    if not keys:
        return []
    statement = _MANY.format(", ".join(["%s"] * len(keys))) + (sql.for_update() if lock else "")
    return [deal_of(row) for row in sql.all_of(statement, keys)]


def deal_of(row: Sequence[Any]) -> Deal:
    """A row with DEAL_COLUMNS as the value that the fold makes."""
    state = json.loads(row[26])
    return Deal(
        key=row[0],
        seq=row[1],
        state_seq=row[2],
        process=row[3],
        born_version=row[4],
        version=row[5],
        status=row[6],
        stage=row[7],
        entered_at=_sure(row[8]),
        opened_at=_sure(row[9]),
        closed_at=sql.moment(row[10]),
        currency=row[11],
        amount=row[12],
        contract_amount=row[13],
        offer_amount=row[14],
        owner=row[15],
        company=row[16],
        contact=row[17],
        inquiry=row[18],
        channel=row[19],
        early=bool(row[20]),
        next_step_at=sql.moment(row[21]),
        next_step_text=row[22],
        handover=row[23],
        handover_to=row[24],
        lost_reason=row[25],
        steps=frozenset(state.get("steps", ())),
        fields=state.get("fields", {}),
        values=state.get("values", {}),
        evidence=state.get("evidence", {}),
        payments=tuple(Payment(**payment) for payment in state.get("payments", ())),
        approvals=state.get("approvals", {}),
        asks=state.get("asks", {}),
        handover_by=state.get("handover_by", ""),
        visit=state.get("visit", 1),
        moved_seq=state.get("moved_seq"),
        moved_at=sql.moment(state.get("moved_at")),
        moved_from=state.get("moved_from", ""),
        moved_entered_at=sql.moment(state.get("moved_entered_at")),
        heard_at=sql.moment(row[27]),
        imported=row[28],
    )


def _sure(value: Any) -> datetime:
    moment = sql.moment(value)
    assert moment is not None
    return moment


def asks_to_read(process: Process) -> bool:
    """Does a stage of this process ask that its instruction was read?"""
    # Asked at every move, mostly for nothing: plain loops, for a generator a stage costs thrice as much.
    for stage in process.cycle.stages:
        for one in stage.leave_when:
            if one.name == "instruction_acknowledged":
                return True
    return False


def read_instructions(deal: Deal, process: Process) -> frozenset[str]:
    """Digests of the instructions that whoever leads the deal has read; asked only where a stage asks for it."""
    if deal.owner is None or not asks_to_read(process):
        return frozenset()
    rows = Acknowledgement.objects.filter(person=deal.owner, process=deal.process)
    return frozenset(rows.values_list("digest", flat=True))


def inquiry(key: int, *, lock: bool = False) -> Inquiry:
    """The inquiry with this key; NotFound where there is none."""
    asked = _SELECT_INQUIRY + (sql.for_update() if lock else "")
    row = sql.one(asked, (key,)) if sql.is_key(key) else None
    if row is None:
        raise NotFound("inquiry", key)
    return _inquiry_of(row)


def inquiry_of(row: InquiryRow) -> Inquiry:
    """A row as the value that the fold makes."""
    return _inquiry_of([getattr(row, column) for column in INQUIRY_COLUMNS])


INQUIRY_COLUMNS = (
    "id",
    "seq",
    "process",
    "channel",
    "received_at",
    "answered_at",
    "contact_id",
    "owner_id",
    "service_questions",
    "messages",
    "brief_filled",
    "status",
    "as_what",
    "deal",
    "state",
    "imported",
)
_SELECT_INQUIRY = f"SELECT {', '.join(INQUIRY_COLUMNS)} FROM store_inquiryrow WHERE id = %s"


def _inquiry_of(row: Sequence[Any]) -> Inquiry:
    state = json.loads(row[14])
    return Inquiry(
        key=row[0],
        seq=row[1],
        process=row[2],
        channel=row[3],
        received_at=_sure(row[4]),
        answered_at=sql.moment(row[5]),
        contact=row[6],
        owner=row[7],
        service_questions=row[8],
        messages=row[9],
        brief_filled=bool(row[10]),
        status=row[11],
        as_what=row[12],
        deal=row[13],
        fields=state.get("fields", {}),
        values=state.get("values", {}),
        interest=state.get("interest", {}),
        imported=row[15],
    )


@lru_cache(maxsize=64)
def _published(process: str, number: int, digest: str) -> Process:
    row = PassportVersion.objects.get(process=process, number=number)
    return from_data(json.loads(row.compiled))


_digests: dict[tuple[str, int], str] = {}


def process(key: str, number: int) -> Process:
    """A published version; read once and kept, for it never changes."""
    try:
        return _published(key, number, _digests[key, number])
    except KeyError:
        row = PassportVersion.objects.filter(process=key, number=number).values_list("digest").first()
        if row is None:
            raise NotFound("passport", f"{key} {number}") from None
        _digests[key, number] = row[0]
        return _published(key, number, row[0])


def client_fields(noun: Literal["company", "contact"]) -> tuple[tuple[Field, ...], str]:
    """Fields that the processes which run ask of a company or of a contact, and the money in which they are told.

    Clients belong to all processes: where two ask for a field of one name, the first process decides.
    """
    rows = sql.all_of(
        "SELECT process, MAX(number) FROM store_passportversion GROUP BY process ORDER BY process"
    )
    running = [process(key, number) for key, number in rows]
    fields: dict[str, Field] = {}
    for one in running:
        asked = one.entry.company_fields if noun == "company" else one.entry.contact_fields
        fields = {**{field.id: field for field in asked}, **fields}
    return tuple(fields.values()), running[0].currency if running else "RUB"


def forget_processes() -> None:
    """Drop what is kept, where versions can change: between tests, after a restore."""
    _digests.clear()
    _published.cache_clear()
    company.forget()


_LATEST = (
    f"SELECT process, number, digest, {company.REVISION} FROM store_passportversion"
    " WHERE process = {which} ORDER BY number DESC LIMIT 1"
)
_FIRST = "(SELECT process FROM store_passportversion ORDER BY id LIMIT 1)"


def latest(key: str | None = None) -> Process:
    """The version that holds now, of this process or of the one published first; NotFound before the first."""
    row = (
        sql.one(_LATEST.format(which=_FIRST)) if key is None else sql.one(_LATEST.format(which="%s"), (key,))
    )
    if row is None:
        raise NotFound("passport", key or "")
    company.noticed(row[3])
    # Another company may have begun here since this process of the machine has read that version.
    _digests[row[0], row[1]] = row[2]
    return process(*row[:2])


def processes() -> tuple[Process, ...]:
    """The version that holds now of every process, in the order in which they were first published."""
    rows = PassportVersion.objects.values("process").annotate(first=Min("id"), last=Max("number"))
    return tuple(process(row["process"], row["last"]) for row in rows.order_by("first"))


def calendar() -> Calendar:
    """The company's working calendar: the law's, and the company's own week, hours, days off and worked days.

    Whoever changes these calls `terms.recount` in the same transaction: norms of open deals follow from them.
    """
    return _calendar(company.ours())


@lru_cache(maxsize=8)
def _calendar(ours: Ours) -> Calendar:
    zone = ZoneInfo(ours.time_zone)
    law = (
        russian(zone, off=ours.off, on=ours.on)
        if ours.holidays == "ru"
        else Calendar(zone, off=ours.off, on=ours.on)
    )
    return replace(law, weekdays=ours.weekdays, opens=ours.opens, closes=ours.closes)
