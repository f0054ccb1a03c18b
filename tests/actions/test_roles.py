"""Who may do what with whose deal: a table that people can read, held against every verb.

Each cell has four signs: the actor's own deal, another's, one without an owner, another's that is offered to
the curator. `+` the rules decide, `x` no right, `.` there is no such deal as far as this person is concerned.
"""

import pytest
from django.db import transaction

from tests.actions.verbs import ON_DEAL, ON_INQUIRY, Verb, inquiry
from tests.world import World
from voronka.actions import closing, cycle
from voronka.core.access import SYSTEM, Actor
from voronka.core.problems import NotAllowed, NotFound
from voronka.store import rows, values

ROLES = ("owner", "head", "manager", "support", "marketer", "curator", "accountant", "stranger")
TABLE = """
                    owner  head  manager  support  marketer  curator  accountant  stranger
move_deal           ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
return_deal         ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
undo_move           ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
lose_deal           ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
reopen_deal         ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
tick_step           ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
set_next_step       ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
log_brief           ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
log_call            ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
log_recording       ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
log_contract_sent   ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
log_offer           ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
log_offer_accepted  ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
log_contract        ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
log_invoice         ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
set_amount          ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
set_field           ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
set_title           ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
set_client          ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
assign_deal         ++++   ++++  x.x.     xxxx     xxxx      xxxx     xxxx        xxxx
take_deal           ++++   ++++  x.+.     xx+x     xxxx      xxxx     xxxx        xxxx
ask_approval        ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
approve_deal        ++++   ++++  +.+.     ++++     ++++      ...+     ++++        xxxx
add_note            ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
receive_payment     ++++   ++++  +.+.     xxxx     xxxx      xxxx     ++++        xxxx
refund_payment      ++++   ++++  xxxx     xxxx     xxxx      xxxx     ++++        xxxx
void_payment        ++++   ++++  xxxx     xxxx     xxxx      xxxx     xxxx        xxxx
offer_handover      ++++   ++++  +.+.     ++++     xxxx      xxxx     xxxx        xxxx
accept_handover     ++++   ++++  xxxx     xxxx     xxxx      ...+     xxxx        xxxx
return_handover     ++++   ++++  xxxx     xxxx     xxxx      ...+     xxxx        xxxx
"""
INQUIRIES = """
                    owner  head  manager  support  marketer  curator  accountant  stranger
add_message         +++    +++   +.+      +++      xxx       xxx      xxx         xxx
fill_brief          +++    +++   +.+      +++      xxx       xxx      xxx         xxx
answer_inquiry      +++    +++   +.+      +++      xxx       xxx      xxx         xxx
close_inquiry       +++    +++   +.+      +++      xxx       xxx      xxx         xxx
promote_inquiry     +++    +++   +.+      +++      xxx       xxx      xxx         xxx
"""


def table(text: str) -> dict[str, dict[str, str]]:
    """The cells, by verb and role."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    return {verb: dict(zip(head, cells, strict=True)) for verb, *cells in lines}


TAKE = Verb("take_deal", cycle.assign_deal, World.deal, (), lambda world, key: {"owner": None}, who="manager")


def sign(world: World, verb: Verb, key: int, actor: Actor) -> str:
    """How the attempt ends; nothing of it is kept."""
    asked = {"owner": actor.id} if verb is TAKE else {}
    try:
        with transaction.atomic():
            verb.do(world, key, by=actor, **asked)
            transaction.set_rollback(True)
    except NotAllowed:
        return "x"
    except NotFound:
        return "."
    return "+"


def deals(world: World) -> list[int]:
    """A deal to be each actor's own, another's, a free one, and one that is offered to the curator."""
    mine, other, free, handed = [world.deal() for _ in range(3)] + [world.deal_at("handover")]
    cycle.assign_deal(key=free, owner=None, by=SYSTEM, at=world.later())
    closing.offer_handover(key=handed, to=world.curator.id, by=world.manager, at=world.later())
    for key in (other, handed):
        cycle.assign_deal(key=key, owner=world.other_manager.id, by=SYSTEM, at=world.later())
    return [mine, other, free, handed]


@pytest.mark.parametrize("verb", [*ON_DEAL, TAKE], ids=str)
def test_the_table_of_rights_on_deals_holds(world: World, verb: Verb) -> None:
    keys = deals(world)
    found = {}
    for role in ROLES:
        actor = getattr(world, role)
        cycle.assign_deal(key=keys[0], owner=actor.id, by=SYSTEM, at=world.later())
        found[role] = "".join(sign(world, proved(verb, role), key, actor) for key in keys)
    assert found == table(TABLE)[verb.name]


def proved(verb: Verb, role: str) -> Verb:
    """With a file of the actor's own, where the verb asks for one."""
    if verb.name != "receive_payment":
        return verb
    asks = verb.asks

    def own(world: World, key: int) -> dict[str, object]:
        kept, world.manager = world.manager, getattr(world, role)
        try:
            return asks(world, key)
        finally:
            world.manager = kept

    return Verb(verb.name, verb.act, verb.start, verb.kinds, own)


@pytest.mark.parametrize("verb", ON_INQUIRY, ids=str)
def test_the_table_of_rights_on_inquiries_holds(world: World, verb: Verb) -> None:
    other, free = inquiry(world, by=world.other_manager), inquiry(world, by=world.support)
    assert values.inquiry(free).owner is None
    found = {}
    for role in ROLES:
        actor = getattr(world, role)
        mine = inquiry(world) if role == "manager" else inquiry(world, by=world.support)
        found[role] = "".join(sign(world, verb, key, actor) for key in (mine, other, free))
    assert found == table(INQUIRIES)[verb.name]


def test_every_verb_is_in_the_table() -> None:
    assert {verb.name for verb in [*ON_DEAL, TAKE]} == set(table(TABLE))
    assert {verb.name for verb in ON_INQUIRY} == set(table(INQUIRIES))


def test_a_handed_over_deal_is_another_curators_no_more_than_it_is_nobodys(world: World) -> None:
    key = deals(world)[3]
    rival = Actor("person", world.support.id, "curator")
    with pytest.raises(NotFound):
        closing.accept_handover(key=key, by=rival, at=world.later())
    assert closing.accept_handover(key=key, by=world.curator, at=world.later()).status == "won"


def test_counters_know_whose_deals_are_whose(world: World) -> None:
    places = [rows.place_of(values.deal(key)) for key in deals(world)]
    other = world.other_manager.id
    assert [place[2] for place in places] == [world.manager.id, other, 0, other]
