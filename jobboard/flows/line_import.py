"""How a file comes in: line by line, every line all or nothing, the rest still lands.

Idempotent by external id: a line that was imported before and has not changed writes nothing, not even an outbox
entry. Lines go in batches of one transaction each; after a crash a second run adds what is missing.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from jobboard.errors import AddressTaken, InvalidInput, JobboardError
from jobboard.interchange import Entry, Problems
from jobboard.state import BoardState

LONGEST_LINE = 1024 * 1024
"""Characters; a longer line is rejected unread."""

BATCH = 200
MOST_REMARKS = 1000
Progress = Callable[[int], None]
"""Called with the number of lines read so far."""

T = TypeVar("T")


class Landed(Enum):
    """What became of one line."""

    ADDED = auto()
    UPDATED = auto()
    UNCHANGED = auto()


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that could not be used: its number from 1, the field in its way, and what to write instead; ``person`` is
    the public id of whoever has its address already, if that is the reason."""

    line: int
    field: str
    reason: str
    person: str = ""


@dataclass
class ImportReport:
    """What an import did. ``read`` counts lines that are not empty; the four others add up to it."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejects: list[Reject] = field(default_factory=list)
    remarks: list[Reject] = field(default_factory=list)
    """What a person should look at in lines that are in; up to ``MOST_REMARKS``."""

    @property
    def rejected(self) -> int:
        """How many lines could not be used."""
        return len(self.rejects)

    @property
    def landed(self) -> int:
        """How many lines are in, now or from before."""
        return self.added + self.updated + self.unchanged

    def count(self, landed: Landed) -> None:
        """Count one line that is in."""
        name = landed.name.lower()
        setattr(self, name, getattr(self, name) + 1)

    def remark(self, line: int, found: Iterable[tuple[str, str]]) -> None:
        """Note what a person should look at in one line that is in, by field."""
        room = MOST_REMARKS - len(self.remarks)
        self.remarks += [Reject(line, where, said) for where, said in islice(found, room)]

    def reject(self, line: int, problem: Exception) -> None:
        """Note one line that is not, under the first field in its way, with all that is wrong."""
        errors = problem.errors if isinstance(problem, InvalidInput) else {"line": [str(problem)]}
        person = problem.person if isinstance(problem, AddressTaken) else ""
        self.rejects.append(Reject(line, next(iter(errors)), in_one(errors), person))


class LineImport(Protocol[T]):
    """One kind of line: how it is read, and how a batch of them is written."""

    def read(self, line: Mapping[str, Any]) -> T:
        """The line's values. Raises ``InvalidInput``."""
        ...

    def begin(self, session: Session, batch: Sequence[T]) -> None:
        """Look up what the batch needs."""
        ...

    def write(self, session: Session, line: T) -> Landed:
        """Write one line. Raises ``JobboardError`` and then leaves nothing behind."""
        ...

    def remarks(self, line: T) -> Iterable[tuple[str, str]]:
        """What a person should look at in a line, by field. It comes in all the same."""
        ...

    def end(self, session: Session) -> None:
        """What follows once the batch is in."""
        ...


class _RollBack(Exception):
    """The way out of a dry run."""


@dataclass
class Import(Generic[T]):
    """One run over one file."""

    board: BoardState
    kind: LineImport[T]
    progress: Progress | None = None
    report: ImportReport = field(default_factory=ImportReport)

    def run(self, entries: Iterable[Entry], *, dry_run: bool) -> ImportReport:
        """Read, write and count every entry of a file."""
        waiting = iter(entries)
        with self._whole(dry_run=dry_run):
            while batch := list(islice(waiting, BATCH)):
                self._take(batch)
        self.report.rejects.sort(key=lambda reject: reject.line)
        return self.report

    @contextmanager
    def _whole(self, *, dry_run: bool) -> Iterator[None]:
        """A dry run is one transaction around all batches, so that it counts a repeated line as one."""
        if not dry_run:
            yield
            return
        try:
            with self.board.transaction():
                yield
                raise _RollBack
        except _RollBack:
            return

    def _take(self, batch: Sequence[Entry]) -> None:
        self.report.read += len(batch)
        read = list(self._readable(batch))
        with self.board.transaction() as session:
            self.kind.begin(session, [line for _entry, line in read])
            for entry, line in read:
                self._write(session, entry, line)
            self.kind.end(session)
        if self.progress:
            self.progress(batch[-1].line)

    def _readable(self, batch: Sequence[Entry]) -> Iterator[tuple[Entry, T]]:
        for entry in batch:
            try:
                yield entry, read_entry(self.kind.read, entry)
            except JobboardError as problem:
                self.report.reject(entry.line, problem)

    def _write(self, session: Session, entry: Entry, line: T) -> None:
        try:
            with session.begin_nested():
                landed = self.kind.write(session, line)
        except JobboardError as problem:
            self.report.reject(entry.line, problem)
        except (IntegrityError, DataError) as problem:
            said = f"The database did not take this line ({type(problem).__name__})."
            self.report.reject(entry.line, InvalidInput({"line": [said]}))
        else:
            self.report.count(landed)
            if landed is not Landed.UNCHANGED:
                self.report.remark(entry.line, (*entry.remarks, *self.kind.remarks(line)))


def read_entry(read: Callable[[Any], T], entry: Entry) -> T:
    """The values of an entry as ``read`` reads its line. Raises ``JobboardError``; an ``InvalidInput`` says what is
    wrong with the cells and with what they say together."""
    if entry.problem is None:
        return read(entry.values)
    if not entry.values or not isinstance(entry.problem, InvalidInput):
        raise entry.problem
    problems = Problems()
    problems.add_all(entry.problem)
    with problems.noted():
        read(entry.values)
    raise InvalidInput(problems.errors)


def in_one(errors: Mapping[str, Sequence[str]]) -> str:
    """Every sentence of an error, each once."""
    return " ".join(dict.fromkeys(sentence for said in errors.values() for sentence in said))


def entries_of(lines: Iterable[str]) -> Iterator[Entry]:
    """Lines of JSON as entries, numbered from 1; empty ones are left out."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield Entry(number, parse_line(line))
        except InvalidInput as problem:
            yield Entry(number, problem=problem)


def parse_line(text: str) -> Mapping[str, Any]:
    """One JSON object. Raises ``InvalidInput`` on the field ``line``."""
    if len(text) > LONGEST_LINE:
        raise InvalidInput({"line": ["The line is longer than 1 MiB and was not read."]})
    try:
        found = json.loads(text.lstrip("\ufeff"), parse_constant=lambda _name: None)  # NaN says nothing
    except (ValueError, RecursionError) as problem:
        where = f" at character {problem.pos + 1}" if isinstance(problem, json.JSONDecodeError) else ""
        raise InvalidInput({"line": [f"This is not JSON{where}. Write one object a line."]}) from problem
    if not isinstance(found, dict):
        raise InvalidInput({"line": ["Write one JSON object a line."]})
    return found
