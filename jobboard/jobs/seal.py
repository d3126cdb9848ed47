"""Which version of a job a form was filled in over, field by field."""

import hashlib
import json
from typing import Any

from jobboard.errors import JobChanged
from jobboard.jobs.models import Job, LevelSource, Strength

_DIGITS = 8


def seal(job: Job) -> str:
    """A mark of everything the job's form shows, a part for each field. A form carries it, so that whoever saves learns
    what somebody else changed in between; what the form does not show does not matter to it. Everything loaded."""
    return ".".join(_mark(value) for value in _shown(job).values())


def check_seal(job: Job, carried: str) -> None:
    """Raise ``JobChanged`` unless a form that carries this seal was filled in over the job as it is now."""
    now = seal(job)
    if carried == now:
        return
    fields, old, new = list(_shown(job)), carried.split("."), now.split(".")
    readable = len(old) == len(new)
    raise JobChanged(
        [name for place, name in enumerate(fields) if not readable or old[place] != new[place]] or fields, now
    )


def _mark(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, default=str).encode()).hexdigest()[:_DIGITS]


def _shown(job: Job) -> dict[str, Any]:
    """What the form shows, by its fields."""
    asked = {
        strength: [row.text for row in job.requirements if row.strength is strength]
        for strength in (Strength.MUST, Strength.SHOULD, Strength.NICE)
    }
    return {
        "title": job.title,
        "organization": job.organization.name,
        "level": [job.level_rank, job.level_source is LevelSource.DECLARED],
        "function": job.function,
        "pay_from": job.salary_min,
        "pay_to": job.salary_max,
        "pay_unit": job.salary_unit,
        "currency": job.salary_currency,
        "place": [row.locality for row in job.locations],
        "postal_code": [row.postal_code for row in job.locations],
        "work_mode": job.work_mode,
        "employment_types": list(job.employment_types),
        "closes_on": job.valid_through.timestamp() if job.valid_through else None,
        "experience_years": job.experience_months,
        "musts": asked[Strength.MUST],
        "shoulds": asked[Strength.SHOULD],
        "nices": asked[Strength.NICE],
        "description": job.description,
    }
