"""A job's row as a search document: what a stranger may read on its page, and nothing else."""

from collections.abc import Callable, Iterator
from datetime import datetime

from jobboard.fit.gap import Pay
from jobboard.jobs.models import Job, JobLocation
from jobboard.search.documents import JobDocument
from jobboard.search.geo import Point

Locate = Callable[[JobLocation], Point | None]
"""Where a place is that came without coordinates; None where nobody knows."""

_LONGEST = 60_000


def document(job: Job, locate: Locate) -> JobDocument:
    """The document of an open job. Organization, places and requirements must be loaded."""
    places = tuple(dict.fromkeys(place.locality for place in job.locations if place.locality))
    text = "\n".join(
        filter(None, [job.description, job.responsibilities, job.qualifications, job.department, job.industry])
    )
    return JobDocument(
        id=job.public_id,
        title=job.title,
        organization=job.organization.name,
        text=text[:_LONGEST],
        skills=tuple(requirement.text for requirement in job.requirements),
        function=job.function,
        level_rank=job.level_rank,
        employment_types=tuple(job.employment_types),
        work_mode=job.work_mode.value if job.work_mode else None,
        places=places,
        regions=tuple(dict.fromkeys(place.region for place in job.locations if place.region)),
        pay_year_min=_per_year(job.salary_min, job),
        pay_year_max=_per_year(job.salary_max or job.salary_min, job),
        currency=job.salary_currency,
        posted_at=_posted(job),
        valid_through=job.valid_through,
        points=tuple(_points(job, locate)),
    )


def _points(job: Job, locate: Locate) -> Iterator[Point]:
    for place in job.locations:
        if place.latitude is not None and place.longitude is not None:
            yield Point(place.latitude, place.longitude)
        elif found := locate(place):
            yield found


def _per_year(amount: int | None, job: Job) -> int | None:
    if amount is None or job.salary_currency is None or job.salary_unit is None:
        return None
    return Pay(amount, job.salary_currency, job.salary_unit.value).per_year()


def _posted(job: Job) -> datetime:
    """When it was posted; a date after the day it opened here is a feed's mistake and must not lead “newest”."""
    opened = job.published_at or job.created_at
    return min(job.posted_at, opened) if job.posted_at else opened
