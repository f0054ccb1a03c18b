"""The tour of the demo company: five steps, each on its real page, at the thing that it is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voronka.core.access import Actor
from voronka.queries import tour

CLOSED: Final = 6
"""What is kept of a person who has seen it or closed it: they may begin anew. 0: nobody shows them anything."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the page, what of it is pointed at, and what to see there; `deal` finds the deal to show."""

    number: int
    page: str
    spot: str
    title: str | Promise
    text: str | Promise
    deal: Callable[..., int | None] | None = None

    def address(self, by: Actor, at: datetime) -> str:
        """Where the step is; the board where this person sees no such deal."""
        if self.deal is None:
            return f"{reverse(self.page)}#{self.spot}"
        key = self.deal(by=by, at=at)
        return reverse("board") if key is None else f"{reverse(self.page, args=[key])}#{self.spot}"


STEPS: Final = (
    Step(
        1,
        "passport",
        "answer-cycle",
        _("The passport: ten answers"),
        _(
            "On the left is what the company agreed on, on the right what really happens."
            " Any number opens the deals behind it."
        ),
    ),
    Step(
        2,
        "funnel",
        "stage-strategy",
        _("The weak spot"),
        _(
            "Four leads of ten used to become projects, a year later one of ten: at this stage videos were no"
            " longer recorded. The second version of the cycle brought it back to two of ten."
        ),
    ),
    Step(
        3,
        "today",
        "to-do",
        _("What to do now"),
        _(
            "Here is whatever waits for somebody today: norms that have passed, steps of this day,"
            " deals without a next step. Nothing is forgotten."
        ),
    ),
    Step(
        4,
        "deal",
        "go-on",
        _("A move that is refused"),
        _(
            "Try to move this deal on. The passport will not let it: the page says what is missing"
            " and how to mend it. The attempt is kept and counted."
        ),
        tour.refused,
    ),
    Step(
        5,
        "deal",
        "pay",
        _("Money closes a deal"),
        _(
            "Enter a payment and attach any file. The deal is won when the whole sum has come"
            " and production has accepted the project; there is no other way."
        ),
        tour.waiting,
    ),
)


OF_ONES_OWN = frozenset({"own_company", "begin", "begin_step", "begin_ready"})
"""Who begins a company of their own has left the demo: there the tour would only stand before the buttons."""


def step(number: int) -> Step | None:
    """The step with this number, None where there is none."""
    return next((one for one in STEPS if one.number == number), None)


def shown(request: HttpRequest) -> Mapping[str, Any]:
    """Context of every page: the step where this person is, and whether they are on its page."""
    user: Any = request.user
    here = step(user.tour)
    page = request.resolver_match.url_name if request.resolver_match else ""
    return {
        "tour": None if page in OF_ONES_OWN else here,
        "tour_here": here is not None and page == here.page,
        "tour_last": here is STEPS[-1],
        "tour_offered": user.tour == CLOSED,
    }
