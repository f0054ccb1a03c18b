"""The public form, the conversation and the entry rule through the API."""

from collections.abc import Callable

from tests.actions.test_public_form import send
from tests.api.conftest import Program
from tests.world import World

Programs = Callable[..., Program]


def opened(world: World, head: Program) -> None:
    assert head.post("/form/services/consents", {"body": "Согласен."}).json() == {"number": 1}
    answer = head.ask("PATCH", "/form/services", {"is_on": True, "hosts": ["https://les.example"]})
    assert answer.json()["is_on"] and answer.json()["path"] == "/form/services"


def test_a_site_of_our_own_sends_an_inquiry_with_marks_and_consent(world: World, program: Programs) -> None:
    head, manager = program(world.head), program(world.manager)
    opened(world, head)
    told = {
        "channel": "site_form",
        "name": "Ирина",
        "phone": "8 921 000-00-17",
        "asked": ["site"],
        "utm": {"source": "vk", "campaign": "осень"},
        "referrer": "https://les.example/",
        "consent": 1,
        "recognise": True,
    }
    key = manager.done("/inquiries", told)["key"]
    assert manager.get(f"/inquiries/{key}").json()["interest"] == {"site": 1}
    behind = manager.get(f"/inquiries/{key}/background").json()
    assert behind["whence"][0]["referrer"] == "https://les.example/" and behind["agreed"][0]["number"] == 1
    assert behind["interest"] == [["Сайт под ключ", 1]]
    assert manager.get(f"/inquiries/{key}/rule").json() == {
        "lead": False,
        "ways": [
            {"met": False, "parts": [{"met": False, "says": "The brief is filled", "now": "", "known": True}]}
        ],
    }
    assert manager.post("/inquiries", {**told, "consent": 7}).status_code == 422
    assert manager.post("/inquiries", {**told, "asked": ["moon"]}).status_code == 422
    assert manager.post("/inquiries", {**told, "utm": {"moon": "x"}}).status_code == 422


def test_notes_and_a_kind_answer_go_into_the_story(world: World, program: Programs) -> None:
    manager = program(world.manager)
    key = manager.done("/inquiries", {"channel": "phone", "name": "Ирина"})["key"]
    manager.done(f"/inquiries/{key}/notes", {"note": "Перезвонить"})
    manager.done(f"/inquiries/{key}/closing", {"as_what": "vacancy", "answer": "Не ищем."})
    kinds = [one["kind"] for one in manager.get(f"/inquiries/{key}/timeline").json()]
    assert kinds == ["inquiry.received", "note.added", "inquiry.answered", "inquiry.closed"]


def test_what_was_held_back_is_listed_let_in_and_thrown_away(world: World, program: Programs) -> None:
    head, manager = program(world.head), program(world.manager)
    opened(world, head)
    first, second = send(world, trap=True).key, send(world, trap=True).key
    items = manager.get("/inquiries/held").json()["items"]
    assert [one["key"] for one in items] == [second, first] and items[0]["reasons"]
    assert manager.done(f"/inquiries/held/{first}/letting-in")["noun"] == "inquiry"
    assert manager.done(f"/inquiries/held/{second}/throwing-away")["status"] == "thrown"
    assert manager.post(f"/inquiries/held/{first}/letting-in").status_code == 404
    assert manager.get("/form").status_code == 403
    answer = head.put("/form/services/answers/spam", {"body": "Спасибо, нет."})
    assert answer.json()["answers"] == {"spam": "Спасибо, нет."}
    assert head.ask("PATCH", "/form/services", {"hosts": ["нет"]}).status_code == 422
