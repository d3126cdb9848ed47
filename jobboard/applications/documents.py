"""People's rows as search documents: what they said of themselves, and the facts recruiters narrow a list by."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from jobboard.applications.models import (
    Application,
    ApplicationStatus,
    CandidateMessage,
    Disposition,
    Interview,
    Stage,
)
from jobboard.candidates.models import Candidate, ConsentPurpose
from jobboard.candidates.queries import newest_consent, newest_resume_texts, people_of, written
from jobboard.candidates.tags import tags_by_person
from jobboard.search.people.documents import LONGEST_TEXT, Consent, PersonDocument

_FURTHEST = {stage: at for at, stage in enumerate(Stage)}
OWN_CHANNELS = frozenset({"web", "mail"})
"""How a consent is said by the person and not by somebody about them."""


@dataclass
class _Pool:
    """What the pool knows of one person."""

    stages: list[Stage] = field(default_factory=list)
    dispositions: list[str] = field(default_factory=list)
    is_running: bool = False
    contacts: list[datetime] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def person_documents(session: Session, board: str, keys: Sequence[int], *, now: datetime) -> list[PersonDocument]:
    """The documents of the living people with these internal keys. Ten statements, however many there are."""
    wanted = people_of(board).where(Candidate.id.in_(keys))
    parts = (Candidate.work_history, Candidate.skills, Candidate.education, Candidate.consents)
    people = session.scalars(wanted.options(*map(selectinload, parts))).all()
    texts, pool = newest_resume_texts(session, keys), _pool(session, keys)
    for key, tags in tags_by_person(session, keys).items():
        pool[key].tags = [tag.key for tag in tags]
    return [_document(person, texts.get(person.id, ""), pool[person.id], now=now) for person in people]


def _pool(session: Session, keys: Sequence[int]) -> Mapping[int, _Pool]:
    pool: dict[int, _Pool] = defaultdict(_Pool)
    applied = (
        select(
            Application.candidate_id, Application.stage, Application.status, Application.applied_at, Disposition.code
        )
        .outerjoin(Disposition, Disposition.id == Application.disposition_id)
        .where(Application.candidate_id.in_(keys))
    )
    for key, stage, status, applied_at, code in session.execute(applied):
        known = pool[key]
        known.stages.append(stage)
        known.contacts.append(applied_at)
        known.is_running |= status is ApplicationStatus.ACTIVE
        known.dispositions += filter(None, [code])
    for last in (_written(keys), _met(keys)):
        for key, moment in session.execute(last):
            pool[key].contacts += filter(None, [moment])
    return pool


def _written(keys: Sequence[int]) -> Select[int, datetime | None]:
    """When somebody last wrote to each of them."""
    return (
        select(CandidateMessage.candidate_id, func.max(CandidateMessage.sent_at))
        .where(CandidateMessage.candidate_id.in_(keys), CandidateMessage.sent_at.is_not(None))
        .group_by(CandidateMessage.candidate_id)
    )


def _met(keys: Sequence[int]) -> Select[int, datetime | None]:
    """When somebody last met each of them."""
    return (
        select(Application.candidate_id, func.max(Interview.completed_at))
        .join(Interview, Interview.application_id == Application.id)
        .where(Application.candidate_id.in_(keys), Interview.completed_at.is_not(None))
        .group_by(Application.candidate_id)
    )


def _document(person: Candidate, resume: str, pool: _Pool, *, now: datetime) -> PersonDocument:
    newest = newest_consent(person, ConsentPurpose.KEEP_ON_FILE)
    stopped = newest is not None and newest.withdrawn_at is not None
    own_words = (row.withdrawn_at or row.granted_at for row in person.consents if row.channel in OWN_CHANNELS)
    return PersonDocument(
        id=person.public_id,
        name=person.name,
        created_at=person.created_at,
        titles=[line.title for line in person.work_history],
        skills=[skill.name for skill in person.skills],
        employers=[line.employer for line in person.work_history if line.employer],
        places=[name for name in (person.locality, person.region, person.country) if name],
        text="\n".join([person.headline, *written(person, resume)])[:LONGEST_TEXT],
        functions=[line.function for line in person.work_history if line.function],
        level_rank=max((line.level_rank for line in person.work_history), default=None),
        stage=max(pool.stages, key=_FURTHEST.__getitem__).value if pool.stages else None,
        dispositions=pool.dispositions,
        tags=pool.tags,
        consent=Consent.NONE if newest is None else Consent.WITHDRAWN if stopped else Consent.LIVE,
        consent_until=newest.expires_at if newest else None,
        last_contact=max(filter(lambda moment: moment <= now, (*pool.contacts, *own_words)), default=None),
        by_name_only=(stopped or person.do_not_contact) and not pool.is_running,
    )
