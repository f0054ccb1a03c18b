"""Figures are kept by the worker: fresh, and the same as counted from all rows."""

import io
import json
from datetime import timedelta

import pytest

from tests.formats.tables import amocrm
from tests.world import World
from voronka.actions import figures as verbs
from voronka.actions import importing, imports, taking_back
from voronka.core.access import SYSTEM
from voronka.core.problems import NotAllowed
from voronka.core.visits import columns
from voronka.insight.reckoning import funnels
from voronka.queries.cycle import cohorts, funnel
from voronka.queries.cycle import deals as deal_lists
from voronka.queries.cycle.deals import Filters
from voronka.store import figures, values
from voronka.store.models import DealRow, Import, KeptFigure, VisitRow
from voronka.worker import figures as watch
from voronka.worker.kinds import KINDS

# PostgreSQL tells how far the log has come only of what is committed.
committed = pytest.mark.django_db(transaction=True)
KEYS = {f"{version}/{days}" for version in (0, 1) for days in (90, 364)}


def deals(world: World) -> None:
    for stage in ("brief", "call", "contract"):
        world.deal_at(stage)


def test_what_is_kept_equals_a_full_recount(world: World) -> None:
    deals(world)
    done = verbs.recount(reckon=funnels, by=SYSTEM, at=world.now)
    assert [(one.process, one.stays, one.figures) for one in done] == [("services", 6, 4)]
    kept = figures.kept("services", verbs.FUNNEL, KEYS)
    assert set(kept) == KEYS
    rows = VisitRow.objects.order_by("-pk").values_list(
        "deal_id", "place", "version", "stage", "entered_at", "left_at", "outcome"
    )
    told = [(*row[:4], row[4].timestamp(), row[5] and row[5].timestamp(), row[6]) for row in rows]
    process = values.latest()
    anew = funnels(columns(told), {1: process}, world.now, values.calendar())
    assert {key: one.data for key, one in kept.items()} == json.loads(json.dumps(anew))
    assert kept["1/90"].data["stages"][0]["n"] == 3
    assert [one["open"] for one in kept["1/90"].data["stages"]][:3] == [1, 1, 1]


def test_the_past_is_kept_apart_and_equals_a_recount_of_its_deals_alone(world: World) -> None:
    deals(world)
    key = imports.begin_import(
        name="a.csv", content=io.BytesIO(amocrm.content(60)), by=world.head, at=world.now
    )
    Import.objects.filter(pk=key).update(state="running")
    importing.run(key=key, now=world.later, say=lambda done, total: None)
    verbs.recount(reckon=funnels, by=SYSTEM, at=world.now)
    kept = figures.kept("services", verbs.FUNNEL, {*KEYS, "1/90/without", "0/364/without", "0/0/only"})
    mine = set(DealRow.objects.exclude(imported=None).values_list("pk", flat=True))
    rows = VisitRow.objects.values_list(
        "deal_id", "place", "version", "stage", "entered_at", "left_at", "outcome"
    )
    told = [(*row[:4], row[4].timestamp(), row[5] and row[5].timestamp(), row[6]) for row in rows]
    process, calendar = values.latest(), values.calendar()
    ours = columns([row for row in told if row[0] not in mine])
    bare = json.loads(json.dumps(funnels(ours, {1: process}, world.now, calendar)))
    assert kept["1/90/without"].data == bare["1/90"]
    assert kept["0/364/without"].data == bare["0/364"]
    assert kept["1/90/without"].data["deals"] == 3
    only = kept["0/0/only"].data
    assert (only["deals"], only["won"], only["lost"], only["open"]) == (
        len(mine), *(DealRow.objects.filter(pk__in=mine, status=one).count() for one in ("imported", "lost", "open")),
    )  # fmt: skip
    for past, numbers in (("only", only), ("without", bare["1/90"]), ("with", kept["1/90"].data)):
        seen = funnel.funnel(by=world.head, at=world.now, past=past)
        assert (seen.past, seen.has_past, seen.deals, seen.won) == (
            past,
            True,
            numbers["deals"],
            numbers["won"],
        )
        for what in ("deals", "won", "lost", "open"):
            name = cohorts.name(what, seen.version, seen.days, past=past)
            found = deal_lists.deals(world.head, world.now, Filters(status="all", figure=name))
            assert found.count == getattr(seen, what), name
    assert cohorts.part("deals.0.90.only", world.now) is None
    # When the import is taken back, nothing of the past is left to choose.
    Import.objects.filter(pk=key).update(state="undoing")
    taking_back.undo(key=key, now=world.later, say=lambda done, total: None)
    verbs.recount(reckon=funnels, by=SYSTEM, at=world.now)
    seen = funnel.funnel(by=world.head, at=world.now, past="only")
    assert (seen.past, seen.has_past, seen.deals) == ("with", False, 3)


@committed
def test_they_are_counted_when_the_log_has_moved_and_not_otherwise(world: World) -> None:
    assert watch.turn(world.now) is not None
    assert watch.turn(world.later(seconds=30)) is None
    world.deal()
    assert watch.turn(world.now) is not None
    kept = figures.kept("services", verbs.FUNNEL, KEYS)
    assert kept["0/90"].data["deals"] == 1
    assert kept["0/90"].computed_at == world.now


@committed
def test_who_goes_from_an_import_to_the_funnel_finds_its_deals_counted(world: World) -> None:
    watch.turn(world.now)
    key = imports.begin_import(
        name="a.csv", content=io.BytesIO(amocrm.content(30)), by=world.head, at=world.now
    )
    work = KINDS["import"].piece
    for do, counted in (("running", True), ("undoing", False)):
        Import.objects.filter(pk=key).update(state=do)
        work({"import": key, "do": do}, 0, lambda done, total: None)
        assert ("0/0/only" in figures.kept("services", verbs.FUNNEL, {"0/0/only"})) is counted


@committed
def test_time_alone_makes_them_old(world: World) -> None:
    watch.turn(world.now)
    assert not watch.due(world.now + timedelta(minutes=14))
    assert watch.due(world.now + timedelta(minutes=16))


@committed
def test_two_workers_do_not_count_the_same_at_once(world: World) -> None:
    watch.turn(world.now)
    world.deal()
    assert watch.due(world.now)
    assert watch.turn(world.now, pause=timedelta(minutes=5)) is None
    assert watch.turn(world.now) is not None


def test_a_version_that_is_gone_from_the_figures_leaves_nothing_behind(world: World) -> None:
    verbs.recount(reckon=funnels, by=SYSTEM, at=world.now)
    verbs.recount(reckon=lambda *told: {"0/90": {"deals": 0}}, by=SYSTEM, at=world.now)
    assert list(KeptFigure.objects.values_list("key", "data")) == [("0/90", '{"deals":0}')]


def test_only_those_who_lead_ask_for_a_recount(world: World) -> None:
    with pytest.raises(NotAllowed):
        verbs.recount(reckon=funnels, by=world.manager, at=world.now)
