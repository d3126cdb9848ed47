"""What ends by itself: unsent drafts and their files, and kept records whose consent or promise is over."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import SYSTEM
from jobboard.applications.models import ApplicationDraft
from jobboard.candidates.models import Candidate
from jobboard.db import outbox
from jobboard.flows.erase_candidate import DELETE_FILE
from jobboard.keep_on_file import service
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.keep_on_file.queries import consent_is_live
from jobboard.state import BoardState

BATCH = 500


def sweep(board: BoardState) -> int:
    """End what is over and return how many things that were. Safe to run at any time and as often as one likes."""
    with board.transaction() as session:
        return _drop_drafts(board, session) + _expire_kept(board, session)


def _drop_drafts(board: BoardState, session: Session) -> int:
    drafts = session.scalars(
        select(ApplicationDraft)
        .where(ApplicationDraft.board == board.name, ApplicationDraft.expires_at <= board.now())
        .limit(BATCH)
    ).all()
    for draft in drafts:
        if draft.resume:
            outbox.add(session, board.name, DELETE_FILE, {"key": draft.resume["storage_key"]}, at=board.now())
        session.delete(draft)
    return len(drafts)


def _expire_kept(board: BoardState, session: Session) -> int:
    over = session.scalars(
        select(KeptCandidate)
        .join(Candidate, Candidate.id == KeptCandidate.candidate_id)
        .where(
            KeptCandidate.board == board.name,
            KeptCandidate.status.in_([KeptStatus.ACTIVE, KeptStatus.PAUSED]),
            (KeptCandidate.expires_at <= board.now()) | ~consent_is_live(board.now()),
        )
        .limit(BATCH)
    ).all()
    for kept in over:
        service.move_kept(
            session, kept, KeptStatus.EXPIRED, actor=SYSTEM, now=board.now(), why="consent or promise over"
        )
    return len(over)
