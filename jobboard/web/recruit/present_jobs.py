"""Jobs in the recruiter's words: the list, the form's values and choices, and the sentences after an act."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobboard.fit.functions import read_function
from jobboard.fit.ladder import UnknownLevel
from jobboard.fit.occupations import DOUBTFUL
from jobboard.fit.reading import TitleReader
from jobboard.flows.desk import JobRow
from jobboard.jobs.lifecycle import MOVES
from jobboard.jobs.models import Job, JobStatus, LevelSource, SalaryUnit, Strength
from jobboard.jobs.seal import seal
from jobboard.money import shown_digits, to_major
from jobboard.web.present import EMPLOYMENT_TYPES, FUNCTION_LABELS, WORK_MODES, Words
from jobboard.web.recruit.voice import joined, level, nearby

STATUS_LABELS = {
    JobStatus.OPEN: "Open",
    JobStatus.DRAFT: "Draft",
    JobStatus.ON_HOLD: "On hold",
    JobStatus.FILLED: "Filled",
    JobStatus.CLOSED: "Closed",
}
_UNIT_LABELS = {
    SalaryUnit.YEAR: "Year",
    SalaryUnit.MONTH: "Month",
    SalaryUnit.WEEK: "Week",
    SalaryUnit.DAY: "Day",
    SalaryUnit.HOUR: "Hour",
}


@dataclass(frozen=True, slots=True)
class JobLine:
    """One row of the list."""

    id: str
    title: str
    organization: str
    place: str
    level: str
    status: str
    since: str
    active: int
    to_review: int


def job_lines(rows: Iterable[JobRow], words: Words) -> list[JobLine]:
    """The list's rows."""
    return [_line(row, words) for row in rows]


def _line(row: JobRow, words: Words) -> JobLine:
    job = row.job
    return JobLine(
        id=job.public_id,
        title=job.title,
        organization=job.organization.name,
        place=place_words(job),
        level=_level(job, words),
        status=job.status.value,
        since=since_words(job, words),
        active=row.active,
        to_review=row.to_review,
    )


def place_words(job: Job) -> str:
    """“Leeds and York”; empty when no place is named. Locations loaded."""
    return joined([place.locality or place.region for place in job.locations if place.locality or place.region])


def since_words(job: Job, words: Words) -> str:
    """“Published yesterday”, or when a draft was last saved."""
    if job.published_at is None:
        return f"Saved {nearby(words, job.updated_at)}"
    return f"Published {nearby(words, job.published_at)}"


def _level(job: Job, words: Words) -> str:
    if job.level_rank is None:
        return "Not known"
    inferred = "" if job.level_source is LevelSource.DECLARED else ", inferred"
    return f"{words.level(job.level_rank)}{inferred}"


def jobs_heading(total: int, status: JobStatus | None, text: str) -> str:
    """“42 open jobs”, “3 jobs that mention “marketing””."""
    which = f"{STATUS_LABELS[status].lower()} " if status else ""
    mention = f" that {'mentions' if total == 1 else 'mention'} “{text}”" if text else ""
    return f"{total or 'No'} {which}{'job' if total == 1 else 'jobs'}{mention}"


def job_tabs(counts: Mapping[JobStatus, int], chosen: JobStatus | None) -> list[tuple[str, str, int, bool]]:
    """The status tabs as (status, label, count, whether it is chosen), all jobs first."""
    every = ("", "All", sum(counts.values()), chosen is None)
    return [every, *((s.value, said, counts.get(s, 0), s is chosen) for s, said in STATUS_LABELS.items())]


def new_job_values(title: str, currency: str, reader: TitleReader) -> dict[str, Any]:
    """The form of a new job, with the level and function its title says."""
    function = read_function(title)
    read = reader.read(title, field=function.key)
    return {
        "title": title,
        "level": str(read.rank),
        "function": function.key or "",
        "currency": currency,
        "pay_unit": SalaryUnit.YEAR.value,
        "employment_types": ["FULL_TIME"],
    }


def job_values(job: Job, words: Words) -> dict[str, Any]:
    """A stored job as its form has it. Everything loaded."""
    place = job.locations[0] if job.locations else None
    return {
        "seal": seal(job),
        "title": job.title,
        "organization": job.organization.name,
        "level": "" if job.level_rank is None else str(job.level_rank),
        "level_confirmed": job.level_source is LevelSource.DECLARED,
        "function": job.function or "",
        "pay_from": _major(job.salary_min, job.salary_currency),
        "pay_to": _major(job.salary_max, job.salary_currency),
        "pay_unit": (job.salary_unit or SalaryUnit.YEAR).value,
        "currency": job.salary_currency or "",
        "place": place.locality if place else "",
        "postal_code": place.postal_code if place else "",
        "work_mode": job.work_mode.value if job.work_mode else "",
        "employment_types": list(job.employment_types),
        "closes_on": words.date_of(job.valid_through).isoformat() if job.valid_through else "",
        "experience_years": _years(job.experience_months),
        "description": job.description,
        **_requirements(job),
    }


def _major(minor: int | None, currency: str | None) -> str:
    if minor is None:
        return ""
    return f"{to_major(minor, currency or ''):,.{shown_digits(minor, currency or '')}f}"


def _years(months: int | None) -> str:
    return "" if not months else f"{months / 12:g}"


def _requirements(job: Job) -> dict[str, str]:
    fields = {"musts": Strength.MUST, "shoulds": Strength.SHOULD, "nices": Strength.NICE}
    return {
        field: "\n".join(asked.text for asked in job.requirements if asked.strength is strength)
        for field, strength in fields.items()
    }


def form_choices(words: Words) -> dict[str, list[tuple[str, str]]]:
    """The options of the form's selects and boxes, by field."""
    return {
        "level": [(str(rung.rank), f"{rung.rank} {rung.label}") for rung in words.ladder.rungs],
        "function": sorted(FUNCTION_LABELS.items(), key=lambda option: option[1]),
        "pay_unit": [(unit.value, label) for unit, label in _UNIT_LABELS.items()],
        "work_mode": [(mode.value, label) for mode, label in WORK_MODES.items()],
        "employment_types": [(kind.value, label) for kind, label in EMPLOYMENT_TYPES.items()],
    }


def their_rows(job: Job, fields: Sequence[str], labels: Mapping[str, str], words: Words) -> list[tuple[str, str]]:
    """What somebody else made of these fields, as label and words. Everything loaded."""
    values, choices = job_values(job, words), form_choices(words)
    return [(labels[name], _said(values[name], dict(choices.get(name, ())))) for name in fields]


def _said(value: str | list[str], options: Mapping[str, str]) -> str:
    """As the form's field shows it: a choice by its words."""
    each = [value] if isinstance(value, str) else value
    return ", ".join(options.get(one, one) for one in each) or "–"


def level_words(values: Mapping[str, Any], words: Words) -> str:
    """What the recruiter confirms: “Yes, this is a manager's job”."""
    try:
        said = level(words, words.ladder.parse(values.get("level", "")))
    except UnknownLevel:
        return "Yes, this is the job's level"
    article = "an" if said[:1] in "aeiou" else "a"
    return f"Yes, this is {article} {said}’s job"


def level_why(values: Mapping[str, Any], reader: TitleReader) -> str:
    """How the title reads and why, and what the recruiter is asked to do about it."""
    said = reader.read(str(values.get("title") or ""), field=values.get("function") or None).evidence
    confirm = "It is confirmed" if values.get("level_confirmed") else "Please confirm"
    return f"{' '.join(said)} {confirm}: this one field decides who surfaces."


def level_is_guess(values: Mapping[str, Any], reader: TitleReader) -> bool:
    """Whether the title says too little of its level to be relied on."""
    title = str(values.get("title") or "")
    return bool(title) and reader.read(title, field=values.get("function") or None).confidence < DOUBTFUL


_MOVE_WORDS = {
    JobStatus.ON_HOLD: ("hold", "Put on hold"),
    JobStatus.FILLED: ("close_job", "Fill and close"),
    JobStatus.CLOSED: ("close_job", "Close without anybody"),
}


def job_moves(job: Job | None) -> list[tuple[str, str, str]]:
    """How the job can move now, as (endpoint, status, words); opening it is the page's main button."""
    if job is None:
        return []
    return [(*_endpoint(to), _MOVE_WORDS[to][1]) for to in _MOVE_WORDS if to in MOVES[job.status]]


def _endpoint(to: JobStatus) -> tuple[str, str]:
    return _MOVE_WORDS[to][0], to.value


def saved_sentence(job: Job | None) -> str:
    """What saving did."""
    if job is not None and job.status is JobStatus.OPEN:
        return "Saved. The job is live, so the change is too."
    return "Saved as a draft. Nobody outside sees it."


PUBLISHED = (
    "Published. Everybody kept on file is looked through now; whom it fits reaches your review inbox. "
    "Nobody was written to."
)
"""What publishing did."""
