"""``flask jobboard`` on data: import, search, surface, erase, seed. What programs read is exact."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from jobboard.db.history import History
from jobboard.keep_on_file.models import Surfacing
from jobboard.state import BoardState
from tests.support.databases import on_sqlite, shared_out

JOBS = [
    {
        "identifier": {"@type": "PropertyValue", "value": "MM"},
        "title": "Marketing Manager",
        "hiringOrganization": {"name": "Calderside Mills"},
        "jobLocation": "Leeds",
        "employmentType": "full time",
        "jobboard:level": "manager",
        "jobboard:function": "marketing",
    },
    {"identifier": "AC", "title": "Accountant", "jobboard:level": 2, "jobboard:function": "finance"},
    {"identifier": "MC", "title": "Marketing Coordinator", "jobboard:level": 2, "jobboard:function": "marketing"},
]
MAREN = {
    "basics": {"name": "Maren Okafor-Lund"},
    "work": [{"position": "Marketing Manager", "startDate": "2018-05", "endDate": "2022-03"}],
    "meta": {
        "jobboard": {
            "externalId": "C1",
            "consents": [{"purpose": "keep_on_file", "grantedAt": "2026-03-01", "expiresAt": "2028-03-01"}],
            "applications": [
                {
                    "jobTitle": "Marketing Coordinator",
                    "jobLevel": 2,
                    "interviews": [
                        {"completedAt": "2026-03-10", "scorecards": [{"overall": "YES", "takeaways": "Strong."}]}
                    ],
                    "keep": {},
                }
            ],
        }
    },
}


def run(app: Flask, *args: str, stdin: str | None = None) -> Result:
    """One command, without a traceback whatever happens."""
    result = app.test_cli_runner().invoke(args=["jobboard", *args], input=stdin)
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def written(folder: Path, *records: Any) -> str:
    """A file of JSON lines."""
    path = folder / "lines.jsonl"
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in records), encoding="utf-8")
    return str(path)


def json_lines(result: Result) -> list[dict[str, Any]]:
    """What a program would read from standard output."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def filled(app: Flask, tmp_path: Path) -> Flask:
    """The jobs above, and Maren kept on file."""
    assert run(app, "import", "jobs", written(tmp_path, *JOBS)).exit_code == 0
    assert run(app, "import", "candidates", written(tmp_path, MAREN)).exit_code == 0
    return app


def test_an_import_ends_with_its_counts(app: Flask, tmp_path: Path) -> None:
    """On standard output, alone; a second run says all unchanged."""
    path = written(tmp_path, *JOBS)
    assert run(app, "import", "jobs", path).stdout == "read 3, added 3, updated 0, unchanged 0, rejected 0\n"
    assert run(app, "import", "jobs", path).stdout == "read 3, added 0, updated 0, unchanged 3, rejected 0\n"
    assert not (tmp_path / "lines.jsonl.rejects.jsonl").exists()


def test_rejected_lines_are_described_beside_the_file(app: Flask, tmp_path: Path) -> None:
    """The others land and the exit code says so."""
    result = run(app, "import", "jobs", written(tmp_path, *JOBS, "{bad", {"identifier": "X"}))
    assert result.exit_code == 0
    assert result.stdout == "read 5, added 3, updated 0, unchanged 0, rejected 2\n"
    rejects = [json.loads(line) for line in (tmp_path / "lines.jsonl.rejects.jsonl").read_text().splitlines()]
    assert [(reject["line"], reject["field"]) for reject in rejects] == [(4, "line"), (5, "title")]
    assert rejects[1]["reason"] == "Give the job a title."


def test_rejects_go_where_they_are_told_and_nothing_landing_is_exit_code_1(app: Flask, tmp_path: Path) -> None:
    """A script can tell a useless file from a good one."""
    told = tmp_path / "told.jsonl"
    result = run(app, "import", "candidates", "--rejects", str(told), written(tmp_path, "{bad"))
    assert result.exit_code == 1
    assert json.loads(told.read_text())["line"] == 1


def test_import_reads_standard_input(app: Flask) -> None:
    """As a dash."""
    lines = "\n".join(map(json.dumps, JOBS))
    assert run(app, "import", "jobs", "-", stdin=lines).stdout.startswith("read 3, added 3")


def test_a_dry_run_says_so(app: Flask, tmp_path: Path, board: BoardState) -> None:
    """And writes nothing."""
    result = run(app, "import", "jobs", "--dry-run", written(tmp_path, *JOBS))
    assert result.stdout.startswith("read 3, added 3")
    assert "dry run" in result.stderr
    assert board.session().scalar(select(func.count()).select_from(History)) == 0


@on_sqlite
@pytest.mark.parametrize(
    "args",
    [
        ("import", "jobs", "no-such-file.jsonl"),
        ("import", "jobs", "."),
        ("search", "x", "--filter", "colour=red"),
        ("search", "x", "--filter", "level=wizard"),
        ("surface", "--job", "none"),
        ("surface", "--job", "MM", "--why-not", "nobody"),
        ("erase", "nobody", "--why", "asked"),
        ("--board", "other", "search", "x"),
        ("seed",),
        ("assess", "--previous", "Clerk"),
        ("assess", "--batch", "no-such-file.csv"),
    ],
)
def test_what_stands_in_the_way_is_a_sentence_and_exit_code_2(filled: Flask, args: tuple[str, ...]) -> None:
    """On standard error, with nothing on standard output."""
    result = run(filled, *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.strip().endswith(".")


def test_search_prints_exact_json_lines(filled: Flask) -> None:
    """Best first, by identifier, with the level as key and rank."""
    found = json_lines(run(filled, "search", "marketing", "manager", "--json"))
    assert [line["job"] for line in found] == ["MM", "MC"]
    assert (found[0]["title"], found[0]["organization"]) == ("Marketing Manager", "Calderside Mills")
    assert (found[0]["level"], found[0]["rank"]) == ("manager", 5)
    assert found[0]["score"] > found[1]["score"]


@pytest.mark.parametrize("value", ["intermediate", "2"])
def test_search_filters_by_key_or_rank(filled: Flask, value: str) -> None:
    """A repeated key widens, another narrows."""
    filters = ("--filter", f"level={value}", "--filter", "function=finance", "--filter", "function=Marketing")
    found = json_lines(run(filled, "search", "--json", "--sort", "newest", "--limit", "5", *filters))
    assert {line["job"] for line in found} == {"AC", "MC"}


def test_search_without_json_is_a_table(filled: Flask) -> None:
    """For people."""
    assert "Marketing Manager, Calderside Mills" in run(filled, "search", "marketing").stdout


def test_surface_prints_who_fits_and_why(filled: Flask, board: BoardState) -> None:
    """Also those who have surfaced already; and it writes nothing."""
    before = board.session().scalar(select(func.count()).select_from(Surfacing))
    assert before == 1
    (found,) = json_lines(run(filled, "surface", "--job", "MM", "--json"))
    assert set(found) == {"candidate", "score", "gaps", "evidence"}
    assert found["candidate"] == "C1"
    assert found["score"] == sum(line["points"] for line in found["evidence"])
    assert all(set(line) == {"sentence", "source", "points"} for line in found["evidence"])
    assert found["gaps"]["level"]["value"] == 0
    assert json_lines(run(filled, "surface", "--job", "MC", "--json")) == []
    assert board.session().scalar(select(func.count()).select_from(Surfacing)) == before


def test_why_not_prints_every_gate(filled: Flask) -> None:
    """Which one failed, and what would flip it."""
    gates = json_lines(run(filled, "surface", "--job", "MC", "--why-not", "C1", "--json"))
    assert all(set(gate) == {"gate", "passed", "soft", "sentence", "flip"} for gate in gates)
    failed = [gate["gate"] for gate in gates if not gate["passed"]]
    assert "above_origin" in failed
    assert "fail" in run(filled, "surface", "--job", "MC", "--why-not", "C1").stdout


def test_an_erased_person_surfaces_no_more(filled: Flask) -> None:
    """By external id; afterwards it leads nowhere."""
    assert run(filled, "erase", "C1", "--why", "They asked.").exit_code == 0
    assert json_lines(run(filled, "surface", "--job", "MM", "--json")) == []
    assert run(filled, "erase", "C1", "--why", "They asked.").exit_code == 2


def test_seed_if_empty_leaves_data_alone(filled: Flask) -> None:
    """Whatever JOBBOARD_SEED says."""
    result = run(filled, "seed", "--if-empty")
    assert (result.exit_code, "nothing was added" in result.stdout) == (0, True)


@pytest.mark.realdata
@shared_out("name", sqlite="nyc_jobs.jsonl", postgresql="la_jobs.jsonl")
def test_real_postings_all_land_and_a_second_run_changes_nothing(app: Flask, name: str) -> None:
    """Each file whole."""
    path, count = str(Path(os.environ["JOBBOARD_DATA"]) / name), {"la_jobs.jsonl": 348, "nyc_jobs.jsonl": 1003}[name]
    first, second = run(app, "import", "jobs", path), run(app, "import", "jobs", path)
    assert first.stdout == f"read {count}, added {count}, updated 0, unchanged 0, rejected 0\n"
    assert second.stdout == f"read {count}, added 0, updated 0, unchanged {count}, rejected 0\n"
