"""One new job against everybody kept on file, and one person against every open job, as the numbers grow.

``python benchmarks/bench_surfacing.py [--people 10000 100000] [--jobs 10000] [--postgresql] [--keep FOLDER]``

All figures of one size come from one run on one database, in processor time. ``look`` finds, judges and explains the
best fifty; ``scan`` is the part of it that goes through the bench. References: (a) loading everybody through the ORM
with all that matching needs and judging them in a loop, measured on a sample and scaled; (b) a numpy scan over arrays
built beforehand, with the same gates and points. Publishing is a request to the site, against one with nobody on file.
"""

import argparse
import gc
import logging
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from bench_surfacing_board import PUBLISHER, a_site
from many_kept import fill, open_jobs
from sqlalchemy import select

from jobboard.flows.policy import policy
from jobboard.jobs.models import Job
from jobboard.jobs.queries import find_job, jobs_by_keys
from jobboard.keep_on_file import bench, queries
from jobboard.keep_on_file.bench_search import Search
from jobboard.keep_on_file.look import Look, as_open, as_open_many, judged, look, people_for
from jobboard.keep_on_file.matching.estimate import PARTS, Estimator, Part
from jobboard.keep_on_file.matching.rank import rank
from jobboard.keep_on_file.matching.signature import BITS
from jobboard.keep_on_file.models import BenchRow, KeptCandidate
from jobboard.keep_on_file.open_jobs import read_open_jobs
from jobboard.keep_on_file.surfacing import MOST_FOR_ONE_JOB
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.postgres import private_cluster

ROUNDS = 5
SAMPLE = 1000
"""People judged one by one for reference (a); the figure is scaled to everybody."""


_server: Callable[[], float] = float
"""Processor time of the database server, where there is one."""


def clock() -> float:
    """Seconds of processor time that this process and the database have taken: what else the machine does does not
    count."""
    return time.process_time() + _server()


def median(call: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds, the median of a few rounds after one that is not counted."""
    call()
    taken = []
    for _ in range(rounds):
        gc.collect()
        start = clock()
        call()
        taken.append((clock() - start) * 1000)
    return statistics.median(taken)


def peak_megabytes() -> float:
    """The most memory this process has used so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Arrays:
    """Reference (b): the bench as numpy arrays, its words as numbers. The same gates; the same points for each part of
    a row; for the bits of a signature, folded once so that a row is read sooner, even shares."""

    NAMES = ("function", "min_level", "max_level", "better_from", "held", "signature")
    WORDS = tuple(part.column for part in PARTS)

    def __init__(self, board: BoardState) -> None:
        names = dict.fromkeys([*self.NAMES, *self.WORDS])
        found: dict[str, list[Any]] = {name: [] for name in names}
        statement = select(*(getattr(BenchRow, name) for name in names)).execution_options(yield_per=20_000)
        with board.engine.connect() as connection:
            for row in connection.execute(statement):
                for name, value in zip(names, row, strict=True):
                    found[name].append(value)
        self.words = {name: np.unique(found[name], return_inverse=True) for name in self.WORDS}
        self.levels = {name: np.array(found[name], dtype=np.int16) for name in self.NAMES[1:5]}
        whole = np.frombuffer(b"".join(found["signature"]), dtype=np.uint8).reshape(-1, 2, BITS // 16)
        self.signature = whole[:, 0] | whole[:, 1]

    def best(self, job: Any, rules: Any) -> Any:
        """The row numbers of the best fifty."""
        estimator, level, levels = Estimator(job, rules), job.level_rank, self.levels
        known, function = self.words["function"]
        near = np.isin(known, bench.functions_around(job.function)) if job.function else np.ones(len(known), bool)
        rows = np.nonzero(
            near[function]
            & (levels["min_level"] <= level)
            & (levels["max_level"] >= level)
            & (levels["better_from"] <= level)
            & (levels["held"] >= level - rules.reach)
        )[0]
        score = np.zeros(len(rows))
        for part in PARTS:
            values, codes = self.words[part.column]
            worth = np.zeros(len(values))
            for code in np.flatnonzero(np.bincount(codes[rows], minlength=len(values))):
                worth[code] = _points(estimator, part, str(values[code]))
            score += worth[codes[rows]]
        rows, score = rows[score > _SHUT_OUT], score[score > _SHUT_OUT]
        for bit in (number for number in range(estimator.mask.bit_length()) if estimator.mask >> number & 1):
            byte, shift = divmod(bit % (BITS // 2), 8)
            score += (self.signature[rows, -1 - byte] >> shift & 1) * 3.0
        best = np.argpartition(-score, min(MOST_FOR_ONE_JOB, len(score) - 1))[:MOST_FOR_ONE_JOB]
        return rows[best[np.argsort(-score[best])]]


_SHUT_OUT = -1000.0


def _points(estimator: Estimator, part: Part, value: str) -> float:
    """What one value of a part is worth, or far too little where a gate shuts it out."""
    points = estimator.of_word(part.column, value)
    return 10 * _SHUT_OUT if points is None else points


def one_job(board: BoardState, openings: Sequence[str], people: int) -> None:
    """Everybody kept against a job, for each of these."""
    looks = [_look_for(board, opening) for opening in openings]
    memory, arrays, rules = peak_megabytes(), Arrays(board), policy(board)
    for opening, (looking, scanning, found) in zip(openings, looks, strict=True):
        numpy = median(partial(arrays.best, found.wanted, rules), rounds=15)
        one_by_one = _judged_one_by_one(board, opening) * people / min(people, SAMPLE)
        _say(f"{people:,} kept, {opening}: look {looking:.0f} ms, of it scan {scanning:.0f} ms")
        _say(f"    {found.tally.considered:,} rows read, {len(found.matches)} found")
        _say(f"    (a) ORM and loop {one_by_one / 1000:,.1f} s, {one_by_one / looking:,.0f} times as long as look")
        _say(f"    (b) numpy {numpy:.1f} ms; look takes {looking / numpy:.1f} times that, scan {scanning / numpy:.1f}")
    _say(f"memory: {memory:.0f} MB at most, everything before the references included")


def _look_for(board: BoardState, opening: str) -> tuple[float, float, Look]:
    """Milliseconds of a look and of its scan, and what it found."""
    session, rules = board.session(), policy(board)

    def found() -> Look:
        session.expunge_all()
        return look(session, find_job(session, given.scope(board), opening), rules, limit=MOST_FOR_ONE_JOB)

    looked = found()

    def scanned() -> Any:
        return list(islice(Search(session, board.name, looked.wanted, rules).promising(), MOST_FOR_ONE_JOB))

    return median(found), median(scanned), looked


def _judged_one_by_one(board: BoardState, opening: str) -> float:
    session, rules = board.session(), policy(board)
    keys = session.scalars(select(KeptCandidate.id).order_by(KeptCandidate.id).limit(SAMPLE)).all()

    def loop() -> int:
        session.expunge_all()
        wanted = as_open(session, find_job(session, given.scope(board), opening))
        batches = (keys[start : start + 200] for start in range(0, len(keys), 200))
        return sum(len(judged(session, queries.kept_by_keys(session, batch), wanted, rules)) for batch in batches)

    return median(loop, rounds=1)


def one_person(board: BoardState, jobs: int) -> None:
    """One person against every open job: what being kept reads and judges, against judging every job."""
    open_jobs(board, jobs)
    session, rules = board.session(), policy(board)
    kept_id = session.scalars(select(KeptCandidate.id).order_by(KeptCandidate.id).limit(1)).one()

    def person() -> Any:
        session.expunge_all()
        return people_for(session, queries.kept_by_keys(session, [kept_id]), rules)

    def ours() -> int:
        people, narrow = person(), read_open_jobs(session, board.name, now=rules.now)
        keys = narrow.that_may_fit(bench.columns(people[0]), people[0].target_functions, rules)
        return _judged_jobs(session, people, list(keys), rules)

    def naive() -> int:
        return _judged_jobs(session, person(), list(session.scalars(select(Job.id))), rules)

    assert ours() == naive(), "the narrow read has lost a job"
    quick, slow = median(ours, rounds=3), median(naive, rounds=1)
    _say(f"one person, {jobs:,} open jobs: {quick:.0f} ms; judging every job {slow:.0f} ms; ratio {quick / slow:.2f}")


def _judged_jobs(session: Any, people: Any, keys: list[int], rules: Any) -> int:
    fits = 0
    for start in range(0, len(keys), 200):
        for _job, wanted in as_open_many(session, jobs_by_keys(session, keys[start : start + 200])):
            fits += len(rank(people, wanted, rules))
    return fits


def published(site: Any, board: BoardState) -> float:
    """Milliseconds from pressing “Publish now” to the whole answer."""
    client, taken = site.test_client(), []
    for _ in range(ROUNDS + 1):
        job_id = given.a_job(board, "Marketing Manager")
        start = clock()
        answer = client.post(f"/recruit/jobs/{job_id}/publish", headers=PUBLISHER, buffered=False)
        answer.get_data()
        taken.append((clock() - start) * 1000)
        assert answer.status_code == 302, answer.status_code
        answer.close()
    return statistics.median(taken[1:])


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


@contextmanager
def _databases(postgresql: bool, folder: Path) -> Iterator[tuple[str, str]]:
    if not postgresql:
        yield "", ""
        return
    with private_cluster(folder / "postgresql") as cluster:
        globals()["_server"] = cluster.busy
        yield cluster.find_or_create("full"), cluster.find_or_create("nobody")


@contextmanager
def _folder(kept: str, people: int) -> Iterator[Path]:
    """Where databases stand: in a folder named after their size under ``kept``, or in one that goes away."""
    if kept:
        yield Path(kept) / str(people)
        return
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the database server is somebody else where we are root
        yield Path(folder)


def _measure(people: int, jobs: int, *, postgresql: bool, keep: str) -> None:
    with _folder(keep, people) as folder, _databases(postgresql, folder) as (full, nobody):
        print("PostgreSQL" if postgresql else "SQLite", flush=True)
        site, board = a_site(f"{folder}/full", database_url=full)
        world = fill(board, people)
        one_job(board, [opening.id for opening in world.openings[:3]], people)
        crowded = published(site, board)
        empty = published(*a_site(f"{folder}/nobody", database_url=nobody))
        _say(f"publishing: {crowded:.0f} ms, with nobody on file {empty:.0f} ms, ratio {crowded / empty:.2f}")
        if jobs:
            one_person(board, jobs)
        board.session.remove()
        board.engine.dispose()


def main() -> None:
    """Fill, measure, print; each size in a process of its own, so that the memory it names is its own."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000])
    asked.add_argument("--jobs", type=int, default=10_000)
    asked.add_argument("--postgresql", action="store_true")
    asked.add_argument("--keep", default="", help="a folder in which filled databases stay and are found again")
    options = asked.parse_args()
    logging.disable(logging.WARNING)
    for people in options.people:
        child = os.fork()
        if not child:
            _measure(
                people,
                options.jobs if people == options.people[0] else 0,
                postgresql=options.postgresql,
                keep=options.keep,
            )
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(1)


if __name__ == "__main__":
    main()
