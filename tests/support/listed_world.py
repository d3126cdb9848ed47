"""A second labour market, built another way than ``kept_world``: occupations, their titles and the software they use
come from the O*NET database, careers are American, files are untidy, and most of what was agreed is left out.

Needs the folder that ``JOBBOARD_DATA`` names. The truth is decided before anything is written down.
"""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.support import market
from tests.support.market import graded, kept, not_better, salary, share_known

CITIES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "New York": (("New York", "NY", "New York, NY"), ("Manhattan", "NY", "Manhattan"), ("Brooklyn", "NY", "NYC")),
    "Los Angeles": (("Los Angeles", "CA", "Los Angeles, CA"), ("Los Angeles", "California", "LA")),
    "Chicago": (("Chicago", "IL", "Chicago"), ("Chicago", "Illinois", "Chicago, IL")),
    "Boston": (("Boston", "MA", "Boston, Massachusetts"), ("Boston", "MA", "Boston")),
    "Houston": (("Houston", "TX", "Houston, TX"),),
}
_FORMS: dict[int, tuple[str, ...]] = {
    1: ("Junior {job}", "{job} Trainee", "{job} Apprentice", "Entry Level {job}"),
    2: ("{job}", "{job}", "{job} I", "{job} (Full-Time)", "{JOB}"),
    3: ("Senior {job}", "Sr {job}", "{job}, Senior", "SENIOR {JOB}", "{job} III"),
    4: ("{job} Supervisor", "Supervising {job}", "{area} Supervisor", "Lead {job}", "{area} Team Lead"),
    5: ("{area} Manager", "Manager - {area}", "{area} Mgr.", "Manager, {area} (NE Region)"),
    6: ("Senior {area} Manager", "Deputy Director of {area}", "Assistant Director, {area}", "Head of {area}"),
    7: ("Director of {area}", "{area} Director", "DIRECTOR, {AREA}"),
    8: ("VP, {area}", "Vice President - {area}", "Vice President of {area}"),
}
_LEVELS = re.compile(
    r"\b(?:manag\w*|director|supervis\w*|senior|lead\w*|chief|head|assistant|associate|principal|president|executive|"
    r"superintendent|foreman|junior|apprentice|trainee|aide|helper|intern|owner|coordinator|administrator|officer|"
    r"captain|master|ceo|cfo|coo|vp|journeyman|professor|graduate|student|dean|boss|partner|fellow)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Occupation:
    """One line of work; those of one ``group`` lie near each other."""

    key: str
    name: str
    told: str
    titles: tuple[str, ...]
    areas: tuple[str, ...]
    skills: tuple[str, ...]

    @property
    def group(self) -> str:
        """The minor group of the classification."""
        return self.key[:5]


Person = market.Person[Occupation]
Opening = market.Opening[Occupation]


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = Path(os.environ["JOBBOARD_DATA"]) / "onet" / name
    with path.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def occupations(random: Random, *, groups: int = 24) -> list[Occupation]:
    """Three occupations of each of some minor groups that have titles and software enough."""
    titles, software = defaultdict(list), defaultdict(list)
    for row in _rows("Alternate Titles (part).txt"):
        if not _LEVELS.search(row["Alternate Title"]) and row["Alternate Title"].isascii():
            titles[row["O*NET-SOC Code"]].append(re.sub(r"\s*\(.*\)", "", row["Alternate Title"]))
    for row in _rows("Technology Skills.txt"):
        software[row["O*NET-SOC Code"]].append(row["Example"])
    by_group: dict[str, list[Occupation]] = defaultdict(list)
    for row in _rows("Occupation Data.txt"):
        code, own = row["O*NET-SOC Code"], titles[row["O*NET-SOC Code"]]
        areas = [_area(title) for title in own if _area(title)]
        if code[:2] in ("11", "55") or len(own) < 4 or len(areas) < 2 or len(software[code]) < 10:
            continue
        chosen = random.sample(software[code], k=min(16, len(software[code])))
        some = random.sample(own, k=min(8, len(own)))
        found = Occupation(code, row["Title"], row["Description"], tuple(some), tuple(areas[:3]), tuple(chosen))
        by_group[found.group].append(found)
    rich = sorted(key for key, found in by_group.items() if len(found) >= 3)
    return [each for key in random.sample(rich, k=groups) for each in random.sample(by_group[key], k=3)]


def _area(title: str) -> str:
    first = title.split()[:-1]
    return " ".join(first) if first and first[0] not in ("Certified", "Licensed", "Registered", "Field") else ""


def pay_of(level: int) -> int:
    """A year's pay at a level, in dollars."""
    return 28_000 + 14_000 * level


class World:
    """``people`` kept on file and ``openings``; the same seed gives the same world."""

    def __init__(self, *, people: int = 2600, openings: int = 50, seed: int = 7) -> None:
        self._random = Random(seed)
        self._occupations = occupations(self._random)
        self.people = [self._person(number) for number in range(people)]
        self.openings = [self._opening(number) for number in range(openings)]

    def _title(self, field: Occupation, level: int) -> str:
        job, area = self._random.choice(field.titles), self._random.choice(field.areas)
        form = self._random.choice(_FORMS[level])
        return form.format(job=job, area=area, JOB=job.upper(), AREA=area.upper())

    def _person(self, number: int) -> Person:
        random = self._random
        field = random.choice(self._occupations)
        highest = random.choices(range(2, 9), weights=(12, 16, 18, 18, 12, 8, 3))[0]
        lateral = random.random() < 0.15
        came_for = highest if lateral else max(1, highest - random.choice((1, 1, 2, 2, 3)))
        own = random.sample(field.skills, k=max(3, round(len(field.skills) * random.uniform(0.4, 0.9))))
        person = Person(
            id=f"K{number:05}",
            field=field,
            highest=highest,
            came_for=came_for,
            same_is_better=False,
            skills=frozenset(own),
            town=random.choice(list(CITIES)),
            anywhere=random.random() < 0.5,
            floor=pay_of(came_for) if random.random() < 0.35 else None,
            consent_live=random.random() > 0.06,
            liked=random.random() > 0.1,
            line={},
        )
        person.line.update(self._resume(person, lateral))
        return person

    def _resume(self, person: Person, lateral: bool) -> dict[str, Any]:
        random, known = self._random, sorted(person.skills)
        random.shuffle(known)
        listed = known[: round(len(known) * random.choice((0, 0.3, 0.6, 0.8, 1)))]
        told = known[len(listed) :] if random.random() < 0.7 else []
        locality, region, _ = random.choice(CITIES[person.town])
        basics: dict[str, Any] = {
            "name": f"Kept {person.id}",
            "email": f"{person.id.lower()}@people.example",
            "summary": self._summary(person, told),
        }
        if random.random() < 0.8:
            basics["location"] = {"city": locality, "region": region, "countryCode": "US"}
        return {
            "basics": basics,
            "work": list(self._work(person)),
            "skills": [{"name": name} for name in listed],
            "education": [{"studyType": random.choice(("Bachelor", "Associate degree", "High school"))}],
            "meta": kept(
                person,
                self._application(person, lateral),
                granted="2025-05-01",
                expires="2027-05-01",
                expired="2026-01-15",
            ),
        }

    def _summary(self, person: Person, told: list[str]) -> str:
        """A long story: what the occupation does, the software, and phrases that say nothing."""
        random = self._random
        sentences = re.split(r"(?<=\.)\s", person.field.told)
        if told:
            sentences.append(f"Proficient in {', '.join(told[:-1]) or told[0]} and {told[-1]}.")
        sentences += random.sample(_PHRASES, k=3)
        random.shuffle(sentences)
        return " ".join(sentences)

    def _work(self, person: Person) -> Iterator[dict[str, Any]]:
        random, level, year = self._random, person.highest, 2025
        if random.random() < 0.2:
            stepped = max(1, person.highest - 2)
            yield {"name": "Bridge Co", "position": self._title(person.field, stepped), "startDate": "2025-03"}
        for place in range(random.randint(1, 4)):
            stay = random.randint(1, 6)
            field = person.field
            if place and random.random() < 0.2:
                field, level = random.choice(self._occupations), min(level, 3)
            line = {"name": f"Company {random.randint(1, 700)} Inc.", "position": self._title(field, level)}
            if random.random() < 0.9:
                line |= {"startDate": f"{year - stay}-0{random.randint(1, 9)}", "endDate": f"{year}-01-15"}
            yield line
            level, year = max(1, level - random.choice((0, 1, 1, 2))), year - stay

    def _application(self, person: Person, lateral: bool) -> dict[str, Any]:
        random = self._random
        keep: dict[str, Any] = {}
        if not person.anywhere:
            keep["locations"] = [random.choice(CITIES[person.town])[2]]
        if person.floor is not None and random.random() < 0.5:
            keep["payFloor"] = {"amount": round(person.floor / 2080 * 100), "currency": "USD", "unit": "HOUR"}
        elif person.floor is not None:
            keep["payFloor"] = {"amount": person.floor * 100, "currency": "USD", "unit": "YEAR"}
        row: dict[str, Any] = {
            "jobTitle": self._title(person.field, person.came_for),
            "jobLevel": person.came_for,
            "disposition": "runner_up" if lateral else "too_senior_for_role",
            "closedAt": f"2026-0{random.randint(1, 9)}-11",
            "keep": keep,
        }
        if random.random() < 0.6 or not person.liked:
            overall = random.choice(("YES", "YES", "STRONG_YES")) if person.liked else "NO"
            row["interviews"] = [{"completedAt": "2026-01-10", "scorecards": [{"overall": overall}]}]
        return row

    def _opening(self, number: int) -> Opening:
        random = self._random
        field = self._occupations[number % len(self._occupations)]
        level = random.choices(range(3, 9), weights=(14, 20, 26, 16, 10, 4))[0]
        asked = frozenset(random.sample(field.skills, k=min(6, len(field.skills))))
        city, pay = random.choice(list(CITIES)), pay_of(level)
        locality, region, _ = CITIES[city][0]
        hourly = level <= 4 and random.random() < 0.5
        least, most = ((pay - 5000) / 2080, (pay + 5000) / 2080) if hourly else (pay - 5000, pay + 5000)
        line: dict[str, Any] = {
            "identifier": f"O{number:03}",
            "title": self._title(field, level),
            "hiringOrganization": {"name": f"Agency {number}"},
            "jobLocation": {"address": {"addressLocality": locality, "addressRegion": region, "addressCountry": "US"}},
            "baseSalary": salary(round(least, 2), round(most, 2), currency="USD", unit="HOUR" if hourly else "YEAR"),
            "description": f"{field.told} {' '.join(random.sample(_PHRASES, k=3))}",
            "jobboard:level": level,
            "jobboard:status": "draft",
        }
        self._ask(line, sorted(asked))
        return Opening(f"O{number:03}", field, level, asked, city, pay, line)

    def _ask(self, line: dict[str, Any], asked: list[str]) -> None:
        """Most list what they ask for, some only tell it."""
        form = self._random.random()
        if form < 0.5:
            line["skills"] = [{"name": name, "jobboard:strength": "should"} for name in asked]
        elif form < 0.75:
            line["skills"] = ", ".join(asked)
        else:
            line["qualifications"] = f"Experience with {', '.join(asked)} is required."

    def relevance(self, opening: Opening) -> dict[str, int]:
        """How well each person fits ``opening`` by the truth, 0 to 3; those who do not fit are left out."""
        return graded(self.people, opening, relevance)


_PHRASES = (
    "Results-driven professional with a passion for excellence and a proven track record.",
    "Strong communication skills and attention to detail; works well in a team and independently.",
    "Known for meeting deadlines in fast-paced environments and for mentoring others.",
    "Equal opportunity is given to all applicants without regard to race, color, religion or sex.",
    "Responsible for reports to the leadership and for training new staff.",
    "Familiar with budgets, vendors, scheduling and customer service.",
    "Candidates must attach a cover letter and proof of education; residency may be required.",
)


def relevance(person: Person, opening: Opening) -> int:
    """3 for somebody a recruiter would call today, 2 for a good call, 1 for a thinkable one, 0 for no call."""
    place = person.anywhere or person.town == opening.town
    paid = person.floor is None or opening.pay + 5000 >= person.floor
    if not (person.consent_live and place and paid and person.liked) or not_better(person, opening):
        return 0
    by_level = {0: 3, 1: 2, -1: 2, -2: 1}.get(opening.level - person.highest, 0)
    share = share_known(person, opening)
    if person.field.key == opening.field.key:
        return max(0, by_level - (share < 0.4))
    if person.field.group == opening.field.group:
        return max(0, by_level - (1 if share >= 0.4 else 2))
    return 0
