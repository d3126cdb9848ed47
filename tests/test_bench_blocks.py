"""A block of the bench promises for each of its rows at least what the person is worth."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.fit.facts import HeldLevel, JobFacts, PersonFacts
from jobboard.fit.ladder import Track
from jobboard.fit.pay import Pay
from jobboard.fit.similarity import field_of, field_terms
from jobboard.keep_on_file import bench
from jobboard.keep_on_file.bench_blocks import as_block
from jobboard.keep_on_file.matching import blocks
from jobboard.keep_on_file.matching.blocks import Block, cleared
from jobboard.keep_on_file.matching.estimate import Estimator
from jobboard.keep_on_file.matching.facts import InterviewEvidence, KeptPerson, OpenJob, Origin, Policy
from jobboard.keep_on_file.matching.gates import GATES
from jobboard.keep_on_file.matching.outlook import Outlook
from jobboard.keep_on_file.matching.points import DEFAULT, Points
from jobboard.keep_on_file.matching.rank import judge
from jobboard.keep_on_file.matching.shadows import NOBODY

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FUNCTIONS = ("marketing", "sales", "engineering")
SKILLS = ("Excel", "SQL", "SEO", "Python", "bookkeeping", "customer service")
TITLES = ("Marketing Manager", "Head of Sales", "Senior Software Engineer", "Bookkeeper", "SEO Analyst")
WORDS = ("campaign", "budget", "tender", "python", "ledger", "crm")
TOWNS = ("Leeds", "York", "Hull")
MODES = ("remote", "hybrid", "on_site")
SWITCHED = tuple(gate.name for gate in GATES if not gate.always_on)


def some(of: tuple[str, ...], *, most: int = 4) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(of), max_size=most, unique=True).map(tuple)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


RANKS = st.integers(0, 9)
PAY = maybe(
    st.builds(Pay, st.integers(15, 90).map(lambda thousands: thousands * 100_000), st.just("GBP"), st.just("YEAR"))
)
DAYS = maybe(st.integers(-900, 900).map(lambda days: NOW + timedelta(days=days)))
LEVELS = st.builds(
    HeldLevel,
    title=st.sampled_from(TITLES),
    rank=RANKS,
    track=st.just(Track.IC),
    confidence=st.sampled_from([0.3, 0.7, 1.0]),
    years=st.sampled_from([0.0, 0.2, 3.0]),
    function=maybe(st.sampled_from(FUNCTIONS)),
    source=st.just(""),
)
ORIGINS = st.builds(
    Origin,
    title=st.sampled_from(TITLES),
    level_rank=maybe(RANKS),
    level_declared=st.booleans(),
    closed_at=st.none(),
    facts=st.just(JobFacts("")),
)
OVERALLS = st.lists(st.sampled_from(["STRONG_YES", "YES", "NO", "DEFINITELY_NO"]), max_size=3).map(tuple)


@st.composite
def people(draw: st.DrawFn) -> KeptPerson:
    levels = tuple(draw(st.lists(LEVELS, max_size=3)))
    said = " ".join(draw(some(WORDS + SKILLS)))
    low, high = sorted(draw(st.tuples(RANKS, RANKS)))
    origin = draw(maybe(ORIGINS))
    heard = InterviewEvidence(draw(OVERALLS), interviewers=1, last_at=draw(DAYS)) if origin else InterviewEvidence()
    return replace(
        NOBODY,
        kept_id=draw(st.integers(1, 2**40)),
        facts=PersonFacts(
            levels=levels,
            skills=frozenset(skill.casefold() for skill in draw(some(SKILLS))),
            text=said,
            functions=tuple(level.function for level in levels if level.function),
        ),
        terms=field_of([level.title for level in levels]),
        consent_expires_at=draw(maybe(st.integers(1, 900).map(lambda days: NOW + timedelta(days=days)))),
        reason=draw(st.sampled_from(["more_senior", "runner_up", "timing", "position_cancelled"])),
        origin=origin,
        interview=heard,
        min_level=low,
        max_level=high,
        target_functions=draw(some(FUNCTIONS)),
        places=draw(some(TOWNS)),
        home=draw(st.sampled_from([(), ("GB",), ("Leeds", "GB"), ("Lyon", "FR")])),
        work_modes=draw(some(MODES)),
        pay_floor=draw(PAY),
        available_from=draw(maybe(st.integers(0, 300).map(lambda days: date(2026, 11, 24) + timedelta(days=days)))),
        own_words=draw(st.sampled_from(["", "a manager, in sales", "engineer"])),
        own_words_at=draw(DAYS),
    )


@st.composite
def jobs(draw: st.DrawFn) -> OpenJob:
    title, function, rank = draw(st.sampled_from(TITLES)), draw(maybe(st.sampled_from(FUNCTIONS))), draw(maybe(RANKS))
    terms, keywords = field_terms(title), draw(some(WORDS))
    asked = JobFacts(
        title,
        rank=rank,
        function=function,
        musts=draw(some(SKILLS)),
        shoulds=draw(some(SKILLS)),
        nices=draw(some(SKILLS, most=1)),
        pay_min=draw(PAY),
        pay_max=draw(PAY),
    )
    names = [*terms, *keywords, *SKILLS]
    return OpenJob(
        job_id=1,
        title=title,
        organization="Client",
        level_rank=rank,
        level_declared=draw(st.booleans()),
        level_confidence=draw(st.sampled_from([0.4, 0.8])),
        function=function,
        places=draw(st.sampled_from([(), ("Leeds, West Yorkshire",)])),
        countries=draw(st.sampled_from([frozenset(), frozenset({"GB"})])),
        work_mode=draw(maybe(st.sampled_from(MODES))),
        facts=asked,
        terms=terms,
        keywords=keywords,
        rarity={name: draw(st.floats(0.1, 1.0)) for name in names},
    )


def points_of_any_size() -> st.SearchStrategy[Points]:
    """As a firm may set them: other sizes, the same signs, and newer evidence counts for no less than older."""
    size = st.integers(0, 60)
    plain = {each.name: getattr(DEFAULT, each.name) for each in fields(Points) if each.name != "closed"}
    drawn = {name: size if worth > 0 else size.map(int.__neg__) for name, worth in plain.items()}
    closed = st.fixed_dictionaries(dict.fromkeys(DEFAULT.closed, size))
    return st.builds(Points, closed=closed, **drawn).map(_newest_first)


def _newest_first(points: Points) -> Points:
    fresh, recent, ageing = sorted([points.fresh, points.recent, points.ageing], reverse=True)
    return replace(points, fresh=fresh, recent=recent, ageing=ageing)


POLICIES = st.builds(
    Policy,
    now=st.just(NOW),
    reach=st.integers(0, 3),
    gates_off=st.frozensets(st.sampled_from(SWITCHED), max_size=3),
    points=st.just(DEFAULT) | points_of_any_size(),
)


def promised(everybody: list[KeptPerson], job: OpenJob, policy: Policy) -> dict[int, int]:
    """The most that a block promises for each person it lets through, by kept record."""
    outlook = Outlook(Estimator(job, policy))
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in (row for person in everybody for row in bench.rows_for("board", person)):
        rows.setdefault(row["function"], []).append(row)
    functions = bench.functions_for(job, policy)
    found: dict[int, int] = {}
    for function in rows if functions is None else rows.keys() & set(functions):
        parts = as_block(rows[function])
        wanted = {name: parts[name] for name in outlook.parts() if name in parts}
        for most, kept_id in outlook.over(Block(function, wanted)).promising():
            found[kept_id] = max(most, found.get(kept_id, most))
    return found


@pytest.mark.parametrize("most_words", [1000, 2])
@given(st.lists(people(), min_size=1, max_size=12, unique_by=lambda person: person.kept_id), jobs(), POLICIES)
def test_nobody_is_promised_less_than_they_are_worth(
    most_words: int, everybody: list[KeptPerson], job: OpenJob, policy: Policy
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "MOST_WORDS", most_words)
        found = promised(everybody, job, policy)
    for person in everybody:
        outcome = judge(person, job, policy)
        if outcome.passed:
            assert found.get(person.kept_id, -1000) >= outcome.score


@given(st.lists(people(), min_size=1, max_size=12, unique_by=lambda person: person.kept_id))
def test_nothing_of_a_cleared_row_is_left(everybody: list[KeptPerson]) -> None:
    rows = [row for person in everybody for row in bench.rows_for("board", person)][: len(everybody)]
    parts = as_block(rows)
    for row in range(len(rows)):
        parts = {**parts, **cleared(parts, row)}
    block = Block("", parts)
    assert [block.people[row] for row in range(len(block))] == [0] * len(rows)
    assert {word for words in block.words.values() for word in words} == {None}
    assert not any(any(content) for name, content in parts.items() if name != blocks.WORDS)
