"""Fields of work: read from titles, and what lies next to what."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.fit.functions import FUNCTIONS, UnknownFunction, adjacent, parse_function, read_function, relation

KEYS = [function.key for function in FUNCTIONS]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Marketing Manager", "marketing"),
        ("VP of Sales, EMEA", "sales"),
        ("Staff Nurse", "health"),
        ("School Nurse", "health"),
        ("Software Engineer", "technology"),
        ("Civil Engineer", "engineering"),
        ("CFO", "finance"),
        ("Sous Chef", "hospitality"),
        ("Food & Beverage Manager", "hospitality"),
        ("Warehouse Operative", "logistics"),
        ("Quantity Surveyor", "construction"),
        ("Head Teacher", "education"),
        ("Learning & Development Manager", "hr"),
        ("Paralegal", "legal"),
        ("Police Sergeant", "public_safety"),
        ("Care Home Manager", "social_care"),
        ("Office Manager", "administration"),
        ("Buyer", "procurement"),
        ("Electrician", "trades"),
        ("Lettings Negotiator", "property"),
        ("Sales Administrator", "sales"),
        ("Policy Adviser", "policy"),
    ],
)
def test_a_title_names_its_field(title: str, key: str) -> None:
    reading = read_function(title)
    assert reading.key == key, reading.evidence
    assert reading.evidence


def test_skills_and_then_the_industry_break_a_silence_with_less_confidence() -> None:
    by_title = read_function("Accountant")
    by_skills = read_function("Associate", skills=["Python", "Docker"])
    by_industry = read_function("Associate", industry="Retail")
    assert (by_skills.key, by_industry.key) == ("technology", "retail")
    assert by_title.confidence > by_skills.confidence > by_industry.confidence > 0


def test_silence_is_said() -> None:
    assert read_function("").key is None
    assert read_function("").confidence == 0


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.key)
def test_keys_and_labels_are_both_understood(function: object) -> None:
    assert parse_function(function.key) == parse_function(function.label.upper()) == function.key  # type: ignore[attr-defined]


def test_an_unknown_function_is_refused_with_the_keys() -> None:
    with pytest.raises(UnknownFunction, match="marketing, sales"):
        parse_function("wizardry")


def test_lying_next_to_each_other_is_mutual_and_never_with_oneself() -> None:
    for one, other in combinations(KEYS, 2):
        assert adjacent(one, other) == adjacent(other, one)
    assert not any(adjacent(key, key) for key in KEYS)
    assert all(any(adjacent(key, other) for other in KEYS) for key in KEYS)


def test_relation_knows_four_answers() -> None:
    assert relation("marketing", "marketing") == "same"
    assert relation("marketing", "sales") == "adjacent"
    assert relation("marketing", "health") == "other"
    assert relation(None, "health") == relation("", None) == "unknown"


@given(st.text(max_size=200), st.text(max_size=80), st.lists(st.text(max_size=20), max_size=5))
def test_no_text_breaks_the_reading(title: str, industry: str, skills: list[str]) -> None:
    reading = read_function(title, industry=industry, skills=skills)
    assert reading.key is None or reading.key in KEYS
