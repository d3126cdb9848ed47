"""Interviews and scorecards: who sat there, what they saw, and the size of the person beside the size of the job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from example_site.seed.people import Story
from example_site.seed.story import signature
from example_site.seed.tables import table, trade
from example_site.seed.wording import lower_first

_RATINGS: dict[str, tuple[int, ...]] = {
    "STRONG_YES": (3, 4, 4, 4),
    "YES": (3, 3, 3, 4),
    "NO_DECISION": (2, 2, 3, 3),
    "NO": (1, 2, 2, 3),
    "DEFINITELY_NO": (1, 1, 2, 2),
}
_CLAIMS = (
    "At {employer} they {did}",
    "Their example was from {employer}, where they {did}",
    "We talked most about {employer}: they {did}",
    "What I will remember: at {employer} they {did}",
)


_SHAPES = (("seen", "claim"), ("claim", "manner"), ("seen", "manner"), ("claim",), ("seen",))


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What every card of one interview shares: the trade, the career, and the steps the person is above the job."""

    trade: str
    work: Sequence[dict[str, Any]]
    above: int

    @property
    def size(self) -> int:
        """The answer to "for this job they seem": -2 well below, 0 right-sized, 2 far above."""
        return max(-2, min(2, self.above))


def booked(start: datetime, people: Sequence[str]) -> dict[str, Any]:
    """An interview that is still to come."""
    return {
        "scheduledAt": start.isoformat(),
        "interviewers": [signature(person) for person in people],
        "scorecards": [],
    }


def held(
    story: Story, sheet: Sheet, *, start: datetime, people: Sequence[str], verdicts: Sequence[str]
) -> dict[str, Any]:
    """An interview that took place. Fewer verdicts than people leave the last of them with a card to write."""
    completed = start + timedelta(minutes=70)
    cards = [
        _card(story, sheet, author=author, overall=overall, completed=completed)
        for author, overall in zip(people, verdicts, strict=False)
    ]
    return {
        "completedAt": completed.isoformat(),
        "interviewers": [signature(person) for person in people],
        "scorecards": cards,
    }


def _card(story: Story, sheet: Sheet, *, author: str, overall: str, completed: datetime) -> dict[str, Any]:
    return {
        "author": signature(author),
        "overall": overall,
        "size": sheet.size,
        "takeaways": _takeaways(story, sheet, overall),
        "ratings": [_rating(story, name, overall) for name in trade(sheet.trade)["attributes"]],
        "submittedAt": (completed + timedelta(minutes=story.rng.randint(5, 45))).isoformat(),
    }


def _rating(story: Story, attribute: str, overall: str) -> dict[str, Any]:
    seen = story.rng.random() > 0.15
    return {"attribute": attribute, "rating": story.rng.choice(_RATINGS[overall]) if seen else None}


def _takeaways(story: Story, sheet: Sheet, overall: str) -> str:
    """What they would tell a colleague in a year, in words that no other card of this telling has."""
    while True:
        kinds = story.rng.choice(_SHAPES)
        if overall in ("NO", "DEFINITELY_NO"):
            kinds = kinds[-1:]
        said = " ".join([*(_sentence(story, sheet, kind) for kind in kinds), _closing(story, sheet, overall)])
        if story.claim(said):
            return said


def _sentence(story: Story, sheet: Sheet, kind: str) -> str:
    if kind == "manner":
        return story.deck.deal("manner", table("phrases")["manner"])
    if kind == "seen":
        return story.deck.say(f"{sheet.trade} seen", trade(sheet.trade)["seen"])
    recent = [(post["name"], line) for post in sheet.work[:2] for line in post["highlights"]]
    employer, line = story.rng.choice(recent)
    return story.deck.deal("claims", _CLAIMS).format(employer=employer, did=lower_first(line))


def _closing(story: Story, sheet: Sheet, overall: str) -> str:
    kind = _closing_kind(story, sheet, overall)
    return story.deck.deal(kind, table("phrases")[kind])


def _closing_kind(story: Story, sheet: Sheet, overall: str) -> str:
    """The list to close from: what the verdict and the size of the person say together."""
    if overall in ("NO", "DEFINITELY_NO"):
        return "doubt" if sheet.size >= 0 else "below"
    if sheet.size > 0:
        return "above"
    if overall == "NO_DECISION":
        return "unsure"
    return "stretch" if sheet.size < 0 else story.rng.choice(("right", "ready"))
