"""Who would fit if one thing about a job were different: its pay, its level, where or how the work is done.

Asked while a job is still a draft, when such a change costs nothing. Bounded: of a bench of any size only so many rows
are read for each question and only the most promising of them are looked at closely, so a count is “at least”
wherever there are more.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jobboard.fit.pay import Pay, money
from jobboard.jobs.models import Job
from jobboard.keep_on_file import bench, queries
from jobboard.keep_on_file.look import as_open, people_for
from jobboard.keep_on_file.matching.changes import Change, job_changes
from jobboard.keep_on_file.matching.estimate import Estimator, Row
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.gates import level_is_sure
from jobboard.keep_on_file.models import BenchRow

MOST_ROWS = 1000
"""Rows of the bench that are read for one question."""
LOOKED_AT = 20
"""People who are looked at closely for one question."""
SHOWN = 4
_LEVEL_GATES = frozenset({"above_origin", "within_reach", "wanted_level"})
_STEPS = 2
"""How many levels away a job is still the same job, set a little differently."""
_EASIEST = ("pay", "mode", "level", "place")
_MOST_PAY = 1.25
"""A band that would have to grow by more is another job."""


@dataclass(frozen=True, slots=True)
class Almost:
    """So many ``more`` kept people would fit if, as ``sentence`` goes on; ``at_least`` when there may be others."""

    more: int
    sentence: str
    at_least: bool = False


def almost(session: Session, job: Job, policy: Policy) -> list[Almost]:
    """The changes of ``job`` that would bring most people more, the most first. Writes nothing. At most about
    twenty-five statements, however large the bench."""
    wanted = as_open(session, job)
    near, cut = _near(session, job, wanted, policy)
    people = people_for(session, queries.kept_by_keys(session, near), policy) if near else []
    changes = _by_person((person, change) for person in people for change in job_changes(person, wanted, policy))
    return _largest(changes, wanted, at_least=cut)


def _near(session: Session, job: Job, wanted: OpenJob, policy: Policy) -> tuple[list[int], bool]:
    """Internal keys of the most promising records that one gate of the job shuts out, and whether there were more."""
    keys: dict[int, None] = {}
    cut = False
    for gates in ({"pay"}, {"place"}, _LEVEL_GATES):
        relaxed = replace(policy, gates_off=policy.gates_off | gates)
        rows = session.execute(_statement(job, wanted, policy, relaxed).limit(MOST_ROWS)).all()
        found = list(
            _shut_out((Row._make(row) for row in rows), wanted, policy, relaxed, by_level="within_reach" in gates)
        )
        cut = cut or len(rows) == MOST_ROWS or len(found) > LOOKED_AT
        keys.update(dict.fromkeys(key for _most, key in nlargest(LOOKED_AT, found)))
    return list(keys), cut


def _statement(job: Job, wanted: OpenJob, policy: Policy, relaxed: Policy) -> Any:
    statement = select(*bench.COLUMNS).where(*bench.conditions(job.board, wanted, relaxed))
    if "within_reach" not in relaxed.gates_off or "within_reach" in policy.gates_off:
        return statement
    return statement.where(*_a_little_off(wanted, policy))


def _a_little_off(wanted: OpenJob, policy: Policy) -> Iterator[Any]:
    """The level shuts them out, but not by far. Nobody when the level is a guess, which shuts out nobody."""
    rank = wanted.level_rank
    if rank is None or not level_is_sure(wanted):
        yield BenchRow.kept_id < 0
        return
    yield BenchRow.min_level <= rank + _STEPS
    yield BenchRow.max_level >= rank - _STEPS
    yield or_(
        BenchRow.min_level > rank,
        BenchRow.max_level < rank,
        BenchRow.better_from > rank,
        BenchRow.held < rank - policy.reach,
    )


def _shut_out(
    rows: Iterator[Row], wanted: OpenJob, policy: Policy, relaxed: Policy, *, by_level: bool
) -> Iterator[tuple[int, int]]:
    """The most points and the key of each record that only the relaxed gates shut out, for all that its row says."""
    strict, lenient = Estimator(wanted, policy), Estimator(wanted, relaxed)
    for row in rows:
        most = lenient.most(row)
        if most is not None and (by_level or strict.most(row) is None):
            yield most, row.kept_id


def _by_person(found: Iterator[tuple[KeptPerson, Change]]) -> list[tuple[int, KeptPerson, Change]]:
    """One of each change a person: kept twice is still one more."""
    once = {(person.candidate_id, change.sentence): (person, change) for person, change in found}
    return [(key[0], person, change) for key, (person, change) in once.items()]


def _largest(changes: Sequence[tuple[int, KeptPerson, Change]], wanted: OpenJob, *, at_least: bool) -> list[Almost]:
    """Of as many, what is easiest to change comes first."""
    counts: Counter[tuple[str, str]] = Counter((c.kind, c.sentence) for _who, _person, c in changes if c.kind != "pay")
    floors = [person.pay_floor for _who, person, change in changes if change.kind == "pay" and person.pay_floor]
    counts.update({("pay", sentence): count for sentence, count in _pay_steps(floors, wanted).items()})
    ordered = sorted(counts.items(), key=lambda found: (-found[1], _EASIEST.index(found[0][0])))[:SHOWN]
    return [Almost(count, sentence, at_least) for (_kind, sentence), count in ordered]


def _pay_steps(floors: Sequence[Pay], wanted: OpenJob) -> dict[str, int]:
    """The nearest pay that would bring somebody more, and the one within a quarter that would bring the most."""
    most = wanted.facts.pay_max or wanted.facts.pay_min
    if most is None:
        return {}
    years = sorted(floor.per_year() for floor in floors if floor.per_year() <= most.per_year() * _MOST_PAY)
    steps = dict.fromkeys([years[0], years[-1]]) if years else {}
    return {
        f"the pay reached {money(step, most.currency)} a year": sum(year <= step for year in years) for step in steps
    }
