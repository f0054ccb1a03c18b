"""A file of companies with their contacts: both come in, each once, and both go when it is taken back."""

import io

from tests.actions.test_imports import done
from tests.world import World
from voronka.actions import imports
from voronka.queries import imports as queries
from voronka.store.models import Company, Contact

FILE = """ID;Название;ИНН;Контакт;Телефон
7;Ромашка;7707083893;Ирина Соколова;8 921 000-00-17
8;Василёк;;;
9;Пион;;Олег Лис;8 921 000-00-18
"""


def brought(world: World, text: str) -> int:
    return imports.begin_import(
        name="firms.csv", content=io.BytesIO(text.encode()), by=world.head, at=world.later()
    )


def test_companies_come_in_with_their_contacts_and_go_with_them(world: World) -> None:
    key = brought(world, FILE)
    assert queries.one(key, by=world.head, at=world.now).plan.noun == "company"
    done(world, key, "try")
    counts = done(world, key)
    assert (counts["taken"], counts["refused"]) == (3, 0)
    assert set(Company.objects.values_list("name", "inn")) == {
        ("Ромашка", "7707083893"), ("Василёк", ""), ("Пион", ""),
    }  # fmt: skip
    assert set(Contact.objects.values_list("name", "phone", "company__name")) == {
        ("Ирина Соколова", "+79210000017", "Ромашка"), ("Олег Лис", "+79210000018", "Пион"),
    }  # fmt: skip
    again = done(world, brought(world, FILE))
    assert (again.get("taken", 0), again["known"]) == (0, 3)
    assert (Company.objects.count(), Contact.objects.count()) == (3, 2)
    done(world, key, "undo")
    assert (Company.objects.count(), Contact.objects.count()) == (0, 0)


def test_telephones_of_companies_without_people_make_nobody(world: World) -> None:
    done(world, brought(world, "Компания;ИНН;Телефон\nРомашка;7707083893;8 921 000-00-17\n"))
    assert (Company.objects.count(), Contact.objects.count()) == (1, 0)
