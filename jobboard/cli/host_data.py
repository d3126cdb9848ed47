"""Data that a host may bring in, as the command line and ``doctor`` speak of it: the same way whichever it is."""

import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Generic, TypeVar

import click

from jobboard.cli.board import current_board
from jobboard.cli.output import json_line
from jobboard.gazetteer import geonames
from jobboard.gazetteer import store as gazetteer
from jobboard.taxonomy import onet
from jobboard.taxonomy import store as taxonomy

S = TypeVar("S", taxonomy.Status, gazetteer.Status)


@dataclass(frozen=True)
class HostData(Generic[S]):
    """One kind of such data. ``read`` says what a data folder holds and raises ``sqlite3.DatabaseError`` where that is
    damaged; ``again`` says what to import then."""

    name: str
    read: Callable[[Path], S | None]
    sentence: Callable[[S], str]
    brief: Callable[[S], str]
    absent: str
    damaged: str
    again: str
    fix: str
    attribution: str

    def say(self, found: S) -> None:
        """What is installed, and whom it is owed to."""
        click.echo(self.sentence(found))
        click.echo(self.attribution)

    def say_status(self, *, as_json: bool) -> None:
        """The same of the current board, or that nothing is installed."""
        try:
            found = self.read(current_board().data_dir)
        except sqlite3.DatabaseError as problem:
            raise click.ClickException(f"The file cannot be read. {self.again}") from problem
        if as_json:
            held = {**asdict(found), "attribution": self.attribution} if found else {}
            json_line({"installed": found is not None, **held})
        elif found is None:
            click.echo(self.absent)
        else:
            self.say(found)


OCCUPATIONS: HostData[taxonomy.Status] = HostData(
    name="taxonomy",
    read=taxonomy.status,
    sentence=lambda found: (
        f"{found.occupations} occupations, {found.zoned} of them with a job zone, {found.titles} titles; "
        f"imported {found.imported_at}."
    ),
    brief=lambda found: f"{found.occupations} occupations and {found.titles} titles, {found.imported_at}.",
    absent="No occupation data is installed; titles are read without it.",
    damaged="The occupation data cannot be read.",
    again="Import the folder again.",
    fix="Import the folder again, or `flask jobboard taxonomy remove`.",
    attribution=onet.ATTRIBUTION,
)
PLACES: HostData[gazetteer.Status] = HostData(
    name="places",
    read=gazetteer.status,
    sentence=lambda found: (
        f"{found.names} names of places in {found.countries} countries; imported {found.imported_at}."
    ),
    brief=lambda found: f"{found.names} names of places in {found.countries} countries, {found.imported_at}.",
    absent="No places are installed; a place is found by its name alone.",
    damaged="The places cannot be read.",
    again="Import the places again.",
    fix="Run `flask jobboard places import` again, or `flask jobboard places remove`.",
    attribution=geonames.ATTRIBUTION,
)
