"""What each reason is worth. A policy, not a measurement: another set of points is another policy."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


def _table(**values: int) -> Any:
    return field(default_factory=lambda: dict(values))


@dataclass(frozen=True)
class Points:
    """Whole points by reason. ``held`` goes by how far the highest level held in the line of work lies from the job's
    (``above`` and ``below`` in ranks; further away is worth nothing), ``closed`` by why somebody was kept."""

    held_at: int = 26
    held_one_below: int = 16
    held_one_above: int = 14
    held_two_above: int = 6
    field: int = 30
    skills: int = 24
    missing_must: int = -4
    missing_should: int = -1
    most_missing: int = -8
    text: int = 6
    interview_step: int = 6
    closed: Mapping[str, int] = _table(more_senior=8, runner_up=8, timing=5, position_cancelled=5)
    same_function: int = 6
    next_function: int = 2
    asked_for_it: int = 8
    pay_fits: int = 4
    fresh: int = 6
    recent: int = 4
    ageing: int = 1
    stale: int = -4
    home_town: int = 4
    other_town: int = -8
    guessed_level: int = -6

    def to_json(self) -> dict[str, Any]:
        """Every number under its own name."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Points":
        """The points as stored; what is not named keeps its default. ``ValueError`` for a name that is none of ours."""
        if unknown := set(stored) - {each.name for each in fields(cls)}:
            raise ValueError(f"There are no points called {', '.join(sorted(unknown))}.")
        return cls(**stored)


DEFAULT = Points()
"""The points Jobboard comes with."""
