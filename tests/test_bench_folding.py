"""Rows of the bench become blocks, change, and leave nothing behind when their person is erased."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, func, select

from jobboard.access import SYSTEM
from jobboard.flows.erase_candidate import erase
from jobboard.flows.policy import policy
from jobboard.jobs.queries import find_job
from jobboard.keep_on_file import bench, bench_blocks, bench_search
from jobboard.keep_on_file.look import look
from jobboard.keep_on_file.matching.blocks import PEOPLE, WORDS, Block, row_of
from jobboard.keep_on_file.models import BenchBlock, BenchBlockPart, BenchRow, KeptCandidate
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.bench import fold_everything

TOWN = "Xanthippe-on-Sea"


@pytest.fixture
def bench_of_five(board: BoardState) -> BoardState:
    """Five kept people whom a manager's job fits, all in one block."""
    for number in range(5):
        given.kept_candidate(board, name=f"Person {number}")
    fold_everything(board, least=1)
    return board


def learn(board: BoardState) -> None:
    with board.transaction() as session:
        bench.learn(session, board.name, now=board.now())


def found_for(board: BoardState, job_id: str) -> set[int]:
    session = board.session()
    matches = look(session, find_job(session, given.scope(board), job_id), policy(board), limit=50).matches
    return {match.kept.id for match in matches}


def blocks_of(board: BoardState) -> list[Block]:
    session, blocks = board.session(), []
    for block in session.scalars(select(BenchBlock)):
        parts = select(BenchBlockPart.name, BenchBlockPart.content).where(BenchBlockPart.block_id == block.id)
        blocks.append(Block(block.function, {row.name: row.content for row in session.execute(parts)}))
    return blocks


def loose(board: BoardState) -> int:
    return board.session().scalars(select(func.count()).select_from(BenchRow).where(BenchRow.block_id.is_(None))).one()


def test_few_rows_stay_loose(board: BoardState) -> None:
    given.kept_candidate(board)
    fold_everything(board)
    assert blocks_of(board) == []
    assert loose(board) == 1


def test_loose_rows_join_the_block_that_is_not_full(bench_of_five: BoardState) -> None:
    given.kept_candidate(bench_of_five, name="Person 5")
    assert (len(blocks_of(bench_of_five)), loose(bench_of_five)) == (1, 1)
    fold_everything(bench_of_five, least=1)
    (block,) = blocks_of(bench_of_five)
    assert (len(block), loose(bench_of_five)) == (6, 0)


def test_a_full_block_stays_and_another_is_begun(bench_of_five: BoardState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_blocks, "_FULL", 5)
    given.kept_candidate(bench_of_five, name="Person 5")
    fold_everything(bench_of_five, least=1)
    assert sorted(map(len, blocks_of(bench_of_five))) == [1, 5]


def test_a_block_takes_no_more_rows_than_it_may(bench_of_five: BoardState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_blocks, "MOST_ROWS", 2)
    for number in range(5, 10):
        given.kept_candidate(bench_of_five, name=f"Person {number}")
    fold_everything(bench_of_five, least=1)
    assert sorted(map(len, blocks_of(bench_of_five))) == [1, 2, 2, 5]
    assert len(found_for(bench_of_five, given.a_job(bench_of_five))) == 10


def test_whoever_changed_is_found_by_what_holds_now(bench_of_five: BoardState) -> None:
    job_id = given.a_job(bench_of_five)
    before = found_for(bench_of_five, job_id)
    leaves = min(before)
    with bench_of_five.transaction() as session:
        session.get_one(KeptCandidate, leaves).min_level = 9
        session.get_one(KeptCandidate, leaves).max_level = 9
        bench.mark_stale(session, [leaves])
    learn(bench_of_five)
    assert found_for(bench_of_five, job_id) == before - {leaves}
    with bench_of_five.transaction() as session:
        session.get_one(KeptCandidate, leaves).min_level = 0
        bench.mark_stale(session, [leaves])
    learn(bench_of_five)
    assert found_for(bench_of_five, job_id) == before


def test_a_row_that_becomes_part_of_a_block_during_a_look_is_not_missed(
    bench_of_five: BoardState, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.kept_candidate(bench_of_five, name="Person 5")
    read = bench_search.read_blocks

    def folded_meanwhile(*asked: Any) -> Iterator[Block]:
        bench_blocks.fold(bench_of_five.session(), bench_of_five.name, least=1)
        return read(*asked)

    monkeypatch.setattr(bench_search, "read_blocks", folded_meanwhile)
    assert len(found_for(bench_of_five, given.a_job(bench_of_five))) == 6
    assert loose(bench_of_five) == 0


def test_nothing_of_an_erased_person_is_left_in_any_block(bench_of_five: BoardState) -> None:
    kept = given.kept(bench_of_five, given.kept_candidate(bench_of_five, name="Person 5", places=TOWN))
    fold_everything(bench_of_five, least=1)
    assert TOWN in str(blocks_of(bench_of_five)[0].words)
    kept_id, person = kept.id, kept.candidate.public_id
    with bench_of_five.transaction() as session:
        bench.mark_stale(session, [kept_id])
    learn(bench_of_five)
    erase(bench_of_five, person, actor=SYSTEM, why="asked by letter")
    (block,) = blocks_of(bench_of_five)
    assert row_of(block.parts[PEOPLE], kept_id) is None
    assert TOWN not in str(block.words)
    places = {name: content for name, content in block.parts.items() if name not in (PEOPLE, WORDS)}
    assert [name for name, content in places.items() if any(byte & 1 << 5 for byte in content)] == []
    assert len(found_for(bench_of_five, given.a_job(bench_of_five))) == 5


@pytest.mark.parametrize("function", ["marketing", None])
def test_loose_rows_are_found_without_walking_through_the_bench(board: BoardState, function: str | None) -> None:
    if board.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts how few they are")
    job_id = given.a_job(board, function=function)
    asked: list[tuple[str, Any]] = []
    event.listen(board.engine, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
    found_for(board, job_id)
    (statement, values) = next(each for each in asked if "block_id IS NULL" in each[0])
    with board.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert "ix_jobboard_bench_loose" in str(plan)
