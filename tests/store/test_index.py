"""Both databases find the same by the same tokens, in the same order: what of a corpus is found stands here."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World
from voronka.actions.clients import save_contact
from voronka.store import index, names, said, sql, stems

pytestmark = pytest.mark.django_db

ALIKE = """
сделка сделок сделки сделками
звонок звонка звонки звонком
письмо писем письма письмом
деньги денег деньгами
рынок рынка рынки
боец бойца бойцы
заем займа займы
копейка копеек копейки
окно окон окна
скидка скидок скидки
подарок подарки подарков
палец пальца пальцы
число чисел числа
кухня кухонь кухни
пекарня пекарен пекарни
спальня спален спальни
договорились договориться
счет счёт счета
deal deals
company companies
agreed agreeing agree
"""


@pytest.mark.parametrize("line", ALIKE.split("\n")[1:-1])
def test_every_form_of_a_word_is_found_by_every_other(line: str) -> None:
    forms = line.split()
    for written in forms:
        for typed in forms:
            word = stems.typed_words(typed)[0]
            assert not word.forms.isdisjoint(stems.tokens(written)), (typed, written)
            assert word.fits(written), (typed, written)


def test_words_that_only_begin_alike_are_told_apart_in_texts() -> None:
    assert stems.typed_words("стол")[0].forms.isdisjoint(stems.tokens("столько столица"))


CORPUS = {
    1: "Обсудили сделку: клиент просит скидок на кухонь три штуки",
    2: "Звонок: договорились о счёте, денег хватит. Tel. 8 (921) 000-11-22",
    3: "Companies agreed; the deal's price is 1 500 ₽ — naïve café",
    4: "Письмо с КП ушло, ждём писем от Щукина-Ёлкина",
    5: "ООО «Ромашка+» — 100% предоплата, O'Neil, it's ok",
    6: "сделки сделки сделки",
}
ASKED = {
    "сделка": [6, 1], "скидка": [1], "кухни": [1], "деньги": [2], "звонки": [2], "счет": [2], "company": [3],
    "deals": [3], "cafe": [3], "naive": [3], "письма": [4], "елкин": [4], "щукина елкина": [4], "ромашки": [5],
    "предоплаты 100": [5], "o'neil": [5], "сдел": [6, 1], "обсуд": [1], "сделка клиент": [1], "нет такого": [],
    "89210001122": [2], "' OR 1": [], '"*': [], "1500": [],
}  # fmt: skip


def found(typed: str) -> list[int]:
    return names.run(said.pieces("deal", names.read(typed), 10)).get("deal_text", [])


def keep(corpus: dict[int, str]) -> None:
    index.put(index.TEXTS, [(key, ["d" + one for one in stems.tokens(body)]) for key, body in corpus.items()])


def test_a_fixed_corpus_is_found_alike_on_both_databases() -> None:
    keep(CORPUS)
    assert {typed: found(typed) for typed in ASKED} == ASKED


ALPHABET = st.sampled_from("абеёйкостьЩ ab'\"*&|!():\\-é́ß1２½İ§%_ \u00a0\n")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(ALPHABET, max_size=12), min_size=1, max_size=5), st.text(ALPHABET, max_size=8))
def test_what_is_found_is_what_the_tokens_say_whatever_is_written(bodies: list[str], typed: str) -> None:
    index.clear()
    corpus = dict(enumerate(bodies, start=1))
    keep(corpus)
    words = stems.typed_words(typed)
    expected = [
        key
        for key in sorted(corpus, reverse=True)
        if words and all(_met(word, stems.tokens(corpus[key]), word is words[-1]) for word in words)
    ]
    if names.read(typed).number:
        return
    assert found(typed) == expected


def _met(word: stems.Word, tokens: set[str], last: bool) -> bool:
    return not {*word.forms, word.typed}.isdisjoint(tokens) or (
        last and any(one.startswith(word.typed) for one in tokens)
    )


def test_a_document_is_replaced_and_forgotten() -> None:
    keep({1: "первое"})
    keep({1: "второе"})
    assert (found("первое"), found("второе")) == ([], [1])
    index.put(index.TEXTS, [(1, [])])
    assert (found("второе"), index.known(index.TEXTS, 0, 9)) == ([], [])
    assert names.run([]) == {}


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("210001", True), ("8 921 000", True), ("+7 (921) 000-11", True), ("1122", True), ("212", False)],
)
def test_a_telephone_is_found_by_any_part_of_it(world: World, typed: str, fits: bool) -> None:
    key = save_contact(name="Ирина", phone="8 921 000-11-22", by=world.head, at=world.now)
    assert names.found_any(names.read(typed), 9)["contact"] == ([key] if fits else [])


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("rina@mail", True), ("il.exam", True), ("IRIN", True), ("_rina", False), ("mailx", False)],
)
def test_an_address_is_found_by_any_part_of_it(world: World, typed: str, fits: bool) -> None:
    key = save_contact(name="Соколова", email="irina@mail.example", by=world.head, at=world.now)
    assert names.found_any(names.read(typed), 9)["contact"] == ([key] if fits else [])


def test_five_hundred_titles_are_looked_for_at_once() -> None:
    titles = [f"Сайт {n} для «Ромашки»" for n in range(500)]
    names.keep_all("deal", [{"id": 7, "title": titles[7]}, {"id": 8, "title": "Сайт"}])
    assert [number // 4 for (number,) in sql.all_of(*names.called("deal", titles))] == [7]
    assert names.called("deal", ["«»"]) == ("", [])
