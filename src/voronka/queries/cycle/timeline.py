"""A deal's history as people read it: facts with names, words and files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from voronka.core import events as e
from voronka.core.decision import Unmet
from voronka.core.process import Process
from voronka.queries import own, told, words
from voronka.store import log
from voronka.store.models import Person, Text, Upload

MOST = 60


@dataclass(frozen=True, slots=True)
class File:
    """An attached file, as a link shows it."""

    key: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `says` is the sentence, `strong` its heart, `text` what somebody wrote, `detail` the rest.

    `tone` is good, warn or bad where the fact is good or bad news, else empty.
    """

    seq: int
    kind: str
    at: datetime
    by: str
    door: str
    says: str
    strong: str = ""
    text: str = ""
    detail: tuple[str, ...] = ()
    tone: str = ""
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What facts refer to: texts, people, files, and the process whose stages they name."""

    process: Process
    texts: dict[int, str]
    people: Mapping[int, str]
    files: dict[int, File]
    currency: str

    def stage(self, stage_id: str) -> str:
        """The title of a stage, in this version or the last earlier one that had it; else its id."""
        for number in range(self.process.version, 0, -1):
            known = self.process if number == self.process.version else told.process(self.process.key, number)
            for one in known.cycle.stages:
                if one.id == stage_id:
                    return one.title
        return stage_id

    def person(self, key: int | None) -> str:
        """The name of a person; a word for nobody."""
        return self.people.get(key, "") if key else _("nobody")

    def money(self, minor: int) -> str:
        """A sum in the deal's currency."""
        return words.money(minor, self.currency)


def entries(facts: Sequence[log.Recorded], process: Process, currency: str) -> list[Entry]:
    """These facts as lines, the newest first. Three statements: texts, people, files."""
    return lines(facts, names_of(facts, process, currency))


def lines(facts: Sequence[log.Recorded], names: Names) -> list[Entry]:
    """The same with names that are known already."""
    return [_entry(fact, names) for fact in reversed(facts)]


def names_of(
    facts: Iterable[log.Recorded],
    process: Process,
    currency: str,
    *,
    staff: Mapping[int, str] | None = None,
    texts: Iterable[int] = (),
) -> Names:
    """What these facts refer to. `staff` are people who are known already, `texts` more texts to read."""
    bodies = set(texts)
    files: set[int] = set()
    people: set[int] = set()
    for fact in facts:
        data = fact.event.as_data()
        bodies.update(data[name] for name in ("text", "reason") if isinstance(data.get(name), int))
        files.update(data[name] for name in ("proof",) if data.get(name))
        people.update(data[name] for name in ("owner",) if data.get(name))
        if fact.event.kind == "handover.offered" and data.get("to"):
            people.add(data["to"])
        noun, _colon, key = fact.by.partition(":")
        if noun == "person":
            people.add(int(key))
    if staff is None:
        staff = dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    uploads = Upload.objects.filter(pk__in=files) if files else ()
    return Names(
        process,
        dict(Text.objects.filter(pk__in=bodies).values_list("pk", "body")) if bodies else {},
        staff,
        {upload.pk: File(upload.pk, upload.name, upload.size) for upload in uploads},
        currency,
    )


def _entry(fact: log.Recorded, names: Names) -> Entry:
    event = fact.event
    data = event.as_data()
    says, strong, detail, tone = _SAY[type(event)](event, names)
    noun, _colon, key = fact.by.partition(":")
    text = data.get("text") or data.get("reason")
    return Entry(
        seq=fact.seq,
        kind=event.kind,
        at=fact.at,
        by=names.people.get(int(key), "") if noun == "person" else "",
        door=fact.door,
        says=says,
        strong=strong,
        text=names.texts.get(text, "") if isinstance(text, int) else "",
        detail=detail,
        tone=tone,
        file=names.files.get(data.get("proof", 0)),
    )


Line = tuple[str, str, tuple[str, ...], str]


def _line(says: str, strong: str = "", detail: Iterable[str] = (), tone: str = "") -> Line:
    return says, strong, tuple(one for one in detail if one), tone


def _refusals(missing: Iterable[dict[str, Any]]) -> list[str]:
    return [words.refusal(Unmet.from_data(one)) for one in missing]


def _opened(event: e.DealOpened, names: Names) -> Line:
    return _line(
        _("Deal opened on the stage"),
        names.stage(event.stage),
        [
            _("Sold too early: the entry rule did not call it a lead.") if event.early else "",
            _("Amount: %(sum)s.") % {"sum": names.money(event.amount)} if event.amount else "",
            _("Its past came from another system.") if event.imported else "",
        ],
        "warn" if event.early else "",
    )


def _moved(event: e.DealMoved, names: Names) -> Line:
    says = _("Moved by money:") if event.cause == "money" else _("Stage")
    way = f"{names.stage(event.frm)} → {names.stage(event.to)}"
    passed = [one for one in event.passed if one["mode"] != "observe"]
    return _line(says, way, _refusals(passed), "warn" if passed else "")


def _refused(event: e.DealMoveRefused, names: Names) -> Line:
    aims = {
        "won": _("the win"),
        "lost": _("losing the deal"),
        "open": _("reopening"),
        "payment": _("the payment"),
        "refund": _("the refund"),
        "void": _("voiding the payment"),
        "handover": _("the hand-over"),
        "amount": _("the new sum"),
        "approval": _("the approval"),
    }
    aim = aims.get(event.to) or f"{names.stage(event.frm)} → {names.stage(event.to)}"
    return _line(_("Refused:"), aim, _refusals(event.missing), "bad")


def _next_step(event: e.DealNextStepSet, names: Names) -> Line:
    if event.due is None:
        return _line(_("Next step taken off"))
    day = date_format(
        timezone.localtime(datetime.fromisoformat(event.due)).date(), "j E" if words.russian() else "j M"
    )
    return _line(_("Next step by"), day)


def _field(event: e.DealFieldSet, names: Names) -> Line:
    if event.field == "amount":
        return _line(_("Amount set:"), names.money(event.number or 0))
    titles = {one.id: one.title for one in names.process.cycle.fields}
    titles |= {"company": _("Company"), "contact": _("Contact"), "title": _("What it is about")}
    aim = titles.get(event.field, event.field)
    own_field = next((one for one in names.process.cycle.fields if one.id == event.field), None)
    if event.value is not None and own_field is not None:
        aim = f"{aim}: {own.shown(own_field, event.value, names.currency)}"
    return _line(_("Field changed:"), aim)


def _step(event: e.DealStepDone, names: Names) -> Line:
    titles = {
        step.id: step.title
        for stage in names.process.cycle.stages
        if stage.id == event.stage
        for step in stage.steps
    }
    says = _("Step done:") if event.done else _("Step not done after all:")
    return _line(says, titles.get(event.step, event.step))


def _migrated(event: e.DealMigrated, names: Names) -> Line:
    said = _("Goes on by version %(version)d of the passport") % {"version": event.to_version}
    if event.from_stage == event.to_stage:
        return _line(said)
    return _line(said + ":", f"{names.stage(event.from_stage)} → {names.stage(event.to_stage)}")


def _lost(event: e.DealLost, names: Names) -> Line:
    known = names.process.lost_reason(event.reason)
    return _line(_("Deal lost:"), known.title if known else event.reason, tone="bad")


def _call(event: e.CallLogged, names: Names) -> Line:
    if event.seconds:
        return _line(_("Call, %(minutes)d min") % {"minutes": max(1, round(event.seconds / 60))})
    return _line(_("Call with the client"))


def _contract(event: e.ContractSigned, names: Names) -> Line:
    number = _("No. %(number)s") % {"number": event.number} if event.number else ""
    return _line(_("Contract signed for"), names.money(event.amount), [number], "good")


def _invoice(event: e.InvoiceSent, names: Names) -> Line:
    number = _("No. %(number)s") % {"number": event.number} if event.number else ""
    return _line(_("Invoice sent"), names.money(event.amount) if event.amount else "", [number])


def _paid_for(event: e.PaymentReceived, names: Names) -> str:
    if not event.offer:
        return ""
    title = next((one.title for one in names.process.product.offers if one.id == event.offer), event.offer)
    return _("For “%(offer)s”.") % {"offer": title}


def _payment(event: e.PaymentReceived, names: Names) -> Line:
    day = date.fromisoformat(event.paid_on)
    whence = _("As another system tells.") if event.imported else _("By hand.") if event.by_hand else ""
    shown = _("Came on %(day)s.") % {"day": date_format(day, "j E Y" if words.russian() else "j M Y")}
    return _line(
        _("Payment received:"),
        names.money(event.amount),
        [_paid_for(event, names), shown, whence],
        "good",
    )


def _history(event: e.DealHistoryTold, names: Names) -> Line:
    ends = {"=lost": _("lost"), "=imported": _("won before")}
    way = []
    for one in event.stays[:MOST]:
        day = timezone.localtime(datetime.fromisoformat(one["at"])).date()
        shown = date_format(day, "j E Y" if words.russian() else "j M Y")
        way.append(f"{ends.get(one['to']) or names.stage(one['to'])}, {shown}")
    if event.taken_back:
        return _line(_("The history of stages that was brought in was taken back."))
    return _line(_("Its way, as another system tells it:"), " → ".join(way))


def _role(role: str, names: Names) -> str:
    known = names.process.role(role)
    return known.title if known else role


_SAY: dict[type[e.Event], Callable[[Any, Names], Line]] = {
    e.DealOpened: _opened,
    e.DealMoved: _moved,
    e.DealMoveRefused: _refused,
    e.DealReturned: lambda event, names: _line(
        _("Returned:"), f"{names.stage(event.frm)} → {names.stage(event.to)}", tone="warn"
    ),
    e.DealMoveUndone: lambda event, names: _line(
        _("Move undone:"), f"{names.stage(event.frm)} → {names.stage(event.to)}"
    ),
    e.DealMigrated: _migrated,
    e.DealLost: _lost,
    e.DealReopened: lambda event, names: _line(_("Deal reopened on the stage"), names.stage(event.stage)),
    e.DealWon: lambda event, names: _line(
        _("Deal won:"),
        _("%(sum)s received, hand-over accepted") % {"sum": names.money(event.paid)},
        tone="good",
    ),
    e.DealWinImported: lambda event, names: _line(
        _("Won before Voronka:"), _("%(sum)s, as another system tells") % {"sum": names.money(event.agreed)}
    ),
    e.DealHistoryTold: _history,
    e.DealWithdrawn: lambda event, names: _line(_("The import that told of the deal was taken back"), ""),
    e.DealWinRevoked: lambda event, names: _line(
        _("The win is revoked: its payment was not ours."), tone="bad"
    ),
    e.DealStepDone: _step,
    e.DealFieldSet: _field,
    e.ClientMerged: lambda event, names: _line(_("Two records of the client were merged into one.")),
    e.ClientSplit: lambda event, names: _line(_("The client was split back into two.")),
    e.DealAssigned: lambda event, names: _line(_("New owner:"), names.person(event.owner)),
    e.DealNextStepSet: _next_step,
    e.DealSkipped: lambda event, names: _line(_("Stage skipped:"), names.stage(event.stage)),
    e.DealExceptionAsked: lambda event, names: _line(
        _("An exception is asked for:"), f"{names.stage(event.stage)} → {names.stage(event.to)}"
    ),
    e.DealExceptionGranted: lambda event, names: _line(
        _("An exception by right:"), f"{names.stage(event.stage)} → {names.stage(event.to)}", tone="warn"
    ),
    e.DealApprovalAsked: lambda event, names: _line(_("Approval asked of:"), _role(event.role, names)),
    e.DealApproved: lambda event, names: _line(
        _("Approved by the role:"),
        _role(event.role, names),
        [_("For %(sum)s.") % {"sum": names.money(event.agreed)} if event.agreed else ""],
        "good",
    ),
    e.NoteAdded: lambda event, names: _line(_("Note")),
    e.MessageReceived: lambda event, names: _line(_("The client wrote by the form.")),
    e.BriefFilled: lambda event, names: _line(_("Brief filled")),
    e.CallLogged: _call,
    e.RecordingSent: lambda event, names: _line(_("Strategy recording sent")),
    e.OfferSent: lambda event, names: _line(
        _("Offer sent"), names.money(event.amount) if event.amount else ""
    ),
    e.OfferAccepted: lambda event, names: _line(
        _("Offer accepted for"), names.money(event.amount), tone="good"
    ),
    e.ContractSent: lambda event, names: _line(_("Contract sent")),
    e.ContractSigned: _contract,
    e.InvoiceSent: _invoice,
    e.PaymentReceived: _payment,
    e.PaymentRefunded: lambda event, names: _line(_("Refunded:"), names.money(event.amount), tone="bad"),
    e.PaymentVoided: lambda event, names: _line(_("Payment voided: it was not ours."), tone="bad"),
    e.HandoverOffered: lambda event, names: _line(
        _("Offered to production:"), names.person(event.to) if event.to else _("to any curator")
    ),
    e.HandoverAccepted: lambda event, names: _line(
        _("Production accepted the project."),
        detail=[_("The same person offered and accepted it.") if event.own else ""],
        tone="good",
    ),
    e.HandoverReturned: lambda event, names: _line(_("Production returned the project."), tone="bad"),
}
