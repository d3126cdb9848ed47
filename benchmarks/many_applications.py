"""A pool of any size for the benchmarks: many kept people apply for jobs, with interviews and résumés."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from many_kept import open_jobs
from sqlalchemy import Connection, bindparam, func, insert, select, update

from jobboard.applications.models import Application, ApplicationStatus, Disposition, Interview, InterviewStatus, Stage
from jobboard.candidates.models import Candidate, CandidateTag, ResumeVersion, WorkHistory
from jobboard.db.base import new_public_id
from jobboard.jobs.models import Job, JobStatus
from jobboard.state import BoardState

JOBS = 2_000
_BATCH = 5_000
_OPEN = 0.1
"""The share of jobs that are open; the others were filled."""
_RUNNING = 0.06
_REACHED = {Stage.APPLIED: 55, Stage.SCREEN: 20, Stage.ASSESSMENT: 8, Stage.INTERVIEW: 14, Stage.OFFER: 3}
_MET = frozenset({Stage.INTERVIEW, Stage.OFFER})
_WORDS = [
    "led",
    "team",
    "budget",
    "plan",
    "report",
    "client",
    "customers",
    "suppliers",
    "launch",
    "audit",
    "training",
    "safety",
    "stock",
    "rota",
    "ledger",
    "invoices",
    "campaign",
    "brand",
    "digital",
    "events",
    "press",
    "research",
    "analysis",
    "python",
    "sql",
    "excel",
    "payroll",
    "recruitment",
    "onboarding",
    "negotiation",
    "tender",
    "contract",
    "maintenance",
    "repair",
    "warehouse",
    "logistics",
    "patients",
    "ward",
    "triage",
    "care",
    "theatre",
    "clinic",
    "pupils",
    "curriculum",
    "lessons",
    "coaching",
]
_TAGS = ("speaks Danish", "night shifts", "relocates", "met at the fair", "referred", "own car")


def fill_pool(board: BoardState, applications: int, *, seed: int = 5) -> None:
    """Give the people who are there ``applications`` in all, for ``JOBS`` jobs, and résumés that were read. The same
    seed gives the same pool; one that is there stays as it is."""
    rng, now = Random(seed), board.now()
    with board.engine.connect() as connection:
        have = connection.scalar(select(func.count()).select_from(Application)) or 0
    if have >= applications:
        return
    open_jobs(board, JOBS)
    with board.engine.begin() as connection:
        _end_most_jobs(connection, rng)
        people = list(connection.scalars(select(Candidate.id).order_by(Candidate.id)))
        _apply(connection, board.name, people, applications - have, rng, now)
        _interviews(connection, board.name, rng)
        _resumes(connection, board.name, people, rng, now)
        _tags(connection, board.name, people, rng, now)
    with board.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _end_most_jobs(connection: Connection, rng: Random) -> None:
    jobs = list(connection.scalars(select(Job.id).order_by(Job.id)))
    ended = [{"key": job} for job in jobs if rng.random() > _OPEN]
    change = update(Job.__table__).where(Job.__table__.c.id == bindparam("key")).values(status=JobStatus.FILLED)
    connection.execute(change, ended)


def _apply(connection: Connection, board: str, people: Sequence[int], count: int, rng: Random, now: datetime) -> None:
    jobs = connection.execute(
        select(Job.id, Job.title, Job.level_rank, Job.function, Job.status).order_by(Job.id)
    ).all()
    reasons = list(connection.scalars(select(Disposition.id).where(Disposition.board == board)))
    taken: set[tuple[int, int]] = set()

    def rows() -> Iterator[dict[str, Any]]:
        while len(taken) < count:
            person, job = rng.choice(people), rng.choice(jobs)
            if (person, job.id) not in taken:
                taken.add((person, job.id))
                yield _application(board, person, job, reasons, rng, now)

    made = rows()
    while batch := list(islice(made, _BATCH)):
        connection.execute(insert(Application), batch)


def _application(
    board: str, person: int, job: Any, reasons: Sequence[int], rng: Random, now: datetime
) -> dict[str, Any]:
    came = now - timedelta(days=rng.randint(0, 900), minutes=rng.randint(0, 1400))
    stage = rng.choices(list(_REACHED), list(_REACHED.values()))[0]
    runs = job.status is JobStatus.OPEN and rng.random() < _RUNNING / _OPEN
    ended = None if runs else min(came + timedelta(days=rng.randint(3, 60)), now)
    return {
        "public_id": new_public_id(),
        "board": board,
        "version": 1,
        "candidate_id": person,
        "job_id": job.id,
        "applied_title": job.title,
        "applied_level_rank": job.level_rank,
        "applied_function": job.function,
        "applied_skills": [],
        "stage": stage,
        "status": ApplicationStatus.ACTIVE if runs else ApplicationStatus.REJECTED,
        "applied_at": came,
        "stage_entered_at": min(came + timedelta(days=rng.randint(0, 20)), now),
        "closed_at": ended,
        "disposition_id": None if runs else rng.choice(reasons),
        "closing_evidence": [],
    }


def _interviews(connection: Connection, board: str, rng: Random) -> None:
    found = select(Application.id, Application.stage_entered_at).where(Application.stage.in_(_MET))
    rows = [
        {
            "public_id": new_public_id(),
            "board": board,
            "version": 1,
            "application_id": key,
            "scheduled_at": at + timedelta(days=2),
            "duration_minutes": 60,
            "status": InterviewStatus.COMPLETED,
            "completed_at": at + timedelta(days=2, hours=rng.randint(1, 3)),
        }
        for key, at in connection.execute(found)
    ]
    for start in range(0, len(rows), _BATCH):
        connection.execute(insert(Interview), rows[start : start + _BATCH])


def _resumes(connection: Connection, board: str, people: Sequence[int], rng: Random, now: datetime) -> None:
    """A text of about two hundred words a person, with the titles they held."""
    held: dict[int, list[str]] = {}
    for key, title in connection.execute(select(WorkHistory.candidate_id, WorkHistory.title)):
        held.setdefault(key, []).append(title)
    for start in range(0, len(people), _BATCH):
        rows = [
            {
                "public_id": (key := new_public_id()),
                "board": board,
                "candidate_id": person,
                "number": 1,
                "storage_key": key,
                "filename": "resume.pdf",
                "content_type": "application/pdf",
                "size_bytes": 80_000,
                "sha256": "0" * 64,
                "text": " ".join([*held.get(person, ()), *rng.choices(_WORDS, k=200)]),
                "received_at": now,
            }
            for person in people[start : start + _BATCH]
        ]
        connection.execute(insert(ResumeVersion), rows)


def _tags(connection: Connection, board: str, people: Sequence[int], rng: Random, now: datetime) -> None:
    rows = [
        {
            "board": board,
            "candidate_id": person,
            "key": label.casefold(),
            "label": label,
            "actor_id": "recruiter-1",
            "actor_name": "Recruiter 1",
            "at": now,
        }
        for person in people
        if rng.random() < 0.2
        for label in rng.sample(_TAGS, rng.randint(1, 2))
    ]
    for start in range(0, len(rows), _BATCH):
        connection.execute(insert(CandidateTag), rows[start : start + _BATCH])
