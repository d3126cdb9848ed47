"""How a file of people may move."""

from jobboard.errors import IllegalMove
from jobboard.foreign.models import FileImport, ImportStatus

MOVES: dict[ImportStatus, frozenset[ImportStatus]] = {
    ImportStatus.DRAFT: frozenset({ImportStatus.TRYING, ImportStatus.RUNNING}),
    ImportStatus.TRYING: frozenset({ImportStatus.TRIED, ImportStatus.DRAFT}),
    ImportStatus.TRIED: frozenset({ImportStatus.DRAFT, ImportStatus.TRYING, ImportStatus.RUNNING}),
    ImportStatus.RUNNING: frozenset({ImportStatus.DONE, ImportStatus.STOPPED}),
    ImportStatus.STOPPED: frozenset({ImportStatus.RUNNING}),
    ImportStatus.DONE: frozenset(),
}

AT_WORK = frozenset({ImportStatus.TRYING, ImportStatus.RUNNING})
"""Somebody is taking people out of it."""

NOT_BEGUN = frozenset({ImportStatus.DRAFT, ImportStatus.TRIED})
"""Nobody has come in by it, and how it is read can be changed."""


def move(found: FileImport, to: ImportStatus) -> None:
    """Move it. Raises ``IllegalMove`` unless the table has the move."""
    allowed = MOVES[found.status]
    if to not in allowed:
        raise IllegalMove(
            f"“{found.filename}”", here=found.status.value, wanted=to.value, allowed=sorted(a.value for a in allowed)
        )
    found.status = to
