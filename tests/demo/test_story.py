"""The demo company is told through the actions: the same story for the same day, believable on any day."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from voronka.demo import plots, story
from voronka.store import values
from voronka.store.models import (
    Contact,
    DealRow,
    EventRow,
    InquiryRow,
    Person,
    Upload,
)

SUNDAY, NEW_YEAR, LEAP_DAY = date(2026, 11, 22), date(2027, 1, 1), date(2028, 2, 29)
DAYS = [("ru", SUNDAY), ("en", NEW_YEAR), ("ru", LEAP_DAY)]


@pytest.fixture(autouse=True)
def versions_of_this_test_alone() -> Iterator[None]:
    values.forget_processes()
    yield
    values.forget_processes()


def log() -> str:
    """Everything that the log says, as one fingerprint."""
    rows = EventRow.objects.order_by("id").values_list(
        "stream", "seq", "kind", "kind_version", "at", "by", "door", "process_version", "data", "hash"
    )
    return hashlib.sha256("\n".join(map(str, rows)).encode()).hexdigest()


def morning(today: date) -> datetime:
    return datetime.combine(today, time(0), values.calendar().zone)


def of_kind(kind: str) -> int:
    return EventRow.objects.filter(kind=kind).count()


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_same_day_language_and_seed_tell_the_same_log_into_an_empty_installation_only() -> None:
    story.tell(today=SUNDAY, language="ru")
    first = log()
    with pytest.raises(story.NotEmpty):
        story.tell(today=SUNDAY, language="ru")
    assert log() == first
    call_command("flush", interactive=False, verbosity=0)
    values.forget_processes()
    story.tell(today=SUNDAY, language="ru")
    assert log() == first


@pytest.mark.django_db(transaction=True)
def test_another_seed_tells_another_story() -> None:
    story.tell(today=SUNDAY, language="ru", seed=1)
    first = set(DealRow.objects.values_list("title", "amount"))
    call_command("flush", interactive=False, verbosity=0)
    values.forget_processes()
    story.tell(today=SUNDAY, language="ru", seed=2)
    assert set(DealRow.objects.values_list("title", "amount")) != first
    what_was_planted(SUNDAY)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "today"), DAYS)
def test_the_story_has_what_was_planted_whatever_the_day(language: str, today: date) -> None:
    story.tell(today=today, language=language)
    what_was_planted(today)
    working_hours_before(today)


def what_was_planted(today: date) -> None:
    start, end = morning(today), morning(today) + timedelta(days=1)
    living = DealRow.objects.filter(status="open")
    assert living.count() == plots.LIVING == 60
    assert DealRow.objects.filter(status="won").count() == plots.WON
    assert DealRow.objects.filter(status="lost").count() == plots.LOST
    assert InquiryRow.objects.filter(status="open").count() == 4
    assert living.filter(due_at__lt=start).count() == plots.LATE
    assert living.filter(next_step_at=None).count() == plots.NO_STEP
    assert living.filter(next_step_at__lt=start).count() == plots.STEP_LATE
    assert living.filter(next_step_at__gte=start, next_step_at__lt=end).count() == plots.STEP_TODAY
    assert living.filter(owner=None).count() == 2
    assert DealRow.objects.filter(early=True).count() == 2
    assert living.filter(handover="offered").count() == living.filter(handover="returned").count() == 1
    assert InquiryRow.objects.filter(as_what="consultation").count() == 3
    assert of_kind("deal.move_refused") == 10
    assert of_kind("payment.refunded") == of_kind("payment.voided") == of_kind("deal.reopened") == 1
    assert of_kind("handover.returned") == 2
    assert of_kind("deal.returned") == 4
    stages = set(living.values_list("stage", flat=True))
    assert stages == {stage.id for stage in values.latest().cycle.stages}


def working_hours_before(today: date) -> None:
    calendar = values.calendar()
    for at in EventRow.objects.values_list("at", flat=True):
        local = at.astimezone(calendar.zone)
        assert local.date() < today
        assert calendar.works(local.date())
        assert calendar.opens <= local.time() < calendar.closes
    window = morning(today) - timedelta(days=100)
    assert not DealRow.objects.filter(closed_at__lt=window).exists()


@pytest.mark.django_db
def test_people_sign_in_payments_have_slips_and_clients_exist_nowhere(settings: Any) -> None:
    story.tell(today=SUNDAY, language="en")
    assert Person.objects.count() == len(story.SIGN_INS)
    for mail, _title in story.SIGN_INS:
        person = Person.objects.get(email=mail)
        assert person.check_password(story.PASSWORD)
        assert person.language == "en"
    proofs = EventRow.objects.filter(kind="payment.received").values_list("data", flat=True)
    assert len(proofs) > plots.WON
    assert all('"proof":' in data for data in proofs)
    for upload in Upload.objects.all():
        content = (Path(settings.MEDIA_ROOT) / upload.digest[:2] / upload.digest).read_bytes()
        assert upload.media_type == "application/pdf"
        place = int(content.rstrip().splitlines()[-2])
        assert content[place:].startswith(b"xref")
    assert not Contact.objects.exclude(email="").exclude(email__endswith=".example").exists()
    assert not Contact.objects.exclude(phone__startswith="+120255501").exists()


def test_plans_of_the_passport_are_about_the_months_around_the_day() -> None:
    text = story.passport_text("ru", date(2031, 1, 15))
    assert "2030-12: " in text and "2031-01: " in text and "2031-02: " in text
    assert not any(f"{month}:" in text for month in story.PLANNED)
