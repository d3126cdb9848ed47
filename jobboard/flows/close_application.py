"""An application ends with its true reason, and, in the same step, a promise gets its record.

There is no way through here to tell somebody they are kept on file without a kept record in the same transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications import queries, service
from jobboard.applications.dispositions import RUNNER_UP, TOO_SENIOR
from jobboard.applications.lifecycle import check_running
from jobboard.applications.models import Application, CandidateMessage, Disposition, Interview, Reuse
from jobboard.applications.scorecards import sealed_from
from jobboard.candidates.models import Consent
from jobboard.db.history import acting_together
from jobboard.errors import InvalidInput
from jobboard.fit.gap import Verdict
from jobboard.flows import keep_terms, messages, proposals
from jobboard.flows.announce import announce
from jobboard.flows.gaps import gaps_for
from jobboard.flows.surface import surface_people_later
from jobboard.keep_on_file import service as keeping
from jobboard.keep_on_file.models import NOT_PROMISED, KeptCandidate, KeptStatus
from jobboard.keep_on_file.schemas import CloseFields, read_close_form
from jobboard.state import BoardState

_SPEAKS_OF_A_FILE = frozenset({messages.KEPT_ON_FILE, messages.ASK_TO_KEEP})


@dataclass(frozen=True)
class ClosingProposal:
    """Everything the close dialog shows before anything is decided; nothing of it rests on scorecards of the ``sealed``
    interviews. ``consent`` is the live one to be kept, ``stopped_since`` when they stopped
    being kept."""

    application: Application
    sealed: tuple[Interview, ...]
    gaps: list[dict[str, Any]]
    verdict: Verdict
    suggested: str
    dispositions: Sequence[Disposition]
    consent: Consent | None
    stopped_since: datetime | None
    keep: keep_terms.KeepDefaults
    messages: list[messages.MessageDraft]


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing wrote, by public ids."""

    application_id: str
    kept_id: str | None
    message_id: str | None


def propose(board: BoardState, application_id: str, *, actor: Actor) -> ClosingProposal:
    """Look at the gaps and propose a reason, evidence and terms. Writes nothing."""
    session, scope = board.session(), Scope(board.name, actor)
    application = queries.get_application(session, scope, application_id)
    return proposal_for(board, application, queries.dispositions(session, scope), actor=actor)


def proposal_for(
    board: BoardState, application: Application, dispositions: Sequence[Disposition], *, actor: Actor
) -> ClosingProposal:
    """The same for an application that is loaded as ``get_application`` does. No statement."""
    gaps = gaps_for(application, now=board.now(), reader=actor)
    suggested = TOO_SENIOR if gaps.verdict is Verdict.OVER else RUNNER_UP
    keep = keep_terms.defaults(board, application, gaps.verdict)
    consent = keep_terms.consent_of(board, application)
    closing = messages.Closing(application, actor, suggested, keep_terms.in_words(board, keep))
    return ClosingProposal(
        application=application,
        sealed=sealed_from(application.interviews, actor),
        gaps=gaps.to_json(),
        verdict=gaps.verdict,
        suggested=suggested,
        dispositions=dispositions,
        consent=consent,
        stopped_since=keep_terms.stopped_since(application.candidate),
        keep=keep,
        messages=list(keep_terms.letters(board, closing, consent=consent)),
    )


def preview(
    board: BoardState, proposal: ClosingProposal, form: Mapping[str, Any], *, actor: Actor
) -> Sequence[messages.MessageDraft]:
    """The letters, of each kind, as the dialog filled in like ``form`` would send them. No statement. Raises
    ``InvalidInput`` by field."""
    read = read_close_form(form, ladder=board.ladder, currency=board.config.currency)
    return letters(board, proposal, read, actor=actor)


def letters(
    board: BoardState, proposal: ClosingProposal, read: CloseFields, *, actor: Actor
) -> Sequence[messages.MessageDraft]:
    """The same for a dialog that was read."""
    closing = _closing(board, proposal.application, keep_terms.chosen(proposal.keep, read.agreed), read, actor=actor)
    return keep_terms.letters(board, closing, consent=proposal.consent)


def _closing(
    board: BoardState, application: Application, terms: keep_terms.KeepDefaults, read: CloseFields, *, actor: Actor
) -> messages.Closing:
    said = read.agreed.own_paragraph
    return messages.Closing(application, actor, read.disposition, keep_terms.in_words(board, terms), said)


def close(board: BoardState, application_id: str, form: Mapping[str, Any], *, actor: Actor) -> Closed:
    """End the application; keep the person on file and write to them if that was chosen; all of it or nothing.

    The form's ``seen`` is the stage in which the actor saw them: ``MovedMeanwhile`` says that somebody has moved them
    since. Raises ``InvalidInput`` by field (``EvidenceRequired`` for a judgement of level without a difference), and
    ``ApplicationEnded`` when it has ended already.
    """
    read = read_close_form(form, ladder=board.ladder, currency=board.config.currency)
    with board.transaction() as session, acting_together(session):
        application = queries.get_application(session, Scope(board.name, actor), application_id)
        check_running(application)
        service.check_unmoved(session, application, read.seen)
        return end(board, session, application, read, actor=actor)


def end(board: BoardState, session: Session, application: Application, read: CloseFields, *, actor: Actor) -> Closed:
    """The same inside a transaction, for an application that is loaded as ``get_application`` does."""
    disposition = service.get_disposition(session, board.name, read.disposition)
    gaps = gaps_for(application, now=board.now(), reader=actor)
    evidence = [gap for gap in gaps.to_json() if gap["dimension"] in read.evidence]
    keep = read.keep and disposition.reuse is not Reuse.EXCLUDE
    if read.agreed.message in _SPEAKS_OF_A_FILE and not keep:
        raise InvalidInput({"message": ["This mail speaks of a file. Tick “Keep on file”, or send the honest no."]})
    service.close_application(
        session, application, disposition, evidence=evidence, actor=actor, now=board.now(), why=read.note
    )
    _go_on_looking(board, session, application, actor=actor)
    terms = keep_terms.chosen(keep_terms.defaults(board, application, gaps.verdict), read.agreed)
    reason = keep_terms.reason_for(read.disposition)
    kept = None
    if keep:
        kept = keep_terms.keep_person(board, session, application, terms, read.agreed, reason=reason, actor=actor)
    else:
        known = gaps_for(application, now=board.now(), reader=None)
        proposals.propose_if_worth(board, session, application, known, actor=actor)
    closing = _closing(board, application, terms, read, actor=actor)
    message = keep_terms.write_letter(board, session, closing, read.agreed.message)
    announce(board, session, "application-closed", application=application.public_id)
    return Closed(application.public_id, kept.public_id if kept else None, message.public_id if message else None)


def _go_on_looking(board: BoardState, session: Session, application: Application, *, actor: Actor) -> None:
    """Somebody invited for a better role who did not get it is still promised the next one."""
    why = f"“{application.applied_title}” ended"
    kept = keeping.end_conversation(session, application.surfacing_id, actor=actor, now=board.now(), why=why)
    if kept is not None:
        surface_people_later(board, session, [kept.id], actor=actor, why_now=f"{why}, and they are free again.")


@dataclass(frozen=True, slots=True)
class Reopened:
    """What taking back a close did: whether a promise was ``withdrawn`` and a mail ``stopped``, and when the mail had
    ``left`` before that, or None."""

    withdrawn: bool
    stopped: bool
    left: datetime | None


def reopen(board: BoardState, application_id: str, *, actor: Actor, why: str = "undo") -> Reopened:
    """Take back a close: the application runs again, its kept record is withdrawn, an unsent mail is cancelled."""
    with board.transaction() as session:
        application = queries.get_application(session, Scope(board.name, actor), application_id)
        return run_again(board, session, application, actor=actor, why=why)


def run_again(board: BoardState, session: Session, application: Application, *, actor: Actor, why: str) -> Reopened:
    """The same inside a transaction."""
    ended_at = application.closed_at
    service.reopen_application(session, application, actor=actor, now=board.now(), why=why)
    records, unsent = _kept_for(session, application), _unsent(session, application)
    promised = any(kept.status not in NOT_PROMISED for kept in records)
    for kept in records:
        _take_back(board, session, kept, actor=actor)
    for message in unsent:
        message.cancelled_at = board.now()
    return Reopened(promised, bool(unsent), _left(session, application, since=ended_at))


def _take_back(board: BoardState, session: Session, kept: KeptCandidate, *, actor: Actor) -> None:
    """A promise is withdrawn; what was only proposed, or found not to be needed, is proposed anew at the next end."""
    if kept.status in NOT_PROMISED:
        session.delete(kept)
    else:
        keeping.move_kept(session, kept, KeptStatus.WITHDRAWN, actor=actor, now=board.now(), why="application reopened")


def _kept_for(session: Session, application: Application) -> Sequence[KeptCandidate]:
    ended = (KeptStatus.WITHDRAWN, KeptStatus.ERASED)
    return session.scalars(
        select(KeptCandidate).where(
            KeptCandidate.origin_application_id == application.id, KeptCandidate.status.not_in(ended)
        )
    ).all()


def _left(session: Session, application: Application, *, since: datetime | None) -> datetime | None:
    """When the last mail left that went with the end of the application; None where none has. One statement."""
    if since is None:
        return None
    return session.scalar(
        select(func.max(CandidateMessage.sent_at)).where(
            CandidateMessage.application_id == application.id,
            CandidateMessage.kind.in_(messages.CLOSING_LETTERS),
            CandidateMessage.created_at >= since,
        )
    )


def _unsent(session: Session, application: Application) -> Sequence[CandidateMessage]:
    return session.scalars(
        select(CandidateMessage).where(
            CandidateMessage.application_id == application.id,
            CandidateMessage.sent_at.is_(None),
            CandidateMessage.cancelled_at.is_(None),
        )
    ).all()
