"""Signed differences between a person and a job: candidate minus job, in steps, one for each dimension.

More is to the right of zero and less to the left. Years above the need and degrees above the ask are worth exactly
nothing in either direction, and nothing but the level decides whether somebody is more senior than a role needs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jobboard.fit.assess import ENOUGH, Verdict, verdict_of
from jobboard.fit.dimensions import Gap, education, experience, function, level, pay, scope, skills
from jobboard.fit.facts import HeldLevel, JobFacts, PersonFacts
from jobboard.fit.pay import Pay

__all__ = ["Gap", "Gaps", "HeldLevel", "JobFacts", "Pay", "PersonFacts", "Verdict", "compare"]


@dataclass(frozen=True, slots=True)
class Gaps(Mapping[str, Gap]):
    """The gap of each dimension by name: level, scope, skills, experience, pay, function, education."""

    each: tuple[Gap, ...]

    def __getitem__(self, dimension: str) -> Gap:
        """The gap of ``dimension``; ``KeyError`` when there is no such dimension."""
        for gap in self.each:
            if gap.dimension == dimension:
                return gap
        raise KeyError(dimension)

    def __iter__(self) -> Iterator[str]:
        return (gap.dimension for gap in self.each)

    def __len__(self) -> int:
        return len(self.each)

    @property
    def verdict(self) -> Verdict:
        """Over, at or under by the level alone; unsure when that is not known well enough."""
        gap = self["level"]
        if gap.value is None or gap.confidence < ENOUGH:
            return Verdict.UNSURE
        return verdict_of(gap.value)

    def to_json(self) -> list[dict[str, Any]]:
        """``[{"dimension", "value", "sentence", "source", "confidence", "soft"}]``, in the order they are read."""
        return [gap.to_json() for gap in self.each]


def compare(person: PersonFacts, job: JobFacts) -> Gaps:
    """Every dimension's gap between ``person`` and ``job``; one whose facts are missing has the value None."""
    dimensions = (level, scope, skills, experience, pay, function, education)
    return Gaps(tuple(measure(person, job) for measure in dimensions))
