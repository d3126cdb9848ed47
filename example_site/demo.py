"""The demo's data, imported through the same door as anybody else's, and a morning's work done on it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from example_site.colleagues import leave_word
from example_site.plans import write_plans
from example_site.questions import ask_questions
from example_site.seed.candidates import candidates
from example_site.seed.jobs import jobs
from example_site.seed.story import staff
from jobboard.access import SYSTEM, Actor, Role, Scope
from jobboard.errors import InConversation
from jobboard.flows import review
from jobboard.flows.import_data import import_candidates, import_jobs
from jobboard.flows.places import import_places
from jobboard.keep_on_file.queries import inbox
from jobboard.state import BoardState

_JUDITH = Actor("judith", staff("judith")["name"], Role.RECRUITER)
_RAVI = Actor("ravi", staff("ravi")["name"], Role.RECRUITER)
LEFT_TO_REVIEW = timedelta(days=12)
"""People who surfaced for jobs younger than this still wait in the inbox."""
_PLACES = Path(__file__).parent / "seed" / "data" / "geonames.txt"
SCREEN_PEOPLE = frozenset(f"WH-C{number:04d}" for number in range(1, 21))
"""The named people, who wait wherever they surfaced."""


def seed(board: BoardState) -> None:
    """Fill an empty board with the firm's jobs, people, interviews and kept records, dated around now."""
    now = board.now()
    import_places(board, [_PLACES], progress=lambda _rows: None)
    import_jobs(board, _lines(jobs(now)), actor=_JUDITH)
    write_plans(board, actor=_JUDITH)
    import_candidates(board, _lines(candidates(now)), actor=SYSTEM)
    ask_questions(board, actor=_JUDITH)
    _review_older(board)
    leave_word(board)


def _lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row)


def _review_older(board: BoardState) -> None:
    before = board.now() - LEFT_TO_REVIEW
    waiting = [
        found.public_id
        for found in inbox(board.session(), Scope(board.name, _JUDITH), now=board.now())
        if found.job.published_at and found.job.published_at < before
        if found.kept.candidate.external_id not in SCREEN_PEOPLE
    ]
    for (actor, decide), surfacing_id in zip(cycle(_DECISIONS), waiting, strict=False):
        decide(board, surfacing_id, actor)


def _snooze(board: BoardState, surfacing_id: str, actor: Actor) -> None:
    until = (board.now() + timedelta(days=44)).date()
    review.snooze(board, surfacing_id, {"until": until.isoformat()}, actor=actor)


def _wait_for_more(board: BoardState, surfacing_id: str, actor: Actor) -> None:
    latest = (board.now() + timedelta(days=183)).date()
    event = {"until": "event", "event_level": "head", "event_place": "Leeds", "latest": latest.isoformat()}
    review.snooze(board, surfacing_id, event, actor=actor)


def _set_aside(board: BoardState, surfacing_id: str, actor: Actor) -> None:
    until = (board.now() + timedelta(days=200)).date()
    form = {"reason": "Rang them: settled where they are until the summer.", "rule_until": until.isoformat()}
    review.dismiss(board, surfacing_id, {"scope": "job", **form}, actor=actor)


def _not_at_this_level(board: BoardState, surfacing_id: str, actor: Actor) -> None:
    form = {"scope": "level", "reason": "Would come for the next step alone, and says so."}
    review.dismiss(board, surfacing_id, form, actor=actor)


def _invite(board: BoardState, surfacing_id: str, actor: Actor) -> None:
    draft = review.invitation(board, surfacing_id, actor=actor)
    try:
        review.invite(board, surfacing_id, {"subject": draft.subject, "body": draft.body}, actor=actor)
    except InConversation:  # a colleague was first: they come up again when that talk is over
        _snooze(board, surfacing_id, actor)


_DECISIONS: tuple[tuple[Actor, Callable[[BoardState, str, Actor], None]], ...] = (
    (_JUDITH, _invite),
    (_RAVI, _snooze),
    (_JUDITH, _set_aside),
    (_RAVI, _invite),
    (_JUDITH, _wait_for_more),
    (_RAVI, _not_at_this_level),
)
