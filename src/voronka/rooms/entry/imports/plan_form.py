"""How a file is understood, as fields of a page: what must be decided on top, what was proposed folded beneath."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.core.imports import LEFT_OUT, LOST, TARGETS, WON, Plan
from voronka.core.money import CURRENCIES

Map = Literal["stages", "people", "reasons", "channels", "pipelines"]
MAPS: Final[tuple[Map, ...]] = ("pipelines", "stages", "people", "reasons", "channels")
TITLES: Final[dict[str, str | Promise]] = {
    "pipelines": gettext_lazy("Pipelines"),
    "stages": gettext_lazy("Stages"),
    "people": gettext_lazy("People"),
    "reasons": gettext_lazy("Reasons of losing"),
    "channels": gettext_lazy("Sources"),
}
ABOUT: Final[dict[str, str | Promise]] = {
    "pipelines": gettext_lazy("Which process do deals of this pipeline go by?"),
    "stages": gettext_lazy("What stage of yours is it, or is the deal over there?"),
    "people": gettext_lazy("Who of your people is it? What is nobody’s can be given away later."),
    "reasons": gettext_lazy("Which of your reasons is it?"),
    "channels": gettext_lazy("Which of your sources is it?"),
}
NOUNS: Final[dict[str, str | Promise]] = {
    "deal": gettext_lazy("Deals"),
    "company": gettext_lazy("Companies"),
    "contact": gettext_lazy("Contacts"),
    "inquiry": gettext_lazy("Inquiries"),
    "payment": gettext_lazy("Payments"),
    "change": gettext_lazy("Changes of stage"),
}
COLUMN, OPTION, LONGEST = "column.", "options:", 300
STRANGERS: Final = "strangers"
"""The field that says who takes all that belongs to people who are nobody here."""
UNDECIDED: Final = "?"
"""What a select sends where nothing was chosen yet; an empty value leaves a column out."""

Choice = tuple[str, str]
Values = Mapping[str, Sequence[tuple[str, int]]]
"""What stands in the mapped columns, by map, with how many lines say it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Among what a person chooses: of the passport that holds, of the people who work here."""

    columns: tuple[Choice, ...]
    processes: tuple[Choice, ...] = ()
    stages: tuple[Choice, ...] = ()
    people: tuple[Choice, ...] = ()
    reasons: tuple[Choice, ...] = ()
    channels: tuple[Choice, ...] = ()
    options: Mapping[str, tuple[Choice, ...]] | None = None

    def of(self, word: Map) -> list[Choice]:
        """What a value of this map may become."""
        left_out = (LEFT_OUT, _("leave these lines out"))
        match word:
            case "pipelines":
                return [*self.processes, left_out]
            case "stages":
                return [*self.stages, (WON, _("the deal is won")), (LOST, _("the deal is lost")), left_out]
            case "people":
                return [("0", _("nobody")), *self.people]
            case "reasons":
                return list(self.reasons)
            case "channels":
                return list(self.channels)


@dataclass(frozen=True, slots=True)
class Row:
    """One value of the file and what it becomes; `undecided` where nobody and nothing has said."""

    name: str
    value: str
    count: int
    choices: list[Choice]
    chosen: str

    @property
    def undecided(self) -> bool:
        """Must somebody decide it?"""
        return self.chosen == UNDECIDED


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one kind: those that must be decided, and those that are."""

    word: str
    title: str
    about: str
    rows: list[Row]

    @property
    def open(self) -> list[Row]:
        """What must be decided."""
        return [row for row in self.rows if row.undecided]

    @property
    def strangers(self) -> list[Row]:
        """People of the file who are nobody here."""
        return [row for row in self.rows if self.word == "people" and row.chosen == "0"]

    @property
    def recognised(self) -> list[Row]:
        """What of the settled is something here: a stranger is settled, but nobody recognised them."""
        strangers = self.strangers
        return [row for row in self.settled if row not in strangers]

    @property
    def settled(self) -> list[Row]:
        """What was recognised or decided."""
        return [row for row in self.rows if not row.undecided]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its heading, some of what stands in it, and what it says."""

    name: str
    heading: str
    samples: tuple[str, ...]
    chosen: str
    choices: list[Choice]


def columns(
    plan: Plan, heads: Sequence[str], samples: Sequence[tuple[str, ...]], known: Choices
) -> list[Column]:
    """The columns in the order of the file."""
    choices = [("", _("leave it out")), *known.columns]
    return [
        Column(f"{COLUMN}{place}", heading, samples[place], plan.columns[place], choices)
        for place, heading in enumerate(heads)
    ]


def groups(plan: Plan, values: Values, known: Choices) -> list[Group]:
    """All that is mapped, kind by kind; kinds of which the file says nothing are left out."""
    made = [
        Group(word, *_named(word, plan), list(_rows(word, plan, values[word], known)))
        for word in MAPS
        if values.get(word)
    ]
    titles = dict(known.columns)
    for field, offered in (known.options or {}).items():
        if seen := values.get(f"{OPTION}{field}"):
            mapped = plan.options.get(field, {})
            rows = [
                _row(f"{OPTION}{field}:{value}", value, count, mapped.get(value), list(offered))
                for value, count in seen
            ]
            title = titles.get(f"own.{field}") or titles.get(field, field)
            made.append(Group(f"options-{field}", title, _("Which of your answers is it?"), rows))
    return made


def _named(word: Map, plan: Plan) -> tuple[str, str]:
    if word == "reasons" and plan.noun == "inquiry":
        return _("What became of them"), _(
            "Which of your answers to “no lead” is it, or has it become a deal?"
        )
    return str(TITLES[word]), str(ABOUT[word])


def _rows(word: Map, plan: Plan, seen: Iterable[tuple[str, int]], known: Choices) -> Iterable[Row]:
    mapped: Mapping[str, Any] = getattr(plan, word)
    offered = known.of(word)
    for value, count in seen:
        yield _row(f"{word}:{value}", value, count, mapped.get(value), offered)


def _row(name: str, value: str, count: int, chosen: Any, offered: list[Choice]) -> Row:
    known = chosen is not None and str(chosen) in {one for one, _title in offered}
    choices = offered if known else [(UNDECIDED, _("choose…")), *offered]
    return Row(name, value, count, choices, str(chosen) if known else UNDECIDED)


def corrected(plan: Plan, sent: Mapping[str, str]) -> Plan:
    """The plan as the page that was sent says; what the page did not show stays as it is."""
    placed = [sent.get(f"{COLUMN}{place}", was)[:64] for place, was in enumerate(plan.columns)]
    maps: dict[str, dict[str, Any]] = {word: dict(getattr(plan, word)) for word in MAPS}
    options = {field: dict(mapped) for field, mapped in plan.options.items()}
    for name, chosen in sent.items():
        word, _colon, value = name.partition(":")
        if word in maps:
            _put(maps[word], value, int(chosen) if word == "people" and chosen.isdecimal() else chosen)
        elif name.startswith(OPTION):
            field, _colon, value = value.partition(":")
            _put(options.setdefault(field, {}), value, chosen)
    if (somebody := sent.get(STRANGERS, "")).isdecimal():
        maps["people"] = {word: key or int(somebody) for word, key in maps["people"].items()}
    return replace(plan, columns=tuple(placed), options=options, **maps, **_plain(plan, sent))


def _put(mapped: dict[str, Any], value: str, chosen: Any) -> None:
    if chosen in (UNDECIDED, ""):
        mapped.pop(value, None)
    else:
        mapped[value] = chosen


def _plain(plan: Plan, sent: Mapping[str, str]) -> dict[str, Any]:
    """What is said of the file as a whole."""
    told: dict[str, Any] = {}
    if sent.get("noun") in TARGETS:
        told["noun"] = sent["noun"]
    if sent.get("dates") in ("dmy", "mdy", "ymd"):
        told["dates"] = sent["dates"]
    if sent.get("currency") in CURRENCIES:
        told["currency"] = sent["currency"]
    for name in ("process", "zone", "undated", "closed_from"):
        if name in sent:
            told[name] = sent[name][:LONGEST]
    return told
