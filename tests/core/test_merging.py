"""Which values stay when two clients become one, what has changed meanwhile, and what goes back."""

from hypothesis import given
from hypothesis import strategies as st

from voronka.core import merging
from voronka.core.events import ClientMerged, ClientSplit, NoteAdded

FIELDS = st.sampled_from(["name", "phone", "email", "own.size"])
VALUES = st.dictionaries(FIELDS, st.sampled_from(["", "а", "б=;", "+7921"]))


def test_the_fuller_value_is_proposed() -> None:
    kept = {"name": "Ирина", "phone": "8 921", "email": "a@b.ru", "post": ""}
    gone = {
        "name": "Ирина Лис",
        "phone": "+79210000017",
        "email": "c@d.ru",
        "post": "директор",
        "own.size": "big",
    }
    assert merging.proposed(kept, gone) == {
        "name": "gone", "phone": "gone", "email": "kept", "post": "gone", "own.size": "gone",
    }  # fmt: skip
    assert merging.proposed(gone, kept) == dict.fromkeys(
        ("name", "phone", "email", "post", "own.size"), "kept"
    )


@given(VALUES, VALUES)
def test_nothing_that_is_said_on_one_side_alone_is_lost_by_what_is_proposed(
    kept: dict[str, str], gone: dict[str, str]
) -> None:
    after = merging.chosen(kept, gone, merging.proposed(kept, gone))
    for field in merging.fields_of(kept, gone):
        assert after[field] in (kept.get(field, ""), gone.get(field, ""))
        assert after[field] or not (kept.get(field) or gone.get(field))


@given(VALUES, VALUES, FIELDS, st.sampled_from(["", "иное"]))
def test_a_page_sees_exactly_what_has_changed_since(
    kept: dict[str, str], gone: dict[str, str], field: str, value: str
) -> None:
    seen = merging.marks(kept, gone)
    assert merging.changed(seen, kept, gone) == ()
    now = {**gone, field: value}
    expected = (f"gone.{field}",) if gone.get(field, "") != value else ()
    assert merging.changed(seen, kept, now) == expected


@given(VALUES, VALUES)
def test_what_nobody_has_touched_since_goes_back_whole(before: dict[str, str], after: dict[str, str]) -> None:
    values, back, stayed = merging.restored(before, after, after)
    assert all(values.get(field, "") == before.get(field, "") for field in merging.fields_of(before, after))
    assert not stayed and all(before.get(field, "") != after.get(field, "") for field in back)


def test_what_was_changed_since_stays_and_is_told() -> None:
    before, after = {"name": "А", "phone": "1", "post": "п"}, {"name": "Б", "phone": "2", "post": "п"}
    values, back, stayed = merging.restored(before, after, {"name": "В", "phone": "2", "post": "р"})
    assert (values, back, stayed) == ({"name": "В", "phone": "1", "post": "р"}, ("phone",), ("name",))


def test_a_client_is_whoever_stands_at_the_end_of_the_way() -> None:
    assert merging.root(1, {1: 2, 2: 3}) == 3
    assert merging.root(3, {1: 2, 2: 3}) == 3
    assert merging.root(1, {1: 2, 2: 1}) in (1, 2)  # no such log is ever written, and it ends all the same


def test_the_log_tells_whom_a_client_went_up_in() -> None:
    up, back = ClientMerged("contact", 1, 2, 1), ClientSplit("contact", 1, 2, 1)
    assert merging.into_of([]) is None
    assert merging.into_of([up]) == 2
    assert merging.into_of([up, back, NoteAdded()]) is None
    assert merging.into_of([up, back, ClientMerged("contact", 1, 5, 2)]) == 5
