"""What we write to candidates. Drafts that a person reads, may change, and sends; nothing goes out by itself."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from urllib.parse import urljoin

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.applications.dispositions import RUNNER_UP, TOO_SENIOR
from jobboard.applications.models import Application, CandidateMessage
from jobboard.candidates.models import Candidate
from jobboard.db import outbox
from jobboard.errors import Conflict
from jobboard.state import BoardState

MESSAGE = "mail.message"
"""Outbox topic: ``{"message": public_id}`` is mailed once its delay is over, unless it was cancelled."""
KEPT_ON_FILE, ASK_TO_KEEP, HONEST_NO, NO_MAIL, INVITATION, RECONFIRM, RENEW, FROM_THE_POOL = (
    "kept_on_file",
    "ask_to_keep",
    "honest_no",
    "none",
    "invitation",
    "reconfirm",
    "renew_consent",
    "from_the_pool",
)
APPROACHES = (INVITATION, RECONFIRM, RENEW)
"""Mails by which we come to a kept person again. Between two of them lies the board's pause."""
CLOSING_LETTERS = (KEPT_ON_FILE, ASK_TO_KEEP, HONEST_NO)
"""Mails that go with the end of an application."""
ABOUT_KEEPING = (KEPT_ON_FILE, ASK_TO_KEEP, *APPROACHES)
"""Mails that rest on being kept on file, or ask for it."""


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """A mail as it would go out. ``label`` is how the choice is called on the page."""

    kind: str
    label: str
    subject: str
    body: str


OWN_PAGE = "[the link to their own page]"
"""Stands in every draft where the person's own link goes. The link is put in when the mail leaves, so that nobody but
the person ever reads it."""

_NO_HOST = "http://localhost"
_WIDTH = 78
_BECAUSE = {
    TOO_SENIOR: "you bring more than the job could use, and we look for somebody whose experience is closer to it",
    RUNNER_UP: "it was close, and we have chosen someone whose experience is a little closer to it",
    "timing": "the time was not right, and we have chosen someone who could start when the job needs it",
    "position_cancelled": "the position has been cancelled, through no fault of yours",
}
_CLOSER = "we look for experience that is closer to what this job needs"


def own_page(board: BoardState, candidate: Candidate) -> str:
    """The person's own link, absolute. Only ever put into a mail to that person."""
    return public_page(board, f"you/{candidate.access_key}")


def public_page(board: BoardState, path: str) -> str:
    """A job seeker's page by its path below the public pages, absolute."""
    return urljoin(_public_pages(board, board.config.base_url or _NO_HOST), path)


def desk_page(board: BoardState, path: str) -> str:
    """A recruiter's page by its path below the desk, absolute."""
    base = board.config.base_url or _NO_HOST
    return urljoin(urljoin(base, f"{board.config.recruiter_prefix.rstrip('/')}/"), path)


def _public_pages(board: BoardState, base: str) -> str:
    return urljoin(base, f"{board.config.public_prefix.rstrip('/')}/")


def with_hosts(board: BoardState, body: str) -> str:
    """The text with its links on the host that is configured by now: a draft may be older than that."""
    base = board.config.base_url
    return body.replace(_public_pages(board, _NO_HOST), _public_pages(board, base)) if base else body


def as_it_leaves(body: str, link: str) -> str:
    """The text with its lines wrapped for plain mail, and the link where the draft has its place, or at the end if
    somebody deleted that. A line that starts with a space is kept whole."""
    if OWN_PAGE not in body:
        body = f"{body.rstrip()}\n\nWhat we hold about you, and how to stop it:\n\n  {OWN_PAGE}\n"
    lines = [line if line.startswith(" ") else textwrap.fill(line, _WIDTH) for line in body.splitlines()]
    return "\n".join(lines).replace(OWN_PAGE, link) + "\n"


def letter(candidate: Candidate, paragraphs: Sequence[str], signature: str) -> str:
    """A letter by first name, its paragraphs, and who signs."""
    greeting = f"Dear {candidate.name.split()[0] if candidate.name.split() else 'there'},"
    return "\n\n".join([greeting, *paragraphs, signature]) + "\n"


def on_day(moment: datetime, board: BoardState) -> str:
    """“11 March 2028”, in the board's zone."""
    return f"{moment.astimezone(board.zone):%-d %B %Y}"


def signed(board: BoardState, actor: Actor) -> str:
    """Who writes, and for which firm."""
    return f"{actor.name}\n{board.config.firm_name}".strip()


def came_on(application: Application) -> datetime | None:
    """When the last interview for this application was held; None without one. Interviews must be loaded."""
    moments = [interview.completed_at for interview in application.interviews if interview.completed_at]
    return max(moments, default=None)


def _came_in(application: Application, board: BoardState) -> str:
    came = came_on(application)
    if came is not None:
        return f"Thank you for coming in on {on_day(came, board)}."
    return f"Thank you for applying on {on_day(application.applied_at, board)}."


def applied_for(application: Application) -> str:
    """“Marketing Coordinator at Foss Valley Foods”."""
    at = f" at {application.applied_organization}" if application.applied_organization else ""
    return f"{application.applied_title}{at}"


def _listed_file(application: Application) -> str:
    """What a file of theirs would hold; only who was interviewed left us something to write about."""
    if came_on(application) is None:
        return "your application and your résumé"
    return "your application, your résumé, and what we wrote after the interview"


def _subject(application: Application) -> str:
    return f"Your application for {application.applied_title}"


@dataclass(frozen=True, slots=True)
class Closing:
    """What a closing letter is about: the application, who signs, the reason's code, the terms in words, and a
    paragraph that whoever signs has written for this person or for everybody who gets one."""

    application: Application
    actor: Actor
    disposition: str
    terms: str
    own_paragraph: str = ""

    @property
    def because(self) -> str:
        """The reason in words the candidate may read."""
        return _BECAUSE.get(self.disposition, _CLOSER)

    def letter(self, board: BoardState, first: str, *rest: str) -> str:
        """The letter: its first paragraph, the own one, and the rest."""
        paragraphs = [part for part in (first, self.own_paragraph, *rest) if part]
        return letter(self.application.candidate, paragraphs, signed(board, self.actor))


def kept_on_file(board: BoardState, closing: Closing, *, until: datetime) -> MessageDraft:
    """The honest no that comes with a file: what is kept, for what, until when, who sees it, how to stop."""
    application = closing.application
    promise = "\n".join(
        [
            f"  What      {_listed_file(application).capitalize()}.",
            f"  For what  {closing.terms} that fit you better than this one.",
            f"  Until     {on_day(until, board)}. It is never renewed without asking you.",
            f"  Who       Recruiters at {board.config.firm_name or 'our firm'}. No employer sees it until you say so.",
        ]
    )
    body = closing.letter(
        board,
        f"{_came_in(application, board)} For {applied_for(application)}, {closing.because}. That is an honest no "
        "for that job. It is not one for the next.",
        "You said we may keep you on file. So there is now a file:",
        promise,
        "When such a role opens, a person here looks at your file and writes to you with the reason. If none "
        "opens, you hear nothing.",
        "See it, change it, pause it or stop it at any time, no account needed:",
        f"  {OWN_PAGE}",
        "The link is yours alone; please do not forward it.",
    )
    subject = f"You are on file with us until {on_day(until, board)}"
    return MessageDraft(KEPT_ON_FILE, "An honest no, and the file, in your name", subject, body)


def ask_to_keep(board: BoardState, closing: Closing) -> MessageDraft:
    """The honest no with a question, for somebody who has not said that we may keep them."""
    application = closing.application
    body = closing.letter(
        board,
        f"{_came_in(application, board)} For {applied_for(application)}, {closing.because}.",
        f"May we keep you on file for something better? We would keep {_listed_file(application)}, for "
        f"{closing.terms}, for {board.config.keep_months} months and nothing else. "
        "Say yes here; without a yes nothing is kept for this:",
        f"  {OWN_PAGE}",
        "The link is yours alone; please do not forward it.",
    )
    return MessageDraft(ASK_TO_KEEP, "An honest no, asking whether we may keep the file", _subject(application), body)


def honest_no(board: BoardState, closing: Closing) -> MessageDraft:
    """A plain no."""
    application = closing.application
    body = closing.letter(
        board,
        f"{_came_in(application, board)} We have decided not to go further with your application for "
        f"{applied_for(application)}: {closing.because}.",
        "What we hold about you, and what we hold it for, is here:",
        f"  {OWN_PAGE}",
    )
    return MessageDraft(HONEST_NO, "Honest no", _subject(application), body)


def came_in_month(application: Application, board: BoardState) -> str:
    """The month of the last interview, or else of the application: “March 2026”."""
    return f"{(came_on(application) or application.applied_at).astimezone(board.zone):%B %Y}"


def answered_by(board: BoardState, mail: EmailMessage | None, actor_id: str) -> None:
    """Let an answer to ``mail`` reach the colleague it is from, where they have an address and the board wants that."""
    address = board.identity.email(actor_id) if actor_id and board.config.answers_to_author else None
    if mail is not None and address:
        mail["Reply-To"] = address


def write_message(
    board: BoardState,
    session: Session,
    candidate: Candidate,
    draft: MessageDraft,
    *,
    application: Application | None,
    actor: Actor,
) -> CandidateMessage:
    """Put a mail in the outbox, to leave after the delay in which it can be cancelled."""
    now, wait = board.now(), timedelta(minutes=board.config.mail_delay_minutes)
    message = CandidateMessage(
        board=board.name,
        candidate_id=candidate.id,
        application_id=application.id if application else None,
        kind=draft.kind,
        subject=" ".join(draft.subject.split())[:300],
        body=draft.body,
        author_id=actor.id,
        author_name=actor.name,
        created_at=now,
        send_after=now + wait,
    )
    session.add(message)
    session.flush()
    outbox.add(session, board.name, MESSAGE, {"message": message.public_id}, at=now, after=wait)
    return message


def for_application(application: Application) -> Select[Any]:
    """The mails about an application, newest first."""
    return (
        select(CandidateMessage)
        .where(CandidateMessage.application_id == application.id)
        .order_by(CandidateMessage.id.desc())
    )


def unsent_about_keeping(candidate: Candidate) -> Select[Any]:
    """Mails to a person that rest on being kept on file and have not left."""
    return select(CandidateMessage).where(
        CandidateMessage.candidate_id == candidate.id,
        CandidateMessage.kind.in_(ABOUT_KEEPING),
        CandidateMessage.sent_at.is_(None),
        CandidateMessage.cancelled_at.is_(None),
    )


def cancel(message: CandidateMessage | None, *, now: datetime) -> None:
    """Stop a mail that has not left. Raises ``Conflict`` when it has."""
    if message is None:
        return
    if message.sent_at is not None:
        raise Conflict("The mail has left; it can no longer be taken back.")
    message.cancelled_at = now
