"""The index puts itself right from the database, files nobody names go, and erased words leave the log."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text

from jobboard.adapters.storage import FolderStorage, MemoryStorage, Storage
from jobboard.candidates.models import ResumeVersion
from jobboard.db.compaction import forget_deleted
from jobboard.effects import drain
from jobboard.flows import apply, people_index
from jobboard.flows.files import delete_later
from jobboard.flows.index import compare, heal, rebuild
from jobboard.flows.orphans import sweep_files
from jobboard.flows.uploads import Upload
from jobboard.jobs.models import Job
from jobboard.search.generations import CURRENT, DurableStorage
from jobboard.search.port import IndexUnusable
from jobboard.search.query import SearchQuery
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.databases import on_sqlite
from tests.support.host import board_of, close_host, make_host
from tests.test_cli_data import run

ROOT = Path(__file__).parents[1]
TITLES = {"Marketing Manager", "Marketing Director", "Marketing Assistant"}


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A host whose index is on disk and holds the three jobs above."""
    app = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    heal(board_of(app))
    for title in sorted(TITLES):
        given.a_job(board_of(app), title, publish=True)
    yield app
    close_host(app)


@pytest.fixture
def indexed(site: Flask) -> BoardState:
    """That host's board."""
    assert found(board_of(site)) == TITLES
    return board_of(site)


def found(board: BoardState, words: str = "marketing") -> set[str]:
    """The titles a search finds, right now."""
    assert board.search.status()
    page = board.search.search(SearchQuery(words, now=board.now(), limit=100))
    return {given.job(board, hit.id).title for hit in page.hits}


def later(board: BoardState, **much: float) -> None:
    """Let time pass, and forget what the session has read."""
    board.clock.advance(timedelta(**much))  # type: ignore[attr-defined] # the twin
    board.session.remove()


def generation(board: BoardState) -> Path:
    """The folder of the generation in use."""
    index = board.data_dir / "index"
    return index / (index / CURRENT).read_text().strip()


def overwrite(board: BoardState, change: Callable[[bytes], bytes], *, suffix: str = "") -> None:
    """Change every file of the generation whose name ends so, in place."""
    for path in generation(board).iterdir():
        if path.is_file() and path.name.endswith(suffix):
            path.write_bytes(change(path.read_bytes()))


def flipped(held: bytes) -> bytes:
    """One bit is another, in the middle."""
    at = len(held) // 2
    return held[:at] + bytes([held[at] ^ 4]) + held[at + 1 :] if held else b""


DAMAGES: dict[str, Callable[[BoardState], object]] = {
    "a table of contents of noise": lambda board: overwrite(board, lambda _: os.urandom(500), suffix=".toc"),
    "every file emptied": lambda board: overwrite(board, lambda _: b""),
    "every file cut in half": lambda board: overwrite(board, lambda held: held[: len(held) // 2]),
    "one bit flipped in every list of words": lambda board: overwrite(board, flipped, suffix=".terms"),
    "one bit flipped in every file": lambda board: overwrite(board, flipped),
    "no generation": lambda board: shutil.rmtree(generation(board)),
    "a CURRENT of noise": lambda board: (board.data_dir / "index" / CURRENT).write_bytes(b"\xff\xfe../../etc"),
    "a CURRENT that is empty": lambda board: (board.data_dir / "index" / CURRENT).write_bytes(b""),
    "no folder": lambda board: shutil.rmtree(board.data_dir / "index"),
    "documents are missing": lambda board: board.search.update([], removed=list(board.search.ids())[:2]),
}


@on_sqlite
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_built_anew_by_itself(site: Flask, indexed: BoardState, damage: str) -> None:
    DAMAGES[damage](indexed)
    assert site.test_client().get("/jobs/?q=marketing").status_code == 200
    later(indexed, minutes=2)
    heal(indexed)
    assert found(indexed) == TITLES
    assert compare(indexed).healthy
    assert heal(indexed) == 0


@on_sqlite
@pytest.mark.parametrize("damage", sorted(DAMAGES.keys() - {"documents are missing"}))
def test_a_process_that_starts_with_a_damaged_index_builds_it_anew(
    site: Flask, indexed: BoardState, damage: str, database_url: str, tmp_path: Path
) -> None:
    DAMAGES[damage](indexed)
    fresh = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    page = fresh.test_client().get("/jobs/?q=marketing")
    assert page.status_code == 200
    later(board_of(fresh), minutes=2)
    heal(board_of(fresh))
    assert found(board_of(fresh)) == TITLES
    close_host(fresh)


@on_sqlite
@pytest.mark.parametrize("damage", ["a table of contents of noise", "one bit flipped in every file", "no folder"])
def test_a_job_published_onto_a_damaged_index_is_found_with_all_others(indexed: BoardState, damage: str) -> None:
    DAMAGES[damage](indexed)
    given.a_job(indexed, "Marketing Analyst", publish=True)
    assert len(indexed.search.ids()) in {0, 3, 4}
    later(indexed, minutes=2)
    heal(indexed)
    later(indexed, hours=1)
    drain(indexed)
    assert found(indexed) == TITLES | {"Marketing Analyst"}
    assert compare(indexed).healthy


def test_an_update_never_makes_an_index_of_its_own(indexed: BoardState) -> None:
    shutil.rmtree(indexed.data_dir / "index")
    with pytest.raises(IndexUnusable):
        indexed.search.update([], removed=["somebody"])
    assert not (indexed.data_dir / "index" / CURRENT).exists()


def test_a_new_board_has_an_empty_index_that_takes_its_first_job(database_url: str, tmp_path: Path) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    board = board_of(app)
    assert heal(board) == 0
    assert compare(board).healthy
    given.a_job(board, "Marketing Manager", publish=True)
    assert found(board) == {"Marketing Manager"}
    close_host(app)


def test_a_first_start_says_once_that_each_index_is_built(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    heal(board_of(app))
    people_index.heal(board_of(app))
    close_host(app)
    said = [record.getMessage() for record in caplog.records if record.name == "jobboard.index"]
    assert said == [
        "There is no search index yet; building it.",
        "There is no private index of people yet; building it.",
    ]


def test_changes_that_wait_in_the_outbox_are_no_reason_to_build_anew(database_url: str, tmp_path: Path) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh", JOBBOARD_OUTBOX="worker")
    board = board_of(app)
    heal(board)
    given.a_job(board, "Marketing Manager", publish=True)
    later(board, minutes=2)
    assert heal(board) == 0
    status = run(app, "index", "status")
    assert status.exit_code == 1
    assert "1 changes wait in the outbox" in status.stdout
    drain(board)
    assert run(app, "index", "status").exit_code == 0
    close_host(app)


def test_expired_jobs_hide_no_missing_ones(indexed: BoardState) -> None:
    with indexed.transaction() as session:
        gone = session.scalars(select(Job).where(Job.public_id.in_(indexed.search.ids())).limit(1)).one()
        gone.valid_through = indexed.now() + timedelta(hours=1)
        expiring = gone.public_id
    rebuild(indexed)
    later(indexed, hours=2)
    other = next(job_id for job_id in indexed.search.ids() if job_id != expiring)
    indexed.search.update([], removed=[other])
    assert heal(indexed) == 2
    assert compare(indexed).healthy


def test_a_sound_index_costs_one_statement_a_minute(indexed: BoardState, count_statements: Any) -> None:
    later(indexed, minutes=2)
    with count_statements(indexed.engine) as statements:
        assert [heal(indexed) for _ in range(5)] == [0] * 5
    assert statements.count == 1


def test_what_cannot_be_built_stops_nothing_and_is_tried_again(
    indexed: BoardState, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError("No space left on device")

    shutil.rmtree(generation(indexed))
    with monkeypatch.context() as broken:
        broken.setattr("jobboard.search.generations.Generations.begin", full)
        assert heal(indexed) == 0
    assert heal(indexed) == 0
    later(indexed, minutes=2)
    assert heal(indexed) == 3


def test_status_compares_the_index_with_the_database(site: Flask, indexed: BoardState) -> None:
    assert run(site, "index", "status").exit_code == 0
    indexed.search.update([], removed=list(indexed.search.ids())[:1])
    status = run(site, "index", "status")
    assert status.exit_code == 1
    assert "not healthy" in status.stdout
    assert "2 jobs can be found and 3 are open" in status.stdout
    assert run(site, "index", "rebuild").stdout == "3 jobs are in the index.\n"
    assert run(site, "index", "status").exit_code == 0


# Killed in the middle


def die(*_args: object, **_kwargs: object) -> None:
    """As the kernel ends a process that has used too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_in(work: str, url: str, folder: str) -> None:
    """In a process of its own: rebuild, heal or publish, and die before it is done."""
    board = board_of(make_host(url, Path(folder), JOBBOARD_SEARCH_BACKEND="whoosh"))
    if work == "rebuild":
        rebuild(board, progress=lambda done: die() if done == 2 else None)
    DurableStorage.rename_file = die  # type: ignore[method-assign] # the last step of a commit
    if work == "heal":
        shutil.rmtree(generation(board))
        heal(board)
    given.a_job(board, "Marketing Analyst", publish=True)


@on_sqlite
@pytest.mark.parametrize("work", ["rebuild", "heal", "publish"])
def test_a_process_killed_over_the_index_leaves_nothing_to_do_by_hand(
    indexed: BoardState, work: str, database_url: str, tmp_path: Path
) -> None:
    script = f"from tests.test_index_recovery import die_in; die_in({work!r}, {database_url!r}, {str(tmp_path)!r})"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    for _ in range(2):
        later(indexed, minutes=16)
        heal(indexed)
        drain(indexed)
    assert found(indexed) == TITLES | ({"Marketing Analyst"} if work == "publish" else set())
    assert compare(indexed).healthy
    given.a_job(indexed, "Marketing Officer", publish=True)
    assert "Marketing Officer" in found(indexed)
    assert list((indexed.data_dir / "index").glob("generation-*")) == [generation(indexed)]


# Files that nobody names


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, board: BoardState, tmp_path: Path) -> Storage:
    """The board's storage, in a folder and in memory."""
    storage = FolderStorage(tmp_path / "files") if request.param == "folder" else MemoryStorage()
    object.__setattr__(board, "storage", storage)
    return storage


def keys(storage: Storage, board: BoardState) -> set[str]:
    """Every file's."""
    return set(storage.keys_older_than(board.now() + timedelta(days=10_000)))


def age(storage: Storage, board: BoardState, **much: float) -> None:
    """Every file was stored that long ago."""
    stored = board.now() - timedelta(**much)
    for key in keys(storage, board):
        if isinstance(storage, MemoryStorage):
            storage.saved_at[key] = stored
        else:
            os.utime(storage._folder / key, (stored.timestamp(),) * 2)  # type: ignore[attr-defined] # a FolderStorage


def test_only_files_that_nobody_names_go_and_only_after_a_day(board: BoardState, files: Storage) -> None:
    job_id = given.a_job(board, publish=True)
    form = {"name": "Priya Nair", "email": "priya@example.org", "place": "Leeds"}
    apply.send(board, apply.save_draft(board, job_id, form, Upload(BytesIO(b"sent"), "resume.txt")))
    apply.save_draft(board, job_id, form, Upload(BytesIO(b"not sent yet"), "resume.txt"))
    object.__setattr__(board, "after_commit", lambda _board: None)
    doomed = files.save(BytesIO(b"to be deleted")).key
    with board.transaction() as session:
        delete_later(board, session, doomed)
    named = keys(files, board)
    assert len(named) == 3
    orphan = files.save(BytesIO(b"its commit failed")).key
    age(files, board, hours=23)
    assert sweep_files(board) == 0
    age(files, board, hours=25)
    assert sweep_files(board) == 1
    assert keys(files, board) == named
    assert orphan not in named
    assert sweep_files(board) == 0
    assert board.session().scalars(select(ResumeVersion.storage_key)).one() in named


def test_thousands_of_orphans_cost_a_statement_for_five_hundred(
    board: BoardState, files: Storage, count_statements: Any
) -> None:
    for number in range(1_001):
        files.save(BytesIO(str(number).encode()))
    age(files, board, days=2)
    with count_statements(board.engine) as statements:
        assert sweep_files(board) == 1_001
    assert statements.count == 3
    assert keys(files, board) == set()


def test_a_folder_is_swept_of_stored_files_alone(tmp_path: Path, board: BoardState) -> None:
    storage = FolderStorage(tmp_path / "files")
    object.__setattr__(board, "storage", storage)
    assert sweep_files(board) == 0
    storage.save(BytesIO(b"words"))
    (tmp_path / "files" / "README").write_text("not ours")
    (tmp_path / "files" / ("a" * 32)).mkdir()
    age_of_all = (board.now() - timedelta(days=3)).timestamp()
    for path in (tmp_path / "files").iterdir():
        os.utime(path, (age_of_all,) * 2)
    assert sweep_files(board) == 1
    assert {path.name for path in (tmp_path / "files").iterdir()} == {"README", "a" * 32}


# What was erased


ADD = text("INSERT INTO jobboard_lease (name, holder, expires_at) VALUES ('Quillonda', 'x', '2026-01-01')")


def test_deleted_words_leave_the_log(engine: Engine) -> None:
    database = Path(engine.url.database or "")

    def on_disk() -> bytes:
        return b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))

    with engine.begin() as connection:
        connection.execute(ADD)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM jobboard_lease"))
    if engine.dialect.name == "sqlite":
        assert b"Quillonda" in on_disk()
    forget_deleted(engine)
    assert b"Quillonda" not in on_disk()
    with engine.begin() as connection:
        connection.execute(ADD)


def test_a_reader_delays_forgetting_but_nobody_waits_long(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    count = text("SELECT count(*) FROM jobboard_lease")
    with engine.connect() as reader:
        reader.execute(count)
        with engine.begin() as writer:
            writer.execute(ADD)
        forget_deleted(engine)
    is_sqlite = engine.dialect.name == "sqlite"
    assert ("stays in its write-ahead log" in caplog.text) == is_sqlite
    with engine.connect() as connection:
        assert not is_sqlite or connection.execute(text("PRAGMA busy_timeout")).scalar_one() == 10_000
