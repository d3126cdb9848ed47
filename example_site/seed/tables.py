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


def planned_rounds() -> tuple[Mapping[str, Any], ...]:
    """Every round of every interview plan, in order."""
    return tuple(table("plans")["round"])


def asked_questions() -> tuple[Mapping[str, Any], ...]:
    """Every question that a job asks its applicants, in order."""
    return tuple(table("questions")["question"])


def rated_in(ref: str | None, round_name: str) -> list[str]:
    """The attributes of a round, without what to look for. Raises ``KeyError`` for one that is not written."""
    rounds = {(planned["ref"], planned["name"]): planned["rate"] for planned in planned_rounds()}
    lines = [line for written in rounds[ref or "", round_name].values() for line in written]
    return [line.partition(": ")[0] for line in lines]


def place_of(job: Mapping[str, Any]) -> str:
    """The town a written job belongs to: its own, or its client's."""
    return str(job.get("place") or table("clients")[job["client"]]["place"])


def rank_of(job: Mapping[str, Any]) -> int:
    """The rank of a written job's declared level."""
    return LEVELS.index(job["level"])


@cache
def trades() -> Mapping[str, Mapping[str, Any]]:
    """Every trade by key: what its people are called at each level, can do, have done and show at interview."""
    names = ("commercial", "desk", "technical", "people")
    return {key: entry for name in names for key, entry in table(f"trades/{name}").items()}


def trade(key: str) -> Mapping[str, Any]:
    """One trade. Raises ``KeyError`` for a key that no table holds."""
    return trades()[key]


def trade_of(job: Mapping[str, Any]) -> str:
    """The trade a written job belongs to: its own, or the one named like its function."""
    return str(job.get("trade", job["function"]))


def function_of(trade_key: str) -> str:
    """The function of a trade; most trades are named like theirs."""
    return str(trade(trade_key).get("function", trade_key))


def nearest_rank(trade_key: str, rank: int) -> int:
    """The rank closest to this one at which the trade has titles; of two, the lower."""
    ranks = [LEVELS.index(level) for level in trade(trade_key)["titles"]]
    return min(ranks, key=lambda there: (abs(there - rank), there))


def towns_near(town: str) -> list[str]:
    """The towns of the same ring, this one first."""
    places = table("places")
    return sorted((name for name in places if places[name]["ring"] == places[town]["ring"]), key=town.__ne__)
