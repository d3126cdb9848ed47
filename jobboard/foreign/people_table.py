"""A table of people: each row a person, or one of their applications."""

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

from jobboard.errors import InvalidInput
from jobboard.foreign.columns import ColumnMap, plain
from jobboard.foreign.days import DateOrder, iso_day, order_of
from jobboard.foreign.outcomes import Outcome, read_outcome
from jobboard.foreign.person import Parts, Person, distinct
from jobboard.foreign.tables import Row, Table
from jobboard.interchange import Entry, Problems, Remark

_DATES = ("applied_on", "closed_on", "keep_consent_on", "keep_consent_until")
_APPLICATION = ("applied_for", "job_id")
_YES = frozenset({"yes", "y", "true", "1", "x", "ja", "oui", "si", "sí"})
_BETWEEN_ADDRESSES = re.compile(r"[;,\s]+")
_BETWEEN_WORDS = re.compile(r"[;,|\n]+")

_Values = Mapping[str, Sequence[str]]
"""What a row says by field, in the order of its columns, without empty cells."""

_Numbered = tuple[Row, _Values]


class PeopleOfTable(Sequence[Entry]):
    """The people of a table in the order in which each stands there first. Each is read only when it is asked for.

    Rows with the same id, else the same first address, are one person with several applications. ``dates`` says how
    dates with slashes are read; None tells it from those of the table that leave no choice.
    """

    def __init__(self, table: Table, columns: ColumnMap, *, dates: DateOrder | None = None) -> None:
        read = [(row, _values(row, columns)) for row in table.rows]
        days = (day for _row, values in read for name in _DATES for day in values.get(name, ()))
        self._order = dates or order_of(days)
        self._columns = columns
        self._people = list(_by_person(read, columns))

    def __len__(self) -> int:
        return len(self._people)

    @overload
    def __getitem__(self, wanted: int) -> Entry: ...

    @overload
    def __getitem__(self, wanted: slice) -> list[Entry]: ...

    def __getitem__(self, wanted: int | slice) -> Entry | list[Entry]:
        if isinstance(wanted, slice):
            return [self._entry(rows) for rows in self._people[wanted]]
        return self._entry(self._people[wanted])

    def _entry(self, rows: Sequence[_Numbered]) -> Entry:
        return _entry(rows, self._columns, self._order)

    def rows(self) -> dict[int, list[Row]]:
        """The rows of each person by the line they begin on."""
        return {rows[0][0].line: [row for row, _values in rows] for rows in self._people}


def _values(row: Row, columns: ColumnMap) -> _Values:
    found: dict[str, list[str]] = {}
    for field, cell in zip(columns.fields, row.cells, strict=False):
        if field and cell:
            found.setdefault(field, []).append(cell)
    return found


def _by_person(read: Iterable[_Numbered], columns: ColumnMap) -> Iterable[Sequence[_Numbered]]:
    """Rows that are too long to be understood, and those of nobody in particular, stand alone."""
    people: dict[object, list[_Numbered]] = {}
    for row, values in read:
        known = _first(values, "id") or _address(values)
        people.setdefault(known if known and _whole(row, columns) else row.line, []).append((row, values))
    return people.values()


def _address(values: _Values) -> str:
    """What stands there instead of an address (“none”, “n/a”) makes nobody one person."""
    said = _first(values, "email").casefold()
    return said if "@" in said else ""


def _whole(row: Row, columns: ColumnMap) -> bool:
    return len(row.cells) == len(columns.columns)


def _entry(rows: Sequence[_Numbered], columns: ColumnMap, order: DateOrder | None) -> Entry:
    first, said_first = rows[0]
    if not _whole(first, columns):
        said = (
            f"The row has {len(first.cells)} cells, the first line {len(columns.columns)}. Quote what holds separators."
        )
        return Entry(first.line, problem=InvalidInput({"line": [said]}))
    outcomes, days = [_outcome(values) for _row, values in rows], _Days(order)
    person = _person([values for _row, values in rows], outcomes, days)
    remarks = [remark for outcome in outcomes for remark in outcome.remarks]
    problem = InvalidInput(days.problems.errors) if days.problems.errors else None
    return Entry(first.line, person.to_line(), (*remarks, *_about_place(said_first)), problem)


class _Days:
    """Reads the dates of one person; what is none is noted and left empty."""

    def __init__(self, order: DateOrder | None) -> None:
        self.order, self.problems = order, Problems()

    def day(self, values: _Values, field: str) -> str:
        text = _first(values, field)
        with self.problems.noted():
            return iso_day(text, self.order, field=field) if text else ""
        return ""


def _person(rows: Sequence[_Values], outcomes: Sequence[Outcome], days: _Days) -> Person:
    """One person of all their rows; where two rows say different things, the first does."""
    whole: _Values = ChainMap(*map(dict, rows))
    return Person(
        external_id=_first(whole, "id"),
        name=_first(whole, "name") or " ".join(filter(None, (_first(whole, "first_name"), _first(whole, "last_name")))),
        emails=_all(rows, "email", _BETWEEN_ADDRESSES),
        phones=_all(rows, "phone", _BETWEEN_WORDS),
        headline=_first(whole, "headline"),
        city=_first(whole, "city"),
        region=_first(whole, "region"),
        country=_first(whole, "country"),
        work=({"position": _first(whole, "title"), "name": _first(whole, "employer")},),
        skills=_all(rows, "skills", _BETWEEN_WORDS),
        tags=_all(rows, "tags", _BETWEEN_WORDS),
        notes=tuple({"text": text} for text in distinct(text for row in rows for text in row.get("notes", ()))),
        do_not_contact=any(plain(word) in _YES for row in rows for word in row.get("do_not_contact", ())),
        consents=_consents(whole, days),
        applications=tuple(
            _application(values, outcome, days)
            for values, outcome in zip(rows, outcomes, strict=True)
            if any(field in values for field in _APPLICATION)
        ),
    )


def _first(values: _Values, field: str) -> str:
    return next(iter(values.get(field, ())), "")


def _all(rows: Sequence[_Values], field: str, between: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(distinct(part for row in rows for cell in row.get(field, ()) for part in between.split(cell)))


def _consents(values: _Values, days: _Days) -> tuple[Parts, ...]:
    """The consent to be kept on file, where the row says the day it was given on."""
    granted = days.day(values, "keep_consent_on")
    if not granted:
        return ()
    return ({"purpose": "keep_on_file", "grantedAt": granted, "expiresAt": days.day(values, "keep_consent_until")},)


def _outcome(values: _Values) -> Outcome:
    return read_outcome(stage=_first(values, "stage"), status=_first(values, "status"), reason=_first(values, "reason"))


def _application(values: _Values, outcome: Outcome, days: _Days) -> Parts:
    return {
        "jobTitle": _first(values, "applied_for"),
        "jobIdentifier": _first(values, "job_id"),
        "appliedAt": days.day(values, "applied_on"),
        "closedAt": days.day(values, "closed_on"),
        "source": _first(values, "source"),
        **outcome.to_line(),
    }


def _about_place(values: _Values) -> Iterator[Remark]:
    country = _first(values, "country")
    if country and len(country) != len("XX"):
        yield Remark("country", f"“{country}” is no two-letter code; the country was left out.")
