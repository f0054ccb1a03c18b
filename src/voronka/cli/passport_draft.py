"""`voronka passport draft`: the text of the next version, begun, saved, published or discarded."""

from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from voronka.actions import drafts
from voronka.actions import passport as verbs
from voronka.actions.change import Outcome
from voronka.cli import REFUSED, answers, passport_migrate
from voronka.cli.caller import DOOR, Call, command
from voronka.cli.passport_migrate import Migrate, Stages
from voronka.cli.passport_text import File, checked, read_file, tell_checked
from voronka.core.problems import Invalid
from voronka.queries.passport import checks
from voronka.queries.records import passports
from voronka.queries.words import trouble

app = typer.Typer(no_args_is_help=True, help="The draft of the next version: begin, save, publish, discard.")

Process = Annotated[
    str, typer.Option("--process", metavar="NAME", help="of this process; of the first one by default")
]
Seen = Annotated[
    int | None,
    typer.Option("--seen", min=1, help="the draft’s number of saves that was seen; refused if older"),
]
Base = Annotated[int | None, typer.Option("--from", min=1, help="with the text of this version")]


@command(app, "begin")
def begin(call: Call, base: Base = None, process: Process = "") -> None:
    """Begin a draft with the text of the version that holds, or of another one."""
    made = drafts.begin_draft(
        process=process or None, base=base, by=call.by, at=call.at, door=DOOR, request=call.request
    )
    _told(call, made)


@command(app, "save")
def save(call: Call, file: File, seen: Seen = None, process: Process = "") -> None:
    """Save a file as the draft, whatever is wrong with it, and say what is; a new draft where there is none."""
    text, key = read_file(file), process or None
    known = next((one for one in passports.drafts(by=call.by) if process in ("", one.process)), None)
    who: dict[str, Any] = {"by": call.by, "at": call.at, "door": DOOR, "request": call.request}
    if known is None:
        made = drafts.begin_draft(process=key or _new(text), text=text, **who)
    else:
        made = drafts.save_draft(process=known.process, text=text, seen=seen or known.seq, **who)
    if call.json:
        answers.as_json({**made.as_data(), **checked(checks.check(text))})
    else:
        tell_checked(checks.check(text), str(file))
        _told(call, made)


@command(app, "show")
def show(call: Call, process: Process = "") -> None:
    """The draft’s text, to stdout."""
    found = passports.draft(by=call.by, process=process or None)
    if call.json:
        answers.as_json(found)
    else:
        typer.echo(found.text, nl=not found.text.endswith("\n"))


@command(app, "list")
def list_drafts(call: Call) -> None:
    """Every draft there is."""
    found = passports.drafts(by=call.by)
    if call.json:
        answers.as_json(found)
        return
    names = passports.people_named(one.saved_by for one in found)
    heads = (_("Process"), _("Goes by version"), _("Saved"), _("By"))
    rows = [
        (one.process, str(one.base or ""), answers.moment(one.saved_at), names.get(one.saved_by, ""))
        for one in found
    ]
    answers.table(heads, rows)


@command(app, "publish")
def publish(
    call: Call, seen: Seen = None, migrate: Migrate = False, stages: Stages = None, process: Process = ""
) -> None:
    """Make the draft the next version; exit code 2 where it has errors or open deals would lose their stage."""
    found = passports.draft(by=call.by, process=process or None)
    try:
        made = verbs.publish_draft(
            process=found.process,
            seen=seen,
            stages=passport_migrate.chosen(migrate, stages),
            by=call.by,
            at=call.at,
            door=DOOR,
            request=call.request,
        )
    except Invalid as refused:
        said = checks.check(found.text)
        if call.json:
            answers.as_json({"refused": trouble(refused), **checked(said)})
        else:
            tell_checked(said, found.process)
            answers.err("voronka: " + trouble(refused))
        raise typer.Exit(REFUSED) from None
    if call.json:
        answers.as_json(made.as_data())
    else:
        answers.out(_("Version %(number)d holds from now on.") % {"number": made.key})
    passport_migrate.lead_over(call, found.process, migrate, stages)


@command(app, "discard")
def discard(call: Call, seen: Seen = None, process: Process = "") -> None:
    """Throw the draft away."""
    gone = drafts.discard_draft(
        process=process or None, seen=seen, by=call.by, at=call.at, door=DOOR, request=call.request
    )
    if call.json:
        answers.as_json(gone.as_data())
    else:
        answers.out(_("The draft is discarded."))


def _new(text: str) -> str | None:
    """The process that a text is of, where none is published or drafted yet."""
    return checks.check(text).process or None


def _told(call: Call, made: Outcome) -> None:
    if call.json:
        answers.as_json(made.as_data())
    else:
        answers.out(
            _("The draft of “%(process)s” is saved (%(seq)d).") % {"process": made.status, "seq": made.seq}
        )
