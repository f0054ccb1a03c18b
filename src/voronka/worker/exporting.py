"""Lists and everything as files: read as of one moment, offered when the last row is written."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from voronka.actions import export as everything
from voronka.actions import exports
from voronka.core.exports import EVERYTHING
from voronka.queries.lists import all as lists
from voronka.queries.lists import written
from voronka.store.models import Export
from voronka.store.snapshot import snapshot
from voronka.worker.jobs import Say, aside


def piece(arguments: dict[str, Any], number: int, say: Say) -> Any:
    """The whole file anew: what a cut try has left goes first, and nobody was offered it."""
    key = UUID(arguments["job"])
    export = Export.objects.get(pk=key)
    work = exports.work_folder(key)
    try:
        with aside(say) as tell:
            rows = (
                _everything(export, tell)
                if export.what == EVERYTHING
                else _list(export, arguments, work, tell)
            )
        return exports.end_export(key=key, rows=rows, at=timezone.now())
    finally:
        exports.drop_work(key)


def _everything(export: Export, tell: Say) -> int:
    made = everything.export_everything(
        to=exports.file_of(export.pk, export.form),
        by=exports.who_asked(export),
        at=export.asked_at,
        say=tell,
        work=exports.folder() / f"{export.pk}.work",
    )
    return sum(made["counts"].values())


def _list(export: Export, arguments: dict[str, Any], work: Any, tell: Say) -> int:
    zone = ZoneInfo(arguments["zone"])
    with translation.override(arguments["language"]), timezone.override(zone), snapshot():
        sheet = lists.sheet(
            export.what,
            by=exports.who_asked(export),
            at=export.asked_at,
            asked=lists.from_data(export.what, arguments["filters"]),
            process=arguments.get("process"),
        )
        total = sheet.count()
        with everything.whole(exports.file_of(export.pk, export.form), work=work) as file:
            return written.write(
                file,
                export.form,
                sheet.title,
                sheet.columns,
                sheet.rows(),
                language=arguments["language"],
                zone=zone,
                folder=str(work),
                say=lambda done: tell(done, total),
            )
