"""A private PostgreSQL cluster: it starts in well under a second, so each test worker has its own."""

import functools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

_UNPRIVILEGED = "nobody"  # the server refuses to run as root
_START_SECONDS = 30
_SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "autovacuum=off",  # no plan depends on how long a test has been running
    "max_connections=60",
)
_OURS = 16384  # the first object number that is not the server's own
_SHAPE = f"""SELECT md5(string_agg(format('%s %s %s', attrelid, attname, atttypid), ',' ORDER BY attrelid, attnum))
    FROM pg_attribute WHERE attrelid >= {_OURS}"""
_REVISION = "SELECT coalesce(max(version_num), '') FROM jobboard_alembic_version"
_SIZE = "SELECT pg_database_size(current_database())"
_END_WHAT_WAITS = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""
_EMPTY = f"""DO $$ DECLARE found regclass; BEGIN
    PERFORM set_config('session_replication_role', 'replica', true); -- no foreign key asks for an order
    FOR found IN SELECT oid FROM pg_class WHERE relkind = 'r' AND oid >= {_OURS} AND relname NOT LIKE '%alembic_version'
        LOOP EXECUTE format('DELETE FROM %s', found); END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S' AND oid >= {_OURS};
    END $$"""
_MOST_GROWTH = 4 * 1024 * 1024
"""Bytes of deleted rows above which the planner would see another database than a new one."""


@functools.cache
def binaries() -> Path | None:
    """The folder with ``initdb`` and ``postgres``, or None."""
    candidates = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    if asked := shutil.which("pg_config"):
        said = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        candidates.append(Path(said or "no-such-folder"))
    candidates.extend(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))
    return next((folder for folder in candidates if (folder / "postgres").exists()), None)


@dataclass
class Cluster:
    """A running server. Databases are made from each other, so a migrated one serves as a template."""

    socket_folder: Path
    pid: int
    _made: int = 0

    def url(self, database: str) -> str:
        """SQLAlchemy's address of a database."""
        return f"postgresql+psycopg://jobboard@/{database}?host={self.socket_folder}"

    def find_or_create(self, database: str) -> str:
        """The URL of a database, made unless a kept cluster has it."""
        with self.connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        return self.url(database) if found else self.create(database)

    def create(self, database: str, *, template: str = "template0") -> str:
        """Make a database and return its URL. Nobody may be connected to the template meanwhile."""
        self._run(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def create_next(self, template: str = "template0") -> str:
        """Make a database under a new name and return the name."""
        self._made += 1
        name = f"test_{self._made}"
        self.create(name, template=template)
        return name

    def drop(self, database: str) -> None:
        """Remove a database whoever is still connected."""
        self._run(f'DROP DATABASE "{database}" WITH (FORCE)')

    def busy(self) -> float:
        """Seconds of processor time that the server's processes for those who are connected now have taken. Linux
        only."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        clients = [process for process in children if b"[local]" in Path(f"/proc/{process}/cmdline").read_bytes()]
        return sum(int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) for process in clients) / 1e9

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection on which every statement is a transaction of its own."""
        return psycopg.connect(
            host=str(self.socket_folder),
            user="jobboard",
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def _run(self, statement: str) -> None:
        with self.connect() as connection:
            connection.execute(statement)  # type: ignore[call-overload]  # psycopg wants a literal, ours has a name in it

    def wait(self, server: subprocess.Popen[bytes]) -> None:
        """Return when the server answers. Raises ``RuntimeError`` with its log when it does not."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and server.poll() is None:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                time.sleep(0.03)
            else:
                return
        raise RuntimeError((self.socket_folder / "log").read_text())


class Copies:
    """Copies of a template without rows, each lent to one borrower after the other and emptied in between: making a
    database costs a hundred times as much."""

    def __init__(self, cluster: Cluster, template: str) -> None:
        self._cluster, self._template, self._idle = cluster, template, list[str]()
        self._emptied_by: dict[str, psycopg.Connection] = {}
        with cluster.connect(template) as connection:
            self._shape, self._size = _one(connection, _SHAPE), _one(connection, _SIZE)
            self._revision = _one(connection, _REVISION)

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The URL of a copy as good as new."""
        name = self._idle.pop() if self._idle else self._cluster.create_next(self._template)
        yield self._cluster.url(name)
        if self._empty(name):
            self._idle.append(name)
        else:
            self._emptied_by.pop(name).close()
            self._cluster.drop(name)

    def _empty(self, name: str) -> bool:
        """Take all rows out, whoever still holds any. False where that does not make it a copy again: other
        tables, another revision, or much room taken by deleted rows."""
        connection = self._emptied_by.get(name) or self._emptied_by.setdefault(name, self._cluster.connect(name))
        connection.execute(_END_WHAT_WAITS)
        if _one(connection, _SHAPE) != self._shape or _one(connection, _REVISION) != self._revision:
            return False
        connection.execute(_EMPTY)
        return bool(_one(connection, _SIZE) - self._size <= _MOST_GROWTH)


def _one(connection: psycopg.Connection, question: str) -> Any:
    answer = connection.execute(question).fetchone()  # type: ignore[call-overload]  # psycopg wants a literal
    assert answer is not None, "each question has one answer"
    return answer[0]


@contextmanager
def private_cluster(data: Path | None = None) -> Iterator[Cluster]:
    """A cluster in a temporary folder with a short path (sockets allow 107 bytes), gone afterwards. With ``data`` its
    databases stay there and are found again."""
    folder = Path(tempfile.mkdtemp(prefix="jb-"))
    who = {"user": _UNPRIVILEGED, "group": pwd.getpwnam(_UNPRIVILEGED).pw_gid, "extra_groups": []} if _is_root() else {}
    if who:
        shutil.chown(folder, _UNPRIVILEGED)
    bin_folder = binaries()
    assert bin_folder is not None, "the postgresql marker guards this"
    try:
        with (folder / "log").open("wb") as log:
            data = data or folder / "data"
            if not data.exists():
                _initialise(bin_folder, data, log=log, who=who)
            with _serving(bin_folder, folder, data, log=log, who=who) as cluster:
                yield cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(bin_folder: Path, data: Path, *, log: object, who: dict[str, object]) -> None:
    data.mkdir(parents=True)
    if who:
        shutil.chown(data, _UNPRIVILEGED)
    command = [bin_folder / "initdb", "-D", data, "-U", "jobboard", "-A", "trust"]
    options = ["-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run([*command, *options], stdout=log, stderr=log, check=True, cwd=data, **who)


@contextmanager
def _serving(bin_folder: Path, folder: Path, data: Path, *, log: object, who: dict[str, object]) -> Iterator[Cluster]:
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    command = [bin_folder / "postgres", "-D", data, "-k", folder, *settings]
    server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **who)
    try:
        cluster = Cluster(folder, server.pid)
        cluster.wait(server)
        yield cluster
    finally:
        server.send_signal(subprocess.signal.SIGQUIT)  # at once: nothing in it is worth a clean shutdown
        server.wait(timeout=_START_SECONDS)


def _is_root() -> bool:
    return os.geteuid() == 0
