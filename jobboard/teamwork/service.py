"""Every write to notes and mentions. Call inside a transaction."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.applications.models import Application
from jobboard.candidates.models import Candidate
from jobboard.db.history import History, record
from jobboard.errors import Conflict, Forbidden
from jobboard.teamwork.mentions import Mentioned
from jobboard.teamwork.models import Mention, Note

REMEMBERED = timedelta(days=1)
"""How long a deleted note can be brought back."""


def write_note(
    session: Session,
    candidate: Candidate,
    said: Mentioned,
    *,
    application: Application | None,
    actor: Actor,
    now: datetime,
) -> Note:
    """A new note; whoever it mentions finds it on their first page."""
    note = Note(
        board=candidate.board,
        candidate_id=candidate.id,
        application=application,
        author_id=actor.id,
        author_name=actor.name,
        text=said.text,
        written_at=now,
        mentions=[],
    )
    _set_mentions(note, said)
    session.add(note)
    session.flush()
    record(session, note, "note_written", actor=actor, at=now, about=candidate.id)
    return note


def edit_note(session: Session, note: Note, said: Mentioned, *, actor: Actor, now: datetime) -> bool:
    """Give one's own note another text; the old one stays in the history. Who was mentioned before and is still is not
    told again. Returns whether anything changed; raises ``Forbidden`` for somebody else's note."""
    must_be_own(note, actor)
    if note.text == said.text:
        return False
    record(session, note, "note_edited", actor=actor, at=now, about=note.candidate_id, why=note.text)
    note.text, note.edited_at = said.text, now
    _set_mentions(note, said)
    return True


def _set_mentions(note: Note, said: Mentioned) -> None:
    known = {mention.actor_id: mention for mention in note.mentions}
    others = [actor for actor in said.colleagues if actor.id != note.author_id]
    note.mentions = [
        known.get(actor.id) or Mention(board=note.board, actor_id=actor.id, actor_name=actor.name) for actor in others
    ]


def delete_note(session: Session, note: Note, *, actor: Actor, now: datetime) -> None:
    """Take one's own note away. Raises ``Forbidden`` for somebody else's."""
    must_be_own(note, actor)
    if note.deleted_at is None:
        note.deleted_at = now
        record(session, note, "note_deleted", actor=actor, at=now, about=note.candidate_id)


def restore_note(session: Session, note: Note, *, actor: Actor, now: datetime) -> None:
    """Bring one's own deleted note back. Raises ``Forbidden`` for somebody else's."""
    must_be_own(note, actor)
    if note.deleted_at is not None:
        note.deleted_at = None
        record(session, note, "note_restored", actor=actor, at=now, about=note.candidate_id)


def must_be_own(note: Note, actor: Actor) -> None:
    """Raise ``Forbidden`` unless the actor wrote the note."""
    if note.author_id != actor.id:
        raise Forbidden(f"{note.author_name} wrote this note; only they can change it. Write one of your own instead.")


def tick_mention(note: Note, *, seen: bool, actor: Actor, now: datetime) -> None:
    """The actor has seen that the note mentions them, or wants it back on their first page. Raises ``Conflict`` where
    it does not mention them any more."""
    mention = next((one for one in note.mentions if one.actor_id == actor.id), None)
    if mention is None:
        raise Conflict("The note does not mention you any more, so there is nothing to tick off.")
    mention.seen_at = now if seen else None


def forget_deleted_notes(session: Session, board: str, *, now: datetime, limit: int) -> int:
    """Notes deleted ``REMEMBERED`` ago go for good, and with them what history holds of their texts; how many."""
    over = select(Note.id, Note.public_id).where(Note.board == board, Note.deleted_at <= now - REMEMBERED).limit(limit)
    found = session.execute(over).all()
    if not found:
        return 0
    keys, ids = [row.id for row in found], [row.public_id for row in found]
    texts = (History.board == board, History.subject_type == Note.__name__, History.subject_id.in_(ids))
    session.execute(update(History).where(*texts).values(why=""))
    session.execute(delete(Mention).where(Mention.note_id.in_(keys)))
    session.execute(delete(Note).where(Note.id.in_(keys)))
    return len(found)


def erase_notes(session: Session, candidate_id: int) -> None:
    """Everything that colleagues wrote about a person goes."""
    theirs = select(Note.id).where(Note.candidate_id == candidate_id)
    session.execute(delete(Mention).where(Mention.note_id.in_(theirs)))
    session.execute(delete(Note).where(Note.candidate_id == candidate_id))
