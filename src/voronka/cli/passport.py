"""`voronka passport`: check a passport's text, publish it, and read what holds."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from voronka.actions import passport as verbs
from voronka.cli import REFUSED, answers
from voronka.cli.caller import DOOR, OPERATOR, Call, command
from voronka.core.problems import Invalid
from voronka.queries.passport import checks
from voronka.queries.passport.checks import Checked
from voronka.queries.records import passports
from voronka.queries.words import trouble

app = typer.Typer(no_args_is_help=True, help="The passport: check, publish, show, export.")

File = Annotated[Path, typer.Argument(metavar="FILE", help="the passport in YAML; - reads what is piped in")]
Number = Annotated[
    int | None, typer.Option("--version", min=1, help="this version; the one that holds by default")
]
LARGEST = 4_000_000  # bytes: what is larger is no passport, whatever it says


@command(app, "check", nobody=OPERATOR)
def check(call: Call, file: File) -> None:
    """Say everything that is wrong with a passport or left open; exit code 2 on errors. Needs no database."""
    found = checks.check(_read(file))
    if call.json:
        answers.as_json(_as_data(found))
    else:
        _tell(found, str(file))
    if found.errors:
        raise typer.Exit(REFUSED)


@command(app, "publish")
def publish(call: Call, file: File) -> None:
    """Make this text the next version; exit code 2 where it has errors or open deals would lose their stage."""
    text = _read(file)
    try:
        made = verbs.publish(text=text, by=call.by, at=call.at, door=DOOR, request=call.request)
    except Invalid as refused:
        found = checks.check(text)
        if call.json:
            answers.as_json({"refused": trouble(refused), **_as_data(found)})
        else:
            _tell(found, str(file))
            answers.err("voronka: " + trouble(refused))
        raise typer.Exit(REFUSED) from None
    if call.json:
        answers.as_json(made.as_data())
    elif made.kinds:
        answers.out(_("Version %(number)d holds from now on.") % {"number": made.key})
    else:
        answers.out(_("This text holds already: version %(number)d.") % {"number": made.key})


@command(app, "show")
def show(call: Call, number: Number = None) -> None:
    """What holds: the process, its stages, who published it when."""
    found = passports.version(number, by=call.by)
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
def versions(call: Call) -> None:
    """Every published version, the newest first."""
    found = passports.versions(by=call.by)
    if call.json:
        answers.as_json(found)
        return
    heads = (_("Version"), _("Holds since"), _("Title"))
    answers.table(heads, [(str(one.number), answers.moment(one.published_at), one.title) for one in found])


@command(app, "export")
def export(call: Call, number: Number = None) -> None:
    """The text of a version, as it was written, to stdout."""
    found = passports.version(number, by=call.by)
    if call.json:
        answers.as_json({"number": found.version.number, "text": found.text})
    else:
        typer.echo(found.text, nl=not found.text.endswith("\n"))


def vars_of(version: passports.VersionRecord) -> dict[str, object]:
    """The fields of a record."""
    return {name: getattr(version, name) for name in version.__dataclass_fields__}


def _read(file: Path) -> str:
    """The text of a file; a sentence and exit code 1 where it can't be had."""
    try:
        if str(file) == "-":
            content = sys.stdin.buffer.read(LARGEST)
        else:
            with file.open("rb") as opened:
                content = opened.read(LARGEST)
    except OSError as error:
        said = _("%(file)s can’t be read: %(words)s") % {"file": file, "words": error.strerror}
        answers.err("voronka: " + said)
        raise typer.Exit(1) from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        answers.err("voronka: " + _("%(file)s is no text in UTF-8.") % {"file": file})
        raise typer.Exit(1) from None


def _as_data(found: Checked) -> dict[str, object]:
    return {
        "process": found.process,
        "title": found.title,
        "stages": found.stages,
        "errors": [one.as_data() for one in found.errors],
        "gaps": [one.as_data() for one in found.gaps],
    }


def _tell(found: Checked, file: str) -> None:
    """A line a finding, as compilers write them, so that editors can jump there."""
    for one in (*found.errors, *found.gaps):
        grade = _("error") if one.grade == "error" else _("gap")
        line = f"{file}:{one.line}:{one.column}: {grade}: {one.sentence} {one.hint}".rstrip()
        if one.grade == "error":
            answers.err(line)
        else:
            answers.out(line)
    answers.out(found.summary)
