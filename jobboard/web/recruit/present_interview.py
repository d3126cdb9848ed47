"""An interview's form in words: the proposal for a new one, and which round of the plan it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jobboard.access import Actor
from jobboard.applications.models import (
    Application,
    Interview,
    InterviewRound,
    InterviewStatus,
    Stage,
)
from jobboard.db.seal import seal
from jobboard.flows.interviews import SEALED
from jobboard.web.present import Words
from jobboard.web.recruit.present_pipeline import STAGE_LABELS
from jobboard.web.recruit.voice import joined, nearby

MARKED = {
    InterviewStatus.COMPLETED: "Marked as done. The scorecards are due now.",
    InterviewStatus.NO_SHOW: "Marked: they did not come. Nobody was written to.",
    InterviewStatus.CANCELLED: "Cancelled. Whoever was invited by us is told.",
    InterviewStatus.SCHEDULED: "Back to arranged.",
}
OUTSIDE = "none"
"""Chosen in place of a round's id for an interview that is none of the plan."""
_SATURDAY, _WEEK = 5, 7
_HELD = {
    InterviewStatus.COMPLETED: "held",
    InterviewStatus.SCHEDULED: "arranged for",
    InterviewStatus.NO_SHOW: "missed",
    InterviewStatus.CANCELLED: "called off for",
}


def interview_values(
    application: Application, actor: Actor, words: Words, planned: InterviewRound | None
) -> dict[str, Any]:
    """A proposal: three days from now or the Monday after, at two; an hour with the actor, or what the round of the
    plan says."""
    place = application.job.locations[0].locality if application.job and application.job.locations else ""
    usual = {"duration_minutes": "60", "place": place, "interviewers": [actor.id], "round": ""}
    return {
        "date": _working_day(words.date_of(words.now) + timedelta(days=3)).isoformat(),
        "time": "14:00",
        "tell_candidate": "yes",
        **(usual if planned is None else usual | _planned_values(planned)),
    }


def _working_day(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=_WEEK - day.weekday()) if day.weekday() >= _SATURDAY else day


def _planned_values(planned: InterviewRound) -> dict[str, Any]:
    said = {
        "place": planned.place,
        "interviewers": [person["id"] for person in planned.interviewers],
        "round": planned.public_id,
    }
    return {name: value for name, value in said.items() if value} | {"duration_minutes": str(planned.duration_minutes)}


@dataclass(frozen=True, slots=True)
class RoundChoice:
    """One round that can be arranged; the one without an id is an interview outside of the plan."""

    id: str
    name: str
    about: str
    chosen: bool


def round_choices(
    rounds: Sequence[InterviewRound], application: Application, chosen: str, words: Words
) -> list[RoundChoice]:
    """The rounds of the plan in their order, with when each was or will be held, and none of them; empty without a
    plan."""
    if not rounds:
        return []
    outside = RoundChoice(OUTSIDE, "Outside of the plan", "", chosen == OUTSIDE)
    return [*(_round_choice(one, application, chosen, words) for one in rounds), outside]


def _round_choice(planned: InterviewRound, application: Application, chosen: str, words: Words) -> RoundChoice:
    held = _held(planned, application, words)
    return RoundChoice(planned.public_id, planned.name, held, planned.public_id == chosen)


def _held(planned: InterviewRound, application: Application, words: Words) -> str:
    """“Held on 3 March”, “arranged for tomorrow”; empty for one that is still to be arranged."""
    meetings = [one for one in application.interviews if one.round_id == planned.public_id]
    told = [f"{_HELD[one.status]} {nearby(words, one.scheduled_at)}" for one in meetings]
    return joined(told)


def moves_to(application: Application, planned: InterviewRound | None) -> str:
    """The stage that arranging this moves the person to; empty where they have come as far."""
    to = planned.stage if planned else Stage.INTERVIEW
    order = list(Stage)
    return STAGE_LABELS[to] if order.index(application.stage) < order.index(to) else ""


def moving_values(interview: Interview, zone: ZoneInfo) -> dict[str, Any]:
    """The form of an interview as it is arranged, in the time zone it is spoken of in, or else the board's ``zone``."""
    at = interview.scheduled_at.astimezone(ZoneInfo(interview.zone) if interview.zone else zone)
    return {
        "date": at.date().isoformat(),
        "time": f"{at:%H:%M}",
        "duration_minutes": str(interview.duration_minutes),
        "place": interview.place,
        "zone": interview.zone,
        "interviewers": [seat.actor_id for seat in interview.panel],
        "tell_candidate": "yes" if interview.candidate_told else "",
        "seal": seal(interview, SEALED),
    }


def scheduled_sentence(application: Application, *, told: bool, over: bool) -> str:
    """What arranging did; of one that is ``over`` nobody is written to."""
    name = application.candidate.name
    if over:
        return f"Interview with {name} noted. It is over, so nobody is written to; the scorecards are due."
    if not told:
        return f"Interview with {name} arranged, its panel is invited. Tell {name} yourself: they were not written to."
    if application.candidate.do_not_contact:
        return f"Interview with {name} arranged. They asked not to be contacted, so the panel alone is invited."
    return f"Interview with {name} arranged. They and the panel are invited by mail."
