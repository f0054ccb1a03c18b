"""The dry run of a draft over all past deals: which moves it would have refused, which deals would stand elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voronka.core import access, migration
from voronka.core.access import Actor
from voronka.core.guards import GUARDS
from voronka.core.problems import NotFound
from voronka.core.process import Guard, Process, Stage
from voronka.core.rehearsal import LOST, WON, Rehearsal, Rehearsed, Stopped, as_guard
from voronka.formats import conditions
from voronka.queries import said
from voronka.queries.passport.difference import Side, read_text, side_of
from voronka.queries.records import sight
from voronka.store import history, values
from voronka.store.models import DealRow, PassportDraft, PassportVersion

BEHIND = 200
"""So many deals are told behind a number; it says how many there are in all."""


@dataclass(frozen=True, slots=True)
class RefusedBy:
    """A condition that would have refused moves (or only warned of them), and the deals behind.

    `new` where the version that holds now does not ask it: earlier ones may have asked less than both.
    """

    stage: str
    stage_title: str
    guard: str
    sentence: str
    refused: bool
    new: bool
    moves: int
    deals: int
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Deals that stand on one stage, or are won, and by the draft would stand on another."""

    stands: str
    stands_title: str
    would: str
    would_title: str
    deals: int
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RehearsalReport:
    """What a draft would have done to the past. `seq` is the draft's state that was tried, 0 for a file."""

    process: str
    seq: int
    deals: int
    moves: int
    refused: int
    stopped: tuple[RefusedBy, ...]
    elsewhere_deals: int
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A deal behind a number."""

    key: int
    client: str
    title: str


def rehearse(
    *,
    by: Actor,
    process: str | None = None,
    text: str | None = None,
    new: Side = "draft",
    say: Callable[[int, int], None] = lambda done, total: None,
) -> RehearsalReport:
    """Try the draft (or a text, or a version) on every past deal of its process. For the worker or a command.

    Raises NotAllowed; NotFound; Invalid where the text has errors.
    """
    access.require(by, "passport.draft")
    if text is not None:
        draft, seq = read_text(text), 0
    else:
        key = process or values.latest().key
        draft = side_of(by, key, new)
        rows = PassportDraft.objects.filter(process=key).values_list("seq", flat=True)
        seq = (rows.first() or 0) if new == "draft" else 0
    found = Sums()
    trial = Rehearsal(draft, _stages(draft), conditions.deal, values.calendar())
    total = history.count(draft.key)
    for deal, told in history.deals():
        one = trial.try_on(told, deal)
        if one is not None:
            found.add(one)
            if found.deals % 500 == 0:
                say(found.deals, total)
    return found.report(draft, seq, _asked(draft.key))


class Sums:
    """What is counted over many deals."""

    def __init__(self) -> None:
        self.deals = self.moves = self.refused = 0
        self.moves_by: Counter[Stopped] = Counter()
        self.deals_by: defaultdict[Stopped, list[int]] = defaultdict(list)
        self.places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, one: Rehearsed) -> None:
        """Count a deal in."""
        self.deals += 1
        self.moves += one.moves
        self.refused += one.refused
        self.moves_by.update(one.stopped)
        for stopped in dict.fromkeys(one.stopped):
            self.deals_by[stopped].append(one.key)
        if one.elsewhere:
            self.places[one.stands, one.would_stand].append(one.key)

    def report(self, draft: Process, seq: int, asked: frozenset[tuple[str, str]] | None) -> RehearsalReport:
        """All of it: what the draft asks anew first, then the greatest; `asked` is what holds now."""
        new = {one for one in self.moves_by if _is_new(one, draft, asked)}
        ordered = sorted(
            self.moves_by, key=lambda one: (one not in new, not one.refused, -self.moves_by[one])
        )
        elsewhere = sorted(self.places.items(), key=lambda pair: -len(pair[1]))
        return RehearsalReport(
            draft.key,
            seq,
            self.deals,
            self.moves,
            self.refused,
            tuple(
                RefusedBy(
                    one.stage,
                    _title(draft, one.stage) if one.stage else _("the win"),
                    one.guard,
                    _sentence(one, draft),
                    one.refused,
                    one in new,
                    self.moves_by[one],
                    len(self.deals_by[one]),
                    _newest(self.deals_by[one]),
                )
                for one in ordered
            ),
            sum(len(keys) for keys in self.places.values()),
            tuple(
                Elsewhere(a, _title(draft, a), b, _title(draft, b), len(keys), _newest(keys))
                for (a, b), keys in elsewhere
            ),
        )


def _newest(keys: list[int]) -> tuple[int, ...]:
    """Those behind a number that are shown: streams are read in the order of their names, 10 before 9."""
    return tuple(sorted(keys)[-BEHIND:])


def named(*, by: Actor, keys: tuple[int, ...]) -> tuple[Named, ...]:
    """The deals behind a number, those that this person sees."""
    rows = DealRow.objects.filter(sight.deals(by), pk__in=keys[:BEHIND]).order_by("-pk")
    return tuple(
        Named(key, company or contact or "", title)
        for key, company, contact, title in rows.values_list("pk", "company__name", "contact__name", "title")
    )


def _stages(draft: Process) -> dict[str, str]:
    """To which stage of the draft each stage of the past leads: the last version that had one names it."""
    known: dict[str, Stage] = {}
    numbers = PassportVersion.objects.filter(process=draft.key).order_by("number")
    for number in numbers.values_list("number", flat=True):
        known |= {stage.id: stage for stage in values.process(draft.key, number).cycle.stages}
    return migration.proposed(known.values(), draft)


def _asked(key: str) -> frozenset[tuple[str, str]] | None:
    """What the version that holds now asks, stage by stage and of a win, in words; None before the first."""
    try:
        now = values.latest(key)
    except NotFound:
        return None
    stages = {
        (stage.id, said.condition(Guard(one.name, one.arg), now))
        for stage in now.cycle.stages
        for one in stage.leave_when
    }
    won = {
        ("", said.condition(one, now))
        for one in (Guard("paid", now.closing.paid), Guard("handover_accepted"))
    }
    return frozenset(stages | won)


def _is_new(one: Stopped, draft: Process, asked: frozenset[tuple[str, str]] | None) -> bool:
    return asked is not None and one.guard in GUARDS and (one.stage, _sentence(one, draft)) not in asked


def _title(draft: Process, place: str) -> str:
    words = {WON: _("won"), LOST: _("lost")}
    return words.get(place) or next((one.title for one in draft.cycle.stages if one.id == place), place)


def _sentence(one: Stopped, draft: Process) -> str:
    if one.guard == "return_allowed":
        return _("This process does not let deals go back.")
    if one.guard == "more_than_tripwire":
        return _("more is paid than the small offer")
    return said.condition(Guard(one.guard, as_guard(one).arg), draft)
