"""``flask jobboard outbox``: what must still happen after commits."""

import click

from jobboard import effects
from jobboard.cli.board import current_board
from jobboard.cli.output import json_line, table


@click.group()
def outbox() -> None:
    """Indexing, mail and signals that wait to be done."""


@outbox.command()
def drain() -> None:
    """Do everything that is due, once."""
    click.echo(f"{effects.drain(current_board())} done.")


@outbox.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON line a topic.")
def status(as_json: bool) -> None:
    """What waits, by topic, and how much of it failed before."""
    waiting = effects.pending(current_board())
    if as_json:
        for topic, count, failed in waiting:
            json_line({"topic": topic, "waiting": count, "failed": failed})
    elif waiting:
        table(waiting, head=("topic", "waiting", "failed before"))
    else:
        click.echo("Nothing waits.")
