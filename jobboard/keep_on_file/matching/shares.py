"""What each thing that a signature tells of can add to a score, so that many people are reckoned by adding up.

The criteria themselves are asked, about somebody who brings that one thing. Their answers are never less than the truth
where bringing two things is worth no more than the sum of both, and that is so for all of them but one: what is missing
counts only up to a limit, so what is found there is worth less at first than at last. It is shared out evenly.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jobboard.fit.similarity import stem
from jobboard.keep_on_file.matching import criteria
from jobboard.keep_on_file.matching.criteria import Criterion
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.points import Points
from jobboard.keep_on_file.matching.shadows import NOBODY, bringing
from jobboard.keep_on_file.matching.signature import bit, term_key, ways_to_bring, ways_to_wish, word_key

FINE = 32
"""Parts of a point that are told apart, since a criterion rounds only once it has added up."""
_ROUNDED_UP = 3 * FINE // 2
"""What rounding adds at most: half a point each for the line of work, the skills and the text."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one thing adds at most, in parts of a point, and the sets of bits of which a signature has one where the
    person brings it."""

    worth: int
    ways: tuple[int, ...]


def bare(job: OpenJob, policy: Policy) -> int:
    """The most that the same criteria give somebody who brings nothing, in parts of a point."""
    return _ROUNDED_UP + _Finely.under(job, policy).points(criteria.skills, NOBODY)


def shares(job: OpenJob, policy: Policy) -> Iterator[Share]:
    """Each thing that ``job`` asks about and a signature tells."""
    finely = _Finely.under(job, policy)
    for term in job.terms:
        yield Share(finely.alone(criteria.line_of_work, bringing(terms=[term])), (bit(term_key(term)),))
    for skill, worth in _skills(finely).items():
        yield Share(worth, tuple(ways_to_bring(skill)))
    for word in job.keywords:
        yield Share(finely.alone(criteria.text, bringing(words=[word])), (bit(word_key(stem(word))),))
    wished = ways_to_wish(job.title)
    yield Share(finely.alone(criteria.own_words, bringing(wishes=wished)), tuple(wished.values()))


def _skills(finely: "_Finely") -> Mapping[str, int]:
    found, facts = finely.but(missing_must=0, missing_should=0), finely.job.facts
    worth = Counter({skill: found.alone(criteria.skills, bringing(skills=[skill])) for skill in finely.job.asked()})
    for asked, missing in ((facts.musts, finely.but(missing_should=0)), (facts.shoulds, finely.but(missing_must=0))):
        lost = -missing.points(criteria.skills, NOBODY)
        worth.update({skill: math.ceil(lost * times / len(asked)) for skill, times in Counter(asked).items()})
    return worth


@dataclass(frozen=True, slots=True)
class _Finely:
    """Asks criteria under a policy whose points are parts of points."""

    job: OpenJob
    policy: Policy

    @classmethod
    def under(cls, job: OpenJob, policy: Policy) -> "_Finely":
        return cls(job, replace(policy, points=policy.points.times(FINE)))

    def but(self, **points: int) -> "_Finely":
        """The same where these points differ."""
        return replace(self, policy=replace(self.policy, points=_but(self.policy.points, points)))

    def points(self, criterion: Criterion, person: KeptPerson) -> int:
        return sum(line.points for line in criterion(person, self.job, self.policy))

    def alone(self, criterion: Criterion, person: KeptPerson) -> int:
        """The same, rounded up."""
        worth = self.points(criterion, person)
        return worth + 1 if worth > 0 else 0


def _but(points: Points, others: dict[str, Any]) -> Points:
    return replace(points, **others)
