"""What needs somebody today, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jobboard.access import Actor
from jobboard.applications.models import Application, Interview, Stage
from jobboard.flows.proposals import Proposal
from jobboard.jobs.models import Job
from jobboard.keep_on_file.inbox_queries import JobWaiting
from jobboard.keep_on_file.models import KeptCandidate, Surfacing
from jobboard.web.present import Words
from jobboard.web.recruit.present_consent import consent_badge
from jobboard.web.recruit.present_inbox import job_title, what_happened
from jobboard.web.recruit.present_kept import came_for, kept_for
from jobboard.web.recruit.present_proposals import ProposalRow, proposal_row
from jobboard.web.recruit.voice import joined, many, nearby, number, weekday

MOST_ROLES = 5
"""How many jobs the first page names; the inbox has the rest."""
MOST_PROPOSED = 3
"""How many people to keep or not the first page names."""
MOST_MENTIONS = 3
"""How many notes that mention the reader the first page shows."""
MOST_TASKS = 5
"""How many of the reader's tasks the first page names; their list has the rest."""
WEEK = timedelta(days=7)
"""How far ahead the first page looks for tasks."""
PATIENCE_DAYS = 5
"""Days in one stage after which somebody waits too long."""


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do: what it is, a sentence about it, the id of what to open, and the words of its button."""

    what: str
    about: str
    id: str
    do: str
    stage: str = ""


def today_heading(count: int, words: Words) -> str:
    """“Tuesday 24 November: seven things need you”."""
    if count == 0:
        return f"{weekday(words, words.now)}: nothing needs you"
    return f"{weekday(words, words.now)}: {number(count)} {'thing needs' if count == 1 else 'things need'} you"


@dataclass(frozen=True, slots=True)
class Role:
    """A job with kept people to review: the words of its line, the first of them (an id), and the job (an id)."""

    what: str
    about: str
    id: str
    do: str
    job: str


def better_roles(jobs: Sequence[JobWaiting], first: Sequence[Surfacing], words: Words) -> list[Role]:
    """One line a job, the first few: how many kept people fit, and who is ``first`` for it."""
    best = {found.job_id: found for found in first}
    return [_role(job, best[job.id], words) for job in jobs[:MOST_ROLES] if job.id in best]


def more_roles(jobs: Sequence[JobWaiting]) -> str:
    """“33 more jobs are in the review inbox”; empty when the page names them all."""
    rest = len(jobs) - MOST_ROLES
    return f"{many(rest, 'more job')} {'is' if rest == 1 else 'are'} in the review inbox" if rest > 0 else ""


def _role(job: JobWaiting, first: Surfacing, words: Words) -> Role:
    fits = f"{job.people} kept {'person fits' if job.people == 1 else 'people fit'}"
    why = came_for(first.kept, first.gaps_then, words)
    about = f"First: {first.kept.candidate.name}, {_lower_first(why)}. {what_happened(first, words)}."
    return Role(
        f"{job.title}, {job.organization}: {fits}", about, first.public_id, f"Review {job.people}", job.public_id
    )


def cards_due(interviews: Iterable[Interview], actor: Actor, words: Words) -> list[Work]:
    """Scorecards the actor still owes."""
    return [_card(interview, actor, words) for interview in interviews]


def _card(interview: Interview, actor: Actor, words: Words) -> Work:
    met = f"Interview {nearby(words, interview.scheduled_at)}, {words.time(interview.scheduled_at)}."
    others = [card.author_name for card in interview.scorecards if card.submitted_at and card.author_id != actor.id]
    hidden = f" {_whose_are_in(others)} until yours is." if others else ""
    name = interview.application.candidate.name
    return Work(f"Your scorecard for {name}", met + hidden, interview.public_id, "Write it")


def _whose_are_in(names: Sequence[str]) -> str:
    one = len(names) == 1
    return f"{joined(names)} {'has' if one else 'have'} written; {'that stays' if one else 'those stay'} hidden"


def said_yes_lines(applications: Iterable[Application]) -> list[Work]:
    """Who said yes to an invitation, and waits for somebody here."""
    return [Work(f"{one.candidate.name} is interested", _which(one), one.public_id, "Open") for one in applications]


def withdrew_lines(applications: Iterable[Application], words: Words) -> list[Work]:
    """Who withdrew by themselves a short while ago."""
    return [_withdrew(one, words) for one in applications]


def _withdrew(application: Application, words: Words) -> Work:
    day = f"Withdrawn {nearby(words, application.closed_at)}" if application.closed_at else "Withdrawn"
    return Work(application.candidate.name, f"{_which(application)}. {day}.", application.public_id, "Open")


def _which(application: Application) -> str:
    return job_title(application.job) if application.job else application.applied_title


def waiting_people(rows: Iterable[tuple[Job, Stage, int]]) -> list[Work]:
    """Where people have waited too long."""
    return [_waiting(job, stage, count) for job, stage, count in rows]


def _waiting(job: Job, stage: Stage, count: int) -> Work:
    who = "One person has" if count == 1 else f"{number(count).capitalize()} people have"
    what = f"{who} waited over {number(PATIENCE_DAYS)} days in {stage.value.capitalize()}"
    return Work(what, job_title(job), job.public_id, f"Open the {number(count)}", stage.value)


def ending_promises(kept: Iterable[KeptCandidate], words: Words) -> list[Work]:
    """Promises whose consent ends soon."""
    return [_ending(record, words) for record in kept]


def _ending(kept: KeptCandidate, words: Words) -> Work:
    consent = consent_badge(kept.candidate, words).words
    about = f"Kept since {words.full_day(kept.promised_at)}, for: {kept_for(kept, words)}."
    return Work(f"{kept.candidate.name}: {_lower_first(consent)}", about, kept.public_id, "Ask to renew…")


def proposed_people(proposals: Iterable[Proposal], words: Words) -> list[Work]:
    """People we met who may have been more senior than the role, the first few."""
    return [_proposed(proposal_row(one, words)) for one in proposals]


def _proposed(row: ProposalRow) -> Work:
    return Work(f"{row.name}: {_lower_first(row.question)}", row.about, row.id, "Keep or not…")


def _lower_first(said: str) -> str:
    return said[:1].lower() + said[1:]


def interview_lines(interviews: Iterable[Interview], words: Words) -> list[tuple[str, str, str, str, str]]:
    """Interviews as (ISO time, clock and, if it is not today, day, name, what and where, id)."""
    return [_line(interview, words) for interview in interviews]


def _line(interview: Interview, words: Words) -> tuple[str, str, str, str, str]:
    with_whom = f"with {joined([seat.name for seat in interview.panel])}" if interview.panel else ""
    about = ", ".join(part for part in (interview.application.applied_title, interview.place, with_whom) if part)
    at = interview.scheduled_at
    day = "" if words.days_until(at) == 0 else f"{nearby(words, at)}, "
    clock = f"{day}{words.time(at)}"
    return (
        at.isoformat(),
        clock[:1].upper() + clock[1:],
        interview.application.candidate.name,
        about,
        interview.public_id,
    )


def quarter_start(words: Words) -> datetime:
    """The first moment of the board's current quarter."""
    today = words.date_of(words.now)
    return datetime(today.year, 3 * ((today.month - 1) // 3) + 1, 1, tzinfo=words.zone)
