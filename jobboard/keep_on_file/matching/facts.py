"""What matching may see of a kept person and of a job: job-relevant facts only, as plain values.

There is no name, age, gender, photo, school year or anything that stands in for them here, so no gate or criterion can
use one.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from jobboard.fit.gap import JobFacts, Pay, PersonFacts


@dataclass(frozen=True, slots=True)
class Dismissal:
    """An earlier “not for this” and how far it reaches."""

    scope: str
    job_id: int
    level_rank: int | None
    function: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class InterviewEvidence:
    """What interviewers said for the job of origin. ``overalls`` are scorecard answers; NO_DECISION is left out."""

    overalls: tuple[str, ...] = ()
    interviewers: int = 0
    last_at: datetime | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The job somebody came for and how it ended."""

    title: str
    level_rank: int | None
    level_declared: bool
    closed_at: datetime | None
    facts: JobFacts


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """One kept record with everything matching needs. Levels are ranks; ``home`` is where they live, the country's code
    last."""

    kept_id: int
    candidate_id: int
    facts: PersonFacts
    status: str
    consent_live: bool
    consent_expires_at: datetime | None
    do_not_contact: bool
    erased: bool
    reason: str
    origin: Origin | None
    min_level: int
    max_level: int
    target_functions: tuple[str, ...]
    places: tuple[str, ...]
    home: tuple[str, ...]
    work_modes: tuple[str, ...]
    pay_floor: Pay | None
    available_from: date | None
    excluded_organizations: frozenset[str]
    own_words: str
    own_words_at: datetime | None
    interview: InterviewEvidence = field(default_factory=InterviewEvidence)
    applied_job_ids: frozenset[int] = frozenset()
    dismissals: tuple[Dismissal, ...] = ()

    @property
    def highest_held(self) -> int | None:
        """The highest level in the work history that was read with some confidence, or None."""
        ranks = [level.rank for level in self.facts.levels if level.confidence >= 0.5]
        return max(ranks, default=None)


@dataclass(frozen=True, slots=True)
class OpenJob:
    """One job with everything matching needs."""

    job_id: int
    title: str
    organization: str
    level_rank: int | None
    level_declared: bool
    level_confidence: float
    function: str | None
    places: tuple[str, ...]
    countries: frozenset[str]
    work_mode: str | None
    facts: JobFacts


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force. A change of gates or points raises ``version``, and people may surface anew under it."""

    now: datetime
    version: int = 1
    reach: int = 1
    gates_off: frozenset[str] = frozenset()
