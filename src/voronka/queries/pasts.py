"""What a company's past says of how it sells, in words: for the page of an import and for the command line."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.queries.sums import between, exactly, exactly_between, share, whole

MOST_QUARTERS = 24
"""Rows of the table: six years."""


def past(data: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the closed deals of the file say, as figures and a table by quarter; nothing where none is closed."""
    if not data or not data["won"] + data["lost"]:
        return None
    won, lost = data["won_days"], data["lost_days"]
    days = _("half within %(median)s, on average %(mean)s, from %(least)d to %(most)d days")
    return {
        "rate": share(data["rate"]),
        "between": between(data["low"], data["high"]),
        "exact": f"{exactly(data['rate'])} ({exactly_between(data['low'], data['high'])})",
        "closed": ngettext("of %(n)s closed deal", "of %(n)s closed deals", data["won"] + data["lost"])
        % {"n": whole(data["won"] + data["lost"])},
        "revenue": list(data["revenue"].items()),
        "days": [
            (title, days % {**told, "median": decimal(told["median"], 1), "mean": decimal(told["mean"], 1)})
            for title, told in ((_("Won deals took"), won), (_("Lost deals took"), lost))
            if told
        ],
        "quarters": [
            {
                **one,
                "title": _("Q%(quarter)s of %(year)s")
                % {"quarter": one["quarter"][-1], "year": one["quarter"][:4]},
                "share": share(one["won"] / (one["won"] + one["lost"])),
                "revenue": list(one["revenue"].items()),
            }
            for one in data["quarters"][-MOST_QUARTERS:]
        ],
    }


def decimal(value: float, places: int) -> str:
    """A number with so many places, without a needless nought behind the sign, as the language writes it."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".") if places == 1 else f"{value:.{places}f}"
    return text.replace(".", ",") if (translation.get_language() or "").startswith("ru") else text
