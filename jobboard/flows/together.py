"""Several people in one act: what was done, whom it left as they were, and the key by which one undo takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from jobboard.db.paging import MOST_TOGETHER
from jobboard.errors import InvalidInput

UNDO_WITHIN = timedelta(days=1)
"""For how long an act about several people can be taken back in one; one by one it can be later."""


@dataclass(frozen=True, slots=True)
class Together:
    """What one act did: the key by which it is taken back, about how many it decided, and whom it left as they were: a
    sentence each."""

    key: str
    decided: int
    left: tuple[str, ...]


def check_picked(ids: Sequence[str], *, most: int = MOST_TOGETHER) -> None:
    """Raise ``InvalidInput`` on ``pick`` where nobody was selected, or too many."""
    if not ids:
        raise InvalidInput({"pick": ["Select at least one person."]})
    if len(ids) > most:
        raise InvalidInput({"pick": [f"Select at most {most} people at once; these are {len(ids)}."]})
