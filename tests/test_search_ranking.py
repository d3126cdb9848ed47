"""What people type and what they mean: exact titles, forms, synonyms, acronyms, slips, and no noise."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from jobboard.search.fuzzy import distance, nearest
from jobboard.search.synonyms import Synonyms
from jobboard.search.whoosh_backend import WhooshSearch
from jobboard.testing.search import NOW, ask, found, job_document

TITLES = {
    "accountant": "Accountant",
    "senior-accountant": "Senior Accountant",
    "accountable": "Accountable Manager",
    "nurse": "Registered Nurse",
    "cfo": "Chief Financial Officer",
    "lawyer": "Assistant Attorney",
    "police": "Police Officer",
    "policy": "Policy Adviser",
    "developer": "Web Developer",
    "plumber": "Plumber",
    "inspector": "Building Inspector",
    "inspection": "Inspection Clerk",
    "hr": "Human Resources Adviser",
    "chief": "Chief Engineer",
    "janitor": "Custodian",
    "pm": "Project Manager",
    "it": "IT Support Analyst",
    "firefighter": "Firefighter",
    "electrician": "Electrician",
    "xray": "X-Ray Technician",
    "pa": "Personal Assistant",
    "qa": "Quality Assurance Lead",
    "cleaner": "Window Cleaner",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    engine = WhooshSearch(tmp_path_factory.mktemp("index"))
    engine.rebuild(job_document(key, title=title) for key, title in TITLES.items())
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("accountant", "accountant"),
        ("senior accountant", "senior-accountant"),
        ("accountants", "accountant"),
        ("RN", "nurse"),
        ("nurse registered", "nurse"),
        ("cfo", "cfo"),
        ("lawyer", "lawyer"),
        ("solicitor", "lawyer"),
        ("developer", "developer"),
        ("programmer", "developer"),
        ("web dev", "developer"),
        ("plumbing", "plumber"),
        ("inspector", "inspector"),
        ("inspectors of buildings", "inspector"),
        ("HR", "hr"),
        ("human resource", "hr"),
        ("janitor", "janitor"),
        ("PM", "pm"),
        ("it", "it"),
        ("information technology", "it"),
        ("fire fighter", "firefighter"),
        ("fireman", "firefighter"),
        ("electrical", "electrician"),
        ("xray", "xray"),
        ("x ray tech", "xray"),
        ("PA", "pa"),
        ("qa", "qa"),
        ("police jobs near me", "police"),
    ],
)
def test_the_first_hit_is_the_one_meant(engine, text: str, first: str) -> None:
    assert found(engine, text)[:1] == [first]


@pytest.mark.parametrize(
    ("text", "meant", "suggestion"),
    [
        ("acountant", "accountant", "accountant"),
        ("plumer", "plumber", "plumber"),
        ("eletrician", "electrician", "electrician"),
        ("registerd nurse", "nurse", "registered nurse"),
        ("develpoer", "developer", "developer"),
        ("polcie -policy", "police", "police -policy"),
    ],
)
def test_a_slip_of_the_finger_finds_what_was_meant_and_says_so(engine, text: str, meant: str, suggestion: str) -> None:
    page = ask(engine, text)
    assert page.hits[0].id == meant
    assert page.suggestion == suggestion


@pytest.mark.parametrize(
    "text", ["chef", "astronaut", "senior astronaut", "zzzzzz", "qqq rrr", "brain tattooist", "underwater weaving"]
)
def test_what_nobody_offers_finds_nothing_instead_of_noise(engine, text: str) -> None:
    page = ask(engine, text)
    assert (page.total, page.suggestion) == (0, None)


def test_words_that_only_look_related_are_kept_apart(engine) -> None:
    assert "policy" not in found(engine, "police")
    assert "accountable" not in found(engine, "accountant")


def test_a_word_begun_finds_its_ends(engine) -> None:
    assert found(engine, "electri")[:1] == ["electrician"]


def test_freshness_decides_between_equals_and_never_beats_a_better_answer(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path)
    old = NOW - timedelta(days=400)
    engine.rebuild([
        job_document("old", title="Nurse", posted_at=old),
        job_document("new", title="Nurse", posted_at=NOW),
        job_document("newest-mention", title="Porter", text="Helps the nurse.", posted_at=NOW),
    ])  # fmt: skip
    assert found(engine, "nurse") == ["new", "old", "newest-mention"]


def test_a_minus_word_of_everybodys_boilerplate_only_counts_in_front(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path)
    boilerplate = "Word " * 200 + "Civil service rules apply."
    trades = ["Civil", "Marine", "Mechanical", *(f"Number{n}" for n in range(30))]
    engine.rebuild(job_document(trade, title=f"{trade} Engineer", text=boilerplate) for trade in trades)
    assert set(found(engine, "engineer -civil")) == set(trades) - {"Civil"}


def test_a_phrase_found_nowhere_suggests_its_words(engine) -> None:
    page = ask(engine, '"nurse registered"')
    assert (page.total, page.suggestion) == (0, "nurse registered")


def test_a_hosts_own_synonyms_replace_ours(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path, synonyms=Synonyms({"same": [["skipper", "ship captain"]]}))
    engine.rebuild([job_document(title="Ship Captain"), job_document("other", title="Deck Hand")])
    assert found(engine, "skipper") == ["job"]


@pytest.mark.parametrize(
    ("one", "other", "off"), [("nurse", "nruse", 1), ("nurse", "nurses", 1), ("nurse", "curse", 1), ("a", "bcd", 3)]
)
def test_distance_counts_slips(one: str, other: str, off: int) -> None:
    assert distance(one, other, 2) == off


def test_short_and_real_words_are_never_corrected() -> None:
    vocabulary = [{"chief": (0b1, 500), "cat": (0b1, 500)}]
    assert nearest("chef", vocabulary) == []
    assert nearest("bat", vocabulary) == []
