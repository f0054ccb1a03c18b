"""`voronka inquiry`: somebody turned to us; what became of it."""

from typing import Annotated, Literal

import typer
from django.utils.translation import gettext as _

from voronka.actions import entry
from voronka.cli import answers, reading
from voronka.cli.caller import Call, command
from voronka.cli.deal_work import Note
from voronka.queries.answering import answering, first_answer
from voronka.queries.entry import inquiry_card
from voronka.queries.entry_background import Background
from voronka.queries.records import facts, inquiries

app = typer.Typer(no_args_is_help=True, help="Inquiries: list, receive, answer, close.")

Key = Annotated[int, typer.Argument(min=1, max=2**63 - 1, metavar="KEY", help="the number of the inquiry")]
Questions = Annotated[int, typer.Option(min=0, max=10_000, help="questions about the services in it")]
Asked = Annotated[list[str], typer.Option(help="an offer that they asked about; may be repeated")]
Words = Annotated[str, typer.Argument(metavar="[TEXT]", help="what was said")]


@command(app, "list")
def list_inquiries(
    call: Call,
    status: Annotated[Literal["open", "closed", "all"], typer.Option(help="all for all")] = "open",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    cursor: Annotated[str, typer.Option(help="the next page, as the last one said")] = "",
    figure: Annotated[
        str,
        typer.Option(help="those behind a number of `figures`: missed, late, in_time, waiting, asked.OFFER"),
    ] = "",
    process: Annotated[str, typer.Option(help="of this process; the first one by default")] = "",
) -> None:
    """Inquiries that you may see, the latest first."""
    filters = {"status": None if status == "all" or figure else status}
    page = inquiries.inquiries(
        by=call.by,
        cursor=cursor,
        limit=limit,
        process=process or None,
        filters=filters,
        figure=figure or None,
    )
    if call.json:
        answers.as_json(page)
        return
    heads = (_("Inquiry"), _("Received"), _("Channel"), _("Contact"), _("Answer by"), _("Became"))
    rows = (
        (
            str(one.key),
            answers.moment(one.received_at),
            one.channel,
            one.contact_name,
            "" if one.answered_at else answers.moment(one.answer_by),
            one.as_what,
        )
        for one in page.items
    )
    answers.table(heads, rows)
    if page.next:
        answers.err(_("There is more: --cursor %(cursor)s") % {"cursor": page.next})


@command(app, "figures")
def figures(
    call: Call,
    process: Annotated[str, typer.Option(help="of this process; the first one by default")] = "",
) -> None:
    """The last 30 days in numbers: answered in time, late, missed, sold too early."""
    seen = answering(call.by, process or None)
    if call.json:
        answers.as_json(seen)
        return
    if seen is None:
        answers.out(_("Figures are being counted"))
        return
    share = _("%(part)s of %(whole)s")
    answers.facts(
        {
            _("Answered in time"): share % {"part": seen.in_time, "whole": seen.due},
            _("Answered late or not yet"): str(seen.late),
            _("Missed"): str(seen.missed),
            _("Waiting for the first answer"): str(seen.waiting),
            _("First answer, half of them"): first_answer(seen),
            _("What they asked about"): ", ".join(f"{title} {count}" for _key, title, count in seen.asked),
            _("Sold too early"): share % {"part": seen.early, "whole": seen.opened},
        }
    )


@command(app, "show")
def show(call: Call, key: Key) -> None:
    """One inquiry with its story."""
    one = inquiries.inquiry(key, by=call.by)
    story = facts.of_inquiry(key, by=call.by, limit=10_000)
    behind = inquiry_card(call.by, key).background
    if call.json:
        answers.as_json({"inquiry": one, "timeline": story, "background": behind})
        return
    answers.facts(
        {
            _("Inquiry"): str(one.key),
            _("Contact"): one.contact_name,
            _("Channel"): one.channel,
            _("Received"): answers.moment(one.received_at),
            _("Answer by"): "" if one.answered_at else answers.moment(one.answer_by),
            _("Became"): one.as_what,
            _("Deal"): str(one.deal or ""),
            _("What they asked about"): ", ".join(f"{title} ({count})" for title, count in behind.interest),
            _("Came from"): " ".join(_whence(behind)),
            _("Consent"): ", ".join(f"{one.number}, {answers.moment(one.given_at)}" for one in behind.agreed),
        }
    )
    for fact in story:
        said = " ".join(fact.texts.values())
        answers.out(f"{answers.moment(fact.at)}  {fact.kind}  {fact.by_name or fact.by}  {said}".rstrip())


def _whence(behind: Background) -> list[str]:
    told = [f"{name}={value}" for one in behind.whence for name, value in one.marks]
    return [*told, *(one.referrer for one in behind.whence if one.referrer)]


@command(app, "receive")
def receive(
    call: Call,
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="as the passport names it")],
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="who it is")] = "",
    phone: Annotated[str, typer.Option()] = "",
    email: Annotated[str, typer.Option()] = "",
    contact: Annotated[int | None, typer.Option(min=1, help="the number of a known contact")] = None,
    message: Annotated[str, typer.Option(help="what they want")] = "",
    questions: Questions = 0,
    asked: Asked = [],  # noqa: B006 typer copies it
    utm: Annotated[list[str], typer.Option(help="a mark of their link, as source=vk; may be repeated")] = [],  # noqa: B006
    referrer: Annotated[str, typer.Option(help="the page that they came from")] = "",
    consent: Annotated[
        int | None, typer.Option(min=1, help="the text of consent that they agreed to")
    ] = None,
    brief: Annotated[bool, typer.Option("--brief", help="the brief is filled already")] = False,
    process: Annotated[str, typer.Option(help="of this process; the first one by default")] = "",
) -> None:
    """Somebody turned to us; where the entry rule calls it a lead, a deal is opened at once."""
    call.do(
        entry.receive_inquiry,
        channel=channel,
        name=name,
        phone=phone,
        email=email,
        contact=contact,
        message=message,
        service_questions=questions,
        asked=asked,
        origin={**reading.pairs(utm, "utm"), "referrer": referrer},
        consent=consent,
        brief_filled=brief,
        process=process or None,
    )


@command(app, "message")
def message(
    call: Call,
    key: Key,
    text: Words = "",
    questions: Questions = 0,
    asked: Asked = [],  # noqa: B006
) -> None:
    """They wrote or called again."""
    call.do(entry.add_message, key=key, message=text, service_questions=questions, asked=asked)


@command(app, "note")
def note(call: Call, key: Key, text: Words) -> None:
    """A note for ourselves."""
    call.do(entry.note_inquiry, key=key, note=text)


@command(app, "rule")
def rule(call: Call, key: Key) -> None:
    """Why it is a lead or not yet, part by part."""
    told = inquiry_card(call.by, key).rule
    if call.json:
        answers.as_json(told)
        return
    for place, way in enumerate(told.ways):
        if place:
            answers.out(_("or"))
        for part in way.parts:
            sign = "x" if part.met else " " if part.known else "?"
            answers.out(f"[{sign}] {part.says}" + (f" ({part.now})" if part.now else ""))


@command(app, "brief")
def brief(call: Call, key: Key, note: Note = "") -> None:
    """Their brief is filled."""
    call.do(entry.fill_brief, key=key, note=note)


@command(app, "field")
def field(
    call: Call,
    key: Key,
    name: Annotated[str, typer.Argument(metavar="FIELD", help="a field of the passport")],
    value: Annotated[str, typer.Argument(metavar="[VALUE]", help="nothing empties it")] = "",
) -> None:
    """Fill in a field."""
    call.do(entry.fill_inquiry, key=key, fields={name: value})


@command(app, "answer")
def answer(call: Call, key: Key, text: Words = "") -> None:
    """We answered them."""
    call.do(entry.answer_inquiry, key=key, message=text)


@command(app, "close")
def close(
    call: Call,
    key: Key,
    as_what: Annotated[str, typer.Argument(metavar="AS_WHAT", help="what it was, as the passport names it")],
    note: Note = "",
    answer: Annotated[str, typer.Option(help="what they are answered")] = "",
) -> None:
    """It is no lead."""
    call.do(entry.close_inquiry, key=key, as_what=as_what, note=note, answer=answer)


@command(app, "deal")
def make_deal(
    call: Call, key: Key, title: Annotated[str, typer.Option(help="what it is about")] = ""
) -> None:
    """Make a deal of it."""
    call.do(entry.promote_inquiry, key=key, title=title)
