"""Wishes that a withdrawal erased: what has to be said again before anybody is brought up anew."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.db.history import History, record
from jobboard.flows.wishes import told
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.state import BoardState

FORGOTTEN = "wishes_forgotten"
"""What the history calls an erasure of wishes; it names their labels and never their words."""
_ERASED = ("Pay from", "Places", "Free from", "Conditions", "In their words")


def note_forgotten(board: BoardState, session: Session, kept: KeptCandidate, *, actor: Actor) -> None:
    """Remember which wishes of a record are about to be erased; nothing when there are none."""
    said = told(board, kept)
    if erased := ", ".join(label for label in _ERASED if said[label]):
        record(session, kept, FORGOTTEN, actor=actor, at=board.now(), about=kept.candidate_id, after=erased)


def forgotten(session: Session, records: Sequence[KeptCandidate]) -> dict[str, list[str]]:
    """Labels of what was erased, by public id of the records whose person has confirmed nothing since. One statement
    at most."""
    silent = [kept.public_id for kept in records if kept.reconfirmed_at is None]
    if not silent:
        return {}
    entries = session.execute(
        select(History.subject_id, History.after).where(
            History.board == records[0].board,
            History.subject_type == KeptCandidate.__name__,
            History.subject_id.in_(silent),
            History.what == FORGOTTEN,
        )
    )
    found: dict[str, list[str]] = {}
    for public_id, erased in entries:
        found.setdefault(public_id, []).extend(erased.split(", "))
    return found


def resting(session: Session, records: Sequence[KeptCandidate]) -> dict[str, list[str]]:
    """The same for those that rest until it is said again. One statement at most."""
    return forgotten(session, [kept for kept in records if kept.status is KeptStatus.PAUSED])


def labels(found: Mapping[str, Sequence[str]]) -> list[str]:
    """Every label once, in the order of the form."""
    named = {label for each in found.values() for label in each}
    return [label for label in _ERASED if label in named]
