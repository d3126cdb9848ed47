"""A file of people is sent, read as somebody says, tried, brought in, stopped, and let go of again.

The people come in by ``file_import_steps``, after the commit and a portion at a time: nobody waits for a page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import SYSTEM, Actor, Scope
from jobboard.candidates.models import Candidate
from jobboard.db import outbox
from jobboard.errors import Conflict, InvalidInput
from jobboard.flows.files import delete_later, keeping_files
from jobboard.flows.uploads import Upload, in_megabytes, safe_name
from jobboard.foreign import queries, service
from jobboard.foreign.columns import NEVER, ColumnMap, by_name, map_columns, plain
from jobboard.foreign.kinds import TABLES, Kind, PeopleFile, Reading, kind_of, parsed
from jobboard.foreign.lifecycle import AT_WORK, NOT_BEGUN
from jobboard.foreign.models import FileImport, ImportStatus, WhyGone
from jobboard.foreign.people_table import PeopleOfTable
from jobboard.foreign.person import also_tagged
from jobboard.foreign.schemas import read_reading
from jobboard.foreign.tables import Row, Table, read_table
from jobboard.interchange import Entry
from jobboard.state import BoardState

STEP = "import.step"
"""Outbox topic: ``{"import": public_id}`` takes the next people out of the file."""

MOST_BYTES = 32 * 1024 * 1024
MOST_COLUMNS = 200
DRAFT_LIVES = timedelta(days=1)
FILE_LIVES = timedelta(days=7)

_LOOKED_BACK = 50
_WHAT_IS_WRONG = ("Line", "What is wrong")
"""The columns that rejects get besides their own, and bring back when they are sent again."""

_GONE = "The file is no longer held here. Send it again; whoever came in by it is not added twice."
_NO_NAME = "Say which column holds the name; without one nobody can come in."
_NO_ADDRESS = "Say which column holds an e-mail address, or an id: by it a person is known when a file comes again."


@dataclass(frozen=True, slots=True)
class Rejects:
    """Who could not be brought in, as a table that can be put right and sent again."""

    head: Sequence[str]
    rows: Iterable[Sequence[str]]


def receive(board: BoardState, upload: Upload, *, actor: Actor) -> str:
    """Keep a file and find out what it is; returns the import's public id. Raises ``InvalidInput`` on ``file``."""
    size = upload.stream.seek(0, 2)
    if not size:
        raise InvalidInput({"file": ["The file is empty. Choose the one with your people in it."]})
    if size > MOST_BYTES:
        said = f"Yours has {in_megabytes(size)}; {in_megabytes(MOST_BYTES)} is the most. Split it, or let whoever runs "
        raise InvalidInput({"file": [said + "this site bring it in by the command line."]})
    upload.stream.seek(0)
    data = upload.stream.read()
    kind = kind_of(data)
    table = _checked(data) if kind in TABLES else None
    upload.stream.seek(0)
    stored = board.storage.save(upload.stream)
    with keeping_files(board, stored.key) as session:
        found = service.add_import(
            session,
            board.name,
            filename=safe_name(upload.filename),
            kind=kind,
            size_bytes=size,
            storage_key=stored.key,
            actor=actor,
            now=board.now(),
        )
        if table is not None and kind is Kind.TABLE:
            _propose(session, found, table, actor=actor)
        return found.public_id


def _propose(session: Session, found: FileImport, table: Table, *, actor: Actor) -> None:
    """Read it as the last file with the same columns was. Who could not come in by that one comes back with its tag."""
    columns = {plain(name) for name in table.columns if not NEVER.search(plain(name))}
    again = columns.issuperset(map(plain, _WHAT_IS_WRONG))
    wanted = columns.difference(map(plain, _WHAT_IS_WRONG)) if again else columns
    for earlier in queries.recently_read(session, found, limit=_LOOKED_BACK):
        if {plain(name) for name in earlier.columns}.difference(map(plain, _WHAT_IS_WRONG)) == wanted:
            tag = earlier.tag if again else ""
            service.read_like(session, found, earlier, tag=tag, actor=actor, now=found.made_at)
            return


def _checked(data: bytes) -> Table:
    """Before it is stored. Raises ``InvalidInput`` on ``file``."""
    try:
        table = read_table(data)
    except InvalidInput as problem:
        raise InvalidInput({"file": [sentence for said in problem.errors.values() for sentence in said]}) from problem
    if len(table.columns) > MOST_COLUMNS:
        raise InvalidInput({"file": [f"It has {len(table.columns)} columns; {MOST_COLUMNS} is the most."]})
    if not table.rows:
        raise InvalidInput({"file": ["It has one line. The first names the columns; people follow below it."]})
    return table


def open_file(board: BoardState, found: FileImport) -> PeopleFile:
    """What was sent. Raises ``Conflict`` where it is no longer held, and ``StorageError``."""
    if not found.storage_key:
        raise Conflict(_GONE)
    with closing(board.storage.open(found.storage_key)) as stream:
        return parsed(stream.read(), found.kind)


def people_in_file(found: FileImport, file: PeopleFile) -> Sequence[Entry]:
    """Everybody of the file, read as somebody said."""
    return file.people(Reading(found.columns, found.dates))


def as_tagged(people: Sequence[Entry], tag: str) -> Sequence[Entry]:
    """Those people with the tag that everybody of their file is to bear, if there is one."""
    if not tag:
        return people
    return [one if one.problem else replace(one, values=also_tagged(one.values, tag)) for one in people]


def read_otherwise(
    board: BoardState, public_id: str, fields: Mapping[int, str], form: Mapping[str, Any], *, actor: Actor
) -> None:
    """Say what the columns are, by their places from 0 (one that is not named stays as it was), how dates are read, and
    a tag. Raises ``InvalidInput`` by field, and ``Conflict`` once people have come in by it."""
    dates, tag = read_reading(form)
    scope = Scope(board.name, actor)
    columns = _chosen(board, queries.get_import(board.session(), scope, public_id), fields)
    with board.transaction() as session:
        found = queries.get_import(session, scope, public_id, lock=True)
        if found.status not in NOT_BEGUN:
            raise Conflict("Its people are coming in already, so how it is read can no longer be changed.")
        service.read_as(session, found, columns=columns, dates=dates, tag=tag)


def _chosen(board: BoardState, found: FileImport, fields: Mapping[int, str]) -> Mapping[str, str]:
    table = open_file(board, found).table
    if table is None:
        return {}
    columns = {**found.columns, **by_name(table.columns, fields)}
    map_columns(table.columns, columns)
    return columns


def start(board: BoardState, public_id: str, *, only_try: bool, actor: Actor) -> None:
    """Take the people out of the file, or only try it: nothing is written then, and it is counted what would be.
    Pressed twice it is begun once. Raises ``InvalidInput`` on ``columns``, ``Conflict`` and ``IllegalMove``."""
    to = ImportStatus.TRYING if only_try else ImportStatus.RUNNING
    scope = Scope(board.name, actor)
    total = _how_many(board, queries.get_import(board.session(), scope, public_id))
    with board.transaction() as session:
        found = queries.get_import(session, scope, public_id, lock=True)
        if found.status in AT_WORK:
            return
        service.begin(session, found, to, total=total, actor=actor, now=board.now())
        outbox.add(session, board.name, STEP, {"import": public_id}, at=board.now())


def _how_many(board: BoardState, found: FileImport) -> int:
    file = open_file(board, found)
    if file.table is not None:
        _require_who(map_columns(file.table.columns, found.columns))
    return len(people_in_file(found, file))


def _require_who(columns: ColumnMap) -> None:
    fields = set(columns.fields)
    if not fields & {"name", "first_name", "last_name"}:
        raise InvalidInput({"columns": [_NO_NAME]})
    if not fields & {"email", "id"}:
        raise InvalidInput({"columns": [_NO_ADDRESS]})


def stop(board: BoardState, public_id: str, *, actor: Actor) -> None:
    """Take nobody else out of it. Who is in stays, and it can go on. What has ended meanwhile stays as it is."""
    with board.transaction() as session:
        found = queries.get_import(session, Scope(board.name, actor), public_id, lock=True)
        if found.status in AT_WORK:
            to = ImportStatus.STOPPED if found.status is ImportStatus.RUNNING else ImportStatus.DRAFT
            service.end(session, found, to, actor=actor, now=board.now())


def let_go(board: BoardState, public_id: str, *, actor: Actor) -> None:
    """Delete the file, and what was said of its lines. Who came in stays. Raises ``Conflict`` while it is at work."""
    with board.transaction() as session:
        found = queries.get_import(session, Scope(board.name, actor), public_id, lock=True)
        if found.status in AT_WORK:
            raise Conflict("People are being taken out of this file. Stop that first.")
        forget(board, session, found, WhyGone.BY_HAND, actor=actor)


def forget(board: BoardState, session: Session, found: FileImport, why: WhyGone, *, actor: Actor) -> None:
    """The same inside a transaction. One that nobody began goes altogether; where somebody was erased its page stays
    for the rest of its day, so that who was about to bring it in reads why they cannot."""
    key = service.let_go_of_file(session, found, why, actor=actor, now=board.now())
    if key:
        delete_later(board, session, key)
    if found.status in NOT_BEGUN and why is not WhyGone.ERASED:
        session.delete(found)


def forget_all_held(board: BoardState, session: Session, *, actor: Actor) -> None:
    """Somebody is erased, and any file may name them. One at work is let go of when it ends."""
    for found in queries.held(session, board.name, limit=1000):
        forget(board, session, found, WhyGone.ERASED, actor=actor)


def forget_over(board: BoardState, session: Session, *, limit: int) -> int:
    """Files that nobody began for a day, and those of imports that ended a week ago; how many."""
    begun, ended = board.now() - DRAFT_LIVES, board.now() - FILE_LIVES
    found = queries.over(session, board.name, begun=begun, ended=ended, limit=limit)
    for one in found:
        forget(board, session, one, WhyGone.OVER, actor=SYSTEM)
    return len(found)


def may_name_the_erased(session: Session, found: FileImport) -> bool:
    """Whether somebody was erased since the file came. One statement."""
    erased = select(Candidate.id).where(Candidate.board == found.board, Candidate.erased_at >= found.made_at).limit(1)
    return session.scalar(erased) is not None


def rejects(board: BoardState, public_id: str, *, actor: Actor) -> Rejects:
    """Who could not be brought in. Of a table their own rows come back, each with what is wrong: what is put right
    there can be sent as it is. Raises ``Conflict`` where the file is no longer held."""
    session = board.session()
    found = queries.get_import(session, Scope(board.name, actor), public_id)
    file = open_file(board, found)
    said = ((one.line, one.field, one.reason) for one in queries.each_reject(session, found))
    if (table := file.table) is not None:
        rows = PeopleOfTable(table, map_columns(table.columns, found.columns)).rows()
        return Rejects((*table.columns, *_WHAT_IS_WRONG), _rows_again(rows, said))
    return Rejects(("Number", "Field", "What is wrong"), ((str(line), *what) for line, *what in said))


def _rows_again(rows: Mapping[int, Sequence[Row]], said: Iterable[tuple[int, str, str]]) -> Iterator[Sequence[str]]:
    for line, _field, reason in said:
        for row in rows.get(line, ()):
            yield (*row.cells, str(row.line), reason)
