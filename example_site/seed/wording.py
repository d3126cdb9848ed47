"""Turns the phrase tables into sentences that do not repeat themselves before they must."""

import re
from collections.abc import Sequence
from random import Random

_NUMBER = re.compile(r"\{(\d+)\.\.(\d+)\}")
_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")


class Deck:
    """Deals from named lists of phrases, shuffled; a list starts over only when every phrase has been dealt."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._left: dict[str, list[str]] = {}

    def deal(self, name: str, phrases: Sequence[str]) -> str:
        """The next phrase of this list as it was written. ``phrases`` is read when the list starts over."""
        if not self._left.get(name):
            self._left[name] = self._rng.sample(list(phrases), len(phrases))
        return self._left[name].pop()

    def say(self, name: str, phrases: Sequence[str]) -> str:
        """The next phrase with its marks filled in: ``{3..9}`` is a number, ``{a|b}`` one of the choices."""
        return self.filled(self.deal(name, phrases))

    def filled(self, phrase: str) -> str:
        """The phrase with its marks filled in, each by its own throw."""
        return self._chosen(self._numbered(phrase))

    def _numbered(self, phrase: str) -> str:
        return _NUMBER.sub(lambda mark: str(self._rng.randint(int(mark[1]), int(mark[2]))), phrase)

    def _chosen(self, phrase: str) -> str:
        return _CHOICE.sub(lambda mark: self._rng.choice(mark[1].split("|")), phrase)


def lower_first(sentence: str) -> str:
    """The sentence as it reads in the middle of another; a first word all in capitals stays as it is."""
    first = sentence.split()[0]
    return sentence if first.isupper() and len(first) > 1 else sentence[0].lower() + sentence[1:]


def upper_first(sentence: str) -> str:
    """The sentence as it reads at the beginning."""
    return sentence[0].upper() + sentence[1:]
