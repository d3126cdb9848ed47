"""SQLite is told what our tables hold, so that it reads the rows of a job and not of the whole board."""

import json

from sqlalchemy import Engine, text

from jobboard.db import statistics
from jobboard.effects import catch_up
from jobboard.flows.import_data import import_jobs
from jobboard.state import BoardState
from tests.support.databases import counting_statements, on_postgresql, on_sqlite
from tests.support.host import ADMIN

POSTING = {"@type": "JobPosting", "identifier": "A-1", "title": "Loom Tuner", "description": "Tunes looms in Leeds."}


def known_tables(engine: Engine) -> set[str]:
    """The tables that SQLite has counted."""
    with engine.connect() as connection:
        if not connection.scalar(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")):
            return set()
        return set(connection.scalars(text("SELECT tbl FROM sqlite_stat1")))


@on_sqlite
def test_an_import_counts_our_tables_and_nobody_elses(board: BoardState) -> None:
    with board.engine.begin() as connection:
        connection.execute(text("CREATE TABLE hosts_own (id INTEGER PRIMARY KEY, name TEXT)"))
        connection.execute(text("CREATE INDEX ix_hosts_own ON hosts_own (name)"))
        connection.execute(text("INSERT INTO hosts_own (name) VALUES ('one')"))
    import_jobs(board, [json.dumps(POSTING)], actor=ADMIN, dry_run=True)
    assert known_tables(board.engine) == set()
    assert import_jobs(board, [json.dumps(POSTING)], actor=ADMIN).rejects == []
    known = known_tables(board.engine)
    assert "jobboard_job" in known
    assert "hosts_own" not in known


@on_sqlite
def test_a_site_without_a_worker_counts_them_once_a_day(board: BoardState) -> None:
    import_jobs(board, [json.dumps(POSTING)], actor=ADMIN)
    with board.engine.begin() as connection:
        connection.execute(text("DELETE FROM sqlite_stat1"))
    catch_up(board)
    assert "jobboard_job" in known_tables(board.engine)


@on_postgresql
def test_postgresql_finds_out_by_itself(engine: Engine) -> None:
    with counting_statements(engine) as statements:
        statistics.refresh(engine)
    assert statements.count == 0
