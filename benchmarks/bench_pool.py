"""The recruiter's lists over a large pool, each beside a bare Flask page of the same size in the same run.

``python benchmarks/bench_pool.py [--people 50000] [--applications 200000] [--rounds 15] [--postgresql] [--keep DIR]``

Milliseconds are this process's own work (on PostgreSQL without the server's). ``statements`` is what a page sends to
the database. First the private index of people is built, and a change of one of them brought in. With ``--keep``
the SQLite board is left in a folder, and measured again where it is there already.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from bare_pages import Cost, bare, cost
from bench_surfacing_board import PUBLISHER, a_site
from many_applications import fill_pool
from many_kept import fill
from sqlalchemy import func, select

from jobboard.applications.documents import person_documents
from jobboard.applications.models import Application, ApplicationStatus
from jobboard.candidates.models import Candidate
from jobboard.db import statistics
from jobboard.flows import people_index
from jobboard.jobs.models import Job
from jobboard.state import BoardState
from tests.support.databases import counting_statements
from tests.support.postgres import private_cluster

SEARCHES = (
    "",
    "?page=2000",
    "?q=marketing+AND+manager",
    "?q=(budget+OR+audit)+AND+NOT+nurse",
    "?q=%22led+team%22",
    "?title=manager&skill=crm&place=leeds",
    "?level=manager&level=director&consent=live&stage=interview",
    "?contact=not-year&sort=contact",
    "?tag=night+shifts&q=python",
)


def paths(board: BoardState) -> Iterator[tuple[str, str]]:
    """(name, path) of every list a recruiter opens, the fullest of each kind."""
    with board.engine.connect() as connection:
        running = select(Application.job_id, func.count().label("people")).group_by(Application.job_id)
        running = running.where(Application.status == ApplicationStatus.ACTIVE).order_by(func.count().desc()).limit(1)
        fullest = connection.scalar(
            select(Job.public_id).where(Job.id == running.with_only_columns(Application.job_id).scalar_subquery())
        )
        busiest = (
            select(Candidate.public_id)
            .join(Application, Application.candidate_id == Candidate.id)
            .group_by(Candidate.id)
            .order_by(func.count().desc())
        )
        person = connection.scalar(busiest.limit(1))
        application = connection.scalar(
            select(Application.public_id).where(Application.status == ApplicationStatus.ACTIVE)
        )
    yield from ((f"people {search or 'newest'}", f"/recruit/candidates{search}") for search in SEARCHES)
    yield "saved lists", "/recruit/candidates/lists"
    yield "a person with most applications", f"/recruit/candidates/{person}"
    yield "an application", f"/recruit/applications/{application}"
    yield "jobs", "/recruit/jobs"
    yield "jobs, words", "/recruit/jobs?q=manager"
    yield "the fullest job, table", f"/recruit/jobs/{fullest}"
    yield "the fullest job, board", f"/recruit/jobs/{fullest}?view=board"
    yield "the fullest job, who has left", f"/recruit/jobs/{fullest}?status=ended"
    yield "the fullest job, closing fifty", f"/recruit/jobs/{fullest}/selected/close?all=1"
    yield "today", "/recruit/"
    yield "review inbox", "/recruit/inbox"
    yield "kept on file", "/recruit/kept"
    yield "tasks", "/recruit/tasks"


def build_index(board: BoardState) -> None:
    """Build the private index of people, and bring in a change of one of them."""
    start = time.process_time()
    count = people_index.rebuild(board)
    seconds = time.process_time() - start
    with board.engine.connect() as connection:
        key = connection.scalar(select(func.min(Candidate.id))) or 0
    start = time.process_time()
    board.people.update(person_documents(board.session(), board.name, [key], now=board.now()))
    one = (time.process_time() - start) * 1000
    size = board.people.status().size_bytes / 1e6
    print(f"private index: {count} people, {count / seconds:.0f} a second, {size:.0f} MB; one person more {one:.0f} ms")


def main(people: int, applications: int, rounds: int, *, postgresql: bool, keep: str) -> None:
    """Measure and print."""
    with private_cluster() if postgresql else nullcontext() as cluster, tempfile.TemporaryDirectory() as scratch:
        there = bool(keep) and (Path(keep) / "board.sqlite").exists()
        url = cluster.url(cluster.create_next()) if cluster else ""
        config = {"JOBBOARD_SEARCH_BACKEND": "whoosh", "JOBBOARD_OUTBOX": "worker"}
        site, board = a_site(keep or scratch, database_url=url, **config)
        with site.app_context():
            if not there:
                fill(board, people)
            fill_pool(board, applications)
            statistics.refresh(board.engine)  # as every import and, once an hour, the worker does
            build_index(board)
            client = site.test_client()
            measured: dict[str, tuple[Cost, int]] = {}
            for name, path in paths(board):
                client.get(path, headers=PUBLISHER)
                board.session.remove()
                with counting_statements(board.engine) as statements:
                    client.get(path, headers=PUBLISHER)
                measured[name] = cost(client, path, rounds=rounds, headers=PUBLISHER), statements.count
            _print(measured, rounds)


def _print(measured: dict[str, tuple[Cost, int]], rounds: int) -> None:
    reference = bare([found.size for found, _ in measured.values()])
    print(f"{'page':64} {'p50 ms':>8} {'p95 ms':>8} {'KB':>5} {'bare p95':>9} {'ratio':>6} {'statements':>11}")
    for name, (found, statements) in measured.items():
        base = cost(reference, f"/{found.size}", rounds=rounds * 4).p95
        print(
            f"{name:64} {found.p50:8.1f} {found.p95:8.1f} {found.size / 1024:5.0f} {base:9.2f} {found.p95 / base:6.0f}"
            f" {statements:11}"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--applications", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--keep", default="", help="a folder for the SQLite board")
    wanted = parser.parse_args()
    main(wanted.people, wanted.applications, wanted.rounds, postgresql=wanted.postgresql, keep=wanted.keep)
