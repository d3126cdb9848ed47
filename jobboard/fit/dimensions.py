"""How each dimension is measured. Every function takes a person and a job and returns one ``Gap``."""

from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from jobboard.fit.assess import ENOUGH
from jobboard.fit.facts import HeldLevel, JobFacts, PersonFacts
from jobboard.fit.functions import function_label, relation
from jobboard.fit.pay import Pay

SURE = 0.6
"""Confidence below which a gap is soft: it is shown, but never decides by itself."""

YEARS_A_STEP = 2
PAY_A_STEP = 0.1
TEAM_STEPS = (0, 5, 15, 50, 200)
"""Largest team of each step of scope: nobody, a handful, a team, teams, a site, more."""

MOST = 3.0
"""Steps a gap counts at most, so that one dimension cannot drown the others."""

_EDUCATION = (
    (5, ("phd", "doctor", "dphil")),
    (4, ("master", "mba", "msc", "m.sc", "postgraduate", "pgce", "llm")),
    (2, ("associate degree", "foundation degree", "hnd", "hnc", "diploma", "certificate")),
    (3, ("bachelor", "degree", "bsc", "b.sc", "undergraduate", "ba ", "llb", "honours")),
    (1, ("school", "gcse", "a-level", "a level", "ged", "baccalaureate", "secondary", "college")),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """One signed difference in steps, its words, its source, how sure it is, and whether it is only inferred.
    ``value`` is None when a fact is missing or the job does not ask."""

    dimension: str
    value: float | None
    sentence: str
    source: str
    confidence: float
    soft: bool

    def to_json(self) -> dict[str, Any]:
        """The six fields under their own names."""
        return asdict(self)


def level(person: PersonFacts, job: JobFacts) -> Gap:
    """The highest level held for long enough, in a related field where there is one, minus the job's."""
    held = highest_held(person, job)
    if job.rank is None:
        return _unknown("level", "The job's level is not known.")
    if held is None or held.confidence < ENOUGH:
        return _observed(person, job, held)
    value = held.rank - job.rank
    sure = _agreed(held.confidence, value, person.observed_size)
    stayed = f" for {_years(held.years)}" if held.years else ""
    said = f"{_steps(value, 'level')}: {held.title}{stayed}."
    return Gap("level", value, said, held.source, sure, not job.rank_declared or sure < SURE)


def scope(person: PersonFacts, job: JobFacts) -> Gap:
    """The size of the largest team led, in steps of ``TEAM_STEPS``, minus the job's."""
    if person.largest_team is None or job.team is None:
        return _unknown("scope", "The size of the team is not known.")
    value = _bounded(_team_step(person.largest_team) - _team_step(job.team))
    said = f"{_steps(value, 'scope')}: led {_team(person.largest_team)}, this job has {_team(job.team)}."
    return Gap("scope", value, said, "Work history", 0.7, True)


def skills(person: PersonFacts, job: JobFacts) -> Gap:
    """Minus one step for each must that is not found and half a step for each should; never above zero."""
    asked = (*job.musts, *job.shoulds)
    if not asked:
        return _unknown("skills", "No skills asked for.")
    brings = person.brings(asked)
    missing = [skill for skill in asked if skill not in brings]
    value = _bounded(-sum(1.0 if skill in job.musts else 0.5 for skill in missing))
    if not missing:
        return Gap("skills", 0.0, f"Has {_all(len(asked))} asked for.", "Résumé", 0.8, False)
    said = f"{_steps(value, 'skills')}: no {', '.join(missing[:4])} found."
    return Gap("skills", value, said, "Résumé", 0.6, True)


def experience(person: PersonFacts, job: JobFacts) -> Gap:
    """Years short of the need, two years a step. Years above it neither add nor subtract."""
    if not job.years_needed:
        return _unknown("experience", "No years asked for.")
    if not person.years_by_function:
        return _unknown("experience", "The years of experience are not known.")
    years = _years_towards(person, job)
    if _months(years) >= _months(job.years_needed):
        said = f"Meets the {_exactly(job.years_needed)} asked. More is not counted."
        return Gap("experience", 0.0, said, "Work history", 0.8, False)
    value = _bounded(-ceil((job.years_needed - years) / YEARS_A_STEP))
    has = _short_of(years, job.years_needed)
    said = f"{_steps(value, 'experience')}: {has} of the {_exactly(job.years_needed)} asked."
    return Gap("experience", value, said, "Work history", 0.7, True)


def pay(person: PersonFacts, job: JobFacts) -> Gap:
    """Where the person's floor lies against the band: a step left when the whole band is above it, half a step left
    inside the band, right of zero above it (a tenth of the band's top is a step)."""
    floor, low, high = person.pay_floor, job.pay_min or job.pay_max, job.pay_max or job.pay_min
    if floor is None or low is None or high is None:
        return _unknown("pay", "The pay floor or the pay band is not known.")
    if len({floor.currency, low.currency, high.currency}) > 1:
        return _unknown("pay", "The floor and the band are in different currencies.")
    value, said = _against(floor, low, high)
    return Gap("pay", value, f"Their floor of {floor.in_words()} is {said}.", "Their own wishes", 0.9, False)


def function(person: PersonFacts, job: JobFacts) -> Gap:
    """Nothing for the same field, one step less for one next to it, two for another."""
    known = [(relation(own, job.function), own) for own in person.functions]
    best = next(((kind, own) for wanted in _NEARNESS for kind, own in known if kind == wanted), None)
    if best is None or job.function is None:
        return _unknown("function", "The field of work is not known.")
    kind, own = best
    said = f"{function_label(own)}, {_KINDS[kind]}."
    return Gap("function", _NEARNESS[kind], said, "Work history", 0.7, True)


def education(person: PersonFacts, job: JobFacts) -> Gap:
    """Less than the job asks for draws left. More draws nothing, ever."""
    needed = _education_step(job.education_needed)
    if not needed:
        return _unknown("education", "Not asked for, not counted.")
    has = _education_step(person.education)
    if not has:
        return _unknown("education", "Education is not known.")
    value = _bounded(min(0, has - needed))
    said = "Has the education asked for." if value == 0 else f"{_steps(value, 'education')}: {person.education}."
    return Gap("education", value, said, "Résumé", 0.8, value < 0)


_NEARNESS: dict[str, float] = {"same": 0.0, "adjacent": -1.0, "other": -2.0}
_KINDS: dict[str, str] = {"same": "the same", "adjacent": "next to this job's field", "other": "another field"}


def highest_held(person: PersonFacts, job: JobFacts) -> HeldLevel | None:
    """The highest level held for long enough, in a field like the job's where there is one; a title that names no
    field may be like it. None without a level."""
    counted = levels_that_count(person)
    related = [held for held in counted if relation(held.function, job.function) != "other"] or counted
    return max(related, key=lambda held: (held.rank, held.confidence, held.years), default=None)


def levels_that_count(person: PersonFacts) -> list[HeldLevel]:
    """The levels held that were read with some confidence, of those the ones held for long enough; where there are none
    of either, the others."""
    sure = [held for held in person.levels if held.confidence >= ENOUGH] or list(person.levels)
    return [held for held in sure if held.stayed] or sure


def _observed(person: PersonFacts, job: JobFacts, held: HeldLevel | None) -> Gap:
    if person.observed_size is None:
        why = f"“{held.title}” says too little of a level." if held else "No level is known."
        return _unknown("level", why)
    said = f"{_steps(person.observed_size, 'level')} in the eyes of the interviewers."
    return Gap("level", float(person.observed_size), said, "Scorecards", SURE, True)


def _agreed(confidence: float, value: float, observed: int | None) -> float:
    """What interviewers saw makes a level surer when it points the same way, and less sure when it does not."""
    if observed is None:
        return confidence
    agrees = (value > 0) == (observed > 0) and (value < 0) == (observed < 0)
    return round(min(0.95, confidence + 0.1) if agrees else max(ENOUGH, confidence - 0.2), 2)


def _years_towards(person: PersonFacts, job: JobFacts) -> float:
    if job.function is None:
        return sum(person.years_by_function.values())
    weights = {"same": 1.0, "adjacent": 0.5}
    return sum(weights.get(relation(key, job.function), 0.0) * years for key, years in person.years_by_function.items())


def _against(floor: Pay, low: Pay, high: Pay) -> tuple[float, str]:
    wanted, least, most = floor.per_year(), low.per_year(), high.per_year()
    if wanted <= least:
        return -1.0, "below the band"
    if wanted <= most:
        return -0.5, "inside the band"
    return _bounded(max(1, ceil((wanted - most) / max(1, most) / PAY_A_STEP))), "above the band"


def _education_step(text: str | None) -> int:
    words = f"{(text or '').casefold()} "
    return next((step for step, names in _EDUCATION if any(name in words for name in names)), 0)


def _team_step(people: int) -> int:
    return sum(people > most for most in TEAM_STEPS)


def _bounded(value: float) -> float:
    return max(-MOST, min(MOST, float(value)))


def _unknown(dimension: str, sentence: str) -> Gap:
    return Gap(dimension, None, sentence, "", 0.0, True)


def _steps(value: float, dimension: str) -> str:
    if value == 0:
        return "At level" if dimension == "level" else "As asked"
    return f"{_amount(abs(value))} {'above' if value > 0 else 'less' if dimension != 'level' else 'below'}"


def _amount(steps: float) -> str:
    whole, half = int(steps), steps % 1 >= 0.5
    if not whole:
        return "Half a step"
    return f"{whole}½" if half else str(whole)


def _years(years: float) -> str:
    whole = round(years)
    if whole < 1:
        return "less than a year"
    return _counted(whole, "year")


def _months(years: float) -> int:
    return round(years * 12)


def _short_of(years: float, needed: float) -> str:
    """``years`` in words, to the month where whole years would read as if nothing were missing."""
    return _years(years) if round(years) < int(needed) else _exactly(years)


def _exactly(years: float) -> str:
    """ "9 years 8 months", "9 years", "8 months"."""
    whole, months = divmod(_months(years), 12)
    counted = [_counted(number, unit) for number, unit in ((whole, "year"), (months, "month")) if number]
    return " ".join(counted) or "less than a month"


def _counted(number: int, unit: str) -> str:
    return f"1 {unit}" if number == 1 else f"{number} {unit}s"


def _team(people: int) -> str:
    return "nobody" if people == 0 else f"a team of {people}"


def _all(asked: int) -> str:
    return "the skill" if asked == 1 else f"all {asked} skills"
