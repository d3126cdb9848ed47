"""What each outbox entry does once its transaction has committed.

Effects run on a session of their own and may run twice for the same entry, so each of them does no harm the second
time: indexing replaces by id, a mail that went out is marked, deleting what is gone is fine. None of them holds a
transaction open while a mail server, a disk or the index takes its time.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from jobboard.access import SYSTEM, Actor, Role, Scope
from jobboard.adapters.mail import new_message
from jobboard.applications.models import Application, CandidateMessage
from jobboard.candidates.models import Candidate
from jobboard.db import lease, outbox, statistics
from jobboard.db.history import PERSON_CHANGED, record
from jobboard.db.outbox import Effect, OutboxEntry
from jobboard.db.transaction import transaction
from jobboard.flows import (
    alert_mails,
    alert_matching,
    alerts,
    clients,
    file_import_steps,
    file_imports,
    index,
    interview_mail,
    people_index,
    policy_change,
    retention,
    surface,
)
from jobboard.flows.announce import SIGNAL
from jobboard.flows.apply import RECEIPT
from jobboard.flows.files import DELETE_FILE
from jobboard.flows.html_mail import as_html
from jobboard.flows.ladder_reread import reread
from jobboard.flows.ladders import REREAD
from jobboard.flows.messages import ABOUT_KEEPING, MESSAGE, answered_by, as_it_leaves, own_page, with_hosts
from jobboard.jobs.queries import jobs_by_ids
from jobboard.jobs.service import JOB_CHANGED, JOB_OUT
from jobboard.signals import send_guarded
from jobboard.state import BoardState

_log = logging.getLogger("jobboard.effects")

RETENTION_EVERY = timedelta(days=1)


def after_commit(board: BoardState) -> None:
    """Drain at once where the board says so. What fails stays in the outbox: the change itself is committed."""
    if board.config.outbox != "inline":
        return
    try:
        drain(board)
    except Exception:  # noqa: BLE001 - the story is committed; its effects wait in the outbox for the next drain
        _log.exception("Draining the outbox failed; it is tried again after the next change.")


def drain(board: BoardState, *, stopped: Callable[[], bool] = lambda: False) -> int:
    """Do everything that is due, or what is begun before ``stopped``, and return how many entries were done; an index
    that lacks jobs is built anew first."""
    index.heal(board)
    people_index.heal(board)
    with _own_session(board) as session:
        return outbox.drain(session, board.name, _effects(board), now=board.now, stopped=stopped)


def catch_up(board: BoardState) -> None:
    """For boards without a worker, between stories: do what has come due, and once a day end what is over. Two reads
    when there is nothing to do. What fails is logged and tried again later."""
    if board.config.outbox != "inline":
        return
    try:
        drain(board)
        if _retention_is_ours(board):
            retention.sweep(board)
            statistics.refresh(board.engine)
    except Exception:  # noqa: BLE001 - it runs after somebody's page, which must not fail by it
        _log.exception("Catching up with what is due failed; it is tried again.")


def _retention_is_ours(board: BoardState) -> bool:
    """Whether nobody has done it today. The lease is kept, so that it also says when it was done."""
    with _own_session(board) as session:
        taken = lease.take(session, f"retention:{board.name}", now=board.now(), lasts=RETENTION_EVERY)
    return taken is not None


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
        JOB_CHANGED: Effect(partial(_index_jobs, board), together=True),
        PERSON_CHANGED: Effect(partial(people_index.index_people, board), together=True),
        JOB_OUT: Effect(partial(alert_matching.match_jobs, board), together=True),
        alerts.LOOK_BACK: Effect(partial(alert_matching.look_back, board)),
        alerts.ASKED: Effect(partial(alert_mails.send_questions, board)),
        alerts.DIGEST: Effect(partial(alert_mails.send_digests, board)),
        alert_mails.REMIND: Effect(partial(alert_mails.send_reminders, board)),
        surface.SURFACE_JOBS: Effect(partial(surface.surface_jobs, board)),
        surface.SURFACE_PEOPLE: Effect(partial(surface.surface_people, board)),
        clients.WALL: Effect(partial(clients.hold_wall, board)),
        policy_change.LOOK_BACK: Effect(partial(policy_change.look_back_on_next, board)),
        policy_change.ADOPTED: Effect(partial(policy_change.judge_anew, board)),
        REREAD: Effect(partial(reread, board)),
        file_imports.STEP: Effect(partial(file_import_steps.step, board), claim=file_import_steps.CLAIM),
        SIGNAL: Effect(partial(_send_signals, board), together=True),
        RECEIPT: Effect(partial(_send_receipts, board)),
        interview_mail.INTERVIEW: Effect(partial(interview_mail.send, board)),
        MESSAGE: Effect(partial(_send_messages, board)),
        DELETE_FILE: Effect(partial(_delete_files, board)),
    }


def _index_jobs(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    wanted = list(dict.fromkeys(str(entry.payload["job"]) for entry in entries))
    found = jobs_by_ids(session, Scope(board.name, SYSTEM), wanted)
    documents = index.documents(board, found.values())
    session.rollback()
    board.search.update(documents, removed=[job_id for job_id in wanted if job_id not in found])


def _send_receipts(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    for entry in entries:
        application = _application(session, str(entry.payload["application"]))
        mail = _receipt(board, application) if application and _can_be_reached(application.candidate) else None
        session.rollback()
        if mail is not None:
            board.mail.send(mail)


def _application(session: Session, public_id: str) -> Application | None:
    return session.scalars(
        select(Application)
        .where(Application.public_id == public_id)
        .options(joinedload(Application.candidate).selectinload(Candidate.emails))
    ).one_or_none()


def _can_be_reached(candidate: Candidate) -> bool:
    return candidate.erased_at is None and bool(candidate.emails)


def _receipt(board: BoardState, application: Application) -> EmailMessage:
    firm = board.config.firm_name or "us"
    body = f"""Dear {application.candidate.name},

your application for {application.applied_title} at {application.applied_organization}
has arrived at {firm}. A person will read it.

See where you stand, add a file, withdraw, or change what we may keep, no account
needed:

  {own_page(board, application.candidate)}

The link is yours alone; please do not forward it. If you did not apply, tell us by
answering this mail.
"""
    return _mail(board, application.candidate, f"We have your application for {application.applied_title}", body)


def _mail(board: BoardState, candidate: Candidate, subject: str, body: str) -> EmailMessage:
    to, sender = candidate.emails[0].address, board.config.mail_from
    message = new_message(sender=sender, to=to, subject=subject, at=board.now())
    message.set_content(body)
    return message


def _send_messages(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    for entry in entries:
        message = _unsent(session, str(entry.payload["message"]))
        if message is None:
            continue
        key, mail = message.id, _as_mail(board, session, message)
        session.rollback()
        if mail is not None:
            board.mail.send(mail)
        _mark(board, session, key, sent=mail is not None)


def _unsent(session: Session, public_id: str) -> CandidateMessage | None:
    return session.scalars(
        select(CandidateMessage).where(
            CandidateMessage.public_id == public_id,
            CandidateMessage.sent_at.is_(None),
            CandidateMessage.cancelled_at.is_(None),
        )
    ).one_or_none()


def _as_mail(board: BoardState, session: Session, message: CandidateMessage) -> EmailMessage | None:
    """The mail as it leaves, or None when there is nobody it may go to."""
    candidate = session.get_one(Candidate, message.candidate_id, options=[selectinload(Candidate.emails)])
    if candidate.do_not_contact or not _can_be_reached(candidate):
        return None
    link, config = own_page(board, candidate), board.config
    body = with_hosts(board, message.body)
    mail = _mail(board, candidate, message.subject, as_it_leaves(body, link))
    language = config.locale.replace("_", "-")
    html = as_html(message.subject, body, link=link, firm=config.firm_name, language=language)
    mail.add_alternative(html, subtype="html")
    answered_by(board, mail, message.author_id)
    if message.kind in ABOUT_KEEPING:
        mail["List-Unsubscribe"] = f"<{link}>"  # a page with a button: a scanner that follows it stops nothing
    return mail


def _mark(board: BoardState, session: Session, message_key: int, *, sent: bool) -> None:
    """Write down what became of it. What has left has left, also when somebody cancelled it in that very moment; of
    somebody who was erased in it nothing is written."""
    became = {"sent_at": board.now(), "cancelled_at": None} if sent else {"cancelled_at": board.now()}
    with transaction(session, owned=True):
        session.execute(update(CandidateMessage).where(CandidateMessage.id == message_key).values(became))
        message = session.get(CandidateMessage, message_key)
        if message is not None:
            _tell(session, message, "mail_sent" if sent else "mail_not_sent", at=board.now())


def _tell(session: Session, message: CandidateMessage, what: str, *, at: datetime) -> None:
    author = Actor(message.author_id, message.author_name, Role.SYSTEM)
    record(session, message, what, actor=author, at=at, about=message.candidate_id, why=message.subject)


def _delete_files(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    for entry in entries:
        board.storage.delete(str(entry.payload["key"]))


def _send_signals(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    for entry in entries:
        send_guarded(str(entry.payload["name"]), board.name, **entry.payload["facts"])
