"""Databases for tests: each test has an empty one to itself, and engines that know their statements already."""

import functools
import shutil
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from jobboard.db.engine import make_engine
from jobboard.migrations import runner
from tests.support.postgres import Cluster, Copies, private_cluster

_TEMPLATE = "migrated"
_DATABASES_AT_ONCE = 8
_ON_SQLITE = pytest.param("sqlite", id="sqlite")
_ON_POSTGRESQL = pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql)
BOTH = [_ON_SQLITE, _ON_POSTGRESQL]

on_sqlite = pytest.mark.parametrize("database_url", [_ON_SQLITE], indirect=True)
"""Runs a test on SQLite alone: what it proves lies above the database."""
on_postgresql = pytest.mark.parametrize("database_url", [_ON_POSTGRESQL], indirect=True)
"""Runs a test on PostgreSQL alone, the stricter of the two."""


_KNOWN = weakref.WeakSet[Engine]()


def shared_out(name: str, *, sqlite: Any, postgresql: Any) -> pytest.MarkDecorator:
    """Runs a heavy test once on each database, with another value of ``name`` on each."""
    cases = [
        pytest.param("sqlite", sqlite),
        pytest.param("postgresql", postgresql, marks=pytest.mark.postgresql),
    ]
    return pytest.mark.parametrize(("database_url", name), cases, indirect=["database_url"])


@functools.lru_cache(maxsize=_DATABASES_AT_ONCE)
def known_engine(url: str) -> Engine:
    """An engine of ours. Whoever asks for the same database again gets the same one, with all the statements it has
    compiled and, on PostgreSQL, its connections. It waits for no disk."""
    engine = make_engine(url)
    _KNOWN.add(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
    return engine


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Cluster]:
    """One private server a worker."""
    with private_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgresql_copies(postgresql_cluster: Cluster) -> Copies:
    """Migrated databases of PostgreSQL."""
    migrated(postgresql_cluster.create(_TEMPLATE))
    return Copies(postgresql_cluster, _TEMPLATE)


class Files:
    """Copies of a migrated SQLite file, each lent to one borrower after the other."""

    def __init__(self, template: Path) -> None:
        self._template, self._idle, self._made = template, list[Path](), 0

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The URL of a copy as good as new."""
        path = self._idle.pop() if self._idle else self._next()
        for left in path.parent.glob(f"{path.name}*"):  # with the logs; whoever still holds it open keeps the old file
            left.unlink()
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"
        self._idle.append(path)

    def _next(self) -> Path:
        self._made += 1
        return self._template.with_name(f"test_{self._made}.sqlite")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite"
    migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sqlite_copies(sqlite_template: Path) -> Files:
    """Migrated databases of SQLite."""
    return Files(sqlite_template)


@contextmanager
def lent(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated, empty database of the kind that the fixture's parameter names; boards get its ``known_engine``."""
    copies: Copies | Files = request.getfixturevalue(f"{request.param}_copies")
    with copies.lend() as url, pytest.MonkeyPatch.context() as patch:
        patch.setattr("jobboard.extension.make_engine", known_engine)
        yield url
        let_go(known_engine(url))


def let_go(engine: Engine) -> None:
    """Close an engine's connections, but not those to a lent database of PostgreSQL: a new one is served by a process
    that has yet to learn all tables, which takes as long as many a test."""
    if engine not in _KNOWN or engine.dialect.name == "sqlite":
        engine.dispose()


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated, empty database of the test's own, on SQLite and on PostgreSQL."""
    with lent(request) as url:
        yield url


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql_cluster")
    name = cluster.create_next()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def engine(database_url: str) -> Engine:
    """An engine of ours on ``database_url``."""
    return known_engine(database_url)


@dataclass
class Statements:
    """What was sent to the database, in order; transaction control is not counted."""

    sent: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many."""
        return len(self.sent)

    def hear(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        """Take one down."""
        if not statement.startswith("BEGIN"):
            self.sent.append(statement)


@contextmanager
def counting_statements(engine: Engine) -> Iterator[Statements]:
    """Count what ``engine`` sends inside the block."""
    statements = Statements()
    event.listen(engine, "before_cursor_execute", statements.hear)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", statements.hear)


@contextmanager
def counting_steps(engine: Engine) -> Iterator[Callable[[], int]]:
    """How many steps SQLite takes inside the block: what it costs, on any machine."""
    assert engine.dialect.name == "sqlite", "only SQLite says"
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    def watch(_dbapi: Any, _record: Any, proxy: Any) -> None:
        proxy.set_progress_handler(step, 1)

    event.listen(engine, "checkout", watch)
    try:
        yield lambda: taken
    finally:
        event.remove(engine, "checkout", watch)


@pytest.fixture
def count_statements() -> Callable[[Engine], AbstractContextManager[Statements]]:
    """``with count_statements(engine) as statements: ...`` and then ``statements.count``."""
    return counting_statements


def migrated(url: str) -> str:
    """``url``, once its database has all our tables."""
    engine = make_engine(url)
    runner.upgrade(engine)
    engine.dispose()
    return url
