"""What speaks for a person, and what against, each with its points, its sentence and its source.

The score is the sum of the points and nothing else. The points are a policy, not a measurement: change them only
together with ``Policy.version``.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from jobboard.fit.evidence import Evidence
from jobboard.fit.functions import function_label, relation
from jobboard.fit.gap import HeldLevel
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.gates import same_place

HELD = {-1: 14, 0: 24, 1: 16, 2: 8}
"""Points by how far the nearest level held lies above the job's; further away says nothing."""
CLOSED_AS = {"more_senior": 14, "runner_up": 12, "timing": 8, "position_cancelled": 8}
OVERALL = {"STRONG_YES": 2, "YES": 1, "NO": -1, "DEFINITELY_NO": -2}
INTERVIEW_STEP = 9
MOST_SKILLS, MISSING_MUST, MISSING_SHOULD, MOST_MISSING = 16, -4, -2, -8
SAME_FUNCTION, NEXT_FUNCTION = 8, 3
ASKED_FOR_IT, PAY_FITS, GUESSED_LEVEL = 8, 4, -6
HOME_TOWN, OTHER_TOWN = 4, -8
FRESH = ((6, 6), (12, 4), (18, 1))
STALE = -4

_CLOSED_WORDS = {
    "more_senior": "Closed as more senior than that role needed.",
    "runner_up": "Closed as strong, with someone else closer.",
    "timing": "Closed as the right person at the wrong time.",
    "position_cancelled": "The position was cancelled.",
}

Criterion = Callable[[KeptPerson, OpenJob, Policy], Iterator[Evidence]]


def held_level(person: KeptPerson, job: OpenJob, _policy: Policy) -> Iterator[Evidence]:
    """Having held the job's level counts most; one below counts as reach; above counts a little less than at."""
    if job.level_rank is None or not person.facts.levels:
        return
    best = min(person.facts.levels, key=lambda held: (abs(held.rank - _rank(job)), -held.years))
    points = HELD.get(best.rank - _rank(job), 0)
    if points:
        word = "declares" if job.level_declared else "seems to have"
        yield Evidence(
            points, f"{_was(best)}, {_against(best.rank - _rank(job))} the level this job {word}.", best.source
        )


def _rank(job: OpenJob) -> int:
    assert job.level_rank is not None
    return job.level_rank


def _against(difference: int) -> str:
    if difference == 0:
        return "at"
    return f"{abs(difference)} {'above' if difference > 0 else 'below'}"


def _was(held: HeldLevel) -> str:
    years = round(held.years)
    tenure = f" for {years} year{'s' if years != 1 else ''}" if years else ""
    return f"Was {held.title}{tenure}"


def interviewers(person: KeptPerson, _job: OpenJob, _policy: Policy) -> Iterator[Evidence]:
    """What interviewers said; cards without a decision say nothing either way."""
    said = [OVERALL[overall] for overall in person.interview.overalls if overall in OVERALL]
    if not said:
        return
    points = round(INTERVIEW_STEP * sum(said) / len(said))
    words = " and ".join(dict.fromkeys(overall.replace("_", " ") for overall in person.interview.overalls))
    quote = f" “{person.interview.quote}”" if person.interview.quote and points > 0 else ""
    cards, people = len(person.interview.overalls), person.interview.interviewers
    source = (
        f"{_count(cards, 'scorecard')}, {_count(people, 'interviewer')}{_age(person.interview.last_at, _policy.now)}"
    )
    yield Evidence(points, f"Interviewers said {words}.{quote}", source)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _age(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return ""
    months = _months(moment, now)
    return ", this month" if months == 0 else f", {_count(months, 'month')} old"


def _months(moment: datetime, now: datetime) -> int:
    return max(0, round((now - moment).days / 30.44))


def closing(person: KeptPerson, _job: OpenJob, _policy: Policy) -> Iterator[Evidence]:
    """Why they were kept."""
    if person.origin is None or person.reason not in CLOSED_AS:
        return
    when = f", {person.origin.closed_at:%-d %B %Y}" if person.origin.closed_at else ""
    yield Evidence(CLOSED_AS[person.reason], _CLOSED_WORDS[person.reason], f"{person.origin.title}{when}")


def skills(person: KeptPerson, job: OpenJob, _policy: Policy) -> Iterator[Evidence]:
    """Skills asked for that were found, weighted must over should over nice, and those that were not."""
    wanted = [*job.facts.musts, *job.facts.shoulds, *job.facts.nices]
    if not wanted:
        return
    found = person.facts.brings(wanted)
    weights = {
        **dict.fromkeys(job.facts.nices, 1),
        **dict.fromkeys(job.facts.shoulds, 2),
        **dict.fromkeys(job.facts.musts, 3),
    }
    points = round(MOST_SKILLS * sum(weights[skill] for skill in found) / sum(weights.values()))
    if found:
        said = f"{len(found)} of {_count(len(weights), 'thing')} asked: {', '.join(sorted(found))}."
        yield Evidence(points, said, "Résumé and skills")
    yield from _missing("must", [s for s in job.facts.musts if s not in found], MISSING_MUST)
    yield from _missing("should", [s for s in job.facts.shoulds if s not in found], MISSING_SHOULD)


def _missing(strength: str, missing: list[str], each: int) -> Iterator[Evidence]:
    if missing:
        points = max(each * len(missing), MOST_MISSING)
        yield Evidence(points, f"Not found: {', '.join(missing)}; the job says {strength}.", "Job requirements")


def function(person: KeptPerson, job: OpenJob, _policy: Policy) -> Iterator[Evidence]:
    """The same function counts, a neighbouring one a little."""
    if job.function is None:
        return
    relations = {relation(job.function, wanted) for wanted in person.target_functions}
    name = function_label(job.function)
    if "same" in relations:
        yield Evidence(SAME_FUNCTION, f"Kept for {name.lower()}, and this is the same.", "Kept record")
    elif "adjacent" in relations:
        yield Evidence(NEXT_FUNCTION, f"{name} is next to what they are kept for.", "Kept record")


def own_words(person: KeptPerson, job: OpenJob, _policy: Policy) -> Iterator[Evidence]:
    """They asked for something like this themselves."""
    if not person.own_words or not _mentions(person.own_words, job.title):
        return
    when = f", {person.own_words_at:%-d %B %Y}" if person.own_words_at else ""
    yield Evidence(ASKED_FOR_IT, f"Asked for it: “{person.own_words}”", f"Their own words{when}")


def _mentions(words: str, title: str) -> bool:
    asked = set(words.casefold().replace(",", " ").replace(".", " ").split())
    return any(word in asked for word in title.casefold().split() if len(word) > 3)


def freshness(person: KeptPerson, _job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """Recent evidence counts more; old evidence should be confirmed first."""
    moment = max(filter(None, [person.interview.last_at, person.own_words_at]), default=None)
    if moment is None:
        return
    months = _months(moment, policy.now)
    points = next((points for limit, points in FRESH if months <= limit), STALE)
    age = "this month" if months == 0 else f"{_count(months, 'month')} old"
    said = f"The newest evidence is {'from ' if months == 0 else ''}{age}."
    yield Evidence(points, said if points > 0 else f"{said} Reconfirm first.", f"{moment:%-d %B %Y}")


def pay(person: KeptPerson, job: OpenJob, _policy: Policy) -> Iterator[Evidence]:
    """The whole band lies at or above their floor."""
    least = job.facts.pay_min
    if person.pay_floor is None or least is None or least.currency != person.pay_floor.currency:
        return
    if least.per_year() >= person.pay_floor.per_year():
        yield Evidence(PAY_FITS, "The whole pay band is at or above their floor.", "Kept record")


def home(person: KeptPerson, job: OpenJob, _policy: Policy) -> Iterator[Evidence]:
    """Where they live, for somebody who named no places and a job that is done somewhere."""
    if person.places or job.work_mode == "remote" or not job.places or len(person.home) < 2:
        return
    town, here = person.home[0], "; ".join(job.places)
    if any(same_place(town, place) for place in job.places):
        yield Evidence(HOME_TOWN, f"They live in {town}, where the work is.", "Their address")
    else:
        yield Evidence(
            OTHER_TOWN, f"They live in {town} and named no other place; the work is in {here}.", "Their address"
        )


def guessed_level(person: KeptPerson, job: OpenJob, _policy: Policy) -> Iterator[Evidence]:
    """A level nobody confirmed is worth less."""
    if not job.level_declared and job.level_rank is not None:
        yield Evidence(GUESSED_LEVEL, "The job's level was read from its title and not confirmed.", "Job")


CRITERIA: tuple[Criterion, ...] = (
    held_level,
    interviewers,
    closing,
    skills,
    function,
    own_words,
    freshness,
    pay,
    home,
    guessed_level,
)
