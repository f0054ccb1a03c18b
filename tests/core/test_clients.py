"""Clients as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core.clients import Who, fold_name, inn_fault, is_email, may_be_one, read_who


@pytest.mark.parametrize("inn", ["7707083893", "7736050003", "500100732259"])
def test_an_inn_with_its_own_check_digits_is_taken(inn: str) -> None:
    assert inn_fault(inn) == ""


@pytest.mark.parametrize("inn", ["7707083894", "500100732258", "500100732269"])
def test_a_slip_of_one_digit_in_an_inn_is_seen(inn: str) -> None:
    assert inn_fault(inn) == "inn_mistyped"


@pytest.mark.parametrize("inn", ["", "770708389", "77070838931", "77О7083893", "٧٧٠٧٠٨٣٨٩٣"])
def test_what_is_no_inn_at_all_is_told_so(inn: str) -> None:
    assert inn_fault(inn) == "inn_unreadable"


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("Ирина", Who("Ирина")),
        ("8 921 000-00-00", Who(phone="8 921 000-00-00")),
        (
            "Ирина, +7 (921) 000-00-00, irina@mail.example",
            Who("Ирина", "+7 (921) 000-00-00", "irina@mail.example"),
        ),
        ("irina@mail.example Ирина Соколова", Who("Ирина Соколова", "", "irina@mail.example")),
        ("ООО «Ромашка» <r@x.example>", Who("ООО «Ромашка»", "", "r@x.example")),
        ("Иван 2026", Who("Иван 2026")),
        ("<script>alert(1)</script>", Who("script>alert(1)</script")),
        ("  ", Who()),
        ("a\x00b", Who("ab")),
    ],
)
def test_one_line_is_taken_apart_into_name_phone_and_address(typed: str, who: Who) -> None:
    assert read_who(typed) == who


@given(st.text(max_size=300))
def test_any_line_can_be_read(typed: str) -> None:
    who = read_who(typed)
    assert "\x00" not in who.name
    assert who.known or not who.name


def test_names_are_folded_so_that_yo_and_quotes_do_not_hide_them() -> None:
    assert fold_name("ООО «Тёплый  Дом»") == fold_name("ооо теплый дом") == "ооо теплый дом"


@pytest.mark.parametrize(
    ("typed", "good"), [("i@x.ru", True), ("i@x", False), ("i x@y.ru", False), ("", False)]
)
def test_an_address_is_one_that_a_letter_could_be_sent_to(typed: str, good: bool) -> None:
    assert is_email(typed) is good


@pytest.mark.parametrize(
    ("typed", "known", "may"),
    [("", "Ирина Ким", True), ("ирина", "Ирина Ким", True), ("Пётр", "Ирина Ким", False)],
)
def test_two_names_may_be_one_persons_if_they_share_a_word(typed: str, known: str, may: bool) -> None:
    assert may_be_one(typed, known) is may
