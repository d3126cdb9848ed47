"""The recruiter's pages over many kept people: reports, lists, the inbox, “why not?”, the bench beside a draft.

``python benchmarks/bench_reports.py [--people 50000] [--postgresql] [--keep FOLDER]``

Promises are spread over thirty months, in every state a promise can come to, with three surfacings for most of them,
for jobs of which a tenth is open. Each line is the median of a few rounds; ``statements`` is what a page sends to the
database. With ``--keep`` a SQLite board is left in a folder, and measured again where it is there already.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench_surfacing_board import PUBLISHER, a_site
from flask import Flask
from many_kept import fill, open_jobs
from sqlalchemy import Connection, bindparam, func, insert, select, update

from jobboard.db.base import new_public_id
from jobboard.db.paging import PageRequest
from jobboard.jobs.models import Job, JobStatus
from jobboard.keep_on_file import inbox_queries
from jobboard.keep_on_file.ledger import LedgerBy, lapsed_people, ledger
from jobboard.keep_on_file.models import (
    CONSIDERED,
    WRITTEN_TO,
    DismissalRule,
    DismissalScope,
    KeptCandidate,
    KeptStatus,
    Surfacing,
    SurfacingStatus,
)
from jobboard.keep_on_file.strength import bench_strength
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web.recruit.periods import months_on
from tests.support.databases import counting_statements
from tests.support.postgres import private_cluster

ROUNDS = 5
JOBS = 2000
_BATCH = 5000
_STATES = {
    KeptStatus.ACTIVE: 68,
    KeptStatus.PAUSED: 3,
    KeptStatus.IN_CONVERSATION: 3,
    KeptStatus.PLACED: 4,
    KeptStatus.EXPIRED: 14,
    KeptStatus.WITHDRAWN: 5,
    KeptStatus.AWAITING_CONSENT: 3,
}
_JOB_STATES = {JobStatus.OPEN: 10, JobStatus.DRAFT: 2, JobStatus.FILLED: 88}
_DECISIONS = {
    SurfacingStatus.NEW: 1,
    SurfacingStatus.SEEN: 4,
    SurfacingStatus.SNOOZED: 20,
    SurfacingStatus.DISMISSED: 55,
    SurfacingStatus.CONVERTED: 20,
}
"""What was decided; hardly anything waits, as in a firm that looks into its inbox."""
_PATHS = (
    *("reports", "reports?by=function", "reports?from=2024-12", "reports/bench", "reports/bench.csv"),
    *("kept", "kept?page=900", "kept?status=active", "kept?function=marketing", "kept?owner=recruiter-3"),
    *("kept?ending=1", "kept?q=smith", "kept/reviews", "kept/proposed"),
    *("", "inbox", "inbox?by=person", "inbox/snoozed", "inbox/rules", "jobs", "candidates"),
)
_LINE = {
    "points": 9,
    "sentence": "Was Marketing Manager for 4 years, at the level this job declares.",
    "source": "Work",
}
_GAP = _LINE | {"dimension": "level", "value": 1.0, "confidence": 0.9, "soft": False}
_GATE = {"name": "pay", "label": "Pay floor", "passed": True, "sentence": _LINE["sentence"], "soft": False, "flip": ""}


def spread(board: BoardState) -> None:
    """Give the promises their dates and ends, and the people their surfacings."""
    rng, now = Random(11), board.now()
    open_jobs(board, JOBS)
    with board.engine.begin() as connection:
        kept = list(connection.scalars(select(KeptCandidate.id).order_by(KeptCandidate.id)))
        jobs = list(connection.scalars(select(Job.id).order_by(Job.id)))
        states = rng.choices(list(_JOB_STATES), list(_JOB_STATES.values()), k=len(jobs))
        stands = update(Job.__table__).where(Job.__table__.c.id == bindparam("key")).values(status=bindparam("stands"))
        connection.execute(stands, [{"key": job, "stands": state} for job, state in zip(jobs, states, strict=True)])
        change = update(KeptCandidate.__table__).where(KeptCandidate.__table__.c.id == bindparam("key"))
        for start in range(0, len(kept), _BATCH):
            rows = [_promise(key, rng, now) for key in kept[start : start + _BATCH]]
            connection.execute(change.values({name: bindparam(name) for name in rows[0] if name != "key"}), rows)
            found = [
                _surfaced(key, job, rng, now, board.name)
                for key in kept[start : start + _BATCH]
                for job in (rng.sample(jobs, 3) if rng.random() < 0.8 else ())
            ]
            connection.execute(insert(Surfacing), found)
        _rules_and_counts(connection, rng)
    with board.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _rules_and_counts(connection: Connection, rng: Random) -> None:
    """A rule for each “not for this”, a tenth of them ended; each kept record's count of decisions."""
    set_aside = select(
        Surfacing.id, Surfacing.board, Surfacing.job_id, Surfacing.surfaced_at, KeptCandidate.candidate_id
    )
    found = connection.execute(
        set_aside.join(Surfacing.kept).where(Surfacing.status == SurfacingStatus.DISMISSED)
    ).all()
    for start in range(0, len(found), _BATCH):
        connection.execute(insert(DismissalRule), [_rule(row, rng) for row in found[start : start + _BATCH]])
    for column, statuses in ((KeptCandidate.times_considered, CONSIDERED), (KeptCandidate.times_contacted, WRITTEN_TO)):
        counted = select(func.count()).where(Surfacing.kept_id == KeptCandidate.id, Surfacing.status.in_(statuses))
        connection.execute(update(KeptCandidate).values({column: counted.scalar_subquery()}))


def _rule(row: Any, rng: Random) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "board": row.board,
        "version": 1,
        "candidate_id": row.candidate_id,
        "surfacing_id": row.id,
        "scope": DismissalScope.JOB,
        "job_id": row.job_id,
        "made_by_id": f"recruiter-{(maker := rng.randint(1, 25))}",
        "made_by_name": f"Recruiter {maker}",
        "made_at": row.surfaced_at,
        "ended_at": row.surfaced_at + timedelta(days=1) if rng.random() < 0.1 else None,
    }


def _promise(key: int, rng: Random, now: Any) -> dict[str, Any]:
    made = now - timedelta(days=rng.randint(0, 910))
    return {
        "key": key,
        "promised_at": made,
        "expires_at": made + timedelta(days=730),
        "status": rng.choices(list(_STATES), list(_STATES.values()))[0],
        "owner_id": f"recruiter-{(owner := rng.randint(1, 25))}",
        "owner_name": f"Recruiter {owner}",
    }


def _surfaced(key: int, job: int, rng: Random, now: Any, board: str) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "board": board,
        "version": 1,
        "kept_id": key,
        "job_id": job,
        "policy_version": 1,
        "score": rng.randint(20, 110),
        "gaps": [_GAP] * 7,
        "gaps_then": [_GAP] * 7,
        "evidence": [_LINE] * 10,
        "gates": [_GATE] * 14,
        "surfaced_at": now - timedelta(days=rng.randint(0, 300)),
        "status": rng.choices(list(_DECISIONS), list(_DECISIONS.values()))[0],
        "snoozed_until": now + timedelta(days=rng.randint(-1, 300)),
    }


def median(call: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of this process's own work: on SQLite the second is all there is, whatever else
    the machine is busy with."""
    clock, work = [], []
    for _ in range(ROUNDS):
        start, begun = time.perf_counter(), time.process_time()
        call()
        clock.append((time.perf_counter() - start) * 1000)
        work.append((time.process_time() - begun) * 1000)
    return statistics.median(clock), statistics.median(work)


def reads(board: BoardState) -> Iterator[tuple[str, Callable[[], object]]]:
    """What the reports count, without a page."""
    scope, now = given.scope(board), board.now()
    first = now.date().replace(day=1)
    for months in (12, 24):
        starts = [
            now.replace(year=day.year, month=day.month, day=1, hour=0)
            for day in (months_on(first, back) for back in range(1 - months, 2))
        ]
        for by in LedgerBy:
            yield (
                f"ledger, {months} months, by {by}",
                lambda by=by, s=starts: ledger(  # type: ignore[misc] # bound now
                    board.session(), scope, by, s, now=now
                ),
            )
        yield (
            f"ended unconsidered by name, {months} months",
            lambda s=starts: lapsed_people(  # type: ignore[misc] # bound now
                board.session(), scope, PageRequest(), since=s[0], until=s[-1], now=now
            ),
        )
    yield "bench strength", lambda: bench_strength(board.session(), scope, now=now)
    yield "how many wait, in the navigation", lambda: inbox_queries.inbox_count(board.session(), scope, now=now)


def pages(site: Flask, board: BoardState) -> Iterator[tuple[str, Callable[[], object]]]:
    """The pages themselves, as a recruiter opens them."""
    client = site.test_client()
    with board.engine.connect() as connection:
        drafts = select(Job.public_id).where(Job.level_rank >= 4, Job.status == JobStatus.DRAFT)
        draft = connection.scalar(drafts.limit(1))
        kept = connection.scalar(select(KeptCandidate.public_id).where(KeptCandidate.status == KeptStatus.ACTIVE))

    def page(path: str) -> Callable[[], object]:
        def get() -> None:
            response = client.get(path, headers=PUBLISHER)
            assert response.status_code == 200, response.get_data(as_text=True)[:500]

        return get

    for path in _PATHS:
        yield f"/recruit/{path}", page(f"/recruit/{path}")
    yield "/recruit/jobs/…/edit, a draft beside its bench", page(f"/recruit/jobs/{draft}/edit")
    yield "/recruit/kept/…/why-not?job=…", page(f"/recruit/kept/{kept}/why-not?job={draft}")
    yield "/recruit/jobs/…/why-not, choosing a person", page(f"/recruit/jobs/{draft}/why-not")


@contextmanager
def a_board(people: int, *, postgresql: bool, keep: str) -> Iterator[tuple[Flask, BoardState]]:
    """A site with so many kept people, on SQLite in ``keep`` (or a folder that goes afterwards) or on PostgreSQL."""
    with private_cluster() if postgresql else nullcontext() as cluster, tempfile.TemporaryDirectory() as scratch:
        there = bool(keep) and (Path(keep) / "board.sqlite").exists()
        url = cluster.url(cluster.create_next()) if cluster else ""
        site, board = a_site(keep or scratch, database_url=url)
        with site.app_context():
            if not there:
                fill(board, people)
                spread(board)
            yield site, board


def main(people: int, *, postgresql: bool, keep: str) -> None:
    """Measure and print."""
    with a_board(people, postgresql=postgresql, keep=keep) as (site, board):
        print(f"{people} kept people on {'PostgreSQL' if postgresql else 'SQLite'}")
        for name, call in [*reads(board), *pages(site, board)]:
            call()
            with counting_statements(board.engine) as statements:
                call()
            clock, work = median(call)
            print(f"{name:60} {clock:8.1f} ms {work:8.1f} ms of work {statements.count:4} statements", flush=True)
            board.session.remove()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--keep", default="", help="a folder for the SQLite board")
    wanted = parser.parse_args()
    main(wanted.people, postgresql=wanted.postgresql, keep=wanted.keep)
