"""Before anything else: does what we know of a kept person still hold?"""

from collections.abc import Mapping
from typing import Any

from jobboard.access import Actor, Scope
from jobboard.candidates.models import Consent
from jobboard.flows import asking, messages
from jobboard.flows.wishes import describe_wishes, listed
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.state import BoardState


def reconfirmation(board: BoardState, kept_id: str, *, actor: Actor) -> messages.MessageDraft:
    """The prepared question whether what we noted still holds. Raises ``ConsentMissing``. Writes nothing."""
    return asking.draft(board, kept_id, _letter, actor=actor)


def ask_to_reconfirm(board: BoardState, kept_id: str, form: Mapping[str, Any], *, actor: Actor) -> str:
    """Send the question (``subject``, ``body``) after the board's delay and return the message's public id.

    Raises ``ConsentMissing`` without a live consent or where the person is not to be contacted, ``ContactPaused``
    while somebody's earlier approach is too young (a truthy ``anyway`` in the form sets that aside), ``Conflict`` while
    somebody talks with them, and ``InvalidInput`` by field.
    """
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        message = asking.ask(board, session, kept, form, messages.RECONFIRM, actor=actor)
        kept.reconfirm_asked_at = board.now()
        return message.public_id


def take_back(board: BoardState, kept_id: str, *, actor: Actor) -> None:
    """Stop the question while it has not left. Raises ``Conflict`` when it has."""
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        asking.take_back(board, session, kept, messages.RECONFIRM, actor=actor)
        kept.reconfirm_asked_at = None


def _letter(board: BoardState, kept: KeptCandidate, actor: Actor, consent: Consent) -> messages.MessageDraft:
    origin = kept.origin_application
    then = (
        f"You came to us for {messages.applied_for(origin)} in {messages.came_in_month(origin, board)}, and said that "
        "we may keep you on file for something better."
        if origin
        else f"You asked us to keep you on file in {kept.promised_at.astimezone(board.zone):%B %Y}."
    )
    body = messages.letter(
        kept.candidate,
        [
            f"{then} That was a while ago, so before we come to you with a role: does what we noted still hold?",
            listed(describe_wishes(board, kept)),
            "One press says that it does. You can change any of it on the same page, or stop it for good; no account "
            "needed:",
            f"  {messages.OWN_PAGE}",
            "The link is yours alone; please do not forward it. If you do nothing, nothing changes: your file ends on "
            f"{messages.on_day(consent.expires_at, board)}."
            if consent.expires_at
            else "The link is yours alone; please do not forward it. If you do nothing, nothing changes.",
        ],
        messages.signed(board, actor),
    )
    return messages.MessageDraft(messages.RECONFIRM, "Reconfirm first", "Does this still hold?", body)
