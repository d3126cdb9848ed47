"""Databases for tests: each test has its own, copied from a migrated template in milliseconds."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from jobboard.db.engine import make_engine
from jobboard.migrations import runner
from tests.support.postgres import Cluster, private_cluster

_TEMPLATE = "migrated"
BOTH = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql),
]


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Cluster]:
    """One private server a worker, with a migrated template database."""
    with private_cluster() as cluster:
        _migrate(cluster.create(_TEMPLATE))
        yield cluster


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database of the test's own, on SQLite and on PostgreSQL."""
    yield from _fresh(request, tmp_path, migrated=True)


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, on SQLite and on PostgreSQL."""
    yield from _fresh(request, tmp_path, migrated=False)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine of ours on ``database_url``."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


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


def _migrate(url: str) -> None:
    engine = make_engine(url)
    runner.upgrade(engine)
    engine.dispose()


def _fresh(request: pytest.FixtureRequest, folder: Path, *, migrated: bool) -> Iterator[str]:
    if request.param == "sqlite":
        path = folder / "jobboard.sqlite"
        if migrated:
            shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql_cluster")
    name, url = cluster.create_fresh(_TEMPLATE if migrated else "template0")
    yield url
    cluster.drop(name)
