"""What was recorded about somebody, read for a page with whatever its entries point to."""

from collections.abc import Sequence

from jobboard import current
from jobboard.access import Action
from jobboard.applications.queries import dispositions
from jobboard.db.history import History
from jobboard.flows.pool_many import undoable
from jobboard.teamwork.models import Note
from jobboard.teamwork.queries import notes_by_id
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_history import KINDS, Event, Sources, events


def unseen() -> frozenset[str]:
    """What of a timeline the reader may not see."""
    return frozenset() if current.actor().may(Action.READ_NOTES) else KINDS["notes"].what


def told(history: Sequence[History], *, linked: bool = False) -> list[Event]:
    """Entries as lines of a timeline. Two statements at most: for reasons, and for notes."""
    session, scope = desk.session(), current.scope()
    closed = any(entry.what == "application_closed" for entry in history)
    notes = {entry.subject_id for entry in history if entry.subject_type == Note.__name__}
    sources = Sources(
        reasons={one.code: one.label for one in dispositions(session, scope)} if closed else {},
        notes=notes_by_id(session, scope, notes),
        undoable=undoable(history, now=words().now) if current.actor().may(Action.WORK_POOL) else frozenset(),
    )
    return events(history, words(), sources, linked=linked)
