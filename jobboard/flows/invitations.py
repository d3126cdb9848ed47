"""The drafted invitation: why somebody was kept, what there is now, and how that stands to what they came for. It says
only what is true of this person and this job, and nothing that interviewers wrote."""

from collections.abc import Iterator

from jobboard.access import Actor
from jobboard.applications.models import Application
from jobboard.candidates.models import Consent
from jobboard.fit.functions import function_label
from jobboard.flows import messages
from jobboard.flows.job_words import pay, places
from jobboard.jobs.models import Job
from jobboard.keep_on_file.matching.criteria import mentions
from jobboard.keep_on_file.models import KeepReason, KeptCandidate, Surfacing
from jobboard.state import BoardState

_THEN = {
    KeepReason.MORE_SENIOR: "For that job you brought more than it could use.",
    KeepReason.RUNNER_UP: "It was close, and somebody else was chosen.",
    KeepReason.TIMING: "The time was not right then.",
    KeepReason.POSITION_CANCELLED: "That position was cancelled, through no fault of yours.",
}
_SURE = 0.5
"""A level read from a title with less confidence than this is not spoken of."""


def invitation(board: BoardState, found: Surfacing, *, actor: Actor, consent: Consent) -> messages.MessageDraft:
    """You came for this then; now there is that. Everything that matching needs must be loaded."""
    kept, job = found.kept, found.job
    body = messages.letter(
        kept.candidate,
        [
            f"{_then(board, kept)} We said we would write when something for you opens. Now there is {_now(job)}.",
            " ".join(
                [*_why_them(kept, job), "Would you like to talk about it? A short call is enough, and a no is fine."]
            ),
            f"  {messages.public_page(board, job.public_id)}",
            f"You allowed us to keep you on file on {messages.on_day(consent.granted_at, board)}. To see your file, or "
            "to stop it at once:",
            f"  {messages.OWN_PAGE}",
        ],
        messages.signed(board, actor),
    )
    return messages.MessageDraft(messages.INVITATION, "Invitation", f"{job.title} at {job.organization.name}", body)


def _then(board: BoardState, kept: KeptCandidate) -> str:
    origin = kept.origin_application
    if origin is None:
        return "You are on file with us."
    came = messages.came_on(origin)
    day = messages.on_day(came or origin.applied_at, board)
    how = "came in" if came else "applied"
    return f"You {how} on {day} for {messages.applied_for(origin)}. {_THEN[kept.reason]}"


def _now(job: Job) -> str:
    """“Marketing Manager at Calderside Mills, in Leeds, £46,000–£52,000 a year”."""
    towns = places(job)
    where = f"in {' and '.join(towns)}" if 0 < len(towns) <= 2 else ""
    return ", ".join(filter(None, [f"{job.title} at {job.organization.name}", where, pay(job)]))


def _why_them(kept: KeptCandidate, job: Job) -> Iterator[str]:
    origin = kept.origin_application
    yield from _direction(origin, _held(kept), job.level_rank)
    if job.function and origin is not None and job.function == origin.applied_function:
        yield f"The work is {function_label(job.function).lower()}, as in the job you came for."
    elif job.function and job.function in kept.target_functions:
        yield f"The work is {function_label(job.function).lower()}, which you are on file for."
    if kept.own_words and mentions(kept.own_words, job.title):
        yield f"You told us what you would like: “{kept.own_words.rstrip('.')}”."


def _direction(origin: Application | None, held: int | None, now: int | None) -> Iterator[str]:
    then = origin.applied_level_rank if origin else None
    if now is None or then is None:
        return
    if now < then:
        yield "It stands below the job you came for; if that is not for you, just say so."
    elif now == then:
        yield "It stands at the same level as the job you came for."
    elif held is None:
        yield "It stands above the job you came for."
    elif now <= held:
        yield "It stands above the job you came for, and is closer to what you have done."
    else:
        yield "It would be a step up, from the job you came for and from what you have done so far."


def _held(kept: KeptCandidate) -> int | None:
    ranks = [role.level_rank for role in kept.candidate.work_history if role.level_confidence >= _SURE]
    return max(ranks, default=None)
