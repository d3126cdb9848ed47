"""Every write to jobs and hiring organizations. Call inside a transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.db import outbox
from jobboard.db.history import record
from jobboard.jobs.lifecycle import check_move
from jobboard.jobs.models import HiringOrganization, Job, JobLocation, JobRequirement, JobStatus, organization_key

JOB_CHANGED = "job.changed"
"""Outbox topic: ``{"job": public_id}`` must be put into the index or taken out of it."""

JOB_OUT = "job.out"
"""Outbox topic: ``{"job": public_id}`` is open and new or changed, and may be news to whoever waits for such a job."""


class JobFields(TypedDict, total=False):
    """What can be set on a job: its columns, the organization by name, places and requirements as row values."""

    external_id: str | None
    title: str
    description: str
    qualifications: str
    responsibilities: str
    organization: str
    organization_description: str
    department: str
    industry: str
    level_rank: int | None
    level_source: Any
    level_confidence: float
    function: str | None
    occupation: str | None
    employment_types: list[str]
    work_mode: Any
    salary_min: int | None
    salary_max: int | None
    salary_currency: str | None
    salary_unit: Any
    experience_months: int | None
    posted_at: datetime | None
    valid_through: datetime | None
    locations: Sequence[Mapping[str, Any]]
    requirements: Sequence[Mapping[str, Any]]
    extra: dict[str, Any]


_ROWS = {"locations": JobLocation, "requirements": JobRequirement}
_ELSEWHERE = {"organization", "organization_description", *_ROWS}


def ensure_organization(session: Session, board: str, name: str, *, description: str = "") -> HiringOrganization:
    """The board's organization of this name, made if there is none. An empty description never overwrites one."""
    key = organization_key(name)
    found = session.scalars(
        select(HiringOrganization).where(HiringOrganization.board == board, HiringOrganization.name_key == key)
    ).one_or_none()
    if found is None:
        found = HiringOrganization(board=board, name=" ".join(name.split())[:200], name_key=key)
        session.add(found)
    if description:
        found.description = description
    session.flush()
    return found


@dataclass(frozen=True, slots=True)
class OrganizationFields:
    """What can be set on an organization."""

    description: str
    website: str
    evidence_wall: bool


def edit_organization(
    session: Session,
    organization: HiringOrganization,
    wanted: OrganizationFields,
    *,
    actor: Actor,
    now: datetime,
    why: str = "",
) -> frozenset[str]:
    """Set the fields and return the names of those that changed; nothing is written when none did. A wall that goes up
    or comes down is a line of the history of its own."""
    changed = {name for name, value in asdict(wanted).items() if getattr(organization, name) != value}
    for name in changed:
        setattr(organization, name, getattr(wanted, name))
    if "evidence_wall" in changed:
        what = "wall_put_up" if wanted.evidence_wall else "wall_lifted"
        record(session, organization, what, actor=actor, at=now, after=organization.name, why=why)
    if others := changed - {"evidence_wall"}:
        record(session, organization, "organization_edited", actor=actor, at=now, after=", ".join(sorted(others)))
    return frozenset(changed)


def create_job(session: Session, board: str, fields: JobFields, *, actor: Actor, now: datetime) -> Job:
    """A new draft. Publishing it is a move of its own."""
    job = Job(
        board=board,
        created_at=now,
        updated_at=now,
        owner_id=actor.id,
        owner_name=actor.name,
        status=JobStatus.DRAFT,
        locations=[],
        requirements=[],
        employment_types=[],
        extra={},
    )
    _set_fields(session, job, fields)
    session.add(job)
    session.flush()
    record(session, job, "job_created", actor=actor, at=now, after=job.title)
    return job


def edit_job(session: Session, job: Job, fields: JobFields, *, actor: Actor, now: datetime) -> frozenset[str]:
    """Set ``fields`` and return the names of those that changed; nothing is written when none did."""
    changed = _set_fields(session, job, fields)
    if not changed:
        return frozenset()
    job.updated_at = now
    record(session, job, "job_edited", actor=actor, at=now, after=", ".join(sorted(changed)))
    note_change(session, job, now=now)
    return changed


def move_job(session: Session, job: Job, to: JobStatus, *, actor: Actor, now: datetime, why: str = "") -> None:
    """Change the job's status along the transition table. Raises ``IllegalMove``."""
    check_move(job, to)
    before, job.status, job.updated_at = job.status, to, now
    if to is JobStatus.OPEN:
        job.published_at = job.opened_here_at = now
        job.posted_at = job.posted_at or now
    record(session, job, "job_moved", actor=actor, at=now, before=before.value, after=to.value, why=why)
    note_change(session, job, now=now)


def note_change(session: Session, job: Job, *, now: datetime) -> None:
    """Ask for the job to be put into the index, or taken out, after the commit, and for the news of it to go round."""
    outbox.add(session, job.board, JOB_CHANGED, {"job": job.public_id}, at=now)
    if job.status is JobStatus.OPEN:
        outbox.add(session, job.board, JOB_OUT, {"job": job.public_id}, at=now)


def _set_fields(session: Session, job: Job, fields: JobFields) -> frozenset[str]:
    changed = set()
    for name, value in fields.items():
        if name not in _ELSEWHERE and getattr(job, name) != value:
            setattr(job, name, value)
            changed.add(name)
    changed |= {name for name in _ROWS if name in fields and _replace_rows(job, name, fields[name])}  # type: ignore[literal-required] # the names are JobFields keys
    if "organization" in fields and _set_organization(session, job, fields):
        changed.add("organization")
    return frozenset(changed)


def _replace_rows(job: Job, name: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    kind = _ROWS[name]
    wanted = [{**row, "position": position} for position, row in enumerate(rows)]
    present = getattr(job, name)
    if len(present) == len(wanted) and all(
        getattr(old, key) == value for old, row in zip(present, wanted, strict=True) for key, value in row.items()
    ):
        return False
    setattr(job, name, [kind(**row) for row in wanted])
    return True


def _set_organization(session: Session, job: Job, fields: JobFields) -> bool:
    found = ensure_organization(
        session, job.board, fields["organization"], description=fields.get("organization_description", "")
    )
    if job.organization_id == found.id:
        return False
    job.organization_id, job.organization = found.id, found
    return True
