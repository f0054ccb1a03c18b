"""Companies and contacts: plain nouns, plain rows."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction

from voronka.actions.change import clean
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.clients import fold_name, inn_fault, is_email, may_be_one
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.store import names, sql
from voronka.store.models import Company, Contact


def read_phone(text: str) -> str:
    """A phone number in E.164, as a person of the company's country types it; as typed where unreadable."""
    bare = clean(text, "phone", limit=32)
    if not bare:
        return ""
    import phonenumbers  # half of a tenth of a second, which most commands need not pay

    try:
        number = phonenumbers.parse(bare, settings.COUNTRY)
    except phonenumbers.NumberParseException:
        return bare
    if not phonenumbers.is_possible_number(number):
        return bare
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def save_company(
    *,
    key: int | None = None,
    name: str,
    about: str = "",
    inn: str = "",
    site: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """A new company, or new data of one; its key. Raises Invalid, NotFound, NotAllowed."""
    access.require(by, "client.change")
    bare_name = clean(name, "name", limit=300, required=True)
    bare_inn = re.sub(r"\s", "", clean(inn, "inn", limit=20))
    if bare_inn and (wrong := inn_fault(bare_inn)):
        raise Invalid(Problem(wrong, "inn", {"typed": bare_inn}))
    data = {
        "name": bare_name,
        "about": clean(about, "about", limit=300),
        "inn": bare_inn,
        "site": clean(site, "site", limit=300),
        "folded": fold_name(bare_name)[:300],
    }
    with transaction.atomic(savepoint=False):
        if key is None:
            made = _insert("store_company", {**data, "created_at": at})
            names.keep("company", made, bare_name, known=False)
            return made
        if not Company.objects.filter(pk=key).update(**data):
            raise NotFound("company", key)
        names.keep("company", key, bare_name)
    return key


def save_contact(
    *,
    key: int | None = None,
    name: str,
    phone: str = "",
    email: str = "",
    post: str = "",
    company: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """A new contact, or new data of one; its key. Raises Invalid, NotFound, NotAllowed."""
    access.require(by, "client.change")
    return write_contact(key=key, name=name, phone=phone, email=email, post=post, company=company, at=at)


def known_contact(*, name: str, phone: str, email: str) -> int | None:
    """The one contact who has this phone or this e-mail and a name that does not contradict; else None."""
    number, address = read_phone(phone), clean(email, "email", limit=254).lower()
    rows = Contact.objects.none()
    if number:
        rows |= Contact.objects.filter(phone=number)
    if address:
        rows |= Contact.objects.filter(email=address)
    found = list(rows.values_list("pk", "name")[:2])
    return found[0][0] if len(found) == 1 and may_be_one(name, found[0][1]) else None


def write_contact(
    *,
    key: int | None = None,
    name: str,
    phone: str = "",
    email: str = "",
    post: str = "",
    company: int | None = None,
    at: datetime,
) -> int:
    """The same without asking a right, for verbs that have asked their own."""
    bare_name = clean(name, "name", limit=300, required=True)
    bare_email = clean(email, "email", limit=254).lower()
    if bare_email and not is_email(bare_email):
        raise Invalid(Problem("email_unreadable", "email", {"typed": bare_email}))
    if company is not None and not sql.there("store_company", company):
        raise NotFound("company", company)
    data = {
        "name": bare_name,
        "phone": read_phone(phone),
        "email": bare_email,
        "post": clean(post, "post", limit=200),
        "company_id": company,
        "folded": fold_name(bare_name)[:300],
    }
    with transaction.atomic(savepoint=False):
        if key is None:
            made = _insert("store_contact", {**data, "created_at": at})
            names.keep("contact", made, bare_name, known=False)
            return made
        if not Contact.objects.filter(pk=key).update(**data):
            raise NotFound("contact", key)
        names.keep("contact", key, bare_name)
    return key


def _insert(table: str, row: dict[str, object]) -> int:
    """Written out: every lead makes a contact, and many a company."""
    made = sql.one(sql.insert(table, tuple(row)) + " RETURNING id", tuple(row.values()))
    return int((made or (0,))[0])
