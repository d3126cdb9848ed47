"""How search stands, for a monitor: the same figures as ``flask jobboard index status --json``."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.flows.index import compare
from jobboard.web.blueprints import Routes

routes = Routes()


@routes.get("/health.json")
def health() -> ResponseReturnValue:
    """Always 200 while the database answers: a poorer search is a reason to look, not to take the site down. One
    statement."""
    response = jsonify(compare(current.board()).figures())
    response.cache_control.no_store = True
    return response
