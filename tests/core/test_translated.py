"""A process in another language: what people read is translated, what the rules read is not."""

from dataclasses import replace

from tests.world import SERVICES
from voronka.core.translated import texts, translated

SAID = {
    "title": "Selling services",
    "cycle.stages.brief.title": "Brief",
    "cycle.stages.brief.steps.brief_sent.title": "Brief sent",
    "cycle.fields.goal.title": "What the client wants",
    "owner.roles.head.title": "Head of sales",
    "product.offers.audit.title": "Audit",
}


def test_every_text_has_a_place_and_ids_have_none() -> None:
    known = texts(SERVICES)
    assert set(SAID) <= set(known)
    assert known["cycle.stages.brief.purpose"] == "Понять задачу и бюджет"
    assert not [path for path in known if path.endswith((".id", ".role", ".kind"))]


def test_what_is_translated_is_said_otherwise_and_the_rest_stays() -> None:
    bilingual = replace(SERVICES, texts={"en": SAID})
    english = translated(bilingual, "en")
    assert english.title == "Selling services"
    assert english.stage("brief").title == "Brief" and english.stage("brief").steps[0].title == "Brief sent"
    assert english.stage("call").title == "Созвон", "what is not translated stays as it is written"
    assert english.stage("brief").leave_when == SERVICES.stage("brief").leave_when
    assert texts(english).keys() == texts(SERVICES).keys()
    assert translated(bilingual, "ru") is bilingual and translated(SERVICES, "en") is SERVICES


def test_who_has_read_an_instruction_in_one_language_has_read_it() -> None:
    stage = replace(SERVICES.stage("call"), instruction="Позвонить")
    process = replace(SERVICES, cycle=replace(SERVICES.cycle, stages=(stage,)))
    english = translated(replace(process, texts={"en": {"cycle.stages.call.instruction": "Call"}}), "en")
    assert english.stage("call").instruction == "Call"
    assert english.stage("call").digest == stage.digest
