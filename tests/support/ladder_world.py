"""A third labour market: everybody climbs the ladder of a real trade, rung by rung, under the titles of that trade.

Unlike in ``kept_world`` a title is not a form filled in: a Matron stands above a Ward Manager and no word says so.
Files are tidy and skills are plain terms, so that words alone find much. ``data/ladder_fields.csv`` has a line for
each trade: its neighbours, its skills, and its titles by rank. The truth is decided before anything is written down.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.support import market
from tests.support.market import graded, kept, mutual, not_better, salary, share_known

TRADES_FILE = Path(__file__).parent.parent / "data" / "ladder_fields.csv"
CITIES = ("Bristol", "Cardiff", "Exeter", "Bath")
GENERAL = ("communication", "teamwork", "problem solving", "time management", "Excel", "leadership")
RANKS = range(1, 9)
_LEVELS = {0: 1.0, 1: 0.8, -1: 0.85, -2: 0.6, -3: 0.4}
"""What the level is worth, by how far the job lies above the highest level held."""


@dataclass(frozen=True)
class Trade:
    """One line of work; ``rungs`` are its titles by rank, and not every trade has every rank."""

    key: str
    split: str
    skills: tuple[str, ...]
    rungs: Mapping[int, tuple[str, ...]]
    near: frozenset[str]

    def below(self, rank: int) -> list[int]:
        """The ranks under ``rank``, the nearest first."""
        return sorted((each for each in self.rungs if each < rank), reverse=True)


Person = market.Person[Trade]
Opening = market.Opening[Trade]


def trades() -> dict[str, Trade]:
    """Every trade by key; being near is mutual."""
    with TRADES_FILE.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    near = mutual({row["field"]: row["near"].split(";") for row in rows})
    return {row["field"]: _trade(row, near[row["field"]]) for row in rows}


def _trade(row: Mapping[str, str], near: frozenset[str]) -> Trade:
    rungs = {rank: tuple(row[str(rank)].split(";")) for rank in RANKS if row[str(rank)]}
    return Trade(row["field"], row["split"], tuple(row["skills"].split(";")), rungs, near)


def pay_of(level: int) -> int:
    """A year's pay at a level, in pounds."""
    return 19_000 + 9_500 * level


class World:
    """``people`` kept on file and ``openings``; the same seed gives the same world."""

    def __init__(self, *, people: int = 2600, openings: int = 50, split: str = "", seed: int = 7) -> None:
        self._random = Random(seed)
        self._trades = trades()
        wanted = [trade for trade in self._trades.values() if not split or trade.split == split]
        self._random.shuffle(wanted)
        self.people = [self._person(number) for number in range(people)]
        self.openings = [self._opening(number, wanted[number % len(wanted)]) for number in range(openings)]

    def _person(self, number: int) -> Person:
        random = self._random
        trade = random.choice(list(self._trades.values()))
        highest = random.choice([rank for rank in trade.rungs if rank >= 2])
        same = random.random() < 0.15
        came_for = highest if same else random.choice(trade.below(highest)[:3])
        person = Person(
            id=f"L{number:05}",
            field=trade,
            highest=highest,
            came_for=came_for,
            same_is_better=False,
            skills=self._skills(trade),
            town=random.choice(CITIES),
            anywhere=random.random() < 0.9,
            floor=pay_of(came_for) if random.random() < 0.3 else None,
            consent_live=random.random() > 0.06,
            liked=random.random() > 0.08,
            heard_in=random.choice((2023, 2024, 2025, 2025, 2026)),
            line={},
        )
        person.line.update(self._resume(person, lateral=same))
        return person

    def _skills(self, trade: Trade) -> frozenset[str]:
        random = self._random
        own = random.sample(trade.skills, k=round(len(trade.skills) * random.uniform(0.35, 0.95)))
        if trade.near and random.random() < 0.4:
            beside = self._trades[random.choice(sorted(trade.near))]
            own += random.sample(beside.skills, k=2)
        return frozenset(own)

    def _resume(self, person: Person, *, lateral: bool) -> dict[str, Any]:
        random, known = self._random, sorted(person.skills)
        said = random.sample(known, k=max(1, round(len(known) * random.uniform(0.7, 1))))
        said += random.sample(GENERAL, k=random.randint(0, 2))
        return {
            "basics": {
                "name": f"Kept {person.id}",
                "email": f"{person.id.lower()}@people.example",
                "location": {"city": person.town, "countryCode": "GB"},
                "summary": "" if random.random() < 0.5 else f"Known for {known[0]} and {known[-1]}.",
            },
            "work": list(self._work(person)),
            "skills": [{"name": name} for name in said],
            "meta": kept(
                person,
                self._application(person, lateral=lateral),
                granted="2025-07-01",
                expires="2027-07-01",
                expired="2026-01-01",
            ),
        }

    def _work(self, person: Person) -> Iterator[dict[str, Any]]:
        random, year = self._random, 2025
        for rank in [person.highest, *person.field.below(person.highest)][: random.randint(1, 4)]:
            stay = random.randint(1, 5)
            yield {
                "name": f"Firm {random.randint(1, 800)}",
                "position": random.choice(person.field.rungs[rank]),
                "startDate": f"{year - stay}-03",
                "endDate": f"{year}-02",
            }
            year -= stay

    def _application(self, person: Person, *, lateral: bool) -> dict[str, Any]:
        random = self._random
        keep: dict[str, Any] = {} if person.anywhere else {"locations": [person.town]}
        if person.floor is not None:
            keep["payFloor"] = person.floor
        row: dict[str, Any] = {
            "jobTitle": random.choice(person.field.rungs[person.came_for]),
            "jobLevel": person.came_for,
            "disposition": "runner_up" if lateral else "too_senior_for_role",
            "closedAt": f"{person.heard_in}-05-02",
            "keep": keep,
        }
        overall = random.choice(("YES", "YES", "STRONG_YES")) if person.liked else "NO"
        row["interviews"] = [{"completedAt": f"{person.heard_in}-04-20", "scorecards": [{"overall": overall}]}]
        return row

    def _opening(self, number: int, trade: Trade) -> Opening:
        random = self._random
        level = random.choice([rank for rank in trade.rungs if rank >= 3])
        asked = frozenset(random.sample(trade.skills, k=6))
        city, pay = random.choice(CITIES), pay_of(level)
        line: dict[str, Any] = {
            "identifier": f"Q{number:03}",
            "title": random.choice(trade.rungs[level]),
            "hiringOrganization": {"name": f"House {number}"},
            "jobLocation": {"address": {"addressLocality": city, "addressCountry": "GB"}},
            "skills": ", ".join(sorted(asked)),
            "baseSalary": salary(pay - 4000, pay + 4000, currency="GBP"),
            "description": f"We are looking for somebody with {' and '.join(sorted(asked)[:2])}.",
            "jobboard:level": level,
            "jobboard:status": "draft",
        }
        return Opening(f"Q{number:03}", trade, level, asked, city, pay, line)

    def relevance(self, opening: Opening) -> dict[str, int]:
        """How well each person fits ``opening`` by the truth, 0 to 3; those who do not fit are left out."""
        return graded(self.people, opening, relevance)


def relevance(person: Person, opening: Opening) -> int:
    """3 for somebody a recruiter would call today, 2 for a good call, 1 for a thinkable one, 0 for no call. Skills and
    level make up nearly all; a neighbouring trade, old news and doubtful interviews take something away."""
    place = person.anywhere or person.town == opening.town
    paid = person.floor is None or opening.pay + 4000 >= person.floor
    level = _LEVELS.get(opening.level - person.highest, 0.0)
    if not (person.consent_live and place and paid and level) or not_better(person, opening):
        return 0
    if person.field.key != opening.field.key and person.field.key not in opening.field.near:
        return 0
    share = share_known(person, opening)
    fit = (0.6 * share + 0.4 * level) * (1.0 if person.field.key == opening.field.key else 0.6)
    fit -= 0.05 * (person.heard_in < 2025) + 0.2 * (not person.liked)
    return sum(fit >= least for least in (0.35, 0.55, 0.75))
