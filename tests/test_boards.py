"""Mounting: two boards in one app, a host's session, and mistakes that say their fix."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from jobboard import JobBoard
from jobboard.access import SYSTEM, Scope
from jobboard.adapters.clock import FixedClock
from jobboard.adapters.mail import MemoryMail
from jobboard.adapters.storage import MemoryStorage
from jobboard.candidates.models import Candidate
from jobboard.candidates.service import create_candidate
from jobboard.errors import ConfigurationError, Conflict, NotFound
from jobboard.flows.import_data import import_candidates
from jobboard.flows.set_up import set_up_board
from jobboard.jobs import queries
from jobboard.jobs.models import HiringOrganization
from jobboard.keep_on_file.inbox_queries import inbox_count
from jobboard.migrations import runner
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.host import TestIdentity, board_of, close_host


def a_host(tmp_path: Path, **config: object) -> Flask:
    """A host without a board yet."""
    app = Flask("host", instance_path=str(tmp_path))
    app.config.update(SECRET_KEY="for tests", TESTING=True, JOBBOARD_SEARCH_BACKEND="memory", **config)
    return app


def mounted(app: Flask, name: str = "jobboard", **settings: object) -> BoardState:
    """A board with twins, ready to use."""
    board = JobBoard(
        name=name, identity=TestIdentity(), storage=MemoryStorage(), mail=MemoryMail(), clock=FixedClock()
    ).init_app(app, **settings)
    runner.upgrade(board.engine)
    set_up_board(board)
    return board


@pytest.fixture
def two(tmp_path: Path, database_url: str) -> Flask:
    """One app, two boards on one database."""
    app = a_host(tmp_path, JOBBOARD_DATABASE_URL=database_url)
    mounted(app)
    mounted(app, "careers", JOBBOARD_PUBLIC_PREFIX="/careers", JOBBOARD_RECRUITER_PREFIX="/careers-desk")
    yield app
    close_host(app)


def test_each_board_shows_its_own_jobs(two: Flask) -> None:
    first, second = board_of(two), board_of(two, "careers")
    given.a_job(first, "Marketing Manager", publish=True)
    given.a_job(second, "Ward Sister", publish=True)
    client = two.test_client()
    assert b"Marketing Manager" in client.get("/jobs/").data
    assert b"Ward Sister" not in client.get("/jobs/").data
    assert b"Ward Sister" in client.get("/careers/").data


def test_a_job_of_another_board_answers_like_a_missing_one(two: Flask) -> None:
    first, second = board_of(two), board_of(two, "careers")
    job_id = given.a_job(first, publish=True)
    assert two.test_client().get(f"/jobs/{job_id}").status_code == 200
    assert two.test_client().get(f"/careers/{job_id}").status_code == 404
    with pytest.raises(NotFound):
        queries.get_job(second.session(), Scope("careers", given.RECRUITER), job_id)


def test_links_stay_on_their_own_board(two: Flask) -> None:
    given.a_job(board_of(two, "careers"), "Ward Sister", publish=True)
    page = two.test_client().get("/careers/").get_data(as_text=True)
    assert 'href="/jobs/' not in page


def test_nobody_kept_by_one_board_surfaces_on_another(two: Flask) -> None:
    first, second = board_of(two), board_of(two, "careers")
    given.kept_candidate(first)
    given.a_job(second, "Marketing Manager", publish=True)
    assert inbox_count(second.session(), given.scope(second), now=second.now()) == 0


@pytest.fixture
def lent(tmp_path: Path, database_url: str) -> Iterator[BoardState]:
    """A board on a host's Flask-SQLAlchemy session."""
    app = a_host(tmp_path, SQLALCHEMY_DATABASE_URI=database_url)
    db = SQLAlchemy(app)
    with app.app_context():
        board = JobBoard(
            session=db.session, identity=TestIdentity(), storage=MemoryStorage(), mail=MemoryMail(), clock=FixedClock()
        ).init_app(app)
        runner.upgrade(board.engine)
        set_up_board(board)
        yield board
        db.session.remove()
        db.engine.dispose()


def test_the_board_works_on_a_flask_sqlalchemy_session(lent: BoardState) -> None:
    given.kept_candidate(lent)
    given.a_job(lent, "Marketing Manager", publish=True)
    assert b"Marketing Manager" in current_app.test_client().get("/jobs/").data


def people_of(board: BoardState) -> int:
    """How many rows another connection sees, which sees only what was committed."""
    with board.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Candidate)) or 0


PEOPLE = [json.dumps({"basics": {"name": f"Person {number}"}, "meta": {"jobboard": {"externalId": f"C{number}"}}})
          for number in range(3)]  # fmt: skip


def test_a_dry_run_on_a_hosts_session_counts_and_writes_nothing(lent: BoardState) -> None:
    report = import_candidates(lent, PEOPLE, actor=SYSTEM, dry_run=True)
    assert (report.added, people_of(lent)) == (3, 0)


def test_an_import_on_a_hosts_session_lands_line_by_line(lent: BoardState) -> None:
    report = import_candidates(lent, [PEOPLE[0], "{bad", PEOPLE[1]], actor=SYSTEM)
    assert (report.added, report.rejected, people_of(lent)) == (2, 1, 2)
    assert import_candidates(lent, PEOPLE, actor=SYSTEM).unchanged == 2


def test_a_story_that_fails_on_a_hosts_session_leaves_nothing_not_even_what_a_savepoint_held(
    lent: BoardState,
) -> None:
    def story() -> None:
        with lent.transaction() as session:
            with session.begin_nested():
                create_candidate(session, lent.name, name="Maren", actor=SYSTEM, now=lent.now())
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        story()
    assert people_of(lent) == 0


def test_the_same_written_twice_is_a_conflict_and_any_other_broken_rule_a_mistake_of_ours(lent: BoardState) -> None:
    def write(**columns: object) -> None:
        with lent.transaction() as session:
            session.add(HiringOrganization(board=lent.name, **columns))

    write(name="Calderside Mills", name_key="calderside mills")
    with pytest.raises(Conflict, match="same moment"):
        write(name="Calderside Mills", name_key="calderside mills")
    with pytest.raises(IntegrityError):
        write(name="Tannery Row Hotels", name_key=None)
    assert not lent.session().in_transaction()


def test_a_missing_secret_key_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="SECRET_KEY"):
        JobBoard(Flask("host", instance_path=str(tmp_path)))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("JOBBOARD_PAGESIZE", 10, "docs/configuration.md"),
        ("JOBBOARD_PAGE_SIZE", "many", "whole number"),
        ("JOBBOARD_PAGE_SIZE", 1000, "1 to 100"),
        ("JOBBOARD_OUTBOX", "later", "'inline' or 'worker'"),
        ("JOBBOARD_SEARCH_BACKEND", "elastic", "memory, whoosh"),
        ("JOBBOARD_SEARCH_LANGUAGE", "klingon", "JOBBOARD_SEARCH_LANGUAGE is 'klingon'; there are: da, de, en, .*, sv"),
        ("JOBBOARD_PLUGINS", "nothing", "not installed"),
        ("JOBBOARD_MAIL_URL", "mail.example.com", "smtp://"),
        ("JOBBOARD_BASE_URL", "jobs.example.com", "https://"),
    ],
)
def test_a_wrong_setting_says_what_to_write(tmp_path: Path, key: str, value: object, said: str) -> None:
    app = a_host(tmp_path)
    app.config[key] = value
    with pytest.raises(ConfigurationError, match=said):
        JobBoard(app)


def test_the_same_name_twice_says_to_choose_another(tmp_path: Path) -> None:
    app = a_host(tmp_path)
    JobBoard(app)
    with pytest.raises(ConfigurationError, match="another name"):
        JobBoard(app)
