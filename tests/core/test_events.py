"""The dictionary of the log."""

from dataclasses import fields

import pytest

from voronka.core import events as e
from voronka.core.decision import Decision, Unmet
from voronka.core.events import KINDS, Event, fact


def test_what_is_registered_is_the_class_that_the_house_uses() -> None:
    for kind, cls in KINDS.items():
        assert getattr(e, cls.__name__) is cls, f"{kind}: slots made another class than the registered one"
        assert cls.kind == kind and "__slots__" in vars(cls)


def test_two_kinds_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match=r"two kinds of fact named deal\.won"):

        @fact("deal.won")
        class Another(Event):
            """Already there."""

    assert KINDS["deal.won"] is e.DealWon


def test_a_kind_is_named_noun_and_past() -> None:
    for kind, cls in KINDS.items():
        noun, _, past = kind.partition(".")
        assert noun.isidentifier() and past.isidentifier() and len(kind) <= 48
        assert cls.__doc__ and cls.version >= 1


def test_a_fact_leaves_out_what_it_does_not_say() -> None:
    assert e.CallLogged().as_data() == {"direction": "out", "by_hand": True}
    assert e.DealMoved("a", "b").as_data() == {"frm": "a", "to": "b", "cause": "person"}
    assert e.DealFieldSet("amount", number=0).as_data() == {"field": "amount", "number": 0}


def test_no_fact_carries_personal_data_or_free_text() -> None:
    banned = {"name", "phone", "email", "note", "message", "title", "body", "address"}
    for cls in KINDS.values():
        assert not banned & {one.name for one in fields(cls)}


def test_what_is_unmet_survives_the_way_through_the_log() -> None:
    unmet = Unmet("paid", "payment", {"have": 5, "need": 7}, "warn")
    assert Unmet.from_data(unmet.as_data()) == unmet
    assert Unmet.from_data({"guard": "paid", "door": "", "data": {}}).mode == "enforce"
    assert Decision().done and not Decision(refused=(unmet,)).done
