"""Two records of one client: the keys by which they meet, how much alike they are, and why."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final, Literal

from voronka.core.clients import fold_name, may_be_one

Noun = Literal["company", "contact"]
Key = tuple[str, str]
"""A kind of key (`inn`, `phone`, `email`, `domain`, `name`, `sound`, `begin`, `place`) and its word."""

SHOWN: Final = 50
"""Pairs below this certainty are shown to nobody."""
SURE: Final = 90
LIKELY: Final = 70
EXACT: Final = ("inn", "phone", "email", "domain")
"""Kinds of keys that say something by themselves; the others only bring names together to be compared."""
SIMILAR: Final = 0.82
APART: Final = 0.76
"""So much alike must be what is left of two names without the words that they share."""
LONGEST: Final = 120
"""So many signs of a word are kept and compared."""

_FORMS: Final = frozenset(
    "ооо оао ао зао пао нао ип чп тоо одо зат тов пк кфх фгуп гуп муп фгбу гбу мбу фку мку ано нко снт тсж"
    " ooo oao ao zao pao ip llc ltd limited inc incorporated corp corporation gmbh ag kg ug plc llp lp bv nv sa sas"
    " sarl spa srl oy ab as aps".split()
)
_FORMS_IN_FULL: Final = re.compile(
    r"\b(?:общество с ограниченной ответственностью|индивидуальный предприниматель"
    r"|(?:непубличное |публичное |открытое |закрытое )?акционерное общество"
    r"|limited liability company)\b"
)
_PUBLIC_MAIL: Final = frozenset(
    "gmail.com googlemail.com mail.ru inbox.ru list.ru bk.ru internet.ru xmail.ru yandex.ru ya.ru yandex.com"
    " yandex.by yandex.kz yandex.ua narod.ru rambler.ru lenta.ru ro.ru autorambler.ru myrambler.ru hotmail.com"
    " outlook.com live.com live.ru msn.com icloud.com me.com mac.com yahoo.com ymail.com aol.com proton.me"
    " protonmail.com pm.me gmx.com gmx.de gmx.net web.de mail.com zoho.com tutanota.com tuta.io qq.com 163.com"
    " 126.com ukr.net i.ua meta.ua tut.by mail.kz vk.com example.com fastmail.com hey.com".split()
)
_SHARED_SITES: Final = frozenset(
    "vk.com vk.ru t.me telegram.me instagram.com facebook.com fb.com ok.ru youtube.com rutube.ru wa.me dzen.ru"
    " avito.ru ozon.ru wildberries.ru taplink.cc taplink.ws linkedin.com x.com twitter.com tiktok.com 2gis.ru"
    " yandex.ru google.com mail.ru github.com".split()
)
"""A site there is somebody's page on a host of many: the first part of its path belongs to the address."""
_HOSTED: Final = frozenset(
    "tilda.ws tilda.cc wixsite.com github.io narod.ru ucoz.ru nethouse.ru business.site blogspot.com livejournal.com"
    " insales.ru myshopify.com turbo.site clients.site wordpress.com webflow.io vercel.app pages.dev".split()
)
_SECOND_LEVELS: Final = frozenset("co com org net gov ac edu msk spb nov".split())
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_LATIN: Final = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhie", strict=True)),
        "ё": "e",
        "ж": "zh",
        "ц": "c",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ъ": "",
        "ь": "",
        "ю": "iu",
        "я": "ia",
    }
)
_VOWELS: Final = re.compile(r"[aeiouáéíóúäöüå]")
_TWICE: Final = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Card:
    """What two records of a client are compared by. `key` is 0 for one that is only being written down.

    `company` is a contact's company; `phones` and `mails` of a company are those of its people.
    """

    noun: Noun
    key: int
    name: str = ""
    phone: str = ""
    email: str = ""
    inn: str = ""
    site: str = ""
    company: int | None = None
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two may be one: `same_phone`, `similar_name`, ...; `what` is what they share, as it is compared."""

    code: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is that two are one, in percent, and why; the strongest reason first."""

    certainty: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def shown(self) -> bool:
        """Is it worth a person's look?"""
        return self.certainty >= SHOWN


# --- names -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def bare_name(name: str) -> str:
    """A name without its legal form: `ООО «Ромашка»` and `Ромашка, ООО` are one name."""
    folded = _FORMS_IN_FULL.sub(" ", fold_name(name[: LONGEST * 3]))
    words = [word for word in folded.split() if word not in _FORMS]
    return " ".join(words or folded.split())[:LONGEST].strip()


@lru_cache(maxsize=4096)
def sound_of(word: str) -> str:
    """How a word sounds, roughly: Latin letters, without vowels behind the first letter, no letter twice."""
    latin = _latin(word)
    return _TWICE.sub(r"\1", latin[:1] + _VOWELS.sub("", latin[1:]))


def _latin(word: str) -> str:
    return (
        word.translate(_LATIN)
        .replace("ck", "k")
        .replace("ph", "f")
        .replace("x", "ks")
        .replace("w", "v")
        .replace("y", "i")
    )


def likeness_of_names(one: str, other: str) -> float:
    """How much alike two names are, from 0 to 1; neither the order of words nor the legal form matters.

    Names with different numbers in them are different: `Школа № 5` is not `Школа № 6`.
    """
    first, second = _spelled(one), _spelled(other)
    if not first or not second:
        return 0.0
    if sorted(first) == sorted(second):
        return 1.0
    if {word for word in first if word.isdigit()} != {word for word in second if word.isdigit()}:
        return 0.0
    fewer, more = sorted((frozenset(first), frozenset(second)), key=len)
    if len(fewer) > 1 and fewer < more and len(more - fewer) == 1:
        return 0.9  # a father's name left out: one has a word more, and all the rest is the same
    whole = _likeness_of_words(first, second)
    # Words that half a town has («строительная компания») must not outweigh the one that tells them apart.
    apart = _likeness_of_words([w for w in first if w not in second], [w for w in second if w not in first])
    return whole if apart >= APART else min(whole, apart)


def _likeness_of_words(one: Sequence[str], other: Sequence[str]) -> float:
    if not one or not other:
        return 0.0
    return max(_near("".join(one), "".join(other)), _near("".join(sorted(one)), "".join(sorted(other))))


@lru_cache(maxsize=4096)
def _spelled(name: str) -> tuple[str, ...]:
    """The words of a name in Latin letters."""
    return tuple(_latin(word) for word in bare_name(name).split())


def _near(one: str, other: str) -> float:
    # Not the average of equals: letters in another order are a slip of the hand, other letters another word.
    return min(0.6 * jaro_winkler(one, other) + 0.4 * dice(one, other), 0.99)


def dice(one: str, other: str) -> float:
    """What share of their threes of letters two words have in common, from 0 to 1."""
    first, second = _threes(one), _threes(other)
    return 2 * len(first & second) / (len(first) + len(second))


@lru_cache(maxsize=4096)
def _threes(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def jaro_winkler(one: str, other: str) -> float:
    """The likeness of two words after Jaro and Winkler, from 0 to 1: letters in common, most of all at the front."""
    if one == other:
        return 1.0
    matches, swapped = _matches(one, other)
    if not matches:
        return 0.0
    jaro = (matches / len(one) + matches / len(other) + (matches - swapped / 2) / matches) / 3
    front = next(
        (n for n, pair in enumerate(zip(one[:4], other[:4], strict=False)) if pair[0] != pair[1]), None
    )
    if front is None:
        front = min(len(one), len(other), 4)
    return jaro + front * 0.1 * (1 - jaro)


def _matches(one: str, other: str) -> tuple[int, int]:
    """How many letters match within half the length, and how many of these stand in another order."""
    reach = max(len(one), len(other)) // 2 - 1
    taken = [False] * len(other)
    mine = []
    for place, letter in enumerate(one):
        for at in range(max(0, place - reach), min(len(other), place + reach + 1)):
            if not taken[at] and other[at] == letter:
                taken[at] = True
                mine.append(letter)
                break
    theirs = [letter for letter, used in zip(other, taken, strict=True) if used]
    return len(mine), sum(a != b for a, b in zip(mine, theirs, strict=True))


# --- addresses ---------------------------------------------------------------------------------------------


def phone_key(phone: str) -> str:
    """The last ten digits: `8 921…` that could not be read meets `+7921…`; nothing for what is no phone."""
    digits = re.sub(r"\D", "", phone)
    return digits[-10:] if len(digits) >= 7 else ""


def domain_of_site(site: str) -> str:
    """By which a site is known: its domain, or its page on a host of many; nothing where there is none."""
    bare = re.sub(r"^[a-z+]+://", "", site.strip().lower())
    host, _, path = bare.partition("/")
    host = host.rpartition("@")[2].partition(":")[0].removeprefix("www.").rstrip(".")
    if not _HOST.fullmatch(host):
        return ""
    domain = _domain(host)
    if domain in _SHARED_SITES:
        page = re.split(r"[/?#]", path)[0]
        return f"{domain}/{page}"[:LONGEST] if page else ""
    return domain


def domain_of_mail(email: str) -> str:
    """The domain of a company's own mail; nothing for a host where anybody has a letter box."""
    host = email.strip().lower().rpartition("@")[2]
    if not _HOST.fullmatch(host) or host in _PUBLIC_MAIL:
        return ""
    return _domain(host)


def _domain(host: str) -> str:
    """Without what stands before the company's own name: `shop.romashka.ru` is `romashka.ru`."""
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return host[:LONGEST]
    parts = host.split(".")
    if len(parts) > 2 and ".".join(parts[-2:]) in _HOSTED | {""}:
        return ".".join(parts[-3:])[:LONGEST]
    deep = 3 if parts[-2] in _SECOND_LEVELS else 2
    return ".".join(parts[-deep:])[:LONGEST]


# --- keys --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def keys_of(card: Card) -> frozenset[Key]:
    """By which this record meets others: what they share, or what their names sound like."""
    words = bare_name(card.name).split()[:4]
    phones, mails = (card.phones, card.mails) if card.noun == "company" else ((card.phone,), (card.email,))
    found: list[Key] = [("phone", phone_key(phone)) for phone in phones]
    found += [
        pair
        for mail in mails
        for pair in (("email", mail.lower()[:LONGEST]), ("domain", domain_of_mail(mail)))
    ]
    if card.noun == "company":
        found += [("inn", card.inn), ("domain", domain_of_site(card.site))]
        found += [("name", " ".join(sorted(words)))]
        found += [("sound", sound) for word in words if len(sound := sound_of(word)) >= 3]
        found += [("begin", latin[:5]) for word in words if len(latin := _latin(word)) >= 4]
        if not any(kind in ("sound", "begin") for kind, _word in found):
            # Words too short to be known by a part of them meet as a whole: `1Е` and `1Э` are one in Latin letters.
            found.append(("sound", " ".join(sorted(map(_latin, words)))))
    else:
        found += [("name", " ".join(sorted(words)) if len(words) > 1 else "")]
        # One name alone is half a town's; two of them, or one in the same company, are worth a look.
        found += [
            ("sound", "+".join(sorted(map(sound_of, pair))))
            for pair in combinations(words[:3], 2)
            if all(pair)
        ]
        if card.company is not None:
            found += [("place", f"{card.company}:{sound_of(word)}") for word in words[:3]]
    return frozenset((kind, word) for kind, word in found if word)


# --- comparing ---------------------------------------------------------------------------------------------


def compare(one: Card, other: Card) -> Likeness:
    """How sure it is that two records are of one company, or of one person, and why."""
    shared = keys_of(one) & keys_of(other)
    said = {kind: word for kind, word in sorted(shared, reverse=True) if kind in EXACT}
    alike = likeness_of_names(one.name, other.name)
    found = (
        _companies(one, other, said, alike) if one.noun == "company" else _contacts(one, other, said, alike)
    )
    if not found:
        return Likeness()
    found.sort(key=lambda pair: (-pair[0], pair[1].code))
    # Reasons that stand beside each other make it surer, and never quite sure.
    whole = found[0][0] + sum(min(4, certainty // 20) for certainty, _ in found[1:])
    return Likeness(min(whole, 99), tuple(reason for _, reason in found))


Found = list[tuple[int, Reason]]


def _companies(one: Card, other: Card, said: Mapping[str, str], alike: float) -> Found:
    if one.inn and other.inn and one.inn != other.inn:
        return []  # two tax numbers are two companies, whatever they are called
    found: Found = []
    if "inn" in said:
        found.append((95, Reason("same_inn", said["inn"])))
    found += [(62, Reason(f"people_{kind}", said[kind])) for kind in ("phone", "email") if kind in said]
    if "domain" in said:
        found.append((88 if alike >= SIMILAR else 60, Reason("same_domain", said["domain"])))
    if alike == 1.0:
        found.append((80 if len(bare_name(one.name).replace(" ", "")) >= 5 else 60, Reason("same_name")))
    elif alike >= SIMILAR:
        found.append((50 + round((alike - SIMILAR) * 150), Reason("similar_name")))
    return found


def _contacts(one: Card, other: Card, said: Mapping[str, str], alike: float) -> Found:
    nameless = not _has_name(one) or not _has_name(other)
    same_person = nameless or alike >= SIMILAR or may_be_one(one.name, other.name)
    together = one.company is not None and one.company == other.company
    full = min(len(bare_name(one.name).split()), len(bare_name(other.name).split())) > 1
    found: Found = []
    if "phone" in said:
        found.append((92 if same_person else 52, Reason("same_phone", said["phone"])))
    if "email" in said:
        found.append((94 if same_person else 60, Reason("same_email", said["email"])))
    if nameless:
        return found
    near = together or "domain" in said
    if alike == 1.0 and (full or near):
        found.append((85 if near and full else 70 if near else 55, Reason("same_name")))
    elif alike >= SIMILAR and near and (full or together):
        found.append((65 if full else 52, Reason("similar_name")))
    elif alike >= SIMILAR and full and not found:
        # Namesakes by half are many: such a pair is shown only where nothing of the two contradicts.
        quiet = not (one.phone and other.phone) and not (one.email and other.email)
        found += [(50, Reason("similar_name"))] if quiet else []
    if found and together:
        found.append((20, Reason("same_company")))
    elif found and "domain" in said and "email" not in said:
        found.append((20, Reason("same_domain", said["domain"])))
    return found


def _has_name(card: Card) -> bool:
    """Has this person a name, or were they written down by their phone or address alone?"""
    return (
        any(word.isalpha() for word in fold_name(card.name).split())
        and card.name.lower() != card.email.lower()
    )


def alike(card: Card, others: Iterable[Card]) -> list[tuple[Card, Likeness]]:
    """Those of these records that may be the same client, the surest first."""
    found = [(other, compare(card, other)) for other in others if other.key != card.key or not card.key]
    return sorted(
        ((other, likeness) for other, likeness in found if likeness.shown),
        key=lambda pair: (-pair[1].certainty, pair[0].key),
    )


def pair(one: int, other: int) -> tuple[int, int]:
    """Two keys in the order in which a pair is kept."""
    return (one, other) if one < other else (other, one)


def as_data(reasons: Sequence[Reason]) -> list[list[str]]:
    """Reasons as JSON can carry them."""
    return [[one.code, one.what] for one in reasons]


def from_data(told: Sequence[Sequence[str]]) -> tuple[Reason, ...]:
    """Back from what as_data made."""
    return tuple(Reason(code, what) for code, what in told)
