"""Who is kept on file, and whose record is due for a look."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.dates import months_after
from jobboard.keep_on_file import kept_queries, queries
from jobboard.keep_on_file.kept_queries import KeptFilter
from jobboard.keep_on_file.models import KeptStatus
from jobboard.web.blueprints import Routes
from jobboard.web.present import FUNCTION_LABELS, words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_keeping import (
    chips,
    filter_values,
    kept_heading,
    kept_rows,
    kept_tabs,
    reviews_heading,
)
from jobboard.web.wishes import choices

routes = Routes()


@routes.get("/kept")
def kept() -> ResponseReturnValue:
    """The records by status and what else they are narrowed to, newest promise first."""
    session, scope, now, chosen = desk.session(), current.scope(), current.board().now(), _chosen()
    page = kept_queries.kept_list(session, scope, desk.wanted_page(), chosen, now=now)
    counts = queries.kept_counts(session, scope)
    proposed = kept_queries.proposal_count(session, scope)
    owners = kept_queries.owners(session, scope)
    return render_template(
        "jobboard/recruit/kept.html",
        page=page,
        rows=kept_rows(page.items, words()),
        tabs=kept_tabs(counts, chosen.status),
        heading=kept_heading(counts, chosen, page.total),
        status=chosen.status.value if chosen.status else "",
        anybody=bool(counts),
        proposed=proposed,
        narrowed=filter_values(chosen),
        chips=chips(chosen, words(), owners),
        choices=choices(words()),
        owners=owners,
    )


@routes.get("/kept/reviews")
def reviews() -> ResponseReturnValue:
    """Whose day to look again has come, each ticked off with the next day."""
    board = current.board()
    page = kept_queries.reviews_due(desk.session(), current.scope(), desk.wanted_page(), now=board.now())
    return render_template(
        "jobboard/recruit/reviews.html",
        page=page,
        rows=kept_rows(page.items, words()),
        heading=reviews_heading(page.total),
        next_on=months_after(board.now(), board.config.keep_review_months or 6).date().isoformat(),
    )


def _chosen() -> KeptFilter:
    """What the address narrows to; nonsense narrows nothing."""
    asked = request.args
    level = asked.get("level", type=int)
    return KeptFilter(
        status=KeptStatus(asked["status"]) if asked.get("status") in set(KeptStatus) else None,
        function=asked.get("function", "") if asked.get("function") in FUNCTION_LABELS else "",
        level=level if level is not None and 0 <= level <= 9 else None,
        owner=asked.get("owner", "")[:128],
        ending=bool(asked.get("ending")),
        text=desk.search_text(),
    )
