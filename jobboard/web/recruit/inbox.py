"""The review inbox: who surfaced for a better role, why, and what the recruiter decides."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import InvalidInput
from jobboard.flows import review
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import DismissalScope, Surfacing
from jobboard.web.blueprints import Routes, recruit_url
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_decide import (
    Turn,
    dismissal_options,
    dismissed_sentence,
    invited_sentence,
    snooze_options,
    snoozed_sentence,
)
from jobboard.web.recruit.present_inbox import (
    inbox_groups,
    inbox_heading,
    job_title,
    next_after,
    opened,
    snoozed_heading,
    snoozed_row,
)
from jobboard.web.recruit.present_sources import with_sources

routes = Routes()


@routes.get("/inbox")
def inbox() -> ResponseReturnValue:
    """Everybody to review, grouped by job, the first beside the list where there is room; an empty inbox says how
    people get here."""
    listed = _listed()
    if not listed:
        counts = queries.kept_counts(desk.session(), current.scope())
        return render_template("jobboard/recruit/inbox_empty.html", kept=sum(counts.values()))
    return _beside_list(_surfacing(listed[0].public_id), listed, list_first=True)


@routes.get("/inbox/snoozed")
def snoozed() -> ResponseReturnValue:
    """Who sleeps, soonest first; opening one offers to wake them."""
    sleeping = queries.snoozed(desk.session(), current.scope(), now=current.board().now())
    rows = [snoozed_row(found, words()) for found in sleeping]
    return render_template("jobboard/recruit/snoozed.html", rows=rows, heading=snoozed_heading(len(rows)))


@routes.get("/inbox/<surfacing>")
def inbox_item(surfacing: str) -> ResponseReturnValue:
    """One person for one job, beside the list. Reading writes nothing; deciding does."""
    return _beside_list(_surfacing(surfacing), _listed(), list_first=False)


def _beside_list(found: Surfacing, listed: list[Surfacing], *, list_first: bool) -> str:
    groups = inbox_groups(listed, words())
    return render_template(
        "jobboard/recruit/inbox_item.html",
        groups=groups,
        heading=inbox_heading(groups, _waiting(listed)),
        to_review_here=len(listed),
        surfacing=found,
        list_first=list_first,
        opened=opened(found, listed, words()),
        evidence=with_sources(found.evidence, origin_title=_origin_title(found), urls=_source_urls(found)),
    )


@routes.post("/inbox/<surfacing>/seen")
def seen(surfacing: str) -> ResponseReturnValue:
    """The page, once it is open in a browser, says that somebody looks at it."""
    review.open_surfacing(current.board(), surfacing, actor=current.actor())
    return "", 204


@routes.form("/inbox/<surfacing>/invite")
def invite(surfacing: str) -> ResponseReturnValue:
    """The drafted invitation to read and change, then sent in the recruiter's name."""
    if request.method != "POST":
        return _invitation(surfacing)
    found, values = _surfacing(surfacing), desk.typed()
    turn = _turn(found)
    try:
        review.invite(current.board(), surfacing, values, actor=current.actor())
    except InvalidInput as problem:
        return _decision("invite", surfacing, values=values, errors=problem.errors), 422
    return _decided(surfacing, turn, invited_sentence(turn))


@routes.form("/inbox/<surfacing>/snooze")
def snooze(surfacing: str) -> ResponseReturnValue:
    """Until when the person is out of sight."""
    if request.method != "POST":
        return _decision("snooze", surfacing, values={"until": snooze_options(words())[1][0]}, errors={})
    turn, values = _turn(_surfacing(surfacing)), desk.typed()
    until = values.get("other_day", "") if values.get("until") == "other" else values.get("until", "")
    try:
        review.snooze(current.board(), surfacing, {"until": until}, actor=current.actor())
    except InvalidInput as problem:
        return _decision("snooze", surfacing, values=values, errors=problem.errors), 422
    return _decided(surfacing, turn, snoozed_sentence(turn, until, words()))


@routes.form("/inbox/<surfacing>/dismiss")
def dismiss(surfacing: str) -> ResponseReturnValue:
    """How far the “not for this” reaches, and why."""
    if request.method != "POST":
        return _decision("dismiss", surfacing, values={"scope": DismissalScope.JOB}, errors={})
    turn, values = _turn(_surfacing(surfacing)), desk.typed()
    try:
        review.dismiss(current.board(), surfacing, values, actor=current.actor())
    except InvalidInput as problem:
        return _decision("dismiss", surfacing, values=values, errors=problem.errors), 422
    return _decided(surfacing, turn, dismissed_sentence(turn, values.get("scope", DismissalScope.JOB)))


@routes.post("/inbox/<surfacing>/undo")
def undo(surfacing: str) -> ResponseReturnValue:
    """Take the last decision back."""
    review.undo(current.board(), surfacing, actor=current.actor())
    desk.say("Taken back. Nothing was sent.")
    return redirect(url_for(".inbox_item", surfacing=surfacing))


def _listed() -> list[Surfacing]:
    return queries.inbox(desk.session(), current.scope(), now=current.board().now())


def _waiting(listed: list[Surfacing]) -> int:
    if len(listed) < queries.MOST_WAITING:
        return len(listed)
    return queries.inbox_count(desk.session(), current.scope(), now=current.board().now())


def _surfacing(public_id: str) -> Surfacing:
    return queries.get_surfacing(desk.session(), current.scope(), public_id)


def _turn(found: Surfacing) -> Turn:
    # Read before the decision: a commit or a rollback may expire every row that was loaded.
    following = next_after(found.public_id, _listed())
    return Turn(found.kept.candidate.name, found.job.title, following)


def _decided(surfacing: str, turn: Turn, sentence: str) -> ResponseReturnValue:
    desk.say(sentence, undo_url=url_for(".undo", surfacing=surfacing))
    if not turn.following:
        return redirect(url_for(".inbox"))
    return redirect(url_for(".inbox_item", surfacing=turn.following))


def _invitation(surfacing: str) -> str:
    draft = review.invitation(current.board(), surfacing, actor=current.actor())
    return _decision("invite", surfacing, values={"subject": draft.subject, "body": draft.body}, errors={})


def _decision(kind: str, surfacing: str, *, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found = _surfacing(surfacing)
    return render_template(
        f"jobboard/recruit/{kind}.html",
        surfacing=found,
        opened=opened(found, [], words()),
        job_title=job_title(found.job),
        values=values,
        errors=errors,
        snooze_options=snooze_options(words()),
        dismissal_options=dismissal_options(found, words()),
    )


def _origin_title(found: Surfacing) -> str:
    origin = found.kept.origin_application
    return origin.applied_title if origin else ""


def _source_urls(found: Surfacing) -> dict[str, str]:
    person = recruit_url("candidate", candidate=found.kept.candidate.public_id)
    origin = found.kept.origin_application
    urls = {
        "person": f"{person}#skills",
        "work": f"{person}#work",
        "kept": f"{person}#kept",
        "job": recruit_url("edit_job", job=found.job.public_id),
    }
    if origin is None:
        return urls
    application = recruit_url("application", application=origin.public_id)
    return urls | {"origin": f"{application}#history", "interviews": f"{application}#interviews"}
