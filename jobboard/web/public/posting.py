"""A job's own page in words: its facts at a glance, and its text in sections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from jobboard.jobs.models import Job, JobRequirement, RequirementKind, Strength
from jobboard.web import present
from jobboard.web.present import Words
from jobboard.web.prose import render

_STRENGTHS = {Strength.MUST: "Must", Strength.SHOULD: "Should", Strength.NICE: "Nice"}


@dataclass(frozen=True)
class Fact:
    """One line of the facts. ``moment`` is the day as a machine reads it, where the fact is one."""

    label: str
    value: str
    more: str = ""
    moment: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the description. ``asks`` are (strength, things) and only in what is needed."""

    heading: str
    html: Markup
    asks: tuple[tuple[str, str], ...] = ()


def facts(job: Job, words: Words) -> list[Fact]:
    """Everything known about the job that fits in a line; what is not known is left out."""
    posted = job.posted_at or job.published_at
    found = [
        Fact("Pay", words.pay(job)),
        Fact("Place", "; ".join(_place(job))),
        Fact("Work", present.work_mode(job.work_mode)),
        Fact("Type", present.employment(job.employment_types)),
        Fact("Level", words.level(job.level_rank)),
        Fact("Field", present.function(job.function)),
    ]
    if posted:
        found.append(Fact("Posted", words.day(posted), moment=words.date_of(posted).isoformat()))
    if job.valid_through:
        closes = words.date_of(job.valid_through).isoformat()
        left = f", {words.days_left(job.valid_through)}"
        found.append(Fact("Closes", words.day(job.valid_through), more=left, moment=closes))
    return [fact for fact in found if fact.value]


def _place(job: Job) -> Iterator[str]:
    for place in job.locations[:3]:
        name = " ".join(part for part in (place.locality or place.region, place.postal_code) if part)
        yield ", ".join(part for part in (place.street, name) if part)


def sections(job: Job) -> list[Section]:
    """The texts that there are, in reading order; the first needs no heading, and nothing is said twice."""
    found = [
        Section("", render(job.description, title=job.title)),
        Section("What you will do", render(_unless_said(job.responsibilities, job.description))),
        Section(
            "What you need",
            render(_unless_said(job.qualifications, job.description)),
            tuple(_asks(job)),
        ),
    ]
    return [section for section in found if section.html or section.asks]


def as_html(parts: Sequence[Section]) -> Markup:
    """The sections as one text, for who reads the job elsewhere."""
    return Markup("").join(_section(part) for part in parts)


def _section(part: Section) -> Markup:
    heading = Markup("<h2>{}</h2>").format(part.heading) if part.heading else ""
    items = [Markup("<li>{}: {}</li>").format(strength, things) for strength, things in part.asks]
    return Markup("{}{}{}").format(
        heading, part.html, Markup("<ul>{}</ul>").format(Markup("").join(items)) if items else ""
    )


def _unless_said(text: str, before: str) -> str:
    """``text``, or nothing when it stands in ``before`` word for word, as in feeds that cut one text up."""
    return "" if "".join(text.split()) in "".join(before.split()) else text


def _asks(job: Job) -> Iterator[tuple[str, str]]:
    """What is needed by how firmly, without what the texts say already."""
    written = " ".join([job.description, job.responsibilities, job.qualifications]).casefold()
    unsaid = [one for one in job.requirements if one.text and one.text.casefold() not in written]
    for strength, label in _STRENGTHS.items():
        said = [_said(one) for one in unsaid if one.strength is strength]
        if said:
            yield label, "; ".join(said)


def _said(requirement: JobRequirement) -> str:
    if requirement.kind is RequirementKind.EXPERIENCE and requirement.years and "year" not in requirement.text:
        return f"{requirement.text}, {requirement.years:g} years"
    return requirement.text
