"""From what each document says to which documents say a word: all places of a field's words as numbers, sorted at once.

A number holds, from the highest bits down, the word, the document, the place, and whether that is in the text's
opening. Imported by writers alone: numpy takes 16 MB that a process which only searches does without.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jobboard.search.pool import FieldPool
from jobboard.search.term_file import MOST, Posting
from jobboard.search.tokens import Forms

RUNS_AT_ONCE = 1 << 16
"""Of so many runs the places are worked out together; a hundred bytes each are in use meanwhile."""
_PLACE_BITS, _OPENING_BITS = 16, 1

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Inverted:
    """The words of one field: ``keys`` in order, which say nothing of openings, and what the numbers in them mean."""

    words: Sequence[str]
    documents: Numbers
    keys: Numbers
    lengths: array[int]
    """How many words each document has; those at the end that have none are left out."""

    def postings(self, field: str) -> Iterator[Posting]:
        """Each word once and in order, under this field's name."""
        places = _array("H", self.keys.astype(np.uint16))
        pairs = self.keys >> _PLACE_BITS
        firsts = _changes(pairs)
        frequencies = _array("H", np.diff(firsts, append=len(pairs)).astype(np.uint16))
        pairs = pairs[firsts]
        bits = _bits_for(self.documents)
        documents = _array("I", self.documents[pairs & (1 << bits) - 1].astype(np.uint32))
        pairs >>= bits
        starts = _changes(pairs)
        spans = pairwise([*starts.tolist(), len(pairs)])
        place_spans = pairwise([*firsts[starts].tolist(), len(places)])
        for word, (start, end), (first, last) in zip(pairs[starts].tolist(), spans, place_spans, strict=True):
            yield Posting(field, self.words[word], documents[start:end], frequencies[start:end], places[first:last])


def inverted(pool: FieldPool, field: str) -> dict[str, Inverted]:
    """What ``pool`` has gathered of ``field``, and where openings are a field by themselves, of ``opening``."""
    forms = _Table.of(pool.forms)
    documents = np.array(pool.documents, np.int64)
    keys, words, opening_words = _all_keyed(pool, forms, _bits_for(documents))
    keys.sort()
    found = {field: Inverted(forms.words, documents, keys >> _OPENING_BITS, _lengths(documents, words))}
    if pool.opening:
        inside = keys[(keys & 1).astype(bool)] >> _OPENING_BITS
        found["opening"] = Inverted(forms.words, documents, inside, _lengths(documents, opening_words))
    return found


class _Table(NamedTuple):
    """The forms of all kinds of runs, those of a run one after the other: where those of each begin, how many they are
    and how many places the run takes up; of each form its word's number and how far it is from the run's beginning.
    ``words`` are in order."""

    words: Sequence[str]
    firsts: Numbers
    counts: Numbers
    widths: Numbers
    word: Numbers
    step: Numbers

    @classmethod
    def of(cls, kinds: Sequence[Forms]) -> _Table:
        flat = [form for forms, _ in kinds for form in forms]
        words = sorted({word for word, _ in flat})
        numbers = dict(zip(words, count(), strict=False))
        counts = np.array([len(forms) for forms, _ in kinds], np.int64)
        return cls(
            words,
            _starts(counts),
            counts,
            np.array([width for _, width in kinds], np.int64),
            np.array([numbers[word] for word, _ in flat], np.int64),
            np.array([step for _, step in flat], np.int64),
        )


class _Batch(NamedTuple):
    """Some documents one after the other: their runs, how many each document has and with which its opening begins,
    the first document's place among all, and how many bits such a place takes."""

    runs: npt.NDArray[np.uint32]
    counts: Numbers
    openings: Numbers
    first: int
    document_bits: int


class _Keyed(NamedTuple):
    """The keys of a batch's words, and how many words each document has, and its opening."""

    keys: Numbers
    words: Numbers
    opening_words: Numbers


def _all_keyed(pool: FieldPool, forms: _Table, document_bits: int) -> _Keyed:
    nothing = np.empty(0, np.int64)
    batches = [_keyed(batch, forms, opening=pool.opening) for batch in _batches(pool, document_bits)]
    columns = zip(_Keyed(nothing, nothing, nothing), *batches, strict=True)
    return _Keyed(*map(np.concatenate, columns))


def _batches(pool: FieldPool, document_bits: int) -> Iterator[_Batch]:
    runs, ends = np.asarray(pool.runs, np.uint32), np.array(pool.ends, np.int64)
    openings, counts = np.array(pool.openings, np.int64), np.diff(ends, prepend=0)
    firsts = _changes(ends // RUNS_AT_ONCE)
    for first, last in pairwise([*firsts.tolist(), len(ends)]):
        held = runs[ends[first] - counts[first] : ends[last - 1]]
        yield _Batch(held, counts[first:last], openings[first:last], first, document_bits)


def _keyed(batch: _Batch, forms: _Table, *, opening: int) -> _Keyed:
    """The opening of a text has so many places."""
    widths = forms.widths[batch.runs]
    edges = np.concatenate(([0], np.cumsum(widths)))
    begins = _starts(batch.counts)
    document = np.repeat(np.arange(len(batch.counts)), batch.counts)
    place = edges[:-1] - edges[begins][document]
    from_opening = edges[:-1] - edges[begins + batch.openings][document]
    is_opening = (from_opening >= 0) & (from_opening < opening)
    words = np.where(place + widths <= MOST, forms.counts[batch.runs], 0)

    run = np.repeat(np.arange(len(words)), words)
    form = (forms.firsts[batch.runs] - _starts(words))[run] + np.arange(len(run))
    key = forms.word[form] << batch.document_bits | document[run] + batch.first
    key = key << _PLACE_BITS | place[run] + forms.step[form]
    return _Keyed(
        key << _OPENING_BITS | is_opening[run],
        np.add.reduceat(words, begins),
        np.add.reduceat(words * is_opening, begins),
    )


def _lengths(documents: Numbers, words: Numbers) -> array[int]:
    lengths = np.zeros(documents[-1] + 1 if len(documents) else 0, np.uint16)
    lengths[documents] = np.minimum(words, MOST)
    return _array("H", lengths)


def _bits_for(documents: Numbers) -> int:
    return len(documents).bit_length()


def _starts(counts: Numbers) -> Numbers:
    """Where each begins of things that are so many."""
    return np.cumsum(counts) - counts


def _changes(values: Numbers) -> Numbers:
    """Where another value begins; none of them is below 0."""
    return np.flatnonzero(np.concatenate((values[:1] >= 0, values[1:] != values[:-1])))


def _array(code: str, numbers: npt.NDArray[np.uint16] | npt.NDArray[np.uint32]) -> array[int]:
    return array(code, numbers.tobytes())
