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
class Trade:
    """What companies of one kind are called, do and want."""

    noun: str
    about: str
    wishes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Speech:
    """One language. `notes` are what is written with a fact of this name, `lost` why deals are lost by reason.

    `offers` say by which words a wish is known to be one of the catalogue's offers; `named` how a company of a
    trade is written with its name.
    """

    language: str
    staff: Mapping[str, str]
    women: Sequence[str]
    men: Sequence[str]
    surnames: Sequence[tuple[str, str]]
    posts: Sequence[str]
    phone: str
    clients: Sequence[Client]
    trades: Sequence[Trade]
    names: Sequence[str]
    named: str
    wishes: Sequence[str]
    offers: Mapping[str, Sequence[str]]
    notes: Mapping[str, Sequence[str]]
    lost: Mapping[str, Sequence[str]]
    contract: str
    invoice: str
    slip: str

    def offer(self, wish: str) -> str:
        """Which offer of the catalogue this wish is about."""
        words = wish.lower()
        return next(
            (offer for offer, known in self.offers.items() if any(one in words for one in known)), "site"
        )

    def company(self, trade: Trade, name: str, wish: str) -> Client:
        """A company of this trade with this name."""
        domain = "".join(_LATIN.get(letter, letter) for letter in f"{trade.noun} {name}".lower())
        bare = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in domain)
        parts = "-".join(filter(None, bare.split("-")))
        return Client(
            self.named.format(trade=trade.noun, name=name),
            trade.about,
            wish,
            f"{parts[:40].strip('-')}.example",
        )


_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f h ts ch sh sch _ y _ e yu ya".replace("_", "").split(
            " "
        ),
        strict=True,
    )
)


def speech(language: str) -> Speech:
    """The words of this language; ValueError for one in which the story is not told."""
    if language not in ("ru", "en"):
        raise ValueError(f"the demo is not told in {language!r}")
    told: Speech = import_module(f"voronka.demo.speech.{language}").SPEECH
    return told


def clients(table: str) -> tuple[Client, ...]:
    """Lines of `name | what it is | what it wants | domain`."""
    return tuple(Client(*row) for row in _rows(table))


def trades(table: str) -> tuple[Trade, ...]:
    """Lines of `noun | what it does | wish; wish; wish`."""
    return tuple(
        Trade(noun, about, tuple(wish.strip() for wish in wishes.split(";")))
        for noun, about, wishes in _rows(table)
    )


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def lines(text: str) -> tuple[str, ...]:
    """One saying a line."""
    return tuple(line.strip() for line in text.strip().splitlines())
