"""A job in a list, as words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from jobboard.jobs.models import Job
from jobboard.jobs.queries import JobSummary
from jobboard.web import present
from jobboard.web.present import Words
from jobboard.web.prose import lead

_NONE = Markup()


@dataclass(frozen=True)
class Card:
    """What the card macro shows; an empty word is left out."""

    url: str
    title: str
    organization: str
    place: str
    work_mode_label: str
    employment_label: str
    pay_label: str
    pay_year_label: str
    posted_label: str
    closes_label: str
    snippet: Markup | str


def card(job: JobSummary, words: Words, *, snippet: Markup = _NONE) -> Card:
    """``job`` as a card. Where no word that was asked for stands in the text and there is no ``snippet``, its first
    sentence says more."""
    return Card(
        url=url_for(".job", job_id=job.public_id),
        title=job.title,
        organization=job.organization,
        place=in_short(job.places),
        work_mode_label=present.work_mode(job.work_mode),
        employment_label=present.employment(job.employment_types),
        pay_label=words.pay(job),
        pay_year_label=words.pay_a_year(job),
        posted_label=f"Posted {words.ago(job.posted_at)}" if job.posted_at else "",
        closes_label=words.closes(job.valid_through),
        snippet=snippet or lead(job.text),
    )


def places(job: Job) -> str:
    """The places of a job in short. Its locations must be loaded."""
    named = (place.locality or place.region for place in job.locations)
    return in_short(list(dict.fromkeys(name for name in named if name)))


def in_short(names: Sequence[str]) -> str:
    """“Leeds”, “Leeds and York”, “Leeds and 3 more places”; empty for none."""
    if len(names) <= 2:
        return " and ".join(names)
    return f"{names[0]} and {len(names) - 1} more places"
