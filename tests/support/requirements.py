"""What a test needs from the machine, by marker; without it it skips with the reason, and in CI it fails."""

import os
import shutil
from pathlib import Path

import pytest

from tests.support import postgres

os.environ.setdefault("JOBBOARD_DATA", str(Path(__file__).parents[3] / "shared" / "data"))


def chromium() -> str | None:
    """The path of the browser, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def real_data() -> Path | None:
    """The folder with the real postings that ``JOBBOARD_DATA`` names, or None."""
    folder = Path(os.environ["JOBBOARD_DATA"])
    return folder if (folder / "la_jobs.jsonl").is_file() and (folder / "nyc_jobs.jsonl").is_file() else None


NEEDS = {
    "browser": (chromium, "there is no chromium on the PATH"),
    "postgresql": (postgres.binaries, "there is no PostgreSQL server (pg_config or initdb) on this machine"),
    "realdata": (real_data, "JOBBOARD_DATA names no folder with la_jobs.jsonl and nyc_jobs.jsonl"),
}


def everything_is_required() -> bool:
    """Whether a missing need is a failure: in CI nothing is skipped silently."""
    return any(os.environ.get(name, "") not in {"", "0", "false"} for name in ("CI", "JOBBOARD_REQUIRE_ALL"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture is made, skip or fail a test whose marker asks for what is not here."""
    for marker, (find, reason) in NEEDS.items():
        if item.get_closest_marker(marker) is None or find() is not None:
            continue
        if everything_is_required():
            pytest.fail(f"This run must leave nothing out, and {reason}.", pytrace=False)
        pytest.skip(reason)
