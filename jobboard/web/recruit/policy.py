"""The matching policy: what is in force, what was, and a change that is looked back on before it is switched on."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import InvalidInput
from jobboard.flows import policy_change as flow
from jobboard.flows.policy import settings_at, settings_in_force
from jobboard.keep_on_file import policies
from jobboard.keep_on_file.policies import MOST_REACH, Settings
from jobboard.keep_on_file.policy_schemas import read_policy_form
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_backtest import backtest_heading, look_back_of, progress_of, sample_sentence
from jobboard.web.recruit.present_looks import reach_words
from jobboard.web.recruit.present_policy import (
    changes,
    form_values,
    gate_states,
    labels,
    point_groups,
    version_rows,
    waiting_rows,
)

routes = Routes()


@routes.get("/policy")
def matching_policy() -> ResponseReturnValue:
    """What matching judges by now, and every version there was."""
    version, settings = settings_in_force(current.board(), desk.session())
    page = policies.versions(desk.session(), current.scope(), desk.wanted_page())
    waiting = policies.open_proposals(desk.session(), current.scope(), base_version=version)
    return render_template(
        "jobboard/recruit/policy.html",
        version=version,
        reach=reach_words(settings.reach),
        gates=gate_states(settings),
        groups=point_groups(settings),
        page=page,
        versions=version_rows(page.items, words()),
        waiting=waiting_rows(waiting, settings, words()),
    )


@routes.form("/policy/propose")
def propose_policy() -> ResponseReturnValue:
    """The policy in force as a form; what is sent is looked back on, not switched on."""
    _, settings = settings_in_force(current.board(), desk.session())
    if request.method == "GET":
        return _form(settings, form_values(settings) | {"openings": str(flow.USUAL_OPENINGS)}, {})
    values = desk.typed("gates")
    try:
        wanted, openings = read_policy_form(values)
        proposal = flow.propose(current.board(), wanted, openings=openings, actor=current.actor())
    except InvalidInput as problem:
        return _form(settings, values, problem.errors), 422
    return redirect(url_for(".policy_proposal", proposal=proposal))


def _form(settings: Settings, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render_template(
        "jobboard/recruit/policy_form.html",
        gates=gate_states(settings),
        groups=point_groups(settings),
        values=values,
        errors=errors,
        labels=labels(),
        most_reach=MOST_REACH,
        most_openings=flow.MOST_OPENINGS,
    )


@routes.get("/policy/proposals/<proposal>")
def policy_proposal(proposal: str) -> ResponseReturnValue:
    """How far the look back is, or what it found."""
    return _proposal(proposal, {}, {})


@routes.post("/policy/proposals/<proposal>/switch-on")
def switch_on_policy(proposal: str) -> ResponseReturnValue:
    """Switch it on, with a note."""
    values = desk.typed()
    try:
        version = flow.adopt(current.board(), proposal, note=values.get("note", ""), actor=current.actor())
    except InvalidInput as problem:
        return _proposal(proposal, values, problem.errors), 422
    desk.say(f"Policy {version} is on. Whoever waits for a decision is judged anew; what was decided stays.")
    return redirect(url_for(".matching_policy"))


def _proposal(proposal: str, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    session, scope = desk.session(), current.scope()
    found = policies.get_proposal(session, scope, proposal)
    version, _ = settings_in_force(current.board(), session)
    before = settings_at(current.board(), session, found.base_version)
    seen = look_back_of(session, scope, found)
    return render_template(
        "jobboard/recruit/policy_proposal.html",
        proposal=found,
        heading=backtest_heading(found, seen),
        changes=changes(before, Settings.from_json(found.settings)),
        progress=progress_of(found, words()),
        seen=seen,
        sample=sample_sentence(found),
        outdated=version != found.base_version and found.adopted_version is None,
        version=version,
        values=values,
        errors=errors,
    )
