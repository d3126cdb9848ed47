"""How well levels are read from titles, against a plain reader of keywords, in one run.

For every set of judged pairs: the share judged right, the share judged the wrong way round (over for under), and the
share left to a person; then how often we are right by how sure we said we were, and the time a title takes. Every set
was written down before the tables met it, and all but ``level_pairs_last.csv`` were then learned from: the last one is
what to expect of titles nobody has looked at.
``python benchmarks/quality_levels.py``.
"""

import csv
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

from jobboard.fit.assess import Assessment, Verdict, assess, verdict_of
from jobboard.fit.titles import read_title, read_within
from jobboard.fit.words import parts, phrases

DATA = Path(__file__).parent.parent / "tests" / "data"
SETS = (
    "level_pairs.csv",
    "level_pairs_held_out.csv",
    "level_pairs_second.csv",
    "level_pairs_fresh.csv",
    "level_pairs_last.csv",
    "ladders.csv",
    "ladders_second.csv",
    "ladders_third.csv",
    "ladders_held_out.csv",
)

KEYWORDS = (
    (9, "chief", "ceo", "cfo", "cto", "coo", "president", "owner", "founder"),
    (8, "vp", "vice", "partner"),
    (7, "director", "head"),
    (5, "manager", "principal", "superintendent"),
    (4, "lead", "leader", "supervisor", "foreman", "staff"),
    (3, "senior", "sr", "iii"),
    (1, "junior", "jr", "assistant", "associate", "clerk", "graduate"),
    (0, "intern", "trainee", "apprentice", "student"),
)


class Pair(NamedTuple):
    """Two titles and how somebody who knows the trade judges the first against the second."""

    previous: str
    applied: str
    function: str | None
    verdict: str


class Tally(NamedTuple):
    """Shares of a set, each from 0 to 1."""

    right: float
    flipped: float
    unsure: float


def keyword_rank(title: str) -> int:
    """The plain reader: the highest-ranked keyword in the title, and 2 without one."""
    words = set(title.casefold().replace(",", " ").replace("-", " ").replace(".", "").split())
    return next((rank for rank, *named in KEYWORDS if words.intersection(named)), 2)


def by_keywords(pair: Pair) -> str:
    """The plain reader's verdict."""
    return verdict_of(keyword_rank(pair.previous) - keyword_rank(pair.applied)).value


def by_us(pair: Pair) -> str:
    """Our verdict."""
    return judged(pair).verdict.value


def without_function(pair: Pair) -> str:
    """Our verdict when nobody says which trade the titles are from."""
    return assess(pair.previous, pair.applied).verdict.value


def judged(pair: Pair) -> Assessment:
    """Our whole assessment."""
    return assess(pair.previous, pair.applied, function=pair.function)


def read_set(name: str) -> list[Pair]:
    """The pairs of a file: as they stand, or every two rungs of every ladder in it."""
    with (DATA / name).open(encoding="utf-8") as lines:
        if name.startswith("level_pairs"):
            rows = csv.DictReader(lines)
            return [Pair(r["previous"], r["applied"], r["function"] or None, r["verdict"]) for r in rows]
        ladders = [(row[1] or None, ",".join(row[2:]).split("<")) for row in csv.reader(lines)][1:]
    return [pair for function, rungs in ladders for pair in _climbed([rung.strip() for rung in rungs], function)]


def _climbed(rungs: list[str], function: str | None) -> Iterable[Pair]:
    for previous, applied in permutations(range(len(rungs)), 2):
        verdict = Verdict.OVER if previous > applied else Verdict.UNDER
        yield Pair(rungs[previous], rungs[applied], function, verdict.value)


def tally(pairs: list[Pair], verdict: Callable[[Pair], str]) -> Tally:
    """How ``verdict`` does on ``pairs``."""
    found = [(pair.verdict, verdict(pair)) for pair in pairs]
    flips = ({"over", "under"} == {truth, said} for truth, said in found)
    return Tally(
        sum(truth == said for truth, said in found) / len(found),
        sum(flips) / len(found),
        sum(said == "unsure" for _, said in found) / len(found),
    )


def calibration(pairs: Iterable[Pair]) -> list[tuple[float, int, float]]:
    """(confidence, pairs, share right) for every tenth of the confidence in the less sure of the two titles."""
    bins: dict[float, list[bool]] = defaultdict(list)
    for pair in pairs:
        found = judged(pair)
        if found.verdict is not Verdict.UNSURE:
            sure = min(found.previous.confidence, found.applied.confidence)
            bins[int(sure * 10) / 10].append(found.verdict.value == pair.verdict)
    return [(sure, len(right), sum(right) / len(right)) for sure, right in sorted(bins.items())]


def microseconds(titles: list[str]) -> float:
    """Processor time to read one title that was not read before, on average."""
    for cached in (read_within, parts, phrases):
        cached.cache_clear()
    start = time.process_time()
    for title in titles:
        read_title(title)
    return (time.process_time() - start) / len(titles) * 1e6


def main() -> None:
    """Print everything."""
    sets = {name: read_set(name) for name in SETS if (DATA / name).exists()}
    print(
        f"{'set':26}{'pairs':>6}{'right':>8}{'flipped':>9}{'unsure':>8}{'no function':>14}{'keywords':>14}  fewer wrong"
    )
    for name, pairs in sets.items():
        ours, bare, plain = (tally(pairs, reader) for reader in (by_us, without_function, by_keywords))
        fewer = (1 - plain.right) / max(1 - ours.right, 1 / len(pairs))
        print(
            f"{name:26}{len(pairs):6}{ours.right:8.3f}{ours.flipped:9.4f}{ours.unsure:8.3f}"
            f"{bare.right:8.3f}/{bare.flipped:.3f}{plain.right:8.3f}/{plain.flipped:.3f}{fewer:11.0f}x"
        )
    print("\nconfidence   pairs   right")
    for sure, count, right in calibration(pair for pairs in sets.values() for pair in pairs):
        print(f"{sure:6.1f}+ {count:9} {right:7.3f}")
    titles = sorted({title for pairs in sets.values() for pair in pairs for title in (pair.previous, pair.applied)})
    print(f"\n{microseconds(titles):.0f} microseconds a title, over {len(titles)} titles")


if __name__ == "__main__":
    main()
