"""The hall without a browser: what it shows, what it costs, and what publishing through it does."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.formats.test_passport_bad import GOOD
from tests.world import MONDAY, PASSPORT, World
from voronka.actions import preferences
from voronka.actions.passport import publish
from voronka.actions.people import add_person
from voronka.core.access import SYSTEM
from voronka.formats.pdf import press
from voronka.store import values
from voronka.store.models import PassportVersion, Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def head(world: World, client: Client) -> Iterator[Client]:
    """The head's browser, on the evening of the story's Monday."""
    client.force_login(world.person("head"), backend=BACKEND)
    with time_machine.travel(world.now + timedelta(hours=8), tick=False):
        yield client


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_hall_shows_ten_answers_and_links_to_the_deals_behind_the_numbers(
    world: World, head: Client
) -> None:
    for _ in range(10):
        world.lost_deal()
    page = body(head, "/passport")
    assert page.count('<li class="answer') == 10
    assert 'id="answer-cycle" data-state="holds"' in page
    assert 'href="/cycle/list?figure=followed">10</a>' in page
    listed = body(head, "/cycle/list?figure=followed")
    assert listed.count('href="/cycle/deals/') >= 10
    assert "Закончены за 90 дней без исключений" in listed


def test_numbers_lead_nowhere_for_those_who_do_not_see_all_deals(world: World, client: Client) -> None:
    world.lost_deal()
    client.force_login(world.person("manager"), backend=BACKEND)
    with time_machine.travel(world.now, tick=False):
        page = body(client, "/passport")
    assert "figure=" not in page
    assert 'href="/passport/draft"' not in page


def test_the_hall_costs_a_fixed_number_of_statements(world: World, head: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            head.get("/passport")
        return len(made)

    world.lost_deal()
    cost()
    few = cost()
    for _ in range(10):
        world.lost_deal()
    assert cost() == few <= 16  # twelve of its own, session, person, the rail


@pytest.mark.parametrize(
    "word",
    [
        "owner", "cycle", "entry", "closing", "product", "resources", "targets", "control",
        "neighbours", "documents",
    ],
)  # fmt: skip
def test_every_question_has_its_page(world: World, head: Client, word: str) -> None:
    world.won_deal()
    page = body(head, f"/passport/{word}")
    assert f'href="/passport/{word}"' in page
    assert "из 10" in page
    assert head.get(f"/passport/{word}/").status_code == 200


def test_there_is_no_eleventh_question(head: Client) -> None:
    assert head.get("/passport/weather").status_code == 404


def test_the_details_of_an_answer_are_shown_as_people_say_them(world: World, head: Client) -> None:
    text = PASSPORT + "control: {meetings: [{id: daily, title: Планёрка, every: weekday 10:00}]}\n"
    head.post("/passport/text", {"text": text, "seen": 1, "do": "publish"})
    page = body(head, "/passport/control")
    assert "Планёрка" in page and "по будням в 10:00, 30 минут" in page
    assert "Планёрка." in page


def test_a_draft_with_errors_is_kept_and_says_what_is_wrong_in_its_line(head: Client) -> None:
    wrong = PASSPORT.replace("contract_signed]}", "contract_singed]}")
    page = head.post("/passport/text", {"text": wrong, "seen": 1, "do": "save"}).content.decode()
    assert 'data-code="unknown_guard"' in page
    assert "Может быть, «contract_signed»?" in page
    assert 'name="draft" value="1"' in page
    page = body(head, "/passport/text")
    assert "contract_singed]}" in page and 'data-code="unknown_guard"' in page
    answer = head.post("/passport/text", {"text": wrong, "seen": 1, "draft": 1, "do": "publish"})
    assert answer.status_code == 422
    assert PassportVersion.objects.count() == 1
    assert head.post("/passport/text", {"text": wrong, "draft": 1, "do": "discard"}).status_code == 302
    assert "contract_singed]}" not in body(head, "/passport/text")


def test_who_types_in_a_second_tab_is_told_and_keeps_what_was_typed(head: Client) -> None:
    mine, theirs = PASSPORT.replace("Созвон", "Звонок"), PASSPORT.replace("Созвон", "Встреча")
    head.post("/passport/text", {"text": PASSPORT + "\n", "seen": 1, "do": "save"})
    head.post("/passport/text", {"text": theirs, "seen": 1, "draft": 1, "do": "save"})
    answer = head.post("/passport/text", {"text": mine, "seen": 1, "draft": 1, "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "title: Звонок" in page and "title: Встреча" in page
    assert "Илья Ремнёв сохранил(а) другой текст" in page
    assert head.post("/passport/text", {"text": mine, "seen": 1, "draft": 2, "do": "save"}).status_code == 200
    assert "title: Звонок" in body(head, "/passport/text")


def test_what_was_typed_outlives_a_draft_that_somebody_else_published(head: Client) -> None:
    head.post("/passport/text", {"text": PASSPORT.replace("Созвон", "Встреча"), "seen": 1, "do": "save"})
    head.post("/passport/text", {"text": PASSPORT.replace("Созвон", "Встреча"), "draft": 1, "do": "publish"})
    mine = PASSPORT.replace("Созвон", "Звонок")
    answer = head.post("/passport/text", {"text": mine, "seen": 1, "draft": 1, "do": "publish"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "title: Звонок" in page and 'name="draft" value="0"' in page and 'name="seen" value="2"' in page
    assert (
        head.post("/passport/text", {"text": mine, "seen": 2, "draft": 0, "do": "publish"}).status_code == 302
    )
    assert values.latest().stage("call").title == "Звонок"


def test_publishing_makes_a_version_and_goes_back_to_the_hall(head: Client) -> None:
    text = PASSPORT.replace("title: Созвон", "title: Первый созвон").replace("\n", "\r\n")
    answer = head.post("/passport/text", {"text": text, "seen": 1, "do": "publish"}, follow=True)
    assert answer.redirect_chain == [("/passport", 302)]
    assert "первый созвон" in answer.content.decode()
    assert values.latest().version == 2
    assert "\r" not in PassportVersion.objects.get(number=2).text


def test_who_edits_an_older_version_does_not_undo_what_another_published(head: Client) -> None:
    mine = PASSPORT.replace("Созвон", "Звонок")
    theirs = PASSPORT.replace("Оплата", "Деньги")
    assert head.post("/passport/text", {"text": theirs, "seen": 1, "do": "publish"}).status_code == 302
    answer = head.post("/passport/text", {"text": mine, "seen": 1, "do": "publish"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "title: Звонок" in page and "версию 2" in page
    assert values.latest().version == 2
    again = {"text": mine, "seen": 2, "draft": 1, "over": 1, "do": "publish"}
    assert head.post("/passport/text", again).status_code == 302
    assert values.latest().version == 3


def test_a_text_that_would_hide_deals_asks_where_they_go(world: World, head: Client) -> None:
    world.deal_at("call")
    text = PASSPORT.replace("{id: call, title: Созвон", "{id: talk, title: Разговор")
    answer = head.post("/passport/text", {"text": text, "seen": 1, "do": "publish"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == "/passport/publish?process=services"
    assert "выберите стадию…" in page and "Созвон" in page
    answer = head.post("/passport/publish", {"do": "publish", "seen": 1, "deals": "stay"})
    assert answer.status_code == 422
    assert (
        "1 открытая сделка стоит на стадии, которой нет в новой версии: «Созвон»" in answer.content.decode()
    )
    assert values.latest().version == 1


def test_versions_are_kept_as_written_and_can_be_downloaded(world: World, head: Client) -> None:
    head.post("/passport/text", {"text": PASSPORT.replace("Созвон", "Встреча"), "seen": 1, "do": "publish"})
    page = body(head, "/passport/versions")
    assert page.count("passport/versions/1") >= 1 and page.count("passport/versions/2") >= 1
    assert "Илья Ремнёв" in page
    assert "title: Созвон" in body(head, "/passport/versions/1")
    file = head.get("/passport/versions/1.yaml")
    assert file.content.decode() == PASSPORT
    assert 'filename="services-1.yaml"' in file["Content-Disposition"]
    assert head.get("/passport/versions/3").status_code == 404


def test_two_versions_are_compared_in_sentences(world: World, head: Client) -> None:
    head.post(
        "/passport/text", {"text": PASSPORT.replace("norm: 3d", "norm: 5d"), "seen": 1, "do": "publish"}
    )
    page = body(head, "/passport/difference?old=1&new=2")
    assert "Стадия «Созвон»: норма — было 3 рабочих дня, стало 5 рабочих дней." in page
    assert "1 отличие" in page
    assert "Обе версии говорят одно и то же" in body(head, "/passport/difference?old=2&new=2")
    assert head.get("/passport/difference?old=1&new=9").status_code == 404
    head.post("/passport/text", {"text": "voronka: [", "seen": 2, "do": "save"})
    answer = head.get("/passport/difference")
    assert answer.status_code == 422 and "ошибк" in answer.content.decode()


def test_an_earlier_version_is_brought_back_as_a_draft_to_be_published(world: World, head: Client) -> None:
    head.post("/passport/text", {"text": PASSPORT.replace("Созвон", "Встреча"), "seen": 1, "do": "publish"})
    answer = head.post("/passport/versions/1/draft", follow=True)
    page = answer.content.decode()
    assert "Стадия «Встреча» теперь называется «Созвон»." in page
    assert head.post("/passport/versions/1/draft").headers["Location"] == "/passport/versions"
    page = body(head, "/passport/text")
    typed = {"text": PASSPORT, "draft": 2, "seen": 2, "do": "publish"}
    assert 'name="draft" value="2"' in page and head.post("/passport/text", typed).status_code == 302
    assert (values.latest().version, values.latest().stage("call").title) == (3, "Созвон")


def test_only_those_who_publish_see_the_text_form(world: World, client: Client) -> None:
    client.force_login(world.person("manager"), backend=BACKEND)
    assert client.get("/passport/text").status_code == 403
    assert client.post("/passport/text", {"text": GOOD, "seen": 1, "do": "publish"}).status_code == 403
    assert client.get("/passport/versions").status_code == 200
    assert client.get("/passport/difference").status_code == 200
    assert client.get("/passport/difference?new=draft&old=1").status_code == 403
    assert client.post("/passport/versions/1/draft").status_code == 403


def test_a_stranger_is_sent_to_the_sign_in(world: World, client: Client) -> None:
    for path in ("/passport", "/passport/cycle", "/passport/versions/1.yaml"):
        assert client.get(path).status_code == 302


def test_what_the_company_wrote_is_never_markup(world: World, head: Client) -> None:
    text = PASSPORT.replace("title: Созвон", 'title: "<script>alert(1)</script>🙂"')
    assert head.post("/passport/text", {"text": text, "seen": 1, "do": "publish"}).status_code == 302
    for path in ("/passport", "/passport/cycle", "/passport/versions/2", "/passport/text"):
        page = body(head, path)
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_a_company_without_a_passport_is_told_how_to_begin(db: None, client: Client) -> None:
    values.forget_processes()
    key = add_person(email="a@b.example", name="А", role="owner", by=SYSTEM, at=MONDAY)
    client.force_login(Person.objects.get(pk=key), backend=BACKEND)
    page = body(client, "/passport")
    assert "/begin" in page
    assert client.get("/passport/text").status_code == 200


def test_the_passport_is_printed_with_its_details_and_downloaded(world: World, head: Client) -> None:
    page = body(head, "/passport/print")
    assert page.count('class="paper-answer" id=') == 10
    assert "Чтобы уйти" in page and "версия 1" in page
    answer = head.get("/passport/print.pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="services-1.pdf"'
    assert answer.content.startswith(b"%PDF")
    assert head.get("/passport/print?version=7").status_code == 404
    head.logout()
    assert head.get("/passport/print.pdf").status_code == 302


def test_what_people_wrote_is_text_on_paper_too(world: World, head: Client) -> None:
    text = PASSPORT.replace("Созвон", "<script>alert(1)</script>")
    publish(text=text, by=world.head, at=world.later())
    page = body(head, "/passport/print")
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page


def test_a_pdf_that_is_not_made_in_time_is_told_in_words(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "SECONDS", 0)
    client.force_login(world.person("head"), backend=BACKEND)
    client.raise_request_exception = False
    answer = client.get("/passport/print.pdf")
    assert answer.status_code == 503
    assert "Попробуйте" in answer.content.decode()


def test_a_reader_of_the_second_language_sees_the_texts_in_it(world: World, head: Client) -> None:
    said = "texts: {en: {title: Selling services, cycle.stages.call.title: First call}}\n"
    head.post("/passport/text", {"text": PASSPORT + said, "seen": 1, "do": "publish"})
    world.deal()
    for path in ("/passport/cycle", "/cycle/board"):
        assert "Созвон" in body(head, path)
    preferences.prefer(by=world.head, language="en")
    assert "Созвон" not in body(head, "/cycle/board")
    assert all(
        "First call" in body(head, path) for path in ("/passport/cycle", "/cycle/board", "/cycle/list")
    )
