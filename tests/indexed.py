"""What was written is indexed at once, as the worker would a moment later.

A reader of the log sees committed facts alone, and most tests commit nothing.
"""

from voronka.actions.indexing import fill_names
from voronka.store import log, said
from voronka.store.models import EventRow, ReaderCursor


def index_all() -> None:
    """Read the whole log, and every name."""
    while fill_names():
        pass
    facts = [log.recorded(row) for row in EventRow.objects.order_by("id")]
    said.handle(facts)
    if facts:
        told = {"position": facts[-1].position}
        ReaderCursor.objects.update_or_create(reader=said.READER, defaults=told)
