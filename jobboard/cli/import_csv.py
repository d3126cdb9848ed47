"""``flask jobboard import csv``: a table of people, with what its columns mean."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import click

from jobboard.candidates.interchange import load_candidate
from jobboard.cli.foreign_import import bring_in, preview_option, show
from jobboard.cli.importing import file_options, read_whole
from jobboard.errors import InvalidInput
from jobboard.flows.import_data import import_candidate_entries
from jobboard.foreign.columns import FIELDS, ColumnMap, map_columns
from jobboard.foreign.days import DateOrder
from jobboard.foreign.people_table import PeopleOfTable
from jobboard.foreign.tables import LARGEST, read_table

_HELP = f"""Candidates of a CSV file, whose first line names the columns.

    Columns are recognised by their usual names; --map and --mapping say what others are. --preview shows what each
    becomes. A column can become {", ".join(FIELDS)}. Rejects, counts and exit codes are those of `import candidates`.
"""

_ORDERS = [order.value for order in DateOrder]


@click.command("csv", help=_HELP)
@click.option("--map", "chosen", multiple=True, metavar="COLUMN=FIELD", help="What a column is; nothing leaves it out.")
@click.option("--mapping", metavar="FILE.toml", help='The same in a file: under [columns], "Column" = "field".')
@click.option("--dates", type=click.Choice(_ORDERS), help="How 03/04/2026 is read. Default: as the file tells.")
@preview_option
@file_options
def csv_table(
    file: str,
    dry_run: bool,
    rejects: str | None,
    preview: int | None,
    dates: str | None,
    mapping: str | None,
    chosen: Sequence[str],
) -> None:
    """A table of people."""
    table = read_table(read_whole(file, most=LARGEST))
    columns = map_columns(table.columns, {**_from_file(mapping), **dict(map(_pair, chosen))})
    entries = PeopleOfTable(table, columns, dates=DateOrder(dates) if dates else None)
    if preview:
        _show_columns(columns)
        show(entries, preview, read=load_candidate)
        return
    if columns.left_out:
        click.echo(f"Columns left out: {', '.join(columns.left_out)}.", err=True)
    bring_in(import_candidate_entries, entries, file, dry_run=dry_run, rejects=rejects)


def _pair(said: str) -> tuple[str, str]:
    column, equals, field = said.rpartition("=")
    if not equals:
        raise InvalidInput({"--map": [f"Write COLUMN=FIELD instead of “{said}”."]})
    return column.strip(), field.strip()


def _from_file(path: str | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        found = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("columns")
    except ValueError as problem:
        raise InvalidInput({"--mapping": [f"{path} is not TOML: {problem}."]}) from problem
    if not isinstance(found, dict) or not all(isinstance(field, str) for field in found.values()):
        raise InvalidInput({"--mapping": [f'{path} needs a table [columns] with lines such as "Column" = "field".']})
    return found


def _show_columns(columns: ColumnMap) -> None:
    width = max(map(len, columns.columns))
    for name, field in zip(columns.columns, columns.fields, strict=True):
        click.echo(f"{name:{width}}  {field or '(left out)'}", err=True)
