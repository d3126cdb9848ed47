"""Every read of files of people. Each says what it costs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from jobboard.access import Scope
from jobboard.db.history import History, of_subject
from jobboard.db.paging import Page, PageRequest, page_of
from jobboard.errors import NotFound
from jobboard.foreign.kinds import Kind
from jobboard.foreign.lifecycle import AT_WORK, NOT_BEGUN
from jobboard.foreign.models import FileImport, ImportReject, ImportRemark, WhyGone

MOST_REMARKS = 200
FILE_DELETED = "import_file_deleted"
READ_LIKE = "import_read_like"


def get_import(session: Session, scope: Scope, public_id: str, *, lock: bool = False) -> FileImport:
    """One file of the board as it is now, or ``NotFound``; with ``lock`` nobody else changes it meanwhile. One
    statement."""
    wanted = select(FileImport).where(FileImport.board == scope.board, FileImport.public_id == public_id)
    wanted = wanted.with_for_update() if lock else wanted
    found = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("import")
    return found


def imports_page(session: Session, scope: Scope, wanted: PageRequest) -> Page[FileImport]:
    """The files of the board, newest first. Two statements."""
    theirs = select(FileImport).where(FileImport.board == scope.board).order_by(FileImport.id.desc())
    return page_of(session, theirs, wanted)


def rejects_page(session: Session, found: FileImport, wanted: PageRequest) -> Page[ImportReject]:
    """Who could not be brought in, by line. One statement: how many there are is known."""
    return page_of(session, _rejects(found), wanted, total=found.rejected)


def each_reject(session: Session, found: FileImport) -> Iterator[ImportReject]:
    """All of them by line, read as they are needed. One statement."""
    yield from session.scalars(_rejects(found).execution_options(yield_per=500))


def _rejects(found: FileImport) -> Select[Any]:
    return select(ImportReject).where(ImportReject.import_id == found.id).order_by(ImportReject.line, ImportReject.id)


def remarks_of(session: Session, found: FileImport) -> list[ImportRemark]:
    """What to look at, by the first line it is said of, up to ``MOST_REMARKS``. One statement."""
    theirs = select(ImportRemark).where(ImportRemark.import_id == found.id).order_by(ImportRemark.line)
    return list(session.scalars(theirs.limit(MOST_REMARKS)))


def recently_read(session: Session, found: FileImport, *, limit: int) -> list[FileImport]:
    """Tables that were sent to the same board before and whose columns somebody has looked at, newest first. One
    statement."""
    earlier = select(FileImport).where(
        FileImport.board == found.board, FileImport.id < found.id, FileImport.kind == Kind.TABLE
    )
    return [one for one in session.scalars(earlier.order_by(FileImport.id.desc()).limit(limit)) if one.columns]


def read_like(session: Session, found: FileImport) -> History | None:
    """Which earlier file it was read like when it came: the entry names it as ``before``, and its tag, where that was
    taken over, as ``after``. One statement."""
    return next(iter(of_subject(session, found, only=(READ_LIKE,), limit=1)), None)


def file_deleted(session: Session, found: FileImport) -> tuple[WhyGone | None, History] | None:
    """Why the file is no longer held, where that was written down, and the entry that says when and by whom; None
    while it is held. One statement."""
    entry = next(iter(of_subject(session, found, only=(FILE_DELETED,), limit=1)), None)
    if entry is None:
        return None
    return (WhyGone(entry.why) if entry.why else None), entry


def held(session: Session, board: str, *, limit: int) -> list[FileImport]:
    """Imports that are not at work and whose file is still held. One statement."""
    theirs = (FileImport.board == board, FileImport.storage_key != "", FileImport.status.not_in(AT_WORK))
    return list(session.scalars(select(FileImport).where(*theirs).limit(limit)))


def over(session: Session, board: str, *, begun: datetime, ended: datetime, limit: int) -> list[FileImport]:
    """Imports nobody began that were sent before ``begun``, and those that ended before ``ended`` and whose file is
    still held. One statement."""
    theirs = or_(
        FileImport.status.in_(NOT_BEGUN) & (FileImport.made_at <= begun),
        (FileImport.ended_at <= ended) & (FileImport.storage_key != ""),
    )
    return list(session.scalars(select(FileImport).where(FileImport.board == board, theirs).limit(limit)))
