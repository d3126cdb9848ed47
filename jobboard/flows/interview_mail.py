"""What who takes part in an interview is mailed: an invitation that their calendar understands, its cancellation, and a
reminder the day before. Nothing is mailed of an interview that was moved or called off before its mail left."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vText
from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from jobboard.access import Actor
from jobboard.adapters.mail import new_message
from jobboard.applications.models import Application, ApplicationStatus, Interview, InterviewStatus
from jobboard.candidates.models import Candidate
from jobboard.db import outbox
from jobboard.db.outbox import OutboxEntry
from jobboard.db.transaction import transaction
from jobboard.flows import messages
from jobboard.state import BoardState

INTERVIEW = "mail.interview"
"""Outbox topic: ``{"interview": public_id, "to": CANDIDATE or staff(actor_id), "what": What, "sequence": n}``, one a
recipient, so that one who cannot be reached repeats nobody else's mail."""
CANDIDATE = "candidate"
_STAFF = "staff:"
REMINDER = timedelta(days=1)
"""How long before an interview its reminder leaves."""
_SOON = timedelta(hours=2)
"""An interview that is arranged so shortly before its reminder would leave has none."""


class What(StrEnum):
    """What a mail about an interview is."""

    INVITATION = "invitation"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    REMINDER = "reminder"


def staff(actor_id: str) -> str:
    """A colleague as a recipient."""
    return f"{_STAFF}{actor_id}"


def invited(interview: Interview) -> list[str]:
    """Whoever takes part, as recipients: the panel, and the candidate if they are told. The panel must be loaded."""
    return [*(staff(seat.actor_id) for seat in interview.panel), *([CANDIDATE] if interview.candidate_told else [])]


def invite_later(
    board: BoardState, session: Session, interview: Interview, recipients: Sequence[str], *, by: Actor
) -> None:
    """Invite ``recipients`` once the board's delay is over, and remind them the day before. They answer whoever did
    it."""
    wait = timedelta(minutes=board.config.mail_delay_minutes)
    _later(board, session, interview, recipients, What.INVITATION, by, after=wait)
    ahead = interview.scheduled_at - REMINDER - board.now()
    if ahead > wait + _SOON:
        _later(board, session, interview, recipients, What.REMINDER, by, after=ahead)


def call_off_later(
    board: BoardState, session: Session, interview: Interview, recipients: Sequence[str], *, by: Actor
) -> None:
    """Tell ``recipients`` that they are not asked any more, if an invitation has left."""
    if interview.invited_at is not None:
        wait = timedelta(minutes=board.config.mail_delay_minutes)
        _later(board, session, interview, recipients, What.CANCELLATION, by, after=wait)


def _later(
    board: BoardState,
    session: Session,
    interview: Interview,
    recipients: Iterable[str],
    what: What,
    by: Actor,
    *,
    after: timedelta,
) -> None:
    for to in recipients:
        payload = {
            "interview": interview.public_id,
            "to": to,
            "what": what.value,
            "sequence": interview.sequence,
            "by": by.id,
        }
        outbox.add(session, board.name, INTERVIEW, payload, at=board.now(), after=after)


def send(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Send what the entries ask for, as far as it still holds."""
    for entry in entries:
        what, to = What(entry.payload["what"]), str(entry.payload["to"])
        interview = _interview(session, str(entry.payload["interview"]))
        mail = None
        if interview is not None and _holds(interview, entry.payload, now=board.now()):
            if what is What.INVITATION and interview.invited_at and interview.invited_at <= entry.created_at:
                what = What.CHANGE
            mail = _mail(board, interview, to, what)
            messages.answered_by(board, mail, str(entry.payload.get("by", "")))
        key = interview.id if interview else 0
        session.rollback()
        if mail is not None:
            board.mail.send(mail)
            _mark_invited(board, session, key)


def _interview(session: Session, public_id: str) -> Interview | None:
    application = joinedload(Interview.application)
    return session.scalars(
        select(Interview)
        .where(Interview.public_id == public_id)
        .options(
            application.joinedload(Application.candidate).selectinload(Candidate.emails),
            selectinload(Interview.panel),
        )
    ).one_or_none()


def _holds(interview: Interview, asked: Mapping[str, Any], *, now: datetime) -> bool:
    """Whether a mail that was asked for is still true when it leaves."""
    takes_part = asked["to"] in invited(interview)
    is_latest = interview.sequence == asked["sequence"]
    if asked["what"] == What.CANCELLATION:
        return not takes_part or (interview.status is InterviewStatus.CANCELLED and is_latest)
    as_told = interview.status is InterviewStatus.SCHEDULED and is_latest
    return as_told and takes_part and interview.scheduled_at > now


def _mark_invited(board: BoardState, session: Session, key: int) -> None:
    """Counts no version up: whoever moves the interview at this moment is not in the way of a mail."""
    first = update(Interview).where(Interview.id == key, Interview.invited_at.is_(None))
    with transaction(session, owned=True):
        session.execute(first.values(invited_at=board.now()).execution_options(synchronize_session=False))


def _mail(board: BoardState, interview: Interview, to: str, what: What) -> EmailMessage | None:
    """The mail, or None where there is nobody it may go to."""
    candidate = interview.application.candidate
    if to != CANDIDATE:
        address = board.identity.email(to.removeprefix(_STAFF))
        body = _for_staff(board, interview, what)
    elif candidate.erased_at is None and not candidate.do_not_contact and candidate.emails:
        address = candidate.emails[0].address
        body = messages.as_it_leaves(_for_candidate(board, interview, what), messages.own_page(board, candidate))
    else:
        return None
    if not address:
        return None
    subject = _SUBJECTS[what].format(_about(interview) if to == CANDIDATE else f"{candidate.name}, {_about(interview)}")
    mail = new_message(sender=board.config.mail_from, to=address, subject=subject, at=board.now())
    mail.set_content(body)
    if what is not What.REMINDER:
        method = "CANCEL" if what is What.CANCELLATION else "REQUEST"
        entry = calendar_entry(board, interview, method=method, attendee=address, for_candidate=to == CANDIDATE)
        mail.add_alternative(entry.decode(), subtype="calendar", params={"method": method})
    return mail


_SUBJECTS = {
    What.INVITATION: "Interview: {}",
    What.CHANGE: "Changed: interview, {}",
    What.CANCELLATION: "Called off: interview, {}",
    What.REMINDER: "Reminder: interview, {}",
}


def _about(interview: Interview) -> str:
    return messages.applied_for(interview.application)


def when(board: BoardState, interview: Interview) -> str:
    """“Tuesday 1 December 2026, 14:00 (Europe/London)”."""
    zone = zone_of(board, interview)
    return f"{interview.scheduled_at.astimezone(zone):%A %-d %B %Y, %H:%M} ({zone.key})"


def zone_of(board: BoardState, interview: Interview) -> ZoneInfo:
    """The time zone that an interview is spoken of in."""
    return ZoneInfo(interview.zone) if interview.zone else board.zone


def _facts(board: BoardState, interview: Interview, *, round_name: str = "") -> str:
    facts = {
        "Round": round_name,
        "When": when(board, interview),
        "For": f"{interview.duration_minutes} minutes",
        "Where": interview.place,
        "With": ", ".join(seat.name for seat in interview.panel),
    }
    return "\n".join(f"  {label:6}{said}" for label, said in facts.items() if said)


def _for_candidate(board: BoardState, interview: Interview, what: What) -> str:
    firm = board.config.firm_name or "us"
    opening = {
        What.INVITATION: f"We would like to meet you about {_about(interview)}:",
        What.CHANGE: f"The interview about {_about(interview)} was changed. From now on it is:",
        What.CANCELLATION: f"The interview about {_about(interview)} does not take place:",
        What.REMINDER: f"Soon we meet about {_about(interview)}:",
    }[what]
    closing = "If that does not suit you, answer this mail and we find another time."
    if what is What.CANCELLATION:
        closing = _after_cancelling(interview.application)
    return messages.letter(interview.application.candidate, [opening, _facts(board, interview), closing], firm)


def _after_cancelling(application: Application) -> str:
    if application.status is ApplicationStatus.WITHDRAWN:
        return "You withdrew this application, so there is nothing left to do."
    return "We will be in touch about what comes next."


def _for_staff(board: BoardState, interview: Interview, what: What) -> str:
    name = interview.application.candidate.name
    opening = {
        What.INVITATION: f"You interview {name} for {_about(interview)}:",
        What.CHANGE: f"Your interview of {name} for {_about(interview)} was changed. From now on it is:",
        What.CANCELLATION: f"You are not asked to interview {name} for {_about(interview)} any more.",
        What.REMINDER: f"Soon you interview {name} for {_about(interview)}:",
    }[what]
    card = messages.desk_page(board, f"interviews/{interview.public_id}/scorecard")
    if what is What.CANCELLATION:
        return f"{opening}\n"  # where and when it is by now would be news for those who go
    facts = _facts(board, interview, round_name=interview.round_name)
    return f"{opening}\n\n{facts}\n\nWhat to ask about, and your scorecard:\n\n  {card}\n"


def calendar_entry(
    board: BoardState, interview: Interview, *, method: str, attendee: str = "", for_candidate: bool = False
) -> bytes:
    """The interview as iCalendar (RFC 5545, RFC 5546), its times in UTC. ``method`` is REQUEST, CANCEL, or PUBLISH for
    a file that asks for no answer; only staff read the candidate's name in it."""
    calendar = Calendar()
    for name, value in (("prodid", "-//Jobboard//EN"), ("version", "2.0"), ("method", method)):
        calendar.add(name, value)
    event = Event()
    name = "" if for_candidate else f"{interview.application.candidate.name}, "
    kind = "Interview" if for_candidate else interview.round_name or "Interview"
    event.add("uid", f"{interview.public_id}@jobboard")
    event.add("dtstamp", board.now())
    event.add("dtstart", interview.scheduled_at)
    event.add("duration", timedelta(minutes=interview.duration_minutes))
    event.add("summary", f"{kind}: {name}{_about(interview)}")
    event.add("sequence", interview.sequence + (1 if method == "CANCEL" else 0))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if interview.place:
        event.add("location", vText(interview.place))
    if attendee:
        event["organizer"] = vCalAddress(f"mailto:{_bare(board.config.mail_from)}")
        event.add("attendee", vCalAddress(f"mailto:{attendee}"))
    if method != "CANCEL":
        event.add_component(_alarm())
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Interview")
    alarm.add("trigger", timedelta(minutes=-15))
    return alarm


def _bare(sender: str) -> str:
    return sender.rpartition("<")[2].rstrip(">").strip()
