"""``flask jobboard retention``: what is over by its own date, and people there is no reason left to know."""

import click

from jobboard.cli.board import current_board
from jobboard.flows.retention import Over, count_over, sweep


@click.group()
def retention() -> None:
    """Drafts, questions, promises and people whose time is over."""


@retention.command()
@click.option("--dry-run", is_flag=True, help="Only say how many; change nothing.")
def run(dry_run: bool) -> None:
    """End what is over. Exits with 1 when somebody could not be erased. The worker does this every hour, and a site
    without one once a day."""
    if dry_run:
        click.echo(f"Over: {_counted(count_over(current_board()))}. Nothing was changed.")
        return
    over = sweep(current_board())
    click.echo(what_ended(over))
    if over.failed:
        raise SystemExit(1)


def what_ended(over: Over) -> str:
    """“Ended: unsent drafts 2, …”, and how many people could not be erased."""
    said = f"Ended: {_counted(over)}."
    return f"{said} {over.failed} could not be erased; the log says whom and why." if over.failed else said


def _counted(over: Over) -> str:
    return (
        f"unsent drafts {over.drafts}, unanswered questions {over.questions}, promises past their date {over.kept}, "
        f"rules past their last day {over.rules}, job alerts and questions about them {over.alerts}, "
        f"people nobody has a reason to know {over.people}"
    )
