"""Boards of any size for the benchmarks: people and jobs imported as a firm would, then copied row by row in SQL."""

import json
import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Engine, String, Table, func, insert, literal, select, text, update

from jobboard.access import SYSTEM
from jobboard.flows.import_data import import_candidates, import_jobs
from jobboard.jobs.models import Job, JobStatus
from jobboard.keep_on_file import bench
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.state import BoardState
from jobboard.tables import metadata
from tests.support.bench import fold_everything
from tests.support.kept_world import World

BASE = 4_000
"""People imported one by one; more than that are copies of them."""

PEOPLE = (
    "jobboard_candidate",
    "jobboard_candidate_email",
    "jobboard_work_history",
    "jobboard_candidate_skill",
    "jobboard_consent",
    "jobboard_application",
    "jobboard_interview",
    "jobboard_scorecard",
    "jobboard_kept_candidate",
    "jobboard_bench",
)
JOBS = ("jobboard_job", "jobboard_job_location", "jobboard_job_requirement")
_STEP = 1_000_000
_SUFFIX = 7


def fill(board: BoardState, people: int, *, seed: int = 7) -> World:
    """Keep ``people`` on file, all but a few with a live consent, and import the world's openings as drafts. The same
    seed gives the same board. One that is filled already stays as it is."""
    base = min(people, BASE)
    world = World(people=base, openings=20, seed=seed)
    if board.session().scalar(select(func.count()).select_from(KeptCandidate)):
        fold_everything(board)
        return world
    imported = import_candidates(board, (json.dumps(person.line) for person in world.people), actor=SYSTEM)
    assert imported.added == base, imported
    _learn_everybody(board)
    _copy_rows(board.engine, PEOPLE, math.ceil(people / base))
    fold_everything(board)
    _import_jobs(board, world)
    return world


def _learn_everybody(board: BoardState) -> None:
    learned = 1
    while learned:
        with board.transaction() as session:
            learned = bench.learn(session, board.name, now=board.now())


def _import_jobs(board: BoardState, world: World) -> None:
    lines = (json.dumps(opening.line) for opening in world.openings)
    assert import_jobs(board, lines, actor=SYSTEM).added == len(world.openings)


def open_jobs(board: BoardState, jobs: int) -> None:
    """Open copies of the world's openings until there are ``jobs``, without looking for people."""
    with board.transaction() as session:
        opened = {"status": JobStatus.OPEN, "published_at": board.now()}
        session.execute(update(Job).values(opened).execution_options(synchronize_session=False))
        there = session.scalar(select(func.count()).select_from(Job)) or 1
    _copy_rows(board.engine, JOBS, math.ceil(jobs / there))


def _copy_rows(engine: Engine, names: Sequence[str], times: int) -> None:
    tables = [metadata().tables[name] for name in names]
    for copy in range(1, times):
        with engine.begin() as connection:
            for table in tables:
                source = select(*(_copied(column, copy, tables) for column in table.columns)).where(_is_base(table))
                connection.execute(insert(table).from_select([column.name for column in table.columns], source))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _is_base(table: Table) -> ColumnElement[bool]:
    return (table.c.id if "id" in table.c else table.c.kept_id) < _STEP


def _copied(column: Any, copy: int, tables: Sequence[Table]) -> Any:
    points = any(key.column.table in tables for key in column.foreign_keys)
    if points or (column.primary_key and not isinstance(column.type, String)):
        return column + copy * _STEP
    if column.name in ("public_id", "access_key"):
        return func.substr(column, _SUFFIX + 1) + literal(f"{copy:0{_SUFFIX}}")
    if column.name in ("external_id", "address", "address_key"):
        return column + literal(f"-{copy}")
    return column
