"""The job seeker's search page and its suggestions, against a bare JSON endpoint of the same app in the same run.

``python benchmarks/bench_search_page.py [--documents 10000 100000]``

Everything stands in one SQLite database and one index, as on a small machine. The bare endpoint reads the twenty newest
jobs with their employers and says their titles; the search page reads the query, searches, counts facets, reads the
jobs it shows and writes HTML. Processor time; "first" are words that were never asked before.
"""

import argparse
import logging
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bench_search import asked
from flask import Flask, jsonify
from flask.testing import FlaskClient
from many_jobs import NOW, documents
from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import joinedload

from jobboard.jobs.models import HiringOrganization, Job, JobLocation, JobStatus, organization_key
from jobboard.search.documents import JobDocument
from jobboard.state import BoardState
from tests.support.databases import migrated
from tests.support.host import board_of, make_host

BATCH = 2_000
LIMIT = 3.0


def fill(board: BoardState, held: Sequence[JobDocument]) -> None:
    """The documents as open jobs in the database, and an index of them."""
    with board.engine.begin() as connection:
        employers = _add_employers(connection, board, held)
        numbered = iter(enumerate(held, start=1))
        while part := list(islice(numbered, BATCH)):
            connection.execute(insert(Job), [_job(board, employers, number, one) for number, one in part])
            connection.execute(insert(JobLocation), [_location(number, one) for number, one in part])
    board.search.rebuild(held)


def _add_employers(connection: Connection, board: BoardState, held: Sequence[JobDocument]) -> dict[str, int]:
    keys = dict.fromkeys(organization_key(one.organization) for one in held)
    rows = [
        {"public_id": f"employer{number}", "board": board.name, "name": key, "name_key": key, "evidence_wall": False,
         "description": "", "website": "", "id": number}
        for number, key in enumerate(keys, start=1)
    ]  # fmt: skip
    connection.execute(insert(HiringOrganization), rows)
    return {row["name_key"]: row["id"] for row in rows}


def _job(board: BoardState, employers: dict[str, int], number: int, one: JobDocument) -> dict[str, Any]:
    return {
        "id": number,
        "public_id": one.id,
        "board": board.name,
        "title": one.title[:300],
        "description": one.text,
        "organization_id": employers[organization_key(one.organization)],
        "level_rank": one.level_rank,
        "level_confidence": 1.0,
        "function": one.function,
        "employment_types": list(one.employment_types),
        "work_mode": one.work_mode,
        "salary_min": one.pay_year_min,
        "salary_max": one.pay_year_max,
        "salary_currency": one.currency,
        "salary_unit": "YEAR" if one.currency else None,
        "status": JobStatus.OPEN,
        "posted_at": one.posted_at,
        "published_at": one.posted_at,
        "created_at": one.posted_at,
        "updated_at": one.posted_at,
        "version": 1,
    }


def _location(number: int, one: JobDocument) -> dict[str, Any]:
    return {"job_id": number, "locality": one.places[0] if one.places else "", "country": "GB"}


def add_bare_endpoint(app: Flask, board: BoardState) -> str:
    """The path of an endpoint that says the twenty newest jobs."""

    def newest() -> Any:
        wanted = select(Job).where(Job.board == board.name, Job.status == JobStatus.OPEN)
        latest = wanted.order_by(Job.published_at.desc()).limit(20).options(joinedload(Job.organization))
        jobs = board.session().scalars(latest).all()
        return jsonify([{"id": job.public_id, "title": job.title, "by": job.organization.name} for job in jobs])

    app.add_url_rule("/newest", view_func=newest)
    return "/newest"


def timed(client: FlaskClient, path: str) -> float:
    """Milliseconds of processor time of one request."""
    start = time.process_time()
    status = client.get(path).status_code
    taken = (time.process_time() - start) * 1000
    assert status == 200, (status, path)
    return taken


def paths(held: Sequence[JobDocument]) -> Iterator[tuple[str, list[str]]]:
    """Searches and what somebody types on the way to them."""
    queries = asked(held)
    texts = [query.text for query in queries.words]
    functions = [query.filters["function"][0] for query in queries.filtered]
    yield "words", [f"/jobs/?q={text.replace(' ', '+')}" for text in texts]
    yield "filtered", [f"/jobs/?q={query.text.replace(' ', '+')}&function={function}"
                       for query, function in zip(queries.filtered, functions, strict=True)]  # fmt: skip
    yield "browsing", [f"/jobs/?function={function}" for function in functions]


def report(count: int, folder: Path) -> None:
    """Fill a board with ``count`` jobs and print what its pages cost."""
    app = make_host(migrated(f"sqlite:///{folder}/board.sqlite"), folder, JOBBOARD_SEARCH_BACKEND="whoosh")
    board, held = board_of(app), list(documents(count))
    board.clock.advance(NOW - board.now())  # the day on which every posting is open
    fill(board, held)
    bare = add_bare_endpoint(app, board)
    client = app.test_client()
    client.get("/jobs/")
    print(f"\n{count:,} jobs")
    for kind, asked_for in paths(held):
        for when in ("first", "warm"):
            both = [(timed(client, path), timed(client, bare)) for path in asked_for]
            page, reference = ([pair[at] for pair in both] for at in (0, 1))
            p95 = [statistics.quantiles(spent, n=20)[-1] for spent in (page, reference)]
            print(
                f"  {kind:9}{when:6} page p50 {statistics.median(page):6.1f} p95 {p95[0]:6.1f} ms"
                f"   bare p50 {statistics.median(reference):5.1f} p95 {p95[1]:5.1f} ms"
                f"   p95 {p95[0] / p95[1]:5.1f}x (the aim: {LIMIT:.0f}x)"
            )
    board.session.remove()


def main() -> None:
    """See the module."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--documents", type=int, nargs="+", default=[10_000, 100_000])
    logging.getLogger("jobboard").setLevel(logging.ERROR)
    for count in wanted.parse_args().documents:
        with tempfile.TemporaryDirectory() as folder:
            report(count, Path(folder))


if __name__ == "__main__":
    main()
