"""How long the pages take on the seeded example site, against a bare Flask page of the same size in the same run.

``python benchmarks/bench_pages.py [ROUNDS]``. No network: the test client calls the app.
"""

import sys
import tempfile

from bare_pages import bare, cost
from flask import Flask
from flask.testing import FlaskClient

from example_site import DEFAULTS, create_app
from example_site.seed.story import staff
from jobboard.access import Actor, Role, Scope
from jobboard.jobs.queries import find_job
from jobboard.keep_on_file.queries import inbox

PUBLIC = ("/jobs/", "/jobs/?q=marketing+manager", "/jobs/?level=manager&mode=hybrid")
DESK = (
    "/recruit/",
    "/recruit/inbox",
    "/recruit/inbox?by=person",
    "/recruit/inbox/rules",
    "/recruit/jobs",
    "/recruit/candidates",
    "/recruit/kept",
)


def seeded(folder: str) -> Flask:
    """The example site with all its people."""
    app = create_app({"INSTANCE_PATH": folder, "WTF_CSRF_ENABLED": False})
    for command in (["jobboard", "db", "upgrade"], ["jobboard", "seed"]):
        result = app.test_cli_runner().invoke(args=command)
        assert result.exit_code == 0, result.output
    return app


def logged_in(app: Flask) -> FlaskClient:
    """Judith at her desk."""
    client = app.test_client()
    client.post("/login", data={"email": staff("judith")["email"], "password": DEFAULTS["DEMO_PASSWORD"]})
    return client


def one_of_each(app: Flask) -> tuple[str, ...]:
    """A job's people and an opened person."""
    board = app.extensions["jobboard"]["jobboard"]
    scope = Scope(board.name, Actor("judith", "Judith", Role.RECRUITER))
    with app.app_context():
        job = find_job(board.session(), scope, "WH-2291").public_id
        opened = inbox(board.session(), scope, now=board.now())[0].public_id
    return f"/recruit/jobs/{job}", f"/recruit/inbox/{opened}", f"/recruit/jobs/{job}/edit"


def main(rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        app = seeded(folder)
        client = logged_in(app)
        paths = (*PUBLIC, *DESK, *one_of_each(app))
        measured = {path: cost(client, path, rounds=rounds) for path in paths}
        reference = bare([found.size for found in measured.values()])
        print(f"{'page':44} {'p50 ms':>8} {'p95 ms':>8} {'KB':>6} {'bare p50':>9} {'ratio':>7}")
        for path, found in measured.items():
            base = cost(reference, f"/{found.size}", rounds=rounds).p50
            shown = path.split("0")[0] if len(path) > 44 else path
            size = found.size / 1024
            print(f"{shown:44} {found.p50:8.1f} {found.p95:8.1f} {size:6.0f} {base:9.2f} {found.p50 / base:7.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
