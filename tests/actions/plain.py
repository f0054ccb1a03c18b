"""Every verb that is about no deal and no inquiry, ready to be tried by anybody."""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.formats.tables import amocrm
from tests.world import PASSPORT, PASSWORD, World, address
from voronka.actions import (
    backup,
    bulk,
    bulking,
    clients,
    company,
    drafts,
    duplicates,
    entry,
    export,
    exports,
    figures,
    files,
    founding,
    handing,
    importing,
    imports,
    indexing,
    invitations,
    jobs,
    leaving,
    merging,
    migration,
    outlines,
    passport,
    people,
    preferences,
    public_form,
    saved_views,
    sending,
    teams,
)
from voronka.core.access import VISITOR, Actor
from voronka.core.bulk import Change
from voronka.core.imports import Plan
from voronka.core.outlines import Outline
from voronka.core.problems import Invalid
from voronka.store import edits
from voronka.store.models import BulkEdit, Import

Attempt = Callable[[Actor], object]


@dataclass(frozen=True)
class Plain:
    """A verb with an example: `prepare` makes what it needs in this world, and gives the attempt."""

    act: Callable[..., object]
    prepare: Callable[[World], Attempt]


def _asks(act: Callable[..., object], **asked: Any) -> Plain:
    """A verb that needs nothing but these arguments."""
    return Plain(act, lambda world: lambda by: act(**asked, by=by, at=world.later()))


def _draft(act: Callable[..., object], **asked: Any) -> Plain:
    """A verb about a draft that is there."""

    def prepare(world: World) -> Attempt:
        drafts.begin_draft(process="services", by=world.head, at=world.now)
        return lambda by: act(**asked, by=by, at=world.later())

    return Plain(act, prepare)


def _view(act: Callable[..., object], *, shared: bool = False, **asked: Any) -> Plain:
    """A verb about a view of the actor's own, or about one that the head of sales shares."""

    def prepare(world: World) -> Attempt:
        ready = saved_views.save_view(name="Все", asked={}, shared=True, by=world.head, at=world.now)

        def attempt(by: Actor) -> object:
            key = ready if shared else saved_views.save_view(name="Мои", asked={}, by=by, at=world.now)
            return act(key=key, **asked, by=by, at=world.later())

        return attempt

    return Plain(act, prepare)


def _removed_view(world: World) -> Attempt:
    key = saved_views.save_view(name="Все", asked={}, shared=True, by=world.head, at=world.now)
    saved_views.remove_view(key=key, by=world.head, at=world.now)
    return lambda by: saved_views.restore_view(key=key, by=by, at=world.later())


def _change(who: str, role: str) -> Plain:
    def prepare(world: World) -> Attempt:
        key = getattr(world, who).id
        return lambda by: people.change_person(
            key=key, name="Имя", role=role, active=True, by=by, at=world.later()
        )

    return Plain(people.change_person, prepare)


def _invitation(who: str) -> Plain:
    return Plain(
        invitations.invite,
        lambda world: lambda by: invitations.invite(key=getattr(world, who).id, by=by, at=world.later()),
    )


def _leaver(world: World) -> Attempt:
    world.deal(by=world.other_manager)
    key, to = world.other_manager.id or 0, [world.manager.id or 0]
    return lambda by: leaving.leave(key=key, to=to, by=by, at=world.later())


def _team(act: Callable[..., object], **asked: Any) -> Plain:
    def prepare(world: World) -> Attempt:
        key = teams.add_team(name="Юг", by=world.head, at=world.now)
        return lambda by: act(key=key, **asked, by=by, at=world.later())

    return Plain(act, prepare)


def _twice(act: Callable[..., object]) -> Callable[[World], Attempt]:
    """A verb about a company that is written down twice."""

    def prepare(world: World) -> Attempt:
        one, other = (clients.save_company(name="Ромашка", by=world.head, at=world.now) for _ in range(2))
        return lambda by: act(noun="company", one=one, other=other, by=by, at=world.later())

    return prepare


def _merged(world: World) -> Attempt:
    one, other = (clients.save_company(name="Ромашка", by=world.head, at=world.now) for _ in range(2))
    told = merging.merge_clients(noun="company", kept=one, gone=other, by=world.head, at=world.now)
    return lambda by: merging.split_clients(key=told.key, by=by, at=world.later())


def _own_day(world: World) -> Attempt:
    day = date(2026, 12, 31)
    company.set_day(day=day, works=False, by=world.head, at=world.now)
    return lambda by: company.clear_day(day=day, by=by, at=world.later())


def _own_token(world: World) -> Attempt:
    def attempt(by: Actor) -> None:
        key = people.make_token(name="Сайт", by=by, at=world.later()).key if by.id else 1
        people.revoke_token(key=key, by=by, at=world.later())

    return attempt


def _others_token(world: World) -> Attempt:
    far = people.add_person(email="far@voronka.test", name="Ян", role="manager", by=world.head, at=world.now)
    key = people.make_token(name="Сайт", by=Actor("person", far, "manager"), at=world.now).key
    return lambda by: people.revoke_token(key=key, by=by, at=world.later())


def _backup(world: World) -> Attempt:
    # The right is asked first; then there is no folder at such a place.
    nowhere = Path(__file__) / "backup.zip"
    return lambda by: _until_the_place(partial(backup.make_backup, to=nowhere, by=by, at=world.later()))


def _export(world: World) -> Attempt:
    nowhere = Path(__file__) / "everything.zip"
    return lambda by: _until_the_place(partial(export.export_everything, to=nowhere, by=by, at=world.later()))


def _until_the_place(make: Callable[[], object]) -> None:
    try:
        make()
    except OSError:
        return


def _own_company(world: World) -> Attempt:
    asked = {"name": "Мария", "email": "new@voronka.test", "password": PASSWORD}

    def attempt(by: Actor) -> None:
        # The right is asked first; then this company is no demo.
        with suppress(Invalid):
            founding.replace_demo(**asked, by=by, at=world.later())

    return attempt


def _open_form(world: World) -> None:
    public_form.write_consent(process="services", body="Согласен.", by=world.head, at=world.now)
    public_form.change_form(process="services", is_on=True, by=world.head, at=world.now)


def _send(world: World, by: Actor) -> int:
    filled, at = sending.Filled(name="Ирина", phone="89210000017", consent=1), world.later()
    told = {"process": "services", "sender": "a", "opened_at": at, "trap": True}
    return sending.send_form(filled=filled, **told, by=by, at=at).key  # type: ignore[arg-type]


def _sent(world: World) -> Attempt:
    _open_form(world)
    return lambda by: _send(world, by)


def _held(act: Callable[..., object]) -> Callable[[World], Attempt]:
    """A verb about what was held back."""

    def prepare(world: World) -> Attempt:
        _open_form(world)
        key = _send(world, VISITOR)
        return lambda by: act(key=key, by=by, at=world.later())

    return prepare


def brought(world: World, state: str = "planned") -> int:
    """The number of an import in this state."""
    content = io.BytesIO(amocrm.content(3))
    key = imports.begin_import(name="a.csv", content=content, by=world.head, at=world.now)
    Import.objects.filter(pk=key).update(state=state)
    return key


def _handed_over(world: World) -> Attempt:
    """Open deals of a file are nobody's, for nobody of it is here."""
    content = io.BytesIO(amocrm.content(8))
    key = imports.begin_import(name="a.csv", content=content, by=world.head, at=world.now)
    plan = imports.plan_of(Import.objects.get(pk=key))
    stages = dict(zip(amocrm.STAGES, ("brief", "call", "call", "contract"), strict=True))
    plan = replace(plan, stages={**plan.stages, **stages})
    imports.correct_plan(key=key, plan=plan, seen=1, by=world.head, at=world.later())
    imports.ask_run(key=key, by=world.head, at=world.later())
    importing.run(key=key, now=world.later, say=lambda done, total: None)
    told: dict[str, Any] = {"key": key, "word": amocrm.SELLERS[2], "to": world.manager.id}
    return lambda by: handing.hand_over_named(**told, by=by, at=world.later())


def _bulk(act: Callable[[int, Actor, datetime], object], verb: Callable[..., object], state: str) -> Plain:
    """A verb about a bulk edit in this state, which whoever tries it has chosen."""

    def prepare(world: World) -> Attempt:
        deal = world.deal()

        def attempt(by: Actor) -> object:
            row = BulkEdit.objects.create(
                process="services", total=1, created_at=world.now, created_by=by.label, state=state,
                change='{"kind": "field", "field": "site", "value": "a.ru"}', moved_at=world.now,
            )  # fmt: skip
            edits.choose(row.pk, [deal])
            return act(row.pk, by, world.later())

        return attempt

    return Plain(verb, prepare)


def _import(
    act: Callable[[int, Actor, datetime], object], verb: Callable[..., object], state: str = "planned"
) -> Plain:
    def prepare(world: World) -> Attempt:
        key = brought(world, state)
        return lambda by: act(key, by, world.later())

    return Plain(verb, prepare)


PLAIN: dict[str, Plain] = {
    "save_company": _asks(clients.save_company, name="Ромашка"),
    "save_contact": _asks(clients.save_contact, name="Ирина"),
    "compare_clients": _asks(duplicates.compare_clients),
    "tell_different": Plain(duplicates.tell_different, _twice(duplicates.tell_different)),
    "take_back_different": Plain(duplicates.take_back_different, _twice(duplicates.take_back_different)),
    "merge_clients": Plain(
        merging.merge_clients,
        _twice(
            lambda noun, one, other, by, at: merging.merge_clients(
                noun=noun, kept=one, gone=other, by=by, at=at
            )
        ),
    ),
    "split_clients": Plain(merging.split_clients, _merged),
    "receive_inquiry": _asks(entry.receive_inquiry, channel="phone", name="Ирина"),
    "send_form": Plain(sending.send_form, _sent),
    "let_in": Plain(sending.let_in, _held(sending.let_in)),
    "throw_away": Plain(sending.throw_away, _held(sending.throw_away)),
    "change_form": _asks(public_form.change_form, process="services", title="Пишите"),
    "write_consent": _asks(public_form.write_consent, process="services", body="Согласен."),
    "write_ready_answer": _asks(
        public_form.write_ready_answer, process="services", as_what="spam", body="Спасибо."
    ),
    "open_deal": _asks(entry.open_deal, title="Сайт", channel="phone"),
    "keep_file": Plain(
        files.keep_file,
        lambda world: (
            lambda by: files.keep_file(name="a.pdf", content=io.BytesIO(b"%PDF-"), by=by, at=world.later())
        ),
    ),
    "make_backup": Plain(backup.make_backup, _backup),
    "export_everything": Plain(export.export_everything, _export),
    "begin_import": Plain(
        imports.begin_import,
        lambda world: (
            lambda by: imports.begin_import(
                name="a.csv", content=io.BytesIO(amocrm.content(3)), by=by, at=world.later()
            )
        ),
    ),
    "correct_plan": _import(
        lambda key, by, at: imports.correct_plan(
            key=key, plan=Plan("amocrm", "deal", ("",) * len(amocrm.HEADS)), seen=1, by=by, at=at
        ),
        imports.correct_plan,
    ),
    "ask_try": _import(lambda key, by, at: imports.ask_try(key=key, by=by, at=at), imports.ask_try),
    "ask_run": _import(lambda key, by, at: imports.ask_run(key=key, by=by, at=at), imports.ask_run),
    "ask_undo": _import(
        lambda key, by, at: imports.ask_undo(key=key, by=by, at=at), imports.ask_undo, state="done"
    ),
    "begin_here": _import(
        lambda key, by, at: imports.begin_here(key=key, state="trying", by=by, at=at), imports.begin_here
    ),
    "discard_import": _import(
        lambda key, by, at: imports.discard_import(key=key, by=by, at=at), imports.discard_import
    ),
    "hand_over_named": Plain(handing.hand_over_named, _handed_over),
    "begin_bulk": Plain(
        bulk.begin_bulk,
        lambda world: lambda by: bulk.begin_bulk(deals=[1], by=by, at=world.later()),
    ),
    "choose_change": _bulk(
        lambda key, by, at: bulk.choose_change(key=key, change=Change("reopen"), by=by, at=at),
        bulk.choose_change,
        "chosen",
    ),
    "begin_work": _bulk(
        lambda key, by, at: bulk.begin_work(key=key, what="running", here=False, by=by, at=at),
        bulk.begin_work,
        "tried",
    ),
    "go": _bulk(lambda key, by, at: bulking.go(key=key, what="running", by=by, at=at), bulking.go, "tried"),
    "stop_bulk": _bulk(lambda key, by, at: bulk.stop_bulk(key=key, by=by, at=at), bulk.stop_bulk, "running"),
    "discard_bulk": _bulk(
        lambda key, by, at: bulk.discard_bulk(key=key, by=by, at=at), bulk.discard_bulk, "tried"
    ),
    "correct_outline": _import(
        lambda key, by, at: outlines.correct_outline(key=key, outline=Outline(), seen=1, by=by, at=at),
        outlines.correct_outline,
    ),
    "publish_outline": _import(
        lambda key, by, at: outlines.publish_outline(key=key, seen=1, by=by, at=at), outlines.publish_outline
    ),
    "save_view": _asks(saved_views.save_view, name="Крупные", asked={"sort": "-agreed"}),
    "share_view": _asks(saved_views.save_view, name="Крупные", asked={"sort": "-agreed"}, shared=True),
    "change_view": _view(saved_views.change_view, name="Мелкие"),
    "change_shared_view": _view(saved_views.change_view, shared=True, name="Мелкие"),
    "remove_view": _view(saved_views.remove_view),
    "remove_shared_view": _view(saved_views.remove_view, shared=True),
    "restore_view": Plain(saved_views.restore_view, _removed_view),
    "choose_view": _view(saved_views.choose_view, shared=True),
    "note_export": _asks(exports.note_export, what="companies", form="csv", asked={}, rows=1),
    "ask_for_export": _asks(
        exports.ask_for_export, what="deals", form="xlsx", asked={}, language="ru", zone="Europe/Moscow"
    ),
    "ask_for_backup": _asks(jobs.ask_for_job, kind="backup"),
    "ask_for_proof": _asks(jobs.ask_for_job, kind="verify"),
    "rebuild_index": _asks(indexing.rebuild),
    "recount": _asks(figures.recount, reckon=lambda *told: {}),
    "publish": _asks(passport.publish, text=PASSPORT),
    "migrate_deals": _asks(migration.migrate_deals),
    "begin_draft": _asks(drafts.begin_draft, process="services"),
    "save_draft": _draft(drafts.save_draft, text=PASSPORT, seen=1, process="services"),
    "discard_draft": _draft(drafts.discard_draft, process="services", seen=1),
    "publish_draft": _draft(passport.publish_draft, process="services", seen=1),
    "replace_demo": Plain(founding.replace_demo, _own_company),
    "found_company": _asks(founding.found_company, key="", name="А", email="a@b.example", password=PASSWORD),
    "add_person": _asks(people.add_person, email="new@voronka.test", name="Мария", role="manager"),
    "add_owner": _asks(people.add_person, email="new@voronka.test", name="Мария", role="owner"),
    "change_person": _change("marketer", "manager"),
    "change_owner": _change("owner", "owner"),
    "invite": _invitation("marketer"),
    "invite_owner": _invitation("owner"),
    "leave": Plain(leaving.leave, _leaver),
    "set_password": _asks(people.set_password, email=address("marketer"), password="зелёная лампа 5"),
    "set_owners_password": _asks(people.set_password, email=address("owner"), password="зелёная лампа 5"),
    "take_second_step": Plain(
        people.take_second_step,
        lambda world: lambda by: people.take_second_step(key=world.marketer.id or 0, by=by, at=world.later()),
    ),
    "add_team": _asks(teams.add_team, name="Юг"),
    "change_team": _team(teams.change_team, name="Запад"),
    "remove_team": _team(teams.remove_team),
    "change_company": _asks(company.change_company, name="Ромашка"),
    "set_day": _asks(company.set_day, day=date(2026, 12, 31), works=False),
    "clear_day": Plain(company.clear_day, _own_day),
    "ask_for_recount": _asks(jobs.ask_for_job, kind="company"),
    "change_password": _asks(people.change_password, old=PASSWORD, new="зелёная лампа 5"),
    "prefer": Plain(
        preferences.prefer, lambda world: lambda by: preferences.prefer(by=by, time_zone="Asia/Omsk")
    ),
    "make_token": _asks(people.make_token, name="Сайт", expires_at=None),
    "revoke_own_token": Plain(people.revoke_token, _own_token),
    "revoke_token": Plain(people.revoke_token, _others_token),
}
"""Some verbs more than once: on one's own and on another's, on an owner and on somebody else."""
