"""The context of one question: its answer, its proof, and where the work on it is done."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voronka.core.access import Actor, may
from voronka.core.questions import QUESTIONS
from voronka.core.verdicts import ENTRY_DAYS, WINDOW_DAYS
from voronka.frame.navigation import address
from voronka.queries.passport.lines import QuestionPage
from voronka.queries.questions import ANSWER_TITLES, ROWS
from voronka.rooms.passport.hall_page import answer, behind, gap

WORK: dict[str, tuple[tuple[str, str | Promise], ...]] = {
    "cycle": (("board", _("Board of deals")), ("funnel", _("Funnel")), ("deals", _("List of deals"))),
    "entry": (("inquiries", _("Inquiries")), ("form_setup", _("Public form")), ("held", _("Held back"))),
    "closing": (("deals", _("List of deals")),),
    "owner": (("people", _("People")),),
}
"""Where the work of a room is done; a place that does not exist yet is left out."""
NEEDS: dict[str, str] = {
    "inquiries": "inquiry.see",
    "form_setup": "form.change",
    "held": "inquiry.see",
    "people": "people.see",
}
"""The rights that these places ask for."""

WINDOWS = {"cycle": WINDOW_DAYS, "closing": WINDOW_DAYS, "product": WINDOW_DAYS, "entry": ENTRY_DAYS}
"""By how many last days an answer is judged; the others are judged by what is now."""


def context(seen: QuestionPage, actor: Actor) -> dict[str, Any]:
    """What the page of a question shows."""
    number = seen.answer.number
    return {
        "page": seen,
        "process": seen.process,
        "answer": answer(seen.answer, actor),
        "work": [
            {"url": url, "title": title}
            for name, title in WORK.get(seen.answer.word, ())
            if (url := address(name)) and may(actor, NEEDS.get(name, "deal.see"))
        ],
        "times": [{"row": one, "url": behind(one.figure if one.late else "", actor)} for one in seen.times],
        "refusals": [{"row": one, "url": behind(one.figure, actor)} for one in seen.refusals],
        "passed": [{"row": one, "url": behind(one.figure, actor)} for one in seen.passed],
        "granters": [{"row": one, "url": behind(one.figure, actor)} for one in seen.granters],
        "losses": [
            {"row": one, "url": behind(one.figure if one.count else "", actor)} for one in seen.losses
        ],
        "gaps": [gap(one, actor) for one in seen.gaps],
        "rows_title": ROWS.get(seen.answer.word, ""),
        "before": beside(number - 1),
        "after": beside(number + 1),
        "window": WINDOWS.get(seen.answer.word, 0),
        "edit": address("passport_edit", seen.answer.word) if may(actor, "passport.draft") else "",
    }


def beside(number: int, place: str = "answer") -> dict[str, Any] | None:
    """The question with this number, with its page."""
    found = next((one for one in QUESTIONS if one.number == number), None)
    if found is None:
        return None
    return {"title": ANSWER_TITLES[found.word], "url": address(place, found.word), "number": number}
