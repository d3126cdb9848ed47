"""“Why not?” in one sentence: what stands in the way first, said as one would say it to a colleague."""

from collections.abc import Callable
from dataclasses import dataclass

from jobboard.fit.functions import function_label
from jobboard.fit.ladder import DEFAULT_LADDER
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.gates import GateResult
from jobboard.keep_on_file.matching.rank import Outcome

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Answer:
    """``short`` is the answer, ``sentence`` the reason for it."""

    short: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.short} {self.sentence}"


def answer(person: KeptPerson, job: OpenJob, policy: Policy, outcome: Outcome) -> Answer:
    """The first gate that fails as the answer; how many more do is said after it."""
    failing = [gate for gate in outcome.gates if not gate.passed]
    if not failing:
        return _passes(outcome)
    said = _SAY.get(failing[0].name, _plain)(person, job, policy, failing[0])
    if len(failing) == 1:
        return said
    rest = len(failing) - 1
    more = f"{_number(rest).capitalize()} more {'gate stands' if rest == 1 else 'gates stand'} in the way."
    return Answer(said.short, f"{said.sentence} {more}")


def _passes(outcome: Outcome) -> Answer:
    soft = [gate for gate in outcome.gates if gate.soft]
    if not soft:
        return Answer("Every gate lets them through.", "Nothing that was checked rests on a guess.")
    rests = "One of them rests" if len(soft) == 1 else f"{_number(len(soft)).capitalize()} of them rest"
    return Answer("Every gate lets them through.", f"{rests} on something inferred, so a person decides.")


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _level(rank: int | None) -> str:
    return DEFAULT_LADDER.label(rank).lower() if rank is not None else "an unknown level"


def _plain(_person: KeptPerson, _job: OpenJob, _policy: Policy, gate: GateResult) -> Answer:
    short = gate.label[:1].upper() + gate.label[1:]
    return Answer(f"{short}: no.", gate.sentence)


def _with(short: str) -> Callable[[KeptPerson, OpenJob, Policy, GateResult], Answer]:
    """Where the gate's own sentence says the reason."""

    def say(_person: KeptPerson, _job: OpenJob, _policy: Policy, gate: GateResult) -> Answer:
        return Answer(short, gate.sentence)

    return say


def _above_origin(person: KeptPerson, job: OpenJob, _policy: Policy, _gate: GateResult) -> Answer:
    came_for = person.origin.title if person.origin else "the job they came for"
    origin = person.origin.level_rank if person.origin else None
    where = "the same level as" if job.level_rank == origin else "below"
    return Answer("Not a better role.", f"At {_level(job.level_rank)} it is {where} {came_for}, which they came for.")


def _within_reach(person: KeptPerson, job: OpenJob, policy: Policy, _gate: GateResult) -> Answer:
    held = person.highest_held or 0
    steps = (job.level_rank or 0) - held - policy.reach
    short = f"{_number(steps).capitalize()} {'level' if steps == 1 else 'levels'} too high."
    most = {0: "no higher than", 1: "at most one above"}.get(policy.reach, f"at most {_number(policy.reach)} above")
    have = f"they have held {_level(held)}, and we surface {most} what someone has held"
    return Answer(short, f"The job is at {_level(job.level_rank)}; {have}.")


def _wanted_level(person: KeptPerson, job: OpenJob, _policy: Policy, _gate: GateResult) -> Answer:
    low, high = _level(person.min_level), _level(person.max_level)
    agreed = low if low == high else f"{low} to {high}"
    return Answer("Outside what was agreed.", f"They are kept for {agreed}; the job is at {_level(job.level_rank)}.")


def _function(person: KeptPerson, job: OpenJob, _policy: Policy, gate: GateResult) -> Answer:
    if job.function is None:
        return Answer("Another line of work.", gate.sentence)
    wanted = " or ".join(function_label(key) for key in person.target_functions)
    return Answer("Another line of work.", f"The job is in {function_label(job.function)}; they are kept for {wanted}.")


_SAY: dict[str, Callable[[KeptPerson, OpenJob, Policy, GateResult], Answer]] = {
    "consent": _with("There is no consent, so contact is blocked."),
    "active": _with("Their record is not active."),
    "contactable": _with("They are not to be contacted."),
    "not_excluded": _with("They asked not to be considered here."),
    "not_in_pipeline": _with("They are in this job already."),
    "above_origin": _above_origin,
    "within_reach": _within_reach,
    "wanted_level": _wanted_level,
    "function": _function,
    "place": _with("Not where or how they want to work."),
    "pay": _with("The pay does not reach their floor."),
    "available": _with("Not free in time."),
    "not_dismissed": _with("Set aside before."),
    "evidence_wall": _with("A client’s wall is in between."),
}
