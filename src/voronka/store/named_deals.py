"""Which deal a line of another system's file speaks of: by that system's id, by our number, or by its title."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from voronka.core.clients import fold_name
from voronka.core.imports import Client
from voronka.store import names, sql
from voronka.store.models import Import


@dataclass(frozen=True, slots=True)
class Called:
    """What a line calls its deal, and whose deal it says that it is."""

    ref: str
    client: Client

    @property
    def number(self) -> int:
        """Our number, where it may be one; else 0."""
        bare = self.ref.lstrip("#№ ")
        return int(bare) if bare.isdecimal() and bare.isascii() and sql.is_key(int(bare)) else 0


def sources(noun: str) -> list[str]:
    """Under which names ids of such things were kept."""
    told = Import.objects.filter(noun=noun).values_list("source", "heads").distinct()
    return sorted({source if source != "plain" else f"plain:{heads[:12]}" for source, heads in told})


def meant(told: Sequence[Called], *, source: str) -> list[list[int]]:
    """The deals that each may mean: one where it is plain, several where it is not, none where there is none.

    Another system's id goes before our number, our number before the title; ids of the line's own system go first.
    A deal whose import was taken back is none. Three statements, however many lines there are.
    """
    by_id = _by_id({one.ref for one in told}, source)
    rest = [one for one in told if one.ref not in by_id]
    numbers = _there({one.number for one in rest if one.number})
    titled = _by_title([one for one in rest if one.number not in numbers])
    return [
        by_id.get(one.ref) or ([one.number] if one.number in numbers else _of_client(one, titled))
        for one in told
    ]


def _by_id(refs: Collection[str], source: str) -> dict[str, list[int]]:
    known = sources("deal")
    if not known or not refs:
        return {}
    found: dict[str, dict[str, int]] = {}
    asked = sorted(refs)
    for name, outside, key in sql.all_of(
        "SELECT o.source, o.outside, o.key FROM store_outsideid o JOIN store_dealrow d ON d.id = o.key"
        f" WHERE o.noun = 'deal' AND d.status <> 'undone' AND o.source IN ({_places(known)})"
        f" AND o.outside IN ({_places(asked)})",
        (*known, *asked),
    ):
        found.setdefault(str(outside), {})[str(name)] = int(key)
    return {
        ref: [by_source[source]] if source in by_source else sorted(set(by_source.values()))
        for ref, by_source in found.items()
    }


def _there(keys: Collection[int]) -> set[int]:
    if not keys:
        return set()
    asked = f"SELECT id FROM store_dealrow WHERE status <> 'undone' AND id IN ({_places(keys)})"
    return {int(row[0]) for row in sql.all_of(asked, sorted(keys))}


Titled = dict[str, list[tuple[int, frozenset[str]]]]
"""By title: each deal of that title, and what its client is called or numbered."""


def _by_title(told: Sequence[Called]) -> Titled:
    """Deals of these very titles; the index of names finds those with their words, for titles have none."""
    titles = sorted({one.ref for one in told})
    found: Titled = {}
    asked, given = names.called("deal", titles)
    if not asked:
        return found
    for key, title, *client in sql.all_of(
        f"SELECT d.id, d.title, co.folded, co.inn, pe.folded FROM ({asked}) w"
        " JOIN store_dealrow d ON d.id = w.number / 4 LEFT JOIN store_company co ON co.id = d.company_id"
        " LEFT JOIN store_contact pe ON pe.id = d.contact_id"
        f" WHERE d.title IN ({_places(titles)}) AND d.status <> 'undone'"
        " ORDER BY d.id",
        (*given, *titles),
    ):
        found.setdefault(str(title), []).append((int(key), frozenset(map(str, filter(None, client)))))
    return found


def _of_client(one: Called, titled: Titled) -> list[int]:
    who = {fold_name(one.client.company), one.client.inn, fold_name(one.client.contact)} - {""}
    return [key for key, client in titled.get(one.ref, ()) if not who or who & client]


def _places(values: Iterable[object]) -> str:
    return ", ".join("%s" for _ in values)
