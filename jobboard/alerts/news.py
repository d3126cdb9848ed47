"""What new jobs mean for alerts: how they are filed, whom a job is news for, and when that is told. Call inside a
transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from jobboard.alerts.models import Alert, AlertKey, AlertMail, AlertMatch, AlertStatus, Subscriber
from jobboard.alerts.queries import untold_open
from jobboard.alerts.schedule import Schedule


def file_alerts(session: Session, board: str, keys: Mapping[int, Collection[str]], *, shape: str) -> None:
    """File each alert, by its internal key, under its keys and no others; not one that was stopped meanwhile."""
    session.execute(delete(AlertKey).where(AlertKey.alert_id.in_(keys)))
    there = session.scalars(select(Alert.id).where(Alert.id.in_(keys)).with_for_update()).all()
    rows = [{"board": board, "key": key, "alert_id": alert_id} for alert_id in there for key in keys[alert_id]]
    if rows:
        session.execute(insert(AlertKey), rows)
    session.execute(_set(Alert.id.in_(there), filed_as=shape))


@dataclass(frozen=True, slots=True)
class NewlyDue:
    """A subscriber for whom something has begun to wait, and until when."""

    subscriber: str
    due_at: datetime


def record_matches(
    session: Session, alert_ids: Sequence[int], job_ids: Sequence[int], *, now: datetime, schedule: Schedule
) -> list[NewlyDue]:
    """Remember that these active alerts found these jobs, every pair of them new; when the mails are due that this
    begins. Alerts that were stopped meanwhile are passed over."""
    alerts = session.execute(
        select(Alert.id, Alert.frequency, Alert.confirmed_at, Alert.due_at, Subscriber.public_id)
        .join(Alert.subscriber)
        .where(Alert.id.in_(alert_ids), Alert.status == AlertStatus.ACTIVE)
        .with_for_update(of=Alert)
    ).all()
    pairs = [{"alert_id": alert.id, "job_id": job_id, "matched_at": now} for alert in alerts for job_id in job_ids]
    if pairs:
        session.execute(insert(AlertMatch), pairs)
    due = {
        alert.id: (alert.public_id, schedule.due(alert.frequency, now=now, since=alert.confirmed_at))
        for alert in alerts
        if alert.due_at is None
    }
    for moment in {moment for _, moment in due.values()}:
        these = [alert_id for alert_id, (_, its) in due.items() if its == moment]
        session.execute(_set(Alert.id.in_(these), due_at=moment))
    session.expire_all()
    return [NewlyDue(*pair) for pair in dict.fromkeys(due.values())]


def schedule_again(session: Session, alert: Alert, schedule: Schedule, *, now: datetime) -> NewlyDue | None:
    """Set anew when what an alert has found is mailed; ``None`` while nothing waits. Its subscriber must be loaded."""
    waits = select(AlertMatch.job_id).where(AlertMatch.alert_id == alert.id, AlertMatch.mail_id.is_(None)).limit(1)
    if alert.status is not AlertStatus.ACTIVE or session.scalar(waits) is None:
        return None
    alert.due_at = schedule.due(alert.frequency, now=now, since=alert.confirmed_at)
    return NewlyDue(alert.subscriber.public_id, alert.due_at)


def forget_ended(session: Session, alert_ids: Collection[int], *, now: datetime) -> None:
    """Forget of what waits to be told the jobs that are no longer open: one that opens again is news again."""
    open_ones = untold_open(alert_ids, now=now)
    ended = delete(AlertMatch).where(*untold(alert_ids), AlertMatch.job_id.not_in(select(open_ones.c.job_id)))
    session.execute(ended.execution_options(synchronize_session=False))


def untold(alert_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    """Condition: a match of one of these alerts that no mail has told."""
    return AlertMatch.alert_id.in_(alert_ids), AlertMatch.mail_id.is_(None)


def nothing_waits(session: Session, alert_ids: Collection[int]) -> None:
    """These alerts have nothing to be mailed."""
    session.execute(_set(Alert.id.in_(alert_ids), due_at=None))


def put_off(session: Session, alert_ids: Collection[int], due_at: datetime) -> None:
    """What these alerts have found is mailed at ``due_at`` instead."""
    session.execute(_set(Alert.id.in_(alert_ids), due_at=due_at))


def forget_told(session: Session, board: str, *, before: datetime) -> None:
    """Delete mails and matches from before a moment by which no job of theirs can be news."""
    session.execute(
        delete(AlertMail)
        .where(AlertMail.board == board, AlertMail.created_at < before)
        .execution_options(synchronize_session=False)
    )
    ours = select(Alert.id).where(Alert.board == board)
    session.execute(
        delete(AlertMatch)
        .where(AlertMatch.matched_at < before, AlertMatch.alert_id.in_(ours))
        .execution_options(synchronize_session=False)
    )


def _set(which: ColumnElement[bool], **values: Any) -> Any:
    """A change of what alerts are waiting for: nobody's edit, so it spoils nobody's version."""
    return update(Alert).where(which).values(**values).execution_options(synchronize_session=False)
