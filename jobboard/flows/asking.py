"""A prepared question to a kept person: read by a recruiter, sent in their name after a delay, undone until then."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications.models import CandidateMessage
from jobboard.candidates.models import Consent
from jobboard.db.history import record
from jobboard.errors import Conflict
from jobboard.flows import contact, messages
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.keep_on_file.review_schemas import read_invite_form
from jobboard.state import BoardState

Letter = Callable[[BoardState, KeptCandidate, Actor, Consent], messages.MessageDraft]


def draft(board: BoardState, kept_id: str, letter: Letter, *, actor: Actor) -> messages.MessageDraft:
    """The letter as prepared. Raises ``ConsentMissing``. Writes nothing."""
    kept = queries.get_kept(board.session(), Scope(board.name, actor), kept_id)
    return letter(board, kept, actor, contact.check_consent(board, kept))


def ask(
    board: BoardState, session: Session, kept: KeptCandidate, form: Mapping[str, Any], kind: str, *, actor: Actor
) -> CandidateMessage:
    """Write what the form says to the person and remember it. A truthy ``anyway`` in the form sets the pause between
    two approaches aside. Raises ``ConsentMissing``, ``ContactPaused``, ``Conflict`` and ``InvalidInput``."""
    letter = read_invite_form(form)
    # Two recruiters who press at once: the second waits here, and then sees the first one's mail.
    session.refresh(kept, attribute_names=["version"], with_for_update={"of": KeptCandidate})
    contact.check_contact(board, session, kept, anyway=bool(form.get("anyway")))
    written = messages.MessageDraft(kind, "", letter.subject, letter.body)
    message = messages.write_message(board, session, kept.candidate, written, application=None, actor=actor)
    record(session, kept, f"{kind}_asked", actor=actor, at=board.now(), about=kept.candidate_id)
    return message


def take_back(board: BoardState, session: Session, kept: KeptCandidate, kind: str, *, actor: Actor) -> None:
    """Stop the newest mail of this kind. Raises ``Conflict`` when it has left, or when there is none."""
    newest = (
        select(CandidateMessage)
        .where(
            CandidateMessage.candidate_id == kept.candidate_id,
            CandidateMessage.kind == kind,
            CandidateMessage.cancelled_at.is_(None),
        )
        .order_by(CandidateMessage.id.desc())
        .limit(1)
    )
    message = session.scalars(newest).one_or_none()
    if message is None:
        raise Conflict("There is no such mail to take back.")
    messages.cancel(message, now=board.now())
    record(session, kept, f"{kind}_taken_back", actor=actor, at=board.now(), about=kept.candidate_id)
