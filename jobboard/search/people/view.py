"""The people of one commit: who answers a query, in which order, and how many each filter would leave."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, reduce
from heapq import nsmallest
from itertools import compress, islice, pairwise, repeat
from math import log
from operator import and_, or_, rshift
from pathlib import Path
from typing import Any

from jobboard.search import fuzzy
from jobboard.search.bits import Members, bits_of
from jobboard.search.boolean import AllOf, AnyOf, Expression, Leaf, Not, parse_boolean, wanted
from jobboard.search.checks import Checks, newest_commit
from jobboard.search.codec import term_file
from jobboard.search.columns import ranked_counts
from jobboard.search.people.columns import EXTENSION, NEVER, PeopleColumns
from jobboard.search.people.documents import FIELDS, Consent
from jobboard.search.people.port import PeoplePage, PersonHit
from jobboard.search.people.query import FACETS, Contact, PeopleQuery, PeopleSort
from jobboard.search.people.wording import Phrase, Sought, sought
from jobboard.search.port import FacetCount
from jobboard.search.remembered import Remembered
from jobboard.search.synonyms import Synonyms
from jobboard.search.term_file import SPOT_BITS
from jobboard.search.view import opened, segment_name

WEIGHTS: Mapping[str, float] = {
    "name": 8.0,
    "title": 6.0,
    "skill": 4.0,
    "tag": 3.0,
    "employer": 2.0,
    "place": 2.0,
    "text": 1.0,
}
TOGETHER = 1.5
"""How much more two words weigh that stand side by side in a title, as they do in the query."""
SATURATION = 1.2
"""BM25's k1: how soon a word said once more says nothing more."""
BEGUN, MOST_BEGUN = 3, 20
"""Letters from which on a word that nobody has may be the beginning of one, and of how many at most."""
MISSPELT = frozenset({"text"})
"""Fields whose words nobody is asked whether they meant: running text has slips of its own."""
CONTACT = "contact"
MOST_REMEMBERED, MOST_WORDS = 400_000, 200
"""People that the words asked for last are remembered with, and words, at about a hundred bytes a person."""


class Segment:
    """One immutable part of the index."""

    def __init__(self, reader: Any) -> None:
        storage, segment = reader.storage(), reader.segment()
        self._terms = term_file(storage, segment)
        self.columns = PeopleColumns(Path(storage.folder, segment.make_filename(EXTENSION)))
        self.size = self.columns.size
        self._vocabularies: dict[str, fuzzy.Vocabulary] = {}

    def words(self, field: str) -> Set[str]:
        """Every word of a field."""
        return self._terms.words(field)

    def vocabulary(self, field: str) -> fuzzy.Vocabulary:
        """The words of a field as ``fuzzy`` compares them; put together when somebody first mistypes."""
        if field not in self._vocabularies:
            self._vocabularies[field] = {word: (fuzzy.letters(word), 1) for word in self.words(field)}
        return self._vocabularies[field]

    def frequencies(self, field: str, phrase: Phrase) -> Mapping[int, int]:
        """How often a phrase stands in a field, by document number. Places are read only of those who have all its
        words."""
        if not all(word in self._terms.words(field) for word, _ in phrase):
            return {}
        held = [dict(zip(*self._terms.postings(field, word), strict=True)) for word, _ in phrase]
        if len(phrase) == 1:
            return held[0]
        holders = reduce(and_, map(set, held))
        spots = (set(self._terms.spots(field, word, holders, step)) for word, step in phrase)
        return Counter(number for number in map(rshift, reduce(and_, spots), repeat(SPOT_BITS)) if number in holders)


class PeopleView:
    """See the module. Safe to share between threads."""

    def __init__(self, checks: Checks, synonyms: Synonyms, *, known: Mapping[str, Segment]) -> None:
        """Raises ``IndexUnusable``, or whatever the engine raises, when the newest commit is damaged."""
        self.checks, self._synonyms = checks, synonyms
        self.commit, self._names, whole = opened(checks)
        self.segments: dict[str, Segment] = {}
        self._parts: list[tuple[Segment, int]] = []
        deleted: list[int] = []
        for reader, base in whole.leaf_readers():
            if reader.segment() is None:
                continue  # the engine's stand-in for an index without a document
            name = segment_name(reader)
            segment = self.segments[name] = known.get(name) or Segment(reader)
            self._parts.append((segment, base))
            deleted += (base + number for number in reader.segment().deleted_docs())
        self._remembered: Remembered[tuple[tuple[Phrase, ...], tuple[str, ...]], Mapping[int, float]] = Remembered(
            len, most=MOST_REMEMBERED, entries=MOST_WORDS
        )
        self._all = sum(segment.size for segment, _ in self._parts)
        self.everybody = (1 << self._all) - 1 & ~bits_of(deleted, self._all)

    @property
    def size(self) -> int:
        """How many people there are."""
        return self.everybody.bit_count()

    @property
    def ids(self) -> frozenset[str]:
        """The public ids of everybody."""
        return frozenset(self._id_of(number) for number in _numbers(self.everybody, self._all))

    def numbered(self, ids: Set[str]) -> list[int]:
        """The numbers of the people with these public ids, also of rows that were deleted."""
        return [number for number, key in enumerate(self._every_id()) if key in ids]

    def is_newest(self) -> bool:
        """See ``Shown``."""
        if newest_commit(self.checks.folder) != self.commit:
            return False
        self.checks.verify(self.commit, self._names)
        return True

    def is_readable(self) -> bool:
        """See ``Shown``."""
        return self.checks.untouched(self._names)

    def search(self, query: PeopleQuery) -> PeoplePage:
        """See ``PeopleSearch.search``."""
        asked = _Asked(self, query)
        chosen = self._chosen(query)
        found = reduce(and_, chosen.values(), asked.found)
        return PeoplePage(
            hits=tuple(map(self._hit, self._ordered(found, asked.scores, query))),
            total=found.bit_count(),
            facets=self._facets(asked.found, chosen, query),
            contacts=self._contacts(asked.found, chosen, query),
            marked=asked.marked,
            suggestion=asked.suggestion if not found else None,
        )

    def together(self, leaves: Sequence[str]) -> Iterator[Mapping[int, float]]:
        """Who has two leaves of a query that follow one another side by side in a title, with how much more that is."""
        for pair in pairwise(leaves):
            worth = self._worth(sought(" ".join(pair), self._synonyms).phrases, ["title"])
            yield {number: TOGETHER * value for number, value in worth.items()}

    def holders(self, leaf: str, fields: Sequence[str]) -> tuple[Sought, Mapping[int, float]]:
        """Who answers a word or phrase in one of ``fields``, each with how well."""
        wanted_words = sought(leaf, self._synonyms)
        return wanted_words, self._worth(wanted_words.phrases, fields)

    def members(self, numbers: Iterable[int]) -> int:
        """Of these people those who are there, as a set."""
        return self.everybody & bits_of(numbers, self._all)

    def begun(self, leaf: str, fields: Sequence[str]) -> Mapping[int, float]:
        """Who has a word that begins with ``leaf``, for one that is not finished yet."""
        start = sought(leaf, self._synonyms).phrases[0][0][0]
        if len(start) < BEGUN:
            return {}
        known = sorted({word for field in fields for word in self._words(field) if word.startswith(start)})
        return self._worth([((word, 0),) for word in known[:MOST_BEGUN]], fields)

    def meant(self, leaf: str, fields: Sequence[str]) -> str | None:
        """What ``leaf``, which nobody has, may be a slip of: a word by which somebody is found in one of ``fields``."""
        spelt = [field for field in fields if field not in MISSPELT]
        known = [part.vocabulary(field) for part, _ in self._parts for field in spelt]
        typed = leaf.lower()
        near = (word for form in (typed, self._singular(typed)) for word in fuzzy.nearest(form, known))
        held = next((word for word in near if self.members(self._worth([((word, 0),)], spelt))), None)
        return None if held is None else self._as_typed(held, typed)

    def _as_typed(self, word: str, typed: str) -> str:
        """The index holds singulars, of names too (“jone”): of both forms the one that is nearer to what was typed."""
        forms = [form for form in (word, f"{word}s") if self._singular(form) == word]

        def slip(form: str) -> tuple[int, bool]:
            return fuzzy.distance(form, typed, len(form)), sorted(form) != sorted(typed)

        return min(forms or [word], key=slip)

    def _singular(self, word: str) -> str:
        return self._synonyms.language.singular(word)

    def _words(self, field: str) -> Iterator[str]:
        for segment, _ in self._parts:
            yield from segment.words(field)

    def _worth(self, phrases: Sequence[Phrase], fields: Sequence[str]) -> Mapping[int, float]:
        """How well each person answers any of ``phrases``; remembered, since the next page asks for it again."""
        key = (tuple(phrases), tuple(fields))
        worth = self._remembered.get(key)
        if worth is None:
            worth = self._weighed(phrases, fields)
            self._remembered.put(key, worth)
        return worth

    def _weighed(self, phrases: Sequence[Phrase], fields: Sequence[str]) -> dict[int, float]:
        worth: dict[int, float] = defaultdict(float)
        for field in fields:
            times: Counter[int] = Counter()
            for phrase in phrases:
                for segment, base in self._parts:
                    for number, count in segment.frequencies(field, phrase).items():
                        times[base + number] += count
            rare = log(1 + self._all / (1 + len(times)))
            for number, count in times.items():
                worth[number] += WEIGHTS[field] * rare * count / (count + SATURATION)
        return worth

    def _chosen(self, query: PeopleQuery) -> dict[str, int]:
        """For each filter in use the people it lets through."""
        picked = {
            facet: reduce(or_, (self._having(facet, value, query) for value in values))
            for facet, values in query.filters.items()
            if values
        }
        if query.contact is not None:
            picked[CONTACT] = self._contacted(query.contact)
        return picked

    def _having(self, facet: str, value: str, query: PeopleQuery) -> int:
        if facet == "consent" and value in {Consent.LIVE, Consent.EXPIRED}:
            given = self._held("consent", Consent.LIVE)
            live = self._at_least("until", query.now.timestamp())
            return given & (live if value == Consent.LIVE else ~live)
        return self._held(facet, value)

    def _contacted(self, contact: Contact) -> int:
        since = self._at_least("contact", contact.since.timestamp())
        return self._at_least("contact", NEVER) & ~since if contact.none else since

    def _contacts(self, found: int, chosen: Mapping[str, int], query: PeopleQuery) -> tuple[int, ...]:
        others = _all_but(CONTACT, found, chosen)
        return tuple((others & self._contacted(contact)).bit_count() for contact in query.contacts)

    def _facets(self, found: int, chosen: Mapping[str, int], query: PeopleQuery) -> dict[str, tuple[FacetCount, ...]]:
        members: dict[int, list[tuple[int, Members]]] = {}
        counted: dict[str, tuple[FacetCount, ...]] = {}
        for facet in FACETS:
            others = _all_but(facet, found, chosen)
            if others not in members:
                members[others] = [_within(others, part) for part in self._parts]
            tally = self._consents(others, query) if facet == "consent" else self._tally(facet, members[others])
            counted[facet] = ranked_counts(tally, in_use=query.filters.get(facet, ()))
        return counted

    def _consents(self, found: int, query: PeopleQuery) -> dict[str, int]:
        return {value.value: (found & self._having("consent", value, query)).bit_count() for value in Consent}

    def _tally(self, facet: str, members: Sequence[tuple[int, Members]]) -> Counter[str]:
        tally: Counter[str] = Counter()
        for (segment, _), (bits, held) in zip(self._parts, members, strict=True):
            tally.update(segment.columns.facets[facet].counts(bits, held))
        return tally

    def _ordered(self, found: int, scores: Mapping[int, float], query: PeopleQuery) -> list[int]:
        """The people of the page asked for."""
        end, held = query.offset + query.limit, Members(found, self._all)
        if query.sort is PeopleSort.RELEVANCE and scores:
            answering = compress(range(self._all), held.flags)
            return nsmallest(end, answering, key=lambda n: (-scores.get(n, 0.0), self._ages[n]))[query.offset :]
        order = self._latest_contact if query.sort is PeopleSort.CONTACT else self._newest
        return list(islice(compress(order, held.flags_of(order)), query.offset, end))

    @cached_property
    def _newest(self) -> array[int]:
        """All numbers, deleted ones too, by when they came, latest first; of equals the first by id."""
        return self._latest("created")

    @cached_property
    def _latest_contact(self) -> array[int]:
        """The same by last contact."""
        return self._latest("contact")

    def _latest(self, name: str) -> array[int]:
        moments, ids = self._number(name), list(self._every_id())
        by_id = sorted(range(self._all), key=ids.__getitem__)
        return array("I", sorted(by_id, key=moments.__getitem__, reverse=True))

    @cached_property
    def _ages(self) -> array[int]:
        """How many came after each."""
        ages = array("I", bytes(4 * self._all))
        for age, number in enumerate(self._newest):
            ages[number] = age
        return ages

    def _held(self, facet: str, value: str) -> int:
        return self._joined(segment.columns.facets[facet].having(value) for segment, _ in self._parts)

    def _at_least(self, name: str, moment: float) -> int:
        return self._joined(segment.columns.ranges[name].at_least(moment) for segment, _ in self._parts)

    def _joined(self, bits: Iterable[int]) -> int:
        return reduce(or_, (held << base for held, (_, base) in zip(bits, self._parts, strict=True)), 0)

    def _number(self, name: str) -> list[float]:
        return [number for segment, _ in self._parts for number in segment.columns.numbers[name]]

    def _every_id(self) -> Iterator[str]:
        for segment, _ in self._parts:
            yield from segment.columns.ids

    def _part(self, number: int) -> tuple[Segment, int]:
        return next(part for part in reversed(self._parts) if part[1] <= number)

    def _id_of(self, number: int) -> str:
        segment, base = self._part(number)
        return segment.columns.ids[number - base]

    def _hit(self, number: int) -> PersonHit:
        segment, base = self._part(number)
        return segment.columns.hit(number - base)


def _all_but(own: str, found: int, chosen: Mapping[str, int]) -> int:
    return reduce(and_, (bits for other, bits in chosen.items() if other != own), found)


def _within(found: int, part: tuple[Segment, int]) -> tuple[int, Members]:
    """Of ``found`` those of a segment, as a set and to be asked one by one."""
    segment, base = part
    bits = found >> base & ((1 << segment.size) - 1)
    return bits, Members(bits, segment.size)


def _numbers(found: int, size: int) -> list[int]:
    return list(compress(range(size), Members(found, size).flags))


class _Asked:
    """What the words of one query find."""

    def __init__(self, view: PeopleView, query: PeopleQuery) -> None:
        self._view = view
        self._worths: list[Mapping[int, float]] = []
        self._slips: dict[str, str] = {}
        self._marked: set[str] = set()
        parts = [(query.text, FIELDS), *((said, (field,)) for field, said in query.within.items())]
        self.found = reduce(and_, (self._part(said, fields) for said, fields in parts), view.everybody)
        self._text = query.text

    @property
    def marked(self) -> frozenset[str]:
        """The words that a passage marks."""
        return frozenset(self._marked)

    @property
    def suggestion(self) -> str | None:
        """The text with its slips mended."""
        mended = self._text
        for slip, meant in self._slips.items():
            mended = mended.replace(slip, meant)
        return mended if mended != self._text else None

    @cached_property
    def scores(self) -> Mapping[int, float]:
        """How well each who holds a word answers."""
        total: dict[int, float] = defaultdict(float)
        for worth in self._worths:
            for number, value in worth.items():
                total[number] += value
        return total

    def _part(self, text: str, fields: Sequence[str]) -> int:
        expression = parse_boolean(text)
        if expression is None:
            return self._view.everybody
        speaking = list(wanted(expression))
        if "title" in fields:
            self._worths += self._view.together(speaking)
        return self._true_of(expression, fields, frozenset(speaking))

    def _true_of(self, expression: Expression, fields: Sequence[str], speaking: Set[str]) -> int:
        match expression:
            case Leaf(text):
                return self._holding(text, fields, speaks=text in speaking)
            case Not(part):
                return self._view.everybody & ~self._true_of(part, fields, frozenset())
            case AllOf(parts):
                return reduce(and_, (self._true_of(part, fields, speaking) for part in parts))
            case AnyOf(parts):
                return reduce(or_, (self._true_of(part, fields, speaking) for part in parts))

    def _holding(self, leaf: str, fields: Sequence[str], *, speaks: bool) -> int:
        """Who holds a word or phrase; everybody for one that asks nothing."""
        words, worth = self._view.holders(leaf, fields)
        if not words.phrases:
            return self._view.everybody
        if speaks:
            worth = worth or self._unfinished(leaf, fields)
            self._worths.append(worth)
            self._marked |= words.marked
        return self._view.members(worth)

    def _unfinished(self, leaf: str, fields: Sequence[str]) -> Mapping[int, float]:
        """For a word that nobody has: who has one that begins so, and else what it may be a slip of."""
        if " " in leaf:
            return {}
        begun = self._view.begun(leaf, fields)
        meant = None if begun else self._view.meant(leaf, fields)
        if meant is not None:
            self._slips[leaf] = meant
        return begun
