"""The ladder of levels that everything else counts in, and the tracks a career can run on."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Track(StrEnum):
    """What a title's holder is mainly paid for: own expertise, leading others, steering the whole, or assisting."""

    IC = "ic"
    MANAGEMENT = "management"
    EXECUTIVE = "executive"
    SUPPORT = "support"


class UnknownLevel(ValueError):
    """Raised when a value names no rung; its message lists the keys that do."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: ``rank`` counts from 0, ``key`` is stable, ``label`` is for people."""

    rank: int
    key: str
    label: str


@dataclass(frozen=True)
class Ladder:
    """Rungs in order. Wherever a level enters, its key, its label and its rank are all understood."""

    rungs: tuple[Rung, ...]

    def __init__(self, rungs: Iterable[Rung]) -> None:
        object.__setattr__(self, "rungs", tuple(sorted(rungs, key=lambda rung: rung.rank)))
        if [rung.rank for rung in self.rungs] != list(range(len(self.rungs))) or not self.rungs:
            raise ValueError("A ladder needs ranks counting up from 0 without holes or repeats.")

    @cached_property
    def _ranks(self) -> dict[str, int]:
        names = {_fold(name): rung.rank for rung in self.rungs for name in (rung.key, rung.label)}
        return names | {str(rung.rank): rung.rank for rung in self.rungs}

    @property
    def top(self) -> int:
        """The highest rank."""
        return self.rungs[-1].rank

    def parse(self, value: str | int) -> int:
        """The rank meant by a key, a label, a rank or its digits. ``UnknownLevel`` for anything else."""
        text = str(value).strip()
        rank = None if text.startswith("-") else self._ranks.get(_fold(text))
        if rank is None:
            raise UnknownLevel(f"{str(value)[:60]!r} is not a level. Use one of {self._choices()}, or a rank.")
        return rank

    def key(self, rank: int) -> str:
        """The key of ``rank``; a rank beyond the ladder takes its nearest end."""
        return self.rungs[self.clamp(rank)].key

    def label(self, rank: int) -> str:
        """The words for ``rank``; a rank beyond the ladder takes its nearest end."""
        return self.rungs[self.clamp(rank)].label

    def describe(self, rank: int) -> dict[str, str | int]:
        """``{"level": key, "rank": rank}``, the shape a level has wherever it leaves."""
        return {"level": self.key(rank), "rank": self.clamp(rank)}

    def clamp(self, rank: int) -> int:
        """``rank`` kept within the ladder."""
        return max(0, min(self.top, rank))

    def _choices(self) -> str:
        return ", ".join(rung.key for rung in self.rungs)


def _fold(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().split())


DEFAULT_LADDER = Ladder(
    (
        Rung(0, "trainee", "Trainee"),
        Rung(1, "entry", "Entry"),
        Rung(2, "intermediate", "Intermediate"),
        Rung(3, "senior", "Senior"),
        Rung(4, "lead", "Lead or supervisor"),
        Rung(5, "manager", "Manager"),
        Rung(6, "head", "Head or senior manager"),
        Rung(7, "director", "Director"),
        Rung(8, "vice_president", "Vice president"),
        Rung(9, "executive", "Executive"),
    )
)
"""The ten ranks every job and every person is placed on."""
