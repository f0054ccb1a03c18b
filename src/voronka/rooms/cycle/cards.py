"""The HTML of a card, kept: a board of hundreds of cards is mostly cards that have not changed."""

from datetime import date
from functools import cache, lru_cache

from django.template.backends.django import Template
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from voronka.frame import words
from voronka.queries.cycle.cards import Card

KEPT = 20_000
"""About 25 MB at most; a company's open deals."""

TONES = {"late": "bad", "no_step": "bad", "step_late": "bad", "soon": "warn"}


def html(card: Card) -> SafeString:
    """The card as this reader sees it today."""
    return _html(card, get_language() or "", timezone.localdate(), timezone.get_current_timezone_name())


@cache
def _template() -> Template:
    return get_template("cycle/_card.html")  # type: ignore[return-value]


@lru_cache(maxsize=KEPT)
def _html(card: Card, language: str, today: date, zone: str) -> SafeString:
    return mark_safe(_template().render(shown(card, today)).strip())


def shown(card: Card, today: date) -> dict[str, object]:
    """The words of a card."""
    return {
        "key": str(card.key),
        "seen": str(card.state_seq),
        "url": reverse("deal", args=[card.key]),
        "move": reverse("move", args=[card.key]),
        "client": card.client or _("Without a name"),
        "about": card.about,
        "tone": TONES.get(card.attention, ""),
        "tag": attention(card),
        "next": next_step(card, today),
        "sum": words.money(card.agreed, card.currency) if card.agreed else "—",
        "days": words.days_short(card.days),
        "owner": card.owner_name,
        "initials": words.initials(card.owner_name) if card.owner_name else "",
    }


def attention(card: Card) -> str:
    """Why the card asks for a look, in two or three words."""
    match card.attention:
        case "late" if card.late_days:
            return ngettext("%(n)s day late", "%(n)s days late", card.late_days) % {"n": card.late_days}
        case "late":
            return _("late")
        case "no_step":
            return _("no next step")
        case "step_late":
            return _("the step is overdue")
    return ""


def next_step(card: Card, today: date) -> str:
    """What is next and when: Созвон, сегодня, 15:30."""
    if card.next_step_at is None:
        return ""
    when = words.short_moment(card.next_step_at, today)
    return f"{card.next_step}, {when}" if card.next_step else when[:1].upper() + when[1:]
