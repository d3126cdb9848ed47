"""``flask jobboard`` for operators: assess, index, outbox, doctor. What programs read is exact."""

import json
import signal
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from jobboard.adapters.mail import FolderMail
from jobboard.cli.duty import LASTS, Duty
from jobboard.effects import drain
from jobboard.errors import NotFound
from jobboard.extension import JobBoard
from jobboard.flows.set_up import set_up_board
from jobboard.migrations import runner
from jobboard.plugins.base import Plugin, SearchFactory
from jobboard.search.generations import Generations
from jobboard.search.memory import MemorySearch
from jobboard.signals import candidate_erased, job_published
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.testing.search import job_document
from tests.support.alerts import mails, subscribe
from tests.support.databases import on_sqlite
from tests.support.host import JUDITH, board_of, close_host, header_of, make_host
from tests.test_cli_data import JOBS, json_lines, run, written

ONE_PERSON = (
    "unsent drafts 0, unanswered questions 0, promises past their date 0, rules past their last day 0, "
    "job alerts and questions about them 0, people nobody has a reason to know 1"
)


class EngineOfTests(MemorySearch):
    """An engine that no distribution brought."""


class PluggedSearch(Plugin):
    """Brings it."""

    name = "a-plugin"

    def search_backends(self) -> Mapping[str, SearchFactory]:
        return {"a-plugins": lambda _folder, _synonyms: EngineOfTests()}


def findings(app: Flask) -> dict[str, str]:
    """What doctor found, by check."""
    lines = run(app, "doctor", "--json").stdout.splitlines()
    return {line["check"]: line["finding"] for line in map(json.loads, lines)}


def test_assess_prints_the_verdict_with_both_levels(app: Flask) -> None:
    """The level as key and rank, with its evidence."""
    args = ("assess", "--previous", "Marketing Manager", "--applied", "Marketing Coordinator", "--json")
    (found,) = json_lines(run(app, *args))
    assert set(found) == {"verdict", "gap", "previous", "applied"}
    assert (found["verdict"], found["gap"]) == ("over", 3)
    assert set(found["previous"]) == {"level", "rank", "track", "confidence", "evidence"}
    assert (found["previous"]["level"], found["previous"]["rank"]) == ("manager", 5)


def test_assess_without_json_reads_like_a_sentence(app: Flask) -> None:
    """In the words of the screens."""
    said = run(app, "assess", "--previous", "Marketing Manager", "--applied", "Marketing Coordinator").stdout
    assert said.startswith("over (+3): more senior than this role needs")


def test_assess_takes_a_trade_that_is_no_function_of_ours(app: Flask) -> None:
    """A bank's vice president is no company's."""
    args = ("assess", "--previous", "Vice President", "--applied", "Analyst", "--json")
    (anywhere,), (bank,) = json_lines(run(app, *args)), json_lines(run(app, *args, "--function", "banking"))
    assert bank["previous"]["rank"] < anywhere["previous"]["rank"]


def test_a_batch_prints_one_line_an_id(app: Flask, tmp_path: Path) -> None:
    """In the order of the file, with or without the column function."""
    path = tmp_path / "pairs.csv"
    path.write_text(
        "id,prev_title,applied_title,function\n7,Head Chef,Sous Chef,hospitality\n8,,Clerk,\n", encoding="utf-8"
    )
    found = json_lines(run(app, "assess", "--batch", str(path), "--json"))
    assert [(line["id"], line["verdict"]) for line in found] == [("7", "over"), ("8", "unsure")]
    assert list(found[0])[:3] == ["id", "verdict", "gap"]


def test_a_batch_without_its_columns_is_refused(app: Flask, tmp_path: Path) -> None:
    """Naming what is missing."""
    path = tmp_path / "pairs.csv"
    path.write_text("id,title\n1,Clerk\n", encoding="utf-8")
    result = run(app, "assess", "--batch", str(path))
    assert (result.exit_code, "prev_title, applied_title" in result.stderr) == (2, True)


def test_the_index_is_rebuilt_from_the_database(app: Flask, tmp_path: Path, board: BoardState) -> None:
    """Whatever was in it."""
    run(app, "import", "jobs", written(tmp_path, *JOBS))
    board.search.update([], removed=board.search.ids())
    incomplete = app.test_cli_runner().invoke(args=["jobboard", "index", "status", "--json"])
    assert incomplete.exit_code == 1
    assert json.loads(incomplete.stdout)["documents"] == 0
    assert findings(app)["index"] == "warning"
    built = run(app, "index", "rebuild")
    assert built.stdout == "3 jobs are in the index.\n"
    assert built.stderr.splitlines() == ["Indexing 3.", "30 % (1 of 3)", "60 % (2 of 3)", "100 % (3 of 3)"]
    status = json_lines(run(app, "index", "status", "--json"))[0]
    assert (status["documents"], status["open_jobs"], status["healthy"]) == (3, 3, True)


def test_a_worker_board_drains_when_told(database_url: str, tmp_path: Path) -> None:
    """What an import wrote down waits until then."""
    app = make_host(database_url, tmp_path, JOBBOARD_OUTBOX="worker")
    run(app, "import", "jobs", written(tmp_path, *JOBS))
    waiting = {(line["topic"], line["waiting"]) for line in json_lines(run(app, "outbox", "status", "--json"))}
    assert waiting == {("job.changed", 3), ("job.out", 3), ("surface-jobs", 1)}
    assert run(app, "outbox", "drain").stdout == "7 done.\n"
    assert run(app, "outbox", "status").stdout == "Nothing waits.\n"


def somebody_long_gone(board: BoardState) -> str:
    """The public id of a person whom nothing keeps here."""
    candidate_id = given.a_candidate(board)
    board.clock.advance(timedelta(days=1000))  # type: ignore[attr-defined] # the twin
    board.session.remove()
    return candidate_id


def test_the_figures_of_job_alerts(app: Flask, board: BoardState) -> None:
    """Who watches, what waits, what was sent; for programs and for people."""
    subscribe(board)
    given.a_job(board, "Marketing Manager", publish=True)
    board.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined] # the twin
    given.a_job(board, "Marketing Manager", publish=True)
    (figures,) = json_lines(run(app, "alerts", "status", "--json"))
    zeros = dict.fromkeys(("paused", "unconfirmed", "unfiled", "sent", "interrupted"), 0)
    assert figures == {**zeros, "active": 1, "waiting": 1}
    assert "1       alerts with something to tell" in run(app, "alerts", "status").stdout


def test_what_the_command_line_imports_is_mailed_to_those_who_wait_for_it(
    app: Flask, board: BoardState, tmp_path: Path
) -> None:
    """Also what was posted elsewhere before anybody waited."""
    subscribe(board, frequency="instant")
    board.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined] # the twin
    yesterday = (board.now() - timedelta(days=1)).date().isoformat()
    file = written(tmp_path, {"identifier": "A1", "title": "Marketing Manager", "datePosted": yesterday})
    assert run(app, "import", "jobs", file).stdout.startswith("read 1, added 1,")
    board.clock.advance(timedelta(minutes=5))  # type: ignore[attr-defined] # the twin
    drain(board)
    (mail,) = mails(board)
    assert mail["Subject"].startswith("New: Marketing Manager")


def test_retention_says_what_it_would_end_and_then_ends_it(app: Flask, board: BoardState) -> None:
    """A dry run changes nothing."""
    known = somebody_long_gone(board)
    for _ in range(2):
        assert run(app, "retention", "run", "--dry-run").stdout == f"Over: {ONE_PERSON}. Nothing was changed.\n"
    assert run(app, "retention", "run").stdout == f"Ended: {ONE_PERSON}.\n"
    with pytest.raises(NotFound):
        given.person(board, known)


@pytest.fixture
def signals_as_before() -> Iterator[None]:
    """A worker listens for signals; afterwards the test run does again."""
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


@pytest.mark.usefixtures("signals_as_before")
def test_the_worker_ends_what_is_over_when_it_starts(database_url: str, tmp_path: Path) -> None:
    """And drains what that wrote down, here until a signal receiver stops it."""
    app = make_host(database_url, tmp_path, JOBBOARD_OUTBOX="worker")
    board = board_of(app)
    known = somebody_long_gone(board)

    def stop(_board: str, **_facts: Any) -> None:
        signal.raise_signal(signal.SIGTERM)

    with candidate_erased.connected_to(stop):
        result = run(app, "worker")
    assert result.stdout == f"Ended: {ONE_PERSON}.\n3 done.\n"
    assert result.stderr.endswith("Stopped.\n")
    with pytest.raises(NotFound):
        given.person(board, known)
    close_host(app)


@pytest.mark.usefixtures("signals_as_before")
def test_one_worker_serves_every_board_of_the_app(database_url: str, tmp_path: Path) -> None:
    """Each with its own outbox."""
    app = make_host(database_url, tmp_path, JOBBOARD_OUTBOX="worker")
    careers = JobBoard(name="careers").init_app(
        app, JOBBOARD_PUBLIC_PREFIX="/careers", JOBBOARD_RECRUITER_PREFIX="/careers-desk"
    )
    set_up_board(careers)
    given.a_job(board_of(app), "Cook", publish=True)
    given.a_job(careers, "Waiter", publish=True)

    def stop_at_the_second(name: str, **_facts: Any) -> None:
        if name == "careers":
            signal.raise_signal(signal.SIGTERM)

    with job_published.connected_to(stop_at_the_second):
        said = run(app, "worker").stderr
    assert "careers: Working. Stop with Ctrl-C." in said
    assert Duty(careers).is_ours()
    assert [len(board.search.ids()) for board in (board_of(app), careers)] == [1, 1]
    close_host(app)


def test_of_two_workers_one_works_and_the_other_stands_by(
    app: Flask, board: BoardState, clock: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until the first one ends, or has not been heard of for a while."""
    one, other = Duty(board), Duty(board, called="jobs: ")
    assert (one.is_ours(), other.is_ours(), other.is_ours()) == (True, False, False)
    working, standing = (
        "Working. Stop with Ctrl-C.\n",
        "Another worker is at work; this one stands by. Stop with Ctrl-C.\n",
    )
    assert capsys.readouterr().err == f"{working}jobs: {standing}"
    for _ in range(6):
        clock.advance(LASTS / 3)
        assert (one.is_ours(), other.is_ours()) == (True, False)
    clock.advance(LASTS * 2)
    assert (other.is_ours(), one.is_ours()) == (True, False)
    assert capsys.readouterr().err == f"jobs: {working}{standing}"
    other.end()
    assert one.is_ours()


def test_who_works_costs_a_statement_now_and_then(app: Flask, board: BoardState, count_statements: Any) -> None:
    """And one each time while it is another."""
    one, other = Duty(board), Duty(board)
    assert one.is_ours()
    with count_statements(board.engine) as statements:
        assert (one.is_ours(), one.is_ours()) == (True, True)
    assert statements.count == 0
    with count_statements(board.engine) as statements:
        assert not other.is_ours()
    assert statements.count == 1


def test_the_index_is_checked_against_the_database_id_by_id(app: Flask, tmp_path: Path, board: BoardState) -> None:
    """Equal numbers hide a job that is missing and one that is too many."""
    kept, lost = (given.a_job(board, title, publish=True) for title in ("Cook", "Waiter"))
    assert run(app, "index", "check").stdout == "The index holds every open job and nothing else.\n"
    board.search.update([job_document("stranger")], removed=[lost])
    result = run(app, "index", "check", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, {"missing": [lost], "extra": ["stranger"]})
    said = run(app, "index", "check")
    assert said.exit_code == 1
    assert f"lacks (1): {lost}" in said.stdout
    assert "not open (1): stranger" in said.stdout
    assert kept not in said.stdout


def test_a_job_past_its_last_day_is_no_difference(app: Flask, board: BoardState) -> None:
    """The index leaves it out of every answer by itself."""
    given.a_job(board, "Cook", publish=True, valid_through=board.now() + timedelta(days=2))
    board.clock.advance(timedelta(days=9))  # type: ignore[attr-defined] # the twin
    assert run(app, "index", "check").exit_code == 0
    assert run(app, "index", "status").exit_code == 0


def test_the_index_says_how_far_it_lags_behind(database_url: str, tmp_path: Path) -> None:
    """By the oldest change that waits."""
    app = make_host(database_url, tmp_path, JOBBOARD_OUTBOX="worker")
    board = board_of(app)
    given.a_job(board, "Cook", publish=True)
    board.clock.advance(timedelta(seconds=90))  # type: ignore[attr-defined] # the twin
    given.a_job(board, "Waiter", publish=True)
    figures = json.loads(run(app, "index", "status", "--json").stdout)
    assert (figures["waiting"], figures["lag_seconds"], figures["search"]) == (2, 90, "ok")
    assert "2 changes wait to be indexed, the oldest for 90 s" in run(app, "index", "status").stdout
    assert app.test_client().get("/jobs/health.json").get_json() == figures
    close_host(app)


def test_a_page_never_writes_the_index_where_there_is_a_worker(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a missing one."""
    app = make_host(database_url, tmp_path, JOBBOARD_OUTBOX="worker", JOBBOARD_SEARCH_BACKEND="whoosh")
    board = board_of(app)
    monkeypatch.setattr(Generations, "writing", lambda *_args, **_kwargs: pytest.fail("A page writes the index."))
    job_id = given.a_job(board, "Cook")
    recruiter = app.test_client()
    assert recruiter.post(f"/recruit/jobs/{job_id}/publish", headers=header_of(JUDITH)).status_code == 302
    assert "Cook" in app.test_client().get("/jobs/?q=cook").text
    close_host(app)


@on_sqlite
@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("inline", "While nobody opens a page, nothing leaves."),
        ("worker", "only while `flask jobboard worker` runs"),
    ],
)
def test_doctor_says_how_mail_leaves(database_url: str, tmp_path: Path, mode: str, sentence: str) -> None:
    """With a worker and without one."""
    app = make_host(database_url, tmp_path, JOBBOARD_OUTBOX=mode)
    assert sentence in run(app, "doctor").stdout
    close_host(app)


def test_doctor_finds_a_sound_board_sound(database_url: str, tmp_path: Path) -> None:
    """Nothing here is a problem."""
    app = make_host(database_url, tmp_path, WTF_CSRF_ENABLED=True, SECRET_KEY="k" * 32)
    found = findings(app)
    assert {found[name] for name in ("SECRET_KEY", "CSRF", "database", "index", "layout", "base URL", "whoosh")} == {
        "ok"
    }
    assert run(app, "doctor").exit_code == 0


@pytest.mark.parametrize(
    ("config", "check"),
    [
        ({"WTF_CSRF_ENABLED": False}, "CSRF"),
        ({"WTF_CSRF_ENABLED": True, "JOBBOARD_LAYOUT": "nowhere.html"}, "layout"),
    ],
)
def test_doctor_exits_with_1_on_a_problem(
    database_url: str, tmp_path: Path, config: dict[str, Any], check: str
) -> None:
    """And says which."""
    app = make_host(database_url, tmp_path, **config)
    assert findings(app)[check] == "problem"
    assert run(app, "doctor").exit_code == 1


def test_doctor_says_how_to_create_the_tables(database_url: str, tmp_path: Path) -> None:
    """It is the first thing a new host needs."""
    app = make_host(database_url, tmp_path, WTF_CSRF_ENABLED=True)
    runner.downgrade(app.extensions["jobboard"]["jobboard"].engine, "base")
    result = run(app, "doctor")
    assert (result.exit_code, "flask jobboard db upgrade" in result.stdout) == (1, True)
    missing = run(app, "import", "jobs", written(tmp_path, *JOBS))
    assert (missing.exit_code, "flask jobboard db upgrade" in missing.stderr) == (2, True)


def test_a_bare_host_is_told_what_is_not_set_up(tmp_path: Path) -> None:
    """Warnings, each with the key to set, and no problem once the tables are there."""
    app = Flask("bare", instance_path=str(tmp_path))
    app.config.update(SECRET_KEY="short", JOBBOARD_SEARCH_BACKEND="memory")
    JobBoard(app)
    board: BoardState = app.extensions["jobboard"]["jobboard"]
    assert isinstance(board.mail, FolderMail)
    run(app, "db", "upgrade")
    found = findings(app)
    assert [name for name, finding in found.items() if finding == "warning"] == [
        "SECRET_KEY",
        "mail",
        "base URL",
        "identity",
    ]
    assert "JOBBOARD_MAIL_URL" in run(app, "doctor").stdout


def test_the_second_board_of_an_app_is_chosen_by_name(database_url: str, tmp_path: Path) -> None:
    """Its data is its own."""
    app = make_host(database_url, tmp_path)
    _mount_second(app, database_url)
    run(app, "--board", "second", "import", "jobs", written(tmp_path, *JOBS))
    assert json_lines(run(app, "index", "status", "--json"))[0]["open_jobs"] == 0
    assert json_lines(run(app, "--board", "second", "index", "status", "--json"))[0]["open_jobs"] == 3


def _mount_second(app: Flask, database_url: str) -> None:
    JobBoard(name="second").init_app(
        app,
        JOBBOARD_DATABASE_URL=database_url,
        JOBBOARD_PUBLIC_PREFIX="/second/jobs",
        JOBBOARD_RECRUITER_PREFIX="/second/recruit",
    )


@pytest.mark.parametrize(
    ("backend", "sentence"),
    [
        ("whoosh", "Jobs are searched by whoosh, which comes with Jobboard."),
        ("memory", "Jobs are searched in memory, for tests"),
        ("a-plugins", "Jobs are searched by a-plugins, of tests."),
    ],
)
def test_doctor_says_which_engine_searches(tmp_path: Path, backend: str, sentence: str) -> None:
    app = Flask("plugged", instance_path=str(tmp_path))
    app.config.update(SECRET_KEY="k" * 32, JOBBOARD_SEARCH_BACKEND=backend)
    JobBoard(app, plugins=[PluggedSearch()])
    assert sentence in run(app, "doctor").stdout
