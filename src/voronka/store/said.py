"""What people wrote in deals and inquiries, indexed by a reader of the log once it is committed."""

from collections.abc import Sequence
from typing import Any, Literal

from voronka.core import events as e
from voronka.store import index, log, names, sql, stems
from voronka.store.models import TextUse

READER = f"search/{stems.RULES}"
"""The name of the reader holds the rules: where they change, the whole log is read anew by itself."""
NOTED = {"deal": "deal_id", "inquiry": "inquiry_id"}
Noun = Literal["deal", "inquiry"]
_LETTER = {"deal": "d", "inquiry": "q"}
"""Stands before each token: texts of the one noun don't meet those of the other."""


def handle(facts: Sequence[log.Recorded]) -> None:
    """Index the texts of these facts, inside the transaction that moves the cursor."""
    uses: list[tuple[int, int, str]] = []
    for fact in facts:
        noun, _, key = fact.stream.partition(":")
        if noun not in NOTED:
            continue
        if isinstance(fact.event, e.DealWithdrawn | e.InquiryWithdrawn):
            forget(noun, int(key))
        elif told := _told(fact):
            uses += _use(noun, int(key), fact, *told)
    # What a later one of these same facts has replaced or taken away stands nowhere any more.
    there_still = set(TextUse.objects.filter(pk__in=[use for use, _, _ in uses]).values_list("pk", flat=True))
    keep([one for one in uses if one[0] in there_still])


def keep(uses: Sequence[tuple[int, int, str]]) -> None:
    """Index these: the number of the use, the text, and the noun in which it stands."""
    bodies = _bodies([text for _, text, _ in uses])
    index.put(
        index.TEXTS,
        [
            (use, [_LETTER[noun] + one for one in stems.tokens(bodies.get(text, ""))])
            for use, text, noun in uses
        ],
    )


def _told(fact: log.Recorded) -> tuple[str, int | None] | None:
    """Of what kind the text of a fact is, and the text; None for a fact that tells none and replaces none."""
    event = fact.event
    if isinstance(event, e.DealFieldSet | e.InquiryFieldSet) and not getattr(event, "reason", None):
        return f"field:{event.field}", event.text
    if isinstance(event, e.DealNextStepSet):
        return event.kind, event.text
    text = getattr(event, "text", None) or getattr(event, "reason", None)
    return (event.kind, text) if isinstance(text, int) else None


_LAST_ALONE = ("field:", e.DealNextStepSet.kind)


def _use(noun: str, key: int, fact: log.Recorded, kind: str, text: int | None) -> list[tuple[int, int, str]]:
    """Keep where the text stands; what it replaces is found no more."""
    column = NOTED[noun]
    if kind.startswith(_LAST_ALONE):
        old = sql.all_of(
            f"SELECT id FROM store_textuse WHERE {column} = %s AND kind = %s AND seq < %s",
            (key, kind, fact.seq),
        )
        _drop([int(row[0]) for row in old])
    if text is None or not there(noun, key):
        return []
    made = sql.one(
        f'INSERT INTO store_textuse (text, {column}, seq, kind, at, "by") VALUES (%s, %s, %s, %s, %s, %s)'
        f" ON CONFLICT ({column}, seq) DO UPDATE SET text = excluded.text, kind = excluded.kind"
        " RETURNING id",
        (text, key, fact.seq, kind, fact.at, fact.by),
    )
    assert made is not None
    return [(int(made[0]), text, noun)]


def stands(fact: log.Recorded) -> bool:
    """Does this fact tell a text that no later one replaces?"""
    told = _told(fact) if fact.stream.partition(":")[0] in NOTED else None
    return told is not None and told[1] is not None and not told[0].startswith(_LAST_ALONE)


def kept(places: Sequence[tuple[str, int]]) -> set[tuple[str, int, int]]:
    """Of these streams and numbers of facts, those whose texts are kept: noun, key, number."""
    found: set[tuple[str, int, int]] = set()
    for noun, column in NOTED.items():
        keys = sorted({int(stream.partition(":")[2]) for stream, _ in places if stream.startswith(noun)})
        if keys:
            asked = (
                f"SELECT {column}, seq FROM store_textuse WHERE {column} IN ({', '.join(['%s'] * len(keys))})"
            )
            found |= {(noun, int(key), int(seq)) for key, seq in sql.all_of(asked, keys)}
    return found


def there(noun: str, key: int) -> bool:
    """Is this deal, or inquiry, one that is found at all?"""
    return sql.there(f"store_{noun}row", key, "status <> 'undone'")


def forget(noun: str, key: int) -> None:
    """A deal or an inquiry whose import was taken back: neither its title nor its texts are found."""
    if noun == "deal":
        names.drop("deal", [key])
    asked = f"SELECT id FROM store_textuse WHERE {NOTED[noun]} = %s"
    _drop([int(row[0]) for row in sql.all_of(asked, (key,))])


def _drop(uses: list[int]) -> None:
    if uses:
        index.drop(index.TEXTS, uses)
        TextUse.objects.filter(pk__in=uses).delete()


def _bodies(texts: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(texts), 500):
        some = texts[start : start + 500]
        places = ", ".join(["%s"] * len(some))
        found.update(sql.all_of(f"SELECT id, body FROM store_text WHERE id IN ({places})", some))
    return found


def pieces(
    noun: Noun, typed: names.Typed, limit: int, *, begun: bool = True, below: int | None = None
) -> list[tuple[str, list[Any]]]:
    """The piece of a statement that finds texts with every word in some form, as `deal_text` or `inquiry_text`;
    `begun`: the last word may be unfinished. `below` the number of a use."""
    letter = _LETTER[noun]
    if typed.number:
        wanted = [{f"{letter}{one}*" for one in (*typed.parts, *_apart(typed))}]
    else:
        wanted = [{letter + one for one in (*word.forms, word.typed)} for word in typed.words]
        if wanted and begun:
            wanted[-1].add(f"{letter}{typed.words[-1].typed}*")
    return [index.newest(index.TEXTS, wanted, limit, f"{noun}_text", below=below)] if wanted else []


def _apart(typed: names.Typed) -> tuple[str, ...]:
    """A telephone as people write it who begin with an eight."""
    return tuple("8" + one[1:] for one in typed.parts if one[0] == "7" and len(one) >= 4)
