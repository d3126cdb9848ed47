"""The demo's data, imported through the same door as anybody else's, and a morning's work done on it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import cycle
from typing import Any

from example_site.seed.candidates import candidates
from example_site.seed.jobs import jobs
from example_site.seed.story import staff
from jobboard.access import SYSTEM, Actor, Role, Scope
from jobboard.flows import review
from jobboard.flows.import_data import import_candidates, import_jobs
from jobboard.keep_on_file.queries import inbox
from jobboard.state import BoardState

_JUDITH = Actor("judith", staff("judith")["name"], Role.RECRUITER)
LEFT_TO_REVIEW = timedelta(days=12)
"""People who surfaced for jobs younger than this still wait in the inbox."""
SCREEN_PEOPLE = frozenset(f"WH-C{number:04d}" for number in range(1, 21))
"""The named people, who wait wherever they surfaced."""


def seed(board: BoardState) -> None:
    """Fill an empty board with the firm's jobs, people, interviews and kept records, dated around now."""
    now = board.now()
    import_jobs(board, _lines(jobs(now)), actor=_JUDITH)
    import_candidates(board, _lines(candidates(now)), actor=SYSTEM)
    _review_older(board)


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
    for decide, surfacing_id in zip(cycle(_DECISIONS), waiting, strict=False):
        decide(board, surfacing_id, _JUDITH)


def _snooze(board: BoardState, surfacing_id: str, actor: Actor) -> None:
    until = (board.now() + timedelta(days=44)).date()
    review.snooze(board, surfacing_id, {"until": until.isoformat()}, actor=actor)


def _set_aside(board: BoardState, surfacing_id: str, actor: Actor) -> None:
    form = {"scope": "job", "reason": "Rang them: settled where they are until the summer."}
    review.dismiss(board, surfacing_id, form, actor=actor)


def _invite(board: BoardState, surfacing_id: str, actor: Actor) -> None:
    draft = review.invitation(board, surfacing_id, actor=actor)
    review.invite(board, surfacing_id, {"subject": draft.subject, "body": draft.body}, actor=actor)


_DECISIONS: tuple[Callable[[BoardState, str, Actor], None], ...] = (_invite, _snooze, _set_aside)
