"""One table that can answer, for every change of a candidate, application, job or record: who, when, what, from
what to what, and why."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import BigInteger, Index, String, Text, select, text, true
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from jobboard.access import Actor
from jobboard.db import outbox
from jobboard.db.base import PERSONAL, Base, Keyed, OnBoard, new_public_id

_TOGETHER = "jobboard_together"
PERSON_CHANGED = "person-changed"
"""The outbox's topic for whatever became of a person: their key, for what is a copy of the database."""

_told: WeakKeyDictionary[SessionTransaction, set[int]] = WeakKeyDictionary()
"""Whose change each open transaction has written down already."""


class History(Base, Keyed, OnBoard):
    """One change. Append-only; erasure blanks ``why`` and the actor stays, because the doer is not the subject."""

    __tablename__ = "jobboard_history"
    __table_args__ = (
        Index("ix_jobboard_history_subject", "board", "subject_type", "subject_id", "at"),
        Index("ix_jobboard_history_about", "about", "at"),
        Index(
            "ix_jobboard_history_together",
            "together",
            sqlite_where=text("together != ''"),
            postgresql_where=text("together != ''"),
        ),
    )

    at: Mapped[datetime]
    actor_id: Mapped[str] = mapped_column(String(128))
    actor_name: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(64))
    subject_type: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[str] = mapped_column(String(26))
    about: Mapped[int | None] = mapped_column(BigInteger, comment="internal key of the candidate concerned, if any")
    before: Mapped[str] = mapped_column(String(200), default="")
    after: Mapped[str] = mapped_column(String(200), default="")
    why: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    together: Mapped[str] = mapped_column(String(26), default="", comment="the act about several that it was part of")


class Subject(Protocol):
    """A row whose changes are recorded."""

    board: Any
    public_id: Any


def record(
    session: Session,
    subject: Subject,
    what: str,
    *,
    actor: Actor,
    at: datetime,
    about: int | None = None,
    before: str = "",
    after: str = "",
    why: str = "",
) -> History:
    """Write down one change in the current transaction. ``what`` is a past-tense key such as ``stage_moved``."""
    entry = History(
        board=subject.board,
        at=at,
        actor_id=actor.id,
        actor_name=actor.name,
        what=what,
        subject_type=type(subject).__name__,
        subject_id=subject.public_id,
        about=about,
        before=before[:200],
        after=after[:200],
        why=why,
        together=session.info.get(_TOGETHER, ""),
    )
    session.add(entry)
    if about is not None:
        tell_of_change(session, subject.board, about, at=at)
    return entry


@contextmanager
def acting_together(session: Session) -> Iterator[str]:
    """Whatever is recorded in the block is one act about several; returns the key by which it can be taken back."""
    key = new_public_id()
    session.info[_TOGETHER] = key
    try:
        yield key
    finally:
        del session.info[_TOGETHER]


def done_together(session: Session, board: str, key: str, *, since: datetime, limit: int = 1000) -> Sequence[History]:
    """What one act about several changed after ``since``, in its order, bounded. One statement."""
    return session.scalars(
        select(History)
        .where(History.together == key, History.board == board, History.at >= since, History.together != "")
        .order_by(History.id)
        .limit(limit)
    ).all()


def tell_of_change(session: Session, board: str, person: int, *, at: datetime) -> None:
    """Let what is copied of a person be brought up to date after the commit; said once a transaction. ``record`` does
    it by itself: call it for what is no decision about them and has no entry."""
    transaction = session.get_nested_transaction() or session.get_transaction()
    told = _told.setdefault(transaction, set()) if transaction is not None else set()
    if person not in told:
        told.add(person)
        outbox.add(session, board, PERSON_CHANGED, {"person": person}, at=at)


def of_subject(session: Session, subject: Subject, *, only: Collection[str] = (), limit: int = 20) -> Sequence[History]:
    """What was done to one thing, or what of it is one of ``only``; newest first, bounded. One statement."""
    return session.scalars(
        select(History)
        .where(
            History.board == subject.board,
            History.subject_type == type(subject).__name__,
            History.subject_id == subject.public_id,
            History.what.in_(only) if only else true(),
        )
        .order_by(History.at.desc(), History.id.desc())
        .limit(limit)
    ).all()
