"""Who is kept on file."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptStatus
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_keeping import kept_heading, kept_rows, kept_tabs

routes = Routes()


@routes.get("/kept")
def kept() -> ResponseReturnValue:
    """The records by status, newest promise first."""
    status = _status()
    page = queries.kept_list(desk.session(), current.scope(), desk.wanted_page(), status=status)
    counts = queries.kept_counts(desk.session(), current.scope())
    return render_template(
        "jobboard/recruit/kept.html",
        page=page,
        rows=kept_rows(page.items, words()),
        tabs=kept_tabs(counts, status),
        heading=kept_heading(counts, status),
        status=status.value if status else "",
        anybody=bool(counts),
    )


def _status() -> KeptStatus | None:
    wanted = request.args.get("status", "")
    return KeptStatus(wanted) if wanted in set(KeptStatus) else None
