"""How the engine writes and reads our segments: its own format for what it stores, ``TermFile`` for postings.

The engine's own postings cost about thirty times as much to write and to read, a Python object for each. Everything it
offers over postings (matchers, merging, deleting by a term) works on these as well.
"""

from __future__ import annotations

import heapq
import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise, repeat
from operator import and_, rshift
from pathlib import Path
from typing import Any

from whoosh.codec.base import FieldWriter, TermsReader
from whoosh.codec.whoosh3 import W3Codec
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.writing import SegmentWriter

from jobboard.search.term_file import EXTENSION, MOST, SPOT_BITS, Posting, TermFile, TermFileWriter
from jobboard.search.tokens import Forms

ROWS = ".rows"
Row = Sequence[Any]


class JobCodec(W3Codec):  # type: ignore[misc]  # the engine ships no types
    """The engine's codec with our postings."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> _Fields:
        """Writes a segment's postings."""
        return _Fields(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> _Terms:
        """Reads a segment's postings."""
        return _Terms(term_file(storage, segment))


def term_file(storage: Any, segment: Any) -> TermFile:
    """The postings of a segment."""
    return TermFile(Path(storage.folder) / segment.make_filename(EXTENSION))


def rows_of(storage: Any, segment: Any) -> list[Row]:
    """What the columns know of a segment's documents, in the order of their numbers."""
    held: list[Row] = json.loads((Path(storage.folder) / segment.make_filename(ROWS)).read_bytes())
    return held


class JobWriter(SegmentWriter):  # type: ignore[misc]
    """Writes documents whose words are cut already, and a row of facts for each."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=JobCodec(), compound=False)
        self.pool: _Pool = _Pool()
        self._rows: list[Row] = []

    def add_job(self, row: Row, words: Mapping[str, Forms], **stored: Any) -> None:
        """Add one document: its facts, its words by field with their places, and what the engine stores of it."""
        number = self.docnum
        self.add_document(**stored)
        for field, forms in words.items():
            if forms:
                self.pool.add_words(field, number, forms)
        self._rows.append(row)

    def write_per_doc(self, fieldnames: set[str], reader: Any) -> Any:
        """The engine merges a segment: its rows come along."""
        rows = rows_of(reader.storage(), reader.segment())
        self._rows += [rows[number] for number in reader.all_doc_ids()]
        return super().write_per_doc(fieldnames, reader)

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: Mapping[int, int] | None) -> None:
        """The engine merges a segment: its postings are taken over whole."""
        self.pool.merge(term_file(reader.storage(), reader.segment()), startdoc, docmap)

    def _flush_segment(self) -> None:
        self.fieldwriter.lengths = self.pool.lengths
        super()._flush_segment()
        written = json.dumps(self._rows, separators=(",", ":"), ensure_ascii=False).encode()
        (Path(self.storage.folder) / self.newsegment.make_filename(ROWS)).write_bytes(written)


class _Pool:
    """The postings of a segment that is being written: those of new documents, and whole segments to merge."""

    def __init__(self) -> None:
        self._added: dict[str, dict[str, array[int]]] = defaultdict(_by_word)
        """For each field and word where it stands: the document's number above ``SPOT_BITS``, the place below."""
        self._merged: list[Iterator[Posting]] = []
        self.lengths: dict[str, array[int]] = defaultdict(lambda: array("H"))
        """How many words each document has, by field; those at the end that have none are left out."""

    def add_words(self, field: str, number: int, forms: Forms) -> None:
        """All words of one field of a document, which has a higher number than those before it."""
        if max(forms[-1][1], len(forms)) >= MOST:
            forms = [pair for pair in forms[:MOST] if pair[1] < MOST]
        lengths = self.lengths[field]
        lengths.frombytes(bytes(2 * (number - len(lengths))))
        lengths.append(len(forms))
        added, base = self._added[field], number << SPOT_BITS
        for form, place in forms:
            added[form].append(base + place)

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """The engine's way to hand over a posting of a field it cut itself; there is no such field."""
        raise TypeError(f"The words of {item[0]} come through JobWriter.add_job.")

    def merge(self, terms: TermFile, start: int, numbers: Mapping[int, int] | None) -> None:
        """All postings of a segment whose first document gets the number ``start``, or those that ``numbers`` maps."""
        self._merged.append(_renumbered(terms, start, numbers))
        for field, counted in terms.lengths.items():
            self._add_lengths(self.lengths[field], counted, start, numbers)

    @staticmethod
    def _add_lengths(
        lengths: array[int], counted: Sequence[int], start: int, numbers: Mapping[int, int] | None
    ) -> None:
        kept = counted if numbers is None else [counted[old] for old in sorted(numbers) if old < len(counted)]
        first = start if numbers is None else min(numbers.values(), default=start)
        lengths.frombytes(bytes(2 * (first - len(lengths))))
        lengths.extend(kept)

    def iter_postings(self) -> Iterator[Posting]:
        """Everything, in order of field and term; each term once."""
        added = (
            _posting(field, text.encode(), words[text])
            for field, words in sorted(self._added.items())
            for text in sorted(words, key=str.encode)
        )
        # Documents of merged segments have lower numbers than those added afterwards, and come first
        merged = heapq.merge(*self._merged, added, key=_key)
        for _, same in groupby(merged, key=_key):
            first, *more = same
            yield _joined([first, *more]) if more else first

    def cleanup(self) -> None:
        """Forget everything."""
        self._added.clear()
        self._merged.clear()


def _by_word() -> dict[str, array[int]]:
    return defaultdict(lambda: array("Q"))


def _posting(field: str, text: bytes, spots: array[int]) -> Posting:
    """No step of our own for a place: a common word has hundreds of thousands."""
    times = Counter(map(rshift, spots, repeat(SPOT_BITS)))
    places = array("H", map(and_, spots, repeat((1 << SPOT_BITS) - 1)))
    return Posting(field, text, array("I", times), array("H", times.values()), places)


def _empty(field: str, text: bytes) -> Posting:
    return Posting(field, text, array("I"), array("H"), array("H"))


def _key(posting: Posting) -> tuple[str, bytes]:
    return posting.field, posting.text


def _joined(postings: list[Posting]) -> Posting:
    postings.sort(key=lambda posting: posting.documents[0])
    whole = _empty(postings[0].field, postings[0].text)
    for posting in postings:
        whole.documents.extend(posting.documents)
        whole.frequencies.extend(posting.frequencies)
        whole.places.extend(posting.places)
    return whole


def _renumbered(terms: TermFile, start: int, numbers: Mapping[int, int] | None) -> Iterator[Posting]:
    for field in sorted(terms.fields()):
        for text, _ in terms.terms(field):
            posting = terms.posting(field, text)
            if numbers is None:
                moved = array("I", [number + start for number in posting.documents])
                yield Posting(field, text, moved, posting.frequencies, posting.places)
            elif kept := _kept(posting, numbers):
                yield kept


def _kept(posting: Posting, numbers: Mapping[int, int]) -> Posting | None:
    """The postings of documents that were not deleted."""
    kept, at = _empty(posting.field, posting.text), 0
    for number, frequency in zip(posting.documents, posting.frequencies, strict=True):
        if number in numbers:
            kept.documents.append(numbers[number])
            kept.frequencies.append(frequency)
            kept.places.extend(posting.places[at : at + frequency])
        at += frequency
    return kept if kept.documents else None


class _Fields(FieldWriter):  # type: ignore[misc]
    """The engine's place to write postings; it hands over what ``_Pool.iter_postings`` gives."""

    def __init__(self, storage: Any, segment: Any) -> None:
        path = Path(storage.folder) / segment.make_filename(EXTENSION)
        self._path = path
        self._segment = segment
        self._writer = TermFileWriter(path.open("wb"))
        self.lengths: Mapping[str, array[int]] = {}
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Posting]) -> None:
        """Write them all."""
        for posting in items:
            self._writer.add(posting)

    def close(self) -> None:
        """Write the directory."""
        self._writer.close(self.lengths)
        self.is_closed = True


class _Terms(TermsReader):  # type: ignore[misc]
    """A term file as the engine's own searches, deletions and merges ask it."""

    def __init__(self, file: TermFile) -> None:
        self._file = file

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._file.holds(*term)

    def indexed_field_names(self) -> Iterable[str]:
        """The fields that have terms."""
        return self._file.fields()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every (field, term), in order."""
        return ((field, text) for field in sorted(self._file.fields()) for text, _ in self._file.terms(field))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Every (field, term) from this one on."""
        return (term for term in self.terms() if term >= (fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """Every term with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """Every term from this one on, with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """The statistics of a term; ``TermNotFound``, the engine's ``KeyError``, where nobody has it."""
        if not self._file.holds(fieldname, text):
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        documents, frequencies = self._file.postings(fieldname, text)
        most = max(frequencies)
        return TermInfo(
            weight=sum(frequencies),
            df=len(documents),
            minlength=1,
            maxlength=most,
            maxweight=most,
            minid=documents[0],
            maxid=documents[-1],
        )

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """The postings one after the other, as the engine walks them."""
        info = self.term_info(fieldname, text)
        posting = self._file.posting(fieldname, text)
        ends = [0]
        for frequency in posting.frequencies:
            ends.append(ends[-1] + frequency)
        values = [posting.places[start:end].tobytes() for start, end in pairwise(ends)]
        weights = [float(frequency) for frequency in posting.frequencies]
        return ListMatcher(
            list(posting.documents), weights, values, format_, scorer=scorer, term=(fieldname, text), terminfo=info
        )

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
