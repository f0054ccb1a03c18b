"""Everything as lines and back: the same log, the same rows; whatever is wrong is said with its line."""

import io
import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from benching import crowd
from django.db import transaction
from django.db.models import AutoField, Model

from tests.actions.test_public_form import IRINA, open_form, send
from tests.actions.verbs import inquiry
from tests.formats.tables import amocrm
from tests.world import World
from voronka.actions import (
    bulk,
    bulking,
    clients,
    duplicates,
    importing,
    imports,
    merging,
    people,
    public_form,
    taking_back,
    teams,
)
from voronka.core.access import SYSTEM
from voronka.core.bulk import Change
from voronka.queries import imports as import_queries
from voronka.store import names, replay
from voronka.store.carry import made_again, taken, written
from voronka.store.carry.broken import Broken
from voronka.store.carry.things import FOLLOWS, THINGS, Thing
from voronka.store.models import DealRow, EventRow, KeptFigure, Person, Token

pytestmark = pytest.mark.django_db
NASTY = "=cmd|'/c calc'!A1 «Ёж»; \"кавычки\"\n\tи \u2028 😀 </script>"


def lines(world: World, *, secrets: bool = False) -> list[dict[str, Any]]:
    out = io.BytesIO()
    written.write(out.write, at=world.now, program="1", secrets=secrets, say=lambda done, total: None)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def packed(told: list[dict[str, Any]]) -> io.BytesIO:
    return io.BytesIO(b"".join(json.dumps(line).encode() + b"\n" for line in told))


def take(told: list[dict[str, Any]]) -> dict[str, Any]:
    for line in told:
        line.pop("sha256", None)
    with transaction.atomic():
        return taken.take(packed(told))


def kept() -> dict[str, list[str]]:
    """All rows of all tables that come along or are made again, also of tables that others add later."""
    found: dict[str, list[str]] = {}
    for thing in THINGS:
        if not thing.secret:
            found[thing.kind] = _rows(thing.model, (*thing.secrets, *_stays(thing)), thing.data)
    for model in FOLLOWS:
        if model is not KeptFigure:
            follows = isinstance(model._meta.pk, AutoField) and not model.__name__.endswith(
                ("DealRow", "InquiryRow")
            )
            found[model.__name__] = _rows(model, ("id",) if follows and model is not EventRow else ())
    found["StageCount"] = [one for one in found["StageCount"] if ", 0, 0]" not in one]
    return found


def _stays(thing: Thing) -> tuple[str, ...]:
    """Columns that stay behind; those of a deal and of a person are made again all the same."""
    return () if thing.model in (DealRow, Person) else tuple(thing.without)


def _rows(model: type[Model], left: tuple[str, ...], data: tuple[str, ...] = ()) -> list[str]:
    columns = [one for one in model._meta.concrete_fields if one.name not in left]
    rows = model._default_manager.values_list(*(one.attname for one in columns))
    return sorted(
        repr(
            [
                json.loads(value) if one.name in data else value
                for one, value in zip(columns, row, strict=True)
            ]
        )
        for row in rows
    )


@pytest.fixture
def company(world: World) -> World:
    """Deals of every kind, clients, an inquiry, a team, a text that every reader of files stumbles over."""
    world.won_deal()
    world.lost_deal()
    world.deal_at("contract", title=NASTY)
    inquiry(world, by=world.manager)
    clients.save_company(name=NASTY[:200], by=world.manager, at=world.later())
    doubles = [clients.save_contact(name="Ирина Лис", by=world.manager, at=world.later()) for _ in range(3)]
    world.deal(contact=doubles[2])
    for kept_one, gone in (doubles[1:], doubles[:2]):
        merging.merge_clients(noun="contact", kept=kept_one, gone=gone, by=world.manager, at=world.later())
    duplicates.tell_different(
        noun="contact", one=doubles[0], other=doubles[2], by=world.manager, at=world.later()
    )
    bulky = bulk.begin_bulk(deals=[1, 2, 3], by=world.head, at=world.later())
    bulk.choose_change(
        key=bulky, change=Change("lose", reason="price", text=NASTY), by=world.head, at=world.later()
    )
    for what in ("trying", "running", "undoing"):
        bulking.go(key=bulky, what=what, by=world.head, at=world.later())  # type: ignore[arg-type]
    open_form(world)
    send(world, replace(IRINA, origin={"source": "vk", "referrer": NASTY}))
    send(world, replace(IRINA, message=NASTY), trap=True)
    told = {"process": "services", "as_what": "spam", "body": NASTY}
    public_form.write_ready_answer(**told, by=world.head, at=world.now)
    teams.add_team(name="Север", head=world.manager.id, by=SYSTEM, at=world.now)
    people.make_token(name="1С", scopes="read", by=world.manager, at=world.now)
    for undone in (True, False):
        file = io.BytesIO(amocrm.content(30))
        key = imports.begin_import(name="amo.csv", content=file, by=world.head, at=world.later())
        works = [importing.run, taking_back.undo] if undone else [importing.run]
        for state, work in zip(("running", "undoing"), works, strict=False):
            imports.begin_here(key=key, state=state, by=world.head, at=world.later())  # type: ignore[arg-type]
            work(key=key, now=world.later, say=lambda done, total: None)
    return world


def with_a_past(world: World) -> None:
    """Deals with the history of their stages, their payments, inquiries."""
    row = amocrm.rows(1)[0]
    money = f"Сделка;Дата платежа;Сумма\n{row[0]};01.02.2025;500\n"
    asked = "Дата обращения;Сообщение;Имя\n01.02.2025;Сколько стоит сайт?;Ирина\n"
    for content in (amocrm.history(30), money.encode(), asked.encode()):
        key = imports.begin_import(
            name="past.csv", content=io.BytesIO(content), by=world.head, at=world.later()
        )
        seen = import_queries.one(key, by=world.head, at=world.now)
        # All stages are one: the deals of the file above stand on the first.
        stages = {word: to or "brief" for word, to in seen.plan.stages.items()}
        imports.correct_plan(
            key=key, plan=replace(seen.plan, stages=stages), seen=seen.seq, by=world.head, at=world.later()
        )
        imports.begin_here(key=key, state="running", by=world.head, at=world.later())
        assert importing.run(key=key, now=world.later, say=lambda done, total: None)["taken"] > 0


def test_what_was_taken_out_comes_back_with_the_same_log_and_the_same_rows(company: World) -> None:
    with_a_past(company)
    before, told = kept(), lines(company)
    take(json.loads(json.dumps(told)))
    assert kept() == before
    assert replay.differences() == []
    assert names.found("deal", "пекарни", 10)
    again = lines(company)
    assert [line for line in again if line["thing"] != "end"] == [
        line for line in told if line["thing"] != "end"
    ]


def test_life_goes_on_after_it_and_no_number_is_given_twice(company: World) -> None:
    latest = DealRow.objects.order_by("-id").values_list("id", flat=True)[0]
    position = EventRow.objects.order_by("-id").values_list("id", flat=True)[0]
    take(lines(company))
    key = company.deal(by=company.manager)
    assert key > latest
    assert EventRow.objects.get(stream=f"deal:{key}").id > position
    company.fulfil(key, "brief")


def test_secrets_stay_behind_unless_they_are_asked_for(company: World) -> None:
    told = lines(company)
    assert not any("password" in line for line in told) and not any(line["thing"] == "token" for line in told)
    whole = lines(company, secrets=True)
    assert all("password" in line for line in whole if line["thing"] == "person")
    take(told)
    assert not Token.objects.exists()
    assert not any(person.has_usable_password() for person in Person.objects.all())
    take(whole)
    assert Token.objects.count() == 1
    assert Person.objects.get(pk=company.owner.id).has_usable_password()


def change(kind: str, /, **what: Any) -> Callable[[list[dict[str, Any]]], None]:
    """The first line of this kind says something else."""
    return lambda told: next(line for line in told if line["thing"] == kind).update(what)


def without(kind: str, place: int = 0) -> Callable[[list[dict[str, Any]]], None]:
    def leave(told: list[dict[str, Any]]) -> None:
        told.remove([line for line in told if line["thing"] == kind][place])
        told[-1]["lines"] -= 1

    return leave


BAD: dict[str, tuple[Callable[[list[dict[str, Any]]], None], str]] = {
    "its end is lost": (lambda told: told.pop() and None, "cut"),
    "another file is joined": (lambda told: told.append(dict(told[1])), "behind_the_end"),
    "made by a newer one": (change("voronka", format=2), "newer"),
    "no opening": (lambda told: told.pop(0) and None, "no_opening"),
    "a thing of tomorrow": (change("contact", thing="hologram"), "unknown_kind"),
    "a field of tomorrow": (change("person", mood="gay"), "unknown_field"),
    "a field is lost": (
        lambda told: next(one for one in told if one["thing"] == "text").pop("body"),
        "field_lacking",
    ),
    "nobody's number": (
        lambda told: next(one for one in told if one["thing"] == "deal").pop("id"),
        "field_lacking",
    ),
    "a number as a word": (change("person", id="one"), "bad_value"),
    "a number too large": (change("text", id=1 << 70), "bad_value"),
    "a truth as a number": (change("person", is_active=1), "bad_value"),
    "NUL in a name": (change("person", name="a\x00b"), "bad_value"),
    "half a letter": (change("person", name="\ud800"), "bad_value"),
    "a time of no zone": (change("text", created_at="2026-01-01T00:00:00"), "bad_value"),
    "a name too long": (change("person", name="я" * 5000), "bad_value"),
    "a file elsewhere on the disk": (change("file", digest="../../../../etc/passwd"), "bad_value"),
    "a person twice": (lambda told: told.insert(2, dict(told[1])), "refused"),
    "a fact changed": (change("fact", by="person:999"), "fact_changed"),
    "a fact of tomorrow": (change("fact", kind="deal.teleported"), "unknown_fact"),
    "a fact without sense": (change("fact", at="yesterday"), "no_fact"),
    "a fact lost": (
        lambda told: told.remove(next(one for one in told if one.get("stream", "").startswith("deal:"))),
        "fact_lacking",
    ),
    "a merge of clients forgotten": (
        lambda told: next(one for one in told if one.get("merged_into")).update(merged_into=None),
        "unequal",
    ),
    "a line lost": (lambda told: told.remove(told[1]), "lines_lost"),
    "a person lost": (without("person", 2), "refers"),
    "its passport lost": (without("passport"), "no_story"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_refused_with_its_line_and_nothing_is_changed(company: World, name: str) -> None:
    before = kept()
    told = lines(company)
    spoil, code = BAD[name]
    spoil(told)
    with pytest.raises(Broken) as refused:
        take(told)
    assert refused.value.code == code
    assert refused.value.line > 0 or code in ("refers", "unequal")
    assert kept() == before


OTHERS = (b"", b"\x89PNG\r\n\x1a\n", b"[1]\n", b"{}\n", b'{"thing":"voronka"}\n', b"[" * 100_000 + b"\n")


@pytest.mark.parametrize("text", OTHERS, ids=range(len(OTHERS)))
def test_another_file_is_no_export(world: World, text: bytes) -> None:
    with pytest.raises(Broken) as refused, transaction.atomic():
        taken.take(io.BytesIO(text))
    assert refused.value.code in ("cut", "no_json", "no_opening")
    assert Person.objects.exists()


def test_a_file_cut_in_the_middle_or_changed_by_a_byte_is_refused(company: World) -> None:
    before, out = kept(), io.BytesIO()
    written.write(out.write, at=company.now, program="1", secrets=False, say=lambda done, total: None)
    whole = out.getvalue()
    quiet = whole.replace("Север".encode(), "север".encode())
    for spoilt, code in ((whole[: len(whole) * 3 // 5], "cut"), (quiet, "changed")):
        with pytest.raises(Broken) as refused, transaction.atomic():
            taken.take(io.BytesIO(spoilt))
        assert refused.value.code == code
    assert kept() == before


def test_memory_does_not_grow_with_the_log(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, size in ((written, 200), (taken, 100), (made_again, 400)):
        monkeypatch.setattr(module, "PIECE", size)
    monkeypatch.setattr(replay, "differences", lambda *limit: [])  # it has pieces of its own
    people = crowd.Crowd(world.head, (world.manager,), world.process)

    class Away:
        size = 0

        def write(self, text: bytes) -> None:
            self.size += len(text)

    def out() -> bytes:
        file = io.BytesIO()
        written.write(file.write, at=world.now, program="1", secrets=False, say=lambda done, total: None)
        return file.getvalue()

    def peak(act: Callable[[], object]) -> int:
        tracemalloc.start()
        try:
            act()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def write() -> None:
        written.write(Away().write, at=world.now, program="1", secrets=False, say=lambda done, total: None)

    def read(lines: bytes) -> None:
        file = io.BytesIO(lines)
        with transaction.atomic():
            taken.take(file)

    crowd.build(people, 150, open_share=1)
    read(out())  # what is read once
    few = peak(write), peak(partial(read, out()))
    crowd.build(people, 900, open_share=1, seed=2)
    many = peak(write), peak(partial(read, out()))
    # What waits on its way to PostgreSQL is some hundred kilobytes, however much there is to be sent.
    assert all(more < less * 1.3 + 700_000 for less, more in zip(few, many, strict=True)), (few, many)
