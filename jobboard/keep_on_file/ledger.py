"""The promise ledger: what became of everybody we told “we will keep you on file”. Every read of it, counted in SQL.

One definition of each figure for every page, file and command. The docstring of ``PromiseFigures`` is that definition;
``docs/keep-on-file.md`` says the same to a recruiter.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CTE, Text, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from jobboard.access import Scope
from jobboard.applications.models import Application, ApplicationStatus
from jobboard.candidates.models import Consent, ConsentPurpose
from jobboard.db.paging import Page, PageRequest
from jobboard.keep_on_file.kept_queries import kept_for_a_list
from jobboard.keep_on_file.models import NOT_PROMISED, KeptCandidate, KeptStatus

_NOT_YET_MADE = (*NOT_PROMISED, KeptStatus.AWAITING_CONSENT)
_PERHAPS_NEVER_MADE = (KeptStatus.EXPIRED, KeptStatus.DECLINED)
_STOPPED = (KeptStatus.WITHDRAWN, KeptStatus.DECLINED, KeptStatus.ERASED)


@dataclass(frozen=True, slots=True)
class PromiseFigures:
    """What became of some promises, in people's records.

    ``made``: the person had agreed to be kept; proposals and questions not answered with yes are not promises.
    ``considered``: a recruiter decided something about them for a job, also where that was ended since, or they were
    hired; opening the page is not yet considering. ``contacted``: written to about a better role. ``hired``: they have
    had a job through us since. ``lapsed``: the promise ran out before anybody considered them. ``stopped``: they ended
    it themselves before that.
    """

    made: int = 0
    considered: int = 0
    contacted: int = 0
    hired: int = 0
    lapsed: int = 0
    stopped: int = 0

    @property
    def waiting(self) -> int:
        """Kept, and neither considered nor over."""
        return self.made - self.considered - self.lapsed - self.stopped

    def __add__(self, other: "PromiseFigures") -> "PromiseFigures":
        return PromiseFigures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


class LedgerBy(StrEnum):
    """What the lines of the ledger stand for."""

    MONTH = "month"
    RECRUITER = "recruiter"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line: ``key`` is the number of a cohort counted from 0, a recruiter's opaque id or a function's key (empty
    for “any”); ``name`` is the recruiter's name."""

    key: str
    name: str
    figures: PromiseFigures


def promise_figures(
    session: Session, scope: Scope, *, since: datetime, now: datetime, until: datetime | None = None
) -> PromiseFigures:
    """What became of the promises made since a moment, and before ``until``. One statement."""
    promise = _promises(scope, since=since, until=until, now=now)
    return _figures(session.execute(select(*_sums(promise))).one())


def ledger(
    session: Session, scope: Scope, by: LedgerBy, cohorts: Sequence[datetime], *, now: datetime
) -> tuple[PromiseFigures, list[LedgerLine]]:
    """All promises made from the first of ``cohorts`` (beginnings of months or quarters, in order) to before the last,
    and the same by line. The lines of a function overlap: who is kept for two stands in both. One statement."""
    key, name = _LINES[by](cohorts)
    extra = (key.label("key"), name.label("name"))
    promise = _promises(scope, since=cohorts[0], until=cohorts[-1], now=now, extra=extra)
    grouped = select(promise.c.key, func.max(promise.c.name), *_sums(promise)).group_by(promise.c.key)
    rows = session.execute(grouped).all()
    found = [LedgerLine(str(row[0]), str(row[1]), _figures(row[2:])) for row in rows]
    total = sum((line.figures for line in found), PromiseFigures())
    return total, _by_function(found) if by is LedgerBy.FUNCTION else found


def _by_function(found: Sequence[LedgerLine]) -> list[LedgerLine]:
    """Lines of combinations, each a JSON list, as one line a function."""
    lines: dict[str, PromiseFigures] = {}
    for line in found:
        for function in json.loads(line.key) or [""]:
            lines[function] = lines.get(function, PromiseFigures()) + line.figures
    return [LedgerLine(function, "", figures) for function, figures in lines.items()]


def _cohort_line(cohorts: Sequence[datetime]) -> tuple[Any, Any]:
    """Counted from the newest, where most promises are."""
    latest = len(cohorts) - 2
    ladder = [(KeptCandidate.promised_at >= cohorts[number], number) for number in range(latest, 0, -1)]
    return (case(*ladder, else_=0) if ladder else literal(0)), literal("")


_LINES: dict[LedgerBy, Any] = {
    LedgerBy.MONTH: _cohort_line,
    LedgerBy.RECRUITER: lambda _cohorts: (KeptCandidate.owner_id, KeptCandidate.owner_name),
    LedgerBy.FUNCTION: lambda _cohorts: (cast(KeptCandidate.target_functions, Text), literal("")),
}


def lapsed_people(
    session: Session,
    scope: Scope,
    wanted: PageRequest,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    total: int | None = None,
) -> Page[KeptCandidate]:
    """Whom nobody considered before the promise ran out, latest end first, with the person and what they came for.
    Three statements where ``total`` is known from the ledger (none at all for nobody), else four."""
    unseen = (*_made(scope, since, until), _ran_out(now), ~_considered(), ~_hired(scope))
    found = select(KeptCandidate.id).where(*unseen)
    if total is None:
        total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    newest = found.order_by(KeptCandidate.expires_at.desc(), KeptCandidate.id.desc())
    keys = session.scalars(newest.limit(wanted.size).offset(wanted.offset)).all() if total else []
    return Page(kept_for_a_list(session, keys), total, wanted.number, wanted.size)


def _promises(
    scope: Scope, *, since: datetime, until: datetime | None, now: datetime, extra: Sequence[Any] = ()
) -> CTE:
    """One row a promise, with 1 for what became of it and 0 for what did not. Kept apart from the sums, because SQLite
    would otherwise look up each fact again for each sum."""
    facts = (
        select(
            *extra,
            _flag(_considered()).label("considered"),
            _flag(_contacted()).label("contacted"),
            _flag(_hired(scope)).label("hired"),
            _flag(_ran_out(now)).label("lapsed"),
            _flag(KeptCandidate.status.in_(_STOPPED)).label("stopped"),
        )
        .where(*_made(scope, since, until))
        .cte("promise")
    )
    return facts.prefix_with("MATERIALIZED")


def _sums(promise: CTE) -> tuple[Any, ...]:
    considered = or_(promise.c.considered == 1, promise.c.hired == 1)
    return (
        func.count(),
        func.sum(_flag(considered)),
        func.sum(promise.c.contacted),
        func.sum(promise.c.hired),
        func.sum(case((considered, 0), else_=promise.c.lapsed)),
        func.sum(case((considered, 0), else_=promise.c.stopped)),
    )


def _figures(row: Sequence[Any]) -> PromiseFigures:
    return PromiseFigures(*(int(value or 0) for value in row))


def _flag(condition: Any) -> Any:
    return case((condition, 1), else_=0)


def _made(scope: Scope, since: datetime, until: datetime | None) -> tuple[Any, ...]:
    """Only for a record that is over does it matter whether there was ever a yes: one that ended as an unanswered
    question was no promise."""
    agreed = exists().where(
        Consent.candidate_id == KeptCandidate.candidate_id, Consent.purpose == ConsentPurpose.KEEP_ON_FILE
    )
    until_then = (KeptCandidate.promised_at < until,) if until is not None else ()
    return (
        KeptCandidate.board == scope.board,
        KeptCandidate.promised_at >= since,
        *until_then,
        KeptCandidate.status.not_in(_NOT_YET_MADE),
        or_(KeptCandidate.status.not_in(_PERHAPS_NEVER_MADE), agreed),
    )


def _considered() -> Any:
    return or_(KeptCandidate.times_considered > 0, KeptCandidate.status == KeptStatus.IN_CONVERSATION)


def _contacted() -> Any:
    return or_(KeptCandidate.times_contacted > 0, KeptCandidate.status == KeptStatus.IN_CONVERSATION)


def _hired(scope: Scope) -> Any:
    """Placed, or hired through any application that closed since the promise. Those ever hired are few and are looked
    up first."""
    hired = (Application.board == scope.board, Application.status == ApplicationStatus.HIRED)
    ever = select(Application.candidate_id).where(*hired)
    since = exists().where(
        Application.candidate_id == KeptCandidate.candidate_id,
        *hired,
        Application.closed_at >= KeptCandidate.promised_at,
    )
    return or_(KeptCandidate.status == KeptStatus.PLACED, and_(KeptCandidate.candidate_id.in_(ever), since))


def _ran_out(now: datetime) -> Any:
    """Ended on its date, also where the sweep that says so has not come by yet."""
    over = and_(KeptCandidate.status.in_((KeptStatus.ACTIVE, KeptStatus.PAUSED)), KeptCandidate.expires_at <= now)
    return or_(KeptCandidate.status == KeptStatus.EXPIRED, over)
