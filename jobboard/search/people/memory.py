"""The search for people in memory: simple, obviously right, for tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from jobboard.search.boolean import AllOf, AnyOf, Expression, Leaf, Not, parse_boolean, wanted
from jobboard.search.columns import ranked_counts
from jobboard.search.language import ENGLISH, Language
from jobboard.search.people.documents import FIELDS, Consent, PersonDocument
from jobboard.search.people.port import PeoplePage, PersonHit
from jobboard.search.people.query import FACETS, Contact, PeopleQuery, PeopleSort
from jobboard.search.people.wording import singulars
from jobboard.search.port import IndexStatus
from jobboard.search.tokens import words_of


class MemoryPeopleSearch:
    """A ``PeopleSearch`` over a dictionary. Reads everybody for every search; knows no synonyms and no slips."""

    def __init__(self, *, language: Language = ENGLISH) -> None:
        self._language = language
        self._people: dict[str, PersonDocument] = {}

    def search(self, query: PeopleQuery) -> PeoplePage:
        """See ``PeopleSearch.search``."""
        answering = [person for person in self._people.values() if self._answers(person, query)]
        found = sorted((one for one in answering if _passes(one, query)), key=lambda one: self._order(one, query))
        return PeoplePage(
            hits=tuple(map(_hit, found[query.offset : query.offset + query.limit])),
            total=len(found),
            facets={
                facet: ranked_counts(
                    Counter(
                        value
                        for person in answering
                        if _passes(person, _without(query, facet))
                        for value in _values(person, facet, query)
                    ),
                    in_use=query.filters.get(facet, ()),
                )
                for facet in FACETS
            },
            contacts=tuple(
                sum(_passes(person, replace(query, contact=contact)) for person in answering)
                for contact in query.contacts
            ),
        )

    def _answers(self, person: PersonDocument, query: PeopleQuery) -> bool:
        parts: list[tuple[str, Sequence[str]]] = [(query.text, FIELDS)]
        parts += [(said, (field,)) for field, said in query.within.items()]
        return all(self._part(person, said, fields) for said, fields in parts)

    def _part(self, person: PersonDocument, text: str, fields: Sequence[str]) -> bool:
        expression = parse_boolean(text)
        return expression is None or self._is_true(person, expression, fields)

    def _is_true(self, person: PersonDocument, expression: Expression, fields: Sequence[str]) -> bool:
        match expression:
            case Leaf(text):
                return self._times(person, text, fields) > 0 or not words_of(text, brief=True, language=self._language)
            case Not(part):
                return not self._is_true(person, part, fields)
            case AllOf(parts):
                return all(self._is_true(person, part, fields) for part in parts)
            case AnyOf(parts):
                return any(self._is_true(person, part, fields) for part in parts)

    def _times(self, person: PersonDocument, leaf: str, fields: Sequence[str]) -> int:
        forms = words_of(leaf, brief=True, language=self._language)
        asked = [(self._language.singular(word.text), word.position - forms[0].position) for word in forms]
        held = person.words()
        return sum(_count(asked, self._places(field, held.get(field, ()))) for field in fields)

    def _places(self, field: str, said: Sequence[str]) -> set[tuple[str, int]]:
        read, places, at = singulars(self._language, brief=field != "text"), set(), 0
        for run in " ".join(said).split() if field == "text" else said:
            forms, width = read(run, False)
            places |= {(form, at + step) for form, step in forms}
            at += width
        return places

    def _order(self, person: PersonDocument, query: PeopleQuery) -> tuple[float, float, str]:
        expression = parse_boolean(query.text)
        words = list(wanted(expression)) if expression and query.sort is PeopleSort.RELEVANCE else []
        score = sum(1.0 for word in words if self._times(person, word, ("name", "title", "skill")))
        moment = person.last_contact if query.sort is PeopleSort.CONTACT else person.created_at
        return (-score, -moment.timestamp() if moment else 0.0, person.id)

    def update(self, documents: Iterable[PersonDocument], removed: Iterable[str] = ()) -> None:
        """See ``PeopleSearch.update``."""
        for key in removed:
            self._people.pop(key, None)
        self._people |= {document.id: document for document in documents}

    def purge(self, removed: Iterable[str]) -> None:
        """See ``PeopleSearch.purge``."""
        self.update((), removed)

    def rebuild(self, documents: Iterable[PersonDocument], *, progress: Callable[[int], None] | None = None) -> int:
        """See ``PeopleSearch.rebuild``."""
        self._people = {document.id: document for document in documents}
        if progress is not None:
            progress(len(self._people))
        return len(self._people)

    def status(self) -> IndexStatus:
        """See ``PeopleSearch.status``."""
        return IndexStatus(len(self._people), "memory", 0, healthy=True, note="")

    def ids(self) -> frozenset[str]:
        """See ``PeopleSearch.ids``."""
        return frozenset(self._people)

    def close(self) -> None:
        """See ``PeopleSearch.close``."""


def _hit(person: PersonDocument) -> PersonHit:
    if person.by_name_only:
        return PersonHit(person.id)
    return PersonHit(person.id, person.stage, person.last_contact)


def _count(asked: Sequence[tuple[str, int]], places: set[tuple[str, int]]) -> int:
    if not asked:
        return 0
    first = asked[0][0]
    starts = (at for form, at in places if form == first)
    return sum(all((form, at + step) in places for form, step in asked) for at in starts)


def _passes(person: PersonDocument, query: PeopleQuery) -> bool:
    chosen = ((facet, values) for facet, values in query.filters.items() if values)
    return all(set(values) & set(_values(person, facet, query)) for facet, values in chosen) and (
        query.contact is None or _is_in_touch(person, query.contact)
    )


def _is_in_touch(person: PersonDocument, contact: Contact) -> bool:
    last = person.last_contact
    return not person.by_name_only and (last is not None and last >= contact.since) is not contact.none


def _values(person: PersonDocument, facet: str, query: PeopleQuery) -> tuple[str, ...]:
    is_over = person.consent_until is not None and person.consent_until < query.now
    if facet == "consent" and person.consent is Consent.LIVE and is_over:
        return (Consent.EXPIRED,)
    return person.facts().get(facet, ())


def _without(query: PeopleQuery, facet: str) -> PeopleQuery:
    kept: Mapping[str, tuple[str, ...]] = {key: values for key, values in query.filters.items() if key != facet}
    return replace(query, filters=kept)
