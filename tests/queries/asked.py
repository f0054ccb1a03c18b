"""Every query that asks who wants to know, ready to be asked by anybody: what it tells of each deal and inquiry."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any
from uuid import UUID

from tests.actions.plain import PLAIN, brought
from tests.indexed import index_all
from tests.world import MONDAY, PASSPORT, World
from voronka.actions import duplicates as duplicate_verbs
from voronka.actions import jobs as job_verbs
from voronka.actions import saved_views as view_verbs
from voronka.actions import teams as team_verbs
from voronka.actions.clients import save_company, save_contact
from voronka.actions.company import set_day
from voronka.actions.cycle import add_note
from voronka.actions.drafts import begin_draft
from voronka.actions.entry import note_inquiry
from voronka.actions.exports import note_export
from voronka.actions.figures import recount
from voronka.actions.merging import merge_clients
from voronka.actions.people import make_token
from voronka.core.access import SYSTEM, Actor
from voronka.core.outlines import Outline
from voronka.core.problems import NotAllowed, NotFound
from voronka.queries import (
    answering,
    bulk,
    changes,
    clients,
    company,
    duplicates,
    entry,
    find,
    find_page,
    import_people,
    imports,
    jobs,
    log,
    merging,
    owner,
    public_form,
    rail,
    saved_views,
    search_index,
    tour,
    whole,
)
from voronka.queries.closing import handovers, payments
from voronka.queries.cycle import board, card, cards, deals, funnel, today
from voronka.queries.lists import all as lists
from voronka.queries.lists import clients as client_list
from voronka.queries.lists import deals as deal_list
from voronka.queries.lists import inquiries as inquiry_list
from voronka.queries.lists import taken
from voronka.queries.lists.bulk import BulkFilters
from voronka.queries.lists.clients import ClientFilters
from voronka.queries.lists.closing import NoFilters
from voronka.queries.lists.inquiries import InquiryFilters
from voronka.queries.passport import difference, drafted, moving, page, paper, rehearsal, told
from voronka.queries.passport.measured import judge
from voronka.queries.records import clients as client_records
from voronka.queries.records import deals as deal_records
from voronka.queries.records import duplicates as doubles
from voronka.queries.records import facts, files, forms, inquiries, passports, people
from voronka.store import edits
from voronka.store.models import BulkEdit, Company, Import, Merge, SavedView

Keys = list[int]
Tell = Callable[[World, Actor, Keys], set[int]]


@dataclass(frozen=True)
class Asked:
    """A query with an example: `tell` gives the keys, of those that are there, which the answer tells of."""

    query: Callable[..., object]
    tell: Tell


def _each(query: Callable[..., object], ask: Callable[[World, Actor, int], object]) -> Asked:
    """A query about one thing, asked about each of them."""

    def tell(world: World, by: Actor, keys: Keys) -> set[int]:
        told = set()
        for key in keys:
            try:
                ask(world, by, key)
            except NotFound:
                continue
            told.add(key)
        return told

    return Asked(query, tell)


def _of(shown: Iterable[cards.Card]) -> set[int]:
    return {one.key for one in shown}


def _board(world: World, by: Actor, keys: Keys) -> set[int]:
    seen = board.board(by, world.now)
    shown = _of(one for column in seen.columns for one in column.cards)
    assert seen.count == len(shown)
    return shown


def _columns(world: World, by: Actor, keys: Keys) -> set[int]:
    stages = [stage.id for stage in world.process.cycle.stages]
    return set().union(*(_of(board.column(by, world.now, stage, more="").cards) for stage in stages))


def _today(world: World, by: Actor, keys: Keys) -> set[int]:
    seen = today.today(by, world.now, UTC)
    return _of([*seen.todo, *seen.ready, *seen.waiting])


def _handovers(world: World, by: Actor, keys: Keys) -> set[int]:
    seen = handovers.handovers(by, world.now)
    return _of(one.card for one in [*seen.mine, *seen.others, *seen.returned, *seen.unpaid])


def _found(world: World, by: Actor, keys: Keys) -> set[int]:
    return {one.key for key in keys for one in find.hits(by, str(key)) if one.noun == "deal"}


def _written(noun: find.Noun, ask: Callable[..., find.Found] = find.found) -> Tell:
    """What is told of by words that were written in it; they are written when somebody asks for the first time."""

    def tell(world: World, by: Actor, keys: Keys) -> set[int]:
        for key in set(keys) - world.__dict__.setdefault("written", set()):
            if noun == "note":
                add_note(key=key, text="Ждут сметы на кухню", by=SYSTEM, at=world.later())
            else:
                note_inquiry(key=key, note="Ждут сметы на кухню", by=SYSTEM, at=world.later())
            world.__dict__["written"].add(key)
        index_all()
        how: dict[str, Any] = {find_page.page: {"noun": noun}, find.found: {"most": 50}}.get(ask, {})
        return {one.key for one in ask(by, "смета кухни", **how).hits if one.noun == noun}

    return tell


def _changed(world: World, by: Actor, keys: Keys) -> set[int]:
    told = changes._seen(by, tuple(f"deal:{key}" for key in keys))
    return {int(topic.partition(":")[2]) for topic in told}


def _of_client(noun: str) -> Tell:
    def tell(world: World, by: Actor, keys: Keys) -> set[int]:
        one = world.__dict__[noun]
        show = clients.company_card if noun == "company" else clients.contact_card
        try:
            return _of(show(by, one, world.now).deals)
        except NotFound:
            return set()

    return tell


def _sheet(name: str, asked: object, column: str) -> Tell:
    """The keys in a column of a list as a file."""

    def tell(world: World, by: Actor, keys: Keys) -> set[int]:
        sheet = lists.sheet(name, by=by, at=world.now, asked=asked)
        place = [one.key for one in sheet.columns].index(column)
        told = [row[place] for row in sheet.rows()]
        assert sheet.count() == len(told)
        return {key for key in told if isinstance(key, int)}

    return tell


def _edit(world: World, by: Actor, keys: Keys) -> int:
    """A bulk edit of these deals that this person has made; each of them is named in it."""
    named = [{"deal": key, "before": {"owner": None}} for key in keys]
    row = BulkEdit.objects.create(
        process="services", change='{"kind": "owner"}', state="done", total=len(keys), created_at=world.now,
        created_by=by.label, told=json.dumps({"counts": {"done": len(keys)}, "examples": named}),
    )  # fmt: skip
    edits.choose(row.pk, keys)
    return int(row.pk)


def _named(world: World, by: Actor, keys: Keys) -> set[int]:
    seen = bulk.bulk(_edit(world, by, keys), by=by, at=world.now)
    assert seen.told
    return {one.deal.key for one in seen.told.examples}


def _edited(world: World, by: Actor, keys: Keys) -> set[int]:
    return _sheet("bulk", BulkFilters(_edit(world, by, keys)), "number")(world, by, keys)


ON_DEALS: dict[str, Asked] = {
    "fitting": Asked(
        bulk.fitting,
        lambda world, by, keys: set(bulk.fitting(by, world.now, deals.Filters(status="all"))),
    ),
    "bulk": Asked(bulk.bulk, _named),
    "bulk_sheet": Asked(lists.sheet, _edited),
    "board": Asked(board.board, _board),
    "column": Asked(board.column, _columns),
    "list": Asked(
        deals.deals,
        lambda world, by, keys: _of(deals.deals(by, world.now, deals.Filters(status="all")).cards),
    ),
    "page": Asked(
        deal_list.page,
        lambda world, by, keys: _of(
            deal_list.page(by, world.now, deals.Filters(status="all", sort="-agreed")).deals.cards
        ),
    ),
    "today": Asked(today.today, _today),
    "search": Asked(find.hits, _found),
    "written": Asked(find.found, _written("note")),
    "search_page": Asked(find_page.page, _written("note", find_page.page)),
    "overview": Asked(find_page.overview, _written("note", find_page.overview)),
    "moves": Asked(
        find.moves,
        lambda world, by, keys: {one.key for key in keys for one in find.moves(by, f"№{key}")},
    ),
    "live": Asked(changes.changes, _changed),
    "card": _each(card.deal_card, lambda world, by, key: card.deal_card(by, key, world.now)),
    "money": _each(payments.deal_money, lambda world, by, key: payments.deal_money(by, key)),
    "payments": Asked(
        payments.payments,
        lambda world, by, keys: {one.deal for one in payments.payments(by, payments.PaymentFilters()).lines},
    ),
    "unpaid": Asked(
        handovers.unpaid,
        lambda world, by, keys: _of(one.card for one in handovers.unpaid(by, world.now)),
    ),
    "handovers": Asked(handovers.handovers, _handovers),
    "company_card": Asked(clients.company_card, _of_client("company")),
    "contact_card": Asked(clients.contact_card, _of_client("contact")),
    "records": Asked(
        deal_records.deals,
        lambda world, by, keys: {one.key for one in deal_records.deals(by=by, limit=100).items},
    ),
    "record": _each(deal_records.deal, lambda world, by, key: deal_records.deal(key, by=by, at=world.now)),
    "of_view": Asked(
        deal_records.of_view,
        lambda world, by, keys: {
            one.key for one in deal_records.of_view(_view_of_all(world), by=by, at=world.now).items
        },
    ),
    "require": _each(deal_records.require, lambda world, by, key: deal_records.require(key, by=by)),
    "currency": _each(deal_records.currency_of, lambda world, by, key: deal_records.currency_of(key, by=by)),
    "facts": _each(facts.of_deal, lambda world, by, key: facts.of_deal(key, by=by)),
    "file": _each(files.file, lambda world, by, key: files.file(world.__dict__["proofs"][key], by=by)),
    "sheet": Asked(lists.sheet, _sheet("deals", deals.Filters(status="all"), "number")),
    "unpaid_sheet": Asked(lists.sheet, _sheet("unpaid", NoFilters(), "number")),
    "handover_sheet": Asked(lists.sheet, _sheet("handovers", NoFilters(), "number")),
    "payment_sheet": Asked(lists.sheet, _sheet("payments", payments.PaymentFilters(), "deal")),
}
ON_INQUIRIES: dict[str, Asked] = {
    "written": Asked(find.found, _written("inquiry")),
    "search_page": Asked(find_page.page, _written("inquiry", find_page.page)),
    "inbox": Asked(entry.inbox, lambda world, by, keys: {one.key for one in entry.inbox(by).lines}),
    "of_contacts": Asked(
        entry.of_contacts,
        lambda world, by, keys: {one.key for one in entry.of_contacts(by, world.__dict__["people"])},
    ),
    "inquiry_card": _each(entry.inquiry_card, lambda world, by, key: entry.inquiry_card(by, key)),
    "records": Asked(
        inquiries.inquiries,
        lambda world, by, keys: {one.key for one in inquiries.inquiries(by=by, limit=100).items},
    ),
    "record": _each(inquiries.inquiry, lambda world, by, key: inquiries.inquiry(key, by=by)),
    "require": _each(inquiries.require, lambda world, by, key: inquiries.require(key, by=by)),
    "sheet": Asked(lists.sheet, _sheet("inquiries", InquiryFilters(), "number")),
    "list_page": Asked(
        inquiry_list.page,
        lambda world, by, keys: {
            one.key for one, _cells in inquiry_list.page(by, InquiryFilters("all")).lines
        },
    ),
    "facts": _each(facts.of_inquiry, lambda world, by, key: facts.of_inquiry(key, by=by)),
}


@dataclass(frozen=True)
class Told:
    """A query that is about no deal and no inquiry: `ask` it; an empty answer tells nothing."""

    query: Callable[..., object]
    ask: Callable[[World, Actor], object]


def _company(world: World) -> int:
    return save_company(name="Ромашка", by=world.head, at=world.now)


def _contact(world: World) -> int:
    return save_contact(name="Ирина Лис", by=world.head, at=world.now)


def _team(world: World) -> int:
    return team_verbs.add_team(name="Юг", by=world.head, at=world.now)


def _drafted(ask: Callable[[Actor], object]) -> Callable[[World, Actor], object]:
    def asked(world: World, by: Actor) -> object:
        begin_draft(process="services", by=world.head, at=world.now)
        return ask(by)

    return asked


def _token(world: World) -> int:
    return make_token(name="Сайт", by=world.other_manager, at=world.now).key


def _own_day(world: World) -> date:
    set_day(day=date(2026, 12, 31), works=False, by=world.head, at=world.now)
    return date(2026, 12, 31)


def _taken_back(world: World) -> int:
    key = brought(world)
    Import.objects.filter(pk=key).update(state="undone")
    return key


def _job(world: World) -> UUID:
    return job_verbs.ask_for_job(kind="verify", by=world.head, at=world.now)


def _export(world: World) -> UUID:
    return note_export(what="deals", form="csv", asked={}, rows=5, by=world.manager, at=world.now)


def _clients(ask: Callable[[Actor], Any]) -> Callable[[World, Actor], object]:
    def asked(world: World, by: Actor) -> object:
        _company(world), _contact(world)
        return ask(by)

    return asked


def _doubled(ask: Callable[[Actor], Any]) -> Callable[[World, Actor], object]:
    """With a company that is written down twice, and one that the worker has not compared yet."""

    def asked(world: World, by: Actor) -> object:
        _company(world), _company(world)
        while duplicate_verbs.compare_clients(by=SYSTEM, at=world.now):
            pass
        _company(world)
        return ask(by)

    return asked


def _merged(world: World) -> Merge:
    told = {"kept": _company(world), "gone": _company(world), "by": world.head, "at": world.now}
    return Merge.objects.get(pk=merge_clients(noun="company", **told).key)  # type: ignore[arg-type]


def _at(stage: str, ask: Callable[[World, Actor], object]) -> Callable[[World, Actor], object]:
    """With a manager's deal on this stage."""

    def asked(world: World, by: Actor) -> object:
        world.deal_at(stage)
        return ask(world, by)

    return asked


def _counted(world: World) -> None:
    recount(reckon=lambda *told: {}, judge=judge, by=SYSTEM, at=world.now)


def _held(ask: Callable[[Actor], object]) -> Callable[[World, Actor], object]:
    """With something that was held back."""

    def asked(world: World, by: Actor) -> object:
        PLAIN["let_in"].prepare(world)
        return ask(by)

    return asked


OTHERS: dict[str, Told] = {
    "form_setup": Told(public_form.setup, lambda world, by: public_form.setup(by)),
    "answering": Told(answering.answering, lambda world, by: (_counted(world), answering.answering(by))[1]),
    "form_record": Told(forms.form, lambda world, by: forms.form(by=by)),
    "held": Told(public_form.held, _held(lambda by: public_form.held(by).lines)),
    "held_count": Told(public_form.held_count, _held(lambda by: public_form.held_count(by, "services"))),
    "clients": Told(
        client_list.page, _clients(lambda by: client_list.page(by, "companies", ClientFilters()).lines)
    ),
    "found": Told(clients.found, _clients(lambda by: clients.found(by, "Ромашка").companies)),
    "known_people": Told(clients.known_people, _clients(lambda by: clients.known_people(by, name="Ирина"))),
    "pairs": Told(duplicates.pairs, _doubled(lambda by: duplicates.pairs(by, "company").pairs)),
    "pairs_of": Told(
        duplicates.pairs_of,
        _doubled(lambda by: duplicates.pairs_of(by, "company", Company.objects.order_by("pk")[0].pk)),
    ),
    "beside": Told(
        merging.beside, lambda world, by: [merging.beside(by, "company", _company(world), _company(world))]
    ),
    "current": Told(merging.current, lambda world, by: merging.current(by, "company", _merged(world).gone)),
    "merges": Told(merging.merges, lambda world, by: (_merged(world), merging.merges(by).merges)[1]),
    "merges_of": Told(
        merging.merges_of, lambda world, by: merging.merges_of(by, "company", _merged(world).kept)
    ),
    "merge": Told(merging.merge, lambda world, by: [merging.merge(by, _merged(world).pk)]),
    "pair_records": Told(doubles.pairs, _doubled(lambda by: doubles.pairs("company", by=by).items)),
    "same_records": Told(
        doubles.maybe_same, _clients(lambda by: doubles.maybe_same(by, "company", name="Ромашка"))
    ),
    "beside_record": Told(
        doubles.beside,
        lambda world, by: [doubles.beside("company", _company(world), _company(world), by=by)],
    ),
    "merge_records": Told(doubles.merges, lambda world, by: (_merged(world), doubles.merges(by=by).items)[1]),
    "merge_record": Told(doubles.merge, lambda world, by: [doubles.merge(_merged(world).pk, by=by)]),
    "waiting": Told(duplicates.waiting, _doubled(lambda by: duplicates.waiting(by)[0])),
    "comparing": Told(duplicates.comparing, _doubled(lambda by: [duplicates.comparing(by)])),
    "maybe_same": Told(
        duplicates.maybe_same, _clients(lambda by: duplicates.maybe_same(by, "company", name="Ромашка"))
    ),
    "companies_of": Told(clients.companies_of, lambda world, by: clients.companies_of(by, [_company(world)])),
    "people_of": Told(clients.people_of, lambda world, by: clients.people_of(by, [_contact(world)])),
    "company_name": Told(clients.company_name, lambda world, by: clients.company_name(by, _company(world))),
    "contact_name": Told(clients.contact_name, lambda world, by: clients.contact_name(by, _contact(world))),
    "companies": Told(
        client_records.companies, _clients(lambda by: client_records.companies(by=by, limit=9).items)
    ),
    "company": Told(client_records.company, lambda world, by: client_records.company(_company(world), by=by)),
    "contacts": Told(
        client_records.contacts, _clients(lambda by: client_records.contacts(by=by, limit=9).items)
    ),
    "contact": Told(client_records.contact, lambda world, by: client_records.contact(_contact(world), by=by)),
    "staff": Told(owner.staff, lambda world, by: owner.staff(by)),
    "teams": Told(owner.teams, lambda world, by: (_team(world), owner.teams(by))[1]),
    "team": Told(owner.team, lambda world, by: owner.team(by, _team(world))),
    "colleague": Told(owner.colleague, lambda world, by: owner.colleague(by, world.manager.id or 0)),
    "leaving": Told(owner.leaving, lambda world, by: owner.leaving(by, world.manager.id or 0)),
    "me": Told(owner.me, lambda world, by: owner.me(by)),
    "people": Told(people.people, lambda world, by: people.people(by=by)),
    "one": Told(people.one, lambda world, by: people.one(world.manager.id or 0, by=by)),
    "team_records": Told(people.teams, lambda world, by: (_team(world), people.teams(by=by))[1]),
    "team_record": Told(people.team, lambda world, by: people.team(_team(world), by=by)),
    "myself": Told(people.person, lambda world, by: people.person(by)),
    "tokens": Told(people.tokens, lambda world, by: (_token(world), people.tokens(by=by))[1]),
    "rights": Told(people.rights, lambda world, by: people.rights(by)),
    "holders": Told(board.people, lambda world, by: [one for one in board.people(by) if one.key != by.id]),
    "ours": Told(company.ours, lambda world, by: company.ours(by)),
    "year": Told(company.year, lambda world, by: company.year(by, 2026)),
    "own_day": Told(company.own_day, lambda world, by: company.own_day(by, _own_day(world))),
    "rail": Told(rail.counts, lambda world, by: rail.counts(by, world.now).deals is not None),
    "passport": Told(page.passport, lambda world, by: page.passport(by, world.now, world.now.date())),
    "paper": Told(paper.printed, lambda world, by: paper.printed(by, world.now, world.now.date())),
    "question": Told(
        page.question, lambda world, by: page.question(by, "cycle", world.now, world.now.date())
    ),
    "funnel": Told(funnel.funnel, lambda world, by: funnel.funnel(by=by, at=world.now)),
    "tour_refused": Told(tour.refused, _at("contract", lambda world, by: tour.refused(by=by, at=world.now))),
    "tour_waiting": Told(tour.waiting, _at("payment", lambda world, by: tour.waiting(by=by, at=world.now))),
    "verdicts": Told(
        told.verdicts, lambda world, by: told.verdicts(by=by, at=world.now, today=world.now.date())
    ),
    "process": Told(passports.latest, lambda world, by: passports.latest(by=by)),
    "versions": Told(passports.versions, lambda world, by: passports.versions(by=by)),
    "version": Told(passports.version, lambda world, by: passports.version(1, by=by)),
    "drafts": Told(passports.drafts, _drafted(lambda by: passports.drafts(by=by))),
    "difference": Told(difference.of_versions, lambda world, by: difference.of_versions(by=by, old=1, new=1)),
    "of_text": Told(difference.of_text, lambda world, by: difference.of_text(PASSPORT, by=by)),
    "rehearse": Told(rehearsal.rehearse, lambda world, by: rehearsal.rehearse(by=by, text=PASSPORT)),
    "behind": Told(
        rehearsal.named, lambda world, by: rehearsal.named(by=by, keys=(world.deal(by=world.other_manager),))
    ),
    "ways": Told(moving.ways, lambda world, by: moving.ways(by=by)),
    "moving": Told(moving.report, lambda world, by: moving.report(by=by, at=world.now)),
    "migrations": Told(moving.migrations, lambda world, by: [moving.migrations(by=by)]),
    "draft": Told(passports.draft, _drafted(lambda by: passports.draft(by=by, process="services"))),
    "whole_company": Told(whole.whole_company, lambda world, by: [whole.whole_company(by=by)]),
    "drafted": Told(drafted.drafted, _drafted(lambda by: drafted.drafted(by=by))),
    "whole_log": Told(facts.whole_log, lambda world, by: [facts.whole_log(by=by)]),
    "last_position": Told(facts.last_position, lambda world, by: facts.last_position(by=by) + 1),
    "index": Told(search_index.check, lambda world, by: [search_index.check(by=by)]),
    "verify": Told(log.verify, lambda world, by: [log.verify(by=by)]),
    "jobs": Told(jobs.jobs, lambda world, by: (_job(world), jobs.jobs(by=by))[1]),
    "client_sheet": Told(
        lists.sheet,
        _clients(lambda by: list(lists.sheet("people", by=by, at=MONDAY, asked=ClientFilters()).rows())),
    ),
    "imports": Told(
        imports.imports, lambda world, by: (brought(world), imports.imports(by=by, at=MONDAY))[1]
    ),
    "ownerless": Told(
        import_people.ownerless, lambda world, by: [import_people.ownerless(brought(world), by=by)]
    ),
    "stayed": Told(imports.stayed, lambda world, by: [imports.stayed(_taken_back(world), by=by)]),
    "import": Told(imports.one, lambda world, by: imports.one(brought(world), by=by, at=MONDAY)),
    "refused_rows": Told(
        imports.refused_rows, lambda world, by: [imports.refused_rows(brought(world), by=by)]
    ),
    "bulks": Told(
        bulk.bulks, lambda world, by: (_edit(world, world.manager, [1]), bulk.bulks(by=by, at=MONDAY))[1]
    ),
    "outline_rules": Told(
        imports.rules, lambda world, by: imports.rules(Outline(), by=by, today=MONDAY.date())
    ),
    "views": Told(saved_views.views, lambda world, by: (_view(world), saved_views.views(by=by))[1]),
    "view": Told(saved_views.view, lambda world, by: saved_views.view(_view(world), by=by)),
    "own_view": Told(saved_views.view, lambda world, by: saved_views.view(_view(world, shared=False), by=by)),
    "exports": Told(taken.exports, lambda world, by: (_export(world), taken.exports(by=by))[1]),
    "export": Told(taken.export, lambda world, by: taken.export(key=_export(world), by=by)),
    "job": Told(jobs.job, lambda world, by: jobs.job(key=_job(world), by=by)),
}


def _view_of_all(world: World) -> int:
    """One that everybody sees, and each with their own eyes."""
    known = SavedView.objects.filter(name="Всё").values_list("pk", flat=True).first()
    return known or view_verbs.save_view(
        name="Всё", asked={"status": "all", "sort": "-agreed"}, shared=True, by=world.head, at=world.now
    )


def _view(world: World, *, shared: bool = True) -> int:
    return view_verbs.save_view(name="Крупные", asked={}, shared=shared, by=world.head, at=world.now)


def refused(ask: Callable[[], object]) -> str:
    """`+` it tells something, `x` no right, `.` there is nothing as far as this person is concerned."""
    try:
        return "+" if ask() else "."
    except NotAllowed:
        return "x"
    except NotFound:
        return "."
