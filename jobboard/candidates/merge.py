"""Two records of one person become one. Call inside a transaction; the story around it is ``flows.merge_people``."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.candidates.models import (
    Attachment,
    Candidate,
    CandidateAlias,
    CandidateEmail,
    CandidatePhone,
    CandidateSkill,
    Consent,
    ConsentPurpose,
    Education,
    ResumeVersion,
    WorkHistory,
)
from jobboard.candidates.queries import loaded
from jobboard.candidates.service import copy_level, order_work_history, role_mark
from jobboard.candidates.tags import move_tags
from jobboard.db.history import record, tell_of_change

CHANNEL = "merge"
_ABOUT = ("headline", "summary", "locality", "region", "country")


def absorb(session: Session, stays: Candidate, goes: Candidate, *, actor: Actor, now: datetime) -> Candidate:
    """Move everything that is known of ``goes`` to ``stays``, each thing once, and leave the old id as an alias;
    returns ``stays``, loaded anew. Everything of both must be loaded.

    What ``stays`` says of itself wins; the newest word about a consent holds, whoever it was said as; asking not to be
    contacted holds for both.
    """
    said = {purpose: _newest_word(stays, goes, purpose) for purpose in ConsentPurpose}
    _keep_declared(stays, goes)
    _move_parts(session, stays, goes)
    move_tags(session, goes=goes.id, stays=stays.id)
    _number_resumes(session, stays, goes)
    for table in (CandidateEmail, Consent, CandidateAlias, Attachment):
        session.execute(update(table).where(table.candidate_id == goes.id).values(candidate_id=stays.id))
    session.add(CandidateAlias(board=stays.board, public_id=goes.public_id, candidate_id=stays.id))
    _take_over(session, stays, goes)
    stays.updated_at = now
    record(session, stays, "people_merged", actor=actor, at=now, about=stays.id, before=goes.public_id)
    tell_of_change(session, goes.board, goes.id, at=now)
    session.flush()
    merged = _anew(session, stays.id)
    order_work_history(merged)
    _say_again(session, merged, said)
    return merged


def _anew(session: Session, key: int) -> Candidate:
    return session.get_one(Candidate, key, options=loaded(), populate_existing=True)


def _keep_declared(stays: Candidate, goes: Candidate) -> None:
    """A level that somebody declared for a role counts for the same role of ``stays``, where none was."""
    declared = {role_mark(line): line for line in goes.work_history if line.level_declared}
    for line in stays.work_history:
        if not line.level_declared and (known := declared.get(role_mark(line))):
            copy_level(known, line)


def _move_parts(session: Session, stays: Candidate, goes: Candidate) -> None:
    """Phones, past roles, skills and study that ``stays`` does not have."""
    for table, name, mark in _PARTS:
        known = {mark(row) for row in getattr(stays, name)}
        theirs = {row.id: mark(row) for row in getattr(goes, name)}
        new = [key for key, marked in theirs.items() if marked not in known]
        session.execute(update(table).where(table.id.in_(new)).values(candidate_id=stays.id))
        session.execute(delete(table).where(table.candidate_id == goes.id))


def _plain(*words: str) -> tuple[str, ...]:
    return tuple(word.casefold().strip() for word in words)


_PARTS: tuple[tuple[Any, str, Any], ...] = (
    (CandidatePhone, "phones", lambda row: "".join(filter(str.isdigit, row.number))),
    (WorkHistory, "work_history", role_mark),
    (CandidateSkill, "skills", lambda row: row.key),
    (Education, "education", lambda row: _plain(row.institution, row.area, row.study_type)),
)


def _number_resumes(session: Session, stays: Candidate, goes: Candidate) -> None:
    """All versions in the order they came; the newest one counts. Numbers step aside first, since they are unique."""
    versions = sorted([*stays.resumes, *goes.resumes], key=lambda version: (version.received_at, version.id))
    for sign in (-1, 1):
        for number, version in enumerate(versions, start=1):
            values = {"candidate_id": stays.id, "number": sign * number}
            session.execute(update(ResumeVersion).where(ResumeVersion.id == version.id).values(values))


def _take_over(session: Session, stays: Candidate, goes: Candidate) -> None:
    """What ``goes`` says where ``stays`` is silent. An external id moves only to somebody who has none; otherwise the
    row that gave way keeps it, so that a file still finds its person."""
    for name in _ABOUT:
        setattr(stays, name, getattr(stays, name) or getattr(goes, name))
        setattr(goes, name, "")
    stays.do_not_contact = stays.do_not_contact or goes.do_not_contact
    stays.created_at = min(stays.created_at, goes.created_at)
    if stays.external_id is None and goes.external_id is not None:
        external, digest = goes.external_id, goes.import_digest
        goes.external_id, goes.import_digest = None, ""
        session.flush()
        stays.external_id, stays.import_digest = external, digest
    goes.name, goes.merged_into_id = "Merged", stays.id
    older = update(Candidate).where(Candidate.merged_into_id == goes.id).values(merged_into_id=stays.id)
    session.execute(older)


def _newest_word(stays: Candidate, goes: Candidate, purpose: ConsentPurpose) -> Consent | None:
    """What was said last about a purpose; on the same moment a withdrawal."""
    rows = [row for row in (*stays.consents, *goes.consents) if row.purpose is purpose]
    return max(rows, key=lambda row: (row.withdrawn_at or row.granted_at, row.withdrawn_at is not None), default=None)


def _say_again(session: Session, merged: Candidate, said: dict[ConsentPurpose, Consent | None]) -> None:
    """The newest row of a purpose is what holds, so the newest word is repeated where it is not the newest row."""
    for purpose, word in said.items():
        rows = [row for row in merged.consents if row.purpose is purpose]
        if word is None or rows[-1].id == word.id:
            continue
        merged.consents.append(
            Consent(
                candidate_id=merged.id,
                purpose=purpose,
                text_version=word.text_version,
                channel=CHANNEL,
                granted_at=word.granted_at,
                expires_at=word.expires_at,
                withdrawn_at=word.withdrawn_at,
            )
        )
    session.flush()
