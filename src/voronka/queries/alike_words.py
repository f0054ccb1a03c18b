"""Sentences about clients that may be one: why, how sure it is, what a field is called."""

from collections.abc import Callable, Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core.duplicates import LIKELY, SURE, Noun, Reason
from voronka.store import values

_REASONS: Final[dict[str, Callable[[], str]]] = {
    "same_inn": lambda: _("same INN"),
    "same_phone": lambda: _("same phone"),
    "same_email": lambda: _("same e-mail"),
    "same_domain": lambda: _("same site or mail domain"),
    "same_name": lambda: _("same name"),
    "similar_name": lambda: _("similar name"),
    "same_company": lambda: _("same company"),
    "people_phone": lambda: _("a person there has the same phone"),
    "people_email": lambda: _("a person there has the same e-mail"),
}
_OF_PEOPLE: Final[dict[str, Callable[[], str]]] = {
    "same_name": lambda: pgettext("of a person", "same name"),
    "similar_name": lambda: pgettext("of a person", "similar name"),
}
_FIELDS: Final[dict[str, Callable[[], str]]] = {
    "name": lambda: _("Name"),
    "about": lambda: _("What they do"),
    "inn": lambda: _("INN"),
    "site": lambda: _("Web site"),
    "phone": lambda: _("Phone"),
    "email": lambda: _("E-mail"),
    "post": lambda: _("Post"),
    "company": lambda: _("Company"),
}


def reason(noun: Noun, one: Reason) -> str:
    """Why two may be one, in a few words."""
    say = (noun == "contact" and _OF_PEOPLE.get(one.code)) or _REASONS.get(one.code)
    return say() if say else one.code


def reasons(noun: Noun, them: Iterable[Reason]) -> str:
    """All reasons in one line."""
    return ", ".join(reason(noun, one) for one in them)


def sure(certainty: int) -> str:
    """How sure it is, as people say it."""
    if certainty >= SURE:
        return _("almost certainly the same")
    return _("probably one") if certainty >= LIKELY else _("perhaps one")


def field_title(noun: Noun, field: str) -> str:
    """What a field of a client is called; one of the company's own as the passport calls it."""
    if say := _FIELDS.get(field):
        return say()
    fields, _currency = values.client_fields(noun)
    return next((one.title for one in fields if f"own.{one.id}" == field), field.removeprefix("own."))
