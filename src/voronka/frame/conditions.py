"""The form of a company's own condition: lines of fact, sign and value, what they mean, and the text for the advanced.

A page includes `parts/_condition.html` with what `shown` or `typed` returns; `Typed.text` is what stands in the
passport then. Names of fields begin with `name`, so that a form may hold several. Whoever changes a field gets the
form anew from `/condition`; without a script an empty line is always there to be filled in.

    terms = conditions.terms_of(process)                          # or Terms(over, currency, choices)
    condition = conditions.shown("stages.0.when.2", text, terms)  # for the first time
    condition = conditions.typed(request.POST, "stages.0.when.2", terms)
    {% include "parts/_condition.html" with condition=condition %}
    condition.text, condition.says, condition.errors, any(line.error for line in condition.lines)
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from voronka.core.money import digits, parse_amount
from voronka.core.problems import Invalid
from voronka.core.process import Field, Process
from voronka.formats import comparisons
from voronka.formats.comparisons import AND, NO, OR, SIGNS, YES, Comparison, Comparisons, Speech
from voronka.formats.conditions import Over, problems
from voronka.formats.passport import Finding
from voronka.frame.fields import typed as as_typed
from voronka.queries import words
from voronka.queries.expressions import expression, names, signs
from voronka.queries.passport import findings

MOST: Final = 20
"""Lines of one condition; more than that is a text."""
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a condition may speak of: `over` an inquiry or a deal, in which money, `choices` of values, and the
    company's own `fields`.
    """

    over: Over = "deal"
    currency: str = "RUB"
    choices: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()

    @property
    def speech(self) -> Speech:
        """The types of all that lines can say."""
        return Speech.of(self.over, self.currency, self.fields)

    def options(self, name: str) -> Sequence[Option]:
        """The values that a fact can have, where they are few and known."""
        fixed = {
            "deal.status": [
                ("open", _("open")),
                ("won", _("won")),
                ("imported", _("won before")),
                ("lost", _("lost")),
            ],
            "deal.handover": [
                ("none", _("not offered")),
                ("offered", _("offered to production")),
                ("accepted", _("accepted by production")),
                ("returned", _("returned by production")),
            ],
        }
        own = {f"{self.over}.fields.{one.id}": one for one in self.fields}
        if name in own:
            return [(option.id, option.title) for option in own[name].options]
        return self.choices.get(name) or fixed.get(name, [])

    @property
    def titles(self) -> dict[str, str]:
        """What ids are called, so that a sentence can name them."""
        own = (option for one in self.fields for option in self.options(f"{self.over}.fields.{one.id}"))
        return dict([*(option for options in self.choices.values() for option in options), *own])


def terms_of(process: Process, over: Over = "deal") -> Terms:
    """What a condition of this process may speak of."""
    channels = [(one.id, one.title) for one in process.entry.channels]
    stages = [(one.id, one.title) for one in process.cycle.stages]
    return Terms(
        over,
        process.currency,
        {"deal.channel": channels, "inquiry.channel": channels, "deal.stage": stages},
        process.cycle.fields if over == "deal" else (),
    )


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of the form; `control` is what the value is typed into: choice, number, text or none."""

    name: str
    fact: str = ""
    sign: str = ""
    value: str = ""
    control: str = "none"
    unit: str = ""
    facts: Sequence[Option] = ()
    signs: Sequence[Option] = ()
    options: Sequence[Option] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """The form: `text` is the condition as the passport has it, `says` what it means, `errors` what is wrong.

    `draft` is the text with lines that are not filled in yet: a check finds them.
    """

    name: str
    text: str
    lines: tuple[LineShown, ...]
    joint: str = AND
    by_text: bool = False
    only_text: bool = False
    says: str = ""
    errors: tuple[str, ...] = ()
    over: str = "deal"
    draft: str = ""

    @property
    def anchor(self) -> str:
        """The id of the form in its page."""
        return "condition-" + re.sub(r"[^a-zA-Z0-9]+", "-", self.name)


def shown(name: str, text: str, terms: Terms) -> Typed:
    """The form of a condition that is there already, or of none yet."""
    text = " ".join(text.split())
    found = comparisons.taken_apart(text, terms.speech)
    rows = [] if found is None else [_row(name, place, one, terms) for place, one in enumerate(found.lines)]
    made = Typed(name, text, tuple(rows), found.joint if found else AND, found is None, found is None)
    return _whole(replace(made, draft=text), terms)


def renamed(made: Typed, name: str) -> Typed:
    """The same form under another name: its place in the page has changed."""
    lines = tuple(replace(line, name=name + line.name.removeprefix(made.name)) for line in made.lines)
    return replace(made, name=name, lines=lines)


def typed(post: QueryDict, name: str, terms: Terms) -> Typed:
    """The form as it was filled in."""
    written = post.get(f"{name}.text", "")
    has_lines = f"{name}.0.fact" in post
    if post.get(f"{name}.as") != "text":
        return _lines(post, name, terms) if has_lines else shown(name, written, terms)
    made = shown(name, _lines(post, name, terms).text if has_lines else written, terms)
    return replace(made, by_text=True)


def _lines(post: QueryDict, name: str, terms: Terms) -> Typed:
    joint = OR if post.get(f"{name}.joint") == OR else AND
    lines, said, rough = [], [], []
    for place in range(MOST):
        line, comparison = _filled(post, name, place, terms)
        if line.fact:
            lines.append(replace(_row(name, len(lines), comparison or _of(line), terms), error=line.error))
            lines[-1] = replace(lines[-1], value=line.value) if line.error else lines[-1]
        if comparison is not None:
            said.append(comparison)
            rough.append(comparisons.text_of(comparison, terms.speech))
        elif line.fact:
            rough.append(f"{line.fact} {line.sign} {line.value}".strip())
    found = Comparisons(joint if len(said) > 1 else AND, tuple(said))
    text = comparisons.put_together(found, terms.speech)
    written = post.get(f"{name}.text", "")
    if comparisons.taken_apart(written, terms.speech) == found:
        text = " ".join(written.split())  # in the manner in which it was written
    draft = text if len(rough) == len(said) else f" {joint} ".join(rough)
    return _whole(Typed(name, text, tuple(lines), joint, draft=draft), terms)


def _of(line: LineShown) -> Comparison:
    return Comparison(line.fact, line.sign, line.value)


def _filled(post: QueryDict, name: str, place: int, terms: Terms) -> tuple[LineShown, Comparison | None]:
    """One line of what was sent: as it is to be shown again, and what it says where it says something."""
    own = f"{name}.{place}"
    fact, sign = post.get(f"{own}.fact", ""), post.get(f"{own}.sign", "")
    value = " ".join(post.get(f"{own}.value", "").split())
    kind = terms.speech.kinds.get(fact)
    if kind is None:
        return LineShown(own), None
    if sign not in SIGNS[kind]:
        sign = SIGNS[kind][0]
        # Another fact was chosen: what stood there was the value of the one before.
        if post.get(f"{own}.was", fact) != fact:
            value = ""
    line = LineShown(own, fact, sign, value)
    if sign in (YES, NO):
        return line, Comparison(fact, sign)
    if not value:
        fresh = post.get(f"{own}.was", "") != fact
        return (line if fresh else replace(line, error=_("Fill this in."))), None
    try:
        return line, Comparison(fact, sign, _bare(value, kind, fact, terms))
    except Invalid as wrong:
        return replace(line, error=" ".join(map(words.problem, wrong.problems))), None
    except ValueError:
        return replace(line, error=_("Write a whole number here.")), None


def _bare(value: str, kind: str, fact: str, terms: Terms) -> str:
    """A value as a line keeps it: a sum in whole units, a number, an id or a text."""
    if kind == "money":
        whole, rest = divmod(parse_amount(value, terms.currency), 10 ** digits(terms.currency))
        return f"{whole}.{rest:0{digits(terms.currency)}d}" if rest else str(whole)
    if kind == "int":
        return str(int(value.replace("\u00a0", "").replace(" ", "")))
    if kind == "date":
        return date.fromisoformat(value).isoformat()
    if kind == "double":
        number = float(value.replace("\u00a0", "").replace(" ", "").replace(",", "."))
        return str(int(number)) if number == int(number) else str(number)
    titles = {title: key for key, title in terms.options(fact)}
    return titles.get(value, value)


def _row(name: str, place: int, one: Comparison, terms: Terms) -> LineShown:
    kind = terms.speech.kinds[one.name]
    options = terms.options(one.name) if kind == "string" else ()
    value = one.value
    if options and value and value not in dict(options):
        options = [*options, (value, value)]
    if kind == "money" and value.replace(".", "").isdecimal():
        value = as_typed(round(float(value) * 10 ** digits(terms.currency)), terms.currency)
    control = {"bool": "none", "string": "choice" if options else "text", "date": "day"}.get(kind, "number")
    said = {**signs(), YES: _("yes"), NO: _("no"), "==": _("equals"), "!=": _("does not equal")}
    return LineShown(
        name=f"{name}.{place}",
        fact=one.name,
        sign=one.sign,
        value=value,
        control=control,
        unit={"RUB": "₽", "USD": "$", "EUR": "€"}.get(terms.currency, terms.currency)
        if kind == "money"
        else "",
        facts=_facts(terms),
        signs=[(sign, said[sign]) for sign in SIGNS[kind]],
        options=options,
    )


def _facts(terms: Terms) -> list[Option]:
    own = {f"{terms.over}.fields.{one.id}": one.title for one in terms.fields}
    said = {**names(), **own}
    return [(name, said.get(name, name)) for name in terms.speech.kinds]


def _whole(made: Typed, terms: Terms) -> Typed:
    """With an empty line at the end, what it means, and what is wrong with it."""
    lines = made.lines
    if len(lines) < MOST:
        lines = (*lines, LineShown(f"{made.name}.{len(lines)}", facts=_facts(terms)))
    troubles = problems(made.text, terms.over, terms.currency, terms.fields) if made.text else ()
    errors = tuple(_trouble(one.code, one.at, one.data) for one in troubles)
    own = {f"{terms.over}.fields.{one.id}": one.title for one in terms.fields}
    says = expression(made.text, None, terms.titles, own) if made.text and not errors else ""
    return replace(made, lines=lines, errors=errors, says=says, over=terms.over)


def _trouble(code: str, at: int, data: Mapping[str, object]) -> str:
    """What is wrong with the text, at which letter, and what to write instead."""
    finding = Finding("error", code, 1, at + 1, "", dict(data))
    place = _("The place: letter %(n)d.") % {"n": at + 1}
    return " ".join(filter(None, (findings.sentence(finding), findings.hint(finding), place)))
