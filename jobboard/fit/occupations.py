"""Occupation data, where a host installed some: which occupation a title names, and what that says of a doubtful level.
How near two occupations are is in ``fit.similarity``.

Pure: whoever holds the data (``jobboard.taxonomy``) gives it in through ``Occupations``. Nothing here needs it.
"""

from dataclasses import dataclass
from typing import Protocol

from jobboard.fit.ladder import Ladder, Track
from jobboard.fit.modify import placed
from jobboard.fit.titles import Level

DOUBTFUL = 0.6
"""Below this confidence a title counts as unknown: it waits in the review list, and occupation data may settle it."""

_BY_ZONE = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3}
_CHIEFS, _MANAGERS, _SUPERVISORS = "11-1011", "11", "First-Line Supervisors"
_CHIEF_RANK, _MANAGER_RANK, _SUPERVISOR_RANK = 9, 5, 4
_SETTLED = 0.55


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation of the SOC: its code such as "13-1081.02", its name, and its job zone from 1 (little preparation)
    to 5 (extensive), None where the data has none."""

    code: str
    name: str
    zone: int | None = None


class Occupations(Protocol):
    """What installed occupation data can answer."""

    def find(self, title: str, *, whole: bool = False) -> Occupation | None:
        """The occupation that ``title`` is a name of, its level left out; None when it is not known. ``whole`` asks
        for the title as it stands, so that the answer also speaks about its level."""


def settled(level: Level, title: str, occupations: Occupations | None, ladder: Ladder) -> Level:
    """``level`` as it is, unless it is a guess and the occupation data knows ``title``."""
    if occupations is None or level.confidence >= DOUBTFUL:
        return level
    found = occupations.find(title, whole=True)
    rank = occupation_rank(found) if found else None
    if found is None or rank is None:
        return level
    rank = ladder.clamp(rank)
    return Level(
        rank=rank,
        track=_track(rank),
        confidence=max(level.confidence, _SETTLED),
        evidence=(
            *level.evidence,
            f"O*NET lists it under “{found.name}” ({found.code}){_zoned(found)}: {placed(ladder, rank)}.",
        ),
    )


def occupation_rank(found: Occupation) -> int | None:
    """Where an occupation stands by itself: its job zone, or what its group says of leading; None when neither does."""
    if found.code.startswith(_CHIEFS):
        return _CHIEF_RANK
    if found.code.startswith(_MANAGERS):
        return _MANAGER_RANK
    if found.name.startswith(_SUPERVISORS):
        return _SUPERVISOR_RANK
    return _BY_ZONE.get(found.zone or 0)


def _track(rank: int) -> Track:
    if rank >= _CHIEF_RANK:
        return Track.EXECUTIVE
    return Track.MANAGEMENT if rank >= _SUPERVISOR_RANK else Track.IC


def _zoned(found: Occupation) -> str:
    return f", job zone {found.zone}" if found.zone else ""
