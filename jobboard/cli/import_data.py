"""``flask jobboard import``: files of jobs and candidates."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from jobboard.access import SYSTEM
from jobboard.cli.board import current_board
from jobboard.flows.import_data import ImportReport, Progress, Reject, import_candidates, import_jobs
from jobboard.flows.line_import import LONGEST_LINE

_HELP = """

    FILE holds one JSON object a line; - reads standard input. Ends with the counts. Lines that cannot be used are
    written to FILE.rejects.jsonl with line, field and reason; the others still land. Exit code 0 if anything landed
    or there was nothing to read, 1 if every line was rejected, 2 if the file cannot be used.
"""


@click.group("import")
def import_() -> None:
    """Bring in jobs or candidates. Run it again with the same file and nothing changes."""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--rejects", metavar="PATH", help="Where rejected lines are described. Default: beside FILE."),
        click.option("--dry-run", is_flag=True, help="Count truly, write nothing."),
        click.argument("file"),
    ):
        command = option(command)
    return command


@import_.command("jobs", help="One schema.org JobPosting a line." + _HELP)
@_options
def jobs(file: str, dry_run: bool, rejects: str | None) -> None:
    """Jobs."""
    _run(import_jobs, file, dry_run=dry_run, rejects=rejects)


@import_.command("candidates", help="One JSON Resume a line, with meta.jobboard." + _HELP)
@_options
def candidates(file: str, dry_run: bool, rejects: str | None) -> None:
    """Candidates."""
    _run(import_candidates, file, dry_run=dry_run, rejects=rejects)


def _run(flow: Callable[..., ImportReport], file: str, *, dry_run: bool, rejects: str | None) -> None:
    with _opened(file) as stream, _bar(file, stream) as progress:
        report = flow(current_board(), lines_of(stream), actor=SYSTEM, dry_run=dry_run, progress=progress)
    names = ("read", "added", "updated", "unchanged", "rejected")
    click.echo(", ".join(f"{name} {getattr(report, name)}" for name in names))
    if dry_run:
        click.echo("Nothing was written: this was a dry run.", err=True)
    _remark(report.remarks)
    if report.rejects:
        _describe(report.rejects, _where(file, rejects))
    if report.read and not report.landed:
        raise SystemExit(1)


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as stream:
        yield stream


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


@contextmanager
def _bar(file: str, stream: IO[bytes]) -> Iterator[Progress | None]:
    """A bar of bytes read on a terminal; nothing elsewhere, so that logs and pipes stay clean."""
    if file == "-" or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=Path(file).stat().st_size, label="Importing", file=sys.stderr) as bar:
        yield lambda _count: bar.update(stream.tell() - bar.pos)


def _where(file: str, rejects: str | None) -> Path:
    """Beside the file, or in the current folder where that one cannot be written."""
    if rejects:
        return Path(rejects)
    beside = Path("import" if file == "-" else file)
    folder = beside.parent if os.access(beside.parent, os.W_OK) else Path()
    return folder / f"{beside.name}.rejects.jsonl"


_SHOWN_REMARKS = 20


def _remark(remarks: list[Reject]) -> None:
    """Wording to look at again: it came in, and a person decides."""
    for remark in remarks[:_SHOWN_REMARKS]:
        click.echo(f"Line {remark.line}, {remark.field}: {remark.reason}", err=True)
    if len(remarks) > _SHOWN_REMARKS:
        click.echo(f"And {len(remarks) - _SHOWN_REMARKS} more like these.", err=True)


def _describe(rejects: list[Reject], path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        for reject in rejects:
            said = {"line": reject.line, "field": reject.field, "reason": reject.reason}
            out.write(json.dumps(said, ensure_ascii=False) + "\n")
    first = rejects[0]
    click.echo(f"Line {first.line}, {first.field}: {first.reason}", err=True)
    click.echo(f"Each rejected line is described in {path}.", err=True)
