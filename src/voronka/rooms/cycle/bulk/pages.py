"""The page of one bulk edit, as far as it is: which change, what would come of it, how far it is, what came of it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core.access import Actor, may
from voronka.core.bulk import RIGHTS
from voronka.frame.taking import address_of as taking
from voronka.queries.bulk import BulkLine, BulkSeen, Reason
from voronka.queries.cycle import board
from voronka.queries.records import passports
from voronka.queries.sums import whole
from voronka.rooms.cycle import doors
from voronka.rooms.cycle.bulk.forms import WAYS, Subject, Way

WAITS = ("trying", "running", "undoing")


def context(
    seen: BulkSeen,
    by: Actor,
    *,
    choose: bool = False,
    field: str = "",
    tried: tuple[str, Any] = ("", None),
    problem: str = "",
) -> dict[str, Any]:
    """What the page shows. `tried` is the form that came back, by its kind."""
    state = seen.line.state
    inside = "choose" if state == "chosen" or (choose and state == "tried") else state
    inside = "working" if state in WAITS else "done" if state in ("done", "cut", "undone") else inside
    told: dict[str, Any] = {
        "seen": seen,
        "key": seen.line.key,
        "title": title(seen, inside),
        "inside": inside,
        "waits": state in WAITS,
        "problem": problem,
        "area": "deals",
        "chosen": counted(seen.line.total),
    }
    if inside == "choose":
        told["ways"] = ways(seen, by, field, tried)
        told["fields"] = passports.latest(process=seen.process, by=by).cycle.fields
        told["field"] = field
    if inside in ("tried", "done"):
        found = seen.tried if inside == "tried" else seen.undo or seen.told
        told["found"] = found
        told["reasons"] = [reason(one) for one in found.reasons] if found else []
        told["act"] = act(seen)
        told["download"] = taking("bulk", "bulks", by) and reverse("bulk_file", args=[seen.line.key])
        told["stays"] = bool(seen.undo)
    return told


def title(seen: BulkSeen, inside: str) -> str:
    """What becomes of the deals, or how many are chosen."""
    return seen.line.says if seen.line.says and inside != "choose" else counted(seen.line.total)


def counted(count: int) -> str:
    """So many deals."""
    return ngettext("%(n)s deal", "%(n)s deals", count) % {"n": whole(count)}


def act(seen: BulkSeen) -> str:
    """What the button says that makes the change."""
    count = seen.tried.done if seen.tried else 0
    return ngettext("Change %(n)s deal", "Change %(n)s deals", count) % {"n": whole(count)}


def reason(one: Reason) -> dict[str, Any]:
    """A reason with its deals, each with the place where it is mended."""
    return {
        "one": one,
        "count": counted(one.count),
        "more": max(0, one.count - len(one.deals)),
        "deals": [
            {
                "deal": deal,
                "mend": doors.address_of(deal.key)(one.door) if one.mend and one.door in doors.DOORS else "",
            }
            for deal in one.deals
        ],
    }


def ways(seen: BulkSeen, by: Actor, field: str, tried: tuple[str, Any]) -> list[dict[str, Any]]:
    """The kinds of change that this person may make, each with its form."""
    process = passports.latest(process=seen.process, by=by)
    known = next((one for one in process.cycle.fields if one.id == field), None)
    subject = Subject(process, holders(by), known)
    kind, form = tried
    return [
        {
            "way": way,
            "form": form if way.kind == kind else way.form(subject=subject, prefix=way.kind),
            "open": way.kind == kind or (not kind and way.kind == "field" and bool(field)),
        }
        for way in WAYS
        if may(by, RIGHTS[way.kind]) and (way.kind != "field" or process.cycle.fields)
    ]


def holders(by: Actor) -> tuple[board.Choice, ...]:
    """To whom this person may give deals: whoever can't give them to others takes free ones."""
    people = board.people(by)
    return people if may(by, "deal.assign") else tuple(one for one in people if one.key == by.id)


def form_of(seen: BulkSeen, by: Actor, kind: str, sent: Mapping[str, str]) -> tuple[Way, Any] | None:
    """The form that was sent; None for no kind that this person may choose."""
    way = next((one for one in WAYS if one.kind == kind and may(by, RIGHTS[one.kind])), None)
    if way is None:
        return None
    process = passports.latest(process=seen.process, by=by)
    field = next((one for one in process.cycle.fields if one.id == sent.get("field")), None)
    if kind == "field" and field is None:
        return None
    return way, way.form(sent, subject=Subject(process, holders(by), field), prefix=way.kind)


def state(line: BulkLine) -> str:
    """How far one of the list is, in a few words."""
    match line.state:
        case "done":
            return ngettext("%(n)s changed", "%(n)s changed", line.done) % {"n": whole(line.done)}
        case "cut":
            return _("stopped at %(n)s") % {"n": whole(line.done)}
        case "undone":
            return _("taken back")
        case _:
            return _("at work")
