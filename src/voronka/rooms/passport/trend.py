"""How an answer held week by week: a strip of marks, and the same in words."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

STEP, WIDTH, HEIGHT = 6, 5, 10
TONES = {"holds": "good", "remark": "warn", "fails": "bad"}


def strip(weeks: Sequence[tuple[str, str]]) -> dict[str, Any] | None:
    """The drawing (a path a colour), what it says, and a line a week, the newest first.

    None before two weeks, and where no week could be judged.
    """
    if len(weeks) < 2 or not any(state in TONES for _week, state in weeks):
        return None
    marks: dict[str, list[str]] = {}
    for place, (_week, state) in enumerate(weeks):
        marks.setdefault(TONES.get(state, "none"), []).append(f"M{place * STEP} 0h{WIDTH}v{HEIGHT}h-{WIDTH}z")
    return {
        "width": len(weeks) * STEP - 1,
        "height": HEIGHT,
        "paths": [{"tone": tone, "d": "".join(found)} for tone, found in marks.items()],
        "label": label([state for _week, state in weeks]),
        "lines": [
            {
                "day": date.fromisoformat(week),
                "state": states().get(state, _("not measured")),
                "tone": TONES.get(state, ""),
            }
            for week, state in reversed(weeks)
        ],
    }


def label(found: Sequence[str]) -> str:
    """The strip in a sentence."""
    count = Counter(found)
    told = {
        "weeks": len(found),
        "holds": count["holds"],
        "remark": count["remark"],
        "fails": count["fails"],
    }
    return (
        _("Of the last %(weeks)d weeks it held in %(holds)d, with a remark in %(remark)d, not in %(fails)d.")
        % told
    )


def states() -> dict[str, str]:
    """States in words."""
    return {
        "holds": _("holds"),
        "remark": _("holds, with a remark"),
        "fails": _("does not hold"),
        "answered": _("answered"),
        "not_answered": _("not answered"),
    }
