"""Fields that one question alone has: interests, plans by month, shares by stage, the rhythm, prices, whom for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from voronka.rooms.passport.forms import own
from voronka.rooms.passport.forms.groups import changed
from voronka.rooms.passport.forms.kinds import SIGNS, About, Number, Option, Percent

STAKES: Final[list[Option]] = [
    ("payment_share", _("a share of each payment")),
    ("profit_share", _("a share of the profit")),
    ("plan_bonus", _("a bonus for the plan")),
]


@dataclass(frozen=True, slots=True)
class Stakes:
    """The lines of a role's own interest: a share of payments or of the profit, or a bonus for the plan."""

    part: str = "stakes"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        lines = value if isinstance(value, list) else []
        return {
            "lines": [self._line(one, f"{name}.{place}", about) for place, one in enumerate(lines)],
            "choices": STAKES,
            "sign": SIGNS.get(about.currency, about.currency),
        }

    @staticmethod
    def _line(one: Any, name: str, about: About) -> dict[str, Any]:
        inside = one if isinstance(one, Mapping) else {}
        what = next((key for key, _title in STAKES if key in inside), "payment_share")
        value = str(inside.get(what, ""))
        return {
            "name": name,
            "token": name.rpartition(".")[2],
            "what": what,
            "value": value if what == "plan_bonus" else value.removesuffix("%"),
            "at": str(inside.get("at", "")).removesuffix("%"),
        }

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        before = [one for one in was if isinstance(one, Mapping)] if isinstance(was, list) else []
        lines = [(token, self._typed(post, f"{name}.{token}", before, about)) for token in post.getlist(name)]
        said = [one for _token, one in changed(lines, name, about)]
        return said if about.whole else [one for one in said if one] or None

    @staticmethod
    def _typed(post: QueryDict, name: str, before: list[Any], about: About) -> dict[str, Any]:
        what = post.get(f"{name}.what", "payment_share")
        kind: Number | Percent = Number() if what == "plan_bonus" else Percent()
        # What was written with another sign or space stays as it was written.
        was = next((one[what] for one in before if what in one), None)
        value = kind.typed(post, f"{name}.value", was, about)
        found = {} if value is None and not about.whole else {what: "" if value is None else value}
        at = Percent().typed(
            post, f"{name}.at", next((one["at"] for one in before if "at" in one), None), about
        )
        if what == "plan_bonus" and found and at is not None:
            found["at"] = at
        return found


@dataclass(frozen=True, slots=True)
class Months:
    """Sums by month: as 2026-11."""

    part: str = "months"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        lines = [(key, sum_) for key, sum_ in value.items()] if isinstance(value, Mapping) else value or []
        return {
            "lines": [
                {"name": f"{name}.{place}", "token": str(place), "month": str(month), "value": str(total)}
                for place, (month, total) in enumerate(lines)
            ],
            "unit": SIGNS.get(about.currency, about.currency),
        }

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        before = was if isinstance(was, Mapping) else {}
        placed = []
        for token in post.getlist(name):
            month = post.get(f"{name}.{token}.month", "").strip()
            total = Number().typed(post, f"{name}.{token}.value", before.get(month), about)
            placed.append((token, {"month": month, "value": "" if total is None else total}))
        lines = [one for _token, one in changed(placed, name, about)]
        if about.whole:
            following = _after([str(one["month"]) for one in lines if one.get("month")])
            return [(one.get("month", following), one.get("value", "")) for one in lines]
        return {one["month"]: one["value"] for one in lines if one["month"] or one["value"] != ""} or None


def _after(months: list[str]) -> str:
    """The month after the last one that is written."""
    found = [one for one in months if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", one)]
    if not found:
        return ""
    year, month = map(int, max(found).split("-"))
    return f"{year + month // 12}-{month % 12 + 1:02}"


@dataclass(frozen=True, slots=True)
class ByStage:
    """A share of every stage; those of stages that are gone stay, and the check speaks of them."""

    part: str = "by_stage"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        written = value if isinstance(value, Mapping) else {}
        stages = about.options("cycle", "stages")[:-1]
        stages += [(key, key) for key in written if key not in dict(stages)]
        return {
            "lines": [
                {"name": f"{name}.{key}", "title": title, **Percent().shown(written.get(key), "", about)}
                for key, title in stages
            ]
        }

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        before = was if isinstance(was, Mapping) else {}
        asked = [key for key, _title in about.options("cycle", "stages")]
        keys = [*before, *(key for key in asked if key not in before)]
        found = {key: Percent().typed(post, f"{name}.{key}", before.get(key), about) for key in keys}
        return {key: value for key, value in found.items() if value is not None} or None


ON: Final[list[Option]] = [
    ("weekday", _("every working day")),
    ("monday", _("on Mondays")),
    ("tuesday", _("on Tuesdays")),
    ("wednesday", _("on Wednesdays")),
    ("thursday", _("on Thursdays")),
    ("friday", _("on Fridays")),
    ("saturday", _("on Saturdays")),
    ("sunday", _("on Sundays")),
    ("first workday", _("on the first working day of the month")),
    ("last workday", _("on the last working day of the month")),
]
_EVERY = re.compile(r"(.+?)\s+(\d{1,2}:\d\d)")


@dataclass(frozen=True, slots=True)
class Every:
    """When something is held: on which days, at what hour."""

    part: str = "every"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        found = _EVERY.fullmatch(str(value or "").strip())
        on, at = (
            (found[1], found[2].zfill(5)) if found else (str(value or "weekday"), "" if value else "10:00")
        )
        options = ON if on in dict(ON) else [*ON, (on, on)]
        return {"value": on, "options": options, "at": at}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        on, at = post.get(name, "").strip(), post.get(f"{name}.at", "").strip()
        text = f"{on} {at}".strip()
        return was if self.shown(was, name, about) == self.shown(text, name, about) and was else text or None


PERIODS: Final[list[Option]] = [
    ("month", _("a month")),
    ("quarter", _("a quarter")),
    ("year", _("a year")),
    ("", _("once")),
]


@dataclass(frozen=True, slots=True)
class Price:
    """What a service costs, and how often."""

    part: str = "price"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        amount, _slash, every = str("/month" if value is None else value).partition("/")
        options = PERIODS if every in dict(PERIODS) else [*PERIODS, (every, every)]
        sign = SIGNS.get(about.currency, about.currency)
        return {"value": amount, "every": every, "options": options, "unit": sign}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        amount = Number().typed(post, name, None, about)
        every = post.get(f"{name}.every", "")
        if amount is None:
            return None
        text = f"{amount}/{every}" if every else amount
        return was if str(was).replace(" ", "") == str(text) else text


@dataclass(frozen=True, slots=True)
class ForWhat:
    """For which stage or role a document is."""

    part: str = "choice"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        pair = next(iter(value.items()), None) if isinstance(value, Mapping) else None
        chosen = f"{pair[0]}:{pair[1]}" if pair else ""
        stages = [
            (f"stage:{key}", _("stage: %(title)s") % {"title": one})
            for key, one in about.options("cycle", "stages")
        ]
        roles = [
            (f"role:{key}", _("role: %(title)s") % {"title": one})
            for key, one in about.options("owner", "roles")
        ]
        options: list[Option] = [*stages, *roles]
        if chosen and chosen not in dict(options):
            options.append((chosen, chosen))
        return {"value": chosen, "options": options, "nothing": _("for everybody")}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        kind, _colon, key = post.get(name, "").partition(":")
        return {kind: key} if kind in ("stage", "role") and key else None


_ASKED = re.compile(r"inquiry\.service_questions\s*>=\s*([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Lead:
    """When an inquiry becomes a deal: the usual conditions to be ticked, the company's own beside them."""

    part: str = "lead"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        found = value if isinstance(value, Mapping) else self._read(str(value or ""))
        condition = own.shown(f"{name}.own", found["own"], own.terms(about, "inquiry"))
        return {**found, "condition": condition, "open": bool(condition.draft or len(condition.lines) > 1)}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        ticked = {one: f"{name}.{one}" in post for one in ("brief", "asked")}
        number = post.get(f"{name}.number", "").strip() or "?"
        condition = own.typed(post, f"{name}.own", own.terms(about, "inquiry"), whole=about.whole)
        found = {**ticked, "number": number, "own": condition}
        if about.whole:
            return found
        parts = ["inquiry.brief_filled"] if ticked["brief"] else []
        if ticked["asked"]:
            parts.append(f"inquiry.service_questions >= {number}")
        parts += [condition] if condition else []
        text = " || ".join(parts)
        return was if was and self._read(str(was)) == self._read(text) else text or None

    def _read(self, written: str) -> dict[str, Any]:
        """The usual conditions apart from the company's own."""
        found: dict[str, Any] = {"brief": False, "asked": False, "number": "3"}
        rest = []
        # Inside brackets an "or" joins something else than the whole: then it is a condition of one's own.
        for part in [written] if "(" in written else written.split("||"):
            asked = _ASKED.fullmatch(part.strip())
            if part.strip() == "inquiry.brief_filled":
                found["brief"] = True
            elif asked:
                found |= {"asked": True, "number": asked[1]}
            elif part.strip():
                rest.append(" ".join(part.split()))
        return {**found, "own": " || ".join(rest)}
