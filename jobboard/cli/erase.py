"""``flask jobboard erase``: a person asked to be forgotten."""

import click

from jobboard.access import SYSTEM, Scope
from jobboard.candidates.queries import find_candidate
from jobboard.cli.board import current_board
from jobboard.flows import erase_candidate


@click.command()
@click.argument("candidate")
@click.option("--why", required=True, help="What is written down as the reason, without personal data.")
def erase(candidate: str, why: str) -> None:
    """Erase CANDIDATE (external or public id) for good. There is no undo."""
    board = current_board()
    found = find_candidate(board.session(), Scope(board.name, SYSTEM), candidate)
    erase_candidate.erase(board, found.public_id, actor=SYSTEM, why=why)
    click.echo("Erased. Files and the rest of the traces go with the outbox.")
