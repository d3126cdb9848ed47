"""Who may do what: one table, deny by default.

Every edge asks ``require`` before it calls a flow or a service. A route without an entry in its blueprint's table of
actions is refused, so forgetting is safe.
"""

from dataclasses import dataclass
from enum import StrEnum, auto

from jobboard.errors import Forbidden


class Role(StrEnum):
    """What the host says a person is. A host maps its own groups onto these."""

    STRANGER = auto()
    INTERVIEWER = auto()
    HIRING_MANAGER = auto()
    RECRUITER = auto()
    ADMIN = auto()
    SYSTEM = auto()


class Action(StrEnum):
    """Everything somebody can ask Jobboard to do."""

    SEARCH_JOBS = auto()
    APPLY = auto()
    MANAGE_OWN_DATA = auto()
    SAVE_SEARCHES = auto()
    OPEN_DESK = auto()
    SCORE_INTERVIEW = auto()
    VIEW_OWN_JOBS = auto()
    VIEW_POOL = auto()
    WORK_POOL = auto()
    MANAGE_JOBS = auto()
    REVIEW_KEPT = auto()
    VIEW_REPORTS = auto()
    MANAGE_LADDERS = auto()
    MANAGE_POLICY = auto()
    READ_RESUME = auto()
    READ_NOTES = auto()
    ERASE = auto()


_PUBLIC = frozenset({Action.SEARCH_JOBS, Action.APPLY, Action.MANAGE_OWN_DATA, Action.SAVE_SEARCHES})
_INTERVIEWER = _PUBLIC | {Action.OPEN_DESK, Action.SCORE_INTERVIEW, Action.READ_RESUME}
_HIRING_MANAGER = _INTERVIEWER | {Action.VIEW_OWN_JOBS}
_RECRUITER = _HIRING_MANAGER | {
    Action.VIEW_POOL,
    Action.WORK_POOL,
    Action.MANAGE_JOBS,
    Action.REVIEW_KEPT,
    Action.VIEW_REPORTS,
    Action.MANAGE_LADDERS,
    Action.READ_NOTES,
}
_ADMIN = _RECRUITER | {Action.ERASE, Action.MANAGE_POLICY}

POLICY: dict[Role, frozenset[Action]] = {
    Role.STRANGER: _PUBLIC,
    Role.INTERVIEWER: _INTERVIEWER,
    Role.HIRING_MANAGER: _HIRING_MANAGER,
    Role.RECRUITER: _RECRUITER,
    Role.ADMIN: _ADMIN,
    Role.SYSTEM: _ADMIN,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A doer, as the host's identity adapter names them. ``id`` is opaque to us and never a foreign key."""

    id: str
    name: str
    role: Role

    def may(self, action: Action) -> bool:
        """Whether the policy table allows ``action`` to this role."""
        return action in POLICY.get(self.role, frozenset())

    @property
    def sees_own_jobs_only(self) -> bool:
        """Whether of all jobs those alone are there for them whose hiring team they are on, and the people in these."""
        return self.may(Action.VIEW_OWN_JOBS) and not self.may(Action.VIEW_POOL)


@dataclass(frozen=True, slots=True)
class Scope:
    """Within what a query may look: one board, on behalf of one actor."""

    board: str
    actor: Actor


STRANGER = Actor("", "A visitor", Role.STRANGER)
SYSTEM = Actor("system", "Jobboard", Role.SYSTEM)


def require(actor: Actor, action: Action) -> None:
    """Raise ``Forbidden`` unless the policy table allows ``action`` to ``actor``."""
    if not actor.may(action):
        raise Forbidden(f"{actor.name} is here as {actor.role.value.replace('_', ' ')}, which does not allow this.")
