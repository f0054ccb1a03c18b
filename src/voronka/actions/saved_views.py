"""Views of the list of deals that people save: everybody their own, some for the whole company."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from voronka.actions.change import clean
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import Invalid, NotFound, Problem, Stale
from voronka.core.saved_views import cleaned
from voronka.store import sql, values
from voronka.store.models import SavedView, UsualView

MOST = 60
"""Views of one person, or shared ones of a process: more could not be told apart on a page."""


def save_view(
    *,
    name: str,
    asked: Mapping[str, str],
    process: str | None = None,
    shared: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """A new view; its key. Raises Invalid, NotAllowed, NotFound."""
    _require(by, shared)
    known = values.latest(process) if process else values.latest()
    made = SavedView(process=known.key, made_by_id=by.id, shared=shared, made_at=at)
    made.name = _name(made, name)
    _require_room(made)
    made.asked = json.dumps(cleaned(asked), ensure_ascii=False)
    made.save()
    return made.pk


def change_view(
    *,
    key: int,
    name: str | None = None,
    asked: Mapping[str, str] | None = None,
    shared: bool | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Another name, other words, shared or one's own again; its key.

    Raises Invalid, NotAllowed (a shared view is changed by who may share), NotFound, Stale.
    """
    view = _view_of(key, by)
    _require(by, view.shared or bool(shared))
    if seen is not None and seen != view.seq:
        raise Stale("view", key, seen, view.seq)
    moves = shared is not None and shared != view.shared
    view.shared = view.shared if shared is None else shared
    if name is not None or moves:  # the views beside it are others now
        view.name = _name(view, view.name if name is None else name)
    if moves:
        _require_room(view)
    view.asked = view.asked if asked is None else json.dumps(cleaned(asked), ensure_ascii=False)
    view.seq += 1
    view.save()
    if not view.shared:  # the others begin with it no more
        UsualView.objects.filter(view=view).exclude(person=view.made_by_id).delete()
    return view.pk


def remove_view(*, key: int, by: Actor, at: datetime) -> None:
    """The view is no more, until it is brought back. Raises NotAllowed, NotFound."""
    view = _view_of(key, by)
    _require(by, view.shared)
    SavedView.objects.filter(pk=view.pk).update(removed_at=at)


def restore_view(*, key: int, by: Actor, at: datetime) -> int:
    """A removed view is there again; its key. Raises NotAllowed, NotFound; Invalid where another has its name now."""
    view = _view_of(key, by, removed=True)
    _require(by, view.shared)
    _name(view, view.name)
    _require_room(view)
    SavedView.objects.filter(pk=view.pk).update(removed_at=None)
    return view.pk


def choose_view(*, key: int | None, process: str | None = None, by: Actor, at: datetime) -> None:
    """With which view one begins; with none, the list begins as it always did. Raises NotAllowed, NotFound."""
    access.require(by, "view.save")
    if by.id is None:
        raise NotFound("person", by.label)
    if key is None:
        known = values.latest(process) if process else values.latest()
        UsualView.objects.filter(person=by.id, process=known.key).delete()
        return
    view = _view_of(key, by)
    UsualView.objects.update_or_create(person_id=by.id, process=view.process, defaults={"view": view})


def _view_of(key: int, by: Actor, *, removed: bool = False) -> SavedView:
    """One's own view or a shared one; NotFound where there is none that this person may see."""
    access.require(by, "view.save")
    found = (
        SavedView.objects.filter(pk=key, removed_at__isnull=not removed).first() if sql.is_key(key) else None
    )
    if found is None or not (found.shared or found.made_by_id == by.id):
        raise NotFound("view", key)
    return found


def _require(by: Actor, shared: bool) -> None:
    access.require(by, "view.share" if shared else "view.save")


def _require_room(view: SavedView) -> None:
    if _beside(view).exclude(pk=view.pk).count() >= MOST:
        raise Invalid(Problem("views_full", "name", {"limit": MOST}))


def _name(view: SavedView, typed: str) -> str:
    name = " ".join(clean(typed, "name", limit=120, required=True).split())
    if _beside(view).filter(name=name).exclude(pk=view.pk).exists():
        raise Invalid(Problem("name_taken", "name", {"typed": name[:60]}))
    return name


def _beside(view: SavedView) -> "QuerySet[SavedView]":
    """The views among which this one stands."""
    rows = SavedView.objects.filter(process=view.process, removed_at=None, shared=view.shared)
    return rows if view.shared else rows.filter(made_by=view.made_by_id)
