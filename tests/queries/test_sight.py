"""Nobody sees what isn't theirs to see: one rule, in Python and in the database, for everything that is asked."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World
from voronka.actions import clients as client_verbs
from voronka.actions import closing, cycle, entry, people, teams
from voronka.core.access import SYSTEM, Actor, sees
from voronka.core.problems import NotFound
from voronka.core.process import SYSTEM_ROLES
from voronka.queries import changes, clients, find, rail
from voronka.queries.closing import handovers, payments
from voronka.queries.cycle import board, card, cards, deals, today
from voronka.queries.records import deals as deal_records
from voronka.queries.records import facts, sight
from voronka.queries.records import files as file_records
from voronka.store.models import DealRow, InquiryRow, Person

KEYS = ("manager", "other_manager", "curator")


@pytest.fixture
def crowd(world: World) -> World:
    """Deals of two managers and of nobody, some between sales and production; inquiries beside them."""
    for owner in ("manager", "other_manager"):
        who = getattr(world, owner)
        world.deal(by=who)
        offered = world.deal_at("handover", by=who)
        closing.offer_handover(key=offered, to=world.curator.id, by=who, at=world.later())
        entry.receive_inquiry(channel="phone", name="Ирина", by=who, at=world.later())
    free = world.deal_at("handover")
    cycle.assign_deal(key=free, owner=None, by=SYSTEM, at=world.later())
    closing.offer_handover(key=free, by=world.head, at=world.later())
    world.won_deal(by=world.other_manager)
    world.lost_deal(by=world.manager)
    entry.receive_inquiry(channel="phone", name="Марк", by=world.support, at=world.later())
    return world


actors = st.builds(
    Actor,
    st.just("person"),
    st.integers(0, 3),
    st.sampled_from([*SYSTEM_ROLES, ""]),
    st.sampled_from(["", "own", "team", "all", "handed"]),
    st.lists(st.integers(0, 3), unique=True).map(tuple),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(actors, st.sampled_from([1, 5000]))
def test_the_rule_and_its_conditions_say_the_same(crowd: World, drawn: Actor, pieces: int) -> None:
    known = [getattr(crowd, word).id for word in KEYS] + [0]
    who = replace(drawn, id=known[drawn.id or 0], mates=tuple(known[one] for one in drawn.mates))
    rows = list(DealRow.objects.all())
    right = {
        row.pk
        for row in rows
        if sees(who, owner=row.owner_id, handover=row.handover, handover_to=row.handover_to)
    }
    assert set(DealRow.objects.filter(sight.deals(who)).values_list("pk", flat=True)) == right
    parts = cards.sight(who, pieces=pieces)
    read = [row[0] for row in cards.read([(part, "d.id", 100) for part in parts])]
    assert sorted(read) == sorted(right)  # and no deal twice
    for owner in (known[0], known[1], None):
        parts = cards.sight(who, owner)
        read = [row[0] for row in cards.read([(part, "d.id", 100) for part in parts])]
        assert set(read) == {row.pk for row in rows if row.pk in right and row.owner_id == owner}
    if who.scope in ("all", "own", "team"):
        inquiries = {row.pk for row in InquiryRow.objects.all() if sees(who, owner=row.owner_id)}
        assert set(InquiryRow.objects.filter(sight.inquiries(who)).values_list("pk", flat=True)) == inquiries


def _team_of(world: World) -> Actor:
    """The support leads a team with the first manager in it, and sees that team alone."""
    north = teams.add_team(name="Север", head=world.support.id, by=world.head, at=world.now)
    _change(world, world.manager, team=north)
    _change(world, world.support, visibility="team")
    return Person.objects.get(pk=world.support.id).actor


def _change(world: World, who: Actor, **changed: object) -> None:
    row = Person.objects.get(pk=who.id)
    people.change_person(
        key=row.pk, name=row.name, role=row.role, active=True, by=world.head, at=world.now, **changed  # type: ignore[arg-type]
    )  # fmt: skip


def shown(actor: Actor, world: World) -> dict[str, set[int]]:
    """The deals that each page and each record shows to the actor."""
    now = world.now
    seen = board.board(actor, now)
    day = today.today(actor, now, UTC)
    between = handovers.handovers(actor, now)
    offered = [*between.mine, *between.others, *between.returned, *between.unpaid]
    found = find.hits(actor, "Сайт")
    return {
        "board": _keys(one for column in seen.columns for one in column.cards),
        "list": _keys(deals.deals(actor, now, deals.Filters(status="all")).cards),
        "today": _keys([*day.todo, *day.ready]),
        "handovers": _keys(one.card for one in offered),
        "search": {one.key for one in found if one.noun == "deal"},
        "payments": {one.deal for one in payments.payments(actor, payments.PaymentFilters()).lines},
        "records": {one.key for one in deal_records.deals(by=actor, limit=100).items},
    }


def _keys(cards: Iterable[cards.Card]) -> set[int]:
    return {card.key for card in cards}


def test_a_team_leader_meets_the_deals_of_the_team_and_no_others(crowd: World) -> None:
    leader = _team_of(crowd)
    foreign = set(DealRow.objects.filter(owner=crowd.other_manager.id).values_list("pk", flat=True))
    mine = set(DealRow.objects.filter(owner=crowd.manager.id, status="open").values_list("pk", flat=True))
    for where, keys in shown(leader, crowd).items():
        assert not keys & foreign, where
        if where in ("board", "list", "records"):
            assert mine <= keys, where
    everything = shown(crowd.head, crowd)
    assert any(keys & foreign for keys in everything.values())


def test_the_counters_of_a_team_are_the_sum_over_its_people(crowd: World) -> None:
    leader = _team_of(crowd)
    seen = board.board(leader, crowd.now)
    mine = DealRow.objects.filter(sight.deals(leader), status="open")
    assert seen.count == mine.count() == sum(len(column.cards) for column in seen.columns)
    assert sum(one.amount for one in seen.sums) == sum(mine.values_list("agreed", flat=True))
    assert rail.counts(leader, crowd.now).deals == seen.count
    assert deals.deals(leader, crowd.now, deals.Filters()).count == seen.count
    assert {one.key for one in seen.people} <= {*leader.owners}
    only = deals.Filters(owner=crowd.other_manager.id)
    assert (deals.deals(leader, crowd.now, only).count or 0) == 0
    assert board.board(leader, crowd.now, owner=crowd.other_manager.id).count == 0


def test_a_counter_never_tells_of_deals_that_the_page_hides(crowd: World) -> None:
    leader = _team_of(crowd)
    for owner in (crowd.other_manager.id, crowd.curator.id):
        narrowed = board.board(leader, crowd.now, owner=owner)
        assert (narrowed.count, narrowed.sums, narrowed.attention) == (0, (), 0)


def test_a_foreign_deal_is_nowhere_by_its_number(crowd: World) -> None:
    leader = _team_of(crowd)
    key = DealRow.objects.filter(owner=crowd.other_manager.id, status="open").values_list("pk", flat=True)[0]
    proof = crowd.file(by=crowd.other_manager)
    cycle.add_note(key=key, text="Смета", proof=proof, by=crowd.other_manager, at=crowd.later())
    asked: list[Callable[[], object]] = [
        lambda: card.deal_card(leader, key, crowd.now),
        lambda: deal_records.deal(key, by=leader, at=crowd.now),
        lambda: facts.of_deal(key, by=leader),
        lambda: file_records.file(proof, by=leader),
        lambda: cycle.move_deal(key=key, to="call", by=leader, at=crowd.now),
        lambda: cycle.move_deal(key=key, to="call", seen=999, by=leader, at=crowd.now),
    ]
    for ask in asked:
        with pytest.raises(NotFound):
            ask()
    assert [one for one in find.hits(leader, str(key)) if one.noun == "deal"] == []


@pytest.mark.sqlite  # on PostgreSQL facts of a transaction that is not over have no position yet
def test_a_live_page_is_not_told_of_a_foreign_deal(crowd: World) -> None:
    leader = _team_of(crowd)
    key = DealRow.objects.filter(owner=crowd.other_manager.id).values_list("pk", flat=True)[0]
    told = changes.changes(0, [f"deal:{key}", "deals"], by=leader)
    assert told.topics == ("deals",)
    assert f"deal:{key}" in changes.changes(0, [f"deal:{key}"], by=crowd.head).topics


def test_a_clients_card_counts_only_deals_that_one_sees(crowd: World) -> None:
    leader = _team_of(crowd)
    firm = client_verbs.save_company(name="Ромашка", by=crowd.head, at=crowd.later())
    crowd.deal(by=crowd.other_manager, company=firm)
    assert clients.company_card(leader, firm, crowd.now).deals == ()
    assert clients.found(leader, "Ромашка").companies[0].deals == 0
    assert clients.found(crowd.head, "Ромашка").companies[0].deals == 1


def test_another_team_takes_effect_at_once(crowd: World) -> None:
    leader = _team_of(crowd)
    south = teams.add_team(name="Юг", by=crowd.head, at=crowd.now)
    _change(crowd, crowd.manager, team=south)
    _change(crowd, crowd.other_manager, team=Person.objects.get(pk=crowd.support.id).team_id)
    moved = Person.objects.get(pk=leader.id).actor
    assert moved.mates == ()
    north = Person.objects.filter(team=south).values_list("team", flat=True)[0]
    assert north == south
    key = DealRow.objects.filter(owner=crowd.manager.id).values_list("pk", flat=True)[0]
    with pytest.raises(NotFound):
        card.deal_card(moved, key, crowd.now)
