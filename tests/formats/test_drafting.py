"""A passport drafted from the past: always one that can be published, with the company's own words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.core.process import Span
from voronka.formats.passport import read
from voronka.formats.passport.drafting import Sketch, draft, working

AGENCY = Sketch(
    stages=(("Первичный контакт", 1.0), ("Переговоры", 9.2), ("Принимают решение", None)),
    reasons=("Дорого", "Пропал: не отвечает"),
    channels=("Сайт", "Сарафан #1"),
    roles=("owner", "head", "manager"),
    title="Воронка: основная",
    currency="RUB",
    language="ru",
)


def test_the_stages_of_the_file_become_the_cycle_with_their_norms() -> None:
    reading = read(draft(AGENCY))
    assert reading.errors == ()
    process = reading.process
    assert process is not None
    assert [(one.title, one.norm) for one in process.cycle.stages] == [
        ("Первичный контакт", Span(1, "d")),
        ("Переговоры", Span(7, "d")),
        ("Принимают решение", None),
    ]
    assert [one.title for one in process.cycle.lost_reasons] == ["Дорого", "Пропал: не отвечает"]
    assert [one.title for one in process.entry.channels] == ["Сайт", "Сарафан #1"]
    assert (process.title, process.currency, process.language) == ("Воронка: основная", "RUB", "ru")
    assert process.key == "voronka_osnovnaya"


def test_a_sale_is_won_by_money_and_hand_over_whatever_the_file_says() -> None:
    process = read(draft(AGENCY)).process
    assert process is not None and process.closing.paid == 100


def test_what_the_file_cannot_tell_is_a_gap_and_no_error() -> None:
    reading = read(draft(AGENCY))
    assert "product" in {one.path for one in reading.gaps}


@pytest.mark.parametrize(("roles", "responsible"), [(("owner", "head"), "head"), ((), "owner")])
def test_the_head_of_sales_is_responsible_where_there_is_one(
    roles: tuple[str, ...], responsible: str
) -> None:
    process = read(draft(Sketch((("Talk", 3.0),), roles=roles))).process
    assert process is not None and process.owner.responsible == responsible


def test_calendar_days_become_working_days_and_never_none() -> None:
    assert [working(days) for days in (0, 0.2, 1, 7, 7.1, 14, 9000)] == [1, 1, 1, 5, 6, 10, 120]


def test_the_text_opens_by_saying_where_it_comes_from() -> None:
    assert draft(AGENCY).startswith("# Набросок по вашему прошлому")
    assert "Almost" not in draft(Sketch(())) and "# Drafted from your past" in draft(Sketch(()))


TITLES = st.lists(st.text(max_size=40), max_size=6)


@settings(max_examples=60, deadline=None)
@given(
    stages=st.lists(
        st.tuples(st.text(max_size=40), st.none() | st.floats(0, 1e6, allow_nan=False)), max_size=6
    ),
    reasons=TITLES,
    channels=TITLES,
    title=st.text(max_size=40),
    language=st.sampled_from(["ru", "en", "de"]),
)
def test_whatever_a_file_holds_the_draft_can_be_published(
    stages: list[tuple[str, float | None]],
    reasons: list[str],
    channels: list[str],
    title: str,
    language: str,
) -> None:
    sketch = Sketch(tuple(stages), tuple(reasons), tuple(channels), title=title, language=language)
    assert read(draft(sketch)).errors == ()
