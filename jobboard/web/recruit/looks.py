"""What was looked for and found on the bench, for one job: the log, and one look judged again."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import NotFound
from jobboard.flows.looks import get_look
from jobboard.jobs import queries as jobs
from jobboard.keep_on_file import queries, runs
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_looks import (
    again_rows,
    again_sentence,
    look_facts,
    look_heading,
    look_rows,
    looks_heading,
    person_rows,
)

routes = Routes()


@routes.get("/jobs/<job>/looks")
def looks(job: str) -> ResponseReturnValue:
    """Every look at the bench for a job, newest first."""
    found = jobs.get_job(desk.session(), current.scope(), job)
    page = runs.runs_of(desk.session(), current.scope(), found, desk.wanted_page())
    return render_template(
        "jobboard/recruit/looks.html",
        job=found,
        page=page,
        rows=look_rows(page.items, words()),
        heading=looks_heading(page.total, found),
    )


@routes.get("/inbox/<surfacing>/look")
def surfacing_look(surfacing: str) -> ResponseReturnValue:
    """Leads from an opened surfacing to the look that explains it."""
    found = queries.get_surfacing(desk.session(), current.scope(), surfacing)
    run_id = runs.run_id_of(desk.session(), found)
    if not run_id:
        raise NotFound("look")
    return redirect(url_for(".look", look=run_id))


@routes.get("/looks/<look>")
def look(look: str) -> ResponseReturnValue:
    """One look: by which rules, who was found, what was done; with ``again`` it is judged once more."""
    again = "again" in request.args
    found = get_look(current.board(), look, actor=current.actor(), judge_again=again)
    return render_template(
        "jobboard/recruit/look.html",
        look=found.run,
        job=found.run.job,
        heading=look_heading(found.run, words()),
        facts=look_facts(found.run, words()),
        people=person_rows(found.entries, words()),
        again=found.again,
        again_said=again_sentence(found.again) if found.again else "",
        again_rows=again_rows(found.again) if found.again else [],
    )
