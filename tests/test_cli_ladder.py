"""``flask jobboard ladder`` and ``taxonomy``: files in, files out, and what the board then reads."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from jobboard.extension import JobBoard
from jobboard.flows.titles import titles
from jobboard.flows.why_not import why_not
from jobboard.state import BoardState
from jobboard.taxonomy import store
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import JUDITH
from tests.test_cli_data import json_lines, run
from tests.test_ladders import HELD, UNKNOWN, lines

LADDER = """phrase,kind,level,function,track,label
Zorblax Wrangler,title,lead,,,Wrangler 2
P3,rung,3,technology,ic,Professional 3
"""
OCCUPATIONS = """O*NET-SOC Code\tTitle\tDescription
13-1081.02\tLogistics Analysts\tAnalyze.
13-1081.01\tLogistics Engineers\tDesign.
13-1082.00\tProject Management Specialists\tPlan.
29-1141.00\tRegistered Nurses\tCare.
11-3071.04\tSupply Chain Managers\tLead.
"""
ALTERNATES = """O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)
13-1081.02\tZorblax Wrangler\tn/a\t01
99-9999.00\tNobody\tn/a\t01
"""
ZONES = """O*NET-SOC Code\tJob Zone\tDate\tDomain Source
13-1081.02\t5\t08/2021\tAnalyst
13-1082.00\tmany\t08/2021\tAnalyst
"""


@pytest.fixture
def ladder(tmp_path: Path) -> str:
    """A file with two entries."""
    path = tmp_path / "ladder.csv"
    path.write_text(LADDER, encoding="utf-8")
    return str(path)


@pytest.fixture
def onet(tmp_path: Path) -> str:
    """A folder with the least of an O*NET database, half its rows missing."""
    folder = tmp_path / "onet"
    folder.mkdir()
    (folder / "Occupation Data.txt").write_text(OCCUPATIONS, encoding="utf-8")
    (folder / "Alternate Titles (part).txt").write_text(ALTERNATES, encoding="utf-8")
    (folder / "Job Zones.txt").write_text(ZONES, encoding="utf-8")
    return str(folder)


def test_a_file_goes_in_comes_out_and_in_again(app: Flask, board: BoardState, ladder: str) -> None:
    said = run(app, "ladder", "import", ladder)
    assert (said.exit_code, "Changed: 2 put" in said.stdout) == (0, True)
    out = run(app, "ladder", "export", "-").stdout
    assert out.splitlines()[0] == LADDER.splitlines()[0]
    assert "P3,rung,senior,technology,ic,Professional 3" in out
    again = run(app, "ladder", "import", "-", "--replace", stdin=out)
    assert "nothing was changed" in again.stdout


def test_a_dry_run_says_who_would_move_and_changes_nothing(app: Flask, board: BoardState, ladder: str) -> None:
    given.kept_candidate(board, held=HELD)
    said = run(app, "ladder", "import", ladder, "--dry-run")
    assert "0 jobs and 1 past roles of kept people would move." in said.stdout
    assert "Intermediate" in said.stdout
    board.session().rollback()
    assert not titles(board).host
    run(app, "ladder", "import", ladder)
    board.session().expire_all()
    assert lines(board) == [(4, 1.0)]


def test_replace_takes_out_what_the_file_does_not_have(app: Flask, board: BoardState, ladder: str) -> None:
    run(app, "ladder", "import", ladder)
    run(app, "ladder", "import", "-", "--replace", stdin="phrase,level\nQuuxle,head\n")
    board.session().rollback()
    assert [(entry.phrase, entry.rank) for entry in titles(board).host.entries] == [("Quuxle", 6)]


def test_a_bad_file_names_every_line_and_changes_nothing(app: Flask, board: BoardState) -> None:
    text = "phrase,level,kind\nQuuxle,emperor,title\nSenior,3,rung\nZorblax,3,title\nzorblax,4,title\n"
    said = run(app, "ladder", "import", "-", stdin=text)
    assert said.exit_code == 2
    for line in ("line 2", "line 3", "line 5"):
        assert line in said.stderr
    assert not titles(board).host


def test_a_cell_that_a_spreadsheet_would_run_comes_back_as_it_was(app: Flask) -> None:
    run(app, "ladder", "import", "-", stdin="phrase,level,label\n@Home Nurse,2,=1+1\n")
    out = run(app, "ladder", "export", "-").stdout
    assert "'@Home Nurse,title,intermediate,,,'=1+1" in out
    assert "nothing was changed" in run(app, "ladder", "import", "-", stdin=out).stdout


def test_assess_reads_by_the_boards_ladder(app: Flask, board: BoardState, ladder: str) -> None:
    args = ("assess", "--previous", UNKNOWN, "--applied", "Data Entry Clerk", "--json")
    (before,) = json_lines(run(app, *args))
    assert before["previous"]["confidence"] < 0.6
    run(app, "ladder", "import", ladder)
    (after,) = json_lines(run(app, *args))
    assert (after["previous"]["level"], after["previous"]["confidence"], after["verdict"]) == ("lead", 1.0, "over")


def test_assess_needs_no_tables(empty_database_url: str, tmp_path: Path) -> None:
    app = Flask("bare", instance_path=str(tmp_path / "instance"))
    app.config.update(SECRET_KEY="a key for tests only", JOBBOARD_DATABASE_URL=empty_database_url)
    JobBoard(app)
    said = run(app, "assess", "--previous", "Marketing Manager", "--applied", "Marketing Coordinator", "--json")
    assert json.loads(said.stdout)["verdict"] == "over"
    assert "read by what is built in" in said.stderr
    app.extensions["jobboard"]["jobboard"].engine.dispose()


def test_unknown_titles_are_listed_for_programs_and_people(app: Flask, board: BoardState) -> None:
    assert "Every title on the board says its level." in run(app, "ladder", "unknown").stdout
    given.kept_candidate(board, held=HELD)
    (found,) = json_lines(run(app, "ladder", "unknown", "--json"))
    assert (found["title"], found["lines"], found["jobs"]) == (UNKNOWN, 1, 0)
    assert found["suggestions"][0]["level"] == "intermediate"
    assert "1 in all." in run(app, "ladder", "unknown").stdout


def test_a_taxonomy_comes_in_helps_where_a_title_says_nothing_and_goes(
    app: Flask, board: BoardState, onet: str
) -> None:
    given.kept_candidate(board, held=HELD)
    guess = lines(board)
    said = run(app, "taxonomy", "import", onet)
    assert said.exit_code == 0
    assert "5 occupations, 1 of them with a job zone" in said.stdout
    assert "CC BY 4.0" in said.stdout
    board.session().expire_all()
    assert lines(board) == [(3, 0.55)]
    (found,) = json_lines(run(app, "assess", "--previous", UNKNOWN, "--applied", "Data Entry Clerk", "--json"))
    assert "O*NET lists it under “Logistics Analysts”" in found["previous"]["evidence"][-1]
    assert "CC BY 4.0" in client_as(app, JUDITH).get("/recruit/levels").get_data(as_text=True)
    status = json.loads(run(app, "taxonomy", "status", "--json").stdout)
    assert (status["installed"], status["occupations"]) == (True, 5)
    run(app, "taxonomy", "remove")
    board.session().expire_all()
    assert lines(board) == guess
    assert "No occupation data is installed" in run(app, "taxonomy", "status").stdout


def test_a_sure_title_is_read_as_without_a_taxonomy(app: Flask, board: BoardState, onet: str) -> None:
    before = titles(board).read("Staff Nurse")
    run(app, "taxonomy", "import", onet)
    board.session().rollback()
    assert titles(board).read("Staff Nurse") == before


def test_the_same_taxonomy_again_reads_nothing_anew(app: Flask, board: BoardState, onet: str) -> None:
    run(app, "taxonomy", "import", onet)
    state = _newest(board)
    run(app, "taxonomy", "import", onet)
    assert _newest(board) == state


def _newest(board: BoardState) -> Any:
    from jobboard.ladders.queries import state_of

    board.session().rollback()
    return state_of(board.session(), board.name)


def test_occupations_bring_together_what_words_do_not(app: Flask, board: BoardState, onet: str) -> None:
    stevedore = (*given.MANAGER, (UNKNOWN, "Foss Valley Foods", date(2019, 1, 1), date(2021, 1, 1)))
    kept_id = given.kept_candidate(board, held=stevedore)
    job_id = given.a_job(board, "Logistics Analyst", level_rank=5, function=None, publish=True)
    assert "Titles held" not in _sources(board, kept_id, job_id)
    run(app, "taxonomy", "import", onet)
    assert "Titles held" in _sources(board, kept_id, job_id)
    run(app, "taxonomy", "remove")
    assert "Titles held" not in _sources(board, kept_id, job_id)


def _sources(board: BoardState, kept_id: str, job_id: str) -> set[str]:
    board.session().rollback()
    answer = why_not(board, kept_id, job_id, actor=given.RECRUITER)
    return {line.source for line in answer.outcome.evidence}


def test_a_folder_that_is_none_is_refused(app: Flask, tmp_path: Path) -> None:
    said = run(app, "taxonomy", "import", str(tmp_path))
    assert (said.exit_code, "Occupation Data.txt" in said.stderr) == (2, True)


def test_readers_keep_the_old_data_whole_while_new_comes_in(app: Flask, board: BoardState, onet: str) -> None:
    run(app, "taxonomy", "import", onet)
    reading = store.open_installed(board.data_dir)
    assert reading is not None
    run(app, "taxonomy", "remove")
    assert reading.find("Logistics Analyst") is not None
    assert store.open_installed(board.data_dir) is None
    assert not list(board.data_dir.glob(".taxonomy-*"))


def test_a_damaged_file_is_said_by_doctor_and_never_breaks_reading(app: Flask, board: BoardState) -> None:
    board.data_dir.mkdir(parents=True, exist_ok=True)
    (board.data_dir / store.FILE).write_bytes(b"no database at all, whatever its name says" * 50)
    assert titles(board).read("Marketing Manager").rank == 5
    checks = map(json.loads, run(app, "doctor", "--json").stdout.splitlines())
    assert {check["check"]: check["finding"] for check in checks}["taxonomy"] == "warning"


def test_doctor_says_what_is_installed_and_what_waits(app: Flask, board: BoardState, onet: str) -> None:
    given.kept_candidate(board, held=HELD)
    said = run(app, "doctor").stdout
    assert "One title says no level" in said
    assert "No occupation data is installed" in said
