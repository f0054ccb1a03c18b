"""The room of the owner: people, roles, and what one chooses for oneself."""

import pytest
from django.test import Client

from tests.rooms.pages import SCRIPT, As, as_
from tests.world import PASSWORD, World, address
from voronka.actions.people import holder_of
from voronka.core.process import SYSTEM_ROLES
from voronka.queries import company, owner
from voronka.rooms.owner.roles import ROLES

__all__ = ["as_"]


def test_every_role_has_its_words() -> None:
    assert set(ROLES) == set(SYSTEM_ROLES)


def test_somebody_new_can_sign_in(world: World, as_: As, client: object) -> None:
    sent = {
        "name": "Мария Лис",
        "email": "maria@voronka.test",
        "role": "manager",
        "password": "зелёная лампа 5",
    }
    assert as_("owner").post("/owner/people/new", sent, **SCRIPT).status_code == 204
    assert client.login(email="maria@voronka.test", password="зелёная лампа 5")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "ы" * 10_000},
        {"email": "not an address"},
        {"email": address("manager")},
        {"role": "emperor"},
        {"password": "123"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_slip_in_a_new_person_comes_back_with_a_reason(
    world: World, as_: As, wrong: dict[str, str]
) -> None:
    sent = {"name": "Мария Лис", "email": "maria@voronka.test", "role": "manager", **wrong}
    answer = as_("owner").post("/owner/people/new", sent, **SCRIPT)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert len(owner.staff(world.owner).people) == 8


@pytest.mark.parametrize("number", ["0", "9" * 25])
def test_somebody_or_a_team_that_is_not_there_is_not_found(world: World, as_: As, number: str) -> None:
    for path in ("people", "teams"):
        assert as_("owner").get(f"/owner/{path}/{number}").status_code == 404
        assert as_("owner").post(f"/owner/{path}/{number}", {"name": "А"}).status_code == 404


def test_only_an_owner_makes_an_owner(world: World, as_: As) -> None:
    sent = {"name": "Мария Лис", "email": "maria@voronka.test", "role": "owner"}
    assert as_("head").post("/owner/people/new", sent, **SCRIPT).status_code == 422
    boss = f"/owner/people/{world.owner.id}"
    assert (
        as_("head").post(boss, {"name": "Вера", "role": "manager", "active": "on"}, **SCRIPT).status_code
        == 403
    )


def test_the_last_owner_can_not_leave(world: World, as_: As) -> None:
    sent = {"name": "Вера Львова", "role": "manager", "active": "on"}
    answer = as_("owner").post(f"/owner/people/{world.owner.id}", sent, **SCRIPT)
    assert answer.status_code == 422
    assert "единственный владелец" in answer.content.decode()


def test_who_has_left_comes_in_no_more(world: World, as_: As) -> None:
    browser = as_("manager")
    assert browser.get("/me/").status_code == 200
    sent = {"name": "Анна Ким", "role": "manager"}
    assert as_("head").post(f"/owner/people/{world.manager.id}", sent, **SCRIPT).status_code == 204
    assert browser.get("/me/").status_code == 302
    assert not owner.colleague(world.head, world.manager.id or 0).active


def test_a_new_role_holds_at_once(world: World, as_: As) -> None:
    browser = as_("manager")
    assert browser.get("/owner/people/").status_code == 403
    sent = {"name": "Анна Ким", "role": "head", "active": "on"}
    as_("owner").post(f"/owner/people/{world.manager.id}", sent, **SCRIPT)
    assert browser.get("/owner/people/").status_code == 200


def test_the_page_of_people_counts_who_leads_what(world: World, as_: As) -> None:
    world.deal()
    world.deal(by=world.support)
    team = owner.staff(world.owner)
    assert {one.name: one.deals for one in team.people if one.deals} == {"Анна Ким": 1}
    assert team.nobodys == 1


def test_a_token_is_shown_once_and_works_until_it_is_revoked(world: World, as_: As) -> None:
    browser = as_("manager")
    made = browser.post("/me/tokens", {"name": "Сайт", "scopes": "read write", "days": "7"}, **SCRIPT)
    said = made.content.decode()
    secret = said.split('id="secret" value="')[1].split('"')[0]
    holder = holder_of(secret, world.now)
    assert holder is not None and holder.actor == world.manager
    page = browser.get("/me/").content.decode()
    assert secret not in page and "Сайт" in page
    assert as_("other_manager").post(f"/me/tokens/{holder.token}/revoked").status_code == 404
    browser.post(f"/me/tokens/{holder.token}/revoked")
    assert holder_of(secret, world.now) is None


def test_a_password_is_changed_by_whoever_knows_the_present_one(
    world: World, as_: As, client: object
) -> None:
    browser = as_("manager")
    wrong = browser.post("/me/password", {"old": "не тот", "new": "зелёная лампа 5"})
    assert wrong.status_code == 422
    weak = browser.post("/me/password", {"old": PASSWORD, "new": "12345"})
    assert weak.status_code == 422
    assert browser.post("/me/password", {"old": PASSWORD, "new": "зелёная лампа 5"}).status_code == 302
    assert browser.get("/me/").status_code == 200
    assert client.login(email=address("manager"), password="зелёная лампа 5")  # type: ignore[attr-defined]


def test_the_clock_is_ones_own(world: World, as_: As) -> None:
    browser = as_("manager")
    assert browser.post("/me/time-zone", {"time_zone": "Asia/Vladivostok"}).status_code == 302
    assert owner.me(world.manager).time_zone == "Asia/Vladivostok"
    assert browser.post("/me/time-zone", {"time_zone": "Moon/Base"}).status_code == 422


def test_a_team_is_made_and_whoever_leads_it_sees_its_deals(world: World, as_: As) -> None:
    deal, leader, head = world.deal(), as_("other_manager"), as_("head")
    assert leader.get(f"/cycle/deals/{deal}").status_code == 404
    sent = {"name": "Север", "head": str(world.other_manager.id)}
    assert head.post("/owner/teams/new", sent, **SCRIPT).status_code == 204
    assert head.post("/owner/teams/new", sent, **SCRIPT).status_code == 422
    team = owner.staff(world.head).teams[0]
    sent = {"name": "Анна Ким", "role": "manager", "active": "on", "team": str(team.key)}
    assert head.post(f"/owner/people/{world.manager.id}", sent, **SCRIPT).status_code == 204
    assert leader.get(f"/cycle/deals/{deal}").status_code == 200
    page = head.get("/owner/people/").content.decode()
    assert "Север" in page and "ведёт Олег Бут" in page
    assert head.post(f"/owner/teams/{team.key}/removed").status_code == 302
    assert leader.get(f"/cycle/deals/{deal}").status_code == 404


def test_a_view_that_the_role_does_not_have_is_told(world: World, as_: As) -> None:
    sent = {"name": "Пётр Гай", "role": "curator", "active": "on", "visibility": "team"}
    answer = as_("head").post(f"/owner/people/{world.curator.id}", sent, **SCRIPT)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()


COMPANY = {
    "name": "Ромашка",
    "languages": ["ru", "en"],
    "language": "ru",
    "currency": "RUB",
    "time_zone": "Europe/Moscow",
    "weekdays": ["0", "1", "2", "3", "4"],
    "opens": "09:00",
    "closes": "18:00",
    "holidays": "ru",
}


def test_the_company_is_set_by_its_owner_and_seen_by_the_head(world: World, as_: As) -> None:
    assert as_("owner").post("/owner/company/", {**COMPANY, "closes": "19:00"}).status_code == 302
    ours = company.ours(world.owner)
    assert (ours.name, ours.closes.hour) == ("Ромашка", 19)
    assert as_("head").post("/owner/company/", {**COMPANY, "name": "Василёк"}).status_code == 403
    assert "Ромашка" in as_("head").get("/owner/company/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes": "08:00"},
        {"closes": "25:61"},
        {"weekdays": []},
        {"weekdays": ["9"]},
        {"languages": ["en"]},
        {"time_zone": "Moon/Base"},
        {"currency": "COWS"},
        {"name": "ы" * 10_000},
    ],
    ids=str,
)
def test_a_slip_in_the_company_comes_back_with_a_reason(
    world: World, as_: As, wrong: dict[str, object]
) -> None:
    answer = as_("owner").post("/owner/company/", {**COMPANY, **wrong})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert company.ours(world.owner).name == ""


def test_a_day_of_our_own_is_kept_shown_and_taken_back(world: World, as_: As) -> None:
    head = as_("head")
    path = "/owner/company/days/2026-12-31"
    assert head.post(path, {"works": "work", "note": "Сдаём проект"}, **SCRIPT).status_code == 204
    page = head.get("/owner/company/?year=2026").content.decode()
    assert "Сдаём проект" in page
    assert "248 рабочих дней" in page  # by the calendar of the country there are 247
    for slip in ("0020501", "0" * 5000, "1999", "2O26", "-1"):
        assert head.get(f"/owner/company/?year={slip}").status_code == 200
    assert head.post(path + "/cleared").status_code == 302
    assert company.ours(world.head).days == ()
    assert head.get("/owner/company/days/2026-02-30").status_code == 404
    assert head.get("/owner/company/days/9999-02-03").status_code == 404


def test_a_language_that_is_not_offered_is_nowhere(world: World, as_: As) -> None:
    browser = as_("manager")
    browser.post("/me/language", {"language": "en"})
    as_("owner").post("/owner/company/", {**COMPANY, "languages": ["ru"]})
    assert owner.me(world.manager).language == "ru"
    assert browser.post("/me/language", {"language": "en"}).status_code == 400
    assert 'value="en"' not in browser.get("/me/").content.decode()


def test_who_has_no_clock_of_their_own_lives_by_the_companys(world: World, as_: As) -> None:
    key = world.deal()
    as_("owner").post("/owner/company/", {**COMPANY, "time_zone": "Asia/Vladivostok"})
    assert company.zone() == "Asia/Vladivostok"
    page = as_("manager").get(f"/cycle/deals/{key}").content.decode()
    assert "17:01" in page  # ten in the morning in Moscow


def test_what_somebody_leaves_behind_is_seen_and_goes_over(world: World, as_: As) -> None:
    world.deal(), world.deal()
    head, path = as_("head"), f"/owner/people/{world.manager.id}/leaving"
    assert "2 открытые сделки" in head.get(path).content.decode()
    assert head.post(path, {"to": [str(world.support.id)]}, **SCRIPT).status_code == 204
    led = {one.name: one.deals for one in owner.staff(world.head).people}
    assert (led["Анна Ким"], led["Юлия Цой"]) == (0, 2)
    assert as_("support").get(path).status_code == 403


def test_a_role_that_nobody_holds_is_told_on_the_passport(world: World, as_: As) -> None:
    sent = {"name": "Илья Ремнёв", "role": "support", "active": "on"}
    as_("owner").post(f"/owner/people/{world.head.id}", sent, **SCRIPT)
    page = as_("owner").get("/passport").content.decode()
    assert "Роль «Руководитель продаж» никто не занимает" in page


def test_whoever_is_invited_chooses_their_password_by_the_link_and_comes_in(world: World, as_: As) -> None:
    sent = {"name": "Мария Лис", "email": "maria@voronka.test", "role": "manager"}
    head = as_("head")
    assert head.post("/owner/people/new", sent, **SCRIPT).status_code == 204
    key = next(one.key for one in owner.staff(world.head).people if one.email == "maria@voronka.test")
    assert f"/owner/people/{key}/invitation" in head.get("/owner/people/").content.decode()
    door = head.get(f"/owner/people/{key}/invitation").content.decode()
    link = door.split('id="invitation" value="')[1].split('"')[0]
    assert as_("manager").get(f"/owner/people/{key}/invitation").status_code == 403
    stranger = Client()
    page = stranger.get(link, follow=True)
    assert page.status_code == 200
    address = page.redirect_chain[-1][0]
    done = stranger.post(address, {"password1": "зелёная лампа 5", "password2": "зелёная лампа 5"})
    assert done.status_code == 302
    assert stranger.login(email="maria@voronka.test", password="зелёная лампа 5")
    again = Client().get(link, follow=True)
    assert "больше не действует" in again.content.decode() or again.context["token_fail"]
    # Whoever has come in is themselves: only the owner can make a link that comes in as them.
    assert head.get(f"/owner/people/{key}/invitation").status_code == 403
    assert as_("owner").get(f"/owner/people/{key}/invitation").status_code == 200
