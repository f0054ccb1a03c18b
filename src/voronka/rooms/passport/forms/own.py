"""A condition of the company's own inside a form: what it may speak of, how it is shown and read."""

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Skips:
    """Which stages a deal may pass over, and when: all between the first and the last."""

    part: str = "skips"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        written = value if isinstance(value, Mapping) else {}
        known = terms(about, "deal")
        stages = _between(about)
        stages += [(key, key) for key in written if key not in dict(stages)]
        return {
            "lines": [
                {
                    "name": f"{name}.{key}",
                    "id": key,
                    "title": title,
                    "condition": shown(f"{name}.{key}", written.get(key), known),
                }
                for key, title in stages
            ]
        }

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        before = was if isinstance(was, Mapping) else {}
        known = terms(about, "deal")
        keys = [*before, *(key for key, _title in _between(about) if key not in before)]
        found = {key: typed(post, f"{name}.{key}", known, whole=about.whole) for key in keys}
        if about.whole:
            return found
        # What says the same stays as it was written.
        meant = {
            key: before[key] if " ".join(str(before.get(key, "")).split()) == text else text
            for key, text in found.items()
            if text
        }
        return meant or None


def _between(about: About) -> list[tuple[str, str]]:
    """The stages that could be skipped."""
    return [(key, str(title)) for key, title in about.options("cycle", "stages")[1:-1]]
