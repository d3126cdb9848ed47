"""``flask jobboard taxonomy``: optional occupation data, which helps where it is installed and is never needed."""

import sqlite3
from pathlib import Path

import click

from jobboard.access import SYSTEM
from jobboard.cli.board import current_board
from jobboard.cli.output import json_line
from jobboard.flows.taxonomy import import_taxonomy, remove_taxonomy
from jobboard.taxonomy.onet import ATTRIBUTION
from jobboard.taxonomy.store import Status, status


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
    click.echo(_said(found))
    click.echo(ATTRIBUTION)


@taxonomy.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON line.")
def status_(as_json: bool) -> None:
    """What is installed, and whom it is owed to."""
    try:
        found = status(current_board().data_dir)
    except sqlite3.DatabaseError as problem:
        raise click.ClickException("The file cannot be read. Import the folder again.") from problem
    if as_json:
        json_line(_json(found))
    elif found is None:
        click.echo("No occupation data is installed; titles are read without it.")
    else:
        click.echo(_said(found))
        click.echo(ATTRIBUTION)


@taxonomy.command()
def remove() -> None:
    """Take the occupation data away; titles are read without it again."""
    gone = remove_taxonomy(current_board(), actor=SYSTEM)
    click.echo("Taken away." if gone else "There was none.")


def _said(found: Status) -> str:
    return (
        f"{found.occupations} occupations, {found.zoned} of them with a job zone, {found.titles} titles; "
        f"imported {found.imported_at}."
    )


def _json(found: Status | None) -> dict[str, object]:
    if found is None:
        return {"installed": False}
    return {
        "installed": True,
        "occupations": found.occupations,
        "zoned": found.zoned,
        "titles": found.titles,
        "imported_at": found.imported_at,
        "attribution": ATTRIBUTION,
    }
