"""Who is kept on file, and why somebody does or does not come up for a job."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.db.paging import PageRequest
from jobboard.flows import review
from jobboard.flows.desk import list_jobs
from jobboard.jobs.models import JobStatus
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptStatus
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_gaps import gap_rows
from jobboard.web.recruit.present_gates import gate_rows, gates_heading, gates_tally
from jobboard.web.recruit.present_inbox import job_title
from jobboard.web.recruit.present_keeping import kept_heading, kept_rows, kept_tabs, surfaced_rows, why_heading

routes = Routes()

MOST_JOBS = 100


@routes.get("/kept")
def kept() -> ResponseReturnValue:
    """The records by status, newest promise first."""
    status = _status()
    page = queries.kept_list(desk.session(), current.scope(), desk.wanted_page(), status=status)
    counts = queries.kept_counts(desk.session(), current.scope())
    return render_template(
        "jobboard/recruit/kept.html",
        page=page,
        rows=kept_rows(page.items, words()),
        tabs=kept_tabs(counts, status),
        heading=kept_heading(counts, status),
        status=status.value if status else "",
        anybody=bool(counts),
    )


@routes.get("/kept/<kept>/why-not")
def why_not(kept: str) -> ResponseReturnValue:
    """Every gate between a kept person and a job; without a job it asks which."""
    wanted = request.args.get("job", "")
    open_jobs = list_jobs(current.board(), PageRequest(1, MOST_JOBS), actor=current.actor(), status=JobStatus.OPEN)
    choices = [(row.job.public_id, job_title(row.job)) for row in open_jobs.items]
    if not wanted:
        found = queries.get_kept(desk.session(), current.scope(), kept)
        return render_template("jobboard/recruit/why_which.html", kept=found, jobs=choices)
    answer = review.why_not(current.board(), kept, wanted, actor=current.actor())
    return render_template(
        "jobboard/recruit/why_not.html",
        answer=answer,
        heading=why_heading(answer),
        gaps=gap_rows(answer.outcome.gaps),
        gates=gate_rows(answer.outcome.gates),
        gates_heading=gates_heading(answer.outcome.gates),
        tally=gates_tally(answer.outcome.gates),
        surfaced=surfaced_rows(answer.surfaced, answer.job, words()),
        jobs=choices,
    )


def _status() -> KeptStatus | None:
    wanted = request.args.get("status", "")
    return KeptStatus(wanted) if wanted in set(KeptStatus) else None
