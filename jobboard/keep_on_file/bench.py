"""The bench: everybody who is kept and active, as rows narrow enough to look through a million of them.

A record is *stale* until the bench has learned of it, and again whenever something about it or its person changes. A
look at the bench learns what is stale first, so that nobody is missing from it. Rows only ever decide whom to look at
closely: the people themselves are judged by what their own rows in the database say at that moment.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from jobboard.fit.dimensions import levels_that_count
from jobboard.fit.functions import FUNCTIONS, relation
from jobboard.keep_on_file import queries, term_counts
from jobboard.keep_on_file.matching.estimate import Row
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.gates import level_is_sure
from jobboard.keep_on_file.matching.signature import signature
from jobboard.keep_on_file.models import BenchRow, KeptCandidate, KeptStatus
from jobboard.keep_on_file.profiles import kept_person

BATCH = 200
UNKNOWN = 99
"""Stands for a highest level held that nobody knows: it is never out of reach."""

_MOST_CARDS = 32
COLUMNS = tuple(BenchRow.__table__.c[name] for name in Row._fields)
"""What a ``Row`` is made of."""


def mark_stale(session: Session, kept_ids: Sequence[int]) -> None:
    """The bench must learn of these records anew. One statement."""
    changed = update(KeptCandidate).where(KeptCandidate.id.in_(kept_ids)).values(benched_at=None)
    session.execute(changed.execution_options(synchronize_session=False))


def learn(session: Session, board: str, *, now: datetime) -> int:
    """Make the rows of up to ``BATCH`` stale active records anew and return how many that were. One statement when
    there are none, else about twenty."""
    unknown = stale(session, board)
    if not unknown:
        return 0
    kept = queries.kept_by_keys(session, unknown)
    _write(session, kept, now=now)
    return len(kept)


def stale(session: Session, board: str) -> Sequence[int]:
    """The internal keys of ``BATCH`` active records that the bench does not know as they are now. One statement."""
    statement = select(KeptCandidate.id).where(
        KeptCandidate.board == board, KeptCandidate.benched_at.is_(None), KeptCandidate.status == KeptStatus.ACTIVE
    )
    return session.scalars(statement.order_by(KeptCandidate.id).limit(BATCH)).all()


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
        "held_in": " ".join(f"{function}={rank}" for function, rank in sorted(_highest_by_function(person).items())),
        "said": " ".join([person.reason, *_best_first(person.interview.overalls)]) if person.origin else "",
        "evidence_on": newest.date().isoformat() if newest else "",
        "pay": f"{floor.per_year()} {floor.currency}" if floor else "",
        "free_from": person.available_from.isoformat() if person.available_from else "",
        "whereabouts": "\n".join([" ".join(person.work_modes), "\t".join(person.home), *person.places]),
        "signature": signature(person),
    }


def _highest_by_function(person: KeptPerson) -> dict[str, int]:
    highest: dict[str, int] = {}
    for level in levels_that_count(person.facts):
        function = level.function or ""
        highest[function] = max(level.rank, highest.get(function, level.rank))
    return highest


def _best_first(overalls: Sequence[str]) -> list[str]:
    return sorted(overalls, key=_BEST_FIRST.index)[:_MOST_CARDS]


_BEST_FIRST = ("STRONG_YES", "YES", "NO_DECISION", "NO", "DEFINITELY_NO")


def conditions(board: str, job: OpenJob, policy: Policy) -> Iterator[Any]:
    """Conditions on ``BenchRow`` that leave out whom a gate of level, function or consent would drop for ``job``."""
    yield BenchRow.board == board
    yield from let_in(job, policy)


def let_in(job: OpenJob, policy: Policy) -> Iterator[Any]:
    """The same for records that are known to be a board's."""
    functions = functions_for(job, policy)
    yield or_(BenchRow.until.is_(None), BenchRow.until > policy.now)
    if functions is not None:
        yield BenchRow.function.in_(functions)
    if job.level_rank is None or not level_is_sure(job):
        return
    if "wanted_level" not in policy.gates_off:
        yield BenchRow.min_level <= job.level_rank
        yield BenchRow.max_level >= job.level_rank
    if "above_origin" not in policy.gates_off:
        yield BenchRow.better_from <= job.level_rank
    if "within_reach" not in policy.gates_off:
        yield BenchRow.held >= job.level_rank - policy.reach


def functions_for(job: OpenJob, policy: Policy) -> list[str] | None:
    """The functions that the gate of function may let through for ``job``; None for all of them."""
    return None if job.function is None or "function" in policy.gates_off else functions_around(job.function)


def functions_around(function: str) -> list[str]:
    """A function, those next to it, and the empty one of people who are kept for any."""
    near = (other.key for other in FUNCTIONS if relation(function, other.key) in ("same", "adjacent"))
    return ["", function, *(key for key in near if key != function)]
