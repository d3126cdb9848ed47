"""Looks at the bench, as they were logged and judged again."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobboard.access import Actor, Scope
from jobboard.keep_on_file import runs
from jobboard.keep_on_file.models import SurfacingRun, SurfacingRunEntry
from jobboard.keep_on_file.replay import Replay, replay
from jobboard.state import BoardState


@dataclass(frozen=True, slots=True)
class Look:
    """One look with its people, best first; ``again`` is what judging them again said, where that was asked."""

    run: SurfacingRun
    entries: Sequence[SurfacingRunEntry]
    again: Replay | None = None


def get_look(board: BoardState, run_id: str, *, actor: Actor, judge_again: bool = False) -> Look:
    """A look by its public id, or ``NotFound``. Two statements; judging again costs none."""
    session = board.session()
    run = runs.get_run(session, Scope(board.name, actor), run_id)
    entries = runs.entries_of(session, run)
    return Look(run, entries, replay(run, entries) if judge_again else None)
