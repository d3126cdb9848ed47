"""How an application may move, and which ends it can have."""

from jobboard.applications.models import Application, ApplicationStatus, InterviewStatus, Party, Stage
from jobboard.errors import ApplicationEnded, IllegalMove

_EARLY = frozenset({Stage.APPLIED, Stage.SCREEN, Stage.ASSESSMENT, Stage.INTERVIEW})

MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.APPLIED: frozenset({Stage.SCREEN, Stage.ASSESSMENT, Stage.INTERVIEW}),
    Stage.SCREEN: frozenset({Stage.APPLIED, Stage.ASSESSMENT, Stage.INTERVIEW, Stage.OFFER}),
    Stage.ASSESSMENT: frozenset({Stage.APPLIED, Stage.SCREEN, Stage.INTERVIEW, Stage.OFFER}),
    Stage.INTERVIEW: frozenset({Stage.SCREEN, Stage.ASSESSMENT, Stage.OFFER}),
    Stage.OFFER: frozenset({Stage.INTERVIEW, Stage.HIRED}),
    Stage.HIRED: frozenset({Stage.OFFER}),
}

INTERVIEW_MOVES: dict[InterviewStatus, frozenset[InterviewStatus]] = {
    InterviewStatus.SCHEDULED: frozenset(
        {InterviewStatus.COMPLETED, InterviewStatus.NO_SHOW, InterviewStatus.CANCELLED}
    ),
    InterviewStatus.COMPLETED: frozenset({InterviewStatus.SCHEDULED}),
    InterviewStatus.NO_SHOW: frozenset({InterviewStatus.SCHEDULED}),
    InterviewStatus.CANCELLED: frozenset({InterviewStatus.SCHEDULED}),
}

ENDS: dict[Party, ApplicationStatus] = {
    Party.WE_REJECTED: ApplicationStatus.REJECTED,
    Party.THEY_REJECTED: ApplicationStatus.WITHDRAWN,
    Party.NONE: ApplicationStatus.REJECTED,
}
"""The status an application ends with, by whose decision it was."""


def next_stages(application: Application) -> list[Stage]:
    """Stages a recruiter can move this application to now, in pipeline order; none once it has ended."""
    if application.status is not ApplicationStatus.ACTIVE:
        return []
    return [stage for stage in Stage if stage in MOVES[application.stage]]


def check_stage(application: Application, to: Stage) -> None:
    """Raise ``IllegalMove`` unless the table has the move, and ``ApplicationEnded`` unless the application runs."""
    check_running(application)
    allowed = next_stages(application)
    if to not in allowed:
        raise IllegalMove(
            "This application",
            here=application.stage.value,
            wanted=to.value,
            allowed=[stage.value for stage in allowed],
        )


def check_running(application: Application) -> None:
    """Raise ``ApplicationEnded`` unless the application still runs."""
    if application.status is not ApplicationStatus.ACTIVE:
        raise ApplicationEnded(application.public_id)


def check_interview(here: InterviewStatus, to: InterviewStatus) -> None:
    """Raise ``IllegalMove`` unless the table has the move."""
    if to not in INTERVIEW_MOVES[here]:
        allowed = sorted(status.value for status in INTERVIEW_MOVES[here])
        raise IllegalMove("This interview", here=here.value, wanted=to.value, allowed=allowed)


def is_untouched(application: Application) -> bool:
    """Whether nothing has happened to an application since it began. Interviews must be loaded."""
    running = application.status is ApplicationStatus.ACTIVE
    return running and application.stage is Stage.APPLIED and not application.interviews
