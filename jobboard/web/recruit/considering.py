"""“Still consider for this job”: the page that asks why."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import InvalidInput
from jobboard.flows import consider as flow
from jobboard.web.blueprints import Routes
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_gates import gate_rows

routes = Routes()


@routes.form("/kept/<kept>/consider/<job>")
def consider(kept: str, job: str) -> ResponseReturnValue:
    """Which gates would be set aside for a kept person and a job, and why; then the opened surfacing."""
    if request.method == "GET":
        return _page(kept, job, {})
    try:
        surfacing = flow.consider(current.board(), kept, job, desk.typed(), actor=current.actor())
    except InvalidInput as problem:
        return _page(kept, job, problem.errors), 422
    desk.say("In the review inbox, with the gates you set aside. Nobody was written to.")
    return redirect(url_for(".inbox_item", surfacing=surfacing))


def _page(kept: str, job: str, errors: dict[str, list[str]]) -> str:
    found = flow.standing(current.board(), kept, job, actor=current.actor())
    return render_template(
        "jobboard/recruit/consider.html",
        found=found,
        failed=gate_rows(found.failed),
        values=desk.typed(),
        errors=errors,
    )
