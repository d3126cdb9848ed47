"""A small host: the least a site must bring to mount a board, with our in-memory twins for the rest."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask, request

from jobboard.access import STRANGER, Actor, Role
from jobboard.adapters.clock import FixedClock
from jobboard.adapters.mail import MemoryMail
from jobboard.adapters.storage import MemoryStorage
from jobboard.extension import JobBoard
from jobboard.flows.set_up import set_up_board
from jobboard.migrations import runner
from jobboard.state import BoardState
from jobboard.testing.client import SettledClient

JUDITH = Actor("judith", "Judith Amaro-Kell", Role.RECRUITER)
RAVI = Actor("ravi", "Ravi Thornbury", Role.RECRUITER)
HELENA = Actor("helena", "Helena Marsh", Role.HIRING_MANAGER)
IDRIS = Actor("idris", "Idris Vale", Role.INTERVIEWER)
ADMIN = Actor("admin", "Site Admin", Role.ADMIN)
STAFF = (JUDITH, RAVI, HELENA, IDRIS, ADMIN)
HEADER = "X-Actor"


class TestIdentity:
    """Whoever the request's ``X-Actor: id:name:role`` header says; without it a stranger."""

    __test__ = False

    def current(self) -> Actor:
        """The actor of the header."""
        said = request.headers.get(HEADER)
        if not said:
            return STRANGER
        actor_id, name, role = said.split(":")
        return Actor(actor_id, name, Role(role))

    def login_url(self, next_path: str) -> str:
        """A fixed path that carries the way back."""
        return f"/login?next={next_path}"

    def staff(self) -> Sequence[Actor]:
        """Everybody who works here."""
        return STAFF

    def email(self, actor_id: str) -> str | None:
        """An address in a reserved domain."""
        return f"{actor_id}@example.org" if actor_id in {actor.id for actor in STAFF} else None


def header_of(actor: Actor) -> dict[str, str]:
    """The header that makes a request ``actor``'s."""
    return {HEADER: f"{actor.id}:{actor.name}:{actor.role.value}"}


def make_host(database_url: str, folder: Path, **config: Any) -> Flask:
    """A host with one board called ``jobboard`` on ``database_url``, migrated and ready.

    Mail, files and the index are in memory and the clock stands still at 2026-11-24 09:00 UTC. ``config``
    holds further keys of ``app.config``.
    """
    app = Flask("small_host", instance_path=str(folder / "instance"))
    app.test_client_class = SettledClient
    app.config.update(
        SECRET_KEY="a key for tests only",
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        JOBBOARD_DATABASE_URL=database_url,
        JOBBOARD_SEARCH_BACKEND="memory",
        JOBBOARD_BASE_URL="https://jobs.example.com",
    )
    app.config.update(config)
    JobBoard(app, identity=TestIdentity(), storage=MemoryStorage(), mail=MemoryMail(), clock=FixedClock())
    board = board_of(app)
    runner.upgrade(board.engine)
    set_up_board(board)
    return app


def board_of(app: Flask, name: str = "jobboard") -> BoardState:
    """The state of a board mounted in ``app``."""
    board: BoardState = app.extensions["jobboard"][name]
    return board


def close_host(app: Flask) -> None:
    """Let go of every connection, so that the database can be removed."""
    for board in app.extensions["jobboard"].values():
        board.session.remove()
        board.engine.dispose()
