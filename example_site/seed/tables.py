"""The hand-written tables beside this package, each read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LEVELS = (
    "trainee",
    "entry",
    "intermediate",
    "senior",
    "lead",
    "manager",
    "head",
    "director",
    "vice_president",
    "executive",
)
"""The ten keys of Jobboard's default ladder, so that an index here is a rank there."""


@cache
def table(name: str) -> Mapping[str, Any]:
    """The parsed ``data/<name>.toml``. Callers must not change what they are given."""
    return tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))


@cache
def written_jobs() -> tuple[Mapping[str, Any], ...]:
    """Every job as written, by reference: the lowest is the oldest."""
    folders = ("marketing", "commercial", "money_and_people", "technical", "care", "movement")
    found = [job for name in folders for job in table(f"jobs/{name}")["job"]]
    return tuple(sorted(found, key=lambda job: job["ref"]))


def written_job(ref: str) -> Mapping[str, Any]:
    """One written job. Raises ``KeyError`` for a reference that no job carries."""
    return {job["ref"]: job for job in written_jobs()}[ref]


def place_of(job: Mapping[str, Any]) -> str:
    """The town a written job belongs to: its own, or its client's."""
    return str(job.get("place") or table("clients")[job["client"]]["place"])


def rank_of(job: Mapping[str, Any]) -> int:
    """The rank of a written job's declared level."""
    return LEVELS.index(job["level"])
