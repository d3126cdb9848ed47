"""Brakes on what strangers may ask for."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy.orm import Session

from jobboard.db.quota import spend
from jobboard.errors import Conflict, TooManyRequests
from jobboard.state import BoardState

TRAP = "website"
"""A field that people do not see: who fills it in is a program."""

_TRIES = 3
_A_MOMENT = 60


@dataclass(frozen=True, slots=True)
class Limit:
    """So many within a while, for each of whatever it is counted by; ``counted`` says that in words."""

    name: str
    most: int
    window: timedelta
    counted: str = "from your connection"


def try_to_spend(board: BoardState, session: Session, limit: Limit, counted_by: str) -> timedelta | None:
    """``None`` if there is one left, otherwise how long to wait. What it is counted by is kept as a keyed hash only."""
    said = f"{board.name}:{limit.name}:{counted_by}".encode()
    key = hmac.new(board.secret, said, hashlib.sha256).hexdigest()
    return spend(session, key, most=limit.most, window=limit.window, now=board.now())


def brake(board: BoardState, session: Session, limit: Limit, counted_by: str) -> None:
    """Use one, or raise ``TooManyRequests`` when there is none left."""
    wait = try_to_spend(board, session, limit, counted_by)
    if wait is not None:
        raise TooManyRequests(int(wait.total_seconds()) + 1, limit.counted)


def brake_at_once(board: BoardState, limit: Limit, counted_by: str) -> None:
    """As ``brake``, in a transaction of its own: for work that must not even begin."""
    for _ in range(_TRIES):
        try:
            with board.transaction() as session:
                brake(board, session, limit, counted_by)
        except Conflict:  # two began to count the same thing at the same moment
            continue
        return
    raise TooManyRequests(_A_MOMENT, limit.counted)


def network_of(address: str) -> str:
    """Whose connection an internet address is: the address itself, or the 64 leading bits of one that is IPv6, of
    which a household has as many as it likes. What is no address is counted together."""
    try:
        read = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((read, 64), strict=False)) if isinstance(read, IPv6Address) else str(read)
