"""Whether somebody may be invited now: one open conversation a person, and a pause between two approaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from jobboard.applications.models import CandidateMessage
from jobboard.errors import ContactPaused, InConversation
from jobboard.flows import contact
from jobboard.flows.messages import on_day
from jobboard.keep_on_file.conversations import (
    Conversation,
    conversation_with,
    invited_conversations,
    last_written,
    own_application,
)
from jobboard.keep_on_file.models import Surfacing
from jobboard.keep_on_file.review_schemas import Invitation
from jobboard.state import BoardState


@dataclass(frozen=True, slots=True)
class Standing:
    """How we stand with a person before we write to them: who talks with them, the approach after which they are to be
    left in peace and until when, and the newest mail of any kind."""

    conversation: Conversation | None
    approach: CandidateMessage | None
    paused_until: datetime | None
    written: CandidateMessage | None

    @property
    def blocked(self) -> bool:
        """Whether a second conversation cannot begin, whatever anybody says."""
        return self.conversation is not None and self.conversation.ours


def standing_of(
    board: BoardState, session: Session, found: Surfacing, *, talks: Mapping[int, Conversation] | None = None
) -> Standing:
    """How we stand with the person of this review; ``talks`` are the conversations we began, by person, where the
    caller has read them. Writes nothing. At most six statements."""
    person = found.kept.candidate
    if talks is None:
        talks = invited_conversations(session, [person.id])
    last = contact.last_approach(session, found.kept)
    return Standing(
        conversation=talks.get(person.id) or own_application(session, person, job_id=found.job_id),
        approach=last,
        paused_until=contact.paused_until(board, last),
        written=last_written(session, person),
    )


def check_approach(board: BoardState, session: Session, found: Surfacing, invitation: Invitation) -> None:
    """Raise ``InConversation`` or ``ContactPaused`` unless the person can be invited, or what stands in the way was set
    aside in the invitation. At most five statements."""
    talk = conversation_with(session, found.kept.candidate, job_id=found.job_id)
    if talk is not None and (talk.ours or not invitation.anyway):
        raise _collision(board, found, talk)
    last = contact.last_approach(session, found.kept)
    until = contact.paused_until(board, last)
    if last is not None and until is not None and not invitation.soon:
        raise ContactPaused(
            found.kept.candidate.name, last.author_name, on_day(last.created_at, board), on_day(until, board)
        )


def _collision(board: BoardState, found: Surfacing, talk: Conversation) -> InConversation:
    name, about = found.kept.candidate.name, f" about {talk.about}" if talk.about else ""
    since = f" since {on_day(talk.since, board)}" if talk.since else ""
    if talk.ours:
        said = (
            f"{talk.who} has been in conversation with {name}{about}{since}. One person has one conversation with us: "
            f"speak with {talk.who}, or close that application first."
        )
    else:
        handled = f" {talk.who} worked on it last." if talk.who else ""
        said = (
            f"{name} has an application{about} in progress{since}.{handled} Invite all the same only if both can go on."
        )
    return InConversation(said, application_id=talk.application_id, may_go_on=not talk.ours)
