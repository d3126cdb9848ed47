"""The close dialog as a page: the true reason, the evidence found, the promise and its record, the message."""

from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.applications import queries
from jobboard.db.history import of_subject
from jobboard.errors import ApplicationEnded, InvalidInput, MovedMeanwhile
from jobboard.flows import close_application as flow
from jobboard.flows.messages import HONEST_NO
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_close import ENDINGS, closed_sentence, closing_page, closing_values, ended_sentence
from jobboard.web.recruit.present_pipeline import moved_meanwhile
from jobboard.web.recruit.present_proposals import KEEP_LABELS
from jobboard.web.security import conflict_page
from jobboard.web.wishes import choices

routes = Routes()


@routes.form("/applications/<application>/close")
def close(application: str) -> ResponseReturnValue:
    """Everything proposed, nothing decided, until one of the two buttons is pressed."""
    if request.method != "POST":
        return _page(application)
    proposal = flow.propose(current.board(), application, actor=current.actor())
    name, next_page = proposal.application.candidate.name, _next_page(proposal)
    values = desk.typed("evidence", "functions", "work_modes")
    if "without" in values:
        values["keep"] = ""
    if "preview" in values:
        return _page(application, values)
    try:
        closed = flow.close(current.board(), application, values, actor=current.actor())
    except MovedMeanwhile as found:
        meanwhile = f"{moved_meanwhile(found)} Nothing was changed yet: to close all the same, press the button again."
        return _page(application, values | {"seen": found.stage}, meanwhile=meanwhile), 409
    except InvalidInput as problem:
        if "without" in values and "message" in problem.errors:
            values["message"] = HONEST_NO
        return _page(application, values, problem.errors), 422
    desk.say(closed_sentence(name, closed), undo_url=url_for(".reopen", application=application))
    return redirect(next_page)


@routes.refusal(ApplicationEnded)
def ended(problem: ApplicationEnded) -> ResponseReturnValue:
    """Who ended the application, and how, for somebody who wanted to go on with it."""
    found = queries.get_application(desk.session(), current.scope(), problem.application_id)
    ending = of_subject(desk.session(), found, only=ENDINGS, limit=1)
    who = ending[0].actor_name if ending else ""
    return conflict_page(
        ended_sentence(found, who, words()),
        title="This application has ended",
        way_url=url_for(".application", application=found.public_id),
        way_words="Show the application",
    )


def _next_page(proposal: flow.ClosingProposal) -> str:
    job = proposal.application.job
    if job is None:
        return url_for(".application", application=proposal.application.public_id)
    return url_for(".pipeline", job=job.public_id)


def _page(
    application: str,
    values: dict[str, Any] | None = None,
    errors: dict[str, list[str]] | None = None,
    *,
    meanwhile: str = "",
) -> str:
    # Proposed anew also after a refusal, whose rollback expired the rows that were loaded for it.
    proposal = flow.propose(current.board(), application, actor=current.actor())
    values, errors = closing_values(proposal) if values is None else values, errors or {}
    letters, wrong = desk.drafted(partial(flow.preview, current.board(), proposal, values, actor=current.actor()))
    return render_template(
        "jobboard/recruit/close.html",
        proposal=proposal,
        page=closing_page(proposal, values, words()),
        values=values,
        letters=letters,
        meanwhile=meanwhile,
        errors=errors or wrong,
        labels=KEEP_LABELS,
        choices=choices(words()),
    )
