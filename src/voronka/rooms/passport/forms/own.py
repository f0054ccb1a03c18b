"""A condition of the company's own inside a form: what it may speak of, how it is shown and read."""

from typing import Any, Literal

from django.http import QueryDict

from voronka.core.process import Field, Option
from voronka.frame import conditions
from voronka.frame.conditions import Terms, Typed
from voronka.rooms.passport.forms.kinds import About


def terms(about: About, over: Literal["inquiry", "deal"]) -> Terms:
    """What a condition of this passport may speak of, as far as it is written already."""
    channels = [(key, str(title)) for key, title in about.options("entry", "channels")]
    stages = [(key, str(title)) for key, title in about.options("cycle", "stages")]
    fields = tuple(_field(one) for one in (about.items("cycle", "fields") if over == "deal" else ()))
    choices = {"deal.channel": channels, "inquiry.channel": channels, "deal.stage": stages}
    return Terms(over, about.currency, choices, fields)


def _field(one: dict[str, Any]) -> Field:
    written = one.get("options")
    options = About({"options": written if isinstance(written, list) else []}).options("options")
    title, kind = str(one.get("title") or one["id"]), one.get("kind") or "text"
    return Field(one["id"], title, kind=kind, options=tuple(Option(key, str(name)) for key, name in options))


def shown(name: str, written: Any, known: Terms) -> Typed:
    """The form of what is written, or of what was typed a moment ago (its line may have another place now)."""
    if isinstance(written, Typed):
        return conditions.renamed(written, name)
    return conditions.shown(name, str(written or ""), known)


def typed(post: QueryDict, name: str, known: Terms, *, whole: bool) -> Typed | str:
    """What was typed: with `whole` as it is to be shown again, else as it is to be written."""
    found = conditions.typed(post, name, known)
    return found if whole else found.draft
