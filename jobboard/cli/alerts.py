"""``flask jobboard alerts``: how saved searches and their mails stand."""

from dataclasses import asdict
from datetime import timedelta

import click

from jobboard.cli.board import current_board
from jobboard.cli.output import json_line, table
from jobboard.flows.alert_upkeep import stand

_LABELS = {
    "active": "alerts that watch",
    "paused": "alerts on a pause",
    "unconfirmed": "questions without an answer yet",
    "unfiled": "alerts still to be filed",
    "waiting": "alerts with something to tell",
    "sent": "mails sent",
    "interrupted": "mails cut off, perhaps sent; not sent again",
}


@click.group()
def alerts() -> None:
    """Job alerts. Their mails leave by the outbox: `outbox drain` sends what is due."""


@alerts.command()
@click.option(
    "--days", default=7, show_default=True, type=click.IntRange(1, 60), help="Count the mails of so many days."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def status(days: int, as_json: bool) -> None:
    """How many watch, wait and were sent."""
    board = current_board()
    figures = asdict(stand(board, since=board.now() - timedelta(days=days)))
    if as_json:
        json_line(figures)
    else:
        table([(count, _LABELS[name]) for name, count in figures.items()], head=("number", "what"))
