"""A small labour market with the truth known: who really fits which opening, decided before any title is written down.

People and openings are drawn from ``data/kept_fields.csv``: a field with its areas, job titles, skills and neighbours.
Each person has a true field, level and skills; titles, missing facts and noise come afterwards, so what matching reads
is only what a real file would say. ``relevance`` judges by the truth and by nothing that Jobboard computes.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log2
from pathlib import Path
from random import Random
from typing import Any

from tests.support import market
from tests.support.market import graded, kept, mutual, not_better, salary, share_known

FIELDS_FILE = Path(__file__).parent.parent / "data" / "kept_fields.csv"
TOWNS = ("Leeds", "York", "Hull", "Sheffield", "Bradford", "Manchester")
GENERAL = ("communication", "Excel", "teamwork", "problem solving", "customer service", "report writing")
_FORMS: dict[int, tuple[str, ...]] = {
    1: ("Junior {job}", "Trainee {job}", "Graduate {job}", "{job} (Entry Level)"),
    2: ("{job}", "{job}", "{job}", "{job} II"),
    3: ("Senior {job}", "Sr. {job}", "Senior {job}", "{job} III"),
    4: ("Lead {job}", "{area} Supervisor", "{area} Team Leader", "{job} Team Lead"),
    5: ("{area} Manager", "Manager, {area}", "Manager of {area}", "{area} Mgr"),
    6: ("Head of {area}", "Senior {area} Manager", "Senior Manager, {area}"),
    7: ("Director of {area}", "{area} Director", "Director, {area}"),
    8: ("VP of {area}", "Vice President, {area}", "Vice President of {area}"),
}


@dataclass(frozen=True)
class Field:
    """One line of work."""

    key: str
    split: str
    areas: tuple[str, ...]
    titles: tuple[str, ...]
    skills: tuple[str, ...]
    near: frozenset[str]


Person = market.Person[Field]
Opening = market.Opening[Field]


def fields() -> dict[str, Field]:
    """Every line of work by key; being near is mutual."""
    with FIELDS_FILE.open(encoding="utf-8") as lines:
        rows = [{name: cell.split(";") for name, cell in row.items()} for row in csv.DictReader(lines)]
    near = mutual({row["field"][0]: [*filter(None, row["near"])] for row in rows})
    return {
        row["field"][0]: Field(
            row["field"][0],
            row["split"][0],
            tuple(row["areas"]),
            tuple(row["titles"]),
            tuple(row["skills"]),
            near[row["field"][0]],
        )
        for row in rows
    }


def title(random: Random, field: Field, level: int) -> str:
    """How somebody in ``field`` at ``level`` might be called."""
    return random.choice(_FORMS[level]).format(job=random.choice(field.titles), area=random.choice(field.areas))


def pay_of(level: int) -> int:
    """A year's pay at a level, in pounds."""
    return 20_000 + 9_000 * level


class World:
    """``people`` kept on file and ``openings``; the same seed gives the same world."""

    def __init__(self, *, people: int = 2600, openings: int = 50, split: str = "", seed: int = 7) -> None:
        self._random = Random(seed)
        self._fields = fields()
        wanted = [field for field in self._fields.values() if not split or field.split == split]
        self.people = [self._person(number) for number in range(people)]
        self.openings = [self._opening(number, wanted[number % len(wanted)]) for number in range(openings)]

    def _person(self, number: int) -> Person:
        random = self._random
        field = random.choice(list(self._fields.values()))
        highest = random.choices(range(2, 9), weights=(10, 14, 16, 18, 12, 9, 4))[0]
        same = random.random() < 0.2
        came_for = highest if same else max(1, highest - random.choice((0, 1, 1, 2, 2, 3)))
        own = frozenset(random.sample(field.skills, k=random.randint(len(field.skills) // 2, len(field.skills) - 1)))
        person = Person(
            id=f"P{number:05}",
            field=field,
            highest=highest,
            came_for=came_for,
            same_is_better=same,
            skills=own,
            town=random.choice(TOWNS),
            anywhere=random.random() < 0.4,
            floor=pay_of(came_for) if random.random() < 0.4 else None,
            consent_live=random.random() > 0.08,
            line={},
        )
        person.line.update(self._resume(person))
        return person

    def _resume(self, person: Person) -> dict[str, Any]:
        random, known = self._random, sorted(person.skills)
        said = [] if random.random() < 0.1 else random.sample(known, k=max(1, round(len(known) * 0.8)))
        said += random.sample(GENERAL, k=random.randint(0, 3))
        return {
            "basics": {
                "name": f"Person {person.id}",
                "email": f"{person.id.lower()}@people.example",
                "location": {"city": person.town, "countryCode": "GB"},
            },
            "work": list(self._work(person)),
            "skills": [{"name": name} for name in said],
            "meta": kept(
                person,
                self._application(person),
                granted="2025-06-01",
                expires="2027-06-01",
                expired="2025-12-01",
            ),
        }

    def _work(self, person: Person) -> Iterator[dict[str, Any]]:
        random, level, year = self._random, person.highest, 2025
        if person.came_for < person.highest and random.random() < 0.3:
            yield {
                "name": "Somewhere",
                "position": title(random, person.field, person.came_for),
                "startDate": "2025-02",
            }
        for _ in range(random.randint(1, 3)):
            stay = random.randint(2, 5)
            yield {
                "name": f"Employer {random.randint(1, 900)}",
                "position": title(random, person.field, level),
                "startDate": f"{year - stay}-01",
                "endDate": f"{year}-01",
                "summary": "" if random.random() < 0.5 else self._told(person),
            }
            level, year = max(1, level - random.choice((0, 1, 1, 2))), year - stay
        if random.random() < 0.2:
            other = random.choice(list(self._fields.values()))
            span = {"startDate": f"{year - 2}-01", "endDate": f"{year}-01"}
            yield {"name": "Elsewhere", "position": title(random, other, max(1, min(3, level))), **span}

    def _told(self, person: Person) -> str:
        named = self._random.sample(sorted(person.skills), k=min(3, len(person.skills)))
        return f"Responsible for {', '.join(named)}."

    def _application(self, person: Person) -> dict[str, Any]:
        random = self._random
        keep: dict[str, Any] = {"reason": "runner_up" if person.same_is_better else "more_senior"}
        if person.same_is_better:
            keep["minLevel"] = person.came_for
        if not person.anywhere:
            keep["locations"] = [person.town]
        if person.floor is not None:
            keep["payFloor"] = person.floor
        row: dict[str, Any] = {
            "jobTitle": title(random, person.field, person.came_for),
            "jobLevel": person.came_for,
            "disposition": "runner_up" if person.same_is_better else "too_senior_for_role",
            "closedAt": "2026-04-01",
            "keep": keep,
        }
        if random.random() < 0.7:
            card = {
                "overall": random.choice(("YES", "YES", "STRONG_YES", "NO_DECISION")),
                "takeaways": "Good examples.",
            }
            row["interviews"] = [{"completedAt": "2026-03-10", "scorecards": [card]}]
        return row

    def _opening(self, number: int, field: Field) -> Opening:
        random = self._random
        level = random.choices(range(3, 9), weights=(10, 14, 24, 18, 14, 6))[0]
        asked = frozenset(random.sample(field.skills, k=min(5, len(field.skills))))
        town, pay = random.choice(TOWNS), pay_of(level)
        line: dict[str, Any] = {
            "identifier": f"J{number:03}",
            "title": title(random, field, level),
            "hiringOrganization": {"name": f"Client {number}"},
            "jobLocation": {"address": {"addressLocality": town, "addressCountry": "GB"}},
            "skills": [{"name": name, "jobboard:strength": "should"} for name in sorted(asked)],
            "baseSalary": salary(pay - 4000, pay + 4000, currency="GBP"),
            "jobboard:level": level,
            "jobboard:status": "draft",
        }
        return Opening(f"J{number:03}", field, level, asked, town, pay, line)

    def relevance(self, opening: Opening) -> dict[str, int]:
        """How well each person fits ``opening`` by the truth, 0 to 3; those who do not fit are left out."""
        return graded(self.people, opening, relevance)


def relevance(person: Person, opening: Opening) -> int:
    """3 for somebody a recruiter would call today, 2 for a good call, 1 for a thinkable one, 0 for no call."""
    place = person.anywhere or person.town == opening.town
    paid = person.floor is None or opening.pay + 4000 >= person.floor
    if not (person.consent_live and place and paid) or not_better(person, opening):
        return 0
    step = opening.level - person.highest
    by_level = {0: 3, 1: 2, -1: 2, -2: 1}.get(step, 0)
    if not by_level:
        return 0
    if person.field.key != opening.field.key:
        return max(0, by_level - 2) if person.field.key in opening.field.near else 0
    share = share_known(person, opening)
    return max(1, by_level - (share < 0.5))


def ndcg(ranked: list[str], graded: Mapping[str, int], *, at: int = 10) -> float | None:
    """Normalised discounted cumulative gain of the first ``at``; None when nobody fits. Järvelin and Kekäläinen 2002,
    with the gain 2^grade − 1."""
    best = sorted(graded.values(), reverse=True)[:at]
    if not best:
        return None
    return _gain([graded.get(each, 0) for each in ranked[:at]]) / _gain(best)


def _gain(grades: list[int]) -> float:
    return float(sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades)))
