"""The public form as a browser without an account meets it, and the pages on which the company sets it up."""

import re
from datetime import timedelta
from html import unescape
from random import Random

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.rooms.pages import SCRIPT, As, as_
from tests.world import PASSPORT, World
from voronka.actions import entry, passport
from voronka.actions import public_form as verbs
from voronka.actions.company import change_company
from voronka.actions.figures import recount
from voronka.core.access import SYSTEM
from voronka.queries import entry as queries
from voronka.queries import public_form
from voronka.queries.passport.measured import judge
from voronka.rooms.entry.public_form import seal

__all__ = ["as_"]
FORM = "/form/services"
IRINA = {"name": "Ирина", "phone": "8 921 000-00-17", "message": "Сколько стоит сайт?", "consent": "on"}


@pytest.fixture
def opened(world: World) -> World:
    """The story with its form open."""
    verbs.write_consent(process="services", body="Я согласен.\n\nДо отзыва.", by=world.head, at=world.now)
    verbs.change_form(process="services", is_on=True, by=world.head, at=world.now)
    return world


def send(told: dict[str, str], *, minutes: float = 1, address: str = "203.0.113.7") -> HttpResponse:
    """Sent by a stranger who opened the page so long ago."""
    at = timezone.now() - timedelta(minutes=minutes)
    given = {"seal": seal("services", at), "consent_number": "1", **told}
    return Client().post(FORM, given, REMOTE_ADDR=address)  # type: ignore[return-value]


def text_of(answer: object) -> str:
    return text(answer)  # type: ignore[arg-type]


def text(answer: HttpResponse) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_stranger_sends_the_form_without_scripts_and_without_a_cookie(opened: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(f"{FORM}?utm_source=vk&channel=phone", headers={"Referer": "https://les.example/a"})
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    assert (hidden["utm_source"], hidden["channel"], hidden["referrer"]) == (
        "vk",
        "phone",
        "https://les.example/a",
    )
    assert "<script" not in page.content.decode()
    hidden["seal"] = seal("services", timezone.now() - timedelta(minutes=1))
    answer = browser.post(FORM, {**hidden, **IRINA})
    assert answer.status_code == 302 and not browser.cookies
    said = text(browser.get(answer["Location"]))
    assert "Спасибо, всё дошло" in said and "30 мин" in said
    line = queries.inbox(opened.head).lines[0]
    assert (line.name, line.channel, line.message) == ("Ирина", "Телефон", "Сколько стоит сайт?")


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "Расскажите"), ("en", "Tell us what you need"), ("de", "Расскажите")]
)
def test_it_speaks_the_visitor_s_language_where_the_company_offers_it(
    opened: World, language: str, said: str
) -> None:
    assert said in text(Client().get(FORM, headers={"Accept-Language": language}))  # type: ignore[arg-type]
    assert "Tell us" in text(Client().get(f"{FORM}?language=en", headers={"Accept-Language": language}))  # type: ignore[arg-type]


def test_what_was_typed_stays_where_something_is_wrong(opened: World) -> None:
    answer = send(
        {**IRINA, "phone": "нет", "consent": "", "message": "<script>x</script> 🐻", "utm_source": "vk"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "не номер телефона" in page and "Без вашего согласия" in page
    assert "&lt;script&gt;x&lt;/script&gt; 🐻" in page and 'value="Ирина"' in page
    assert 'name="utm_source" value="vk"' in page


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "🐻", "ну\x00ль", "{{ 7*7 }}", "' OR 1=1 --"])
def test_names_of_every_kind_are_taken_as_they_are(opened: World, as_: As, name: str) -> None:
    assert send({**IRINA, "name": name}).status_code == 302
    page = as_("head").get("/entry/inquiries/").content.decode()
    assert "<script>alert(1)" not in page and "49" not in queries.inbox(opened.head).lines[0].name
    assert queries.inbox(opened.head).lines[0].name == name.replace("\x00", "")


def test_ten_thousand_letters_are_told_and_kept_in_the_form(opened: World) -> None:
    answer = send({**IRINA, "message": "ы" * 10_000})
    assert answer.status_code == 422 and "ы" * 10_000 in answer.content.decode()
    assert "10000" in text(answer) or "10 000" in text(answer)


@pytest.mark.parametrize("given", ["", "x", "a:b:c"])
def test_a_form_without_its_seal_or_with_an_old_one_is_sent_once_more(opened: World, given: str) -> None:
    said = "слишком долго" if given else "не со страницы формы"
    for answer, why in (
        (send({**IRINA, "seal": given}), said),
        (send(IRINA, minutes=25 * 60), "слишком долго"),
        (send({**IRINA, "seal": seal("x", timezone.now())}), "слишком долго"),
    ):
        assert answer.status_code == 422 and why in text(answer)
        assert "Сколько стоит сайт?" in answer.content.decode()
    assert not queries.inbox(opened.head).lines


def test_what_is_wrong_is_told_before_the_seal_that_is_missing(opened: World) -> None:
    answer = send({**IRINA, "seal": "", "message": "ы" * 10_000})
    assert answer.status_code == 422 and "слишком долго" not in text(answer)
    assert "10000" in text(answer) or "10 000" in text(answer)


def test_the_first_wrong_field_has_the_focus_without_scripts(opened: World) -> None:
    def focused(**told: str) -> list[str]:
        page = send({**IRINA, **told}).content.decode()
        return [re.sub(r'.* id="(\w+)".*', r"\1", tag) for tag in re.findall(r"<[^>]* autofocus[^>]*>", page)]

    assert focused(phone="нет", email="нет") == ["door_phone"]
    assert focused(consent="") == ["consent"]
    assert focused(asked="no-such-offer") == ["door_asked_0"]
    assert focused(seal="") == ["wrong"]


def test_a_choice_that_is_not_offered_is_not_called_an_old_page(opened: World) -> None:
    answer = send({**IRINA, "asked": "no-such-offer"})
    assert answer.status_code == 422 and "no-such-offer" in text(answer)
    assert "слишком долго" not in text(answer) and "посмотрите на отмеченные поля" in text(answer)


def test_who_chose_a_language_keeps_it_in_the_consent_and_after_sending(opened: World) -> None:
    browser = Client(headers={"Accept-Language": "ru"})
    page = browser.get(f"{FORM}?language=en").content.decode()
    assert f'href="{FORM}/consent/1?language=en"' in page
    sent = browser.get(send({**IRINA, "language": "en", "embed": "1"})["Location"])
    again = re.search(rf'href="({FORM}[^"]*)"', sent.content.decode())
    assert again is not None
    assert "Tell us what you need" in text_of(browser.get(unescape(again[1])))
    assert "embed=1" in again[1]


def test_the_same_page_sent_twice_is_one_inquiry_and_a_changed_one_is_asked_about(opened: World) -> None:
    mark = {"seal": seal("services", timezone.now() - timedelta(minutes=1))}
    assert [send({**IRINA, **mark}).status_code for _ in range(3)] == [302] * 3
    assert (queries.inbox(opened.head).count, queries.inbox(opened.head).lines[0].messages) == (1, 1)
    answer = send({**IRINA, **mark, "message": "Иное"})
    assert answer.status_code == 422 and "уже отправлено" in text(answer)


def test_a_closed_form_says_so(opened: World) -> None:
    verbs.change_form(process="services", is_on=False, by=opened.head, at=opened.now)
    for path in (FORM, f"{FORM}/sent", "/form/nowhere"):
        answer = Client().get(path)
        assert answer.status_code == 404 and "Эта форма закрыта" in text(answer), path  # type: ignore[arg-type]
    assert send(IRINA).status_code == 404


def test_a_process_of_its_own_has_a_form_of_its_own(opened: World, as_: As) -> None:
    text = PASSPORT.replace("process: services", "process: courses").replace("Продажи услуг", "Курсы")
    passport.publish(text=text, by=SYSTEM, at=opened.later(), door="cli")
    head = as_("head")
    assert Client().get("/form/courses").status_code == 404
    assert head.post("/entry/form/consent?process=courses", {"body": "Согласен на курсы."}).status_code == 302
    assert head.post("/entry/form?process=courses", {"is_on": "on", "channel": "phone"}).status_code == 302
    assert "/form/courses" in text_of(head.get("/entry/form?process=courses"))
    at = timezone.now() - timedelta(minutes=1)
    told = {**IRINA, "seal": seal("courses", at), "consent_number": "1", "homepage": "x"}
    assert Client().post("/form/courses", told).status_code == 302
    assert public_form.held(opened.head, process="courses").count == 1
    assert public_form.held(opened.head, process="services").count == 0
    assert Client().head("/form/courses").status_code == 200


def test_the_consent_is_a_document_of_its_own_and_older_ones_stay(opened: World) -> None:
    verbs.write_consent(process="services", body="Иначе.", by=opened.head, at=opened.now)
    assert "До отзыва." in text(Client().get(f"{FORM}/consent/1"))  # type: ignore[arg-type]
    assert "Иначе." in text(Client().get(f"{FORM}/consent/2"))  # type: ignore[arg-type]
    answer = send(IRINA)
    assert "тем временем изменился" in text(answer)


def test_a_text_of_the_consent_that_never_was_is_called_so_and_says_whom_to_ask(opened: World) -> None:
    change_company(name="Студия Лес", by=opened.owner, at=opened.now)
    for path in (
        f"{FORM}/consent/2",
        "/form/services/consent/99999999999999999999",
        "/form/nowhere/consent/1",
    ):
        answer = Client().get(path)
        assert answer.status_code == 404 and "Такого текста согласия нет" in text_of(answer), path
        assert "обратитесь в компанию Студия Лес" in text_of(answer) and "закрыта" not in text_of(answer)


def test_the_form_says_whose_it_is_and_inside_one_is_told_when_it_does_not(opened: World, as_: As) -> None:
    assert "у компании ещё нет названия" in text_of(as_("head").get("/entry/form"))
    assert "Назвать компанию" in text_of(as_("owner").get("/entry/form"))
    change_company(name="Студия Лес", by=opened.owner, at=opened.now)
    assert "Студия Лес" in text_of(Client().get(FORM))
    assert "ещё нет названия" not in text_of(as_("owner").get("/entry/form"))


def test_only_sites_that_the_company_named_may_show_it_in_a_frame(opened: World) -> None:
    page = Client().get(FORM)
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"] and page["X-Frame-Options"] == "DENY"
    verbs.change_form(process="services", hosts="https://les.example/", by=opened.head, at=opened.now)
    page = Client().get(f"{FORM}?embed=1")
    assert "frame-ancestors 'self' https://les.example;" in page["Content-Security-Policy"] + ";"
    assert not page.has_header("X-Frame-Options")
    assert "frame-ancestors 'none'" in Client().get("/accounts/login/")["Content-Security-Policy"]


def test_a_form_filled_in_by_a_program_waits_to_be_let_in(opened: World, as_: As) -> None:
    answer = send({**IRINA, "homepage": "http://spam.example"})
    assert answer.status_code == 302 and not queries.inbox(opened.head).lines
    assert "/entry/held" in as_("manager").get("/entry/inquiries/").content.decode()
    page = as_("manager").get("/entry/held")
    assert "Заполнено поле, которого люди не видят" in text(page)  # type: ignore[arg-type]
    key = public_form.held(opened.manager).lines[0].key
    done = as_("manager").post(f"/entry/held/{key}/in", **SCRIPT)
    assert done.status_code == 204 and queries.inbox(opened.manager).lines[0].name == "Ирина"
    assert as_("manager").post(f"/entry/held/{key}/away", **SCRIPT).status_code == 404
    assert as_("marketer").post(f"/entry/held/{key}/away").status_code == 403


def test_too_many_from_one_address_are_told_to_wait_and_keep_what_they_wrote(opened: World) -> None:
    statuses = [send({**IRINA, "message": f"Письмо {n}"}).status_code for n in range(61)]
    assert statuses == [302] * 60 + [429]
    assert "Письмо 7" in send({**IRINA, "message": "Письмо 7"}).content.decode()
    assert public_form.held(opened.head).count == 55


def test_a_house_has_one_network_and_a_proxy_that_was_not_told_of_is_nobody(opened: World) -> None:
    for n in range(12):
        send({**IRINA, "message": f"Письмо {n}"}, address=f"2001:db8::{n + 1}")
        send({**IRINA, "message": f"Открытка {n}"}, address="127.0.0.1")
    assert public_form.held(opened.head).count == 12 - 5
    assert {one.message[:6] for one in public_form.held(opened.head).lines} == {"Письмо"}


def test_the_head_sets_the_form_up(world: World, as_: As) -> None:
    head = as_("head")
    assert head.post("/entry/form", {"is_on": "on", "channel": "phone"}).status_code == 422
    assert head.post("/entry/form/consent", {"body": "Согласен."}).status_code == 302
    said = {"is_on": "on", "title": "Пишите нам", "channel": "phone", "hosts": "https://les.example"}
    assert head.post("/entry/form", said).status_code == 302
    assert "Пишите нам" in text(Client().get(FORM))  # type: ignore[arg-type]
    assert head.post("/entry/form/answers/spam", {"body": "Нет, спасибо."}).status_code == 302
    page = text(head.get("/entry/form"))  # type: ignore[arg-type]
    assert "Нет, спасибо." in page and "http://testserver/form/services" in page
    assert "Так форму видят посетители" in text(head.get("/entry/form/preview"))  # type: ignore[arg-type]
    assert head.get("/entry/form/answers/moon").status_code == 404
    assert as_("manager").get("/entry/form").status_code == 403


def statements(browser: Client, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as made:
        assert browser.get(path).status_code == 200
    return len(made)


def test_what_is_held_back_costs_the_same_for_few_and_for_many(opened: World, as_: As) -> None:
    for n in range(2):
        send({**IRINA, "homepage": "x", "message": str(n)})
    few = statements(as_("head"), "/entry/held")
    for n in range(15):
        send({**IRINA, "homepage": "x", "message": f"ещё {n}"})
    assert statements(as_("head"), "/entry/held") == few
    assert statements(Client(), FORM) <= 5


def test_the_inbox_costs_the_same_for_few_and_for_many(opened: World, as_: As) -> None:
    def receive(number: int) -> None:
        told = {"channel": "phone", "name": f"И{number}", "message": "Есть кто?", "by": opened.manager}
        key = entry.receive_inquiry(**told, at=opened.later()).key  # type: ignore[arg-type]
        entry.answer_inquiry(key=key, message="Есть", by=opened.manager, at=opened.later())

    paths = ("/entry/inquiries/", "/entry/inquiries/?figure=in_time")
    costs = []
    for much in (3, 30):
        for number in range(much):
            receive(number)
        recount(reckon=lambda *told: {}, judge=judge, by=SYSTEM, at=opened.later())
        costs.append([statements(as_("head"), path) for path in paths])
        assert "Ответили вовремя" in text(as_("head").get(paths[0]))  # type: ignore[arg-type]
        shown = text(as_("head").get(paths[1]))  # type: ignore[arg-type]
        assert "За 30 дней ответили вовремя" in shown and "И2" in shown
    assert costs[0] == costs[1]


def test_one_conversation_costs_the_same_however_long_it_is(opened: World, as_: As) -> None:
    key = entry.receive_inquiry(channel="phone", name="Ирина", by=opened.manager, at=opened.later()).key
    costs = []
    for much in (2, 40):
        for number in range(much):
            entry.add_message(key=key, message=f"Ещё {number}", by=opened.manager, at=opened.later())
        costs.append(statements(as_("head"), f"/entry/inquiries/{key}"))
    assert costs[0] == costs[1]


NASTY = [
    "",
    "<script>x</script>",
    "🐻" * 50,
    "ну\x00ль",
    "ы" * 10_000,
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "\ud7ff\u202e",
    "-1",
    "9" * 40,
]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_sent_is_taken_or_told_and_never_breaks(opened: World, seed: int) -> None:
    random = Random(seed)
    names = [
        *IRINA,
        "asked",
        "field-source",
        "channel",
        "utm_source",
        "referrer",
        "language",
        "embed",
        "consent_number",
    ]
    for number in range(25):
        told = {name: random.choice([*NASTY, *IRINA.values(), "site", "1"]) for name in names}
        told |= random.choice([{}, {"seal": random.choice(NASTY)}])
        answer = send(told, address=f"203.0.113.{number}")
        assert answer.status_code in (302, 422), told
        assert "<script>x" not in answer.content.decode()
