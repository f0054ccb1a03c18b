"""Companies and contacts: plain nouns, plain rows."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.db.models.functions import Coalesce

from voronka.actions.change import clean
from voronka.actions.own import read_all, read_phone
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.clients import fold_name, inn_fault, is_email, may_be_one
from voronka.core.fields import MOST
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.store import merged, names, sql, values
from voronka.store.merged import gone_up
from voronka.store.models import Company, Contact


def save_company(
    *,
    key: int | None = None,
    name: str,
    about: str = "",
    inn: str = "",
    site: str = "",
    fields: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """A new company, or new data of one; its key. Raises Invalid, NotFound, NotAllowed.

    `fields` are those of the company's own; what is not named among them stays as it is.
    """
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
        data["own"] = _own("company", key, fields)
        if key is None:
            made = _insert("store_company", {**data, "created_at": at})
            names.keep("company", {**data, "id": made})
            return made
        if not Company.objects.filter(pk=key).update(**data, compared=False):
            raise NotFound("company", key)
        names.keep("company", {**data, "id": key})
    return key


def save_contact(
    *,
    key: int | None = None,
    name: str,
    phone: str = "",
    email: str = "",
    post: str = "",
    company: int | None = None,
    fields: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """A new contact, or new data of one; its key. Raises Invalid, NotFound, NotAllowed.

    `fields` are those of the company's own; what is not named among them stays as it is.
    """
    access.require(by, "client.change")
    told: dict[str, Any] = {"name": name, "phone": phone, "email": email, "post": post, "company": company}
    return write_contact(key=key, fields=fields, at=at, **told)


def known_contact(*, name: str, phone: str, email: str) -> int | None:
    """The one contact who has this phone or this e-mail and a name that does not contradict; of several who share a
    telephone the one who is called just so; else None.
    """
    number, address = read_phone(phone), clean(email, "email", limit=254).lower()
    rows = Contact.objects.none()
    if number:
        rows |= Contact.objects.filter(phone=number)
    if address:
        rows |= Contact.objects.filter(email=address)
    # Whoever went up in another is known by their old phone still, and is that one.
    now = Coalesce("merged_into", "pk")
    found = [one for one in rows.values_list(now, "name")[:20] if may_be_one(name, one[1])]
    same = [one for one in found if fold_name(one[1]) == fold_name(name)]
    sure = {one[0] for one in (same if len({one[0] for one in found}) > 1 else found)}
    return sure.pop() if len(sure) == 1 else None


def write_contact(
    *,
    key: int | None = None,
    name: str,
    phone: str = "",
    email: str = "",
    post: str = "",
    company: int | None = None,
    fields: Mapping[str, str] | None = None,
    at: datetime,
) -> int:
    """The same without asking a right, for verbs that have asked their own."""
    bare_name = clean(name, "name", limit=300, required=True)
    bare_email = clean(email, "email", limit=254).lower()
    if bare_email and not is_email(bare_email):
        raise Invalid(Problem("email_unreadable", "email", {"typed": bare_email}))
    data: dict[str, object] = {
        "name": bare_name,
        "phone": read_phone(phone),
        "email": bare_email,
        "post": clean(post, "post", limit=200),
        "folded": fold_name(bare_name)[:300],
    }
    with transaction.atomic(savepoint=False):
        # The company before the contact, as a merge takes them; one that went up in another is that one.
        data["company_id"] = None if company is None else merged.living("company", company, hold=True)
        data["own"] = _own("contact", key, fields)
        if key is None:
            made = _insert("store_contact", {**data, "created_at": at})
            names.keep("contact", {**data, "id": made})
            return made
        if not Contact.objects.filter(pk=key).update(**data, compared=False):
            raise NotFound("contact", key)
        names.keep("contact", {**data, "id": key})
    return key


def _own(noun: Literal["company", "contact"], key: int | None, typed: Mapping[str, str] | None) -> str:
    """The fields of the company's own as they are kept: JSON by the field's id. The row is locked: of two who fill
    in different fields at one moment each keeps theirs.
    """
    known = "{}"
    if key is not None:
        row = sql.one(
            f"SELECT own, merged_into_id FROM store_{noun} WHERE id = %s" + sql.for_update(), (key,)
        )
        known = row[0] if row else known
        if row and row[1] is not None:
            raise gone_up(noun, "", row[1])
    if not typed:
        return known
    fields, currency = values.client_fields(noun)
    bare = {name: clean(value, name, limit=MOST) for name, value in typed.items()}
    kept = read_all(fields, bare, currency)
    whole = {**json.loads(known), **{name: kept.get(name, "") for name in bare}}
    return json.dumps({name: value for name, value in sorted(whole.items()) if value}, ensure_ascii=False)


def _insert(table: str, row: dict[str, object]) -> int:
    """Written out: every lead makes a contact, and many a company."""
    made = sql.one(sql.insert(table, tuple(row)) + " RETURNING id", tuple(row.values()))
    return int((made or (0,))[0])
