"""``flask jobboard db``: create the tables, change them, and say whether they are in step."""

import click

from jobboard.cli.board import current_board
from jobboard.flows.set_up import set_up_board
from jobboard.migrations import runner


@click.group("db")
def db() -> None:
    """Create and change Jobboard's tables. The host's own tables are left alone."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables to REVISION (the newest), then add the rows every board starts with."""
    board = current_board()
    runner.upgrade(board.engine, revision)
    if runner.is_current(board.engine):
        set_up_board(board)
    click.echo(f"The tables are at revision {runner.current(board.engine)}.")


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the tables back to REVISION. `base` removes them with everything in them."""
    board = current_board()
    runner.downgrade(board.engine, revision)
    click.echo(f"The tables are at revision {runner.current(board.engine) or 'base'}.")


@db.command()
def check() -> None:
    """Compare the tables with the models. Prints a sentence for each difference and then exits with 1."""
    differences = runner.check(current_board().engine)
    for sentence in differences:
        click.echo(sentence)
    if differences:
        raise SystemExit(1)
    click.echo("The tables are in step with the models.")


@db.command()
@click.argument("revision")
def stamp(revision: str) -> None:
    """Write down that the tables are at REVISION without changing them."""
    board = current_board()
    runner.stamp(board.engine, revision)
    click.echo(f"The tables are marked as revision {runner.current(board.engine) or 'base'}.")
