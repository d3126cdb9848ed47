"""Clients, and the wall around what was learned in their interviews."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Role, Scope
from jobboard.db import outbox
from jobboard.db.outbox import OutboxEntry
from jobboard.db.transaction import transaction
from jobboard.flows.policy import policy
from jobboard.flows.surface import surface_people_later
from jobboard.jobs import queries, service
from jobboard.jobs.models import HiringOrganization
from jobboard.jobs.schemas import read_client_form
from jobboard.keep_on_file import surfacing, walls
from jobboard.state import BoardState

WALL = "wall"
"""Outbox topic: look once more for who waits behind the wall of ``{"client": public id}``."""

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
    _take_back(board, session, client, actor=actor)
    who = {"id": actor.id, "name": actor.name, "role": actor.role.value}
    outbox.add(session, board.name, WALL, {"client": client.public_id, "actor": who}, at=board.now())


def _take_back(board: BoardState, session: Session, client: HiringOrganization, *, actor: Actor) -> None:
    rules = policy(board, session)
    if walls.GATE in rules.gates_off:
        return
    for found in walls.waiting_behind(session, client):
        why = f"A wall was put around what {client.name} learned."
        surfacing.take_back(session, found, rules, actor=actor, why=why)


def hold_wall(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``WALL`` asks for. A look that had begun before the wall went up may have ended after it; looks and this
    run one after the other, so nobody it brought is left behind the wall."""
    for payload in (entry.payload for entry in entries):
        actor = Actor(payload["actor"]["id"], payload["actor"]["name"], Role(payload["actor"]["role"]))
        with transaction(session, owned=True):
            client = queries.get_organization(session, Scope(board.name, actor), str(payload["client"]))
            if client.evidence_wall:
                _take_back(board, session, client, actor=actor)


def _lift(board: BoardState, session: Session, client: HiringOrganization, *, actor: Actor) -> None:
    kept = walls.kept_from(session, client)
    for start in range(0, len(kept), MOST_AT_ONCE):
        why = f"The wall around what {client.name} learned was lifted."
        surface_people_later(board, session, kept[start : start + MOST_AT_ONCE], actor=actor, why_now=why)
