"""People are taken out of a file, a portion in each transaction, so that nobody else waits long for the database.

A portion and its count are one transaction: whatever stops in between, it goes on with the first who is not in yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from jobboard.access import SYSTEM, Actor, Role, Scope
from jobboard.db import outbox
from jobboard.db.outbox import OutboxEntry
from jobboard.db.transaction import transaction
from jobboard.errors import NotFound
from jobboard.flows.file_imports import STEP, as_tagged, forget, may_name_the_erased, open_file, people_in_file
from jobboard.flows.import_people import PersonImport
from jobboard.flows.line_import import Import, ImportReport, Reject
from jobboard.foreign import queries, service
from jobboard.foreign.lifecycle import AT_WORK
from jobboard.foreign.models import FileImport, ImportStatus
from jobboard.foreign.service import Portion, Said
from jobboard.interchange import Entry
from jobboard.state import BoardState

PORTION = 25
"""SQLite has one write lock for everybody: so many people hold it for about a second on a slow machine."""
PORTIONS_AT_ONCE = 12
"""So many for one outbox entry; what is left follows as the next, so that mails and the index have their turn."""
_BREATH = timedelta(seconds=1)


def step(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``STEP`` asks for."""
    for public_id in (str(entry.payload["import"]) for entry in entries):
        with board.on_its_own_session() as there:
            goes_on = _some_portions(there, public_id)
        if goes_on:
            with transaction(session, owned=True):
                outbox.add(session, board.name, STEP, {"import": public_id}, at=board.now(), after=_BREATH)


def _some_portions(board: BoardState, public_id: str) -> bool:
    """Whether anybody is left in the file afterwards."""
    found = _at_work(board, board.session(), public_id)
    if found is None:
        return False
    work = _Work(board, public_id, people_in_file(found, open_file(board, found)))
    return all(work.portion() for _ in range(PORTIONS_AT_ONCE))


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
        tried = self._try()
        with self.board.transaction() as session:
            found = _at_work(self.board, session, self.public_id, lock=True)
            if found is None:
                return False
            if tried is not None and found.status is ImportStatus.RUNNING:
                return True  # it was tried a moment ago, and somebody brings it in by now
            report = tried or self._run(found, dry_run=False)
            service.count(session, found, _as_portion(report))
            return not self._ends(session, found)

    def _try(self) -> ImportReport | None:
        """What would become of the next people, where it is only tried. Nothing of it stays."""
        found = _at_work(self.board, self.board.session(), self.public_id)
        if found is None or found.status is not ImportStatus.TRYING:
            return None
        return self._run(found, dry_run=True)

    def _run(self, found: FileImport, *, dry_run: bool) -> ImportReport:
        people = as_tagged(self.people[found.taken : found.taken + PORTION], found.tag)
        return Import(self.board, PersonImport(self.board, _whose(found))).run(people, dry_run=dry_run)

    def _ends(self, session: Session, found: FileImport) -> bool:
        if found.taken < len(self.people):
            return False
        to = ImportStatus.DONE if found.status is ImportStatus.RUNNING else ImportStatus.TRIED
        service.end(session, found, to, actor=_whose(found), now=self.board.now())
        tells = found.rejected or queries.remarks_of(session, found)
        if to is ImportStatus.DONE and (not tells or may_name_the_erased(session, found)):
            forget(self.board, session, found, actor=SYSTEM)
        return True


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
    return Said(reject.line, reject.field, reject.reason)
