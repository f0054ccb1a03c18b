"""Taking out: who took what and when is kept; what is long becomes a file by the worker, offered for some days."""

import json
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from voronka.actions.jobs import ask_for_job
from voronka.core.access import SYSTEM, Actor
from voronka.core.exports import EVERYTHING, FORMS, require_taking
from voronka.core.problems import Invalid, NotAllowed, Problem
from voronka.store.models import Export, Person


def note_export(
    *, what: str, form: str, asked: Mapping[str, object], rows: int | None = None, by: Actor, at: datetime
) -> UUID:
    """A list is given out at once: who takes it, and how many rows (None: not yet counted)."""
    _require(what, form, by)
    return _kept(uuid4(), what, form, asked, by, at, rows=rows, ended_at=None if rows is None else at)


def ask_for_export(
    *,
    what: str,
    form: str,
    asked: Mapping[str, object],
    language: str,
    zone: str,
    process: str | None = None,
    by: Actor,
    at: datetime,
    key: UUID | None = None,
) -> UUID:
    """Ask the worker for a file; the key of the job and of the export. The same key again changes nothing."""
    _require(what, form, by)
    told = {"filters": dict(asked), "language": language, "zone": zone, "process": process}
    with transaction.atomic():
        made = ask_for_job(
            kind="export", by=by, at=at, key=key, arguments={"what": what, "form": form, **told}
        )
        return _kept(made, what, form, told, by, at)


def _require(what: str, form: str, by: Actor) -> None:
    require_taking(by, what)
    known = ("zip",) if what == EVERYTHING else FORMS
    if form not in known:
        raise Invalid(Problem("unknown_choice", "form", {"have": form, "known": list(known)}))


def _kept(
    key: UUID, what: str, form: str, asked: Mapping[str, object], by: Actor, at: datetime, **more: object
) -> UUID:
    words = json.dumps(dict(asked), ensure_ascii=False)
    given = {"what": what, "form": form, "asked": words, "by": by.label, "asked_at": at, **more}
    Export.objects.get_or_create(pk=key, defaults=given)
    return key


def who_asked(export: Export) -> Actor:
    """As whom the worker reads; NotAllowed where they work here no more."""
    if export.by == SYSTEM.label:
        return SYSTEM
    number = export.by.removeprefix("person:")
    person = Person.objects.filter(pk=int(number), is_active=True).first() if number.isdecimal() else None
    if person is None:
        raise NotAllowed("list.export")
    return person.actor


def folder() -> Path:
    """Where files lie that are offered."""
    return Path(settings.DATA) / "exports"


def file_of(key: UUID, form: str) -> Path:
    """Where the file of this export lies, or will."""
    return folder() / f"{key}.{form}"


def work_folder(key: UUID) -> Path:
    """A folder for what is half made; what a cut try has left in it goes."""
    drop_work(key)
    place = folder() / f"{key}.work"
    place.mkdir(parents=True, mode=0o700)
    return place


def drop_work(key: UUID) -> None:
    """Nothing half made stays."""
    shutil.rmtree(folder() / f"{key}.work", ignore_errors=True)


def end_export(*, key: UUID, rows: int, at: datetime) -> dict[str, object]:
    """The file is whole and under its name: from now on it is offered."""
    export = Export.objects.get(pk=key)
    file = file_of(key, export.form)
    size = file.stat().st_size
    Export.objects.filter(pk=key).update(ended_at=at, rows=rows, size=size, file=file.name)
    return {"what": export.what, "form": export.form, "rows": rows, "size": size}


def forget_files(before: datetime) -> int:
    """Files that were offered long enough go; that somebody took them out stays known. How many went.

    Also those of a company that was emptied since: nobody knows them any more.
    """
    gone = 0
    for export in Export.objects.exclude(file="").filter(asked_at__lt=before):
        (folder() / export.file).unlink(missing_ok=True)
        gone += Export.objects.filter(pk=export.pk).update(file="")
    for path in folder().iterdir() if folder().exists() else ():
        key = _key_of(path)
        if key is None or path.stat().st_mtime >= before.timestamp():
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif not Export.objects.filter(pk=key).exclude(file="").exists():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _key_of(path: Path) -> UUID | None:
    """The export that a file is of; None for one that somebody laid there by command."""
    try:
        return UUID(path.name.partition(".")[0])
    except ValueError:
        return None
