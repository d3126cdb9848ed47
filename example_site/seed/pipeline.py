"""The people in the pool: applicants of the open jobs, at every stage."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from example_site.seed.applications import Opening, application, consent, opening_of
from example_site.seed.careers import Profile, career
from example_site.seed.dates import at, day_of
from example_site.seed.people import Story, basics
from example_site.seed.resume import candidate, record
from example_site.seed.stages import Course
from example_site.seed.tables import nearest_rank, place_of, rank_of, towns_near, written_jobs

NAMED_ONLY = "WH-2227"
"""The credit controller's board is told person by person, so nobody is dealt to it."""

_STEPS = (-1, -1, 0, 0, 0, 0, 0, 1, 1, 2)
_SOURCES = ("web",) * 7 + ("referral", "referral", "job_alert")
_MOST, _FEWEST = 4, 3
_SELDOM = 6


@dataclass(frozen=True)
class _Applicant:
    """Somebody in the pool: their candidate object, and what decides which jobs they would come for."""

    person: dict[str, Any]
    function: str
    rank: int
    ring: frozenset[str]

    def came_for(self, ref: str) -> bool:
        return any(entry.get("jobIdentifier") == ref for entry in self.applications)

    @property
    def applications(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = record(self.person)["applications"]
        return found


def pool(story: Story, count: int) -> Iterator[dict[str, Any]]:
    """So many new people, each drawn by one open job and most of them in the pipeline of another as well."""
    live = [job for job in written_jobs() if job.get("status", "open") == "open" and job["ref"] != NAMED_ONLY]
    course = Course(story)
    drawing = _drawing(story, live, count)
    applicants = [_newcomer(story, job) for job in drawing]
    for applicant, job in zip(applicants, drawing, strict=True):
        applicant.applications.append(_apply(story, course, job, applicant))
    for job in written_jobs():
        if job["ref"] != NAMED_ONLY and job.get("status") != "draft":
            _fill(story, course, job, applicants)
    for applicant in applicants:
        _consent(story, applicant.person)
        yield applicant.person


def _drawing(story: Story, live: Sequence[Mapping[str, Any]], count: int) -> list[Mapping[str, Any]]:
    """The jobs that draw the newcomers: two each, then the ones few others would come for, then by chance."""
    functions = [job["function"] for job in live]
    lonely = [job for job in live if functions.count(job["function"]) <= 3 or rank_of(job) >= _SELDOM]
    drawing = [*live, *live, *lonely]
    return [*drawing, *story.rng.choices(live, k=count - len(drawing))]


def _newcomer(story: Story, job: Mapping[str, Any]) -> _Applicant:
    there, rng = opening_of(job), story.rng
    rank = nearest_rank(there.trade, max(0, min(9, there.rank + rng.choice(_STEPS))))
    town = rng.choice(towns_near(place_of(job)))
    skills = tuple(rng.sample(there.skills, max(1, len(there.skills) - rng.choice((0, 1, 1, 2)))))
    resume = career(story, Profile(trade=there.trade, rank=rank, town=town, skills=skills))
    person = candidate(basics(story, story.name(), town), resume, consents=[], applications=[])
    return _Applicant(person, there.function, rank, frozenset(towns_near(town)))


def _fill(story: Story, course: Course, job: Mapping[str, Any], applicants: Sequence[_Applicant]) -> None:
    """Brings a job's pipeline up to size with people of its trade who came for something else."""
    there = opening_of(job)
    status = job.get("status", "open")
    wanted = _wanted(story, job) if status == "open" else story.rng.randint(3, 5)
    here = sum(applicant.came_for(job["ref"]) for applicant in applicants)
    others = sorted(
        (each for each in applicants if _might_come(each, job, there)),
        key=lambda each: (len(each.applications), abs(each.rank - there.rank)),
    )
    willing = [each for each in others if _would_come(each, job, there)][: max(0, wanted - here)]
    if status == "open":
        willing.extend([each for each in others if each not in willing][: max(0, _FEWEST - here - len(willing))])
    for applicant in willing:
        applicant.applications.append(_apply(story, course, job, applicant))


def _wanted(story: Story, job: Mapping[str, Any]) -> int:
    return story.rng.randint(3, 6) if job["posted"] <= 3 else story.rng.choice((3, 4, 5, 6, 7, 8, 9, 11))


def _might_come(applicant: _Applicant, job: Mapping[str, Any], there: Opening) -> bool:
    return applicant.function == there.function and not applicant.came_for(job["ref"])


def _would_come(applicant: _Applicant, job: Mapping[str, Any], there: Opening) -> bool:
    """Whether the job is near their level, and nearer still where it is far from home."""
    near = job["mode"] == "remote" or place_of(job) in applicant.ring
    reach = 2 if near else 1
    return abs(applicant.rank - there.rank) <= reach and len(applicant.applications) < _MOST


def _apply(story: Story, course: Course, job: Mapping[str, Any], applicant: _Applicant) -> dict[str, Any]:
    there = opening_of(job)
    posted = day_of(story.now, job["posted"])
    live = job.get("status", "open") in ("open", "on_hold")
    last = story.now - timedelta(hours=2) if live else at(posted + timedelta(days=10), 12)
    applied = _between(story, at(posted, 8), last)
    above = applicant.rank - there.rank
    entry = application(there, applied, stage="applied", source=story.rng.choice(_SOURCES))
    if live:
        return entry | course.so_far(there, applicant.person, applied=applied, above=above)
    when = at(posted + timedelta(days=job["open_days"] - 1), 15)
    return entry | course.ended(job, there, applicant.person, applied=applied, when=when)


def _between(story: Story, first: datetime, last: datetime) -> datetime:
    """A moment between the two, to the minute; most people write in the first days of an advert."""
    share = math.pow(story.rng.random(), 1.8)
    moment = first + (last - first) * share
    return moment.replace(second=0, microsecond=0)


def _consent(story: Story, person: dict[str, Any]) -> None:
    """What they agreed to with their first application: to be considered, and for some to be kept or written to."""
    mine = record(person)
    first = min(datetime.fromisoformat(entry["appliedAt"]) for entry in mine["applications"])
    mine["consents"].append(consent("application", first, years=1))
    if story.rng.random() < 0.3:
        mine["consents"].append(consent("keep_on_file", first))
    if story.rng.random() < 0.15:
        mine["consents"].append(consent("job_alerts", first))
