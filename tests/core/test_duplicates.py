"""Two records of one client: by which keys they meet, how sure it is, and what must never bring them together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core import duplicates
from voronka.core.duplicates import (
    Card,
    Likeness,
    Reason,
    alike,
    bare_name,
    compare,
    dice,
    domain_of_mail,
    domain_of_site,
    jaro_winkler,
    keys_of,
    likeness_of_names,
    pair,
    phone_key,
)

WORDS = st.text(alphabet="абвгдеёжзиклмнопрстуфхцчшщьыъэюяabcxyz 12«»-.", max_size=24)
NOUNS = st.sampled_from(["company", "contact"])


def firm(name: str, key: int = 1, **data: object) -> Card:
    """A company."""
    return Card("company", key, name, **data)  # type: ignore[arg-type]


def person(name: str, key: int = 1, **data: object) -> Card:
    """A contact."""
    return Card("contact", key, name, **data)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("ООО «Ромашка»", "ромашка"),
        ("Ромашка, ООО", "ромашка"),
        ("Общество с ограниченной ответственностью «Ромашка»", "ромашка"),
        ("Публичное акционерное общество Лён", "лен"),
        ("ИП Гай Пётр", "гай петр"),
        ("Romashka LLC", "romashka"),
        ("ООО", "ооо"),
        ("", ""),
    ],
)
def test_legal_forms_are_folded_away_but_a_name_never_vanishes(name: str, bare: str) -> None:
    assert bare_name(name) == bare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «Ромашка»", "ромашка ооо"),
        ("Romashka LLC", "ООО Ромашка"),
        ("Иван Петров", "Петров Иван"),
        ("Эврика", "Еврика"),
        ("Яндекс", "Yandex"),
    ],
)
def test_names_that_differ_in_form_order_or_script_are_one_name(one: str, other: str) -> None:
    assert likeness_of_names(one, other) == 1.0


@pytest.mark.parametrize(("one", "other"), [("1Е", "1э"), ("Эл 5", "ел 5"), ("ЭП", "EP")])
def test_companies_whose_words_are_too_short_for_a_sound_meet_by_all_of_them(one: str, other: str) -> None:
    first, second = Card("company", 1, one), Card("company", 2, other)
    assert likeness_of_names(one, other) == 1.0 and keys_of(first) & keys_of(second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ромашка", "Ромашко"),
        ("Технополис", "Технополюс"),
        ("Мебельград", "Мебель-град"),
        ("Иванова Мария", "Иванова Марина"),
        ("Кофе Хаус", "Кофе Хауз"),
        ("Петров Иван Сергеевич", "Петров Иван"),
    ],
)
def test_a_slip_or_a_fathers_name_left_out_is_similar(one: str, other: str) -> None:
    assert duplicates.SIMILAR <= likeness_of_names(one, other) < 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Стройсервис", "Стройснаб"),
        ("Вектор", "Виктор"),
        ("Север", "Сервер"),
        ("Школа № 5", "Школа № 6"),
        ("Торговый дом Север", "Торговый дом Юг"),
        ("Иван Смирнов", "Илья Смирнов"),
        ("Строительная компания «Якорь»", "Строительная компания «Кулик»"),
        ("Детский центр «Кулик»", "Детский центр «Кубик»"),
        ("Альфа", "Альфа Плюс"),
        ("Ромашка Ромашка", "Ромашка Ромашка Ромашка Юг Север"),
        ("Ромашка", ""),
    ],
)
def test_other_names_are_not_similar(one: str, other: str) -> None:
    assert likeness_of_names(one, other) < duplicates.SIMILAR


@given(WORDS, WORDS)
def test_likeness_is_between_nought_and_one_and_the_same_from_both_sides(one: str, other: str) -> None:
    for measure in (likeness_of_names, jaro_winkler, dice):
        assert 0.0 <= measure(one, other) <= 1.0
        assert measure(one, other) == pytest.approx(measure(other, one))


@given(WORDS)
def test_every_name_is_itself_in_any_letters_and_any_order(name: str) -> None:
    turned = " ".join(reversed(name.split()))
    if bare_name(name):
        assert likeness_of_names(name, f"ООО «{turned.upper()}»") == 1.0 or not bare_name(
            f"x {name}"
        ).removeprefix("x")
    else:
        assert likeness_of_names(name, name) == 0.0


@given(NOUNS, WORDS, WORDS, WORDS, WORDS)
def test_comparing_is_the_same_from_both_sides_and_never_quite_sure(
    noun: duplicates.Noun, one: str, other: str, phone: str, site: str
) -> None:
    first = Card(noun, 1, one, phone=phone, email=f"{site}@x.ru", site=site, company=1)
    second = Card(noun, 2, other, phone=phone, email=f"{one}@x.ru", site=site, company=1)
    assert compare(first, second).certainty == compare(second, first).certainty <= 99


@given(NOUNS, WORDS, WORDS)
def test_whatever_two_names_are_found_alike_by_they_have_met_by_a_key(
    noun: duplicates.Noun, one: str, other: str
) -> None:
    """A pair that shares no key is never compared: equal names must share one."""
    first, second = Card(noun, 1, one, company=3), Card(noun, 2, other, company=3)
    if likeness_of_names(one, other) == 1.0 and compare(first, second).shown:
        assert keys_of(first) & keys_of(second) or len(bare_name(one)) > 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ромашка", "Ромашко"),
        ("Технополис", "Технополюс"),
        ("Мебельград", "Мебель-град"),
        ("Кофе Хаус", "Кофе Хауз"),
    ],
)
def test_companies_with_a_slip_in_the_name_meet(one: str, other: str) -> None:
    assert keys_of(firm(one)) & keys_of(firm(other))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("+79210000017", "9210000017"),
        ("8 (921) 000-00-17", "9210000017"),
        ("123-45", ""),
        ("нет", ""),
        ("", ""),
    ],
)
def test_a_phone_that_could_not_be_read_meets_the_same_in_e164(typed: str, key: str) -> None:
    assert phone_key(typed) == key


@pytest.mark.parametrize(
    ("site", "domain"),
    [
        ("https://www.romashka.ru/about?x=1", "romashka.ru"),
        ("shop.romashka.ru", "romashka.ru"),
        ("romashka.co.uk:8080", "romashka.co.uk"),
        ("http://ромашка.рф", "xn--80aa3agjl3d.xn--p1ai"),
        ("vk.com/romashka", "vk.com/romashka"),
        ("https://t.me/romashka/15", "t.me/romashka"),
        ("vk.com", ""),
        ("romashka.tilda.ws", "romashka.tilda.ws"),
        ("нет сайта", ""),
        ("", ""),
        ("-.ё" + "ё" * 80 + ".ru", "-.ё" + "ё" * 80 + ".ru"),
    ],
)
def test_a_site_is_known_by_the_companys_own_domain(site: str, domain: str) -> None:
    assert domain_of_site(site) == domain


@pytest.mark.parametrize(
    ("mail", "domain"),
    [("ira@romashka.ru", "romashka.ru"), ("ira@mail.ru", ""), ("ira@gmail.com", ""), ("ira", ""), ("", "")],
)
def test_a_public_mail_host_says_nothing_of_the_company(mail: str, domain: str) -> None:
    assert domain_of_mail(mail) == domain


def test_two_tax_numbers_are_two_companies_and_one_is_one() -> None:
    one, other = firm("Ромашка", inn="7707083893"), firm("Ромашка", 2, inn="7736050003")
    assert compare(one, other) == Likeness()
    found = compare(one, firm("Василёк", 2, inn="7707083893"))
    assert (found.certainty, found.reasons) == (95, (Reason("same_inn", "7707083893"),))


def test_a_domain_and_a_similar_name_are_surer_than_either() -> None:
    site = {"site": "romashka.ru"}
    alone, name = (
        compare(firm("Ромашка", **site), firm("Лютик", 2, **site)),
        compare(firm("Ромашка"), firm("Ромашко", 2)),
    )
    both = compare(firm("Ромашка", **site), firm("Ромашко", 2, site="https://www.romashka.ru"))
    assert alone.certainty == 60 and name.certainty < 70
    assert both.certainty > 88 and [one.code for one in both.reasons] == ["same_domain", "similar_name"]


def test_a_company_meets_another_by_its_people() -> None:
    one = firm("Ромашка", phones=("+79210000017",), mails=("ira@romashka.ru", "ira@mail.ru"))
    other = firm("Лютик", 2, phones=("89210000017",), mails=("IRA@mail.ru",), site="romashka.ru")
    assert {reason.code for reason in compare(one, other).reasons} == {
        "people_phone",
        "people_email",
        "same_domain",
    }


def test_a_phone_with_a_name_that_contradicts_is_only_perhaps_one_person() -> None:
    phone = {"phone": "+79210000017"}
    assert (
        compare(person("Ирина", **phone), person("Ирина Соколова", 2, **phone)).certainty >= duplicates.SURE
    )
    assert compare(person("Ирина", **phone), person("Олег", 2, **phone)).certainty < duplicates.LIKELY
    assert compare(person("+79210000017", **phone), person("Олег", 2, **phone)).certainty >= duplicates.SURE
    mail = {"email": "a@b.ru"}
    assert compare(person("Ирина", **mail), person("Олег", 2, **mail)).certainty == 60
    assert compare(person("a@b.ru", **mail), person("Олег", 2, **mail)).certainty >= duplicates.SURE


def test_namesakes_are_one_person_only_where_something_else_says_so() -> None:
    assert not compare(person("Ирина"), person("Ирина", 2)).shown
    assert compare(person("Ирина Соколова"), person("Соколова Ирина", 2)).certainty == 55
    in_one = compare(person("Ирина Соколова", company=7), person("Соколова Ирина", 2, company=7))
    assert in_one.certainty >= 85 and in_one.reasons[-1].code == "same_company"
    assert compare(person("Ирина", company=7), person("Ирина", 2, company=7)).certainty >= duplicates.LIKELY
    assert compare(person("Екатерина", company=7), person("Екатирина", 2, company=7)).shown
    mails = {"email": "i@romashka.ru"}, {"email": "sokolova@romashka.ru"}
    near = compare(person("Ирина Соколова", **mails[0]), person("Ирина Соколова", 2, **mails[1]))
    assert near.certainty >= 85 and near.reasons[-1].code == "same_domain"


def test_similar_names_of_strangers_are_shown_only_where_nothing_contradicts() -> None:
    one, other = (
        person("Иванова Мария", phone="+79210000017"),
        person("Иванова Марина", 2, phone="+79210000018"),
    )
    assert not compare(one, other).shown
    assert compare(person("Иванова Мария"), other).shown


def test_those_alike_come_the_surest_first_and_without_oneself() -> None:
    me = person("Ирина Соколова", 1, phone="+79210000017")
    by_name, by_phone, other = (
        person("Соколова Ирина", 2),
        person("Ирина", 3, phone="89210000017"),
        person("Олег", 4),
    )
    assert [card.key for card, _ in alike(me, [me, by_name, by_phone, other])] == [3, 2]
    fresh = Card("contact", 0, "Ирина Соколова")
    assert [card.key for card, _ in alike(fresh, [by_name])] == [2]


def test_a_pair_has_one_order_and_reasons_go_into_json_and_back() -> None:
    assert pair(5, 2) == pair(2, 5) == (2, 5)
    told = (Reason("same_inn", "7707083893"), Reason("same_name"))
    assert duplicates.from_data(duplicates.as_data(told)) == told
