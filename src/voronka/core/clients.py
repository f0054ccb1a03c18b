"""Clients as people type them: a name for searching, an INN, and who it is in one line."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_EMAIL: Final = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>()]+")
# From seven digits on it is a telephone; spaces, brackets and dashes may stand among them.
_PHONE: Final = re.compile(r"\+?\d(?:[\s\u00a0()./-]{0,3}\d){6,14}")
_INN: Final = re.compile(r"[0-9]{10}|[0-9]{12}")
_WORDS: Final = re.compile(r"\w+")
_WEIGHTS: Final = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """A name as it is searched: lower case, ё as е, signs as spaces."""
    return " ".join(_WORDS.findall(name.lower().replace("ё", "е")))


def inn_fault(inn: str) -> str:
    """What is wrong with a Russian tax number: `inn_unreadable`, `inn_mistyped`; empty if nothing is.

    The last digit of ten, and the last two of twelve, are computed from the others.
    """
    if not _INN.fullmatch(inn):
        return "inn_unreadable"
    digits = [int(one) for one in inn]
    for place in (9,) if len(digits) == 10 else (10, 11):
        weights = _WEIGHTS[11 - place :]
        control = sum(weight * digit for weight, digit in zip(weights, digits[:place], strict=True)) % 11 % 10
        if control != digits[place]:
            return "inn_mistyped"
    return ""


def is_email(text: str) -> bool:
    """Could a letter be sent to this?"""
    return _EMAIL.fullmatch(text) is not None


def may_be_one(typed: str, known: str) -> bool:
    """May two names be one person's? No name contradicts none; else they share a word.

    Two people may have one telephone.
    """
    return not typed or bool(set(fold_name(typed).split()) & set(fold_name(known).split()))


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who turned to us: what of name, phone and e-mail was typed, each as it was typed."""

    name: str = ""
    phone: str = ""
    email: str = ""

    @property
    def known(self) -> bool:
        """Is anything said at all?"""
        return bool(self.name or self.phone or self.email)


def read_who(text: str) -> Who:
    """`Ирина, 8 921 000-00-00, irina@x.ru` apart: whatever is no phone and no e-mail is the name."""
    bare = text.replace("\x00", "")
    email = _EMAIL.search(bare)
    if email:
        bare = bare[: email.start()] + " " + bare[email.end() :]
    phone = _PHONE.search(bare)
    if phone:
        bare = bare[: phone.start()] + " " + bare[phone.end() :]
    name = re.sub(r"\s+", " ", bare).strip(" ,;:|/<>()\t")
    return Who(name, phone[0].strip() if phone else "", email[0].strip(".") if email else "")
