"""What is found as the palette finds it: deals, clients, inquiries and notes by words, phone, e-mail, INN."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from voronka.actions.own import sought_phone
from voronka.api.v1.calls import actor
from voronka.queries import find, find_page
from voronka.queries.find import Group, Hit, Noun

router = Router(tags=["search"])
Typed = Annotated[str, Field(min_length=1, max_length=100)]


@router.get(
    "",
    response=list[Hit],
    summary="Deals, clients, inquiries and notes by number, words in any form, parts of a phone, e-mail or INN",
)
def search(request: HttpRequest, text: Typed) -> list[Hit]:
    return list(find.hits(actor(request), text, sought_phone(text)))


@router.get(
    "/{noun}", response=Group, summary="All that is found of one noun, the newest first, page by page"
)
def search_page(
    request: HttpRequest, noun: Noun, text: Typed, cursor: Annotated[str, Field(max_length=32)] = ""
) -> Group:
    found = find_page.page(actor(request), text, sought_phone(text), noun=noun, more=cursor)
    return found.groups[0] if found.groups else Group(noun, ())
