"""Conditions of a stage or a product: which, with what, how strictly; an expression for the advanced."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.core.guards import GUARDS
from voronka.queries import said
from voronka.rooms.passport.forms import own
from voronka.rooms.passport.forms.groups import changed
from voronka.rooms.passport.forms.kinds import About, Length, Option, Percent

OWN: Final = "expression"
MODES: Final[list[Option]] = [
    ("enforce", gettext_lazy("required")),
    ("warn", gettext_lazy("warn only")),
    ("observe", gettext_lazy("count only")),
]


def _names() -> list[Option]:
    """Every condition in words, those with an argument without it; the company's own last."""
    told = {
        "paid": _("so much of the agreed sum is paid"),
        "fields_filled": _("these fields are filled in"),
        "approved": _("this role has approved"),
        "waited": _("so much time has passed on the stage"),
    }
    named: list[Option] = [(name, told.get(name) or said.bare(name)) for name in GUARDS if name != OWN]
    return [("", _("choose a condition…")), *named, (OWN, _("a condition of our own"))]


@dataclass(frozen=True, slots=True)
class Conditions:
    """A list of conditions."""

    part: str = "conditions"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        lines = value if isinstance(value, list) else []
        return {
            "lines": [self._line(one, f"{name}.{place}", about) for place, one in enumerate(lines)],
            "names": _names(),
            "modes": MODES,
        }

    @staticmethod
    def _line(one: Any, name: str, about: About) -> dict[str, Any]:
        what, argument, mode = taken_apart(one)
        kind = GUARDS[what].argument if what in GUARDS else "none"
        chosen = argument if isinstance(argument, list) else [argument]
        fields = [*_own_fields(), *about.options("cycle", "fields")]
        roles = about.options("owner", "roles")
        return {
            "name": name,
            "token": name.rpartition(".")[2],
            "what": what,
            "unknown": what not in GUARDS,
            "mode": mode,
            "kind": kind,
            "condition": own.shown(f"{name}.own", argument, own.terms(about, "deal"))
            if kind == OWN
            else None,
            "percent": str("" if argument is None else argument).removesuffix("%"),
            "fields": [(key, title, key in chosen) for key, title in fields],
            "roles": [(key, title, key == argument) for key, title in roles],
            "length": Length().shown(argument if kind == "span" else None, name, about),
        }

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        before = was if isinstance(was, list) else []
        lines = [(token, {OWN: _typed(post, f"{name}.{token}", about)}) for token in post.getlist(name)]
        found = [one.get(OWN) for _token, one in changed(lines, name, about)]
        if about.whole:
            return [{"": None} if one is None else one for one in found]
        return [_as_written(one, before) for one in found if one is not None] or None


def _own_fields() -> list[Option]:
    return [("amount", _("Amount")), ("company", _("Company")), ("contact", _("Contact"))]


def taken_apart(written: Any) -> tuple[str, Any, str]:
    """Which condition, with what behind it, how strictly; whatever stands there."""
    if isinstance(written, Mapping):
        mode = str(written.get("mode", "enforce"))
        rest = [(key, inner) for key, inner in written.items() if key != "mode"]
        if len(rest) == 1 and rest[0][0] == "guard":
            return (*taken_apart(rest[0][1])[:2], mode)
        if len(rest) == 1:
            return str(rest[0][0]), rest[0][1], mode
        return OWN, str(dict(written)), mode
    text = str(written).strip()
    return (text, None, "enforce") if text in GUARDS and text != OWN else (OWN, text, "enforce")


def put_together(what: str, argument: Any, mode: str) -> Any:
    """The same as it is written in a passport."""
    kept = {} if mode == "enforce" else {"mode": mode}
    if what == OWN:
        return {"guard": argument, **kept} if kept else argument
    if argument in (None, "", []):
        return {"guard": what, **kept} if kept else what
    return {what: argument, **kept}


def _typed(post: QueryDict, name: str, about: About) -> Any:
    what, mode = post.get(f"{name}.what", ""), post.get(f"{name}.mode", "enforce")
    argument: Any = None
    match GUARDS[what].argument if what in GUARDS else "none":
        case "percent":
            argument = Percent().typed(post, f"{name}.percent", None, about)
        case "fields":
            argument = post.getlist(f"{name}.fields")
        case "role":
            argument = post.get(f"{name}.role")
        case "span":
            argument = Length().typed(post, f"{name}.length", None, about)
        case "expression":
            argument = own.typed(post, f"{name}.own", own.terms(about, "deal"), whole=about.whole)
    mode = mode if mode in dict(MODES) else "enforce"
    if about.whole:
        return {what: argument, "mode": mode}
    return put_together(what, argument, mode) if what and (argument or what != OWN) else None


def _as_written(one: Any, before: list[Any]) -> Any:
    """The manner in which the same condition was written before."""
    return next((was for was in before if _meaning(was) == _meaning(one)), one)


def _meaning(written: Any) -> tuple[str, Any, str]:
    what, argument, mode = taken_apart(written)
    if isinstance(argument, str) and what == OWN:
        argument = " ".join(argument.split())
    return what, [argument] if what == "fields_filled" and isinstance(argument, str) else argument, mode
