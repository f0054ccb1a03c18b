"""The company's own fields as pages, API and commands say them: shown in words, and as they are typed again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from voronka.core.money import digits
from voronka.core.process import Field
from voronka.queries.days import day
from voronka.queries.sums import money, russian
from voronka.queries.words import phone


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field with its value in words; `typed` is what a form offers to change, `link` where it leads."""

    field: Field
    value: str
    typed: str = ""
    link: str = ""

    @property
    def lacking(self) -> bool:
        """Must it be filled in, and is not?"""
        return self.field.required and not self.value


def lines(fields: Iterable[Field], kept: Mapping[str, str], currency: str) -> tuple[FieldLine, ...]:
    """Every field in its order, filled or not."""
    return tuple(
        FieldLine(
            one,
            shown(one, kept.get(one.id, ""), currency),
            typed(one, kept.get(one.id, ""), currency),
            link(one, kept.get(one.id, "")),
        )
        for one in fields
    )


def shown(field: Field, kept: str, currency: str) -> str:
    """What is kept, as a person reads it. A value from a version where the field was of another kind stays as it is."""
    if not kept:
        return ""
    titles = {one.id: one.title for one in field.options}
    try:
        match field.kind:
            case "number":
                return _grouped(kept)
            case "money":
                return money(int(kept), currency)
            case "date":
                return day(date.fromisoformat(kept))
            case "yes_no":
                return {"yes": _("yes"), "no": _("no")}.get(kept, kept)
            case "choice" | "choices":
                return ", ".join(titles.get(one, one) for one in kept.split(","))
            case "phone":
                return phone(kept)
    except ValueError:
        return kept
    return kept


def typed(field: Field, kept: str, currency: str) -> str:
    """What is kept, as a person would type it."""
    if field.kind == "money" and kept.isdecimal():
        places = digits(currency)
        whole, rest = divmod(int(kept), 10**places)
        return f"{whole},{rest:0{places}d}" if rest else str(whole)
    if field.kind == "number" and russian():
        return kept.replace(".", ",")
    return kept


def link(field: Field, kept: str) -> str:
    """Where a phone, an address or a page leads; empty for the rest."""
    if not kept:
        return ""
    return {"phone": f"tel:{kept}", "email": f"mailto:{kept}", "link": kept}.get(field.kind, "")


def _grouped(number: str) -> str:
    whole, point, decimals = number.partition(".")
    sign, bare = ("\u2212", whole[1:]) if whole.startswith("-") else ("", whole)
    text = f"{int(bare):,}".replace(",", "\u00a0" if russian() else ",")
    return sign + text + (("," if russian() else ".") + decimals if point else "")
