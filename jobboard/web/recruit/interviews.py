"""Interviews: arranging one, saying what became of it, and the interviewer's scorecard."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.access import Action
from jobboard.applications import plan, queries
from jobboard.applications.models import Application, Interview, InterviewRound
from jobboard.applications.scorecards import sits_on
from jobboard.candidates.queries import met_person
from jobboard.errors import CardChanged, ChangedMeanwhile, InvalidInput, NotFound
from jobboard.flows import interviews as flow
from jobboard.flows import pool
from jobboard.flows.interview_mail import calendar_entry
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_candidate import work_lines
from jobboard.web.recruit.present_interview import (
    MARKED,
    OUTSIDE,
    interview_values,
    moves_to,
    moving_values,
    round_choices,
    scheduled_sentence,
)
from jobboard.web.recruit.present_scorecard import scorecard_page, scorecard_values
from jobboard.web.recruit.present_summary import summary_panel

routes = Routes()

BY_ITSELF = "by-itself"
"""A draft that the page keeps while somebody writes; nothing is said of it on the next page."""
SEAL_HEADER = "Jobboard-Seal"
"""Tells the page, once it has kept a draft, over what its form is filled in from then on."""
INTERVIEW_FIELDS = {
    "round": "Round",
    "date": "Day",
    "time": "Time",
    "duration_minutes": "Minutes",
    "place": "Place",
    "zone": "Time zone",
    "interviewers": "With",
    "anyway": "Two things at once",
}


@routes.form("/applications/<application>/interview")
def schedule(application: str) -> ResponseReturnValue:
    """Arrange an interview; it moves the person to the interview stage."""
    if request.method != "POST":
        return _schedule_page(application)
    values = desk.typed("interviewers")
    try:
        arranged = flow.schedule_interview(current.board(), application, values, actor=current.actor())
    except InvalidInput as problem:
        return _schedule_page(application, values, problem.errors), 422
    interview = queries.get_interview(desk.session(), current.scope(), arranged)
    over = interview.scheduled_at <= current.board().now()
    desk.say(scheduled_sentence(interview.application, told=interview.candidate_told, over=over))
    return redirect(url_for(".application", application=application))


@routes.form("/interviews/<interview>/move")
def move_interview(interview: str) -> ResponseReturnValue:
    """Let an interview be at another time or place, or with others."""
    found = queries.get_interview(desk.session(), current.scope(), interview)
    if request.method != "POST":
        return _move_page(interview, moving_values(found, current.board().zone))
    application, values = found.application.public_id, desk.typed("interviewers")
    try:
        changed = flow.move_interview(current.board(), interview, values, actor=current.actor())
    except ChangedMeanwhile as problem:
        return _move_page(interview, values | {"seal": problem.seal}, theirs=problem.theirs), 409
    except InvalidInput as problem:
        return _move_page(interview, values, problem.errors), 422
    desk.say("Moved. Whoever takes part is told." if changed else "It stays as it was.")
    return redirect(url_for(".application", application=application))


@routes.get("/interviews/<interview>.ics")
def interview_file(interview: str) -> ResponseReturnValue:
    """The interview as a file for a calendar."""
    found = queries.get_interview(desk.session(), current.scope(), interview)
    entry = calendar_entry(current.board(), found, method="PUBLISH")
    headers = {"Content-Disposition": "attachment; filename=interview.ics"}
    return current_app.response_class(entry, mimetype="text/calendar", headers=headers)


@routes.post("/interviews/<interview>/status")
def interview_status(interview: str) -> ResponseReturnValue:
    """Say what became of an interview."""
    status = request.form.get("status", "")
    flow.mark_interview(current.board(), interview, status, actor=current.actor())
    found = queries.get_interview(desk.session(), current.scope(), interview)
    desk.say(MARKED[found.status])
    return redirect(url_for(".application", application=found.application.public_id))


@routes.form("/interviews/<interview>/scorecard")
def scorecard(interview: str) -> ResponseReturnValue:
    """The actor's own card; others' open once it is in."""
    _own_interview(interview)
    if request.method != "POST":
        return _card_page(interview)
    values, submit = desk.typed(), "draft" not in request.form
    try:
        seal = pool.save_scorecard(current.board(), interview, values, actor=current.actor(), submit=submit)
    except CardChanged as problem:
        return _card_page(interview, values | {"seal": problem.seal}, written_elsewhere=True), 409
    except InvalidInput as problem:
        return _card_page(interview, values, problem.errors), 422
    if values.get("draft") == BY_ITSELF:
        return "", 204, {SEAL_HEADER: seal}
    desk.say("Submitted. The others’ cards are open to you now." if submit else "Kept as a draft.")
    return redirect(url_for(".scorecard", interview=interview))


def _own_interview(public_id: str) -> Interview:
    found = queries.get_interview(desk.session(), current.scope(), public_id)
    if not sits_on(found, current.actor()):
        raise NotFound("scorecard of yours")
    return found


def _schedule_page(
    application: str, values: dict[str, Any] | None = None, errors: dict[str, list[str]] | None = None
) -> str:
    found = queries.get_application(desk.session(), current.scope(), application)
    rounds = plan.rounds_of(desk.session(), found.job) if found.job else []
    planned = _chosen_round(rounds, found, None if values is None else values.get("round", ""))
    chosen = planned.public_id if planned else OUTSIDE
    return render_template(
        "jobboard/recruit/schedule.html",
        application=found,
        values=interview_values(found, current.actor(), words(), planned) if values is None else values,
        errors=errors or {},
        labels=INTERVIEW_FIELDS,
        rounds=round_choices(rounds, found, chosen, words()),
        moves_to=moves_to(found, planned),
        **_choices(),
    )


def _chosen_round(
    rounds: Sequence[InterviewRound], application: Application, typed: str | None
) -> InterviewRound | None:
    """The round that was typed; before anything was, the one asked for, or else the next that was not held."""
    wanted = request.args.get("round", "") if typed is None else typed
    if typed is None and not wanted:
        return plan.next_round(rounds, application.interviews)
    return next((one for one in rounds if one.public_id == wanted), None)


def _move_page(
    interview: str,
    values: dict[str, Any],
    errors: dict[str, list[str]] | None = None,
    *,
    theirs: Mapping[str, str] | None = None,
) -> str:
    return render_template(
        "jobboard/recruit/move_interview.html",
        interview=queries.get_interview(desk.session(), current.scope(), interview),
        values=values,
        errors=errors or {},
        theirs=theirs or {},
        labels=INTERVIEW_FIELDS,
        **_choices(),
    )


def _choices() -> dict[str, Any]:
    board = current.board()
    return {
        "staff": [(person.id, person.name) for person in board.identity.staff()],
        "zones": sorted(available_timezones()),
        "own_zone": board.zone.key,
    }


def _card_page(
    interview: str,
    values: dict[str, Any] | None = None,
    errors: dict[str, list[str]] | None = None,
    *,
    written_elsewhere: bool = False,
) -> str:
    found = _own_interview(interview)
    person = met_person(desk.session(), found.application.candidate_id)
    return render_template(
        "jobboard/recruit/scorecard.html",
        interview=found,
        person=person,
        work=work_lines(person, words()),
        page=scorecard_page(found, current.actor(), words(), written_elsewhere=written_elsewhere),
        summary=summary_panel([found], current.actor(), words()),
        values=scorecard_values(found, current.actor()) if values is None else values,
        errors=errors or {},
        may_see_pool=current.actor().may(Action.VIEW_POOL),
    )
