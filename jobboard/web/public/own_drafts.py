"""The unsent applications of one browser, by its signed session: nobody else is shown them, whatever link they have."""

from flask import session

from jobboard import current

_MOST = 10
"""Of one browser; an older one can no longer be opened, and expires."""


def remember(job_id: str, draft_id: str) -> None:
    """This browser began or went on with an application for a job; both by their public ids."""
    others = [pair for pair in _pairs() if pair[1] != draft_id]
    session[_key()] = [*others, [job_id, draft_id]][-_MOST:]


def is_own(draft_id: str) -> bool:
    """Whether this browser began it."""
    return any(theirs == draft_id for _job_id, theirs in _pairs())


def newest_for(job_id: str) -> str | None:
    """The draft this browser began for a job last, sent or not."""
    return next((draft_id for theirs, draft_id in reversed(_pairs()) if theirs == job_id), None)


def _pairs() -> list[list[str]]:
    pairs: list[list[str]] = session.get(_key(), [])
    return pairs


def _key() -> str:
    return f"{current.board().name}_drafts"
