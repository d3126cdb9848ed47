"""The only bridge from a Flask request or command to the rest: which board, and who is asking."""

from flask import current_app, g, request

from jobboard.access import Actor, Scope
from jobboard.errors import ConfigurationError
from jobboard.state import BoardState

RECRUITER_SUFFIX = "_recruit"


def boards() -> dict[str, BoardState]:
    """Every board mounted in the current app, by name."""
    found: dict[str, BoardState] = current_app.extensions.get("jobboard", {})
    return found


def board() -> BoardState:
    """The board that the current request's blueprint belongs to."""
    found = boards().get((request.blueprint or "").removesuffix(RECRUITER_SUFFIX))
    if found is None:
        raise ConfigurationError("This request does not belong to a mounted board.")
    return found


def actor() -> Actor:
    """Who makes the current request; asked of the host once a request."""
    if "jobboard_actor" not in g:
        g.jobboard_actor = board().identity.current()
    found: Actor = g.jobboard_actor
    return found


def scope() -> Scope:
    """Within what the current request may look."""
    return Scope(board().name, actor())
