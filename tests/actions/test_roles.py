"""Who may do what with whose deal: tables that people can read, held against every verb.

Each cell of TABLE has five signs: the actor's own deal, one of somebody in the team that the `leader` leads,
one of another team, one without an owner, and one of another team that is offered to the curator. `+` the
rules decide, `x` no right, `.` there is no such thing as far as this person is concerned.
"""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction

from tests.actions.plain import PLAIN
from tests.actions.verbs import ON_DEAL, ON_INQUIRY, Verb, inquiry
from tests.world import PASSWORD, World
from voronka.actions import asks, closing, cycle, people, teams
from voronka.core.access import SYSTEM, Actor
from voronka.core.problems import Invalid, NotAllowed, NotFound
from voronka.store import rows, values
from voronka.store.models import Person

ROLES = ("owner", "head", "leader", "manager", "support", "marketer", "curator", "accountant", "stranger")
TABLE = """
                    owner  head   leader  manager  support  marketer  curator  accountant  stranger
move_deal           +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
return_deal         +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
undo_move           +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
lose_deal           +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
reopen_deal         +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
tick_step           +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
set_next_step       +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
log_brief           +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
log_call            +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
log_recording       +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
log_contract_sent   +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
log_offer           +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
log_offer_accepted  +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
log_contract        +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
log_invoice         +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
set_amount          +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
set_field           +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
set_title           +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
set_client          +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
assign_deal         +++++  +++++  xx.x.   x..x.    xxxxx    xxxxx     xxxxx    xxxxx       xxxxx
take_deal           +++++  +++++  xx.+.   x..+.    xxx+x    xxxxx     xxxxx    xxxxx       xxxxx
ask_exception       +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
grant_exception     +++++  +++++  xxxxx   xxxxx    xxxxx    xxxxx     xxxxx    xxxxx       xxxxx
ask_approval        +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
acknowledge_instruction  +++++  +++++  ++.+.  +..+.  +++++  +++++  ....+    +++++       xxxxx
approve_deal        +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       xxxxx
add_note            +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
receive_payment     +++++  +++++  ++.+.   +..+.    xxxxx    xxxxx     xxxxx    +++++       xxxxx
refund_payment      +++++  +++++  xxxxx   xxxxx    xxxxx    xxxxx     xxxxx    +++++       xxxxx
void_payment        +++++  +++++  xxxxx   xxxxx    xxxxx    xxxxx     xxxxx    xxxxx       xxxxx
offer_handover      +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
accept_handover     +++++  +++++  xxxxx   xxxxx    xxxxx    xxxxx     ....+    xxxxx       xxxxx
return_handover     +++++  +++++  xxxxx   xxxxx    xxxxx    xxxxx     ....+    xxxxx       xxxxx
"""
INQUIRIES = """
                    owner  head   leader  manager  support  marketer  curator  accountant  stranger
add_message         ++++   ++++   ++.+    +..+     ++++     xxxx      xxxx     xxxx        xxxx
note_inquiry        ++++   ++++   ++.+    +..+     ++++     xxxx      xxxx     xxxx        xxxx
fill_brief          ++++   ++++   ++.+    +..+     ++++     xxxx      xxxx     xxxx        xxxx
fill_inquiry        ++++   ++++   ++.+    +..+     ++++     xxxx      xxxx     xxxx        xxxx
answer_inquiry      ++++   ++++   ++.+    +..+     ++++     xxxx      xxxx     xxxx        xxxx
close_inquiry       ++++   ++++   ++.+    +..+     ++++     xxxx      xxxx     xxxx        xxxx
promote_inquiry     ++++   ++++   ++.+    +..+     ++++     xxxx      xxxx     xxxx        xxxx
"""
"""Of the actor (or of nobody, where the role takes none), of a mate, of another team, of nobody."""
OTHERS = """
                    owner  head   leader  manager  support  marketer  curator  accountant  stranger
save_company        +      +      +       +        +        x         x        x           x
save_contact        +      +      +       +        +        x         x        x           x
compare_clients     +      +      +       +        +        x         x        x           x
tell_different      +      +      +       +        +        x         x        x           x
take_back_different  +     +      +       +        +        x         x        x           x
merge_clients       +      +      +       +        +        x         x        x           x
split_clients       +      +      +       +        +        x         x        x           x
receive_inquiry     +      +      +       +        +        x         x        x           x
send_form           x      x      x       x        x        x         x        x           x
let_in              +      +      +       +        +        x         x        x           x
throw_away          +      +      +       +        +        x         x        x           x
change_form         +      +      x       x        x        x         x        x           x
write_consent       +      +      x       x        x        x         x        x           x
write_ready_answer  +      +      x       x        x        x         x        x           x
open_deal           +      +      +       +        +        x         x        x           x
keep_file           +      +      +       +        +        +         +        +           +
make_backup         +      +      x       x        x        x         x        x           x
export_everything   +      x      x       x        x        x         x        x           x
begin_import        +      +      x       x        x        x         x        x           x
correct_plan        +      +      x       x        x        x         x        x           x
ask_try             +      +      x       x        x        x         x        x           x
ask_run             +      +      x       x        x        x         x        x           x
ask_undo            +      +      x       x        x        x         x        x           x
begin_here          +      +      x       x        x        x         x        x           x
discard_import      +      +      x       x        x        x         x        x           x
hand_over_named     +      +      x       x        x        x         x        x           x
begin_bulk          +      +      +       +        +        x         x        x           x
choose_change       +      +      +       +        +        x         x        x           x
begin_work          +      +      +       +        +        x         x        x           x
go                  +      +      +       +        +        x         x        x           x
stop_bulk           +      +      +       +        +        x         x        x           x
discard_bulk        +      +      +       +        +        x         x        x           x
correct_outline     +      +      x       x        x        x         x        x           x
publish_outline     +      +      x       x        x        x         x        x           x
save_view           +      +      +       +        +        +         +        +           x
share_view          +      +      x       x        x        x         x        x           x
change_view         +      +      +       +        +        +         +        +           x
change_shared_view  +      +      x       x        x        x         x        x           x
remove_view         +      +      +       +        +        +         +        +           x
remove_shared_view  +      +      x       x        x        x         x        x           x
restore_view        +      +      x       x        x        x         x        x           x
choose_view         +      +      +       +        +        +         +        +           x
note_export         +      +      x       x        +        +         x        +           x
ask_for_export      +      +      +       +        +        +         x        +           x
ask_for_backup      +      +      x       x        x        x         x        x           x
ask_for_proof       +      +      x       x        x        x         x        x           x
rebuild_index       +      +      x       x        x        x         x        x           x
recount             +      +      x       x        x        x         x        x           x
publish             +      +      x       x        x        x         x        x           x
migrate_deals       +      +      x       x        x        x         x        x           x
begin_draft         +      +      x       x        x        x         x        x           x
save_draft          +      +      x       x        x        x         x        x           x
discard_draft       +      +      x       x        x        x         x        x           x
publish_draft       +      +      x       x        x        x         x        x           x
replace_demo        +      x      x       x        x        x         x        x           x
found_company       x      x      x       x        x        x         x        x           x
add_person          +      +      x       x        x        x         x        x           x
add_owner           +      x      x       x        x        x         x        x           x
change_person       +      +      x       x        x        x         x        x           x
change_owner        +      x      x       x        x        x         x        x           x
invite              +      +      x       x        x        x         x        x           x
invite_owner        +      x      x       x        x        x         x        x           x
leave               +      +      x       x        x        x         x        x           x
set_password        +      +      x       x        x        x         x        x           x
set_owners_password  +     x      x       x        x        x         x        x           x
take_second_step    +      x      x       x        x        x         x        x           x
add_team            +      +      x       x        x        x         x        x           x
change_team         +      +      x       x        x        x         x        x           x
remove_team         +      +      x       x        x        x         x        x           x
change_company      +      x      x       x        x        x         x        x           x
set_day             +      +      x       x        x        x         x        x           x
clear_day           +      +      x       x        x        x         x        x           x
ask_for_recount     +      +      x       x        x        x         x        x           x
change_password     +      +      +       +        +        +         +        +           x
prefer              +      +      +       +        +        +         +        +           x
make_token          +      +      +       +        +        +         +        +           x
revoke_own_token    +      +      +       +        +        +         +        +           .
revoke_token        +      +      .       .        .        .         .        .           .
"""


def table(text: str) -> dict[str, dict[str, str]]:
    """The cells, by verb and role."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    return {verb: dict(zip(head, cells, strict=True)) for verb, *cells in lines}


TAKE = Verb("take_deal", cycle.assign_deal, World.deal, (), lambda world, key: {"owner": None}, who="manager")

READ = Verb("acknowledge_instruction", asks.acknowledge_instruction, World.deal, (), lambda world, key: {})
BESIDES = (TAKE, READ)
"""Verbs on a deal that are not among those of tests/actions/verbs.py."""


def sign(attempt: Callable[[], object]) -> str:
    """How the attempt ends; nothing of it is kept."""
    try:
        with transaction.atomic():
            attempt()
            transaction.set_rollback(True)
    except NotAllowed:
        return "x"
    except NotFound:
        return "."
    except Invalid:
        return "+"
    return "+"


@pytest.fixture
def staff(world: World) -> dict[str, Actor]:
    """Everybody of the tables: the story's people, and a manager who leads the team of the other manager."""
    leader = people.add_person(
        email="leader@voronka.test",
        name="Зоя Пак",
        role="manager",
        password=PASSWORD,
        by=SYSTEM,
        at=world.now,
    )
    team = teams.add_team(name="Север", head=leader, by=SYSTEM, at=world.now)
    people.change_person(
        key=world.other_manager.id or 0,
        name="Олег Бут",
        role="manager",
        active=True,
        team=team,
        by=SYSTEM,
        at=world.now,
    )
    known = {role: getattr(world, role) for role in ROLES if role != "leader"}
    return {**known, "leader": Person.objects.get(pk=leader).actor}


def outsider(world: World) -> int:
    """A manager of another team."""
    return people.add_person(email="far@voronka.test", name="Ян Дуб", role="manager", by=SYSTEM, at=world.now)


def deals(world: World) -> list[int]:
    """A deal to be each actor's own, a mate's, another team's, a free one, and one offered to the curator."""
    mine, mate, other, free, handed = [world.deal() for _ in range(4)] + [world.deal_at("handover")]
    closing.offer_handover(key=handed, to=world.curator.id, by=world.manager, at=world.later())
    far = outsider(world)
    owners = {mate: world.other_manager.id, other: far, free: None, handed: far}
    for key, owner in owners.items():
        cycle.assign_deal(key=key, owner=owner, by=SYSTEM, at=world.later())
    return [mine, mate, other, free, handed]


@pytest.mark.parametrize("verb", [*ON_DEAL, *BESIDES], ids=str)
def test_the_table_of_rights_on_deals_holds(world: World, staff: dict[str, Actor], verb: Verb) -> None:
    keys, found = deals(world), {}
    for role, actor in staff.items():
        cycle.assign_deal(key=keys[0], owner=actor.id, by=SYSTEM, at=world.later())
        asked = {"owner": actor.id} if verb is TAKE else {}
        tried = proved(verb, actor)
        found[role] = "".join(sign(partial(tried.do, world, key, by=actor, **asked)) for key in keys)
    assert found == table(TABLE)[verb.name]


def proved(verb: Verb, actor: Actor) -> Verb:
    """With a file of the actor's own, where the verb asks for one."""
    if verb.name != "receive_payment":
        return verb
    asks = verb.asks

    def own(world: World, key: int) -> dict[str, object]:
        kept, world.manager = world.manager, actor
        try:
            return asks(world, key)
        finally:
            world.manager = kept

    return Verb(verb.name, verb.act, verb.start, verb.kinds, own)


@pytest.mark.parametrize("verb", ON_INQUIRY, ids=str)
def test_the_table_of_rights_on_inquiries_holds(world: World, staff: dict[str, Actor], verb: Verb) -> None:
    far = Person.objects.get(pk=outsider(world)).actor
    others = [inquiry(world, by=who) for who in (world.other_manager, far, world.support)]
    assert values.inquiry(others[2]).owner is None
    found = {}
    for role, actor in staff.items():
        mine = inquiry(world, by=actor if actor.role in ("manager", "head") else world.support)
        found[role] = "".join(sign(partial(verb.do, world, key, by=actor)) for key in (mine, *others))
    assert found == table(INQUIRIES)[verb.name]


@pytest.mark.parametrize("name", PLAIN)
def test_the_table_of_all_other_rights_holds(world: World, staff: dict[str, Actor], name: str) -> None:
    attempt = PLAIN[name].prepare(world)
    found = {role: sign(partial(attempt, actor)) for role, actor in staff.items()}
    assert found == table(OTHERS)[name]


def test_every_verb_is_in_a_table() -> None:
    assert {verb.name for verb in [*ON_DEAL, *BESIDES]} == set(table(TABLE))
    assert {verb.name for verb in ON_INQUIRY} == set(table(INQUIRIES))
    assert set(PLAIN) == set(table(OTHERS))


def test_a_handed_over_deal_is_another_curators_no_more_than_it_is_nobodys(world: World) -> None:
    key = deals(world)[4]
    rival = Actor("person", world.support.id, "curator")
    with pytest.raises(NotFound):
        closing.accept_handover(key=key, by=rival, at=world.later())
    assert closing.accept_handover(key=key, by=world.curator, at=world.later()).status == "won"


def test_counters_know_whose_deals_are_whose(world: World) -> None:
    places = [rows.place_of(values.deal(key)) for key in deals(world)]
    far = Person.objects.get(name="Ян Дуб").pk
    assert [place[2] for place in places] == [world.manager.id, world.other_manager.id, far, 0, far]
