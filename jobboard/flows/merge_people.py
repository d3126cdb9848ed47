"""Two records turn out to be one person: everything comes together under one, and nothing is lost or said twice. Where
that was a mistake, everybody gets back what they came with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session, joinedload

from jobboard.access import Actor, Scope
from jobboard.applications import queries as applications
from jobboard.applications import service as pool
from jobboard.applications.models import Application, ApplicationStatus, CandidateMessage, Interview
from jobboard.candidates.merge import (
    EMAIL,
    FIELDS,
    absorb,
    check_partable,
    get_merge,
    hand_over,
    point_to,
    release,
    rows_back,
)
from jobboard.candidates.models import (
    Attachment,
    Candidate,
    CandidateEmail,
    CandidatePhone,
    CandidateSkill,
    ConsentPurpose,
    Education,
    Merge,
    ResumeVersion,
    WorkHistory,
)
from jobboard.candidates.queries import get_candidate, live_consent, newest_consent
from jobboard.db.history import History
from jobboard.errors import Conflict, InvalidInput
from jobboard.flows import messages
from jobboard.flows.rematch import rematch_person
from jobboard.keep_on_file import queries, service
from jobboard.keep_on_file.lifecycle import MOVES
from jobboard.keep_on_file.models import BenchRow, DismissalRule, KeptCandidate, KeptStatus, Surfacing
from jobboard.state import BoardState
from jobboard.teamwork.models import Note, Task

_DUPLICATE = "duplicate"
_POINTING = (Application, KeptCandidate, DismissalRule, CandidateMessage, Note, Task)
_ABOUT_APPLICATIONS: dict[Any, Any] = {
    KeptCandidate: KeptCandidate.origin_application_id,
    CandidateMessage: CandidateMessage.application_id,
    Note: Note.application_id,
    Task: Task.application_id,
}
_SHOWN: dict[str, Any] = {
    "addresses": CandidateEmail.address,
    "phones": CandidatePhone.number,
    "past_roles": WorkHistory.title,
    "skills": CandidateSkill.name,
    "education": Education.area,
    "resumes": ResumeVersion.filename,
    "attachments": Attachment.filename,
    "applications": Application.applied_title,
}
_MOST_SHOWN = 50
_ENDED, _MADE_ACTIVE, _STOPPED = "ended", "made_active", "stopped"


def merge(board: BoardState, stays_id: str, goes_id: str, *, actor: Actor, chosen: Collection[str] = ()) -> str:
    """Bring everything about ``goes_id`` under ``stays_id``; the old id and the old private link lead there from now
    on. Of what a person has once (``FIELDS``, and the ``EMAIL`` that is written to) the words of ``goes_id`` hold where
    they are ``chosen``. Returns the public id by which ``part`` undoes it.

    Where both applied for the same job, the application of ``goes_id`` ends as a duplicate and no longer points to it.
    A consent given as one of them counts for both, and so does one withdrawn. Raises ``Conflict`` when both are the
    same already, ``InvalidInput`` for a choice there is not, and ``NotFound``.
    """
    if unknown := set(chosen) - {*FIELDS, EMAIL}:
        raise InvalidInput({field: ["Choose one of the two."] for field in unknown})
    with board.transaction() as session:
        scope = Scope(board.name, actor)
        stays, goes = get_candidate(session, scope, stays_id), get_candidate(session, scope, goes_id)
        if stays.id == goes.id:
            raise Conflict("These two are one person already.")
        moved = {_ENDED: _end_duplicates(board, session, stays, goes, actor=actor)}
        moved |= _move(session, stays, goes)
        stays, goes = get_candidate(session, scope, stays_id), get_candidate(session, scope, goes_id)
        merged, done = absorb(session, stays, goes, chosen=chosen, moved=moved, actor=actor, now=board.now())
        done.moved = done.moved | _settle_promises(board, session, merged, actor=actor)
        _one_surfacing_a_job(session, merged)
        rematch_person(board, session, merged.id, actor=actor, why_now="Two records of them were merged.")
        return done.public_id


def part(board: BoardState, merge_id: str, *, actor: Actor) -> tuple[str, str, list[str]]:
    """Part two records that were merged by mistake; returns the public ids of who stayed and of who is back, and what
    had been chosen of the latter.

    Each has again what they came with; what was written, uploaded or agreed since is of who stayed, but what belongs to
    an application goes with it. Several merges of one person are undone in turn, the newest first. Raises ``Conflict``
    where that is not kept to or they were parted already, and ``NotFound``.
    """
    with board.transaction() as session:
        scope = Scope(board.name, actor)
        done = get_merge(session, scope, merge_id)
        check_partable(session, done)
        _move_back(session, done)
        both = release(session, done, actor=actor, now=board.now())
        _reopen(board, session, done, actor=actor)
        _take_back_promises(board, session, done, both, actor=actor)
        for person in both:
            _settle_promises(board, session, person, actor=actor)
            rematch_person(board, session, person.id, actor=actor, why_now="Two records were parted again.")
        return both[0].public_id, both[1].public_id, list(done.chosen)


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge, who stayed, who gave way, what came by kind in its own words, and why it cannot be parted, if so."""

    merge: Merge
    stays: Candidate
    goes: Candidate
    came: dict[str, list[str]]
    stuck: str


def look(board: BoardState, merge_id: str, *, actor: Actor) -> Merged:
    """What became of two records that were merged. Raises ``NotFound``, also once the person was erased."""
    session = board.session()
    done = get_merge(session, Scope(board.name, actor), merge_id)
    people = {one.id: one for one in session.scalars(select(Candidate).where(Candidate.id.in_(_both(done))))}
    came = {kind: list(session.scalars(_in_words(done, column))) for kind, column in _SHOWN.items()}
    try:
        check_partable(session, done)
    except Conflict as problem:
        return Merged(done, people[done.candidate_id], people[done.gone_id], came, str(problem))
    return Merged(done, people[done.candidate_id], people[done.gone_id], came, "")


def _both(done: Merge) -> tuple[int, int]:
    return done.candidate_id, done.gone_id


def _in_words(done: Merge, column: Any) -> Select[Any]:
    keys = done.moved.get(column.class_.__tablename__, [])
    return select(column).where(column.class_.id.in_(keys), column != "").order_by(column.class_.id).limit(_MOST_SHOWN)


def _end_duplicates(
    board: BoardState, session: Session, stays: Candidate, goes: Candidate, *, actor: Actor
) -> list[dict[str, Any]]:
    theirs = select(Application.job_id).where(Application.candidate_id == stays.id, Application.job_id.is_not(None))
    twice = session.scalars(
        select(Application.public_id).where(Application.candidate_id == goes.id, Application.job_id.in_(theirs))
    ).all()
    ended = []
    for public_id in twice:
        application = applications.get_application(session, Scope(board.name, actor), public_id)
        runs = application.status is ApplicationStatus.ACTIVE
        ended.append({"id": application.id, "job_id": application.job_id, "ran": runs})
        if runs:
            reason = pool.get_disposition(session, board.name, _DUPLICATE)
            pool.close_application(
                session, application, reason, evidence=[], actor=actor, now=board.now(), why="merged"
            )
        application.job_id = None
    session.flush()
    return ended


def _move(session: Session, stays: Candidate, goes: Candidate) -> dict[str, Any]:
    """Everything that points to the person, but for what they are made of; returns which rows."""
    moved = hand_over(session, _POINTING, goes=goes.id, stays=stays.id)
    session.execute(update(BenchRow).where(BenchRow.candidate_id == goes.id).values(candidate_id=stays.id))
    told = list(session.scalars(select(History.id).where(History.about == goes.id)))
    session.execute(update(History).where(History.about == goes.id).values(about=stays.id))
    session.flush()
    session.expire_all()
    return moved | {History.__tablename__: told}


def _move_back(session: Session, done: Merge) -> None:
    """What came, and what since then belongs to an application that came."""
    came = rows_back(session, done, Application)
    returned = [
        *session.scalars(select(Interview.public_id).where(Interview.application_id.in_(came))),
        *_public_ids(session, Attachment, rows_back(session, done, Attachment)),
        *_public_ids(session, ResumeVersion, rows_back(session, done, ResumeVersion)),
    ]
    for table in _POINTING:
        keys = [*rows_back(session, done, table), *_since(session, done, table, came)]
        point_to(session, table, keys, done.gone_id)
        returned += _public_ids(session, table, keys)
        if table is KeptCandidate:
            session.execute(update(BenchRow).where(BenchRow.kept_id.in_(keys)).values(candidate_id=done.gone_id))
            returned += session.scalars(select(Surfacing.public_id).where(Surfacing.kept_id.in_(keys)))
    theirs = or_(History.id.in_(done.moved[History.__tablename__]), History.subject_id.in_(returned))
    told = update(History).where(History.about == done.candidate_id, theirs)
    session.execute(told.values(about=done.gone_id))
    session.flush()
    session.expire_all()


def _since(session: Session, done: Merge, table: Any, came: Sequence[int]) -> Sequence[int]:
    of_application = _ABOUT_APPLICATIONS.get(table)
    if of_application is None:
        return []
    theirs = (of_application.in_(came), table.candidate_id == done.candidate_id)
    return session.scalars(select(table.id).where(*theirs, table.id.not_in(done.moved[table.__tablename__]))).all()


def _public_ids(session: Session, table: Any, keys: Sequence[int]) -> Sequence[str]:
    return session.scalars(select(table.public_id).where(table.id.in_(keys))).all()


def _reopen(board: BoardState, session: Session, done: Merge, *, actor: Actor) -> None:
    """Applications that ended as duplicates of another are no duplicates any more."""
    ended = {one["id"]: one for one in done.moved[_ENDED]}
    theirs = (Application.id.in_(ended), Application.candidate_id == done.gone_id)
    for application in session.scalars(select(Application).where(*theirs).options(joinedload(Application.disposition))):
        before = ended[application.id]
        application.job_id = before["job_id"]
        is_duplicate = application.disposition is not None and application.disposition.code == _DUPLICATE
        if before["ran"] and is_duplicate:
            pool.reopen_application(session, application, actor=actor, now=board.now(), why="parted again")
    session.flush()


def _settle_promises(board: BoardState, session: Session, merged: Candidate, *, actor: Actor) -> dict[str, Any]:
    """A yes said as one of them makes the other's record active, a stop ends both; returns which records that moved."""
    now, purpose = board.now(), ConsentPurpose.KEEP_ON_FILE
    live, newest = live_consent(merged, purpose, now), newest_consent(merged, purpose)
    stopped = newest is not None and newest.withdrawn_at is not None
    moved: dict[str, Any] = {_MADE_ACTIVE: [], _STOPPED: {}}
    for kept in service.kept_people(session, merged.id):
        if live is not None and kept.status is KeptStatus.AWAITING_CONSENT:
            kept.expires_at = live.expires_at
            service.move_kept(session, kept, KeptStatus.ACTIVE, actor=actor, now=now, why="consent given")
            moved[_MADE_ACTIVE].append(kept.id)
        elif stopped and KeptStatus.WITHDRAWN in MOVES[kept.status]:
            moved[_STOPPED][str(kept.id)] = kept.status.value
            service.move_kept(session, kept, KeptStatus.WITHDRAWN, actor=actor, now=now, why="consent withdrawn")
    if stopped or merged.do_not_contact:
        for message in session.scalars(messages.unsent_about_keeping(merged)):
            messages.cancel(message, now=now)
    return moved


def _take_back_promises(
    board: BoardState, session: Session, done: Merge, both: Sequence[Candidate], *, actor: Actor
) -> None:
    """What one of them said no longer counts for the records of the other."""
    now, why = board.now(), "parted again"
    for person in both:
        live = live_consent(person, ConsentPurpose.KEEP_ON_FILE, now)
        for kept in service.kept_people(session, person.id):
            if kept.id in done.moved[_MADE_ACTIVE] and live is None and kept.status is KeptStatus.ACTIVE:
                kept.expires_at = None
                service.take_back_kept(session, kept, KeptStatus.AWAITING_CONSENT, actor=actor, now=now, why=why)
            before = done.moved[_STOPPED].get(str(kept.id))
            if before is not None and live is not None and kept.status is KeptStatus.WITHDRAWN:
                service.take_back_kept(session, kept, KeptStatus(before), actor=actor, now=now, why=why)
    session.flush()


def _one_surfacing_a_job(session: Session, merged: Candidate) -> None:
    """Of what nobody has decided yet the best stays for each job: one human being is one to call."""
    ids = [kept.id for kept in service.kept_people(session, merged.id)]
    waiting: Sequence[Surfacing] = queries.undecided_of(session, ids) if ids else ()
    seen: set[int] = set()
    for found in sorted(waiting, key=lambda one: -one.score):
        if found.job_id in seen:
            session.delete(found)
        seen.add(found.job_id)
    session.flush()
