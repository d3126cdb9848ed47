"""Recruiters save a search for people as a list, and delete lists."""

from collections.abc import Mapping
from typing import Any

from jobboard.access import Actor, Scope
from jobboard.candidates import lists
from jobboard.candidates.models import CandidateList
from jobboard.candidates.schemas import read_list_name
from jobboard.state import BoardState


def save(board: BoardState, form: Mapping[str, Any], asked: Mapping[str, Any], *, actor: Actor) -> CandidateList:
    """Keep the search ``asked`` under the name that was typed. Raises ``InvalidInput`` on ``name``."""
    name = read_list_name(form)
    with board.transaction() as session:
        return lists.save_list(session, Scope(board.name, actor), name, asked, now=board.now())


def delete(board: BoardState, list_id: str, *, actor: Actor) -> CandidateList:
    """Delete a list and return it as it was. Raises ``NotFound``."""
    with board.transaction() as session:
        saved = lists.get_list(session, Scope(board.name, actor), list_id)
        lists.delete_list(session, saved, actor=actor, now=board.now())
        return saved
