"""Files of jobs and of candidates come in; what a file is to us says ``line_import``."""

from collections.abc import Iterable

from jobboard.access import Actor
from jobboard.flows.import_jobs import JobImport
from jobboard.flows.import_people import PersonImport
from jobboard.flows.import_rehearsal import stage
from jobboard.flows.line_import import Import, ImportReport, Progress, Reject
from jobboard.state import BoardState

__all__ = ["ImportReport", "Progress", "Reject", "import_candidates", "import_jobs"]


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
    with stage(board, dry_run=dry_run) as there:
        return Import(there, JobImport(there, actor), progress).run(lines, dry_run=dry_run)


def import_candidates(
    board: BoardState,
    lines: Iterable[str],
    *,
    actor: Actor,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring in one JSON Resume a line, with its applications, interviews and promises. As ``import_jobs``."""
    with stage(board, dry_run=dry_run) as there:
        return Import(there, PersonImport(there, actor), progress).run(lines, dry_run=dry_run)
