"""``flask jobboard places``: where places are, for searches within a distance. Optional; nothing is asked of others."""

from pathlib import Path

import click

from jobboard.cli.board import current_board
from jobboard.cli.host_data import PLACES
from jobboard.flows.places import import_places, remove_places


@click.group()
def places() -> None:
    """Where places are (GeoNames data): searches within a distance. Without it a place is found by its name alone."""


@places.command("import")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(files: tuple[Path, ...]) -> None:
    """Read FILES and use them from now on; the index is built anew.

    They come from download.geonames.org/export (dump: settlements, zip: postal codes), unpacked. Without any it reads
    what `pip install flask-jobboard[places]` brought.
    """
    found = import_places(
        current_board(), files, progress=lambda rows: click.echo(f"\r{rows} rows", nl=False, err=True)
    )
    click.echo(err=True)
    PLACES.say(found)


@places.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON line.")
def status_(as_json: bool) -> None:
    """What is installed, and whom it is owed to."""
    PLACES.say_status(as_json=as_json)


@places.command()
def remove() -> None:
    """Take the places away; a place is found by its name alone again. The index is built anew."""
    click.echo("Taken away." if remove_places(current_board()) else "There were none.")
