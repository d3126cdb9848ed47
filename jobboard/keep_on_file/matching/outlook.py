"""What a whole block of the bench promises for one job, the most promising of its rows first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TypeAlias

from jobboard.keep_on_file.matching.bitmaps import Bitmap, by_value, grouped, rows_in, total
from jobboard.keep_on_file.matching.blocks import GATED, PEOPLE, REASONS, WORDS, Block, People, bit_name, bits_of
from jobboard.keep_on_file.matching.estimate import Estimator
from jobboard.keep_on_file.matching.gates import level_is_sure
from jobboard.keep_on_file.matching.levels import Levels
from jobboard.keep_on_file.matching.shares import FINE, Share, bare, shares

Promising: TypeAlias = tuple[int, int]
"""The most points somebody could get, and their kept record's internal key."""
_Groups: TypeAlias = Mapping[int | None, Bitmap]
"""Rows by the points that one column is worth; None where a gate shuts them out."""


@dataclass(frozen=True, slots=True)
class View:
    """One block as one job sees it: how many of its rows level and consent let through, and of those that no gate
    shuts out for sure (``among``) the most points of each, in slices, above the ``least`` of all."""

    read: int
    people: People
    least: int
    points: list[Bitmap]
    among: Bitmap

    def promising(self) -> Iterator[Promising]:
        """The most each row could score and its kept record, the highest first."""
        for points, rows in by_value(self.points, self.among):
            yield from ((self.least + points, key) for row in rows_in(rows) if (key := self.people[row]))


@dataclass
class Outlook:
    """Reckons blocks for the job and under the policy of an estimator."""

    estimator: Estimator
    _shares: list[Share] = field(init=False)
    _bare: int = field(init=False)

    def __post_init__(self) -> None:
        """What each thing is worth that the job asks about."""
        job, policy = self.estimator.job, self.estimator.policy
        self._shares = [share for share in shares(job, policy) if share.worth]
        self._bare = bare(job, policy) + FINE * self.estimator.always

    def parts(self) -> list[str]:
        """The parts of a block that this takes."""
        asked = reduce(or_, (way for share in self._shares for way in share.ways), 0)
        return [PEOPLE, WORDS, *GATED, *REASONS, *map(bit_name, bits_of(asked))]

    def over(self, block: Block) -> "View":
        """What ``block`` promises."""
        let_in = everybody = (1 << len(block)) - 1
        for column in GATED:
            let_in = self._groups(block, column, let_in).get(0, 0)
        groups = [self._groups(block, column, let_in) for column in REASONS]
        among = reduce(lambda rows, group: rows & ~group.get(None, 0), groups, let_in)
        least = self._bare + FINE * (self.estimator.of_word("function", block.function) or 0)
        least += FINE * sum(min(_points(group), default=0) for group in groups)
        weighted = [each for group in groups for each in _above_the_least(group)]
        weighted += [(share.worth, block.having(share.ways)) for share in self._shares]
        points = total([*weighted, (least % FINE, everybody)])[FINE.bit_length() - 1 :]
        return View(let_in.bit_count(), block.people, least // FINE, points, among)

    def _groups(self, block: Block, column: str, among: Bitmap) -> _Groups:
        worths = [self._worth(column, word) for word in block.words[column]]
        return grouped(block.column(column), worths, among)

    def _worth(self, column: str, word: str | None) -> int | None:
        if column == "until":
            return None if word and word < self.estimator.policy.now.date().isoformat() else 0
        if column == "levels":
            return self._by_levels(word)
        return self.estimator.of_word(column, word)

    def _by_levels(self, word: str | None) -> int | None:
        job, policy = self.estimator.job, self.estimator.policy
        if word is None or job.level_rank is None or not level_is_sure(job):
            return 0
        return 0 if Levels.read(word).fit(job.level_rank, policy) else None


def _points(group: _Groups) -> Iterator[int]:
    return (points for points in group if points is not None)


def _above_the_least(group: _Groups) -> Iterator[tuple[int, Bitmap]]:
    """The same points above the least of them, a power of two at a time: no row has two of them."""
    known = {points: rows for points, rows in group.items() if points is not None}
    least, most = min(known, default=0), max(known, default=0)
    for place in range((most - least).bit_length()):
        rows = reduce(or_, (rows for points, rows in known.items() if points - least >> place & 1), 0)
        yield FINE << place, rows
