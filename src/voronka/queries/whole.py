"""What there is of a company, in a few numbers: told before it is emptied."""

from dataclasses import dataclass

from voronka.core import access
from voronka.core.access import Actor
from voronka.store.models import Contact, DealRow, InquiryRow, PassportVersion, PaymentRow, Person


@dataclass(frozen=True, slots=True)
class Whole:
    """How many of each."""

    deals: int
    inquiries: int
    clients: int
    payments: int
    people: int
    versions: int


def whole_company(*, by: Actor) -> Whole:
    """Counted now: for a company of a demo's size."""
    access.require(by, "company.replace")
    return Whole(
        deals=DealRow.objects.count(),
        inquiries=InquiryRow.objects.count(),
        clients=Contact.objects.count(),
        payments=PaymentRow.objects.count(),
        people=Person.objects.count(),
        versions=PassportVersion.objects.count(),
    )
