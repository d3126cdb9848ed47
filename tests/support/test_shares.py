"""The runs that share the databases out do together what one run on both does, and nothing twice."""

import subprocess
import sys

FILES = ["tests/test_boards.py", "tests/test_migrations.py", "tests/support/test_requirements.py"]


def collected(databases: str) -> list[str]:
    """The tests that a run of its own finds in ``FILES``."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n", "0", "--databases", databases, *FILES]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [line for line in said.splitlines() if "::" in line]


def test_shared_and_rest_are_both() -> None:
    shared, rest, both = collected("shared"), collected("rest"), collected("both")
    assert sorted(shared + rest) == sorted(both)
    assert rest, "each of the tests in question knows one database alone"
    assert {test.partition("[")[0] for test in shared} == {test.partition("[")[0] for test in both}
