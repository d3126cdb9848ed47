"""Which documents hold a word, how often, and where: read from the engine once, then remembered."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import reduce
from itertools import chain, repeat
from operator import rshift
from typing import Any

from jobboard.search.codec import column_file, term_file, text_file
from jobboard.search.fuzzy import letters
from jobboard.search.language import Language
from jobboard.search.remembered import Remembered
from jobboard.search.schema import FIELDS
from jobboard.search.segment_columns import SegmentColumns
from jobboard.search.term_file import SPOT_BITS

Frequencies = dict[int, int]
Phrase = tuple[tuple[tuple[str, ...], int], ...]
"""The forms allowed at each place of a phrase, with the place's distance from the first."""

MOST_POSTINGS, MOST_IN_PHRASES, MOST_ENTRIES = 10_000, 10_000, 20_000
"""Postings of words that a segment keeps in memory, and of phrases that an index keeps, at about a hundred bytes each;
and how many words or phrases at most."""
_NAMED = ("title", "skills", "organization", "facts")


class Segment:
    """One immutable part of an index. What is read of it stays true until a merge replaces it."""

    def __init__(self, reader: Any, language: Language) -> None:
        self._remembered: Remembered[tuple[str, str], Frequencies] = Remembered(
            len, most=MOST_POSTINGS, entries=MOST_ENTRIES
        )
        self._terms = term_file(reader.storage(), reader.segment())
        self._texts = text_file(reader.storage(), reader.segment())
        self.size: int = reader.doc_count_all()
        self.columns = SegmentColumns(column_file(reader.storage(), reader.segment()))
        self.held = {field: self._terms.words(field) for field in FIELDS}
        self.vocabulary = self._weigh()
        self._families = _families(self.vocabulary, language)

    def lengths(self, field: str) -> array[int]:
        """How many words each document has in ``field``, nearly; read from the disk each time."""
        counted = self._terms.lengths(field)
        counted.frombytes(bytes(counted.itemsize * (self.size - len(counted))))
        return counted

    def _weigh(self) -> dict[str, tuple[int, int]]:
        weights: dict[str, int] = defaultdict(int)
        for field in FIELDS:
            if field == "initials":
                continue
            worth = 20 if field in _NAMED else 1
            for text, holders in self._terms.terms(field):
                weights[text] += worth * holders
        return {word: (letters(word), weight) for word, weight in weights.items()}

    def family(self, root: str) -> Iterable[str]:
        """Every word that has this root."""
        return self._families.get(root) or ((root,) if root in self.vocabulary else ())

    def shown(self, number: int) -> str:
        """The readable text stored for a snippet."""
        return self._texts[number]

    def frequencies(self, field: str, word: str) -> Frequencies:
        """How often ``word`` stands in ``field``, by document number within this segment."""
        if word not in self.held[field]:
            return {}
        found = self._remembered.get((field, word))
        if found is None:
            documents, frequencies = self._terms.postings(field, word)
            found = dict(zip(documents, frequencies, strict=True))
            self._remembered.put((field, word), found)
        return found

    def holders(self, field: str, words: Iterable[str]) -> int:
        """How many documents have one of ``words`` in ``field``; those that have several of them count as often."""
        return sum(self._terms.holders(field, word) for word in words)

    def spots(self, field: str, words: Iterable[str], numbers: Set[int], step: int) -> Iterator[int]:
        """Where one of ``words`` stands in ``field`` of at least the given documents, less ``step``: a document's
        number in the bits above ``SPOT_BITS``, the place in those below, so that phrases are intersections."""
        held = (word for word in words if word in self.held[field])
        return chain.from_iterable(self._terms.spots(field, word, numbers, step) for word in held)


class _Norms(dict[int, float]):
    """Worked out as they are asked for: texts have few different lengths."""

    def __init__(self, average: float, share: float) -> None:
        super().__init__()
        self._average, self._share = average, share

    def __missing__(self, length: int) -> float:
        self[length] = norm = 1 - self._share + self._share * length / self._average
        return norm


class Postings:
    """All segments of an index at one moment, seen as one row of documents."""

    def __init__(self, segments: list[tuple[Segment, int]], language: Language, *, live: int) -> None:
        self.segments = segments
        self._language = language
        self.live = live
        self.size = sum(segment.size for segment, _ in segments)
        self.lengths = {
            field: array("H", b"".join(segment.lengths(field).tobytes() for segment, _ in segments)) for field in FIELDS
        }
        """How many words each field of each document has, nearly."""
        self.average = {field: max(sum(self.lengths[field]) / max(self.size, 1), 1.0) for field in FIELDS}
        self._norms: dict[tuple[str, float], _Norms] = {}
        self._phrases: Remembered[tuple[str, Phrase], Frequencies] = Remembered(
            len, most=MOST_IN_PHRASES, entries=MOST_ENTRIES
        )

    def norms(self, field: str, share: float) -> Mapping[int, float]:
        """BM25's norm of every length of a field: 1 for the average one, of which ``share`` goes with the length."""
        return self._norms.setdefault((field, share), _Norms(self.average[field], share))

    def holds(self, word: str, fields: Iterable[str] = FIELDS) -> bool:
        """Whether any document has ``word`` in one of ``fields``."""
        return any(word in segment.held[field] for field in fields for segment, _ in self.segments)

    def weight(self, word: str) -> int:
        """How much ``word`` stands out: its titles and skills count twentyfold."""
        return sum(segment.vocabulary.get(word, (0, 0))[1] for segment, _ in self.segments)

    def relatives(self, word: str) -> set[str]:
        """Every word of the index of the same family as ``word``."""
        family = self._language.root(word)
        return {found for segment, _ in self.segments for found in segment.family(family)}

    def starting_with(self, prefix: str) -> list[str]:
        """Words that begin with ``prefix``, those that stand out most first."""
        found = {word for segment, _ in self.segments for word in segment.vocabulary if word.startswith(prefix)}
        return sorted(found, key=lambda word: (-self.weight(word), word))

    def shown(self, number: int) -> str:
        """The readable text of a document."""
        for segment, base in reversed(self.segments):
            if number >= base:
                return segment.shown(number - base)
        raise IndexError(number)

    def frequencies(self, field: str, word: str) -> Frequencies:
        """How often ``word`` stands in ``field``, by document number."""
        if len(self.segments) == 1:
            return self.segments[0][0].frequencies(field, word)
        return {
            base + number: count
            for segment, base in self.segments
            for number, count in segment.frequencies(field, word).items()
        }

    def phrase(self, field: str, phrase: Phrase) -> Frequencies:
        """How often the words of ``phrase`` stand at their places in ``field``, by document number."""
        found = self._phrases.get((field, phrase))
        if found is None:
            found = {}
            for segment, base in self.segments:
                held = _phrase_in(segment, field, phrase)
                found |= {base + number: count for number, count in held.items()} if base else held
            self._phrases.put((field, phrase), found)
        return found


def _families(words: Iterable[str], language: Language) -> Mapping[str, tuple[str, ...]]:
    """Words by their root; those that have none but themselves, nearly half of them, are left out."""
    families: dict[str, tuple[str, ...]] = {}
    for word in words:
        root = language.root(word)
        families[root] = (*families.get(root, ()), word)
    return {root: words for root, words in families.items() if words != (root,)}


def both(one: Frequencies, other: Frequencies) -> Frequencies:
    """Added up where a document is in both. The work per document is the interpreter's, not ours."""
    if not one or not other:
        return one or other
    shared = {number: one[number] + other[number] for number in one.keys() & other.keys()}
    return one | other | shared


def _phrase_in(segment: Segment, field: str, phrase: Phrase) -> Frequencies:
    """Intersects documents first: places cost far more to read than numbers, so they are read of few. The rarest word
    comes first, so that all sets are as small as that one's."""
    if not phrase:
        return {}
    (first, first_step), *others = sorted(phrase, key=lambda part: segment.holders(field, part[0]))
    if not others:
        return reduce(both, (segment.frequencies(field, form) for form in first), {})
    holders = set[int]().union(*(segment.frequencies(field, form) for form in first))
    for forms, _ in others:
        holders = set[int]().union(*(segment.frequencies(field, form).keys() & holders for form in forms))
    if not holders:
        return {}
    starts = set(segment.spots(field, first, holders, first_step))
    for forms, step in others:
        starts.intersection_update(segment.spots(field, forms, holders, step))
    return Counter(map(rshift, starts, repeat(SPOT_BITS)))
