"""Norms of open deals follow the company's own days off."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from tests.world import World
from voronka.store import replay, terms, values
from voronka.store.models import DealRow

pytestmark = pytest.mark.django_db


def due(key: int) -> datetime | None:
    return DealRow.objects.values_list("due_at", flat=True).get(pk=key)


def test_a_day_off_of_the_company_moves_the_norms_of_open_deals(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = world.deal()
    assert due(key) == datetime(2026, 11, 18, 15, tzinfo=UTC)
    birthday = frozenset({date(2026, 11, 17)})
    with monkeypatch.context() as told:
        told.setattr(values, "own_days", lambda: (birthday, frozenset()))
        assert replay.differences() != []
        with transaction.atomic():
            assert terms.recount() == 1
        assert due(key) == datetime(2026, 11, 19, 15, tzinfo=UTC)
        assert replay.differences() == []
        assert terms.recount() == 0
    assert terms.recount() == 1
