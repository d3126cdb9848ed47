"""Signed gaps: which way a person and a job differ, and what may never count."""

from dataclasses import replace

import pytest

from jobboard.fit.gap import HeldLevel, JobFacts, Pay, PersonFacts, Verdict, compare
from jobboard.fit.ladder import Track

ADA = PersonFacts(
    levels=(
        HeldLevel("Marketing Coordinator", 2, Track.IC, 0.85, 3, "marketing", "Résumé line 20"),
        HeldLevel("Marketing Manager", 5, Track.MANAGEMENT, 0.85, 4, "marketing", "Résumé line 14"),
    ),
    skills=frozenset({"seo"}),
    text="Led campaigns, budgets and search engine optimisation.",
    years_by_function={"marketing": 7},
    functions=("marketing",),
    education="BA",
    largest_team=4,
    pay_floor=Pay(4_500_000, "GBP", "YEAR"),
)
COORDINATOR = JobFacts("Marketing Coordinator", rank=2, rank_declared=True, function="marketing", team=0)
MANAGER = replace(COORDINATOR, title="Marketing Manager", rank=5, team=4)


def test_the_same_person_is_over_one_job_and_right_sized_for_another() -> None:
    then, now = compare(ADA, COORDINATOR), compare(ADA, MANAGER)
    assert (then.verdict, then["level"].value) == (Verdict.OVER, 3)
    assert (now.verdict, now["level"].value) == (Verdict.AT, 0)
    assert then["level"].sentence == "3 above: Marketing Manager for 4 years."
    assert then["level"].source == "Résumé line 14"


def test_every_dimension_is_there_in_order_and_as_json() -> None:
    gaps = compare(ADA, MANAGER)
    assert list(gaps) == ["level", "scope", "skills", "experience", "pay", "function", "education"]
    assert [row["dimension"] for row in gaps.to_json()] == list(gaps)
    assert set(gaps.to_json()[0]) == {"dimension", "value", "sentence", "source", "confidence", "soft"}
    with pytest.raises(KeyError):
        gaps["charm"]


def test_a_declared_level_is_hard_and_an_inferred_one_soft() -> None:
    assert not compare(ADA, COORDINATOR)["level"].soft
    assert compare(ADA, replace(COORDINATOR, rank_declared=False))["level"].soft


def test_a_level_nobody_is_sure_of_goes_to_a_person() -> None:
    vague = replace(ADA, levels=(HeldLevel("Ninja", 2, Track.IC, 0.3, 4, None, "Résumé line 3"),))
    assert compare(vague, COORDINATOR).verdict is Verdict.UNSURE
    assert compare(PersonFacts(), COORDINATOR).verdict is Verdict.UNSURE
    assert compare(ADA, replace(COORDINATOR, rank=None)).verdict is Verdict.UNSURE


def test_interviewers_say_the_level_where_titles_do_not() -> None:
    seen = replace(ADA, levels=(), observed_size=1)
    gaps = compare(seen, COORDINATOR)
    assert (gaps.verdict, gaps["level"].value, gaps["level"].soft) == (Verdict.OVER, 1, True)


def test_interviewers_who_disagree_make_the_level_less_sure_and_who_agree_surer() -> None:
    plain = compare(ADA, COORDINATOR)["level"].confidence
    assert compare(replace(ADA, observed_size=1), COORDINATOR)["level"].confidence > plain
    assert compare(replace(ADA, observed_size=-1), COORDINATOR)["level"].confidence < plain


def test_a_degree_more_never_counts_and_a_degree_less_does() -> None:
    asks = replace(COORDINATOR, rank=5, education_needed="Bachelor's degree")
    for degree in ("Master of Arts", "PhD"):
        gaps = compare(replace(ADA, education=degree), asks)
        assert (gaps["education"].value, gaps.verdict) == (0, Verdict.AT)
    assert (compare(replace(ADA, education="High school"), asks)["education"].value or 0) < 0
    assert compare(ADA, COORDINATOR)["education"].value is None


@pytest.mark.parametrize("years", [4, 5, 12, 40])
def test_years_above_the_need_are_worth_nothing(years: float) -> None:
    gaps = compare(replace(ADA, years_by_function={"marketing": years}), replace(MANAGER, years_needed=4))
    assert gaps["experience"].value == 0
    assert gaps["experience"].sentence == "Meets the 4 years asked. More is not counted."


def test_years_short_of_the_need_draw_left() -> None:
    gaps = compare(replace(ADA, years_by_function={"marketing": 1}), replace(MANAGER, years_needed=4))
    assert gaps["experience"].value == -2
    assert gaps["experience"].sentence == "2 less: 1 year of the 4 years asked."


@pytest.mark.parametrize(
    ("years", "value", "sentence"),
    [
        (9 + 8 / 12, -1, "1 less: 9 years 8 months of the 10 years asked."),
        (9 + 11 / 12, -1, "1 less: 9 years 11 months of the 10 years asked."),
        (9.99, 0, "Meets the 10 years asked. More is not counted."),
        (8, -1, "1 less: 8 years of the 10 years asked."),
    ],
)
def test_the_years_shown_and_the_gap_say_the_same(years: float, value: float, sentence: str) -> None:
    gap = compare(replace(ADA, years_by_function={"marketing": years}), replace(MANAGER, years_needed=10))["experience"]
    assert (gap.value, gap.sentence) == (value, sentence)


def test_months_are_shown_on_both_sides_where_the_need_is_no_whole_year() -> None:
    asks = replace(MANAGER, years_needed=1.5)
    assert compare(replace(ADA, years_by_function={"marketing": 19 / 12}), asks)["experience"].value == 0
    gap = compare(replace(ADA, years_by_function={"marketing": 1.25}), asks)["experience"]
    assert gap.sentence == "1 less: 1 year 3 months of the 1 year 6 months asked."


def test_missing_musts_draw_left_and_are_named() -> None:
    gaps = compare(ADA, replace(MANAGER, musts=("SEO", "wholesale"), shoulds=("budgeting",)))
    assert gaps["skills"].value == -1
    assert gaps["skills"].sentence == "1 less: no wholesale found."


def test_no_number_of_extra_skills_draws_right() -> None:
    assert compare(ADA, replace(MANAGER, musts=("SEO",)))["skills"].value == 0
    assert compare(ADA, MANAGER)["skills"].value is None


@pytest.mark.parametrize(
    ("low", "high", "value"),
    [
        (5_000_000, 6_000_000, -1.0),
        (4_000_000, 5_000_000, -0.5),
        (3_000_000, 4_400_000, 1.0),
        (2_000_000, 2_500_000, 3.0),
    ],
)
def test_pay_says_where_the_floor_lies_against_the_band(low: int, high: int, value: float) -> None:
    job = replace(MANAGER, pay_min=Pay(low, "GBP", "YEAR"), pay_max=Pay(high, "GBP", "YEAR"))
    assert compare(ADA, job)["pay"].value == value


def test_pay_in_two_currencies_is_not_compared() -> None:
    job = replace(MANAGER, pay_min=Pay(4_000_000, "EUR", "YEAR"))
    assert compare(ADA, job)["pay"].value is None


@pytest.mark.parametrize(("unit", "factor"), [("HOUR", 2080), ("DAY", 260), ("WEEK", 52), ("MONTH", 12), ("YEAR", 1)])
def test_pay_is_comparable_in_any_unit(unit: str, factor: int) -> None:
    assert Pay(100, "GBP", unit).per_year() == 100 * factor


def test_function_is_nothing_one_or_two_steps_away() -> None:
    values = [
        compare(ADA, replace(MANAGER, function=key))["function"].value for key in ("marketing", "sales", "health", None)
    ]
    assert values == [0, -1, -2, None]


def test_a_bigger_team_draws_scope_to_the_right() -> None:
    assert compare(ADA, COORDINATOR)["scope"].value == 1
    assert compare(ADA, MANAGER)["scope"].value == 0
    assert compare(replace(ADA, largest_team=None), MANAGER)["scope"].value is None


def test_a_level_held_for_a_moment_is_passed_over() -> None:
    brief = HeldLevel("Interim Marketing Director", 7, Track.MANAGEMENT, 0.8, 0.2, "marketing", "Résumé line 9")
    assert compare(replace(ADA, levels=(*ADA.levels, brief)), MANAGER)["level"].value == 0
