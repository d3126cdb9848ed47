"""An application ends with its true reason, and, in the same step, a promise gets its record.

There is no way through here to tell somebody they are kept on file without a kept record in the same transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications import queries, service
from jobboard.applications.dispositions import RUNNER_UP, TOO_SENIOR
from jobboard.applications.models import Application, CandidateMessage, Disposition, Reuse
from jobboard.candidates.models import Consent, ConsentPurpose
from jobboard.candidates.queries import live_consent
from jobboard.dates import months_after
from jobboard.errors import InvalidInput
from jobboard.fit.gap import Gaps, Verdict
from jobboard.flows import messages
from jobboard.flows.announce import announce
from jobboard.flows.pool import gaps_for
from jobboard.flows.surface import surface_people_later
from jobboard.flows.wishes import describe_terms
from jobboard.keep_on_file import service as keeping
from jobboard.keep_on_file.models import KeepReason, KeptCandidate, KeptStatus
from jobboard.keep_on_file.schemas import read_close_form
from jobboard.state import BoardState

_SPEAKS_OF_A_FILE = frozenset({messages.KEPT_ON_FILE, messages.ASK_TO_KEEP})
_REASONS = {
    TOO_SENIOR: KeepReason.MORE_SENIOR,
    RUNNER_UP: KeepReason.RUNNER_UP,
    "timing": KeepReason.TIMING,
    "position_cancelled": KeepReason.POSITION_CANCELLED,
}


@dataclass(frozen=True, slots=True)
class KeepDefaults:
    """What the keep-on-file panel starts with. Levels are ranks."""

    functions: tuple[str, ...]
    min_level: int
    max_level: int
    review_on: date
    checked: bool


@dataclass(frozen=True)
class ClosingProposal:
    """Everything the close dialog shows before anything is decided."""

    application: Application
    gaps: list[dict[str, Any]]
    verdict: Verdict
    suggested: str
    dispositions: list[Disposition]
    consent: Consent | None
    keep: KeepDefaults
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
    gaps = gaps_for(application, now=board.now())
    suggested = TOO_SENIOR if gaps.verdict is Verdict.OVER else RUNNER_UP
    keep = _defaults(board, application, checked=gaps.verdict is Verdict.OVER)
    consent = live_consent(application.candidate, ConsentPurpose.KEEP_ON_FILE, board.now())
    return ClosingProposal(
        application=application,
        gaps=gaps.to_json(),
        verdict=gaps.verdict,
        suggested=suggested,
        dispositions=queries.dispositions(session, scope),
        consent=consent,
        keep=keep,
        messages=_messages(
            board, messages.Closing(application, actor, suggested, _terms(board, keep)), consent=consent
        ),
    )


def _defaults(board: BoardState, application: Application, *, checked: bool) -> KeepDefaults:
    """From one above the job they came for up to one above the highest level held."""
    held = [line.level_rank for line in application.candidate.work_history if line.level_confidence >= 0.5]
    applied = application.applied_level_rank if application.applied_level_rank is not None else 2
    highest = min(max([*held, applied + 1]), 9)
    lowest = min(applied + 1, highest)
    functions = [application.applied_function] if application.applied_function else []
    functions += [line.function for line in application.candidate.work_history[:1] if line.function]
    return KeepDefaults(
        functions=tuple(dict.fromkeys(functions)),
        min_level=max(lowest, highest - 1),
        max_level=min(highest + 1, 9),
        review_on=months_after(board.now(), board.config.keep_review_months).date(),
        checked=checked,
    )


def _messages(board: BoardState, closing: messages.Closing, *, consent: Consent | None) -> list[messages.MessageDraft]:
    no_mail = messages.MessageDraft(messages.NO_MAIL, "I will ring them", "", "")
    if consent is None:
        return [messages.ask_to_keep(board, closing), messages.honest_no(board, closing), no_mail]
    until = consent.expires_at or months_after(board.now(), board.config.keep_months)
    return [messages.kept_on_file(board, closing, until=until), messages.honest_no(board, closing), no_mail]


def _terms(board: BoardState, keep: KeepDefaults) -> str:
    return describe_terms(board, keep.functions, keep.min_level, keep.max_level)


def close(board: BoardState, application_id: str, form: Mapping[str, Any], *, actor: Actor) -> Closed:
    """End the application; keep the person on file and write to them if that was chosen; all of it or nothing.

    Raises ``InvalidInput`` by field (``EvidenceRequired`` for a judgement of level without a difference), and
    ``IllegalMove`` when it has ended already.
    """
    read = read_close_form(form, ladder=board.ladder, currency=board.config.currency)
    with board.transaction() as session:
        application = queries.get_application(session, Scope(board.name, actor), application_id)
        disposition = service.get_disposition(session, board.name, read.disposition)
        gaps = gaps_for(application, now=board.now())
        evidence = [gap for gap in gaps.to_json() if gap["dimension"] in read.evidence]
        keep = read.keep and disposition.reuse is not Reuse.EXCLUDE
        if read.message in _SPEAKS_OF_A_FILE and not keep:
            raise InvalidInput({"message": ["This mail speaks of a file. Tick “Keep on file”, or send the honest no."]})
        service.close_application(
            session, application, disposition, evidence=evidence, actor=actor, now=board.now(), why=read.note
        )
        _go_on_looking(board, session, application, actor=actor)
        kept = _keep(board, session, application, read, gaps=gaps, actor=actor) if keep else None
        message = _write(board, session, application, read, actor=actor)
        announce(board, session, "application-closed", application=application.public_id)
        return Closed(application.public_id, kept.public_id if kept else None, message.public_id if message else None)


def _go_on_looking(board: BoardState, session: Session, application: Application, *, actor: Actor) -> None:
    """Somebody invited for a better role who did not get it is still promised the next one."""
    why = f"“{application.applied_title}” ended"
    kept = keeping.end_conversation(session, application.surfacing_id, actor=actor, now=board.now(), why=why)
    if kept is not None:
        surface_people_later(board, session, [kept.id], actor=actor, why_now=f"{why}, and they are free again.")


def _keep(
    board: BoardState, session: Session, application: Application, read: Any, *, gaps: Gaps, actor: Actor
) -> KeptCandidate:
    now = board.now()
    consent = live_consent(application.candidate, ConsentPurpose.KEEP_ON_FILE, now)
    defaults = _defaults(board, application, checked=gaps.verdict is Verdict.OVER)
    terms = keeping.KeepTerms(
        reason=_REASONS.get(read.disposition, KeepReason.TIMING),
        target_functions=read.functions or defaults.functions,
        min_level=defaults.min_level if read.min_level is None else read.min_level,
        max_level=defaults.max_level if read.max_level is None else read.max_level,
        **asdict(read.wishes),
        own_words_at=now if read.wishes.own_words else None,
        review_at=_morning(read.review_on or defaults.review_on, board),
        expires_at=consent.expires_at if consent else None,
    )
    status = KeptStatus.ACTIVE if consent else KeptStatus.AWAITING_CONSENT
    kept = keeping.keep(session, application.candidate, terms, origin=application, status=status, owner=actor, now=now)
    surface_people_later(board, session, [kept.id], actor=actor, why_now="They were kept on file.")
    announce(board, session, "candidate-kept", kept=kept.public_id)
    return kept


def _morning(day: date, board: BoardState) -> datetime:
    return datetime.combine(day, time(8), tzinfo=board.zone)


def _write(
    board: BoardState, session: Session, application: Application, read: Any, *, actor: Actor
) -> CandidateMessage | None:
    if read.message == messages.NO_MAIL or application.candidate.do_not_contact:
        return None
    defaults = _defaults(board, application, checked=read.keep)
    consent = live_consent(application.candidate, ConsentPurpose.KEEP_ON_FILE, board.now())
    chosen = KeepDefaults(
        functions=tuple(read.functions) or defaults.functions,
        min_level=defaults.min_level if read.min_level is None else read.min_level,
        max_level=defaults.max_level if read.max_level is None else read.max_level,
        review_on=defaults.review_on,
        checked=read.keep,
    )
    closing = messages.Closing(application, actor, read.disposition, _terms(board, chosen))
    drafts = {draft.kind: draft for draft in _messages(board, closing, consent=consent)}
    if read.message not in drafts:
        raise InvalidInput(
            {"message": ["Without a live consent this mail cannot go out. Ask first, or choose another."]}
        )
    draft = drafts[read.message]
    return messages.write_message(board, session, application.candidate, draft, application=application, actor=actor)


def reopen(board: BoardState, application_id: str, *, actor: Actor, why: str = "undo") -> None:
    """Take back a close: the application runs again, its kept record is withdrawn, an unsent mail is cancelled."""
    with board.transaction() as session:
        application = queries.get_application(session, Scope(board.name, actor), application_id)
        service.reopen_application(session, application, actor=actor, now=board.now(), why=why)
        for kept in _kept_for(session, application):
            keeping.move_kept(
                session, kept, KeptStatus.WITHDRAWN, actor=actor, now=board.now(), why="application reopened"
            )
        for message in _unsent(session, application):
            message.cancelled_at = board.now()


def _kept_for(session: Session, application: Application) -> Sequence[KeptCandidate]:
    ended = (KeptStatus.WITHDRAWN, KeptStatus.ERASED)
    return session.scalars(
        select(KeptCandidate).where(
            KeptCandidate.origin_application_id == application.id, KeptCandidate.status.not_in(ended)
        )
    ).all()


def _unsent(session: Session, application: Application) -> Sequence[CandidateMessage]:
    return session.scalars(
        select(CandidateMessage).where(
            CandidateMessage.application_id == application.id,
            CandidateMessage.sent_at.is_(None),
            CandidateMessage.cancelled_at.is_(None),
        )
    ).all()
