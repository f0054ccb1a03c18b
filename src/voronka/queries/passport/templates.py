"""Ready passports to begin from, with what each is for in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from voronka.core.problems import NotFound
from voronka.formats.passport.ready import LANGUAGES, TRADES, ready


@dataclass(frozen=True, slots=True)
class Template:
    """A ready passport: `text` answers all ten questions in `language`."""

    key: str
    title: str
    about: str
    language: str
    text: str


def templates(language: str | None = None) -> tuple[Template, ...]:
    """All of them, in this language or that of the page."""
    return tuple(template(key, language) for key in TRADES)


def template(key: str, language: str | None = None) -> Template:
    """One of them; NotFound."""
    spoken = language or (get_language() or "ru")[:2]
    spoken = spoken if spoken in LANGUAGES else "en"
    if key not in TRADES:
        raise NotFound("template", key[:64])
    title, about = _words()[key]
    return Template(key, title, about, spoken, ready(key, spoken))


def _words() -> dict[str, tuple[str, str]]:
    return {
        "agency": (_("Agency or studio"), _("Projects to order: brief, call, proposal, contract, payment.")),
        "supply": (_("B2B supply"), _("Goods for companies: request, quotation, terms, contract, shipment.")),
        "courses": (_("Courses and training"), _("Enrolment: request, talk, trial lesson, group, payment.")),
        "clinic": (_("Clinic"), _("Patients: booking, first visit, treatment plan, consent, payment.")),
        "repair": (_("Renovation"), _("Works on site: request, measuring, estimate, contract, advance.")),
        "blank": (_("Almost empty sheet"), _("Three stages and nothing else: you write the rest yourself.")),
    }
