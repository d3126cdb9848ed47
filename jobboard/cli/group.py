"""The group of commands. What goes wrong is one sentence on standard error and exit code 2, never a traceback."""

from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from jobboard.cli import (
    alerts,
    assess,
    db,
    doctor,
    erase,
    import_data,
    index,
    kept,
    ladder,
    outbox,
    places,
    policy,
    retention,
    search,
    seed,
    surface,
    taxonomy,
    worker,
)
from jobboard.cli.board import choose_board
from jobboard.errors import JobboardError

GROUP = "jobboard"
_NO_TABLES = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")


class Refused(click.ClickException):
    """What stands in the way, in a sentence."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """The sentence alone, on standard error."""
        click.echo(self.message, file=file, err=file is None)


class BoardGroup(click.Group):
    """Turns our errors, and those of the database and of files, into ``Refused``."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except JobboardError as problem:
            raise Refused(str(problem)) from problem
        except DBAPIError as problem:
            raise Refused(_about_database(problem)) from problem
        except OSError as problem:
            raise Refused(f"{problem.filename or 'A file'}: {problem.strerror or problem}.") from problem


def _about_database(problem: DBAPIError) -> str:
    if any(sign in str(problem.orig) + type(problem.orig).__name__ for sign in _NO_TABLES):
        return "The tables are missing or older than this version. Run `flask jobboard db upgrade`."
    if "locked" in str(problem.orig):
        return "The database is busy with another writer. Try again in a moment."
    return f"The database could not do this ({type(problem.orig).__name__}). `flask jobboard doctor` says more."


@click.group(GROUP, cls=BoardGroup)
@click.option(
    "--board",
    "name",
    metavar="NAME",
    help="Which board, where one app mounts several. Default: the first; for `worker`, all of them.",
)
@with_appcontext
def jobboard(name: str | None) -> None:
    """The job board: its tables, its data, its index, and what it would answer."""
    choose_board(name)


for command in (
    alerts.alerts,
    assess.assess,
    db.db,
    doctor.doctor,
    erase.erase,
    import_data.import_,
    index.index,
    kept.kept,
    ladder.ladder,
    outbox.outbox,
    places.places,
    policy.policy,
    retention.retention,
    search.search,
    seed.seed,
    surface.surface,
    taxonomy.taxonomy,
    worker.worker,
):
    jobboard.add_command(command)


def register(app: Flask) -> None:
    """Add ``flask jobboard`` to the app; a second board adds nothing."""
    if GROUP not in app.cli.commands:
        app.cli.add_command(jobboard)
