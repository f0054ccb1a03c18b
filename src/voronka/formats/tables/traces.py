"""What a table of deals tells of how its company sells: stages in a likely order, norms, reasons, sources, people."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from voronka.core.imports import LOST, WON, Line, Plan
from voronka.core.outlines import LONGEST_TITLE, OWN, FieldColumn, NamedWord, Outline, PersonWord, StageWord
from voronka.core.pasts import median
from voronka.formats.passport.drafting import working
from voronka.formats.tables.headings import fold
from voronka.formats.tables.known import ENDS
from voronka.formats.tables.lines import Known, lines
from voronka.formats.tables.table import Table

MOST_STAGES: Final = 40
MOST_NAMES: Final = 30
MOST_PEOPLE: Final = 100
MOST_FIELDS: Final = 8
MOST_OPTIONS: Final = 20
LONGEST_OPTION: Final = 80
SPELT: Final[Mapping[str, Mapping[str, str]]] = {"maven": {"GTXPro": "GTX Pro"}}
"""Words that an export is known to write otherwise than its own list of products does."""
_ORDER: Final = (
    "неразобран нов входящ заявк лид lead new prospect incoming первичн",
    "контакт связ квалиф звон созвон бриф встреч contact qualif engag call brief appointment meeting open working",
    "потребност презентац переговор демо presentation demo needs discovery discuss",
    "предложени расчет смет кп proposal quote offer evaluat",
    "решени думает negotiat decision perception",
    "договор согласован подписан contract agreement",
    "счет предоплат оплат invoice payment",
    "работе исполнен производств заказ delivery progress",
    "финальн передач отгруз акт внедрен handover shipp final",
)
"""Roots of words in the order in which stages that are called so usually come."""
_NUMBERED: Final = re.compile(r"\W{0,2}(\d{1,2})\W")
_USUAL_PIPELINES: Final = frozenset(map(fold, ("воронка", "основная воронка", "продажи", "pipeline", "sales", "default",
                                               "sales pipeline", "основная", "общая")))  # fmt: skip


def outline(
    table: Table,
    plan: Plan,
    words: Mapping[str, Mapping[str, int]],
    *,
    language: str,
    pipeline: str = "",
) -> Outline:
    """How the company of this file sells, of one pipeline of it: the named one, or that with most lines."""
    told = list(words.get("pipelines", {}).items())
    chosen = pipeline if pipeline in dict(told) else told[0][0] if told else ""
    seen = _Seen(table, plan, words, chosen if len(told) > 1 else "")
    stages = _stages(seen)
    dated = [one.word for one in stages if one.to == OWN and one.word not in seen.dateless]
    return Outline(
        title="" if len(told) < 2 and fold(chosen) in {"", *_USUAL_PIPELINES} else chosen[:LONGEST_TITLE],
        currency=plan.currency,
        language=language,
        stages=stages,
        reasons=_named(words.get("reasons", {})),
        channels=_named(words.get("channels", {})),
        people=tuple(
            PersonWord(word, count, key=plan.people.get(word, 0))
            for word, count in list(words.get("people", {}).items())[:MOST_PEOPLE]
        ),
        fields=_fields(table, plan, words),
        pipeline=chosen,
        pipelines=tuple(told),
        stood=dated[0] if dated and seen.dateless else "",
        whole=seen.whole(),
    )


def _named(words: Mapping[str, int]) -> tuple[NamedWord, ...]:
    return tuple(
        NamedWord(word, count, word[:LONGEST_TITLE]) for word, count in list(words.items())[:MOST_NAMES]
    )


def _fields(table: Table, plan: Plan, words: Mapping[str, Mapping[str, int]]) -> tuple[FieldColumn, ...]:
    """Columns that nothing reads, of few words that come again and again, as what is sold."""
    unread = [place for place, target in enumerate(plan.columns[: len(table.heads)]) if not target]
    counted: dict[int, Counter[str]] = {place: Counter() for place in unread}
    rows = 0
    for _number, row in table.rows():
        rows += 1
        for place in unread:
            if row[place] and len(counted[place]) <= MOST_OPTIONS:
                counted[place][row[place]] += 1
    people, spelt = set(words.get("people", {})), SPELT.get(plan.source, {})
    found = [
        FieldColumn(
            place,
            table.heads[place],
            table.heads[place][:LONGEST_TITLE],
            tuple(NamedWord(word, count, spelt.get(word, word)) for word, count in told.most_common()),
        )
        for place, told in counted.items()
        if 2 <= len(told) <= MOST_OPTIONS
        and told.total() * 2 >= rows >= len(told) * 4
        and not people.issuperset(told)
        and all(len(word) <= LONGEST_OPTION and not word[:1].isdigit() for word in told)
    ]
    return tuple(found[:MOST_FIELDS])


class _Seen:
    """One pass over the lines of one pipeline."""

    def __init__(
        self, table: Table, plan: Plan, words: Mapping[str, Mapping[str, int]], pipeline: str
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.won: Counter[int] = Counter()
        self.lost: Counter[int] = Counter()
        ages: dict[str, tuple[int, float]] = {}
        undated: Counter[str] = Counter()
        places = {target: place for place, target in reversed(list(enumerate(plan.columns)))}
        stage, of = places.get("deal.stage"), places.get("deal.pipeline", 0)
        mine = pipeline if "deal.pipeline" in places else ""
        for _number, row in table.rows():
            if stage is not None and row[stage] and mine in ("", row[of]):
                self.counts[row[stage]] += 1
        for told in lines(table, _as_it_is(plan, words), Known()):
            if isinstance(told, Line):
                if pipeline and told.process != pipeline:
                    continue
                self._line(told, ages)
            elif stage is not None and mine in ("", told.cells[of]):
                undated[told.cells[stage]] += told.problem.code == "date_missing"
        self.dateless = {word for word, times in undated.items() if times == self.counts[word]}
        self.age = {word: total / count for word, (count, total) in ages.items()}

    def _line(self, told: Line, ages: dict[str, tuple[int, float]]) -> None:
        word = told.from_stage or told.stage
        if told.stage in (WON, LOST) and not told.from_stage:
            word = ""
        if told.opened_at is None:
            return
        if told.closed_at is not None:
            days = (told.closed_at - told.opened_at).days
            (self.won if told.stage == WON else self.lost)[days] += 1
        elif word:
            count, total = ages.get(word, (0, 0.0))
            ages[word] = (count + 1, total + told.opened_at.timestamp())

    def whole(self) -> float | None:
        """How many days half of the won deals took, or of the lost ones where none is won."""
        return median(self.won or self.lost)


def _as_it_is(plan: Plan, words: Mapping[str, Mapping[str, int]]) -> Plan:
    """The plan by which words stay themselves, but for the two ends."""
    return replace(
        plan,
        stages={word: ENDS.get(fold(word), word) for word in words.get("stages", {})},
        pipelines={word: word for word in words.get("pipelines", {})},
        people=dict.fromkeys(words.get("people", {}), 0),
        process="",
        undated="",
        closed_from="",
    )


def _stages(seen: _Seen) -> tuple[StageWord, ...]:
    """The words in a likely order; what the whole way takes is shared out among those whose deals have days."""
    words = list(seen.counts)[:MOST_STAGES]
    own = sorted((word for word in words if fold(word) not in ENDS), key=lambda word: _rank(word, seen))
    timed = [word for word in own if word not in seen.dateless]
    whole = seen.whole()
    share = None if whole is None or not timed else working(whole / len(timed))
    found = [
        StageWord(word, seen.counts[word], word[:LONGEST_TITLE], norm=share if word in timed else None)
        for word in own
    ]
    found += [
        StageWord(word, seen.counts[word], word[:LONGEST_TITLE], to=ENDS[fold(word)])
        for word in words
        if word not in own
    ]
    return tuple(found)


def _rank(word: str, seen: _Seen) -> tuple[int, int, float, int]:
    """By the number that it carries, by what it means, and by how long its deals have been there."""
    bare, number = fold(word), _NUMBERED.match(word)
    means = [place for place, roots in enumerate(_ORDER) if any(_has(bare, root) for root in roots.split())]
    return (
        int(number[1]) if number else 0,
        means[-1] if means else 3,
        -seen.age.get(word, 0.0),
        -seen.counts[word],
    )


def _has(bare: str, root: str) -> bool:
    return any(word.startswith(root) for word in bare.split())
