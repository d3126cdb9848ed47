"""How a requisition may move."""

from jobboard.errors import IllegalMove
from jobboard.jobs.models import Job, JobStatus

MOVES: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.DRAFT: frozenset({JobStatus.OPEN, JobStatus.CLOSED}),
    JobStatus.OPEN: frozenset({JobStatus.ON_HOLD, JobStatus.FILLED, JobStatus.CLOSED}),
    JobStatus.ON_HOLD: frozenset({JobStatus.OPEN, JobStatus.FILLED, JobStatus.CLOSED}),
    JobStatus.FILLED: frozenset({JobStatus.OPEN}),
    JobStatus.CLOSED: frozenset({JobStatus.OPEN}),
}


def check_move(job: Job, to: JobStatus) -> None:
    """Raise ``IllegalMove`` unless the table has the move."""
    allowed = MOVES[job.status]
    if to not in allowed:
        raise IllegalMove(
            f"“{job.title}”", here=job.status.value, wanted=to.value, allowed=sorted(a.value for a in allowed)
        )
