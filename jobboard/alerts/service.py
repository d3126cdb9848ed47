"""Every write to saved searches and alerts. Call inside a transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.alerts.lifecycle import check_move
from jobboard.alerts.models import (
    Alert,
    AlertKey,
    AlertMail,
    AlertMatch,
    AlertRequest,
    AlertStatus,
    Frequency,
    MailKind,
    Subscriber,
)
from jobboard.alerts.queries import subscriber_of, untold_open
from jobboard.alerts.saved_search import SavedSearch
from jobboard.alerts.schedule import Schedule
from jobboard.candidates.service import email_key
from jobboard.db.history import record

MOST_ALERTS = 25
"""A subscriber may have so many."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: an address, a search, how often."""

    address: str
    search: SavedSearch
    frequency: Frequency


def write_request(session: Session, board: str, wish: Wish, *, now: datetime, lasts: timedelta) -> AlertRequest:
    """Write down what somebody asks for; it is one row whether the address is known or not."""
    request = AlertRequest(
        board=board,
        address=wish.address,
        address_key=email_key(wish.address),
        search=wish.search.stored(),
        title=wish.search.title,
        frequency=wish.frequency,
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(request)
    session.flush()
    return request


def subscribe(session: Session, request: AlertRequest, *, actor: Actor, now: datetime, until: datetime) -> Alert:
    """Make the request an alert; of a search that the address has an alert for already, that one goes on, anew and as
    often as was asked for. The database refuses a second one that is made at the same moment."""
    subscriber = subscriber_of(session, request.board, request.address_key) or _new_subscriber(session, request, now)
    search = SavedSearch.read(request.search)
    alert = next((one for one in subscriber.alerts if one.search_key == search.key), None)
    if alert is None:
        alert = _new_alert(subscriber, request, search.key)
    alert.frequency, alert.confirmed_at, alert.expires_at, alert.reminded_at = request.frequency, now, until, None
    alert.due_at = None
    if alert.status is AlertStatus.PAUSED:
        alert.status, alert.news_since = AlertStatus.ACTIVE, request.created_at
    session.flush()
    request.alert_id = alert.id
    record(session, alert, "alert_confirmed", actor=actor, at=now, after=alert.frequency.value)
    return alert


def _new_subscriber(session: Session, request: AlertRequest, now: datetime) -> Subscriber:
    subscriber = Subscriber(
        board=request.board, address=request.address, address_key=request.address_key, created_at=now, alerts=[]
    )
    session.add(subscriber)
    return subscriber


def _new_alert(subscriber: Subscriber, request: AlertRequest, search_key: str) -> Alert:
    alert = Alert(
        board=request.board,
        search=request.search,
        search_key=search_key,
        title=request.title,
        status=AlertStatus.ACTIVE,
        asked_at=request.created_at,
        news_since=request.created_at,
        filed_as="",
    )
    subscriber.alerts.append(alert)
    return alert


def change_frequency(session: Session, alert: Alert, frequency: Frequency, *, actor: Actor, now: datetime) -> bool:
    """Set how often; whether that changed anything."""
    if alert.frequency is frequency:
        return False
    before, alert.frequency, alert.due_at = alert.frequency, frequency, None
    record(session, alert, "alert_changed", actor=actor, at=now, before=before.value, after=frequency.value)
    return True


def move_alert(session: Session, alert: Alert, to: AlertStatus, *, actor: Actor, now: datetime) -> None:
    """Pause an alert, or let it go on; what opens in between is looked at when it does. Raises ``IllegalMove``."""
    check_move(alert, to)
    before, alert.status, alert.due_at = alert.status, to, None
    if to is AlertStatus.PAUSED:
        alert.news_since = now
    record(session, alert, "alert_moved", actor=actor, at=now, before=before.value, after=to.value)


def renew_alert(session: Session, alert: Alert, *, actor: Actor, now: datetime, until: datetime) -> None:
    """Let an alert go on until ``until``."""
    alert.expires_at, alert.reminded_at = until, None
    record(session, alert, "alert_renewed", actor=actor, at=now)


def stop_alert(session: Session, alert: Alert, *, actor: Actor, now: datetime) -> None:
    """Delete one alert and whatever was made of it; with the last one, all we know of the subscriber."""
    record(session, alert, "alert_stopped", actor=actor, at=now)
    others = session.scalar(
        select(Alert.id).where(Alert.subscriber_id == alert.subscriber_id, Alert.id != alert.id).limit(1)
    )
    if others is None:
        session.execute(delete(Subscriber).where(Subscriber.id == alert.subscriber_id))
    else:
        session.execute(delete(Alert).where(Alert.id == alert.id))


def unsubscribe(session: Session, subscriber: Subscriber, *, actor: Actor, now: datetime) -> None:
    """Delete every alert of a subscriber, and the address. Alerts must be loaded."""
    for alert in subscriber.alerts:
        record(session, alert, "alert_stopped", actor=actor, at=now)
    session.flush()
    forget_addresses(session, subscriber.board, [subscriber.address_key])


def forget_addresses(session: Session, board: str, address_keys: Collection[str]) -> None:
    """Delete whatever is kept for these addresses: what was asked for and what was confirmed."""
    for table in (AlertRequest, Subscriber):
        session.execute(
            delete(table)
            .where(table.board == board, table.address_key.in_(address_keys))
            .execution_options(synchronize_session=False)
        )


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
        select(Alert, Subscriber.public_id)
        .join(Alert.subscriber)
        .where(Alert.id.in_(alert_ids), Alert.status == AlertStatus.ACTIVE)
        .with_for_update(of=Alert)
    ).all()
    pairs = [{"alert_id": alert.id, "job_id": job_id, "matched_at": now} for alert, _ in alerts for job_id in job_ids]
    if pairs:
        session.execute(insert(AlertMatch), pairs)
    due = {alert.id: (public_id, _due(alert, schedule, now)) for alert, public_id in alerts if alert.due_at is None}
    for moment in {moment for _, moment in due.values()}:
        these = [alert_id for alert_id, (_, its) in due.items() if its == moment]
        session.execute(_set(Alert.id.in_(these), due_at=moment))
    session.expire_all()
    return [NewlyDue(*pair) for pair in dict.fromkeys(due.values())]


def _due(alert: Alert, schedule: Schedule, now: datetime) -> datetime:
    return schedule.due(alert.frequency, now=now, since=alert.confirmed_at)


def schedule_again(session: Session, alert: Alert, schedule: Schedule, *, now: datetime) -> NewlyDue | None:
    """Set anew when what an alert has found is mailed; ``None`` while nothing waits. Its subscriber must be loaded."""
    waits = select(AlertMatch.job_id).where(AlertMatch.alert_id == alert.id, AlertMatch.mail_id.is_(None)).limit(1)
    if alert.status is not AlertStatus.ACTIVE or session.scalar(waits) is None:
        return None
    alert.due_at = _due(alert, schedule, now)
    return NewlyDue(alert.subscriber.public_id, alert.due_at)


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
    told = update(AlertMatch).where(*_untold(alert_ids)).values(mail_id=mail.id)
    session.execute(told.execution_options(synchronize_session=False))
    nothing_waits(session, alert_ids)
    return mail


def forget_ended(session: Session, alert_ids: Collection[int], *, now: datetime) -> None:
    """Forget of what waits to be told the jobs that are no longer open: one that opens again is news again."""
    open_ones = untold_open(alert_ids, now=now)
    ended = delete(AlertMatch).where(*_untold(alert_ids), AlertMatch.job_id.not_in(select(open_ones.c.job_id)))
    session.execute(ended.execution_options(synchronize_session=False))


def _untold(alert_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return AlertMatch.alert_id.in_(alert_ids), AlertMatch.mail_id.is_(None)


def nothing_waits(session: Session, alert_ids: Collection[int]) -> None:
    """These alerts have nothing to be mailed."""
    session.execute(_set(Alert.id.in_(alert_ids), due_at=None))


def put_off(session: Session, alert_ids: Collection[int], due_at: datetime) -> None:
    """What these alerts have found is mailed at ``due_at`` instead."""
    session.execute(_set(Alert.id.in_(alert_ids), due_at=due_at))


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


def _leaves(kind: type[AlertMail] | type[AlertRequest]) -> Any:
    return AlertMail.left_at if kind is AlertMail else AlertRequest.mailed_at


def _set(which: ColumnElement[bool], **values: Any) -> Any:
    """A change of what alerts are waiting for: nobody's edit, so it spoils nobody's version."""
    return update(Alert).where(which).values(**values).execution_options(synchronize_session=False)
