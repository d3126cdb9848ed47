"""Somebody we met was more senior than the role, and nobody kept them: the record is proposed, and a person decides.

Where the levels are not known well enough the same proposal is a question. Nothing is promised, and nobody surfaces,
until it is confirmed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications.models import Application, ApplicationStatus, InterviewStatus, Reuse
from jobboard.applications.queries import ended_after_interview, get_application
from jobboard.dates import months_after
from jobboard.db.paging import Page, PageRequest
from jobboard.errors import InvalidInput
from jobboard.fit.gap import Gaps, Verdict
from jobboard.flows import keep_terms, messages
from jobboard.flows.gaps import gaps_for
from jobboard.keep_on_file import kept_queries, queries, service
from jobboard.keep_on_file.models import KeepReason, KeptCandidate, KeptStatus
from jobboard.keep_on_file.schemas import read_keep_form, read_reason
from jobboard.state import BoardState

_BATCH = 200
_USUAL_MONTHS = 24


def propose_if_worth(
    board: BoardState, session: Session, application: Application, gaps: Gaps, *, actor: Actor
) -> KeptCandidate | None:
    """Propose to keep the person of an application that has ended without a record, if they were met and stood over the
    job, or may have. Candidate, consents, interviews and disposition must be loaded. One statement at most."""
    if not _worth(application, gaps):
        return None
    keep = keep_terms.defaults(board, application, gaps.verdict)
    code = application.disposition.code if application.disposition else ""
    over = gaps.verdict is Verdict.OVER
    terms = service.KeepTerms(
        reason=KeepReason.MORE_SENIOR if over else keep_terms.reason_for(code),
        target_functions=keep.functions,
        min_level=keep.min_level,
        max_level=keep.max_level,
    )
    return service.propose(session, application.candidate, terms, origin=application, owner=actor, now=board.now())


def _worth(application: Application, gaps: Gaps) -> bool:
    candidate, reason = application.candidate, application.disposition
    return (
        application.status in (ApplicationStatus.REJECTED, ApplicationStatus.WITHDRAWN)
        and not (reason is not None and reason.reuse is Reuse.EXCLUDE)
        and any(one.status is InterviewStatus.COMPLETED for one in application.interviews)
        and candidate.erased_at is None
        and keep_terms.may_be_proposed(candidate)
        and gaps.verdict in (Verdict.OVER, Verdict.UNSURE)
    )


@dataclass(frozen=True)
class Proposal:
    """A proposed record with what it rests on. ``sure`` is False where it is only a question."""

    kept: KeptCandidate
    application: Application
    gaps: Gaps

    @property
    def sure(self) -> bool:
        """Whether the levels say it, and not only the lack of them."""
        return self.gaps.verdict is Verdict.OVER


def waiting(board: BoardState, wanted: PageRequest, *, actor: Actor) -> Page[Proposal]:
    """A page of what waits for a decision, newest first; people who are kept by another record are left out. About
    twenty statements."""
    found = kept_queries.proposals(board.session(), Scope(board.name, actor), wanted)
    return Page([_explained(board, kept, actor=actor) for kept in found.items], found.total, found.number, found.size)


def _explained(board: BoardState, kept: KeptCandidate, *, actor: Actor) -> Proposal:
    """As the actor may read it. Origin with interviews and panels loaded."""
    application = _origin(kept)
    return Proposal(kept, application, gaps_for(application, now=board.now(), reader=actor))


def _origin(kept: KeptCandidate) -> Application:
    assert kept.origin_application is not None  # a proposal always comes from an application
    return kept.origin_application


@dataclass(frozen=True)
class Confirming:
    """What the page shows before a proposal is confirmed."""

    proposal: Proposal
    keep: keep_terms.KeepDefaults
    letters: list[messages.MessageDraft]


def look_at(board: BoardState, kept_id: str, *, actor: Actor) -> Confirming:
    """One proposal with its terms and the mails that may go with it. Writes nothing."""
    session, scope = board.session(), Scope(board.name, actor)
    kept = queries.get_kept(session, scope, kept_id)
    application = get_application(session, scope, _origin(kept).public_id)
    proposal = _explained(board, kept, actor=actor)
    keep = keep_terms.defaults(board, application, proposal.gaps.verdict)
    closing = _closing(board, application, kept.reason, keep, actor=actor)
    return Confirming(proposal, keep, _letters(board, closing))


def preview(
    board: BoardState, found: Confirming, form: Mapping[str, Any], *, actor: Actor
) -> list[messages.MessageDraft]:
    """The mails as the page filled in like ``form`` would send them. No statement. Raises ``InvalidInput`` by field."""
    read = read_keep_form(form, ladder=board.ladder, currency=board.config.currency)
    keep, proposal = keep_terms.chosen(found.keep, read), found.proposal
    closing = _closing(board, proposal.application, proposal.kept.reason, keep, actor=actor)
    return _letters(board, replace(closing, own_paragraph=read.own_paragraph))


def _letters(board: BoardState, closing: messages.Closing) -> list[messages.MessageDraft]:
    drafts = keep_terms.letters(board, closing, consent=keep_terms.consent_of(board, closing.application))
    return [draft for draft in drafts if draft.kind != messages.HONEST_NO]


def _closing(
    board: BoardState, application: Application, reason: KeepReason, keep: keep_terms.KeepDefaults, *, actor: Actor
) -> messages.Closing:
    code = application.disposition.code if application.disposition else keep_terms.disposition_for(reason)
    return messages.Closing(application, actor, code, keep_terms.in_words(board, keep))


def confirm(board: BoardState, kept_id: str, form: Mapping[str, Any], *, actor: Actor) -> KeptCandidate:
    """Keep the person on the terms of the form; empty ones stand as proposed. Active with a live consent, else waiting
    for one. Raises ``InvalidInput`` by field, and ``IllegalMove`` when somebody has decided already."""
    read = read_keep_form(form, ladder=board.ladder, currency=board.config.currency)
    if read.message == messages.HONEST_NO:
        raise InvalidInput({"message": ["They are to be kept: an honest no is not the mail for that. Choose another."]})
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        service.check_undecided(kept)
        application = get_application(session, Scope(board.name, actor), _origin(kept).public_id)
        proposed = keep_terms.defaults(board, application, _explained(board, kept, actor=actor).gaps.verdict)
        keep, reason = keep_terms.chosen(proposed, read), kept.reason
        kept = keep_terms.keep_person(board, session, application, keep, read, reason=reason, actor=actor)
        closing = replace(_closing(board, application, reason, keep, actor=actor), own_paragraph=read.own_paragraph)
        keep_terms.write_letter(board, session, closing, read.message)
        return kept


def not_needed(board: BoardState, kept_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Decide that no record is needed, and why; nobody is asked about this application again. Raises ``InvalidInput``
    without a reason, and ``IllegalMove`` when somebody has decided already."""
    reason = read_reason(form)
    if not reason:
        raise InvalidInput({"reason": ["Say why, in a few words: whoever asks in a year will want to know."]})
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        service.check_undecided(kept)
        service.move_kept(session, kept, KeptStatus.NOT_NEEDED, actor=actor, now=board.now(), why=reason)


def propose_again(board: BoardState, kept_id: str, *, actor: Actor) -> None:
    """Take “not needed” back. Raises ``IllegalMove``."""
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        service.move_kept(session, kept, KeptStatus.PROPOSED, actor=actor, now=board.now(), why="undo")


def look_back(board: BoardState, *, actor: Actor) -> int:
    """Go through the applications that have ended as long as their people are known anyway, and propose whom nobody
    thought of; how many were proposed. Idempotent; a transaction and about twenty statements a batch of 200."""
    last, proposed = 0, 0
    while True:
        with board.transaction() as session:
            batch = ended_after_interview(
                session, board.name, since=_since(board), after=last, besides=_TAKEN, limit=_BATCH
            )
            proposed += _propose_all(board, session, batch, actor=actor)
        if len(batch) < _BATCH:
            return proposed
        last = batch[-1].id


def look_again(board: BoardState, session: Session, candidate_id: int, *, actor: Actor) -> int:
    """More is known now of a person (internal key): propose them for what ended before, if that shows them over it. One
    statement where nothing of theirs has ended without a record."""
    session.flush()
    ended = ended_after_interview(
        session, board.name, since=_since(board), besides=_TAKEN, limit=_BATCH, of=candidate_id
    )
    return _propose_all(board, session, ended, actor=actor)


_TAKEN = select(KeptCandidate.origin_application_id).where(KeptCandidate.origin_application_id.is_not(None))


def _since(board: BoardState) -> datetime:
    """Whoever ended before would not be known any more."""
    return months_after(board.now(), -(board.config.application_months or _USUAL_MONTHS))


def _propose_all(board: BoardState, session: Session, ended: Sequence[Application], *, actor: Actor) -> int:
    known = ((one, gaps_for(one, now=board.now(), reader=None)) for one in ended)
    return sum(propose_if_worth(board, session, one, gaps, actor=actor) is not None for one, gaps in known)
