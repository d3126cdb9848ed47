"""Kept records as a list, and one of them against a job, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from jobboard.jobs.models import Job
from jobboard.keep_on_file.kept_queries import ENDING_DAYS, KeptFilter
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing
from jobboard.web.present import Words, function
from jobboard.web.recruit.present_consent import Badge, contact_badge
from jobboard.web.recruit.present_inbox import job_title
from jobboard.web.recruit.present_kept import came_for, kept_for
from jobboard.web.recruit.present_opened import decided_words
from jobboard.web.recruit.voice import many

STATUS_LABELS = {
    KeptStatus.ACTIVE: "Active",
    KeptStatus.AWAITING_CONSENT: "Waiting for consent",
    KeptStatus.IN_CONVERSATION: "In conversation",
    KeptStatus.PAUSED: "Paused",
    KeptStatus.PROPOSED: "Proposed",
    KeptStatus.NOT_NEEDED: "Not needed",
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


def kept_heading(counts: Mapping[KeptStatus, int], chosen: KeptFilter, found: int) -> str:
    """“96 people kept on file, 61 of them active”; narrowed, “12 of 96 records”."""
    total = sum(counts.values())
    if not total and not found:
        return "Nobody is kept on file yet"
    if replace(chosen, status=None) != KeptFilter():
        return f"{found} of {many(total, 'record')}"
    if chosen.status is not None:
        return f"{STATUS_LABELS[chosen.status]}: {many(found, 'record')}"
    return f"{many(total, 'person', 'people')} kept on file, {counts.get(KeptStatus.ACTIVE, 0)} of them active"


def reviews_heading(due: int) -> str:
    """“4 reviews due”."""
    return f"{many(due, 'review')} due" if due else "No review is due"


def filter_values(chosen: KeptFilter) -> dict[str, str]:
    """What narrows the list as its form and its links carry it, empty ones left out."""
    values = {
        "status": chosen.status.value if chosen.status else "",
        "function": chosen.function,
        "level": "" if chosen.level is None else str(chosen.level),
        "owner": chosen.owner,
        "ending": "yes" if chosen.ending else "",
        "q": chosen.text,
    }
    return {name: value for name, value in values.items() if value}


def chips(chosen: KeptFilter, words: Words, owners: Iterable[tuple[str, str]]) -> list[tuple[str, dict[str, str]]]:
    """Each thing that narrows the list, and what is left without it."""
    said = {
        "function": function(chosen.function),
        "level": words.level(chosen.level),
        "owner": dict(owners).get(chosen.owner, chosen.owner),
        "ending": f"Consent ends within {ENDING_DAYS} days" if chosen.ending else "",
        "q": f"“{chosen.text}”" if chosen.text else "",
    }
    values = filter_values(chosen)
    without = {name: {key: value for key, value in values.items() if key != name} for name in said}
    return [(label, without[name]) for name, label in said.items() if label]


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
