"""A board's own ladder: what a change of it would move, and the change itself.

Everything is read anew after the commit, by what the change wrote to the outbox; see ``ladder_reread``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.db import outbox
from jobboard.errors import Conflict
from jobboard.fit.host import HostEntry
from jobboard.fit.reading import TitleReader
from jobboard.flows.titles import titles
from jobboard.ladders import queries, service
from jobboard.ladders.models import LadderChange
from jobboard.ladders.schemas import read_entry
from jobboard.state import BoardState

REREAD = "reread-levels"
"""Outbox topic: read the levels anew that ``{"change": public id}`` touches, ``"jobs"`` or ``"lines"``, in turn."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the ladder that nobody has made yet. ``seen`` is the state of the ladder it was thought out for."""

    put: tuple[HostEntry, ...] = ()
    drop: tuple[HostEntry, ...] = ()
    why: str = ""
    seen: str = field(default="", compare=False)

    def reader(self, now: TitleReader) -> TitleReader:
        """How titles would be read after it."""
        return TitleReader(now.ladder, now.host.changed(self.drop, self.put), now.occupations)


def propose(board: BoardState, form: Mapping[str, Any], *, replaces: str = "") -> Proposal:
    """What a form with one entry asks for; ``replaces`` names the entry that it edits. Raises ``InvalidInput``."""
    entry, why = read_entry(form, ladder=board.ladder)
    old = (queries.as_value(queries.get_entry(board.session(), board.name, replaces)),) if replaces else ()
    seen = form.get("seen") or queries.state_of(board.session(), board.name)
    return Proposal((entry,), old, why, str(seen))


def propose_removal(board: BoardState, entry_id: str, form: Mapping[str, Any]) -> Proposal:
    """Taking one entry out."""
    gone = queries.as_value(queries.get_entry(board.session(), board.name, entry_id))
    seen = form.get("seen") or queries.state_of(board.session(), board.name)
    return Proposal((), (gone,), " ".join(str(form.get("why", "")).split())[:500], str(seen))


def propose_undo(board: BoardState, change_id: str) -> Proposal:
    """The way back from a change. Entries that somebody changed since are left as they are now."""
    session = board.session()
    change = queries.get_change(session, board.name, change_id)
    before, after = (tuple(map(queries.entry_from, rows)) for rows in (change.before, change.after))
    standing = {entry.place: entry for entry in titles(board, session).host.entries}
    made = {entry.place: entry for entry in after}
    put = tuple(entry for entry in before if standing.get(entry.place) == made.get(entry.place))
    drop = tuple(entry for entry in after if standing.get(entry.place) == entry)
    return Proposal(put, drop, f"Undone: the change of {change.made_by_name}.")


def change_ladder(board: BoardState, proposal: Proposal, *, actor: Actor) -> LadderChange | None:
    """Make the change; the levels it touches are read anew right after the commit. None when nothing would change.

    Raises ``Conflict`` when somebody else changed the ladder since the proposal saw it.
    """
    with board.transaction() as session:
        if proposal.seen and proposal.seen != queries.state_of(session, board.name):
            raise Conflict("Somebody else changed the ladder in the meantime. Look at who would move once more.")
        change = service.change_ladder(
            session,
            board.name,
            put=proposal.put,
            drop=proposal.drop,
            actor=actor,
            now=board.now(),
            why=proposal.why,
        )
        if change is not None:
            reread_later(board, session, change.public_id, actor)
        return change


def reread_later(board: BoardState, session: Session, change_id: str, actor: Actor) -> None:
    """Ask for the levels that a change touches to be read anew once this transaction has committed."""
    who = {"id": actor.id, "name": actor.name, "role": actor.role.value}
    payload = {"change": change_id, "actor": who, "what": "jobs", "after": 0}
    outbox.add(session, board.name, REREAD, payload, at=board.now())


def reread_everything(board: BoardState, *, actor: Actor, why: str) -> LadderChange:
    """Read every inferred level of the board anew, such as after an upgrade or an import of occupation data: nothing on
    the ladder changes. ``why`` is the sentence that the history of each will show."""
    with board.transaction() as session:
        change = service.note_rereading(session, board.name, actor=actor, now=board.now(), why=why)
        reread_later(board, session, change.public_id, actor)
        return change


def replacing(board: BoardState, entries: Sequence[HostEntry], *, whole: bool, why: str) -> Proposal:
    """A file's entries over the ladder; ``whole`` takes out what the file does not have."""
    places = {entry.place for entry in entries}
    standing = queries.host_ladder(board.session(), board.name).entries
    drop = tuple(entry for entry in standing if entry.place not in places) if whole else ()
    return Proposal(tuple(entries), drop, why, queries.state_of(board.session(), board.name))
