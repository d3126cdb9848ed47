"""Two to four people for one job, side by side, in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jobboard.jobs.models import Job
from jobboard.keep_on_file.conversations import Conversation
from jobboard.keep_on_file.models import KeptCandidate, Surfacing
from jobboard.web.present import Words, work_mode
from jobboard.web.recruit.present_consent import Badge, consent_until
from jobboard.web.recruit.present_kept import came_for
from jobboard.web.recruit.present_opened import decided_words, talk_words
from jobboard.web.recruit.present_sealed import open_evidence, open_gaps
from jobboard.web.recruit.voice import age, joined, number, pay

FEWEST, MOST = 2, 4
MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One person: what stands in each row, and whether they wait for a decision still."""

    id: str
    candidate_id: str
    name: str
    score: int
    why: str
    consent: Badge
    gaps: dict[str, Mapping[str, Any]]
    speaks_for: tuple[tuple[int, str], ...]
    speaks_against: tuple[tuple[int, str], ...]
    pay_floor: str
    places: str
    free: str
    evidence: str
    talk: str
    decided: str


def why_not_together(chosen: Sequence[Surfacing]) -> str:
    """Why these cannot be compared; empty when they can."""
    if not FEWEST <= len(chosen) <= MOST:
        return f"Select two to four people to compare. You selected {number(len(chosen)) if chosen else 'nobody'}."
    if len({found.job_id for found in chosen}) > 1:
        return "A comparison is about one job. Select people who surfaced for the same one."
    return ""


def compare_heading(chosen: Sequence[Surfacing]) -> str:
    """“Three people for Marketing Manager, Calderside Mills”."""
    job = chosen[0].job
    return f"{number(len(chosen)).capitalize()} people for {job.title}, {job.organization.name}"


def job_facts(job: Job, words: Words) -> str:
    """What the job offers, in one line: level, pay, place and work mode. Places loaded."""
    places = joined([place.locality for place in job.locations if place.locality])
    facts = [words.level(job.level_rank), words.pay(job), places, work_mode(job.work_mode)]
    return ", ".join(fact for fact in facts if fact)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the people beside their surfacings: who talks with whom (by person), when each was last met (by
    record), and of which applications (internal keys) scorecards stay ``sealed`` for the reader."""

    talks: Mapping[int, Conversation]
    met: Mapping[int, datetime]
    sealed: Collection[int]


def columns(chosen: Sequence[Surfacing], beside: Beside, words: Words, *, reader: str) -> list[Column]:
    """The people, best first, as ``reader`` sees them."""
    return [_column(found, beside, words, reader=reader) for found in chosen]


def _column(found: Surfacing, beside: Beside, words: Words, *, reader: str) -> Column:
    kept, sealed = found.kept, found.kept.origin_application_id in beside.sealed
    talk = beside.talks.get(kept.candidate_id)
    evidence = open_evidence(found.evidence, sealed=sealed)
    lines = [(line["points"], line["sentence"]) for line in evidence]
    return Column(
        id=found.public_id,
        candidate_id=kept.candidate.public_id,
        name=kept.candidate.name,
        score=found.score,
        why=came_for(kept, found.gaps_then, words),
        consent=consent_until(kept.candidate, words),
        gaps={gap["dimension"]: gap for gap in open_gaps(found.gaps, sealed=sealed)},
        speaks_for=tuple(line for line in lines if line[0] > 0)[:MOST_REASONS],
        speaks_against=tuple(line for line in lines if line[0] < 0)[:MOST_REASONS],
        pay_floor=pay(words, kept.pay_floor, kept.pay_floor_currency, kept.pay_floor_unit) or "None named",
        places=_places(kept) or "None named",
        free=words.full_day(kept.available_from) if kept.available_from else "Not said",
        evidence=age(words, beside.met[found.kept_id]),
        talk=talk_words(talk, words, reader=reader) if talk else "Nobody",
        decided=decided_words(found, words),
    )


def _places(kept: KeptCandidate) -> str:
    modes = joined([work_mode(mode).lower() for mode in kept.work_modes])
    return "; ".join(part for part in (", ".join(kept.places), modes) if part)
