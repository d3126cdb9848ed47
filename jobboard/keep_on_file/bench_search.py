"""Looking through the bench for one job, the most promising records first.

Rows in blocks are reckoned together, loose ones one by one. What they promise is never less than somebody is worth, so
whoever looks at people in this order may stop once nobody further down can be among the best.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush, merge
from itertools import chain, islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.keep_on_file.bench import COLUMNS, functions_for, let_in
from jobboard.keep_on_file.bench_blocks import loose_on, read_blocks
from jobboard.keep_on_file.matching.estimate import Estimator
from jobboard.keep_on_file.matching.facts import OpenJob, Policy
from jobboard.keep_on_file.matching.outlook import Outlook, Promising
from jobboard.keep_on_file.models import BenchRow

REFINED = 128
"""How many of the most promising rows of blocks are read at a time."""
_AT_ONCE = 5000


@dataclass
class Search:
    """Everybody on a board's bench whom it does not rule out for ``job``. ``read`` is how many records consent and
    level let through, once the first of them is known; in blocks one counts for each function it is kept for."""

    session: Session
    board: str
    job: OpenJob
    policy: Policy
    read: int = 0
    _estimator: Estimator = field(init=False)

    def __post_init__(self) -> None:
        """What the job asks about."""
        self._estimator = Estimator(self.job, self.policy)

    def promising(self) -> Iterator[Promising]:
        """Records by the most that each could score; one with several rows may come several times. Two statements, and
        one more for each ``REFINED`` rows of blocks that are asked for. Loose rows are read before blocks, so that one
        that becomes part of a block meanwhile is not missed."""
        return merge(self._loose(), self._refined(self._in_blocks()), key=_first)

    def _loose(self) -> Iterator[Promising]:
        statement = select(*COLUMNS).where(loose_on(self.board), *let_in(self.job, self.policy))
        found = self.session.connection().execute(statement.execution_options(stream_results=True))
        reckoned: list[Promising] = []
        records = set()
        for row in chain.from_iterable(found.partitions(_AT_ONCE)):
            records.add(row[0])
            reckoned += self._reckoned(row)
        self.read += len(records)
        yield from sorted(reckoned, key=_first)

    def _in_blocks(self) -> Iterator[Promising]:
        """Rows in blocks by what their block promises. One statement."""
        outlook = Outlook(self._estimator)
        blocks = read_blocks(self.session, self.board, outlook.parts(), functions_for(self.job, self.policy))
        views = [outlook.over(block) for block in blocks]
        self.read += sum(view.read for view in views)
        return merge(*(view.promising() for view in views), key=_first)

    def _refined(self, found: Iterator[Promising]) -> Iterator[Promising]:
        """The same by what the rows promise themselves, which may be less; those that are no longer there are left out.
        One statement for ``REFINED`` of them."""
        refined: list[tuple[tuple[int, int], Promising]] = []
        while batch := list(islice(found, REFINED)):
            for each in self._by_row([kept_id for _most, kept_id in batch]):
                heappush(refined, (_first(each), each))
            most_to_come, _kept_id = batch[-1]
            while refined and refined[0][1][0] >= most_to_come:
                yield heappop(refined)[1]
        yield from (each for _key, each in sorted(refined))

    def _by_row(self, kept_ids: Sequence[int]) -> Iterator[Promising]:
        statement = select(*COLUMNS).where(BenchRow.kept_id.in_(kept_ids), *let_in(self.job, self.policy))
        return chain.from_iterable(map(self._reckoned, self.session.connection().execute(statement)))

    def _reckoned(self, row: Sequence[Any]) -> Iterator[Promising]:
        """What a row promises; nothing where a gate shuts it out for sure."""
        most = self._estimator.most(row)
        if most is not None:
            yield most, row[0]


def _first(each: Promising) -> tuple[int, int]:
    """Sorts the most promising to the front, and of equals who has been known longest."""
    return -each[0], each[1]
