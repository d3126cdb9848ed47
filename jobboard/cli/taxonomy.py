"""``flask jobboard taxonomy``: optional occupation data, which helps where it is installed and is never needed."""

from pathlib import Path

import click

from jobboard.access import SYSTEM
from jobboard.cli.board import current_board
from jobboard.cli.host_data import OCCUPATIONS
from jobboard.flows.taxonomy import import_taxonomy, remove_taxonomy


@click.group()
def taxonomy() -> None:
    """Occupation data (an O*NET database folder): which work is near which, and a hint where a title says no level."""


@taxonomy.command("import")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def import_(folder: Path) -> None:
    """Read FOLDER, an unpacked O*NET text database, and use it from now on. Missing rows and files do no harm."""
    board = current_board()
    found = import_taxonomy(
        board, folder, actor=SYSTEM, progress=lambda name, rows: click.echo(f"{name}: {rows} rows", err=True)
    )
    OCCUPATIONS.say(found)


@taxonomy.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON line.")
def status_(as_json: bool) -> None:
    """What is installed, and whom it is owed to."""
    OCCUPATIONS.say_status(as_json=as_json)


@taxonomy.command()
def remove() -> None:
    """Take the occupation data away; titles are read without it again."""
    gone = remove_taxonomy(current_board(), actor=SYSTEM)
    click.echo("Taken away." if gone else "There was none.")
