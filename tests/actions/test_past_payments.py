"""Money of the past comes in: each line to its deal, once, told apart from wins by evidence, taken back by voids."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from tests.actions.test_imports import brought, done
from tests.world import PRICE, World
from voronka.actions import clients, closing, importing, imports, taking_back
from voronka.queries import imports as queries
from voronka.queries.closing import payments as money
from voronka.store import replay, values
from voronka.store.models import DealRow, EventRow, OutsideId, PaymentRow

pytestmark = [pytest.mark.both, pytest.mark.django_db]

HEAD = "Номер платежа;Сделка;Дата платежа;Сумма;Назначение;Плательщик\n"


def file(world: World, *lines: str, head: str = HEAD) -> int:
    text = head + "\n".join(lines) + "\n"
    key = imports.begin_import(
        name="money.csv", content=io.BytesIO(text.encode()), by=world.head, at=world.later()
    )
    assert queries.one(key, by=world.head, at=world.now).line.noun == "payment"
    return key


def refused(world: World, key: int) -> dict[int, tuple[str, str]]:
    return {
        one.number: (one.problem.code, one.problem.field) for one in queries.refused_rows(key, by=world.head)
    }


def deal(status: str) -> tuple[str, int]:
    """The other system's id of the first imported deal of this status, and our key."""
    row = DealRow.objects.filter(status=status).order_by("pk")[0]
    return OutsideId.objects.get(noun="deal", key=row.pk).outside, row.pk


def test_money_of_deals_won_before_is_told_and_wins_nothing(world: World) -> None:
    done(world, brought(world))
    outside, key = deal("imported")
    found = done(
        world, file(world, f"17;{outside};03.02.2025;120 000,00;Счёт 5;", f"18;{outside};04.02.2025;5;;")
    )
    assert (found["taken"], found["won"], found["sum.RUB"]) == (2, 2, 12_000_500)
    row = DealRow.objects.get(pk=key)
    assert (row.status, row.paid) == ("imported", 12_000_500)
    told = EventRow.objects.filter(stream=f"deal:{key}", kind="payment.received").first()
    assert told is not None
    assert (told.door, told.at.date() <= date(2025, 2, 3) or told.at == row.opened_at) == ("import", True)
    assert told.recorded_at > told.at
    line, _other = values.deal(key).payments
    assert (line.imported is not None, line.paid_on) == (True, "2025-02-03")
    assert PaymentRow.objects.filter(deal=key).count() == 2
    assert replay.differences() == []


def test_money_of_an_open_deal_counts_as_by_every_door(world: World) -> None:
    at_payment = world.deal_at("payment", title="Сайт пекарни «Рожь»")
    at_handover = world.deal_at("payment", title="Сайт школы")
    heard = DealRow.objects.get(pk=at_payment).heard_at
    found = done(
        world, file(world, "1;Сайт пекарни «Рожь»;01.11.2026;60000;;", f"2;{at_handover};02.11.2026;120000;;")
    )
    assert (found["taken"], found["open"]) == (2, 2)
    first, second = (DealRow.objects.get(pk=key) for key in (at_payment, at_handover))
    assert (first.stage, first.paid, first.heard_at) == ("payment", 6_000_000, heard)
    assert (second.stage, second.paid, second.status) == ("handover", PRICE, "open")
    closing.offer_handover(key=at_handover, by=world.manager, at=world.later())
    closing.accept_handover(key=at_handover, by=world.curator, at=world.later())
    assert DealRow.objects.get(pk=at_handover).status == "won"
    assert replay.differences() == []


def test_lines_that_name_no_deal_or_several_say_why_with_the_column(world: World) -> None:
    world.deal(title="Сайт")
    world.deal(title="Сайт")
    gone = world.lost_deal(title="Потерянная")
    key = file(
        world, "1;Нет такой;01.11.2026;5;;", "2;Сайт;01.11.2026;5;;", "3;;01.11.2026;5;;", f"4;{gone};01.11.2026;5;;",
        "5;Потерянная;31.12.2026;5;;", "6;Потерянная;01.11.2026;;;", "7;Потерянная;вчера;5;;",
    )  # fmt: skip
    assert done(world, key)["refused"] == 7
    assert refused(world, key) == {
        2: ("deal_unknown", "Сделка"), 3: ("deal_ambiguous", "Сделка"), 4: ("deal_missing", "Сделка"),
        5: ("deal_lost_here", "Сделка"), 6: ("in_the_future", "Дата платежа"), 7: ("amount_empty", "Сумма"),
        8: ("date_unreadable", "Дата платежа"),
    }  # fmt: skip
    assert not PaymentRow.objects.exists()


def test_the_client_tells_which_of_several_deals_of_one_title_it_is(world: World) -> None:
    firms = [
        clients.save_company(name=name, by=world.head, at=world.later()) for name in ("Рожь", "ООО «Ель»")
    ]
    keys = [world.deal(title="Сайт", company=firm) for firm in firms]
    assert done(world, file(world, "1;Сайт;01.11.2026;5;;Ель ООО"))["refused"] == 1
    assert done(world, file(world, '1;Сайт;01.11.2026;5;;"ООО ""Ель"""'))["taken"] == 1
    assert list(PaymentRow.objects.values_list("deal", flat=True)) == keys[1:]


def test_the_same_payments_come_once_whatever_file_they_stand_in(world: World) -> None:
    key = world.deal_at("payment")
    numbered = [
        f"7;{key};01.11.2026;600;Счёт 5;",
        f"8;{key};01.11.2026;600;Счёт 5;",
        f"8;{key};01.11.2026;600;Счёт 5;",
    ]
    assert done(world, file(world, *numbered))["taken"] == 2
    again = done(world, file(world, *numbered))
    assert (again.get("taken", 0), again["known"]) == (0, 3)
    bare = [
        f";{key};02.11.2026;600;Счёт 6;",
        f";{key};02.11.2026;600;Счёт 6;",
        f";{key};02.11.2026;600;Счёт 7;",
    ]
    found = done(world, file(world, *bare))
    assert (found["taken"], found["known"]) == (2, 1)
    head = "Deal;Date;Amount;Purpose\n"
    other = done(world, file(world, f"{key};02.11.2026;600;Счёт 6", head=head))
    assert (other.get("taken", 0), other["known"]) == (0, 1)
    assert PaymentRow.objects.count() == 4


def test_money_that_somebody_entered_here_already_is_known(world: World) -> None:
    key = world.deal_at("payment")
    world.pay(key, 60_000)
    found = done(world, file(world, f"1;{key};16.11.2026;600;;", f"2;{key};16.11.2026;600;;"))
    assert (found["taken"], found["known"]) == (1, 1)


def test_money_that_came_with_the_deal_itself_is_not_counted_once_more(world: World) -> None:
    text = (
        "ID;Название сделки;Этап сделки;Оплачено;Дата создания;Дата закрытия\n"
        "1;Сайт;Успешно реализовано;900;01.02.2025;05.02.2025\n"
    )
    key = imports.begin_import(
        name="d.csv", content=io.BytesIO(text.encode()), by=world.head, at=world.later()
    )
    seen = queries.one(key, by=world.head, at=world.now)
    imports.correct_plan(key=key, plan=replace(seen.plan), seen=seen.seq, by=world.head, at=world.later())
    assert done(world, key)["won"] == 1
    key = file(world, "7;Сайт;05.02.2025;900;;", "8;Сайт;03.02.2025;450;;")
    found = done(world, key)
    assert (found.get("taken", 0), found["known"]) == (0, 1)
    assert refused(world, key) == {3: ("paid_told", "Сумма")}


def test_a_trial_counts_sums_deals_and_reasons_and_writes_nothing(world: World) -> None:
    done(world, brought(world))
    outside, _key = deal("imported")
    key = file(
        world, f"1;{outside};03.02.2025;100;;", f"2;{outside};04.02.2025;50;;", "3;Нет такой;04.02.2025;50;;"
    )
    before = EventRow.objects.count()
    done(world, key, "try")
    tried = queries.one(key, by=world.head, at=world.now).tried
    assert (tried["taken"], tried["refused"], tried["won"], tried["sums"]) == (2, 1, 2, {"RUB": 15_000})
    assert tried["refusals"][0]["problem"]["code"] == "deal_unknown"
    assert (EventRow.objects.count(), PaymentRow.objects.count()) == (before, 0)


def test_an_import_of_money_is_taken_back_by_voids_and_may_come_again(world: World) -> None:
    done(world, brought(world))
    outside, key = deal("imported")
    won = world.deal_at("payment", title="Выиграем")
    lines = [
        f"1;{outside};03.02.2025;100;;",
        f"2;{outside};04.02.2025;50;;",
        "3;Выиграем;01.11.2026;120000;;",
    ]
    first = file(world, *lines)
    done(world, first)
    closing.offer_handover(key=won, by=world.manager, at=world.later())
    closing.accept_handover(key=won, by=world.curator, at=world.later())
    assert done(world, first, "undo") == {"gone": 2, "left": 1}
    assert DealRow.objects.get(pk=key).paid == 0
    assert DealRow.objects.get(pk=won).status == "won"
    assert EventRow.objects.filter(stream=f"deal:{key}", kind="payment.voided").count() == 2
    again = done(world, file(world, *lines))
    assert (again["taken"], again["known"]) == (2, 1)
    assert DealRow.objects.get(pk=key).paid == 15_000
    assert replay.differences() == []


def test_deals_taken_back_take_their_money_along_and_both_may_come_again(world: World) -> None:
    deals = brought(world)
    done(world, deals)
    outside, _key = deal("imported")
    lines = [f"1;{outside};03.02.2025;100;;"]
    paid = file(world, *lines)
    done(world, paid)
    done(world, deals, "undo")
    assert not PaymentRow.objects.exists()
    done(world, brought(world))
    assert done(world, file(world, *lines))["taken"] == 1
    assert PaymentRow.objects.count() == 1
    done(world, paid, "undo")
    assert PaymentRow.objects.filter(voided=False).count() == 1
    assert replay.differences() == []


def test_payments_that_were_cut_off_come_once_and_go_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(world, brought(world))
    outside, key = deal("imported")
    monkeypatch.setattr(importing, "PIECE", 3)
    monkeypatch.setattr(taking_back, "PIECE", 3)
    money = file(world, *(f"{n};{outside};{n:02d}.02.2025;10;;" for n in range(1, 11)))

    def cut(done: int, total: int) -> None:
        if done >= 6:
            raise KeyboardInterrupt

    imports.ask_run(key=money, by=world.head, at=world.later())
    with pytest.raises(KeyboardInterrupt):
        importing.run(key=money, now=world.later, say=cut)
    assert DealRow.objects.get(pk=key).paid == 6_000
    assert importing.run(key=money, now=world.later, say=lambda done, total: None)["taken"] == 10
    assert DealRow.objects.get(pk=key).paid == 10_000

    imports.ask_undo(key=money, by=world.head, at=world.later())
    with pytest.raises(KeyboardInterrupt):
        taking_back.undo(key=money, now=world.later, say=cut)
    assert DealRow.objects.get(pk=key).paid == 4_000
    assert taking_back.undo(key=money, now=world.later, say=lambda done, total: None) == {
        "gone": 10,
        "left": 0,
    }
    assert DealRow.objects.get(pk=key).paid == 0
    assert EventRow.objects.filter(stream=f"deal:{key}", kind="payment.voided").count() == 10
    assert replay.differences() == []


def test_the_list_of_payments_says_that_another_system_tells_them(world: World) -> None:
    done(world, brought(world))
    outside, _key = deal("imported")
    done(world, file(world, f"1;{outside};03.02.2025;100;;"))
    (line,) = money.payments(world.head, money.PaymentFilters()).lines
    with override("ru"):
        assert str(money.CAME[line.method]) == "по данным прежней системы"
