"""What the people of the demo company say and write: the words of one language, with the order they are drawn in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Client:
    """A company that turns to the demo company: its name, what it is, what it wants, its domain."""

    name: str
    about: str
    wish: str
    domain: str


@dataclass(frozen=True, slots=True)
class Speech:
    """One language. `notes` are what is written with a fact of this name, `lost` why deals are lost by reason."""

    language: str
    staff: Mapping[str, str]
    women: Sequence[str]
    men: Sequence[str]
    surnames: Sequence[tuple[str, str]]
    posts: Sequence[str]
    phone: str
    clients: Sequence[Client]
    wishes: Sequence[str]
    notes: Mapping[str, Sequence[str]]
    lost: Mapping[str, Sequence[str]]
    contract: str
    invoice: str
    slip: str


def speech(language: str) -> Speech:
    """The words of this language; ValueError for one in which the story is not told."""
    if language not in ("ru", "en"):
        raise ValueError(f"the demo is not told in {language!r}")
    told: Speech = import_module(f"voronka.demo.speech.{language}").SPEECH
    return told


def clients(table: str) -> tuple[Client, ...]:
    """Lines of `name | what it is | what it wants | domain`."""
    rows = (line.split("|") for line in table.strip().splitlines())
    return tuple(Client(*(cell.strip() for cell in row)) for row in rows)


def lines(text: str) -> tuple[str, ...]:
    """One saying a line."""
    return tuple(line.strip() for line in text.strip().splitlines())
