"""What kind of file somebody sends, told by its content, and the people in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jobboard.errors import InvalidInput
from jobboard.foreign import greenhouse, lever, opencats
from jobboard.foreign.columns import map_columns
from jobboard.foreign.days import DateOrder
from jobboard.foreign.json_records import Record, read_records
from jobboard.foreign.people_table import PeopleOfTable
from jobboard.foreign.tables import Table, read_head, read_table
from jobboard.interchange import Entry, is_web_page

_UNICODE_16 = (b"\xff\xfe", b"\xfe\xff")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LOOKED_AT = 64 * 1024
_JSON = (b"{", b"[")
_NO_TABLE = "This is no table. Send a CSV file, or a JSON export of Greenhouse or Lever."
_NUL = (
    "Line {line} holds a character that no text has (NUL), so the file was damaged or is not all text. Open it in a "
    "spreadsheet, choose “Save as”, then CSV UTF-8, and send that file."
)
_MOST_NULS = 100
"""One byte of so many: with more of them the file is no damaged text but something else."""
_SAVE_AS = "This is a workbook. In your spreadsheet choose “Save as”, then CSV UTF-8, and send that file."
_WEB_PAGE = (
    "This is a web page (HTML), as some systems write it under the name of a workbook. Open it in a spreadsheet, "
    "choose “Save as”, then CSV UTF-8, and send that file."
)
_UNKNOWN = "Nobody here knows this JSON. It can be candidates of Greenhouse, opportunities of Lever, or JSON Résumés."


class Kind(StrEnum):
    """A file of people that can be read."""

    TABLE = "table"
    JSON_RESUME = "json_resume"
    GREENHOUSE = "greenhouse"
    LEVER = "lever"
    OPENCATS = "opencats"


TABLES = frozenset({Kind.TABLE, Kind.OPENCATS})
"""Kinds whose people stand on lines."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read; the other kinds say so themselves. ``columns`` overrules what their names say."""

    columns: Mapping[str, str] = field(default_factory=dict)
    dates: DateOrder | None = None


def kind_of(data: bytes) -> Kind:
    """What a file is. Raises ``InvalidInput`` on ``file`` for what is none of ours, and says what to send instead."""
    if data.startswith(_WORKBOOKS):
        raise InvalidInput({"file": [_SAVE_AS]})
    if is_web_page(data):
        raise InvalidInput({"file": [_WEB_PAGE]})
    if b"\0" in data and not data.startswith(_UNICODE_16):
        raise InvalidInput({"file": [_why_nul(data)]})
    if not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_JSON):
        return Kind.OPENCATS if opencats.is_candidates(read_head(data)) else Kind.TABLE
    return _kind_of_json(next((one.record for one in read_records(data) if one.problem is None), {}))


def _why_nul(data: bytes) -> str:
    begins = data[:_LOOKED_AT]
    if begins.count(b"\0") * _MOST_NULS > len(begins):
        return _NO_TABLE
    return _NUL.format(line=data.count(b"\n", 0, data.index(b"\0")) + 1)


def _kind_of_json(record: Record) -> Kind:
    if "basics" in record:
        return Kind.JSON_RESUME
    if "email_addresses" in record or "first_name" in record:
        return Kind.GREENHOUSE
    if "emails" in record or "opportunityLocation" in record or "contact" in record:
        return Kind.LEVER
    raise InvalidInput({"file": [_UNKNOWN]})


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file of people, parsed once: a ``table`` whose columns somebody may say, or the ``entries`` of an export."""

    kind: Kind
    table: Table | None
    entries: Sequence[Entry]

    def people(self, reading: Reading) -> Sequence[Entry]:
        """Everybody in it, in its order. Raises ``InvalidInput`` where ``reading`` does not fit its columns."""
        if self.table is not None:
            return PeopleOfTable(self.table, map_columns(self.table.columns, reading.columns), dates=reading.dates)
        return self.entries


def parsed(data: bytes, kind: Kind) -> PeopleFile:
    """A file of a kind. Raises ``InvalidInput`` where it cannot be read as that."""
    if kind is Kind.TABLE:
        return PeopleFile(kind, read_table(data), ())
    return PeopleFile(kind, None, list(_entries(data, kind)))


def _entries(data: bytes, kind: Kind) -> Iterable[Entry]:
    if kind is Kind.OPENCATS:
        return opencats.candidates_of(read_table(data), job_orders=None, pipelines=None)
    records = read_records(data)
    if kind is Kind.GREENHOUSE:
        return greenhouse.candidates_of(records)
    if kind is Kind.LEVER:
        return lever.candidates_of(records, names={})
    return (Entry(one.number, one.record, problem=one.problem) for one in records)
