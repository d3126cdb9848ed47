"""What people do with alerts: every write of theirs. Call inside a transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.alerts.lifecycle import check_move
from jobboard.alerts.models import Alert, AlertRequest, AlertStatus, Frequency, Subscriber
from jobboard.alerts.queries import subscriber_of
from jobboard.alerts.saved_search import SavedSearch
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
