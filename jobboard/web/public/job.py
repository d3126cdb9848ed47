"""One job: what it is, what is asked, how to apply, what is near it."""

from itertools import product
from urllib.parse import parse_qs, urlsplit

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from jobboard import current
from jobboard.errors import Gone
from jobboard.jobs import queries
from jobboard.jobs.interchange import public_posting
from jobboard.jobs.models import Job
from jobboard.search.query import SearchQuery
from jobboard.web.blueprints import Routes, absolute_url
from jobboard.web.present import words
from jobboard.web.public import found
from jobboard.web.public.asked import Asked
from jobboard.web.public.cards import Card, card, places
from jobboard.web.public.posting import as_html, facts, sections

routes = Routes()

_MOST_NEAR = 3


@routes.get("/<job_id>")
def job(job_id: str) -> ResponseReturnValue:
    """The job's page; 410 with jobs like it once it has ended."""
    board = current.board()
    try:
        shown = queries.public_job(board.session(), current.scope(), job_id, now=board.now())
    except Gone:
        return _ended(queries.any_job(board.session(), board.name, job_id))
    url = absolute_url(url_for(".job", job_id=shown.public_id))
    parts, country = sections(shown), board.config.default_country
    return render_template(
        "jobboard/public/job.html",
        job=shown,
        place=places(shown),
        facts=facts(shown, words()),
        sections=parts,
        posting=public_posting(shown, url=url, description=str(as_html(parts)), country=country),
        canonical=url,
        near=near(shown),
        came_from=_came_from(),
    )


def _came_from() -> found.Way | None:
    """The search whose results led here, as the browser says; ``None`` for any other way."""
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:  # anything may be sent as one
        return None
    if (before.netloc, before.path) != (request.host, url_for(".search")):
        return None
    asked = Asked.read(MultiDict(parse_qs(before.query)), current.board().ladder)
    return None if asked == Asked() else found.Way(found.in_words(asked, words()), asked)


def _ended(gone: Job) -> ResponseReturnValue:
    return render_template("jobboard/public/ended.html", job=gone, near=near(gone)), 410


def near(this: Job) -> list[Card]:
    """Up to three other open jobs of the same kind of work: like titles in the same place, then anywhere, then others.
    Three statements."""
    board, said = current.board(), words()
    town = this.locations[0].locality if this.locations else ""
    filters = {"function": (this.function,)} if this.function else {}
    ids: dict[str, None] = {}
    for text, place in product((this.title, "") if this.function else (this.title,), dict.fromkeys((town, ""))):
        query = SearchQuery(text[:200], place, filters=filters, limit=_MOST_NEAR + 1, now=said.now)
        ids |= dict.fromkeys(hit.id for hit in board.search.search(query).hits if hit.id != this.public_id)
        if len(ids) >= _MOST_NEAR:
            break
    jobs = queries.listed_jobs(board.session(), current.scope(), list(ids)[:_MOST_NEAR])
    return [card(jobs[key], said) for key in ids if key in jobs]
