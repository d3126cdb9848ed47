"""``flask jobboard import greenhouse`` and ``lever``: what their interfaces give, as files."""

from collections.abc import Sequence

import click

from jobboard.candidates.interchange import load_candidate
from jobboard.cli.foreign_import import bring_in, preview_option, show
from jobboard.cli.importing import file_options, read_whole
from jobboard.flows.import_data import import_candidate_entries, import_job_entries
from jobboard.foreign import greenhouse, lever
from jobboard.foreign.json_records import LARGEST, Found, read_records
from jobboard.jobs.interchange import load_job

_HELP = """

    FILE holds a JSON array, or one object a line; - reads standard input. Counts, rejects and exit codes are those of
    `import candidates`. No consent is made up.
"""


@click.command("greenhouse", help="Candidates or jobs of Greenhouse's Harvest API." + _HELP)
@click.option("--as", "kind", type=click.Choice(["candidates", "jobs"]), default="candidates", help="What FILE holds.")
@preview_option
@file_options
def greenhouse_export(file: str, dry_run: bool, rejects: str | None, preview: int | None, kind: str) -> None:
    """Greenhouse."""
    found = _read(file)
    people = kind == "candidates"
    entries = greenhouse.candidates_of(found) if people else greenhouse.jobs_of(found)
    if preview:
        show(entries, preview, read=load_candidate if people else load_job)
        return
    flow = import_candidate_entries if people else import_job_entries
    bring_in(flow, entries, file, dry_run=dry_run, rejects=rejects)


@click.command("lever", help="Opportunities of Lever's API, with applications expanded." + _HELP)
@click.option("--names", multiple=True, metavar="FILE", help="What /stages, /archive_reasons or /postings gave.")
@preview_option
@file_options
def lever_export(file: str, dry_run: bool, rejects: str | None, preview: int | None, names: Sequence[str]) -> None:
    """Lever."""
    named = lever.names_in(one for path in names for one in _read(path))
    entries = lever.candidates_of(_read(file), names=named)
    if preview:
        show(entries, preview, read=load_candidate)
        return
    bring_in(import_candidate_entries, entries, file, dry_run=dry_run, rejects=rejects)


def _read(file: str) -> list[Found]:
    return read_records(read_whole(file, most=LARGEST))
