"""What is found as the palette finds it: deals and clients by words of their names, phone, e-mail, INN."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from voronka.actions.own import sought_phone
from voronka.api.v1.calls import actor
from voronka.queries import find
from voronka.queries.find import Hit

router = Router(tags=["search"])
Typed = Annotated[str, Field(min_length=1, max_length=100)]


@router.get(
    "",
    response=list[Hit],
    summary="Deals and clients by number, words of names, phone, e-mail or INN",
)
def search(request: HttpRequest, text: Typed) -> list[Hit]:
    return list(find.hits(actor(request), text, sought_phone(text)))
