"""Recruiters tag people, to find them again."""

from collections.abc import Mapping, Sequence
from typing import Any

from jobboard.access import Actor, Scope
from jobboard.candidates import tags
from jobboard.candidates.queries import get_candidate
from jobboard.candidates.schemas import read_tags
from jobboard.state import BoardState


def add(board: BoardState, candidate_id: str, form: Mapping[str, Any], *, actor: Actor) -> Sequence[str]:
    """Give a person the tags that were typed, with commas between them; returns the labels of those that are new.
    Raises ``InvalidInput`` on ``tags``."""
    words = read_tags(form)
    with board.transaction() as session:
        candidate = get_candidate(session, Scope(board.name, actor), candidate_id)
        return [tag.label for tag in tags.add_tags(session, candidate, words, actor=actor, now=board.now())]


def remove(board: BoardState, candidate_id: str, key: str, *, actor: Actor) -> str:
    """Take a tag off a person and return its label; empty where they did not bear it."""
    with board.transaction() as session:
        candidate = get_candidate(session, Scope(board.name, actor), candidate_id)
        return tags.remove_tag(session, candidate, key, actor=actor, now=board.now())
