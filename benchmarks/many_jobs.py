"""Job documents by the hundred thousand: the real postings, and made ones that use the real ones' words.

A made one has a real title with another grade, sentences of real postings in another mix, and facts drawn with the
skew that boards have (few employers with many jobs, many with few). The same seed gives the same documents.
"""

import json
import os
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jobboard.search.documents import JobDocument
from jobboard.search.geo import Point
from jobboard.search.text import plain

DATA = Path(os.environ.get("JOBBOARD_DATA") or Path(__file__).parents[2] / "shared" / "data")
FILES = ("la_jobs.jsonl", "nyc_jobs.jsonl")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SENTENCES = (4, 9)
"""How many sentences a made posting has, at least and at most."""

_FUNCTIONS = ("healthcare", "engineering", "finance", "marketing", "operations", "education", "legal", "trades")
_TYPES = (("FULL_TIME",), ("PART_TIME",), ("FULL_TIME", "CONTRACTOR"), ("TEMPORARY",), ())
_MODES = ("onsite", "onsite", "hybrid", "remote", None)
_GRADES = ("", "", "", "Senior ", "Junior ", "Lead ", "Assistant ", "Principal ")
_TOWNS = [
    "Leeds",
    "York",
    "Hull",
    "Bath",
    "Derby",
    "Exeter",
    "Ripon",
    "Truro",
    "Wells",
    "Ely",
    "Oxford",
    "Lincoln",
    "Durham",
    "Chester",
    "Norwich",
    "Preston",
    "Salford",
    "Lancaster",
    "Worcester",
    "Bristol",
]


def _places() -> Iterator[tuple[str, Point]]:
    """Towns and their namesakes with a number, strewn over an island."""
    for suffix in range(12):
        for number, town in enumerate(_TOWNS):
            north, east = 50 + (7 * number + suffix) % 80 / 10, -4 + (3 * number + 5 * suffix) % 60 / 10
            yield f"{town} {suffix}" if suffix else town, Point(north, east)


_PLACES = tuple(_places())


def documents(count: int, *, seed: int = 7) -> Iterator[JobDocument]:
    """``count`` documents, the real ones first."""
    real = list(_real())
    yield from real[:count]
    dice = random.Random(seed)  # data to measure with
    sentences = [line for document in real for line in _sentences(document.text)]
    titles = [document.title.title() for document in real]
    skills = _common_words(real)
    employers = [
        f"{dice.choice(titles).split()[0]} {word} {n}" for n in range(400) for word in ("Group", "Partners", "Trust")
    ]
    for number in range(len(real), count):
        yield _made(number, dice, sentences=sentences, titles=titles, skills=skills, employers=employers)


def _real() -> Iterator[JobDocument]:
    for name in FILES:
        for line in (DATA / name).read_text(encoding="utf-8").splitlines():
            posting = json.loads(line)
            yield _document(
                posting["identifier"]["value"],
                title=posting["title"],
                organization=posting["hiringOrganization"]["name"],
                text="\n".join(posting.get(key) or "" for key in ("description", "qualifications"))[:6000],
                skills=tuple(filter(None, [posting.get("skills")])),
                dice=random.Random(posting["identifier"]["value"]),
            )


def _made(
    number: int,
    dice: random.Random,
    *,
    sentences: Sequence[str],
    titles: Sequence[str],
    skills: Sequence[str],
    employers: Sequence[str],
) -> JobDocument:
    return _document(
        f"made-{number}",
        title=f"{dice.choice(_GRADES)}{dice.choice(titles)}",
        organization=employers[int(len(employers) * dice.random() ** 2)],
        text=" ".join(dice.choices(sentences, k=dice.randint(*SENTENCES))),
        skills=tuple(dict.fromkeys(dice.choices(skills, k=4))),
        dice=dice,
    )


def _document(
    key: str, *, title: str, organization: str, text: str, skills: tuple[str, ...], dice: random.Random
) -> JobDocument:
    place, point = _PLACES[int(len(_PLACES) * dice.random() ** 2)]
    low = dice.choice((None, 22, 26, 31, 38, 47, 60))
    return JobDocument(
        id=key,
        title=title,
        organization=organization,
        text=text,
        skills=skills,
        function=dice.choice(_FUNCTIONS),
        level_rank=dice.choice((None, 1, 2, 3, 4, 5, 6)),
        employment_types=dice.choice(_TYPES),
        work_mode=dice.choice(_MODES),
        places=(place,),
        regions=("North",) if point.latitude > 54 else ("South",),
        pay_year_min=low and low * 100_000,
        pay_year_max=low and low * 130_000,
        currency="GBP" if low else None,
        posted_at=NOW - timedelta(minutes=dice.randrange(120 * 1440)),
        valid_through=NOW + timedelta(days=dice.randint(1, 60)) if dice.random() < 0.8 else None,
        points=(point,),
    )


def _sentences(text: str) -> list[str]:
    return [line.strip() for line in plain(text).replace(". ", ".\n").splitlines() if 40 < len(line) < 240]


def _common_words(real: Sequence[JobDocument]) -> list[str]:
    words = {word.strip(".,;:()") for document in real for word in document.text.split() if word[:1].isupper()}
    return sorted(word for word in words if 3 < len(word) < 15 and word.isalpha())
