"""`voronka client`: companies and the people in them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from voronka.actions import clients as verbs
from voronka.actions.change import Outcome, once
from voronka.cli import answers, client_doubles
from voronka.cli.caller import DOOR, Call, command
from voronka.core.problems import Invalid, Problem
from voronka.queries.records import clients
from voronka.queries.records.paging import Page

app = typer.Typer(no_args_is_help=True, help="Clients: companies and contacts.")

Search = Annotated[str, typer.Option(help="a part of the name")]
Limit = Annotated[int, typer.Option(min=1, max=200)]
Cursor = Annotated[str, typer.Option(help="the next page, as the last one said")]
Key = Annotated[int | None, typer.Option("--key", min=1, help="change this one instead of making one")]
Own = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="NAME=VALUE", help="a field of the passport; repeatable"),
]
Name = Annotated[str, typer.Argument(metavar="NAME")]


@command(app, "companies")
def companies(call: Call, search: Search = "", limit: Limit = 50, cursor: Cursor = "") -> None:
    """Companies, the latest first."""
    page = clients.companies(by=call.by, search=search, limit=limit, cursor=cursor)
    rows = ((str(one.key), one.name, one.inn, one.site) for one in page.items)
    _listed(call, page, (_("Company"), _("Name"), _("INN"), _("Site")), rows)


@command(app, "contacts")
def contacts(call: Call, search: Search = "", limit: Limit = 50, cursor: Cursor = "") -> None:
    """Contacts, the latest first."""
    page = clients.contacts(by=call.by, search=search, limit=limit, cursor=cursor)
    rows = ((str(one.key), one.name, one.phone, one.email, one.company_name) for one in page.items)
    _listed(call, page, (_("Contact"), _("Name"), _("Phone"), _("E-mail"), _("Company")), rows)


def _listed(call: Call, page: Page[Any], heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    if call.json:
        answers.as_json(page)
        return
    answers.table(heads, rows)
    if page.next:
        answers.err(_("There is more: --cursor %(cursor)s") % {"cursor": page.next})


@command(app, "company")
def company(
    call: Call,
    name: Name,
    inn: Annotated[str, typer.Option()] = "",
    site: Annotated[str, typer.Option()] = "",
    about: Annotated[str, typer.Option()] = "",
    field: Own = None,
    key: Key = None,
) -> None:
    """A new company, or new data of one."""
    data = {"name": name, "inn": inn, "site": site, "about": about, "fields": _fields(field)}
    _keep(call, "company", key, data)


@command(app, "contact")
def contact(
    call: Call,
    name: Name,
    phone: Annotated[str, typer.Option()] = "",
    email: Annotated[str, typer.Option()] = "",
    post: Annotated[str, typer.Option(help="what they are there")] = "",
    company: Annotated[int | None, typer.Option(min=1, help="the number of their company")] = None,
    field: Own = None,
    key: Key = None,
) -> None:
    """A new contact, or new data of one."""
    data = {"name": name, "phone": phone, "email": email, "post": post, "company": company}
    data["fields"] = _fields(field)
    _keep(call, "contact", key, data)


def _fields(given: list[str] | None) -> dict[str, str] | None:
    """`size=big` apart; Invalid for one without a sign."""
    pairs = [one.partition("=") for one in given or []]
    if wrong := next((name for name, sign, _value in pairs if not sign), None):
        raise Invalid(Problem("pair_unreadable", "field", {"typed": wrong[:60]}))
    return {name.strip(): value for name, _sign, value in pairs} or None


def _keep(call: Call, noun: str, key: int | None, data: Mapping[str, Any]) -> None:
    save: Callable[..., int] = verbs.save_company if noun == "company" else verbs.save_contact
    outcome = once(
        lambda unit: Outcome(noun, save(key=key, **data, by=call.by, at=call.at), 0, 0),
        by=call.by,
        at=call.at,
        door=DOOR,
        request=call.request,
        command=[noun, key, data],
    )
    if call.json:
        answers.as_json({"noun": noun, "key": outcome.key, "repeated": outcome.repeated})
    else:
        answers.out(str(outcome.key))


client_doubles.add_to(app)
