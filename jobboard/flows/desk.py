"""Reads for the recruiter's desk that cross features."""

from dataclasses import dataclass

from jobboard.access import Actor, Scope
from jobboard.applications.queries import active_counts
from jobboard.db.paging import Page, PageRequest, page_of
from jobboard.jobs import queries
from jobboard.jobs.models import Job, JobStatus
from jobboard.keep_on_file.inbox_queries import to_review_by_job
from jobboard.state import BoardState


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in the recruiter's list: running applications, and kept people waiting for a decision."""

    job: Job
    active: int
    to_review: int


def list_jobs(
    board: BoardState, wanted: PageRequest, *, actor: Actor, status: JobStatus | None = None, text: str = ""
) -> Page[JobRow]:
    """A page of jobs, last changed first, with their counts. Six statements."""
    session, scope = board.session(), Scope(board.name, actor)
    jobs = page_of(session, queries.filtered(scope, queries.JobFilter(status, text.strip())), wanted)
    active = active_counts(session, scope, list(jobs.items))
    review = to_review_by_job(session, scope, list(jobs.items), now=board.now())
    rows = [JobRow(job, active.get(job.id, 0), review.get(job.id, 0)) for job in jobs.items]
    return Page(rows, jobs.total, jobs.number, jobs.size)
