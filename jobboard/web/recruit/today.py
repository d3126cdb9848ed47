"""The first page of the desk: what needs me today?"""

from datetime import datetime, time, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.access import Action
from jobboard.applications import queries as pool
from jobboard.keep_on_file import ledger
from jobboard.keep_on_file import queries as kept
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_inbox import inbox_groups
from jobboard.web.recruit.present_today import (
    PATIENCE_DAYS,
    better_roles,
    cards_due,
    ending_promises,
    interview_lines,
    more_roles,
    quarter_start,
    today_heading,
    waiting_people,
)

routes = Routes()


@routes.get("/")
def today() -> ResponseReturnValue:
    """Better roles, answers due, promises about to end, interviews of the day; for an interviewer their own alone."""
    due = cards_due(
        pool.scorecards_due(desk.session(), current.scope(), now=current.board().now()), current.actor(), words()
    )
    if not current.actor().may(Action.REVIEW_KEPT):
        return render_template(
            "jobboard/recruit/today.html", heading=today_heading(len(due), words()), due=due, interviews=_interviews()
        )
    now = current.board().now()
    groups = inbox_groups(kept.inbox(desk.session(), current.scope(), now=now), words())
    ending = ending_promises(kept.ending_soon(desk.session(), current.scope(), now=now), words())
    waiting = waiting_people(
        pool.waiting_longest(desk.session(), current.scope(), before=now - timedelta(days=PATIENCE_DAYS), limit=3)
    )
    return render_template(
        "jobboard/recruit/today.html",
        heading=today_heading(len(groups) + len(due) + len(waiting) + len(ending), words()),
        roles=better_roles(groups),
        more_roles=more_roles(groups),
        due=due,
        waiting=waiting,
        ending=ending,
        interviews=_interviews(),
        figures=ledger.promise_figures(desk.session(), current.scope(), since=quarter_start(words()), now=now),
    )


def _interviews() -> list[tuple[str, str, str, str]]:
    zone = current.board().zone
    start = datetime.combine(words().date_of(words().now), time(), zone)
    found = pool.interviews_between(desk.session(), current.scope(), start, start + timedelta(days=1), limit=20)
    return interview_lines(found, current.actor(), words())
