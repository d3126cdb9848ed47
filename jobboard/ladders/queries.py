"""Every read of host ladders. Each says how many statements it costs."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from jobboard.db.paging import Page, PageRequest, page_of
from jobboard.errors import NotFound
from jobboard.fit.host import EntryKind, HostEntry, HostLadder
from jobboard.fit.ladder import Track
from jobboard.ladders.models import LadderChange, LadderEntry

MOST_ENTRIES = 5_000
"""Entries of one board's ladder; a firm has some hundreds."""


def state_of(session: Session, board: str) -> str:
    """The public id of the newest change: another one means another ladder. “0” before the first. One statement."""
    newest = select(LadderChange.public_id).where(LadderChange.board == board).order_by(LadderChange.id.desc())
    return session.scalar(newest.limit(1)) or "0"


def host_ladder(session: Session, board: str) -> HostLadder:
    """The board's ladder as a value. One statement."""
    rows = session.scalars(
        select(LadderEntry).where(LadderEntry.board == board).order_by(LadderEntry.id).limit(MOST_ENTRIES)
    )
    return HostLadder(tuple(as_value(row) for row in rows))


def as_value(row: LadderEntry) -> HostEntry:
    """The row as fit knows it."""
    track = Track(row.track) if row.track else None
    return HostEntry(row.phrase, row.level_rank, row.kind, row.function or None, track, row.label)


def entries(
    session: Session, board: str, wanted: PageRequest, *, text: str = "", function: str | None = None
) -> Page[LadderEntry]:
    """A page of entries by their phrase; ``function`` is a key, or "" for those about every field. Two statements."""
    found = select(LadderEntry).where(LadderEntry.board == board)
    if function is not None:
        found = found.where(LadderEntry.function == function)
    if text:
        words = (LadderEntry.phrase, LadderEntry.label)
        found = found.where(or_(*(column.icontains(text, autoescape=True) for column in words)))
    return page_of(session, found.order_by(func.lower(LadderEntry.phrase), LadderEntry.id), wanted)


def get_entry(session: Session, board: str, public_id: str) -> LadderEntry:
    """The entry, or ``NotFound``. One statement."""
    found = session.scalars(
        select(LadderEntry).where(LadderEntry.board == board, LadderEntry.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotFound("entry")
    return found


def get_change(session: Session, board: str, public_id: str) -> LadderChange:
    """The change, or ``NotFound``. One statement."""
    found = session.scalars(
        select(LadderChange).where(LadderChange.board == board, LadderChange.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotFound("change")
    return found


def changes(session: Session, board: str, *, limit: int = 10) -> Sequence[LadderChange]:
    """The newest changes, newest first. One statement."""
    found = select(LadderChange).where(LadderChange.board == board).order_by(LadderChange.id.desc()).limit(limit)
    return session.scalars(found).all()


def entry_from(stored: Mapping[str, Any]) -> HostEntry:
    """An entry as a change has stored it."""
    track = Track(stored["track"]) if stored["track"] else None
    kind = EntryKind(stored["kind"])
    return HostEntry(stored["phrase"], stored["rank"], kind, stored["function"] or None, track, stored["label"])
