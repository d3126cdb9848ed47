"""Jobs as the recruiter works on them: the list, the form with its bench, and how a job moves."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import InvalidInput, JobChanged
from jobboard.flows import jobs as flow
from jobboard.flows.bench_check import bench_check
from jobboard.flows.desk import list_jobs
from jobboard.flows.titles import titles
from jobboard.jobs import queries
from jobboard.jobs.models import JobStatus
from jobboard.search.boolean import complaint
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.public.cards import places
from jobboard.web.public.posting import facts, sections
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_jobs import (
    PUBLISHED,
    form_choices,
    job_lines,
    job_moves,
    job_tabs,
    job_values,
    jobs_heading,
    level_is_guess,
    level_why,
    level_words,
    new_job_values,
    saved_sentence,
    their_rows,
)
from jobboard.web.recruit.present_match import bench_panel
from jobboard.web.recruit.present_wording import with_wording, wording_flags, wording_sentence

routes = Routes()

JOB_FIELDS = {
    "title": "Title",
    "organization": "For",
    "level": "Level",
    "function": "Function",
    "pay_from": "Pay from",
    "pay_to": "Pay to",
    "pay_unit": "For each",
    "currency": "Currency",
    "place": "Place",
    "postal_code": "Postcode",
    "work_mode": "Work mode",
    "employment_types": "Contract",
    "closes_on": "Closes",
    "experience_years": "Years of experience",
    "description": "Description",
    "musts": "They must",
    "shoulds": "They should",
    "nices": "Nice to have",
}
"""The form's fields by the words of their labels."""


@routes.get("/jobs")
def jobs() -> ResponseReturnValue:
    """The jobs, by status and words, with how many people each has."""
    status = _status()
    page = list_jobs(current.board(), desk.wanted_page(), actor=current.actor(), status=status, text=desk.search_text())
    counts = queries.status_counts(desk.session(), current.scope())
    return render_template(
        "jobboard/recruit/jobs.html",
        page=page,
        rows=job_lines(page.items, words()),
        tabs=job_tabs(counts, status),
        heading=jobs_heading(page.total, status, desk.search_text()),
        status=status.value if status else "",
        q=desk.search_text(),
        complaint=complaint(desk.search_text()),
    )


@routes.form("/jobs/new")
def new_job() -> ResponseReturnValue:
    """First the title alone; with it, the form filled with what the title says."""
    if request.method == "POST":
        return _save(None, saved_sentence(None))
    title = request.args.get("title", "").strip()[: desk.LONGEST_TEXT]
    if not title:
        return render_template("jobboard/recruit/new_job.html")
    return _form(None, new_job_values(title, current.board().config.currency, titles(current.board())), {})


@routes.form("/jobs/<job>/edit")
def edit_job(job: str) -> ResponseReturnValue:
    """The form of one job, and who on the bench it would bring."""
    found = queries.get_job(desk.session(), current.scope(), job)
    if request.method == "POST":
        return _save(job, saved_sentence(found))
    return _form(job, job_values(found, words()), {})


@routes.get("/jobs/<job>/preview")
def job_preview(job: str) -> ResponseReturnValue:
    """The job as a job seeker will see it, whether or not it is out."""
    found = queries.get_job(desk.session(), current.scope(), job)
    return render_template(
        "jobboard/recruit/job_preview.html",
        job=found,
        place=places(found),
        facts=facts(found, words()),
        sections=sections(found),
        posting={},
        canonical="",
        near=[],
    )


@routes.post("/jobs/<job>/publish")
def publish(job: str) -> ResponseReturnValue:
    """Open the job to the world."""
    return _publish(job)


@routes.post("/jobs/<job>/hold")
def hold(job: str) -> ResponseReturnValue:
    """Take the job out of sight for a while."""
    return _move(job, JobStatus.ON_HOLD, "On hold: nobody outside sees the job, the people in it stay.")


@routes.post("/jobs/<job>/close")
def close_job(job: str) -> ResponseReturnValue:
    """End the job, as filled or without anybody."""
    to = JobStatus.FILLED if request.form.get("as") == JobStatus.FILLED else JobStatus.CLOSED
    said = "Filled" if to is JobStatus.FILLED else "Closed"
    return _move(job, to, f"{said}: it is out of search. Nobody in it was written to or moved.")


@routes.post("/jobs/<job>/reopen")
def reopen_job(job: str) -> ResponseReturnValue:
    """Open an ended job again; kept people it fits come to the inbox."""
    return _publish(job)


def _status() -> JobStatus | None:
    wanted = request.args.get("status", "")
    return JobStatus(wanted) if wanted in set(JobStatus) else None


def _save(job: str | None, sentence: str) -> ResponseReturnValue:
    values = desk.typed("employment_types")
    if reword := values.pop("reword", ""):
        return _form(job, with_wording(values, reword), {})
    try:
        saved = flow.save_job(current.board(), values, actor=current.actor(), job_id=job)
    except JobChanged as problem:
        return _form(job, values | {"seal": problem.seal}, {}, theirs=problem.fields), 409
    except InvalidInput as problem:
        return _form(job, values, problem.errors), 422
    if "publish" in request.form:
        return _publish(saved)
    if "preview" in request.form:
        return redirect(url_for(".job_preview", job=saved))
    desk.say(sentence)
    return redirect(url_for(".edit_job", job=saved))


def _publish(job: str) -> ResponseReturnValue:
    try:
        flow.publish_job(current.board(), job, actor=current.actor())
    except InvalidInput as problem:
        found = queries.get_job(desk.session(), current.scope(), job)
        return _form(job, job_values(found, words()), problem.errors), 422
    published = queries.get_job(desk.session(), current.scope(), job)
    desk.say(PUBLISHED + wording_sentence(published))
    return redirect(url_for(".pipeline", job=job))


def _move(job: str, to: JobStatus, sentence: str) -> ResponseReturnValue:
    flow.move_job(current.board(), job, to, actor=current.actor())
    desk.say(sentence, undo_url=url_for(".reopen_job", job=job))
    return redirect(url_for(".pipeline", job=job))


def _form(job: str | None, values: dict[str, Any], errors: dict[str, list[str]], *, theirs: Sequence[str] = ()) -> str:
    """``theirs`` are the fields that somebody else changed meanwhile: the page shows both versions."""
    found = queries.get_job(desk.session(), current.scope(), job) if job else None
    check = bench_check(current.board(), job, actor=current.actor()) if job else None
    sealed = desk.sealed_origins(match.kept for match in check.matches) if check else frozenset()
    reader = titles(current.board())
    return render_template(
        "jobboard/recruit/job_form.html",
        job=found,
        values=values,
        errors=errors,
        labels=JOB_FIELDS,
        choices=form_choices(words()),
        organizations=queries.organizations(desk.session(), current.scope()),
        level_words=level_words(values, words()),
        level_why=level_why(values, reader),
        level_is_guess=level_is_guess(values, reader),
        wording=wording_flags(values),
        moves=job_moves(found),
        theirs=their_rows(found, theirs, JOB_FIELDS, words()) if found else [],
        bench=bench_panel(check, found, words(), sealed=sealed) if check and found else None,
    )
