"""People: the list and its search, one person's whole story, a résumé's file, and erasure."""

from typing import Any

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.applications import queries as applications
from jobboard.candidates import queries
from jobboard.candidates.models import Candidate
from jobboard.db.paging import PageRequest
from jobboard.errors import InvalidInput
from jobboard.flows import desk as desk_flow
from jobboard.flows import erase_candidate, merge_people, resumes
from jobboard.flows import pool as flow
from jobboard.keep_on_file import queries as kept_queries
from jobboard.keep_on_file import rule_queries
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_candidate import (
    application_rows,
    candidate_heading,
    candidate_rows,
    candidates_heading,
    contact_facts,
    education_lines,
    kept_panels,
    lookalike_rows,
    side,
    work_lines,
)
from jobboard.web.recruit.present_consent import consent_until
from jobboard.web.recruit.present_decide import level_choices
from jobboard.web.recruit.present_history import events
from jobboard.web.recruit.present_jobs import job_lines
from jobboard.web.recruit.present_rules import rule_row

routes = Routes()

MOST_JOB_HITS = 5


@routes.get("/candidates")
def candidates() -> ResponseReturnValue:
    """People by newest or by words; a search also shows the jobs that match."""
    text = desk.search_text()
    page = queries.list_candidates(desk.session(), current.scope(), desk.wanted_page(), text=text)
    return render_template(
        "jobboard/recruit/candidates.html",
        page=page,
        rows=candidate_rows(page.items, words()),
        heading=candidates_heading(page.total, text),
        q=text,
        jobs=job_lines(_job_hits(text), words()) if text else [],
    )


@routes.get("/find")
def find() -> ResponseReturnValue:
    """The search of the navigation: people, with the jobs that match above them."""
    return redirect(url_for(".candidates", q=desk.search_text() or None))


@routes.get("/candidates/<candidate>")
def candidate(candidate: str) -> ResponseReturnValue:
    """One person: facts, consent, kept record, past roles, applications and everything that happened."""
    return _page(candidate, {}, {})


@routes.post("/candidates/<candidate>/work")
def add_work_history(candidate: str) -> ResponseReturnValue:
    """Add a past role that somebody told us of."""
    values = desk.typed()
    try:
        flow.add_work_history(current.board(), candidate, values, actor=current.actor())
    except InvalidInput as problem:
        return _page(candidate, values, problem.errors), 422
    desk.say("Past role added. Its level was read from the title.")
    return redirect(url_for(".candidate", candidate=candidate) + "#work")


@routes.post("/candidates/<candidate>/work/<int:position>/level")
def set_past_level(candidate: str, position: int) -> ResponseReturnValue:
    """Say where a past role stood, against what its title says; or let the title say it again."""
    values = desk.typed()
    try:
        flow.set_past_level(current.board(), candidate, position, values, actor=current.actor())
    except InvalidInput as problem:
        return _page(candidate, {}, {}, placing=(position, values, problem.errors)), 422
    desk.say("Level saved. Whoever is kept was judged anew by it.")
    return redirect(url_for(".candidate", candidate=candidate) + "#work")


@routes.post("/candidates/<candidate>/skills")
def change_skills(candidate: str) -> ResponseReturnValue:
    """Replace the skills by what somebody was told."""
    values = desk.typed()
    try:
        flow.change_skills(current.board(), candidate, values, actor=current.actor())
    except InvalidInput as problem:
        return _page(candidate, values, problem.errors), 422
    desk.say("Skills saved.")
    return redirect(url_for(".candidate", candidate=candidate) + "#skills")


@routes.post("/candidates/<candidate>/resume")
def add_resume(candidate: str) -> ResponseReturnValue:
    """Add a résumé that somebody handed over."""
    upload = desk.upload("resume")
    try:
        if upload is None:
            raise InvalidInput({"resume": ["Choose a file first."]})
        resumes.add_resume(current.board(), candidate, upload, actor=current.actor())
    except InvalidInput as problem:
        return _page(candidate, {}, problem.errors), 422
    desk.say("Résumé added; the newest version counts from now on.")
    return redirect(url_for(".candidate", candidate=candidate) + "#resumes")


@routes.post("/candidates/<candidate>/do-not-contact")
def do_not_contact(candidate: str) -> ResponseReturnValue:
    """They asked not to be contacted, or that is over."""
    asked, why = request.form.get("asked") == "yes", request.form.get("why", "").strip()[:500]
    flow.set_do_not_contact(current.board(), candidate, asked=asked, actor=current.actor(), why=why)
    undo = url_for(".do_not_contact", candidate=candidate)
    said = "Nobody writes to them any more, and they surface for nothing." if asked else "They may be contacted again."
    desk.say(said, undo_url=undo, undo_fields={"asked": "" if asked else "yes"})
    return redirect(url_for(".candidate", candidate=candidate) + "#contact")


@routes.get("/candidates/<candidate>/resume/<int:number>")
def resume(candidate: str, number: int) -> ResponseReturnValue:
    """One résumé version as a download. A browser never renders it within this site."""
    version, stream = resumes.open_resume(current.board(), candidate, number, actor=current.actor())
    response = send_file(stream, "application/octet-stream", as_attachment=True, download_name=version.filename)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@routes.form("/candidates/<candidate>/merge/<other>")
def merge(candidate: str, other: str) -> ResponseReturnValue:
    """Two records side by side, and which of them stays. A person with themselves leads back to that person."""
    found = [queries.get_candidate(desk.session(), current.scope(), public_id) for public_id in (candidate, other)]
    if found[0].id == found[1].id:
        desk.say("These two are one person already.")
        return redirect(url_for(".candidate", candidate=found[0].public_id))
    values = desk.typed() if request.method == "POST" else {"stays": candidate}
    errors = _merge_errors(values, candidate, other) if request.method == "POST" else {}
    if request.method != "POST" or errors:
        return _merge_page(found, values, errors), 422 if errors else 200
    stays = values["stays"]
    merge_people.merge(current.board(), stays, other if stays == candidate else candidate, actor=current.actor())
    desk.say("One person now. Whatever job fits what is known of them together comes to the review inbox.")
    return redirect(url_for(".candidate", candidate=stays))


def _merge_errors(values: dict[str, Any], candidate: str, other: str) -> dict[str, list[str]]:
    errors = {}
    if values.get("stays") not in (candidate, other):
        errors["stays"] = ["Choose the record whose name and details stay."]
    if values.get("sure") != "yes":
        errors["sure"] = ["Tick the box: this cannot be undone."]
    return errors


def _merge_page(found: list[Candidate], values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    both = [side(person, words()) for person in found]
    return render_template("jobboard/recruit/merge.html", both=both, values=values, errors=errors, candidate=found[0])


@routes.form("/candidates/<candidate>/erase")
def erase(candidate: str) -> ResponseReturnValue:
    """A page that asks, and the erasure itself, which nobody can take back."""
    found = queries.get_candidate(desk.session(), current.scope(), candidate)
    values = desk.typed() if request.method == "POST" else {}
    errors = _erasure_errors(values) if request.method == "POST" else {}
    if request.method != "POST" or errors:
        page = render_template("jobboard/recruit/erase.html", candidate=found, values=values, errors=errors)
        return page, 422 if errors else 200
    erase_candidate.erase(current.board(), candidate, actor=current.actor(), why=values["why"].strip())
    desk.say("Erased for good, with every file. Counts and dates stay, nobody can be recognised by them.")
    return redirect(url_for(".candidates"))


def _erasure_errors(values: dict[str, Any]) -> dict[str, list[str]]:
    errors = {}
    if not values.get("why", "").strip():
        errors["why"] = ["Say why, without naming the person: the reason stays."]
    if values.get("sure") != "yes":
        errors["sure"] = ["Tick the box: this cannot be undone."]
    return errors


def _job_hits(text: str) -> list[desk_flow.JobRow]:
    wanted = PageRequest(1, MOST_JOB_HITS)
    found = desk_flow.list_jobs(current.board(), wanted, actor=current.actor(), text=text)
    return list(found.items)


Placing = tuple[int, dict[str, Any], dict[str, list[str]]]
"""The past role whose level was typed in, what was typed, and what is wrong with it."""


def _page(
    public_id: str, values: dict[str, Any], errors: dict[str, list[str]], *, placing: Placing | None = None
) -> str:
    session, scope = desk.session(), current.scope()
    found = queries.get_candidate(session, scope, public_id)
    reasons = {one.code: one.label for one in applications.dispositions(session, scope)}
    return render_template(
        "jobboard/recruit/candidate.html",
        candidate=found,
        heading=candidate_heading(found),
        consent=consent_until(found, words()),
        rules=[rule_row(rule, words()) for rule in rule_queries.rules_of(session, scope, found, now=words().now)],
        kept=kept_panels(kept_queries.kept_of(session, scope, found), words()),
        applications=application_rows(applications.applications_of(session, scope, found), words()),
        work=work_lines(found, words()),
        level_choices=level_choices(words()),
        placing=placing or (-1, {}, {}),
        education=education_lines(found),
        lookalikes=lookalike_rows(queries.lookalikes(session, scope, found), words()),
        contact=contact_facts(found),
        events=events(queries.timeline(session, scope, found), words(), reasons=reasons),
        values=values,
        errors=errors,
    )
