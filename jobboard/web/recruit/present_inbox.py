"""The review inbox in words: who surfaced for which job, and one opened person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from jobboard.jobs.models import Job
from jobboard.keep_on_file.models import KeptStatus, Surfacing, SurfacingStatus
from jobboard.web.present import Words
from jobboard.web.recruit.present_consent import Badge, consent_until, contact_badge
from jobboard.web.recruit.present_gates import passed_sentence
from jobboard.web.recruit.present_kept import (
    below_what_they_did,
    came_for,
    fits_now,
    last_interview_words,
    level_is_inferred,
)
from jobboard.web.recruit.voice import many, nearby


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One person in the list."""

    id: str
    name: str
    score: int
    why: str
    consent: Badge
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """The people who surfaced for one job, best first."""

    job: Job
    title: str
    about: str
    rows: tuple[InboxRow, ...]


def job_title(job: Job) -> str:
    """“Marketing Manager, Calderside Mills”. Organization loaded."""
    return f"{job.title}, {job.organization.name}"


def inbox_heading(groups: Sequence[InboxGroup], total: int) -> str:
    """“9 to review, for 3 jobs”; “498 to review, the first 200 here” when the page does not hold all of ``total``."""
    people = sum(len(group.rows) for group in groups)
    if total > people:
        return f"{total} to review, the first {people} here"
    return f"{people} to review, for {many(len(groups), 'job')}"


def inbox_groups(surfacings: Iterable[Surfacing], words: Words) -> list[InboxGroup]:
    """The list grouped by job, in the order it came."""
    grouped = groupby(surfacings, key=lambda surfacing: surfacing.job.public_id)
    return [_group(list(members), words) for _, members in grouped]


def _group(members: list[Surfacing], words: Words) -> InboxGroup:
    job = members[0].job
    published = f"Published {nearby(words, job.published_at)}. " if job.published_at else ""
    people = many(len(members), "person", "people")
    return InboxGroup(job, job_title(job), published + people, tuple(_row(member, words) for member in members))


def _row(surfacing: Surfacing, words: Words) -> InboxRow:
    return InboxRow(
        id=surfacing.public_id,
        name=surfacing.kept.candidate.name,
        score=surfacing.score,
        why=came_for(surfacing.kept, surfacing.gaps_then, words),
        consent=contact_badge(surfacing.kept.candidate, words),
        tags=_tags(surfacing),
    )


def _tags(surfacing: Surfacing) -> tuple[str, ...]:
    said = {
        "Level inferred": level_is_inferred(surfacing.gaps),
        "Snooze ended": surfacing.status is SurfacingStatus.SNOOZED,
        f"In conversation with {surfacing.kept.owner_name}": surfacing.kept.status is KeptStatus.IN_CONVERSATION,
    }
    return tuple(words for words, holds in said.items() if holds)


@dataclass(frozen=True, slots=True)
class SnoozedRow:
    """Somebody out of sight: who, for which job, until when, put there by whom."""

    id: str
    name: str
    job: str
    until: str
    by: str


def snoozed_row(surfacing: Surfacing, words: Words) -> SnoozedRow:
    """One line of the list of those who sleep."""
    until = words.full_day(surfacing.snoozed_until) if surfacing.snoozed_until else ""
    return SnoozedRow(
        surfacing.public_id, surfacing.kept.candidate.name, job_title(surfacing.job), until, surfacing.decided_by
    )


def snoozed_heading(count: int) -> str:
    """“7 people snoozed”."""
    return f"{many(count, 'person', 'people')} snoozed" if count else "Nobody is snoozed"


@dataclass(frozen=True, slots=True)
class Opened:
    """One person opened for one job: the sentences above the figure, and where they stand in the list."""

    name: str
    consent: Badge
    met: str
    came_for: str
    when: str
    below: str
    now: str
    why_now: str
    decided: str
    position: str
    previous: str
    next: str
    then: dict[str, dict[str, Any]]
    then_label: str
    gates: str


def opened(surfacing: Surfacing, listed: Sequence[Surfacing], words: Words) -> Opened:
    """The words for one opened surfacing; ``listed`` is the inbox it was opened from."""
    origin = surfacing.kept.origin_application
    previous, following = _neighbours(surfacing, listed)
    return Opened(
        name=surfacing.kept.candidate.name,
        consent=consent_until(surfacing.kept.candidate, words),
        met="Interviewed" if origin and origin.interviews else "Applied",
        came_for=origin.applied_title if origin else "",
        when=last_interview_words(origin, words) if origin else "",
        below=below_what_they_did(surfacing.gaps_then),
        now=fits_now(surfacing.gaps),
        why_now=surfacing.why_now,
        decided=decided_words(surfacing, words),
        position=_position(surfacing, listed),
        previous=previous,
        next=following,
        then={gap["dimension"]: gap for gap in surfacing.gaps_then},
        then_label=f"Against {origin.applied_title}" if origin and surfacing.gaps_then else "",
        gates=passed_sentence(surfacing.gates),
    )


def decided_words(surfacing: Surfacing, words: Words) -> str:
    """“Snoozed until 5 January, by Judith today”; empty while a decision is awaited."""
    said = _DECIDED.get(surfacing.status, "")
    if surfacing.status is SurfacingStatus.SNOOZED:
        until = surfacing.snoozed_until
        said = f"Snoozed until {words.day(until)}" if until is not None and until > words.now else ""
    if not said or surfacing.decided_at is None:
        return said
    return f"{said}, by {surfacing.decided_by} {nearby(words, surfacing.decided_at)}"


_DECIDED = {
    SurfacingStatus.SHORTLISTED: "Shortlisted",
    SurfacingStatus.CONTACTED: "Written to",
    SurfacingStatus.CONVERTED: "Invited",
    SurfacingStatus.DISMISSED: "Set aside",
}


def _position(surfacing: Surfacing, listed: Sequence[Surfacing]) -> str:
    same_job = [other.public_id for other in listed if other.job_id == surfacing.job_id]
    if surfacing.public_id not in same_job:
        return ""
    return f"{same_job.index(surfacing.public_id) + 1} of {len(same_job)} for this job"


def _neighbours(surfacing: Surfacing, listed: Sequence[Surfacing]) -> tuple[str, str]:
    ids = [other.public_id for other in listed]
    if surfacing.public_id not in ids:
        return "", ids[0] if ids else ""
    here = ids.index(surfacing.public_id)
    return ids[here - 1] if here else "", ids[here + 1] if here + 1 < len(ids) else ""


def next_after(surfacing_id: str, listed: Sequence[Surfacing]) -> str:
    """Who comes after a decided person: the next in the list, else the one before, else nobody (empty)."""
    ids = [other.public_id for other in listed]
    if surfacing_id not in ids:
        return ids[0] if ids else ""
    here = ids.index(surfacing_id)
    rest = ids[here + 1 :] + ids[:here][::-1]
    return rest[0] if rest else ""
