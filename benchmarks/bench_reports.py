"""The reports, “why not?” and the bench beside a draft, over many kept people: their pages and what is behind them.

``python benchmarks/bench_reports.py [--people 50000] [--postgresql]``

Promises are spread over thirty months, in every state a promise can come to, with three surfacings for most of them.
Each line is the median of a few rounds; ``statements`` is what a page sends to the database.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from random import Random
from typing import Any

from bench_surfacing_board import PUBLISHER, a_site
from flask import Flask
from many_kept import fill
from sqlalchemy import bindparam, insert, select, update

from jobboard.db.base import new_public_id
from jobboard.db.paging import PageRequest
from jobboard.jobs.models import Job
from jobboard.keep_on_file.ledger import LedgerBy, lapsed_people, ledger
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing, SurfacingStatus
from jobboard.keep_on_file.strength import bench_strength
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web.recruit.periods import months_on
from tests.support.databases import counting_statements
from tests.support.postgres import private_cluster

ROUNDS = 5
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
_DECISIONS = {
    SurfacingStatus.NEW: 1,
    SurfacingStatus.SEEN: 4,
    SurfacingStatus.SNOOZED: 20,
    SurfacingStatus.DISMISSED: 55,
    SurfacingStatus.CONVERTED: 20,
}
"""What was decided; hardly anything waits, as in a firm that looks into its inbox."""
_LINE = {
    "points": 9,
    "sentence": "Was Marketing Manager for 4 years, at the level this job declares.",
    "source": "Work",
}


def spread(board: BoardState) -> None:
    """Give the promises their dates and ends, and the people their surfacings."""
    rng, now = Random(11), board.now()
    with board.engine.begin() as connection:
        kept = list(connection.scalars(select(KeptCandidate.id).order_by(KeptCandidate.id)))
        jobs = list(connection.scalars(select(Job.id)))
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
    with board.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


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
        "gaps": [_LINE] * 7,
        "gaps_then": [_LINE] * 7,
        "evidence": [_LINE] * 10,
        "gates": [_LINE] * 14,
        "surfaced_at": now - timedelta(days=rng.randint(0, 300)),
        "status": rng.choices(list(_DECISIONS), list(_DECISIONS.values()))[0],
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


def pages(site: Flask, board: BoardState) -> Iterator[tuple[str, Callable[[], object]]]:
    """The pages themselves, as a recruiter opens them."""
    client = site.test_client()
    with board.engine.connect() as connection:
        draft = connection.scalar(select(Job.public_id).where(Job.level_rank >= 4).limit(1))
        kept = connection.scalar(select(KeptCandidate.public_id).where(KeptCandidate.status == KeptStatus.ACTIVE))

    def page(path: str) -> Callable[[], object]:
        def get() -> None:
            response = client.get(path, headers=PUBLISHER)
            assert response.status_code == 200, response.get_data(as_text=True)[:500]

        return get

    for path in ("reports", "reports?by=function", "reports?from=2024-12", "reports/bench", "reports/bench.csv"):
        yield f"/recruit/{path}", page(f"/recruit/{path}")
    yield "/recruit/jobs/…/edit, a draft beside its bench", page(f"/recruit/jobs/{draft}/edit")
    yield "/recruit/kept/…/why-not?job=…", page(f"/recruit/kept/{kept}/why-not?job={draft}")
    yield "/recruit/jobs/…/why-not, choosing a person", page(f"/recruit/jobs/{draft}/why-not")


@contextmanager
def database(postgresql: bool) -> Iterator[str]:
    """The URL of an empty database of the wanted kind; empty for SQLite."""
    with private_cluster() if postgresql else nullcontext() as cluster:
        yield cluster.create_fresh("template0")[1] if cluster else ""


def main(people: int, *, postgresql: bool) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, database(postgresql) as url:
        site, board = a_site(folder, database_url=url)
        with site.app_context():
            fill(board, people)
            spread(board)
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
    wanted = parser.parse_args()
    main(wanted.people, postgresql=wanted.postgresql)
