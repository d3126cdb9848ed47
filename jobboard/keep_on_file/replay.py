"""A logged look judged again by its own facts and rules: the same list, or what has changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobboard.keep_on_file.matching.facts import OpenJob, Policy
from jobboard.keep_on_file.matching.rank import judge
from jobboard.keep_on_file.matching.stored import (
    UnreadableFacts,
    job_from_json,
    person_from_json,
    policy_from_json,
)
from jobboard.keep_on_file.models import SurfacingRun, SurfacingRunEntry
from jobboard.keep_on_file.policies import RULES


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as it was for one person of a look."""

    entry: SurfacingRunEntry
    sentence: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What judging again said. ``erased`` people have no facts any more and drop out; ``rules_then`` differs from
    ``rules_now`` when gates or criteria were changed since. ``problem`` says why nothing could be judged."""

    judged: int
    erased: int
    differences: tuple[Difference, ...]
    rules_then: int
    rules_now: int
    problem: str = ""

    @property
    def same(self) -> bool:
        """Whether everybody who could be judged came out as before, in the same order with the same score."""
        return not self.differences and not self.problem


def replay(run: SurfacingRun, entries: Sequence[SurfacingRunEntry]) -> Replay:
    """Judge a look again. Writes nothing."""
    present = [entry for entry in entries if entry.facts]
    erased = run.surfaced - len(present)
    try:
        job, policy = job_from_json(run.job_facts), policy_from_json(run.policy)
    except UnreadableFacts as problem:
        return Replay(0, erased, (), run.rules, RULES, str(problem))
    judged = [_judge(entry, job, policy) for entry in present]
    differences = [Difference(each.entry, each.said) for each in judged if each.said]
    differences += _moved([each for each in judged if each.score is not None])
    return Replay(len(present), erased, tuple(differences), run.rules, RULES)


@dataclass(frozen=True, slots=True)
class _Judged:
    """``score`` is None for somebody who is no longer on the list; ``said`` is empty when all is as it was."""

    entry: SurfacingRunEntry
    score: int | None
    said: str


def _judge(entry: SurfacingRunEntry, job: OpenJob, policy: Policy) -> _Judged:
    try:
        outcome = judge(person_from_json(entry.facts), job, policy)
    except UnreadableFacts as problem:
        return _Judged(entry, None, str(problem))
    failed = [gate.label for gate in outcome.gates if not gate.passed and gate.name not in entry.overridden]
    if failed:
        return _Judged(entry, None, f"Would not surface now: {'; '.join(failed)}.")
    said = "" if outcome.score == entry.score else f"Scores {outcome.score} now, {entry.score} then."
    return _Judged(entry, outcome.score, said)


def _moved(judged: Sequence[_Judged]) -> list[Difference]:
    """Those who stand elsewhere among the ones still on the list. Equal scores keep their order."""
    again = sorted(judged, key=lambda each: -(each.score or 0))
    return [
        Difference(now.entry, f"Stands at {place} now, at {judged.index(now) + 1} then, of those still listed.")
        for place, (now, then) in enumerate(zip(again, judged, strict=True), start=1)
        if now is not then
    ]
