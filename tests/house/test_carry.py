"""Nothing is forgotten when everything is taken out: every table has its place in store/carry/things.py."""

from django.apps import apps

from tests.house.tree import told
from tests.world import MONDAY
from voronka.core.deal import Stamp
from voronka.core.entry import apply_inquiry
from voronka.core.events import InquiryReceived
from voronka.store import rows
from voronka.store.carry.things import FOLLOWS, LEFT, THINGS
from voronka.store.models import DealRow, InquiryRow


def test_every_table_is_taken_along_or_made_again_or_left_behind_with_a_reason() -> None:
    listed = [thing.model for thing in THINGS] + list(FOLLOWS) + list(LEFT)
    assert len(listed) == len(set(listed))
    wrong = [
        f"{model._meta.label}: nobody has decided whether an export takes it; see src/voronka/store/carry/things.py"
        for model in apps.get_models()
        if model not in listed
    ]
    assert not wrong, told(wrong)
    assert all({**FOLLOWS, **LEFT}.values())


def test_what_stays_behind_of_a_thing_has_a_column_and_a_reason() -> None:
    for thing in THINGS:
        columns = {one.name for one in thing.model._meta.concrete_fields}
        assert set(thing.without) | set(thing.secrets) | set(thing.data) <= columns, thing.kind
        assert all(thing.without.values()), thing.kind
        assert "thing" not in columns, thing.kind
    assert len({thing.kind for thing in THINGS}) == len(THINGS)


def test_a_column_of_a_deal_or_an_inquiry_follows_from_the_facts_or_is_taken_along() -> None:
    """Such a row is made again by store/rows.py: a column that it doesn't know would come back empty."""
    known = set(rows._PLAIN) | {"due_at", "urgent_at", "state"} | {"id", "title"}
    assert {one.attname for one in DealRow._meta.concrete_fields} == known
    first = InquiryReceived("services", "phone")
    inquiry = apply_inquiry(None, first, Stamp(1, MONDAY, "system"), 1)
    assert {one.attname for one in InquiryRow._meta.concrete_fields} == {"id", *rows.inquiry_columns(inquiry)}
