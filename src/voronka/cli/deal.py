"""`voronka deal`: look at deals, open one, and do with it whatever the pages can."""

from dataclasses import fields
from typing import Annotated, Literal

import typer
from django.utils.translation import gettext as _

from voronka.actions import entry
from voronka.actions import saved_views as verbs
from voronka.cli import answers, deal_bulk, deal_closing, deal_work, reading
from voronka.cli.caller import Call, Key, command
from voronka.core.money import parse_amount
from voronka.queries import saved_views, words
from voronka.queries.records import deals, facts, passports
from voronka.queries.records.deals import DealRecord, WholeDeal
from voronka.queries.records.paging import Page

app = typer.Typer(no_args_is_help=True, help="Deals: list, show, open, move and all the rest.")


@command(app, "list")
def list_deals(
    call: Call,
    status: Annotated[
        Literal["open", "won", "imported", "lost", "all"], typer.Option(help="all for all")
    ] = "open",
    stage: Annotated[str, typer.Option(help="only on this stage")] = "",
    owner: Annotated[str, typer.Option(metavar="EMAIL", help="only of this person")] = "",
    order: Annotated[str, typer.Option(help="-opened_at, opened_at, urgent_at or -closed_at")] = "-opened_at",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    cursor: Annotated[str, typer.Option(help="the next page, as the last one said")] = "",
    process: Annotated[str, typer.Option(help="of this process; the first one by default")] = "",
    view: Annotated[int, typer.Option(help="as this saved view has them: see “voronka deal views”")] = 0,
) -> None:
    """Deals that you may see, page by page."""
    if view:
        _listed(call, deals.of_view(view, by=call.by, at=call.at, cursor=cursor, limit=limit))
        return
    filters = {
        "status": None if status == "all" else status,
        "stage": stage or None,
        "owner": reading.person(owner),
    }
    page = deals.deals(
        by=call.by, cursor=cursor, limit=limit, order=order, process=process or None, filters=filters
    )
    _listed(call, page)


@command(app, "views")
def views(
    call: Call,
    process: Annotated[str, typer.Option(help="of this process; the first one by default")] = "",
    remove: Annotated[int, typer.Option(metavar="KEY", help="delete this view")] = 0,
    back: Annotated[int, typer.Option(metavar="KEY", help="bring this deleted view back")] = 0,
) -> None:
    """Saved views of the list: your own and those of the company."""
    if remove:
        verbs.remove_view(key=remove, by=call.by, at=call.at)
    if back:
        verbs.restore_view(key=back, by=call.by, at=call.at)
    found = saved_views.views(by=call.by, process=process or None)
    if call.json:
        answers.as_json({"items": found})
        return
    heads = (_("View"), _("Name"), _("Whose"), _("What it asks"))
    answers.table(
        heads,
        (
            (
                str(one.key),
                one.name,
                _("everybody’s") if one.shared else one.made_by_name,
                " ".join(f"{name}={value}" for name, value in one.asked.items()),
            )
            for one in found
        ),
    )


def _listed(call: Call, page: Page[DealRecord]) -> None:
    if call.json:
        answers.as_json(page)
        return
    heads = (_("Deal"), _("Title"), _("Stage"), _("Agreed"), _("Paid"), _("Owner"), _("Next step"))
    answers.table(heads, [_row(one) for one in page.items])
    if page.next:
        answers.err(_("There is more: --cursor %(cursor)s") % {"cursor": page.next})


def _row(deal: DealRecord) -> tuple[str, ...]:
    return (
        str(deal.key),
        deal.title or deal.company_name or deal.contact_name,
        {"won": _("won"), "imported": _("won before"), "lost": _("lost")}.get(deal.status, deal.stage_title),
        words.money(deal.agreed, deal.currency),
        words.money(deal.paid, deal.currency),
        deal.owner_name,
        " ".join(filter(None, (answers.moment(deal.next_step_at), deal.next_step))),
    )


@command(app, "show")
def show(
    call: Call,
    key: Key,
    timeline: Annotated[bool, typer.Option("--timeline", help="also its story, fact by fact")] = False,
) -> None:
    """One deal, with all that it lacks."""
    whole = deals.deal(key, by=call.by, at=call.at)
    story = facts.of_deal(key, by=call.by, limit=10_000) if timeline else ()
    if call.json:
        flat = {one.name: getattr(whole.deal, one.name) for one in fields(whole.deal)}
        more = {one.name: getattr(whole, one.name) for one in fields(whole) if one.name != "deal"}
        answers.as_json({**flat, **more, **({"timeline": story} if timeline else {})})
        return
    _show(whole)
    for fact in story:
        said = " ".join(fact.texts.values())
        who = fact.by_name or fact.by
        answers.out(f"{answers.moment(fact.at)}  {fact.kind}  {who}  {said}".rstrip())


def _show(whole: WholeDeal) -> None:
    deal = whole.deal
    place = {"won": _("won"), "imported": _("won before"), "lost": _("lost")}.get(
        deal.status, deal.stage_title
    )
    answers.facts(
        {
            _("Deal"): f"{deal.key} {deal.title}".rstrip(),
            _("Stage"): place,
            _("Client"): ", ".join(filter(None, (deal.company_name, deal.contact_name))),
            _("Owner"): deal.owner_name,
            _("Agreed"): words.money(deal.agreed, deal.currency),
            _("Paid"): words.money(deal.paid, deal.currency),
            _("Next step"): f"{answers.moment(deal.next_step_at)} {deal.next_step}".strip(),
            _("Opened"): answers.moment(deal.opened_at),
            _("Closed"): answers.moment(deal.closed_at),
            "state_seq": str(deal.state_seq),
        }
    )
    for payment in whole.payments:
        crossed = _("void") if payment.voided else ""
        answers.out(
            f"{payment.key}  {payment.paid_on}  {words.money(payment.net, deal.currency)}  {crossed}".rstrip()
        )
    for head, missing in (
        (_("To go on:"), whole.lacking_to_leave),
        (_("To be won:"), whole.lacking_to_win),
    ):
        for line in answers.lacking(head, missing, deal.key):
            answers.out(line)


@command(app, "open")
def open_deal(
    call: Call,
    title: Annotated[str, typer.Argument(help="what it is about")] = "",
    amount: Annotated[str, typer.Option(help="as you would write it: 120 000")] = "",
    company: Annotated[int | None, typer.Option(min=1, help="the number of the company")] = None,
    contact: Annotated[int | None, typer.Option(min=1, help="the number of the contact")] = None,
    owner: Annotated[str, typer.Option(metavar="EMAIL", help="whose deal it is")] = "",
    channel: Annotated[str, typer.Option(help="where it came from")] = "",
    brief: Annotated[bool, typer.Option("--brief", help="the brief is filled already")] = False,
    process: Annotated[str, typer.Option(help="of this process; the first one by default")] = "",
) -> None:
    """Open a deal."""
    currency = passports.currency(process or None) if amount else ""
    call.do(
        entry.open_deal,
        title=title,
        amount=parse_amount(amount, currency) if amount else 0,
        company=company,
        contact=contact,
        owner=reading.person(owner),
        channel=channel,
        brief_filled=brief,
        process=process or None,
    )


deal_work.add_to(app)
deal_closing.add_to(app)
deal_bulk.add_to(app)
