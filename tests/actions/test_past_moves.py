"""Histories of stages come in: days in stages of the past are right, or the deal is left as it was, with the reason."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.actions.test_imports import STAGES, brought, done
from tests.actions.test_past_payments import refused
from tests.formats.tables import amocrm
from tests.world import World
from voronka.actions import cycle, importing, imports
from voronka.core.problems import Invalid
from voronka.queries import imports as queries
from voronka.store import replay
from voronka.store.models import DealRow, EventRow, OutsideId, StageCount, Upload, VisitRow

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def told(world: World, content: bytes) -> int:
    """The file of changes, understood."""
    key = imports.begin_import(name="moves.csv", content=io.BytesIO(content), by=world.head, at=world.later())
    seen = queries.one(key, by=world.head, at=world.now)
    assert seen.line.noun == "change"
    plan = replace(seen.plan, stages={**seen.plan.stages, **STAGES})
    imports.correct_plan(key=key, plan=plan, seen=seen.seq, by=world.head, at=world.later())
    return key


def stays(key: int) -> list[tuple[str, str]]:
    return list(VisitRow.objects.filter(deal=key).order_by("place").values_list("stage", "outcome"))


def ours(number: int) -> int:
    return OutsideId.objects.get(noun="deal", outside=amocrm.rows(number + 1)[number][0]).key


def moment(said: str) -> datetime:
    return (
        datetime.strptime(said, "%d.%m.%Y %H:%M:%S").replace(tzinfo=ZoneInfo("Europe/Moscow")).astimezone(UTC)
    )


def opened_of(outside: str) -> str:
    return next(row[4] for row in amocrm.rows(40) if row[0] == outside)


def states() -> dict[int, tuple[object, ...]]:
    columns = ("status", "opened_at", "closed_at", "amount", "owner")
    return {row[0]: row[1:] for row in DealRow.objects.values_list("pk", *columns)}


def test_deals_stand_on_their_stages_for_as_long_as_their_history_says(world: World) -> None:
    done(world, brought(world))
    before = states()
    key = told(world, amocrm.history(40))
    lines = amocrm.changes(40)
    found = done(world, key)
    assert (found["taken"], found["refused"]) == (len(lines), 0)
    assert found["deals"] == len({row[0] for row in lines})
    assert states() == before
    expected: dict[str, list[tuple[str, datetime]]] = {}
    for row in reversed(lines):
        way = expected.setdefault(row[0], [(STAGES[row[3]], moment(opened_of(row[0])))])
        if row[4] in STAGES and STAGES[row[4]] != way[-1][0]:
            way.append((STAGES[row[4]], moment(row[2])))
    for outside, way in expected.items():
        deal = OutsideId.objects.get(noun="deal", outside=outside).key
        found_ones = (
            VisitRow.objects.filter(deal=deal).order_by("place").values_list("stage", "entered_at", "left_at")
        )
        assert [(stage, entered) for stage, entered, _left in found_ones] == way
        assert list(found_ones)[-1][2] == before[deal][2]
    assert VisitRow.objects.filter(outcome="returned").exists()
    assert replay.differences(5) == []


def test_the_same_history_again_tells_nothing_and_another_one_asks_to_take_the_first_back(
    world: World,
) -> None:
    done(world, brought(world))
    done(world, told(world, amocrm.history(40)))
    facts = EventRow.objects.filter(stream__startswith="deal:").count()
    again = done(world, told(world, amocrm.history(40)))
    assert (again.get("taken", 0), again["known"]) == (0, len(amocrm.changes(40)))
    shorter = b"\r\n".join(amocrm.history(40).split(b"\r\n")[:1] + amocrm.history(40).split(b"\r\n")[3:])
    key = told(world, shorter)
    done(world, key)
    assert {code for code, _head in refused(world, key).values()} == {"history_there"}
    assert EventRow.objects.filter(stream__startswith="deal:").count() == facts


def test_a_history_is_taken_back_to_what_the_deals_own_lines_told(world: World) -> None:
    done(world, brought(world))
    before = list(
        VisitRow.objects.order_by("deal", "place").values_list(
            "deal", "stage", "entered_at", "left_at", "outcome"
        )
    )
    counts = list(StageCount.objects.order_by("pk").values_list("place", "count", "total"))
    key = told(world, amocrm.history(40))
    done(world, key)
    touched = DealRow.objects.filter(
        status="open", pk__in=OutsideId.objects.filter(noun="change").values("key")
    )[0].pk
    with_history = stays(touched)
    cycle.add_note(key=touched, text="Созвонились", by=world.head, at=world.later())
    found = done(world, key, "undo")
    assert (found["left"], found["gone"]) == (1, len({row[0] for row in amocrm.changes(40)}) - 1)
    after = VisitRow.objects.order_by("deal", "place").values_list(
        "deal", "stage", "entered_at", "left_at", "outcome"
    )
    assert [row for row in after if row[0] != touched] == [row for row in before if row[0] != touched]
    assert stays(touched) == with_history
    assert list(StageCount.objects.order_by("pk").values_list("place", "count", "total")) == counts
    assert replay.differences(5) == []
    again = done(world, told(world, amocrm.history(40)))
    assert again["taken"] + again["known"] == len(amocrm.changes(40))
    assert replay.differences(5) == []


def test_a_history_cut_off_goes_on_and_tells_each_deal_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(world, brought(world))
    monkeypatch.setattr(importing, "PIECE", 5)
    key = told(world, amocrm.history(40))
    imports.ask_run(key=key, by=world.head, at=world.later())

    def cut(done: int, total: int) -> None:
        if done >= 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.run(key=key, now=world.later, say=cut)
    some = EventRow.objects.filter(kind="deal.history_told").count()
    deals = len({row[0] for row in amocrm.changes(40)})
    assert 0 < some < deals
    counts = importing.run(key=key, now=world.later, say=lambda done, total: None)
    assert (counts["taken"], counts["deals"]) == (len(amocrm.changes(40)), deals)
    assert EventRow.objects.filter(kind="deal.history_told").count() == deals
    assert replay.differences(5) == []


def test_a_history_given_with_its_deals_is_tried_comes_in_and_goes_with_them(world: World) -> None:
    key = brought(world)
    for _again in range(2):  # the second takes the place of the first
        moves = imports.begin_import(
            name="moves.csv",
            content=io.BytesIO(amocrm.history(40)),
            beside=key,
            by=world.head,
            at=world.later(),
        )
    (shown,) = queries.one(key, by=world.head, at=world.now).histories
    assert (shown[0].key, shown[2]) == (moves, 0)
    done(world, key, "try")
    tried = queries.one(moves, by=world.head, at=world.now).tried
    assert (tried["taken"], tried["refused"]) == (len(amocrm.changes(40)), 0)
    assert not DealRow.objects.exists()
    with pytest.raises(Invalid, match="deals_first"):
        imports.ask_run(key=moves, by=world.head, at=world.now)
    done(world, key)
    found = queries.one(moves, by=world.head, at=world.now).line
    assert (found.state, found.counts["taken"]) == ("done", tried["taken"])
    assert VisitRow.objects.filter(outcome="returned").exists()
    assert replay.differences(5) == []
    done(world, key, "undo")
    assert queries.one(moves, by=world.head, at=world.now).line.state == "undone"
    assert not VisitRow.objects.exists()
    assert replay.differences(5) == []


def test_a_history_belongs_to_deals_that_have_not_come_in_yet(world: World) -> None:
    key = brought(world, 3)
    moves = amocrm.history(3)
    imports.begin_import(name="m.csv", content=io.BytesIO(moves), beside=key, by=world.head, at=world.later())
    imports.discard_import(key=key, by=world.head, at=world.later())
    assert not Upload.objects.exists()
    done(world, key := brought(world, 3))
    with pytest.raises(Invalid, match="import_state"):
        imports.begin_import(
            name="m.csv", content=io.BytesIO(moves), beside=key, by=world.head, at=world.later()
        )


HEAD = "Сделка;Когда;Из этапа;На этап\n"


def test_what_cannot_be_told_is_refused_whole_with_a_reason_for_each_line(world: World) -> None:
    done(world, brought(world, 10))
    rows = amocrm.rows(10)
    mine = world.deal(title="Своя")
    lived = next(n for n in range(10) if rows[n][15] in amocrm.STAGES)
    cycle.add_note(key=ours(lived), text="Созвонились", by=world.head, at=world.later())
    closed = next(n for n in range(10) if rows[n][15] == amocrm.LOST)
    unread = next(n for n in range(10) if rows[n][15] == amocrm.WON)
    lines = [
        f"{rows[lived][0]};{rows[lived][4]};;Переговоры", f"{mine};01.11.2026;;Переговоры",
        f"{rows[closed][0]};{rows[closed][4]};;Первичный контакт", f"{rows[closed][0]};01.01.2020;;Переговоры",
        f"{rows[unread][0]};{rows[unread][4]};;Переговоры", f"{rows[unread][0]};{rows[unread][4]};;Неведомое",
        f"{rows[unread][0]};когда-то;;Переговоры", "нет такой;01.11.2026;;Переговоры", ";01.11.2026;;Переговоры",
    ]  # fmt: skip
    key = told(world, (HEAD + "\n".join(lines) + "\n").encode())
    found = done(world, key)
    assert (found.get("taken", 0), found["refused"]) == (0, 9)
    assert refused(world, key) == {
        2: ("deal_lived_here", "Сделка"), 3: ("deal_not_imported", "Сделка"), 4: ("history_broken", "Сделка"),
        5: ("change_before_open", "Когда"), 6: ("history_broken", "Сделка"), 7: ("stage_unmapped", "На этап"),
        8: ("date_unreadable", "Когда"), 9: ("deal_unknown", "Сделка"), 10: ("deal_missing", "Сделка"),
    }  # fmt: skip
    assert not EventRow.objects.filter(kind="deal.history_told").exists()


def test_a_trial_of_a_history_says_how_many_deals_it_tells_of_and_writes_nothing(world: World) -> None:
    done(world, brought(world))
    key = told(world, amocrm.history(40))
    before = EventRow.objects.count()
    done(world, key, "try")
    tried = queries.one(key, by=world.head, at=world.now).tried
    assert (tried["taken"], tried["refused"]) == (len(amocrm.changes(40)), 0)
    assert tried["deals"] == len({row[0] for row in amocrm.changes(40)})
    assert "→" in "".join(one["client"] for one in tried["examples"])
    assert EventRow.objects.count() == before


def test_the_history_of_opportunities_is_read_as_salesforce_gives_it(world: World) -> None:
    deals = (
        "Opportunity ID,Opportunity Name,Stage,Amount,Created Date,Close Date\n"
        "006A,Bakery,Closed Won,900,01/13/2025,02/20/2025\n006B,School,Negotiation,500,01/14/2025,\n"
    )
    key = imports.begin_import(
        name="o.csv", content=io.BytesIO(deals.encode()), by=world.head, at=world.later()
    )
    seen = queries.one(key, by=world.head, at=world.now)
    stages = {"Qualification": "brief", "Negotiation": "contract", "Proposal": "call"}
    plan = replace(seen.plan, stages={**seen.plan.stages, **stages}, dates="mdy")
    imports.correct_plan(key=key, plan=plan, seen=seen.seq, by=world.head, at=world.later())
    assert done(world, key)["taken"] == 2
    moves = (
        "OpportunityId,StageName,Amount,CloseDate,CreatedDate,CreatedById\n"
        "006A,Qualification,900,2025-02-01,2025-01-13T08:00:00Z,005\n"
        "006A,Qualification,950,2025-02-01,2025-01-15T08:00:00Z,005\n"
        "006A,Proposal,900,2025-02-01,2025-01-20T08:00:00Z,005\n"
        "006A,Closed Won,900,2025-02-20,2025-02-20T16:00:00Z,005\n"
        "006B,Qualification,500,,2025-01-14T08:00:00Z,005\n006B,Negotiation,500,,2025-01-30T08:00:00Z,005\n"
    )
    key = imports.begin_import(
        name="h.csv", content=io.BytesIO(moves.encode()), by=world.head, at=world.later()
    )
    seen = queries.one(key, by=world.head, at=world.now)
    assert (seen.plan.source, seen.line.noun) == ("salesforce", "change")
    plan = replace(seen.plan, stages={**seen.plan.stages, **stages})
    imports.correct_plan(key=key, plan=plan, seen=seen.seq, by=world.head, at=world.later())
    assert done(world, key)["refused"] == 0
    first, second = DealRow.objects.order_by("pk").values_list("pk", flat=True)
    assert stays(first) == [("brief", "moved"), ("call", "imported")]
    assert stays(second) == [("brief", "moved"), ("contract", "")]
    assert replay.differences() == []
