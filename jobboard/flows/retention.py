"""What ends by itself: unsent drafts and their files, questions that nobody answered, kept records whose consent or
promise is over, job alerts past their term, and in the end people for whom there is no reason left to know them."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from jobboard.access import SYSTEM
from jobboard.applications.models import Application, ApplicationDraft, ApplicationStatus
from jobboard.candidates import attachments
from jobboard.candidates.models import Candidate
from jobboard.candidates.queries import people_of
from jobboard.dates import months_after
from jobboard.errors import NotFound
from jobboard.flows import alert_upkeep, file_imports
from jobboard.flows.erase_candidate import erase
from jobboard.flows.files import delete_later, discard_draft
from jobboard.flows.orphans import sweep_files
from jobboard.flows.rules import end_due_rules
from jobboard.keep_on_file import service
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.keep_on_file.queries import consent_is_live
from jobboard.keep_on_file.rule_queries import over as rules_over
from jobboard.state import BoardState
from jobboard.teamwork import service as teamwork

_log = logging.getLogger("jobboard.retention")

BATCH = 500


@dataclass(frozen=True, slots=True)
class Over:
    """How many of each are over, or were ended. ``failed`` people could not be erased and are tried again next time."""

    drafts: int
    questions: int
    kept: int
    people: int
    failed: int = 0
    rules: int = 0
    alerts: int = 0

    @property
    def any(self) -> bool:
        """Whether there is anything at all."""
        return any((self.drafts, self.questions, self.kept, self.people, self.failed, self.rules, self.alerts))


def count_over(board: BoardState) -> Over:
    """What ``sweep`` would end now. Writes nothing. Eight statements."""
    with Session(board.engine) as session:

        def count(over: Select[Any]) -> int:
            return session.scalar(select(func.count()).select_from(over.subquery())) or 0

        return Over(
            drafts=count(_drafts_over(board)),
            questions=count(_questions_over(board)) + count(_proposals_over(board)),
            kept=count(_promises_over(board)),
            people=count(_forgotten(board)) if board.config.application_months else 0,
            rules=count(rules_over(board.name, board.now())),
            alerts=alert_upkeep.count_over(board, session),
        )


def sweep(board: BoardState) -> Over:
    """End everything that is over and say how much that was. Safe to run at any time and as often as one likes. Each
    person is erased in a transaction of their own; one that fails is logged by public id and stops no other."""
    drafts = _in_batches(board, _drop_drafts)
    questions = _in_batches(board, _end_questions) + _in_batches(board, _end_proposals)
    kept = _in_batches(board, _end_promises)
    rules = _in_batches(board, _end_rules)
    _in_batches(board, _forget_notes)
    _in_batches(board, _forget_attachments)
    _in_batches(board, _forget_files_of_people)
    alerts = _in_batches(board, partial(alert_upkeep.end_some, limit=BATCH))
    _in_batches(board, partial(alert_upkeep.remind_some, limit=BATCH))
    with board.transaction() as session:
        alert_upkeep.forget_old(board, session)
    people, failed = _erase_forgotten(board)
    sweep_files(board)
    return Over(drafts, questions, kept, people, failed, rules, alerts)


def _in_batches(board: BoardState, end: Callable[[BoardState, Session], int]) -> int:
    total, ended = 0, BATCH
    while ended == BATCH:
        with board.transaction() as session:
            ended = end(board, session)
        total += ended
    return total


def _drafts_over(board: BoardState) -> Select[Any]:
    return select(ApplicationDraft).where(
        ApplicationDraft.board == board.name, ApplicationDraft.expires_at <= board.now()
    )


def _drop_drafts(board: BoardState, session: Session) -> int:
    drafts = session.scalars(_drafts_over(board).options(selectinload(ApplicationDraft.files)).limit(BATCH)).all()
    for draft in drafts:
        discard_draft(board, session, draft)
    return len(drafts)


def _end_rules(board: BoardState, session: Session) -> int:
    return end_due_rules(board, session, limit=BATCH)


def _forget_notes(board: BoardState, session: Session) -> int:
    return teamwork.forget_deleted_notes(session, board.name, now=board.now(), limit=BATCH)


def _forget_attachments(board: BoardState, session: Session) -> int:
    keys = attachments.forget_removed(session, board.name, now=board.now(), limit=BATCH)
    for key in keys:
        delete_later(board, session, key)
    return len(keys)


def _forget_files_of_people(board: BoardState, session: Session) -> int:
    return file_imports.forget_over(board, session, limit=BATCH)


def _questions(board: BoardState) -> Select[Any]:
    """Where we asked whether we may keep them."""
    return select(KeptCandidate).where(
        KeptCandidate.board == board.name, KeptCandidate.status == KeptStatus.AWAITING_CONSENT
    )


def _asked_since(board: BoardState) -> datetime:
    """Questions from before this moment have waited long enough. At least a month, also where reviews are not used."""
    return months_after(board.now(), -max(board.config.keep_review_months, 1))


def _questions_over(board: BoardState) -> Select[Any]:
    return _questions(board).where(KeptCandidate.promised_at <= _asked_since(board))


def _end_questions(board: BoardState, session: Session) -> int:
    return _expire(board, session, _questions_over(board), why="no answer")


def _proposals_over(board: BoardState) -> Select[Any]:
    """Proposed to us, and nobody here has decided."""
    return select(KeptCandidate).where(
        KeptCandidate.board == board.name,
        KeptCandidate.status == KeptStatus.PROPOSED,
        KeptCandidate.promised_at <= _asked_since(board),
    )


def _end_proposals(board: BoardState, session: Session) -> int:
    over = session.scalars(_proposals_over(board).limit(BATCH)).all()
    for kept in over:
        why = "nobody decided in time"
        service.move_kept(session, kept, KeptStatus.NOT_NEEDED, actor=SYSTEM, now=board.now(), why=why)
    return len(over)


def _promises_over(board: BoardState) -> Select[Any]:
    return (
        select(KeptCandidate)
        .join(Candidate, Candidate.id == KeptCandidate.candidate_id)
        .where(
            KeptCandidate.board == board.name,
            KeptCandidate.status.in_([KeptStatus.ACTIVE, KeptStatus.PAUSED]),
            (KeptCandidate.expires_at <= board.now()) | ~consent_is_live(board.now()),
        )
    )


def _end_promises(board: BoardState, session: Session) -> int:
    return _expire(board, session, _promises_over(board), why="consent or promise over")


def _expire(board: BoardState, session: Session, over: Select[Any], *, why: str) -> int:
    records = session.scalars(over.limit(BATCH)).all()
    for kept in records:
        service.move_kept(session, kept, KeptStatus.EXPIRED, actor=SYSTEM, now=board.now(), why=why)
    return len(records)


def _erase_forgotten(board: BoardState) -> tuple[int, int]:
    erased = failed = 0
    for public_id in _each_forgotten(board) if board.config.application_months else ():
        if _erase(board, public_id):
            erased += 1
        else:
            failed += 1
    return erased, failed


def _each_forgotten(board: BoardState) -> Iterator[str]:
    """Public ids, read in batches on sessions of their own, because erasing ends what ours has read."""
    last, wanted = 0, _forgotten(board).with_only_columns(Candidate.id, Candidate.public_id).order_by(Candidate.id)
    while True:
        with Session(board.engine) as session:
            found = session.execute(wanted.where(Candidate.id > last).limit(BATCH)).all()
        if not found:
            return
        yield from (public_id for _key, public_id in found)
        last = found[-1][0]


def _erase(board: BoardState, public_id: str) -> bool:
    try:
        erase(board, public_id, actor=SYSTEM, why="retention")
    except NotFound:
        return True  # erased or merged by somebody else a moment ago
    except Exception:  # noqa: BLE001 - whatever is wrong with one person must not keep all the others on file
        _log.exception("Erasing %s failed; it is tried again at the next sweep.", public_id)
        return False
    return True


def _forgotten(board: BoardState) -> Select[Any]:
    """People without a running or recently closed application, a live consent, or a question they may still answer."""
    since = months_after(board.now(), -board.config.application_months)
    needed = select(Application.candidate_id).where(
        (Application.status == ApplicationStatus.ACTIVE)
        | (Application.closed_at >= since)
        | (Application.applied_at >= since)
    )
    asked = _questions(board).where(KeptCandidate.promised_at > _asked_since(board))
    return people_of(board.name).where(
        Candidate.created_at < since,
        Candidate.id.not_in(needed),
        Candidate.id.not_in(asked.with_only_columns(KeptCandidate.candidate_id)),
        ~consent_is_live(board.now()),
    )
