"""Names to choose from while somebody types: titles, skills, organizations and places with open jobs, as JSON."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.search.port import Named, Suggestion
from jobboard.web.blueprints import Routes
from jobboard.web.present import Words, words
from jobboard.web.public.kept import kept

routes = Routes()

MOST, LONGEST = 8, 80
"""Names in an answer, and characters of what was typed that count."""

_KINDS = {Named.TITLE: "Title", Named.SKILL: "Skill", Named.ORGANIZATION: "Employer", Named.PLACE: "Place"}
_MAX_AGE = 60  # seconds: what many people type alike is asked of a cache


@routes.get("/suggest")
def suggest() -> ResponseReturnValue:
    """``{"suggestions": [{"text", "kind", "jobs"}]}`` for ``q``; with ``of=place`` places alone. No statement."""
    said, only = words(), request.args.get("of")
    found = current.board().search.suggest(
        request.args.get("q", "")[:LONGEST],
        now=said.now,
        kinds=(Named.PLACE,) if only == Named.PLACE else tuple(Named),
        limit=MOST,
    )
    return kept(jsonify(suggestions=[_in_words(each, said) for each in found]), max_age=_MAX_AGE)


def _in_words(found: Suggestion, said: Words) -> dict[str, str]:
    jobs = f"{said.number(found.count)} {'job' if found.count == 1 else 'jobs'}"
    return {"text": found.text, "kind": _KINDS[found.kind], "jobs": jobs}
