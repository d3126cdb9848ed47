"""Rows to facts: what matching is told about a kept record and a job. Everything read here must be loaded."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime

from jobboard.applications.models import Application, Scorecard
from jobboard.candidates.models import Candidate, ConsentPurpose, WorkHistory
from jobboard.candidates.queries import live_consent, newest_consent
from jobboard.fit.gap import HeldLevel, JobFacts, Pay, PersonFacts
from jobboard.fit.keywords import keywords
from jobboard.fit.ladder import Track
from jobboard.fit.similarity import field_of, field_terms, occupation_terms
from jobboard.fit.skills import skill_terms
from jobboard.jobs.models import Job, LevelSource, RequirementKind, Strength, organization_key
from jobboard.keep_on_file.impersonal import impersonal
from jobboard.keep_on_file.matching.facts import (
    Dismissal,
    InterviewEvidence,
    KeptPerson,
    OpenJob,
    Origin,
)
from jobboard.keep_on_file.models import KeptCandidate

_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS, start=1)}
_PEOPLE = (
    r"(?:direct\s+)?(?:people|staff|employees|reports|colleagues|members|engineers|developers|analysts|designers|nurses|"
    r"teachers|drivers|chefs|clerks|officers|advisers|managers|supervisors|technicians|assistants|others)"
)
_COUNT = r"(\d{1,4}|" + "|".join(_NUMBERS) + ")"
_TEAM = re.compile(
    rf"\bteam of {_COUNT}\b|\b(?:lead|leads|leading|led|manag\w+|supervis\w+|ran|run)\s+{_COUNT}\s+{_PEOPLE}\b",
    re.IGNORECASE,
)


def team_size(text: str) -> int | None:
    """The largest team a text says somebody leads, or None. “a team of three”, “led 12 people”; not “managed 250
    properties”."""
    words = [one or other for one, other in _TEAM.findall(text)]
    found = [_NUMBERS.get(word.lower()) or int(word) for word in words]
    return max(found, default=None)


def person_facts(
    candidate: Candidate, *, today: date, scorecards: Sequence[Scorecard] = (), pay_floor: Pay | None = None
) -> PersonFacts:
    """What a person's own lines and the submitted scorecards say. Education has no dates to leak."""
    levels = tuple(_held(line, today) for line in candidate.work_history)
    text = _own_text(candidate)
    years: dict[str, float] = {}
    for level in levels:
        if level.function:
            years[level.function] = years.get(level.function, 0.0) + level.years
    return PersonFacts(
        levels=levels,
        skills=frozenset(skill.key for skill in candidate.skills),
        text=text,
        years_by_function=years,
        functions=tuple(dict.fromkeys(level.function for level in levels if level.function)),
        education=next((row.study_type for row in candidate.education if row.study_type), None),
        largest_team=team_size(text),
        pay_floor=pay_floor,
        observed_size=observed_size(scorecards),
    )


def _own_text(candidate: Candidate) -> str:
    parts = [candidate.headline, candidate.summary]
    for line in candidate.work_history:
        parts += [line.title, line.summary, *line.highlights]
    parts += [skill.name for skill in candidate.skills]
    if candidate.resumes:
        parts.append(candidate.resumes[0].text)
    return impersonal("\n".join(part for part in parts if part), candidate.name)


def _held(line: WorkHistory, today: date) -> HeldLevel:
    return HeldLevel(
        title=line.title,
        rank=line.level_rank,
        track=Track(line.level_track),
        confidence=line.level_confidence,
        years=_years(line, today),
        function=line.function,
        source=f"{line.title}, {line.employer}" if line.employer else line.title,
        current=line.started_on is not None and line.ended_on is None,
    )


def _years(line: WorkHistory, today: date) -> float:
    if line.started_on is None:
        return 0.0
    return max(0.0, ((line.ended_on or today) - line.started_on).days / 365.25)


def observed_size(scorecards: Sequence[Scorecard]) -> int | None:
    """The person against the job in steps as most interviewers saw it: the lower median, so that nobody is made
    senior by half of the votes, or None if nobody said."""
    sizes = sorted(card.size for card in scorecards if card.size is not None and card.submitted_at is not None)
    return sizes[(len(sizes) - 1) // 2] if sizes else None


def job_facts(job: Job) -> JobFacts:
    """What a job asks for. Requirements must be loaded."""
    skills = [r for r in job.requirements if r.kind is RequirementKind.SKILL]
    education = next((r.text for r in job.requirements if r.kind is RequirementKind.EDUCATION), None)
    return JobFacts(
        title=job.title,
        rank=job.level_rank,
        rank_declared=job.level_source is LevelSource.DECLARED,
        function=job.function,
        musts=tuple(r.text for r in skills if r.strength is Strength.MUST),
        shoulds=tuple(r.text for r in skills if r.strength is Strength.SHOULD),
        nices=tuple(r.text for r in skills if r.strength is Strength.NICE),
        years_needed=job.experience_months / 12 if job.experience_months else None,
        education_needed=education,
        team=team_size(f"{job.description}\n{job.responsibilities}"),
        pay_min=_pay(job.salary_min, job.salary_currency, job.salary_unit),
        pay_max=_pay(job.salary_max, job.salary_currency, job.salary_unit),
    )


def applied_facts(application: Application) -> JobFacts:
    """The job somebody applied for, as it was then; pay and text from the job's row while there is one."""
    if application.job is not None and application.job.level_rank == application.applied_level_rank:
        return job_facts(application.job)
    return JobFacts(
        title=application.applied_title,
        rank=application.applied_level_rank,
        rank_declared=application.applied_level_declared,
        function=application.applied_function,
        musts=(),
        shoulds=tuple(application.applied_skills),
        nices=(),
        years_needed=None,
        education_needed=None,
        team=None,
        pay_min=None,
        pay_max=None,
    )


def _pay(amount: int | None, currency: str | None, unit: str | None) -> Pay | None:
    return Pay(amount, currency, str(unit)) if amount is not None and currency and unit else None


def open_job(job: Job, *, rarity: Mapping[str, float] | None = None) -> OpenJob:
    """A job for matching. Organization, places and requirements must be loaded. ``rarity`` says how rare the job's
    terms and skills are among the people on file; without it all count the same."""
    places = [", ".join(filter(None, [p.locality, p.region, p.postal_code])) for p in job.locations]
    return OpenJob(
        job_id=job.id,
        title=job.title,
        organization=job.organization.name,
        level_rank=job.level_rank,
        level_declared=job.level_source is LevelSource.DECLARED,
        level_confidence=job.level_confidence,
        function=job.function,
        places=tuple(place for place in places if place),
        countries=frozenset(place.country for place in job.locations if place.country),
        work_mode=job.work_mode.value if job.work_mode else None,
        facts=job_facts(job),
        terms={**field_terms(job.title), **occupation_terms(job.occupation)},
        keywords=_keywords(job),
        rarity=rarity or {},
    )


def told_skills(job: Job) -> list[str]:
    """What a job that lists no skills may ask for in its qualifications: short phrases, some of which are skills.
    Requirements must be loaded."""
    listed = any(row.kind is RequirementKind.SKILL for row in job.requirements)
    return [] if listed else skill_terms(job.qualifications)


def _keywords(job: Job) -> tuple[str, ...]:
    asked = [row.text for row in job.requirements if row.kind is not RequirementKind.SKILL]
    return keywords("\n".join([job.description, job.responsibilities, job.qualifications, *asked]))


def scorecards_of(application: Application | None) -> list[Scorecard]:
    """The submitted cards of an application. Interviews and scorecards must be loaded."""
    if application is None:
        return []
    cards = [card for interview in application.interviews for card in interview.scorecards]
    return [card for card in cards if card.submitted_at is not None]


def interview_evidence(application: Application | None) -> InterviewEvidence:
    """What the submitted cards say, and when the last interview was."""
    cards = scorecards_of(application)
    moments = [i.completed_at for i in application.interviews if i.completed_at] if application else []
    moments = moments or [card.submitted_at for card in cards if card.submitted_at]
    decided = [card for card in cards if card.overall is not None and card.overall.value != "NO_DECISION"]
    best = max(decided, key=lambda card: card.overall in {"YES", "STRONG_YES"}, default=None)
    return InterviewEvidence(
        overalls=tuple(card.overall.value for card in decided if card.overall),
        interviewers=len({card.author_id for card in cards}),
        last_at=max(moments, default=None) if cards else None,
        quote=_first_sentence(best.takeaways) if best else "",
    )


def _first_sentence(text: str) -> str:
    first = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]
    return first if len(first) <= 200 else first[:197].rsplit(" ", 1)[0] + "…"


def kept_person(
    kept: KeptCandidate,
    *,
    now: datetime,
    applied_job_ids: Iterable[int] = (),
    dismissals: Iterable[Dismissal] = (),
    walls: Container[str] = (),
) -> KeptPerson:
    """A kept record for matching. The candidate with all parts, and the origin application with interviews and job,
    must be loaded. ``walls`` are the keys of clients with an evidence wall; needed only for an origin whose job is not
    on file."""
    candidate, origin = kept.candidate, kept.origin_application
    live = live_consent(candidate, ConsentPurpose.KEEP_ON_FILE, now)
    newest = newest_consent(candidate, ConsentPurpose.KEEP_ON_FILE)
    floor = _pay(kept.pay_floor, kept.pay_floor_currency, kept.pay_floor_unit)
    return KeptPerson(
        kept_id=kept.id,
        candidate_id=candidate.id,
        facts=person_facts(candidate, today=now.date(), scorecards=scorecards_of(origin), pay_floor=floor),
        status=kept.status.value,
        consent_live=live is not None,
        consent_expires_at=newest.expires_at if newest and newest.withdrawn_at is None else None,
        do_not_contact=candidate.do_not_contact,
        erased=candidate.erased_at is not None,
        reason=kept.reason.value,
        origin=_origin(origin, walls),
        min_level=kept.min_level,
        max_level=kept.max_level,
        target_functions=tuple(kept.target_functions),
        places=tuple(kept.places),
        home=_home(candidate),
        work_modes=tuple(kept.work_modes),
        pay_floor=floor,
        available_from=kept.available_from,
        excluded_organizations=frozenset(name.casefold() for name in kept.excluded_organizations),
        own_words=kept.own_words,
        own_words_at=kept.own_words_at,
        terms=_terms(candidate, origin),
        reconfirmed_at=kept.reconfirmed_at,
        interview=interview_evidence(origin),
        applied_job_ids=frozenset(applied_job_ids),
        dismissals=tuple(dismissals),
    )


def _terms(candidate: Candidate, origin: Application | None) -> Mapping[str, float]:
    """What they came for is about, and their titles, the newest first; without any, what they call themselves."""
    titles = [line.title for line in candidate.work_history] or [candidate.headline]
    codes = [line.occupation for line in candidate.work_history]
    codes += [origin.job.occupation] if origin and origin.job else []
    terms = dict(field_of([origin.applied_title, *titles] if origin else titles))
    for code in codes:
        terms |= occupation_terms(code)
    return terms


def _home(candidate: Candidate) -> tuple[str, ...]:
    towns = [candidate.locality] if candidate.locality else []
    return (*towns, candidate.country) if towns or candidate.country else ()


def _origin(application: Application | None, walls: Container[str]) -> Origin | None:
    if application is None:
        return None
    client = application.job.organization if application.job else None
    name = client.name if client else application.applied_organization
    return Origin(
        title=application.applied_title,
        level_rank=application.applied_level_rank,
        level_declared=application.applied_level_declared,
        closed_at=application.closed_at,
        facts=applied_facts(application),
        organization=name,
        walled=client.evidence_wall if client else organization_key(name) in walls,
    )
