"""What is wrong with a request, as exceptions: bad input, no right, not there, a stale page.

A rule of the process that says no is not here: it is a fact, returned and logged (see decision.py).
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what was entered.

    `code` is the key of a sentence (queries.words.problem says it in the person's language),
    `field` the place in the form, `data` the values that the sentence names.
    """

    code: str
    field: str = ""
    data: Mapping[str, object] = dataclasses.field(default_factory=dict)


class Invalid(Exception):
    """What was entered can't be taken; nothing was changed."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{problem.field or '-'}: {problem.code}" for problem in problems))
        self.problems = problems


class NotAllowed(Exception):
    """The person has no right to do this; `verb` names the right."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb


class NotFound(Exception):
    """There is no such object, or it isn't this person's to see: the two can't be told apart."""

    def __init__(self, noun: str, key: object) -> None:
        super().__init__(f"{noun} {key}")
        self.noun = noun
        self.key = key


class Stale(Exception):
    """The page shows an older state: somebody changed the object in the meantime."""

    def __init__(self, noun: str, key: object, seen: int, current: int) -> None:
        super().__init__(f"{noun} {key}: seen {seen}, now {current}")
        self.noun, self.key, self.seen, self.current = noun, key, seen, current


class RequestReused(Exception):
    """An idempotency key came again with another request."""

    def __init__(self, request: str) -> None:
        super().__init__(request)
        self.request = request
