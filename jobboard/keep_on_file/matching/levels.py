"""Whether the level of a job shuts somebody out for sure, from four numbers alone."""

from typing import NamedTuple

from jobboard.keep_on_file.matching.facts import Policy


class Levels(NamedTuple):
    """The levels of a row of the bench: what was agreed, the lowest that is better than the job they came for, and the
    highest held."""

    min_level: int
    max_level: int
    better_from: int
    held: int

    def __str__(self) -> str:
        return " ".join(map(str, self))

    @classmethod
    def read(cls, text: str) -> "Levels":
        """The levels that ``str`` wrote."""
        return cls(*map(int, text.split()))

    def fit(self, rank: int, policy: Policy) -> bool:
        """Whether no gate shuts a job at ``rank`` out, where its level is sure enough to close one."""
        fits = {
            "wanted_level": self.min_level <= rank <= self.max_level,
            "above_origin": self.better_from <= rank,
            "within_reach": self.held >= rank - policy.reach,
        }
        return all(passed or gate in policy.gates_off for gate, passed in fits.items())
