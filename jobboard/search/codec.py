"""How the engine writes and reads our segments: ``TermFile`` for postings, files of columns and texts.

The engine's own postings cost about thirty times as much to write and to read, a Python object for each. Everything it
offers over postings (matchers, merging, deleting by a term) works on these as well.
"""

from __future__ import annotations

import heapq
from array import array
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from whoosh.codec.base import FieldWriter, TermsReader
from whoosh.codec.whoosh3 import W3Codec
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.writing import SegmentWriter

from jobboard.search.column_file import EXTENSION as COLUMNS
from jobboard.search.column_file import ColumnFile, ColumnFileWriter, Row
from jobboard.search.pool import FieldPool
from jobboard.search.term_file import EXTENSION, Posting, TermFile, TermFileWriter
from jobboard.search.text_file import TextFile, TextFileWriter
from jobboard.search.tokens import Cut

if TYPE_CHECKING:
    from jobboard.search.inversion import Inverted

TEXTS = ".texts"


class JobCodec(W3Codec):  # type: ignore[misc]  # the engine ships no types
    """The engine's codec with our postings."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> _Fields:
        """Writes a segment's postings."""
        return _Fields(_path(storage, segment, EXTENSION))

    def terms_reader(self, storage: Any, segment: Any) -> _Terms:
        """Reads a segment's postings."""
        return _Terms(_path(storage, segment, EXTENSION))


def _path(storage: Any, segment: Any, extension: str) -> Path:
    return Path(storage.folder, segment.make_filename(extension))


def term_file(storage: Any, segment: Any) -> TermFile:
    """The postings of a segment."""
    return TermFile(_path(storage, segment, EXTENSION))


def text_file(storage: Any, segment: Any) -> TextFile:
    """The readable texts of a segment's documents."""
    return TextFile(_path(storage, segment, TEXTS))


def column_file(storage: Any, segment: Any) -> ColumnFile:
    """What the columns know of a segment's documents."""
    return ColumnFile(_path(storage, segment, COLUMNS))


class DocumentWriter(SegmentWriter):  # type: ignore[misc]  # the same
    """Writes documents whose words are cut already. What else is held of them is written by who inherits from it."""

    def __init__(self, index: Any, pools: Mapping[str, FieldPool]) -> None:
        """``pools`` are empty, by the field whose words they take."""
        super().__init__(index, codec=JobCodec(), compound=False)
        self.pool: _Pool = _Pool(pools)

    def path(self, extension: str) -> Path:
        """Of a file of the segment that is being written."""
        return _path(self.storage, self.newsegment, extension)

    def carry(self, storage: Any, segment: Any, kept: Sequence[int]) -> None:
        """Take over what is held of these documents of a segment beside their words."""
        raise NotImplementedError

    def write_beside(self) -> None:
        """Write what is held of the documents beside their words."""
        raise NotImplementedError

    def write_per_doc(self, fieldnames: set[str], reader: Any) -> Any:
        """The engine merges a segment: what is held of its documents comes along."""
        first, kept = self.docnum, list(reader.all_doc_ids())
        self.carry(reader.storage(), reader.segment(), kept)
        for _ in kept:
            self.add_document()
        return {old: first + at for at, old in enumerate(kept)} if reader.has_deletions() else None

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: Mapping[int, int] | None) -> None:
        """The engine merges a segment: its postings are taken over whole."""
        self.pool.merge(term_file(reader.storage(), reader.segment()), startdoc, docmap)

    def _flush_segment(self) -> None:
        self.fieldwriter.lengths = self.pool.lengths
        super()._flush_segment()
        self.write_beside()


W = TypeVar("W", bound=DocumentWriter)


@contextmanager
def committed(writer: W, *, merge: bool, optimize: bool = False) -> Iterator[W]:
    """Commit what is written in the block, nothing of it when that ends with an error; ``optimize`` writes all segments
    anew, without what was deleted."""
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge=merge, optimize=optimize)


class JobWriter(DocumentWriter):
    """Writes job documents, with a row of facts and a readable text for each."""

    def __init__(self, index: Any, pools: Mapping[str, FieldPool]) -> None:
        super().__init__(index, pools)
        self._columns = ColumnFileWriter()
        self._texts = TextFileWriter(self.path(TEXTS))

    def add_job(self, row: Row, words: Mapping[str, Cut], text: str) -> None:
        """Add one document: its facts, its words by field, and what snippets are made of."""
        self.pool.add_words(self.docnum, words)
        self._columns.add(row)
        self._texts.add(text)
        self.add_document()

    def carry(self, storage: Any, segment: Any, kept: Sequence[int]) -> None:
        """See ``DocumentWriter.carry``."""
        columns, texts = column_file(storage, segment), text_file(storage, segment)
        rows = list(columns.rows())
        for number in kept:
            self._columns.add(rows[number])
            self._texts.add(texts[number])
        columns.close()
        texts.close()

    def write_beside(self) -> None:
        """See ``DocumentWriter.write_beside``."""
        self._columns.write(self.path(COLUMNS))

    def _close_segment(self) -> None:
        super()._close_segment()
        self._texts.close()


class _Pool:
    """The postings of a segment that is being written: those of new documents, and whole segments to merge."""

    def __init__(self, added: Mapping[str, FieldPool]) -> None:
        self._added = added
        self._merged: list[Iterator[Posting]] = []

    @cached_property
    def _fields(self) -> Mapping[str, Inverted]:
        """What was added; nothing can be from then on."""
        from jobboard.search.inversion import inverted  # numpy, which a process that only searches does without

        return ChainMap(*(inverted(pool, name) for name, pool in self._added.items()))

    @property
    def lengths(self) -> Mapping[str, array[int]]:
        """How many words each document has, by field; those at the end that have none are left out."""
        return {name: held.lengths for name, held in self._fields.items()}

    def add_words(self, number: int, words: Mapping[str, Cut]) -> None:
        """All words of a document, which has a higher number than those before it."""
        for field, text in words.items():
            if text.runs:
                self._added[field].add(number, text)

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """The engine's way to hand over a posting of a field it cut itself; there is no such field."""
        raise TypeError(f"The words of {item[0]} come through add_words.")

    def merge(self, terms: TermFile, start: int, numbers: Mapping[int, int] | None) -> None:
        """All postings of a segment whose first document gets the number ``start``, or those that ``numbers`` maps."""
        self._merged.append(_renumbered(terms, start, numbers))
        for field, held in self._fields.items():
            self._add_lengths(held.lengths, terms.lengths(field), start, numbers)

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
        added = chain.from_iterable(self._fields[name].postings(name) for name in sorted(self._fields))
        # Documents of merged segments have lower numbers than those added afterwards, and come first
        merged = heapq.merge(*self._merged, added, key=_key)
        for _, same in groupby(merged, key=_key):
            first, *more = same
            yield _joined([first, *more]) if more else first

    def cleanup(self) -> None:
        """Forget everything."""
        self._merged.clear()


def _empty(field: str, text: str) -> Posting:
    return Posting(field, text, array("I"), array("H"), array("H"))


def _key(posting: Posting) -> tuple[str, str]:
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


class _Fields(FieldWriter):  # type: ignore[misc]  # the same
    """The engine's place to write postings; it hands over what ``_Pool.iter_postings`` gives."""

    def __init__(self, path: Path) -> None:
        self._writer = TermFileWriter(path)
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


class _Terms(TermsReader):  # type: ignore[misc]  # the same
    """A term file as the engine's own searches, deletions and merges ask it. Opened when they do: ours do not."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _file(self) -> TermFile:
        return TermFile(self._path)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        return text.decode() in self._file.words(field)

    def indexed_field_names(self) -> Iterable[str]:
        """The fields that have terms."""
        return self._file.fields()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every (field, term), in order."""
        return ((field, text.encode()) for field in sorted(self._file.fields()) for text in self._file.words(field))

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
        if (fieldname, text) not in self:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        documents, frequencies = self._file.postings(fieldname, text.decode())
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
        posting = self._file.posting(fieldname, text.decode())
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
        if "_file" in self.__dict__:
            self._file.close()
