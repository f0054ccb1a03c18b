"""Norms as people say them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core.process import Span, Stage


def span(value: Span) -> str:
    """Two working days, three hours."""
    n = value.amount
    match value.unit:
        case "d":
            return ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}
        case "cd":
            return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
        case "h":
            return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}


def norm_of(stage: Stage) -> str:
    """What the passport asks, for the head of a column."""
    if stage.norm is None:
        return ""
    if stage.norm.unit in ("d", "cd"):
        return _("norm %(n)s d") % {"n": stage.norm.amount}
    return _("norm %(span)s") % {"span": span(stage.norm)}
