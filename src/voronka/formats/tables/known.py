"""How a table could be understood: whose export it is, what its columns say, and what its words mean here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Final

from voronka.core.imports import (
    LEAD,
    LEFT_OUT,
    LOST,
    PAST,
    STILL_OPEN,
    WON,
    Noun,
    Plan,
    option_key,
    own_targets,
)
from voronka.core.problems import Problem
from voronka.core.process import Channel, Field, LostReason, Process
from voronka.formats.tables import cells as read
from voronka.formats.tables import headings
from voronka.formats.tables.headings import MANY, fold
from voronka.formats.tables.nouns import noun_of
from voronka.formats.tables.table import Table

MOST_VALUES: Final = 300
"""So many different words of a column are mapped; a column with more of them holds free text."""
SIMILAR: Final = 0.84
"""From this likeness on (Ratcliff and Obershelp, 0 to 1) two words are proposed as the same."""


@dataclass(frozen=True, slots=True)
class Source:
    """A system whose export is known by its headings: `signs` must all be there."""

    name: str
    noun: Noun
    signs: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: read.Order | None = None


SOURCES: Final = (
    Source("amocrm", "deal", ("название сделки", "этап сделки", "воронка", "ответственный за контакт")),
    Source("amocrm", "deal", ("название", "бюджет", "ответственный", "статус", "воронка", "кем создана")),
    Source("pipedrive", "deal", ("deal title", "deal stage", "deal status"), {"deal status": "deal.status"}),
    Source("hubspot", "deal", ("deal name", "deal stage", "deal owner"), {"create date": "deal.opened_at"}),
    Source("bitrix24", "deal", ("название", "стадия сделки", "ответственный")),
    Source("bitrix24", "deal", ("deal name", "stage", "responsible person")),
    Source("salesforce", "change", ("opportunity id", "from stage", "to stage")),
    Source("salesforce", "change", ("opportunityid", "stagename", "createddate")),
    Source("salesforce", "deal", ("opportunity name", "stage", "close date")),
    Source("maven", "deal", ("opportunity id", "deal stage", "engage date", "close value"), dates="ymd"),
    Source("maven", "company", ("account", "sector", "year established"), {"sector": "company.about"}),
    # Our own list in English: elsewhere a status is often what we call a stage.
    Source("plain", "deal", ("number", "status", "stage"), {"status": "deal.status"}),
)
_ENDS: Final = {
    WON: "успешно реализовано; успешно; выиграна; выиграно; сделка успешна; сделка выиграна; оплачено и передано; won;"
    " closed won; closedwon; успех; продано; реализовано",
    LOST: "закрыто и не реализовано; проиграна; проиграно; сделка провалена; отказ; провал; lost; closed lost;"
    " closedlost; не реализовано; потеряна",
}
ENDS: Final = {fold(word): end for end, words in _ENDS.items() for word in words.split(";")}
_BECAME: Final = {
    LEAD: "лид; сделка; стала сделкой; квалифицирован; успешно; converted; qualified; deal; lead; won; конвертирован",
    STILL_OPEN: "новое; новый; в работе; открыто; открыт; не обработан; new; open; in progress; working",
    PAST: "закрыто; закрыт; обработано; отвечено; closed; answered; done",
}
_OUTCOMES: Final = {fold(word): became for became, words in _BECAME.items() for word in words.split(";")}
MAPPED: Final[Mapping[str, str]] = {
    "deal.stage": "stages",
    "change.to": "stages",
    "change.from": "stages",
    "deal.owner": "people",
    "change.by": "people",
    "inquiry.owner": "people",
    "deal.lost_reason": "reasons",
    "inquiry.outcome": "reasons",
    "deal.channel": "channels",
    "inquiry.channel": "channels",
    "deal.pipeline": "pipelines",
}
"""Targets whose words the plan maps, and where it maps them."""


@dataclass(frozen=True, slots=True)
class Company:
    """What a file's words could mean here: the processes that are there, people (key, name, e-mail), own fields."""

    processes: Sequence[Process] = ()
    people: Sequence[tuple[int, str, str]] = ()
    fields: Mapping[Noun, Sequence[Field]] = field(default_factory=dict)
    currency: str = "RUB"
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan with what it is not sure of (each at a heading or at a part of the plan), and the words of the mapped
    columns with how many lines have each: by `stages`, `people`, ..., `options:<field>`; `rows` counts all lines.
    """

    plan: Plan
    doubts: tuple[Problem, ...] = ()
    words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    rows: int = 0


def propose(table: Table, company: Company, remembered: Plan | None = None) -> Proposal:
    """How this table could be understood; a plan that was corrected for the same headings before is kept to."""
    source = _source(table)
    noun: Noun = remembered.noun if remembered else source.noun if source else noun_of(table)
    columns = remembered.columns if remembered else _columns(table, noun, source, company)
    return understood(
        table, remembered or Plan(source=source.name if source else "plain", noun=noun, columns=columns), company,
        dates=source.dates if source else None, fresh=remembered is None,
    )  # fmt: skip


def understood(
    table: Table, plan: Plan, company: Company, *, dates: read.Order | None = None, fresh: bool = False
) -> Proposal:
    """The same plan, completed for what its columns hold: words that it does not map yet are proposed.

    `fresh`: nobody has corrected it, so that its currency, order of dates and processes are proposed too.
    """
    doubts: list[Problem] = []
    words, samples = _words(table, plan, company)
    if fresh:
        order = dates or read.order_of(samples["days"])
        if order is None:
            doubts.append(Problem("date_order_unsure", "dates"))
        code = read.currency_of(samples["sums"])
        usual = company.processes[0].currency if company.processes else company.currency
        if not code and plan.source == "maven":
            code = "USD"
        plan = replace(plan, dates=order or "dmy", zone=company.zone, currency=code or usual)
    if not plan.process and company.processes:
        plan = replace(plan, process=company.processes[0].key)
    process = next((one for one in company.processes if one.key == plan.process), None)
    plan = replace(
        plan,
        pipelines=_pipelines(words.get("pipelines", {}), plan, company),
        stages=_mapped(words.get("stages", {}), plan.stages, _stage_titles(process), ENDS),
        people=people_of(words.get("people", {}), plan.people, company),
        reasons=_mapped(
            words.get("reasons", {}),
            plan.reasons,
            _titles(process, "outcomes" if plan.noun == "inquiry" else "reasons"),
            _OUTCOMES if plan.noun == "inquiry" else {},
        ),
        channels=_mapped(words.get("channels", {}), plan.channels, _titles(process, "channels")),
        options=_options(words, plan, company),
    )
    if fresh and not plan.undated and samples["undated"]:
        day = max((one for one in samples["last"]), default="")
        plan = replace(plan, undated=day)
        if day:
            doubts.append(
                Problem("undated_lines", "undated", {"day": day, "lines": int(samples["undated"][0])})
            )
    if fresh and plan.noun == "inquiry":
        # An inbox full of what is long over would hide whoever waits today.
        plan = replace(plan, closed_from=PAST)
    if fresh and not plan.closed_from and process is not None and plan.source == "maven":
        plan = replace(plan, closed_from=plan.stages.get("Engaging", ""))
    for part, said in (("stages", plan.stages), ("reasons", plan.reasons), ("channels", plan.channels)):
        lacking = [word for word in words.get(part, {}) if not said.get(word)]
        if lacking:
            doubts.append(Problem("words_unmapped", part, {"words": lacking[:20], "count": len(lacking)}))
    strangers = [word for word in words.get("people", {}) if not plan.people.get(word)]
    if strangers:
        doubts.append(
            Problem("people_unmapped", "people", {"words": strangers[:20], "count": len(strangers)})
        )
    return Proposal(plan, tuple(doubts), words, int(samples["rows"][0]))


def of_noun(table: Table, plan: Plan, company: Company) -> Plan:
    """The plan for lines that tell of something else than was thought: its columns are recognised anew."""
    closed_from = PAST if plan.noun == "inquiry" else ""
    return replace(
        plan, columns=_columns(table, plan.noun, None, company), closed_from=closed_from, reasons={}
    )


def _source(table: Table) -> Source | None:
    have = {fold(head) for head in table.heads}
    return next((one for one in SOURCES if have.issuperset(one.signs)), None)


_WHOSE: Final = {
    "company": ("компания", "компании", "company"),
    "contact": ("контакт", "контакта", "contact"),
}
"""How a heading says that it is of the client, where the deal has a field of the same title."""


def _columns(table: Table, noun: Noun, source: Source | None, company: Company) -> tuple[str, ...]:
    """A target a column: the company's own fields by their titles first, then the known names."""
    own: dict[str, str] = {}
    for target, one in own_targets(noun, company.fields):
        own.setdefault(fold(one.title), target)
        for whose in _WHOSE.get(target.partition(".")[0], ()):
            own.setdefault(fold(f"{whose} {one.title}"), target)
            own.setdefault(fold(f"{one.title} {whose}"), target)
    taken: set[str] = set()
    found = []
    for head in table.heads:
        word = fold(head)
        target = own.get(word) or (source.columns.get(word) if source else "") or headings.target(noun, head)
        if target in taken and target not in MANY:
            target = ""
        taken.add(target)
        found.append(target)
    if noun == "company" and "contact.name" not in found:
        # A telephone of the whole company is nobody's: it would come in as a person called by it.
        found = ["" if target.startswith("contact.") else target for target in found]
    return tuple(found)


def _words(
    table: Table, plan: Plan, company: Company
) -> tuple[dict[str, dict[str, int]], dict[str, list[str]]]:
    """One pass: the words of mapped columns with their counts, and what days and sums look like."""
    choices = {target for target, one in own_targets(plan.noun, company.fields) if one.options}
    counters: list[tuple[int, str, Counter[str]]] = []
    kept: dict[str, Counter[str]] = {}
    days, sums, begin = [], [], []
    for place, target in enumerate(plan.columns[: len(table.heads)]):
        part = MAPPED.get(target) or (f"options:{option_key(target)}" if target in choices else "")
        if part:
            counters.append((place, part, kept.setdefault(part, Counter())))
        if target.endswith(("_at", "_on", ".at")):
            days.append(place)
        if target in ("deal.opened_at", "inquiry.received_at"):
            begin.append(place)
        if target.endswith((".amount", ".paid", ".currency")):
            sums.append(place)
    samples: dict[str, list[str]] = {"days": [], "sums": [], "undated": [], "last": [], "rows": []}
    undated, last, count = 0, "", 0
    for _number, row in table.rows():
        count += 1
        for place, _part, counter in counters:
            if row[place] and (row[place] in counter or len(counter) <= MOST_VALUES):
                counter[row[place]] += 1
        if begin and not any(row[place] for place in begin):
            undated += 1
        if days and len(samples["days"]) < 5000:
            samples["days"] += [row[place] for place in days if row[place]]
        if sums and len(samples["sums"]) < 200:
            samples["sums"] += [row[place] for place in sums if row[place]]
        for place in days:
            # A day as ISO 8601 is compared as text; of another form the last one is not looked for.
            if row[place][:4].isdecimal() and row[place][:10] > last:
                last = row[place][:10]
    samples["undated"] = [str(undated)] if undated else []
    samples["last"] = [last] if last else []
    samples["rows"] = [str(count)]
    return {part: dict(counter.most_common()) for part, counter in kept.items()}, samples


def _mapped(
    words: Iterable[str], before: Mapping[str, str], titles: Mapping[str, str], ends: Mapping[str, str] = {}
) -> dict[str, str]:
    """Each word's meaning: as before, by its name, by the likest name; empty where nothing is alike."""
    found = dict(before)
    for word in words:
        if not found.get(word):
            bare = fold(word)
            found[word] = ends.get(bare) or titles.get(bare) or _likest(bare, titles)
    return found


def _likest(word: str, titles: Mapping[str, str]) -> str:
    best = max(titles, key=lambda title: alike(word, title), default="")
    return titles[best] if best and alike(word, best) >= SIMILAR else ""


def alike(one: str, other: str) -> float:
    """How alike two folded words are, from 0 to 1; spaces do not count."""
    return SequenceMatcher(None, one.replace(" ", ""), other.replace(" ", "")).ratio()


def _stage_titles(process: Process | None) -> dict[str, str]:
    stages = process.cycle.stages if process else ()
    return {fold(name): one.id for one in stages for name in (one.id, one.title)}


def _titles(process: Process | None, part: str) -> dict[str, str]:
    if process is None:
        return {}
    known: Sequence[LostReason | Channel] = process.entry.channels
    if part == "reasons":
        known = process.cycle.lost_reasons
    elif part == "outcomes":
        known = process.entry.not_a_lead
    return {fold(name): one.id for one in known for name in (one.id, one.title)}


def people_of(words: Iterable[str], before: Mapping[str, int], company: Company) -> dict[str, int]:
    """People by their e-mail, their name, or the same words of a name in another order."""
    known: dict[str, int] = {}
    for key, name, email in company.people:
        for said in (email.lower(), fold(name), " ".join(sorted(fold(name).split()))):
            known.setdefault(said, key)
    found = dict(before)
    for word in words:
        if word not in found:
            bare = fold(word)
            found[word] = (
                known.get(word.strip().lower())
                or known.get(bare)
                or known.get(" ".join(sorted(bare.split())))
                or 0
            )
    return found


def _pipelines(words: Iterable[str], plan: Plan, company: Company) -> dict[str, str]:
    """Pipelines by the names of processes; a single one is the company's first process."""
    titles = {fold(name): one.key for one in company.processes for name in (one.key, one.title)}
    listed = list(words)
    found = {word: plan.pipelines.get(word) or titles.get(fold(word), "") for word in listed}
    if len(listed) == 1 and not found[listed[0]]:
        found[listed[0]] = plan.process
    if listed and not any(found.values()):
        found[listed[0]] = plan.process  # most lines go where most deals are
    return {word: key or LEFT_OUT for word, key in found.items()} if company.processes else {}


def _options(
    words: Mapping[str, Mapping[str, int]], plan: Plan, company: Company
) -> dict[str, dict[str, str]]:
    """What words of the file mean among the options of the company's own fields."""
    found = {name: dict(said) for name, said in plan.options.items()}
    for target, one in own_targets(plan.noun, company.fields):
        key = option_key(target)
        said = words.get(f"options:{key}", {})
        titles = {fold(name): option.id for option in one.options for name in (option.id, option.title)}
        if said:
            found[key] = _mapped(said, found.get(key, {}), titles)
    return found
