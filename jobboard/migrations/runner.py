"""Our own Alembic environment, run against any engine: the host needs no ``alembic.ini`` for it."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine

from jobboard.errors import ConfigurationError
from jobboard.migrations.differences import sentences
from jobboard.migrations.locking import one_at_a_time
from jobboard.tables import metadata

VERSION_TABLE = "jobboard_alembic_version"
_FOLDER = Path(__file__).parent


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to ``revision``, all of it or nothing. Does nothing when they are there already.

    A second process that upgrades at the same time waits for the first. Raises ``ConfigurationError`` when
    there is no such revision.
    """
    with one_at_a_time(engine) as connection:
        _run(command.upgrade, connection, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Bring the tables back to ``revision``, all of it or nothing; ``base`` removes them and all in them."""
    with one_at_a_time(engine) as connection:
        _run(command.downgrade, connection, revision)


def stamp(engine: Engine, revision: str) -> None:
    """Write down that the tables are at ``revision`` without touching them."""
    with one_at_a_time(engine) as connection:
        _run(command.stamp, connection, revision)


def current(engine: Engine) -> str | None:
    """The revision the tables are at, or None before the first upgrade. One query."""
    with engine.connect() as connection:
        return _context(connection).get_current_revision()


def head() -> str:
    """The newest revision this version of Jobboard brings."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None, "the package brings no revision"
    return newest


def is_current(engine: Engine) -> bool:
    """Whether the tables are at the newest revision. Trusts the version; ``check`` looks at every table."""
    return current(engine) == head()


def check(engine: Engine) -> list[str]:
    """What stands between the tables and the models, a sentence each; empty when they are in step."""
    at = current(engine)
    if at is None:
        return ["There are no Jobboard tables here yet. Run `flask jobboard db upgrade`."]
    if at != head():
        return [f"The tables are at revision {at} and need {head()}. Run `flask jobboard db upgrade`."]
    with engine.connect() as connection:
        context = _context(connection, include_name=_is_ours)
        return sentences(compare_metadata(context, metadata()))


def write_revision(engine: Engine, message: str) -> None:
    """Write the migration from ``engine``'s tables to the models into this package.

    For Jobboard's own developers, who read it and put it right. Its revision is the number after the newest.
    """
    with one_at_a_time(engine) as connection:
        number = f"{int(head()) + 1:04}"
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)


def context_options(connection: Connection) -> dict[str, Any]:
    """What ``env.py`` and ``check`` tell Alembic about us."""
    return {
        "target_metadata": metadata(),
        "version_table": VERSION_TABLE,
        "render_as_batch": connection.dialect.name == "sqlite",
    }


def _is_ours(name: str | None, type_: str, _parent_names: Any) -> bool:
    """The host's tables and plugins' tables may stand in the same database; they are none of our business."""
    return type_ != "table" or name in metadata().tables


def _context(connection: Connection, **options: Any) -> MigrationContext:
    return MigrationContext.configure(connection, opts={**context_options(connection), **options})


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))  # % is the parser's escape
    config.set_main_option("path_separator", "os")
    return config


def _run(step: Any, connection: Connection, revision: str) -> None:
    try:
        step(_config(connection), revision)
    except CommandError as problem:
        raise ConfigurationError(
            f"The tables cannot go to revision {revision!r}: {problem}. The newest is {head()!r}."
        ) from problem
