"""Searches of real postings and how a reader judged what they should find. `JOBBOARD_DATA` names their folder.

``short`` are the postings of New York made as short and as messy as feeds send them; ``long`` are the bulletins of Los
Angeles as they are. The candidates to judge were the first fifteen of seven engines, what a reader of all titles would
have named, and whatever ours later put among its first twelve, in no order and without saying whose they were. Each was
read before it was graded: 3 exactly what was asked for, 2 the same trade in another shape, 1 worth a look, 0 not. A
search without grades above 0 has no answer. ``hold`` is for measuring only: no search of it is looked at to change
anything.
"""

import csv
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jobboard.search.documents import JobDocument

DATA = Path(os.environ.get("JOBBOARD_DATA") or Path(__file__).parents[3] / "shared" / "data")
NOW = datetime(2020, 1, 1, tzinfo=UTC)
JUDGMENTS = Path(__file__).parents[1] / "data" / "search_judgments.csv"
FILES = {"short": "nyc_jobs.jsonl", "long": "la_jobs.jsonl"}
SPLITS = ("tune", "hold")

_LONGEST_SHORT_TEXT = 300
_LONG_ENOUGH_TO_SLIP = 5
_BESIDE_ON_THE_KEYBOARD = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuioopsdfghjkllxcvbnmm", strict=True))
_SHORTENED = {
    "Administrative": "Admin", "Administrator": "Admin", "Assistant": "Asst", "Associate": "Assoc",
    "Construction": "Const", "Coordinator": "Coord", "Department": "Dept", "Deputy": "Dep", "Development": "Dev",
    "Director": "Dir", "Engineer": "Eng", "Environmental": "Env", "Executive": "Exec", "Health": "Hlth",
    "Maintenance": "Maint", "Management": "Mgmt", "Manager": "Mgr", "Operations": "Ops", "Representative": "Rep",
    "Senior": "Sr.", "Services": "Svcs", "Specialist": "Spec", "Supervisor": "Supv", "Technician": "Tech",
}  # fmt: skip


@dataclass(frozen=True)
class JudgedSearch:
    """What somebody typed, what they were after, and the grade of every posting that was judged."""

    name: str
    split: str
    text: str
    need: str
    grades: Mapping[str, int]

    @property
    def is_answerable(self) -> bool:
        """Whether any posting answers it."""
        return any(self.grades.values())


def judged_searches(name: str) -> list[JudgedSearch]:
    """The judged searches of one set, both halves."""
    with JUDGMENTS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["set"] == name]
    return [JudgedSearch(name, row["split"], row["query"], row["need"], dict(_grades(row))) for row in rows]


def _grades(row: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for grade in range(4):
        yield from ((key, grade) for key in row[f"grade_{grade}"].split())


def documents(name: str) -> list[JobDocument]:
    """The postings of one set as an engine is told about them, the same at every call."""
    make = {"short": _short, "long": _long}[name]
    return [make(json.loads(line)) for line in (DATA / FILES[name]).read_text(encoding="utf-8").splitlines()]


def _short(posting: Mapping[str, Any]) -> JobDocument:
    organization, street = posting["hiringOrganization"], posting["jobLocation"]["address"].get("streetAddress", "")
    told = " ".join(filter(None, (posting.get(key) for key in ("description", "qualifications", "skills"))))
    text = f"{organization.get('department', '')} / {posting.get('industry', '')} / {street} {told}"
    key = posting["identifier"]["value"]
    return _document(posting, title=_messy(posting["title"], key), text=text[:_LONGEST_SHORT_TEXT])


def _long(posting: Mapping[str, Any]) -> JobDocument:
    text = "\n".join(filter(None, (posting.get(key) for key in ("description", "qualifications"))))
    return _document(posting, title=posting["title"], text=text)


def _messy(title: str, key: str) -> str:
    """Abbreviated, shouted or numbered, each in a share of the postings that depends on nothing but the key."""
    chance = hashlib.sha256(key.encode()).digest()
    if chance[0] % 4 == 0:
        title = re.sub(r"[A-Za-z]+", lambda word: _SHORTENED.get(word[0].title(), word[0]), title)
    if chance[1] % 4 == 0:
        title = title.upper()
    code = f"{chance[2]:02X}{chance[3]:02X}{chance[4]:03d}"
    return {0: f"{code} - {title}", 1: f"{title} (Req# {code})"}.get(chance[5] % 6, title)


def _document(posting: Mapping[str, Any], *, title: str, text: str) -> JobDocument:
    address = posting["jobLocation"]["address"]
    return JobDocument(
        id=posting["identifier"]["value"],
        title=title,
        organization=posting["hiringOrganization"]["name"],
        text=text,
        skills=(),
        function=None,
        level_rank=None,
        employment_types=tuple(posting.get("employmentType", ())),
        work_mode=None,
        places=(address["addressLocality"],),
        regions=(address["addressRegion"],),
        pay_year_min=None,
        pay_year_max=None,
        currency="USD",
        posted_at=datetime.fromisoformat(posting.get("datePosted", "2018-01-01")).replace(tzinfo=UTC),
        valid_through=None,
    )


def is_spelled_right(search: JudgedSearch, known: frozenset[str]) -> bool:
    """Whether every plain word of it stands in some posting, and one of them is long enough to be mistyped."""
    words = re.findall(r"[a-z]+", search.text.lower())
    return set(words) <= known and any(len(word) >= _LONG_ENOUGH_TO_SLIP for word in words)


def plain_words(held: Iterable[JobDocument]) -> frozenset[str]:
    """Every plain word of the postings."""
    return frozenset(word for one in held for word in re.findall(r"[a-z]+", f"{one.title} {one.text}".lower()))


def with_one_slip(text: str) -> list[str]:
    """``text`` with its longest word mistyped in each of four ways: a letter lost, doubled, swapped or mishit.

    Where in the word depends on the word; never its first letter, which is rarely wrong.
    """
    word = max(re.findall(r"[A-Za-z]+", text), key=len)
    at = 1 + hashlib.sha256(word.encode()).digest()[0] % (len(word) - 2)
    before, here, after = word[:at], word[at], word[at + 1 :]
    mishit = _BESIDE_ON_THE_KEYBOARD.get(here.lower(), here + here)
    slipped = (
        before + after,
        before + here + here + after,
        before + after[0] + here + after[1:],
        before + mishit + after,
    )
    return [text.replace(word, each, 1) for each in slipped if each != word]
