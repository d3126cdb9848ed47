"""The review inbox: who surfaced for a better role, and why."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.flows import approach, review
from jobboard.keep_on_file import inbox_queries, kept_queries, queries
from jobboard.keep_on_file.conversations import invited_conversations
from jobboard.keep_on_file.inbox_queries import Grouping, InboxPage
from jobboard.keep_on_file.models import Surfacing
from jobboard.web.blueprints import Routes, recruit_url
from jobboard.web.present import words
from jobboard.web.recruit import desk, inbox_view
from jobboard.web.recruit.inbox_view import InboxView
from jobboard.web.recruit.present_evidence import reconfirm_words
from jobboard.web.recruit.present_inbox import (
    Around,
    inbox_groups,
    inbox_heading,
    job_choices,
    snoozed_heading,
    snoozed_row,
)
from jobboard.web.recruit.present_opened import neighbours, opened, position, seen_words, talking_words
from jobboard.web.recruit.present_sealed import open_evidence
from jobboard.web.recruit.present_sources import with_sources

routes = Routes()


@routes.get("/inbox")
def inbox() -> ResponseReturnValue:
    """Everybody to review, by job or by person, the first beside the list where there is room; an empty inbox says
    how people get here."""
    view = inbox_view.asked()
    page = inbox_view.listed(view)
    if page.items:
        return _beside_list(_surfacing(page.items[0].public_id), page, view, list_first=True)
    if view.job:
        return redirect(url_for(".inbox", by=view.by.value if view.by is not Grouping.JOB else None))
    counts = queries.kept_counts(desk.session(), current.scope())
    proposed = kept_queries.proposal_count(desk.session(), current.scope())
    return render_template(
        "jobboard/recruit/inbox_empty.html", kept=sum(counts.values()), proposed=proposed, beside=_beside()
    )


@routes.get("/inbox/snoozed")
def snoozed() -> ResponseReturnValue:
    """Who sleeps, soonest first; opening one offers to wake them."""
    page = inbox_queries.snoozed_page(desk.session(), current.scope(), desk.wanted_page(), now=current.board().now())
    rows = [snoozed_row(found, words()) for found in page.items]
    return render_template("jobboard/recruit/snoozed.html", rows=rows, page=page, heading=snoozed_heading(page.total))


@routes.get("/inbox/<surfacing>")
def inbox_item(surfacing: str) -> ResponseReturnValue:
    """One person for one job, beside the list. Reading writes nothing; deciding does."""
    view = inbox_view.asked()
    return _beside_list(_surfacing(surfacing), inbox_view.listed(view), view, list_first=False)


@routes.post("/inbox/<surfacing>/seen")
def seen(surfacing: str) -> ResponseReturnValue:
    """The page, once it is open in a browser, says that somebody looks at it."""
    review.open_surfacing(current.board(), surfacing, actor=current.actor())
    return "", 204


def _beside_list(found: Surfacing, page: InboxPage, view: InboxView, *, list_first: bool) -> str:
    session, scope, now = desk.session(), current.scope(), current.board().now()
    here = InboxView(view.by, view.job, page.number)
    before, after = neighbours(found.public_id, page, here)
    waiting = inbox_queries.jobs_waiting(session, scope, now=now)
    around = _around([*page.items, found], {job.id: job.people for job in waiting}, view)
    sealed = bool(desk.sealed_origins([found.kept]))
    evidence = open_evidence(found.evidence, sealed=sealed)
    standing = approach.standing_of(current.board(), session, found, talks=around.talks)
    return render_template(
        "jobboard/recruit/inbox_item.html",
        groups=inbox_groups(page.items, words(), by=view.by, around=around),
        heading=inbox_heading(page, view.by),
        page=page,
        view=here,
        jobs=job_choices(waiting),
        beside=_beside(),
        surfacing=found,
        list_first=list_first,
        opened=opened(found, words(), sealed=sealed),
        in_list=any(other.public_id == found.public_id for other in page.items),
        position=position(inbox_queries.place_of(session, scope, found, now=now)),
        before=before,
        after=after,
        blocked=standing.blocked,
        talking=talking_words(standing, words(), reader=current.actor().name),
        seen=seen_words(found, words(), reader=current.actor().name),
        reconfirm=reconfirm_words(found.kept, around.met[found.kept_id], words(), months=around.reconfirm_months),
        rivals=_rivals(found, page),
        evidence=with_sources(evidence, origin_title=_origin_title(found), urls=_source_urls(found)),
    )


def _around(shown: Sequence[Surfacing], people_by_job: dict[int, int], view: InboxView) -> Around:
    session, scope, board = desk.session(), current.scope(), current.board()
    people = list({found.kept.candidate_id for found in shown})
    by_person = view.by is Grouping.PERSON
    sizes = inbox_queries.jobs_of_people(session, scope, people, now=board.now()) if by_person else people_by_job
    return Around(
        sizes=sizes,
        talks=invited_conversations(session, people),
        met=inbox_queries.last_met(session, shown),
        reconfirm_months=board.config.reconfirm_months,
    )


def _beside() -> inbox_queries.Beside:
    return inbox_queries.beside_the_inbox(desk.session(), current.scope(), now=current.board().now())


MOST_RIVALS = 4


def _rivals(found: Surfacing, page: InboxPage) -> list[str]:
    """Up to four people of this page who wait for the same job, the opened one among them: what one would compare."""
    same = [other.public_id for other in page.items if other.job_id == found.job_id]
    others = [one for one in same if one != found.public_id][: MOST_RIVALS - 1]
    return [found.public_id, *others] if others and found.public_id in same else []


def _surfacing(public_id: str) -> Surfacing:
    return inbox_queries.opened(desk.session(), current.scope(), public_id)


def _origin_title(found: Surfacing) -> str:
    origin = found.kept.origin_application
    return origin.applied_title if origin else ""


def _source_urls(found: Surfacing) -> dict[str, Any]:
    person = recruit_url("candidate", candidate=found.kept.candidate.public_id)
    origin = found.kept.origin_application
    urls = {
        "person": f"{person}#skills",
        "contact": f"{person}#contact",
        "work": f"{person}#work",
        "kept": f"{person}#kept",
        "job": recruit_url("edit_job", job=found.job.public_id),
    }
    if origin is None:
        return urls
    application = recruit_url("application", application=origin.public_id)
    return urls | {"origin": f"{application}#history", "interviews": f"{application}#interviews"}
