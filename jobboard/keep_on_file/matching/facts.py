"""What matching may see of a kept person and of a job: job-relevant facts only, as plain values.

There is no name, age, gender, photo, school year or anything that stands in for them here, so no gate or criterion can
use one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from jobboard.fit.gap import JobFacts, Pay, PersonFacts
from jobboard.fit.keywords import stems
from jobboard.keep_on_file.matching.points import DEFAULT, Points


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A “not for this” in force: how far it reaches, why, by whom since when; ``until`` is when it ends by itself."""

    scope: str
    job_id: int | None
    level_rank: int | None
    function: str | None
    reason: str
    made_by: str = ""
    made_at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class InterviewEvidence:
    """What interviewers said for the job of origin. ``overalls`` are scorecard answers; NO_DECISION is left out."""

    overalls: tuple[str, ...] = ()
    interviewers: int = 0
    last_at: datetime | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The job somebody came for and how it ended. ``walled`` says that its client, ``organization``, keeps what was
    learned in its interviews to itself."""

    title: str
    level_rank: int | None
    level_declared: bool
    closed_at: datetime | None
    facts: JobFacts
    organization: str = ""
    walled: bool = False


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """One kept record with everything matching needs. Levels are ranks; ``home`` is where they live, the country's code
    last; ``terms`` are those of the titles they held (``fit.similarity``)."""

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
    terms: Mapping[str, float] = field(default_factory=dict)
    interview: InterviewEvidence = field(default_factory=InterviewEvidence)
    applied_job_ids: frozenset[int] = frozenset()
    reconfirmed_at: datetime | None = None
    dismissals: tuple[Dismissal, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles held, newest first."""
        return tuple(dict.fromkeys(level.title for level in self.facts.levels))

    @property
    def words(self) -> frozenset[str]:
        """The stems of their own text."""
        return stems(self.facts.text)

    @property
    def newest_evidence_at(self) -> datetime | None:
        """When we last heard something of them: an interview, their own words, or their yes that all still holds."""
        heard = (self.interview.last_at, self.own_words_at, self.reconfirmed_at)
        return max(filter(None, heard), default=None)

    @property
    def better_from(self) -> int | None:
        """The lowest rank that is better than the job they came for, or None where that has no level. For somebody who
        was not too senior the same level is as good. A level that was only read from that job's title gives way to
        what they have held, since they were found too senior for it."""
        origin = self.origin
        if origin is None or origin.level_rank is None:
            return None
        if self.reason != "more_senior":
            return origin.level_rank
        held = [] if origin.level_declared else self._levels_held()
        return min([origin.level_rank + 1, *([max(held)] if held else [])])

    @property
    def highest_held(self) -> int | None:
        """The highest level in the work history that was read with some confidence, and at least one above the declared
        level they were found too senior for; None when neither is known."""
        return max([*self._levels_held(), *self._found_above()], default=None)

    def _levels_held(self) -> list[int]:
        return [level.rank for level in self.facts.levels if level.confidence >= 0.5]

    def _found_above(self) -> list[int]:
        origin = self.origin
        if self.reason != "more_senior" or origin is None or not origin.level_declared or origin.level_rank is None:
            return []
        return [origin.level_rank + 1]


@dataclass(frozen=True, slots=True)
class OpenJob:
    """One job with everything matching needs. ``terms`` are those of its title, ``keywords`` the words that set its
    text apart; ``rarity`` says of terms, skills and keywords how rare they are among the people on file, from 0
    (everybody has it) to 1; what it does not name counts as 1."""

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
    terms: Mapping[str, float] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    rarity: Mapping[str, float] = field(default_factory=dict)

    def asked(self) -> dict[str, str]:
        """Every skill asked for with its strength, the firmest first."""
        nices, shoulds = dict.fromkeys(self.facts.nices, "nice"), dict.fromkeys(self.facts.shoulds, "should")
        return nices | shoulds | dict.fromkeys(self.facts.musts, "must")


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force. A change of gates or points raises ``version``, and people may surface anew under it."""

    now: datetime
    version: int = 1
    reach: int = 1
    gates_off: frozenset[str] = frozenset()
    points: Points = DEFAULT
