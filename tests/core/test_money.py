"""Reading amounts as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core.money import LIMIT, digits, parse_amount, within_bounds
from voronka.core.problems import Invalid


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("120000", 12_000_000),
        ("1 234,56 ₽", 123_456),
        ("1\u00a0234,56\u00a0₽", 123_456),
        ("1\u2009234\u202f567.8", 123_456_780),
        ("1'234.50", 123_450),
        ("1,234.56", 123_456),
        ("1.234,56", 123_456),
        ("1,234,567", 123_456_700),
        ("1.234.567,89", 123_456_789),
        ("₽ 500", 50_000),
        ("500 руб.", 50_000),
        ("500 руб", 50_000),
        ("500р.", 50_000),
        ("500 р", 50_000),
        ("500 РУБ.", 50_000),
        ("$12.5", 1_250),
        ("12 eur", 1_200),
        ("0", 0),
        ("0,5", 50),
        ("007", 700),
        ("100000000000", LIMIT),
        ("000000000000000000005", 500),
    ],
)
def test_an_amount_is_read_as_a_person_meant_it(typed: str, minor: int) -> None:
    assert parse_amount(typed) == minor


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "amount_empty"),
        ("   ", "amount_empty"),
        ("₽", "amount_empty"),
        ("-5", "amount_negative"),
        ("−5", "amount_negative"),
        ("– 5", "amount_negative"),
        ("пять", "amount_unreadable"),
        ("5р.50", "amount_unreadable"),
        ("1$2", "amount_unreadable"),
        ("12 руб. 50 коп.", "amount_unreadable"),
        ("1,2,3", "amount_unreadable"),
        ("1,234,56", "amount_unreadable"),
        ("1.234,567", "amount_unreadable"),
        ("1..5", "amount_unreadable"),
        ("1e9", "amount_unreadable"),
        ("٣٤", "amount_unreadable"),
        ("+5", "amount_unreadable"),
        ("5\x00", "amount_unreadable"),
        ("<script>1</script>", "amount_unreadable"),
        ("💰5", "amount_unreadable"),
        ("1000000000000000000", "amount_too_large"),
        ("100000000000,01", "amount_too_large"),
        ("9" * 10_000, "amount_too_large"),
        ("9" * 5_000 + ",50", "amount_too_large"),
        ("1,23456", "amount_unreadable"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_amount(typed, field="sum")
    assert [(one.code, one.field) for one in caught.value.problems] == [(code, "sum")]


@pytest.mark.parametrize("typed", ["1,234", "1.234", "12,345 ₽", "0,500"])
def test_three_digits_behind_a_sign_are_asked_about(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_amount(typed)
    [problem] = caught.value.problems
    assert problem.code == "amount_ambiguous"
    assert float(str(problem.data["decimals"])) < int(str(problem.data["thousands"]))


def test_a_currency_has_its_own_number_of_decimals() -> None:
    assert (digits("JPY"), digits("RUB"), digits("KWD")) == (0, 2, 3)
    assert parse_amount("1500", "JPY") == 1500
    assert parse_amount("1,234", "KWD") == 1234
    for typed, currency in (("1,5", "JPY"), ("1,234.56", "JPY")):
        with pytest.raises(Invalid, match="amount_too_fine"):
            parse_amount(typed, currency)


def test_what_was_typed_is_told_back_but_not_at_any_length() -> None:
    with pytest.raises(Invalid) as caught:
        parse_amount("х" * 10_000)
    assert caught.value.problems[0].data["typed"] == "х" * 60


@pytest.mark.parametrize(("minor", "code"), [(-1, "amount_negative"), (LIMIT + 1, "amount_too_large")])
def test_minor_units_keep_their_bounds(minor: int, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        within_bounds(minor)
    assert within_bounds(LIMIT) == LIMIT


@given(st.integers(0, LIMIT), st.sampled_from(["", " ", "\u00a0", "'"]), st.sampled_from(".,"))
def test_every_amount_that_is_written_out_is_read_back(minor: int, space: str, point: str) -> None:
    whole, rest = divmod(minor, 100)
    assert parse_amount(f"{whole:,}".replace(",", space) + f"{point}{rest:02} ₽") == minor


@given(st.text(max_size=40))
def test_no_text_makes_reading_fail_otherwise_than_with_a_reason(text: str) -> None:
    try:
        assert 0 <= parse_amount(text) <= LIMIT
    except Invalid as wrong:
        assert wrong.problems[0].code.startswith("amount_")
