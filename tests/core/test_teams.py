"""Whose deals a person sees because of a team."""

from hypothesis import given
from hypothesis import strategies as st

from voronka.core.access import SYSTEM, VISIBILITIES, Actor, scope_of, sees
from voronka.core.process import SYSTEM_ROLES
from voronka.core.teams import Member, Team, mates

ANNA, OLEG, IRA, BOSS = 1, 2, 3, 4
NORTH, SOUTH = 7, 8


def people(**changed: Member) -> tuple[Member, ...]:
    usual = {
        "anna": Member(ANNA, "manager", team=NORTH),
        "oleg": Member(OLEG, "manager", team=NORTH),
        "ira": Member(IRA, "manager", team=SOUTH),
        "boss": Member(BOSS, "manager"),
    }
    return tuple({**usual, **changed}.values())


def actor(one: Member, seen: dict[int, tuple[int, ...]]) -> Actor:
    return Actor("person", one.key, one.role, one.visibility, seen[one.key])


def test_who_leads_a_team_sees_its_deals_and_the_others_their_own() -> None:
    seen = mates(people(), [Team(NORTH, BOSS), Team(SOUTH, IRA)])
    assert seen == {ANNA: (), OLEG: (), IRA: (), BOSS: (ANNA, OLEG)}
    boss = actor(Member(BOSS, "manager"), seen)
    assert boss.scope == "team"
    assert sees(boss, owner=ANNA) and sees(boss, owner=BOSS) and sees(boss, owner=None)
    assert not sees(boss, owner=IRA)


def test_who_was_told_to_see_their_team_sees_the_one_they_are_in_and_those_they_lead() -> None:
    anna = Member(ANNA, "manager", "team", NORTH)
    seen = mates(people(anna=anna), [Team(NORTH), Team(SOUTH, ANNA)])
    assert seen[ANNA] == (OLEG, IRA)


def test_who_was_told_to_see_their_own_deals_sees_no_others_though_they_lead() -> None:
    boss = Member(BOSS, "manager", "own")
    seen = mates(people(boss=boss), [Team(NORTH, BOSS)])
    assert seen[BOSS] == ()
    assert not sees(actor(boss, seen), owner=ANNA)


def test_the_head_of_sales_sees_all_whatever_is_chosen() -> None:
    assert scope_of("head", "own") == scope_of("owner", "team") == "all"
    assert scope_of("curator", "own") == "handed"


ROLE = st.sampled_from(SYSTEM_ROLES)
CHOSEN = st.sampled_from(["", "own", "team", "all", "handed", "nonsense"])
KEYS = st.integers(1, 6)
PEOPLE = st.lists(
    st.builds(Member, KEYS, ROLE, CHOSEN, st.none() | st.integers(7, 9)),
    unique_by=lambda one: one.key,
    max_size=6,
)
TEAMS = st.lists(
    st.builds(Team, st.integers(7, 9), st.none() | KEYS), unique_by=lambda one: one.key, max_size=3
)


@given(PEOPLE, TEAMS)
def test_nobody_has_mates_but_those_who_see_a_team(everybody: list[Member], teams: list[Team]) -> None:
    seen = mates(everybody, teams)
    members = {team.key: {one.key for one in everybody if one.team == team.key} for team in teams}
    for one in everybody:
        who = actor(one, seen)
        assert one.key not in seen[one.key]
        assert who.scope == scope_of(one.role, one.visibility, leads=bool(seen[one.key]))
        if who.scope != "team":
            assert seen[one.key] == ()
        near = {
            key for team in teams if team.head == one.key or one.team == team.key for key in members[team.key]
        }
        assert set(seen[one.key]) <= near


@given(PEOPLE, TEAMS, st.none() | KEYS)
def test_what_a_mate_sees_as_their_own_a_seer_of_the_team_sees(
    everybody: list[Member], teams: list[Team], owner: int | None
) -> None:
    seen = mates(everybody, teams)
    for one in everybody:
        who = actor(one, seen)
        if who.scope in ("own", "team"):
            assert sees(who, owner=owner) is (owner in (None, one.key, *seen[one.key]))


def test_only_what_is_offered_for_a_role_is_a_view() -> None:
    for role, offered in VISIBILITIES.items():
        assert all(scope_of(role, one) == one for one in offered)
    assert SYSTEM.scope == "all"
    assert SYSTEM.owners == ()
