"""What a page of the review inbox costs when very many wait, against reading them all and cutting the page out.

``python benchmarks/bench_inbox.py [JOBS] [PEOPLE A JOB]``; 20 jobs with 500 people each unless said otherwise. All
of it on the embedded SQLite, in one run.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from jobboard.keep_on_file import inbox_queries, queries
from jobboard.keep_on_file.inbox_queries import Grouping, WantedInbox
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.databases import migrated
from tests.support.host import JUDITH, board_of, close_host, make_host
from tests.support.inbox import a_full_inbox

ROUNDS = 7


def timed(read: Callable[[], object]) -> float:
    """Median milliseconds."""
    read()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        read()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def reads(board: BoardState, session: Session, total: int) -> dict[str, Callable[[], object]]:
    """What is measured, by name; the first is what the others are compared with."""
    scope, now = given.scope(board), board.now()

    def page(**wanted: object) -> Callable[[], object]:
        return lambda: inbox_queries.inbox_page(session, scope, WantedInbox(now, **wanted))  # type: ignore[arg-type] # by name

    return {
        "read all, cut the page out": lambda: queries.inbox(session, scope, now=now, limit=total),
        "first page, by job": page(),
        "last page, by job": page(page=10**6),
        "first page, by person": page(by=Grouping.PERSON),
        "how many wait": lambda: inbox_queries.inbox_count(session, scope, now=now),
    }


def main(jobs: int, people: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_host(migrated(f"sqlite:///{folder}/inbox.sqlite"), Path(folder))
        board = board_of(app)
        a_full_inbox(board, jobs=jobs, people=people)
        print(f"{jobs * people} wait for a decision")
        with Session(board.engine) as session:
            measured = {
                name: timed(fresh(session, read)) for name, read in reads(board, session, jobs * people).items()
            }
        naive = next(iter(measured.values()))
        for name, median in measured.items():
            print(f"{name:30} {median:9.1f} ms   {median / naive:6.3f} of reading all")
        client = client_as(app, JUDITH)
        for path in ("/recruit/inbox", "/recruit/inbox?by=person", "/recruit/inbox?page=50"):
            print(f"{path:30} {timed(lambda path=path: client.get(path)):9.1f} ms the whole page")  # type: ignore[misc] # binds now
        close_host(app)


def fresh(session: Session, read: Callable[[], object]) -> Callable[[], object]:
    """``read`` as a new request would: with nothing in the session."""

    def run() -> object:
        session.expunge_all()
        return read()

    return run


if __name__ == "__main__":
    main(*(int(value) for value in sys.argv[1:3]) if len(sys.argv) > 2 else (20, 500))
