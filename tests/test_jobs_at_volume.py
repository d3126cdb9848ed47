"""Looking up a page of jobs by id costs the same however many jobs a board has."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from jobboard.jobs import queries
from jobboard.state import BoardState
from jobboard.testing import situations as given

LOOKUPS: list[Callable[[Any, BoardState, list[str]], object]] = [
    lambda session, board, ids: queries.jobs_by_ids(session, given.scope(board), ids),
    lambda session, board, ids: queries.listed_jobs(session, given.scope(board), ids),
    lambda session, board, ids: queries.titles_of(session, given.scope(board), ids),
    lambda session, board, ids: queries.identified_jobs(session, board.name, ids),
]


@pytest.mark.parametrize("look_up", LOOKUPS)
def test_jobs_are_looked_up_by_their_ids_and_not_among_all_jobs_of_the_board(
    sqlite_board: BoardState, look_up: Callable[[Any, BoardState, list[str]], object]
) -> None:
    ids = [given.a_job(sqlite_board, publish=True) for _ in range(2)]
    session, asked = sqlite_board.session(), list[tuple[str, Any]]()
    event.listen(sqlite_board.engine, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
    assert look_up(session, sqlite_board, ids)
    about_jobs = next((said for said in asked if "FROM jobboard_job " in said[0]), None)
    assert about_jobs
    steps = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {about_jobs[0]}", about_jobs[1]).all()
    assert not [step for step in steps if "(board=?)" in step[3] or "SCAN jobboard_job" in step[3]]


def test_jobs_of_another_board_are_not_looked_up(board: BoardState) -> None:
    job_id = given.a_job(board, publish=True)
    elsewhere = replace(given.scope(board), board="another")
    session = board.session()
    assert queries.jobs_by_ids(session, given.scope(board), [job_id]).keys() == {job_id}
    assert not queries.jobs_by_ids(session, elsewhere, [job_id])
    assert not queries.listed_jobs(session, elsewhere, [job_id])
    assert not queries.titles_of(session, elsewhere, [job_id])
    assert not queries.identified_jobs(session, "another", [job_id])
