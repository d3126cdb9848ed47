"""Occupation data as a file in the board's data folder. It is disposable like the search index: whoever has the folder
can import it again.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from jobboard.db import data_file
from jobboard.fit.modify import is_modifying
from jobboard.fit.occupations import Occupation
from jobboard.fit.titles import title_key
from jobboard.taxonomy.onet import Taxonomy

FILE = "taxonomy.sqlite"
_FORMAT = "1"
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE occupation (code TEXT PRIMARY KEY, name TEXT NOT NULL, zone INTEGER) WITHOUT ROWID;
CREATE TABLE title (key TEXT PRIMARY KEY, code TEXT NOT NULL) WITHOUT ROWID;
"""
_LEAST_WORDS = 2
"""Words that the end of a longer title needs to speak for all of it."""


@dataclass(frozen=True, slots=True)
class Status:
    """What is installed: how many occupations, how many of them with a job zone, how many titles, when it came in."""

    occupations: int
    zoned: int
    titles: int
    imported_at: str


def state_of(folder: Path) -> tuple[int, int, int] | None:
    """What tells one installed file from another; None when there is none."""
    return data_file.state_of(folder / FILE)


def install(folder: Path, taxonomy: Taxonomy, *, now: datetime) -> Status:
    """Write the data and put it in the place of what is there, in one step."""
    with data_file.replacing(folder / FILE) as connection:
        _write(connection, taxonomy, now)
    found = status(folder)
    assert found is not None, "it was just put there"
    return found


def remove(folder: Path) -> bool:
    """Take the data away; whether there was any."""
    return data_file.remove(folder / FILE)


def status(folder: Path) -> Status | None:
    """What is installed; None when nothing is. Raises ``sqlite3.DatabaseError`` when the file is damaged."""
    if state_of(folder) is None:
        return None
    with closing(data_file.open_for_reading(folder / FILE)) as connection:
        count = "SELECT count(*), count(zone) FROM occupation"
        occupations, zoned = connection.execute(count).fetchone()
        (titles,) = connection.execute("SELECT count(*) FROM title").fetchone()
        (imported,) = connection.execute("SELECT value FROM about WHERE name = 'imported'").fetchone()
    return Status(occupations, zoned, titles, imported)


class InstalledOccupations:
    """``fit.occupations.Occupations`` over an installed file. One connection a thread; titles asked before are
    remembered. It keeps reading the file it was opened on, also when another takes its place."""

    def __init__(self, path: Path) -> None:
        self._connection = data_file.connections(path)
        self._find = lru_cache(maxsize=20_000)(self._look_up)
        (self.digest,) = self._connection().execute("SELECT value FROM about WHERE name = 'digest'").fetchone()

    def find(self, title: str, *, whole: bool = False) -> Occupation | None:
        """The occupation that ``title`` is a name of, or else the end of it; ``whole``: only where what stands before
        says no level."""
        return self._find(title, whole)

    def _look_up(self, title: str, whole: bool) -> Occupation | None:
        words = title_key(title).split()
        found = self._named(" ".join(words)) or self._named_by_end(words)
        if found or whole:
            return found
        bare = [word for word in words if not is_modifying([word])]
        return self._named(" ".join(bare)) or self._named_by_end(bare)

    def _named_by_end(self, words: Sequence[str]) -> Occupation | None:
        """What the end names, as long as no word before it says a level."""
        for start in range(1, len(words) - _LEAST_WORDS + 1):
            if is_modifying(words[start - 1 : start]):
                return None
            found = self._named(" ".join(words[start:]))
            if found:
                return found
        return None

    def _named(self, key: str) -> Occupation | None:
        row = (
            self._connection()
            .execute("SELECT code, name, zone FROM title JOIN occupation USING (code) WHERE key = ?", (key,))
            .fetchone()
        )
        return Occupation(*row) if row else None


def same(one: "InstalledOccupations", other: "InstalledOccupations | None") -> bool:
    """Whether two files hold the same data, whenever they came in."""
    return other is not None and one.digest == other.digest


def open_installed(folder: Path) -> InstalledOccupations | None:
    """What is installed, ready to be asked; None when nothing is, or it cannot be used, which ``doctor`` says. Titles
    are then read without it."""
    try:
        with closing(data_file.open_for_reading(folder / FILE)) as connection:
            row = connection.execute("SELECT value FROM about WHERE name = 'format'").fetchone()
    except sqlite3.DatabaseError:
        return None
    return InstalledOccupations(folder / FILE) if row and row[0] == _FORMAT else None


def _write(connection: sqlite3.Connection, taxonomy: Taxonomy, now: datetime) -> None:
    connection.executescript(_TABLES)
    titles = dict(_agreed(taxonomy))
    about = (
        ("format", _FORMAT),
        ("imported", now.isoformat(timespec="seconds")),
        ("digest", _digest(taxonomy, titles)),
    )
    connection.executemany("INSERT INTO about VALUES (?, ?)", about)
    rows = ((code, each.name, each.zone) for code, each in taxonomy.occupations.items())
    connection.executemany("INSERT INTO occupation VALUES (?, ?, ?)", rows)
    connection.executemany("INSERT INTO title VALUES (?, ?)", titles.items())


def _agreed(taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Each title with its one occupation. One that names several counts only where most of them are of one group."""
    for key, codes in taxonomy.titles.items():
        group, most = Counter(code[:4] for code in codes).most_common(1)[0]
        if key and 2 * most > len(codes):
            yield key, next(code for code in codes if code[:4] == group)


def _digest(taxonomy: Taxonomy, titles: dict[str, str]) -> str:
    rows = [
        sorted((each.code, each.name, each.zone or 0) for each in taxonomy.occupations.values()),
        sorted(titles.items()),
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
