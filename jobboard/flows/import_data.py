"""Files of jobs and of candidates come in; what a file is to us says ``line_import``."""

from collections.abc import Iterable

from jobboard.access import Actor
from jobboard.db import statistics
from jobboard.flows.import_jobs import JobImport
from jobboard.flows.import_people import PersonImport
from jobboard.flows.import_rehearsal import stage
from jobboard.flows.line_import import Import, ImportReport, Progress, Reject, entries_of
from jobboard.interchange import Entry
from jobboard.state import BoardState

__all__ = [
    "ImportReport",
    "Progress",
    "Reject",
    "import_candidate_entries",
    "import_candidates",
    "import_job_entries",
    "import_jobs",
]


def import_jobs(
    board: BoardState,
    lines: Iterable[str],
    *,
    actor: Actor,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring in one schema.org JobPosting a line. ``dry_run`` counts truly and writes nothing; ``progress`` is
    called with the number of lines read so far."""
    return import_job_entries(board, entries_of(lines), actor=actor, dry_run=dry_run, progress=progress)


def import_candidates(
    board: BoardState,
    lines: Iterable[str],
    *,
    actor: Actor,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring in one JSON Resume a line, with its applications, interviews and promises. As ``import_jobs``."""
    return import_candidate_entries(board, entries_of(lines), actor=actor, dry_run=dry_run, progress=progress)


def import_job_entries(
    board: BoardState,
    entries: Iterable[Entry],
    *,
    actor: Actor,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring in JobPostings, wherever they were read. As ``import_jobs``."""
    with stage(board, dry_run=dry_run) as there:
        report = Import(there, JobImport(there, actor), progress).run(entries, dry_run=dry_run)
    _plan_for_what_came(board, dry_run=dry_run)
    return report


def import_candidate_entries(
    board: BoardState,
    entries: Iterable[Entry],
    *,
    actor: Actor,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring in JSON Resumes, wherever they were read. As ``import_candidates``."""
    with stage(board, dry_run=dry_run) as there:
        report = Import(there, PersonImport(there, actor), progress).run(entries, dry_run=dry_run)
    _plan_for_what_came(board, dry_run=dry_run)
    return report


def _plan_for_what_came(board: BoardState, *, dry_run: bool) -> None:
    if not dry_run:
        statistics.refresh(board.engine)
