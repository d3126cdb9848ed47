"""Searches that wait for documents: as exact as running each of them, and never more than their page shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobboard.search.documents import JobDocument
from jobboard.search.geo import Point
from jobboard.search.language import ENGLISH
from jobboard.search.memory import MemorySearch
from jobboard.search.percolator import EVERY, LONGEST_KEY, NewDocument, filed_under, search_for
from jobboard.search.query import Grammar, Near, SearchQuery, parse_words
from jobboard.search.synonyms import Synonyms, our_synonyms
from jobboard.search.whoosh_backend import WhooshSearch
from jobboard.search.words import CHATTER
from jobboard.testing.search import NOW, job_document, many_documents

NO_SYNONYMS, OURS = Synonyms({}), our_synonyms(ENGLISH)
WORDS = (
    *(
        "nurse",
        "nurses",
        "night",
        "the",
        "it",
        "IT",
        "jobs",
        "C++",
        "x-ray",
        "R&D",
        "HIV/AIDS",
        "senior",
        "leeds",
        "日本語",
    ),
    *("-night", '"night nurse"', '"nurse, night"', '-"night nurse"', "-the", ".NET", "asp.net", "O'Neill", "U.S."),
)
OPERATORS = ("AND", "OR", "NOT", "(", ")")
LEEDS, YORK, HULL, SUVA = Point(53.8, -1.55), Point(53.96, -1.08), Point(53.74, -0.33), Point(-18.1, 178.4)

texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
boolean_texts = st.lists(st.sampled_from(WORDS + OPERATORS), max_size=8).map(" ".join)
places = st.sampled_from(("Leeds", "West Yorkshire", "York, North Yorkshire", "Kingston upon Hull", "Łódź"))
points = st.sampled_from((LEEDS, YORK, HULL, SUVA, Point(89.9, 10.0)))
pay = st.sampled_from((None, 0, 1, 2_000_000, 3_500_000, 3_500_001, 9_000_000))

documents = st.builds(
    job_document,
    title=texts,
    text=texts,
    skills=st.lists(texts, max_size=2).map(tuple),
    organization=st.sampled_from(("Northgate Care", "The Night Nurse", "")),
    function=st.sampled_from((None, "healthcare", "facilities")),
    level_rank=st.sampled_from((None, 1, 3)),
    work_mode=st.sampled_from((None, "onsite", "remote")),
    employment_types=st.sampled_from(((), ("FULL_TIME",), ("PART_TIME", "CONTRACTOR"))),
    places=st.lists(places, max_size=2).map(tuple),
    regions=st.lists(places, max_size=1).map(tuple),
    points=st.lists(points, max_size=2).map(tuple),
    pay_year_min=pay,
    pay_year_max=pay,
    valid_through=st.sampled_from((None, NOW, NOW.replace(year=2020))),
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "function": st.sampled_from((("healthcare",), ("facilities", "healthcare"), ())),
        "level": st.sampled_from((("3",), ("1", "3"))),
        "work_mode": st.just(("remote",)),
        "employment_type": st.just(("PART_TIME", "FULL_TIME")),
        "organization": st.just(("Northgate Care",)),
        "place": st.just(("Leeds", "West Yorkshire")),
    },
)
searches = st.builds(
    SearchQuery,
    text=texts,
    place=st.sampled_from(("", "", "york", "leeds york", "york, west yorkshire", "yorkshire", "łódź", ",", "x")),
    filters=filters,
    near=st.sampled_from((None, None, Near(LEEDS, 40.0), Near(LEEDS, 600.0), Near(SUVA, 200.0), Near(HULL, 9000.0))),
    pay_at_least=st.sampled_from((None, None, 0, 1, 3_500_000, 3_500_001)),
    pay_at_most=st.sampled_from((None, None, None, 0, 3_500_000, 3_499_999)),
    posted_since=st.sampled_from((None, None, NOW)),
    now=st.just(NOW),
) | st.builds(SearchQuery, text=boolean_texts, grammar=st.just(Grammar.BOOLEAN), now=st.just(NOW))


class Filed:
    """The searches by their keys, as any index would hold them."""

    def __init__(self, saved: Iterable[SearchQuery], seen: Counter[str], synonyms: Synonyms) -> None:
        self.synonyms = synonyms
        self.under: dict[str, list[SearchQuery]] = {}
        for query in saved:
            for key in filed_under(query, seen.__getitem__, synonyms):
                self.under.setdefault(key, []).append(query)

    def candidates(self, new: NewDocument) -> list[SearchQuery]:
        found = [query for key in new.keys for query in self.under.get(key, ())]
        return list({id(query): query for query in found}.values())

    def answered_by(self, document: JobDocument) -> list[SearchQuery]:
        new = NewDocument(document, self.synonyms)
        return [query for query in self.candidates(new) if new.answers(query)]


def engine_with(document: JobDocument) -> MemorySearch:
    engine = MemorySearch()
    engine.rebuild([document])
    return engine


def all_the_words(query: SearchQuery) -> SearchQuery:
    """What a filed search asks the engine for: every word, as the recruiter's grammar says it."""
    if query.grammar is Grammar.BOOLEAN:
        return query
    words = parse_words(query.text)
    terms = [term for term in words.terms if term.casefold() not in CHATTER]
    terms = terms or ([] if words.phrases else list(words.terms))
    wanted = [f'"{said}"' for said in (*terms, *words.phrases)]
    unwanted = [f'-"{said}"' for said in words.excluded if said != "the"]
    return replace(query, text=" ".join(wanted + unwanted), grammar=Grammar.BOOLEAN)


@settings(max_examples=150)
@given(st.lists(searches, max_size=12), documents, st.lists(documents, max_size=3))
def test_a_new_document_finds_what_running_every_search_would_find(
    saved: list[SearchQuery], document: JobDocument, before: list[JobDocument]
) -> None:
    seen = Counter(key for known in before for key in NewDocument(known, NO_SYNONYMS).keys)
    engine = engine_with(document)
    expected = [query for query in saved if engine.search(all_the_words(query)).total]
    found = Filed(saved, seen, NO_SYNONYMS).answered_by(document)
    assert sorted(map(id, found)) == sorted(map(id, expected))


@settings(max_examples=100)
@given(searches, documents)
def test_nothing_is_found_that_the_page_would_not_show(query: SearchQuery, document: JobDocument) -> None:
    if NewDocument(document, NO_SYNONYMS).answers(query):
        assert engine_with(document).search(query).total == 1


@settings(max_examples=100)
@given(searches, documents)
def test_synonyms_only_add_and_are_filed_for(query: SearchQuery, document: JobDocument) -> None:
    new = NewDocument(document, OURS)
    if new.answers(query):
        assert filed_under(query, lambda _: 1, OURS) & new.keys
    if NewDocument(document, NO_SYNONYMS).answers(query) and not query.text.count("-"):
        assert new.answers(query)


def wanted(asked: str, **changes: Any) -> bool:
    return NewDocument(job_document(**changes), OURS).answers(SearchQuery(asked, now=NOW))


def test_every_word_must_be_there_and_jobs_is_none() -> None:
    assert wanted("marketing manager jobs", title="Manager of Marketing")
    assert not wanted("marketing manager", title="Project Manager")
    assert not wanted("marketing manager -agency", title="Marketing Manager", text="An agency.")


def test_what_means_the_same_is_as_good_as_the_word() -> None:
    assert wanted("registered nurse nights", title="RN, nights")
    assert wanted("rn", title="Registered Nurses")
    assert not wanted("rn", title="Registered vet and nurse")


def test_a_search_is_filed_under_its_rarest_word() -> None:
    common = Counter({"word:nurse": 900, "word:dialysis": 3, "place:leeds": 40, "level:3": 200, "level:4": 90})
    query = SearchQuery("dialysis nurse", "Leeds", filters={"level": ("3", "4")}, now=NOW)
    assert filed_under(query, common.__getitem__, OURS) == {"word:dialysis"}
    assert filed_under(replace(query, text="nurse"), common.__getitem__, OURS) == {"place:leeds"}
    assert filed_under(replace(query, text="nurse", place=""), common.__getitem__, OURS) == {"level:3", "level:4"}


def test_a_search_for_everything_is_filed_under_the_key_of_every_document() -> None:
    for query in (SearchQuery(now=NOW), SearchQuery("-agency", now=NOW), SearchQuery("the", now=NOW)):
        assert filed_under(query, lambda _: 0, OURS) == {EVERY}


def test_keys_are_short_and_can_be_counted_by_any_engine() -> None:
    shared = many_documents()
    engine = MemorySearch()
    engine.rebuild(shared)
    new = NewDocument(replace(shared[1], organization="Long " * 60, points=(LEEDS,), text="word " + "x" * 200), OURS)
    assert max(map(len, new.keys)) <= LONGEST_KEY
    for key in new.keys:
        assert engine.search(search_for(key, now=NOW)).total >= 0
    counted = {key: engine.search(search_for(key, now=NOW)).total for key in ("word:nurse", "place:leed", "level:3")}
    live = [document for document in shared if document.valid_through is None]
    assert counted == {key: sum(key in NewDocument(document, OURS).keys for document in live) for key in counted}


@pytest.mark.parametrize("text", ["registered nurse", "care assistant nights", '"night nurse" -agency', "C++"])
def test_the_embedded_engine_shows_what_was_found(text: str, tmp_path: Path) -> None:
    market = [
        job_document("rn", title="RN, Dialysis", text="Care for our patients at night."),
        job_document("nights", title="Care assistant", text="Three nights a week. A night nurse leads the ward."),
        job_document("agency", title="Night nurse", text="Through an agency. Registered with the council."),
        job_document("cpp", title="C++ Developer", text="Write engines."),
        *many_documents(40),
    ]
    engine = WhooshSearch(tmp_path / "index")
    engine.rebuild(market)
    shown = {hit.id for hit in engine.search(SearchQuery(text, limit=100, now=NOW)).hits}
    engine.close()
    found = {d.id for d in market if NewDocument(d, OURS).answers(SearchQuery(text, now=NOW))}
    assert found
    assert found <= shown
