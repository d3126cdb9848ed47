"""The bench finds what looking at everybody finds, however narrow its rows are."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import delete, select, update

from jobboard.access import SYSTEM
from jobboard.flows.import_data import import_candidates, import_jobs
from jobboard.flows.policy import policy
from jobboard.jobs.queries import find_job
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.look import as_open, judged, look, one_a_person, people_for
from jobboard.keep_on_file.matching.criteria import CRITERIA
from jobboard.keep_on_file.matching.estimate import BY_JOB, BY_SIGNATURE, PARTS, Estimator, Row
from jobboard.keep_on_file.matching.rank import judge
from jobboard.keep_on_file.models import BenchRow, KeptCandidate
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.bench import fold_everything
from tests.support.databases import BOTH, lent
from tests.support.host import board_of, close_host, make_host
from tests.support.kept_world import World

PEOPLE, OPENINGS = 150, 10


@pytest.fixture(scope="module")
def world() -> World:
    """A small labour market."""
    return World(people=PEOPLE, openings=OPENINGS, seed=11)


@pytest.fixture(scope="module", params=BOTH)
def market(
    request: pytest.FixtureRequest, world: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BoardState]:
    """A board with everybody kept and every opening a draft."""
    with lent(request) as url:
        app = make_host(url, tmp_path_factory.mktemp("market"))
        board = board_of(app)
        import_candidates(board, (json.dumps(person.line) for person in world.people), actor=SYSTEM)
        import_jobs(board, (json.dumps(opening.line) for opening in world.openings), actor=SYSTEM)
        yield board
        close_host(app)


@pytest.fixture(scope="module", params=["loose", "in blocks"])
def arranged(request: pytest.FixtureRequest, market: BoardState) -> BoardState:
    """The market with the rows of its bench as they came, and then in blocks."""
    if request.param == "in blocks":
        fold_everything(market, least=1)
    folded = market.session().scalars(select(BenchRow.block_id).where(BenchRow.block_id.is_not(None))).all()
    assert bool(folded) is (request.param == "in blocks")
    return market


@pytest.fixture
def filled(arranged: BoardState) -> Iterator[BoardState]:
    """The market, which the tests share: whoever takes something away lets it be found again."""
    yield arranged
    arranged.session.remove()


def test_the_best_of_the_bench_are_the_best_of_everybody(filled: BoardState, world: World) -> None:
    session, found = filled.session(), 0
    kept = queries.kept_by_keys(session, session.scalars(select(KeptCandidate.id)).all())
    everybody = [record for record in kept if record.status == "active"]
    for opening in world.openings:
        job = find_job(session, given.scope(filled), opening.id)
        one_by_one = one_a_person(judged(session, everybody, as_open(session, job), policy(filled)))
        slow = [match.outcome.score for match in one_by_one]
        for limit in (1, 10, 50):
            quick = look(session, job, policy(filled), limit=limit, again=True).matches
            assert [match.outcome.score for match in quick] == slow[:limit]
        found += len(slow)
    assert found > OPENINGS


def test_nobody_is_promised_less_than_they_are_worth(filled: BoardState, world: World) -> None:
    session = filled.session()
    rows: dict[int, list[Row]] = {}
    for row in session.execute(select(*(getattr(BenchRow, name) for name in Row._fields))):
        rows.setdefault(row.kept_id, []).append(Row._make(row))
    people = people_for(session, queries.kept_by_keys(session, list(rows)), policy(filled))
    for opening in world.openings[:6]:
        wanted = as_open(session, find_job(session, given.scope(filled), opening.id))
        estimator = Estimator(wanted, policy(filled))
        for person in people:
            outcome = judge(person, wanted, policy(filled))
            most = [points for row in rows[person.kept_id] if (points := estimator.most(row)) is not None]
            assert not outcome.passed or max(most) >= outcome.score, (opening.id, outcome.evidence)


def test_every_criterion_has_its_part_in_the_estimate() -> None:
    asked = [*BY_JOB, *BY_SIGNATURE, *(criterion for part in PARTS for criterion in part.criteria)]
    assert sorted(each.__name__ for each in asked) == sorted(each.__name__ for each in CRITERIA)


def test_whoever_the_bench_has_yet_to_learn_of_is_found_all_the_same(filled: BoardState, world: World) -> None:
    session = filled.session()
    jobs = [find_job(session, given.scope(filled), opening.id) for opening in world.openings]
    looks = ((job, look(session, job, policy(filled), limit=5).matches) for job in jobs)
    job, before = next((job, [match.kept.id for match in found]) for job, found in looks if found)
    with filled.transaction() as session:
        session.execute(delete(BenchRow).where(BenchRow.kept_id.in_(before)))
        session.execute(update(KeptCandidate).where(KeptCandidate.id.in_(before)).values(benched_at=None))
    after = [match.kept.id for match in look(filled.session(), job, policy(filled), limit=5).matches]
    assert after == before
