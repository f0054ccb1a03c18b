"""Lists as files by page: one menu in the head, the filters of the page, and who took what."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.rooms.pages import SCRIPT, As, as_
from tests.world import PASSWORD, World
from voronka.actions import clients, closing
from voronka.frame import downloads
from voronka.queries.lists import taken
from voronka.store.models import Export, Job
from voronka.worker import jobs, kinds

__all__ = ["as_"]
assert kinds  # importing it makes the kinds known

PAGES = {
    "/cycle/list": ("/cycle/list/file", "deals"),
    "/closing/payments/": ("/closing/payments/file", "payments"),
    "/entry/inquiries/": ("/entry/inquiries/file", "inquiries"),
    "/clients/": ("/clients/file", "companies"),
}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "exports"


def work_off() -> None:
    """What the worker does with the jobs that wait."""
    for key in jobs.queued():
        jobs.taken(key)
        jobs.finish(key, [jobs.piece(key, number) for number in range(jobs.begin(key))])


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200
    text = content(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize("page", PAGES)
def test_each_list_offers_one_menu_and_gives_itself_out(world: World, as_: As, page: str) -> None:
    world.won_deal()
    address, what = PAGES[page]
    browser = as_("head")
    said = browser.get(page).content.decode()
    which = "companies." if what == "companies" else ""
    assert said.count(f'action="{address}"') == 1 and f'value="{which}xlsx"' in said
    answer = browser.post(address, {"as": f"{which}csv"})
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff" and "no-store" in answer["Cache-Control"]
    content(answer)
    book = openpyxl.load_workbook(io.BytesIO(content(browser.post(address, {"as": f"{which}xlsx"}))))
    assert book.worksheets[0].max_row >= 1
    assert list(Export.objects.values_list("what", "by").distinct()) == [(what, world.head.label)]


def test_the_file_has_the_deals_of_the_page_and_no_others(world: World, as_: As) -> None:
    mine, other = world.deal(title="Сайт кофейни"), world.deal(title="Сайт аптеки")
    foreign = world.deal(by=world.other_manager)
    browser = as_("manager")
    assert {row["Номер"] for row in rows(browser.post("/cycle/list/file", {"as": "csv"}))} == {
        str(mine),
        str(other),
    }
    found = rows(browser.post("/cycle/list/file?q=кофейни", {"as": "csv"}))
    assert [row["Номер"] for row in found] == [str(mine)]
    assert rows(browser.post("/cycle/list/file?status=won", {"as": "csv"})) == []
    everybody = rows(as_("head").post("/cycle/list/file", {"as": "csv"}))
    assert str(foreign) in {row["Номер"] for row in everybody}


def test_what_was_found_among_clients_is_saved_as_companies_and_as_people(world: World, as_: As) -> None:
    for name in ("Северный лес", "Южный лес", "Луг"):
        company = clients.save_company(name=name, by=world.head, at=world.now)
    clients.save_contact(name="Олег Лесной", company=company, by=world.head, at=world.now)
    browser = as_("head")
    found = rows(browser.post("/clients/file?q=лес", {"as": "companies.csv"}))
    assert [row["Компания"] for row in found] == ["Южный лес", "Северный лес"]
    found = rows(browser.post("/clients/file?q=лес", {"as": "people.csv"}))
    assert [(row["Имя"], row["Компания"]) for row in found] == [("Олег Лесной", "Луг")]


def test_the_list_behind_a_number_is_taken_out_as_it_is(world: World, as_: As) -> None:
    won = world.won_deal()
    world.deal()
    said = as_("head").get("/cycle/list?figure=won").content.decode()
    assert "/cycle/list/file?figure=won" in said
    found = rows(as_("head").post("/cycle/list/file?figure=won", {"as": "csv"}))
    assert [row["Номер"] for row in found] == [str(won)]


def test_who_may_not_take_a_list_out_is_shown_no_menu_and_given_no_file(world: World, as_: As) -> None:
    clients.save_company(name="Ромашка", by=world.head, at=world.now)
    for who, page in (
        ("curator", "/cycle/list"),
        ("manager", "/clients/"),
        ("manager", "/closing/payments/"),
    ):
        address, _what = PAGES[page]
        browser = as_(who)
        assert address not in browser.get(page).content.decode()
        assert (
            browser.post(address, {"as": "people.csv" if page == "/clients/" else "csv"}).status_code == 403
        )
    assert Client().post("/cycle/list/file", {"as": "csv"}).status_code == 302
    assert as_("head").get("/cycle/list/file").status_code == 405
    assert as_("head").post("/cycle/list/file", {"as": "exe"}).status_code == 404
    assert not Export.objects.exists()


def test_a_long_list_is_made_by_the_worker_and_waits_behind_its_page(
    world: World, as_: As, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(downloads, "AT_ONCE", 2)
    for _number in range(3):
        world.deal()
    browser = as_("head")
    answer = browser.post("/cycle/list/file?owner=me", {"as": "csv"})
    assert answer.status_code == 200 and rows(answer) == []
    answer = browser.post("/cycle/list/file", {"as": "csv"})
    assert answer.status_code == 302
    place = answer["Location"]
    waiting = browser.get(place).content.decode()
    assert "hx-get" in waiting and "file" not in [
        word for word in waiting.split('"') if word.startswith(place)
    ]
    assert browser.get(f"{place}/file").status_code == 404
    work_off()
    done = browser.get(place, **SCRIPT).content.decode()
    assert f'href="{place}/file"' in done and "<html" not in done
    assert len(rows(browser.get(f"{place}/file"))) == 3
    for stranger in ("owner", "manager"):
        assert as_(stranger).get(place).status_code == 404
        assert as_(stranger).get(f"{place}/file").status_code == 404


def test_the_owner_takes_out_everything_with_the_password_and_sees_who_took_what(
    world: World, as_: As
) -> None:
    world.won_deal()
    content(as_("manager").post("/cycle/list/file", {"as": "xlsx"}))
    owner = as_("owner")
    assert "/owner/exports/" in owner.get("/owner/company/").content.decode()
    said = owner.get("/owner/exports/").content.decode()
    assert "Анна Ким" in said and "XLSX" in said
    for wrong in ("", "не тот пароль"):
        assert owner.post("/owner/exports/", {"password": wrong}).status_code == 422
    assert not Job.objects.exists()
    answer = owner.post("/owner/exports/", {"password": PASSWORD})
    assert answer.status_code == 302
    work_off()
    whole = owner.get(answer["Location"] + "/file")
    assert content(whole)[:2] == b"PK" and whole["Content-Type"] == "application/zip"
    assert [one.what for one in taken.exports(by=world.owner)] == ["everything", "deals"]
    for other in ("head", "manager", "accountant"):
        assert as_(other).get("/owner/exports/").status_code == 403
        assert "/owner/exports/" not in as_(other).get("/owner/company/").content.decode()


def test_the_password_is_not_guessed_here(world: World, as_: As, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reauthenticate": "3/m/user"}
    owner = as_("owner")
    for _number in range(3):
        assert "Это не ваш пароль" in owner.post("/owner/exports/", {"password": "x"}).content.decode()
    assert "Слишком много попыток" in owner.post("/owner/exports/", {"password": PASSWORD}).content.decode()
    assert not Job.objects.exists()


def test_what_is_signed_and_what_is_handed_over_are_saved_too(world: World, as_: As) -> None:
    owed, offered = world.deal_at("payment"), world.deal_at("handover", ready=True)
    closing.offer_handover(key=offered, note="Срочно", by=world.manager, at=world.later())
    head = as_("head")
    for address, key in (("/closing/unpaid/", owed), ("/closing/handovers/", offered)):
        assert f'action="{address}file"' in head.get(address).content.decode()
        (row,) = rows(head.post(f"{address}file", {"as": "csv"}))
        assert row["Номер"] == str(key)
        assert f"{address}file" not in as_("curator").get(address).content.decode()
        assert as_("curator").post(f"{address}file", {"as": "csv"}).status_code == 403
