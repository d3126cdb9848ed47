"""Who is known from a client's interviews, and where they wait: what an evidence wall holds back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from jobboard.applications.models import Application
from jobboard.jobs.models import HiringOrganization, Job
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing, SurfacingStatus

GATE = "evidence_wall"
"""The gate that keeps the wall; a board may have switched it off."""

_CameFor = aliased(Job)
_WAITING = (SurfacingStatus.NEW, SurfacingStatus.SEEN, SurfacingStatus.SNOOZED)


def _came_for(client: HiringOrganization) -> Any:
    """Condition on ``Application`` outer-joined with the job they came for, which imported history may lack."""
    named = func.trim(Application.applied_organization)
    by_name = and_(Application.job_id.is_(None), or_(named == client.name, func.lower(named) == client.name.lower()))
    return or_(_CameFor.organization_id == client.id, by_name)


def waiting_behind(session: Session, client: HiringOrganization) -> Sequence[Surfacing]:
    """Undecided surfacings of people known from this client's interviews for other clients' jobs, with the record and
    the job. One statement."""
    return session.scalars(
        select(Surfacing)
        .join(Surfacing.job)
        .join(Surfacing.kept)
        .join(Application, Application.id == KeptCandidate.origin_application_id)
        .outerjoin(_CameFor, _CameFor.id == Application.job_id)
        .where(
            Surfacing.board == client.board,
            Surfacing.status.in_(_WAITING),
            Job.organization_id != client.id,
            _came_for(client),
        )
        .options(contains_eager(Surfacing.job), contains_eager(Surfacing.kept))
        .order_by(Surfacing.id)
    ).all()


def kept_from(session: Session, client: HiringOrganization) -> Sequence[int]:
    """The internal keys of the active records of people known from this client's interviews. One statement."""
    return session.scalars(
        select(KeptCandidate.id)
        .join(Application, Application.id == KeptCandidate.origin_application_id)
        .outerjoin(_CameFor, _CameFor.id == Application.job_id)
        .where(KeptCandidate.board == client.board, KeptCandidate.status == KeptStatus.ACTIVE, _came_for(client))
        .order_by(KeptCandidate.id)
    ).all()
