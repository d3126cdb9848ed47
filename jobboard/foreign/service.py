"""Every write of files of people. Call inside a transaction; the story around it is ``flows.file_imports``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.db.history import record
from jobboard.foreign.days import DateOrder
from jobboard.foreign.kinds import Kind
from jobboard.foreign.lifecycle import move
from jobboard.foreign.models import FileImport, ImportReject, ImportRemark, ImportStatus, WhyGone
from jobboard.foreign.queries import FILE_DELETED, MOST_REMARKS, READ_LIKE

_COLUMN = 200


@dataclass(frozen=True, slots=True)
class Said:
    """Something about a person of the file: the line they begin on, the field, a sentence, and the public id of who is
    in their way, if anybody is."""

    line: int
    field: str
    sentence: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Portion:
    """What became of the people that were taken out of the file together."""

    taken: int
    added: int
    updated: int
    unchanged: int
    rejects: tuple[Said, ...]
    remarks: tuple[Said, ...]


def add_import(
    session: Session,
    board: str,
    *,
    filename: str,
    kind: Kind,
    size_bytes: int,
    storage_key: str,
    actor: Actor,
    now: datetime,
) -> FileImport:
    """A file has arrived and is stored."""
    found = FileImport(
        board=board,
        filename=filename,
        kind=kind,
        size_bytes=size_bytes,
        storage_key=storage_key,
        made_by_id=actor.id,
        made_by_name=actor.name,
        made_at=now,
    )
    session.add(found)
    session.flush()
    record(session, found, "import_sent", actor=actor, at=now)
    return found


def read_as(
    session: Session, found: FileImport, *, columns: Mapping[str, str], dates: DateOrder | None, tag: str
) -> None:
    """It is read otherwise from now on; what a trial said no longer holds."""
    if found.status is ImportStatus.TRIED:
        move(found, ImportStatus.DRAFT)
        _begin_anew(session, found)
    found.columns, found.dates, found.tag = dict(columns), dates, tag


def read_like(
    session: Session, found: FileImport, earlier: FileImport, *, tag: str, actor: Actor, now: datetime
) -> None:
    """A file that has just come is read as an earlier one was, until somebody says otherwise."""
    found.columns, found.dates, found.tag = dict(earlier.columns), earlier.dates, tag
    record(session, found, READ_LIKE, actor=actor, at=now, before=earlier.filename, after=tag)


def begin(session: Session, found: FileImport, to: ImportStatus, *, total: int, actor: Actor, now: datetime) -> None:
    """Try it, bring it in, or go on where it was stopped. Raises ``IllegalMove``."""
    before = found.status
    move(found, to)
    if before is not ImportStatus.STOPPED:
        _begin_anew(session, found)
    found.total = total
    found.made_by_id, found.made_by_name, found.ended_at = actor.id, actor.name, None
    record(session, found, f"import_{to.value}", actor=actor, at=now, before=before.value)


def _begin_anew(session: Session, found: FileImport) -> None:
    found.total = found.taken = found.added = found.updated = found.unchanged = found.rejected = 0
    _forget_what_was_said(session, found)


def _forget_what_was_said(session: Session, found: FileImport) -> None:
    for table in (ImportReject, ImportRemark):
        session.execute(delete(table).where(table.import_id == found.id))


def count(session: Session, found: FileImport, portion: Portion) -> None:
    """Some more people were taken out of it."""
    found.taken += portion.taken
    found.added += portion.added
    found.updated += portion.updated
    found.unchanged += portion.unchanged
    found.rejected += len(portion.rejects)
    session.add_all(
        ImportReject(
            import_id=found.id, line=one.line, field=one.field[:_COLUMN], reason=one.sentence, person=one.person
        )
        for one in portion.rejects
    )
    _note(session, found, portion.remarks)


def _note(session: Session, found: FileImport, remarks: Iterable[Said]) -> None:
    theirs = session.scalars(select(ImportRemark).where(ImportRemark.import_id == found.id))
    known = {(one.field, one.said): one for one in theirs}
    for remark in remarks:
        key = remark.field[:_COLUMN], remark.sentence
        if key in known:
            known[key].people += 1
        elif len(known) < MOST_REMARKS:
            known[key] = ImportRemark(import_id=found.id, field=key[0], said=key[1], line=remark.line, people=1)
            session.add(known[key])


def end(session: Session, found: FileImport, to: ImportStatus, *, actor: Actor, now: datetime) -> None:
    """It was tried, is done, or is stopped by somebody. Raises ``IllegalMove``."""
    before = found.status
    move(found, to)
    if before is ImportStatus.TRYING and to is ImportStatus.DRAFT:
        _begin_anew(session, found)
    found.ended_at = now
    counts = f"{found.added} added, {found.updated} updated, {found.unchanged} unchanged, {found.rejected} rejected"
    record(session, found, f"import_{to.value}", actor=actor, at=now, before=before.value, after=counts)


def let_go_of_file(session: Session, found: FileImport, why: WhyGone, *, actor: Actor, now: datetime) -> str:
    """The file is no longer held, and nothing that quotes it: returns the key it was stored under, ``""`` where it had
    gone before. The counts stay."""
    key, found.storage_key = found.storage_key, ""
    _forget_what_was_said(session, found)
    if key:
        record(session, found, FILE_DELETED, actor=actor, at=now, why=why.value)
    return key
