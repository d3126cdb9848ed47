"""What each outbox entry does once its transaction has committed.

Effects run on a session of their own and may run twice for the same entry, so each of them does no harm the second
time: indexing replaces by id, a mail that went out is marked, deleting what is gone is fine.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from jobboard.access import SYSTEM, Scope
from jobboard.applications.models import Application, CandidateMessage
from jobboard.candidates.models import Candidate
from jobboard.db import outbox
from jobboard.db.outbox import Effect, OutboxEntry
from jobboard.flows.apply import RECEIPT
from jobboard.flows.erase_candidate import DELETE_FILE
from jobboard.flows.jobs import SIGNAL
from jobboard.flows.messages import MESSAGE, as_it_leaves, own_page
from jobboard.jobs.documents import document
from jobboard.jobs.queries import jobs_by_ids
from jobboard.jobs.service import JOB_CHANGED
from jobboard.signals import send_guarded
from jobboard.state import BoardState

_log = logging.getLogger("jobboard.effects")


def after_commit(board: BoardState) -> None:
    """Drain at once where the board says so. What fails stays in the outbox: the change itself is committed."""
    if board.config.outbox != "inline":
        return
    try:
        drain(board)
    except Exception:  # noqa: BLE001 - the story is committed; its effects wait in the outbox for the next drain
        _log.exception("Draining the outbox failed; it is tried again after the next change.")


def drain(board: BoardState) -> int:
    """Do everything that is due, and return how many entries were done."""
    with _own_session(board) as session:
        return outbox.drain(session, board.name, _effects(board), now=board.now())


def pending(board: BoardState) -> list[tuple[str, int, int]]:
    """(topic, waiting, failed at least once) for each topic with entries."""
    with _own_session(board) as session:
        return outbox.pending(session, board.name)


@contextmanager
def _own_session(board: BoardState) -> Iterator[Session]:
    with Session(board.engine, expire_on_commit=False) as session:
        yield session


def _effects(board: BoardState) -> dict[str, Effect]:
    return {
        JOB_CHANGED: partial(_index_jobs, board),
        RECEIPT: partial(_send_receipts, board),
        MESSAGE: partial(_send_messages, board),
        DELETE_FILE: partial(_delete_files, board),
        SIGNAL: partial(_send_signals, board),
    }


def _index_jobs(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    wanted = list(dict.fromkeys(str(entry.payload["job"]) for entry in entries))
    found = jobs_by_ids(session, Scope(board.name, SYSTEM), wanted)
    session.rollback()
    board.search.update(
        [document(job) for job in found.values()], removed=[job_id for job_id in wanted if job_id not in found]
    )


def _send_receipts(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    for application in _applications(session, entries):
        if application.candidate.erased_at is None and application.candidate.emails:
            board.mail.send(_receipt(board, application))


def _applications(session: Session, entries: Sequence[OutboxEntry]) -> Sequence[Application]:
    wanted = {str(entry.payload["application"]) for entry in entries}
    return session.scalars(
        select(Application)
        .where(Application.public_id.in_(wanted))
        .options(joinedload(Application.candidate).selectinload(Candidate.emails))
    ).all()


def _receipt(board: BoardState, application: Application) -> EmailMessage:
    firm = board.config.firm_name or "us"
    body = f"""Dear {application.candidate.name},

your application for {application.applied_title} at {application.applied_organization}
has arrived at {firm}. A person will read it.

Where you stand, what we hold about you, and how to stop it, no account needed:

  {own_page(board, application.candidate)}

The link is yours alone; please do not forward it. If you did not apply, tell us by
answering this mail.
"""
    return _mail(board, application.candidate, f"We have your application for {application.applied_title}", body)


def _mail(board: BoardState, candidate: Candidate, subject: str, body: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = board.config.mail_from
    message["To"] = candidate.emails[0].address
    message["Subject"] = subject
    message.set_content(body)
    return message


def _send_messages(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    wanted = {str(entry.payload["message"]) for entry in entries}
    unsent = session.scalars(
        select(CandidateMessage).where(
            CandidateMessage.public_id.in_(wanted),
            CandidateMessage.sent_at.is_(None),
            CandidateMessage.cancelled_at.is_(None),
        )
    ).all()
    for message in unsent:
        candidate = session.get_one(Candidate, message.candidate_id, options=[selectinload(Candidate.emails)])
        if candidate.erased_at is None and not candidate.do_not_contact and candidate.emails:
            body = as_it_leaves(message.body, own_page(board, candidate))
            board.mail.send(_mail(board, candidate, message.subject, body))
        message.sent_at = board.now()
        session.commit()


def _delete_files(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    for entry in entries:
        board.storage.delete(str(entry.payload["key"]))


def _send_signals(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    for entry in entries:
        send_guarded(str(entry.payload["name"]), board.name, **entry.payload["facts"])
