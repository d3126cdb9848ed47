"""People are taken out of a file, a portion in each transaction, so that nobody else waits long for the database.

A portion and its count are one transaction: whatever stops in between, it goes on with the first who is not in yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from sqlalchemy.orm import Session

from jobboard.access import SYSTEM, Actor, Role, Scope
from jobboard.db import outbox, statistics
from jobboard.db.outbox import OutboxEntry
from jobboard.db.transaction import transaction
from jobboard.errors import NotFound
from jobboard.flows.file_imports import STEP, as_tagged, forget, may_name_the_erased, open_file, people_in_file
from jobboard.flows.import_people import PersonImport
from jobboard.flows.line_import import Import, ImportReport, Reject
from jobboard.foreign import queries, service
from jobboard.foreign.lifecycle import AT_WORK
from jobboard.foreign.models import FileImport, ImportStatus, WhyGone
from jobboard.foreign.service import Portion, Said
from jobboard.interchange import Entry
from jobboard.state import BoardState

PORTION = 25
"""SQLite has one write lock for everybody: so many people hold it for about a second on a slow machine."""
PORTIONS_AT_ONCE = 12
"""So many for one outbox entry; what is left follows as the next, so that mails and the index have their turn."""
AT_ONCE = timedelta(seconds=15)
"""Nor does one entry begin another portion after this long."""
CLAIM = timedelta(seconds=50)
"""Longer than ``AT_ONCE`` and the slowest portion: when whoever works on it dies, somebody else goes on so soon."""
_BREATH = timedelta(seconds=1)
_LATE = timedelta(seconds=5)
"""What is due is taken up sooner, where anybody is there to do it."""


class Turn(StrEnum):
    """What an import at work is waiting for."""

    AT_WORK = "at_work"
    WAITS = "waits"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NextStep:
    """``WAITS``: nobody has taken it up since ``at``. ``FAILED``: it is tried again at ``at``. ``AT_WORK``: somebody
    has it in hand, and should they die, others go on at ``at``."""

    turn: Turn
    at: datetime


def next_step(board: BoardState, found: FileImport) -> NextStep | None:
    """What an import is waiting for; None between two steps. One statement."""
    entries = outbox.waiting(board.session(), board.name, STEP)
    entry = next((one for one in entries if one.payload["import"] == found.public_id), None)
    if entry is None:
        return None
    if entry.available_at < board.now() - _LATE:
        return NextStep(Turn.WAITS, entry.available_at)
    failed = entry.last_error and entry.available_at > board.now()
    return NextStep(Turn.FAILED if failed else Turn.AT_WORK, entry.available_at)


def step(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``STEP`` asks for."""
    for public_id in (str(entry.payload["import"]) for entry in entries):
        with board.on_its_own_session() as there:
            goes_on = _some_portions(there, public_id)
        if not goes_on:
            statistics.refresh(board.engine)
            continue
        with transaction(session, owned=True):
            outbox.add(session, board.name, STEP, {"import": public_id}, at=board.now(), after=_BREATH)


def _some_portions(board: BoardState, public_id: str) -> bool:
    """Whether anybody is left in the file afterwards."""
    found = _at_work(board, board.session(), public_id)
    if found is None:
        return False
    work = _Work(board, public_id, people_in_file(found, open_file(board, found)))
    until = board.now() + AT_ONCE
    return all(work.portion() for _ in takewhile(lambda _: board.now() < until, range(PORTIONS_AT_ONCE)))


def _at_work(board: BoardState, session: Session, public_id: str, *, lock: bool = False) -> FileImport | None:
    """The import, unless somebody stopped it or let go of it meanwhile."""
    try:
        found = queries.get_import(session, Scope(board.name, SYSTEM), public_id, lock=lock)
    except NotFound:
        return None
    return found if found.status in AT_WORK else None


@dataclass(frozen=True, slots=True)
class _Work:
    """One file whose people are taken out."""

    board: BoardState
    public_id: str
    people: Sequence[Entry]

    def portion(self) -> bool:
        """Take the next portion out of it, if it is at work still; whether it is afterwards."""
        trial = self._try()
        with self.board.transaction() as session:
            found = _at_work(self.board, session, self.public_id, lock=True)
            if found is None:
                return False
            if trial is not None and not trial.still_holds(found):
                return True  # somebody brings it in by now, or tried the same people a moment earlier
            report = trial.report if trial is not None else self._run(found, dry_run=False)
            service.count(session, found, _as_portion(report))
            return not self._ends(session, found)

    def _try(self) -> "_Trial | None":
        """What would become of the next people, where it is only tried. Nothing of it stays."""
        found = _at_work(self.board, self.board.session(), self.public_id)
        if found is None or found.status is not ImportStatus.TRYING:
            return None
        return _Trial(found.taken, self._run(found, dry_run=True))

    def _run(self, found: FileImport, *, dry_run: bool) -> ImportReport:
        people = as_tagged(self.people[found.taken : found.taken + PORTION], found.tag)
        return Import(self.board, PersonImport(self.board, _whose(found))).run(people, dry_run=dry_run)

    def _ends(self, session: Session, found: FileImport) -> bool:
        if found.taken < len(self.people):
            return False
        to = ImportStatus.DONE if found.status is ImportStatus.RUNNING else ImportStatus.TRIED
        service.end(session, found, to, actor=_whose(found), now=self.board.now())
        tells = found.rejected or queries.remarks_of(session, found)
        if to is ImportStatus.DONE and may_name_the_erased(session, found):
            forget(self.board, session, found, WhyGone.ERASED, actor=SYSTEM)
        elif to is ImportStatus.DONE and not tells:
            forget(self.board, session, found, WhyGone.ALL_IN, actor=SYSTEM)
        return True


@dataclass(frozen=True, slots=True)
class _Trial:
    """What would become of the people behind the first ``taken``."""

    taken: int
    report: ImportReport

    def still_holds(self, found: FileImport) -> bool:
        """Whether nobody else took those people out of it meanwhile."""
        return found.status is ImportStatus.TRYING and found.taken == self.taken


def _whose(found: FileImport) -> Actor:
    """Whoever pressed the button, as the history names them."""
    return Actor(found.made_by_id, found.made_by_name, Role.SYSTEM)


def _as_portion(report: ImportReport) -> Portion:
    return Portion(
        taken=report.read,
        added=report.added,
        updated=report.updated,
        unchanged=report.unchanged,
        rejects=tuple(map(_said, report.rejects)),
        remarks=tuple(map(_said, report.remarks)),
    )


def _said(reject: Reject) -> Said:
    return Said(reject.line, reject.field, reject.reason, reject.person)
