"""The parts of the desk: its navigation, and the keys that lead to them, from one table."""

from dataclasses import dataclass

from jobboard.access import Actor
from jobboard.web.security import RECRUITER_ACTIONS


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the ``name`` of its page and section, its label, and the key that leads there after ``g``."""

    name: str
    label: str
    key: str


_PARTS = (
    Part("today", "Today", "t"),
    Part("inbox", "Review inbox", "i"),
    Part("jobs", "Jobs", "j"),
    Part("candidates", "Candidates", "c"),
    Part("kept", "Kept on file", "k"),
    Part("reports", "Reports", "r"),
    Part("levels", "Levels", "l"),
)


def parts_for(actor: Actor) -> tuple[Part, ...]:
    """The parts somebody may open, in the order they are shown."""
    return tuple(part for part in _PARTS if actor.may(RECRUITER_ACTIONS[part.name]))
