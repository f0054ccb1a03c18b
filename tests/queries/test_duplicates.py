"""Clients written down twice are found by the worker and at the desk; what was called different stays different."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.queries.test_clients import company, contact
from tests.world import World
from voronka.actions import duplicates as verbs
from voronka.actions.clients import save_company
from voronka.core.access import SYSTEM
from voronka.core.problems import Invalid
from voronka.queries import duplicates
from voronka.store import alike
from voronka.store.models import ClientKey


def compared(world: World) -> int:
    """The worker has compared all there is; in how many pieces."""
    pieces = 0
    while verbs.compare_clients(by=SYSTEM, at=world.now, most=3):
        pieces += 1
    return pieces


def seen(world: World, noun: str = "company") -> list[tuple[int, int, int]]:
    """The pairs of the list: the two, and how sure it is."""
    found = duplicates.pairs(world.head, noun)  # type: ignore[arg-type]
    return [(one.one.key, one.other.key, one.certainty) for one in found.pairs]


def test_two_records_of_a_company_become_a_pair_with_its_reason(world: World) -> None:
    one = company(world, "ООО «Ромашка»", inn="7707083893")
    company(world, "Берег")
    other = company(world, "Ромашка", inn="7707083893")
    compared(world)
    (found,) = duplicates.pairs(world.head, "company").pairs
    assert (found.one.key, found.other.key) == (one, other) and found.certainty > 95
    assert [reason.code for reason in found.reasons] == ["same_inn", "same_name"]
    assert duplicates.waiting(world.head) == (1, 0)


def test_contacts_meet_by_phone_address_and_name(world: World) -> None:
    one = contact(world, "Ирина Соколова", phone="8 921 000-00-17")
    phone = contact(world, "Ирина", phone="+7 (921) 000-00-17")
    name = contact(world, "Соколова Ирина")
    contact(world, "Олег", email="oleg@mail.ru")
    compared(world)
    assert [(a, b) for a, b, _ in seen(world, "contact")] == [(one, phone), (one, name)]


def test_a_pair_goes_when_what_made_it_is_mended(world: World) -> None:
    one, other = company(world, "Ромашка"), company(world, "Ромашко")
    compared(world)
    assert [(a, b) for a, b, _ in seen(world)] == [(one, other)]

    save_company(key=other, name="Северный лес", by=world.manager, at=world.later())
    compared(world)
    assert seen(world) == []


def test_a_company_is_compared_again_when_its_people_are(world: World) -> None:
    one, other = company(world, "Ромашка", site="romashka.ru"), company(world, "Лютик")
    compared(world)
    assert seen(world) == []
    contact(world, "Ирина", email="ira@romashka.ru", company=other)
    compared(world)
    assert [(a, b) for a, b, _ in seen(world)] == [(one, other)]


def test_what_somebody_called_different_comes_back_only_when_they_say_so(world: World) -> None:
    one, other = company(world, "Ромашка"), company(world, "Ромашка")
    compared(world)
    told = {"noun": "company", "by": world.manager, "at": world.later()}
    verbs.tell_different(one=other, other=one, **told)  # type: ignore[arg-type]
    verbs.tell_different(one=one, other=other, **told)  # type: ignore[arg-type]
    alike.compare_again("company", [one, other])
    compared(world)
    assert seen(world) == []
    verbs.take_back_different(one=one, other=other, **told)  # type: ignore[arg-type]
    assert [(a, b) for a, b, _ in seen(world)] == [(one, other)]


def test_pages_hold_every_pair_once_and_cost_the_same(world: World) -> None:
    for number in range(4):
        for _ in range(2):
            company(world, f"Завод {number}", inn="")
    compared(world)
    whole = seen(world)
    assert len(whole) == 4
    got, more = [], ""
    while True:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            page = duplicates.pairs(world.head, "company", more=more, page_size=1)
        assert len(counted) <= 4
        got += [(one.one.key, one.other.key, one.certainty) for one in page.pairs]
        if not (more := page.more):
            break
    assert got == whole
    with pytest.raises(Invalid):
        duplicates.pairs(world.head, "company", more="x-1")


def test_a_piece_costs_the_same_however_many_clients_there_are(world: World) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            compared_piece = verbs.compare_clients(by=SYSTEM, at=world.now)
        assert compared_piece
        return len(counted)

    company(world, "Ромашка"), company(world, "Ромашка")
    few = cost()
    for number in range(40):
        company(world, f"Ромашка {number}")
    assert cost() <= few + 2


def test_a_name_that_very_many_have_brings_nobody_together(world: World) -> None:
    for _ in range(alike.MOST + 2):
        company(world, "Альфа")
    compared(world)
    assert len(seen(world)) == 0 or len(seen(world)) < alike.MOST * alike.MOST


def test_at_the_desk_it_is_said_at_once_who_it_may_be(world: World) -> None:
    one = contact(world, "Ирина Соколова", phone="8 921 000-00-17", email="ira@mail.ru")
    (found,) = duplicates.maybe_same(world.manager, "contact", name="Ирина", phone="+79210000017")
    assert (found.line.key, found.reasons[0].code) == (one, "same_phone")
    assert duplicates.maybe_same(world.manager, "contact", name="Ирина", phone="+79210000018") == ()
    (found,) = duplicates.maybe_same(world.manager, "contact", name="", email="IRA@mail.ru")
    assert found.reasons[0].code == "same_email"
    assert duplicates.maybe_same(world.manager, "contact", name="Ирина", phone="+79210000017", but=one) == ()


def test_similar_names_of_companies_are_said_as_soon_as_the_worker_has_seen_them(world: World) -> None:
    one = company(world, "ООО «Технополис»", inn="7707083893", site="technopolis.ru")
    said = duplicates.maybe_same(world.manager, "company", name="Другая", inn="7707083893")
    assert [same.line.key for same in said] == [one]
    compared(world)
    for typed in ({"name": "Технополюс"}, {"name": "Другая", "site": "www.technopolis.ru"}):
        with CaptureQueriesContext(connection) as counted:
            said = duplicates.maybe_same(world.manager, "company", **typed)  # type: ignore[arg-type]
        assert [same.line.key for same in said] == [one]
        assert len(counted) <= 7


def test_no_typing_however_odd_breaks_the_question(world: World) -> None:
    for odd in ("\x00", "ё" * 5000, "%_'\"", "\ud800"[:0] + "🙂", "12 34"):
        assert duplicates.maybe_same(world.manager, "company", name=odd, site=odd, inn=odd[:12]) == ()
        assert duplicates.maybe_same(world.manager, "contact", name=odd, phone=odd, email=odd) == ()


def test_keys_of_a_client_are_written_once_however_often_it_is_compared(world: World) -> None:
    one = company(world, "Ромашка", site="romashka.ru")
    for _ in range(2):
        alike.compare_again("company", [one])
        compared(world)
    kinds = list(ClientKey.objects.filter(client=one).order_by("kind").values_list("kind", flat=True))
    assert kinds == ["begin", "domain", "name", "sound"]
