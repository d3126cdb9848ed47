"""Recruiters tell each other about a person: notes, and the colleagues they mention."""

from collections.abc import Mapping, Sequence
from typing import Any

from jobboard.access import Action, Actor, Scope
from jobboard.candidates.queries import get_candidate
from jobboard.db.seal import seal
from jobboard.errors import ChangedMeanwhile
from jobboard.flows.own_application import own_application
from jobboard.state import BoardState
from jobboard.teamwork import queries, service
from jobboard.teamwork.mentions import find_mentions
from jobboard.teamwork.models import Note
from jobboard.teamwork.schemas import read_note_form

SEALED = ("text",)
"""Columns of a note that its form shows."""


def colleagues(board: BoardState) -> list[Actor]:
    """Whom a note can mention: everybody here who may read it."""
    return [actor for actor in board.identity.staff() if actor.may(Action.READ_NOTES)]


def write(board: BoardState, candidate_id: str, form: Mapping[str, Any], *, actor: Actor) -> Sequence[str]:
    """Write a note about a person; returns what stood after an “@” and is nobody here. Raises ``InvalidInput`` by
    field, also for an application that is not theirs."""
    typed = read_note_form(form)
    said = find_mentions(typed.text, colleagues(board))
    with board.transaction() as session:
        scope = Scope(board.name, actor)
        candidate = get_candidate(session, scope, candidate_id)
        about = own_application(session, scope, candidate, typed.application)
        service.write_note(session, candidate, said, application=about, actor=actor, now=board.now())
    return said.unknown


def own_note(board: BoardState, note_id: str, *, actor: Actor) -> Note:
    """One's own note, to show in a form. Raises ``NotFound``, and ``Forbidden`` for somebody else's."""
    note = queries.get_note(board.session(), Scope(board.name, actor), note_id)
    service.must_be_own(note, actor)
    return note


def edit(board: BoardState, note_id: str, form: Mapping[str, Any], *, actor: Actor) -> Sequence[str]:
    """Change one's own note; returns what stood after an “@” and is nobody here. The form's ``seal`` must be that of
    the note as it was shown. Raises ``InvalidInput`` by field, ``Forbidden`` and ``ChangedMeanwhile``."""
    typed = read_note_form(form)
    said = find_mentions(typed.text, colleagues(board))
    with board.transaction() as session:
        note = queries.get_note(session, Scope(board.name, actor), note_id)
        service.must_be_own(note, actor)
        now_sealed = seal(note, SEALED)
        if form.get("seal") != now_sealed:
            raise ChangedMeanwhile({"Note": note.text}, now_sealed)
        service.edit_note(session, note, said, actor=actor, now=board.now())
    return said.unknown


def delete(board: BoardState, note_id: str, *, actor: Actor) -> str:
    """Take one's own note away and return the person's public id; it can be brought back for a day. Raises
    ``Forbidden``."""
    with board.transaction() as session:
        note = queries.get_note(session, Scope(board.name, actor), note_id)
        service.delete_note(session, note, actor=actor, now=board.now())
        return note.candidate.public_id


def restore(board: BoardState, note_id: str, *, actor: Actor) -> str:
    """Bring one's own deleted note back and return the person's public id. Raises ``Forbidden``, and ``NotFound`` once
    it is gone for good."""
    with board.transaction() as session:
        note = queries.get_note(session, Scope(board.name, actor), note_id, deleted=True)
        service.restore_note(session, note, actor=actor, now=board.now())
        return note.candidate.public_id


def tick(board: BoardState, note_id: str, *, seen: bool, actor: Actor) -> str:
    """Take a mention of oneself off one's first page, or put it back; returns the name of whom the note is about.
    Raises ``Conflict``."""
    with board.transaction() as session:
        note = queries.get_note(session, Scope(board.name, actor), note_id)
        service.tick_mention(note, seen=seen, actor=actor, now=board.now())
        return note.candidate.name
