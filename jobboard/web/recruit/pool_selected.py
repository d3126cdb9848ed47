"""Several people of a job at once: moved, closed, tagged or written to in one act with one undo."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.applications import queries
from jobboard.applications.models import Application, Stage
from jobboard.candidates.tags import known_tags
from jobboard.errors import InvalidInput
from jobboard.flows import close_many, pool_many
from jobboard.flows.close_application import ClosingProposal
from jobboard.flows.close_many import MOST_CLOSED, Decision, Parting
from jobboard.flows.messages import MessageDraft
from jobboard.flows.together import Together
from jobboard.jobs.models import Job
from jobboard.jobs.queries import get_job
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_close_many import addressed, closing_rows, closing_values, reason_choices
from jobboard.web.recruit.present_decide import together_sentence
from jobboard.web.recruit.present_pipeline import STAGE_LABELS, chosen_people
from jobboard.web.recruit.voice import many

routes = Routes()

STAYED = "could not go there and "
_LONGEST_ID = 26
_CLOSE_FIELDS = {"pick": "Who", "reason": "Reason for everybody"}


@routes.form("/jobs/<job>/selected/move")
def move_selected(job: str) -> ResponseReturnValue:
    """To which stage all of them go."""
    values = desk.typed() if request.method == "POST" else {}
    if request.method != "POST":
        return _ask("move", job, values, {})
    try:
        done = pool_many.move_many(current.board(), _picked(), values.get("to", ""), actor=current.actor())
    except InvalidInput as problem:
        return _ask("move", job, values, problem.errors), 422
    return _done(job, done, f"moved to {STAGE_LABELS[Stage(values['to'])]}", because=STAYED)


@routes.form("/jobs/<job>/selected/tag")
def tag_selected(job: str) -> ResponseReturnValue:
    """The tags all of them are given."""
    values = desk.typed() if request.method == "POST" else {}
    if request.method != "POST":
        return _ask("tag", job, values, {})
    try:
        done = pool_many.tag_many(current.board(), _picked(), values, actor=current.actor())
    except InvalidInput as problem:
        return _ask("tag", job, values, problem.errors), 422
    return _done(job, done, "tagged")


@routes.form("/jobs/<job>/selected/write")
def write_to_selected(job: str) -> ResponseReturnValue:
    """One mail to each of them."""
    values = desk.typed() if request.method == "POST" else {}
    if request.method != "POST":
        return _ask("write", job, values, {})
    try:
        done = pool_many.write_many(current.board(), _picked(), values, actor=current.actor())
    except InvalidInput as problem:
        return _ask("write", job, values, problem.errors), 422
    waits = current.board().config.mail_delay_minutes
    because = "asked not to be contacted, or have no address, and "
    return _done(job, done, f"written to; the mails wait {many(waits, 'minute')}", because=because)


@routes.form("/jobs/<job>/selected/close")
def close_selected(job: str) -> ResponseReturnValue:
    """Each with their reason, in one act: proposed, with whom to keep, and decided by pressing the button."""
    found = get_job(desk.session(), current.scope(), job)
    if request.method != "POST":
        return _close_page(found, _to_close(found), None, {})
    values = desk.typed()
    if "preview" in values:
        return _close_page(found, _picked(), values, {})
    try:
        decisions = _decisions(values, _picked())
        done = close_many.close_many(current.board(), decisions, _parting(values), actor=current.actor())
    except InvalidInput as problem:
        return _close_page(get_job(desk.session(), current.scope(), job), _picked(), values, problem.errors), 422
    return _done(job, done, "closed", because="had ended already and ")


@routes.post("/jobs/<job>/selected/undo")
def undo_pool(job: str) -> ResponseReturnValue:
    """Take back what one act did."""
    count = pool_many.undo(current.board(), request.form.get("together", "")[:_LONGEST_ID], actor=current.actor())
    desk.say(f"Taken back for {many(count, 'person', 'people')}.")
    return redirect(url_for(".pipeline", job=job))


def _picked() -> list[str]:
    return list(dict.fromkeys(value[:_LONGEST_ID] for value in request.values.getlist("pick") if value))


def _to_close(job: Job) -> list[str]:
    """Who was ticked; with `all`, as many of those still in progress as one act can close."""
    if request.args.get("all") and not _picked():
        return queries.still_running(desk.session(), current.scope(), job, limit=MOST_CLOSED)
    return _picked()


def _chosen() -> list[Application]:
    return queries.chosen_applications(desk.session(), current.scope(), _picked())


def _ask(act: str, job: str, values: Mapping[str, Any], errors: Mapping[str, list[str]]) -> str:
    chosen = chosen_people(_chosen(), words())
    return render_template(
        f"jobboard/recruit/pool_{act}.html",
        job=get_job(desk.session(), current.scope(), job),
        people=chosen,
        who=many(len(chosen), "person", "people"),
        stages=[(stage.value, label) for stage, label in STAGE_LABELS.items() if stage is not Stage.HIRED],
        known_tags=[tag.label for tag in known_tags(desk.session(), current.scope())] if act == "tag" else [],
        values=values,
        errors=errors,
    )


def _close_page(job: Job, ids: Sequence[str], values: Mapping[str, Any] | None, errors: Mapping[str, list[str]]) -> str:
    dispositions = queries.dispositions(desk.session(), current.scope())
    proposals = close_many.propose_many(current.board(), ids, dispositions, actor=current.actor())
    rows = closing_rows(proposals, words())
    filled_in = closing_values(proposals, job) if values is None else values
    letters, wrong = desk.drafted(partial(_letters, proposals, filled_in))
    if values is not None:
        errors = errors or wrong
    return render_template(
        "jobboard/recruit/pool_close.html",
        job=job,
        rows=rows,
        who=many(len(rows), "person", "people"),
        reasons=reason_choices(dispositions),
        values=filled_in,
        letters=letters,
        labels={
            "pick": "Who",
            "reason": "Reason for everybody",
            "own_paragraph": "In your own words",
            **{f"reason-{row.id}": f"Reason for {row.name}" for row in rows},
            **{f"keep-{row.id}": f"Keep {row.name} on file" for row in rows},
        },
        errors=errors,
    )


def _letters(proposals: Sequence[ClosingProposal], values: Mapping[str, Any]) -> list[MessageDraft]:
    """What each of them would get. Raises ``InvalidInput`` while somebody has no reason."""
    decisions = _decisions(values, [proposal.application.public_id for proposal in proposals])
    found = close_many.letters(current.board(), proposals, decisions, _parting(values), actor=current.actor())
    return addressed(found)


def _decisions(values: Mapping[str, Any], ids: Sequence[str]) -> dict[str, Decision]:
    """Of each the reason chosen for them, or that for everybody. Raises ``InvalidInput`` on ``reason``."""
    usual = values.get("reason", "")
    if not usual and not all(values.get(f"reason-{key}") for key in ids):
        raise InvalidInput({"reason": ["Choose a reason for everybody who has none of their own."]})
    return {key: Decision(values.get(f"reason-{key}") or usual, values.get(f"keep-{key}") == "yes") for key in ids}


def _parting(values: Mapping[str, Any]) -> Parting:
    return Parting(
        letter=values.get("letter") == "yes",
        note=values.get("note", "").strip()[:2000],
        own_paragraph=values.get("own_paragraph", ""),
    )


def _done(job: str, done: Together, what: str, *, because: str = "") -> ResponseReturnValue:
    undo_url = url_for(".undo_pool", job=job)
    desk.say(together_sentence(done, what, because=because), undo_url=undo_url, undo_fields={"together": done.key})
    return redirect(url_for(".pipeline", job=job))
