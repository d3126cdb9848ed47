"""A consent is about to end: a prepared mail asks whether it may go on. It is never renewed by us."""

from collections.abc import Mapping
from typing import Any

from jobboard.access import Actor, Scope
from jobboard.candidates.models import Consent
from jobboard.flows import asking, messages
from jobboard.flows.wishes import describe_wishes, listed
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.state import BoardState


def renewal(board: BoardState, kept_id: str, *, actor: Actor) -> messages.MessageDraft:
    """The prepared question whether we may keep them for another term. Raises ``ConsentMissing`` once the consent has
    ended: then it is too late to ask by mail. Writes nothing."""
    return asking.draft(board, kept_id, _letter, actor=actor)


def ask_to_renew(board: BoardState, kept_id: str, form: Mapping[str, Any], *, actor: Actor) -> str:
    """Send the question after the board's delay and return the message's public id. Raises like
    ``reconfirm.ask_to_reconfirm``."""
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        return asking.ask(board, session, kept, form, messages.RENEW, actor=actor).public_id


def take_back(board: BoardState, kept_id: str, *, actor: Actor) -> None:
    """Stop the question while it has not left. Raises ``Conflict`` when it has."""
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        asking.take_back(board, session, kept, messages.RENEW, actor=actor)


def _letter(board: BoardState, kept: KeptCandidate, actor: Actor, consent: Consent) -> messages.MessageDraft:
    ends = messages.on_day(consent.expires_at, board) if consent.expires_at else ""
    body = messages.letter(
        kept.candidate,
        [
            f"On {messages.on_day(consent.granted_at, board)} you said that we may keep you on file for something "
            f"better than the job you came for{f', until {ends}' if ends else ''}. May we go on looking?",
            listed(describe_wishes(board, kept)),
            f"Say yes on your own page and it holds for another {board.config.keep_months} months; you can change your "
            "wishes there too. If you do nothing, it ends on its day and you hear no more of it:",
            f"  {messages.OWN_PAGE}",
            "The link is yours alone; please do not forward it.",
        ],
        messages.signed(board, actor),
    )
    subject = f"May we keep you on file after {ends}?" if ends else "May we go on keeping you on file?"
    return messages.MessageDraft(messages.RENEW, "Ask to renew", subject, body)
