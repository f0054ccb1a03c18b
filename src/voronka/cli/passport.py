"""`voronka passport`: check a passport's text, publish it, and read what holds."""

import base64
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.actions import passport as verbs
from voronka.cli import REFUSED, answers, passport_draft, passport_migrate, passport_template
from voronka.cli.caller import DOOR, OPERATOR, Call, command
from voronka.cli.passport_migrate import Migrate, Stages
from voronka.cli.passport_text import File, checked, read_file, tell_checked
from voronka.core.problems import Invalid
from voronka.frame.paper import passport_file
from voronka.queries import passport as queries
from voronka.queries.passport import checks, difference, rehearsal, schema
from voronka.queries.questions import ANSWER_TITLES
from voronka.queries.records import passports
from voronka.queries.words import trouble

app = typer.Typer(no_args_is_help=True, help="The passport: check, publish, show, export.")
app.add_typer(passport_draft.app, name="draft")
passport_migrate.add(app)
app.add_typer(passport_template.app, name="template")

Number = Annotated[
    int | None, typer.Option("--version", min=1, help="this version; the one that holds by default")
]

Process = Annotated[
    str, typer.Option("--process", metavar="NAME", help="of this process; of the first one by default")
]


@command(app, "check", nobody=OPERATOR)
def check(call: Call, file: File) -> None:
    """Say everything that is wrong with a passport or left open; exit code 2 on errors. Needs no database."""
    found = checks.check(read_file(file))
    if call.json:
        answers.as_json(checked(found))
    else:
        tell_checked(found, str(file))
    if found.errors:
        raise typer.Exit(REFUSED)


@command(app, "schema", nobody=OPERATOR)
def json_schema(call: Call) -> None:
    """The JSON Schema of a passport, for an editor that completes keys and says what they are for."""
    answers.out(json.dumps(schema.schema(), ensure_ascii=False, indent=2))


@command(app, "publish")
def publish(call: Call, file: File, migrate: Migrate = False, stages: Stages = None) -> None:
    """Make this text the next version; exit code 2 where it has errors or open deals would lose their stage."""
    text = read_file(file)
    try:
        made = verbs.publish(
            text=text,
            stages=passport_migrate.chosen(migrate, stages),
            by=call.by,
            at=call.at,
            door=DOOR,
            request=call.request,
        )
    except Invalid as refused:
        found = checks.check(text)
        if call.json:
            answers.as_json({"refused": trouble(refused), **checked(found)})
        else:
            tell_checked(found, str(file))
            answers.err("voronka: " + trouble(refused))
        raise typer.Exit(REFUSED) from None
    if call.json:
        answers.as_json(made.as_data())
    elif made.kinds:
        answers.out(_("Version %(number)d holds from now on.") % {"number": made.key})
    else:
        answers.out(_("This text holds already: version %(number)d.") % {"number": made.key})
    passport_migrate.lead_over(call, made.status, migrate, stages)


@command(app, "show")
def show(call: Call, number: Number = None, process: Process = "") -> None:
    """What holds: the process, its stages, who published it when."""
    found = passports.version(number, by=call.by, process=process or None)
    if call.json:
        answers.as_json({**vars_of(found.version), "answers": found.answers})
        return
    answers.facts(
        {
            _("Process"): found.version.title,
            _("Version"): str(found.version.number),
            _("Holds since"): answers.moment(found.version.published_at),
            _("Published by"): passports.publishers([found.version]).get(found.version.published_by, ""),
            _("Stages"): " → ".join(stage["title"] for stage in found.answers["cycle"]["stages"]),
        }
    )


@command(app, "versions")
def versions(call: Call, process: Process = "") -> None:
    """Every published version, the newest first."""
    found = passports.versions(by=call.by, process=process or None)
    if call.json:
        answers.as_json(found)
        return
    heads = (_("Version"), _("Holds since"), _("Title"))
    answers.table(heads, [(str(one.number), answers.moment(one.published_at), one.title) for one in found])


@command(app, "diff")
def diff(
    call: Call,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="a text, against what holds")] = None,
    old: Annotated[int | None, typer.Option("--from", min=1, help="this version")] = None,
    new: Annotated[int | None, typer.Option("--to", min=1, help="this version; without it the draft")] = None,
    process: Process = "",
) -> None:
    """What a text, the draft or a version says otherwise than the version that holds, or than another one."""
    if file is not None:
        found = difference.of_text(read_file(file), by=call.by)
    else:
        held = passports.version(by=call.by, process=process or None).version.number
        found = difference.of_versions(
            by=call.by, old=old or held, new=new or "draft", process=process or None
        )
    if call.json:
        answers.as_json(found)
        return
    for group in found.groups:
        answers.out(str(ANSWER_TITLES.get(group.word, _("The passport as a whole"))))
        for one in group.changes:
            answers.out("  " + one.sentence)
    if not found.groups:
        answers.out(_("Both say the same."))


@command(app, "dry-run")
def dry_run(
    call: Call,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="a text; without it the draft")
    ] = None,
    process: Process = "",
) -> None:
    """What a text or the draft would have done to every past deal; nothing is changed."""
    found = rehearsal.rehearse(by=call.by, text=read_file(file) if file else None, process=process or None)
    if call.json:
        answers.as_json(found)
        return
    words = {"refused": found.refused, "moves": found.moves, "deals": found.deals}
    answers.out(_("%(deals)d deals, %(moves)d moves: it would have refused %(refused)d.") % words)
    for one in found.stopped:
        told = (
            _("%(stage)s: %(condition)s — %(moves)d moves of %(deals)d deals refused")
            if one.refused
            else _("%(stage)s: %(condition)s — %(moves)d moves of %(deals)d deals warned of")
        )
        place = {"stage": one.stage_title, "condition": one.sentence, "moves": one.moves, "deals": one.deals}
        answers.out("  " + told % place + (" · " + pgettext("a condition", "new") if one.new else ""))
    if found.elsewhere:
        answers.out(_("Deals that would stand elsewhere now: %(count)d.") % {"count": found.elsewhere_deals})
    for place_of in found.elsewhere:
        answers.out(f"  {place_of.stands_title} → {place_of.would_title}: {place_of.deals}")


@command(app, "processes")
def processes(call: Call) -> None:
    """The processes that run, the first one first."""
    found = passports.processes()
    if call.json:
        answers.as_json(found)
        return
    answers.table(
        (_("Process"), _("Title"), _("Version")), [(one.key, one.title, str(one.version)) for one in found]
    )


class Format(StrEnum):
    """In which form a version leaves."""

    yaml = "yaml"
    pdf = "pdf"
    html = "html"


Form = Annotated[Format, typer.Option("--format", help="the text as written, or the whole passport on paper")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", dir_okay=False, help="into this file; else to stdout")
]


@command(app, "export")
def export(
    call: Call, number: Number = None, process: Process = "", form: Form = Format.yaml, out: Out = None
) -> None:
    """A version as it was written, or on paper as a PDF or one HTML file."""
    known, content = exported(call, number, process or None, form)
    if out is not None:
        write(out, content)
    if call.json:
        kept = {"file": str(out)} if out else {"content": base64.b64encode(content).decode()}
        text = {"text": content.decode()} if form is not Format.pdf and not out else {}
        answers.as_json({"number": known, "format": form.value, **(text or kept)})
    elif out is not None:
        answers.out(_("Written to %(file)s.") % {"file": out})
    elif form is Format.pdf and sys.stdout.isatty():
        answers.err("voronka: " + _("A PDF is no text for a terminal: name a file by --out."))
        raise typer.Exit(1)
    else:
        sys.stdout.flush()
        typer.echo(content, nl=form is Format.yaml and not content.endswith(b"\n"))


def write(to: Path, content: bytes) -> None:
    """Into this file; where it can't be written, a sentence says why."""
    try:
        to.write_bytes(content)
    except OSError as error:
        said = _("%(file)s cannot be written: %(words)s") % {"file": to, "words": error.strerror}
        answers.err("voronka: " + said)
        raise typer.Exit(1) from None


def exported(call: Call, number: int | None, process: str | None, form: Format) -> tuple[int, bytes]:
    """The version's number, and what it is in this form."""
    if form is Format.yaml:
        found = passports.version(number, by=call.by, process=process)
        return found.version.number, found.text.encode()
    sheet = queries.printed(call.by, call.at, timezone.localdate(call.at), process=process, number=number)
    return sheet.number, queries.as_pdf(sheet) if form is Format.pdf else passport_file(sheet).encode()


def vars_of(version: passports.VersionRecord) -> dict[str, object]:
    """The fields of a record."""
    return {name: getattr(version, name) for name in version.__dataclass_fields__}
