"""Looking at the bench while a job can still be changed."""

from dataclasses import dataclass

from jobboard.access import Actor, Scope
from jobboard.flows import jobs as flow
from jobboard.flows.policy import policy
from jobboard.jobs import queries
from jobboard.jobs.models import JobStatus
from jobboard.keep_on_file.almost import Almost, almost
from jobboard.keep_on_file.look import Match
from jobboard.state import BoardState

COUNTED = 20
"""People the check finds; a number above that helps nobody to decide about a draft, and costs more to know."""


@dataclass(frozen=True, slots=True)
class BenchCheck:
    """Who would surface, best first and no more than ``COUNTED``, and what would bring more."""

    matches: list[Match]
    almost: list[Almost]

    @property
    def full(self) -> bool:
        """Whether there may be more who fit than are named."""
        return len(self.matches) == COUNTED


def bench_check(board: BoardState, job_id: str, *, actor: Actor) -> BenchCheck:
    """Who on file would surface if the job were published now, and, while it is not out, which change of the job would
    bring more. Writes nothing; bounded however large the bench."""
    session = board.session()
    job = queries.get_job(session, Scope(board.name, actor), job_id)
    matches = flow.bench(board, job_id, actor=actor, limit=COUNTED)
    return BenchCheck(matches, [] if job.status is JobStatus.OPEN else almost(session, job, policy(board)))
