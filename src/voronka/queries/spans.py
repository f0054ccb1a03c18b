"""Spans of the passport as people say them."""

from django.utils.translation import ngettext

from voronka.core.process import Span


def span(value: Span) -> str:
    """Two working days, thirty minutes."""
    n = value.amount
    match value.unit:
        case "d":
            return ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}
        case "cd":
            return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
        case "h":
            return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
