"""Rights of the roles, and whose deals they see."""

import pytest

from voronka.core.access import RIGHTS, SCOPES, SYSTEM, Actor, may, require, sees
from voronka.core.problems import NotAllowed
from voronka.core.process import SYSTEM_ROLES


def actor(role: str, id: int = 5) -> Actor:
    return Actor("person", id, role)


def test_every_system_role_has_rights_and_a_view() -> None:
    assert set(RIGHTS) == set(SCOPES) == {*SYSTEM_ROLES, "system", "visitor"}


@pytest.mark.parametrize(
    ("role", "verb", "allowed"),
    [
        ("manager", "deal.move", True),
        ("manager", "deal.assign", False),
        ("manager", "payment.enter", True),
        ("manager", "payment.refund", False),
        ("support", "payment.enter", False),
        ("curator", "handover.decide", True),
        ("curator", "deal.move", False),
        ("accountant", "payment.refund", True),
        ("accountant", "payment.void", False),
        ("head", "payment.void", True),
        ("marketer", "inquiry.see", True),
        ("marketer", "inquiry.receive", False),
        ("", "deal.see", False),
        ("owner", "no.such.right", False),
    ],
)
def test_a_role_has_its_rights_and_no_others(role: str, verb: str, allowed: bool) -> None:
    assert may(actor(role), verb) is allowed
    if allowed:
        require(actor(role), verb)
    else:
        with pytest.raises(NotAllowed) as caught:
            require(actor(role), verb)
        assert caught.value.verb == verb


@pytest.mark.parametrize("role", ["owner", "head", "support", "marketer", "accountant", "system"])
def test_these_roles_see_every_deal(role: str) -> None:
    assert sees(actor(role), owner=99)


def test_a_manager_sees_their_own_deals_and_free_ones() -> None:
    anna = actor("manager", 5)
    assert sees(anna, owner=5) and sees(anna, owner=None)
    assert not sees(anna, owner=6, handover="offered", handover_to=5)


@pytest.mark.parametrize(
    ("handover", "to", "seen"),
    [
        ("none", None, False),
        ("none", 5, False),
        ("offered", None, True),
        ("offered", 5, True),
        ("offered", 6, False),
        ("accepted", 5, True),
        ("returned", 6, False),
    ],
)
def test_a_curator_sees_what_is_handed_to_them(handover: str, to: int | None, seen: bool) -> None:
    assert sees(actor("curator"), owner=5, handover=handover, handover_to=to) is seen


def test_who_has_no_role_sees_nothing() -> None:
    assert not sees(Actor("client"), owner=None, handover="offered")


def test_an_actor_has_the_name_by_which_the_log_knows_them() -> None:
    assert (SYSTEM.label, actor("head", 3).label, Actor("client").label) == ("system", "person:3", "client")
