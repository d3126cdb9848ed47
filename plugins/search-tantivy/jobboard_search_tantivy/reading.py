"""From a ``SearchQuery`` to tantivy queries: its words as Jobboard reads them, its filters and ranges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from tantivy import FieldType, Occur, Query, Schema

from jobboard.search.answers import Read
from jobboard.search.boolean import AllOf, AnyOf, Expression, Leaf, Not, parse_boolean, wanted
from jobboard.search.expansion import Expansion, Slot
from jobboard.search.geo import kilometres_between
from jobboard.search.places import is_place, typed_words
from jobboard.search.postings import Phrase, Postings
from jobboard.search.query import Grammar, Near, SearchQuery, Words, parse_words
from jobboard.search.sure import IN_TITLE, STANDS_FOR, most_of
from jobboard.search.synonyms import Synonyms
from jobboard.search.words import BROAD, GENERIC, TRADES
from jobboard_search_tantivy.lexicon import Lexicon
from jobboard_search_tantivy.phrases import phrase_query
from jobboard_search_tantivy.schema import FIELDS, NOWHERE, PAY, PAY_FROM, POINT, POSTED, VALID, WHERE, facet, micros

MODIFIER_WEIGHT, GENERIC_WEIGHT = 0.7, 0.75
LEAST_WORTH = 0.4
"""Below it, what stands for a word is not looked for: it would cost more than it finds."""
DOUBT = 1.5
TOGETHER = 3.0
"""What all words of a query, in its order, are worth in a title."""
MOST_OF_A_TRADE = 3
MOST_REMEMBERED = 512


@dataclass(frozen=True)
class Asked:
    """The text of a query: what must hold, with the scores it gives; ``None`` where nothing is asked for. ``sure`` is
    what a sure answer holds beside it, ``None`` where every answer is one."""

    query: Query | None
    looser: Query | None
    read: Read
    sure: Query | None = None


class Reader:
    """Reads queries against one index."""

    def __init__(self, schema: Schema, lexicon: Lexicon, synonyms: Synonyms) -> None:
        self._schema, self._lexicon = schema, lexicon
        self._expansion = Expansion(cast("Postings", lexicon), synonyms)
        self._read = lru_cache(maxsize=MOST_REMEMBERED)(self._read_anew)

    def text(self, query: SearchQuery) -> Asked:
        """What the words ask for. Remembered: the next page and another filter ask for the same."""
        return self._read(query.text, query.grammar)

    def _read_anew(self, text: str, grammar: Grammar) -> Asked:
        if grammar is Grammar.BOOLEAN:
            return self._boolean(text)
        words = parse_words(text)
        slots = self._expansion.slots(words.terms)
        phrases = [cut for phrase in words.phrases if (cut := self._expansion.phrase(phrase))]
        excluded = [self._anywhere(cut) for each in words.excluded if (cut := self._expansion.phrase(each))]
        read = Read(words, [*slots, *map(_phrase_slot, phrases)], 0, decided=bool(phrases))
        musts = [(Occur.Must, self._anywhere(phrase)) for phrase in phrases]
        nots = [(Occur.MustNot, each) for each in excluded]
        if not slots and not musts:
            return Asked(Query.boolean_query([_everything(), *nots]) if nots else None, None, read)
        if musts:
            optional = [(Occur.Should, self._slot(slot)) for slot in slots]
            return Asked(Query.boolean_query([*musts, *nots, *optional]), None, read, self._sure(read.slots))
        if self._asks_for_another_trade(slots):
            return Asked(Query.empty_query(), None, read)
        most, one = (self._any(slots, least=least) for least in (_least(slots), 1))
        return Asked(_but(most, nots), _but(one, nots) if _least(slots) > 1 else None, read, self._sure(slots))

    def _sure(self, slots: Sequence[Slot]) -> Query:
        """Most of the words held by something that stands for them, or by the title."""
        content = [slot for slot in slots if not slot.modifier] or slots
        held = [list(self._ways(slot, STANDS_FOR)) for slot in content]
        named = [[way for way in self._ways(slot, IN_TITLE) if way[0] == "title"] for slot in content]
        return _filter(Query.boolean_query([(Occur.Should, most) for most in map(_in_most, (held, named))]))

    def _any(self, slots: Sequence[Slot], *, least: int) -> Query:
        """Enough of what is asked, and something that says what kind of post."""
        content = [slot for slot in slots if not slot.modifier]
        modifiers = [(Occur.Should, self._slot(slot)) for slot in slots if slot.modifier]
        must = Query.boolean_query(
            [(Occur.Should, self._slot(slot)) for slot in content], minimum_number_should_match=least
        )
        together = [(Occur.Should, query) for query in self._together(slots)]
        return Query.boolean_query([(Occur.Must, must), *modifiers, *together])

    def _together(self, slots: Sequence[Slot]) -> Iterator[Query]:
        if len(slots) > 1:
            forms = tuple(
                (tuple(w for w, worth in slot.words.items() if worth >= STANDS_FOR), n) for n, slot in enumerate(slots)
            )
            found = phrase_query(self._schema, self._lexicon.held["title"], "title", forms)
            if found is not None:
                yield Query.boost_query(found, TOGETHER)

    def _boolean(self, text: str) -> Asked:
        expression = parse_boolean(text)
        if expression is None:
            return Asked(None, None, Read(Words(), [], 0, decided=True, is_boolean=True))
        leaves = [slot for leaf in wanted(expression) for slot in self._leaf(leaf)]
        scored = [(Occur.Should, self._slot(slot)) for slot in leaves]
        query = Query.boolean_query([(Occur.Must, _filter(self._true_of(expression))), *scored])
        return Asked(query, None, Read(Words(), leaves, 0, decided=True, is_boolean=True))

    def _leaf(self, text: str) -> list[Slot]:
        if " " not in text:
            return self._expansion.slots((text,))
        cut = self._expansion.phrase(text)
        return [_phrase_slot(cut)] if cut else []

    def _true_of(self, expression: Expression) -> Query:
        match expression:
            case Leaf(text):
                slots = self._leaf(text)
                held = [(Occur.Must, self._slot(slot, least=STANDS_FOR)) for slot in slots]
                return Query.boolean_query(held) if held else Query.all_query()
            case Not(part):
                return Query.boolean_query([_everything(), (Occur.MustNot, self._true_of(part))])
            case AllOf(parts):
                return Query.boolean_query([(Occur.Must, self._true_of(part)) for part in parts])
            case AnyOf(parts):
                return Query.boolean_query([(Occur.Should, self._true_of(part)) for part in parts])

    def _slot(self, slot: Slot, *, least: float = LEAST_WORTH) -> Query:
        """Whatever stands for one word, where it stands for most."""
        weight = MODIFIER_WEIGHT if slot.modifier else GENERIC_WEIGHT if slot.written in GENERIC else 1.0
        ways = [
            Query.boost_query(query, FIELDS[field] * weight * worth**DOUBT)
            for field, query, worth in self._ways(slot, least)
        ]
        return Query.disjunction_max_query(ways, 0.3) if ways else Query.empty_query()

    def _ways(self, slot: Slot, least: float) -> Iterator[tuple[str, Query, float]]:
        for field in FIELDS:
            held = self._lexicon.held[field]
            if field == "initials":
                if slot.written in held and len(slot.written) > 2 and not self._lexicon.holds(slot.written, ("title",)):
                    yield field, Query.term_query(self._schema, field, slot.written), 1.0
                continue
            for word, worth in slot.words.items():
                if worth >= least and word in held:
                    yield field, Query.term_query(self._schema, field, word), worth
            for phrase, worth in slot.phrases.items():
                query = phrase_query(self._schema, held, field, phrase) if worth >= least else None
                if query is not None:
                    yield field, query, worth

    def _anywhere(self, phrase: Phrase) -> Query:
        found = (phrase_query(self._schema, self._lexicon.held[field], field, phrase) for field in FIELDS)
        ways = [
            Query.boost_query(query, FIELDS[field])
            for field, query in zip(FIELDS, found, strict=True)
            if query is not None and field != "initials"
        ]
        return Query.disjunction_max_query(ways, 0.3) if ways else Query.empty_query()

    def _asks_for_another_trade(self, slots: Sequence[Slot]) -> bool:
        """Whether a short query is for a trade that no posting names: no singer, or no planner of weddings."""
        content = [slot for slot in slots if not slot.modifier]
        missing = [slot for slot in content if slot.written in TRADES and not any(self._ways(slot, LEAST_WORTH))]
        if not missing or len(content) > MOST_OF_A_TRADE:
            return False
        others = {slot.written for slot in content if slot not in missing}
        return content[-1] in missing or not others & (TRADES - BROAD)

    def live(self, query: SearchQuery) -> Query:
        """Jobs whose last day is not over."""
        return _filter(Query.range_query(self._schema, VALID, FieldType.Integer, micros(query.now), None))

    def where(self, query: SearchQuery) -> Query | None:
        """The place, or the circle and by the place those that lie nowhere; ``None`` where neither was asked for."""
        called = self._called(query.place) if query.place.strip() else None
        if query.near is None:
            return called
        ways = [self._one_of(POINT, self._within(query.near))]
        if called is not None:
            nowhere = self._one_of(POINT, [NOWHERE])
            ways.append(Query.boolean_query([(Occur.Must, called), (Occur.Must, nowhere)]))
        return _filter(Query.boolean_query([(Occur.Should, way) for way in ways]))

    def _called(self, place: str) -> Query:
        wanted = typed_words(place)
        return self._one_of(WHERE, [names for names in self._lexicon.places if is_place(wanted, names)])

    def _within(self, near: Near) -> list[str]:
        points = self._lexicon.points
        return [written for point, written in points if kilometres_between(point, near.point) <= near.kilometres]

    def chosen(self, query: SearchQuery) -> dict[str, Query]:
        """A query for each filter and range in use, by the column it looks at."""
        picked: dict[str, Query] = {}
        for name, values in query.filters.items():
            if values:
                known = self._lexicon.values(facet(name))
                picked[facet(name)] = self._one_of(facet(name), [value for value in values if value in known])
        if query.pay_at_least is not None:
            picked[PAY] = self._at_least(PAY, query.pay_at_least)
        if query.pay_at_most is not None:
            picked[PAY_FROM] = self._at_most(PAY_FROM, query.pay_at_most)
        if query.posted_since is not None:
            picked[POSTED] = self._at_least(POSTED, micros(query.posted_since))
        return picked

    def _at_least(self, column: str, value: int) -> Query:
        return _filter(Query.range_query(self._schema, column, FieldType.Integer, value, None))

    def _at_most(self, column: str, value: int) -> Query:
        return _filter(Query.range_query(self._schema, column, FieldType.Integer, None, value))

    def _one_of(self, column: str, values: Collection[str]) -> Query:
        return _filter(Query.term_set_query(self._schema, column, list(values))) if values else Query.empty_query()


def _everything() -> tuple[Occur, Query]:
    return Occur.Must, Query.all_query()


def _but(query: Query, nots: list[tuple[Occur, Query]]) -> Query:
    return Query.boolean_query([(Occur.Must, query), *nots]) if nots else query


def _filter(query: Query) -> Query:
    """The same, worth nothing: it decides and does not rank."""
    return Query.const_score_query(query, 0.0)


def _in_most(words: Iterable[Sequence[tuple[str, Query, float]]]) -> Query:
    """What has most of the words that stand anywhere, each in one of its ways."""
    having = [Query.boolean_query([(Occur.Should, query) for _, query, _ in ways]) for ways in words if ways]
    if not having:
        return Query.empty_query()
    return Query.boolean_query(
        [(Occur.Should, query) for query in having], minimum_number_should_match=most_of(len(having))
    )


def _close_forms(slot: Slot) -> tuple[str, ...]:
    return tuple(word for word, worth in slot.words.items() if worth >= STANDS_FOR)


def _phrase_slot(phrase: Phrase) -> Slot:
    return Slot("", {}, {phrase: 1.0})


def _least(slots: Sequence[Slot]) -> int:
    """How many of the words that say what kind of post a document must have: about half."""
    return max(1, (sum(not slot.modifier for slot in slots) + 1) // 2)
