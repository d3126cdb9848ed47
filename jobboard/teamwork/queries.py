"""Every read of notes and mentions. Each says what it loads and how many statements it costs."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from jobboard.access import Scope
from jobboard.candidates.models import Candidate
from jobboard.db.paging import Page, PageRequest, page_of
from jobboard.errors import NotFound
from jobboard.teamwork.models import Mention, Note

MOST_NOTES = 20


def notes_about(session: Session, scope: Scope, candidate: Candidate, *, limit: int = MOST_NOTES) -> list[Note]:
    """The newest notes about a person, newest first, with applications and mentions. One statement."""
    found = (
        select(Note)
        .where(Note.board == scope.board, Note.candidate_id == candidate.id, Note.deleted_at.is_(None))
        .options(joinedload(Note.application), joinedload(Note.mentions))
        .order_by(Note.written_at.desc(), Note.id.desc())
        .limit(limit)
    )
    return list(session.scalars(found).unique())


def known_texts(session: Session, candidate: Candidate, texts: Collection[str]) -> set[str]:
    """Which of these texts are notes about a person already, or were until they were deleted. One statement."""
    theirs = (Note.board == candidate.board, Note.candidate_id == candidate.id, Note.text.in_(texts))
    return set(session.scalars(select(Note.text).where(*theirs)))


def get_note(session: Session, scope: Scope, public_id: str, *, deleted: bool = False) -> Note:
    """One note with its person, application and mentions, or ``NotFound``; one that was deleted only if ``deleted``.
    Two statements."""
    wanted = (
        select(Note)
        .where(Note.board == scope.board, Note.public_id == public_id)
        .options(joinedload(Note.candidate), joinedload(Note.application), selectinload(Note.mentions))
    )
    found = session.scalars(wanted).one_or_none()
    if found is None or (found.deleted_at is not None and not deleted):
        raise NotFound("note")
    return found


def notes_by_id(session: Session, scope: Scope, public_ids: Collection[str]) -> dict[str, Note]:
    """These notes by their public ids, without those that were deleted. At most one statement."""
    if not public_ids:
        return {}
    wanted = select(Note).where(Note.board == scope.board, Note.public_id.in_(public_ids), Note.deleted_at.is_(None))
    return {note.public_id: note for note in session.scalars(wanted)}


def mentions_waiting(session: Session, scope: Scope, wanted: PageRequest) -> Page[Mention]:
    """Where the actor is named and has not ticked it off, newest first, with notes and people. Two statements."""
    return page_of(session, _waiting(scope).order_by(Note.written_at.desc(), Mention.id.desc()), wanted)


def _waiting(scope: Scope) -> Select[Any]:
    return (
        select(Mention)
        .join(Mention.note)
        .where(
            Mention.board == scope.board,
            Mention.actor_id == scope.actor.id,
            Mention.seen_at.is_(None),
            Note.deleted_at.is_(None),
        )
        .options(contains_eager(Mention.note).joinedload(Note.candidate))
    )
