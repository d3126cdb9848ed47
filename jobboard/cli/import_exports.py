"""``flask jobboard import greenhouse``, ``lever`` and ``opencats``: what other systems give, as files."""

from collections.abc import Iterable, Sequence

import click

from jobboard.candidates.interchange import load_candidate
from jobboard.cli.foreign_import import bring_in, preview_option, show
from jobboard.cli.importing import file_options, read_whole
from jobboard.flows.import_data import import_candidate_entries, import_job_entries
from jobboard.foreign import greenhouse, lever, opencats
from jobboard.foreign.greenhouse_interviews import interviews_of
from jobboard.foreign.json_records import LARGEST, Found, read_records
from jobboard.foreign.tables import Table, read_table
from jobboard.interchange import Entry
from jobboard.jobs.interchange import load_job

_AS_OURS = "Counts, rejects and exit codes are those of `import candidates`. No consent is made up."
_HELP = f"""

    FILE holds a JSON array, or one object a line; - reads standard input. {_AS_OURS}
"""
_TABLES = f"""Candidates or job orders of OpenCATS.

    FILE is the table `candidate`, or with --as jobs `joborder`, as CSV with the names of its columns; - reads standard
    input. {_AS_OURS}
"""

_kind_option = click.option(
    "--as", "kind", type=click.Choice(["candidates", "jobs"]), default="candidates", help="What FILE holds."
)


@click.command("greenhouse", help="Candidates or jobs of Greenhouse's Harvest API." + _HELP)
@_kind_option
@click.option("--interviews", "scheduled", metavar="FILE", help="What /scheduled_interviews gave.")
@click.option("--scorecards", metavar="FILE", help="What /scorecards gave.")
@preview_option
@file_options
def greenhouse_export(
    file: str,
    dry_run: bool,
    rejects: str | None,
    preview: int | None,
    scorecards: str | None,
    scheduled: str | None,
    kind: str,
) -> None:
    """Greenhouse."""
    people = kind == "candidates"
    if people:
        interviews = interviews_of(_read(scheduled) if scheduled else (), _read(scorecards) if scorecards else ())
        entries = greenhouse.candidates_of(_read(file), interviews=interviews)
    else:
        entries = greenhouse.jobs_of(_read(file))
    _take(entries, file, people=people, preview=preview, dry_run=dry_run, rejects=rejects)


@click.command("lever", help="Opportunities of Lever's API, with applications expanded." + _HELP)
@click.option("--names", multiple=True, metavar="FILE", help="What /stages, /archive_reasons or /postings gave.")
@preview_option
@file_options
def lever_export(file: str, dry_run: bool, rejects: str | None, preview: int | None, names: Sequence[str]) -> None:
    """Lever."""
    named = lever.names_in(one for path in names for one in _read(path))
    entries = lever.candidates_of(_read(file), names=named)
    _take(entries, file, people=True, preview=preview, dry_run=dry_run, rejects=rejects)


@click.command("opencats", help=_TABLES)
@_kind_option
@click.option("--joborder", metavar="FILE", help="The table joborder: what the jobs of the pipelines are called.")
@click.option(
    "--candidate-joborder", "pipelines", metavar="FILE", help="The table candidate_joborder: who is in which."
)
@preview_option
@file_options
def opencats_tables(
    file: str,
    dry_run: bool,
    rejects: str | None,
    preview: int | None,
    pipelines: str | None,
    joborder: str | None,
    kind: str,
) -> None:
    """OpenCATS."""
    people = kind == "candidates"
    if people:
        joined = {"job_orders": _table(joborder), "pipelines": _table(pipelines)}
        entries = opencats.candidates_of(read_table(read_whole(file, most=LARGEST)), **joined)
    else:
        entries = opencats.jobs_of(read_table(read_whole(file, most=LARGEST)))
    _take(entries, file, people=people, preview=preview, dry_run=dry_run, rejects=rejects)


def _take(
    entries: Iterable[Entry], file: str, *, people: bool, preview: int | None, dry_run: bool, rejects: str | None
) -> None:
    if preview:
        show(entries, preview, read=load_candidate if people else load_job)
        return
    flow = import_candidate_entries if people else import_job_entries
    bring_in(flow, entries, file, dry_run=dry_run, rejects=rejects)


def _table(path: str | None) -> Table | None:
    return read_table(read_whole(path, most=LARGEST)) if path else None


def _read(file: str) -> list[Found]:
    return read_records(read_whole(file, most=LARGEST))
