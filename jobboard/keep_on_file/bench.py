"""The bench: everybody who is kept and active, as rows narrow enough to look through a million of them.

A record is *stale* until the bench has learned of it, and again whenever something about it or its person changes. A
look at the bench learns what is stale first, so that nobody is missing from it. Rows only ever decide whom to look at
closely: the people themselves are judged by what their own rows in the database say at that moment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from itertools import chain
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from jobboard.fit.functions import FUNCTIONS, relation
from jobboard.keep_on_file import queries, term_counts
from jobboard.keep_on_file.matching.estimate import Estimator, Row
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.gates import level_is_sure
from jobboard.keep_on_file.matching.signature import signature
from jobboard.keep_on_file.models import BenchRow, KeptCandidate, KeptStatus
from jobboard.keep_on_file.profiles import kept_person

BATCH = 200
WINDOW = 1000
"""How many of the most promising one pass over the rows keeps; another pass follows only when those are used up."""

UNKNOWN = 99
"""Stands for a highest level held that nobody knows: it is never out of reach."""

_MOST_CARDS = 32
_AT_ONCE = 5000
COLUMNS = tuple(BenchRow.__table__.c[name] for name in Row._fields)
"""What a ``Row`` is made of."""
Promising = tuple[int, int]
"""The most points somebody could get, and their kept record's internal key."""


def mark_stale(session: Session, kept_ids: Sequence[int]) -> None:
    """The bench must learn of these records anew. One statement."""
    changed = update(KeptCandidate).where(KeptCandidate.id.in_(kept_ids)).values(benched_at=None)
    session.execute(changed.execution_options(synchronize_session=False))


def learn(session: Session, board: str, *, now: datetime) -> int:
    """Make the rows of up to ``BATCH`` stale active records anew and return how many that were. One statement when
    there are none, else about twenty."""
    kept = stale(session, board, limit=BATCH)
    if kept:
        _write(session, kept, now=now)
    return len(kept)


def stale(session: Session, board: str, *, limit: int) -> Sequence[KeptCandidate]:
    """Active records that the bench does not know as they are now, with everything matching needs."""
    statement = select(KeptCandidate).where(
        KeptCandidate.board == board, KeptCandidate.benched_at.is_(None), KeptCandidate.status == KeptStatus.ACTIVE
    )
    found = session.scalars(statement.options(*queries.kept_loaded()).order_by(KeptCandidate.id).limit(limit))
    return found.unique().all()


def _write(session: Session, kept: Sequence[KeptCandidate], *, now: datetime) -> None:
    ids = [record.id for record in kept]
    people = [kept_person(record, now=now) for record in kept]
    known = set(session.scalars(select(BenchRow.candidate_id).where(BenchRow.kept_id.in_(ids))))
    session.execute(delete(BenchRow).where(BenchRow.kept_id.in_(ids)))
    rows = [row for person in people if person.consent_live for row in rows_for(kept[0].board, person)]
    if rows:
        session.execute(insert(BenchRow), rows)
    term_counts.add(session, kept[0].board, [person for person in people if person.candidate_id not in known])
    learned = update(KeptCandidate).where(KeptCandidate.id.in_(ids)).values(benched_at=now)
    session.execute(learned.execution_options(synchronize_session=False))


def rows_for(board: str, person: KeptPerson) -> Iterator[dict[str, Any]]:
    """The bench's rows for one kept person, as columns; one for each function they are kept for."""
    narrow = columns(person) | {"board": board}
    for function in person.target_functions or ("",):
        yield narrow | {"function": function}


def columns(person: KeptPerson) -> dict[str, Any]:
    """What every row of a person says, whatever the function."""
    floor, newest = person.pay_floor, person.newest_evidence_at
    return {
        "kept_id": person.kept_id,
        "candidate_id": person.candidate_id,
        "min_level": person.min_level,
        "max_level": person.max_level,
        "better_from": person.better_from or 0,
        "held": UNKNOWN if person.highest_held is None else person.highest_held,
        "until": person.consent_expires_at,
        "ranks": sum({1 << level.rank for level in person.facts.levels}),
        "said": " ".join([person.reason, *_best_first(person.interview.overalls)]) if person.origin else "",
        "evidence_on": newest.date().isoformat() if newest else "",
        "pay": f"{floor.per_year()} {floor.currency}" if floor else "",
        "free_from": person.available_from.isoformat() if person.available_from else "",
        "whereabouts": "\n".join([" ".join(person.work_modes), "\t".join(person.home), *person.places]),
        "signature": signature(person),
    }


def _best_first(overalls: Sequence[str]) -> list[str]:
    return sorted(overalls, key=_BEST_FIRST.index)[:_MOST_CARDS]


_BEST_FIRST = ("STRONG_YES", "YES", "NO_DECISION", "NO", "DEFINITELY_NO")


@dataclass
class Search:
    """Everybody on a board's bench whom it does not rule out for ``job``. ``read`` is how many records were looked at,
    once the first window is known."""

    session: Session
    board: str
    job: OpenJob
    policy: Policy
    read: int = 0

    def windows(self) -> Iterator[list[Promising]]:
        """The most promising first, in windows. One statement a window; rows that a gate of level, function or consent
        would drop are not read, and no more than a window is held."""
        statement = select(*COLUMNS).where(*conditions(self.board, self.job, self.policy))
        estimator, last = Estimator(self.job, self.policy), None
        while window := self._window(statement, estimator, last):
            yield window
            last = window[-1]

    def _window(self, statement: Any, estimator: Estimator, last: Promising | None) -> list[Promising]:
        seen: set[int] = set()
        found = self.session.connection().execute(statement.execution_options(stream_results=True))
        window = nlargest(WINDOW, _reckoned(found, estimator, last, seen), key=_order)
        self.read += len(seen) if last is None else 0
        return window


def _order(each: Promising) -> Promising:
    return each[0], -each[1]


def _reckoned(found: Any, estimator: Estimator, last: Promising | None, seen: set[int]) -> Iterator[Promising]:
    for row in chain.from_iterable(found.partitions(_AT_ONCE)):
        seen.add(row[0])
        most = estimator.most(row)
        if most is not None and (last is None or _order((most, row[0])) < _order(last)):
            yield most, row[0]


def conditions(board: str, job: OpenJob, policy: Policy) -> Iterator[Any]:
    """Conditions on ``BenchRow`` that leave out whom a gate of level, function or consent would drop for ``job``."""
    yield BenchRow.board == board
    yield or_(BenchRow.until.is_(None), BenchRow.until > policy.now)
    if job.function is not None and "function" not in policy.gates_off:
        yield BenchRow.function.in_(functions_around(job.function))
    if job.level_rank is None or not level_is_sure(job):
        return
    if "wanted_level" not in policy.gates_off:
        yield BenchRow.min_level <= job.level_rank
        yield BenchRow.max_level >= job.level_rank
    if "above_origin" not in policy.gates_off:
        yield BenchRow.better_from <= job.level_rank
    if "within_reach" not in policy.gates_off:
        yield BenchRow.held >= job.level_rank - policy.reach


def functions_around(function: str) -> list[str]:
    """A function, those next to it, and the empty one of people who are kept for any."""
    near = (other.key for other in FUNCTIONS if relation(function, other.key) in ("same", "adjacent"))
    return ["", function, *(key for key in near if key != function)]
