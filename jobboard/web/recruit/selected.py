"""Several people of the review inbox at once: decided in one act with one undo, or side by side for one job."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import InvalidInput
from jobboard.flows import review_many
from jobboard.flows.together import Together
from jobboard.keep_on_file import inbox_queries
from jobboard.keep_on_file.conversations import invited_conversations
from jobboard.keep_on_file.models import Surfacing
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk, inbox_view
from jobboard.web.recruit.present_compare import Beside, columns, compare_heading, job_facts, why_not_together
from jobboard.web.recruit.present_decide import (
    first_snooze,
    function_choices,
    level_choices,
    snooze_options,
    snooze_words,
    together_sentence,
)
from jobboard.web.recruit.present_inbox import job_title
from jobboard.web.recruit.present_opened import decided_words
from jobboard.web.recruit.voice import many

routes = Routes()


@routes.form("/inbox/selected/snooze")
def snooze_selected() -> ResponseReturnValue:
    """Until which day, or which event, all of them are out of sight."""
    if request.method != "POST":
        chosen = _chosen()
        job = chosen[0].job if len({found.job_id for found in chosen}) == 1 else None
        return _ask("snooze_selected", chosen, first_snooze(job, words()), {})
    values = desk.typed()
    try:
        done, asked = review_many.snooze_many(current.board(), inbox_view.picked(), values, actor=current.actor())
    except InvalidInput as problem:
        return _ask("snooze_selected", _chosen(), values, problem.errors), 422
    return _done(done, f"snoozed until {snooze_words(asked, words())}")


@routes.form("/inbox/selected/dismiss")
def dismiss_selected() -> ResponseReturnValue:
    """All of them set aside, each for their own job."""
    if request.method != "POST":
        return _ask("dismiss_selected", _chosen(), {}, {})
    values = desk.typed()
    try:
        done = review_many.dismiss_many(current.board(), inbox_view.picked(), values, actor=current.actor())
    except InvalidInput as problem:
        return _ask("dismiss_selected", _chosen(), values, problem.errors), 422
    return _done(done, "set aside, not for this job")


@routes.post("/inbox/selected/undo")
def undo_selected() -> ResponseReturnValue:
    """Take back what one act decided about several people."""
    key = request.form.get("together", "")[: inbox_view.LONGEST_ID]
    count = review_many.undo_many(current.board(), key, actor=current.actor())
    desk.say(f"Taken back for {many(count, 'person', 'people')}. Nothing was sent.")
    return redirect(url_for(".inbox", **inbox_view.asked().params))


@routes.get("/inbox/compare")
def compare() -> ResponseReturnValue:
    """Two to four people for one job, side by side."""
    chosen = _chosen()
    if problem := why_not_together(chosen):
        page = render_template("jobboard/recruit/compare.html", problem=problem, view=inbox_view.asked())
        return page, 422
    session = desk.session()
    talks = invited_conversations(session, [found.kept.candidate_id for found in chosen])
    sealed = desk.sealed_origins(found.kept for found in chosen)
    met = inbox_queries.last_met(session, chosen)
    return render_template(
        "jobboard/recruit/compare.html",
        problem="",
        heading=compare_heading(chosen),
        job=chosen[0].job,
        asked=job_facts(chosen[0].job, words()),
        columns=columns(chosen, Beside(talks, met, sealed), words(), reader=current.actor().name),
        view=inbox_view.asked(),
    )


def _chosen() -> list[Surfacing]:
    return inbox_queries.chosen(desk.session(), current.scope(), inbox_view.picked())


def _ask(act: str, chosen: list[Surfacing], values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    people = [
        (found.public_id, found.kept.candidate.name, job_title(found.job), decided_words(found, words()))
        for found in chosen
    ]
    waiting = [person for person in people if not person[-1]]
    return render_template(
        f"jobboard/recruit/{act}.html",
        people=people,
        waiting=waiting,
        who=many(len(waiting), "person", "people"),
        view=inbox_view.asked(),
        values=values,
        errors=errors,
        snooze_options=snooze_options(words()),
        level_choices=level_choices(words()),
        function_choices=function_choices(),
    )


def _done(done: Together, what: str) -> ResponseReturnValue:
    view = inbox_view.asked().params
    undo_url = url_for(".undo_selected", **view)
    desk.say(together_sentence(done, what), undo_url=undo_url, undo_fields={"together": done.key})
    return redirect(url_for(".inbox", **view))
