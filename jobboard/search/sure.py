"""Which answers are sure ones. An order that knows nothing of the words lists them alone: it would begin with what
hardly answers."""

from math import ceil

STANDS_FOR = 0.8
"""How well another word must stand for one that is meant as written: its forms, sure synonyms, a slip mended."""
IN_TITLE = 0.4
"""How well a title must stand for a word to answer it: there, what is related to a word names the job as well."""
_MOST = 0.7


def most_of(words: int) -> int:
    """How many of so many words a job must hold to be a sure answer: all of three, three of four."""
    return ceil(words * _MOST)
