"""A job's interview plan: its rounds in order, the form of one, and taking over another job's."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.access import Action
from jobboard.applications import plan, queries
from jobboard.applications.models import InterviewRound
from jobboard.applications.plan_schemas import MOST_CATEGORIES
from jobboard.db.history import of_subject
from jobboard.errors import ChangedMeanwhile, Conflict, InvalidInput, RoundRemoved
from jobboard.flows import interview_plan as flow
from jobboard.jobs import queries as job_queries
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_plan import (
    CHANGES,
    STAGE_CHOICES,
    asked_flags,
    asked_flags_of,
    change_lines,
    groups_of,
    plan_heading,
    removed_words,
    round_labels,
    round_rows,
    round_values,
    suggested_values,
    with_group_up,
)
from jobboard.web.recruit.voice import many
from jobboard.web.security import conflict_page, endpoint

routes = Routes()


@routes.get("/jobs/<job>/plan")
def interview_plan(job: str) -> ResponseReturnValue:
    """The rounds in their order, with whoever takes part and what they ask about."""
    return _plan_page(job)


@routes.form("/jobs/<job>/plan/new")
def new_round(job: str) -> ResponseReturnValue:
    """One more round at the end of the plan."""
    if request.method != "POST":
        found = job_queries.get_job(desk.session(), current.scope(), job)
        return _round_page(job, suggested_values(found, plan.rounds_of(desk.session(), found)))
    values = desk.typed("interviewers")
    if "group" in values:
        return _round_page(job, with_group_up(values, values["group"]))
    try:
        flow.add_round(current.board(), job, values, actor=current.actor())
    except InvalidInput as problem:
        return _round_page(job, values, problem.errors), 422
    desk.say(f"{values['name']} is in the plan.")
    return redirect(url_for(".interview_plan", job=job))


@routes.form("/jobs/<job>/plan/<plan_round>")
def edit_round(job: str, plan_round: str) -> ResponseReturnValue:
    """The form of one round. What is changed holds for interviews arranged from then on."""
    found = job_queries.get_job(desk.session(), current.scope(), job)
    shown = queries.get_round(desk.session(), found, plan_round)
    if request.method != "POST":
        return _round_page(job, round_values(shown), plan_round=plan_round)
    values = desk.typed("interviewers")
    if "group" in values:
        return _round_page(job, with_group_up(values, values["group"]), plan_round=plan_round)
    try:
        flow.change_round(current.board(), job, plan_round, values, actor=current.actor())
    except ChangedMeanwhile as problem:
        again = values | {"seal": problem.seal}
        return _round_page(job, again, plan_round=plan_round, theirs=problem.theirs), 409
    except InvalidInput as problem:
        return _round_page(job, values, problem.errors, plan_round=plan_round), 422
    desk.say("Saved. It holds for interviews that are arranged from now on.")
    return redirect(url_for(".interview_plan", job=job))


@routes.refusal(RoundRemoved)
def round_removed(problem: RoundRemoved) -> ResponseReturnValue:
    """Who took the round out, and when; what was written of it comes back as a new one."""
    removed = removed_words(problem, words())
    if endpoint() == "edit_round" and request.method == "POST":
        return _round_page(problem.job_id, desk.typed("interviewers"), removed=removed), 409
    way = url_for(".interview_plan", job=problem.job_id)
    return conflict_page(removed, title="This round was taken out", way_url=way, way_words="Show the plan")


@routes.post("/jobs/<job>/plan/<plan_round>/move")
def move_round(job: str, plan_round: str) -> ResponseReturnValue:
    """Let a round come one place earlier or later."""
    steps = desk.steps()
    flow.move_round(current.board(), job, plan_round, steps, actor=current.actor())
    return redirect(url_for(".interview_plan", job=job, _anchor=plan_round))


@routes.post("/jobs/<job>/plan/<plan_round>/remove")
def remove_round(job: str, plan_round: str) -> ResponseReturnValue:
    """Take a round out of the plan."""
    name = flow.remove_round(current.board(), job, plan_round, actor=current.actor())
    undo = url_for(".restore_round", job=job, plan_round=plan_round)
    desk.say(f"{name} is out of the plan. Interviews that are arranged stay.", undo_url=undo)
    return redirect(url_for(".interview_plan", job=job))


@routes.post("/jobs/<job>/plan/<plan_round>/restore")
def restore_round(job: str, plan_round: str) -> ResponseReturnValue:
    """Bring back the round that was taken out last."""
    flow.restore_round(current.board(), job, plan_round, actor=current.actor())
    desk.say("It is in the plan again.")
    return redirect(url_for(".interview_plan", job=job))


@routes.post("/jobs/<job>/plan/copy")
def copy_plan(job: str) -> ResponseReturnValue:
    """Put another job's rounds at the end of the plan."""
    source = request.form.get("source", "")
    try:
        copied = flow.copy_plan(current.board(), job, source, actor=current.actor())
    except InvalidInput as problem:
        return _plan_page(job, problem.errors), 422
    except Conflict as problem:
        return _plan_page(job, {"source": [str(problem)]}), 409
    desk.say(f"{many(copied, 'round')} copied. The other job’s plan stays as it is.")
    return redirect(url_for(".interview_plan", job=job))


def _plan_page(job: str, errors: Mapping[str, list[str]] | None = None) -> str:
    session, scope = desk.session(), current.scope()
    found = job_queries.get_job(session, scope, job)
    rounds = plan.rounds_of(session, found)
    may_change = current.actor().may(Action.MANAGE_JOBS)
    others = queries.jobs_with(session, scope, InterviewRound, besides=found) if may_change else []
    return render_template(
        "jobboard/recruit/interview_plan.html",
        job=found,
        heading=plan_heading(len(rounds)),
        rows=round_rows(rounds),
        flags=asked_flags_of(rounds),
        may_change=may_change,
        is_full=len(rounds) >= plan.MOST_ROUNDS,
        most=plan.MOST_ROUNDS,
        others=[(one.public_id, f"{one.title}, {one.organization.name}") for one in others],
        changes=change_lines(of_subject(session, found, only=CHANGES), words()),
        errors=errors or {},
    )


def _round_page(
    job: str,
    values: dict[str, Any],
    errors: dict[str, list[str]] | None = None,
    *,
    plan_round: str = "",
    removed: str = "",
    theirs: Mapping[str, str] | None = None,
) -> str:
    groups = groups_of(values)
    return render_template(
        "jobboard/recruit/interview_round.html",
        job=job_queries.get_job(desk.session(), current.scope(), job),
        plan_round=plan_round,
        values=values,
        groups=groups,
        may_add=len(groups) < MOST_CATEGORIES,
        errors=errors or {},
        removed=removed,
        theirs=theirs or {},
        labels=round_labels(groups),
        stages=STAGE_CHOICES,
        staff=[(person.id, person.name) for person in current.board().identity.staff()],
        flags=asked_flags(values),
    )
