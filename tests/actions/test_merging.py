"""Two records of a client become one and two again: nothing is lost, nothing is half done, on either side."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from tests.at_once import at_once
from tests.house.tree import ROOT
from tests.queries.test_clients import company, contact, names
from tests.queries.test_duplicates import compared, seen
from tests.world import World
from voronka.actions import clients, cycle, entry
from voronka.actions.merging import merge_clients, split_clients
from voronka.core.merging import Changed, marks
from voronka.core.problems import Invalid, NotFound
from voronka.store import alike, log, merged
from voronka.store.models import Company, Contact, DealRow, EventRow, InquiryRow, Merge


def merge(world: World, noun: Any, kept: int, gone: int, **told: Any) -> int:
    """Merge them; the merge's key."""
    return merge_clients(noun=noun, kept=kept, gone=gone, by=world.manager, at=world.later(), **told).key


def split(world: World, key: int) -> dict[str, Any]:
    """Split them back; what came of it."""
    split_clients(key=key, by=world.manager, at=world.later())
    return dict(json.loads(Merge.objects.get(pk=key).came))


def code(call: Callable[[], object]) -> str:
    """With which problem the call is refused."""
    with pytest.raises(Invalid) as refused:
        call()
    return refused.value.problems[0].code


def rows(*models: type[Model]) -> dict[str, list[dict[str, Any]]]:
    """All rows of these tables, but for what says whether a client was compared and how many facts there are."""
    left = ("compared", "seq")
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in left}
            for row in model.objects.order_by("pk").values()  # type: ignore[attr-defined]
        ]
        for model in models
    }


ALL = (Company, Contact, DealRow, InquiryRow)


@pytest.fixture
def doubled(world: World) -> tuple[int, int]:
    """A contact who is written down twice, each with a deal; the second with an inquiry and the fuller name."""
    one = contact(world, "Ирина", phone="8 921 000-00-17")
    other = contact(world, "Ирина Соколова", email="ira@mail.ru", phone="8 921 000-00-18")
    world.deal(contact=one), world.deal(contact=other)
    entry.receive_inquiry(channel="phone", contact=other, by=world.manager, at=world.later())
    return one, other


def test_what_belongs_to_the_one_goes_along_and_the_fuller_values_stay(
    world: World, doubled: tuple[int, int]
) -> None:
    one, other = doubled
    merge(world, "contact", one, other)
    kept = Contact.objects.get(pk=one)
    assert (kept.name, kept.phone, kept.email) == ("Ирина Соколова", "+79210000017", "ira@mail.ru")
    assert set(DealRow.objects.values_list("contact", flat=True)) == {one}
    assert set(InquiryRow.objects.values_list("contact", flat=True)) == {one}
    assert names(world, "Соколова") == ["Ирина Соколова"]
    last = log.stream(f"contact:{other}")[-1]
    assert last.event.as_data() == {
        "noun": "contact",
        "gone": other,
        "kept": one,
        "merge": Merge.objects.get().pk,
    }
    told = json.dumps(list(EventRow.objects.values_list("data", flat=True)), ensure_ascii=False)
    assert "Соколова" not in told and "0000018" not in told


def test_the_value_that_was_chosen_stays_also_where_it_is_the_emptier_one(
    world: World, doubled: tuple[int, int]
) -> None:
    one, other = doubled
    merge(world, "contact", one, other, take={"phone": "gone", "name": "kept", "email": "kept"})
    kept = Contact.objects.get(pk=one)
    assert (kept.name, kept.phone, kept.email) == ("Ирина", "+79210000018", "")


def test_whoever_went_up_in_another_is_known_by_their_old_phone_still(
    world: World, doubled: tuple[int, int]
) -> None:
    one, other = doubled
    merge(world, "contact", one, other)
    assert clients.known_contact(name="Ирина", phone="8 921 000-00-18", email="") == one
    assert names(world, "+7 921 000-00-18", "+79210000018") == ["Ирина Соколова"]


def test_undone_at_once_everything_is_as_if_it_had_not_been(world: World, doubled: tuple[int, int]) -> None:
    one, other = doubled
    before, known = rows(*ALL), names(world, "соколова")
    key = merge(world, "contact", one, other)
    assert rows(*ALL) != before
    came = split(world, key)
    assert rows(*ALL) == before and names(world, "соколова") == known
    assert came["back"] == {"deal": 1, "inquiry": 1, "outside": 0} and not any(came["stayed"].values())


def test_split_back_later_what_was_added_and_changed_since_stays(
    world: World, doubled: tuple[int, int]
) -> None:
    one, other = doubled
    key = merge(world, "contact", one, other)
    added = world.deal(contact=one)
    clients.save_contact(
        key=one, name="Ирина С.", phone="+79210000017", email="ira@mail.ru", by=world.head, at=world.later()
    )
    given_away = (
        DealRow.objects.filter(contact=one).exclude(pk=added).order_by("-pk").values_list("pk", flat=True)[0]
    )
    third = contact(world, "Олег")
    cycle.set_client(key=given_away, company=None, contact=third, by=world.head, at=world.later())
    came = split(world, key)
    kept = Contact.objects.get(pk=one)
    assert (kept.name, kept.email) == ("Ирина С.", "")
    assert came["values"] == ["email"] and came["values_stayed"] == ["name"]
    assert DealRow.objects.get(pk=added).contact_id == one
    assert DealRow.objects.get(pk=given_away).contact_id == third
    assert came["stayed"]["deal"] == 1 and came["back"]["inquiry"] == 1


def test_a_companys_people_and_own_fields_go_along_and_back(world: World) -> None:
    one, other = company(world, "Ромашка"), company(world, "ООО «Ромашка»", inn="7707083893")
    Company.objects.filter(pk=other).update(own='{"size": "big"}')
    person = contact(world, "Ирина", company=other)
    deal = world.deal(company=other, contact=person)
    key = merge(world, "company", one, other)
    kept = Company.objects.get(pk=one)
    assert (kept.inn, json.loads(kept.own)) == ("7707083893", {"size": "big"})
    assert Contact.objects.get(pk=person).company_id == one
    assert DealRow.objects.get(pk=deal).company_id == one
    split(world, key)
    assert Contact.objects.get(pk=person).company_id == other
    assert json.loads(Company.objects.get(pk=one).own) == {}


@pytest.mark.parametrize("first", ["the inner one", "the outer one"])
def test_a_chain_of_three_is_split_in_any_order(world: World, first: str) -> None:
    a, b, c = (contact(world, name) for name in ("Анна А", "Анна Б", "Анна В"))
    deals = [world.deal(contact=key) for key in (a, b, c)]
    before = rows(*ALL)
    inner = merge(world, "contact", b, a)
    outer = merge(world, "contact", c, b)
    assert [merged.living("contact", key) for key in (a, b, c)] == [c, c, c]
    assert set(DealRow.objects.values_list("contact", flat=True)) == {c}
    if first == "the inner one":
        split(world, inner)
        assert [DealRow.objects.get(pk=key).contact_id for key in deals] == [a, c, c]
        assert [merged.living("contact", key) for key in (a, b, c)] == [a, c, c]
        split(world, outer)
    else:
        split(world, outer)
        assert [merged.living("contact", key) for key in (a, b, c)] == [b, b, c]
        assert [DealRow.objects.get(pk=key).contact_id for key in deals] == [b, b, c]
        split(world, inner)
    assert rows(*ALL) == before


def test_what_is_changed_since_the_page_was_opened_is_told_and_nothing_is_merged(
    world: World, doubled: tuple[int, int]
) -> None:
    one, other = doubled
    told = merged.held("contact", [one, other])
    page = marks(told[one][0], told[other][0])
    clients.save_contact(
        key=other, name="Ирина Соколова", phone="", email="", by=world.head, at=world.later()
    )
    before = rows(*ALL)
    with pytest.raises(Changed) as stale:
        merge(world, "contact", one, other, seen=page)
    assert stale.value.fields == ("gone.email", "gone.phone")
    assert rows(*ALL) == before and not Merge.objects.exists()


def test_a_client_who_was_being_edited_while_merged_keeps_nothing_of_it_and_says_where_to_go(
    world: World, doubled: tuple[int, int]
) -> None:
    one, other = doubled
    merge(world, "contact", one, other)
    before = rows(*ALL)

    def edit() -> None:
        with transaction.atomic():
            clients.save_contact(key=other, name="Другая", by=world.head, at=world.later())

    assert code(edit) == "client_merged"
    assert rows(*ALL) == before


def test_whatever_is_written_down_for_one_who_is_gone_belongs_to_the_kept_one(
    world: World, doubled: tuple[int, int]
) -> None:
    one, other = doubled
    firm, double = company(world, "Ромашка"), company(world, "Ромашка")
    merge(world, "contact", one, other), merge(world, "company", firm, double)
    deal = world.deal(contact=other, company=double)
    assert (DealRow.objects.get(pk=deal).contact_id, DealRow.objects.get(pk=deal).company_id) == (one, firm)
    cycle.set_client(key=deal, company=double, contact=other, by=world.manager, at=world.later())
    assert DealRow.objects.get(pk=deal).contact_id == one
    inquiry = entry.receive_inquiry(channel="phone", contact=other, by=world.manager, at=world.later())
    assert InquiryRow.objects.get(pk=inquiry.key).contact_id == one
    person = contact(world, "Новый", company=double)
    assert Contact.objects.get(pk=person).company_id == firm


def test_nobody_is_merged_into_themselves_into_one_who_is_gone_or_twice(
    world: World, doubled: tuple[int, int]
) -> None:
    one, other = doubled
    third = contact(world, "Олег")
    assert code(partial(merge, world, "contact", one, one)) == "merge_itself"
    key = merge(world, "contact", one, other)
    for kept, gone in ((other, third), (third, other), (one, other), (other, one)):
        assert code(partial(merge, world, "contact", kept, gone)) == "client_merged"
    assert code(partial(merge, world, "contact", one, third, take={"name": "both"})) == "unknown_choice"
    assert code(partial(merge, world, "contact", one, third, take={"hair": "gone"})) == "unknown_choice"
    for nobody in (10**6, 10**30, 0, -1):
        with pytest.raises(NotFound):
            merge(world, "contact", one, nobody)
        with pytest.raises(NotFound):
            split(world, nobody)
    split(world, key)
    assert code(partial(split, world, key)) == "merge_split"


@pytest.mark.parametrize("take", [{"own.zz": "kept"}, {"own.zz": "gone", "name": "gone"}, {"own.": "kept"}])
def test_a_choice_for_an_own_field_that_is_not_there_is_refused_at_its_place(
    world: World, doubled: tuple[int, int], take: dict[str, str]
) -> None:
    one, other = doubled
    before = rows(*ALL)
    with pytest.raises(Invalid) as refused:
        merge(world, "contact", one, other, take=take)
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == ("unknown_choice", f"take.{next(iter(take))}")
    assert rows(*ALL) == before and not Merge.objects.exists()


def test_an_own_field_of_the_passport_may_be_chosen_also_where_neither_has_a_value(db: None) -> None:
    own = World.found((ROOT / "tests/samples/own_fields.yaml").read_text(encoding="utf-8"))
    one, other = contact(own, "Ирина"), contact(own, "Ирина Соколова")
    merge(own, "contact", one, other, take={"own.birthday": "gone", "name": "gone"})
    kept = Contact.objects.get(pk=one)
    assert (kept.name, json.loads(kept.own)) == ("Ирина Соколова", {})
    assert (
        code(partial(merge, own, "contact", one, contact(own, "Олег"), take={"own.size": "kept"}))
        == "unknown_choice"
    ), "the size is asked of companies"


def test_the_same_request_again_changes_nothing(world: World, doubled: tuple[int, int]) -> None:
    one, other = doubled
    told = {
        "noun": "contact",
        "kept": one,
        "gone": other,
        "by": world.manager,
        "at": world.later(),
        "request": "a",
    }
    first, again = merge_clients(**told), merge_clients(**told)  # type: ignore[arg-type]
    assert first.key == again.key and again.repeated


def test_a_pair_goes_from_the_list_and_comes_back_when_they_are_split(world: World) -> None:
    one, other = company(world, "Ромашка"), company(world, "Ромашка")
    compared(world)
    assert len(seen(world)) == 1
    key = merge(world, "company", one, other)
    assert seen(world) == []
    compared(world)
    assert seen(world) == []
    split(world, key)
    compared(world)
    assert [(a, b) for a, b, _ in seen(world)] == [(one, other)]


def test_people_of_one_company_now_are_compared_as_such_and_no_more_when_it_is_split(world: World) -> None:
    one, other = company(world, "Ромашка"), company(world, "Ромашка")
    people = [contact(world, "Ирина", company=firm) for firm in (one, other)]
    compared(world)
    assert seen(world, "contact") == []
    key = merge(world, "company", one, other)
    compared(world)
    assert [(a, b) for a, b, _ in seen(world, "contact")] == [tuple(people)]
    split(world, key)
    compared(world)
    assert seen(world, "contact") == []


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_at_once_one_is_done_and_nothing_is_torn(world: World) -> None:
    one, other = contact(world, "Ирина"), contact(world, "Ирина")
    deals = [world.deal(contact=key) for key in (one, other)]
    ended = at_once(
        partial(merge, world, "contact", one, other), partial(merge, world, "contact", other, one)
    )
    assert sorted(type(end).__name__ for end in ended) == ["Invalid", "int"], ended
    kept = merged.living("contact", one)
    assert merged.living("contact", other) == kept
    assert {DealRow.objects.get(pk=key).contact_id for key in deals} == {kept}


@pytest.mark.django_db(transaction=True)
def test_a_deal_opened_while_its_client_is_merged_is_the_kept_ones(world: World) -> None:
    for _ in range(3):
        one, other = contact(world, "Ирина"), contact(world, "Ирина")
        at_once(partial(merge, world, "contact", one, other), partial(world.deal, contact=other))
        assert set(DealRow.objects.filter(contact__in=(one, other)).values_list("contact", flat=True)) == {
            one
        }


@pytest.mark.django_db(transaction=True)
def test_people_go_on_saving_while_the_worker_compares(world: World) -> None:
    firm = company(world, "Ромашка")
    people = [contact(world, f"Ирина {number}", company=firm) for number in range(8)]

    def save() -> None:
        for key in people:
            clients.save_contact(key=key, name=f"Ирина Лис {key}", company=firm, by=world.head, at=world.now)

    ended = at_once(save, partial(compared, world), save)
    assert [end for end in ended if isinstance(end, Exception)] == []
    compared(world)
    assert not alike.any_not_compared()
