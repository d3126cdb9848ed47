"""A job in a list, as words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from jobboard.jobs.models import Job
from jobboard.jobs.queries import JobSummary
from jobboard.web import present
from jobboard.web.blueprints import public_url
from jobboard.web.present import Words
from jobboard.web.prose import lead

_SIGNS = re.compile(r"(?:^|\s)(?:#{1,4}|--+|[-*•·])(?=\s)\s*|\*\*")


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


def card(job: JobSummary, words: Words, *, snippet: Markup | None = None) -> Card:
    """``job`` as a card. Where a snippet shows no word that was asked for, the job's first sentence says more."""
    return Card(
        url=public_url("job", job_id=job.public_id),
        title=job.title,
        organization=job.organization,
        place=in_short(job.places),
        work_mode_label=present.work_mode(job.work_mode),
        employment_label=present.employment(job.employment_types),
        pay_label=words.pay(job),
        pay_year_label=words.pay_a_year(job),
        posted_label=f"Posted {words.ago(job.posted_at)}" if job.posted_at else "",
        closes_label=words.closes(job.valid_through),
        snippet=_snippet(snippet) or lead(job.text),
    )


def _snippet(snippet: Markup | None) -> Markup | None:
    """A snippet with a marked word, without the signs that made headings and lists where it was cut from."""
    if not snippet or "<mark>" not in snippet:
        return None
    return Markup(_SIGNS.sub(" ", snippet))  # noqa: S704 - only takes signs out of what was safe


def places(job: Job) -> str:
    """The places of a job in short. Its locations must be loaded."""
    named = (place.locality or place.region for place in job.locations)
    return in_short(list(dict.fromkeys(name for name in named if name)))


def in_short(names: Sequence[str]) -> str:
    """“Leeds”, “Leeds and York”, “Leeds and 3 more places”; empty for none."""
    if len(names) <= 2:
        return " and ".join(names)
    return f"{names[0]} and {len(names) - 1} more places"
