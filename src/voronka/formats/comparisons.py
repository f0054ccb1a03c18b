"""A condition as lines of a form, each a fact, a sign and a value, joined by “and” or “or”; and back to its text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from voronka.formats import conditions
from voronka.formats.conditions import Fields, Over
from voronka.formats.expression import tokens
from voronka.formats.terms import Wrong

YES: Final = "yes"
NO: Final = "no"
AND: Final = "&&"
OR: Final = "||"
_ORDERED: Final = (">", ">=", "<", "<=", "==", "!=")
SIGNS: Final = {
    "bool": (YES, NO),
    "string": ("==", "!="),
    "money": _ORDERED,
    "int": _ORDERED,
    "double": _ORDERED,
    "date": _ORDERED,
}
"""How a fact of each type can be asked about."""

Word = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line. `value` is bare: a sum in whole units, a number, a day as 2026-12-01, a text without quotes,
    nothing for yes and no.
    """

    name: str
    sign: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Comparisons:
    """All lines, joined by AND or OR."""

    joint: str
    lines: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """What lines may speak of: the type of each fact, and in which money."""

    kinds: Mapping[str, str]
    currency: str

    @staticmethod
    def of(over: Over, currency: str, fields: Fields = ()) -> "Speech":
        """All that lines can say of it: free words and several choices at once they can't."""
        known = conditions.kinds(over, fields).items()
        return Speech({name: kind for name, kind in known if kind in SIGNS}, currency)


def taken_apart(text: str, speech: Speech) -> Comparisons | None:
    """The lines that say the same; None for what no lines can say: brackets, sums of facts, both joints."""
    if not text.strip():
        return Comparisons(AND, ())
    try:
        words = tokens(text)[:-1]
    except Wrong:
        return None
    joints = {word for kind, word, _at in words if kind == "sign" and word in (AND, OR)}
    if len(joints) > 1:
        return None
    joint = next(iter(joints), AND)
    lines = [_line(piece, speech) for piece in _pieces(words, joint)]
    known = tuple(line for line in lines if line is not None)
    return Comparisons(joint, known) if len(known) == len(lines) else None


def put_together(found: Comparisons, speech: Speech) -> str:
    """The text of the condition that these lines say."""
    return f" {found.joint} ".join(text_of(line, speech) for line in found.lines)


def text_of(line: Comparison, speech: Speech) -> str:
    """The text of one line."""
    kind = speech.kinds[line.name]
    if line.sign in (YES, NO):
        return line.name if line.sign == YES else f"!{line.name}"
    value = line.value
    if kind == "money":
        value = f"{speech.currency.lower()}({value})"
    elif kind == "date":
        value = f'date("{value}")'
    elif kind == "string":
        value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{line.name} {line.sign} {value}"


def _pieces(words: list[Word], joint: str) -> Iterator[list[Word]]:
    piece: list[Word] = []
    for word in words:
        if word[0] == "sign" and word[1] == joint:
            yield piece
            piece = []
        else:
            piece.append(word)
    yield piece


def _line(words: list[Word], speech: Speech) -> Comparison | None:
    said = [word for _kind, word, _at in words]
    negated = said[:1] == ["!"]
    if negated:
        words, said = words[1:], said[1:]
    length = 5 if said[2:3] == ["fields"] else 3
    name = "".join(said[:length])
    kind = speech.kinds.get(name)
    if kind is None or (negated and len(said) > length):
        return None
    if len(said) == length:
        return Comparison(name, NO if negated else YES) if kind == "bool" else None
    return _compared(name, kind, said[length], words[length + 1 :], speech.currency)


def _compared(name: str, kind: str, sign: str, behind: list[Word], currency: str) -> Comparison | None:
    said = [word for _kind, word, _at in behind]
    if kind == "bool":
        if sign not in ("==", "!=") or said not in (["true"], ["false"]):
            return None
        return Comparison(name, YES if (sign == "==") == (said == ["true"]) else NO)
    if sign not in SIGNS[kind]:
        return None
    value = _value(kind, said, [one[0] for one in behind], currency)
    return None if value is None else Comparison(name, sign, value)


def _value(kind: str, said: list[str], sorts: list[str], currency: str) -> str | None:
    match kind, sorts:
        case "money", ["name", "sign", "number", "sign"] if said[::3] == [currency.lower(), ")"]:
            return said[2]
        case "date", ["name", "sign", "text", "sign"] if said[0] == "date" and said[1::2] == ["(", ")"]:
            return said[2][1:-1]
        case "int" | "double", ["number"]:
            return said[0]
        case "int" | "double", ["sign", "number"] if said[0] == "-":
            return "".join(said)
        case "string", ["text"] if "\\" not in said[0]:
            return said[0][1:-1]
    return None
