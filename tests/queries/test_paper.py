"""The passport on paper says everything that its pages say; an earlier version is told as agreed alone."""

import io
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pypdf import PdfReader

from tests.world import PASSPORT, World
from voronka.actions import passport as verbs
from voronka.core.problems import NotFound
from voronka.queries import passport
from voronka.queries.passport.paper import Printed

TODAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def printed(world: World, number: int | None = None) -> Printed:
    return passport.printed(world.head, world.now, TODAY, number=number)


def test_all_ten_answers_stand_beside_what_really_happens_with_their_details(world: World) -> None:
    for _ in range(10):
        world.lost_deal()
    sheet, hall = printed(world), passport.passport(world.head, world.now, TODAY)
    assert [(one.agreed, one.actual, one.tag) for one in sheet.answers] == [
        (one.agreed, one.actual, one.seen.tag) for one in hall.answers
    ]
    for answer in sheet.answers:
        page = passport.question(world.head, answer.word, world.now, TODAY)
        assert answer.stages == page.stages
        assert answer.rows == page.rows
    assert [gap.sentence for gap in sheet.gaps] == [gap.sentence for gap in hall.gaps]
    assert sheet.about.startswith("Passport of the process · version 1 · holds since ")
    assert sheet.printed == "printed on 16 November 2026"


def test_an_earlier_version_is_told_as_agreed_alone(world: World) -> None:
    verbs.publish(text=PASSPORT.replace("Созвон", "Встреча"), by=world.head, at=world.later())
    old, now = printed(world, 1), printed(world)
    assert "Созвон" in [stage.title for stage in old.answers[1].stages]
    assert "Встреча" in [stage.title for stage in now.answers[1].stages]
    assert "holds no longer" in old.about
    assert not any(one.actual or one.tag for one in old.answers)
    assert printed(world, 2) == now
    with pytest.raises(NotFound):
        printed(world, 9)


def test_paper_costs_no_more_statements_than_the_page(world: World) -> None:
    def cost(ask: object) -> int:
        with CaptureQueriesContext(connection) as made:
            ask()  # type: ignore[operator]
        return len(made)

    world.won_deal()
    printed(world)
    assert cost(lambda: printed(world)) <= cost(lambda: passport.passport(world.head, world.now, TODAY))


@pytest.mark.parametrize(("language", "word"), [("ru", "Последовательность действий"), ("en", "To leave")])
def test_the_pdf_says_it_in_the_language_of_the_reader(world: World, language: str, word: str) -> None:
    with translation.override(language):
        content = passport.as_pdf(printed(world))
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
    told = " ".join(pages).replace("\u00ad ", "")
    assert word in told
    for stage in ("Бриф", "Созвон", "Передача"):
        assert stage in told
