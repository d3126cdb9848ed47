"""One application in words: how it stands, and its interviews with the cards the reader may see."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from jobboard.access import Actor
from jobboard.applications.lifecycle import INTERVIEW_MOVES
from jobboard.applications.models import (
    Application,
    ApplicationStatus,
    Interview,
    InterviewStatus,
)
from jobboard.applications.scorecards import is_sealed, sits_on, submitted
from jobboard.fit.gap import Gaps, Verdict
from jobboard.web.present import Words
from jobboard.web.recruit.present_scorecard import CardRow, card_row, hidden_sentence
from jobboard.web.recruit.voice import joined, many, nearby

_MARK_WORDS = {
    InterviewStatus.COMPLETED: "It took place",
    InterviewStatus.NO_SHOW: "They did not come",
    InterviewStatus.CANCELLED: "Cancel it",
    InterviewStatus.SCHEDULED: "Back to arranged",
}


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """One interview: ``own`` says whether the reader sits on it, ``owes`` whether their card is still open."""

    id: str
    name: str
    when: str
    about: str
    status: str
    own: bool
    owes: bool
    hidden: str
    cards: tuple[CardRow, ...]
    marks: tuple[tuple[str, str], ...]


def about_application(application: Application, words: Words) -> str:
    """“Applied on 2 November, 4 days in this stage.”, or how it ended."""
    came = f"Applied {nearby(words, application.applied_at)}"
    if application.status is ApplicationStatus.ACTIVE:
        days = max(0, -words.days_until(application.stage_entered_at))
        return f"{came}, {many(days, 'day') + ' in this stage' if days else 'in this stage since today'}."
    ended = f" {nearby(words, application.closed_at)}" if application.closed_at else ""
    reason = f": {application.disposition.label}" if application.disposition else ""
    return f"{came}. Closed{ended}{reason}."


def verdict_sentence(gaps: Gaps, title: str) -> str:
    """What the whole comparison comes to."""
    return {
        Verdict.OVER: f"More senior than {title} needs. Strong for a higher role.",
        Verdict.AT: f"Right-sized for {title}.",
        Verdict.UNDER: f"{title} needs somebody more senior.",
        Verdict.UNSURE: "Their level is not clear from what we hold: a past role or a scorecard would tell.",
    }[gaps.verdict]


def interview_rows(application: Application, actor: Actor, words: Words) -> list[InterviewRow]:
    """The interviews, newest first. Others' cards stay hidden from a panelist whose own is not in."""
    return [_row(interview, actor, words) for interview in reversed(application.interviews)]


def _row(interview: Interview, actor: Actor, words: Words) -> InterviewRow:
    owes, cards = is_sealed(interview, actor), submitted(interview)
    return InterviewRow(
        id=interview.public_id,
        name=interview.round_name,
        when=_when(interview, words),
        about=_about(interview),
        status=interview.status.value,
        own=sits_on(interview, actor),
        owes=owes,
        hidden=hidden_sentence(cards) if owes else "",
        cards=() if owes else tuple(card_row(interview, card, words) for card in cards),
        marks=tuple((to.value, _MARK_WORDS[to]) for to in _marks(interview, words)),
    )


def _when(interview: Interview, words: Words) -> str:
    """In the board's zone, and beside it in the one the interview is spoken of in."""
    at = interview.scheduled_at
    said = f"{words.full_day(at)}, {words.time(at)}"
    if not interview.zone:
        return said
    there = replace(words, zone=ZoneInfo(interview.zone))
    day = "" if there.date_of(at) == words.date_of(at) else f"{there.full_day(at)}, "
    return f"{said} here, {day}{there.time(at)} in {interview.zone}"


def _marks(interview: Interview, words: Words) -> Iterator[InterviewStatus]:
    """What may be said to have become of it; of one that is still to come only that it is called off."""
    for to in _MARK_WORDS:
        is_early = interview.scheduled_at > words.now and to in (InterviewStatus.COMPLETED, InterviewStatus.NO_SHOW)
        if to in INTERVIEW_MOVES[interview.status] and not is_early:
            yield to


def _about(interview: Interview) -> str:
    with_whom = f"with {joined([seat.name for seat in interview.panel])}" if interview.panel else ""
    minutes = f"{interview.duration_minutes} minutes"
    return ", ".join(part for part in (minutes, interview.place, with_whom) if part)
