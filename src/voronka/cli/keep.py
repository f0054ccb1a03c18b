"""Commands that keep an installation in order: migrate, backup, restore, doctor."""

import json
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.actions import backup as backups
from voronka.actions import installation, taking_in
from voronka.actions import restore as restores
from voronka.cli import taken
from voronka.core.access import SYSTEM
from voronka.queries import condition

app = typer.Typer()

Json = Annotated[bool, typer.Option("--json", help="for programs")]


def fail(words: str) -> typer.Exit:
    """Say why it did not work; exit code 1."""
    typer.echo("voronka: " + words, err=True)
    return typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the tables and the static files up to date."""
    applied = installation.prepare()
    typer.echo("\n".join(applied) if applied else _("Everything is up to date."))


@app.command()
def backup(
    to: Annotated[
        Path | None, typer.Option(help="the file to write; VORONKA_DATA/backups by default")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the database and all uploaded files into one file; work may go on meanwhile."""
    now = timezone.now()
    target = (to or backups.place(timezone.localtime(now))).absolute()
    try:
        made = backups.make_backup(to=target, by=SYSTEM, at=now)
    except backups.NoProgram as error:
        raise fail(no_program(str(error))) from None
    except backups.DumpFailed as error:
        raise fail(_("the database could not be copied: %(words)s") % {"words": error}) from None
    except OSError as error:
        raise fail(
            _("%(file)s could not be written: %(words)s") % {"file": target, "words": error.strerror}
        ) from None
    if as_json:
        typer.echo(json.dumps(made, ensure_ascii=False))
        return
    size = f"{made['size'] / 1e6:.1f}"
    typer.echo(_("%(file)s: %(size)s MB, %(facts)s facts, %(files)s files") % {**made, "size": size})


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="a file that `voronka backup` or `voronka export` wrote")],
    replace: Annotated[
        bool, typer.Option("--replace", help="a backup: even where there is data already")
    ] = False,
    without_files: Annotated[
        bool, typer.Option("--without-files", help="an export: even where attached files are not in it")
    ] = False,
) -> None:
    """Put a backup in the place of this installation's data, or an export into an empty one: all of it or nothing."""
    if taking_in.is_export(file):
        taken.take(file, replace=replace, without_files=without_files)
        return
    try:
        made = restores.restore_backup(archive=file.absolute(), replace=replace, at=timezone.localtime())
    except restores.Refused as error:
        raise fail(why_not(error.code) % error.data) from None
    except backups.NoProgram as error:
        raise fail(no_program(str(error))) from None
    except OSError as error:
        raise fail(
            _("the disk said no: %(words)s; nothing was changed") % {"words": error.strerror}
        ) from None
    typer.echo(_("Restored: %(facts)s facts, as of %(made_at)s.") % made)
    if made["kept"]:
        typer.echo(_("The database that was here before is kept as %(kept)s") % made)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Look whether everything is in order; each line is ok, warn or bad with what mends it. Exit code 1 on bad."""
    found = []
    marks = {"ok": " ok ", "warn": "warn", "bad": "BAD "}
    for check in condition.checks(timezone.now()):
        found.append(check)
        if not as_json:
            typer.echo(f"{marks[check.state]}  {label(check.name):18} {check.found}")
            if check.mend:
                typer.echo(f"{'':25}{check.mend}")
    if as_json:
        rows = [{"name": c.name, "state": c.state, "found": c.found, "mend": c.mend} for c in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    if any(check.state == "bad" for check in found):
        raise typer.Exit(1)


def label(name: str) -> str:
    """What a check looks at."""
    labels = {
        "data": _("data folder"),
        "secret": _("secret key"),
        "space": _("disk space"),
        "database": _("database"),
        "tables": _("tables"),
        "worker": _("background work"),
        "log": _("event log"),
        "mail": _("mail"),
        "time": _("clock"),
    }
    return labels.get(name, name)


def no_program(name: str) -> str:
    """What to do without PostgreSQL's programs."""
    words = _(
        "the program %(name)s of PostgreSQL is missing: apt install postgresql-client, or say where it is"
    )
    return words % {"name": name} + " (VORONKA_POSTGRES_PROGRAMS)"


def why_not(code: str) -> str:
    """Why a backup is not restored, and what to do."""
    return {
        "running": _("Voronka is running with this data; stop it first"),
        "not_empty": _("there is data here already; --replace puts the backup in its place"),
        "no_file": _("there is no file %(file)s"),
        "no_manifest": _("this is not a backup of Voronka"),
        "unreadable": _("the file cannot be read: %(words)s"),
        "damaged": _("the backup is damaged (%(words)s); nothing was changed"),
        "newer_format": _("the backup was made by a newer Voronka; update this one first"),
        "newer_version": _("the backup was made by a newer Voronka (%(names)s); update this one first"),
        "other_database": _("the backup is of %(theirs)s, this installation uses %(ours)s"),
        "database_refused": _("the database refused it: %(words)s; nothing was changed"),
    }[code]
