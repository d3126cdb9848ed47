"""Every write to host ladders. Call inside a transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.db.history import record
from jobboard.errors import Conflict
from jobboard.fit.host import HostEntry
from jobboard.ladders.models import LadderChange, LadderEntry
from jobboard.ladders.queries import MOST_ENTRIES, as_value

_WRITTEN_OUT = 3


def change_ladder(
    session: Session,
    board: str,
    *,
    put: Sequence[HostEntry],
    drop: Sequence[HostEntry] = (),
    actor: Actor,
    now: datetime,
    why: str = "",
) -> LadderChange | None:
    """Set the entries ``put`` (each in its place, over what stands there) and take out ``drop``.

    Returns the change that was made, or None when the ladder was like that already. Raises ``Conflict`` when the
    ladder would grow beyond what one board can use. Two statements and one write an entry.
    """
    rows = session.scalars(select(LadderEntry).where(LadderEntry.board == board))
    standing = {as_value(row).place: row for row in rows}
    before, after = _differences(standing, put, drop)
    if not before and not after:
        return None
    if len(standing) + len(after) - len(before) > MOST_ENTRIES:
        raise Conflict(f"A ladder holds at most {MOST_ENTRIES} entries. Take some out first.")
    for entry in before:
        session.delete(standing[entry.place])
    session.flush()
    session.add_all(_row(board, entry, actor, now) for entry in after)
    change = LadderChange(
        board=board,
        made_by_id=actor.id,
        made_by_name=actor.name,
        made_at=now,
        why=why,
        before=[stored(entry) for entry in before],
        after=[stored(entry) for entry in after],
    )
    session.add(change)
    session.flush()
    record(session, change, "ladder_changed", actor=actor, at=now, before=said(before), after=said(after), why=why)
    return change


def note_rereading(session: Session, board: str, *, actor: Actor, now: datetime, why: str) -> LadderChange:
    """A change that leaves the ladder as it is and has everything read anew."""
    change = LadderChange(board=board, made_by_id=actor.id, made_by_name=actor.name, made_at=now, why=why)
    change.before, change.after = [], []
    session.add(change)
    session.flush()
    record(session, change, "levels_reread", actor=actor, at=now, why=why)
    return change


def stored(entry: HostEntry) -> dict[str, Any]:
    """An entry as a change keeps it."""
    return {
        "phrase": entry.phrase,
        "rank": entry.rank,
        "kind": entry.kind.value,
        "function": entry.function or "",
        "track": entry.track.value if entry.track else "",
        "label": entry.label,
    }


def said(entries: Sequence[HostEntry]) -> str:
    """The entries in a line of the history."""
    named = "; ".join(f"{entry.phrase} = {entry.rank}" for entry in entries[:_WRITTEN_OUT])
    more = len(entries) - _WRITTEN_OUT
    return f"{named} and {more} more" if more > 0 else named


def _differences(
    standing: dict[tuple[str, str, str], LadderEntry], put: Iterable[HostEntry], drop: Iterable[HostEntry]
) -> tuple[list[HostEntry], list[HostEntry]]:
    wanted = {entry.place: entry for entry in put}
    after = [new for place, new in wanted.items() if place not in standing or as_value(standing[place]) != new]
    touched = {entry.place for entry in after} | ({entry.place for entry in drop} - set(wanted))
    return [as_value(standing[place]) for place in touched if place in standing], after


def _row(board: str, entry: HostEntry, actor: Actor, now: datetime) -> LadderEntry:
    return LadderEntry(
        board=board,
        function=entry.function or "",
        kind=entry.kind,
        key=entry.key,
        phrase=entry.phrase,
        level_rank=entry.rank,
        track=entry.track.value if entry.track else "",
        label=entry.label,
        set_by_name=actor.name,
        set_at=now,
    )
