"""Puts a person, their consents and their applications together as one JSON Resume object."""

from collections.abc import Mapping, Sequence
from typing import Any


def candidate(
    basics: Mapping[str, Any],
    resume: Mapping[str, Any],
    *,
    consents: Sequence[dict[str, Any]],
    applications: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """One candidate. ``resume`` holds label, summary, work, education and skills; the external id comes later."""
    return {
        "basics": {**basics, "label": resume["label"], "summary": resume["summary"]},
        "work": resume["work"],
        "education": resume["education"],
        "skills": resume["skills"],
        "meta": {"jobboard": {"consents": list(consents), "applications": list(applications)}},
    }


def record(person: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a candidate that is Jobboard's own: consents and applications."""
    kept: dict[str, Any] = person["meta"]["jobboard"]
    return kept
