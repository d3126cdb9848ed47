"""``flask jobboard seed``: the host's own example data."""

from importlib import import_module

import click
from sqlalchemy import select

from jobboard.candidates.models import Candidate
from jobboard.cli.board import current_board
from jobboard.errors import ConfigurationError
from jobboard.jobs.models import Job
from jobboard.state import BoardState


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when the board has a job or a candidate.")
def seed(if_empty: bool) -> None:
    """Fill the board by the function that JOBBOARD_SEED names."""
    board = current_board()
    if if_empty and not _is_empty(board):
        click.echo("The board has data already; nothing was added.")
        return
    module_name, _, function_name = board.config.seed.partition(":")
    if not function_name:
        raise ConfigurationError("JOBBOARD_SEED names no function. Set it to package.module:function.")
    try:
        function = getattr(import_module(module_name), function_name)
    except (ImportError, AttributeError) as problem:
        raise ConfigurationError(f"JOBBOARD_SEED is {board.config.seed!r}: {problem}.") from problem
    function(board)
    click.echo("The board is seeded.")


def _is_empty(board: BoardState) -> bool:
    session = board.session()
    return all(
        session.scalar(select(kind.id).where(kind.board == board.name).limit(1)) is None for kind in (Job, Candidate)
    )
