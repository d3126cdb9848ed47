"""The first page of the desk: what needs me today?"""

from datetime import datetime, time, timedelta
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.access import Action
from jobboard.applications import queries as pool
from jobboard.db.paging import PageRequest
from jobboard.flows import own_answer, own_withdrawal, proposals
from jobboard.flows.desk import list_jobs
from jobboard.jobs.models import JobStatus
from jobboard.keep_on_file import inbox_queries, kept_queries, ledger
from jobboard.keep_on_file import queries as kept
from jobboard.teamwork import queries as teamwork
from jobboard.teamwork import task_queries
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_jobs import JobLine, job_lines
from jobboard.web.recruit.present_notes import mention_rows
from jobboard.web.recruit.present_tasks import task_rows
from jobboard.web.recruit.present_today import (
    MOST_MENTIONS,
    MOST_PROPOSED,
    MOST_ROLES,
    MOST_TASKS,
    PATIENCE_DAYS,
    WEEK,
    better_roles,
    cards_due,
    ending_promises,
    interview_lines,
    more_roles,
    proposed_people,
    quarter_start,
    said_yes_lines,
    today_heading,
    waiting_people,
    withdrew_lines,
)

routes = Routes()

MOST_OWN_JOBS = 8
OWN_DAYS = 14


@routes.get("/")
def today() -> ResponseReturnValue:
    """Better roles, answers due, promises about to end, interviews of the day; for an interviewer their own alone."""
    due = cards_due(
        pool.scorecards_due(desk.session(), current.scope(), now=current.board().now()), current.actor(), words()
    )
    if not current.actor().may(Action.REVIEW_KEPT):
        return render_template(
            "jobboard/recruit/today.html",
            heading=today_heading(len(due), words()),
            due=due,
            own_jobs=_own_jobs(),
            interviews=_interviews(),
        )
    now = current.board().now()
    jobs = inbox_queries.jobs_waiting(desk.session(), current.scope(), now=now)
    first = inbox_queries.first_of_each(desk.session(), current.scope(), [job.id for job in jobs[:MOST_ROLES]], now=now)
    ending = ending_promises(kept.ending_soon(desk.session(), current.scope(), now=now), words())
    reviews = kept_queries.reviews_due(desk.session(), current.scope(), PageRequest(1, 1), now=now).total
    proposed = proposals.waiting(current.board(), PageRequest(1, MOST_PROPOSED), actor=current.actor())
    waiting = waiting_people(
        pool.waiting_longest(desk.session(), current.scope(), before=now - timedelta(days=PATIENCE_DAYS), limit=3)
    )
    said, asked = _from_colleagues()
    yes = said_yes_lines(own_answer.said_yes(desk.session(), current.scope()))
    needed = asked + len([*yes, *jobs, *due, *waiting, *ending, *proposed.items]) + bool(reviews)
    return render_template(
        "jobboard/recruit/today.html",
        heading=today_heading(needed, words()),
        search_degraded=not current.board().search.status().healthy,
        roles=better_roles(jobs, first, words()),
        more_roles=more_roles(jobs),
        due=due,
        **said,
        yes=yes,
        withdrew=withdrew_lines(own_withdrawal.withdrew_lately(current.board(), current.scope()), words()),
        waiting=waiting,
        ending=ending,
        proposed=proposed_people(proposed.items, words()),
        proposed_count=proposed.total,
        reviews=reviews,
        interviews=_interviews(),
        figures=ledger.promise_figures(desk.session(), current.scope(), since=quarter_start(words()), now=now),
    )


def _own_jobs() -> list[JobLine]:
    """The open jobs of a hiring manager's teams; nobody else is told of theirs apart. Six statements."""
    if not current.actor().sees_own_jobs_only:
        return []
    wanted = PageRequest(1, MOST_OWN_JOBS)
    found = list_jobs(current.board(), wanted, actor=current.actor(), status=JobStatus.OPEN)
    return job_lines(found.items, words())


def _from_colleagues() -> tuple[dict[str, Any], int]:
    """The reader's tasks and the notes that mention them, and how many of these cannot wait."""
    today, scope = words().date_of(words().now), current.scope()
    mentions = teamwork.mentions_waiting(desk.session(), scope, PageRequest(1, MOST_MENTIONS))
    due = task_queries.count_due(desk.session(), scope, until=today)
    tasks = task_queries.next_tasks(desk.session(), scope, until=today + WEEK, limit=MOST_TASKS)
    said = {
        "tasks": task_rows(tasks, scope.actor, words()),
        "tasks_more": max(due - MOST_TASKS, 0),
        "mentions": mention_rows(mentions.items, words()),
        "mentions_count": mentions.total,
    }
    return said, due + mentions.total


def _interviews() -> list[tuple[str, str, str, str, str]]:
    """The day's, or for who only interviews their own of two weeks."""
    days = 1 if current.actor().may(Action.VIEW_POOL) else OWN_DAYS
    start = datetime.combine(words().date_of(words().now), time(), current.board().zone)
    end = start + timedelta(days=days)
    found = pool.interviews_between(desk.session(), current.scope(), start, end, limit=20)
    return interview_lines(found, words())
