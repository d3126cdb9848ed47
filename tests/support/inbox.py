"""An inbox of any size, written straight into the tables: what pages cost is asked of it, not how it came to be."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from jobboard.applications.models import Application
from jobboard.candidates.models import Candidate, Consent, ConsentPurpose
from jobboard.jobs.models import Job
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing
from jobboard.testing import situations as given

if TYPE_CHECKING:
    from jobboard.state import BoardState


def a_full_inbox(board: BoardState, *, jobs: int, people: int, apart: bool = False) -> list[str]:
    """``people`` who wait for each of ``jobs`` open jobs, scores falling from 99; the public ids of the jobs. With
    ``apart`` each job has people of its own."""
    opened = [given.a_job(board, f"Marketing Manager {number}", publish=True) for number in range(1, jobs + 1)]
    with board.transaction() as session:
        rows = session.scalars(select(Job).where(Job.public_id.in_(opened)).order_by(Job.id)).all()
        for number in range(people * len(rows) if apart else people):
            kept = _kept(board, f"Person {number:03d}")
            session.add(kept)
            mine = rows[number // people :][:1] if apart else rows
            session.add_all(_surfaced(board, kept, job, score=99 - number % 60) for job in mine)
    return opened


def _kept(board: BoardState, name: str) -> KeptCandidate:
    now = board.now()
    consent = Consent(
        purpose=ConsentPurpose.KEEP_ON_FILE,
        granted_at=now - timedelta(days=30),
        expires_at=now + timedelta(days=700),
        channel="web",
        text_version="3",
    )
    person = Candidate(board=board.name, name=name, country="GB", consents=[consent], created_at=now, updated_at=now)
    origin = Application(
        board=board.name,
        candidate=person,
        applied_title="Marketing Coordinator",
        applied_at=now - timedelta(days=60),
        stage_entered_at=now - timedelta(days=60),
        closed_at=now - timedelta(days=40),
        status="rejected",
    )
    return KeptCandidate(
        board=board.name,
        candidate=person,
        origin_application=origin,
        min_level=4,
        max_level=6,
        promised_at=now - timedelta(days=40),
        owner_id="judith",
        owner_name="Judith Amaro-Kell",
        status=KeptStatus.ACTIVE,
    )


def _surfaced(board: BoardState, kept: KeptCandidate, job: Job, *, score: int) -> Surfacing:
    return Surfacing(
        board=board.name,
        kept=kept,
        job=job,
        policy_version=1,
        score=score,
        evidence=[{"points": score, "sentence": "Was Marketing Manager.", "source": "Tannery Row Hotels"}],
        why_now="The job was published.",
        surfaced_at=board.now(),
    )
