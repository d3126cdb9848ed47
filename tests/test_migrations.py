"""Our tables come and go by our own migrations, and a host's migrations and ours leave each other alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Double, Engine, Float, Integer, String, create_engine, inspect, text

from jobboard.db.engine import make_engine
from jobboard.errors import ConfigurationError, JobboardError
from jobboard.migrations import runner
from jobboard.migrations.hosts import include_name
from jobboard.migrations.locking import one_at_a_time
from jobboard.state import BoardState
from jobboard.tables import metadata

# Flask-Migrate's own environment still asks Flask-SQLAlchemy the old way
pytestmark = pytest.mark.filterwarnings("ignore:'get_engine' is deprecated:DeprecationWarning")


@pytest.fixture
def empty_engine(empty_database_url: str) -> Iterator[Engine]:
    engine = make_engine(empty_database_url)
    yield engine
    engine.dispose()


def our_tables(engine: Engine) -> set[str]:
    return {name for name in inspect(engine).get_table_names() if name.startswith("jobboard_")}


def test_an_upgrade_makes_exactly_the_tables_the_models_describe(empty_engine: Engine) -> None:
    runner.upgrade(empty_engine)
    assert our_tables(empty_engine) == {*metadata().tables, runner.VERSION_TABLE}
    with empty_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=runner.context_options(connection))
        assert compare_metadata(context, metadata()) == []
    assert runner.check(empty_engine) == []


def test_a_number_with_a_point_is_a_double_on_every_version_of_sqlalchemy() -> None:
    """2.0 would make it a Float, and a migration that says Double then differs from the models."""
    kinds = {type(column.type) for table in metadata().tables.values() for column in table.columns}
    assert Double in kinds
    assert Float not in kinds


def test_migrated_tables_have_the_keys_and_rules_that_create_all_would_make(
    empty_engine: Engine, tmp_path: Path
) -> None:
    runner.upgrade(empty_engine)
    migrated = _rules(empty_engine)
    with empty_engine.begin() as connection:
        _drop_everything(connection)
        metadata().create_all(connection)
    assert migrated == _rules(empty_engine)


def _drop_everything(connection: Connection) -> None:
    for table in reversed(metadata().sorted_tables):
        table.drop(connection)


def _rules(engine: Engine) -> dict[str, Any]:
    """What Alembic's comparison does not look at: keys, names, ON DELETE, and how a key is counted up."""
    seen = inspect(engine)
    return {
        table: {
            "key": seen.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(
                (str(key["name"]), key["constrained_columns"], key["referred_table"], key["options"])
                for key in seen.get_foreign_keys(table)
            ),
            "unique": sorted((str(rule["name"]), rule["column_names"]) for rule in seen.get_unique_constraints(table)),
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column.get("autoincrement"))
                for column in seen.get_columns(table)
            },
        }
        for table in metadata().tables
    }


def test_the_version_says_where_the_tables_stand(empty_engine: Engine) -> None:
    assert runner.current(empty_engine) is None
    assert not runner.is_current(empty_engine)
    assert runner.check(empty_engine) == ["There are no Jobboard tables here yet. Run `flask jobboard db upgrade`."]
    runner.upgrade(empty_engine)
    assert runner.current(empty_engine) == runner.head()
    assert runner.is_current(empty_engine)


def test_a_second_upgrade_changes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO jobboard_lease VALUES ('x', 'me', '2026-11-24 09:00:00')"))
    runner.upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT holder FROM jobboard_lease")) == "me"


def test_a_downgrade_to_base_leaves_nothing_of_ours_but_the_version_table(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE host_article (id INTEGER PRIMARY KEY)"))
    runner.downgrade(engine, "base")
    assert our_tables(engine) == {runner.VERSION_TABLE}
    assert "host_article" in inspect(engine).get_table_names()
    runner.upgrade(engine)
    assert runner.check(engine) == []


def test_stamp_writes_the_version_and_makes_no_table(empty_engine: Engine) -> None:
    runner.stamp(empty_engine, "head")
    assert runner.is_current(empty_engine)
    assert our_tables(empty_engine) == {runner.VERSION_TABLE}


def test_a_revision_that_does_not_exist_is_named_with_the_newest_one(engine: Engine) -> None:
    with pytest.raises(ConfigurationError, match=rf"'9999'.*newest is '{runner.head()}'"):
        runner.upgrade(engine, "9999")


def test_check_says_each_difference_in_a_sentence_and_ignores_tables_of_hosts_and_plugins(
    engine: Engine,
) -> None:
    with engine.begin() as connection:
        for change in (
            "CREATE TABLE host_article (id INTEGER PRIMARY KEY)",
            "ALTER TABLE jobboard_job DROP COLUMN industry",
            "ALTER TABLE jobboard_job ADD COLUMN colour INTEGER",
            "DROP INDEX ix_jobboard_job_board_status",
            "DROP TABLE jobboard_scorecard_rating",
            "CREATE TABLE jobboard_someplugin_note (id INTEGER PRIMARY KEY)",
        ):
            connection.execute(text(change))
    assert sorted(runner.check(engine)) == [
        "The column jobboard_job.colour is unknown to us but stands in the database.",
        "The column jobboard_job.industry is missing from the database.",
        "The index ix_jobboard_job_board_status on jobboard_job is missing from the database.",
        "The table jobboard_scorecard_rating is missing from the database.",
    ]


def test_check_says_when_a_column_changed_its_shape(engine: Engine) -> None:
    with _operations(engine) as operations, operations.batch_alter_table("jobboard_job") as table:
        table.alter_column("title", type_=String(20), existing_nullable=False, nullable=True)
    sentences = runner.check(engine)
    assert len(sentences) == 2
    assert all(sentence.startswith("The column jobboard_job.title differs in its ") for sentence in sentences)


@pytest.mark.parametrize("attempt", range(3))
def test_four_upgrades_at_once_all_end_with_the_tables_in_step(empty_database_url: str, attempt: int) -> None:
    def one_process(_number: int) -> str | None:
        engine = make_engine(empty_database_url)
        runner.upgrade(engine)
        at = runner.current(engine)
        engine.dispose()
        return at

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one_process, range(4))) == [runner.head()] * 4


def test_a_host_engine_without_our_sqlite_settings_upgrades_too(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'host.sqlite'}"

    def one_process(_number: int) -> list[str]:
        engine = create_engine(url)
        runner.upgrade(engine)
        return runner.check(engine)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one_process, range(4))) == [[]] * 4


def test_who_comes_second_is_more_patient_than_the_hosts_engine(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'host.sqlite'}", connect_args={"timeout": 1})
    with one_at_a_time(engine) as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) > 60_000
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) == 1000


def test_a_change_that_fails_half_way_is_undone_whole(engine: Engine) -> None:
    with pytest.raises(RuntimeError), one_at_a_time(engine) as connection:  # noqa: PT012 - it fails half way
        connection.execute(text("CREATE TABLE jobboard_half (id INTEGER PRIMARY KEY)"))
        raise RuntimeError("power cut")
    assert runner.check(engine) == []


def test_altering_a_parent_keeps_its_children(engine: Engine) -> None:
    _add_a_candidate_with_a_phone(engine)
    with _operations(engine) as operations, operations.batch_alter_table("jobboard_candidate") as table:
        table.alter_column("name", type_=String(250), existing_nullable=False)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT number FROM jobboard_candidate_phone")) == "01134960000"


def test_a_change_that_would_orphan_rows_is_refused_on_sqlite(sqlite_engine: Engine) -> None:
    _add_a_candidate_with_a_phone(sqlite_engine)
    with (
        pytest.raises(JobboardError, match="point to nothing in jobboard_candidate_phone"),
        one_at_a_time(sqlite_engine) as connection,
    ):
        connection.execute(text("DELETE FROM jobboard_candidate"))
    with sqlite_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM jobboard_candidate")) == 1
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'jobboard.sqlite'}")
    runner.upgrade(engine)
    yield engine
    engine.dispose()


@contextmanager
def _operations(engine: Engine) -> Iterator[Operations]:
    """Alembic's operations as a migration of ours has them."""
    with one_at_a_time(engine) as connection:
        yield Operations(MigrationContext.configure(connection, opts=runner.context_options(connection)))


def _add_a_candidate_with_a_phone(engine: Engine) -> None:
    tables = metadata().tables
    person = {"board": "b", "public_id": "P", "version": 1, "name": "Ada", "do_not_contact": False}
    blank = dict.fromkeys(("headline", "summary", "locality", "region", "country"), "")
    moments = dict.fromkeys(("created_at", "updated_at"), datetime(2026, 11, 24, 9, tzinfo=UTC))
    with engine.begin() as connection:
        made = connection.execute(tables["jobboard_candidate"].insert().values(**person, **blank, **moments))
        phone = {"candidate_id": made.inserted_primary_key[0], "number": "01134960000"}
        connection.execute(tables["jobboard_candidate_phone"].insert().values(**phone))


class HostSite:
    """A host that runs Flask-Migrate in the database we share."""

    def __init__(self, url: str, folder: Path, **options: Any) -> None:
        self.app, self.folder = Flask("host_site"), folder
        self.app.config["SQLALCHEMY_DATABASE_URI"] = url
        self.db = SQLAlchemy(self.app)
        self.article = self.db.Table("host_article", self.db.Column("id", Integer, primary_key=True))
        Migrate(self.app, self.db, directory=str(folder), **options)

    def autogenerate(self, message: str) -> str:
        """What `flask db migrate` wrote: the text of the new revision."""
        with self.app.app_context():
            if not self.folder.exists():
                flask_migrate.init()
            before = set((self.folder / "versions").glob("*.py"))
            flask_migrate.migrate(message=message)
        (new,) = set((self.folder / "versions").glob("*.py")) - before
        return new.read_text()

    def upgrade(self) -> None:
        with self.app.app_context():
            flask_migrate.upgrade()

    def close(self) -> None:
        with self.app.app_context():
            self.db.engine.dispose()


@pytest.fixture
def host_site(database_url: str, tmp_path: Path, loggers_as_before: None) -> Iterator[HostSite]:
    site = HostSite(database_url, tmp_path / "migrations", include_name=include_name)
    yield site
    site.close()


def test_a_flask_migrate_host_neither_drops_nor_creates_our_tables(host_site: HostSite, engine: Engine) -> None:
    ours = our_tables(engine)
    written = host_site.autogenerate("articles")
    assert "create_table('host_article'" in written
    assert "jobboard" not in written

    host_site.upgrade()
    assert "host_article" in inspect(engine).get_table_names()
    assert our_tables(engine) == ours
    assert runner.check(engine) == []


def test_the_hosts_next_migration_and_ours_still_work_beside_each_other(host_site: HostSite, engine: Engine) -> None:
    host_site.autogenerate("articles")
    host_site.upgrade()
    host_site.article.append_column(host_site.db.Column("title", String(80)))
    written = host_site.autogenerate("titles")
    assert "jobboard" not in written
    host_site.upgrade()
    assert {column["name"] for column in inspect(engine).get_columns("host_article")} == {"id", "title"}

    runner.downgrade(engine, "base")
    runner.upgrade(engine)
    assert "host_article" in inspect(engine).get_table_names()
    assert runner.check(engine) == []


def test_without_the_helper_the_host_would_propose_to_drop_our_tables(
    database_url: str, tmp_path: Path, loggers_as_before: None
) -> None:
    site = HostSite(database_url, tmp_path / "migrations")
    written = site.autogenerate("articles")
    site.close()
    assert "op.drop_table('jobboard_candidate')" in written
    assert f"op.drop_table('{runner.VERSION_TABLE}')" in written


@pytest.mark.parametrize(
    ("name", "type_", "table", "seen"),
    [
        ("host_article", "table", None, True),
        ("jobboard_job", "table", None, False),
        ("jobboard_alembic_version", "table", None, False),
        ("ix_jobboard_job_board_status", "index", "jobboard_job", False),
        ("title", "column", "jobboard_job", False),
        ("title", "column", "host_article", True),
        (None, "schema", None, True),
    ],
)
def test_the_helper_hides_our_tables_and_what_hangs_on_them(
    name: str | None, type_: str, table: str | None, seen: bool
) -> None:
    assert include_name(name, type_, {"table_name": table}) is seen


def test_the_command_line_says_whether_the_tables_are_in_step(app: Flask) -> None:
    assert _db(app, "check") == (0, "The tables are in step with the models.\n")
    board_of(app).session.remove()
    with board_of(app).engine.begin() as connection:
        connection.execute(text("DROP TABLE jobboard_scorecard_rating"))
    assert _db(app, "check") == (1, "The table jobboard_scorecard_rating is missing from the database.\n")


def test_the_command_line_takes_the_tables_down_and_up_again_with_their_first_rows(app: Flask) -> None:
    assert _db(app, "downgrade", "base") == (0, "The tables are at revision base.\n")
    assert _db(app, "check")[0] == 1
    assert _db(app, "upgrade") == (0, f"The tables are at revision {runner.head()}.\n")
    with board_of(app).engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM jobboard_disposition")) > 0


def test_the_command_line_stamps(app: Flask) -> None:
    assert _db(app, "stamp", "base") == (0, "The tables are marked as revision base.\n")
    assert runner.current(board_of(app).engine) is None


def _db(app: Flask, *words: str) -> tuple[int, str]:
    """What `flask jobboard db ...` answers: its exit code and what it printed."""
    result = app.test_cli_runner().invoke(args=["jobboard", "db", *words])
    return result.exit_code, result.output


def board_of(app: Flask) -> BoardState:
    board: BoardState = app.extensions["jobboard"]["jobboard"]
    return board
