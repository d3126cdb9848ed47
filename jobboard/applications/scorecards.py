"""Who may read which scorecard, and who still owes one. Panels and scorecards must be loaded."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jobboard.access import Actor
from jobboard.applications.models import ApplicationStatus, Interview, InterviewPanelist, InterviewStatus, Scorecard

_HELD = frozenset({InterviewStatus.SCHEDULED, InterviewStatus.COMPLETED})


def card_of(interview: Interview, author: Actor) -> Scorecard | None:
    """The author's card, be it a draft, or None."""
    return next((card for card in interview.scorecards if card.author_id == author.id), None)


def sits_on(interview: Interview, actor: Actor) -> bool:
    """Whether the actor interviews."""
    return any(seat.actor_id == actor.id for seat in interview.panel)


def submitted(interview: Interview) -> list[Scorecard]:
    """The cards that are in; drafts are their authors' alone."""
    return [card for card in interview.scorecards if card.submitted_at is not None]


def is_in(interview: Interview, actor: Actor) -> bool:
    """Whether the actor has submitted their card."""
    own = card_of(interview, actor)
    return own is not None and own.submitted_at is not None


def is_sealed(interview: Interview, actor: Actor) -> bool:
    """Whether the others' cards stay hidden: from whoever interviews, until their own is in."""
    called_off = interview.status is InterviewStatus.CANCELLED
    return sits_on(interview, actor) and not called_off and not is_in(interview, actor)


def sealed_from(interviews: Iterable[Interview], actor: Actor) -> tuple[Interview, ...]:
    """The interviews of which something was written that the actor may not read yet."""
    return tuple(one for one in interviews if is_sealed(one, actor) and submitted(one))


def has_begun(interview: Interview, *, now: datetime) -> bool:
    """Whether a scorecard of the meeting can be submitted."""
    return interview.scheduled_at <= now


def ended_at(interview: Interview) -> datetime:
    """When the meeting is over, and its scorecards are due."""
    return interview.scheduled_at + timedelta(minutes=interview.duration_minutes)


def who_owes(interview: Interview, *, now: datetime) -> list[InterviewPanelist]:
    """Whose card is due and not in: nobody's while the meeting is to come, where it did not take place, or once the
    application has ended. The application must be loaded."""
    running = interview.application.status is ApplicationStatus.ACTIVE
    if not running or interview.status not in _HELD or ended_at(interview) > now:
        return []
    written = {card.author_id for card in submitted(interview)}
    return [seat for seat in interview.panel if seat.actor_id not in written]
