"""An index at one moment: everything a search needs, read once and shared by all requests until it changes."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import reduce
from itertools import compress, islice
from operator import and_, or_
from typing import Any

from markupsafe import Markup
from whoosh.index import TOC, FileIndex

from jobboard.search.answers import MOST_QUESTIONS, Answer, Question, Read, answers, question_of
from jobboard.search.bits import Members, bits_of
from jobboard.search.boolean import AllOf, AnyOf, Expression, Leaf, Not, parse_boolean, wanted
from jobboard.search.checks import Checks, newest_commit
from jobboard.search.columns import Columns, Part
from jobboard.search.cursors import window
from jobboard.search.expansion import Expansion, Slot
from jobboard.search.generations import DurableStorage
from jobboard.search.language import Language
from jobboard.search.port import Hit, IndexUnusable, Named, SearchPage, Suggestion
from jobboard.search.postings import Postings, Segment
from jobboard.search.query import Grammar, SearchQuery, Sort, Words, parse_words
from jobboard.search.ranking import Ranking
from jobboard.search.remembered import Remembered
from jobboard.search.schema import FIELDS
from jobboard.search.snippets import snippet
from jobboard.search.sure import STANDS_FOR
from jobboard.search.synonyms import SAME, Synonyms

BOILERPLATE, ENOUGH_TO_TELL = 0.2, 20
"""A word in more than this share of the texts, of at least so many, says nothing about the single job."""
WORTH_MARKING = 0.4


class View:
    """The documents of one commit. Safe to share between threads."""

    def __init__(self, checks: Checks, synonyms: Synonyms, *, before: View | None = None) -> None:
        """From ``before``, that of an earlier commit, is taken over what has not changed. Raises ``IndexUnusable``, or
        whatever the engine raises, when the newest commit is damaged."""
        self.checks = checks
        self.commit, self._names, whole = opened(checks)
        known = before.segments if before else {}
        self.segments: dict[str, Segment] = {}
        parts: list[tuple[Segment, int]] = []
        columns: list[Part] = []
        for reader, base in whole.leaf_readers():
            if reader.segment() is None:
                continue  # the engine's stand-in for an index without a document
            segment = self.segments[segment_name(reader)] = _segment(reader, known, synonyms.language)
            parts.append((segment, base))
            columns.append(Part(segment.columns, base, tuple(reader.segment().deleted_docs())))
        self.columns: Columns = Columns(columns, before=before.columns if before else None)
        self._postings = Postings(parts, synonyms.language, live=self.columns.everything.bit_count())
        self._expansion = Expansion(self._postings, synonyms)
        self._answers = answers()
        self._sure: Remembered[Question, int] = Remembered(entries=MOST_QUESTIONS)

    @property
    def ids(self) -> frozenset[str]:
        """The public ids of all documents."""
        return self.columns.ids

    @property
    def size(self) -> int:
        """How many documents there are."""
        return self.columns.everything.bit_count()

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
        answer = self._answers.get(question_of(query)) or self._answered(query)
        found = self.columns.open_to(query) & answer.found
        chosen = self.columns.chosen(query)
        if query.sort is not Sort.RELEVANCE:
            found = self._surely(query, answer, found, chosen.values())
        return self._page(query, answer, chosen, found=found)

    def _surely(self, query: SearchQuery, answer: Answer, found: int, chosen: Iterable[int]) -> int:
        """Those of ``found`` that answer beyond doubt, where any is among the ``chosen``: an order that knows nothing
        of the words would begin with what hardly answers them."""
        if answer.read.is_boolean or not answer.read.slots:
            return found
        sure = self._sure.get(question_of(query))
        if sure is None:
            members = Members(found, self.columns.size)
            sure = bits_of(Ranking(answer.read.slots, self._postings, self.columns).sure(members), self.columns.size)
            self._sure.put(question_of(query), sure)
        return found & sure if reduce(and_, chosen, found & sure) else found

    def _answered(self, query: SearchQuery) -> Answer:
        """What the words find, whichever filters are in use; remembered, since the next page asks for it again."""
        read = self._read_boolean(query.text) if query.grammar is Grammar.BOOLEAN else self._read(query.text)
        answer = Answer(read, read.within)
        if read.slots:  # "the" is no word to find anything by: it browses
            scores = self._scores(query, read)
            found = read.within if read.is_boolean else bits_of(scores, self.columns.size)
            order = self.columns.newest_first(found)
            order.sort(key=scores.__getitem__, reverse=True)
            answer = Answer(read, found, array("I", order), array("f", map(scores.__getitem__, order)))
        self._answers.put(question_of(query), answer)
        return answer

    def _scores(self, query: SearchQuery, read: Read) -> Mapping[int, float]:
        """How well each document answers, as exactly as that is remembered; 0.0 for one that does not."""
        members = Members(self.columns.open_to(query) & read.within, self.columns.size)
        # Not kept in a name: what it was worked out from is let go of before it is copied
        ranked = Ranking(read.slots, self._postings, self.columns).scores(
            within=members, all_of_it=read.decided, now=query.now.timestamp()
        )
        return defaultdict(float, zip(ranked, array("f", ranked.values()), strict=True))

    def suggest(self, typed: str, *, now: datetime, kinds: Collection[Named], limit: int) -> tuple[Suggestion, ...]:
        """See ``SearchBackend.suggest``."""
        return self.columns.suggest(typed, now=now, kinds=kinds, limit=limit)

    def _page(self, query: SearchQuery, answer: Answer, chosen: Mapping[str, int], *, found: int) -> SearchPage:
        counts = self.columns.counts(query, found, chosen)
        for bits in chosen.values():
            found &= bits
        order = self._ordered(query, answer, found)
        page = window(order, query, lambda hit: self.columns.key(hit[0], query.sort, hit[1]))
        marked = _marked(answer.read.slots)
        return SearchPage(
            hits=tuple(self._hit(number, score, marked) for number, score in page.hits),
            total=found.bit_count(),
            facets=counts.facets,
            steps=counts.steps,
            suggestion=answer.read.suggestion(any_found=bool(found)),
            missing=answer.read.missing if found else (),
            only_near=answer.read.only_near and bool(found),
            first=page.first,
            before=page.before,
            after=page.after,
        )

    def _ordered(self, query: SearchQuery, answer: Answer, found: int) -> list[tuple[int, float]]:
        """The documents of ``found`` in order, each with its score: those to the end of the page and one more, or all
        where a cursor may lead to any."""
        hits: Iterable[tuple[int, float]]
        if query.sort is Sort.RELEVANCE and answer.order:
            held = Members(found, self.columns.size).flags_of(answer.order)
            hits = compress(zip(answer.order, answer.worth, strict=True), held)
        else:
            scores = answer.scores()
            hits = ((number, scores.get(number, 0.0)) for number in self.columns.ordered(found, query.sort))
        return list(hits if query.cursor else islice(hits, max(query.offset, 0) + max(query.limit, 0) + 1))

    def _hit(self, number: int, score: float, marked: set[str]) -> Hit:
        shown = snippet(self._postings.shown(number), marked) if marked else Markup()
        return Hit(self.columns.id_of(number), score, shown)

    def _read(self, text: str) -> Read:
        words = parse_words(text)
        slots = self._expansion.slots(words.terms)
        missing = tuple(slot.written for slot in slots if not self._expansion.mentions(slot))
        kinds = [slot.written for slot in slots if slot.says_which]
        only_near = not words.phrases and bool(kinds) and set(kinds) <= set(missing)
        slots += [self._phrase_slot(phrase) for phrase in words.phrases if self._expansion.phrase(phrase)]
        within = self._with(words.phrases)
        if words.excluded:  # a set of all documents is in memory once and not for each answer
            within &= ~self._without(words.excluded)
        return Read(words, slots, within, decided=bool(words.phrases), missing=missing, only_near=only_near)

    def _read_boolean(self, text: str) -> Read:
        expression = parse_boolean(text)
        if expression is None:
            return Read(Words(), [], self.columns.everything, decided=True, is_boolean=True)
        slots = [slot for leaf in wanted(expression) for slot in self._leaf(leaf)]
        return Read(Words(), slots, self._true_of(expression), decided=True, is_boolean=True)

    def _leaf(self, text: str) -> list[Slot]:
        if " " not in text:
            return self._expansion.slots((text,))
        return [self._phrase_slot(text)] if self._expansion.phrase(text) else []

    def _true_of(self, expression: Expression) -> int:
        """The documents for which ``expression`` holds."""
        match expression:
            case Leaf(text):
                return self._holding(text)
            case Not(part):
                return self.columns.everything & ~self._true_of(part)
            case AllOf(parts):
                return reduce(and_, map(self._true_of, parts))
            case AnyOf(parts):
                return reduce(or_, map(self._true_of, parts))

    def _holding(self, text: str) -> int:
        """The documents that hold a word or what stands for it closely; all of them for a word that asks nothing."""
        slots = self._leaf(text)
        if not slots:
            return self.columns.everything
        return reduce(and_, (bits_of(self._standing_for(slot), self.columns.size) for slot in slots))

    def _standing_for(self, slot: Slot) -> set[int]:
        fields = [field for field in FIELDS if field != "initials"]
        near = [word for word, weight in slot.words.items() if weight >= STANDS_FOR]
        phrases = [phrase for phrase, weight in slot.phrases.items() if weight >= STANDS_FOR]
        alone = {n for field in fields for word in near for n in self._postings.frequencies(field, word)}
        return alone.union(n for field in fields for phrase in phrases for n in self._postings.phrase(field, phrase))

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


def _marked(slots: Iterable[Slot]) -> set[str]:
    """What a snippet marks: words one by one, other words for a run of them only as they stand together."""
    marked: set[str] = set()
    for slot in slots:
        marked.update(word for word, weight in slot.words.items() if weight >= WORTH_MARKING)
        for phrase, weight in slot.phrases.items():
            if weight > SAME:
                marked.update(form for forms, _ in phrase for form in forms)
            else:
                marked.add(" ".join(forms[0] for forms, _ in phrase))
    return marked


def opened(checks: Checks) -> tuple[int, list[str], Any]:
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


def _segment(reader: Any, known: Mapping[str, Segment], language: Language) -> Segment:
    return known.get(segment_name(reader)) or Segment(reader, language)


def segment_name(reader: Any) -> str:
    """What the engine calls the segment that ``reader`` reads."""
    return str(reader.segment().segment_id())
