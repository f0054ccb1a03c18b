"""The lines of the list as HTML: drawn here, for Django's own way of drawing hundreds of them costs the page."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core.sheets import Amount, Cell, Column
from voronka.frame import list_cells, words
from voronka.queries.cycle.cards import Card
from voronka.queries.words import phone
from voronka.rooms.cycle import cards

CSS = {
    "client": "c-client cut",
    "stage": "c-stage nowrap",
    "days": "c-days num",
    "next_step": "c-next cut",
    "agreed": "c-sum num",
    "owner": "c-owner nowrap",
}
"""Cells that have a place of their own on a phone; the others follow there with their names."""


class Drawer:
    """Draws the lines of a page for one reader."""

    def __init__(self, shown: Sequence[Column], today: date, language: str, *, picks: bool) -> None:
        self.shown, self.today, self.language = shown, today, language
        self.picks = _("Choose %(name)s") if picks else ""
        self.days = escape(pgettext("days", "d"))
        self.states = {
            "won": f' <span class="state good">{escape(_("won"))}</span>',
            "imported": f' <span class="state muted">{escape(_("won before"))}</span>',
            "lost": f' <span class="state bad">{escape(_("lost"))}</span>',
        }

    def lines(self, seen: Sequence[Card], told: Mapping[int, Mapping[str, Cell]]) -> SafeString:
        """The lines of these deals; `told`: the cells that a card does not say by itself, by deal."""
        return mark_safe("".join(self._line(one, told.get(one.key, {})) for one in seen))

    def _line(self, card: Card, told: Mapping[str, Cell]) -> str:
        cells = "".join(self._cell(one, card, told) for one in self.shown)
        return f'<tr id="deal-{card.key}">{self._pick(card)}{cells}</tr>'

    def _pick(self, card: Card) -> str:
        if not self.picks:
            return ""
        label = escape(self.picks % {"name": card.client or card.about or card.key})
        box = f'<input type="checkbox" form="choose" name="deal" value="{card.key}" data-pick aria-label="{label}">'
        return f'<td class="c-pick">{box}</td>'

    def _cell(self, column: Column, card: Card, told: Mapping[str, Cell]) -> str:
        match column.key:
            case "client":
                inside = self._client(card)
            case "stage":
                inside = escape(card.stage_title) + self.states.get(card.status, "")
            case "days":
                late = " bad" if card.late_days else ""
                return f'<td class="c-days num{late}" data-unit="{self.days}">{words.whole(card.days)}</td>'
            case "next_step":
                inside = self._next(card)
            case "agreed":
                inside = escape(words.money(card.agreed, card.currency)) if card.agreed else "—"
            case "owner":
                inside = escape(card.owner_name) or "—"
            case _:
                return self._other(column, card, told)
        return f'<td class="{CSS[column.key]}">{inside}</td>'

    def _client(self, card: Card) -> str:
        name = escape(cards.title(card))
        about = f' <span class="muted">{escape(card.about)}</span>' if card.client and card.about else ""
        return f'<a class="main-link" href="{cards.address(card.key)}">{name}</a>{about}'

    def _next(self, card: Card) -> str:
        tag, step = cards.attention(card), escape(cards.next_step(card, self.today, self.language))
        if not tag:
            return step
        return f'<span class="state bad">{escape(tag)}</span>' + (f" · {step}" if step else "")

    def _other(self, column: Column, card: Card, told: Mapping[str, Cell]) -> str:
        return list_cells.more(column, self._value(column.key, card, told), card.currency)

    def _value(self, key: str, card: Card, told: Mapping[str, Cell]) -> Cell:
        match key:
            case "number":
                return str(card.key)
            case "paid":
                return Amount(card.paid) if card.paid else None
            case "opened_at" | "closed_at" | "currency":
                value: Cell = getattr(card, key)
                return value
            case "phone":
                return phone(str(told.get(key) or ""))
        return told.get(key)
