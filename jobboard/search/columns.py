"""The facts of every document of an index at one moment: filters, facets, orders and ranges without the engine.

Made of its segments' columns, which are kept from commit to commit; only what a commit added is worked out anew.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from heapq import merge, nsmallest
from itertools import chain, compress
from operator import or_

from jobboard.search.bits import Members, bits_of
from jobboard.search.column_file import NO_PAY
from jobboard.search.cursors import Key
from jobboard.search.names import ranked
from jobboard.search.places import typed_words
from jobboard.search.port import MOST_VALUES, FacetCount, Named, StepCounts, Suggestion
from jobboard.search.query import FACETS, Near, SearchQuery, Sort, Steps
from jobboard.search.remembered import Remembered
from jobboard.search.segment_columns import SegmentColumns, pay_key
from jobboard.search.text import fold
from jobboard.search.titles import Title

PAY, PAY_AT_MOST, POSTED_SINCE = "pay", "pay_at_most", "posted"
"""The ranges, beside ``FACETS`` in what ``chosen`` says."""
FEW = 2_000
"""Documents that are quicker put in order one by one than together with all others."""
MOST_COUNTED = 128
"""Sets of documents whose counts are kept in memory."""


@dataclass(frozen=True)
class Counts:
    """What each choice of a filter, and each step of a range, would leave."""

    facets: Mapping[str, tuple[FacetCount, ...]]
    steps: StepCounts


@dataclass(frozen=True)
class Part:
    """One segment's columns, the number of its first document, and which documents were deleted (numbers within it)."""

    columns: SegmentColumns
    start: int
    deleted: tuple[int, ...] = ()


class Columns:
    """What filters, facets, sorts and the ranking know of all documents. Numbers run through all segments."""

    def __init__(self, parts: Sequence[Part], *, before: Columns | None = None) -> None:
        """``before`` are those of an earlier moment, whose orders are gone on from where nothing was merged since."""
        self._parts = parts
        self._orders: dict[Sort, array[int]] = {}
        self._begun = before.orders_of(parts) if before else {}
        self._starts = [part.start for part in parts]
        self.size = sum(part.columns.size for part in parts)
        self.everything = (1 << self.size) - 1
        for part in parts:
            self.everything &= ~(bits_of(part.deleted, part.columns.size) << part.start)
        self._counted: Remembered[object, Counts] = Remembered(entries=MOST_COUNTED)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The public ids of all documents."""
        held = Members(self.everything, self.size)
        return frozenset(key for part in self._parts for n, key in enumerate(part.columns.ids, part.start) if n in held)

    def numbered(self, ids: Set[str]) -> list[int]:
        """The numbers of the documents with these public ids, deleted ones too."""
        return [part.start + n for part in self._parts for key in ids for n in part.columns.ids.numbers_of(key)]

    def id_of(self, number: int) -> str:
        """The public id of a document."""
        part = self._part(number)
        return part.columns.ids[number - part.start]

    def title(self, number: int) -> Title:
        """What a document's title says."""
        part = self._part(number)
        return part.columns.title(number - part.start)

    @cached_property
    def days(self) -> array[int]:
        """The day on which each document was posted, counted from the epoch."""
        return array("i", b"".join(part.columns.days().tobytes() for part in self._parts))

    @cached_property
    def dates(self) -> frozenset[int]:
        """The different ``days``."""
        return frozenset(self.days)

    def _part(self, number: int) -> Part:
        return self._parts[bisect_right(self._starts, number) - 1]

    def live(self, now: datetime) -> int:
        """The documents that have not expired."""
        moment = now.timestamp()
        return self.everything & self._all(lambda columns: columns.ending.at_least(moment))

    def open_to(self, query: SearchQuery) -> int:
        """The documents that are live and where it was asked for; filters and ranges are not looked at."""
        found = self.live(query.now)
        if query.near is None:
            return found & self._called(query.place) if query.place.strip() else found
        return found & self._around(query.near, query.place)

    def _around(self, near: Near, place: str) -> int:
        """The documents in a circle, and by their name those of which nobody knows where they are."""
        inside = self._all(lambda columns: columns.within(near))
        if not place.strip():
            return inside
        return inside | self._called(place) & self._all(lambda columns: columns.unplaced)

    def _called(self, place: str) -> int:
        wanted = typed_words(place)
        return self._all(lambda columns: columns.called(wanted))

    def chosen(self, query: SearchQuery) -> dict[str, int]:
        """For every filter and range in use, the documents it lets through."""
        picked: dict[str, int] = {}
        for facet, values in query.filters.items():
            if values:
                picked[facet] = reduce(or_, (self._having(facet, value) for value in values))
        if query.pay_at_least is not None:
            picked[PAY] = self._paying(query.pay_at_least)
        if query.pay_at_most is not None:
            picked[PAY_AT_MOST] = self._paying_at_most(query.pay_at_most)
        if query.posted_since is not None:
            picked[POSTED_SINCE] = self._posted_since(query.posted_since)
        return picked

    def counts(self, query: SearchQuery, found: int, chosen: Mapping[str, int]) -> Counts:
        """What each filter and range would leave of ``found``, all others kept; ``chosen`` is what ``query`` chose.

        Remembered, since the next page, another order and the next visitor ask for the same.
        """
        ranges = (query.pay_at_least, query.pay_at_most, query.posted_since)
        key = (found, tuple(query.filters.items()), ranges, query.steps)
        counted = self._counted.get(key)
        if counted is None:
            counted = Counts(self._facets(query, found, chosen), self._steps(query.steps, found, chosen))
            self._counted.put(key, counted)
        return counted

    def _facets(self, query: SearchQuery, found: int, chosen: Mapping[str, int]) -> dict[str, tuple[FacetCount, ...]]:
        members: dict[int, list[tuple[int, Members]]] = {}
        counted: dict[str, tuple[FacetCount, ...]] = {}
        for facet in FACETS:
            others = _all_but(facet, found, chosen)
            if others not in members:
                members[others] = [self._within_part(others, part) for part in self._parts]
            tally: Counter[str] = Counter()
            for part, (bits, held) in zip(self._parts, members[others], strict=True):
                tally.update(part.columns.facets[facet].counts(bits, held))
            counted[facet] = ranked_counts(tally, in_use=query.filters.get(facet, ()))
        return counted

    def _steps(self, steps: Steps, found: int, chosen: Mapping[str, int]) -> StepCounts:
        by_pay, by_date = _all_but(PAY, found, chosen), _all_but(POSTED_SINCE, found, chosen)
        return StepCounts(
            pay=tuple((by_pay & self._paying(amount)).bit_count() for amount in steps.pay),
            posted=tuple((by_date & self._posted_since(moment)).bit_count() for moment in steps.posted),
        )

    def key(self, number: int, sort: Sort, score: float) -> Key:
        """What the document is in order by; orders go up by it."""
        if sort is Sort.PAY:
            return self._pay_key(number)
        return (-score, *self._newest_key(number)) if sort is Sort.RELEVANCE else self._newest_key(number)

    def _newest_key(self, number: int) -> Key:
        part = self._part(number)
        return (-part.columns.posted[number - part.start], part.columns.ids[number - part.start])

    def _pay_key(self, number: int) -> Key:
        part = self._part(number)
        paid = pay_key(part.columns.low[number - part.start], part.columns.high[number - part.start])
        return (*paid, *self._newest_key(number))

    @property
    def newest(self) -> Sequence[int]:
        """All numbers, deleted ones too, newest first."""
        return self._order(Sort.NEWEST, lambda columns: columns.newest, self._newest_key)

    @property
    def best_paid(self) -> Sequence[int]:
        """All numbers, deleted ones too, best paid first."""
        return self._order(Sort.PAY, lambda columns: columns.best_paid, self._pay_key)

    def orders_of(self, parts: Sequence[Part]) -> Mapping[Sort, array[int]]:
        """The orders that are known of the documents of ``parts`` with which these begin; none where others do."""
        same = zip(self._parts, parts, strict=False)
        is_begun = len(self._parts) <= len(parts) and all(mine.columns is theirs.columns for mine, theirs in same)
        return dict(self._orders) if is_begun else {}

    def ordered(self, found: int, sort: Sort) -> Iterator[int]:
        """The documents of ``found``, newest or best paid first; a page of many is read without the others."""
        order = self.best_paid if sort is Sort.PAY else self.newest
        return compress(order, Members(found, self.size).flags_of(order))

    def newest_first(self, found: int) -> list[int]:
        """All documents of ``found``, newest first, at the cost of those alone."""
        return sorted(compress(range(self.size), Members(found, self.size).flags), key=self._ages.__getitem__)

    @cached_property
    def _ages(self) -> array[int]:
        """How many documents are newer than each."""
        ages = array("I", bytes(4 * self.size))
        for age, number in enumerate(self.newest):
            ages[number] = age
        return ages

    def suggest(self, typed: str, *, now: datetime, kinds: Collection[Named], limit: int) -> tuple[Suggestion, ...]:
        """See ``SearchBackend.suggest``."""
        live = self.live(now)
        tally: Counter[tuple[Named, str]] = Counter()
        spelt: dict[tuple[Named, str], str] = {}
        for part in self._parts:
            _, members = self._within_part(live, part)
            for one in part.columns.names.starting(typed, kinds=kinds, live=members):
                tally[one.kind, fold(one.text)] += one.count
                spelt.setdefault((one.kind, fold(one.text)), one.text)
        return ranked((Suggestion(key[0], spelt[key], count) for key, count in tally.items()), limit=limit)

    def _having(self, facet: str, value: str) -> int:
        return self._all(lambda columns: columns.facets[facet].having(value))

    def _paying(self, amount: int) -> int:
        return self._all(lambda columns: columns.pay_to.at_least(amount))

    def _paying_at_most(self, amount: int) -> int:
        return self._all(lambda columns: columns.pay_from.between(NO_PAY + 1, amount + 1))

    def _posted_since(self, moment: datetime) -> int:
        return self._all(lambda columns: columns.since.at_least(moment.timestamp()))

    def _all(self, of_part: Callable[[SegmentColumns], int]) -> int:
        found = 0
        for part in self._parts:
            found |= of_part(part.columns) << part.start
        return found

    @staticmethod
    def _within_part(found: int, part: Part) -> tuple[int, Members]:
        bits = found >> part.start & ((1 << part.columns.size) - 1)
        return bits, Members(bits, part.columns.size)

    def _order(
        self, sort: Sort, of_part: Callable[[SegmentColumns], array[int]], key: Callable[[int], Key]
    ) -> array[int]:
        if sort not in self._orders:
            begun = self._begun.get(sort, array("I"))
            parts = [part for part in self._parts if part.start >= len(begun)]
            orders = [array("I", map(part.start.__add__, of_part(part.columns))) for part in parts]
            self._orders[sort] = _merged([begun, *orders], key)
        return self._orders[sort]


def _merged(orders: Iterable[array[int]], key: Callable[[int], Key]) -> array[int]:
    """Orders as one. A few documents are put where they belong among many, which are in order already."""
    longest, *others = sorted(orders, key=len, reverse=True)
    if sum(map(len, others)) > FEW:
        return array("I", merge(longest, *others, key=key))
    whole = longest[:]
    for number in chain.from_iterable(others):
        insort(whole, number, key=key)
    return whole


def _all_but(own: str, found: int, chosen: Mapping[str, int]) -> int:
    for other, bits in chosen.items():
        found &= bits if other != own else -1
    return found


def ranked_counts(tally: Mapping[str, int], *, in_use: Iterable[str]) -> tuple[FacetCount, ...]:
    """The ``MOST_VALUES`` highest counts and those of the values ``in_use``, if above 0; equal ones by value."""
    most = nsmallest(MOST_VALUES, ((-count, value) for value, count in tally.items() if count))
    used = ((-tally[value], value) for value in in_use if tally.get(value))
    return tuple(FacetCount(value, -count) for count, value in sorted({*most, *used}))
