"""Kept records as a list, and one of them against a job, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jobboard.jobs.models import Job
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing
from jobboard.web.present import Words
from jobboard.web.recruit.present_consent import Badge, contact_badge
from jobboard.web.recruit.present_inbox import decided_words, job_title
from jobboard.web.recruit.present_kept import came_for, kept_for
from jobboard.web.recruit.voice import many

STATUS_LABELS = {
    KeptStatus.ACTIVE: "Active",
    KeptStatus.AWAITING_CONSENT: "Waiting for consent",
    KeptStatus.IN_CONVERSATION: "In conversation",
    KeptStatus.PAUSED: "Paused",
    KeptStatus.PROPOSED: "Proposed",
    KeptStatus.PLACED: "Placed",
    KeptStatus.DECLINED: "Said no",
    KeptStatus.EXPIRED: "Ended on its date",
    KeptStatus.WITHDRAWN: "Withdrawn",
    KeptStatus.ERASED: "Erased",
}


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One record in the list."""

    id: str
    candidate_id: str
    name: str
    status: str
    status_words: str
    why: str
    wanted: str
    consent: Badge
    review: str
    owner: str


def kept_heading(counts: Mapping[KeptStatus, int], status: KeptStatus | None) -> str:
    """“96 people kept on file, 61 of them active”."""
    total = sum(counts.values())
    if not total:
        return "Nobody is kept on file yet"
    if status is not None:
        return f"{STATUS_LABELS[status]}: {many(counts.get(status, 0), 'record')}"
    return f"{many(total, 'person', 'people')} kept on file, {counts.get(KeptStatus.ACTIVE, 0)} of them active"


def kept_tabs(counts: Mapping[KeptStatus, int], chosen: KeptStatus | None) -> list[tuple[str, str, int, bool]]:
    """The status tabs as (status, label, count, whether it is chosen); empty ones are left out."""
    shown = [status for status in STATUS_LABELS if counts.get(status) or status is chosen]
    every = ("", "All", sum(counts.values()), chosen is None)
    return [every, *((s.value, STATUS_LABELS[s], counts.get(s, 0), s is chosen) for s in shown)]


def kept_rows(kept: Iterable[KeptCandidate], words: Words) -> list[KeptRow]:
    """The list's rows."""
    return [_row(one, words) for one in kept]


def _row(kept: KeptCandidate, words: Words) -> KeptRow:
    return KeptRow(
        id=kept.public_id,
        candidate_id=kept.candidate.public_id,
        name=kept.candidate.name,
        status=kept.status.value,
        status_words=STATUS_LABELS[kept.status],
        why=came_for(kept, (), words),
        wanted=kept_for(kept, words),
        consent=contact_badge(kept.candidate, words),
        review=words.full_day(kept.review_at) if kept.review_at else "",
        owner=kept.owner_name,
    )


def surfaced_rows(surfaced: Iterable[Surfacing], asked: Job, words: Words) -> list[tuple[str, str, int, str]]:
    """Where the person surfaced besides ``asked`` as (id, job, score, what became of it)."""
    return [
        (one.public_id, job_title(one.job), one.score, decided_words(one, words) or "Waits for your decision")
        for one in surfaced
        if one.job_id != asked.id
    ]
