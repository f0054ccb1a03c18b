"""The company's past comes in: once, in pieces that can be cut, told apart from wins by evidence, taken back whole."""

import io
import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.formats.tables import amocrm
from tests.world import PASSPORT, World
from voronka.actions import clients, closing, cycle, importing, imports, passport, taking_back
from voronka.actions.merging import merge_clients, split_clients
from voronka.core.access import SYSTEM, Actor
from voronka.core.problems import Invalid, NotAllowed, Stale
from voronka.queries import imports as queries
from voronka.queries.passport import actual
from voronka.queries.passport.rehearsal import rehearse
from voronka.queries.records import deals
from voronka.store import values
from voronka.store.models import Company, Contact, DealRow, EventRow, OutsideId, StageCount, Upload

pytestmark = [pytest.mark.both, pytest.mark.django_db]

OWN = (Path(__file__).parent.parent / "samples/own_fields.yaml").read_text(encoding="utf-8")
STAGES = {
    "Первичный контакт": "brief", "Переговоры": "call", "Принимают решение": "call",
    "Согласование договора": "contract",
}  # fmt: skip


def brought(world: World, count: int = 40, *, by: Actor | None = None, content: bytes | None = None) -> int:
    """The file of so many deals, understood."""
    text = content if content is not None else amocrm.content(count)
    key = imports.begin_import(
        name="amo.csv", content=io.BytesIO(text), by=by or world.head, at=world.later()
    )
    seen = queries.one(key, by=world.head, at=world.now)
    plan = replace(seen.plan, stages={**seen.plan.stages, **STAGES})
    imports.correct_plan(key=key, plan=plan, seen=seen.seq, by=world.head, at=world.later())
    return key


def done(world: World, key: int, what: str = "run") -> dict[str, Any]:
    """As the worker does it."""
    {"try": imports.ask_try, "run": imports.ask_run, "undo": imports.ask_undo}[what](
        key=key, by=world.head, at=world.later()
    )
    work = {"try": importing.try_it, "run": importing.run, "undo": taking_back.undo}[what]
    return work(key=key, now=world.later, say=lambda done, total: None)


def states() -> Counter[str]:
    return Counter(DealRow.objects.values_list("status", flat=True))


def expected(count: int) -> dict[str, int]:
    told = Counter(
        "imported" if r[15] == amocrm.WON else "lost" if r[15] == amocrm.LOST else "open"
        for r in amocrm.rows(count)
    )
    return dict(told)


def test_a_file_comes_in_and_its_wins_are_never_wins_by_evidence(world: World) -> None:
    key = brought(world)
    counts = done(world, key)
    assert (counts["taken"], counts["refused"]) == (40, 0)
    assert states() == Counter(expected(40))
    assert not DealRow.objects.filter(status="won").exists()
    row = amocrm.rows(40)[0]
    first = DealRow.objects.order_by("pk").first()
    assert first is not None and first.company is not None and first.contact is not None
    assert (first.title, first.amount, first.company.name) == (row[1], int(row[2] or 0) * 100, row[18])
    assert first.contact.phone == row[21].lstrip("'")
    assert first.opened_at < first.closed_at if first.closed_at else True
    kinds = set(EventRow.objects.filter(door="import").values_list("kind", flat=True))
    assert {"deal.opened", "deal.win_imported", "deal.lost", "note.added", "import.applied"} <= kinds
    told = EventRow.objects.filter(kind="deal.opened", door="import").first()
    assert told is not None and told.recorded_at > told.at


def test_a_trial_changes_nothing_and_says_what_would_come(world: World) -> None:
    key = brought(world)
    before = EventRow.objects.count()
    done(world, key, "try")
    tried = queries.one(key, by=world.head, at=world.now).tried
    won = sum(row[15] == amocrm.WON for row in amocrm.rows(40))
    assert (tried["taken"], tried["won"], tried["refused"], tried["known"]) == (40, won, 0, 0)
    assert (EventRow.objects.count(), DealRow.objects.count(), Company.objects.count()) == (before, 0, 0)


def test_the_same_file_twice_makes_no_doubles(world: World) -> None:
    done(world, brought(world))
    again = done(world, brought(world))
    assert (again.get("taken", 0), again["known"]) == (0, 40)
    assert DealRow.objects.count() == 40
    more = done(world, brought(world, 50))
    assert (more["taken"], more["known"]) == (10, 40)


def test_a_client_that_is_known_is_met_and_not_made_anew(world: World) -> None:
    row = amocrm.rows(1)[0]
    firm = clients.save_company(name=row[18], by=world.head, at=world.later())
    who = clients.save_contact(name=row[17], phone=row[21].lstrip("'"), by=world.head, at=world.later())
    done(world, brought(world, 1))
    deal = DealRow.objects.get()
    assert (deal.company_id, deal.contact_id) == (firm, who)
    assert (Company.objects.count(), Contact.objects.count()) == (1, 1)


def test_a_client_that_went_up_in_another_is_met_as_that_one_and_stays_when_the_import_goes(
    world: World,
) -> None:
    row = amocrm.rows(1)[0]
    told = {"by": world.head, "at": world.later()}
    firms = [clients.save_company(name=name, **told) for name in ("Северный лес", row[18])]
    people = [
        clients.save_contact(name="Олег", **told),
        clients.save_contact(name=row[17], phone=row[21].lstrip("'"), **told),
    ]
    merge_clients(noun="company", kept=firms[0], gone=firms[1], take={}, **told)
    merge_clients(noun="contact", kept=people[0], gone=people[1], take={}, **told)
    key = brought(world, 1)
    done(world, key)
    deal = DealRow.objects.get()
    assert (deal.company_id, deal.contact_id) == (firms[0], people[0])
    done(world, key, "undo")
    assert (Company.objects.count(), Contact.objects.count()) == (2, 2)


def test_a_client_of_an_import_that_was_merged_stays_with_its_outside_number(world: World) -> None:
    key = brought(world, 2)
    done(world, key)
    other = clients.save_contact(name="Олег", by=world.head, at=world.later())
    made = DealRow.objects.order_by("pk")[0].contact_id
    merge = merge_clients(noun="contact", kept=other, gone=made, by=world.head, at=world.later()).key
    assert OutsideId.objects.filter(noun="contact", key=other).count() == 1
    found = done(world, key, "undo")
    assert found["gone"] >= 3 and Contact.objects.filter(pk=made).exists()
    split_clients(key=merge, by=world.head, at=world.later())
    assert OutsideId.objects.filter(noun="contact", key=made).count() == 1


def test_an_import_that_was_cut_goes_on_behind_its_last_piece(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PIECE", 10)
    key = brought(world, 45)
    imports.ask_run(key=key, by=world.head, at=world.later())

    def cut(done: int, total: int) -> None:
        if done >= 27:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.run(key=key, now=world.later, say=cut)
    assert DealRow.objects.count() == 30
    counts = importing.run(key=key, now=world.later, say=lambda done, total: None)
    assert counts["taken"] == 45
    assert DealRow.objects.count() == 45
    assert states() == Counter(expected(45))


def cut_off(world: World, monkeypatch: pytest.MonkeyPatch, count: int = 45) -> int:
    """An import whose work died after thirty lines."""
    monkeypatch.setattr(importing, "PIECE", 10)
    key = brought(world, count)
    imports.begin_here(key=key, state="running", by=world.head, at=world.later())

    def cut(done: int, total: int) -> None:
        if done >= 27:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.run(key=key, now=lambda: world.now, say=cut)
    return key


def test_an_import_whose_command_died_bars_nobody_and_can_be_gone_on_with(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = brought(world, 5)
    key = cut_off(world, monkeypatch)
    with pytest.raises(Invalid, match="import_busy"):
        imports.ask_run(key=other, by=world.head, at=world.now)
    world.now += timedelta(minutes=3)
    assert queries.one(key, by=world.head, at=world.now).line.state == "cut"
    imports.begin_here(key=key, state="running", by=world.head, at=world.now)
    counts = importing.run(key=key, now=world.later, say=lambda done, total: None)
    assert (counts["taken"], DealRow.objects.count()) == (45, 45)
    assert queries.one(key, by=world.head, at=world.now).line.state == "done"
    assert counts["refused"] == 0
    imports.ask_run(key=other, by=world.head, at=world.now)


def test_an_import_that_was_cut_can_be_taken_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    key = cut_off(world, monkeypatch)
    imports.failed(key=key)
    assert queries.one(key, by=world.head, at=world.now).line.state == "cut"
    assert done(world, key, "undo")["left"] == 0
    assert states() == {"undone": 30}


def test_two_who_work_on_one_import_bring_each_line_once_and_count_it_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PIECE", 10)
    key = brought(world, 30)
    imports.begin_here(key=key, state="running", by=world.head, at=world.later())
    started: list[int] = []

    def beside(done: int, total: int) -> None:
        if not started:
            started.append(done)
            importing.run(key=key, now=world.later, say=lambda done, total: None)

    counts = importing.run(key=key, now=world.later, say=beside)
    assert (counts["taken"], counts["known"], DealRow.objects.count()) == (30, 0, 30)


def test_nothing_is_kept_of_a_file_that_is_no_table_or_was_discarded(world: World) -> None:
    with pytest.raises(Invalid, match="file_no_table"):
        brought(world, content=b"\x89PNG\r\n\x1a\n" + bytes(50))
    imports.discard_import(key=brought(world, 4), by=world.head, at=world.later())
    assert not Upload.objects.exists()


def test_a_plan_that_leads_nowhere_is_refused_at_each_place(world: World) -> None:
    key = imports.begin_import(
        name="a.csv", content=io.BytesIO(amocrm.content(5)), by=world.head, at=world.later()
    )
    seen = queries.one(key, by=world.head, at=world.now)
    wrong = replace(
        seen.plan, people={"Мария Котова": 10**6}, closed_from="nowhere", zone="Moon/Base", undated="31.02",
        stages={**seen.plan.stages, "Переговоры": "talks"}, pipelines={"Воронка": "courses"},
    )  # fmt: skip
    with pytest.raises(Invalid) as told:
        imports.correct_plan(key=key, plan=wrong, seen=seen.seq, by=world.head, at=world.later())
    assert {one.field for one in told.value.problems} == {
        "people.Мария Котова", "closed_from", "zone", "undated", "stages.Переговоры", "pipelines.Воронка",
    }  # fmt: skip


def test_columns_fill_own_fields_of_the_deals_company_and_contact(world: World) -> None:
    text = (
        "ID;Название сделки;Этап сделки;Дата создания;Компания;Полное имя контакта;Размер (компания);День рождения\n"
        "1;Сайт;Успешно реализовано;01.02.2025;Пекарня;Ирина;Большой;24.03.1980\n"
        "2;Сайт;Успешно реализовано;01.02.2025;Ателье;Олег;;\n"
    )
    passport.publish(text=OWN, by=SYSTEM, at=world.later(), door="cli")
    values.forget_processes()
    key = imports.begin_import(
        name="a.csv", content=io.BytesIO(text.encode()), by=world.head, at=world.later()
    )
    seen = queries.one(key, by=world.head, at=world.now)
    assert seen.plan.columns[-2:] == ("company.own.size", "contact.own.birthday")
    assert seen.plan.options["company.own.size"] == {"Большой": "big"}
    imports.correct_plan(
        key=key, plan=replace(seen.plan, undated="2025-02-03"), seen=seen.seq, by=world.head, at=world.later()
    )
    done(world, key)
    assert [json.loads(own) for own in Company.objects.order_by("pk").values_list("own", flat=True)] == [
        {"size": "big"},
        {},
    ]
    assert Contact.objects.get(name="Ирина").own == '{"birthday": "1980-03-24"}'
    kept = Company.objects.get(name="Пекарня")
    clients.save_company(
        key=kept.pk, name="Пекарня", fields={"size": "small"}, by=world.head, at=world.later()
    )
    assert done(world, key, "undo")["left"] == 1


def test_a_file_is_taken_to_tell_of_something_else_and_read_anew(world: World) -> None:
    text = "Дата;Клиент;Сумма\n01.02.2025;Пекарня;500\n"
    key = imports.begin_import(
        name="a.csv", content=io.BytesIO(text.encode()), by=world.head, at=world.later()
    )
    seen = queries.one(key, by=world.head, at=world.now)
    for noun, columns in (
        ("payment", ("payment.paid_on", "company.name", "payment.amount")),
        ("inquiry", ("inquiry.received_at", "company.name", "")),
    ):
        plan = replace(seen.plan, noun=noun)
        imports.correct_plan(key=key, plan=plan, seen=seen.seq, by=world.head, at=world.later())
        seen = queries.one(key, by=world.head, at=world.now)
        assert (seen.plan.noun, seen.plan.columns) == (noun, columns)


def test_the_past_of_another_system_counts_for_no_evidence_and_no_dry_run(world: World) -> None:
    done(world, brought(world))
    world.now = (
        max(DealRow.objects.values_list("closed_at", flat=True), key=lambda at: at or world.now) or world.now
    )
    counts = actual.facts(values.latest(), world.now, more=("opened", "early")).counts
    assert (counts["finished"], counts["won"], counts["opened"]) == (0, 0, 0)
    draft = PASSPORT.replace("norm: 2d", "norm: 1d")
    assert rehearse(by=world.head, text=draft).deals == 0


def test_an_import_is_taken_back_whole_and_may_come_in_again(world: World) -> None:
    own = world.deal(title="Наша")
    key = brought(world)
    done(world, key)
    assert done(world, key, "undo")["left"] == 0
    assert set(DealRow.objects.exclude(pk=own).values_list("status", flat=True)) == {"undone"}
    assert [one.key for one in deals.deals(by=world.head).items] == [own]
    assert not Company.objects.exclude(pk__in=DealRow.objects.filter(pk=own).values("company")).exists()
    assert queries.one(key, by=world.head, at=world.now).line.state == "undone"
    assert done(world, brought(world))["taken"] == 40
    assert StageCount.objects.get(place="=imported", owner=0).count == expected(40)["imported"]


def test_what_people_have_worked_on_since_stays_and_is_told(world: World) -> None:
    key = brought(world)
    done(world, key)
    mine = DealRow.objects.filter(status="open").first()
    assert mine is not None and mine.contact is not None
    cycle.add_note(key=mine.pk, text="Созвонились", by=world.head, at=world.later())
    found = done(world, key, "undo")
    mine.refresh_from_db()
    assert mine.status == "open" and mine.company is not None and mine.contact is not None
    assert found["left"] == 3  # the deal, its company and its contact
    assert states()["undone"] == 39


def test_what_stayed_is_named_page_by_page_with_what_it_is(world: World) -> None:
    key = brought(world)
    done(world, key)
    touched = DealRow.objects.filter(status="open")[:2]
    for one in touched:
        cycle.add_note(key=one.pk, text="Созвонились", by=world.head, at=world.later())
    left = done(world, key, "undo")["left"]
    found, after = queries.stayed(key, by=world.head, page=3)
    assert len(found) == 3
    rest, end = queries.stayed(key, after=after, by=world.head)
    assert (len(found) + len(rest), end) == (left, 0)
    named = {(one.noun, one.name) for one in (*found, *rest)}
    assert {("deal", one.title) for one in touched} <= named
    assert {("company", one.company.name) for one in touched if one.company} <= named


def test_a_trial_names_whom_the_lines_would_meet_and_by_what(world: World) -> None:
    rows = amocrm.rows(3)
    clients.save_company(name=rows[0][18], by=world.head, at=world.later())
    clients.save_contact(name=rows[1][17], phone=rows[1][21].lstrip("'"), by=world.head, at=world.later())
    clients.save_contact(name="Кто-то другой", email=rows[2][27], by=world.head, at=world.later())
    done(world, key := brought(world, 3), "try")
    tried = queries.one(key, by=world.head, at=world.now).tried
    # A name that contradicts the e-mail is somebody else.
    assert (tried["met"]["company"], tried["met"]["contact"]) == (1, 1)
    met = [(one["by"], one["name"]) for one in tried["met"]["clients"]]
    assert met == [("name", rows[0][18]), ("phone", rows[1][17])]
    done(world, key)
    done(world, key := brought(world, 3), "try")
    doubles = queries.one(key, by=world.head, at=world.now).tried["doubles"]
    assert [one["called"] for one in doubles] == [row[1] for row in rows]


def test_a_win_of_another_system_takes_no_money_and_can_be_led_anew(world: World) -> None:
    done(world, brought(world))
    key = DealRow.objects.filter(status="imported").values_list("pk", flat=True)[0]
    paid = closing.receive_payment(
        key=key,
        amount=10_000,
        paid_on=world.now.date(),
        proof=world.file(by=world.head),
        by=world.head,
        at=world.later(),
    )
    assert [one.guard for one in paid.refused] == ["deal_open"]
    cycle.reopen_deal(key=key, by=world.head, at=world.later())
    assert values.deal(key).status == "open"


def test_lines_that_cannot_be_taken_say_why_and_the_rest_comes_in(world: World) -> None:
    lines = amocrm.text(6).split("\r\n")
    lines[2] = lines[2].replace(amocrm.rows(6)[1][4], "31.02.2025 10:00:00", 1)
    content = "\r\n".join(lines).encode("cp1251")
    key = brought(world, content=content)
    assert done(world, key)["refused"] >= 1
    refused = list(queries.refused_rows(key, by=world.head))
    assert (refused[0].problem.code, refused[0].problem.field) == ("date_unreadable", "Дата создания сделки")
    assert DealRow.objects.count() == 5


def test_a_stale_plan_a_second_import_and_a_stranger_are_told_so(world: World) -> None:
    key = brought(world)
    seen = queries.one(key, by=world.head, at=world.now)
    with pytest.raises(Stale):
        imports.correct_plan(key=key, plan=seen.plan, seen=seen.seq - 1, by=world.head, at=world.later())
    other = brought(world, 5)
    imports.ask_run(key=key, by=world.head, at=world.later())
    with pytest.raises(Invalid, match="import_busy"):
        imports.ask_run(key=other, by=world.head, at=world.later())
    with pytest.raises(NotAllowed):
        brought(world, by=world.manager)


def test_a_corrected_plan_is_remembered_for_the_next_file(world: World) -> None:
    brought(world)
    key = imports.begin_import(
        name="b.csv", content=io.BytesIO(amocrm.content(9)), by=world.head, at=world.later()
    )
    assert queries.one(key, by=world.head, at=world.now).plan.stages["Переговоры"] == "call"


def test_a_piece_costs_the_same_number_of_statements_however_many_lines_it_has(world: World) -> None:
    def cost(count: int, seed: int) -> int:
        key = brought(world, content=amocrm.content(count, seed))
        imports.ask_run(key=key, by=world.head, at=world.later())
        with CaptureQueriesContext(connection) as made:
            importing.run(key=key, now=world.later, say=lambda done, total: None)
        return len(made)

    cost(10, 1)
    OutsideId.objects.all().delete()
    few = cost(12, 4)
    OutsideId.objects.all().delete()
    assert cost(150, 3) <= few + 3
