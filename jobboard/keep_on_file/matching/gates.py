"""The gates, in order. Each passes or fails with its reason; the first three cannot be switched off.

A *soft* pass rests on something inferred (a level read from a title, an unstated place) and says so: a person decides.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from jobboard.fit.employers import named_among
from jobboard.fit.functions import function_label, relation
from jobboard.fit.ladder import DEFAULT_LADDER
from jobboard.fit.pay import money
from jobboard.fit.similarity import similarity, stem
from jobboard.fit.titles import title_key
from jobboard.keep_on_file.matching.facts import Dismissal, KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.places import names_place, same_place

SURE_LEVEL = 0.6
"""Below this confidence an inferred level cannot close a gate by itself."""
ALIKE = 0.25
"""How near two lines of work are at least that lie in neighbouring functions."""
_SOMETHING, _A_FEW = 0.1, 0.2
"""The least likeness of titles, and the least share of a posting's keywords, that say anything."""
SOONEST = timedelta(days=92)
"""Somebody free later than this is not available for a job that is open now."""


@dataclass(frozen=True, slots=True)
class GateResult:
    """What one gate said. ``flip`` names the nearest change that would let it pass, or is empty."""

    name: str
    label: str
    passed: bool
    sentence: str
    soft: bool = False
    flip: str = ""

    def to_json(self) -> dict[str, Any]:
        """As stored with a surfacing."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """A gate's answer before it is given its name."""

    passed: bool
    sentence: str
    soft: bool = False
    flip: str = ""


Check = Callable[[KeptPerson, OpenJob, Policy], Finding]


@dataclass(frozen=True, slots=True)
class Gate:
    """A named check."""

    name: str
    label: str
    check: Check
    always_on: bool = False


@cache
def _rank(rank: int) -> str:
    return f"{DEFAULT_LADDER.label(rank)} ({rank})"


def _consent(person: KeptPerson, _job: OpenJob, _policy: Policy) -> Finding:
    until = person.consent_expires_at
    if person.consent_live:
        return Finding(True, f"Until {until:%-d %B %Y}." if until else "Without an end date.")
    said = f"It ended on {until:%-d %B %Y}." if until else "There is none, or it was withdrawn."
    return Finding(False, said, flip="A new consent from the person would pass.")


def _active(person: KeptPerson, _job: OpenJob, _policy: Policy) -> Finding:
    if person.status == "active":
        return Finding(True, "Not paused, not in conversation.")
    word = person.status.replace("_", " ")
    return Finding(False, f"The record is {word}.", flip="Making the record active would pass.")


def _contactable(person: KeptPerson, _job: OpenJob, _policy: Policy) -> Finding:
    if person.erased or person.do_not_contact:
        return Finding(False, "The person is erased or asked not to be contacted.")
    return Finding(True, "No mark found.")


def _not_excluded(person: KeptPerson, job: OpenJob, _policy: Policy) -> Finding:
    if named_among(person.excluded_organizations, job.organization):
        return Finding(False, f"They exclude {job.organization}.", flip="Only they can take it off their list.")
    return Finding(True, f"{job.organization} is not on it.")


def _not_in_pipeline(person: KeptPerson, job: OpenJob, _policy: Policy) -> Finding:
    if job.job_id in person.applied_job_ids:
        return Finding(False, "They have an application for this job.")
    return Finding(True, "No application for this job.")


def _above_origin(person: KeptPerson, job: OpenJob, _policy: Policy) -> Finding:
    origin = person.origin.level_rank if person.origin else None
    needed = person.better_from
    if job.level_rank is None or origin is None or needed is None:
        return Finding(True, "A level is not known.", soft=True, flip="Declare the job's level to make this hard.")
    sentence = f"{_rank(job.level_rank)} against {_rank(origin)}."
    if _called_the_same(person, job):
        said = f"{sentence} But only its title says the earlier level, and this job has the same title."
        return Finding(False, said, flip="A declared level of the earlier job would decide it.")
    if job.level_rank >= needed:
        return _levelled(Finding(True, sentence), job, person)
    flip = f"The job at {_rank(needed)} would pass." if needed <= 9 else ""
    failed = Finding(False, f"{sentence} Not a better role.", flip=flip)
    return failed if level_is_sure(job) else _doubted(failed)


def _called_the_same(person: KeptPerson, job: OpenJob) -> bool:
    """Whether somebody too senior for one job of this title is asked to take another, and nobody declared that the
    levels differ: a title means the same both times."""
    origin = person.origin
    if origin is None or person.reason != "more_senior" or (origin.level_declared and job.level_declared):
        return False
    return title_key(origin.title) == title_key(job.title) != ""


def level_is_sure(job: OpenJob) -> bool:
    """Whether the job's level may close a gate: it was declared, or its title is clear."""
    return job.level_declared or job.level_confidence >= SURE_LEVEL


def _levelled(finding: Finding, job: OpenJob, person: KeptPerson) -> Finding:
    if job.level_declared and person.origin is not None and person.origin.level_declared:
        return finding
    which = "The job's level" if not job.level_declared else "The earlier job's level"
    return Finding(True, f"{finding.sentence} {which} was read from its title.", soft=True, flip="")


def _doubted(finding: Finding) -> Finding:
    said = f"{finding.sentence} But the job's level was only guessed from its title."
    return Finding(True, said, soft=True, flip="Declare the job's level to decide it.")


def _within_reach(person: KeptPerson, job: OpenJob, policy: Policy) -> Finding:
    held = person.highest_held
    if job.level_rank is None or held is None:
        return Finding(True, "No level held is known.", soft=True, flip="Add a past role to make this hard.")
    highest = held + policy.reach
    sentence = f"{_rank(job.level_rank)} against {_rank(held)} held."
    if job.level_rank <= highest:
        return Finding(True, sentence)
    above = job.level_rank - held
    flip = f"The job at {_rank(min(highest, 9))} would pass. So would evidence of a higher level held."
    failed = Finding(False, f"{sentence} {above} above.", flip=flip)
    return failed if level_is_sure(job) else _doubted(failed)


def _wanted_level(person: KeptPerson, job: OpenJob, _policy: Policy) -> Finding:
    if job.level_rank is None:
        return Finding(True, "The job has no level.", soft=True, flip="Declare the job's level to make this hard.")
    agreed = f"{_rank(person.min_level)} to {_rank(person.max_level)} was agreed"
    if person.min_level <= job.level_rank <= person.max_level:
        return Finding(True, f"{agreed}.")
    failed = Finding(
        False, f"{agreed}; the job is {_rank(job.level_rank)}.", flip="Widening the levels on the record would pass."
    )
    return failed if level_is_sure(job) else _doubted(failed)


def _function(person: KeptPerson, job: OpenJob, _policy: Policy) -> Finding:
    if job.function is None or not person.target_functions:
        return _by_the_work(person, job)
    here = function_label(job.function)
    if job.function in person.target_functions:
        return Finding(True, f"{here}, the same.")
    if any(relation(job.function, wanted) == "adjacent" for wanted in person.target_functions):
        return _next_door(person, job, here)
    wanted = ", ".join(function_label(key) for key in person.target_functions)
    return Finding(False, f"{here}; they are kept for {wanted}.", flip=f"Adding {here} to the record would pass.")


def _by_the_work(person: KeptPerson, job: OpenJob) -> Finding:
    """Where a function is not known, something they have done has to be like the job; then a person decides."""
    flip = "Name the job's function and theirs to make this hard."
    if similarity(job.terms, person.terms, job.rarity) >= _SOMETHING:
        return Finding(True, "A function is not known; a title they held is like this one.", soft=True, flip=flip)
    if found := person.facts.brings(job.asked()):
        named = ", ".join(sorted(found)[:3])
        return Finding(True, f"A function is not known; they bring {named}.", soft=True, flip=flip)
    own = person.words
    if sum(stem(word) in own for word in job.keywords) >= _A_FEW * max(1, len(job.keywords)):
        return Finding(True, "A function is not known; their text speaks of the same.", soft=True, flip=flip)
    return Finding(False, "A function is not known, and nothing they have done is like this job.", flip=flip)


def _next_door(person: KeptPerson, job: OpenJob, here: str) -> Finding:
    """A neighbouring function counts for somebody who has worked in it, has something of what the job asks, or has held
    a title of the same line of work."""
    if job.function in person.facts.functions:
        return Finding(True, f"{here}, next to what they want, and they have worked in it.")
    asked = [*job.facts.musts, *job.facts.shoulds]
    if found := person.facts.brings(asked):
        return Finding(True, f"{here}, next to what they want; they bring {', '.join(sorted(found)[:3])}.", soft=True)
    if similarity(job.terms, person.terms, job.rarity) >= ALIKE:
        return Finding(True, f"{here}, next to what they want; their titles are alike.", soft=True)
    flip = f"Adding {here} to the record would pass."
    return Finding(False, f"{here} is next to what they want, but nothing shows that they have done it.", flip=flip)


def _place(person: KeptPerson, job: OpenJob, _policy: Policy) -> Finding:
    if person.work_modes and job.work_mode and job.work_mode not in person.work_modes:
        wanted = " or ".join(person.work_modes)
        return Finding(False, f"The work is {job.work_mode}; they want {wanted}.", flip=f"A {wanted} job would pass.")
    if job.work_mode == "remote":
        return Finding(True, "The work is remote.")
    if not person.places:
        return _near_home(person, job)
    if not job.places:
        return Finding(True, "The job's place is not stated.", soft=True, flip="State the place to make this hard.")
    here = "; ".join(job.places)
    if any(names_place(wanted, job.places, job.countries) for wanted in person.places):
        return _in_reach_of_home(person, job, f"{here} is one of their places.")
    wanted = ", ".join(person.places)
    return Finding(
        False, f"{here}; they want {wanted}.", flip=f"A remote job, or one in {person.places[0]}, would pass."
    )


def _in_reach_of_home(person: KeptPerson, job: OpenJob, sentence: str) -> Finding:
    """A place of the right name in another country is for a person to judge."""
    country = person.home[-1] if person.home else ""
    if country and job.countries and country not in job.countries:
        return Finding(True, f"{sentence} But it is in another country.", soft=True, flip="Ask them where they mean.")
    return Finding(True, sentence)


def _near_home(person: KeptPerson, job: OpenJob) -> Finding:
    """They named no place, so home decides: another country is out of reach, another town is for a person to judge."""
    country = person.home[-1] if person.home else ""
    if country and job.countries and country not in job.countries:
        where = ", ".join(sorted(job.countries))
        return Finding(False, f"The work is in {where}; they live in {country}.", flip="A remote job would pass.")
    if any(same_place(town, place) for town in person.home[:-1] for place in job.places):
        return Finding(True, f"They live in {person.home[0]}.")
    return Finding(True, "They named no place.", soft=True, flip="Add places to the record to make this hard.")


def _pay(person: KeptPerson, job: OpenJob, _policy: Policy) -> Finding:
    floor, most = person.pay_floor, job.facts.pay_max or job.facts.pay_min
    if floor is None:
        return Finding(True, "They named no floor.")
    if most is None or most.currency != floor.currency:
        return Finding(True, "The job's pay cannot be compared.", soft=True, flip="State the pay to make this hard.")
    sentence = (
        f"{money(floor.per_year(), floor.currency)} a year against up to {money(most.per_year(), most.currency)}."
    )
    if most.per_year() >= floor.per_year():
        return Finding(True, sentence)
    return Finding(False, sentence, flip=f"Pay up to {money(floor.per_year(), floor.currency)} would pass.")


def _available(person: KeptPerson, _job: OpenJob, policy: Policy) -> Finding:
    free = person.available_from
    if free is None or free <= (policy.now + SOONEST).date():
        return Finding(True, f"From {free:%-d %B %Y}." if free else "No later date was named.")
    return Finding(False, f"Not before {free:%-d %B %Y}.", flip="It passes three months before that day.")


def _not_dismissed(person: KeptPerson, job: OpenJob, policy: Policy) -> Finding:
    in_force = [rule for rule in person.dismissals if rule.until is None or rule.until > policy.now]
    for rule in in_force:
        if dismissal_applies(rule, job):
            return Finding(False, _rule_sentence(rule, job), flip="End that rule to pass.")
    if in_force:
        count = "One rule does" if len(in_force) == 1 else f"{len(in_force)} rules do"
        return Finding(True, f"{count} not reach this job.")
    return Finding(True, "No “not for this” is in force.")


def _rule_sentence(rule: Dismissal, job: OpenJob) -> str:
    """Who set them aside, how far, since when, why, and when that ends by itself."""
    level = _rank(job.level_rank) if job.level_rank is not None else ""
    reach = {
        "job": "for this job",
        "level": f"for jobs at {level}",
        "function": f"for jobs in {function_label(job.function or '')}",
        "always": "for good",
    }[rule.scope]
    made = f" on {rule.made_at:%-d %B %Y}" if rule.made_at else ""
    why = f" Reason: {rule.reason.rstrip('.')}." if rule.reason else ""
    ends = f" It ends by itself on {rule.until:%-d %B %Y}." if rule.until else ""
    return f"{rule.made_by or 'Somebody'} set them aside {reach}{made}.{why}{ends}"


def dismissal_applies(past: Dismissal, job: OpenJob) -> bool:
    """Whether an earlier “not for this” reaches ``job``."""
    reach = {
        "job": past.job_id == job.job_id,
        "level": past.level_rank is not None and past.level_rank == job.level_rank,
        "function": past.function is not None and past.function == job.function,
        "always": True,
    }
    return reach.get(past.scope, False)


def _evidence_wall(person: KeptPerson, job: OpenJob, _policy: Policy) -> Finding:
    origin = person.origin
    if origin is None:
        return Finding(True, "They are known from no client's interviews.")
    if not origin.walled:
        return Finding(True, f"{origin.organization or 'The earlier client'} has no wall around its interviews.")
    if _same_name(origin.organization, job.organization):
        return Finding(True, f"They are known from {job.organization}'s own interviews.")
    said = f"What {origin.organization} learned in its interviews stays with {origin.organization}."
    return Finding(False, said, flip=f"{origin.organization} can lift its wall.")


def _same_name(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


GATES: tuple[Gate, ...] = (
    Gate("consent", "Consent to keep on file is live", _consent, always_on=True),
    Gate("active", "The record is active", _active, always_on=True),
    Gate("contactable", "Not erased, not do-not-contact", _contactable, always_on=True),
    Gate("not_excluded", "Not on their own exclusion list", _not_excluded),
    Gate("not_in_pipeline", "Not already in this job's pipeline", _not_in_pipeline),
    Gate("above_origin", "Better than the job they came for", _above_origin),
    Gate("within_reach", "Within reach of the highest level held", _within_reach),
    Gate("wanted_level", "Within the levels agreed", _wanted_level),
    Gate("function", "Same or adjacent function", _function),
    Gate("place", "Place and work mode", _place),
    Gate("pay", "Pay floor", _pay),
    Gate("available", "Available", _available),
    Gate("not_dismissed", "No earlier “not for this” in scope", _not_dismissed),
    Gate("evidence_wall", "No client's wall in between", _evidence_wall),
)


def run_gates(person: KeptPerson, job: OpenJob, policy: Policy) -> list[GateResult]:
    """Every gate's answer, in order, whether or not an earlier one failed. Gates switched off are left out."""
    return [
        _named(gate, gate.check(person, job, policy))
        for gate in GATES
        if gate.always_on or gate.name not in policy.gates_off
    ]


def _named(gate: Gate, found: Finding) -> GateResult:
    return GateResult(gate.name, gate.label, found.passed, found.sentence, soft=found.soft, flip=found.flip)
