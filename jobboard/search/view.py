"""An index at one moment: everything a search needs, read once and shared by all requests until it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whoosh.index import TOC, FileIndex

from jobboard.search.checks import Checks, newest_commit
from jobboard.search.columns import Columns, Members, bits_of
from jobboard.search.expansion import Expansion, Slot
from jobboard.search.generations import DurableStorage
from jobboard.search.port import Hit, IndexUnusable, SearchPage
from jobboard.search.postings import Postings, Segment
from jobboard.search.query import SearchQuery, Sort, Words, parse_words
from jobboard.search.ranking import Ranking
from jobboard.search.schema import FIELDS
from jobboard.search.snippets import snippet
from jobboard.search.synonyms import Synonyms
from jobboard.search.text import fold

BOILERPLATE, ENOUGH_TO_TELL = 0.2, 20
"""A word in more than this share of the texts, of at least so many, says nothing about the single job."""


class View:
    """The documents of one commit. Safe to share between threads."""

    def __init__(self, checks: Checks, synonyms: Synonyms, *, known: Mapping[str, Segment]) -> None:
        """Raises ``IndexUnusable``, or whatever the engine raises, when the newest commit is damaged."""
        self.checks = checks
        self.commit, self._names, whole = _opened(checks)
        self.segments: dict[str, Segment] = {}
        parts: list[tuple[Segment, int]] = []
        rows: list[tuple[Any, ...] | None] = []
        for reader, base in whole.leaf_readers():
            segment = _segment(reader, known)
            self.segments[_name(reader)] = segment
            parts.append((segment, base))
            rows += [None if reader.is_deleted(n) else row for n, row in enumerate(segment.rows)]
        self.columns = Columns(rows)
        self.ids = frozenset(row[0] for row in rows if row is not None)
        self._postings = Postings(parts, live=len(self.ids))
        self._expansion = Expansion(self._postings, synonyms)

    def is_newest(self) -> bool:
        """Whether nothing was committed to its generation since. Raises ``IndexUnusable`` when a file was damaged."""
        if newest_commit(self.checks.folder) != self.commit:
            return False
        self.checks.verify(self.commit, self._names)
        return True

    def is_readable(self) -> bool:
        """Whether what it reads from is as it was, be it on disk or, removed there, in files it has open."""
        return self.checks.untouched(self._names)

    def search(self, query: SearchQuery) -> SearchPage:
        """See ``SearchBackend.search``."""
        words = parse_words(query.text)
        slots = self._expansion.slots(words.terms)
        slots += [self._phrase_slot(phrase) for phrase in words.phrases if self._expansion.phrase(phrase)]
        found = self.columns.open_to(query) & self._with(words.phrases) & ~self._without(words.excluded)
        scores: dict[int, float] = {}
        if slots:  # "the" is no word to find anything by: it browses
            ranking = Ranking(slots, self._postings, self.columns)
            within = Members(found, self.columns.size)
            scores = ranking.scores(within=within, all_of_it=bool(words.phrases), now=query.now.timestamp())
            found &= bits_of(scores, self.columns.size)
        return self._page(query, found, scores=scores, words=words, slots=slots)

    def _page(
        self, query: SearchQuery, found: int, *, scores: dict[int, float], words: Words, slots: list[Slot]
    ) -> SearchPage:
        chosen = self.columns.chosen(query.filters)
        facets = self.columns.counts(found, chosen)
        for bits in chosen.values():
            found &= bits
        wanted = self._ordered(query, found, scores)[max(query.offset, 0) :][: max(query.limit, 0)]
        marked = {word for slot in slots for word, weight in slot.words.items() if weight >= 0.4}
        marked |= {form for slot in slots for phrase in slot.phrases for forms, _ in phrase for form in forms}
        hits = tuple(
            Hit(self.columns.id_of(n), scores.get(n, 0.0), snippet(self._postings.shown(n), marked)) for n in wanted
        )
        return SearchPage(hits, found.bit_count(), facets, self._suggestion(words, slots, bool(found)))

    def _ordered(self, query: SearchQuery, found: int, scores: dict[int, float]) -> list[int]:
        newest_first = list(self.columns.ordered(found, query.sort))
        if query.sort is Sort.RELEVANCE and scores:
            newest_first.sort(key=lambda number: -scores[number])
        return newest_first

    def _phrase_slot(self, phrase: str) -> Slot:
        slot = Slot(phrase)
        slot.add_phrase(self._expansion.phrase(phrase), 1.0)
        return slot

    def _holders(self, phrase: str) -> set[int]:
        cut = self._expansion.phrase(phrase)
        return {n for field in FIELDS for n in self._postings.phrase(field, cut)}

    def _with(self, phrases: tuple[str, ...]) -> int:
        found = self.columns.everything
        for phrase in filter(self._expansion.phrase, phrases):
            found &= bits_of(self._holders(phrase), self.columns.size)
        return found

    def _without(self, excluded: tuple[str, ...]) -> int:
        """Whatever holds an excluded word. Where nearly every text does, only those it is said of in front."""
        found = 0
        for words in excluded:
            cut = self._expansion.phrase(words)
            for field in FIELDS:
                having = self._postings.phrase(field, cut) if cut and field != "initials" else {}
                common = len(having) > BOILERPLATE * self._postings.live > BOILERPLATE * ENOUGH_TO_TELL
                if field not in {"text", "opening"} or not common:
                    found |= bits_of(having, self.columns.size)
        return found

    def _suggestion(self, words: Words, slots: list[Slot], any_found: bool) -> str | None:
        """The query with its slips mended; without its quotes where the phrase is nowhere to be found."""
        mended = {slot.written: slot.corrected for slot in slots if slot.corrected and any_found}
        terms = [mended.get(fold(term), term) for term in words.terms]
        phrases = [f'"{phrase}"' for phrase in words.phrases] if any_found else list(words.phrases)
        better = [*terms, *phrases, *(f"-{word}" if " " not in word else f'-"{word}"' for word in words.excluded)]
        changed = terms != list(words.terms) or (bool(words.phrases) and not any_found)
        return " ".join(better) if changed else None


def _opened(checks: Checks) -> tuple[int, list[str], Any]:
    """The newest commit's number, its segments and a reader of them; nothing is read before it was found whole."""
    checks.verify(newest_commit(checks.folder))
    index = FileIndex(DurableStorage(str(checks.folder)))
    table = TOC.read(index.storage, index.indexname)
    names = [str(segment.segment_id()) for segment in table.segments]
    checks.verify(table.generation, names)
    reader = index.reader()
    if names and reader.generation() != table.generation:
        raise IndexUnusable("It was committed to while it was opened.")
    return table.generation, names, reader


def _segment(reader: Any, known: Mapping[str, Segment]) -> Segment:
    return known.get(_name(reader)) or Segment(reader)


def _name(reader: Any) -> str:
    segment = reader.segment()
    return str(segment.segment_id()) if segment is not None else "empty"
