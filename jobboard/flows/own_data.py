"""A person's own page: where they stand, what is kept, and the button that stops it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from jobboard.access import STRANGER, Actor, Scope
from jobboard.applications import queries as applications
from jobboard.applications.answers import answers_to
from jobboard.applications.lifecycle import is_untouched
from jobboard.applications.models import Application, ScreeningAnswer
from jobboard.candidates import service as people
from jobboard.candidates.attachments import attachments_of
from jobboard.candidates.models import Attachment, Candidate, Consent, ConsentPurpose
from jobboard.candidates.queries import by_access_key, live_consent
from jobboard.dates import months_after
from jobboard.errors import Conflict
from jobboard.flows import messages, review, said_again
from jobboard.flows.own_answer import Invitation, invitations, known_to_them, sent_invitations
from jobboard.flows.own_wishes import THEMSELVES
from jobboard.flows.own_withdrawal import withdrawals
from jobboard.flows.rematch import rematch
from jobboard.keep_on_file import queries, service
from jobboard.keep_on_file.lifecycle import MOVES
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.state import BoardState

_AS_LONG = timedelta(days=1)
_WAITING_FOR_A_YES = frozenset({KeptStatus.AWAITING_CONSENT, KeptStatus.EXPIRED, KeptStatus.WITHDRAWN})


@dataclass(frozen=True)
class OwnData:
    """What the page shows. ``keep_consent`` is the live one, or None; ``invitations`` wait for an answer or got a
    yes; ``to_say_again`` are the labels of wishes that were erased and for which records rest; ``withdrawals`` are
    the public ids of applications whose withdrawal can be taken back."""

    candidate: Candidate
    applications: list[Application]
    kept: list[KeptCandidate]
    keep_consent: Consent | None
    invitations: list[Invitation]
    to_say_again: list[str]
    attachments: list[Attachment]
    answers: list[ScreeningAnswer]
    withdrawals: frozenset[str]


def overview(board: BoardState, access_key: str) -> OwnData:
    """Everything the person may see about themselves. Raises ``NotFound`` for a wrong key. Writes nothing."""
    session, scope = board.session(), Scope(board.name, STRANGER)
    candidate = by_access_key(session, board.name, access_key)
    theirs = applications.applications_of(session, scope, candidate)
    sent = sent_invitations(session, theirs)
    kept = queries.kept_of(session, scope, candidate)
    return OwnData(
        candidate=candidate,
        applications=known_to_them(theirs, sent),
        invitations=invitations(session, theirs, sent),
        kept=kept,
        keep_consent=live_consent(candidate, ConsentPurpose.KEEP_ON_FILE, board.now()),
        to_say_again=said_again.labels(said_again.resting(session, kept)),
        attachments=attachments_of(session, scope, candidate),
        answers=[answer for answer in answers_to(session, theirs) if answer.replaced_at is None],
        withdrawals=frozenset(withdrawals(board, session, theirs)),
    )


def withdraw_keep_consent(board: BoardState, access_key: str) -> None:
    """Stop being kept, with effect at once: the consent ends, every record with it, and the wishes and explanations in
    them are blanked, but for whom they are never to be shown to. Raises ``Conflict`` when there is no live consent."""
    with board.transaction() as session:
        candidate, person = _person(board, session, access_key)
        live = live_consent(candidate, ConsentPurpose.KEEP_ON_FILE, board.now())
        if live is None:
            raise Conflict("You are not kept on file, so there is nothing to stop.")
        _take_back_unsent(board, session, candidate, person)
        people.withdraw_consent(session, candidate, live, actor=person, now=board.now(), channel="web")
        records = service.kept_people(session, candidate.id)
        for kept in records:
            if KeptStatus.WITHDRAWN in MOVES[kept.status]:
                service.move_kept(
                    session, kept, KeptStatus.WITHDRAWN, actor=person, now=board.now(), why="consent withdrawn"
                )
        for message in session.scalars(messages.unsent_about_keeping(candidate)):
            messages.cancel(message, now=board.now())
        ids = [kept.id for kept in records]
        rematch(board, session, ids, actor=person, why_now="They stopped being kept on file.")
        for kept in records:
            said_again.note_forgotten(board, session, kept, actor=person)
        service.forget_wishes(session, ids)


def _take_back_unsent(board: BoardState, session: Session, candidate: Candidate, person: Actor) -> None:
    """Undo invitations whose mail has not left, with the applications that nobody has worked on."""
    scope = Scope(board.name, person)
    for application in applications.applications_of(session, scope, candidate):
        if application.surfacing_id and is_untouched(application):
            review.take_back_unsent(board, session, application, actor=person)


def give_keep_consent(board: BoardState, access_key: str) -> None:
    """Allow being kept for the board's usual time, or renew before that time is over.

    Records that waited for it, or had ended without it, become active; all of them run until the new end and may
    surface at once. One whose wishes were forgotten rests until the person has said them again.
    Said again while as much is allowed already, it changes nothing.
    """
    with board.transaction() as session:
        candidate, person = _person(board, session, access_key)
        now, until = board.now(), months_after(board.now(), board.config.keep_months)
        live = live_consent(candidate, ConsentPurpose.KEEP_ON_FILE, now)
        if live is not None and (live.expires_at is None or live.expires_at > until - _AS_LONG):
            return
        people.grant_consent(
            session,
            candidate,
            ConsentPurpose.KEEP_ON_FILE,
            actor=person,
            granted_at=now,
            expires_at=until,
            channel="web",
            text_version=board.config.consent_text,
        )
        session.flush()
        records = service.kept_people(session, candidate.id)
        forgotten = said_again.forgotten(session, records)
        for kept in records:
            _begin_again(board, session, kept, person, until=until, rests=kept.public_id in forgotten)
        why = "They agreed to be kept on file." if live is None else "They renewed their consent."
        rematch(board, session, [kept.id for kept in records], actor=person, why_now=why)


def _begin_again(
    board: BoardState, session: Session, kept: KeptCandidate, person: Actor, *, until: datetime, rests: bool
) -> None:
    """A record that waited for this yes, or ended for want of it, is active again, or rests until more is said."""
    kept.expires_at = until
    if kept.status not in _WAITING_FOR_A_YES:
        return
    service.move_kept(session, kept, KeptStatus.ACTIVE, actor=person, now=board.now(), why="consent given")
    if rests:
        why = "their wishes were erased and have to be said again"
        service.move_kept(session, kept, KeptStatus.PAUSED, actor=person, now=board.now(), why=why)


def _person(board: BoardState, session: Session, access_key: str) -> tuple[Candidate, Actor]:
    return by_access_key(session, board.name, access_key), THEMSELVES
