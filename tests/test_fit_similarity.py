"""Lines of work: near where the work is alike, whatever the level and the words of the title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.fit.keywords import MOST_KEYWORDS, keywords
from jobboard.fit.similarity import field_of, field_terms, similarity, stem


def near(wanted: str, *held: str) -> float:
    """How near titles held are to one wanted, all terms equally rare."""
    return similarity(field_terms(wanted), field_of(held), {})


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        ("Payroll Manager", "Senior Payroll Clerk"),
        ("Director, Marketing", "Marketing Coordinator"),
        ("Head of Civil Engineering", "Civil Engineer III"),
        ("Recruitment Team Lead", "Recruiter"),
        ("Assistant Director, 3D", "3D Manager"),
        ("Chief, Construction Management Section", "Construction Mgr."),
    ],
)
def test_the_same_work_at_another_level_is_near(wanted: str, held: str) -> None:
    assert near(wanted, held) >= 0.8


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        ("Head Waiter", "Bartender"),
        ("Lettings Manager", "Property Administrator"),
        ("Bookkeeper", "Accounts Assistant"),
    ],
)
def test_other_words_for_the_same_work_are_halfway(wanted: str, held: str) -> None:
    assert 0.3 <= near(wanted, held) < 0.8


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        ("Senior Product Manager", "Production Director"),
        ("Contract Analyst", "Farm Contractor"),
        ("Customer Service Manager", "Customs Broker"),
        ("Animal Keeper", "Animator"),
        ("Staff Nurse", "Nursery Manager"),
        ("Assistant Director", "Assistant Director, Audits"),
        ("Manager", "Manager"),
    ],
)
def test_words_that_only_look_alike_and_levels_alone_are_not(wanted: str, held: str) -> None:
    assert near(wanted, held) < 0.3


def test_a_bureau_behind_the_title_says_less_than_the_title() -> None:
    wanted = "Supervising Public Health Nurse, Bureau of School Health Payroll"
    assert near(wanted, "Public Health Nurse") > near(wanted, "Payroll Clerk")


def test_a_rare_word_shared_counts_for_more() -> None:
    terms, rare = field_terms("Payroll Tax Manager"), {stem("payroll"): 1.0, stem("tax"): 0.2}
    assert similarity(terms, {stem("payroll"): 1.0}, rare) > similarity(terms, {stem("tax"): 1.0}, rare)


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
def test_it_lies_between_nothing_and_all(wanted: str, held: list[str]) -> None:
    assert 0.0 <= near(wanted, *held) <= 1.0


def test_keywords_are_the_words_a_posting_repeats_without_what_every_posting_says() -> None:
    text = "We offer an equal opportunity. Weaving looms and fairs; our looms weave wool. <b>Apply</b> at a@b.example"
    assert keywords(text)[:2] == ("weaving", "looms")
    assert not {"opportunity", "apply", "equal", "example"} & set(keywords(text))
    assert len(keywords(" ".join(f"word{chr(97 + n)}x" for n in range(26)))) <= MOST_KEYWORDS
