"""The terms on which somebody is kept: what is proposed, what was agreed, and the record that comes of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.applications.dispositions import RUNNER_UP, TOO_SENIOR
from jobboard.applications.models import Application, CandidateMessage
from jobboard.candidates.models import Candidate, Consent, ConsentPurpose
from jobboard.candidates.queries import live_consent, withdrawn_since
from jobboard.dates import months_after
from jobboard.errors import InvalidInput
from jobboard.fit.gap import Verdict
from jobboard.flows import messages
from jobboard.flows.announce import announce
from jobboard.flows.kept_record import morning
from jobboard.flows.surface import surface_people_later
from jobboard.flows.wishes import describe_terms
from jobboard.keep_on_file import service
from jobboard.keep_on_file.models import KeepReason, KeptCandidate, KeptStatus
from jobboard.keep_on_file.schemas import KeepFields
from jobboard.state import BoardState

_SURE, _MIDDLE, _HIGHEST = 0.5, 2, 9
_REASONS = {
    TOO_SENIOR: KeepReason.MORE_SENIOR,
    RUNNER_UP: KeepReason.RUNNER_UP,
    "timing": KeepReason.TIMING,
    "position_cancelled": KeepReason.POSITION_CANCELLED,
}


@dataclass(frozen=True, slots=True)
class KeepDefaults:
    """What the keep-on-file panel starts with; ``checked`` where keeping them is proposed. Levels are ranks."""

    functions: tuple[str, ...]
    min_level: int
    max_level: int
    review_on: date
    checked: bool


def defaults(board: BoardState, application: Application, verdict: Verdict) -> KeepDefaults:
    """What to propose for the person of an application; their work history must be loaded.

    Who is more senior is proposed for levels around the highest they have held, always above the job they came for; for
    everybody else the level they came for is where a better chance begins.
    """
    low, high = _levels(application, verdict)
    functions = [application.applied_function] if application.applied_function else []
    functions += [line.function for line in application.candidate.work_history[:1] if line.function]
    return KeepDefaults(
        functions=tuple(dict.fromkeys(functions)),
        min_level=low,
        max_level=high,
        review_on=months_after(board.now(), board.config.keep_review_months).date(),
        checked=verdict is Verdict.OVER and may_be_proposed(application.candidate),
    )


def may_be_proposed(candidate: Candidate) -> bool:
    """Whether we may come up with keeping them: never against a withdrawal, or their wish not to be contacted. Consents
    must be loaded."""
    return not candidate.do_not_contact and stopped_since(candidate) is None


def stopped_since(candidate: Candidate) -> datetime | None:
    """When they stopped being kept on file; None where that does not hold (any more). Consents must be loaded."""
    return withdrawn_since(candidate, ConsentPurpose.KEEP_ON_FILE)


def _levels(application: Application, verdict: Verdict) -> tuple[int, int]:
    held = [line.level_rank for line in application.candidate.work_history if line.level_confidence >= _SURE]
    applied = application.applied_level_rank if application.applied_level_rank is not None else _MIDDLE
    if verdict is not Verdict.OVER:
        return applied, min(max([*held, applied]) + 1, _HIGHEST)
    highest = min(max([*held, applied + 1]), _HIGHEST)
    return max(min(applied + 1, highest), highest - 1), min(highest + 1, _HIGHEST)


def reason_for(disposition: str) -> KeepReason:
    """Why somebody is kept whose application ended with this reason."""
    return _REASONS.get(disposition, KeepReason.TIMING)


def disposition_for(reason: KeepReason) -> str:
    """The reason of an end that goes with being kept for this one."""
    return next(code for code, kept_for in _REASONS.items() if kept_for is reason)


def chosen(proposed: KeepDefaults, agreed: KeepFields) -> KeepDefaults:
    """The proposal with what was typed over it."""
    return replace(
        proposed,
        functions=agreed.functions or proposed.functions,
        min_level=proposed.min_level if agreed.min_level is None else agreed.min_level,
        max_level=proposed.max_level if agreed.max_level is None else agreed.max_level,
        review_on=agreed.review_on or proposed.review_on,
    )


def in_words(board: BoardState, keep: KeepDefaults) -> str:
    """“Marketing roles from manager to head”."""
    return describe_terms(board, keep.functions, keep.min_level, keep.max_level)


def keep_person(
    board: BoardState,
    session: Session,
    application: Application,
    keep: KeepDefaults,
    agreed: KeepFields,
    *,
    reason: KeepReason,
    actor: Actor,
) -> KeptCandidate:
    """Make the promise: active with a live consent, else waiting for one. ``keep`` is the choice, of ``agreed`` the
    wishes count, and whom the person is never to be shown to by any earlier record. They surface for the open jobs
    that fit once this has committed. Raises ``InvalidInput`` on ``keep`` where they have stopped being kept."""
    _check_not_stopped(board, application.candidate)
    consent = consent_of(board, application)
    earlier = service.kept_people(session, application.candidate_id)
    never = [*agreed.wishes.excluded_organizations, *(name for one in earlier for name in one.excluded_organizations)]
    wishes = asdict(agreed.wishes) | {"excluded_organizations": list(dict.fromkeys(never))}
    terms = service.KeepTerms(
        reason=reason,
        target_functions=keep.functions,
        min_level=keep.min_level,
        max_level=keep.max_level,
        **wishes,
        own_words_at=board.now() if agreed.wishes.own_words else None,
        review_at=morning(board, keep.review_on),
        expires_at=consent.expires_at if consent else None,
    )
    kept = service.keep(
        session,
        application.candidate,
        terms,
        origin=application,
        status=KeptStatus.ACTIVE if consent else KeptStatus.AWAITING_CONSENT,
        owner=actor,
        now=board.now(),
    )
    surface_people_later(board, session, [kept.id], actor=actor, why_now="They were kept on file.")
    announce(board, session, "candidate-kept", kept=kept.public_id)
    return kept


def _check_not_stopped(board: BoardState, candidate: Candidate) -> None:
    since = stopped_since(candidate)
    if since is not None:
        day = messages.on_day(since, board)
        said = f"They stopped being kept on file on {day}. Only a new yes of their own changes that: do not keep them."
        raise InvalidInput({"keep": [said]})


def consent_of(board: BoardState, application: Application) -> Consent | None:
    """The person's live consent to be kept, or None. Consents must be loaded."""
    return live_consent(application.candidate, ConsentPurpose.KEEP_ON_FILE, board.now())


def letters(
    board: BoardState, closing: messages.Closing, *, consent: Consent | None
) -> Sequence[messages.MessageDraft]:
    """What may be sent along with a promise, the fitting one first: of a file where there is a consent, else a question
    that asks for one. Whoever has stopped being kept is not asked, and who asked not to be contacted gets no mail."""
    candidate = closing.application.candidate
    if candidate.do_not_contact:
        return (messages.MessageDraft(messages.NO_MAIL, "No mail: they asked not to be contacted", "", ""),)
    no_mail = messages.MessageDraft(messages.NO_MAIL, "I will ring them", "", "")
    if stopped_since(candidate) is not None:
        return messages.honest_no(board, closing), no_mail
    if consent is None:
        return messages.ask_to_keep(board, closing), messages.honest_no(board, closing), no_mail
    until = consent.expires_at or months_after(board.now(), board.config.keep_months)
    return messages.kept_on_file(board, closing, until=until), messages.honest_no(board, closing), no_mail


def write_letter(board: BoardState, session: Session, closing: messages.Closing, kind: str) -> CandidateMessage | None:
    """Write the letter of this kind that goes with a promise; None for no mail, and to somebody who asked not to be
    contacted. Raises ``InvalidInput`` when the consent does not allow it."""
    application = closing.application
    if kind == messages.NO_MAIL or application.candidate.do_not_contact:
        return None
    drafts = {draft.kind: draft for draft in letters(board, closing, consent=consent_of(board, application))}
    if kind not in drafts:
        raise InvalidInput(
            {"message": ["Without a live consent this mail cannot go out. Ask first, or choose another."]}
        )
    return messages.write_message(
        board, session, application.candidate, drafts[kind], application=application, actor=closing.actor
    )
