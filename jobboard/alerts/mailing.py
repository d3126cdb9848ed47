"""Mails to subscribers, each at most once: what leaves is claimed before it is handed over. Call inside a
transaction."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from jobboard.alerts.models import Alert, AlertMail, AlertMatch, AlertRequest, MailKind, Subscriber
from jobboard.alerts.news import nothing_waits, put_off, untold


def claim_digest(
    session: Session, subscriber: Subscriber, alert_ids: Collection[int], *, jobs: int, now: datetime
) -> AlertMail:
    """Write down, before it is handed over, that a digest leaves with all that these alerts have to tell: whatever
    happens from here on, no other tells it again, unless ``release_digest`` says that it did not leave."""
    mail = AlertMail(
        board=subscriber.board,
        subscriber_id=subscriber.id,
        kind=MailKind.DIGEST,
        jobs=jobs,
        created_at=now,
        left_at=now,
    )
    session.add(mail)
    session.flush()
    told = update(AlertMatch).where(*untold(alert_ids)).values(mail_id=mail.id)
    session.execute(told.execution_options(synchronize_session=False))
    nothing_waits(session, alert_ids)
    return mail


def release_digest(session: Session, mail_id: int, alert_ids: Collection[int], *, now: datetime) -> None:
    """The digest did not leave: all that it told waits again."""
    back = update(AlertMatch).where(AlertMatch.mail_id == mail_id).values(mail_id=None)
    session.execute(back.execution_options(synchronize_session=False))
    session.execute(delete(AlertMail).where(AlertMail.id == mail_id))
    put_off(session, alert_ids, now)


def write_reminder(session: Session, alert: Alert, *, now: datetime) -> AlertMail:
    """Write down the mail that says that an alert is about to end. It is written once."""
    alert.reminded_at = now
    mail = AlertMail(
        board=alert.board, subscriber_id=alert.subscriber_id, alert_id=alert.id, kind=MailKind.REMINDER, created_at=now
    )
    session.add(mail)
    session.flush()
    return mail


def claim(session: Session, kind: type[AlertMail] | type[AlertRequest], row_id: int, *, now: datetime) -> bool:
    """Write down, before it is handed over, that the mail of a reminder or a request leaves. False when it has."""
    claimed = update(kind).where(kind.id == row_id, _leaves(kind).is_(None)).values({_leaves(kind): now})
    return session.scalar(claimed.returning(kind.id).execution_options(synchronize_session=False)) is not None


def let_go(session: Session, kind: type[AlertMail] | type[AlertRequest], row_id: int) -> None:
    """It did not leave."""
    back = update(kind).where(kind.id == row_id).values({_leaves(kind): None})
    session.execute(back.execution_options(synchronize_session=False))


def mark_sent(session: Session, mail_id: int, *, now: datetime) -> None:
    """The server took it."""
    sent = update(AlertMail).where(AlertMail.id == mail_id).values(sent_at=now)
    session.execute(sent.execution_options(synchronize_session=False))


def _leaves(kind: type[AlertMail] | type[AlertRequest]) -> Any:
    return AlertMail.left_at if kind is AlertMail else AlertRequest.mailed_at
