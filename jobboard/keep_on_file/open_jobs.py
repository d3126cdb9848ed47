"""The open jobs as one narrow read, and which of them somebody could be let through for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.jobs.models import Job, LevelSource
from jobboard.jobs.queries import is_public
from jobboard.keep_on_file.bench import functions_around
from jobboard.keep_on_file.matching.facts import Policy
from jobboard.keep_on_file.matching.gates import SURE_LEVEL
from jobboard.keep_on_file.matching.levels import Levels


class NarrowJob(NamedTuple):
    """An open job's internal key, and its level where that is sure enough to close a gate."""

    job_id: int
    rank: int | None


@dataclass(frozen=True)
class OpenJobs:
    """Open jobs by function; those without one stand under the empty word."""

    by_function: Mapping[str, Sequence[NarrowJob]]

    def that_may_fit(self, person: Mapping[str, Any], functions: Sequence[str], policy: Policy) -> Iterator[int]:
        """The keys of jobs for which no gate of level or function shuts the person out for sure. ``person`` has the
        levels of a row of the bench."""
        wanted = {near for function in functions for near in functions_around(function)}
        levels = Levels(*(person[name] for name in Levels._fields))
        anywhere = not functions or "function" in policy.gates_off
        for function, jobs in self.by_function.items():
            if anywhere or not function or function in wanted:
                yield from (job.job_id for job in jobs if job.rank is None or levels.fit(job.rank, policy))


def read_open_jobs(session: Session, board: str, *, now: datetime) -> OpenJobs:
    """Every job that people can apply for now. One statement."""
    found: dict[str, list[NarrowJob]] = {}
    columns = (Job.id, Job.function, Job.level_rank, Job.level_source, Job.level_confidence)
    for key, function, rank, source, confidence in session.execute(
        select(*columns).where(Job.board == board, *is_public(now))
    ):
        sure = source is LevelSource.DECLARED or confidence >= SURE_LEVEL
        found.setdefault(function or "", []).append(NarrowJob(key, rank if sure else None))
    return OpenJobs(found)
