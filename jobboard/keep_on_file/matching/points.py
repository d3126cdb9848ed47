"""What each reason is worth. A policy, not a measurement: another set of points is another policy."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


def _table(**values: int) -> Any:
    return field(default_factory=lambda: dict(values))


def _times(worth: Any, factor: int) -> Any:
    if isinstance(worth, dict):
        return {name: each * factor for name, each in worth.items()}
    return worth * factor


@dataclass(frozen=True)
class Points:
    """Whole points by reason. ``held`` goes by how far the highest level held in the line of work lies from the job's
    (``above`` and ``below`` in ranks; further away is worth nothing), ``closed`` by why somebody was kept.
    ``text_alone`` is added to ``text`` where a posting lists no skills and its text has to speak for them.
    ``interview_step`` and ``interview_against`` are for each step of the interviewers' answer for and against."""

    held_at: int = 26
    held_one_below: int = 11
    held_one_above: int = 11
    held_two_above: int = 5
    field: int = 24
    skills: int = 40
    missing_must: int = -4
    missing_should: int = -1
    most_missing: int = -8
    text: int = 20
    text_alone: int = 16
    interview_step: int = 4
    interview_against: int = -14
    closed: Mapping[str, int] = _table(more_senior=5, runner_up=5, timing=3, position_cancelled=3)
    same_function: int = 5
    next_function: int = 1
    asked_for_it: int = 8
    pay_fits: int = 3
    fresh: int = 4
    recent: int = 3
    ageing: int = 1
    stale: int = -3
    home_town: int = 2
    other_town: int = -2
    guessed_level: int = -4

    def to_json(self) -> dict[str, Any]:
        """Every number under its own name."""
        return asdict(self)

    def times(self, factor: int) -> "Points":
        """The same points in a smaller unit, of which ``factor`` make one."""
        finer = {name: _times(worth, factor) for name, worth in asdict(self).items()}
        return Points(**finer)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Points":
        """The points as stored; what is not named keeps its default. ``ValueError`` for a name that is none of ours."""
        if unknown := set(stored) - {each.name for each in fields(cls)}:
            raise ValueError(f"There are no points called {', '.join(sorted(unknown))}.")
        return cls(**stored)


DEFAULT = Points()
"""The points Jobboard comes with."""
