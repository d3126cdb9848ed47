"""Whether a kept person may be written to now, and who wrote to them last."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from jobboard.applications.models import CandidateMessage
from jobboard.candidates.models import CandidateEmail, Consent, ConsentPurpose
from jobboard.candidates.queries import live_consent
from jobboard.errors import Conflict, ConsentMissing, ContactPaused
from jobboard.flows.messages import APPROACHES, on_day
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.state import BoardState

_MAY_BE_ASKED = frozenset({KeptStatus.ACTIVE, KeptStatus.PAUSED})


def last_approach(session: Session, kept: KeptCandidate) -> CandidateMessage | None:
    """The newest mail by which anybody here came to the person again and that they have not answered since, sent or
    still waiting. One statement."""
    newest = (
        select(CandidateMessage)
        .where(
            CandidateMessage.candidate_id == kept.candidate_id,
            CandidateMessage.kind.in_(APPROACHES),
            CandidateMessage.cancelled_at.is_(None),
        )
        .order_by(CandidateMessage.id.desc())
        .limit(1)
    )
    if kept.reconfirmed_at is not None:
        newest = newest.where(CandidateMessage.created_at > kept.reconfirmed_at)
    return session.scalars(newest).one_or_none()


def paused_until(board: BoardState, last: CandidateMessage | None) -> datetime | None:
    """Until when the person should be left alone after ``last``; None when they need not be."""
    if last is None or not board.config.contact_pause_days:
        return None
    until = (last.sent_at or last.send_after) + timedelta(days=board.config.contact_pause_days)
    return until if until > board.now() else None


def check_contact(board: BoardState, session: Session, kept: KeptCandidate, *, anyway: bool = False) -> Consent:
    """The consent by which the person may be written to about being kept; ``anyway`` sets the pause aside.

    Raises ``ConsentMissing``, ``Conflict`` when somebody is in conversation with them or there is no address, and
    ``ContactPaused``. The candidate's consents must be loaded. Three statements.
    """
    consent = check_consent(board, kept)
    if kept.status not in _MAY_BE_ASKED:
        raise Conflict(f"The record is {kept.status.value.replace('_', ' ')}, so this mail would come at a wrong time.")
    if session.scalar(_talking(kept)) is not None:
        raise Conflict(f"Somebody here is in conversation with {kept.candidate.name} already. Ask them to ask.")
    addressed = select(CandidateEmail.id).where(CandidateEmail.candidate_id == kept.candidate_id).limit(1)
    if session.scalar(addressed) is None:
        raise Conflict(f"There is no address for {kept.candidate.name}. Ring them instead.")
    last = last_approach(session, kept)
    if not anyway and (until := paused_until(board, last)) and last is not None:
        raise ContactPaused(kept.candidate.name, last.author_name, on_day(last.created_at, board), on_day(until, board))
    return consent


def _talking(kept: KeptCandidate) -> Select[Any]:
    return (
        select(KeptCandidate.id)
        .where(KeptCandidate.candidate_id == kept.candidate_id, KeptCandidate.status == KeptStatus.IN_CONVERSATION)
        .limit(1)
    )


def check_consent(board: BoardState, kept: KeptCandidate) -> Consent:
    """The live consent to keep the person on file. Raises ``ConsentMissing`` without one, and for somebody who asked
    not to be contacted. Consents must be loaded."""
    candidate = kept.candidate
    consent = live_consent(candidate, ConsentPurpose.KEEP_ON_FILE, board.now())
    if consent is None or candidate.do_not_contact:
        raise ConsentMissing(
            f"{candidate.name}'s consent to be kept on file has ended, so nobody may write to them about another role. "
            "Ask for a new one first."
        )
    return consent
