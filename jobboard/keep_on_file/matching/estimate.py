"""The most a person on the bench could score for a job, from one narrow row, and whether they are shut out for sure.

Nothing is judged a second way here. The criteria and the gates themselves are asked, about somebody of whom only what
the row says is known, in the light that is best for them. Rows repeat each other, so each question is asked once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any, NamedTuple

from jobboard.fit.facts import HeldLevel, JobFacts, PersonFacts
from jobboard.fit.ladder import Track
from jobboard.fit.pay import Pay
from jobboard.fit.similarity import stem
from jobboard.fit.skills import skill_key
from jobboard.keep_on_file.matching import criteria
from jobboard.keep_on_file.matching.criteria import Criterion
from jobboard.keep_on_file.matching.facts import InterviewEvidence, KeptPerson, OpenJob, Origin, Policy
from jobboard.keep_on_file.matching.gates import GATES
from jobboard.keep_on_file.matching.signature import bit, term_key, ways_to_bring, wish_key, wish_words, word_key


class Row(NamedTuple):
    """What the bench knows of one kept record, for one function it is kept for (empty: for any), in few plain columns.

    ``ranks`` has a bit for each level held. ``said`` is why they are kept and then what interviewers answered;
    ``pay`` the floor in minor units a year and its currency; ``evidence_on`` and ``free_from`` are ISO days.
    ``whereabouts`` has a line of work modes, a line of where they live between tabs, and a line for each place they
    named. What is not known is empty.
    """

    kept_id: int
    function: str
    ranks: int
    said: str
    evidence_on: str
    pay: str
    free_from: str
    whereabouts: str
    signature: bytes


Shadow = Callable[[KeptPerson, Row], KeptPerson]
"""Fills in what one part of a row says."""

_NOBODY = KeptPerson(
    kept_id=0,
    candidate_id=0,
    facts=PersonFacts(),
    status="active",
    consent_live=True,
    consent_expires_at=None,
    do_not_contact=False,
    erased=False,
    reason="",
    origin=None,
    min_level=0,
    max_level=9,
    target_functions=(),
    places=(),
    home=(),
    work_modes=(),
    pay_floor=None,
    available_from=None,
    excluded_organizations=frozenset(),
    own_words="",
    own_words_at=None,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a row: its column, whom that describes, which criteria and gates look at it."""

    column: str
    shadow: Shadow
    criteria: tuple[Criterion, ...] = ()
    gates: tuple[str, ...] = ()


def _closed(nobody: KeptPerson, row: Row) -> KeptPerson:
    if not row.said:
        return nobody
    reason, *overalls = row.said.split()
    return replace(
        nobody,
        reason=reason,
        origin=Origin("", None, False, None, JobFacts("")),
        interview=InterviewEvidence(tuple(overalls), interviewers=1),
    )


def _heard_of(nobody: KeptPerson, row: Row) -> KeptPerson:
    """A day later than the evidence is, since the row knows the day and not the hour."""
    if not row.evidence_on:
        return nobody
    heard = datetime.combine(date.fromisoformat(row.evidence_on), time(), tzinfo=UTC)
    return replace(nobody, own_words_at=heard + timedelta(days=1))


def _wanting(nobody: KeptPerson, row: Row) -> KeptPerson:
    return replace(nobody, target_functions=(row.function,) if row.function else ())


def _paid(nobody: KeptPerson, row: Row) -> KeptPerson:
    if not row.pay:
        return nobody
    floor, currency = row.pay.split()
    return replace(nobody, pay_floor=Pay(int(floor), currency, "YEAR"))


def _placed(nobody: KeptPerson, row: Row) -> KeptPerson:
    modes, home, *places = row.whereabouts.split("\n")
    return replace(
        nobody, work_modes=tuple(modes.split()), home=tuple(filter(None, home.split("\t"))), places=tuple(places)
    )


def _free(nobody: KeptPerson, row: Row) -> KeptPerson:
    return replace(nobody, available_from=date.fromisoformat(row.free_from) if row.free_from else None)


_SIGNATURE, _RANKS = Row._fields.index("signature"), Row._fields.index("ranks")

PARTS: tuple[Part, ...] = (
    Part("whereabouts", _placed, (criteria.home,), ("place",)),
    Part("pay", _paid, (criteria.pay,), ("pay",)),
    Part("free_from", _free, gates=("available",)),
    Part("said", _closed, (criteria.closing, criteria.interviewers)),
    Part("evidence_on", _heard_of, (criteria.freshness,)),
    Part("function", _wanting, (criteria.function,)),
)
"""Those that shut most people out come first."""
BY_SIGNATURE: tuple[Criterion, ...] = (criteria.line_of_work, criteria.skills, criteria.text, criteria.own_words)
"""Those that look at terms, at skills, at words of their text and at what they said, in this order."""
BY_LEVEL: tuple[Criterion, ...] = (criteria.held_level,)
BY_JOB: tuple[Criterion, ...] = (criteria.guessed_level,)
"""With those of ``PARTS`` these are all criteria there are."""


@dataclass(slots=True)
class Estimator:
    """Reads rows for one job under one policy."""

    job: OpenJob
    policy: Policy
    _seen: list[tuple[Part, int, dict[str, int | None]]] = field(init=False)
    _brought: list[tuple[int, Criterion, dict[int, int]]] = field(init=False)
    _by_ranks: dict[int, int] = field(default_factory=dict)
    _terms: dict[str, int] = field(init=False)
    _skills: dict[str, list[int]] = field(init=False)
    _keywords: dict[str, int] = field(init=False)
    _wishes: dict[str, int] = field(init=False)
    mask: int = field(init=False)
    _always: int = field(init=False)

    def __post_init__(self) -> None:
        """Which bits this job asks about."""
        self._terms = {term: bit(term_key(term)) for term in self.job.terms}
        self._skills = {skill: ways_to_bring(skill) for skill in self.job.asked()}
        self._keywords = {word: bit(word_key(stem(word))) for word in self.job.keywords}
        self._wishes = {word: bit(wish_key(word)) for word in wish_words(self.job.title)}
        asked = (self._terms.values(), chain.from_iterable(self._skills.values()), self._keywords.values())
        masks = [reduce(or_, bits, 0) for bits in (*asked, self._wishes.values())]
        self._brought = [(mask, criterion, {}) for mask, criterion in zip(masks, BY_SIGNATURE, strict=True)]
        self.mask = reduce(or_, masks)
        self._seen = [(part, Row._fields.index(part.column), {}) for part in PARTS]
        self._always = self._points(_NOBODY, BY_JOB)

    def most(self, row: Sequence[Any]) -> int | None:
        """The most points the person of a ``Row``, or of a tuple like one, could get; None when a gate shuts them out
        for sure."""
        total = self._always
        for part, place, seen in self._seen:
            key = row[place]
            points = seen[key] if key in seen else seen.setdefault(key, self.of_part(part, Row._make(row)))
            if points is None:
                return None
            total += points
        return total + self._of_signature(row[_SIGNATURE]) + self.of_ranks(row[_RANKS])

    def of_part(self, part: Part, row: Row) -> int | None:
        """The points for one part of a row; None when a gate that looks at it shuts the person out."""
        person = part.shadow(_NOBODY, row)
        shut = any(not _CHECKS[name](person, self.job, self.policy).passed for name in self._on(part))
        return None if shut else self._points(person, part.criteria)

    def _on(self, part: Part) -> Iterator[str]:
        return (name for name in part.gates if name not in self.policy.gates_off)

    def _points(self, person: KeptPerson, asked: tuple[Criterion, ...]) -> int:
        return sum(line.points for criterion in asked for line in criterion(person, self.job, self.policy))

    def _of_signature(self, signature: bytes) -> int:
        everything, total = int.from_bytes(signature, "big"), 0
        for mask, criterion, seen in self._brought:
            bits = everything & mask
            points = seen.get(bits)
            if points is None:
                points = seen[bits] = self._points(self._bringing(bits), (criterion,))
            total += points
        return total

    def _bringing(self, bits: int) -> KeptPerson:
        """Somebody who brings all that these bits do not rule out."""
        brought = [skill for skill, ways in self._skills.items() if any(bits & way == way for way in ways)]
        said = [word for word, mask in self._keywords.items() if bits & mask]
        return replace(
            _NOBODY,
            terms={term: 1.0 for term, mask in self._terms.items() if bits & mask},
            facts=PersonFacts(skills=frozenset(map(skill_key, brought)), text=" ".join(said)),
            own_words=" ".join(word for word, mask in self._wishes.items() if bits & mask),
        )

    def of_ranks(self, ranks: int) -> int:
        """The points for the best of these levels held, as bits."""
        points = self._by_ranks.get(ranks)
        if points is None:
            held = [rank for rank in range(ranks.bit_length()) if ranks >> rank & 1]
            each = (self._points(self._having_held(rank), BY_LEVEL) for rank in held)
            points = self._by_ranks[ranks] = max(each, default=0)
        return points

    def _having_held(self, rank: int) -> KeptPerson:
        level = HeldLevel("", rank, Track.IC, 1.0, 1.0, self.job.function, "")
        return replace(_NOBODY, facts=PersonFacts(levels=(level,)))


_CHECKS = {gate.name: gate.check for gate in GATES}
