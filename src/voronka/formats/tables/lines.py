"""The lines of a table as values, by a plan; a line that can't be taken says why, at which column."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, Final
from zoneinfo import ZoneInfo

from voronka.core import fields as own_fields
from voronka.core.imports import (
    LEAD,
    LEFT_OUT,
    LOST,
    STILL_OPEN,
    WON,
    Client,
    Line,
    Noun,
    Plan,
    Refused,
    option_key,
    own_targets,
)
from voronka.core.money import CURRENCIES
from voronka.core.problems import Invalid, Problem
from voronka.core.process import Field
from voronka.formats.tables import cells as read
from voronka.formats.tables.headings import fold
from voronka.formats.tables.table import Cells, Table

LONGEST: Final = 300
"""Signs of a name or a title."""
LONGEST_NOTE: Final = 10_000
_DONE: Final = {"won": WON, "выиграна": WON, "выигран": WON, "успешно": WON, "true": WON, "lost": LOST,
                "проиграна": LOST, "проигран": LOST, "провал": LOST}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What lines are compared with: stages of each process (by key), own fields by noun, the country."""

    stages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    fields: Mapping[Noun, Sequence[Field]] = field(default_factory=dict)
    country: str = "RU"


class _Wrong(Exception):
    """A cell that can't be taken."""

    def __init__(self, head: str, problem: Problem) -> None:
        super().__init__(head)
        self.problem = replace(problem, field=head)


def lines(table: Table, plan: Plan, known: Known) -> Iterator[Line | Refused]:
    """Each row as a line of the plan's noun, or refused with its reason; those the plan leaves out are not told."""
    reader = _Reader(table, plan, known)
    for number, row in table.rows():
        told = reader.line(number, row)
        if told is not None:
            yield told


def naming(table: Table, plan: Plan, target: str, word: str) -> Iterator[str]:
    """The other system's ids of the rows that have this word in a column of the target."""
    reader = _Reader(table, plan, Known())
    for _number, row in table.rows():
        if reader.first(row, target)[0] == word:
            with suppress(_Wrong):  # such a row has not come in
                yield reader.outside(row, f"{plan.noun}.id")


class _Reader:
    """One plan over one table: what each column says is worked out once."""

    def __init__(self, table: Table, plan: Plan, known: Known) -> None:
        self.plan, self.known, self.heads = plan, known, table.heads
        self.noun = plan.noun
        self.places: dict[str, list[int]] = {}
        for place, target in enumerate(plan.columns[: len(table.heads)]):
            if target:
                self.places.setdefault(target, []).append(place)
        self.zone = ZoneInfo(plan.zone)
        own = own_targets(plan.noun, known.fields)
        self.own = [(target, one) for target, one in own if target in self.places]
        self.commas = {place: read.comma_of(column) for place, column in self._sums(table).items()}
        self.moments: dict[str, datetime | None] = {}
        self.undated = (
            datetime.combine(date.fromisoformat(plan.undated), datetime.min.time(), self.zone).replace(
                hour=12
            )
            if plan.undated
            else None
        )

    def _sums(self, table: Table) -> dict[int, list[str]]:
        names = ("deal.amount", "deal.paid", "payment.amount", "change.amount")
        wanted = [place for name in names for place in self.places.get(name, ())]
        if not wanted:
            return {}
        rows = table.sample(2000)
        return {place: [row[place] for row in rows if "," in row[place]] for place in wanted}

    def line(self, number: int, row: Cells) -> Line | Refused | None:
        """The row as it is meant."""
        try:
            if len(row) > len(self.heads) and any(row[len(self.heads) :]):
                extra = row[len(self.heads)] or row[-1]
                raise _Wrong(self.heads[-1], Problem("too_many_cells", "", {"typed": extra[:60]}))
            told: Line | Refused | None = _NOUNS[self.noun](self, number, row)
            return told
        except _Wrong as wrong:
            return Refused(number, wrong.problem, row)

    # --- cells ---------------------------------------------------------------------------------------------

    def first(self, row: Cells, target: str) -> tuple[str, str]:
        """The first cell of the target that says something, and its heading."""
        places = self.places.get(target)
        if places is None:
            return "", ""
        for place in places:
            if row[place]:
                return row[place], self.heads[place]
        return "", self.heads[places[0]]

    def text(self, row: Cells, target: str, most: int = LONGEST) -> str:
        """Words of one line."""
        if target not in self.places:
            return ""
        said, head = self.first(row, target)
        if not said:
            return ""
        if len(said) > most:
            raise _Wrong(head, Problem("too_long", "", {"length": len(said), "limit": most}))
        return " ".join(said.split())

    def moment(self, row: Cells, target: str) -> datetime | None:
        """A moment in UTC. Of several columns the first that names one."""
        for place in self.places.get(target, ()):
            said = row[place]
            if said not in self.moments:
                try:
                    self.moments[said] = read.moment(said, self.plan.dates, self.zone)
                except (ValueError, OverflowError):
                    raise _Wrong(self.heads[place], read.wrong_day("", said)) from None
            if (found := self.moments[said]) is not None:
                return found
        return None

    def amount(self, row: Cells, target: str, currency: str) -> int:
        """Minor units."""
        for place in self.places.get(target, ()):
            if row[place]:
                try:
                    return read.amount(row[place], currency, self.commas.get(place))
                except (Invalid, ValueError) as wrong:
                    problem = Problem("amount_unreadable", "", {"typed": row[place][:60]})
                    raise _Wrong(
                        self.heads[place], wrong.problems[0] if isinstance(wrong, Invalid) else problem
                    ) from None
        return 0

    def currency(self, row: Cells, target: str) -> str:
        """ISO 4217."""
        said, head = self.first(row, target)
        if not said:
            return self.plan.currency
        code = read.currency_of([said]) or said.upper()[:3]
        if code not in CURRENCIES:
            raise _Wrong(head, Problem("unknown_choice", "", {"have": said[:60], "known": list(CURRENCIES)}))
        return code

    def person(self, row: Cells, target: str) -> int | None:
        """The key of a person; None for nobody."""
        said, head = self.first(row, target)
        if not said:
            return None
        if said not in self.plan.people:
            raise _Wrong(head, Problem("person_unmapped", "", {"have": said[:60]}))
        return self.plan.people[said] or None

    def mapped(self, row: Cells, target: str, known: Mapping[str, str], code: str) -> str:
        """What the plan makes of a word of the file; empty for no word."""
        said, head = self.first(row, target)
        if not said:
            return ""
        if said not in known or not known[said]:
            raise _Wrong(head, Problem(code, "", {"have": said[:60]}))
        return known[said]

    def kept(self, row: Cells, target: str, known: Mapping[str, str]) -> tuple[str, str]:
        """What the plan makes of a word, or where it makes nothing of it a note, so that it is not lost."""
        said, head = self.first(row, target)
        if not said or (found := known.get(said, "")):
            return found if said else "", ""
        return "", f"{head.strip()}: {said[:LONGEST]}"

    def notes(self, row: Cells, target: str) -> str:
        """All columns of the target, those that are no plain notes under their heading."""
        told = []
        for place in self.places.get(target, ()):
            if row[place]:
                plain = fold(self.heads[place]).startswith(_PLAIN_NOTES)
                told.append(row[place] if plain else f"{self.heads[place].strip()}: {row[place]}")
        whole = "\n".join(told)
        if len(whole) > LONGEST_NOTE:
            head = self.heads[self.places[target][0]]
            raise _Wrong(head, Problem("too_long", "", {"length": len(whole), "limit": LONGEST_NOTE}))
        return whole

    def client(self, row: Cells) -> Client:
        """Who the line speaks of."""
        if not any(target in self.places for target in _WHO):
            return Client()
        tel = tuple(
            one
            for place in self.places.get("contact.phone", ())
            if row[place]
            for one in read.phones(row[place], self.known.country)
        )
        mail = tuple(
            one
            for place in self.places.get("contact.email", ())
            if row[place]
            for one in read.emails(row[place])
        )
        return Client(
            company=self.text(row, "company.name"),
            inn=self.text(row, "company.inn", 20).replace(" ", ""),
            site=self.text(row, "company.site"),
            about=self.text(row, "company.about"),
            contact=self.text(row, "contact.name"),
            phones=tuple(dict.fromkeys(tel)),
            emails=tuple(dict.fromkeys(mail)),
            post=self.text(row, "contact.post", 200),
            company_own=self.fields(
                row, self.plan.currency, "own." if self.noun == "company" else "company.own."
            ),
            contact_own=self.fields(
                row, self.plan.currency, "own." if self.noun == "contact" else "contact.own."
            ),
        )

    def fields(self, row: Cells, currency: str, whose: str = "own.") -> dict[str, str]:
        """Fields of the company's own, as they are kept; `whose` is how their targets begin."""
        told = {}
        for target, own in self.own:
            if target != whose + own.id:
                continue
            said, head = self.first(row, target)
            said = self.plan.options.get(option_key(target), {}).get(said, said)
            if own.kind == "date" and said:
                found = self.moment(row, target)
                said = found.astimezone(self.zone).date().isoformat() if found else ""
            if own.kind == "phone" and said:
                said = next(iter(read.phones(said, self.known.country)), "")
            try:
                kept = own_fields.read(replace(own, required=False), said, currency)
            except Invalid as wrong:
                raise _Wrong(head, wrong.problems[0]) from None
            if kept:
                told[own.id] = kept
        return told

    def outside(self, row: Cells, target: str) -> str:
        """The other system's id, else a digest of the whole row."""
        said = self.text(row, target, 100)
        return said or "=" + blake2b("\x1f".join(row).encode(), digest_size=12).hexdigest()

    # --- nouns ---------------------------------------------------------------------------------------------

    def deal(self, number: int, row: Cells) -> Line | None:
        """A deal, open or closed."""
        process = self.plan.process
        if "deal.pipeline" in self.places and self.plan.pipelines:
            process = self.mapped(row, "deal.pipeline", self.plan.pipelines, "pipeline_unmapped") or process
            if process == LEFT_OUT:
                return None
        stage, before = self._stage(row, process)
        if stage == LEFT_OUT:
            return None
        currency = self.currency(row, "deal.currency")
        opened, closed = self.moment(row, "deal.opened_at"), self.moment(row, "deal.closed_at")
        entered = self.moment(row, "deal.entered_at")
        if stage not in (WON, LOST):
            closed = None
        elif closed is None and (closed := entered or self.undated) is None:
            raise _Wrong(self._head("deal.closed_at"), Problem("closed_without_date"))
        if opened is None:
            opened = (
                min(filter(None, (self.undated, closed, entered)), default=None) if self.undated else None
            )
        if opened is None:
            raise _Wrong(self._head("deal.opened_at"), Problem("date_missing"))
        if closed is not None and closed < opened:
            if closed.date() != opened.date():
                raise _Wrong(self._head("deal.closed_at"), Problem("dates_reversed"))
            closed = opened
        reason, lacking = self.kept(row, "deal.lost_reason", self.plan.reasons)
        channel, unknown = self.kept(row, "deal.channel", self.plan.channels)
        return Line(
            number=number,
            noun="deal",
            outside=self.outside(row, "deal.id"),
            title=self.text(row, "deal.title"),
            amount=self.amount(row, "deal.amount", currency),
            currency=currency,
            process=process,
            stage=stage,
            from_stage=before,
            owner=self.person(row, "deal.owner"),
            opened_at=opened,
            entered_at=entered,
            closed_at=closed,
            reason=reason if stage == LOST else "",
            channel=channel,
            note="\n".join(filter(None, (self.notes(row, "deal.note"), lacking, unknown))),
            paid=self.amount(row, "deal.paid", currency),
            client=self.client(row),
            own=self.fields(row, currency),
        )

    def _stage(self, row: Cells, process: str) -> tuple[str, str]:
        """Where the deal is, and for a closed one where it was."""
        stage = self.mapped(row, "deal.stage", self.plan.stages, "stage_unmapped")
        said, head = self.first(row, "deal.status")
        before = self.plan.closed_from
        if end := _DONE.get(fold(said)):
            before = stage if stage not in (WON, LOST, "") else before
            stage = end
        if not stage:
            raise _Wrong(self._head("deal.stage"), Problem("stage_missing"))
        known = self.known.stages.get(process)
        if stage not in (WON, LOST, LEFT_OUT) and known is not None and stage not in known:
            said, head = self.first(row, "deal.stage")
            raise _Wrong(head, Problem("stage_elsewhere", "", {"have": said[:60]}))
        return stage, before if stage in (WON, LOST) else ""

    def thing(self, number: int, row: Cells) -> Line:
        """A company, perhaps with its contact, or a contact."""
        client = self.client(row)
        name = client.company if self.noun == "company" else client.contact
        if not name and (self.noun == "company" or not (client.phones or client.emails)):
            raise _Wrong(self._head(f"{self.noun}.name"), Problem("name_missing"))
        return Line(
            number=number,
            noun=self.noun,
            outside=self.outside(row, f"{self.noun}.id"),
            title=name,
            client=client,
        )

    def inquiry(self, number: int, row: Cells) -> Line | None:
        """Somebody turned to the company."""
        received = self.moment(row, "inquiry.received_at") or self.undated
        if received is None:
            raise _Wrong(self._head("inquiry.received_at"), Problem("date_missing"))
        answered = self.moment(row, "inquiry.answered_at")
        if answered is not None and answered < received:
            if answered.date() != received.date():
                raise _Wrong(self._head("inquiry.answered_at"), Problem("answer_first"))
            answered = received
        questions = self.text(row, "inquiry.questions", 6)
        channel, unknown = self.kept(row, "inquiry.channel", self.plan.channels)
        outcome, unsaid = self.kept(row, "inquiry.outcome", self.plan.reasons)
        deal = self.text(row, "inquiry.deal", 100)
        if outcome == LEFT_OUT:
            return None
        client = self.client(row)
        if client.company and not (client.contact or client.phones or client.emails):
            client = replace(client, contact=client.company)
        return Line(
            number=number,
            noun="inquiry",
            outside=self.outside(row, "inquiry.id"),
            process=self.plan.process,
            opened_at=received,
            closed_at=answered,
            stage=LEAD if deal else outcome or self.plan.closed_from or STILL_OPEN,
            deal=deal,
            owner=self.person(row, "inquiry.owner"),
            channel=channel,
            note="\n".join(filter(None, (self.notes(row, "inquiry.message"), unknown, unsaid))),
            questions=int(questions) if questions.isdecimal() else 0,
            client=client,
            own=self.fields(row, self.plan.currency),
            cells=row,
        )

    def payment(self, number: int, row: Cells) -> Line:
        """Money of a deal."""
        currency = self.currency(row, "payment.currency")
        paid_on, amount = self.moment(row, "payment.paid_on"), self.amount(row, "payment.amount", currency)
        if paid_on is None:
            raise _Wrong(self._head("payment.paid_on"), Problem("date_missing"))
        if not amount:
            raise _Wrong(self._head("payment.amount"), Problem("amount_empty"))
        return Line(
            number=number,
            noun="payment",
            outside=self.text(row, "payment.id", 100),
            amount=amount,
            currency=currency,
            opened_at=paid_on,
            note=self.notes(row, "payment.text"),
            deal=self._belongs(row, "payment.deal"),
            client=self.client(row),
            cells=row,
        )

    def change(self, number: int, row: Cells) -> Line | None:
        """One change of a deal's stage."""
        process, at = self.plan.process, self.moment(row, "change.at")
        to = self.mapped(row, "change.to", self.plan.stages, "stage_unmapped")
        before = self.plan.stages.get(self.first(row, "change.from")[0], "")
        if not to:
            raise _Wrong(self._head("change.to"), Problem("stage_missing"))
        if to == LEFT_OUT:
            return None
        if at is None:
            raise _Wrong(self._head("change.at"), Problem("date_missing"))
        return Line(
            number=number,
            noun="change",
            outside=self.outside(row, ""),
            process=process,
            stage=to,
            from_stage="" if before == LEFT_OUT else before,
            opened_at=at,
            closed_at=self.moment(row, "change.closed_at"),
            owner=self.plan.people.get(self.first(row, "change.by")[0]) or None,
            deal=self._belongs(row, "change.deal"),
            cells=row,
        )

    def _belongs(self, row: Cells, target: str) -> str:
        said = self.text(row, target, 100)
        if not said:
            raise _Wrong(self._head(target), Problem("deal_missing"))
        return said

    def _head(self, target: str) -> str:
        """The heading of the column that should have said it; the target where no column does."""
        places = self.places.get(target)
        return self.heads[places[0]] if places else target


_PLAIN_NOTES: Final = ("примечание", "комментари", "note", "comment", "описание", "description", "сообщение", "message",
                       "текст", "text", "назначение", "purpose", "вопрос", "question", "обращение")  # fmt: skip
_WHO: Final = (
    "company.name", "company.inn", "company.site", "company.about", "contact.name", "contact.phone", "contact.email",
    "contact.post",
)  # fmt: skip
_NOUNS: Final[Mapping[str, Callable[[_Reader, int, Cells], Any]]] = {
    "deal": _Reader.deal,
    "company": _Reader.thing,
    "contact": _Reader.thing,
    "inquiry": _Reader.inquiry,
    "payment": _Reader.payment,
    "change": _Reader.change,
}
