"""What speaks for a person, and what against, each with its points, its sentence and its source.

The score is the sum of the points and nothing else. What each is worth stands in ``points``.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from jobboard.dates import day
from jobboard.fit.dimensions import highest_held
from jobboard.fit.evidence import Evidence
from jobboard.fit.functions import function_label, relation
from jobboard.fit.gap import HeldLevel
from jobboard.fit.similarity import similarity, stem
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.places import same_place

OVERALL = {"STRONG_YES": 2, "YES": 1, "NO": -1, "DEFINITELY_NO": -2}
FRESH_MONTHS = ((6, "fresh"), (12, "recent"), (18, "ageing"))
STRENGTHS = {"must": 3, "should": 2, "nice": 1}
"""What a skill weighs by how firmly the job asks for it, before its rarity."""
_ENOUGH = 1.0
"""A job that asks for less than this, by weight, says too little to count in full: a common skill or two."""

SHORTEST_WISH = 4
"""Letters of a word that is one of its own in what somebody asked for."""

_CLOSED_WORDS = {
    "more_senior": "Closed as more senior than that role needed.",
    "runner_up": "Closed as strong, with someone else closer.",
    "timing": "Closed as the right person at the wrong time.",
    "position_cancelled": "The position was cancelled.",
}

Criterion = Callable[[KeptPerson, OpenJob, Policy], Iterator[Evidence]]


def held_level(person: KeptPerson, job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """The highest level held in this line of work: at the job's counts most, one below is reach, one above is near."""
    held = highest_held(person.facts, job.facts)
    if job.level_rank is None or held is None:
        return
    difference, points = held.rank - job.level_rank, policy.points
    worth = {
        -1: points.held_one_below,
        0: points.held_at,
        1: points.held_one_above,
        2: points.held_two_above,
    }
    word = "declares" if job.level_declared else "seems to have"
    said = f"{_was(held)}, {_against(difference)} the level this job {word}."
    yield Evidence(worth.get(difference, 0), said, held.source)


def _against(difference: int) -> str:
    if difference == 0:
        return "at"
    return f"{abs(difference)} {'above' if difference > 0 else 'below'}"


def _was(held: HeldLevel) -> str:
    years = round(held.years)
    tenure = f" for {years} year{'s' if years != 1 else ''}" if years else ""
    return f"Was {held.title}{tenure}"


def line_of_work(person: KeptPerson, job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """How near the titles they held are to this one, the level left out; rare words count more."""
    near = nearness(person, job)
    if near:
        said = f"{_NEAR[near >= 0.4][near >= 0.75]}: {', '.join(person.titles[:2])}."
        yield Evidence(round(policy.points.field * near), said, "Titles held")


_NEAR = (
    ("Some of the work is alike", "Some of the work is alike"),
    ("A line of work close to this", "The same line of work"),
)


def nearness(person: KeptPerson, job: OpenJob) -> float:
    """From 0 to 1, how much of what the job's title is about stands in titles they held."""
    return similarity(job.terms, person.terms, job.rarity)


def interviewers(person: KeptPerson, _job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """What interviewers said; cards without a decision say nothing either way. A no weighs more than a yes, since
    nobody is kept on file without some yes."""
    said = [OVERALL[overall] for overall in person.interview.overalls if overall in OVERALL]
    if not said:
        return
    steps = sum(said) / len(said)
    points = round(steps * policy.points.interview_step if steps > 0 else -steps * policy.points.interview_against)
    words = " and ".join(dict.fromkeys(overall.replace("_", " ").lower() for overall in person.interview.overalls))
    quote = f" “{person.interview.quote}”" if person.interview.quote and points > 0 else ""
    cards, people = len(person.interview.overalls), person.interview.interviewers
    source = (
        f"{_count(cards, 'scorecard')}, {_count(people, 'interviewer')}{_age(person.interview.last_at, policy.now)}"
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


def closing(person: KeptPerson, _job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """Why they were kept."""
    if person.origin is None or person.reason not in _CLOSED_WORDS:
        return
    when = f", {day(person.origin.closed_at)}" if person.origin.closed_at else ""
    worth = policy.points.closed.get(person.reason, 0)
    yield Evidence(worth, _CLOSED_WORDS[person.reason], f"{person.origin.title}{when}")


def skills(person: KeptPerson, job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """Skills asked for that were found: must over should over nice, rare over common; and those that were not."""
    weights = {skill: STRENGTHS[strength] * job.rarity.get(skill, 1.0) for skill, strength in job.asked().items()}
    if not weights:
        return
    found = person.facts.brings(weights)
    if found:
        share = sum(weights[skill] for skill in found) / max(_ENOUGH, sum(weights.values()))
        said = f"{len(found)} of {_count(len(weights), 'thing')} asked: {', '.join(sorted(found))}."
        yield Evidence(round(policy.points.skills * share), said, "Résumé and skills")
    most = policy.points.most_missing
    yield from _missing("must", [s for s in job.facts.musts if s not in found], policy.points.missing_must, most)
    yield from _missing("should", [s for s in job.facts.shoulds if s not in found], policy.points.missing_should, most)


def _missing(strength: str, missing: list[str], each: int, most: int) -> Iterator[Evidence]:
    if missing:
        said = f"Not found: {', '.join(missing)}; the job says {strength}."
        yield Evidence(max(each * len(missing), most), said, "Job requirements")


def text(person: KeptPerson, job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """Words that set this posting apart and stand in their own text."""
    own = person.words
    said = [word for word in job.keywords if stem(word) in own]
    if said:
        share = sum(job.rarity.get(word, 1.0) for word in said) / sum(job.rarity.get(w, 1.0) for w in job.keywords)
        worth = policy.points.text + (0 if job.asked() else policy.points.text_alone)
        points = round(worth * share)
        yield Evidence(points, f"Their own text speaks of {', '.join(said[:6])}.", "Résumé")


def function(person: KeptPerson, job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """The same function counts, a neighbouring one a little."""
    if job.function is None:
        return
    relations = {relation(job.function, wanted) for wanted in person.target_functions}
    name = function_label(job.function)
    if "same" in relations:
        yield Evidence(policy.points.same_function, f"Kept for {name.lower()}, and this is the same.", "Kept record")
    elif "adjacent" in relations:
        yield Evidence(policy.points.next_function, f"{name} is next to what they are kept for.", "Kept record")


def own_words(person: KeptPerson, job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """They asked for something like this themselves."""
    if not person.own_words or not mentions(person.own_words, job.title):
        return
    when = f", {day(person.own_words_at)}" if person.own_words_at else ""
    yield Evidence(policy.points.asked_for_it, f"Asked for it: “{person.own_words}”", f"Their own words{when}")


def mentions(words: str, title: str) -> bool:
    """Whether somebody's own words name a word of a job's title."""
    asked = set(words.casefold().replace(",", " ").replace(".", " ").split())
    return any(word in asked for word in title.casefold().split() if len(word) >= SHORTEST_WISH)


def freshness(person: KeptPerson, _job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """Recent evidence counts more; old evidence should be confirmed first."""
    moment = person.newest_evidence_at
    if moment is None:
        return
    months = _months(moment, policy.now)
    points = getattr(policy.points, next((name for limit, name in FRESH_MONTHS if months <= limit), "stale"))
    age = "this month" if months == 0 else f"{_count(months, 'month')} old"
    said = f"The newest evidence is {'from ' if months == 0 else ''}{age}."
    yield Evidence(points, said if points > 0 else f"{said} Reconfirm first.", day(moment))


def pay(person: KeptPerson, job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """The whole band lies at or above their floor."""
    least = job.facts.pay_min
    if person.pay_floor is None or least is None or least.currency != person.pay_floor.currency:
        return
    if least.per_year() >= person.pay_floor.per_year():
        yield Evidence(policy.points.pay_fits, "The whole pay band is at or above their floor.", "Kept record")


def home(person: KeptPerson, job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """Where they live, for somebody who named no places and a job that is done somewhere."""
    if person.places or job.work_mode == "remote" or not job.places or len(person.home) < 2:
        return
    town, here = person.home[0], "; ".join(job.places)
    if any(same_place(town, place) for place in job.places):
        yield Evidence(policy.points.home_town, f"They live in {town}, where the work is.", "Their address")
    else:
        yield Evidence(
            policy.points.other_town,
            f"They live in {town} and named no other place; the work is in {here}.",
            "Their address",
        )


def guessed_level(_person: KeptPerson, job: OpenJob, policy: Policy) -> Iterator[Evidence]:
    """A level nobody confirmed is worth less."""
    if not job.level_declared and job.level_rank is not None:
        yield Evidence(policy.points.guessed_level, "The job's level was read from its title and not confirmed.", "Job")


CRITERIA: tuple[Criterion, ...] = (
    held_level,
    line_of_work,
    skills,
    text,
    interviewers,
    closing,
    function,
    own_words,
    freshness,
    pay,
    home,
    guessed_level,
)
