"""People on the bench for a job, before anybody surfaced."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from jobboard.flows.bench_check import BenchCheck
from jobboard.jobs.models import Job, LevelSource
from jobboard.keep_on_file.almost import Almost
from jobboard.keep_on_file.look import Match
from jobboard.web.present import Words
from jobboard.web.recruit.present_consent import Badge, contact_badge
from jobboard.web.recruit.present_gaps import gap_rows
from jobboard.web.recruit.present_kept import came_for
from jobboard.web.recruit.present_sealed import open_evidence
from jobboard.web.recruit.voice import many

NAMED = 10
"""People the bench names; all of them reach the inbox."""


@dataclass(frozen=True, slots=True)
class BenchRow:
    """One kept person who would surface: what they came for, their best reason with its source, and what of it rests on
    a guess."""

    kept_id: str
    name: str
    score: int
    why: str
    reason: str
    source: str
    soft: str
    consent: Badge


@dataclass(frozen=True, slots=True)
class BenchPanel:
    """The bench beside a job: ``rest`` says how many more fit; ``unsure`` that the level is a guess."""

    heading: str
    rows: list[BenchRow]
    rest: str
    almost: list[str]
    unsure: bool


def bench_panel(check: BenchCheck, job: Job, words: Words, *, sealed: Collection[int]) -> BenchPanel:
    """The bench as the page shows it; of the applications ``sealed`` names by key, nothing that scorecards say."""
    rows = [_row(match, words, sealed=match.kept.origin_application_id in sealed) for match in check.matches]
    rest = max(len(rows) - NAMED, 0)
    return BenchPanel(
        heading=bench_heading(rows, full=check.full),
        rows=rows[:NAMED],
        rest=f"and {rest}{' or more' if check.full else ''} others" if rest > 1 else "and one other" if rest else "",
        almost=[_almost(each) for each in check.almost],
        unsure=job.level_source is not LevelSource.DECLARED,
    )


def bench_heading(rows: Sequence[BenchRow], *, full: bool = False) -> str:
    """“On your bench: 4 kept people fit; 1 consent ends in 6 days”."""
    if not rows:
        return "On your bench: nobody fits yet"
    count = f"{len(rows)}{' or more' if full else ''}"
    fits = f"On your bench: {count} kept {'person fits' if len(rows) == 1 else 'people fit'}"
    ending = [row.consent.words for row in rows if row.consent.shape == "warn"]
    if not ending:
        return fits
    if len(ending) == 1:
        return f"{fits}; 1 {ending[0][:1].lower()}{ending[0][1:]}"
    return f"{fits}; {many(len(ending), 'consent')} end soon"


def _row(match: Match, words: Words, *, sealed: bool) -> BenchRow:
    evidence = open_evidence([line.to_json() for line in match.outcome.evidence], sealed=sealed)
    best = max(evidence, key=itemgetter("points"), default=None)
    soft = [gate.label.lower() for gate in match.outcome.gates if gate.soft]
    return BenchRow(
        kept_id=match.kept.public_id,
        name=match.kept.candidate.name,
        score=match.outcome.score,
        why=came_for(match.kept, _then(match), words),
        reason=best["sentence"] if best else "",
        source=best["source"] if best else "",
        soft=f"Inferred: {', '.join(soft)}" if soft else "",
        consent=contact_badge(match.kept.candidate, words),
    )


def _then(match: Match) -> Sequence[Mapping[str, Any]]:
    return gap_rows(match.outcome.gaps_then)


def _almost(each: Almost) -> str:
    least = "At least " if each.at_least else ""
    return f"{least}{each.more} more if {each.sentence}"


def waiting_sentence(count: int) -> str:
    """“4 kept people wait in your review inbox for this job”; empty for nobody."""
    if not count:
        return ""
    people = many(count, "kept person", "kept people")
    return f"{people} {'waits' if count == 1 else 'wait'} in your review inbox for this job"
