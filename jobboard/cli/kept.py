"""``flask jobboard kept``: people who may be worth keeping."""

import click

from jobboard.access import SYSTEM
from jobboard.cli.board import current_board
from jobboard.flows.proposals import look_back


@click.group()
def kept() -> None:
    """People kept on file, and people who may be worth keeping."""


@kept.command()
def propose() -> None:
    """Look back through ended applications and propose whom nobody thought of keeping: people who were met and were
    more senior than the role, or may have been. Nothing is promised until a recruiter confirms it. Safe to
    run again."""
    found = look_back(current_board(), actor=SYSTEM)
    click.echo(f"Proposed: {found}. They wait on the page of kept people.")
