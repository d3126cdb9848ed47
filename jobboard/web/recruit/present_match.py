"""People on the bench for a job, before anybody surfaced."""

from collections.abc import Iterable
from dataclasses import dataclass

from jobboard.keep_on_file.look import Match
from jobboard.web.present import Words
from jobboard.web.recruit.present_consent import Badge, contact_badge
from jobboard.web.recruit.present_gaps import gap_rows
from jobboard.web.recruit.present_kept import came_for


@dataclass(frozen=True, slots=True)
class BenchRow:
    """One kept person who would surface: their best reason and what they came for."""

    kept_id: str
    name: str
    score: int
    why: str
    consent: Badge


def bench_heading(count: int) -> str:
    """“On your bench: 4 kept people fit”."""
    if count == 0:
        return "On your bench: nobody fits yet"
    return f"On your bench: {count} kept {'person fits' if count == 1 else 'people fit'}"


def bench_rows(matches: Iterable[Match], words: Words) -> list[BenchRow]:
    """The bench, best first."""
    return [_row(match, words) for match in matches]


def _row(match: Match, words: Words) -> BenchRow:
    then = gap_rows(match.outcome.gaps_then)
    return BenchRow(
        kept_id=match.kept.public_id,
        name=match.kept.candidate.name,
        score=match.outcome.score,
        why=came_for(match.kept, then, words),
        consent=contact_badge(match.kept.candidate, words),
    )
