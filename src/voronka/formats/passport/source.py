"""YAML text to plain values that know their line and column; what could harm or mislead is refused.

YAML 1.2 core values only: `no`, `12:30` and dates stay text. Anchors, tags and several documents have no use
here, and a text can be made to explode with them.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from voronka.formats.passport.finding import Path

LARGEST: Final = 1_000_000
"""Characters; a passport of ten stages has about 8,000."""
MOST: Final = 30_000
DEEPEST: Final = 30

_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE, _FALSE = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_OCTAL, _HEX = re.compile(r"0o[0-7]{1,18}"), re.compile(r"0x[0-9a-fA-F]{1,15}")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,2})?")


class Unreadable(Exception):
    """The text is no passport at all: a code, the place, and what a sentence names."""

    def __init__(self, code: str, line: int = 1, column: int = 1, **data: Any) -> None:
        super().__init__(code)
        self.code, self.line, self.column, self.data = code, line, column, data


@dataclass(slots=True)
class Node:
    """A value with its place: a scalar, a list of nodes, or a dict of nodes (`keys` are the keys' places)."""

    value: Any
    line: int
    column: int
    style: str = ""
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def spot(self, path: Path, *, of_key: bool = False, at: int = 0) -> tuple[int, int]:
        """Line and column of what the path leads to, or of the last part of it that is there."""
        node, place = self, (self.line, self.column)
        for step, part in enumerate(path, start=1):
            inside = node.value
            if isinstance(inside, dict) and part in inside:
                key = node.keys[str(part)]
                node = inside[str(part)]
                last = step == len(path)
                # A whole mapping or list is pointed at by its key, a written value by itself.
                whole = not last or of_key or isinstance(node.value, dict | list)
                place = key if whole else (node.line, node.column)
            elif isinstance(inside, list) and isinstance(part, int) and part < len(inside):
                node = inside[part]
                place = (node.line, node.column)
            else:
                return place
        if at and isinstance(node.value, str) and node.style not in ("|", ">"):
            return place[0], place[1] + at + (1 if node.style else 0)
        return place


def read(text: str) -> Node:
    """The tree of the text; Unreadable where it can't be one."""
    if len(text) > LARGEST:
        raise Unreadable("too_large", limit=LARGEST, have=len(text))
    if not text.strip():
        raise Unreadable("empty")
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # here, so that pages without it do not wait

    try:
        tree = _tree(text.removeprefix("\ufeff"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        code = "tab" if "'\\t'" in str(error.problem) else "yaml"
        raise Unreadable(code, line, column, words=str(error.problem or "")) from None
    except (YAMLError, ValueError) as error:
        # The reader met a character that no text may hold; it says where, in characters.
        place = getattr(error, "position", 0) or 0
        before = text[:place]
        raise Unreadable("character", before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1) from None
    if tree is None:
        raise Unreadable("empty")
    if not isinstance(tree.value, dict):
        raise Unreadable("not_a_passport", tree.line, tree.column)
    return tree


def _tree(text: str) -> Node | None:
    """Built from the parser's events, without recursion: depth is bounded by a counter, not by the stack."""
    from ruamel.yaml import YAML

    root: Node | None = None
    open_nodes: list[Node] = []
    waiting: list[tuple[str, int, int] | None] = []  # the key that waits for its value, one a mapping
    for count, event in enumerate(YAML(typ="safe", pure=True).parse(text)):
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        _refuse(event, count, len(open_nodes), root is not None, line, column)
        if _is(event, "MappingEnd", "SequenceEnd"):
            open_nodes.pop()
            waiting.pop()
        elif _is(event, "Scalar", "MappingStart", "SequenceStart"):
            parent = open_nodes[-1] if open_nodes else None
            if parent is not None and isinstance(parent.value, dict) and waiting[-1] is None:
                waiting[-1] = _key(event, parent, line, column)
                continue
            node = _node(event, line, column)
            if parent is None:
                root = node
            else:
                _put(node, parent, waiting)
            if isinstance(node.value, dict | list):
                open_nodes.append(node)
                waiting.append(None)
    return root


def _is(event: Any, *kinds: str) -> bool:
    return type(event).__name__[:-5] in kinds  # without `Event`


def _refuse(event: Any, count: int, depth: int, begun: bool, line: int, column: int) -> None:
    """What has no use in a passport, and what is too much of it."""
    if count > MOST:
        raise Unreadable("too_much", line, column, limit=MOST)
    if depth > DEEPEST:
        raise Unreadable("too_deep", line, column, limit=DEEPEST)
    if _is(event, "DocumentStart") and begun:
        raise Unreadable("several_documents", line, column)
    if _is(event, "Alias") or getattr(event, "anchor", None):
        raise Unreadable("anchor", line, column)
    if getattr(event, "ctag", None) or getattr(event, "tag", None):
        raise Unreadable("tag", line, column)


def _node(event: Any, line: int, column: int) -> Node:
    if _is(event, "Scalar"):
        style = event.style or ""
        return Node(event.value if style else scalar(event.value), line, column, style)
    return Node({} if _is(event, "MappingStart") else [], line, column)


def _key(event: Any, mapping: Node, line: int, column: int) -> tuple[str, int, int]:
    if not _is(event, "Scalar"):
        raise Unreadable("key_unreadable", line, column)
    if event.value in mapping.keys:
        raise Unreadable("duplicate_key", line, column, key=event.value, first=mapping.keys[event.value][0])
    return event.value, line, column


def _put(node: Node, parent: Node, waiting: "list[tuple[str, int, int] | None]") -> None:
    if isinstance(parent.value, list):
        parent.value.append(node)
        return
    key = waiting[-1]
    assert key is not None
    parent.value[key[0]] = node
    parent.keys[key[0]] = key[1:]
    waiting[-1] = None


def scalar(text: str) -> Any:
    """A plain scalar by the core schema of YAML 1.2."""
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _WHOLE.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEX.fullmatch(text):
        return int(text[2:], 16)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
