"""Doubles by pages: pairs to look through, two side by side, the way back, and who was quicker."""

from typing import Any

import pytest

from tests.queries.test_clients import company, contact
from tests.queries.test_duplicates import compared
from tests.rooms.pages import SCRIPT, As, as_
from tests.world import World
from voronka.actions import clients
from voronka.actions.merging import merge_clients
from voronka.store.models import Company, Contact, DealRow, Different, Merge

__all__ = ["as_"]


@pytest.fixture
def two(world: World) -> tuple[int, int]:
    """A company that is written down twice; the second has the number and a deal."""
    one = company(world, "Ромашка", site="romashka.ru")
    other = company(world, "ООО «Ромашка»", site="www.romashka.ru", inn="7707083893")
    world.deal(company=other)
    compared(world)
    return one, other


def sent(page: Any, **take: str) -> dict[str, str]:
    """The form of the page as a browser sends it, with other values chosen."""
    told = {f"take.{row['cell'].field}": row["cell"].take for row in page.context["choose"]}
    return {"seen": page.context["seen"], **told, **{f"take.{field}": side for field, side in take.items()}}


def test_a_pair_is_listed_compared_merged_and_split_back(as_: As, two: tuple[int, int]) -> None:
    one, other = two
    manager = as_("manager")
    listed = manager.get("/clients/duplicates").content.decode()
    assert "Тот же домен" in listed and f"/clients/companies/{one}/merge/{other}" in listed
    assert "Возможные дубли" in manager.get("/clients/").content.decode()
    address = f"/clients/companies/{one}/merge/{other}"
    page = manager.get(address)
    assert "перейдут: 1 сделка" in page.content.decode()
    done = manager.post(address, sent(page, name="kept"))
    assert done.status_code == 302 and done["Location"] == f"/clients/companies/{one}"
    kept = Company.objects.get(pk=one)
    assert (kept.name, kept.inn) == ("Ромашка", "7707083893")
    card = manager.get(done["Location"]).content.decode()
    merge = Merge.objects.get()
    assert f'action="/clients/merges/{merge.pk}/split"' in card, "the toast undoes it"
    assert "Объединены с этой карточкой" in card
    assert "Вернётся в карточку" in manager.get(f"/clients/merges/{merge.pk}").content.decode()
    back = manager.post(f"/clients/merges/{merge.pk}/split")
    assert back.status_code == 302
    told = manager.get(back["Location"]).content.decode()
    assert "Вернулось в карточку" in told and "1 сделка" in told
    assert DealRow.objects.get().company_id == other
    assert manager.post(f"/clients/merges/{merge.pk}/split").status_code == 422


def test_the_address_of_one_who_is_gone_leads_to_the_kept_card(
    as_: As, world: World, two: tuple[int, int]
) -> None:
    one, other = two
    merge_clients(noun="company", kept=one, gone=other, by=world.head, at=world.later())
    manager = as_("manager")
    for path in ("", "/edit"):
        answer = manager.get(f"/clients/companies/{other}{path}")
        assert (answer.status_code, answer["Location"]) == (302, f"/clients/companies/{one}{path}")
    answer = manager.get(f"/clients/companies/{other}/merge/{one}")
    assert (answer.status_code, answer["Location"]) == (302, f"/clients/companies/{one}")
    assert as_("curator").get(f"/clients/companies/{other}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_form_that_was_open_while_its_client_was_merged_keeps_what_was_typed(
    as_: As, world: World, two: tuple[int, int]
) -> None:
    one, other = two
    merge_clients(noun="company", kept=one, gone=other, take={}, by=world.head, at=world.later())
    typed = {"name": "Ромашка-Юг", "about": "цветы оптом", "inn": "", "site": ""}
    answer = as_("manager").post(f"/clients/companies/{other}/edit", typed)
    told = answer.content.decode()
    assert answer.status_code == 422 and "объединили с «Ромашка»" in told and "цветы оптом" in told
    assert not Company.objects.filter(name="Ромашка-Юг").exists()


def test_a_page_that_is_older_than_the_client_says_what_has_changed_and_keeps_the_choice(
    as_: As, world: World, two: tuple[int, int]
) -> None:
    one, other = two
    manager, address = as_("manager"), f"/clients/companies/{one}/merge/{other}"
    page = manager.get(address)
    clients.save_company(key=other, name="ООО «Ромашка»", about="цветы", by=world.head, at=world.later())
    answer = manager.post(address, sent(page, site="gone", name="kept"))
    told = answer.content.decode()
    assert answer.status_code == 409 and "ИНН" in told and "только что изменено" in told
    assert not Merge.objects.exists()
    chosen = {
        row["title"]: [one["side"] for one in row["options"] if one["checked"]]
        for row in answer.context["choose"]
    }
    assert chosen["Имя"] == ["kept"] and chosen["Сайт"] == ["gone"]
    again = sent(answer, name="kept")
    assert manager.post(address, again).status_code == 302


def test_two_that_are_different_go_from_the_list_until_somebody_takes_it_back(
    as_: As, two: tuple[int, int]
) -> None:
    one, other = two
    manager, path = as_("manager"), f"/clients/duplicates/companies/{one}/{other}"
    answer = manager.post(path, **SCRIPT)
    assert answer.status_code == 204 and f"{path}?undo=1" in answer["HX-Trigger"]
    assert Different.objects.count() == 1
    assert "Никто не записан дважды" in manager.get("/clients/duplicates", **SCRIPT).content.decode()
    manager.post(f"{path}?undo=1", **SCRIPT)
    assert not Different.objects.exists()
    assert "Тот же домен" in manager.get("/clients/duplicates").content.decode()
    assert manager.post(path).status_code == 302


def test_whoever_is_not_in_the_list_is_found_by_a_word_to_be_merged(as_: As, world: World) -> None:
    one, other = contact(world, "Ирина"), contact(world, "Олег Бут", phone="+79210000017")
    manager, path = as_("manager"), f"/clients/people/{one}/merge"
    assert "С кем объединить" in manager.get(path).content.decode()
    found = manager.get(f"{path}?q=олег", **SCRIPT).content.decode()
    assert f"/clients/people/{one}/merge/{other}" in found
    page = manager.get(f"/clients/people/{one}/merge/{other}")
    assert manager.post(page.request["PATH_INFO"], sent(page)).status_code == 302
    assert Contact.objects.get(pk=other).merged_into_id == one


@pytest.mark.parametrize(
    "path",
    ["/clients/dogs/1/merge/2", "/clients/dogs/1/merge", "/clients/people/1/merge/2", "/clients/merges/77"],
)
def test_what_is_not_there_is_told_so(as_: As, path: str) -> None:
    assert as_("manager").get(f"/clients/{path}").status_code == 404
    assert as_("curator").get("/clients/people/1/merge/2").status_code == 403


def test_one_and_the_same_is_not_merged_and_a_strange_value_is_refused(as_: As, two: tuple[int, int]) -> None:
    one, other = two
    manager = as_("manager")
    assert manager.get(f"/clients/companies/{one}/merge/{one}").status_code == 302
    page = manager.get(f"/clients/companies/{one}/merge/{other}")
    assert manager.post(page.request["PATH_INFO"], sent(page, name="both")).status_code == 422
    assert manager.post(page.request["PATH_INFO"], sent(page, hair="gone")).status_code == 422
    assert not Merge.objects.exists()


def test_as_one_types_it_is_shown_who_it_may_be_and_why(as_: As, world: World) -> None:
    one = contact(world, "Ирина Соколова", phone="8 921 000-00-17")
    firm = company(world, "Ромашка", inn="7707083893")
    manager = as_("manager")
    assert (
        f'hx-get="/clients/people/same?but={one}"'
        in manager.get(f"/clients/people/{one}/edit").content.decode()
    )
    shown = manager.get("/clients/people/same?name=Ирина&phone=89210000017").content.decode()
    assert f"/clients/people/{one}" in shown and "тот же телефон" in shown
    assert (
        "Ирина"
        not in manager.get(f"/clients/people/same?name=Ирина&phone=89210000017&but={one}").content.decode()
    )
    shown = manager.get("/clients/companies/same?name=Другая&inn=7707083893").content.decode()
    assert f"/clients/companies/{firm}" in shown and "тот же ИНН" in shown
    assert as_("curator").get("/clients/people/same?phone=89210000017").content.decode().strip() == ""


def test_a_slip_in_a_name_still_offers_the_person_in_a_new_inquiry(as_: As, world: World) -> None:
    contact(world, "Ирина Соколова")
    compared(world)
    shown = as_("manager").get("/entry/inquiries/known?who=Ирина Сокалова").content.decode()
    assert "Ирина Соколова" in shown and "похожее имя" in shown
    contact(world, "Олег", phone="89210000018")
    sure = as_("manager").get("/entry/inquiries/known?who=Олег 8 921 000-00-18").content.decode()
    assert "Мы знакомы" in sure or "checked" in sure
    assert "тот же телефон" in sure
