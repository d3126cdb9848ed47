"""What one new job costs where many searches are saved, against running every one of them.

``python benchmarks/bench_alerts.py [--alerts 10000 100000] [--postgresql]``

The searches are made of the titles, places and facts of a market of postings, with a few that ask for next to nothing.
"Found" is everything that says whom a new job is news for, from reading it; "matched" remembers it for them, too.
"Run" reads every saved search and holds it against the one document, which is read once, by the same code; "as queries"
puts them to an index that holds nothing but that document (a sample of them, scaled). Processor time of this process.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

from many_jobs import documents
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from jobboard.access import SYSTEM
from jobboard.alerts.models import Alert, AlertKey, AlertMatch, AlertStatus, Frequency, Subscriber
from jobboard.alerts.saved_search import SavedSearch
from jobboard.db.base import new_public_id
from jobboard.flows.alert_matching import file_alerts, find_waiting, match_job
from jobboard.flows.whereabouts import locator
from jobboard.jobs.documents import document
from jobboard.jobs.models import Job, JobStatus
from jobboard.jobs.queries import jobs_by_keys
from jobboard.jobs.service import JobFields, create_job, move_job
from jobboard.search.documents import JobDocument
from jobboard.search.percolator import NewDocument
from jobboard.search.whoosh_backend import WhooshSearch
from jobboard.state import BoardState
from tests.support.databases import migrated
from tests.support.host import board_of, make_host
from tests.support.postgres import private_cluster

MARKET, NEW_JOBS, BATCH, AS_QUERIES = 3000, 20, 5000, 2000
LIMIT = 0.25


def searches(market: Sequence[JobDocument], count: int) -> Iterator[SavedSearch]:
    """What people look for: mostly two words of a title, often a place, sometimes facts; a few of them everything."""
    dice = random.Random(3)  # data to measure with
    for _ in range(count):
        wanted = dice.choice(market)
        words = [word for word in wanted.title.split() if word.isalpha() and len(word) > 2]
        text = " ".join(dice.sample(words, min(len(words), dice.choice((1, 2, 2, 2, 3)))))
        filters: dict[str, tuple[str, ...]] = {}
        if dice.random() < 0.3 and wanted.function:
            filters["function"] = (wanted.function,)
        if dice.random() < 0.2 and wanted.work_mode:
            filters["work_mode"] = (wanted.work_mode,)
        if dice.random() < 0.001:
            yield SavedSearch()
            continue
        yield SavedSearch(
            text if dice.random() < 0.9 else "",
            wanted.places[0] if dice.random() < 0.6 else "",
            filters,
            pay_at_least=dice.choice((2_500_000, 4_000_000)) if dice.random() < 0.15 else None,
        )


def subscribe(board: BoardState, wanted: Sequence[SavedSearch]) -> None:
    """One subscriber a search, as if each had been confirmed yesterday."""
    with board.engine.begin() as connection:
        base = connection.scalar(select(func.coalesce(func.max(Subscriber.id), 0))) or 0
        for start in range(0, len(wanted), BATCH):
            some = list(enumerate(wanted[start : start + BATCH], base + start + 1))
            connection.execute(insert(Subscriber), [_subscriber(board, key) for key, _ in some])
            connection.execute(insert(Alert), [_alert(board, key, search) for key, search in some])


def _subscriber(board: BoardState, key: int) -> dict[str, object]:
    address = f"reader{key}@example.org"
    return {
        "id": key,
        "public_id": new_public_id(),
        "board": board.name,
        "address": address,
        "address_key": address,
        "access_key": f"key{key}",
        "created_at": board.now(),
    }


def _alert(board: BoardState, key: int, search: SavedSearch) -> dict[str, object]:
    yesterday = board.now() - timedelta(days=1)
    return {
        "public_id": new_public_id(),
        "board": board.name,
        "subscriber_id": key,
        "search": search.stored(),
        "search_key": search.key,
        "title": search.text,
        "frequency": Frequency.DAILY,
        "status": AlertStatus.ACTIVE,
        "asked_at": yesterday,
        "confirmed_at": yesterday,
        "news_since": yesterday,
        "expires_at": board.now() + timedelta(days=365),
        "filed_as": "",
        "version": 1,
    }


def publish(board: BoardState, posting: JobDocument) -> int:
    """A new job of the market, opened; its internal key. What its opening writes to the outbox stays there."""
    fields: JobFields = {
        "title": posting.title[:300],
        "description": posting.text,
        "organization": posting.organization[:200],
        "function": posting.function,
        "level_rank": posting.level_rank,
        "employment_types": list(posting.employment_types),
        "work_mode": posting.work_mode,
        "salary_min": posting.pay_year_min,
        "salary_max": posting.pay_year_max,
        "salary_currency": posting.currency,
        "salary_unit": "YEAR" if posting.currency else None,
        "locations": [{"locality": posting.places[0], "region": posting.regions[0], "country": "GB"}],
        "requirements": [{"text": skill[:300]} for skill in posting.skills],
    }
    with board.transaction() as session:
        job = create_job(session, board.name, fields, actor=SYSTEM, now=board.now())
        move_job(session, job, JobStatus.OPEN, actor=SYSTEM, now=board.now())
        return job.id


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def matched(board: BoardState, job_id: int) -> tuple[float, float]:
    """Seconds to find whom a new job is news for, and for everything that it asks for."""
    with Session(board.engine, expire_on_commit=False) as session:
        finding = timed(lambda: list(find_waiting(board, session, jobs_by_keys(session, [job_id])[0])))
        return finding, timed(lambda: match_job(board, session, jobs_by_keys(session, [job_id])[0]))


def run_all(board: BoardState, job: Job) -> float:
    """Seconds to read every saved search and hold it against the new job."""

    def work() -> None:
        new = NewDocument(document(job, locator(board), currency=board.config.currency), board.synonyms)
        with board.engine.connect().execution_options(yield_per=BATCH) as connection:
            for (stored,) in connection.execute(select(Alert.search)):
                new.answers(SavedSearch.read(stored).query(now=board.now()))

    return timed(work)


def run_as_queries(board: BoardState, job: Job, folder: Path) -> float:
    """Seconds, by a sample, to put every saved search to an index that holds the new job alone."""
    engine = WhooshSearch(folder)
    engine.rebuild([document(job, locator(board), currency=board.config.currency)])
    with board.engine.connect() as connection:
        every = connection.scalar(select(func.count()).select_from(Alert)) or 0
        stored = connection.scalars(select(Alert.search).limit(AS_QUERIES)).all()
    queries = [SavedSearch.read(each).query(now=board.now()) for each in stored]
    seconds = timed(lambda: [engine.search(query) for query in queries])
    engine.close()
    return seconds / len(queries) * every


def measure(board: BoardState, market: Sequence[JobDocument], count: int, folder: Path) -> float:
    """Print one line; the median of what a new job costs."""
    with board.engine.connect() as connection:
        before = connection.scalar(select(func.count()).select_from(Alert)) or 0
    subscribe(board, list(searches(market, count))[before:])
    with Session(board.engine, expire_on_commit=False) as session:
        filing = timed(lambda: file_alerts(board, session))
        job_ids = [publish(board, posting) for posting in market[before % len(market) :: 17][:NEW_JOBS]]
        spent = [matched(board, job_id) for job_id in job_ids]
        found = session.scalar(select(func.count()).where(AlertMatch.job_id.in_(job_ids))) or 0
        keys = session.scalar(select(func.count()).select_from(AlertKey)) or 0
        job = jobs_by_keys(session, job_ids[:1])[0]
    finding, median = map(statistics.median, zip(*spent, strict=True))
    everything = run_all(board, job)
    queries = run_as_queries(board, job, folder / f"one-{count}")
    print(
        f"{count:>8,} alerts, {keys / count:.1f} keys each, filed {(count - before) / filing:,.0f}/s; "
        f"{found / len(job_ids):.0f} found a job\n"
        f"          found   {1000 * finding:7.1f} ms\n"
        f"          matched {1000 * median:7.1f} ms, worst {1000 * max(whole for _, whole in spent):.1f} ms\n"
        f"          run     {1000 * everything:7.1f} ms, ratio {finding / everything:.3f} found, "
        f"{median / everything:.3f} matched\n"
        f"          as queries {queries:.1f} s, ratio {median / queries:.5f}"
    )
    return median


def main() -> None:
    """See the module."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--alerts", type=int, nargs="+", default=[10_000, 100_000])
    asked.add_argument("--postgresql", action="store_true")
    wanted = asked.parse_args()
    market = list(documents(MARKET))
    with tempfile.TemporaryDirectory() as name, private_cluster() if wanted.postgresql else nullcontext() as cluster:
        folder = Path(name)
        url = cluster.create("alerts") if cluster else f"sqlite:///{folder}/board.sqlite"
        outbox = {"JOBBOARD_SEARCH_BACKEND": "whoosh", "JOBBOARD_OUTBOX": "worker"}
        board = board_of(make_host(migrated(url), folder, **outbox))
        board.search.rebuild(market)
        medians = [measure(board, market, count, folder) for count in wanted.alerts]
        growth = medians[-1] / medians[0]
        print(f"from {wanted.alerts[0]:,} to {wanted.alerts[-1]:,} alerts a new job costs {growth:.1f}x")
        print(f"the aim: a ratio of at most {LIMIT} at {wanted.alerts[-1]:,}")
        board.session.remove()
        board.engine.dispose()


if __name__ == "__main__":
    main()
