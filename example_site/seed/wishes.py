"""What kept people want a message about, in the ranges and the words they left with us."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from example_site.seed.applications import Opening
from example_site.seed.people import Story
from example_site.seed.story import signature
from example_site.seed.tables import LEVELS, place_of, table, towns_near, written_job

_YEARLY_FLOORS = (17000, 23500, 28000, 35000, 39000, 44000, 56000, 74000, 88000, 110000)
_MODES = (["hybrid", "remote"], ["onsite", "hybrid"], ["onsite", "hybrid", "remote"], ["hybrid"])
_OWNERS = ("judith", "ravi", "nerys")
_WORDLESS = ("proposed", "awaiting_consent", "declined")


class Promise(Protocol):
    """What the wishes need to know of a promise."""

    @property
    def status(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def target(self) -> Opening: ...
    @property
    def town(self) -> str: ...
    @property
    def rank(self) -> int: ...
    @property
    def closed(self) -> datetime: ...
    @property
    def ends(self) -> datetime: ...


def keep(story: Story, promise: Promise, *, employer: str) -> dict[str, Any]:
    """The kept record of one promise: one level up from what they are, at or above what they are paid."""
    rng = story.rng
    review = promise.closed + timedelta(days=rng.choice((120, 180, 180, 270)))
    wishes: dict[str, Any] = {
        "targetFunctions": [promise.target.function],
        "minLevel": LEVELS[promise.rank],
        "maxLevel": LEVELS[min(9, promise.rank + 1)],
        "payFloor": _floor(story, promise),
        "locations": _places(story, promise),
        "workModes": ["onsite"] if _only_on_site(promise) else rng.choice(_MODES),
        "expiresAt": promise.ends.isoformat(),
        "reviewAt": _ahead(story, review).isoformat(),
        "reason": promise.reason,
        "status": promise.status,
        "owner": signature(rng.choice(_OWNERS)),
        "excludedOrganizations": [employer] if rng.random() < 0.35 else [],
    }
    if promise.status not in _WORDLESS and rng.random() < 0.7:
        wishes["ownWords"] = story.deck.deal("own words", table("phrases")["own_words"])
    return wishes


def _floor(story: Story, promise: Promise) -> dict[str, Any]:
    """What they would not go below, in minor units: near their level's pay, and mostly within the job's band."""
    job = written_job(promise.target.ref or "")
    high = job["pay"][1]
    if job.get("unit") == "HOUR":
        return {"amount": round(high * story.rng.uniform(88, 97) / 10) * 10, "currency": "GBP", "unit": "HOUR"}
    usual = _YEARLY_FLOORS[promise.rank] * story.rng.uniform(0.92, 1.1)
    pounds = min(usual, high * 0.97) if story.rng.random() < 0.8 else usual
    return {"amount": round(pounds / 500) * 500 * 100, "currency": "GBP", "unit": "YEAR"}


def _places(story: Story, promise: Promise) -> list[str]:
    job_town = place_of(written_job(promise.target.ref or ""))
    near = story.rng.choice(towns_near(promise.town))
    return list(dict.fromkeys([promise.town, job_town, near]))


def _only_on_site(promise: Promise) -> bool:
    return str(written_job(promise.target.ref or "")["mode"]) == "onsite"


def _ahead(story: Story, review: datetime) -> datetime:
    """The review that comes next: every half year until it lies ahead."""
    while review < story.now:
        review += timedelta(days=182)
    return review
