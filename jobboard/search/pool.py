"""The words of the documents of a segment that is being written: where each stands.

Gathered by the runs of characters between spaces, whose forms are read once for all the places where they stand: there
are a hundred thousand runs in every thousand documents.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate, chain, compress, repeat
from operator import add, itemgetter, xor
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

    def __init__(self, read: Reader) -> None:
        """``read`` says what the forms of a run are."""
        self._nowhere = array("Q")
        self._runs = {shouted: _Runs(read, self._nowhere, shouted=shouted) for shouted in (False, True)}
        self._long: dict[str, list[array[int]]] = defaultdict(list)
        self.lengths = array("H")

    def add(self, number: int, text: Cut) -> None:
        """All words of a document, which has a higher number than those before it."""
        known = self._runs[text.shouted]
        self._put(number, list(map(known.__getitem__, text.runs)), text.opening)
        del self._nowhere[:]
        if known.long:
            for run in known.long:
                _file(run, self._long)
            known.long.clear()

    def _put(self, number: int, runs: list[_Run], _opening: int) -> None:
        """Note where each of a document's ``runs`` stands, one by one: names are few."""
        spot, end, words = number << NUMBER_BITS, (number << NUMBER_BITS) + (MOST << PLACE_BITS), 0
        for _, count, width, _, put in runs:
            if spot + width > end:
                break
            put(spot)
            spot, words = spot + width, words + count
        _note(self.lengths, number, words)

    def fields(self, name: str) -> dict[str, Pool]:
        """What is to be written, by field; the field itself is called ``name``."""
        return {name: self}

    def postings(self, field: str) -> Iterator[Posting]:
        """See ``Pool.postings``."""
        for form, spots in self.found.items():
            numbers, places, _ = _read(spots)
            yield _posting(field, form, numbers, places)

    @cached_property
    def found(self) -> Mapping[str, array[int]]:
        """Where each form stands, forms in order. Nothing can be added from then on."""
        found = self._long
        for run in chain.from_iterable(runs.values() for runs in self._runs.values()):
            _file(run, found)
        self._runs.clear()
        return {form: _joined(found[form]) for form in sorted(found)}


class TextPool(FieldPool):
    """The words of running texts, and of their openings."""

    def __init__(self, read: Reader, *, opening: int) -> None:
        """``opening`` is how many places the opening of a text has."""
        super().__init__(read)
        self._opening = opening << PLACE_BITS
        self._openings = OpeningPool(self)

    def fields(self, name: str) -> dict[str, Pool]:
        """See ``FieldPool.fields``."""
        return {name: self, "opening": self._openings}

    def _put(self, number: int, runs: list[_Run], opening: int) -> None:
        """The same, with no step of our own for a run but the last: a text has hundreds."""
        start = number << NUMBER_BITS | 1
        spots = list(accumulate(map(_WIDTH, runs), initial=start))
        if spots[-1] > start + (MOST << PLACE_BITS):
            del runs[bisect_right(spots, start + (MOST << PLACE_BITS)) - 1 :]
        words = sum(map(_WORDS, runs))
        _note(self.lengths, number, words)
        end = bisect_left(spots, spots[opening] + self._opening, hi=len(runs))
        if end - opening < len(runs):
            words = sum(map(_WORDS, runs[opening:end]))
            spots[:opening] = _outside(spots[:opening])
            spots[end:] = _outside(spots[end:])
        _note(self._openings.lengths, number, words)
        for put, spot in zip(map(_PUT, runs), spots, strict=False):  # an end more than runs
            put(spot)


class OpeningPool:
    """Of the words of a field those that stand in openings."""

    def __init__(self, whole: TextPool) -> None:
        self._whole = whole
        self.lengths = array("H")

    def postings(self, field: str) -> Iterator[Posting]:
        """See ``Pool.postings``."""
        for form, spots in self._whole.found.items():
            numbers, places, inside = _read(spots)
            if any(inside):
                yield _posting(field, form, compress(numbers, inside), array("H", compress(places, inside)))


def as_written(run: str, _shouted: bool) -> Forms:
    """A word that is looked for as it is, and has no place."""
    return Forms(((run, 0),), 0)


def _note(lengths: array[int], number: int, words: int) -> None:
    if number > len(lengths):
        lengths.frombytes(bytes(lengths.itemsize * (number - len(lengths))))
    lengths.append(min(words, MOST))


def _outside(spots: Iterable[int]) -> Iterator[int]:
    return map(xor, spots, repeat(1))


def _file(run: _Run, found: dict[str, list[array[int]]]) -> None:
    """Put a run's spots under each of its forms."""
    for form, step in run.forms:
        found[form].append(_moved(run.spots, step) if step else run.spots)


def _moved(spots: array[int], step: int) -> array[int]:
    return array("Q", map(add, spots, repeat(step << PLACE_BITS)))


def _joined(parts: list[array[int]]) -> array[int]:
    first, *more = parts
    return array("Q", sorted(chain(first, *more))) if more else first


def _read(spots: array[int]) -> tuple[array[int], array[int], bytes]:
    """The numbers of documents and the places of spots, and for each whether it is in the opening."""
    held = spots.tobytes()
    return array("I", held)[_NUMBER::2], array("H", held)[_PLACE::4], held[_OPENING::8]


def _posting(field: str, form: str, numbers: Iterable[int], places: array[int]) -> Posting:
    times = Counter(numbers)
    return Posting(field, form, array("I", times), array("H", times.values()), places)
