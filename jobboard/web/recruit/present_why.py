"""“Why not?” in words: the question, what would have to be different, and whom or what to ask about next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jobboard.flows.desk import JobRow
from jobboard.flows.why_not import WhyNot
from jobboard.jobs.models import Job, JobStatus
from jobboard.keep_on_file.matching.changes import Change
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.web.present import Words
from jobboard.web.recruit.present_consent import Badge, contact_badge
from jobboard.web.recruit.present_gaps import gap_rows
from jobboard.web.recruit.present_inbox import job_title
from jobboard.web.recruit.present_jobs import STATUS_LABELS as JOB_STATUS_LABELS
from jobboard.web.recruit.present_keeping import STATUS_LABELS
from jobboard.web.recruit.present_kept import came_for, kept_for
from jobboard.web.recruit.present_sealed import open_gaps
from jobboard.web.recruit.voice import number

_WHOSE = {
    "job": "On the job",
    "record": "On their record",
    "person": "Only they can",
    "client": "Only the client can",
    "time": "Time does it",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One change, and whose it is to make."""

    sentence: str
    whose: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The way in: its heading and the changes it takes; no heading when they are in already."""

    heading: str
    ways: tuple[Way, ...]


def why_heading(answer: WhyNot) -> str:
    """“Why not Maren Okafor-Lund for VP Marketing at Skelbeck Analytics?”; “Why” when nothing stands in the way."""
    question = "Why" if answer.outcome.passed else "Why not"
    return f"{question} {answer.kept.candidate.name} for {answer.job.title} at {answer.job.organization.name}?"


def nearest(changes: Sequence[Change] | None) -> Nearest:
    """“Nearest change: one thing”, and what it is."""
    if changes is None:
        return Nearest("No change would let them through", ())
    ways = tuple(Way(_sentence(change.sentence), _WHOSE[change.whose]) for change in changes)
    if len(ways) <= 1:
        return Nearest("They would pass if" if ways else "", ways)
    return Nearest(f"They would pass if {number(len(ways))} things were different together", ways)


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def figure(answer: WhyNot, *, sealed: bool) -> dict[str, Any]:
    """The signed gaps against this job, and as rings those against the job they came for; ``sealed`` where scorecards
    they rest on stay hidden from the reader."""
    now, before = (open_gaps(gap_rows(gaps), sealed=sealed) for gaps in (answer.outcome.gaps, answer.outcome.gaps_then))
    then = {row["dimension"]: row for row in before}
    origin = answer.kept.origin_application
    label = f"Against {origin.applied_title}, which they came for" if origin and then else ""
    return {"gaps": now, "then": then, "then_label": label}


def job_choice(job: Job) -> str:
    """“Marketing Manager, Calderside Mills”, and its state unless it is open."""
    state = "" if job.status is JobStatus.OPEN else f" ({JOB_STATUS_LABELS[job.status].lower()})"
    return f"{job_title(job)}{state}"


def job_choices(rows: Iterable[JobRow]) -> list[tuple[str, str]]:
    """The jobs to ask about, as id and words."""
    return [(row.job.public_id, job_choice(row.job)) for row in rows]


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """A kept record to ask about."""

    id: str
    name: str
    status: str
    status_words: str
    wanted: str
    why: str
    consent: Badge


def person_choices(kept: Iterable[KeptCandidate], words: Words) -> list[PersonChoice]:
    """The people to ask about."""
    return [
        PersonChoice(
            id=one.public_id,
            name=one.candidate.name,
            status=one.status.value,
            status_words=STATUS_LABELS[one.status],
            wanted=kept_for(one, words),
            why=came_for(one, (), words),
            consent=contact_badge(one.candidate, words),
        )
        for one in kept
    ]
