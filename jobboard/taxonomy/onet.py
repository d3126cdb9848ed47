"""Reads a folder of the O*NET database as it is published: tab-separated text, one file a table.

Only the occupations are needed. Alternate titles and job zones help where they are there, and any of their rows may be
missing.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jobboard.errors import InvalidInput
from jobboard.fit.occupations import Occupation
from jobboard.fit.titles import title_key

_CODE, _TITLE = "O*NET-SOC Code", "Title"
_OCCUPATIONS, _ZONES = "Occupation Data.txt", "Job Zones.txt"
_ALTERNATES = ("Alternate Titles.txt", "Alternate Titles (part).txt")
_ALTERNATE_COLUMNS = ("Alternate Title", "Short Title")
_PLURALS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("men", "man"), ("s", ""))

Progress = Callable[[str, int], None]
"""Called after each file with its name and the number of its rows that could be used."""

ATTRIBUTION = (
    "This product includes information from the O*NET Database by the U.S. Department of Labor, Employment and "
    "Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA. "
    "Jobboard has modified some of this information; USDOL/ETA has not approved, endorsed, or tested these "
    "modifications."
)
"""Owed wherever the data is used or shown."""


@dataclass
class Taxonomy:
    """What a folder holds: occupations by code, and for each comparable title the codes it is a name of, the
    occupation's own name first. ``skipped`` counts rows that could not be used."""

    occupations: dict[str, Occupation] = field(default_factory=dict)
    titles: dict[str, list[str]] = field(default_factory=dict)
    skipped: int = 0


def read_folder(folder: Path, progress: Progress) -> Taxonomy:
    """What the folder holds; ``progress`` hears of each file. Raises ``InvalidInput`` when it is no such folder."""
    if not (folder / _OCCUPATIONS).is_file():
        said = f"There is no “{_OCCUPATIONS}” in {folder}. Give the folder of an unpacked O*NET text database."
        raise InvalidInput({"folder": [said]})
    found = Taxonomy()
    zones = _zones(folder / _ZONES, found)
    progress(_ZONES, len(zones))
    progress(_OCCUPATIONS, _read_occupations(folder / _OCCUPATIONS, zones, found))
    for name in _ALTERNATES:
        if (folder / name).is_file():
            progress(name, _read_alternates(folder / name, found))
    return found


def _zones(path: Path, found: Taxonomy) -> dict[str, int]:
    zones: dict[str, int] = {}
    for row in _rows(path) if path.is_file() else ():
        zone = (row.get("Job Zone") or "").strip()
        if zone in {"1", "2", "3", "4", "5"} and row.get(_CODE):
            zones[row[_CODE]] = int(zone)
        else:
            found.skipped += 1
    return zones


def _read_occupations(path: Path, zones: dict[str, int], found: Taxonomy) -> int:
    for row in _rows(path):
        code, name = (row.get(_CODE) or "").strip(), (row.get(_TITLE) or "").strip()
        if not code or not name:
            found.skipped += 1
            continue
        found.occupations[code] = Occupation(code[:10], name[:200], zones.get(code))
    if not found.occupations:
        raise InvalidInput({path.name: [f"It has no rows with “{_CODE}” and “{_TITLE}”; it is not an O*NET file."]})
    for code, occupation in found.occupations.items():
        for name in _singulars(occupation.name):
            _name(found, name, code)
    return len(found.occupations)


def _read_alternates(path: Path, found: Taxonomy) -> int:
    count = 0
    for row in _rows(path):
        code = (row.get(_CODE) or "").strip()
        names = [name for column in _ALTERNATE_COLUMNS if (name := (row.get(column) or "").strip()) not in ("", "n/a")]
        if code not in found.occupations or not names:
            found.skipped += 1
            continue
        count += 1
        for name in names:
            _name(found, name, code)
    return count


def _name(found: Taxonomy, name: str, code: str) -> None:
    codes = found.titles.setdefault(title_key(name), [])
    if code not in codes:
        codes.append(code)


def _singulars(name: str) -> Iterable[str]:
    """An occupation's name speaks of many, a title of one."""
    yield name
    for plural, single in _PLURALS:
        if name.endswith(plural):
            yield name.removesuffix(plural) + single
            return


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
