"""Every read of the rules that a “not for this” leaves behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from jobboard.access import Scope
from jobboard.candidates.models import Candidate
from jobboard.db.history import History
from jobboard.db.paging import Page, PageRequest, page_of
from jobboard.errors import NotFound
from jobboard.jobs.models import Job
from jobboard.keep_on_file.matching.facts import Dismissal
from jobboard.keep_on_file.models import DismissalRule, DismissalScope, Surfacing

MOST_OF_ONE_PERSON = 50


def in_force(now: datetime) -> Any:
    """Condition on ``DismissalRule``: nobody ended it, and its last day has not come."""
    return and_(DismissalRule.ended_at.is_(None), or_(DismissalRule.until.is_(None), DismissalRule.until > now))


def reaches_job() -> Any:
    """Condition that joins ``DismissalRule`` to ``Job``: the rule speaks about this job."""
    kind, rule = DismissalScope, DismissalRule
    return or_(
        and_(rule.scope == kind.JOB, rule.job_id == Job.id),
        and_(rule.scope == kind.LEVEL, rule.level_rank == Job.level_rank),
        and_(rule.scope == kind.FUNCTION, rule.function == Job.function),
        rule.scope == kind.ALWAYS,
    )


def set_aside(candidate_id: Any, now: datetime) -> Any:
    """Condition beside a statement that has ``Job``: a rule in force sets this person aside for it."""
    return exists().where(DismissalRule.candidate_id == candidate_id, in_force(now), reaches_job())


def dismissals(session: Session, candidate_ids: Sequence[int], *, now: datetime) -> dict[int, list[Dismissal]]:
    """The rules in force about these people as matching sees them, by person. One statement."""
    rules = session.scalars(
        select(DismissalRule)
        .where(DismissalRule.candidate_id.in_(candidate_ids), in_force(now))
        .order_by(DismissalRule.id)
    )
    found: dict[int, list[Dismissal]] = {}
    for rule in rules:
        found.setdefault(rule.candidate_id, []).append(_as_fact(rule))
    return found


def _as_fact(rule: DismissalRule) -> Dismissal:
    return Dismissal(
        rule.scope.value,
        rule.job_id,
        rule.level_rank,
        rule.function,
        rule.reason,
        made_by=rule.made_by_name,
        made_at=rule.made_at,
        until=rule.until,
    )


@dataclass(frozen=True, slots=True)
class WantedRules:
    """Which rules a list shows: those in force at ``now`` or those that ended, of one person, by part of a name, made
    by one actor."""

    now: datetime
    ended: bool = False
    person: str = ""
    text: str = ""
    made_by: str = ""


def _rules(scope: Scope) -> Select[Any]:
    return (
        select(DismissalRule)
        .join(DismissalRule.candidate)
        .where(DismissalRule.board == scope.board, Candidate.erased_at.is_(None))
        .options(joinedload(DismissalRule.candidate), joinedload(DismissalRule.job).joinedload(Job.organization))
    )


def rules_page(session: Session, scope: Scope, wanted: WantedRules, page: PageRequest) -> Page[DismissalRule]:
    """The wanted rules, newest first, with people and jobs. Two statements."""
    state = in_force(wanted.now)
    statement = _rules(scope).where(~state if wanted.ended else state)
    if wanted.person:
        statement = statement.where(Candidate.public_id == wanted.person)
    if wanted.text:
        statement = statement.where(Candidate.name.icontains(wanted.text, autoescape=True))
    if wanted.made_by:
        statement = statement.where(DismissalRule.made_by_id == wanted.made_by)
    newest = statement.order_by(DismissalRule.made_at.desc(), DismissalRule.id.desc())
    return page_of(session, newest, page)


def rules_in_force(scope: Scope, now: datetime) -> Select[Any]:
    """The rules of a board that hold now, to count or to read."""
    return (
        select(DismissalRule)
        .join(DismissalRule.candidate)
        .where(DismissalRule.board == scope.board, Candidate.erased_at.is_(None), in_force(now))
    )


def rules_of(session: Session, scope: Scope, candidate: Candidate, *, now: datetime) -> list[DismissalRule]:
    """The rules in force about one person, newest first, with jobs. One statement."""
    return list(
        session.scalars(
            _rules(scope)
            .where(DismissalRule.candidate_id == candidate.id, in_force(now))
            .order_by(DismissalRule.id.desc())
            .limit(MOST_OF_ONE_PERSON)
        )
    )


def get_rule(session: Session, scope: Scope, public_id: str) -> DismissalRule:
    """One rule with its person and job, or ``NotFound``. One statement."""
    found: DismissalRule | None = session.scalars(
        _rules(scope).where(DismissalRule.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotFound("rule")
    return found


def surfacing_of(session: Session, rule: DismissalRule) -> Surfacing | None:
    """The review that the rule came from, with its job and kept record, while both are there. One statement."""
    return session.scalars(
        select(Surfacing)
        .where(Surfacing.id == rule.surfacing_id)
        .options(joinedload(Surfacing.job).joinedload(Job.organization), joinedload(Surfacing.kept))
    ).one_or_none()


def open_rules_from(session: Session, surfacings: Sequence[Surfacing]) -> Sequence[DismissalRule]:
    """The rules that these reviews left and that nobody has ended. One statement."""
    ids = [found.id for found in surfacings]
    return session.scalars(
        select(DismissalRule).where(DismissalRule.surfacing_id.in_(ids), DismissalRule.ended_at.is_(None))
    ).all()


def rule_history(session: Session, rule: DismissalRule, *, limit: int = 50) -> Sequence[History]:
    """What happened to a rule, newest first. One statement."""
    return session.scalars(
        select(History)
        .where(
            History.board == rule.board,
            History.subject_type == "DismissalRule",
            History.subject_id == rule.public_id,
        )
        .order_by(History.id.desc())
        .limit(limit)
    ).all()


def over(board: str, now: datetime) -> Select[Any]:
    """Rules whose last day has come and that nobody has ended."""
    return select(DismissalRule).where(
        DismissalRule.board == board, DismissalRule.ended_at.is_(None), DismissalRule.until <= now
    )
