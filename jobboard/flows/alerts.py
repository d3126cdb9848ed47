"""Somebody without an account asks for a job alert, and the owner of the address starts it.

Asking writes the same row and ends in the same answer whoever the address belongs to; what is known of it is looked at
when the mail is written, after the answer. Only the owner of the address gets the link, and only its button starts
anything.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Role
from jobboard.alerts import news, queries, service
from jobboard.alerts.models import Alert, AlertRequest
from jobboard.alerts.saved_search import SavedSearch
from jobboard.alerts.schedule import Schedule
from jobboard.alerts.schemas import read_alert_form
from jobboard.candidates.service import email_key
from jobboard.dates import months_after
from jobboard.db import outbox
from jobboard.errors import Conflict, NotFound, TooManyRequests
from jobboard.flows.apply import mask
from jobboard.flows.limits import TRAP, Limit, brake, network_of, try_to_spend
from jobboard.state import BoardState

ASKED = "alerts.asked"
"""Outbox topic: ``{"request": public_id}`` gets the mail with its owner's button."""

DIGEST = "alerts.digest"
"""Outbox topic: what waits for ``{"subscriber": public_id}`` is due."""

LOOK_BACK = "alerts.look-back"
"""Outbox topic: ``{"alert": public_id}`` has news from before it watched."""

SUBSCRIBER = Actor("", "The subscriber", Role.STRANGER)
PER_ADDRESS = Limit("alerts-for-an-address", 5, timedelta(days=1))
_TRIES = 3
_SIGNATURE = 32  # hexadecimal digits: 128 bits


class TooManyAlerts(Conflict):
    """The address has as many alerts as one may have; ``access_key`` opens the page on which one can be stopped."""

    def __init__(self, access_key: str) -> None:
        super().__init__(f"You have {service.MOST_ALERTS} alerts already. Stop one, then start this one.")
        self.access_key = access_key


def ask(board: BoardState, form: Mapping[str, Any], search: SavedSearch, *, asked_from: str) -> str:
    """Write down that somebody asked for an alert and return the address, masked. ``asked_from`` is the internet
    address of the asker.

    Raises ``InvalidInput`` by field, and ``TooManyRequests`` when too much was asked from there. Too much for one
    address is answered like any other, and brings no mail; so is a form whose ``TRAP`` was filled in.
    """
    address, frequency = read_alert_form(form)
    if form.get(TRAP):
        return mask(address)
    wish = service.Wish(address, search, frequency)
    for _ in range(_TRIES):
        try:
            _ask(board, wish, network_of(asked_from))
        except Conflict:  # two began to count the same thing at the same moment
            continue
        return mask(address)
    raise TooManyRequests(60)


def _ask(board: BoardState, wish: service.Wish, network: str) -> None:
    with board.transaction() as session:
        limit = Limit("alerts-from-a-network", board.config.alert_asks_an_hour, timedelta(hours=1))
        brake(board, session, limit, network)
        lasts = timedelta(days=board.config.alert_confirm_days)
        too_often = try_to_spend(board, session, PER_ADDRESS, email_key(wish.address)) is not None
        request = service.write_request(session, board.name, wish, now=board.now(), lasts=lasts)
        if too_often:
            request.expires_at = board.now()
        outbox.add(session, board.name, ASKED, {"request": request.public_id}, at=board.now())


def token_of(board: BoardState, request: AlertRequest) -> str:
    """What the link in the mail carries: which request, signed by this site."""
    return f"{request.public_id}.{_signature(board, request.public_id)}"


def _signature(board: BoardState, public_id: str) -> str:
    said = f"{board.name}:start-alert:{public_id}".encode()
    return hmac.new(board.secret, said, hashlib.sha256).hexdigest()[:_SIGNATURE]


def _named_by(board: BoardState, token: str) -> str:
    public_id, _, signature = token.partition(".")
    if not hmac.compare_digest(_signature(board, public_id).encode(), signature.encode()):
        raise NotFound("job alert to start")
    return public_id


def look_at_request(board: BoardState, token: str) -> tuple[AlertRequest, str]:
    """What the link would start, and the key of the page of alerts if it has been started, else nothing. Raises
    ``NotFound`` for a link that is not ours or whose time is over. Two statements at most."""
    session = board.session()
    request = queries.get_request(session, board.name, _named_by(board, token), now=board.now())
    return request, queries.access_key_of(session, request.alert_id) if request.alert_id else ""


def confirm(board: BoardState, token: str) -> str:
    """Start what was asked for and return the key of the page of alerts; pressed twice it is started once. Raises
    ``NotFound`` and ``TooManyAlerts``."""
    for _ in range(_TRIES):
        try:
            return _confirm(board, token)
        except TooManyAlerts:
            raise
        except Conflict:  # the other press, or another link of the same address, was a moment earlier
            continue
    return _confirm(board, token)


def _confirm(board: BoardState, token: str) -> str:
    with board.transaction() as session:
        public_id = _named_by(board, token)
        request = queries.get_request(session, board.name, public_id, now=board.now(), lock=True)
        if request.alert_id is None:
            _check_room(session, request)
            until = months_after(board.now(), board.config.alert_months)
            alert = service.subscribe(session, request, actor=SUBSCRIBER, now=board.now(), until=until)
            mail_later(board, session, news.schedule_again(session, alert, schedule(board), now=board.now()))
            look_back_later(board, session, alert)
        assert request.alert_id is not None
        return queries.access_key_of(session, request.alert_id)


def _check_room(session: Session, request: AlertRequest) -> None:
    known = queries.subscriber_of(session, request.board, request.address_key)
    if known is None or len(known.alerts) < service.MOST_ALERTS:
        return
    if all(alert.search_key != SavedSearch.read(request.search).key for alert in known.alerts):
        raise TooManyAlerts(known.access_key)


def look_back_later(board: BoardState, session: Session, alert: Alert) -> None:
    """Once this transaction has committed, look through what opened while the alert did not watch."""
    outbox.add(session, board.name, LOOK_BACK, {"alert": alert.public_id}, at=board.now())


def schedule(board: BoardState) -> Schedule:
    """The board's hours for alerts."""
    return Schedule(board.zone, board.config.alert_hour, timedelta(minutes=board.config.alert_delay_minutes))


def mail_later(board: BoardState, session: Session, *due: news.NewlyDue | None) -> None:
    """Write down when mails are due."""
    for one in filter(None, due):
        _digest_at(board, session, one.subscriber, one.due_at)


def _digest_at(board: BoardState, session: Session, subscriber: str, due_at: datetime) -> None:
    now = board.now()
    outbox.add(session, board.name, DIGEST, {"subscriber": subscriber}, at=now, after=due_at - now)
