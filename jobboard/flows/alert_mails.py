"""Job alert mails leave, each at most once: what leaves is written down before it is handed over.

A mail whose server refused it waits again. A process that dies in between leaves a mail that may have left: it is not
sent again, and the figures count it as interrupted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from functools import partial

from sqlalchemy.orm import Session

from jobboard.alerts import mailing, news, queries
from jobboard.alerts.models import Alert, AlertMail, AlertRequest, AlertStatus, Subscriber
from jobboard.db.outbox import OutboxEntry
from jobboard.db.transaction import transaction
from jobboard.errors import NotFound
from jobboard.flows.addresses import refuses_mail
from jobboard.flows.alert_letters import Section, digest, question, reminder
from jobboard.flows.alerts import mail_later, schedule, token_of
from jobboard.jobs.queries import jobs_by_keys
from jobboard.state import BoardState

REMIND = "alerts.remind"
"""Outbox topic: ``{"mail": public_id}`` says that an alert is about to end."""


def send_questions(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``ASKED`` asks for, unless the owner of the address refuses mail."""
    for entry in entries:
        try:
            request = queries.get_request(session, board.name, str(entry.payload["request"]), now=board.now())
        except NotFound:
            continue  # its time is over, or too much was asked for this address
        if refuses_mail(board, session, request.address):
            continue
        mail = question(board, request, token_of(board, request))
        _send_once(board, session, AlertRequest, request.id, mail)


def send_reminders(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``REMIND`` asks for, unless the alert has gone or goes on."""
    for entry in entries:
        found = queries.find_reminder(session, board.name, str(entry.payload["mail"]))
        if found is None:
            continue
        mail, alert, subscriber = found
        if alert.reminded_at is None or refuses_mail(board, session, subscriber.address):
            continue
        if _send_once(board, session, AlertMail, mail.id, reminder(board, subscriber, alert)):
            _mark_sent(board, session, mail.id)


def _send_once(
    board: BoardState, session: Session, kind: type[AlertMail] | type[AlertRequest], row_id: int, mail: EmailMessage
) -> bool:
    with transaction(session, owned=True):
        claimed = mailing.claim(session, kind, row_id, now=board.now())
    if claimed:
        _hand_over(board, session, mail, not_left=partial(mailing.let_go, session, kind, row_id))
    return claimed


def _hand_over(board: BoardState, session: Session, mail: EmailMessage, *, not_left: Callable[[], None]) -> None:
    """Give the mail to the server; where it refuses, undo the claim and say so to the outbox, which tries again."""
    try:
        board.mail.send(mail)
    except Exception:
        with transaction(session, owned=True):
            not_left()
        raise


def _mark_sent(board: BoardState, session: Session, mail_id: int) -> None:
    with transaction(session, owned=True):
        mailing.mark_sent(session, mail_id, now=board.now())


@dataclass(frozen=True, slots=True)
class _Claimed:
    mail_id: int
    alert_ids: list[int]
    mail: EmailMessage


def send_digests(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``DIGEST`` asks for: one mail to the subscriber with all that is due, or none."""
    for entry in entries:
        with transaction(session, owned=True):
            claimed = _claim(board, session, str(entry.payload["subscriber"]))
        if claimed is None:
            continue
        back = partial(mailing.release_digest, session, claimed.mail_id, claimed.alert_ids, now=board.now())
        _hand_over(board, session, claimed.mail, not_left=back)
        _mark_sent(board, session, claimed.mail_id)


def _claim(board: BoardState, session: Session, public_id: str) -> _Claimed | None:
    """The digest that is due to the subscriber, written down as leaving; ``None`` when there is nothing to send."""
    now = board.now()
    subscriber = queries.find_subscriber(session, board.name, Subscriber.public_id == public_id, lock=True)
    due = {alert.id: alert for alert in subscriber.alerts if _is_due(alert, now)} if subscriber else {}
    if subscriber is None or not due:
        return None
    news.forget_ended(session, list(due), now=now)
    sections = [] if refuses_mail(board, session, subscriber.address) else _sections(board, session, subscriber, due)
    if not sections:
        news.nothing_waits(session, list(due))
        return None
    if _had_enough(board, session, subscriber, now):
        tomorrow = schedule(board).next_day(now)
        news.put_off(session, list(due), tomorrow)
        mail_later(board, session, news.NewlyDue(subscriber.public_id, tomorrow))
        return None
    mail = digest(board, subscriber, sections)
    jobs = sum(section.total for section in sections)
    row = mailing.claim_digest(session, subscriber, list(due), jobs=jobs, now=now)
    return _Claimed(row.id, list(due), mail)


def _is_due(alert: Alert, now: datetime) -> bool:
    return alert.status is AlertStatus.ACTIVE and alert.due_at is not None and alert.due_at <= now


def _had_enough(board: BoardState, session: Session, subscriber: Subscriber, now: datetime) -> bool:
    today = schedule(board).start_of_day(now)
    return queries.digests_since(session, subscriber, today) >= board.config.alert_mails_a_day


def _sections(board: BoardState, session: Session, subscriber: Subscriber, due: dict[int, Alert]) -> list[Section]:
    """What the due alerts tell, the room of one mail shared evenly among those that tell anything."""
    most = board.config.alert_jobs_a_mail
    news = queries.news_of(session, subscriber, list(due), now=board.now(), most=most)
    share = max(1, most // len(news)) if news else 0
    shown = {one.alert_id: one.job_ids[:share] for one in news}
    jobs = {job.id: job for job in jobs_by_keys(session, [key for keys in shown.values() for key in keys])}
    return [Section(due[one.alert_id], [jobs[key] for key in shown[one.alert_id]], one.total) for one in news]
