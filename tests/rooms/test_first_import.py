"""A company of one's own begins with the file of its past: by pages, from nothing to its own deals."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests.formats.tables import amocrm
from tests.rooms.filled import filled
from tests.rooms.test_downloads_browser import work_off
from tests.world import MONDAY
from voronka.actions import importing
from voronka.actions.people import add_person
from voronka.core.access import SYSTEM
from voronka.rooms.entry.imports.outline_form import mark
from voronka.store import values
from voronka.store.models import DealRow, Import, PassportVersion, Person

BESIDE = (folder / "shared/data/maven-crm" for folder in Path(__file__).resolve().parents)
MAVEN = next((folder for folder in BESIDE if folder.is_dir()), None)


def first_owner() -> Person:
    key = add_person(email="vera@studio.example", name="Вера Львова", role="owner", by=SYSTEM, at=MONDAY)
    return Person.objects.get(pk=key)


@pytest.fixture
def owner(db: None, client: Client) -> Client:
    """The browser of the owner of a company that has nothing yet."""
    client.force_login(first_owner(), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def sent(owner: Client, content: bytes, name: str = "amo.csv") -> str:
    answer = owner.post("/entry/imports/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def body(client: Client, path: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).content.decode()).split())


def test_an_empty_company_is_led_from_its_file_to_its_deals(owner: Client) -> None:
    assert 'href="/entry/imports/"' in owner.get("/begin").content.decode()
    page = sent(owner, amocrm.content(30))
    shown = owner.get(page).content.decode()
    assert "Так вы продаёте, судя по файлу" in shown
    fields = dict(filled(shown, "cycle"))
    answer = owner.post(f"{page}/passport", {**fields, "do": f"down:{amocrm.STAGES[0]}"})
    assert answer.headers["Location"] == f"{page}#cycle"
    fields = dict(filled(owner.get(page).content.decode(), "cycle"))
    fields[f"{mark('stages', amocrm.STAGES[3])}.title"] = "Договор"
    owner.post(f"{page}/passport", {**fields, "do": "save"})
    # The tab was closed here: all of it is still there.
    again = dict(filled(owner.get(page).content.decode(), "cycle"))
    assert owner.post(f"{page}/passport", {**again, "do": "publish"}).headers["Location"] == page
    assert [one.title for one in values.latest().cycle.stages] == [
        amocrm.STAGES[1], amocrm.STAGES[0], amocrm.STAGES[2], "Договор",
    ]  # fmt: skip
    row = Import.objects.get()
    assert row.state == "trying"
    importing.try_it(key=row.pk, now=timezone.now, say=lambda done, total: None)
    assert "Это перенесётся" in body(owner, page)
    owner.post(f"{page}/run")
    importing.run(key=row.pk, now=timezone.now, say=lambda done, total: None)
    assert "Перенесено" in body(owner, page)
    assert DealRow.objects.count() == 30


def test_what_is_typed_wrongly_is_marked_at_its_place_and_stays(owner: Client) -> None:
    page = sent(owner, amocrm.content(30))
    fields = dict(filled(owner.get(page).content.decode(), "cycle"))
    first, seller = mark("stages", amocrm.STAGES[0]), mark("people", amocrm.SELLERS[0])
    fields |= {f"{first}.title": "", f"{seller}.email": "без собаки", "title": "Моё дело"}
    answer = owner.post(f"{page}/passport", {**fields, "do": "publish"})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Заполните это поле" in told and 'value="без собаки"' in told and 'value="Моё дело"' in told
    assert not PassportVersion.objects.exists()
    stale = owner.post(f"{page}/passport", {**fields, "seen": "99", "do": "save"})
    assert stale.status_code == 422 and "в другом окне" in stale.content.decode()


def test_what_the_lines_are_and_which_column_says_the_stage_may_be_chosen_by_hand(owner: Client) -> None:
    days = "".join(f"К{n};{'Звонок' if n % 2 else 'Счёт'};0{n}.02.2026\n" for n in range(1, 9))
    page = sent(owner, f"Клиент;Шаг;Создана\n{days}".encode(), "own.csv")
    assert Import.objects.get().noun == "company"
    owner.post(f"{page}/plan", {"seen": "1", "noun": "deal"})
    shown = owner.get(page).content.decode()
    assert "О стадиях в файле ничего не сказано" in shown
    owner.post(f"{page}/plan", {**dict(filled(shown, "cycle")), "column.1": "deal.stage"})
    assert [one.value for one in owner.get(page).context["stages"]] != []
    told = [one.word for one in owner.get(page).context["outline"].cycle]
    assert told == ["Звонок", "Счёт"]


@pytest.mark.skipif(MAVEN is None, reason="the Maven data are not here")
def test_a_known_past_says_on_the_page_exactly_what_it_is_known_to_say(owner: Client) -> None:
    assert MAVEN is not None
    page = sent(owner, (MAVEN / "sales_pipeline.csv").read_bytes(), "sales_pipeline.csv")
    drawn = owner.get(page).context["outline"]
    assert [(one.title, one.norm) for one in drawn.cycle] == [("Prospecting", None), ("Engaging", 41)]
    assert {word.word: word.title for word in drawn.fields[0].words}["GTXPro"] == "GTX Pro"
    fields = dict(filled(owner.get(page).content.decode(), "cycle"))
    assert owner.post(f"{page}/passport", {**fields, "do": "publish"}).headers["Location"] == page
    importing.try_it(key=Import.objects.get().pk, now=timezone.now, say=lambda done, total: None)
    told = " ".join(body(owner, page).split())
    for said in (
        "можно перенести 8 800", "в работе 2 089", "выиграно раньше 4 238", "проиграно 2 473",
        "63 %", "с уверенностью 95 % — 62–64 %", "для сверки с той системой: 63,15 % (61,99–64,30 %)",
        "из 6 711 закрытых сделок", "10 005 534 $",
        "половина — за 57, в среднем 51,8, от 1 до 138 дней", "половина — за 14,",
        "1-й квартал 2017 531 116", "2-й квартал 2017 1 254 778", "3-й квартал 2017 1 257 790",
        "4-й квартал 2017 1 196 789",
    ):  # fmt: skip
        assert said in told, (said, told)
    past = owner.get(page).context["seen"].tried["past"]
    assert [round(past[name], 6) for name in ("rate", "low", "high")] == [0.631501, 0.619887, 0.642964]
    assert round(past["won_days"]["mean"], 3) == 51.782


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1440, True), (390, False)])
def test_from_an_empty_installation_to_ones_own_deals_in_a_browser(
    transactional_db: None, window: Any, tmp_path: Path, settings: Any, width: int, dark: bool
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    file = tmp_path / "amo.csv"
    file.write_bytes(amocrm.content(25))
    one = window(first_owner(), width=width, dark=dark)

    def looked_at() -> None:
        assert one.axe_faults() == []
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide

    page = one.open("/cycle/board")
    page.get_by_role("link", name="У меня есть файл из прежней системы").click()
    page.get_by_label("Перетащите файл сюда или выберите его").set_input_files(str(file))
    page.get_by_role("button", name="Посмотреть файл").click()
    expect(page.get_by_role("heading", name="Так вы продаёте, судя по файлу")).to_be_visible()
    looked_at()
    page.get_by_role("button", name=f"Ниже: {amocrm.STAGES[0]}").click()
    expect(page.locator(".drawn-line input.input").first).to_have_value(amocrm.STAGES[1])
    for chapter in page.locator("#import summary").all():
        chapter.click()
    looked_at()
    page.get_by_role("button", name="Опубликовать и дальше").click()
    work_off()
    expect(page.get_by_role("heading", name="Это перенесётся")).to_be_visible()
    page.get_by_role("button", name="Перенести").click()
    work_off()
    expect(page.get_by_role("heading", name="Перенесено")).to_be_visible()
    looked_at()
    assert DealRow.objects.count() == 25
