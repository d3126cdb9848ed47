"""How long a publication takes as the bench grows, against merely reading the same rows.

Reference: loading every kept record with everything matching needs, in the same run, same database. The ratio says what
judging costs on top of reading. ``python benchmarks/bench_matching.py [PEOPLE]``.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from flask import Flask

from jobboard import JobBoard
from jobboard.adapters.clock import FixedClock
from jobboard.adapters.mail import MemoryMail
from jobboard.adapters.storage import MemoryStorage
from jobboard.applications.service import AppliedFor, close_application, get_disposition, start_application
from jobboard.flows.policy import policy
from jobboard.flows.set_up import set_up_board
from jobboard.jobs.queries import get_job
from jobboard.keep_on_file.models import KeepReason, KeptStatus
from jobboard.keep_on_file.queries import to_consider
from jobboard.keep_on_file.service import KeepTerms, keep
from jobboard.keep_on_file.surfacing import preview
from jobboard.migrations import runner
from jobboard.state import BoardState
from jobboard.testing import situations as given

ROUNDS = 5


def a_board(folder: str) -> BoardState:
    """An SQLite board in a folder."""
    app = Flask("bench", instance_path=folder)
    app.config.update(SECRET_KEY="bench", JOBBOARD_SEARCH_BACKEND="memory")
    board = JobBoard(storage=MemoryStorage(), mail=MemoryMail(), clock=FixedClock()).init_app(app)
    runner.upgrade(board.engine)
    set_up_board(board)
    return board


def fill(board: BoardState, people: int) -> None:
    """Kept people, a quarter of whom fit a marketing manager's job."""
    coordinator = given.a_job(board, "Marketing Coordinator", publish=True)
    held = (("Marketing Manager", "Tannery Row Hotels", date(2020, 1, 1), date(2025, 1, 1)),)
    for number in range(people):
        candidate_id = given.a_candidate(board, f"Person {number}", held=held, email=f"p{number}@example.org")
        given.a_consent(board, candidate_id)
        keep_one(board, candidate_id, coordinator, low=5 if number % 4 == 0 else 7)


def keep_one(board: BoardState, candidate_id: str, job_id: str, *, low: int) -> None:
    """Close as more senior and keep, without the mails and the look at open jobs."""
    with board.transaction() as session:
        candidate = given.person(board, candidate_id, session)
        job = get_job(session, given.scope(board), job_id)
        actor, now = given.RECRUITER, board.now()
        application = start_application(session, candidate, AppliedFor.of(job), job=job, actor=actor, now=now)
        reason = get_disposition(session, board.name, "too_senior_for_role")
        gap = {"dimension": "level", "value": 3, "sentence": "3 above", "source": "history"}
        close_application(session, application, reason, evidence=[gap], actor=actor, now=now)
        terms = KeepTerms(KeepReason.MORE_SENIOR, ["marketing"], low, low + 1)
        keep(session, candidate, terms, origin=application, status=KeptStatus.ACTIVE, owner=actor, now=now)


def timed(call: Callable[[], object]) -> float:
    """Median milliseconds of a few rounds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        rounds.append((time.perf_counter() - start) * 1000)
    return statistics.median(rounds)


def main(people: int) -> None:
    """Fill, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        board = a_board(str(Path(folder)))
        fill(board, people)
        job_id = given.a_job(board, "Marketing Manager")
        session = board.session()

        def read() -> int:
            session.expunge_all()
            job = get_job(session, given.scope(board), job_id)
            return sum(len(batch) for batch in to_consider(session, job, policy(board)))

        def judge() -> int:
            session.expunge_all()
            return len(preview(session, get_job(session, given.scope(board), job_id), policy(board)))

        reading, judging = timed(read), timed(judge)
        print(f"{people} kept, {read()} read, {judge()} surface")
        print(f"read {reading:.0f} ms, read and judge {judging:.0f} ms, ratio {judging / reading:.2f}")
        board.session.remove()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
