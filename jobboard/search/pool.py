"""The words of the documents of a segment that is being written: where each stands.

Gathered by the runs of characters between spaces, whose forms are read once for all the places where they stand: there
are a hundred thousand runs in every thousand documents.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate, chain, compress, repeat
from operator import add, itemgetter, or_
from typing import NamedTuple, Protocol

from jobboard.search.term_file import MOST, Posting
from jobboard.search.tokens import LONGEST_REMEMBERED, Cut, Forms, Reader

NUMBER_BITS, PLACE_BITS = 32, 16
"""A spot is a document's number, below it a place, and in the lowest bits whether that is in the text's opening."""
_NUMBER, _PLACE, _OPENING = (1, 1, 0) if sys.byteorder == "little" else (0, 2, 7)
"""Where they lie in a spot, counted in 32, 16 and 8 bits."""


class _Run(NamedTuple):
    """A run of characters: its forms and how many they are, how far the next spot is from it, and where it stands."""

    forms: tuple[tuple[str, int], ...]
    words: int
    width: int
    spots: array[int]
    put: Callable[[int], None]
    """``spots.append``: looked up once a run and not once a spot."""


_WORDS, _WIDTH, _PUT = itemgetter(1), itemgetter(2), itemgetter(4)


class _Runs(dict[str, _Run]):
    """Runs, read when they are first met. Those without a form share one array of spots; long ones are not kept."""

    def __init__(self, read: Reader, nowhere: array[int], *, shouted: bool) -> None:
        super().__init__()
        self._read, self._nowhere, self._shouted = read, nowhere, shouted
        self.long: list[_Run] = []

    def __missing__(self, written: str) -> _Run:
        forms, width = self._read(written, self._shouted)
        spots = array("Q") if forms else self._nowhere
        run = _Run(forms, len(forms), width << PLACE_BITS, spots, spots.append)
        if len(written) > LONGEST_REMEMBERED:
            self.long.append(run)
        else:
            self[written] = run
        return run


class Pool(Protocol):
    """What is to be written of one field."""

    lengths: array[int]
    """How many words each document has; those at the end that have none are left out."""

    def postings(self, field: str) -> Iterator[Posting]:
        """Each term once and in order, under this field's name."""


class FieldPool:
    """The words of one field."""

    def __init__(self, read: Reader, *, opening: int = 0) -> None:
        """``opening`` is how many places the opening of a text has."""
        self._nowhere = array("Q")
        self._runs = {shouted: _Runs(read, self._nowhere, shouted=shouted) for shouted in (False, True)}
        self._long: dict[str, list[array[int]]] = defaultdict(list)
        self._opening = opening << PLACE_BITS
        self.lengths = array("H")
        self.opening = OpeningPool(self)

    def add(self, number: int, text: Cut) -> None:
        """All words of a document, which has a higher number than those before it."""
        known, start = self._runs[text.shouted], number << NUMBER_BITS
        runs = list(map(known.__getitem__, text.runs))
        spots = list(accumulate(map(_WIDTH, runs), initial=start))
        if spots[-1] > start + (MOST << PLACE_BITS):
            del runs[bisect_right(spots, start + (MOST << PLACE_BITS)) - 1 :]
        words = sum(map(_WORDS, runs))
        _note(self.lengths, number, words)
        if self._opening:
            end = bisect_left(spots, spots[text.opening] + self._opening, hi=len(runs))
            spots[text.opening : end] = map(or_, spots[text.opening : end], repeat(1))
            is_whole = end - text.opening == len(runs)
            _note(self.opening.lengths, number, words if is_whole else sum(map(_WORDS, runs[text.opening : end])))
        for put, spot in zip(map(_PUT, runs), spots, strict=False):  # an end more than runs
            put(spot)
        del self._nowhere[:]
        for run in known.long:
            _file(run, self._long)
        known.long.clear()

    def postings(self, field: str) -> Iterator[Posting]:
        """See ``Pool.postings``."""
        return (_posting(field, form, spots) for form, spots in self.found.items())

    @cached_property
    def found(self) -> Mapping[str, array[int]]:
        """Where each form stands, forms in order. Nothing can be added from then on."""
        found = self._long
        for run in chain.from_iterable(runs.values() for runs in self._runs.values()):
            _file(run, found)
        self._runs.clear()
        return {form: _joined(found[form]) for form in sorted(found)}


class OpeningPool:
    """Of the words of a field those that stand in openings."""

    def __init__(self, whole: FieldPool) -> None:
        self._whole = whole
        self.lengths = array("H")

    def postings(self, field: str) -> Iterator[Posting]:
        """See ``Pool.postings``."""
        for form, spots in self._whole.found.items():
            inside = spots.tobytes()[_OPENING::8]
            if any(inside):
                yield _posting(field, form, array("Q", compress(spots, inside)))


def as_written(run: str, _shouted: bool) -> Forms:
    """A word that is looked for as it is, and has no place."""
    return Forms(((run, 0),), 0)


def _note(lengths: array[int], number: int, words: int) -> None:
    if number > len(lengths):
        lengths.frombytes(bytes(lengths.itemsize * (number - len(lengths))))
    lengths.append(min(words, MOST))


def _file(run: _Run, found: dict[str, list[array[int]]]) -> None:
    """Put a run's spots under each of its forms."""
    for form, step in run.forms:
        found[form].append(_moved(run.spots, step) if step else run.spots)


def _moved(spots: array[int], step: int) -> array[int]:
    return array("Q", map(add, spots, repeat(step << PLACE_BITS)))


def _joined(parts: list[array[int]]) -> array[int]:
    first, *more = parts
    return array("Q", sorted(chain(first, *more))) if more else first


def _posting(field: str, form: str, spots: array[int]) -> Posting:
    held = spots.tobytes()
    times = Counter(array("I", held)[_NUMBER::2])
    return Posting(field, form, array("I", times), array("H", times.values()), array("H", held)[_PLACE::4])
