"""An index at one moment, shared by all requests until it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

from tantivy import Index, Occur, Query

from jobboard.search.expansion import Slot
from jobboard.search.port import FacetCount, Hit, Named, SearchPage, StepCounts, Suggestion
from jobboard.search.query import FACETS, SearchQuery, Sort
from jobboard.search.snippets import snippet
from jobboard.search.synonyms import Synonyms
from jobboard_search_tantivy.lexicon import Lexicon
from jobboard_search_tantivy.names import Suggestions
from jobboard_search_tantivy.ranking import Ranking
from jobboard_search_tantivy.reading import Reader
from jobboard_search_tantivy.schema import PAY, POSTED, facet, micros

WORTH_MARKING = 0.4
MOST_VALUES = 10_000
"""Values of one facet that are counted, the most frequent first."""


class View:
    """The documents of one commit. Safe to share between threads."""

    def __init__(self, index: Index, synonyms: Synonyms) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._lexicon = Lexicon(self._searcher, self._schema, synonyms.language)
        self._reader = Reader(self._schema, self._lexicon, synonyms)

    @property
    def size(self) -> int:
        """How many documents there are."""
        return int(self._searcher.num_docs)

    def ids(self) -> frozenset[str]:
        """The ids of all documents."""
        found = self._searcher.search(Query.all_query(), limit=max(self.size, 1), order_by_field="id")
        return frozenset(str(key) for key, _ in found.hits)

    @cached_property
    def _suggestions(self) -> Suggestions:
        return Suggestions(self._searcher, self._schema)

    def suggest(self, typed: str, *, now: datetime, kinds: Collection[Named], limit: int) -> tuple[Suggestion, ...]:
        """See ``SearchBackend.suggest``."""
        live = self._reader.live(SearchQuery(now=now))
        return self._suggestions.starting(typed, kinds=kinds, live=live, limit=limit)

    def search(self, query: SearchQuery) -> SearchPage:
        """See ``SearchBackend.search``."""
        asked = self._reader.text(query)
        base = [self._reader.live(query), *filter(None, [self._reader.where(query)])]
        chosen = self._reader.chosen(query)
        text = asked.query
        if asked.looser is not None and not self._lexicon.has(_all_of([text, *base])):
            text = asked.looser
        if query.sort is not Sort.RELEVANCE and asked.sure is not None:
            sure = _all_of([text, asked.sure])
            text = sure if self._lexicon.has(_all_of([sure, *base, *chosen.values()])) else text
        everything = [*([text] if text is not None else []), *base]
        found = _all_of([*everything, *chosen.values()])
        window = Ranking(self._searcher, found, query, by_score=bool(asked.read.slots)).window()
        facets, steps = self._counts(query, everything, chosen)
        marked = _marked(asked.read.slots)
        return SearchPage(
            hits=tuple(Hit(one.id, one.score, snippet(one.shown, marked)) for one in window.rows),
            total=window.total,
            facets=facets,
            steps=steps,
            suggestion=asked.read.suggestion(any_found=bool(window.total)),
            first=window.first,
            before=window.before,
            after=window.after,
        )

    def _counts(
        self, query: SearchQuery, everything: list[Query], chosen: Mapping[str, Query]
    ) -> tuple[dict[str, tuple[FacetCount, ...]], StepCounts]:
        """Every facet and step, each with all choices kept but its own: one pass for those without a choice."""
        wanted = {name: _aggregation(name, query) for name in (*map(facet, FACETS), PAY, POSTED)}
        asked = {name: one for name, one in wanted.items() if one}
        passes = [{name for name in asked if name not in chosen}, *({name} for name in asked if name in chosen)]
        counted: dict[str, Any] = {}
        for names in filter(None, passes):
            kept = [picked for column, picked in chosen.items() if {column} != names]
            found = _all_of([*everything, *kept])
            counted |= self._searcher.aggregate(found, {name: asked[name] for name in names})
        facets = {name: _counted(counted[facet(name)]) for name in FACETS}
        pay = _at_least_each(query.steps.pay, counted.get(PAY))
        posted = _at_least_each([micros(moment) for moment in query.steps.posted], counted.get(POSTED))
        return facets, StepCounts(pay, posted)


def _all_of(queries: Iterable[Query | None]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries if query is not None])


def _aggregation(column: str, query: SearchQuery) -> dict[str, Any] | None:
    if column == PAY:
        return _ranges(column, query.steps.pay)
    if column == POSTED:
        return _ranges(column, [micros(moment) for moment in query.steps.posted])
    return {"terms": {"field": column, "size": MOST_VALUES}}


def _ranges(column: str, steps: Sequence[int]) -> dict[str, Any] | None:
    """Buckets from one step to the next, since they may not overlap; the last is open."""
    bounds = sorted(set(steps))
    if not bounds:
        return None
    between = [{"key": str(low), "from": float(low), "to": float(high)} for low, high in pairwise(bounds)]
    return {"range": {"field": column, "ranges": [*between, {"key": str(bounds[-1]), "from": float(bounds[-1])}]}}


def _at_least_each(steps: Sequence[int], counted: Any) -> tuple[int, ...]:
    if not steps:
        return ()
    bounds = sorted(set(steps), reverse=True)
    held = {bucket["key"]: int(bucket["doc_count"]) for bucket in counted["buckets"]}
    above = dict(zip(bounds, accumulate(held.get(str(bound), 0) for bound in bounds), strict=True))
    return tuple(above[step] for step in steps)


def _counted(buckets: Any) -> tuple[FacetCount, ...]:
    """Most frequent first, equal ones by value."""
    order = sorted((-bucket["doc_count"], bucket["key"]) for bucket in buckets["buckets"])
    return tuple(FacetCount(value, -count) for count, value in order)


def _marked(slots: Iterable[Slot]) -> set[str]:
    alone = {word for slot in slots for word, weight in slot.words.items() if weight >= WORTH_MARKING}
    return alone | {form for slot in slots for phrase in slot.phrases for forms, _ in phrase for form in forms}
