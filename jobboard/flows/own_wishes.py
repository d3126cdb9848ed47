"""What a person says on their own page about what they are kept for: that it holds, or what has changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Role
from jobboard.candidates.models import ConsentPurpose
from jobboard.candidates.queries import by_access_key, live_consent
from jobboard.errors import ConsentMissing
from jobboard.flows import said_again
from jobboard.flows.kept_record import changes, check_seal
from jobboard.flows.rematch import rematch
from jobboard.flows.wishes import told
from jobboard.keep_on_file import service
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.keep_on_file.terms import WISHES, read_own_wishes
from jobboard.state import BoardState

THEMSELVES = Actor("", "The person themselves", Role.STRANGER)
LIVING = frozenset({KeptStatus.ACTIVE, KeptStatus.PAUSED, KeptStatus.IN_CONVERSATION})
"""Records that hold wishes a person may change."""

_ALL_HOLDS = "They said that all of it still holds."


def still_holds(board: BoardState, access_key: str) -> None:
    """They confirm everything we noted; it counts as fresh from today, and what rested for it goes on. Said twice on a
    day it is said once. Raises ``ConsentMissing`` while nothing is kept that could hold."""
    with board.transaction() as session:
        news = [kept for kept in _living(board, session, access_key) if not _said_today(board, kept)]
        _go_on(board, session, news)
        for kept in news:
            service.reconfirm(session, kept, actor=THEMSELVES, now=board.now())
        rematch(board, session, [kept.id for kept in news], actor=THEMSELVES, why_now=_ALL_HOLDS)


def _said_today(board: BoardState, kept: KeptCandidate) -> bool:
    """Whether they have said so today, and nobody has asked again since."""
    said, asked = kept.reconfirmed_at, kept.reconfirm_asked_at
    return said is not None and said.date() == board.now().date() and (asked is None or asked <= said)


def edit(board: BoardState, access_key: str, form: Mapping[str, Any]) -> list[str]:
    """Change what would be worth a message, for everything they are kept for; returns the labels of what changed.

    The form's ``seal`` must be that of the newest record's wishes as they were shown. Saving also says that all the
    rest still holds, and lets go on what rested until they had said it again. Whoever no longer fits a job leaves the
    inbox at once, whoever fits another comes to it after the commit. Raises ``InvalidInput`` by field,
    ``ConsentMissing`` while nothing is kept, and ``TermsChanged`` when a recruiter changed the same in between.
    """
    columns = read_own_wishes(form, ladder=board.ladder, currency=board.config.currency)
    with board.transaction() as session:
        records = _living(board, session, access_key)
        check_seal(board, records[0], form, WISHES)
        went_on = _go_on(board, session, records)
        changed = dict.fromkeys(label for kept in records for label in _edit(board, session, kept, columns))
        if changed or went_on:
            why = f"Their wishes changed: {changes(list(changed))}." if changed else _ALL_HOLDS
            rematch(board, session, [kept.id for kept in records], actor=THEMSELVES, why_now=why)
        return list(changed)


def take_a_break(board: BoardState, access_key: str) -> None:
    """Nobody considers them or writes to them until they are back; everything is kept. Pressed twice it is one."""
    _move(board, access_key, KeptStatus.ACTIVE, KeptStatus.PAUSED, why="They take a break.")


def come_back(board: BoardState, access_key: str) -> None:
    """The break is over; whatever fits them now brings them up."""
    _move(board, access_key, KeptStatus.PAUSED, KeptStatus.ACTIVE, why="They are back from a break.")


def _move(board: BoardState, access_key: str, here: KeptStatus, to: KeptStatus, *, why: str) -> None:
    with board.transaction() as session:
        moving = [kept for kept in _living(board, session, access_key) if kept.status is here]
        for kept in moving:
            service.move_kept(session, kept, to, actor=THEMSELVES, now=board.now(), why=why)
        rematch(board, session, [kept.id for kept in moving], actor=THEMSELVES, why_now=why)


def _go_on(board: BoardState, session: Session, records: Sequence[KeptCandidate]) -> bool:
    """Make active again what rested because erased wishes had to be said again; whether there was any."""
    resting = said_again.resting(session, records)
    for kept in records:
        if kept.public_id in resting:
            why = "They said anew what they wish."
            service.move_kept(session, kept, KeptStatus.ACTIVE, actor=THEMSELVES, now=board.now(), why=why)
    return bool(resting)


def _edit(board: BoardState, session: Session, kept: KeptCandidate, columns: Mapping[str, Any]) -> list[str]:
    changed = service.edit_kept(
        session,
        kept,
        columns,
        said=lambda record: told(board, record),
        actor=THEMSELVES,
        now=board.now(),
        what="wishes_edited",
    )
    kept.reconfirmed_at = board.now()
    return changed


def _living(board: BoardState, session: Session, access_key: str) -> Sequence[KeptCandidate]:
    """Their records that hold wishes, newest first; at least one."""
    candidate = by_access_key(session, board.name, access_key)
    consent = live_consent(candidate, ConsentPurpose.KEEP_ON_FILE, board.now())
    records = [kept for kept in service.kept_people(session, candidate.id) if kept.status in LIVING]
    if consent is None or not records:
        raise ConsentMissing("You are not kept for anything at the moment, so there is nothing to change here.")
    return records
