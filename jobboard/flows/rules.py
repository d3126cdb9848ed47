"""A recruiter looks after the rules that “not for this” left behind: changes them, ends them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import SYSTEM, Actor, Scope
from jobboard.flows.surface import surface_people_later
from jobboard.keep_on_file import rule_queries, rules, service
from jobboard.keep_on_file.models import DismissalRule, DismissalScope
from jobboard.keep_on_file.review_schemas import Calendar, read_rule_form
from jobboard.state import BoardState


def calendar(board: BoardState) -> Calendar:
    """Today, as the board counts days."""
    return Calendar(board.now().astimezone(board.zone).date(), board.zone)


def change_rule(board: BoardState, rule_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Give a rule another reach, reason or last day; whom it no longer holds back surfaces for the open jobs that fit.
    Raises ``InvalidInput``, ``Conflict`` when it has ended."""
    terms = read_rule_form(form, calendar=calendar(board))
    with board.transaction() as session:
        rule = rule_queries.get_rule(session, Scope(board.name, actor), rule_id)
        found = rule_queries.surfacing_of(session, rule)
        job = found.job if found is not None else rule.job
        rules.change_rule(session, rule, terms, job=job, actor=actor, now=board.now())
        look_again(board, session, [rule.candidate_id], actor=actor, why_now="A “not for this” was changed.")


def end_rule(board: BoardState, rule_id: str, *, actor: Actor) -> None:
    """The person surfaces again for what the rule held back. Raises ``Conflict`` when it has ended before."""
    with board.transaction() as session:
        rule = rule_queries.get_rule(session, Scope(board.name, actor), rule_id)
        rules.end_rule(session, rule, actor=actor, now=board.now())
        look_again(board, session, [rule.candidate_id], actor=actor, why_now="A “not for this” was ended.")


def scopes_of(session: Session, rule: DismissalRule) -> list[DismissalScope]:
    """Which reaches a rule can be given: those its job has something to speak of, and the one it has. One statement."""
    found = rule_queries.surfacing_of(session, rule)
    job = found.job if found is not None else rule.job
    possible = {
        DismissalScope.JOB: job is not None,
        DismissalScope.LEVEL: job is not None and job.level_rank is not None,
        DismissalScope.FUNCTION: job is not None and job.function is not None,
        DismissalScope.ALWAYS: True,
    }
    return [scope for scope in DismissalScope if possible[scope] or scope is rule.scope]


def look_again(board: BoardState, session: Session, people: Sequence[int], *, actor: Actor, why_now: str) -> None:
    """Once this has committed, look through the open jobs for every kept record of these people (internal keys)."""
    kept = [record.id for candidate_id in people for record in service.kept_people(session, candidate_id)]
    surface_people_later(board, session, kept, actor=actor, why_now=why_now)


def end_due_rules(board: BoardState, session: Session, *, limit: int) -> int:
    """End rules whose last day has come, so that their people surface again; how many there were, at most ``limit``."""
    due = session.scalars(rule_queries.over(board.name, board.now()).limit(limit)).all()
    for rule in due:
        full = rule_queries.get_rule(session, Scope(board.name, SYSTEM), rule.public_id)
        rules.end_rule(session, full, actor=SYSTEM, now=board.now(), why="Its last day has come.")
    people = list(dict.fromkeys(rule.candidate_id for rule in due))
    look_again(board, session, people, actor=SYSTEM, why_now="A “not for this” came to its last day.")
    return len(due)
