"""One job's people, stage by stage, as a table and as a board of cards."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.access import Action
from jobboard.applications import queries
from jobboard.applications.answers import flagged_in
from jobboard.applications.models import Application, ApplicationStatus, Stage
from jobboard.db.paging import PageRequest
from jobboard.errors import InvalidInput, MovedMeanwhile
from jobboard.flows import pool as flow
from jobboard.flows import pool_many, teams
from jobboard.flows.surface import is_looking
from jobboard.jobs import queries as job_queries
from jobboard.jobs.models import Job, JobStatus
from jobboard.keep_on_file.inbox_queries import to_review_by_job
from jobboard.web import due
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_answers import flags_by_application
from jobboard.web.recruit.present_jobs import job_moves
from jobboard.web.recruit.present_match import waiting_sentence
from jobboard.web.recruit.present_pipeline import (
    STAGE_LABELS,
    about_job,
    columns,
    left_in_words,
    moved_meanwhile,
    pipeline_heading,
    pool_rows,
    stage_tabs,
)

routes = Routes()

LONGEST_KEY = 64
MOST_CARDS = 100
MOST_LOOKS = 20
"""How often the page asks by itself whether matching is done."""


@routes.get("/jobs/<job>")
def pipeline(job: str) -> ResponseReturnValue:
    """The people in a job, longest wait first; ``view=board`` shows cards by stage, ``status=ended`` who left."""
    return _page(job)


@routes.post("/jobs/<job>/team")
def join_team(job: str) -> ResponseReturnValue:
    """Put a colleague on the hiring team."""
    member = request.form.get("member", "")
    try:
        name = teams.join(current.board(), job, member, actor=current.actor())
    except InvalidInput as problem:
        return _page(job, team_error=problem.errors["member"]), 422
    undo = url_for(".leave_team", job=job)
    desk.say(f"{name} is on the hiring team.", undo_url=undo, undo_fields={"member": member})
    return redirect(url_for(".pipeline", job=job))


@routes.post("/jobs/<job>/team/leave")
def leave_team(job: str) -> ResponseReturnValue:
    """Take a colleague off the hiring team."""
    member = request.form.get("member", "")
    name = teams.leave(current.board(), job, member, actor=current.actor())
    if name:
        undo = url_for(".join_team", job=job)
        desk.say(f"{name} is no longer on the hiring team.", undo_url=undo, undo_fields={"member": member})
    return redirect(url_for(".pipeline", job=job))


def _page(job: str, *, team_error: Sequence[str] = ()) -> str:
    found = job_queries.get_job(desk.session(), current.scope(), job)
    view, stage, ended = request.args.get("view", ""), _stage(), request.args.get("status") == "ended"
    wanted = PageRequest(1, MOST_CARDS) if view == "board" else desk.wanted_page()
    page = queries.pool(
        desk.session(),
        current.scope(),
        found,
        wanted,
        stage=None if view == "board" else stage,
        status=None if ended else ApplicationStatus.ACTIVE,
    )
    counts = queries.stage_counts(desk.session(), current.scope(), found)
    flags = flags_by_application(flagged_in(desk.session(), page.items))
    rows = pool_rows(page.items, flags, words(), reader=current.actor())
    return render_template(
        "jobboard/recruit/board.html" if view == "board" else "jobboard/recruit/pipeline.html",
        job=found,
        about=about_job(found, words()),
        heading=pipeline_heading(found, counts),
        tabs=stage_tabs(counts, stage),
        stage=stage.value if stage else "",
        ended=ended,
        page=page,
        rows=rows,
        columns=columns(rows, counts),
        moves=job_moves(found),
        can_act=current.actor().may(Action.WORK_POOL),
        left_in=left_in_words(found, counts),
        **_team(found),
        team_error=team_error,
        **_looking(found),
    )


def _team(job: Job) -> dict[str, Any]:
    """Who is on the hiring team, and who may be put on it. One statement."""
    team = job_queries.team_of(desk.session(), job)
    others = teams.candidates_for(current.board(), team) if current.actor().may(Action.MANAGE_JOBS) else []
    return {"team": team, "colleagues": [(one.id, one.name) for one in others]}


def _looking(job: Job) -> dict[str, Any]:
    """Whether everybody kept is still being looked through for an open job, and who waits in the inbox for it. While it
    goes on the page asks again by itself, but not for ever. Two statements."""
    board = current.board()
    if job.status is not JobStatus.OPEN or not current.actor().may(Action.REVIEW_KEPT):
        return {"looking": False, "look_again": "", "waiting": ""}
    tried = request.args.get("looked", 0, type=int)
    looking = is_looking(desk.session(), board.name, job)
    if looking:
        due.after_commit(board)  # whoever waits for it also moves it on: an earlier drainer may have stopped half-way
    again = url_for(".pipeline", job=job.public_id, looked=tried + 1)
    count = to_review_by_job(desk.session(), current.scope(), [job], now=board.now()).get(job.id, 0)
    return {
        "looking": looking,
        "look_again": again if looking else "",
        "looks_by_itself": 0 <= tried < MOST_LOOKS,
        "waiting": waiting_sentence(count),
    }


@routes.post("/applications/<application>/move")
def move(application: str) -> ResponseReturnValue:
    """Move somebody to another stage, or to the page that closes."""
    to = request.form.get("to", "")
    if to == "close":
        return redirect(url_for(".close", application=application))
    before = queries.get_application(desk.session(), current.scope(), application)
    name, came_from, back = before.candidate.name, before.stage, _back(before)
    try:
        key = flow.move_stage(
            current.board(), application, to, actor=current.actor(), seen=request.form.get("seen", "")[:LONGEST_KEY]
        )
    except MovedMeanwhile as found:
        desk.say(f"{moved_meanwhile(found)} Nothing was changed.")
        return redirect(back)
    desk.say(
        f"{name} moved from {STAGE_LABELS[came_from]} to {STAGE_LABELS[Stage(to)]}.",
        undo_url=url_for(".undo_move", application=application),
        undo_fields={"together": key, "back": request.form.get("back", "")},
    )
    return redirect(back)


@routes.post("/applications/<application>/move/undo")
def undo_move(application: str) -> ResponseReturnValue:
    """Put them back where they stood, as long as they did there before."""
    back = _back(queries.get_application(desk.session(), current.scope(), application))
    pool_many.undo(current.board(), request.form.get("together", "")[:LONGEST_KEY], actor=current.actor())
    desk.say("Taken back.")
    return redirect(back)


def _back(moved: Application) -> str:
    """The page from which somebody was moved."""
    back = request.form.get("back", "")
    if back == "application" or moved.job is None:
        return url_for(".application", application=moved.public_id)
    return url_for(".pipeline", job=moved.job.public_id, view=back or None)


def _stage() -> Stage | None:
    wanted = request.args.get("stage", "")
    return Stage(wanted) if wanted in set(Stage) else None
