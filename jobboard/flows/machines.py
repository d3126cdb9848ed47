"""Brakes on machines that apply: a field that nobody sees, how long the form was open, and how often somebody sends.

None of them loses what was typed: whoever runs into one is told, and goes on from the draft.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, Signer
from sqlalchemy.orm import Session

from jobboard.candidates.service import email_key
from jobboard.flows.limits import TRAP, Limit, brake, brake_at_once, network_of
from jobboard.state import BoardState

SHOWN = "shown"
"""The field by which the form says when it was opened."""

_PER_ADDRESS = Limit("applications-of-an-address", 20, timedelta(days=1), "with this e-mail address")
_DRAFTS_AN_APPLICATION = 3
"""Most applications are begun once; a wrong file or another try may begin two more."""


def form_opened(board: BoardState) -> str:
    """What the form carries as ``SHOWN``: this moment, signed by the site."""
    return _signer(board).sign(str(int(board.now().timestamp()))).decode()


def signs_of_a_machine(
    board: BoardState, form: Mapping[str, Any], *, begun_at: datetime | None
) -> dict[str, list[str]]:
    """What a person does not do, by field: fill in ``TRAP``, or send a form within ``apply_min_seconds`` of opening it.
    ``begun_at`` is when the draft was begun that is gone on with, if any."""
    signs = {}
    if form.get(TRAP):
        signs[TRAP] = ["Leave this empty; people do not see it, and machines fill it in"]
    open_since = begun_at or _opened_at(board, form)
    if board.now() < open_since + timedelta(seconds=board.config.apply_min_seconds):
        signs[SHOWN] = ["That was quicker than anybody types. Look over what you wrote, and press the button again"]
    return signs


def brake_beginning(board: BoardState, asked_from: str | None) -> None:
    """Count a draft that is begun, before any of its files is looked into. Raises ``TooManyRequests``."""
    if asked_from is not None:
        most = board.config.applications_an_hour * _DRAFTS_AN_APPLICATION
        brake_at_once(board, Limit("drafts-from-a-network", most, timedelta(hours=1)), network_of(asked_from))


def brake_sending(board: BoardState, session: Session, email: str, asked_from: str | None) -> None:
    """Count an application that is sent, by its address and by the connection. Raises ``TooManyRequests``."""
    if asked_from is not None:
        limit = Limit("applications-from-a-network", board.config.applications_an_hour, timedelta(hours=1))
        brake(board, session, limit, network_of(asked_from))
        brake(board, session, _PER_ADDRESS, email_key(email))


def _opened_at(board: BoardState, form: Mapping[str, Any]) -> datetime:
    """When the form says that it was opened; now, where it says nothing that this site has signed."""
    try:
        said = _signer(board).unsign(str(form.get(SHOWN, "")))
    except BadSignature:
        return board.now()
    return datetime.fromtimestamp(int(said), UTC)


def _signer(board: BoardState) -> Signer:
    return Signer(board.secret, salt=f"{board.name}:form-opened")
