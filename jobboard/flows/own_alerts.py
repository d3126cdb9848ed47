"""A subscriber's own page: how often, pause, go on, keep for longer, stop. Opened by the link in their mails."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from jobboard.alerts import news, queries, service
from jobboard.alerts.models import Alert, AlertStatus, Subscriber
from jobboard.alerts.schemas import read_frequency
from jobboard.dates import months_after
from jobboard.errors import NotFound
from jobboard.flows.alerts import SUBSCRIBER, look_back_later, mail_later, schedule
from jobboard.state import BoardState


def overview(board: BoardState, access_key: str) -> Subscriber:
    """Who opens the page of alerts, and their alerts. Raises ``NotFound`` for a wrong key. Two statements."""
    return queries.get_subscriber(board.session(), board.name, access_key)


def change(board: BoardState, access_key: str, alert_id: str, form: Mapping[str, Any]) -> None:
    """Set how often. Raises ``InvalidInput`` by field."""
    frequency = read_frequency(form)
    with board.transaction() as session:
        _, alert = _own(board, session, access_key, alert_id)
        if service.change_frequency(session, alert, frequency, actor=SUBSCRIBER, now=board.now()):
            mail_later(board, session, news.schedule_again(session, alert, schedule(board), now=board.now()))


def pause(board: BoardState, access_key: str, alert_id: str) -> None:
    """Send nothing until they say so. Raises ``IllegalMove`` when it is paused."""
    with board.transaction() as session:
        _, alert = _own(board, session, access_key, alert_id)
        service.move_alert(session, alert, AlertStatus.PAUSED, actor=SUBSCRIBER, now=board.now())


def resume(board: BoardState, access_key: str, alert_id: str) -> None:
    """Go on, with what opened in between. Raises ``IllegalMove`` when it is not paused."""
    with board.transaction() as session:
        _, alert = _own(board, session, access_key, alert_id)
        service.move_alert(session, alert, AlertStatus.ACTIVE, actor=SUBSCRIBER, now=board.now())
        mail_later(board, session, news.schedule_again(session, alert, schedule(board), now=board.now()))
        look_back_later(board, session, alert)


def renew(board: BoardState, access_key: str, alert_id: str) -> None:
    """Let it run for another term from today."""
    with board.transaction() as session:
        _, alert = _own(board, session, access_key, alert_id)
        until = months_after(board.now(), board.config.alert_months)
        service.renew_alert(session, alert, actor=SUBSCRIBER, now=board.now(), until=until)


def stop(board: BoardState, access_key: str, alert_id: str) -> bool:
    """Stop one alert and forget it; whether any is left. With the last one the address is forgotten."""
    with board.transaction() as session:
        subscriber, alert = _own(board, session, access_key, alert_id)
        left = len(subscriber.alerts) > 1
        service.stop_alert(session, alert, actor=SUBSCRIBER, now=board.now())
        return left


def unsubscribe(board: BoardState, access_key: str) -> None:
    """Stop every alert and forget the address. A link that opens nothing has nothing to stop, and says no more."""
    with board.transaction() as session:
        try:
            subscriber = queries.get_subscriber(session, board.name, access_key, lock=True)
        except NotFound:
            return
        service.unsubscribe(session, subscriber, actor=SUBSCRIBER, now=board.now())


def _own(board: BoardState, session: Session, access_key: str, alert_id: str) -> tuple[Subscriber, Alert]:
    subscriber = queries.get_subscriber(session, board.name, access_key, lock=True)
    alert = next((one for one in subscriber.alerts if one.public_id == alert_id), None)
    if alert is None:
        raise NotFound("job alert")
    return subscriber, alert
