"""Searches for people, saved under a name that the whole firm sees. Call the writes inside a transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.candidates.models import CandidateList
from jobboard.db.history import record
from jobboard.errors import InvalidInput, NotFound
from jobboard.forms import comparable

MOST_LISTS = 100
"""A board has at most so many: each is counted on the page that shows them all."""


def saved_lists(session: Session, scope: Scope, *, limit: int = MOST_LISTS) -> list[CandidateList]:
    """The board's lists by name. One statement."""
    theirs = select(CandidateList).where(CandidateList.board == scope.board)
    return list(session.scalars(theirs.order_by(CandidateList.key).limit(limit)))


def get_list(session: Session, scope: Scope, public_id: str) -> CandidateList:
    """One list, or ``NotFound``. One statement."""
    wanted = (CandidateList.board == scope.board, CandidateList.public_id == public_id)
    found = session.scalars(select(CandidateList).where(*wanted)).one_or_none()
    if found is None:
        raise NotFound("list")
    return found


def save_list(session: Session, scope: Scope, name: str, asked: Mapping[str, Any], *, now: datetime) -> CandidateList:
    """Keep a search under ``name``. Raises ``InvalidInput`` on ``name`` where the board has a list called so, or has
    ``MOST_LISTS``."""
    known = saved_lists(session, scope)
    if any(one.key == comparable(name) for one in known):
        raise InvalidInput({"name": ["There is a list of this name: choose another, or delete that one first."]})
    if len(known) >= MOST_LISTS:
        raise InvalidInput({"name": [f"There are {MOST_LISTS} lists: delete one that nobody opens first."]})
    saved = CandidateList(
        board=scope.board,
        name=name,
        key=comparable(name),
        asked=dict(asked),
        author_id=scope.actor.id,
        author_name=scope.actor.name,
        saved_at=now,
    )
    session.add(saved)
    session.flush()
    record(session, saved, "list_saved", actor=scope.actor, at=now, after=name)
    return saved


def delete_list(session: Session, saved: CandidateList, *, actor: Actor, now: datetime) -> None:
    """Forget the search; the people on it stay as they are."""
    record(session, saved, "list_deleted", actor=actor, at=now, before=saved.name)
    session.delete(saved)
