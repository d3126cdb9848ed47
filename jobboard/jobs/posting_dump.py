"""A job as a schema.org JobPosting: whole for interchange, and without our private keys for a public page."""

from collections.abc import Mapping
from typing import Any

from jobboard.fit.ladder import DEFAULT_LADDER
from jobboard.jobs.models import Job, JobLocation, JobRequirement, LevelSource, RequirementKind, WorkMode
from jobboard.money import to_major

_PRIVATE = "jobboard:"
_CREDENTIALS = {
    "high school": ("high school", "secondary school", "a-level", "gcse"),
    "associate degree": ("associate degree", "associate's degree"),
    "bachelor degree": ("bachelor",),
    "professional certificate": ("certificate", "certification"),
    "postgraduate degree": ("postgraduate", "master's", "masters degree", "doctorate", "phd"),
}
"""Google's names of education, and the words that mean them."""


def dump_job(job: Job) -> dict[str, Any]:
    """Everything ``load_job`` reads. Organization, places and requirements must be loaded."""
    posting = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "value": job.external_id or job.public_id},
        "title": job.title,
        "description": job.description,
        "responsibilities": job.responsibilities,
        "qualifications": job.qualifications,
        "skills": [row.text for row in job.requirements if row.kind is RequirementKind.SKILL],
        "hiringOrganization": _organization(job),
        "industry": job.industry,
        "employmentType": list(job.employment_types),
        "jobLocation": [_place(place) for place in job.locations],
        "jobLocationType": "TELECOMMUTE" if job.work_mode is WorkMode.REMOTE else None,
        "baseSalary": _salary(job),
        "experienceRequirements": _experience(job),
        "datePosted": job.posted_at.isoformat() if job.posted_at else None,
        "validThrough": job.valid_through.isoformat() if job.valid_through else None,
        "jobboard:requirements": [_requirement(row) for row in job.requirements],
        "jobboard:function": job.function,
        "jobboard:workMode": job.work_mode.value if job.work_mode else None,
        "jobboard:status": job.status.value,
        **_level(job),
    }
    return _filled({**posting, **{key: value for key, value in job.extra.items() if key != "jobboard:digest"}})


def public_posting(job: Job, *, url: str, description: str, country: str) -> dict[str, Any] | None:
    """The JSON-LD of a job page at ``url`` as Google for Jobs takes it: no key of ours, none a feed brought along.

    ``description`` is the job's whole text as HTML; ``country`` (ISO 3166) is that of places which name none. ``None``
    where something is missing that no posting may lack: a text, or a place, which only remote work does without.
    Escape before putting it in a page.
    """
    remote = job.work_mode is WorkMode.REMOTE
    if not description or not (job.locations or remote):
        return None
    whole = dump_job(job)
    posting = {key: value for key, value in whole.items() if not key.startswith(_PRIVATE) and key not in job.extra}
    posted = job.posted_at or job.published_at
    salary = _salary(job)
    return _filled(
        {
            **posting,
            "identifier": {
                "@type": "PropertyValue",
                "name": job.organization.name,
                "value": job.external_id or job.public_id,
            },
            "hiringOrganization": _public_organization(job),
            "employmentType": list(job.employment_types),
            "jobLocation": [_public_place(place, country) for place in job.locations],
            "baseSalary": salary if salary and salary["currency"] else None,
            "educationRequirements": _education(job),
            "datePosted": posted.isoformat() if posted else None,
            "description": description,
            "url": url,
            "directApply": True,
            "applicantLocationRequirements": _countries(job, country) if remote else None,
        }
    )


def _filled(posting: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in posting.items() if value not in (None, "", [])}


def _organization(job: Job) -> dict[str, Any]:
    about = {
        "@type": "Organization",
        "name": job.organization.name,
        "description": job.organization.description,
        "department": job.department,
    }
    return _filled(about)


def _public_organization(job: Job) -> dict[str, Any]:
    department = {"@type": "Organization", "name": job.department} if job.department else None
    return _filled({**_organization(job), "department": department, "sameAs": job.organization.website})


def _public_place(place: JobLocation, country: str) -> dict[str, Any]:
    found = _place(place)
    return {**found, "address": {**found["address"], "addressCountry": place.country or country}}


def _place(place: JobLocation) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "addressLocality": place.locality,
        "addressRegion": place.region,
        "postalCode": place.postal_code,
        "addressCountry": place.country,
    }
    found: dict[str, Any] = {"@type": "Place", "address": _filled(address)}
    if place.latitude is not None and place.longitude is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return found


def _countries(job: Job, country: str) -> list[dict[str, str]]:
    codes = dict.fromkeys(place.country or country for place in job.locations) or {country: None}
    return [{"@type": "Country", "name": code} for code in codes]


def _education(job: Job) -> list[dict[str, str]]:
    """What has to be brought along, in the five words that search engines know; other education is in the text."""
    said = [row.text.casefold() for row in job.requirements if row.kind is RequirementKind.EDUCATION]
    known = [name for name, signs in _CREDENTIALS.items() if any(sign in text for text in said for sign in signs)]
    return [{"@type": "EducationalOccupationalCredential", "credentialCategory": name} for name in known]


def _salary(job: Job) -> dict[str, Any] | None:
    if job.salary_unit is None or (job.salary_min is None and job.salary_max is None):
        return None
    value = {
        "@type": "QuantitativeValue",
        "minValue": _major(job.salary_min, job.salary_currency),
        "maxValue": _major(job.salary_max, job.salary_currency),
        "unitText": job.salary_unit.value,
    }
    return {"@type": "MonetaryAmount", "currency": job.salary_currency, "value": _filled(value)}


def _major(minor: int | None, currency: str | None) -> int | float | None:
    if minor is None:
        return None
    amount = to_major(minor, currency or "")
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _experience(job: Job) -> dict[str, Any] | None:
    if job.experience_months is None:
        return None
    return {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": job.experience_months}


def _requirement(row: JobRequirement) -> dict[str, Any]:
    said = {"text": row.text, "strength": row.strength.value, "kind": row.kind.value, "years": row.years}
    return {key: value for key, value in said.items() if value is not None}


def _level(job: Job) -> dict[str, Any]:
    if job.level_rank is None:
        return {}
    declared = job.level_source is LevelSource.DECLARED
    said = {"jobboard:level": DEFAULT_LADDER.key(job.level_rank)}
    if declared:
        return said
    return {
        **said,
        "jobboard:levelSource": LevelSource.INFERRED.value,
        "jobboard:levelConfidence": job.level_confidence,
    }
