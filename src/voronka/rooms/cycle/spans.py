"""Norms as people say them."""

from django.utils.translation import gettext as _

from voronka.core.process import Stage
from voronka.queries.spans import span


def norm_of(stage: Stage) -> str:
    """What the passport asks, for the head of a column."""
    if stage.norm is None:
        return ""
    if stage.norm.unit in ("d", "cd"):
        return _("norm %(n)s d") % {"n": stage.norm.amount}
    return _("norm %(span)s") % {"span": span(stage.norm)}
