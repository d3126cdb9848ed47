"""``flask jobboard import``: files of jobs and candidates."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import click

from jobboard.access import SYSTEM
from jobboard.cli.board import current_board
from jobboard.cli.import_csv import csv_table
from jobboard.cli.import_exports import greenhouse_export, lever_export, opencats_tables
from jobboard.cli.importing import bar, file_options, opened, tell
from jobboard.flows.import_data import ImportReport, import_candidates, import_jobs
from jobboard.flows.line_import import LONGEST_LINE

_HELP = """

    FILE holds one JSON object a line; - reads standard input. Ends with the counts. Lines that cannot be used are
    written to FILE.rejects.jsonl with line, field and reason; the others still land. Exit code 0 if anything landed
    or there was nothing to read, 1 if every line was rejected, 2 if the file cannot be used.
"""


@click.group("import")
def import_() -> None:
    """Bring in jobs or candidates. Run it again with the same file and nothing changes."""


for foreign in (csv_table, greenhouse_export, lever_export, opencats_tables):
    import_.add_command(foreign)


@import_.command("jobs", help="One schema.org JobPosting a line." + _HELP)
@file_options
def jobs(file: str, dry_run: bool, rejects: str | None) -> None:
    """Jobs."""
    _run(import_jobs, file, dry_run=dry_run, rejects=rejects)


@import_.command("candidates", help="One JSON Resume a line, with meta.jobboard." + _HELP)
@file_options
def candidates(file: str, dry_run: bool, rejects: str | None) -> None:
    """Candidates."""
    _run(import_candidates, file, dry_run=dry_run, rejects=rejects)


def _run(flow: Callable[..., ImportReport], file: str, *, dry_run: bool, rejects: str | None) -> None:
    size = 0 if file == "-" else Path(file).stat().st_size
    with opened(file) as stream, bar(size, lambda _lines: stream.tell()) as progress:
        report = flow(current_board(), lines_of(stream), actor=SYSTEM, dry_run=dry_run, progress=progress)
    tell(report, file, dry_run=dry_run, rejects=rejects)


def lines_of(stream: IO[bytes]) -> Iterator[str]:
    """The lines of a file, each bounded: of a longer one just enough comes that it is seen to be too long. Lines that
    are not UTF-8 are read as Windows-1252, which is what they are in practice."""
    while line := stream.readline(LONGEST_LINE + 2):
        whole = line.endswith(b"\n") or len(line) <= LONGEST_LINE
        while not whole and (rest := stream.readline(LONGEST_LINE)):
            whole = rest.endswith(b"\n")
        yield _decoded(line)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
