"""What ends by itself: unsent drafts and their files, kept records whose consent or promise is over, and in the end
people for whom there is no reason left to know them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import SYSTEM
from jobboard.applications.models import Application, ApplicationDraft, ApplicationStatus
from jobboard.candidates.models import Candidate
from jobboard.candidates.queries import people_of
from jobboard.dates import months_after
from jobboard.db import outbox
from jobboard.flows.erase_candidate import DELETE_FILE, erase
from jobboard.keep_on_file import service
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.keep_on_file.queries import consent_is_live
from jobboard.state import BoardState

BATCH = 500


def sweep(board: BoardState) -> int:
    """End what is over and return how many things that were. Safe to run at any time and as often as one likes."""
    with board.transaction() as session:
        ended = _drop_drafts(board, session) + _expire_kept(board, session)
    return ended + _erase_forgotten(board)


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


def _erase_forgotten(board: BoardState) -> int:
    forgotten = _forgotten(board)
    for candidate_id in forgotten:
        erase(board, candidate_id, actor=SYSTEM, why="retention")
    return len(forgotten)


def _forgotten(board: BoardState) -> Sequence[str]:
    """People without a running or recently closed application, a live consent to be kept, or an open question."""
    if board.config.application_months == 0:
        return ()
    since = months_after(board.now(), -board.config.application_months)
    needed = select(Application.candidate_id).where(
        (Application.status == ApplicationStatus.ACTIVE)
        | (Application.closed_at >= since)
        | (Application.applied_at >= since)
    )
    asked = select(KeptCandidate.candidate_id).where(KeptCandidate.status == KeptStatus.AWAITING_CONSENT)
    return (
        board.session()
        .scalars(
            people_of(board.name)
            .with_only_columns(Candidate.public_id)
            .where(
                Candidate.created_at < since,
                Candidate.id.not_in(needed),
                Candidate.id.not_in(asked),
                ~consent_is_live(board.now()),
            )
            .limit(BATCH)
        )
        .all()
    )
