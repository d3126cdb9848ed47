"""“Why not?”: any kept person and any job, asked from either side."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.db.paging import PageRequest
from jobboard.flows import why_not as flow
from jobboard.flows.desk import list_jobs
from jobboard.jobs.queries import get_job
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.kept_queries import KeptFilter, kept_list
from jobboard.keep_on_file.models import KeptStatus
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk, present_why
from jobboard.web.recruit.present_gates import gate_rows, gates_heading, gates_tally
from jobboard.web.recruit.present_keeping import surfaced_rows
from jobboard.web.recruit.present_sealed import open_evidence

routes = Routes()

MOST_CHOICES = 100
"""Jobs that one list to choose from may hold; of more, one searches."""


@routes.get("/kept/<kept>/why-not")
def why_not(kept: str) -> ResponseReturnValue:
    """Every gate between a kept person and a job; without a job it asks which."""
    wanted = request.args.get("job", "")
    if not wanted:
        return _which_job(kept)
    answer = flow.why_not(current.board(), kept, wanted, actor=current.actor())
    sealed, choices = bool(desk.sealed_origins([answer.kept])), _few_jobs()
    return render_template(
        "jobboard/recruit/why_not.html",
        answer=answer,
        heading=present_why.why_heading(answer),
        nearest=present_why.nearest(answer.changes),
        figure=present_why.figure(answer, sealed=sealed),
        evidence=open_evidence([line.to_json() for line in answer.outcome.evidence], sealed=sealed),
        gates=gate_rows(answer.outcome.gates),
        gates_heading=gates_heading(answer.outcome.gates),
        tally=gates_tally(answer.outcome.gates),
        surfaced=surfaced_rows(answer.surfaced, answer.job, words()),
        job_words=present_why.job_choice(answer.job),
        jobs=choices,
    )


@routes.get("/jobs/<job>/why-not")
def why_who(job: str) -> ResponseReturnValue:
    """Asked from the job: which kept person is it about? Whoever is active, or by name whatever became of their record.
    Eight statements."""
    found = get_job(desk.session(), current.scope(), job)
    wanted = KeptFilter(status=None if desk.search_text() else KeptStatus.ACTIVE, text=desk.search_text())
    page = kept_list(desk.session(), current.scope(), desk.wanted_page(), wanted, now=current.board().now())
    return render_template(
        "jobboard/recruit/why_who.html",
        job=found,
        page=page,
        people=present_why.person_choices(page.items, words()),
        q=desk.search_text(),
    )


def _which_job(kept: str) -> ResponseReturnValue:
    """Which job is it about? By title or employer, whatever state it is in, last changed first."""
    found = queries.get_kept(desk.session(), current.scope(), kept)
    page = list_jobs(current.board(), desk.wanted_page(), actor=current.actor(), text=desk.search_text())
    return render_template(
        "jobboard/recruit/why_which.html",
        kept=found,
        page=page,
        jobs=present_why.job_choices(page.items),
        q=desk.search_text(),
    )


def _few_jobs() -> list[tuple[str, str]]:
    """All jobs, when they are few enough for one list; otherwise none."""
    page = list_jobs(current.board(), PageRequest(1, MOST_CHOICES), actor=current.actor())
    return present_why.job_choices(page.items) if page.total <= MOST_CHOICES else []
