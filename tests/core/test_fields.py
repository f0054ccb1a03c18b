"""The company's own fields: what a person may type, and the one form in which it is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core.fields import read
from voronka.core.problems import Invalid
from voronka.core.process import Field, FieldKind, Option

SIZES = (Option("small", "Малый"), Option("big", "Большой"), Option("huge", "Огромный"))


def field(kind: FieldKind, **more: object) -> Field:
    return Field("f", "Поле", kind=kind, options=SIZES if kind.startswith("choice") else (), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  два   слова\nв строке ", "два слова в строке"),
        ("long", "первая\nвторая", "первая\nвторая"),
        ("number", "1 234,50", "1234.5"),
        ("number", "−007", "-7"),
        ("number", "+0", "0"),
        ("number", "-0,0", "0"),
        ("money", "1 234,56 ₽", "123456"),
        ("date", "2026-11-30", "2026-11-30"),
        ("date", "5.1.2027", "2027-01-05"),
        ("yes_no", "Да", "yes"),
        ("yes_no", "no", "no"),
        ("choice", "big", "big"),
        ("choice", "большой", "big"),
        ("choices", "huge, Малый, huge", "small,huge"),
        ("phone", "+7 (921) 000-00-00", "+7 (921) 000-00-00"),
        ("email", "Anna@Example.org", "anna@example.org"),
        ("link", "example.org/about", "https://example.org/about"),
        ("link", "http://example.org", "http://example.org"),
    ],
)
def test_what_is_typed_is_kept_in_one_form(kind: FieldKind, typed: str, kept: str) -> None:
    assert read(field(kind), typed, "RUB") == kept


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("number", "много", "number_unreadable"),
        ("number", "1e9", "number_unreadable"),
        ("number", "1234567890123456789", "number_unreadable"),
        ("money", "1,234", "amount_ambiguous"),
        ("money", "-5", "amount_negative"),
        ("date", "31.02.2026", "date_unreadable"),
        ("date", "завтра", "date_unreadable"),
        ("yes_no", "может быть", "yes_no_unreadable"),
        ("choice", "средний", "unknown_choice"),
        ("choices", "small, средний", "unknown_choice"),
        ("phone", "позвоните", "phone_unreadable"),
        ("email", "anna@", "email_unreadable"),
        ("link", "javascript:alert(1)", "link_unreadable"),
        ("link", "просто слова", "link_unreadable"),
        ("text", "я" * 10_001, "too_long"),
    ],
)
def test_what_can_not_be_kept_is_said_at_its_field(kind: FieldKind, typed: str, code: str) -> None:
    with pytest.raises(Invalid) as wrong:
        read(field(kind), typed, "RUB")
    assert [(one.code, one.field) for one in wrong.value.problems] == [(code, "f")]


def test_a_required_field_can_not_be_emptied_and_another_can() -> None:
    assert read(field("text"), "  ", "RUB") == ""
    with pytest.raises(Invalid) as wrong:
        read(field("date", required=True), "", "RUB")
    assert wrong.value.problems[0].code == "required"


@given(
    st.sampled_from(
        ["text", "long", "number", "money", "date", "yes_no", "choice", "choices", "phone", "email", "link"]
    ),
    st.text(max_size=60) | st.from_regex(r"[0-9 .,+-]{1,20}", fullmatch=True),
)
def test_what_is_kept_is_kept_again_the_same_and_nothing_else_is_raised(kind: FieldKind, typed: str) -> None:
    own = field(kind)
    try:
        kept = read(own, typed, "RUB")
    except Invalid:
        return
    if kind == "money":
        assert not kept or int(kept) >= 0
    else:
        assert read(own, kept, "RUB") == kept
