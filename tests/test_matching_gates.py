"""The gates, one by one, on plain facts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.fit.gap import HeldLevel, JobFacts, Pay, PersonFacts
from jobboard.fit.ladder import Track
from jobboard.fit.skills import skill_key
from jobboard.keep_on_file.matching.facts import Dismissal, KeptPerson, OpenJob, Origin, Policy
from jobboard.keep_on_file.matching.gates import GATES, GateResult, run_gates
from jobboard.keep_on_file.matching.rank import judge, rank

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
POLICY = Policy(now=NOW)
MANAGER = HeldLevel("Marketing Manager", 5, Track.MANAGEMENT, 0.85, 4.0, "marketing", "Tannery Row Hotels")


def job_facts(rank: int | None = 5, **changes: object) -> JobFacts:
    """What the job asks for."""
    facts = JobFacts(
        title="Marketing Manager",
        rank=rank,
        rank_declared=True,
        function="marketing",
        musts=("budgets",),
        shoulds=(),
        nices=(),
        years_needed=None,
        education_needed=None,
        team=None,
        pay_min=Pay(46_000_00, "GBP", "YEAR"),
        pay_max=Pay(52_000_00, "GBP", "YEAR"),
    )
    return replace(facts, **changes)  # type: ignore[arg-type] # tests name any field


def job(**changes: object) -> OpenJob:
    """A declared manager's job in Leeds."""
    opened = OpenJob(
        job_id=1,
        title="Marketing Manager",
        organization="Calderside Mills",
        level_rank=5,
        level_declared=True,
        level_confidence=1.0,
        function="marketing",
        places=("Leeds, West Yorkshire, LS10",),
        countries=frozenset({"GB"}),
        work_mode="hybrid",
        facts=job_facts(),
    )
    return replace(opened, **changes)  # type: ignore[arg-type] # tests name any field


def person(**changes: object) -> KeptPerson:
    """Somebody who fits: came for a coordinator's job and has been a manager."""
    facts = PersonFacts(
        levels=(MANAGER,),
        skills=frozenset({skill_key("budgets")}),
        text="Marketing Manager",
        years_by_function={"marketing": 4.0},
        functions=("marketing",),
        education=None,
        largest_team=3,
        pay_floor=None,
        observed_size=None,
    )
    kept = KeptPerson(
        kept_id=1,
        candidate_id=1,
        facts=facts,
        status="active",
        consent_live=True,
        consent_expires_at=datetime(2028, 3, 11, tzinfo=UTC),
        do_not_contact=False,
        erased=False,
        reason="more_senior",
        origin=Origin("Marketing Coordinator", 2, True, NOW, job_facts(2)),
        min_level=5,
        max_level=6,
        target_functions=("marketing",),
        places=("Leeds",),
        home=("Otley", "GB"),
        work_modes=(),
        pay_floor=Pay(45_000_00, "GBP", "YEAR"),
        available_from=None,
        excluded_organizations=frozenset(),
        own_words="",
        own_words_at=None,
    )
    return replace(kept, **changes)  # type: ignore[arg-type] # tests name any field


def gate(name: str, who: KeptPerson, what: OpenJob) -> GateResult:
    """One gate's answer."""
    return next(result for result in run_gates(who, what, POLICY) if result.name == name)


def test_somebody_who_fits_passes_every_gate_hard() -> None:
    results = run_gates(person(), job(), POLICY)
    assert [result.name for result in results] == [known.name for known in GATES]
    assert all(result.passed and not result.soft for result in results)


@pytest.mark.parametrize(
    ("name", "who", "what"),
    [
        ("consent", {"consent_live": False}, {}),
        ("active", {"status": "paused"}, {}),
        ("contactable", {"do_not_contact": True}, {}),
        ("contactable", {"erased": True}, {}),
        ("not_excluded", {"excluded_organizations": frozenset({"calderside mills"})}, {}),
        ("not_excluded", {"excluded_organizations": frozenset({"the calderside mills group ltd."})}, {}),
        ("not_in_pipeline", {"applied_job_ids": frozenset({1})}, {}),
        ("above_origin", {}, {"level_rank": 2}),
        ("within_reach", {}, {"level_rank": 7}),
        ("wanted_level", {}, {"level_rank": 4}),
        ("function", {}, {"function": "health"}),
        ("place", {"places": ("Hull",)}, {}),
        ("place", {"work_modes": ("remote",)}, {}),
        ("place", {"places": ()}, {"countries": frozenset({"US"}), "places": ("New York, NY",)}),
        ("pay", {"pay_floor": Pay(60_000_00, "GBP", "YEAR")}, {}),
        ("pay", {"pay_floor": Pay(40_00, "GBP", "HOUR")}, {}),
        ("available", {"available_from": date(2027, 6, 1)}, {}),
        ("not_dismissed", {"dismissals": (Dismissal("job", 1, 5, "marketing", ""),)}, {}),
        ("not_dismissed", {"dismissals": (Dismissal("level", 9, 5, "sales", ""),)}, {}),
        ("not_dismissed", {"dismissals": (Dismissal("function", 9, 3, "marketing", ""),)}, {}),
        ("not_dismissed", {"dismissals": (Dismissal("always", 9, 3, "sales", ""),)}, {}),
    ],
)
def test_each_gate_shuts_for_its_own_reason(name: str, who: dict[str, object], what: dict[str, object]) -> None:
    answer = gate(name, person(**who), job(**what))
    assert not answer.passed
    assert answer.sentence
    assert not judge(person(**who), job(**what), POLICY).passed


@pytest.mark.parametrize(
    ("name", "who", "what"),
    [
        ("above_origin", {}, {"level_declared": False, "level_confidence": 0.8}),
        ("above_origin", {}, {"level_declared": False, "level_confidence": 0.4, "level_rank": 2}),
        ("within_reach", {}, {"level_declared": False, "level_confidence": 0.4, "level_rank": 9}),
        ("place", {"places": ()}, {}),
        ("place", {"places": ("York",)}, {"places": ("York, PA",), "countries": frozenset({"US"})}),
        ("pay", {}, {"facts": job_facts(pay_min=None, pay_max=None)}),
        ("function", {}, {"function": None}),
    ],
)
def test_what_is_only_inferred_passes_softly_and_says_so(
    name: str, who: dict[str, object], what: dict[str, object]
) -> None:
    answer = gate(name, person(**who), job(**what))
    assert answer.passed
    assert answer.soft


@pytest.mark.parametrize("reason", ["runner_up", "timing", "position_cancelled"])
def test_somebody_kept_for_another_reason_may_surface_at_the_same_level(reason: str) -> None:
    same = job(level_rank=2, facts=job_facts(2))
    assert gate("above_origin", person(reason=reason), same).passed


@pytest.mark.parametrize(
    ("wish", "place", "same"),
    [
        ("Leeds", "Leeds, West Yorkshire, LS10", True),
        ("Leeds LS10", "Leeds, West Yorkshire", True),
        ("Yorkshire", "Leeds, West Yorkshire", True),
        ("York", "New York, NY", False),
        ("Hull", "Leeds, West Yorkshire", False),
        ("West Yorkshire", "Leeds, West Yorkshire", True),
        ("South Shields", "South Shields, Tyne and Wear", True),
    ],
)
def test_a_place_is_met_by_its_name(wish: str, place: str, same: bool) -> None:
    assert gate("place", person(places=(wish,)), job(places=(place,))).passed is same


def test_gates_can_be_switched_off_but_not_those_of_consent() -> None:
    policy = replace(POLICY, gates_off=frozenset({"pay", "consent", "active", "contactable"}))
    names = {result.name for result in run_gates(person(), job(), policy)}
    assert "pay" not in names
    assert {"consent", "active", "contactable"} <= names


@given(level=st.integers(0, 9), consent=st.booleans(), status=st.sampled_from(["active", "paused", "withdrawn"]))
def test_nobody_passes_without_consent_or_below_what_they_came_for(level: int, consent: bool, status: str) -> None:
    outcome = judge(person(consent_live=consent, status=status), job(level_rank=level), POLICY)
    assert outcome.score == sum(line.points for line in outcome.evidence)
    if not consent or status != "active" or not 2 < level <= 6:
        assert not outcome.passed


def test_the_better_fit_comes_first_and_who_does_not_pass_is_left_out() -> None:
    plain = person(kept_id=2, candidate_id=2, facts=replace(person().facts, skills=frozenset(), text=""))
    ended = person(kept_id=3, candidate_id=3, consent_live=False)
    assert [who.kept_id for who, _ in rank([plain, ended, person()], job(), POLICY)] == [1, 2]


WALL = replace(person().origin, organization="Foss Valley Foods", walled=True)  # type: ignore[type-var] # it has one


def test_what_a_client_walled_off_stays_with_that_client() -> None:
    found = gate("evidence_wall", person(origin=WALL), job())
    assert not found.passed
    assert found.sentence == "What Foss Valley Foods learned in its interviews stays with Foss Valley Foods."
    assert found.flip == "Foss Valley Foods can lift its wall."


@pytest.mark.parametrize("changes", [{"organization": "foss  valley FOODS"}, {}])
def test_a_wall_lets_its_own_client_through_and_none_lets_everybody(changes: dict[str, str]) -> None:
    origin = WALL if changes else replace(WALL, walled=False)
    assert gate("evidence_wall", person(origin=origin), job(**changes)).passed
    assert gate("evidence_wall", person(origin=None), job()).passed


def test_the_wall_stands_last_and_can_be_switched_off() -> None:
    assert GATES[-1].name == "evidence_wall"
    off = replace(POLICY, gates_off=frozenset({"evidence_wall"}))
    assert "evidence_wall" not in {found.name for found in run_gates(person(origin=WALL), job(), off)}
