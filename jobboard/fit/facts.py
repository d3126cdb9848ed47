"""What fit may know of a person and of a job. Nothing here says a name, an age, a date of birth or a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from jobboard.fit.ladder import Track
from jobboard.fit.pay import Pay
from jobboard.fit.skills import find_skills, skill_key

SHORT_STAY = 0.5
"""Years under which a level that ended is passed over when there is another one."""


@dataclass(frozen=True, slots=True)
class HeldLevel:
    """A level somebody held: where it stands, how sure that is, for how many years (0 when unknown), where that is
    written, and whether they hold it still."""

    title: str
    rank: int
    track: Track
    confidence: float
    years: float
    function: str | None
    source: str
    current: bool = False

    @property
    def stayed(self) -> bool:
        """Not passed through only. Whoever is still there counts, however long: a start date is not to decide."""
        return self.current or self.years == 0 or self.years >= SHORT_STAY


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as matching sees them. ``skills`` are keys; ``observed_size`` is what interviewers said, from −2
    (much smaller than the job) to +2 (much bigger), None when nobody was asked."""

    levels: tuple[HeldLevel, ...] = ()
    skills: frozenset[str] = frozenset()
    text: str = ""
    years_by_function: Mapping[str, float] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    education: str | None = None
    largest_team: int | None = None
    pay_floor: Pay | None = None
    observed_size: int | None = None

    def brings(self, asked: Iterable[str]) -> frozenset[str]:
        """Which of the skills asked for are among theirs, or stand in their own text."""
        return _brought(self.text, self.skills, tuple(asked))


@lru_cache(maxsize=1024)
def _brought(text: str, skills: frozenset[str], asked: tuple[str, ...]) -> frozenset[str]:
    listed = [skill for skill in asked if skill_key(skill) in skills]
    return frozenset([*listed, *find_skills(text, [skill for skill in asked if skill not in listed])])


@dataclass(frozen=True, slots=True)
class JobFacts:
    """A job as matching sees it. ``rank_declared`` says that a recruiter confirmed the level."""

    title: str
    rank: int | None = None
    rank_declared: bool = False
    function: str | None = None
    musts: tuple[str, ...] = ()
    shoulds: tuple[str, ...] = ()
    nices: tuple[str, ...] = ()
    years_needed: float | None = None
    education_needed: str | None = None
    team: int | None = None
    pay_min: Pay | None = None
    pay_max: Pay | None = None
