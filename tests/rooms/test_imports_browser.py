"""The past comes in by pages: a file is looked at, decided, tried, brought in, and taken back."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests.actions.test_imports import brought, done
from tests.formats.tables import amocrm
from tests.rooms.test_downloads_browser import work_off
from tests.world import World
from voronka.actions import importing
from voronka.store.models import DealRow, Import


@pytest.fixture
def company(transactional_db: None, settings: Any, tmp_path: Path) -> World:
    """A company whose files lie in a folder of their own; the worker works in another thread."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return World.found()


def browser_of(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.person(role), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def head(world: World) -> Client:
    return browser_of(world, "head")


@pytest.fixture
def manager(world: World) -> Client:
    return browser_of(world, "manager")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "amo.csv"
    path.write_bytes(amocrm.content(30))
    return path


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
def test_a_file_is_decided_tried_brought_in_and_taken_back(
    company: World, window: Any, file: Path, width: int
) -> None:
    one = window(company.person("head"), width=width)

    def looked_at() -> None:
        assert one.axe_faults(dark_too=True) == []
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide

    page = one.open("/entry/imports/")
    looked_at()
    page.get_by_label("Перетащите файл сюда или выберите его").set_input_files(str(file))
    page.get_by_role("button", name="Посмотреть файл").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("amo.csv")
    expect(page.get_by_text("Выгрузка amoCRM")).to_be_visible()
    looked_at()
    for word, stage in (
        ("Первичный контакт", "brief"), ("Переговоры", "call"), ("Принимают решение", "call"),
        ("Согласование договора", "contract"),
    ):  # fmt: skip
        page.get_by_label(word).select_option(stage)
    page.get_by_role("button", name="Проверить, ничего не записывая").click()
    work_off()
    expect(page.get_by_role("heading", name="Это перенесётся")).to_be_visible()
    looked_at()
    assert not DealRow.objects.exists()
    page.get_by_role("button", name="Перенести").click()
    work_off()
    expect(page.get_by_role("heading", name="Перенесено")).to_be_visible()
    looked_at()
    assert DealRow.objects.count() == 30
    page.get_by_role("button", name="Отменить весь перенос").click()
    work_off()
    expect(page.get_by_role("heading", name="Перенос отменён")).to_be_visible()
    looked_at()
    assert not DealRow.objects.exclude(status="undone").exists()


@pytest.mark.django_db
def test_what_is_no_table_is_said_on_the_page_and_a_manager_may_not_bring_it(
    head: Client, manager: Client
) -> None:
    picture = SimpleUploadedFile("deals.csv", b"\x89PNG\r\n\x1a\n" + bytes(60))
    answer = head.post("/entry/imports/", {"file": picture})
    assert answer.status_code == 422
    assert "Это не таблица" in answer.content.decode()
    assert not Import.objects.exists()
    assert manager.get("/entry/imports/").status_code == 403


@pytest.mark.django_db
def test_the_history_of_stages_is_taken_along_by_the_page_and_asks_what_its_stages_are(head: Client) -> None:
    sent = SimpleUploadedFile("amo.csv", amocrm.content(30))
    page = head.post("/entry/imports/", {"file": sent}).headers["Location"]
    assert "Есть ли история стадий?" in head.get(page).content.decode()
    told = amocrm.history(30).replace("Переговоры".encode(), "Торг".encode())
    moves = SimpleUploadedFile("moves.csv", told)
    assert head.post(f"{page}/history", {"file": moves}).status_code == 302
    shown = head.get(page).content.decode()
    assert "moves.csv" in shown
    assert "Для 1 её стадии не указано, чем она является здесь" in shown  # the rest is asked of the deals
    history = Import.objects.get(beside__isnull=False)
    assert "Это история сделок" in head.get(f"/entry/imports/{history.pk}").content.decode()
    picture = SimpleUploadedFile("p.csv", b"\x89PNG\r\n\x1a\n" + bytes(60))
    assert head.post(f"{page}/history", {"file": picture}).status_code == 422
    assert Import.objects.get(beside__isnull=False) == history


@pytest.mark.django_db
def test_lines_that_cannot_be_taken_are_given_back_with_the_reasons(head: Client) -> None:
    sent = SimpleUploadedFile("amo.csv", amocrm.content(30))
    page = head.post("/entry/imports/", {"file": sent}).headers["Location"]
    key = Import.objects.get().pk
    head.post(f"{page}/plan", {"seen": "1"})
    importing.try_it(key=key, now=timezone.now, say=lambda done, total: None)
    head.post(f"{page}/run")
    importing.run(key=key, now=timezone.now, say=lambda done, total: None)
    told = b"".join(head.get(f"{page}/refused")).decode("utf-8-sig")
    assert "Не указано, какая это стадия" in told
    assert told.splitlines()[0].startswith("Строка;Столбец;Почему;ID;")
    stale = head.post(f"{page}/plan", {"seen": "1"})
    assert stale.status_code == 422
    again = SimpleUploadedFile("amo.csv", amocrm.content(30))
    page = head.post("/entry/imports/", {"file": again}).headers["Location"]
    head.post(f"{page}/plan", {"seen": "1"})
    importing.try_it(key=Import.objects.latest("pk").pk, now=timezone.now, say=lambda done, total: None)
    assert "<h2>Всё это уже здесь</h2>" in head.get(page).content.decode()


@pytest.mark.django_db
def test_a_column_that_the_file_lacks_is_called_by_its_words_and_what_is_not_understood_is_not_called_settled(
    head: Client,
) -> None:
    def page_of(text: str, encoding: str = "utf-8") -> tuple[str, str]:
        sent = SimpleUploadedFile("t.csv", text.encode(encoding))
        page = head.post("/entry/imports/", {"file": sent}).headers["Location"]
        return page, head.get(page).content.decode()

    names = "Название;Стадия;Дата создания\n"
    assert "а под ними ни одной строки" in page_of(names)[1]
    page, unread = page_of(names + "Сайт;Бриф;01.02.2026\n", "koi8-r")
    assert "Ни один столбец этого файла не понят" in unread and "Решать больше нечего" not in unread
    head.post(f"{page}/plan", {"seen": "1"})
    importing.try_it(key=int(page.rpartition("/")[2]), now=timezone.now, say=lambda done, total: None)
    tried = head.get(page).content.decode()
    assert "<strong>Стадия</strong> В строке нет стадии." in tried and "deal.stage" not in tried
    assert "Остальное перенесётся без них" not in tried


@pytest.mark.django_db
def test_a_deal_that_was_won_before_says_so_on_its_card_and_in_the_list(head: Client) -> None:
    sent = SimpleUploadedFile("amo.csv", amocrm.content(30))
    key = int(head.post("/entry/imports/", {"file": sent}).headers["Location"].rpartition("/")[2])
    Import.objects.update(state="running")
    importing.run(key=key, now=timezone.now, say=lambda done, total: None)
    won = DealRow.objects.filter(status="imported")[0]
    card = head.get(f"/cycle/deals/{won.pk}").content.decode()
    assert "Сделка выиграна до Воронки" in card
    assert "-й день" not in card
    assert "Вернуть сделку в работу" in card
    listed = head.get("/cycle/list?status=imported").content.decode()
    assert listed.count("выиграна раньше") == DealRow.objects.filter(status="imported").count()
    assert f'id="deal-{won.pk}"' not in head.get("/cycle/list?status=won").content.decode()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_who_was_nobody_here_is_invited_at_the_end_and_gets_their_deals(
    company: World, window: Any, width: int, dark: bool
) -> None:
    key = brought(company)
    done(company, key)
    word = amocrm.SELLERS[0]
    theirs = sum(row[3] == word and row[15] not in (amocrm.WON, amocrm.LOST) for row in amocrm.rows(40))
    one = window(company.person("owner"), width=width, dark=dark)
    page = one.open(f"/entry/imports/{key}")
    line = page.locator("#ownerless .map-row", has=page.locator("strong", has_text=word))
    assert one.axe_faults() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    line.get_by_role("link", name="Пригласить…").click()
    box = page.locator("#dialog")
    expect(box.get_by_label("Имя")).to_have_value(word)
    box.get_by_label("Почта").fill("kotova@agency.ru")
    box.get_by_role("button", name="Добавить").click()
    expect(line).to_contain_text(f"Теперь здесь: {word}")
    line.get_by_role("link", name="Ссылка для входа").click()
    expect(box.get_by_label("Ссылка")).to_have_value(re.compile("/accounts/password/reset/key/"))
    page.keyboard.press("Escape")
    chosen = line.get_by_label(f"Кому сделки: {word}").locator("option:checked")
    expect(chosen).to_have_text(word)
    line.get_by_role("button", name="Посмотреть, что изменится").click()
    expect(page.get_by_role("heading", name="Вот что изменится")).to_be_visible()
    assert not DealRow.objects.filter(owner__name=word).exists()
    page.get_by_role("button", name=f"Изменить {theirs} сдел").click()
    expect(page.get_by_role("heading", name="Готово")).to_be_visible()
    assert DealRow.objects.filter(owner__name=word, status="open").count() == theirs
    page.get_by_role("button", name="Вернуть всё как было").click()
    expect(page.get_by_role("heading", name="Всё возвращено как было")).to_be_visible()
    assert not DealRow.objects.filter(owner__name=word).exists()


@pytest.mark.django_db
def test_who_may_not_bring_in_is_offered_no_people_and_may_give_nothing(
    world: World, head: Client, manager: Client
) -> None:
    key = brought(world)
    done(world, key)
    sent = {"word": amocrm.SELLERS[0], "to": str(world.manager.id)}
    assert manager.get(f"/entry/imports/{key}").status_code == 403
    assert manager.post(f"/entry/imports/{key}/people", sent).status_code == 403
    page = head.get(f"/entry/imports/{key}").content.decode()
    assert "Кого из файла здесь не было" in page and "/owner/people/new?name=" in page
    assert head.post(f"/entry/imports/{key}/people", {**sent, "to": "0"}).status_code == 422
    assert head.post(f"/entry/imports/{key}/people", {**sent, "word": "Никто"}).status_code == 422
    assert head.post(f"/entry/imports/{key}/people", sent).status_code == 302
    # An address of another site is never where one is sent after somebody was added.
    new = {"name": "Мария", "email": "m@agency.ru", "role": "manager"}
    answer = head.post("/owner/people/new?next=https://evil.example/", new)
    assert answer.headers["Location"] == "/owner/people/"
