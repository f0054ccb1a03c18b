"""Who is told what: tables that people can read, held against every query that asks who wants to know.

The cells about deals have five signs: the actor's own, one of somebody in the team that the `leader` leads,
one of another team, one without an owner, one of another team that is offered to the curator; those about
inquiries the same without the last. `+` it is told, `.` not, `x` the person may not ask.
"""

from functools import partial

import pytest
from django.db import transaction

from tests.actions.test_roles import outsider, staff, table
from tests.actions.verbs import inquiry
from tests.queries.asked import ON_DEALS, ON_INQUIRIES, OTHERS, Asked, refused
from tests.world import PRICE, World
from voronka.actions import clients, closing, cycle
from voronka.core.access import SYSTEM, Actor
from voronka.core.problems import NotAllowed
from voronka.store.models import InquiryRow, Person

__all__ = ["staff"]

TABLE = """
                owner  head   leader  manager  support  marketer  curator  accountant  stranger
board           +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
column          +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
list            +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
page            +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
today           +++++  +++++  ++.+.   +..+.    ++++.    ++++.     ....+    ++++.       .....
search          +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
written         +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
search_page     +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
overview        +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
moves           +++++  +++++  ++.+.   +..+.    +++++    .....     .....    .....       .....
live            +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
card            +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
money           +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
payments        +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       xxxxx
unpaid          ++++.  ++++.  ++.+.   +..+.    ++++.    ++++.     .....    ++++.       xxxxx
handovers       ....+  ....+  .....   .....    ....+    ....+     ....+    ....+       xxxxx
company_card    +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       xxxxx
contact_card    +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       xxxxx
records         +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       xxxxx
record          +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       xxxxx
of_view         +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       xxxxx
require         +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       xxxxx
currency        +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
facts           +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       xxxxx
fitting         +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
bulk            +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
bulk_sheet      +++++  +++++  ++.+.   +..+.    +++++    xxxxx     xxxxx    xxxxx       xxxxx
sheet           +++++  +++++  ++.+.   +..+.    +++++    +++++     xxxxx    +++++       xxxxx
unpaid_sheet    ++++.  ++++.  ++.+.   +..+.    ++++.    ++++.     xxxxx    ++++.       xxxxx
handover_sheet  ....+  ....+  .....   .....    ....+    ....+     xxxxx    ....+       xxxxx
payment_sheet   +++++  +++++  xxxxx   xxxxx    +++++    +++++     xxxxx    +++++       xxxxx
file            +++++  +++++  ++.+.   +..+.    +++++    +++++     ....+    +++++       .....
"""
INQUIRIES = """
                owner  head   leader  manager  support  marketer  curator  accountant  stranger
inbox           ++++   ++++   ++.+    +..+     ++++     ++++      xxxx     xxxx        xxxx
of_contacts     ++++   ++++   ++.+    +..+     ++++     ++++      ....     ....        ....
written         ++++   ++++   ++.+    +..+     ++++     ++++      ....     ....        ....
search_page     ++++   ++++   ++.+    +..+     ++++     ++++      ....     ....        ....
inquiry_card    ++++   ++++   ++.+    +..+     ++++     ++++      xxxx     xxxx        xxxx
list_page       ++++   ++++   ++.+    +..+     ++++     ++++      xxxx     xxxx        xxxx
records         ++++   ++++   ++.+    +..+     ++++     ++++      xxxx     xxxx        xxxx
record          ++++   ++++   ++.+    +..+     ++++     ++++      xxxx     xxxx        xxxx
require         ++++   ++++   ++.+    +..+     ++++     ++++      xxxx     xxxx        xxxx
facts           ++++   ++++   ++.+    +..+     ++++     ++++      xxxx     xxxx        xxxx
sheet           ++++   ++++   xxxx    xxxx     ++++     ++++      xxxx     xxxx        xxxx
"""
OTHER = """
                owner  head   leader  manager  support  marketer  curator  accountant  stranger
clients         +      +      +       +        +        +         .        +           x
found           +      +      +       +        +        +         .        +           x
known_people    +      +      +       +        +        +         .        +           x
pairs           +      +      +       +        +        x         x        x           x
pairs_of        +      +      +       +        +        .         .        .           .
beside          +      +      +       +        +        x         x        x           x
current         +      +      +       +        +        +         .        +           x
merges          +      +      +       +        +        x         x        x           x
merges_of       +      +      +       +        +        .         .        .           .
merge           +      +      +       +        +        x         x        x           x
pair_records    +      +      +       +        +        x         x        x           x
same_records    +      +      +       +        +        +         .        +           x
beside_record   +      +      +       +        +        x         x        x           x
merge_records   +      +      +       +        +        x         x        x           x
merge_record    +      +      +       +        +        x         x        x           x
waiting         +      +      +       +        +        .         .        .           .
comparing       +      +      +       +        +        +         +        +           x
maybe_same      +      +      +       +        +        +         .        +           x
companies_of    +      +      +       +        +        +         .        +           .
people_of       +      +      +       +        +        +         .        +           .
company_name    +      +      +       +        +        +         .        +           .
contact_name    +      +      +       +        +        +         .        +           .
companies       +      +      +       +        +        +         .        +           x
company         +      +      +       +        +        +         .        +           x
contacts        +      +      +       +        +        +         .        +           x
contact         +      +      +       +        +        +         .        +           x
staff           +      +      x       x        x        x         x        x           x
teams           +      +      x       x        x        x         x        x           x
team            +      +      x       x        x        x         x        x           x
leaving         +      +      x       x        x        x         x        x           x
colleague       +      +      x       x        x        x         x        x           x
me              +      +      +       +        +        +         +        +           .
people          +      +      x       x        x        x         x        x           x
one             +      +      x       x        x        x         x        x           x
team_records    +      +      x       x        x        x         x        x           x
team_record     +      +      x       x        x        x         x        x           x
myself          +      +      +       +        +        +         +        +           .
tokens          +      +      .       .        .        .         .        .           .
rights          +      +      +       +        +        +         +        +           .
holders         +      +      +       .        +        +         .        +           .
ours            +      +      +       +        +        +         +        +           x
year            +      +      +       +        +        +         +        +           x
own_day         +      +      +       +        +        +         +        +           x
form_setup      +      +      x       x        x        x         x        x           x
answering       +      +      +       +        +        +         x        x           x
form_record     +      +      x       x        x        x         x        x           x
held            +      +      +       +        +        +         x        x           x
held_count      +      +      +       +        +        +         .        .           .
rail            +      +      +       +        +        +         .        +           .
passport        +      +      +       +        +        +         +        +           x
paper           +      +      +       +        +        +         +        +           x
question        +      +      +       +        +        +         +        +           x
funnel          +      +      +       +        +        +         +        +           x
verdicts        +      +      +       +        +        +         +        +           x
tour_refused    +      +      .       +        +        +         .        +           .
tour_waiting    +      +      .       +        +        +         .        +           .
process         +      +      +       +        +        +         +        +           x
versions        +      +      +       +        +        +         +        +           x
version         +      +      +       +        +        +         +        +           x
difference      +      +      +       +        +        +         +        +           x
of_text         +      +      +       +        +        +         +        +           x
rehearse        +      +      x       x        x        x         x        x           x
behind          +      +      +       .        +        +         .        +           .
ways            +      +      x       x        x        x         x        x           x
moving          +      +      x       x        x        x         x        x           x
migrations      +      +      +       +        +        +         +        +           x
drafts          +      +      x       x        x        x         x        x           x
draft           +      +      x       x        x        x         x        x           x
whole_company   +      x      x       x        x        x         x        x           x
drafted         +      +      x       x        x        x         x        x           x
whole_log       +      +      x       x        x        x         x        x           x
last_position   +      +      x       x        x        x         x        x           x
index           +      +      x       x        x        x         x        x           x
verify          +      +      x       x        x        x         x        x           x
jobs            +      +      x       x        x        x         x        x           x
job             +      +      .       .        .        .         .        .           .
client_sheet    +      +      x       x        +        +         x        +           x
imports         +      +      x       x        x        x         x        x           x
import          +      +      x       x        x        x         x        x           x
ownerless       +      +      x       x        x        x         x        x           x
stayed          +      +      x       x        x        x         x        x           x
refused_rows    +      +      x       x        x        x         x        x           x
bulks           +      +      .       +        .        x         x        x           x
outline_rules   +      +      x       x        x        x         x        x           x
views           +      +      +       +        +        +         +        +           x
view            +      +      +       +        +        +         +        +           x
own_view        .      +      .       .        .        .         .        .           x
exports         +      x      x       x        x        x         x        x           x
export          .      .      .       +        .        .         .        .           .
"""


def deals(world: World) -> list[int]:
    """Five deals with a contract, a part of the money and its proof; the last is offered to the curator."""
    world.__dict__["company"] = clients.save_company(name="Ромашка", by=SYSTEM, at=world.now)
    world.__dict__["contact"] = clients.save_contact(name="Ирина Лис", by=SYSTEM, at=world.now)
    told = {"company": world.__dict__["company"], "contact": world.__dict__["contact"]}
    keys, proofs = [world.deal_at("payment", **told) for _ in range(5)], {}
    for key in keys:
        proofs[key] = world.file(by=world.head)
        amount = PRICE if key == keys[4] else 100
        closing.receive_payment(
            key=key,
            amount=amount,
            paid_on=world.now.date(),
            proof=proofs[key],
            by=world.head,
            at=world.later(),
        )
    world.__dict__["proofs"] = proofs
    closing.offer_handover(key=keys[4], to=world.curator.id, by=world.manager, at=world.later())
    far = outsider(world)
    for key, owner in zip(keys[1:], (world.other_manager.id, far, None, far), strict=True):
        cycle.assign_deal(key=key, owner=owner, by=SYSTEM, at=world.later())
    world.later(days=3)
    return keys


@pytest.mark.parametrize("name", ON_DEALS)
def test_a_query_tells_of_these_deals_and_no_others(world: World, staff: dict[str, Actor], name: str) -> None:
    keys, found = deals(world), {}
    for role, actor in staff.items():
        cycle.assign_deal(key=keys[0], owner=actor.id, by=SYSTEM, at=world.later())
        found[role] = signs(ON_DEALS[name], world, actor, keys)
    assert found == table(TABLE)[name]


@pytest.mark.parametrize("name", ON_INQUIRIES)
def test_a_query_tells_of_these_inquiries_and_no_others(
    world: World, staff: dict[str, Actor], name: str
) -> None:
    far = Person.objects.get(pk=outsider(world)).actor
    others = [inquiry(world, by=who) for who in (world.other_manager, far, world.support)]
    found = {}
    for role, actor in staff.items():
        mine = inquiry(world, by=actor if actor.role in ("manager", "head") else world.support)
        keys = [mine, *others]
        contacts = InquiryRow.objects.filter(pk__in=keys).values_list("contact", flat=True)
        world.__dict__["people"] = list(contacts)
        found[role] = signs(ON_INQUIRIES[name], world, actor, keys)
    assert found == table(INQUIRIES)[name]


def signs(asked: Asked, world: World, actor: Actor, keys: list[int]) -> str:
    """What the query tells of each of them."""
    try:
        told = asked.tell(world, actor, keys)
    except NotAllowed:
        return "x" * len(keys)
    return "".join("+" if key in told else "." for key in keys)


@pytest.mark.parametrize("name", OTHERS)
def test_a_query_about_the_rest_tells_those_who_may_know(
    world: World, staff: dict[str, Actor], name: str
) -> None:
    found = {}
    for role, actor in staff.items():
        with transaction.atomic():
            found[role] = refused(partial(OTHERS[name].ask, world, actor))
            transaction.set_rollback(True)
    assert found == table(OTHER)[name]


def test_every_query_is_in_a_table() -> None:
    assert set(ON_DEALS) == set(table(TABLE))
    assert set(ON_INQUIRIES) == set(table(INQUIRIES))
    assert set(OTHERS) == set(table(OTHER))
