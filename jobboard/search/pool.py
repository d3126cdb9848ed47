"""The words of the documents of a segment that is being written: where each stands.

Gathered by the runs of characters between spaces, whose forms are read once for all the places where they stand. A run
costs no step of our own: there are a hundred thousand in every thousand documents.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

from jobboard.search.term_file import MOST, Posting
from jobboard.search.tokens import LONGEST_REMEMBERED, Cut, Forms, Reader

PLACE_BITS = 32
"""A spot is a document's number above these, and a place within it below."""
_NUMBER, _PLACE = (1, 0) if sys.byteorder == "little" else (0, 3)
"""Where they lie in a spot's bytes, counted in 32 and in 16 bits."""


class _Run(NamedTuple):
    """A run of characters and where it stands."""

    forms: tuple[tuple[str, int], ...]
    width: int
    spots: array[int]


class _Runs(dict[str, _Run]):
    """Runs, read when they are first met. Those without a form share one array of spots; long ones are not kept."""

    def __init__(self, read: Reader, nowhere: array[int], *, shouted: bool) -> None:
        super().__init__()
        self._read, self._nowhere, self._shouted = read, nowhere, shouted
        self.long: list[_Run] = []

    def __missing__(self, written: str) -> _Run:
        forms, width = self._read(written, self._shouted)
        run = _Run(forms, width, array("Q") if forms else self._nowhere)
        if len(written) > LONGEST_REMEMBERED:
            self.long.append(run)
        else:
            self[written] = run
        return run


class FieldPool:
    """The words of one field."""

    def __init__(self, read: Reader, *, places: int = MOST) -> None:
        """``places`` is how many of a document are looked at."""
        self._most = min(places, MOST)
        self._nowhere = array("Q")
        self._runs = {shouted: _Runs(read, self._nowhere, shouted=shouted) for shouted in (False, True)}
        self._found: dict[str, list[array[int]]] = defaultdict(list)
        self.lengths = array("H")
        """How many words each document has; those at the end that have none are left out."""

    def add(self, number: int, text: Cut) -> None:
        """All words of a document, which has a higher number than those before it."""
        known = self._runs[text.shouted]
        runs = list(map(known.__getitem__, text.runs))
        spots = list(accumulate(map(itemgetter(1), runs), initial=number << PLACE_BITS))
        end = (number << PLACE_BITS) + self._most
        if spots[-1] > end:
            del runs[bisect_left(spots, end) :]
        deque(map(array.append, map(itemgetter(2), runs), spots), maxlen=0)
        del self._nowhere[:]
        for run in known.long:
            self._find(run)
        known.long.clear()
        self.lengths.frombytes(bytes(2 * (number - len(self.lengths))))
        self.lengths.append(min(sum(map(len, map(itemgetter(0), runs))), MOST))

    def _find(self, run: _Run) -> None:
        """File a run's spots under its forms."""
        for form, step in run.forms:
            self._found[form].append(self._moved(run.spots, step) if step else run.spots)

    def postings(self, field: str) -> Iterator[Posting]:
        """What was added, each term once and in order."""
        for run in chain.from_iterable(runs.values() for runs in self._runs.values()):
            self._find(run)
        for form in sorted(self._found):
            first, *more = self._found[form]
            spots = array("Q", sorted(chain(first, *more))) if more else first
            if spots:
                yield _posting(field, form, spots)

    def _moved(self, spots: array[int], step: int) -> array[int]:
        most = self._most - step
        return array("Q", (spot + step for spot in spots if spot & ((1 << PLACE_BITS) - 1) < most))


def as_written(run: str, _shouted: bool) -> Forms:
    """A word that is looked for as it is, and has no place."""
    return Forms(((run, 0),), 0)


def _posting(field: str, form: str, spots: array[int]) -> Posting:
    held = spots.tobytes()
    times = Counter(array("I", held)[_NUMBER::2])
    return Posting(field, form, array("I", times), array("H", times.values()), array("H", held)[_PLACE::4])
