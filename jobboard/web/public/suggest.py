"""Names to choose from while somebody types: titles, skills, organizations and places with open jobs, as JSON."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.search.port import Named
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.public.kept import kept

routes = Routes()

MOST, LONGEST = 8, 80
"""Names in an answer, and characters of what was typed that count."""

_KINDS = {Named.TITLE: "Title", Named.SKILL: "Skill", Named.ORGANIZATION: "Employer", Named.PLACE: "Place"}
_MAX_AGE = 60  # seconds: what many people type alike is asked of a cache


@routes.get("/suggest")
def suggest() -> ResponseReturnValue:
    """``{"suggestions": [{"text", "kind"}]}`` for ``q``, what most jobs bear first; with ``of=place`` places alone. No
    number: a search for the name finds more than the jobs that bear it. No statement."""
    only = request.args.get("of")
    found = current.board().search.suggest(
        request.args.get("q", "")[:LONGEST],
        now=words().now,
        kinds=(Named.PLACE,) if only == Named.PLACE else tuple(Named),
        limit=MOST,
    )
    names = [{"text": each.text, "kind": _KINDS[each.kind]} for each in found]
    return kept(jsonify(suggestions=names), max_age=_MAX_AGE)
