"""How far an application has come, given how long ago it was made, and how some of them end."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from example_site.seed.applications import Opening, closed
from example_site.seed.dates import at, working_day
from example_site.seed.interviews import Sheet, booked, held
from example_site.seed.people import Story

_ROADS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (2, ("applied", "applied", "applied", "screen")),
    (4, ("applied", "applied", "screen", "screen", "assessment")),
    (999, ("applied", "screen", "assessment", *("interview",) * 4, "offer", "early", "early", "early", "late")),
)
"""Up to so many days after applying, the places an application can be at."""

_MEETINGS = ("booked", "booked", "held", "awaiting", "booked", "booked", "held")
_MOST_BOOKED, _MOST_AWAITING = 36, 11

_EARLY = (
    ("skills_not_matched",) * 4
    + ("experience_not_matched",) * 4
    + ("location", "location", "pay_expectations", "pay_expectations", "withdrew_other_offer")
    + ("withdrew_other_offer", "withdrew_personal", "level_below_role", "no_show", "duplicate", "spam")
)
_LATE = (
    "skills_not_matched",
    "experience_not_matched",
    "withdrew_other_offer",
    "withdrew_pay",
    "declined_offer",
    "timing",
    "runner_up",
)
_VERDICTS: dict[str, tuple[tuple[str, str], ...]] = {
    "good": (("YES", "YES"), ("YES", "STRONG_YES"), ("STRONG_YES", "YES")),
    "open": (("YES", "NO_DECISION"), ("YES", "YES"), ("NO_DECISION", "YES"), ("NO", "NO_DECISION")),
    "not": (("NO", "NO_DECISION"), ("NO", "NO"), ("NO_DECISION", "NO")),
}
_NOT_MATCHED = frozenset({"skills_not_matched", "experience_not_matched", "level_below_role"})


class Course:
    """Deals each application its place, so that the week holds about forty interviews and a dozen open cards."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._met = 0
        self._count = {"booked": 0, "awaiting": 0}
        self._offered: set[str] = set()

    def so_far(self, job: Opening, person: Mapping[str, Any], *, applied: datetime, above: int) -> dict[str, Any]:
        """The stage, interviews and perhaps the end of an application to a job that is still open."""
        place = self._place(job, applied)
        sheet = Sheet(trade=job.trade, work=person["work"], above=above)
        if place in ("applied", "screen", "assessment"):
            return {"stage": place}
        if place == "early":
            return {"stage": "screen"} | self._end(self._code("early", _EARLY, above), applied)
        if place == "interview":
            return {"stage": place, "interviews": [self._meeting(job, sheet, applied)]}
        if place == "offer":
            return {"stage": place, "interviews": [self._held(job, sheet, applied, verdict="good")]}
        return self._late(job, sheet, applied)

    def ended(
        self, written: Mapping[str, Any], job: Opening, person: Mapping[str, Any], *, applied: datetime, when: datetime
    ) -> dict[str, Any]:
        """How an application ended with a job that is filled or was withdrawn; one of the first comers was hired."""
        story = self._story
        hired = written.get("hires") == "newcomer" and job.ref not in self._offered
        if hired:
            self._offered.add(job.ref or "")
            sheet = Sheet(trade=job.trade, work=person["work"], above=0)
            meeting = held(
                story,
                sheet,
                start=_meeting_day(applied, when, 0.6),
                people=job.panel[:2],
                verdicts=("STRONG_YES", "YES"),
            )
            return {"stage": "hired", "interviews": [meeting]} | closed("hired", when)
        code = "position_filled" if written["status"] == "filled" else "position_cancelled"
        return {"stage": "screen"} | closed(code, when)

    def _place(self, job: Opening, applied: datetime) -> str:
        days = (self._story.now - applied).days
        places = next(places for limit, places in _ROADS if days <= limit)
        place = self._story.deck.deal(f"road {len(places)}", places)
        if place == "offer" and job.ref in self._offered:
            return "interview"
        if place == "offer":
            self._offered.add(job.ref or "")
        return place

    def _meeting(self, job: Opening, sheet: Sheet, applied: datetime) -> dict[str, Any]:
        kind = _MEETINGS[self._met % len(_MEETINGS)]
        self._met += 1
        people = self._story.rng.sample(job.panel, 2)
        if kind == "booked" and self._count["booked"] < _MOST_BOOKED:
            self._count["booked"] += 1
            return booked(self._story.diary.book(people), people)
        if kind == "awaiting" and self._count["awaiting"] < _MOST_AWAITING:
            self._count["awaiting"] += 1
            return self._held(job, sheet, applied, verdict="open", cards=self._story.rng.choice((0, 1, 1)))
        return self._held(job, sheet, applied, verdict="open")

    def _held(self, job: Opening, sheet: Sheet, applied: datetime, *, verdict: str, cards: int = 2) -> dict[str, Any]:
        story = self._story
        start = _meeting_day(applied, story.now - timedelta(days=1), 0.5 if cards == 2 else 0.95)
        verdicts = story.rng.choice(_VERDICTS[verdict])[:cards]
        return held(story, sheet, start=start, people=story.rng.sample(job.panel, 2), verdicts=verdicts)

    def _late(self, job: Opening, sheet: Sheet, applied: datetime) -> dict[str, Any]:
        code = self._code("late", _LATE, sheet.above)
        meeting = self._held(job, sheet, applied, verdict="not" if code in _NOT_MATCHED else "good")
        stage = "offer" if code == "declined_offer" else "interview"
        after = datetime.fromisoformat(meeting["completedAt"])
        return {"stage": stage, "interviews": [meeting]} | self._end(code, after)

    def _code(self, name: str, codes: tuple[str, ...], above: int) -> str:
        code = self._story.deck.deal(name, codes)
        if code in ("experience_not_matched", "level_below_role"):
            return "level_below_role" if above < 0 else "experience_not_matched"
        return code

    def _end(self, code: str, after: datetime) -> dict[str, Any]:
        """Closed some days later and in office hours, unless it was too recent to have waited for them."""
        latest = self._story.now - timedelta(hours=1)
        when = after + min(latest - after, timedelta(days=5)) * self._story.rng.uniform(0.4, 0.9)
        office = at(working_day(when.date()), self._story.rng.randint(9, 16), 10)
        return closed(code, office if after < office < latest else when.replace(second=0, microsecond=0))


def _meeting_day(applied: datetime, latest: datetime, share: float) -> datetime:
    """A working afternoon or morning this far between applying and the latest possible day."""
    day = working_day((applied + (latest - applied) * share).date())
    hour = (9, 10, 11, 14, 15)[(applied.minute + applied.day) % 5]
    return max(at(day, hour), applied + timedelta(hours=20))
