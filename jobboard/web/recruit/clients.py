"""The firm's clients, and the wall around what is learned in their interviews."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.db.history import of_subject
from jobboard.errors import InvalidInput
from jobboard.flows import clients as flow
from jobboard.jobs import queries
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_clients import clients_heading, saved_sentence, wall_lines

routes = Routes()

CLIENT_FIELDS = {"description": "About them", "website": "Website", "why": "Why the wall changes"}


@routes.get("/clients")
def clients() -> ResponseReturnValue:
    """The clients by name, with their open jobs and whether they have a wall."""
    text = desk.search_text()
    page = queries.organization_page(desk.session(), current.scope(), desk.wanted_page(), text=text)
    return render_template(
        "jobboard/recruit/clients.html",
        page=page,
        open_jobs=queries.open_jobs_by_organization(desk.session(), page.items),
        heading=clients_heading(page.total, text),
        q=text,
    )


@routes.form("/clients/<client>")
def client(client: str) -> ResponseReturnValue:
    """What is known of one client, and its wall."""
    found = queries.get_organization(desk.session(), current.scope(), client)
    if request.method == "GET":
        values = {name: getattr(found, name) for name in ("description", "website", "evidence_wall")}
        return _form(client, values, {})
    had_wall = found.evidence_wall
    try:
        saved = flow.save_client(current.board(), client, desk.typed(), actor=current.actor())
    except InvalidInput as problem:
        return _form(client, desk.typed(), problem.errors), 422
    desk.say(saved_sentence(saved, had_wall=had_wall))
    return redirect(url_for(".client", client=client))


def _form(client: str, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found = queries.get_organization(desk.session(), current.scope(), client)
    history = of_subject(desk.session(), found)
    return render_template(
        "jobboard/recruit/client.html",
        client=found,
        values=values,
        errors=errors,
        labels=CLIENT_FIELDS,
        history=wall_lines(history, words()),
    )
