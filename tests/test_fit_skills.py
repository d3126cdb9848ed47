"""Skills as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.fit.skills import MOST_TERMS, find_skills, skill_key, skill_terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("JS", "JavaScript"),
        ("node", "Node.js"),
        ("Search engine optimisation", "SEO"),
        ("k8s", "Kubernetes"),
        ("MS Excel", "excel"),
    ],
)
def test_one_skill_written_two_ways_has_one_key(one: str, other: str) -> None:
    assert skill_key(one) == skill_key(other)


def test_skills_that_differ_by_a_sign_stay_apart() -> None:
    keys = {skill_key(skill) for skill in ("C", "C++", "C#", ".NET", "Node.js", "Java", "JavaScript")}
    assert len(keys) == 7


def test_found_skills_come_with_the_words_around_them() -> None:
    text = "For six years I ran the payroll of two hundred people in Sage, with reports in C++ and SQL for the board."
    found = find_skills(text, ["Payroll", "C++", "C", "Java", "sql"])
    assert set(found) == {"Payroll", "C++", "sql"}
    assert "payroll" in found["Payroll"]
    assert "…" in found["Payroll"]


def test_a_skill_is_not_found_inside_another_word() -> None:
    assert find_skills("JavaScript, Sqlite, C#, .NETwork and going", ["Java", "SQL", "C", ".NET", "Go"]) == {}


def test_short_names_need_their_capital() -> None:
    assert set(find_skills("Statistics in R and services in Go.", ["R", "Go"])) == {"R", "Go"}
    assert find_skills("ready to go, r not", ["R", "Go"]) == {}


def test_a_synonym_in_the_text_is_the_skill_asked_for() -> None:
    assert set(find_skills("Budget management and search engine optimization", ["Budgeting", "SEO"])) == {
        "Budgeting",
        "SEO",
    }


def test_a_skills_field_becomes_short_phrases() -> None:
    text = "• Experience with Python, SQL and Excel\n- Strong communication skills\nC++; CI/CD\nHealth and Safety\nsql"
    assert skill_terms(text) == ["Python", "SQL", "Excel", "communication", "C++", "CI/CD", "Health and Safety"]


def test_long_sentences_are_no_skills_and_the_list_is_bounded() -> None:
    assert skill_terms("The post holder will be expected to liaise with a very wide range of partners daily") == []
    assert len(skill_terms("\n".join(f"skill{n}" for n in range(500)))) == MOST_TERMS


@given(st.text(max_size=300), st.lists(st.text(max_size=30), max_size=5))
def test_no_text_breaks_the_reading(text: str, wanted: list[str]) -> None:
    assert set(find_skills(text, wanted)) <= set(wanted)
    assert all(term.strip() for term in skill_terms(text))
    assert skill_key(skill_key(text)) == skill_key(text)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("Experience with Salesforce", "salesforce"),
        ("At least 3 years of experience in JS", "javascript"),
        ("5+ years' payroll", "payroll"),
        ("Excel skills", "excel"),
        ("negotiation skills", "negotiation"),
        (".NET", ".net"),
        ("Experience", "experience"),
        ("R", "r"),
    ],
)
def test_what_is_written_around_a_skill_is_no_part_of_it(asked: str, key: str) -> None:
    assert skill_key(asked) == key


def test_a_requirement_is_found_by_the_skill_in_it() -> None:
    asked = "Good working knowledge of Salesforce"
    assert set(find_skills("Moved the firm to Salesforce.", [asked])) == {asked}
