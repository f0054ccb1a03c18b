"""Views of the list of deals that a person sees: their own and those of the company."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.core.process import Process
from voronka.core.saved_views import Gone, still
from voronka.queries import told
from voronka.store import sql
from voronka.store.models import SavedView, UsualView

MOST = 120


@dataclass(frozen=True, slots=True)
class ViewRecord:
    """A saved view: `asked` are the words of its address that its passport still knows, `gone` those it does not.

    `mine` says that this person made it, `changeable` that they may change it, `usual` that they begin with it.
    """

    key: int
    name: str
    process: str
    asked: Mapping[str, str]
    gone: tuple[Gone, ...]
    shared: bool
    mine: bool
    changeable: bool
    usual: bool
    seq: int
    made_by: int | None
    made_by_name: str
    made_at: datetime


def views(*, by: Actor, process: str | Process | None = None) -> tuple[ViewRecord, ...]:
    """One's own views and the shared ones of a process, by name."""
    access.require(by, "view.save")
    known = told.latest(process)
    rows = _seen(by).filter(process=known.key, removed_at=None).order_by("name", "pk")[:MOST]
    return tuple(_record(row, by, known) for row in rows)


def view(key: int, *, by: Actor, removed: bool = False) -> ViewRecord:
    """One view; NotFound also for one that is somebody else's own."""
    access.require(by, "view.save")
    row = _seen(by).filter(pk=key, removed_at__isnull=not removed).first() if sql.is_key(key) else None
    if row is None:
        raise NotFound("view", key)
    return _record(row, by, told.latest(row.process))


def _seen(by: Actor) -> "QuerySet[SavedView]":
    begins = UsualView.objects.filter(view=OuterRef("pk"), person=by.id or 0)
    rows = SavedView.objects.filter(Q(shared=True) | Q(made_by=by.id or 0))
    return rows.select_related("made_by").annotate(begins=Exists(begins))


def _record(row: SavedView, by: Actor, known: Process) -> ViewRecord:
    asked, gone = still(json.loads(row.asked), known)
    return ViewRecord(
        key=row.pk,
        name=row.name,
        process=row.process,
        asked=asked,
        gone=gone,
        shared=row.shared,
        mine=by.id is not None and row.made_by_id == by.id,
        changeable=access.may(by, "view.share") if row.shared else row.made_by_id == by.id,
        usual=bool(row.begins),  # type: ignore[attr-defined]
        seq=row.seq,
        made_by=row.made_by_id,
        made_by_name=row.made_by.name if row.made_by else "",
        made_at=row.made_at,
    )
