"""The ten questions: navigation, passport, documentation and tests all read this one list."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One of the ten: its number in the passport and the word that names it on every floor."""

    number: int
    word: str


QUESTIONS = tuple(
    Question(number, word)
    for number, word in enumerate(
        (
            "owner",
            "cycle",
            "entry",
            "closing",
            "product",
            "resources",
            "targets",
            "control",
            "neighbours",
            "documents",
        ),
        start=1,
    )
)
WORDS = tuple(question.word for question in QUESTIONS)
