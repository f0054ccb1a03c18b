"""One answer of a passport's text changed, and all the rest of the text left as it was written.

The lines of the answer are cut out, changed by ruamel's round trip (which keeps comments and the manner of
writing) and put back: what stands in other lines can't change. The outcome is read again; where it does not say
exactly what was meant, the answer is written anew, and where even that fails (a text in one line), all of it.
"""

from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from typing import Any, Final

from voronka.core.questions import WORDS
from voronka.formats.passport import source
from voronka.formats.passport.writing import block, safe

HEAD: Final = ("voronka", "process", "title", "language", "currency")
ORDER: Final = (*HEAD, *WORDS)
"""The keys of a passport in the order in which they are written."""


def plain(text: str) -> dict[str, Any]:
    """What stands in the text, without places; source.Unreadable where that can't be told."""
    values: dict[str, Any] = source.read(text).plain()
    return values


def edit(text: str, word: str, answer: Any) -> str:
    """The text with this answer (None: without it). Raises source.Unreadable where the text can't be read."""
    tree = source.read(text)
    whole = tree.plain()
    if repr(whole.get(word)) == repr(answer):
        return text
    meant = {key: value for key, value in whole.items() if key != word}
    if answer is not None:
        meant[word] = answer
    for tried in _tries(text, tree, word, answer):
        if _says(tried, meant, word):
            return tried
    return block({key: meant[key] for key in sorted(meant, key=_rank)})


def _rank(key: str) -> int:
    return ORDER.index(key) if key in ORDER else len(ORDER)


def _says(text: str, meant: dict[str, Any], word: str) -> bool:
    try:
        said = plain(text)
    except source.Unreadable:
        return False
    # The order of keys tells something too (roles, months), but only within the answer.
    return said == meant and repr(said.get(word)) == repr(meant.get(word))


def _tries(text: str, tree: source.Node, word: str, answer: Any) -> Iterator[str]:
    """The ways of putting the answer there, the most careful first."""
    lines = text.splitlines(keepends=True)
    if word not in tree.value:
        place = _gap(tree, word, lines)
        yield _joined(lines[:place], _apart(lines[:place], _fresh(word, answer)), lines[place:])
        return
    first, last = _lines_of(tree, word, lines)
    before, own, after = lines[:first], lines[first:last], lines[last:]
    if answer is None:
        yield _joined(before, "", after)
        return
    with suppress(Exception):  # whatever ruamel stumbles over: the answer is written anew below
        yield _joined(before, _changed("".join(own), word, answer), after)
    yield _joined(before, _fresh(word, answer), after)


def _joined(before: list[str], own: str, after: list[str]) -> str:
    head = "".join(before)
    if head and own and not head.endswith("\n"):
        head += "\n"
    return head + own + "".join(after)


def _apart(before: list[str], own: str) -> str:
    """An empty line before an answer, as between others."""
    return own if not before or not before[-1].strip() else "\n" + own


def _lines_of(tree: source.Node, word: str, lines: list[str]) -> tuple[int, int]:
    """From the answer's key to what belongs to the next one: its comments and the empty lines before them."""
    starts = sorted(place[0] for place in tree.keys.values())
    first = tree.keys[word][0]
    end = next((start for start in starts if start > first), len(lines) + 1)
    return first - 1, _without_next(lines, first, end - 1)


def _without_next(lines: list[str], first: int, last: int) -> int:
    """Where the lines of an answer end: what is empty or a comment at the margin after them is not theirs."""
    while last > first and (not lines[last - 1].strip() or lines[last - 1].startswith(("#", "..."))):
        last -= 1
    return last


def _gap(tree: source.Node, word: str, lines: list[str]) -> int:
    """Before which line an answer that is not there yet belongs: after the nearest that comes before it."""
    before = [key for key in tree.keys if _rank(key) < _rank(word)]
    if not before:
        return _without_next(lines, 0, min(place[0] for place in tree.keys.values()) - 1)
    nearest = max(before, key=lambda key: (_rank(key), tree.keys[key][0]))
    return _lines_of(tree, nearest, lines)[1]


def _fresh(word: str, answer: Any) -> str:
    return block({word: answer})


def _changed(own: str, word: str, answer: Any) -> str:
    """The lines of an answer with only that changed which is another."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = 4096  # long lines stay as long as they were written
    yaml.indent(mapping=2, sequence=4, offset=2)
    node = yaml.load(own)
    node[word] = _merged(node[word], answer)
    written = StringIO()
    yaml.dump(node, written)
    return written.getvalue()


def _merged(node: Any, value: Any) -> Any:
    """The written value where it says the same; else the same mapping or list with its parts merged."""
    if _same(node, value):
        return node
    if isinstance(node, dict) and isinstance(value, dict) and value:
        _merge_keys(node, value)
        return node
    if isinstance(node, list) and isinstance(value, list) and value:
        _merge_items(node, value)
        return node
    return safe(value)


def _merge_keys(node: Any, value: dict[str, Any]) -> None:
    for key in [key for key in node if key not in value]:
        del node[key]
    for place, (key, inner) in enumerate(value.items()):
        if key in node:
            node[key] = _merged(node[key], inner)
        else:
            node.insert(min(place, len(node)), key, safe(inner))
    if [str(key) for key in node] != list(value):
        for key in value:  # another order is meant
            node.move_to_end(key)


def _merge_items(node: Any, value: list[Any]) -> None:
    """Items that have an id are known by it, wherever they stand now; others by what they say."""
    old = list(node)
    taken: set[int] = set()

    def find(inner: Any, place: int) -> Any:
        for which, one in enumerate(old):
            if which not in taken and _alike(one, inner):
                taken.add(which)
                return _merged(one, inner)
        return safe(inner)

    made = [find(inner, place) for place, inner in enumerate(value)]
    comments = {id(old[which]): kept for which, kept in node.ca.items.items() if which < len(old)}
    node.ca.items.clear()
    node[:] = made
    for place, one in enumerate(node):
        if id(one) in comments and isinstance(one, dict | list | str):
            node.ca.items[place] = comments[id(one)]


def _alike(node: Any, value: Any) -> bool:
    if isinstance(node, dict) and isinstance(value, dict) and "id" in node and "id" in value:
        return bool(node["id"] == value["id"])
    return _same(node, value)


def _same(node: Any, value: Any) -> bool:
    """Does the written value say this? A day is text in a passport, whatever YAML takes it for."""
    if isinstance(node, dict) and isinstance(value, dict):
        return list(map(str, node)) == list(value) and all(
            _same(inner, value[str(key)]) for key, inner in node.items()
        )
    if isinstance(node, list) and isinstance(value, list):
        return len(node) == len(value) and all(map(_same, node, value))
    if isinstance(node, dict | list) or isinstance(value, dict | list):
        return False
    if isinstance(node, bool) or isinstance(value, bool):
        return node is value
    return bool(node == value) or (hasattr(node, "isoformat") and str(node.isoformat()) == value)
