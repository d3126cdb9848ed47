"""A need that this machine does not meet is a skip with its reason, and in CI a failure: never silence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDY = """
import pytest

@pytest.mark.browser
def test_in_a_browser(): pass

@pytest.mark.realdata
def test_on_real_postings(): pass

def test_anywhere(): pass
"""


def run_without_anything(folder: Path, **environment: str) -> str:
    """The report of a run that finds no program on its PATH and no data."""
    (folder / "test_needy.py").write_text(NEEDY)
    settings = ("-p", "tests.support.requirements", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder))
    without = {key: value for key, value in os.environ.items() if key not in {"CI", "JOBBOARD_REQUIRE_ALL"}}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *settings, "-p", "no:cacheprovider", "test_needy.py"],
        cwd=folder,
        env={**without, "PATH": "", "JOBBOARD_DATA": "", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout


def test_what_cannot_run_here_skips_and_says_why(tmp_path: Path) -> None:
    report = run_without_anything(tmp_path)
    assert "1 passed, 2 skipped" in report
    assert "there is no chromium on the PATH" in report
    assert "JOBBOARD_DATA names no folder" in report


@pytest.mark.parametrize("name", ["CI", "JOBBOARD_REQUIRE_ALL"])
def test_in_ci_the_same_skip_is_a_failure(tmp_path: Path, name: str) -> None:
    report = run_without_anything(tmp_path, **{name: "true"})
    assert "1 passed" in report
    assert report.count("This run must leave nothing out") >= 2
    assert "skipped" not in report
