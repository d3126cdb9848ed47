"""Clients, and the wall around what was learned in their interviews."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.flows.policy import policy
from jobboard.flows.surface import surface_people_later
from jobboard.jobs import queries, service
from jobboard.jobs.models import HiringOrganization
from jobboard.jobs.schemas import read_client_form
from jobboard.keep_on_file import surfacing, walls
from jobboard.state import BoardState

MOST_AT_ONCE = 200
"""Records that one entry of the outbox looks through."""


def save_client(board: BoardState, client_id: str, form: Mapping[str, Any], *, actor: Actor) -> HiringOrganization:
    """Write what was typed about a client. Putting up a wall takes back who waits behind it in the same transaction;
    lifting one has them looked through after the commit. Raises ``InvalidInput``."""
    fields, why = read_client_form(form)
    with board.transaction() as session:
        client = queries.get_organization(session, Scope(board.name, actor), client_id)
        changed = service.edit_organization(session, client, fields, actor=actor, now=board.now(), why=why)
        if "evidence_wall" in changed:
            session.flush()
            (_put_up if client.evidence_wall else _lift)(board, session, client, actor=actor)
        return client


def _put_up(board: BoardState, session: Session, client: HiringOrganization, *, actor: Actor) -> None:
    rules = policy(board, session)
    if walls.GATE in rules.gates_off:
        return
    for found in walls.waiting_behind(session, client):
        why = f"A wall was put around what {client.name} learned."
        surfacing.take_back(session, found, rules, actor=actor, why=why)


def _lift(board: BoardState, session: Session, client: HiringOrganization, *, actor: Actor) -> None:
    kept = walls.kept_from(session, client)
    for start in range(0, len(kept), MOST_AT_ONCE):
        why = f"The wall around what {client.name} learned was lifted."
        surface_people_later(board, session, kept[start : start + MOST_AT_ONCE], actor=actor, why_now=why)
