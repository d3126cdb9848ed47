"""Several people decided about in one act, and taken back in one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session
from ulid import ULID

from jobboard.access import Actor, Scope
from jobboard.errors import Conflict
from jobboard.flows.review import set_aside, snoozing, what_stands
from jobboard.flows.rules import calendar, look_again
from jobboard.flows.together import UNDO_WITHIN, Together, check_picked
from jobboard.keep_on_file import decisions, inbox_queries, rules
from jobboard.keep_on_file.models import DismissalScope, Surfacing
from jobboard.keep_on_file.review_schemas import Snooze, read_rule_form, read_snooze_form
from jobboard.keep_on_file.rules import RuleTerms
from jobboard.state import BoardState


def snooze_many(
    board: BoardState, surfacing_ids: Sequence[str], form: Mapping[str, Any], *, actor: Actor
) -> tuple[Together, Snooze]:
    """Let these people sleep, each for their own job; returns also what was understood. What somebody decided before,
    also that they sleep, stays as it is. Raises ``InvalidInput``, and ``Conflict`` when that goes for all of them."""
    asked = read_snooze_form(form, calendar=calendar(board), ladder=board.ladder)
    with board.transaction() as session:
        key = str(ULID())
        open_ones, left = _open(board, session, surfacing_ids, actor=actor)
        for found in open_ones:
            decisions.decide(session, found, snoozing(asked, key), actor=actor, now=board.now())
        return Together(key, len(open_ones), left), asked


def dismiss_many(board: BoardState, surfacing_ids: Sequence[str], form: Mapping[str, Any], *, actor: Actor) -> Together:
    """Set these people aside, each for their own job and nothing else. Raises as ``snooze_many``."""
    read = read_rule_form(form, calendar=calendar(board))
    terms = RuleTerms(DismissalScope.JOB, read.reason, read.until)
    with board.transaction() as session:
        key = str(ULID())
        open_ones, left = _open(board, session, surfacing_ids, actor=actor)
        for found in open_ones:
            set_aside(session, found, terms, actor=actor, now=board.now(), together=key)
        return Together(key, len(open_ones), left)


def undo_many(board: BoardState, key: str, *, actor: Actor) -> int:
    """Take back what one act decided within the last day, except where somebody has decided again since; how many came
    back. Raises ``Conflict`` when none is left to take back."""
    with board.transaction() as session:
        since = board.now() - UNDO_WITHIN
        found = inbox_queries.decided_together(session, Scope(board.name, actor), key, since=since)
        if not key or not found:
            raise Conflict("There is nothing left to take back: somebody has decided about them since.")
        people = rules.end_rules_from(session, found, actor=actor, now=board.now())
        for one in found:
            decisions.undo_decision(session, one, actor=actor, now=board.now())
        look_again(board, session, people, actor=actor, why_now="A “not for this” was taken back.")
        return len(found)


def _open(
    board: BoardState, session: Session, surfacing_ids: Sequence[str], *, actor: Actor
) -> tuple[list[Surfacing], tuple[str, ...]]:
    """Those about whom nobody has decided yet, and what stands of the others."""
    check_picked(surfacing_ids)
    found = inbox_queries.chosen(session, Scope(board.name, actor), surfacing_ids)
    decided = [one for one in found if decisions.is_decided(one, now=board.now())]
    left = tuple(f"{one.kept.candidate.name}: {what_stands(board, one)}" for one in decided)
    if len(decided) == len(found):
        raise Conflict(f"Nothing was changed: all of them were decided about in the meantime. {' '.join(left)}".strip())
    return [one for one in found if one not in decided], left
