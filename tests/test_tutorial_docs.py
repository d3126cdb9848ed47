"""The tutorial's code is run as it stands there."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

TUTORIAL = (Path(__file__).parent.parent / "docs" / "tutorial.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language, in order."""
    return re.findall(rf"```{language}\n(.*?)```", TUTORIAL, re.DOTALL)


def run(folder: Path, command: str) -> str:
    """Run one of the tutorial's shell lines in the folder and return what it printed."""
    assert command.startswith("flask ")
    done = subprocess.run(
        [sys.executable, "-m", *command.replace('"', "").split()],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shell_lines() -> list[str]:
    """Every flask command of the tutorial, in order."""
    return [line for block in blocks("sh") for line in block.splitlines() if line.startswith("flask ")]


@dataclass(frozen=True)
class Followed:
    """The tutorial's folder after its commands, and what each of them printed."""

    folder: Path
    printed: list[str]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """Somebody who has typed the tutorial's app, its jobs file and its commands, in order."""
    folder = tmp_path_factory.mktemp("tutorial")
    (folder / "app.py").write_text(blocks("python")[0], encoding="utf-8")
    (folder / "jobs.jsonl").write_text(blocks("json")[0], encoding="utf-8")
    return Followed(folder, [run(folder, line) for line in shell_lines()])


def test_the_tutorials_commands_work_in_order(followed: Followed) -> None:
    assert "Marketing Manager" in followed.printed[-1]


def test_the_tutorials_site_answers(followed: Followed) -> None:
    script = """
from app import app
stranger = app.test_client()
assert b"Marketing Manager" in stranger.get("/jobs/").data
assert stranger.get("/recruit/").status_code == 302
judith = app.test_client()
judith.post("/login", data={"id": "1"})
assert judith.get("/recruit/").status_code == 200
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=followed.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_tutorials_job_is_a_posting() -> None:
    assert json.loads(blocks("json")[0])["title"] == "Marketing Manager"


def test_the_tutorials_override_names_a_block_that_exists() -> None:
    template = Path(__file__).parent.parent / "jobboard" / "web" / "templates" / "jobboard" / "public" / "job.html"
    for name in re.findall(r"{% block (\w+) %}", blocks("jinja")[0]):
        assert f"block {name}" in template.read_text(encoding="utf-8")


def test_the_tutorials_tokens_exist() -> None:
    sheet = Path(__file__).parent.parent / "jobboard" / "web" / "static" / "jobboard.css"
    for token in re.findall(r"(--jobboard-[\w-]+):", blocks("css")[0]):
        assert f"{token}:" in sheet.read_text(encoding="utf-8")
