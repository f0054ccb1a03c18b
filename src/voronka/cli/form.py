"""`voronka form`: the public form of a process, its consent, ready answers, and what was held back."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.actions import public_form as verbs
from voronka.actions import sending
from voronka.cli import answers
from voronka.cli.caller import Call, command
from voronka.cli.passport_text import read_file
from voronka.queries import public_form as queries
from voronka.queries.records import forms

app = typer.Typer(
    no_args_is_help=True, help="The public form: show, set, consent, answer, held, let-in, throw-away."
)

Process = Annotated[str, typer.Option(help="of this process; the first one by default")]
Key = Annotated[
    int, typer.Argument(min=1, max=2**63 - 1, metavar="KEY", help="its number in the list of held ones")
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="a file with the text, or - for what is piped in")]


@command(app, "show")
def show(call: Call, process: Process = "") -> None:
    """What the form says and whether it is open."""
    seen = forms.form(by=call.by, process=process or None)
    if call.json:
        answers.as_json(seen)
        return
    answers.facts(
        {
            _("Process"): seen.process,
            _("Address"): seen.path,
            _("State"): pgettext("form", "open") if seen.is_on else pgettext("form", "closed"),
            _("Heading"): seen.title,
            _("Channel"): seen.channel,
            _("Consent"): str(max((one.number for one in seen.consents), default="")),
            _("Ready answers"): ", ".join(seen.answers),
            _("Held back"): str(seen.held),
        }
    )


@command(app, "set")
def set_form(
    call: Call,
    is_open: Annotated[bool | None, typer.Option("--open/--close", help="may it be sent?")] = None,
    title: Annotated[str | None, typer.Option(help="its heading")] = None,
    lead: Annotated[str | None, typer.Option(help="what is said above the fields")] = None,
    thanks: Annotated[str | None, typer.Option(help="what is said when it is sent")] = None,
    channel: Annotated[str | None, typer.Option(help="as the passport names it")] = None,
    hosts: Annotated[str | None, typer.Option(help="sites that may show it, with spaces between")] = None,
    process: Process = "",
) -> None:
    """Open or close the form, and change what it says; what isn't named stays."""
    known = forms.form(by=call.by, process=process or None).process
    verbs.change_form(
        process=known,
        is_on=is_open,
        title=title,
        lead=lead,
        thanks=thanks,
        channel=channel,
        hosts=hosts,
        by=call.by,
        at=call.at,
    )
    _done(call, forms.form(by=call.by, process=known))


@command(app, "consent")
def consent(call: Call, file: File, process: Process = "") -> None:
    """A new text of consent holds from now on."""
    known = forms.form(by=call.by, process=process or None).process
    number = verbs.write_consent(process=known, body=read_file(file), by=call.by, at=call.at)
    if call.json:
        answers.as_json({"number": number})
    else:
        answers.out(_("The text of the consent is kept as version %(n)s.") % {"n": number})


@command(app, "answer")
def ready_answer(
    call: Call,
    as_what: Annotated[str, typer.Argument(metavar="AS_WHAT", help="as the passport names what is no lead")],
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="nothing takes the ready answer away")] = "",
    process: Process = "",
) -> None:
    """What those are answered whose inquiry is no lead."""
    known = forms.form(by=call.by, process=process or None).process
    verbs.write_ready_answer(process=known, as_what=as_what, body=text, by=call.by, at=call.at)
    _done(call, forms.form(by=call.by, process=known))


@command(app, "held")
def held(
    call: Call,
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    cursor: Annotated[str, typer.Option(help="the next page, as the last one said")] = "",
    process: Process = "",
) -> None:
    """What was held back as perhaps no person’s, the latest first."""
    seen = queries.held(call.by, process=process or None, more=cursor, page_size=limit)
    if call.json:
        answers.as_json({"items": seen.lines, "next": seen.more or None})
        return
    heads = (_("Number"), _("Received"), _("Name"), _("Why"))
    answers.table(
        heads,
        (
            (
                str(one.key),
                answers.moment(one.received_at),
                one.name or one.phone or one.email,
                "; ".join(one.reasons),
            )
            for one in seen.lines
        ),
    )
    if seen.more:
        answers.err(_("There is more: --cursor %(cursor)s") % {"cursor": seen.more})


@command(app, "let-in")
def let_in(call: Call, key: Key) -> None:
    """It was one of ours: an inquiry from the moment when it was sent."""
    call.do(sending.let_in, key=key)


@command(app, "throw-away")
def throw_away(call: Call, key: Key) -> None:
    """It was spam: what was written is erased."""
    outcome = sending.throw_away(key=key, by=call.by, at=call.at, door="cli", request=call.request)
    _done(call, outcome.as_data())


def _done(call: Call, told: object) -> None:
    if call.json:
        answers.as_json(told)
    else:
        answers.out(_("Done."))
