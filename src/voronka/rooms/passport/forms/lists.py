"""Lists whose lines are known by a name that people type: plans of teams and of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from voronka.rooms.passport.forms.groups import changed
from voronka.rooms.passport.forms.kinds import About
from voronka.rooms.passport.forms.special import Months


def _pairs(value: Any) -> list[tuple[Any, Any]]:
    """A mapping as it is written, or lines that are only shown anew."""
    return list(value.items()) if isinstance(value, Mapping) else list(value or [])


@dataclass(frozen=True, slots=True)
class Plans:
    """Sums by month of a team or of a person, by their name."""

    part: str = "plans"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        lines = [
            {
                "name": f"{name}.{place}",
                "token": str(place),
                "id": str(whom),
                "months": {
                    "name": f"{name}.{place}.months",
                    **Months().shown(months, f"{name}.{place}.months", about),
                },
            }
            for place, (whom, months) in enumerate(_pairs(value))
        ]
        return {"lines": lines}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        before = was if isinstance(was, Mapping) else {}
        placed = []
        for token in post.getlist(name):
            whom = post.get(f"{name}.{token}.whom", "").strip()
            months = Months().typed(post, f"{name}.{token}.months", before.get(whom), about)
            placed.append((token, {"whom": whom, "months": months}))
        lines = [one for _token, one in changed(placed, name, about)]
        if about.whole:
            return [(one.get("whom", ""), one.get("months") or []) for one in lines]
        return {one["whom"]: one["months"] or {} for one in lines if one["whom"] or one["months"]} or None
