"""Drawing by shares so that shares come true: chance decides who, not how many."""

from collections.abc import Mapping
from random import Random


class Quota:
    """Says yes as often as asked: what is left over of a share is carried to the next one."""

    def __init__(self, dice: Random) -> None:
        self._carried = dice.random()

    def take(self, share: float) -> bool:
        """Is this one among the share?"""
        self._carried += share
        if self._carried >= 1:
            self._carried -= 1
            return True
        return False


class Deck:
    """Words by their percents, drawn from a shuffled deck: every hundred draws have each as often as said."""

    def __init__(self, percents: Mapping[str, int], dice: Random) -> None:
        self._percents, self._dice = percents, dice
        self._left: list[str] = []

    def draw(self) -> str:
        """The next word."""
        if not self._left:
            self._left = [word for word, percent in self._percents.items() for _ in range(percent)]
            self._dice.shuffle(self._left)
        return self._left.pop()
