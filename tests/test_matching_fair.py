"""Fair by type and by test: who somebody is, and when they were born, moves no score and no rank.

Through the import and the ranking as the command line has it, and by property on the typed facts.
"""

import copy
import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobboard.access import SYSTEM
from jobboard.cli.surface import match_json
from jobboard.fit.facts import HeldLevel, JobFacts, PersonFacts
from jobboard.fit.ladder import Track
from jobboard.fit.pay import Pay
from jobboard.fit.similarity import field_of, field_terms
from jobboard.flows.import_data import import_candidates, import_jobs
from jobboard.flows.policy import policy
from jobboard.jobs.queries import find_job
from jobboard.keep_on_file.impersonal import impersonal
from jobboard.keep_on_file.look import everybody_for
from jobboard.keep_on_file.matching import criteria
from jobboard.keep_on_file.matching.facts import InterviewEvidence, KeptPerson, OpenJob, Origin, Policy
from jobboard.keep_on_file.matching.rank import judge
from jobboard.state import BoardState
from jobboard.testing import situations
from tests.support.databases import shared_out
from tests.support.kept_world import World

Line = dict[str, Any]


# Through import and ranking


def _ranking(board: BoardState, world: World) -> list[list[tuple[str, int, list[tuple[str, int]]]]]:
    """For each opening the people in order, each with the score and every reason's words and points."""
    session, rankings = board.session(), []
    for opening in world.openings:
        found = everybody_for(session, find_job(session, situations.scope(board), opening.id), policy(board), limit=100)
        rows = [match_json(match) for match in found]
        rankings.append(
            [(row["candidate"], row["score"], [(e["sentence"], e["points"]) for e in row["evidence"]]) for row in rows]
        )
        session.expunge_all()
    return rankings


def _bring(board: BoardState, lines: list[Line]) -> None:
    report = import_candidates(board, (json.dumps(line) for line in lines), actor=SYSTEM)
    assert report.rejected == 0, report.rejects


def _somebody_else(line: Line, number: int) -> Line:
    """The same career under another name, address, sex, age and picture."""
    basics = line["basics"]
    basics["name"] = ["Dr R. Baker-Green", "Go Chan", "Excel Adeyemi", "Muhammad al-Leeds"][number % 4]
    basics["email"] = f"sql.python.{number}@born1961.example"
    basics["phone"] = f"+44 113 4960{number:03}"
    basics["image"] = f"https://photos.example/{number}.jpg"
    basics |= {"birthDate": "1961-04-02", "gender": "woman", "dateOfBirth": "1961-04-02", "age": 65, "pronouns": "she"}
    basics["location"] |= {"postalCode": "LS99 9ZZ", "address": "1 Payroll Street"}
    basics["url"] = "https://python.example/marketing-manager"
    line["education"] = [{"institution": "Leeds", "studyType": "Bachelor", "startDate": "1979", "endDate": "1982"}]
    return line


def _younger(line: Line, _number: int) -> Line:
    """Every date of the career and of school twenty years later or earlier."""
    for row in [*line["work"], *line["education"]]:
        for key in ("startDate", "endDate"):
            if key in row:
                row[key] = f"{int(row[key][:4]) - 20}{row[key][4:]}"
    return line


@shared_out("change", sqlite=_younger, postgresql=_somebody_else)
def test_who_somebody_is_and_when_they_lived_changes_no_rank_and_no_reason(
    board: BoardState, change: Callable[[Line, int], Line]
) -> None:
    world = World(people=140, openings=16, seed=3)
    lines = [person.line | {"education": [{"studyType": "Bachelor", "endDate": "2002"}]} for person in world.people]
    import_jobs(board, (json.dumps(opening.line) for opening in world.openings), actor=SYSTEM)
    _bring(board, lines)
    before = _ranking(board, world)
    assert sum(map(len, before)) > 20
    _bring(board, [change(copy.deepcopy(line), number) for number, line in enumerate(lines)])
    after = _ranking(board, world)
    assert [[row[:2] for row in each] for each in after] == [[row[:2] for row in each] for each in before]
    if change is _somebody_else:
        assert after == before


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ann Baker\nann.baker@people.example\nRan payroll", ["Ran", "payroll"]),
        ("BAKER, Ann M. Ran payroll", ["M", "Ran", "payroll"]),
        ("A. Baker ran payroll", ["ran", "payroll"]),
        ("See https://ann.example/python and linkedin.com/in/sql", ["See", "and"]),
        ("Head Baker at a mill", ["Head", "Baker", "at", "a", "mill"]),
    ],
)
def test_a_name_an_address_and_a_link_are_no_skill(text: str, left: list[str]) -> None:
    assert impersonal(text, "Ann Baker").replace(".", " ").replace(",", " ").split() == left


def test_there_is_nothing_personal_in_the_facts() -> None:
    """By type: what is not there cannot be used."""
    named = {each.name for kind in (KeptPerson, PersonFacts, HeldLevel) for each in fields(kind)}
    personal = {"name", "email", "phone", "birth", "born", "age", "gender", "sex", "photo", "image", "postal", "zip"}
    assert not {name for name in named for part in name.split("_") if part in personal}


# By property


NOW = datetime(2026, 7, 1, tzinfo=UTC)
POLICY = Policy(now=NOW)
SKILLS = ("payroll", "SAP", "negotiation", "python", "seo")
TITLES = ("Payroll Manager", "Marketing Coordinator", "Nurse", "Head of Sales", "Senior Payroll Clerk")

levels = st.builds(
    HeldLevel,
    title=st.sampled_from(TITLES),
    rank=st.integers(0, 9),
    track=st.sampled_from(Track),
    confidence=st.sampled_from([0.3, 0.6, 0.9]),
    years=st.sampled_from([0.0, 0.2, 3.0]),
    function=st.sampled_from(["finance", "marketing", "health", None]),
    source=st.just("Résumé"),
    current=st.booleans(),
)
moments = st.none() | st.integers(0, 900).map(lambda days: NOW - timedelta(days=days))


@st.composite
def people(draw: st.DrawFn) -> KeptPerson:
    """Anybody."""
    held = tuple(draw(st.lists(levels, max_size=3)))
    said = draw(st.lists(st.sampled_from(SKILLS), unique=True))
    text = " ".join(draw(st.lists(st.sampled_from([*SKILLS, "forecasting", "campaigns"]), unique=True)))
    level = draw(st.none() | st.integers(0, 8))
    return KeptPerson(
        kept_id=1,
        candidate_id=1,
        facts=PersonFacts(levels=held, skills=frozenset(skill.casefold() for skill in said), text=text),
        status="active",
        consent_live=True,
        consent_expires_at=NOW + timedelta(days=90),
        do_not_contact=False,
        erased=False,
        reason=draw(st.sampled_from(["more_senior", "runner_up", "timing"])),
        origin=Origin("Payroll Clerk", level, draw(st.booleans()), draw(moments), JobFacts("Payroll Clerk")),
        min_level=0,
        max_level=9,
        target_functions=tuple(draw(st.lists(st.sampled_from(["finance", "marketing", "health"]), unique=True))),
        places=(),
        home=draw(st.sampled_from([(), ("Leeds", "GB"), ("York", "GB")])),
        work_modes=(),
        pay_floor=draw(st.none() | st.integers(2_000_000, 9_000_000).map(lambda amount: Pay(amount, "GBP", "YEAR"))),
        available_from=None,
        excluded_organizations=frozenset(),
        own_words=draw(st.sampled_from(["", "a Payroll Manager role in Leeds"])),
        own_words_at=draw(moments),
        terms=field_of(level.title for level in held),
        interview=InterviewEvidence(
            tuple(draw(st.lists(st.sampled_from(["YES", "NO", "STRONG_YES"]), max_size=3))), 2, draw(moments)
        ),
    )


@st.composite
def jobs(draw: st.DrawFn) -> OpenJob:
    """Any job."""
    title = draw(st.sampled_from(TITLES))
    asked = draw(st.lists(st.sampled_from(SKILLS), unique=True))
    cut = draw(st.integers(0, len(asked)))
    facts = JobFacts(
        title,
        musts=tuple(asked[:cut]),
        shoulds=tuple(asked[cut:]),
        function="finance",
        pay_min=draw(st.none() | st.just(Pay(4_000_000, "GBP", "YEAR"))),
    )
    return OpenJob(
        job_id=1,
        title=title,
        organization="Calderside Mills",
        level_rank=draw(st.none() | st.integers(0, 9)),
        level_declared=draw(st.booleans()),
        level_confidence=0.8,
        function="finance",
        places=("Leeds, West Yorkshire",),
        countries=frozenset({"GB"}),
        work_mode=None,
        facts=facts,
        terms=field_terms(title),
        keywords=tuple(draw(st.lists(st.sampled_from(["forecasting", "campaigns", "ledgers"]), unique=True))),
        rarity=draw(st.dictionaries(st.sampled_from(SKILLS), st.floats(0.1, 1.0))),
    )


Removal = Callable[[KeptPerson], KeptPerson]
REMOVALS: dict[str, tuple[Removal, frozenset[str]]] = {
    "interview": (lambda p: replace(p, interview=InterviewEvidence()), frozenset({"interviewers", "freshness"})),
    "own words": (
        lambda p: replace(p, own_words="", own_words_at=None),
        frozenset({"own_words", "freshness"}),
    ),
    "skills": (lambda p: replace(p, facts=replace(p.facts, skills=frozenset())), frozenset({"skills"})),
    "text": (lambda p: replace(p, facts=replace(p.facts, text="")), frozenset({"skills", "text"})),
    "titles": (lambda p: replace(p, terms={}), frozenset({"line_of_work"})),
    "levels": (lambda p: replace(p, facts=replace(p.facts, levels=())), frozenset({"held_level", "line_of_work"})),
    "functions": (lambda p: replace(p, target_functions=()), frozenset({"function"})),
    "floor": (lambda p: replace(p, pay_floor=None), frozenset({"pay"})),
    "home": (lambda p: replace(p, home=()), frozenset({"home"})),
    "origin": (lambda p: replace(p, origin=None), frozenset({"closing"})),
}
"""What is taken away, and which criteria may say something else after it."""


def _points(person: KeptPerson, job: OpenJob) -> dict[str, int]:
    return {each.__name__: sum(line.points for line in each(person, job, POLICY)) for each in criteria.CRITERIA}


@settings(max_examples=120, deadline=None)
@given(person=people(), job=jobs(), what=st.sampled_from(sorted(REMOVALS)))
def test_taking_a_reason_away_takes_its_points_and_nothing_else(person: KeptPerson, job: OpenJob, what: str) -> None:
    remove, named = REMOVALS[what]
    before, after = _points(person, job), _points(remove(person), job)
    assert {name for name in before if before[name] != after[name]} <= named
    lost = sum(before[name] - after[name] for name in named)
    assert judge(person, job, POLICY).score - judge(remove(person), job, POLICY).score == lost


@settings(max_examples=120, deadline=None)
@given(person=people(), job=jobs())
def test_the_score_is_the_sum_of_what_is_said(person: KeptPerson, job: OpenJob) -> None:
    outcome = judge(person, job, POLICY)
    assert outcome.score == sum(line.points for line in outcome.evidence) == sum(_points(person, job).values())
    assert all(line.sentence and line.source for line in outcome.evidence)


UNLISTED: tuple[Callable[[KeptPerson], KeptPerson], ...] = (
    lambda p: replace(p, kept_id=99, candidate_id=77),
    lambda p: replace(p, consent_expires_at=None),
    lambda p: replace(p, excluded_organizations=frozenset({"nobody"})),
    lambda p: replace(p, available_from=date(2026, 7, 20)),
    lambda p: replace(p, facts=replace(p.facts, education="PhD", largest_team=500, observed_size=2)),
    lambda p: replace(p, facts=replace(p.facts, years_by_function={"finance": 40.0})),
    lambda p: replace(p, applied_job_ids=frozenset({5})),
)


@settings(max_examples=120, deadline=None)
@given(person=people(), job=jobs(), change=st.sampled_from(UNLISTED))
def test_what_is_not_listed_changes_nothing(person: KeptPerson, job: OpenJob, change: Removal) -> None:
    before, after = judge(person, job, POLICY), judge(change(person), job, POLICY)
    assert after.score == before.score
    assert after.evidence == before.evidence


@settings(max_examples=120, deadline=None)
@given(person=people(), job=jobs(), years=st.floats(0.5, 40))
def test_how_long_ago_or_how_long_somebody_worked_is_worth_nothing(
    person: KeptPerson, job: OpenJob, years: float
) -> None:
    """As long as it was more than passing through; a career of forty years scores like one of five."""
    longer = tuple(
        replace(held, years=years if held.stayed and held.years else held.years) for held in person.facts.levels
    )
    aged = replace(person, facts=replace(person.facts, levels=longer))
    assert judge(aged, job, POLICY).score == judge(person, job, POLICY).score


def test_a_not_better_role_never_surfaces_when_both_levels_are_declared() -> None:
    """Whatever speaks for it."""

    @settings(max_examples=200, deadline=None)
    @given(person=people(), job=jobs())
    def never(person: KeptPerson, job: OpenJob) -> None:
        origin = person.origin
        assert origin is not None
        if not (job.level_declared and origin.level_declared) or job.level_rank is None or origin.level_rank is None:
            return
        same = person.reason != "more_senior" and job.level_rank == origin.level_rank
        if job.level_rank <= origin.level_rank and not same:
            assert not judge(person, job, POLICY).passed

    never()
