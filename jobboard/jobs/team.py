"""Who works on filling a job: its hiring team. Call inside a transaction."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.db.history import record
from jobboard.jobs.models import Job, JobTeamMember


def join_team(session: Session, job: Job, member: Actor, *, actor: Actor, now: datetime) -> bool:
    """Put somebody on the team; returns whether they are new on it."""
    if _seat(session, job, member.id) is not None:
        return False
    session.add(JobTeamMember(job_id=job.id, actor_id=member.id, name=member.name))
    record(session, job, "team_joined", actor=actor, at=now, after=member.name)
    return True


def leave_team(session: Session, job: Job, member_id: str, *, actor: Actor, now: datetime) -> str:
    """Take somebody off the team and return their name; empty where they were not on it."""
    seat = _seat(session, job, member_id)
    if seat is None:
        return ""
    session.delete(seat)
    record(session, job, "team_left", actor=actor, at=now, before=seat.name)
    return seat.name


def _seat(session: Session, job: Job, member_id: str) -> JobTeamMember | None:
    theirs = (JobTeamMember.job_id == job.id, JobTeamMember.actor_id == member_id)
    return session.scalars(select(JobTeamMember).where(*theirs)).one_or_none()
