"""What stays of an erased person so that an old file does not bring them back: hashes that only this site can make."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from jobboard.candidates.models import Tombstone


def bury(session: Session, board: str, names: Iterable[str], *, secret: bytes, at: datetime) -> None:
    """Remember by hash the external id and the addresses of somebody who is being erased."""
    digests = {_digest(board, name, secret) for name in names if name}
    present = set(session.scalars(_found(board, digests)))
    session.add_all(Tombstone(board=board, digest=digest, erased_at=at) for digest in digests - present)


def is_buried(session: Session, board: str, names: Iterable[str], *, secret: bytes) -> bool:
    """Whether one of these external ids or addresses belonged to somebody who was erased. One statement."""
    digests = {_digest(board, name, secret) for name in names if name}
    return session.scalar(_found(board, digests).limit(1)) is not None


def _found(board: str, digests: set[str]) -> Select[Any]:
    return select(Tombstone.digest).where(Tombstone.board == board, Tombstone.digest.in_(digests))


def _digest(board: str, name: str, secret: bytes) -> str:
    return hmac.new(secret, f"{board}:{name.strip().casefold()}".encode(), hashlib.sha256).hexdigest()
