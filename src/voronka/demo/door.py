"""The demo company's public form: open, with its consent and ready answers, and two messages that were held back."""

from datetime import timedelta

from voronka.actions import public_form, sending
from voronka.actions.company import change_company
from voronka.actions.sending import Filled
from voronka.core.access import VISITOR
from voronka.core.process import Process
from voronka.core.sieve import LEAST
from voronka.demo.company import Company
from voronka.demo.speech.door import DOORS

MARKS = (
    {"source": "vk", "medium": "social", "campaign": "autumn"},
    {"source": "newsletter", "medium": "email"},
    {"referrer": "https://yandex.ru/"},
)
"""Whence those come who wait on the morning of the day."""


def open_door(company: Company, process: Process, position: int) -> None:
    """From this position on everybody may write by the form."""
    said, at = DOORS[company.speech.language], company.days.at(position)
    by = company.actors["head"]
    change_company(name=said.company, by=company.actors["owner"], at=at)
    public_form.write_consent(process=process.key, body=said.consent, by=by, at=at)
    public_form.change_form(
        process=process.key, is_on=True, lead=said.lead, thanks=said.thanks, channel="site_form", by=by, at=at
    )
    for as_what, body in said.answers.items():
        public_form.write_ready_answer(process=process.key, as_what=as_what, body=body, by=by, at=at)


def held_back(company: Company, process: Process) -> None:
    """Two messages of the last day that were sent sooner than a person types: one is spam, one is not."""
    for number, (name, phone, message) in enumerate(DOORS[company.speech.language].held):
        at = company.days.at(company.days.end - 50 - 40 * number)
        sending.send_form(
            process=process.key,
            filled=Filled(
                name=name, phone=phone, message=message, consent=1, asked=("site",) if number else ()
            ),
            sender=f"demo-{number}",
            opened_at=at - LEAST + timedelta(seconds=1),
            by=VISITOR,
            at=at,
        )
