"""One title against another: does somebody who held the first stand over, at or under the second?"""

from dataclasses import dataclass, replace
from enum import StrEnum

from jobboard.fit.functions import FUNCTIONS
from jobboard.fit.ladder import DEFAULT_LADDER, Ladder, Track
from jobboard.fit.reading import PLAIN, TitleReader
from jobboard.fit.sectors import sectors_for, sectors_of, sectors_shared
from jobboard.fit.standing import HALF, Titled, apart
from jobboard.fit.tables import wording
from jobboard.fit.titles import Level, title_key
from jobboard.fit.words import title_words

ENOUGH = 0.4
"""Confidence both levels need before a difference between them is stated; below it a person decides."""


CLEAR_ALONE = 0.75
"""Below this a title is looked up in the ladder of a trade that both titles belong to."""


REORDERED = 2
"""The most ranks by which one title in another order may have been misread; a Court Clerk is not the Clerk of Court."""


class Verdict(StrEnum):
    """Where somebody stands against a job. ``UNSURE`` goes to a person."""

    OVER = "over"
    AT = "at"
    UNDER = "under"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Assessment:
    """Two levels and what their difference means. ``gap`` is previous minus applied, in ranks; half a rank stands for
    a step on one trade's ladder that our ranks are too coarse for."""

    verdict: Verdict
    gap: float
    previous: Level
    applied: Level
    ladder: Ladder = DEFAULT_LADDER

    def to_json(self) -> dict[str, object]:
        """``{"verdict", "gap", "previous", "applied"}``, each level with its key, rank, track and evidence."""
        return {
            "verdict": self.verdict.value,
            "gap": self.gap,
            "previous": level_json(self.previous, ladder=self.ladder),
            "applied": level_json(self.applied, ladder=self.ladder),
        }


def level_json(level: Level, *, ladder: Ladder = DEFAULT_LADDER) -> dict[str, object]:
    """``{"level", "rank", "track", "confidence", "evidence"}``."""
    return {
        **ladder.describe(level.rank),
        "track": level.track.value,
        "confidence": level.confidence,
        "evidence": list(level.evidence),
    }


def assess(
    previous_title: str, applied_title: str, *, function: str | None = None, reader: TitleReader = PLAIN
) -> Assessment:
    """Reads both titles, each with the other as its context, so that a "Captain" beside a "Firefighter" is the fire
    service's. Unsure only when a title says too little and the two are not the same."""
    previous = _beside(previous_title, applied_title, function, reader)
    applied = _with_track_change(previous, _beside(applied_title, previous_title, function, reader))
    same = title_key(previous_title) == title_key(applied_title) and bool(title_key(applied_title))
    between = apart(Titled(previous_title, previous), Titled(applied_title, applied))
    ranks = previous.rank - applied.rank
    reordered = same and abs(ranks) <= REORDERED and _said_words(previous_title) == _said_words(applied_title)
    gap = 0 if reordered else between.gap or ranks
    least, most = sorted((previous.confidence, applied.confidence))
    sure = same or (least >= ENOUGH and most > ENOUGH)
    verdict = verdict_of(gap, least=HALF) if sure else Verdict.UNSURE
    said = replace(previous, evidence=(*previous.evidence, between.why)) if between.why else previous
    return Assessment(verdict, gap, said, applied, reader.ladder)


def _said_words(title: str) -> list[str]:
    return sorted(word for word in title_words(title) if word not in wording().prepositions)


def verdict_of(gap: float, *, least: float = 1) -> Verdict:
    """What a signed difference of levels means once it is sure; under ``least`` it is none."""
    if gap >= least:
        return Verdict.OVER
    return Verdict.UNDER if gap <= -least else Verdict.AT


def _beside(title: str, other: str, function: str | None, reader: TitleReader) -> Level:
    named, around = sectors_of(title), sectors_of(other)
    asked = sectors_for(function)
    cued = (key for key in (*named, *around) if key in asked)
    agreed = (key for key in around if key in named)
    trades = tuple(dict.fromkeys((*cued, *asked, *agreed, *around)))
    if trades:
        return reader.read_within(title, trades, field=_field(function))
    doubtful = min(reader.read_within(each, ()).confidence for each in (title, other)) < CLEAR_ALONE
    return reader.read_within(title, sectors_shared(title, other) if doubtful else (), field=_field(function))


def _field(function: str | None) -> str | None:
    """A trade such as "banking" names no function of ours; the title then says its own."""
    return function if function in {each.key for each in FUNCTIONS} else None


def _with_track_change(previous: Level, applied: Level) -> Level:
    if previous.track is applied.track or Track.SUPPORT in (previous.track, applied.track):
        return applied
    sentence = f"The track changes from {_TRACKS[previous.track]} to {_TRACKS[applied.track]}; the rank decides."
    return replace(applied, evidence=(*applied.evidence, sentence))


_TRACKS = {Track.IC: "own expertise", Track.MANAGEMENT: "leading others", Track.EXECUTIVE: "steering the whole"}
