"""A small host: the least a site must bring to mount a board, with our in-memory twins for the rest."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from flask import Flask, request
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from jobboard.access import STRANGER, Actor, Role
from jobboard.adapters.clock import FixedClock
from jobboard.adapters.mail import MemoryMail
from jobboard.adapters.storage import MemoryStorage
from jobboard.extension import JobBoard
from jobboard.flows.set_up import set_up_board
from jobboard.state import BoardState
from jobboard.testing.client import SettledClient
from tests.support.databases import let_go

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


class KnownRule(Rule):
    """A routing rule that builds its addresses as the same rule of an earlier host does: compiling a hundred of them is
    two thirds of what a host costs."""

    _known: ClassVar[dict[object, Callable[..., Any]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Any]:
        key = (tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in self._known:
            self._known[key] = super()._compile_builder(append_unknown)
        return self._known[key]


class KnownTemplates(BytecodeCache):
    """Templates that an earlier host has compiled."""

    _known: ClassVar[dict[tuple[str, str], bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put it in the bucket, if there is one."""
        if known := self._known.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next host."""
        self._known[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def make_host(database_url: str, folder: Path, **config: Any) -> Flask:
    """A host with one board called ``jobboard`` on ``database_url``, which is migrated.

    Mail, files and the index are in memory and the clock stands still at 2026-11-24 09:00 UTC. ``config``
    holds further keys of ``app.config``.
    """
    app = Flask("small_host", instance_path=str(folder / "instance"))
    app.test_client_class = SettledClient
    app.url_rule_class = KnownRule
    app.jinja_options = {"bytecode_cache": KnownTemplates()}
    app.config.update(
        SECRET_KEY="a key for tests only",
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        JOBBOARD_DATABASE_URL=database_url,
        JOBBOARD_SEARCH_BACKEND="memory",
        JOBBOARD_BASE_URL="https://jobs.example.com",
        JOBBOARD_APPLY_MIN_SECONDS=0,  # the clock stands still
    )
    app.config.update(config)
    JobBoard(app, identity=TestIdentity(), storage=MemoryStorage(), mail=MemoryMail(), clock=FixedClock())
    board = board_of(app)
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
        let_go(board.engine)
