"""Two records of a client become one, and two again: in one transaction, with nothing lost on either side."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from voronka.actions.change import Outcome, named, once
from voronka.core import access, merging
from voronka.core.access import Actor
from voronka.core.duplicates import Noun
from voronka.core.events import ClientMerged, ClientSplit
from voronka.core.merging import Changed, Side, Values
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.store import alike, merged, names, sql, values
from voronka.store.models import Merge
from voronka.store.work import Unit


def merge_clients(
    *,
    noun: Noun,
    kept: int,
    gone: int,
    take: Mapping[str, str] | None = None,
    seen: str | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """The client `gone` goes up in `kept`: deals, inquiries, contacts, keys of imports and values follow.

    `take` says of fields which side's value stays (`kept` or `gone`); without it the fuller one does. `seen` is what
    core/merging.marks said when somebody looked at the two: where they have changed since, Changed is raised.
    The outcome is about the merge, whose key splits it back. Raises NotAllowed, NotFound, Invalid, Changed.
    """
    access.require(by, "client.merge")
    if kept == gone:
        raise Invalid(Problem("merge_itself", "other"))
    for key in (kept, gone):
        if not sql.is_key(key):
            raise NotFound(noun, key)
    sides = _sides(take)

    def change(unit: Unit) -> Outcome:
        # Deals and inquiries first, then the clients, as whoever works on a deal takes them: else two would wait for
        # each other. What came meanwhile is seen by reading once more.
        _hold(unit, noun, merged.theirs(noun, gone))
        rows = _rows(noun, kept, gone)
        mine, others = rows[kept], rows[gone]
        if seen is not None and (fields := merging.changed(seen, mine, others)):
            raise Changed(noun, kept, fields)
        after = merging.chosen(mine, others, _choices(noun, sides, mine, others))
        merge = Merge.objects.create(
            noun=noun, gone=gone, kept=kept, before=_json(mine), after=_json(after), moved="{}", at=at, by=by.label
        )  # fmt: skip
        fact = ClientMerged(noun, gone, kept, merge.pk)
        moved = _go_along(unit, noun, fact)
        Merge.objects.filter(pk=merge.pk).update(moved=_json(moved))
        if after != mine:
            merged.keep(noun, kept, after)
        _found_as(noun, {kept: after["name"]}, gone=(gone,))
        return Outcome("merge", merge.pk, 0, 0, (fact.kind,))

    command = ["merge", noun, kept, gone, sorted(take.items()) if take is not None else None, seen]
    return once(change, by=by, at=at, door=door, request=request, command=command)


def split_clients(
    *, key: int, by: Actor, at: datetime, door: str = "page", request: str | None = None
) -> Outcome:
    """They are two after all: what went along goes back, unless somebody has given it to another client since.

    Values that the merge had changed are as before it, unless somebody has changed them since; what was added to the
    kept client since stays there. Raises NotAllowed, NotFound, Invalid where it is split already.
    """
    access.require(by, "client.merge")

    def change(unit: Unit) -> Outcome:
        row = Merge.objects.filter(pk=key).first() if sql.is_key(key) else None
        if row is None:
            raise NotFound("merge", key)
        noun: Noun = row.noun  # type: ignore[assignment]
        things = json.loads(row.moved)
        _hold(unit, noun, things)
        root = merged.living(noun, row.gone)
        rows = merged.held(noun, sorted({row.gone, row.kept, root}))
        row = Merge.objects.select_for_update().get(pk=key)
        if row.split_at is not None or rows[row.gone][1] != root:
            raise Invalid(Problem("merge_split", ""))
        merged.point_at(noun, [row.gone], None)
        merged.point_at(noun, _below(noun, row.gone), row.gone)
        fact = ClientSplit(noun, row.gone, root, row.pk)
        went = merged.move(unit, fact, noun, things)
        merged.tell(unit, noun, row.gone, fact)
        came = {"back": {what: len(keys) for what, keys in went.items()}}
        came["stayed"] = {what: len(keys) - len(went.get(what, ())) for what, keys in things.items()}
        now, kept_name = rows[row.kept][0], ""
        told, back, left = merging.restored(json.loads(row.before), json.loads(row.after), now)
        if back:
            merged.keep(noun, row.kept, _company_of(told))
        if rows[row.kept][1] is None:
            kept_name = told["name"]
        _found_as(noun, {row.gone: rows[row.gone][0]["name"], **({row.kept: kept_name} if kept_name else {})})
        alike.compare_again(noun, [root])
        alike.compare_again("contact", went.get("contact", ()))
        Merge.objects.filter(pk=key).update(
            split_at=at, split_by=by.label, came=_json({**came, "values": back, "values_stayed": left})
        )
        return Outcome("merge", key, 0, 0, (fact.kind,))

    return once(change, by=by, at=at, door=door, request=request, command=["split", key])


def _sides(take: Mapping[str, str] | None) -> dict[str, Side] | None:
    if take is None:
        return None
    wrong = [
        Problem("unknown_choice", f"take.{named(field)}", {"have": named(side), "known": list(merging.SIDES)})
        for field, side in take.items()
        if side not in merging.SIDES
    ]
    if wrong:
        raise Invalid(*wrong)
    return {field: "gone" if side == "gone" else "kept" for field, side in take.items()}


def _choices(
    noun: Noun, sides: Mapping[str, Side] | None, mine: Values, others: Values
) -> Mapping[str, Side]:
    """Whose value of each field stays: as was chosen, else as proposed; Invalid for a field that no client has.

    An own field is one also where neither of the two has a value in it.
    """
    if sides is None:
        return merging.proposed(mine, others)
    own = [f"own.{field.id}" for field in values.client_fields(noun)[0]]
    known = list(dict.fromkeys((*merging.fields_of(mine, others), *own)))
    wrong = [
        Problem("unknown_choice", f"take.{named(field)}", {"have": named(field), "known": known})
        for field in sides
        if field not in known
    ]
    if wrong:
        raise Invalid(*wrong)
    return sides


def _go_along(unit: Unit, noun: Noun, fact: ClientMerged) -> dict[str, list[int]]:
    """All that belongs to the one that goes, and whoever had gone up in it before, is the kept one’s: what went."""
    merged.point_at(noun, [fact.gone, *_merged_into(noun, fact.gone)], fact.kept)
    went = merged.move(unit, fact, noun, merged.theirs(noun, fact.gone))
    alike.compare_again("contact", went.get("contact", ()))  # people of one company now
    merged.tell(unit, noun, fact.gone, fact)
    return went


def _hold(unit: Unit, noun: Noun, things: Mapping[str, Sequence[int]]) -> None:
    unit.deals(things.get("deal", ()))
    for key in things.get("inquiry", ()):
        unit.inquiry(key)


def _rows(noun: Noun, kept: int, gone: int) -> dict[int, Values]:
    """Both clients, locked; NotFound where there is none, Invalid where one has gone up in another already."""
    rows = merged.held(noun, [kept, gone])
    for key, field in ((kept, "kept"), (gone, "gone")):
        if key not in rows:
            raise NotFound(noun, key)
        if (into := rows[key][1]) is not None:
            raise merged.gone_up(noun, field, into)
    return {key: told for key, (told, _) in rows.items()}


def _merged_into(noun: Noun, key: int) -> list[int]:
    rows = sql.all_of(f"SELECT id FROM store_{noun} WHERE merged_into_id = %s ORDER BY id", (key,))
    return [int(row[0]) for row in rows]


def _below(noun: Noun, gone: int) -> list[int]:
    """Whoever went up in this client and is still gone, and in these again."""
    found: list[int] = []
    ahead = [gone]
    while ahead:
        rows = Merge.objects.filter(noun=noun, kept__in=ahead, split_at=None).exclude(gone__in=[gone, *found])
        ahead = list(rows.values_list("gone", flat=True))
        found += ahead
    return sorted(found)


def _company_of(told: dict[str, str]) -> dict[str, str]:
    """A contact's company that went up in another meanwhile is that one; one that is no more is none."""
    if company := told.get("company"):
        try:
            return {**told, "company": str(merged.living("company", int(company)))}
        except NotFound:
            return {**told, "company": ""}
    return told


def _found_as(noun: Noun, there: Mapping[int, str], gone: Sequence[int] = ()) -> None:
    """Those that are there are found by the words of their names and compared anew; those that are gone lead to them
    by their numbers alone."""
    alike.forget(noun, [*there, *gone])
    names.keep_keys(noun, [*there, *gone])
    alike.compare_again(noun, list(there))


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False)
