"""The rules that “not for this” left behind: seen, changed, ended."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import InvalidInput
from jobboard.flows import rules as flow
from jobboard.keep_on_file import rule_queries
from jobboard.keep_on_file.models import DismissalRule
from jobboard.keep_on_file.rule_queries import WantedRules
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.inbox_view import LONGEST_ID
from jobboard.web.recruit.present_rules import Filters, rule_row, rule_values, rules_heading, scope_options
from jobboard.web.recruit.timelines import told

routes = Routes()


@routes.get("/inbox/rules")
def rules() -> ResponseReturnValue:
    """The rules in force, or those that ended: everybody's or one's own, about everybody or one person."""
    wanted = _wanted()
    page = rule_queries.rules_page(
        desk.session(),
        current.scope(),
        WantedRules(
            current.board().now(),
            ended=wanted.ended,
            person=wanted.person,
            text=wanted.q,
            made_by=current.actor().id if wanted.mine else "",
        ),
        desk.wanted_page(),
    )
    return render_template(
        "jobboard/recruit/rules.html",
        page=page,
        rows=[rule_row(rule, words()) for rule in page.items],
        heading=rules_heading(page.total, wanted),
        wanted=wanted,
    )


@routes.form("/inbox/rules/<rule>")
def rule(rule: str) -> ResponseReturnValue:
    """One rule: its reach, reason and last day to change, and what happened to it."""
    found = rule_queries.get_rule(desk.session(), current.scope(), rule)
    if request.method != "POST":
        return _page(found, rule_values(found, words()), {})
    values = desk.typed()
    try:
        flow.change_rule(current.board(), rule, values, actor=current.actor())
    except InvalidInput as problem:
        return _page(rule_queries.get_rule(desk.session(), current.scope(), rule), values, problem.errors), 422
    desk.say("Changed. Whom the rule no longer holds back surfaces for the open jobs that fit.")
    return redirect(url_for(".rules"))


@routes.post("/inbox/rules/<rule>/end")
def end_rule(rule: str) -> ResponseReturnValue:
    """The rule holds nobody back any longer."""
    name = rule_queries.get_rule(desk.session(), current.scope(), rule).candidate.name
    flow.end_rule(current.board(), rule, actor=current.actor())
    desk.say(f"Ended. {name} surfaces again for the jobs that fit; nobody was written to.")
    return redirect(url_for(".rules"))


def _wanted() -> Filters:
    return Filters(
        ended=request.args.get("ended") == "yes",
        mine=request.args.get("mine") == "yes",
        person=request.args.get("person", "")[:LONGEST_ID],
        q=desk.search_text(),
    )


def _page(found: DismissalRule, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    session = desk.session()
    scopes = flow.scopes_of(session, found)
    return render_template(
        "jobboard/recruit/rule.html",
        rule=found,
        row=rule_row(found, words()),
        options=scope_options(scopes),
        events=told(rule_queries.rule_history(session, found)),
        values=values,
        errors=errors,
    )
