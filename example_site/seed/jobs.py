"""The firm's jobs as schema.org ``JobPosting`` objects, in the interchange format that Jobboard imports."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from example_site.seed.dates import at, day_of
from example_site.seed.tables import place_of, table, written_jobs

FIRM = "Wend & Harbour"

_NUMBERS = ("no", "a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def jobs(now: datetime) -> Iterator[dict[str, Any]]:
    """Every job, oldest reference first. Drafts have no ``datePosted``; jobs done from anywhere no place."""
    for job in written_jobs():
        yield _posting(job, now) | _dates(job, now) | _place(job) | _pay(job)


def _posting(job: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    client = table("clients")[job["client"]]
    return {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": FIRM, "value": job["ref"]},
        "title": job["title"],
        "description": _description(job, client),
        "hiringOrganization": {
            "@type": "Organization",
            "name": client["name"],
            "description": client["about"],
        },
        "employmentType": list(job.get("types", ["FULL_TIME"])),
        "industry": client["industry"],
        "skills": list(job["must"]),
        "jobboard:requirements": _requirements(job),
        "jobboard:level": job["level"],
        "jobboard:function": job["function"],
        "jobboard:workMode": job["mode"],
        "jobboard:status": job.get("status", "open"),
    } | _experience(job)


def _experience(job: Mapping[str, Any]) -> dict[str, Any]:
    if "months" not in job:
        return {}
    kind = "OccupationalExperienceRequirements"
    return {"experienceRequirements": {"@type": kind, "monthsOfExperience": job["months"]}}


def _dates(job: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    dates: dict[str, Any] = {}
    if "posted" in job:
        posted = day_of(now, job["posted"])
        dates["datePosted"] = posted.isoformat()
    if "open_days" in job:
        dates["validThrough"] = at(posted + timedelta(days=job["open_days"]), 23, 59).isoformat()
    if "closes" in job:
        dates["validThrough"] = at(now.date() + timedelta(days=job["closes"]), 23, 59).isoformat()
    return dates


def _place(job: Mapping[str, Any]) -> dict[str, Any]:
    place = {"jobLocation": _location(job)}
    if job["mode"] != "remote":
        return place
    anywhere = {
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": {"@type": "Country", "name": "United Kingdom"},
    }
    return anywhere | place if "place" in job else anywhere


def _location(job: Mapping[str, Any]) -> dict[str, Any]:
    town, client = place_of(job), table("clients")[job["client"]]
    place = table("places")[town]
    latitude, longitude = place["geo"]
    return {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": town,
            "addressRegion": place["region"],
            "postalCode": client["district"] if town == client["place"] else place["district"],
            "addressCountry": "GB",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude},
    }


def _pay(job: Mapping[str, Any]) -> dict[str, Any]:
    if not job["pay"]:
        return {}
    low, high = job["pay"]
    value = {"minValue": low, "maxValue": high, "unitText": job.get("unit", "YEAR")}
    quantity = {"@type": "QuantitativeValue"} | value
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": "GBP", "value": quantity}}


def _requirements(job: Mapping[str, Any]) -> list[dict[str, Any]]:
    wanted: list[dict[str, Any]] = [
        {"text": text, "strength": strength, "kind": "skill"}
        for strength in ("must", "should", "nice")
        for text in job[strength]
    ]
    if "months" in job:
        wanted.append({"text": _years(job), "strength": "must", "kind": "experience", "years": job["months"] / 12})
    if "education" in job:
        strength = job.get("education_is", "must")
        wanted.append({"text": job["education"], "strength": strength, "kind": "education"})
    return wanted


def _description(job: Mapping[str, Any], client: Mapping[str, Any]) -> str:
    parts = [job["lead"], job["second"], "## What you will do", _bullets(job["do"]), "## What you need"]
    parts.extend(_needs(job))
    parts.extend(filter(None, [job.get("note"), "## How it goes", client["how"], _where(job)]))
    return "\n\n".join(parts)


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _needs(job: Mapping[str, Any]) -> Iterator[str]:
    yield f"**Must:** {job.get('must_says') or _sentence([*job['must'], *_formal(job, 'must')])}"
    yield f"**Should:** {_sentence([*job['should'], *_formal(job, 'should')])}"
    yield f"**Nice:** {_sentence(job['nice'])}"


def _formal(job: Mapping[str, Any], strength: str) -> Iterator[str]:
    """What is needed besides skills, in the words of an advert: years, then qualifications."""
    if strength == "must" and "months" in job:
        yield _years(job)
    if "education" in job and job.get("education_is", "must") == strength:
        education = job["education"]
        yield education if education.split()[0].isupper() else education[0].lower() + education[1:]


def _sentence(things: list[str]) -> str:
    return "; ".join(things) + "."


def _years(job: Mapping[str, Any]) -> str:
    years, odd = divmod(job["months"], 12)
    if odd:
        return f"{job['months']} months of work like this"
    count = _NUMBERS[years] if years < len(_NUMBERS) else str(years)
    return f"{count} year{'s' if years > 1 else ''} of work like this"


def _where(job: Mapping[str, Any]) -> str | None:
    return f"Where you work: {job['office']}." if "office" in job else None
