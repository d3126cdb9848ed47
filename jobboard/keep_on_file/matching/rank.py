"""Gates drop, criteria explain, the sum sorts. Pure: same facts, same answer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from jobboard.fit.evidence import Evidence
from jobboard.fit.gap import Gaps, compare
from jobboard.keep_on_file.matching.criteria import CRITERIA
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.gates import GateResult, run_gates


@dataclass(frozen=True)
class Outcome:
    """One person against one job: every gate, the signed gaps now and against the job of origin, and the evidence."""

    gates: tuple[GateResult, ...]
    gaps: Gaps
    gaps_then: Gaps | None
    evidence: tuple[Evidence, ...]

    @property
    def passed(self) -> bool:
        """Whether every gate let the person through, softly or not."""
        return all(gate.passed for gate in self.gates)

    def passed_but(self, overridden: Collection[str]) -> bool:
        """Whether every gate let the person through, or is among those that somebody set aside."""
        return all(gate.passed or gate.name in overridden for gate in self.gates)

    @property
    def score(self) -> int:
        """The sum of the evidence's points; nothing hidden."""
        return sum(line.points for line in self.evidence)


def judge(person: KeptPerson, job: OpenJob, policy: Policy) -> Outcome:
    """The whole explanation for one person and one job, whether or not they pass."""
    return _explained(person, job, policy, gates=tuple(run_gates(person, job, policy)))


def rank(people: Iterable[KeptPerson], job: OpenJob, policy: Policy) -> list[tuple[KeptPerson, Outcome]]:
    """Those who pass every gate, best first; equal scores keep the order they came in."""
    asked = ((person, tuple(run_gates(person, job, policy))) for person in people)
    through = [(person, gates) for person, gates in asked if all(gate.passed for gate in gates)]
    explained = [(person, _explained(person, job, policy, gates=gates)) for person, gates in through]
    return sorted(explained, key=lambda pair: -pair[1].score)


def _explained(person: KeptPerson, job: OpenJob, policy: Policy, *, gates: tuple[GateResult, ...]) -> Outcome:
    evidence = [line for criterion in CRITERIA for line in criterion(person, job, policy) if line.points]
    evidence.sort(key=lambda line: -line.points)
    return Outcome(
        gates=gates,
        gaps=compare(person.facts, job.facts),
        gaps_then=compare(person.facts, person.origin.facts) if person.origin else None,
        evidence=tuple(evidence),
    )
