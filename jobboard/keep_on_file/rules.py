"""Every write to the rules that a “not for this” leaves behind. Call inside a transaction.

A rule keeps its person from surfacing, and out of the inbox, for what it reaches. Ending or narrowing one lets them
back: whoever calls looks through the open jobs for that person once more.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.db.history import record
from jobboard.errors import Conflict, InvalidInput
from jobboard.fit.functions import function_label
from jobboard.fit.ladder import DEFAULT_LADDER
from jobboard.jobs.models import Job
from jobboard.keep_on_file import decisions, rule_queries
from jobboard.keep_on_file.models import DismissalRule, DismissalScope, Surfacing, SurfacingStatus


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """How far a “not for this” reaches, why, and until when; without ``until`` it holds until somebody ends it."""

    scope: DismissalScope
    reason: str = ""
    until: datetime | None = None


def make_rule(
    session: Session, surfacing: Surfacing, terms: RuleTerms, *, actor: Actor, now: datetime
) -> DismissalRule:
    """Write down the rule that dismissing this review makes. Job and kept record must be loaded. Raises
    ``InvalidInput`` when the job has nothing to speak of, such as a level for the scope ``level``."""
    rule = DismissalRule(
        board=surfacing.board,
        candidate_id=surfacing.kept.candidate_id,
        surfacing_id=surfacing.id,
        made_by_id=actor.id,
        made_by_name=actor.name,
        made_at=now,
    )
    _set_terms(rule, terms, surfacing.job)
    session.add(rule)
    session.flush()
    _note(session, rule, "rule_made", actor=actor, now=now, after=reach(rule, surfacing.job), why=terms.reason)
    return rule


def change_rule(
    session: Session, rule: DismissalRule, terms: RuleTerms, *, job: Job | None, actor: Actor, now: datetime
) -> None:
    """Give a rule another reach, reason or last day. ``job`` is the one it came from. Raises ``Conflict`` when it has
    ended, ``InvalidInput`` when ``job`` has nothing to speak of."""
    _check_open(rule)
    before = _said(rule, job)
    if terms.scope is not rule.scope:
        _set_reach(rule, terms.scope, job)
    rule.reason, rule.until = terms.reason, terms.until
    session.flush()
    _note(session, rule, "rule_changed", actor=actor, now=now, before=before, after=_said(rule, job), why=terms.reason)


def end_rule(session: Session, rule: DismissalRule, *, actor: Actor, now: datetime, why: str = "") -> None:
    """The rule holds no longer, and the review it came from waits for a decision again. Raises ``Conflict`` when it
    has ended before."""
    _check_open(rule)
    rule.ended_at, rule.ended_by_name = now, actor.name
    found = rule_queries.surfacing_of(session, rule)
    job = rule.job if rule.scope is DismissalScope.JOB else None
    _note(session, rule, "rule_ended", actor=actor, now=now, before=reach(rule, job), why=why)
    if found is not None and found.status is SurfacingStatus.DISMISSED:
        decisions.reopen(session, found, actor=actor, now=now, why="The “not for this” was ended.")


def end_rules_from(session: Session, surfacings: list[Surfacing], *, actor: Actor, now: datetime) -> list[int]:
    """End what these reviews left, because the decision is taken back; the people concerned (internal keys). The
    reviews themselves are put back by the caller. One statement."""
    rules = rule_queries.open_rules_from(session, surfacings)
    jobs = {found.id: found.job for found in surfacings}
    for rule in rules:
        rule.ended_at, rule.ended_by_name = now, actor.name
        said = reach(rule, jobs.get(rule.surfacing_id or 0))
        _note(session, rule, "rule_ended", actor=actor, now=now, before=said, why="Taken back.")
    return [rule.candidate_id for rule in rules]


def reach(rule: DismissalRule, job: Job | None) -> str:
    """“Not for Marketing Manager”, “Not for jobs at manager”, “Not for jobs in Marketing”, “Not for any job”."""
    if rule.scope is DismissalScope.JOB:
        return f"Not for {job.title}" if job is not None else "Not for one job"
    if rule.scope is DismissalScope.LEVEL:
        return f"Not for jobs at the level {DEFAULT_LADDER.label(rule.level_rank or 0).lower()}"
    if rule.scope is DismissalScope.FUNCTION:
        return f"Not for jobs in {function_label(rule.function or '')}"
    return "Not for any job"


def _said(rule: DismissalRule, job: Job | None) -> str:
    until = f", until {rule.until:%-d %B %Y}" if rule.until else ""
    return reach(rule, job) + until


def _check_open(rule: DismissalRule) -> None:
    if rule.ended_at is not None:
        raise Conflict(f"{rule.ended_by_name} has ended this rule already. It holds nobody back.")


def _set_terms(rule: DismissalRule, terms: RuleTerms, job: Job) -> None:
    rule.reason, rule.until = terms.reason, terms.until
    _set_reach(rule, terms.scope, job)


def _set_reach(rule: DismissalRule, scope: DismissalScope, job: Job | None) -> None:
    """The scope with what it speaks of, taken from the job; the others are emptied."""
    kind = DismissalScope
    named = {
        kind.JOB: job.id if job else None,
        kind.LEVEL: job.level_rank if job else None,
        kind.FUNCTION: job.function if job else None,
        kind.ALWAYS: True,
    }[scope]
    if named is None:
        raise InvalidInput({"scope": [f"The job this came from names no {scope.value}. Choose another reach."]})
    rule.scope = scope
    rule.job_id = job.id if job is not None and scope is kind.JOB else None
    rule.level_rank = job.level_rank if job is not None and scope is kind.LEVEL else None
    rule.function = job.function if job is not None and scope is kind.FUNCTION else None


def _note(
    session: Session,
    rule: DismissalRule,
    what: str,
    *,
    actor: Actor,
    now: datetime,
    before: str = "",
    after: str = "",
    why: str = "",
) -> None:
    record(session, rule, what, actor=actor, at=now, about=rule.candidate_id, before=before, after=after, why=why)
