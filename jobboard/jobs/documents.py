"""A job's row as a search document: what a stranger may read on its page, and nothing else."""

from collections.abc import Callable, Iterator
from datetime import datetime

from jobboard.fit.gap import Pay
from jobboard.jobs.models import Job, JobLocation
from jobboard.search.documents import JobDocument
from jobboard.search.geo import Point
from jobboard.search.states import other_name

Locate = Callable[[JobLocation], Point | None]
"""Where a place is that came without coordinates; None where nobody knows."""

_LONGEST = 60_000


def document(job: Job, locate: Locate, *, currency: str, home: str) -> JobDocument:
    """The document of an open job. Organization, places and requirements must be loaded. A place that names no country
    is taken to be in ``home``.

    Pay in another currency than ``currency`` is left out: nobody says what it is worth, so it cannot be compared. Which
    one that is stays.
    """
    pay_year_min, pay_year_max = _pay_a_year(job, currency)
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
        regions=tuple(dict.fromkeys(name for place in job.locations for name in _regions(place))),
        pay_year_min=pay_year_min,
        pay_year_max=pay_year_max,
        currency=job.salary_currency if job.salary_min or job.salary_max else None,
        posted_at=_posted(job),
        valid_through=job.valid_through,
        points=tuple(_points(job, locate)),
        postal_codes=tuple(dict.fromkeys(place.postal_code for place in job.locations if place.postal_code)),
        countries=tuple(
            dict.fromkeys(place.country or home for place in job.locations if place.locality or place.region)
        ),
    )


def _regions(place: JobLocation) -> Iterator[str]:
    """Its region as it is written there, and what else a state is called."""
    yield from filter(None, (place.region, other_name(place.region, country=place.country)))


def _points(job: Job, locate: Locate) -> Iterator[Point]:
    for place in job.locations:
        if place.latitude is not None and place.longitude is not None:
            yield Point(place.latitude, place.longitude)
        elif found := locate(place):
            yield found


def _pay_a_year(job: Job, currency: str) -> tuple[int | None, int | None]:
    if job.salary_currency != currency or job.salary_unit is None:
        return None, None
    low, high, unit = job.salary_min, job.salary_max or job.salary_min, job.salary_unit.value
    return (
        None if low is None else Pay(low, currency, unit).per_year(),
        None if high is None else Pay(high, currency, unit).per_year(),
    )


def _posted(job: Job) -> datetime:
    """When it was posted; a date after the day it opened here is a feed's mistake and must not lead “newest”."""
    opened = job.published_at or job.created_at
    return min(job.posted_at, opened) if job.posted_at else opened
