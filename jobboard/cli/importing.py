"""What every import command shares: its options, its bar, and how it says what became of the file."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from jobboard.flows.line_import import ImportReport, Progress, Reject

_SHOWN_REMARKS = 20


def file_options(command: Callable[..., None]) -> Callable[..., None]:
    """FILE, ``--dry-run`` and ``--rejects``."""
    for option in (
        click.option("--rejects", metavar="PATH", help="Where rejected lines are described. Default: beside FILE."),
        click.option("--dry-run", is_flag=True, help="Count truly, write nothing."),
        click.argument("file"),
    ):
        command = option(command)
    return command


@contextmanager
def opened(file: str) -> Iterator[IO[bytes]]:
    """The file, or standard input for ``-``."""
    if file == "-":
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as stream:
        yield stream


def read_whole(file: str, *, most: int) -> bytes:
    """The bytes of a file, or of standard input for ``-``: one more than ``most`` at the most."""
    with opened(file) as stream:
        return stream.read(most + 1)


@contextmanager
def bar(length: int, done: Callable[[int], int]) -> Iterator[Progress | None]:
    """A bar on a terminal, of which ``done`` of the lines read are so much; nothing elsewhere, so that logs and pipes
    stay clean."""
    if not length or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=length, label="Importing", file=sys.stderr) as shown:
        yield lambda count: shown.update(done(count) - shown.pos)


def tell(report: ImportReport, file: str, *, dry_run: bool, rejects: str | None) -> None:
    """Say the counts, what to look at and where the rejects are; exit code 1 where nothing landed."""
    names = ("read", "added", "updated", "unchanged", "rejected")
    click.echo(", ".join(f"{name} {getattr(report, name)}" for name in names))
    if dry_run:
        click.echo("Nothing was written: this was a dry run.", err=True)
    _remark(report.remarks)
    if report.rejects:
        _describe(report.rejects, _where(file, rejects))
    if report.read and not report.landed:
        raise SystemExit(1)


def _where(file: str, rejects: str | None) -> Path:
    """Beside the file, or in the current folder where that one cannot be written."""
    if rejects:
        return Path(rejects)
    beside = Path("import" if file == "-" else file)
    folder = beside.parent if os.access(beside.parent, os.W_OK) else Path()
    return folder / f"{beside.name}.rejects.jsonl"


def _remark(remarks: list[Reject]) -> None:
    """What to look at again: it came in, and a person decides. What several lines share is said once."""
    lines: dict[tuple[str, str], list[int]] = {}
    for remark in remarks:
        lines.setdefault((remark.field, remark.reason), []).append(remark.line)
    for (field, reason), where in list(lines.items())[:_SHOWN_REMARKS]:
        click.echo(f"Line {_some(where)}, {field}: {reason}", err=True)
    if len(lines) > _SHOWN_REMARKS:
        click.echo(f"And {len(lines) - _SHOWN_REMARKS} more like these.", err=True)


def _some(lines: list[int]) -> str:
    return f"{lines[0]} and {len(lines) - 1} more" if len(lines) > 1 else str(lines[0])


def _describe(rejects: Iterable[Reject], path: Path) -> None:
    first, *rest = rejects
    with path.open("w", encoding="utf-8") as out:
        for reject in (first, *rest):
            said = {"line": reject.line, "field": reject.field, "reason": reject.reason}
            out.write(json.dumps(said, ensure_ascii=False) + "\n")
    click.echo(f"Line {first.line}, {first.field}: {first.reason}", err=True)
    click.echo(f"Each rejected line is described in {path}.", err=True)
