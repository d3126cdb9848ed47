"""``JobBoard``: gather, check, freeze, register. Everything else happens in the rooms below."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from jobboard import cli, web
from jobboard.adapters.clock import Clock, SystemClock
from jobboard.adapters.identity import Identity, NobodyIdentity
from jobboard.adapters.mail import Mail, open_mail
from jobboard.adapters.storage import FolderStorage, Storage
from jobboard.config import Config
from jobboard.db.engine import make_engine
from jobboard.errors import ConfigurationError
from jobboard.flows.policy import starting_settings
from jobboard.jobs.plain_search import plain_search
from jobboard.plugins import registry
from jobboard.plugins.base import Plugin
from jobboard.search.fallback import SearchWithFallback
from jobboard.search.host_synonyms import read_synonyms
from jobboard.search.language import language
from jobboard.search.port import SearchPage
from jobboard.search.query import SearchQuery
from jobboard.search.synonyms import Synonyms, our_synonyms
from jobboard.state import BoardState
from jobboard.web import due

EXTENSION = "jobboard"


class JobBoard:
    """Mounts a job board in a Flask app.

    ``session`` is the host's ``scoped_session`` (Flask-SQLAlchemy's ``db.session`` is one); without it the board opens
    its own engine from ``JOBBOARD_DATABASE_URL``. ``identity`` tells us who is asking; without it everybody is a
    stranger. ``name`` tells several boards in one app apart: it is the blueprint's name and is stored with each row.
    """

    def __init__(
        self,
        app: Flask | None = None,
        *,
        name: str = "jobboard",
        session: scoped_session[Session] | None = None,
        identity: Identity | None = None,
        storage: Storage | None = None,
        mail: Mail | None = None,
        clock: Clock | None = None,
        plugins: Sequence[Plugin] = (),
    ) -> None:
        self.name = name
        self._session, self._identity, self._storage = session, identity, storage
        self._mail, self._clock, self._plugins = mail, clock, plugins
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask, **settings: Any) -> BoardState:
        """Mount on ``app`` and return the board's state. ``settings`` (``JOBBOARD_*``) win over ``app.config``, so
        that a second board can differ from the first. Raises ``ConfigurationError`` with the fix."""
        boards: dict[str, BoardState] = app.extensions.setdefault(EXTENSION, {})
        if self.name in boards:
            raise ConfigurationError(f"A board called {self.name!r} is mounted already; give this one another name=.")
        if not app.secret_key:
            raise ConfigurationError("Set app.config['SECRET_KEY'] before JobBoard(app): forms need it against CSRF.")
        config = Config.from_mapping({**app.config, **settings})
        starting_settings(config)  # a gate misspelt in the configuration is found here, not by who surfaces
        state = self._gather(app, config)
        boards[self.name] = state
        web.register(app, state)
        cli.register(app)
        if state.owns_session:
            app.teardown_appcontext(lambda _problem: state.session.remove())
        return state

    def _gather(self, app: Flask, config: Config) -> BoardState:
        data_dir = Path(config.data_dir or Path(app.instance_path) / self.name)
        parts = registry.load(config.plugins, self._plugins)
        session = self._session or _own_session(config, data_dir)
        synonyms = _synonyms(app, config)
        engine = parts.open_search(config.search_backend, data_dir / "index", synonyms)
        return BoardState(
            name=self.name,
            config=config,
            session=session,
            owns_session=self._session is None,
            data_dir=data_dir,
            search=SearchWithFallback(engine, _database_search(session, self.name, currency=config.currency)),
            people=parts.open_people(config.search_backend, data_dir / "people", synonyms),
            synonyms=synonyms,
            resume_readers=parts.resume_readers(),
            storage=self._storage or FolderStorage(data_dir / "files"),
            mail=self._mail or open_mail(config.mail_url, folder=data_dir / "mail"),
            identity=self._identity or NobodyIdentity(),
            clock=self._clock or SystemClock(),
            after_commit=due.after_commit,
            secret=_secret(app),
        )


def _synonyms(app: Flask, config: Config) -> Synonyms:
    spoken = language(config.search_language)
    if not config.search_synonyms:
        return our_synonyms(spoken)
    return read_synonyms(Path(app.root_path) / config.search_synonyms, spoken)


def _database_search(
    session: scoped_session[Session], board: str, *, currency: str
) -> Callable[[SearchQuery], SearchPage]:
    def search(query: SearchQuery) -> SearchPage:
        with Session(session().get_bind()) as own:  # whoever asks may not be inside a request that ends the host's
            return plain_search(own, board, query, currency=currency)

    return search


def _secret(app: Flask) -> bytes:
    key = app.secret_key or b""
    return hashlib.sha256(b"jobboard tombstones" + (key.encode() if isinstance(key, str) else key)).digest()


def _own_session(config: Config, data_dir: Path) -> scoped_session[Session]:
    url = config.database_url
    if not url:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        url = f"sqlite:///{data_dir / 'jobboard.sqlite'}"
    return scoped_session(sessionmaker(make_engine(url), expire_on_commit=False))
