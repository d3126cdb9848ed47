"""What a person says on their own page about what they are kept for: that it holds, or what has changed."""

from jobboard.access import Actor, Role
from jobboard.candidates.models import Candidate, ConsentPurpose
from jobboard.candidates.queries import by_access_key, live_consent
from jobboard.errors import ConsentMissing
from jobboard.keep_on_file import service
from jobboard.keep_on_file.models import KeptStatus
from jobboard.state import BoardState

THEMSELVES = Actor("", "The person themselves", Role.STRANGER)
LIVING = frozenset({KeptStatus.ACTIVE, KeptStatus.PAUSED, KeptStatus.IN_CONVERSATION})


def still_holds(board: BoardState, access_key: str) -> None:
    """They confirm everything we noted; it counts as fresh from today. Raises ``ConsentMissing`` without a live
    consent: then nothing is kept that could hold."""
    with board.transaction() as session:
        candidate = by_access_key(session, board.name, access_key)
        check_kept_with_consent(board, candidate)
        for kept in service.kept_people(session, candidate.id):
            if kept.status in LIVING:
                service.reconfirm(session, kept, actor=THEMSELVES, now=board.now())


def check_kept_with_consent(board: BoardState, candidate: Candidate) -> None:
    """Raise ``ConsentMissing`` unless they allow being kept on file now. Consents must be loaded."""
    if live_consent(candidate, ConsentPurpose.KEEP_ON_FILE, board.now()) is None:
        raise ConsentMissing("You are not kept on file at the moment, so there is nothing to change. Say yes first.")
