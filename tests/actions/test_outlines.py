"""On an empty installation the file of the past drafts the first passport, and comes in by it."""

import io
import json
from dataclasses import replace
from typing import Any

import pytest

from tests.formats.tables import amocrm
from tests.world import MONDAY
from voronka.actions import importing, imports, outlines
from voronka.actions.drafts import begin_draft
from voronka.actions.people import add_person
from voronka.core.access import SYSTEM, Actor
from voronka.core.imports import LEFT_OUT
from voronka.core.outlines import Outline
from voronka.core.problems import Invalid, NotFound, Stale
from voronka.formats.passport import outlined
from voronka.queries import imports as queries
from voronka.store import values
from voronka.store.models import DealRow, Import, PassportDraft, PassportVersion, Person

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def owner(db: None) -> Actor:
    """Who has just begun: alone, and with nothing published."""
    key = add_person(email="vera@studio.example", name="Вера", role="owner", by=SYSTEM, at=MONDAY)
    return Actor("person", key, "owner")


def brought(owner: Actor, content: bytes | None = None) -> int:
    file = io.BytesIO(content if content is not None else amocrm.content(60))
    return imports.begin_import(name="amo.csv", content=file, by=owner, at=MONDAY)


def drawn(owner: Actor, key: int) -> tuple[Outline, int]:
    seen = queries.one(key, by=owner, at=MONDAY)
    assert seen.outline is not None
    return seen.outline, seen.seq


def publish(owner: Actor, key: int) -> int:
    return outlines.publish_outline(key=key, seen=drawn(owner, key)[1], by=owner, at=MONDAY)


def run(owner: Actor, key: int) -> dict[str, Any]:
    imports.begin_here(key=key, state="running", by=owner, at=MONDAY)
    return importing.run(key=key, now=lambda: MONDAY, say=lambda done, total: None)


def test_the_stages_of_the_file_become_the_first_passport_and_its_deals_come_in_by_it(owner: Actor) -> None:
    key = brought(owner)
    outline, _seq = drawn(owner, key)
    assert [one.title for one in outline.cycle] == list(amocrm.STAGES)
    assert [one.norm for one in outline.cycle] == [outline.cycle[0].norm] * 4
    assert [one.word for one in outline.people] and {one.title for one in outline.channels} == {
        "Сайт", "ВКонтакте", "Рекомендация",
    }  # fmt: skip
    assert publish(owner, key) == 1
    held = values.latest()
    assert [one.title for one in held.cycle.stages] == list(amocrm.STAGES)
    assert (held.title, held.currency, held.language) == ("Продажи", "RUB", "ru")
    seen = queries.one(key, by=owner, at=MONDAY)
    assert (seen.outline, seen.line.state) == (None, "planned")
    counts = run(owner, key)
    assert (counts["taken"], counts["refused"]) == (60, 0)
    rows = amocrm.rows(60)
    for stage in held.cycle.stages:
        told = sum(row[15] == stage.title for row in rows)
        assert DealRow.objects.filter(status="open", stage=stage.id).count() == told
    assert DealRow.objects.exclude(channel="").count() == 60


def test_what_somebody_corrects_is_what_is_published(owner: Actor) -> None:
    key = brought(owner)
    outline, seq = drawn(owner, key)
    first, second, third, fourth, *_ends = outline.stages
    corrected = replace(
        outline.moved(second.word, -1),
        title="Продажа сайтов", currency="USD",
        people=(replace(outline.people[0], email="m@studio.example"), *outline.people[1:]),
    )  # fmt: skip
    assert [one.word for one in corrected.cycle][:2] == [second.word, first.word]
    corrected = replace(
        corrected,
        stages=tuple(
            {
                third.word: replace(third, to=second.word),
                fourth.word: replace(fourth, to=LEFT_OUT),
                first.word: replace(first, title="Знакомство", norm=3),
            }.get(one.word, one)
            for one in corrected.stages
        ),
    )
    outlines.correct_outline(key=key, outline=corrected, seen=seq, by=owner, at=MONDAY)
    with pytest.raises(Stale):
        outlines.correct_outline(key=key, outline=corrected, seen=seq, by=owner, at=MONDAY)
    publish(owner, key)
    held = values.latest()
    assert [(one.title, one.norm and one.norm.amount) for one in held.cycle.stages] == [
        (second.word, second.norm), ("Знакомство", 3),
    ]  # fmt: skip
    assert (held.title, held.currency) == ("Продажа сайтов", "USD")
    run(owner, key)
    rows = amocrm.rows(60)
    merged = sum(row[15] in (second.word, third.word) for row in rows)
    assert DealRow.objects.filter(status="open", stage=held.cycle.stages[0].id).count() == merged
    assert DealRow.objects.count() == 60 - sum(row[15] == fourth.word for row in rows)
    added = Person.objects.get(email="m@studio.example")
    assert (added.name, added.role) == (outline.people[0].word, "manager")
    assert DealRow.objects.filter(owner=added).exists()


def test_what_can_not_be_so_is_refused_at_each_place_and_nothing_is_published(owner: Actor) -> None:
    key = brought(owner)
    outline, seq = drawn(owner, key)
    one, two, three, four, *ends = outline.stages
    for wrong, places in (
        (
            replace(
                outline,
                currency="EURO",
                stages=(replace(one, title=" "), replace(two, norm=0), replace(three, to=four.word),
                        replace(four, to=three.word), *ends),
                people=(replace(outline.people[0], email="почта"),
                        replace(outline.people[1], email="vera@studio.example"), *outline.people[2:]),
            ),
            {f"stages.{one.word}", f"stages.{two.word}", f"stages.{three.word}", f"stages.{four.word}",
             f"people.{outline.people[0].word}", f"people.{outline.people[1].word}", "currency"},
        ),
        (replace(outline, stages=tuple(replace(each, to=LEFT_OUT) for each in outline.stages)), {"stages"}),
    ):  # fmt: skip
        with pytest.raises(Invalid) as told:
            outlines.correct_outline(key=key, outline=wrong, seen=seq, by=owner, at=MONDAY)
        assert {each.field for each in told.value.problems} == places
    assert drawn(owner, key) == (outline, seq)
    # Somebody has taken the address meanwhile: nothing of the publishing stays.
    kept = replace(
        outline, people=(replace(outline.people[0], email="new@studio.example"), *outline.people[1:])
    )
    outlines.correct_outline(key=key, outline=kept, seen=seq, by=owner, at=MONDAY)
    add_person(email="new@studio.example", name="Н", role="manager", by=SYSTEM, at=MONDAY)
    with pytest.raises(Invalid, match="email_taken"):
        publish(owner, key)
    assert not PassportVersion.objects.exists()


def test_answers_that_were_begun_by_hand_stay_a_draft(owner: Actor) -> None:
    text = outlined.text_of(Outline(title="Начатое руками", language="ru"))
    begin_draft(process="mine", text=text, by=owner, at=MONDAY)
    key = brought(owner)
    publish(owner, key)
    assert values.latest().key == "mine"
    assert PassportDraft.objects.get().text == text


def test_of_several_pipelines_one_is_drafted_and_the_others_wait(owner: Actor) -> None:
    lines = amocrm.text(40).split("\r\n")
    for place in range(1, 11):
        lines[place] = lines[place].replace(";Воронка;", ";Опт;").replace("Переговоры", "Отгрузка")
    key = brought(owner, "\r\n".join(lines).encode("cp1251"))
    outline, seq = drawn(owner, key)
    assert (outline.pipeline, dict(outline.pipelines)["Опт"]) == ("Воронка", 10)
    assert "Отгрузка" not in {one.word for one in outline.stages}
    outlines.correct_outline(key=key, outline=replace(outline, pipeline="Опт"), seen=seq, by=owner, at=MONDAY)
    assert drawn(owner, key)[0].title == "Опт"
    publish(owner, key)
    assert run(owner, key)["taken"] == 10


def test_where_there_is_a_passport_nothing_is_drafted(owner: Actor) -> None:
    key = brought(owner)
    other = brought(owner)
    publish(owner, key)
    assert queries.one(other, by=owner, at=MONDAY).outline is None
    with pytest.raises(Invalid, match="passport_there"):
        outlines.publish_outline(key=other, seen=1, by=owner, at=MONDAY)
    third = brought(owner, amocrm.content(9))
    assert json.loads(Import.objects.get(pk=third).outline) == {}
    with pytest.raises(NotFound):
        outlines.publish_outline(key=99, seen=1, by=owner, at=MONDAY)


def test_companies_come_in_before_there_is_any_passport(owner: Actor) -> None:
    key = brought(owner, "Компания;Телефон\nПекарня;+7 921 000-00-01\nАтелье;\n".encode())
    assert queries.one(key, by=owner, at=MONDAY).outline is None
    assert run(owner, key)["taken"] == 2


def test_a_column_of_few_words_becomes_a_field_whose_words_may_be_joined(owner: Actor) -> None:
    words = ["GTX Pro", "GTXPro", "MG"]
    lines = "".join(f"{n};Talks;2026-01-{n:02};{words[n % 3]}\n" for n in range(1, 19))
    key = brought(owner, f"Deal ID;Deal stage;Created;Product\n{lines}".encode())
    outline, seq = drawn(owner, key)
    (field,) = outline.fields
    assert sorted(one.word for one in field.words) == sorted(words)
    joined = replace(
        field, words=tuple(replace(one, title=one.title.replace("XP", "X P")) for one in field.words)
    )
    outlines.correct_outline(
        key=key, outline=replace(outline, fields=(joined,)), seen=seq, by=owner, at=MONDAY
    )
    publish(owner, key)
    (own,) = values.latest().cycle.fields
    assert (own.title, own.kind, {one.title for one in own.options}) == (
        "Product",
        "choice",
        {"GTX Pro", "MG"},
    )
    assert run(owner, key)["taken"] == 18
    mg = next(one.id for one in own.options if one.title == "MG")
    kept = [values.deal(key).values[own.id] for key in DealRow.objects.values_list("pk", flat=True)]
    assert kept.count(mg) == 6 and len(set(kept)) == 2


def test_what_the_past_says_is_kept_when_it_has_come_in(owner: Actor) -> None:
    key = brought(owner)
    publish(owner, key)
    run(owner, key)
    past = queries.one(key, by=owner, at=MONDAY).tried["past"]
    rows = amocrm.rows(60)
    assert past["won"] == sum(row[15] == amocrm.WON for row in rows)
    assert past["lost"] == sum(row[15] == amocrm.LOST for row in rows)
    assert past["revenue"]["RUB"] == 100 * sum(int(row[2] or 0) for row in rows if row[15] == amocrm.WON)
    assert sum(one["won"] for one in past["quarters"]) == past["won"]
