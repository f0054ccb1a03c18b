"""`voronka inquiry`, `client`, `person`, `token` and `log`."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.cli.conftest import Voronka
from tests.world import World, address
from voronka.actions import clients
from voronka.store.models import DealRow, Person


def test_an_inquiry_is_received_answered_and_closed(world: World, voronka: Voronka) -> None:
    got = voronka(
        "inquiry", "receive", "phone", "Ирина", "--phone", "8 921 000-00-00", "--json", by="manager"
    )
    key = got.json["key"]
    assert got.json["noun"] == "inquiry"
    assert voronka("inquiry", "message", key, "Есть вакансии?", by="manager").out == f"Inquiry {key}: open.\n"
    assert voronka("inquiry", "answer", key, "Нет", by="manager").code == 0
    wrong = voronka("inquiry", "close", key, "lead", by="manager")
    assert wrong.code == 2
    assert "Вакансия" in wrong.err
    assert voronka("inquiry", "close", key, "vacancy", by="manager").out == f"Inquiry {key}: closed.\n"
    shown = voronka("inquiry", "show", key, by="manager").out
    assert "Есть вакансии?" in shown and "Ирина" in shown
    assert voronka("inquiry", "show", key, by="other_manager").code == 1
    assert voronka("inquiry", "list", "--status", "closed", by="manager").out.startswith(str(key))
    assert voronka("inquiry", "list", by="accountant").code == 1


def test_a_filled_brief_makes_a_deal(world: World, voronka: Voronka) -> None:
    got = voronka("inquiry", "receive", "site_form", "Ирина", "--brief")
    assert got.out.startswith("Deal ")
    key = voronka("inquiry", "receive", "site_form", "Пётр", "--json").json["key"]
    assert voronka("inquiry", "brief", key).out.startswith("Deal ")
    key = voronka("inquiry", "receive", "site_form", "Анна", "--json").json["key"]
    assert voronka("inquiry", "deal", key, "--title", "Рано").code == 0
    assert DealRow.objects.get(title="Рано").early


def test_clients_are_made_changed_and_found(world: World, voronka: Voronka) -> None:
    key = voronka("client", "company", "ООО «Ёлка»", "--inn", "7707083893").out.strip()
    assert voronka("client", "company", "АО «Ёлка»", "--key", key).code == 0
    assert voronka("client", "companies", "--search", "елка").out.split("\t")[:2] == [key, "АО «Ёлка»"]
    contact = voronka("client", "contact", "Пётр", "--email", "p@e.ru", "--company", key, "--json").json[
        "key"
    ]
    assert voronka("client", "contacts", "--json").json["items"][0]["key"] == contact
    again = [voronka("client", "company", "Раз", "--request", "c1").out.strip() for _ in range(2)]
    assert again[0] == again[1]
    assert voronka("client", "company", "x", "--inn", "1").code == 1
    assert voronka("client", "company", "x", by="curator").code == 1


def test_a_person_is_added_by_the_operator_and_signs_in(
    world: World, voronka: Voronka, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("верблюд-71\n"))
    said = voronka("person", "add", "New@X.ru", "Новый", "manager", "--password-stdin")
    assert said.code == 0
    assert Person.objects.get(email="new@x.ru").check_password("верблюд-71")
    assert "new@x.ru" in voronka("person", "list").out
    assert voronka("person", "list", by="manager").code == 1
    taken = voronka("person", "add", "new@x.ru", "Другой", "manager")
    assert taken.code == 1
    assert "already used" in taken.err
    assert voronka("person", "add", "y@x.ru", "Y", "king").code == 1


def test_a_person_who_left_and_their_tokens_come_in_no_more(world: World, voronka: Voronka) -> None:
    secret = voronka("token", "make", "сайт", by="manager").out.strip()
    headers = {"Authorization": f"Bearer {secret}"}
    assert voronka("person", "change", address("manager"), "--left").code == 0
    assert Client().get("/api/v1/me", headers=headers).status_code == 401
    assert voronka("deal", "list", by="manager").code == 1
    assert voronka("person", "change", address("manager"), "--works", "--role", "support").code == 0
    assert Client().get("/api/v1/me", headers=headers).json()["person"]["role"] == "support"
    assert voronka("person", "change", address("manager"), "--role", "owner", by="head").code == 1
    assert voronka("person", "change", "nobody@x.ru", "--left").code == 1


def test_a_weak_password_is_not_taken_and_a_new_one_replaces_the_old(
    world: World, voronka: Voronka, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("12345\n"))
    weak = voronka("person", "password", address("manager"), "--password-stdin")
    assert weak.code == 1
    assert "short" in weak.err
    monkeypatch.setattr(sys, "stdin", io.StringIO("верблюд-72\n"))
    assert voronka("person", "password", address("manager"), "--password-stdin").code == 0
    assert world.person("manager").check_password("верблюд-72")


def test_a_token_is_made_works_and_is_revoked(world: World, voronka: Voronka) -> None:
    made = voronka("token", "make", "сайт", by="manager")
    secret = made.out.strip()
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/me", headers=headers).json()["person"]["email"] == address("manager")
    assert Client().get("/api/v1/me", headers=headers).json()["scopes"] == ["read"]
    listed = voronka("token", "list", "--json", by="manager").json["items"]
    assert secret not in json.dumps(listed)
    assert voronka("token", "revoke", listed[0]["key"], by="other_manager").code == 1
    assert voronka("token", "revoke", listed[0]["key"], by="manager").code == 0
    assert Client().get("/api/v1/me", headers=headers).status_code == 401
    until = voronka("token", "make", "на день", "--write", "--until", "2030-01-01", "--json", by="manager")
    assert until.json["secret"].startswith("vrk_")


def test_the_log_is_verified_and_says_how_much_was_checked(world: World, voronka: Voronka) -> None:
    world.won_deal()
    said = voronka("log", "verify")
    assert said.code == 0
    assert "2 stories of" in said.out
    assert voronka("log", "verify", "--json").json["difference"] is None
    assert voronka("log", "verify", by="manager").code == 1


@pytest.mark.unequal
def test_the_first_difference_is_named_with_exit_code_1(world: World, voronka: Voronka) -> None:
    key = world.deal()
    DealRow.objects.filter(pk=key).update(stage="call")
    said = voronka("log", "verify")
    assert said.code == 1
    assert said.err == f"voronka: deal:{key}: stage is call in the rows, but brief by the log.\n"
    told = voronka("log", "verify", "--json")
    assert told.code == 1
    assert told.json["difference"]["stream"] == f"deal:{key}"


@pytest.mark.django_db(transaction=True)  # PostgreSQL: nobody reads past a transaction that still runs
def test_the_end_of_the_log_is_read(world: World, voronka: Voronka) -> None:
    key = world.won_deal()
    lines = voronka("log", "tail", "--limit", 3).out.splitlines()
    assert len(lines) == 3
    assert "deal.won" in lines[-1] and f"deal:{key}" in lines[-1]
    first = json.loads(voronka("log", "tail", "--after", 0, "--limit", 1, "--json").out)
    assert first["kind"] == "passport.published"


def test_a_command_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    """What makes a command slow to start is what it imports; time itself can't be asserted."""
    script = (
        "import sys\nfrom voronka.cli import main\n"
        "try: main(['deal', 'move', '1', 'call'])\n"
        "except SystemExit as left: code = left.code\n"
        "heavy = {'ninja', 'phonenumbers', 'numpy', 'dbos', 'rich', 'playwright', 'ruamel', 'granian'}\n"
        "print(code, sorted(heavy & set(sys.modules)))"
    )
    environment = {**os.environ, "VORONKA_DATA": str(tmp_path), "LANG": "en", "DATABASE_URL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("VORONKA_DATABASE_URL", None)
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
    )
    assert ran.stdout == "1 []\n"
    assert "There is no company in this data yet" in ran.stderr


def test_a_team_is_made_led_and_seen(world: World, voronka: Voronka) -> None:
    key = voronka("team", "add", "Север", "--head", address("other_manager"), "--json").json["key"]
    assert voronka("team", "add", "Север").code == 1
    deal = world.deal()
    assert voronka("deal", "show", deal, by="other_manager").code == 1
    assert voronka("person", "change", address("manager"), "--team", key).code == 0
    assert voronka("deal", "show", deal, by="other_manager").code == 0
    assert voronka("person", "change", address("other_manager"), "--sees", "own").code == 0
    assert voronka("deal", "show", deal, by="other_manager").code == 1
    assert voronka("person", "change", address("other_manager"), "--sees", "role").code == 0
    assert voronka("team", "list").out == f"{key}\tСевер\tОлег Бут\n"
    assert voronka("team", "list", by="manager").code == 1
    assert voronka("team", "change", key, "--no-head").code == 0
    assert voronka("deal", "show", deal, by="other_manager").code == 1
    assert voronka("team", "remove", key).code == 0
    assert voronka("team", "remove", key).code == 1
    assert voronka("person", "change", address("curator"), "--sees", "own").code == 1


def test_the_company_is_set_and_its_days_are_kept(world: World, voronka: Voronka) -> None:
    assert (
        voronka("company", "set", "--name", "Ромашка", "--weekdays", "mon,tue,sat", "--opens", "10:00").code
        == 0
    )
    shown = voronka("company", "show", "--json").json
    assert (shown["name"], shown["weekdays"], shown["opens"]) == ("Ромашка", ["mon", "tue", "sat"], "10:00")
    assert voronka("company", "day", "31.12.2026", "--rest", "--note", "Ёлка").code == 0
    assert voronka("company", "days").out == "2026-12-31\twe rest\tЁлка\n"
    assert voronka("company", "day", "2026-12-31").code == 0
    assert voronka("company", "day", "2026-12-31").code == 1
    for wrong in (
        ["--opens", "25:00"],
        ["--closes", "08:00"],
        ["--weekdays", "moonday"],
        ["--currency", "cows"],
    ):
        assert voronka("company", "set", *wrong).code == 1
    assert voronka("company", "set", "--name", "Моя", by="head").code == 1
    assert voronka("company", "day", "2026-12-30", "--rest", by="manager").code == 1


def test_deals_and_clients_are_found_by_words(world: World, voronka: Voronka) -> None:
    key = world.deal(title="Сайт пекарни")
    assert voronka("find", "пекар", by="manager").out.split("\t")[:2] == ["deal", str(key)]
    assert voronka("find", "пекар", by="other_manager").out == ""
    assert [one["key"] for one in voronka("find", key, "--json").json["items"]] == [key]


def test_a_client_is_found_by_phone_as_it_is_typed(world: World, voronka: Voronka) -> None:
    key = clients.save_contact(name="Ирина", phone="+79210000017", by=world.manager, at=world.later())
    for typed in ("8 921 000-00-17", "+7 921 000"):
        found = voronka("find", typed, "--json", by="manager").json["items"]
        assert [(one["noun"], one["key"]) for one in found] == [("contact", key)]


def test_who_leaves_hands_their_deals_over(world: World, voronka: Voronka) -> None:
    key = world.deal()
    assert voronka("person", "leave", address("manager"), "--dry-run").out == "Open deals: 1.\n"
    said = voronka("person", "leave", address("manager"), "--to", address("support"), "--json")
    assert said.json["deals"] == 1
    assert DealRow.objects.get(pk=key).owner_id == world.support.id
    assert voronka("person", "leave", address("manager"), by="support").code == 1


def test_an_invitation_is_a_path_for_one_person(world: World, voronka: Voronka) -> None:
    assert voronka("person", "invite", address("manager")).out.startswith("/accounts/password/reset/key/")
    assert voronka("person", "invite", address("owner"), by="head").code == 1
    assert voronka("person", "invite", "nobody@voronka.test").code == 1
