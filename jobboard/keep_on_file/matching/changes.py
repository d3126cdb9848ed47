"""The nearest change that would let a person through: the fewest things that would have to be different.

Found by trying: a change makes a new situation, and the gates judge that as they would judge any other. So what is
promised here is what would happen, also where one change answers several gates and where one alone is not enough.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from jobboard.fit.employers import is_named
from jobboard.fit.functions import function_label
from jobboard.fit.gap import HeldLevel
from jobboard.fit.ladder import DEFAULT_LADDER, Track
from jobboard.fit.pay import money
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.gates import SOONEST, GateResult, dismissal_applies, run_gates

MOST_CHANGES = 6
"""Somebody further away than this is not near: no list of changes helps to decide."""

_MODES = {"remote": "remote", "hybrid": "hybrid", "onsite": "on site"}
_BEGIN_AGAIN = frozenset({"awaiting_consent", "expired", "withdrawn", "declined"})
_ACTIVATED = {
    "paused": ("record", "the record is taken off its pause"),
    "in_conversation": ("record", "the conversation they are in ends"),
    "placed": ("person", "they say that they are looking again"),
    "proposed": ("record", "the proposal to keep them is confirmed"),
}
_ONE_QUESTION = {
    "active": "consent",
    **dict.fromkeys(("above_origin", "within_reach", "wanted_level", "not_dismissed"), "level"),
}
"""Gates that one change can answer together."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A person, a job and a policy that could be."""

    person: KeptPerson
    job: OpenJob
    policy: Policy

    def failing(self) -> list[GateResult]:
        """The gates that do not let the person through."""
        return [gate for gate in run_gates(self.person, self.job, self.policy) if not gate.passed]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that could be different. ``kind`` is what it changes (two of a kind do not go together), ``whose`` says
    who could do it: job, record, person, client or time. ``sentence`` completes “if”."""

    kind: str
    whose: str
    sentence: str
    made: Callable[[Situation], Situation]


def nearest_changes(person: KeptPerson, job: OpenJob, policy: Policy) -> tuple[Change, ...] | None:
    """The fewest changes after which every gate lets ``person`` through to ``job``; of as few, those nearest to how
    things are. Empty when every gate does already; None when no change that we know of would do, as for somebody who
    has applied already."""
    start = Situation(person, job, policy)
    for count in range(MOST_CHANGES + 1):
        found = _within(start, count, frozenset())
        if found is not None:
            return found
    return None


def job_changes(person: KeptPerson, job: OpenJob, policy: Policy) -> list[Change]:
    """Every single change of the job alone that would let ``person`` through, the nearest of each kind first. Empty
    when they are through already."""
    start = Situation(person, job, policy)
    failing = start.failing()
    proposed = [change for change in _proposals(start, failing[0]) if change.whose == "job"] if failing else []
    return [change for change in proposed if not change.made(start).failing()]


def _within(here: Situation, count: int, used: frozenset[str]) -> tuple[Change, ...] | None:
    """At most ``count`` further changes that open every gate."""
    failing = here.failing()
    if not failing:
        return ()
    if len({_ONE_QUESTION.get(gate.name, gate.name) for gate in failing}) > count:
        return None
    for change in _proposals(here, failing[0]):
        rest = _within(change.made(here), count - 1, used | {change.kind}) if change.kind not in used else None
        if rest is not None:
            return change, *rest
    return None


def _proposals(here: Situation, gate: GateResult) -> Iterator[Change]:
    """What could be changed about a gate that fails, the nearest first. Nothing for one that no change opens."""
    propose = _PROPOSE.get(gate.name)
    return propose(here) if propose else iter(())


def _person(kind: str, whose: str, sentence: str, **facts: object) -> Change:
    def made(here: Situation) -> Situation:
        return replace(here, person=replace(here.person, **facts))  # type: ignore[arg-type] # named by the callers below

    return Change(kind, whose, sentence, made)


def _job(kind: str, sentence: str, **facts: object) -> Change:
    def made(here: Situation) -> Situation:
        return replace(here, job=replace(here.job, **facts))  # type: ignore[arg-type] # named by the callers below

    return Change(kind, "job", sentence, made)


def _consent(here: Situation) -> Iterator[Change]:
    status = "active" if here.person.status in _BEGIN_AGAIN else here.person.status
    yield _person(
        "consent", "person", "they give a new consent", consent_live=True, consent_expires_at=None, status=status
    )


def _active(here: Situation) -> Iterator[Change]:
    if here.person.status in _BEGIN_AGAIN:
        yield from _consent(here)
    elif here.person.status in _ACTIVATED:
        whose, sentence = _ACTIVATED[here.person.status]
        yield _person("active", whose, sentence, status="active")


def _not_excluded(here: Situation) -> Iterator[Change]:
    listed = here.person.excluded_organizations
    left = frozenset(name for name in listed if not is_named(name, here.job.organization))
    said = f"they take {here.job.organization} off their own list"
    yield _person("exclusion", "person", said, excluded_organizations=left)


def _job_levels(here: Situation, gate: str) -> Iterator[Change]:
    """Other levels of the job that the gate would let through, the nearest first."""
    now = here.job.level_rank or 0
    for rank in sorted(range(DEFAULT_LADDER.top + 1), key=lambda rank: (abs(rank - now), rank)):
        change = _job("level", f"the job were at {_rank(rank)}", level_rank=rank, level_declared=True)
        if gate not in {failing.name for failing in change.made(here).failing()}:
            yield change


def _rank(rank: int) -> str:
    return f"“{DEFAULT_LADDER.label(rank).lower()}” ({rank})"


def _above_origin(here: Situation) -> Iterator[Change]:
    yield from _job_levels(here, "above_origin")


def _within_reach(here: Situation) -> Iterator[Change]:
    yield from _job_levels(here, "within_reach")
    needed = (here.job.level_rank or 0) - here.policy.reach
    held = HeldLevel("", needed, Track.IC, 1.0, 0.0, None, "")
    facts = replace(here.person.facts, levels=(*here.person.facts.levels, held))
    yield _person("held", "record", f"there were evidence that they have held {_rank(needed)}", facts=facts)


def _wanted_level(here: Situation) -> Iterator[Change]:
    rank, person = here.job.level_rank or 0, here.person
    low, high = min(person.min_level, rank), max(person.max_level, rank)
    said = f"the record were widened to {_rank(rank)}"
    yield _person("wanted", "record", said, min_level=low, max_level=high)
    yield from _job_levels(here, "wanted_level")


def _function(here: Situation) -> Iterator[Change]:
    if here.job.function:
        wanted = (*here.person.target_functions, here.job.function)
        said = f"{function_label(here.job.function)} were added to what they are kept for"
        yield _person("function", "record", said, target_functions=wanted)


def _place(here: Situation) -> Iterator[Change]:
    person, job = here.person, here.job
    for mode in person.work_modes or ("remote",):
        if mode != job.work_mode:
            yield _job("mode", f"the work were {_MODES[mode]}", work_mode=mode)
    for place in person.places[:3]:
        yield _job("place", f"the job were in {place}", places=(place,), countries=frozenset())
    if job.work_mode and person.work_modes and job.work_mode not in person.work_modes:
        said = f"they agreed to {_MODES[job.work_mode]} work"
        yield _person("modes", "person", said, work_modes=(*person.work_modes, job.work_mode))
    if job.places:
        wanted = (*person.places, job.places[0])
        yield _person("places", "person", f"they agreed to {job.places[0]}", places=wanted)


def _pay(here: Situation) -> Iterator[Change]:
    floor, facts = here.person.pay_floor, here.job.facts
    most = facts.pay_max or facts.pay_min
    if floor is None or most is None:
        return
    said = f"the pay reached {money(floor.per_year(), floor.currency)} a year"
    yield _job("pay", said, facts=replace(facts, pay_max=floor))
    lower = f"they came down to {money(most.per_year(), most.currency)} a year"
    yield _person("floor", "person", lower, pay_floor=most)


def _available(here: Situation) -> Iterator[Change]:
    free = here.person.available_from
    if free is None:
        return
    day = free - SOONEST
    then = datetime.combine(day, time(12), here.policy.now.tzinfo)

    def made(here: Situation) -> Situation:
        return replace(here, policy=replace(here.policy, now=then))

    yield Change("time", "time", f"it were {day:%-d %B %Y} or later", made)


def _not_dismissed(here: Situation) -> Iterator[Change]:
    rule = next((past for past in here.person.dismissals if dismissal_applies(past, here.job)), None)
    if rule is None:
        return

    def made(here: Situation) -> Situation:
        left = tuple(past for past in here.person.dismissals if past != rule)
        return replace(here, person=replace(here.person, dismissals=left))

    said = "never" if rule.scope == "always" else f"not for this {rule.scope}"
    yield Change(f"rule {rule}", "record", f"the rule “{said}” were ended", made)


def _evidence_wall(here: Situation) -> Iterator[Change]:
    if here.person.origin is not None:
        said = f"{here.person.origin.organization} lifted the wall around its interviews"
        yield _person("wall", "client", said, origin=replace(here.person.origin, walled=False))


_PROPOSE: dict[str, Callable[[Situation], Iterator[Change]]] = {
    "consent": _consent,
    "active": _active,
    "not_excluded": _not_excluded,
    "above_origin": _above_origin,
    "within_reach": _within_reach,
    "wanted_level": _wanted_level,
    "function": _function,
    "place": _place,
    "pay": _pay,
    "available": _available,
    "not_dismissed": _not_dismissed,
    "evidence_wall": _evidence_wall,
}
FINAL = frozenset({"contactable", "not_in_pipeline"})
"""Gates that no change opens: the person asked not to be contacted or is erased; they have applied already."""


def changes_sentence(changes: Sequence[Change] | None) -> str:
    """“Would pass if the job were at “head or senior manager” (6).”; empty when they pass as things are."""
    if changes is None:
        return "No change that we know of would let them through."
    if not changes:
        return ""
    said = [change.sentence for change in changes]
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"They would pass if {listed}."
