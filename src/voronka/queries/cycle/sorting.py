"""How the list of deals is ordered: which runs of deals make it, along which indexes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db import connection

from voronka.core.access import Actor
from voronka.core.clients import fold_name
from voronka.core.process import Field, Process
from voronka.queries.cycle.board import with_earlier
from voronka.queries.cycle.cards import Owner, Part, deals_by, sight
from voronka.queries.cycle.walking import Kind, Run
from voronka.store import sql

GATHERED = 2_000
"""So few are read at once and put in order: fewer than walking an index past all that do not fit."""
JOINED = 2_000
"""So many deals are looked at along the names of clients: each costs a step to another table."""
TOGETHER = 2
"""So many conditions of sight are read each by its own index where a piece is long."""
LONG = 200

Where = tuple[str, Part]
"""A condition, and the column of which it is a bound (empty: of none)."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A way to order the list: of which statuses it is known, and by which index."""

    column: str
    kind: Kind
    indexes: Mapping[str, str]
    turned: bool = False
    nulls: bool = False


_EACH = ("open", "won", "lost", "imported")
SORTS: Final[dict[str, Sort]] = {
    "agreed": Sort("d.agreed", "whole", dict.fromkeys(_EACH, "deal_agreed")),
    "paid": Sort("d.paid", "whole", dict.fromkeys(_EACH, "deal_paid")),
    "days": Sort("d.entered_at", "moment", {"open": "deal_open_entered"}, turned=True),
    "due_at": Sort("d.due_at", "moment", {"open": "deal_open_due"}, nulls=True),
    "next_step": Sort("d.next_step_at", "moment", {"open": "deal_open_step"}, nulls=True),
    "opened_at": Sort(
        "d.opened_at",
        "moment",
        {"open": "deal_open_opened", "won": "", "lost": "", "imported": "", "all": ""},
    ),
    # A closed deal's urgent_at is its end.
    "closed_at": Sort("d.urgent_at", "moment", dict.fromkeys(_EACH[1:], "deal_today")),
    "stage": Sort("d.stage", "text", dict.fromkeys(_EACH, "")),
    "owner": Sort("d.owner_id", "whole", dict.fromkeys((*_EACH, "all"), "")),
    "client": Sort("", "text", dict.fromkeys((*_EACH, "all"), "")),
}
"""Those whose index holds each status by itself are merged where all are asked for."""


OWN_KINDS: Final = ("number", "money", "date", "yes_no", "choice")
"""Kinds of own fields that have an order: free words have none, and of several options there is no first."""


def sortable(name: str, status: str, process: Process) -> bool:
    """Can the list of this status be ordered by this column?"""
    sort = SORTS.get(name)
    if sort is None:
        return own_of(name, process) is not None
    if status == "all":
        return "all" in sort.indexes or name in ("agreed", "paid")
    return status in sort.indexes


def own_of(name: str, process: Process) -> Field | None:
    """The own field that a column shows and by which lists can be ordered."""
    return next(
        (one for one in process.cycle.fields if name == f"own.{one.id}" and one.kind in OWN_KINDS), None
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list: its order, what must hold, and how few they are.

    `narrow` says that the conditions name the deals by themselves, `way` how SQLite comes to them; `most` is how many
    there are by kept counters, None where nobody keeps it.
    """

    process: Process
    status: str
    owner: Owner
    sort: str
    conditions: tuple[Where, ...]
    narrow: bool
    way: str
    most: int | None


def runs(actor: Actor, asked: Asked, page: int) -> list[Run]:
    """The runs that make the list as this person sees it; none where they see nothing."""
    seen = sight(actor, asked.owner)
    if not seen:
        return []
    name, descending = asked.sort.removeprefix("-"), asked.sort.startswith("-")
    if own := own_of(name, asked.process):
        return _by_own(asked, seen, own, descending)
    if not sortable(name, asked.status, asked.process) or (
        name == "owner" and actor.scope == "handed" and not asked.narrow
    ):
        return _usual(asked, _long(seen) if page > LONG else seen)
    sort = SORTS[name]
    descending = descending != sort.turned
    match name:
        case "stage":
            return _by_stage(actor, asked, descending)
        case "owner":
            return _by_owner(actor, asked, descending)
        case "client":
            return _by_client(asked, seen, descending)
    if asked.narrow or (asked.most is not None and asked.most <= GATHERED):
        return _gathered(asked, seen, sort.column, sort.kind, descending, nulls=sort.nulls)
    if name == "opened_at" and asked.status != "open":
        return _along(asked, seen, sort, "all", "", descending)
    statuses = _EACH if asked.status == "all" else (asked.status,)
    return [
        run
        for status in statuses
        for run in _along(asked, seen, sort, status, sort.indexes[status], descending)
    ]


def _long(seen: Sequence[Part]) -> list[Part]:
    """Those of a team are one condition: merging the first thousand of each of its people for every thousand rows
    would read them over and over, and one pass reads every row once."""
    return list(seen) if len(seen) <= TOGETHER else [_either(seen)]


def _by_index(seen: Sequence[Part]) -> list[Part]:
    """The same in few conditions that each keep to the index of owners."""
    if len(seen) <= 20:
        return list(seen)
    free = [one for one in seen if not one.values]
    owners = [value for one in seen for value in one.values]
    return [Part(f"d.owner_id IN ({', '.join(['%s'] * len(owners))})", tuple(owners)), *free]


def _either(seen: Sequence[Part]) -> Part:
    if len(seen) == 1:
        return seen[0]
    either = " OR ".join(f"({one.where})" for one in seen)
    # IS TRUE keeps SQLite from an index for each side, and so from sorting all that match.
    return Part(f"({either}) IS TRUE", tuple(value for one in seen for value in one.values))


def _status(asked: Asked, status: str = "") -> Part:
    """Literal words: an index over some statuses is known by them."""
    wanted = status or asked.status
    said = f"d.status = '{wanted}'" if wanted in _EACH else "d.status <> 'undone'"
    return Part("d.process = %s", (asked.process.key,)) & Part(said)


def _told(conditions: Sequence[Part]) -> Part | None:
    whole: Part | None = None
    for one in conditions:
        if one.where != "1 = 1":
            whole = one if whole is None else whole & one
    return whole


def _split(asked: Asked, column: str, *others: Part) -> tuple[Part, Part | None]:
    """What bounds the index of this column, and what must be asked of every deal; all of it where few are named."""
    bounds, rest = Part("1 = 1"), list(others)
    for of, one in asked.conditions:
        if asked.narrow or of == column:
            bounds &= one
        else:
            rest.append(one)
    if asked.narrow:
        for one in rest:
            bounds &= one
        rest = []
    return bounds, _told(rest)


def _usual(asked: Asked, seen: Sequence[Part]) -> list[Run]:
    """Open ones by urgency, closed ones by their end, all by beginning."""
    column = "d.opened_at" if asked.status == "all" else "d.urgent_at"
    bounds, rest = _split(asked, column)
    few = _few(asked)
    if few and rest:
        bounds, rest = bounds & rest, None
    return [
        Run(0, column, "moment", _status(asked) & bounds & one, rest, asked.status != "open", asked.way)
        for one in seen
    ]


def _few(asked: Asked) -> bool:
    return asked.most is not None and asked.most <= GATHERED


def _gathered(
    asked: Asked,
    seen: Sequence[Part],
    column: str,
    kind: Kind,
    descending: bool,
    *,
    nulls: bool,
    source: str = "",
) -> list[Run]:
    """Few deals, put in order by the database."""
    owned = [one for one in seen if one.where != "1 = 1"]
    way = asked.way if asked.narrow else "INDEXED BY deal_today_owner" if owned else "INDEXED BY deal_today"
    if any("handover" in one.where for one in seen):
        way = asked.way
    source = source.replace("store_dealrow d", deals_by(way)) if source else ""
    made = []
    for one in [_either(seen)] if asked.narrow else _by_index(seen):
        bounds = _status(asked) & one
        for _of, condition in asked.conditions:
            bounds &= condition
        there = bounds & Part(f"{column} IS NOT NULL") if nulls else bounds
        made.append(Run(0, column, kind, there, None, descending, way, source))
        if nulls:
            lacking = bounds & Part(f"{column} IS NULL")
            made.append(Run(1, column, kind, lacking, None, descending, way, source, empty=True))
    return made


def _along(
    asked: Asked, seen: Sequence[Part], sort: Sort, status: str, index: str, descending: bool
) -> list[Run]:
    """Along the index of this column; whose deals they are is asked of each."""
    others = [_either(seen)]
    if status == "all" and asked.status != "all":
        others.append(Part(f"d.status = '{asked.status}'"))
    bounds, rest = _split(asked, sort.column, *others)
    way = f"INDEXED BY {index or 'deal_opened'}"
    bounds = _status(asked, status) & bounds
    there = bounds & Part(f"{sort.column} IS NOT NULL") if sort.nulls else bounds
    made = [Run(0, sort.column, sort.kind, there, rest, descending, way)]
    if sort.nulls:
        lacking = bounds & Part(f"{sort.column} IS NULL")
        made.append(Run(1, sort.column, sort.kind, lacking, rest, descending, way, empty=True))
    return made


def _by_stage(actor: Actor, asked: Asked, descending: bool) -> list[Run]:
    """Stage by stage in the order of the cycle, each in the usual order."""
    held = sql.all_of(
        "SELECT DISTINCT place FROM store_stagecount WHERE process = %s AND count > 0", (asked.process.key,)
    )
    stages = [one.id for one in with_earlier(asked.process, [row[0] for row in held if row[0][0] != "="])]
    if asked.narrow:
        ranks = " ".join(f"WHEN '{one}' THEN {place}" for place, one in enumerate(stages))
        column = f"CASE d.stage {ranks} ELSE {len(stages)} END"
        return _gathered(asked, sight(actor, asked.owner), column, "whole", descending, nulls=False)
    stages = stages[::-1] if descending else stages
    bounds, rest = _split(asked, "d.urgent_at")
    return [
        Run(place, "d.urgent_at", "moment", _status(asked) & Part("d.stage = %s", (stage,)) & bounds & one, rest,
            asked.status != "open")
        for place, stage in enumerate(stages)
        for one in sight(actor, asked.owner, pieces=len(stages))
    ]  # fmt: skip


def _by_owner(actor: Actor, asked: Asked, descending: bool) -> list[Run]:
    """Person by person in the order of their names, each in the usual order; those that nobody leads come last."""
    rows = sql.all_of(
        "SELECT DISTINCT p.id, p.name FROM store_stagecount s JOIN store_person p ON p.id = s.owner"
        " WHERE s.process = %s AND s.count > 0",
        (asked.process.key,),
    )
    people = [row[0] for row in sorted(rows, key=lambda row: (fold_name(row[1]), row[0]))]
    seen = sight(actor, asked.owner)
    if asked.narrow:
        ranks = " ".join(f"WHEN {one} THEN {place}" for place, one in enumerate(people))
        column = f"CASE d.owner_id {ranks} ELSE NULL END" if people else "d.owner_id"
        return _gathered(asked, seen, column, "whole", descending, nulls=True)
    people = people[::-1] if descending else people
    if asked.owner is None:
        people = []
    elif asked.owner != "any":
        people = [asked.owner]
    if actor.scope != "all":
        people = [one for one in people if one in actor.owners]
    column = "d.opened_at" if asked.status == "all" else "d.urgent_at"
    bounds, rest = _split(asked, column)
    owners = [Part("d.owner_id = %s", (one,)) for one in people]
    if asked.owner in ("any", None):
        owners.append(Part("d.owner_id IS NULL"))
    return [
        Run(place, column, "moment", _status(asked) & one & bounds, rest, asked.status != "open")
        for place, one in enumerate(owners)
    ]


def _by_client(asked: Asked, seen: Sequence[Part], descending: bool) -> list[Run]:
    """By the folded name of the company, else of the contact; letters by their number, alike on both databases."""
    exact = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    if asked.narrow or _few(asked):
        source = (
            "store_dealrow d LEFT JOIN store_company c ON c.id = d.company_id"
            " LEFT JOIN store_contact k ON k.id = d.contact_id"
        )
        column = f"COALESCE(c.folded, k.folded){exact}"
        return _gathered(asked, seen, column, "text", descending, nulls=True, source=source)
    _bounds, told = _split(asked, "none", _either(seen))
    rest = _status(asked) & told if told else _status(asked)
    # SQLite keeps to the order in which CROSS JOIN names the tables: names first, in the order of their index.
    walked = Run(
        0, f"c.folded{exact}", "text", Part("d.company_id = c.id"), rest, descending,
        source="store_company c CROSS JOIN store_dealrow d", looked=JOINED,
    )  # fmt: skip
    made = [walked, *_of_people(asked, rest, f"k.folded{exact}", descending)]
    none = _status(asked) & Part("d.company_id IS NULL AND d.contact_id IS NULL")
    way = "INDEXED BY deal_companyless"
    made.append(Run(1, f"NULLIF('', ''){exact}", "text", none, told, descending, way, empty=True))
    return made


def _of_people(asked: Asked, rest: Part, column: str, descending: bool) -> list[Run]:
    """Deals whose client is a person without a company, by their names: few are put in order, along many one walks.

    How many they are is counted in the statement itself, no further than it takes.
    """
    alone = Part("d.company_id IS NULL AND d.contact_id IS NOT NULL")
    there = Part("d.process = %s", (asked.process.key,)) & alone
    table = deals_by("INDEXED BY deal_companyless")
    count = f"(SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE {there.where} LIMIT {GATHERED + 1}) q)"
    few, many = (Part(f"{count} {sign} {GATHERED}", there.values) for sign in ("<=", ">"))
    gathered = Run(
        0, column, "text", there & rest, None, descending,
        source=f"{table} JOIN store_contact k ON k.id = d.contact_id", only=few,
    )  # fmt: skip
    # Whether the contact has a company is asked of each: among many that have one, few without are far apart.
    walked = Run(
        0, column, "text", Part("d.contact_id = k.id"), alone & rest, descending,
        source="store_contact k CROSS JOIN store_dealrow d", looked=JOINED, only=many,
    )  # fmt: skip
    return [gathered, walked]


def _by_own(asked: Asked, seen: Sequence[Part], own: Field, descending: bool) -> list[Run]:
    """By the value of an own field; options in the order in which the passport names them."""
    named = Part("f.process = %s AND f.field = %s", (asked.process.key, own.id))
    options = ["yes", "no"] if own.kind == "yes_no" else [one.id for one in own.options]
    chosen = own.kind in ("yes_no", "choice")
    if asked.narrow or _few(asked):
        source = (
            "store_dealrow d LEFT JOIN store_fieldrow f"
            f" ON f.deal_id = d.id AND f.process = d.process AND f.field = '{own.id}'"
        )
        ranks = " ".join(f"WHEN '{one}' THEN {place}" for place, one in enumerate(options))
        column = f"CASE f.word {ranks} ELSE NULL END" if chosen else "f.number"
        kind: Kind = "whole" if chosen else "number"
        return _gathered(asked, seen, column, kind, descending, nulls=True, source=source)
    _bounds, rest = _split(asked, "none", _either(seen), _status(asked))
    source = "store_fieldrow f CROSS JOIN store_dealrow d"
    met = Part("d.id = f.deal_id") & named
    if chosen:
        turned = options[::-1] if descending else options
        made = [
            Run(place, "f.deal_id", "whole", met & Part("f.word = %s", (one,)), rest, source=source, key="f.deal_id")
            for place, one in enumerate(turned)
        ]  # fmt: skip
        there = named & Part(f"f.word IN ({', '.join(['%s'] * len(options))})", tuple(options))
    else:
        told = met & Part("f.number IS NOT NULL")
        made = [Run(0, "f.number", "number", told, rest, descending, source=source, key="f.deal_id")]
        there = named & Part("f.number IS NOT NULL")
    lacks = Part(
        f"NOT EXISTS (SELECT 1 FROM store_fieldrow f WHERE f.deal_id = d.id AND {there.where})", there.values
    )
    return [*made, *(replace(one, bucket=len(made)) for one in _usual_lacking(asked, seen, lacks))]


def _usual_lacking(asked: Asked, seen: Sequence[Part], lacks: Part) -> list[Run]:
    """Those that have no value, in the usual order."""
    return [
        replace(one, asked=one.asked & lacks if one.asked is not None else lacks)
        for one in _usual(asked, seen)
    ]
