"""One board at work: everything it was set up with, frozen, and its transaction."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from jobboard.adapters.clock import Clock
from jobboard.adapters.identity import Identity
from jobboard.adapters.mail import Mail
from jobboard.adapters.resume_reader import ResumeReader
from jobboard.adapters.storage import Storage
from jobboard.config import Config
from jobboard.db.transaction import in_transaction, transaction
from jobboard.fit.ladder import DEFAULT_LADDER, Ladder
from jobboard.fit.reading import RememberedReader
from jobboard.search.people.port import PeopleSearch
from jobboard.search.port import SearchBackend
from jobboard.search.synonyms import Synonyms


@dataclass(frozen=True)
class BoardState:
    """What ``init_app`` gathered. ``session`` is the host's or our own; `says which.

    ``secret`` keys the tombstones of erased people; it comes from the host's ``SECRET_KEY``."""

    name: str
    config: Config
    session: scoped_session[Session]
    owns_session: bool
    data_dir: Path
    search: SearchBackend
    people: PeopleSearch
    synonyms: Synonyms
    resume_readers: Mapping[str, ResumeReader]
    storage: Storage
    mail: Mail
    identity: Identity
    clock: Clock
    after_commit: Callable[["BoardState"], None]
    secret: bytes = field(repr=False)
    ladder: Ladder = DEFAULT_LADDER
    reader: RememberedReader = field(default_factory=RememberedReader, repr=False, compare=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction around one story; at the outermost level what it wrote to the outbox is done afterwards."""
        session = self.session()
        joined = in_transaction(session)
        with transaction(session, owned=self.owns_session):
            yield session
        if not joined:
            self.after_commit(self)

    @contextmanager
    def on_its_own_session(self, engine: Engine | None = None) -> Iterator["BoardState"]:
        """The same board on a session of its own, on ``engine`` or the board's: stories told there belong to no
        request, and nothing follows their commits by itself."""
        session = scoped_session(sessionmaker(engine or self.engine, expire_on_commit=False))
        try:
            yield replace(self, session=session, owns_session=True, after_commit=lambda _board: None)
        finally:
            session.remove()

    @property
    def engine(self) -> Engine:
        """The engine behind the session."""
        bind = self.session().get_bind()
        return bind if isinstance(bind, Engine) else bind.engine

    def now(self) -> datetime:
        """The current moment, UTC."""
        return self.clock.now()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this board shows and reads dates."""
        return ZoneInfo(self.config.timezone)
