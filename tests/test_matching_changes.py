"""The nearest change: what is promised would happen, and nothing less would do."""

from dataclasses import replace
from datetime import date
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobboard.fit.gap import Pay
from jobboard.keep_on_file.matching import changes
from jobboard.keep_on_file.matching.answers import answer
from jobboard.keep_on_file.matching.changes import (
    FINAL,
    Change,
    Situation,
    changes_sentence,
    job_changes,
    nearest_changes,
)
from jobboard.keep_on_file.matching.facts import Dismissal, KeptPerson, OpenJob
from jobboard.keep_on_file.matching.gates import GATES
from jobboard.keep_on_file.matching.rank import judge
from tests.test_matching_gates import POLICY, job, person

FLOOR = Pay(58_000_00, "GBP", "YEAR")


def said(who: KeptPerson, wanted: OpenJob) -> list[str]:
    found = nearest_changes(who, wanted, POLICY)
    assert found is not None
    return [change.sentence for change in found]


def test_whoever_passes_needs_no_change() -> None:
    assert nearest_changes(person(), job(), POLICY) == ()
    assert changes_sentence(()) == ""


@pytest.mark.parametrize(
    ("who", "wanted", "sentence"),
    [
        (person(consent_live=False), job(), "they give a new consent"),
        (person(consent_live=False, status="expired"), job(), "they give a new consent"),
        (person(status="paused"), job(), "the record is taken off its pause"),
        (person(status="in_conversation"), job(), "the conversation they are in ends"),
        (
            person(excluded_organizations=frozenset({"calderside mills"})),
            job(),
            "they take Calderside Mills off their own list",
        ),
        (person(max_level=8), job(level_rank=8), "the job were at “head or senior manager” (6)"),
        (person(), job(level_rank=2), "the job were at “manager” (5)"),
        (person(), job(function="finance"), "Finance and accounting were added to what they are kept for"),
        (person(pay_floor=FLOOR), job(), "the pay reached £58,000 a year"),
        (person(work_modes=("remote",)), job(), "the work were remote"),
        (person(available_from=date(2027, 9, 1)), job(), "it were 1 June 2027 or later"),
        (person(dismissals=(Dismissal("level", 9, 5, None, ""),)), job(), "the rule “not for this level” were ended"),
    ],
)
def test_the_nearest_change_of_one_gate(who: KeptPerson, wanted: OpenJob, sentence: str) -> None:
    assert said(who, wanted) == [sentence]


def test_one_change_of_level_answers_three_gates() -> None:
    wanted = job(level_rank=8)
    assert {gate.name for gate in Situation(person(), wanted, POLICY).failing()} == {"within_reach", "wanted_level"}
    assert len(said(person(), wanted)) == 1


def test_where_one_change_is_not_enough_the_fewest_together_are_named() -> None:
    found = said(person(pay_floor=FLOOR, status="paused", work_modes=("remote",)), job())
    assert found == ["the record is taken off its pause", "the work were remote", "the pay reached £58,000 a year"]
    sentence = changes_sentence(nearest_changes(person(pay_floor=FLOOR, status="paused"), job(), POLICY))
    assert sentence == ("They would pass if the record is taken off its pause and the pay reached £58,000 a year.")


def test_a_mode_and_a_place_can_both_be_wrong() -> None:
    found = said(person(work_modes=("hybrid",), places=("York",)), job(work_mode="onsite"))
    assert found == ["the work were hybrid", "the job were in York"]


@pytest.mark.parametrize("who", [person(do_not_contact=True), person(applied_job_ids=frozenset({1}))])
def test_what_no_change_opens_is_said_to_be_so(who: KeptPerson) -> None:
    assert nearest_changes(who, job(), POLICY) is None
    assert "No change" in changes_sentence(None)


def test_every_gate_either_has_a_change_or_is_final() -> None:
    assert {gate.name for gate in GATES} == set(changes._PROPOSE) | FINAL


def test_only_single_changes_of_the_job_count_for_the_bench() -> None:
    assert [change.kind for change in job_changes(person(pay_floor=FLOOR), job(), POLICY)] == ["pay"]
    assert job_changes(person(pay_floor=FLOOR, status="paused"), job(), POLICY) == []
    assert job_changes(person(), job(), POLICY) == []
    levels = [change.sentence for change in job_changes(person(), job(level_rank=7), POLICY)]
    assert levels == ["the job were at “head or senior manager” (6)", "the job were at “manager” (5)"]


PEOPLE = st.builds(
    person,
    consent_live=st.booleans(),
    status=st.sampled_from(["active", "paused", "expired", "placed", "awaiting_consent"]),
    min_level=st.integers(3, 5),
    max_level=st.integers(5, 7),
    work_modes=st.sampled_from([(), ("remote",), ("onsite", "hybrid")]),
    places=st.sampled_from([(), ("York",), ("Leeds", "York")]),
    pay_floor=st.sampled_from([None, FLOOR, Pay(25_00, "GBP", "HOUR")]),
    target_functions=st.sampled_from([("marketing",), ("finance",), ("finance", "sales")]),
    available_from=st.sampled_from([None, date(2027, 9, 1)]),
    dismissals=st.lists(
        st.sampled_from([Dismissal("always", 9, None, None, ""), Dismissal("level", 9, 5, None, "")]), max_size=2
    ).map(tuple),
)
JOBS = st.builds(
    job,
    level_rank=st.integers(0, 9),
    work_mode=st.sampled_from(["remote", "hybrid", "onsite"]),
    function=st.sampled_from(["marketing", "health"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(who=PEOPLE, wanted=JOBS)
def test_the_changes_together_let_them_through_and_none_of_them_is_idle(who: KeptPerson, wanted: OpenJob) -> None:
    found = nearest_changes(who, wanted, POLICY)
    if found is None:
        return
    start = Situation(who, wanted, POLICY)
    assert not _after(start, found).failing()
    for fewer in range(len(found)):
        assert all(_after(start, some).failing() for some in combinations(found, fewer))


def _after(here: Situation, made: tuple[Change, ...]) -> Situation:
    for change in made:
        here = change.made(here)
    return here


@pytest.mark.parametrize(("levels", "modes"), list(product([(5, 6), (6, 7)], [(), ("remote",)])))
def test_no_smaller_set_of_any_proposals_would_do(levels: tuple[int, int], modes: tuple[str, ...]) -> None:
    """Against every pair of everything that could be proposed."""
    who = person(min_level=levels[0], max_level=levels[1], work_modes=modes, pay_floor=FLOOR)
    wanted = job(level_rank=8)
    found = nearest_changes(who, wanted, POLICY)
    assert found is not None
    start = Situation(who, wanted, POLICY)
    every = [change for gate in start.failing() for change in changes._proposals(start, gate)]
    for fewer in range(len(found)):
        assert all(_after(start, some).failing() for some in combinations(every, fewer))


@pytest.mark.parametrize(
    ("who", "wanted", "short"),
    [
        (person(), job(level_rank=8), "Two levels too high."),
        (person(max_level=9), job(level_rank=7), "One level too high."),
        (person(), job(level_rank=2), "Not a better role."),
        (person(consent_live=False), job(), "There is no consent, so contact is blocked."),
        (person(applied_job_ids=frozenset({1})), job(), "They are in this job already."),
        (person(), job(function="health"), "Another line of work."),
        (person(), job(), "Every gate lets them through."),
    ],
)
def test_the_answer_is_one_sentence_a_colleague_would_say(who: KeptPerson, wanted: OpenJob, short: str) -> None:
    assert answer(who, wanted, POLICY, judge(who, wanted, POLICY)).short == short


def test_the_answer_says_how_many_more_stand_in_the_way() -> None:
    who = replace(person(consent_live=False), status="paused")
    assert answer(who, job(), POLICY, judge(who, job(), POLICY)).sentence.endswith("One more gate stands in the way.")
