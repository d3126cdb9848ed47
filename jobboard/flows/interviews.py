"""Interviews are arranged, moved, and marked; who takes part is told by mail, with an entry for their calendar."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from jobboard.access import SYSTEM, Actor, Scope
from jobboard.applications import queries, service
from jobboard.applications.models import Application, Interview, InterviewRound, InterviewStatus
from jobboard.applications.schemas import FAR_AWAY, InterviewFields, read_interview_form
from jobboard.db.seal import seal
from jobboard.errors import ChangedMeanwhile, InvalidInput, NotFound, RoundRemoved
from jobboard.flows import interview_mail
from jobboard.flows.proposals import look_again
from jobboard.state import BoardState

YES = "yes"
_TWO_YEARS = timedelta(days=2 * 366)
SEALED = ("scheduled_at", "duration_minutes", "place", "zone", "sequence")
"""Columns of an interview that its form shows."""


def schedule_interview(board: BoardState, application_id: str, form: Mapping[str, Any], *, actor: Actor) -> str:
    """Schedule an interview and return its public id; its panel is invited, and the candidate where the form says so,
    once the board's delay is over. Raises ``InvalidInput`` by field; on ``anyway`` where somebody has another interview
    then, unless the form says yes to that."""
    read, panel = _read(board, form)
    with board.transaction() as session:
        application = queries.get_application(session, Scope(board.name, actor), application_id)
        if form.get("anyway") != YES:
            _check_clashes(board, session, read, application.candidate_id)
        interview = service.schedule_interview(
            session,
            application,
            at=read.at,
            panel=panel,
            actor=actor,
            now=board.now(),
            duration_minutes=read.duration_minutes,
            place=read.place,
            zone=read.zone,
            candidate_told=read.tell_candidate,
            planned=_planned(session, application, read.round_id),
        )
        interview_mail.invite_later(board, session, interview, interview_mail.invited(interview), by=actor)
        return interview.public_id


def _check_clashes(
    board: BoardState, session: Session, read: InterviewFields, candidate_id: int, *, besides: int | None = None
) -> None:
    """Raise ``InvalidInput`` on ``anyway`` that says who is where at that time. What is over clashes with nothing."""
    if read.at <= board.now():
        return
    found = queries.clashing(
        session,
        Scope(board.name, SYSTEM),
        read.interviewers,
        candidate_id,
        start=read.at,
        minutes=read.duration_minutes,
        besides=besides,
    )
    if found:
        zone = ZoneInfo(read.zone) if read.zone else board.zone
        raise InvalidInput({"anyway": [_clash(one, read.interviewers, candidate_id, zone) for one in found]})


def _clash(other: Interview, asked: Collection[str], candidate_id: int, zone: ZoneInfo) -> str:
    who = [seat.name for seat in other.panel if seat.actor_id in asked]
    who += ["the candidate"] if other.application.candidate_id == candidate_id else []
    start = other.scheduled_at.astimezone(zone)
    end = start + timedelta(minutes=other.duration_minutes)
    together = " and ".join(filter(None, (", ".join(who[:-1]), who[-1])))
    have = "has" if len(who) == 1 else "have"
    return f"{together[0].upper()}{together[1:]} {have} another interview, {start:%H:%M} to {end:%H:%M}."


def _planned(session: Session, application: Application, round_id: str) -> InterviewRound | None:
    if not round_id:
        return None
    try:
        return queries.get_round(session, application.job, round_id) if application.job else None
    except (NotFound, RoundRemoved):
        raise InvalidInput({"round": ["This round is no longer in the plan. Choose another."]}) from None


def move_interview(board: BoardState, interview_id: str, form: Mapping[str, Any], *, actor: Actor) -> bool:
    """Let an interview be at another time or place, or with others; who was invited is told, and who is not asked any
    more. Returns whether that changed anything. The form's ``seal`` must be that of the interview as it was shown.

    Raises ``InvalidInput`` by field as ``schedule_interview`` does, ``ChangedMeanwhile``, and ``Conflict`` for one
    that is over.
    """
    read, panel = _read(board, form)
    with board.transaction() as session:
        interview = queries.get_interview(session, Scope(board.name, actor), interview_id)
        if form.get("seal") != seal(interview, SEALED):
            raise ChangedMeanwhile(in_words(board, interview), seal(interview, SEALED))
        before, about = interview_mail.invited(interview), interview.application.candidate_id
        if form.get("anyway") != YES:
            _check_clashes(board, session, read, about, besides=interview.id)
        to = service.Meeting(read.at, read.duration_minutes, read.place, read.zone, panel)
        interview.candidate_told = read.tell_candidate
        changed = service.move_interview(session, interview, to, about=about, actor=actor, now=board.now())
        after = interview_mail.invited(interview)
        left_out = [one for one in before if one not in after]
        interview_mail.call_off_later(board, session, interview, left_out, by=actor)
        told = after if changed else [one for one in after if one not in before]
        interview_mail.invite_later(board, session, interview, told, by=actor)
        return changed or before != after


def mark_interview(board: BoardState, interview_id: str, status: str, *, actor: Actor) -> None:
    """Say what became of an interview; who was invited is told when it is cancelled, or is on again. Raises
    ``IllegalMove``, or ``InvalidInput`` for an unknown status."""
    if status not in set(InterviewStatus):
        raise InvalidInput({"status": [f"There is no status “{status}”. Choose one from the list."]})
    with board.transaction() as session:
        interview = queries.get_interview(session, Scope(board.name, actor), interview_id)
        was = interview.status
        about = interview.application.candidate_id
        service.mark_interview(session, interview, InterviewStatus(status), about=about, actor=actor, now=board.now())
        if interview.status is InterviewStatus.CANCELLED:
            interview_mail.call_off_later(board, session, interview, interview_mail.invited(interview), by=actor)
        elif was is InterviewStatus.CANCELLED:
            interview.sequence += 1
            interview_mail.invite_later(board, session, interview, interview_mail.invited(interview), by=actor)
        look_again(board, session, about, actor=actor)


def _read(board: BoardState, form: Mapping[str, Any]) -> tuple[InterviewFields, tuple[Actor, ...]]:
    read = read_interview_form(form, zone=board.zone)
    if abs(read.at - board.now()) > _TWO_YEARS:
        raise InvalidInput({"date": [FAR_AWAY]})
    staff = {person.id: person for person in board.identity.staff()}
    if any(actor_id not in staff for actor_id in read.interviewers):
        raise InvalidInput({"interviewers": ["Choose interviewers from the list."]})
    return read, tuple(staff[actor_id] for actor_id in read.interviewers)


def in_words(board: BoardState, interview: Interview) -> dict[str, str]:
    """An interview as its form shows it, label and words."""
    return {
        "When": interview_mail.when(board, interview),
        "Place": interview.place or "–",
        "With": ", ".join(seat.name for seat in interview.panel) or "–",
    }
