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

from jobboard.fit.dimensions import highest_held
from jobboard.fit.facts import HeldLevel, JobFacts, PersonFacts
from jobboard.fit.ladder import Track
from jobboard.fit.pay import Pay
from jobboard.fit.similarity import stem
from jobboard.keep_on_file.matching import criteria
from jobboard.keep_on_file.matching.criteria import Criterion
from jobboard.keep_on_file.matching.facts import InterviewEvidence, KeptPerson, OpenJob, Origin, Policy
from jobboard.keep_on_file.matching.gates import GATES
from jobboard.keep_on_file.matching.points import Points
from jobboard.keep_on_file.matching.shadows import NOBODY, bringing
from jobboard.keep_on_file.matching.signature import bit, term_key, ways_to_bring, ways_to_wish, word_key


class Row(NamedTuple):
    """What the bench knows of one kept record, for one function it is kept for (empty: for any), in few plain columns.

    ``held_in`` names the functions they worked in, each with the highest rank held there. ``said`` is why they are kept
    and then what interviewers answered; ``pay`` the floor in minor units a year and its currency; ``evidence_on`` and
    ``free_from`` are ISO days. ``whereabouts`` has a line of work modes, a line of where they live between tabs, and a
    line for each place they named. What is not known is empty.
    """

    kept_id: int
    function: str
    held_in: str
    said: str
    evidence_on: str
    pay: str
    free_from: str
    whereabouts: str
    signature: bytes


_NOTHING: dict[str, Any] = Row(0, "", "", "", "", "", "", "\n", b"")._asdict()
Shadow = Callable[[KeptPerson, Row], KeptPerson]
"""Fills in what one part of a row says."""


def _nothing(_points: Points) -> int:
    return 0


def _as_it_is(word: str, _job: OpenJob) -> str:
    return word


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a row: its column, whom that describes, which criteria and gates look at it, the most points they
    give, whatever it says, and how much of it matters to one job."""

    column: str
    shadow: Shadow
    criteria: tuple[Criterion, ...] = ()
    gates: tuple[str, ...] = ()
    at_best: Callable[[Points], int] = _nothing
    narrowed: Callable[[str, OpenJob], str] = _as_it_is


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


def _having_held(nobody: KeptPerson, row: Row) -> KeptPerson:
    return replace(nobody, facts=PersonFacts(levels=tuple(map(_held, row.held_in.split()))))


def _held(word: str) -> HeldLevel:
    function, rank = word.split("=")
    return HeldLevel("", int(rank), Track.IC, 1.0, 1.0, function or None, "")


def _highest(word: str, job: OpenJob) -> str:
    """Of the levels in ``held_in`` the one that counts for ``job``."""
    if " " not in word:
        return word
    held = highest_held(PersonFacts(levels=tuple(map(_held, word.split()))), job.facts)
    return f"{held.function or ''}={held.rank}" if held else ""


_SIGNATURE = Row._fields.index("signature")


def _best_of(*names: str) -> Callable[[Points], int]:
    return lambda points: max(0, *(getattr(points, name) for name in names))


def _said_at_best(points: Points) -> int:
    return max(0, *points.closed.values()) + max(criteria.OVERALL.values()) * max(0, points.interview_step)


_HELD = ("held_at", "held_one_below", "held_one_above", "held_two_above")

PARTS: tuple[Part, ...] = (
    Part("whereabouts", _placed, (criteria.home,), ("place",), _best_of("home_town", "other_town")),
    Part("pay", _paid, (criteria.pay,), ("pay",), _best_of("pay_fits")),
    Part("free_from", _free, (), ("available",)),
    Part("held_in", _having_held, (criteria.held_level,), (), _best_of(*_HELD), _highest),
    Part("said", _closed, (criteria.closing, criteria.interviewers), (), _said_at_best),
    Part("evidence_on", _heard_of, (criteria.freshness,), (), _best_of("fresh", "recent", "ageing", "stale")),
    Part("function", _wanting, (criteria.function,), (), _best_of("same_function", "next_function")),
)
"""Those that shut most people out come first."""
BY_SIGNATURE: tuple[Criterion, ...] = (criteria.line_of_work, criteria.skills, criteria.text, criteria.own_words)
"""Those that look at terms, at skills, at words of their text and at what they said, in this order."""
BY_JOB: tuple[Criterion, ...] = (criteria.guessed_level,)
"""With those of ``PARTS`` these are all criteria there are."""


@dataclass(slots=True)
class Estimator:
    """Reads rows for one job under one policy."""

    job: OpenJob
    policy: Policy
    _parts: dict[str, tuple[Part, dict[str, int | None]]] = field(init=False)
    _in_row: list[tuple[int, str, dict[str, int | None]]] = field(init=False)
    _brought: list[tuple[int, Criterion, dict[int, int]]] = field(init=False)
    _terms: dict[str, int] = field(init=False)
    _skills: dict[str, list[int]] = field(init=False)
    _keywords: dict[str, int] = field(init=False)
    _wishes: dict[str, int] = field(init=False)
    mask: int = field(init=False)
    always: int = field(init=False)

    def __post_init__(self) -> None:
        """Which bits this job asks about."""
        self._terms = {term: bit(term_key(term)) for term in self.job.terms}
        self._skills = {skill: ways_to_bring(skill) for skill in self.job.asked()}
        self._keywords = {word: bit(word_key(stem(word))) for word in self.job.keywords}
        self._wishes = ways_to_wish(self.job.title)
        asked = (self._terms.values(), chain.from_iterable(self._skills.values()), self._keywords.values())
        masks = [reduce(or_, bits, 0) for bits in (*asked, self._wishes.values())]
        self._brought = [(mask, criterion, {}) for mask, criterion in zip(masks, BY_SIGNATURE, strict=True)]
        self.mask = reduce(or_, masks)
        self._parts = {part.column: (part, {}) for part in PARTS}
        self._in_row = [(Row._fields.index(name), name, seen) for name, (_part, seen) in self._parts.items()]
        self.always = self._points(NOBODY, BY_JOB)

    def most(self, row: Sequence[Any]) -> int | None:
        """The most points the person of a ``Row``, or of a tuple like one, could get; None when a gate shuts them out
        for sure."""
        total = self.always
        for place, column, seen in self._in_row:
            word = row[place]
            points = seen[word] if word in seen else self.of_word(column, word)
            if points is None:
                return None
            total += points
        return total + self._of_signature(row[_SIGNATURE])

    def of_word(self, column: str, word: str | None) -> int | None:
        """The points for what one column of a row says; None when a gate that looks at it shuts the person out. Without
        a ``word`` it could be anything."""
        part, seen = self._parts[column]
        if word is None:
            return part.at_best(self.policy.points)
        if word not in seen:
            seen[word] = self._of_word(part, seen, part.narrowed(word, self.job))
        return seen[word]

    def _of_word(self, part: Part, seen: dict[str, int | None], word: str) -> int | None:
        if word in seen:
            return seen[word]
        person = part.shadow(NOBODY, Row(**(_NOTHING | {part.column: word})))
        shut = any(not _CHECKS[name](person, self.job, self.policy).passed for name in self._on(part))
        points = seen[word] = None if shut else self._points(person, part.criteria)
        return points

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
        return bringing(
            terms=(term for term, mask in self._terms.items() if bits & mask),
            skills=(skill for skill, ways in self._skills.items() if any(bits & way == way for way in ways)),
            words=(word for word, mask in self._keywords.items() if bits & mask),
            wishes=(word for word, way in self._wishes.items() if bits & way == way),
        )


_CHECKS = {gate.name: gate.check for gate in GATES}
