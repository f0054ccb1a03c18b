"""Kinds of fields: how a written value is shown in a form, and how what was typed is written."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voronka.queries.spans import taken

Words = str | Promise
Option = tuple[str, Words]


@dataclass(frozen=True, slots=True)
class About:
    """What a form is filled from: the whole passport as it is written, its language and currency.

    `op` is what a button asks of a list: the verb, the list's name, the line. `whole`: lines that say nothing
    stay, for the form is only shown anew.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    language: str = "ru"
    currency: str = "RUB"
    op: tuple[str, str, str] = ("", "", "")
    whole: bool = False

    def items(self, *path: str) -> list[dict[str, Any]]:
        """Everything with an id that is written there, as mappings; what is no such thing is passed over."""
        node: Any = self.answers
        for part in path:
            node = node.get(part) if isinstance(node, Mapping) else None
        if isinstance(node, Mapping):
            node = [{**inner, "id": key} for key, inner in node.items() if isinstance(inner, Mapping)]
        found = [{"id": one} if isinstance(one, str) else one for one in node or [] if node]
        return [one for one in found if isinstance(one, dict) and isinstance(one.get("id"), str)]

    def options(self, *path: str) -> list[Option]:
        """The same as choices."""
        return [(one["id"], str(one.get("title") or one["id"])) for one in self.items(*path)]


class Kind(Protocol):
    """How one value is shown and read. `part` is its template."""

    @property
    def part(self) -> str: ...

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        """What the template needs."""

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        """The value as it is written in a passport; None where nothing was typed."""


def same(typed: str, was: Any) -> bool:
    """Was this written already, if as a number or with other spaces?"""
    return was is not None and not isinstance(was, dict | list | bool) and str(was).strip() == typed


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text."""

    part: str = "line"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        return {"value": "" if value is None or isinstance(value, dict | list) else str(value)}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        text = post.get(name, "").replace("\r\n", "\n").strip()
        return was if same(text, was) else text or None


def long() -> Line:
    """Text of several lines."""
    return Line("long")


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, or a sum in whole units: written as a number where it can be one."""

    part: str = "number"
    unit: Callable[[About], Words] = lambda about: ""

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        return {**Line().shown(value, name, about), "unit": self.unit(about)}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        text = re.sub(r"(?<=[0-9])[\s\u00a0\u2009\u202f](?=[0-9])", "", post.get(name, "").strip())
        if same(text, was):
            return was
        return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else text or None


SIGNS: Final = {"RUB": "₽", "USD": "$", "EUR": "€"}


def money() -> Number:
    """A sum in whole units of the passport's currency."""
    return Number(unit=lambda about: SIGNS.get(about.currency, about.currency))


@dataclass(frozen=True, slots=True)
class Percent:
    """A share; the sign stands behind the field."""

    part: str = "number"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        return {"value": str("" if value is None else value).removesuffix("%").strip(), "unit": "%"}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        text = post.get(name, "").strip().removesuffix("%").strip()
        return was if same(f"{text}%", was) else f"{text}%" if text else None


UNITS: Final[list[Option]] = [
    ("d", _("working days")),
    ("h", _("working hours")),
    ("m", _("working minutes")),
    ("cd", _("calendar days")),
]


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: a number and its unit."""

    unit: str = "d"
    part: str = "length"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        found = taken(str(value)) if value is not None else None
        written = "" if value is None else str(value)
        number, unit = (str(found.amount), found.unit) if found else (written, self.unit)
        return {"value": number, "unit": unit, "units": UNITS}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        number, unit = post.get(name, "").strip(), post.get(f"{name}.unit", self.unit)
        if not number:
            return None
        text = number + unit if number.isdecimal() and unit in dict(UNITS) else number
        return was if same(text, was) or (was and taken(text) and taken(str(was)) == taken(text)) else text


@dataclass(frozen=True, slots=True)
class Yes:
    """Yes or no; `usual` is what holds where nothing is written."""

    usual: bool = False
    part: str = "yes"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        return {"value": value if isinstance(value, bool) else self.usual}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        chosen = name in post
        return None if chosen == self.usual and was is None else chosen


Choices = Callable[[About], Sequence[Option]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; `usual` is what holds where nothing is written, `nothing` the words for none of them."""

    options: Choices
    usual: str = ""
    nothing: Words = "—"
    part: str = "choice"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        options = list(self.options(about))
        known = dict(options)
        chosen = str(value) if value is not None else self.usual if self.usual in known else ""
        if chosen and chosen not in known:
            options.append((chosen, chosen))  # nothing is changed because the form does not know it
        return {"value": chosen, "options": options, "nothing": "" if self.usual in known else self.nothing}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        chosen = post.get(name, "")
        return None if not chosen or (was is None and chosen == self.usual) else chosen


@dataclass(frozen=True, slots=True)
class Several:
    """Any number of several; those that were chosen before keep their order."""

    options: Choices
    part: str = "several"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        chosen = [str(one) for one in value] if isinstance(value, list) else []
        options = list(self.options(about))
        options += [(one, one) for one in chosen if one not in dict(options)]
        return {"options": [(key, title, key in chosen) for key, title in options]}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        chosen = post.getlist(name)
        before = [one for one in was if one in chosen] if isinstance(was, list) else []
        return [*before, *(one for one in chosen if one not in before)] or None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, as 2027-01-15."""

    part: str = "day"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        text = "" if value is None else str(value)
        return {"value": text, "readable": not text or bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text))}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        return post.get(name, "").strip() or None
