"""The people on file: everybody a promise was made to, in every state a promise can come to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from example_site.seed.applications import (
    Opening,
    application,
    closed,
    consent,
    level_evidence,
    opening,
)
from example_site.seed.careers import Profile, career
from example_site.seed.dates import at, day_of, working_day, years_after
from example_site.seed.interviews import Sheet, held
from example_site.seed.people import Story, basics
from example_site.seed.resume import candidate
from example_site.seed.tables import LEVELS, nearest_rank, place_of, towns_near, trade, written_job, written_jobs
from example_site.seed.wishes import keep

CLOSED_DAYS_AGO: dict[str, tuple[int, int]] = {
    "active": (20, 420),
    "awaiting_consent": (2, 10),
    "proposed": (1, 6),
    "paused": (60, 400),
    "in_conversation": (90, 400),
    "placed": (50, 200),
    "declined": (20, 300),
    "expired": (215, 520),
    "withdrawn": (60, 500),
}
"""How many days ago the interviewed-for job was closed to them, by what became of the promise since; for the placed,
how many days before the job they got was posted."""

_ABOUT_TO_END = (672, 722)
_EVERY_TENTH = 10
"""So many of the active ones are near the end of their two years."""
_HALF_A_YEAR, _A_YEAR = timedelta(days=183), timedelta(days=365)

HOW_MANY = {
    "active": 36,
    "awaiting_consent": 8,
    "proposed": 7,
    "paused": 6,
    "in_conversation": 6,
    "placed": 5,
    "declined": 5,
    "expired": 6,
    "withdrawn": 4,
}

_PLACED_AT = ("WH-2202", "WH-2203", "WH-2205", "WH-2208", "WH-2210")
_REASONS = ("more_senior",) * 6 + ("runner_up", "runner_up", "timing", "position_cancelled")
_CODES = {"more_senior": "too_senior_for_role"}
_VERDICTS = (("YES", "STRONG_YES"), ("STRONG_YES", "YES"), ("YES", "YES"), ("YES", "NO_DECISION"))


@dataclass(frozen=True, kw_only=True)
class _Promise:
    """One promise: what became of it, why it was made, the job they came for and the job it was made for."""

    status: str
    reason: str
    origin: Opening
    target: Opening
    town: str
    rank: int
    closed: datetime
    asked: datetime

    @property
    def above(self) -> int:
        return self.rank - self.origin.rank

    @property
    def given(self) -> datetime:
        """When they agreed: the day after the closing."""
        return self.closed + timedelta(days=1, hours=2)

    @property
    def ends(self) -> datetime:
        """Two years on; who has run out had agreed to half a year or a year."""
        if self.status != "expired":
            return years_after(self.given, 2)
        long_ago = self.asked - self.closed > timedelta(days=400)
        return self.given + (_A_YEAR if long_ago else _HALF_A_YEAR)


def kept_people(story: Story) -> Iterator[dict[str, Any]]:
    """The kept people the story does not name. They came for one job and suit another that is on the board."""
    refs = [job["ref"] for job in written_jobs() if _could_be_promised(job)]
    placements = list(_PLACED_AT)
    for status, count in HOW_MANY.items():
        for number in range(1, count + 1):
            ref = placements.pop() if status == "placed" else story.deck.deal("promised", refs)
            ending = status == "active" and number % _EVERY_TENTH == 0
            yield _kept(story, _promise(story, status, ref, ending=ending))


def _could_be_promised(job: Any) -> bool:
    return job.get("status", "open") in ("open", "draft") and LEVELS.index(job["level"]) in range(2, 9)


def _promise(story: Story, status: str, ref: str, *, ending: bool) -> _Promise:
    rng, job = story.rng, written_job(ref)
    target = opening(ref)
    rank = nearest_rank(target.trade, max(1, target.rank - rng.choice((0, 0, 1))))
    reason = rng.choice(_REASONS)
    origin = _origin(story, target, rank, reason)
    if origin.rank == rank and reason == "more_senior":
        reason = "runner_up"
    days = rng.randint(*(_ABOUT_TO_END if ending else CLOSED_DAYS_AGO[status]))
    if status == "placed":
        days += (story.now.date() - day_of(story.now, job["posted"])).days
    return _Promise(
        status=status,
        reason=reason,
        origin=origin,
        target=target,
        town=_town_near(story, place_of(job)),
        rank=rank,
        closed=at(working_day(day_of(story.now, days)), 16, rng.choice((5, 20, 40))),
        asked=story.now,
    )


def _town_near(story: Story, town: str) -> str:
    return story.rng.choice(towns_near(town))


def _origin(story: Story, target: Opening, rank: int, reason: str) -> Opening:
    """The job they came for: of the same trade, below the person where the promise says so."""
    below = story.rng.choice((1, 1, 2, 2, 3)) if reason == "more_senior" else 0
    there = nearest_rank(target.trade, max(0, rank - below))
    titles = trade(target.trade)["titles"][LEVELS[there]]
    skills = tuple(story.rng.sample(trade(target.trade)["skills"], 4))
    return replace(target, title=story.rng.choice(titles), rank=there, skills=skills, ref=None)


def _kept(story: Story, promise: _Promise) -> dict[str, Any]:
    months = (story.now - promise.closed).days // 30 + 2
    profile = Profile(
        trade=promise.target.trade,
        rank=promise.rank,
        town=promise.town,
        skills=promise.target.skills[:3],
        settled=months,
    )
    resume = career(story, profile)
    first = _first_application(story, promise, resume)
    applied = datetime.fromisoformat(first["appliedAt"])
    return candidate(
        basics(story, story.name(), promise.town),
        resume,
        consents=[consent("application", applied, years=1), *_kept_consent(story, promise)],
        applications=[first, *_since(story, promise)],
    )


def _first_application(story: Story, promise: _Promise, resume: dict[str, Any]) -> dict[str, Any]:
    rng = story.rng
    met = at(working_day((promise.closed - timedelta(days=rng.randint(4, 9))).date()), rng.choice((9, 11, 14)))
    people = rng.sample(promise.origin.panel, 2)
    sheet = Sheet(trade=promise.target.trade, work=resume["work"], above=promise.above)
    interview = held(story, sheet, start=met, people=people, verdicts=rng.choice(_VERDICTS))
    code = _CODES.get(promise.reason, promise.reason)
    evidence = level_evidence(resume["work"][0], promise.above) if promise.reason == "more_senior" else []
    applied = at((met - timedelta(days=rng.randint(7, 20))).date(), rng.randint(7, 21), rng.randint(0, 59))
    return (
        application(promise.origin, applied, stage="interview")
        | {"interviews": [interview]}
        | closed(code, promise.closed)
        | ({"evidence": evidence} if evidence else {})
        | {"keep": keep(story, promise, employer=resume["work"][0]["name"])}
    )


def _kept_consent(story: Story, promise: _Promise) -> list[dict[str, Any]]:
    """The consent to be kept, from the day after the closing; none where it was never given."""
    if promise.status in ("proposed", "awaiting_consent", "declined"):
        return []
    given = consent("keep_on_file", promise.given) | {"expiresAt": promise.ends.isoformat()}
    if promise.status != "withdrawn":
        return [given]
    withdrawn = promise.closed + (story.now - promise.closed) * story.rng.uniform(0.3, 0.9)
    return [given | {"withdrawnAt": withdrawn.replace(second=0, microsecond=0).isoformat()}]


def _since(story: Story, promise: _Promise) -> Iterator[dict[str, Any]]:
    """The application the promise led to, if it has led to one."""
    job = written_job(promise.target.ref or "")
    if promise.status == "in_conversation":
        asked = story.now - timedelta(days=story.rng.uniform(0.3, max(0.5, min(6, job.get("posted", 1)))))
        applied = asked.replace(second=0, microsecond=0)
        yield application(promise.target, applied, stage="screen", source="kept_on_file")
    if promise.status == "placed":
        posted = day_of(story.now, job["posted"])
        taken = application(promise.target, at(posted + timedelta(days=4), 10), stage="hired", source="kept_on_file")
        yield taken | closed("hired", at(posted + timedelta(days=job["open_days"] - 2), 15))
