"""The review inbox in words: who surfaced for which job, who sleeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from jobboard.jobs.models import Job, JobStatus
from jobboard.keep_on_file.conversations import Conversation
from jobboard.keep_on_file.inbox_queries import Grouping, InboxPage, JobWaiting
from jobboard.keep_on_file.models import KeptStatus, Surfacing, SurfacingStatus
from jobboard.keep_on_file.waking import Event
from jobboard.web.present import Words
from jobboard.web.recruit.present_consent import Badge, contact_badge
from jobboard.web.recruit.present_evidence import reconfirm_words
from jobboard.web.recruit.present_kept import came_for, level_is_inferred
from jobboard.web.recruit.voice import many, nearby


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One person for one job in the list; ``title`` is what the row is called there."""

    id: str
    title: str
    name: str
    score: int
    why: str
    consent: Badge
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """The people who surfaced for one job, or the jobs for which one person surfaced, best first."""

    title: str
    about: str
    rows: tuple[InboxRow, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What the list knows beyond its rows: how large each whole group is (by internal key of job or person), who talks
    with whom (by person), how old the newest evidence of a record is, and from which age it must be confirmed first
    (months)."""

    sizes: Mapping[int, int]
    talks: Mapping[int, Conversation]
    met: Mapping[int, datetime]
    reconfirm_months: int


NOTHING_AROUND = Around({}, {}, {}, 0)


def job_title(job: Job) -> str:
    """“Marketing Manager, Calderside Mills”. Organization loaded."""
    return f"{job.title}, {job.organization.name}"


def inbox_heading(page: InboxPage, by: Grouping = Grouping.JOB) -> str:
    """“9 to review, for 3 jobs”; “9 to review, 7 people” when it is grouped by person."""
    behind = f"for {many(page.jobs, 'job')}" if by is Grouping.JOB else many(page.people, "person", "people")
    return f"{page.total} to review, {behind}"


def job_choices(jobs: Sequence[JobWaiting]) -> list[tuple[str, str]]:
    """The jobs for which somebody waits, as choices of the filter: “Marketing Manager, Calderside Mills (4)”."""
    return [(job.public_id, f"{job.title}, {job.organization} ({job.people})") for job in jobs]


def inbox_groups(
    surfacings: Sequence[Surfacing], words: Words, *, by: Grouping = Grouping.JOB, around: Around = NOTHING_AROUND
) -> list[InboxGroup]:
    """The list in its groups, in the order it came."""
    grouped = groupby(surfacings, key=lambda one: one.job_id if by is Grouping.JOB else one.kept.candidate_id)
    make = _of_a_job if by is Grouping.JOB else _of_a_person
    return [make(list(members), words, around) for _, members in grouped]


def _of_a_job(members: list[Surfacing], words: Words, around: Around) -> InboxGroup:
    job = members[0].job
    count = around.sizes.get(job.id, len(members))
    about = f"{what_happened(members[0], words)}. {many(count, 'person', 'people')}"
    rows = (_row(member, member.kept.candidate.name, words, around) for member in members)
    return InboxGroup(job_title(job), about, tuple(rows))


def _of_a_person(members: list[Surfacing], words: Words, around: Around) -> InboxGroup:
    person = members[0].kept.candidate
    count = around.sizes.get(person.id, len(members))
    rows = (_row(member, job_title(member.job), words, around) for member in members)
    return InboxGroup(person.name, f"Fits {many(count, 'job')}", tuple(rows))


def what_happened(first: Surfacing, words: Words) -> str:
    """“Published yesterday”, “Re-priced on Friday”: what brought the best of a job's people here."""
    said = first.why_now.removeprefix("The job was ").rstrip(".")
    if first.why_now.startswith("The job was ") and said != "published":
        return f"{said.capitalize()} {nearby(words, first.surfaced_at)}"
    return f"Published {nearby(words, first.job.published_at or first.surfaced_at)}"


def _row(surfacing: Surfacing, title: str, words: Words, around: Around) -> InboxRow:
    return InboxRow(
        id=surfacing.public_id,
        title=title,
        name=surfacing.kept.candidate.name,
        score=surfacing.score,
        why=came_for(surfacing.kept, surfacing.gaps_then, words),
        consent=contact_badge(surfacing.kept.candidate, words),
        tags=_tags(surfacing, words, around),
    )


def _tags(surfacing: Surfacing, words: Words, around: Around) -> tuple[str, ...]:
    kept = surfacing.kept
    talk = around.talks.get(kept.candidate_id)
    who = talk.who if talk else kept.owner_name
    met = around.met.get(kept.id)
    said = {
        "Level inferred": level_is_inferred(surfacing.gaps),
        "In spite of a gate": bool(surfacing.overridden),
        "Snooze ended": surfacing.status is SurfacingStatus.SNOOZED,
        f"In conversation with {who}": talk is not None or kept.status is KeptStatus.IN_CONVERSATION,
    }
    tags = [tag for tag, holds in said.items() if holds]
    if met is not None and (asks := reconfirm_words(kept, met, words, months=around.reconfirm_months)):
        tags.append(asks)
    return tuple(tags)


@dataclass(frozen=True, slots=True)
class SnoozedRow:
    """Somebody out of sight: who, for which job, until which event or day, put there by whom."""

    id: str
    name: str
    job: str
    until: str
    by: str


def snoozed_row(surfacing: Surfacing, words: Words) -> SnoozedRow:
    """One line of the list of those who sleep."""
    return SnoozedRow(
        surfacing.public_id,
        surfacing.kept.candidate.name,
        job_title(surfacing.job) + ("" if surfacing.job.status is JobStatus.OPEN else " (no longer open)"),
        sleeps_until(surfacing, words),
        surfacing.decided_by,
    )


def sleeps_until(surfacing: Surfacing, words: Words) -> str:
    """“5 January 2027”, or “a director role in Leeds opens, at the latest 24 May 2027”."""
    day = words.full_day(surfacing.snoozed_until) if surfacing.snoozed_until else ""
    event = Event.stored(surfacing.snoozed_for)
    return f"{event_words(event, words)} opens, at the latest {day}" if event else day


def event_words(event: Event, words: Words) -> str:
    """“a director role in marketing, in Leeds”."""
    return event.in_words(words.level(event.level_rank))


def snoozed_heading(count: int) -> str:
    """“7 people snoozed”."""
    return f"{many(count, 'person', 'people')} snoozed" if count else "Nobody is snoozed"
