"""People: the list and its search, two records that become one, and erasure."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.candidates import queries
from jobboard.candidates.models import Candidate
from jobboard.candidates.tags import label_of, tag_key
from jobboard.db.paging import PageRequest
from jobboard.flows import desk as desk_flow
from jobboard.flows import erase_candidate, merge_people
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_candidate import candidate_rows, candidates_heading, side
from jobboard.web.recruit.present_jobs import job_lines

routes = Routes()

MOST_JOB_HITS = 5


@routes.get("/candidates")
def candidates() -> ResponseReturnValue:
    """People by newest or by words; a search also shows the jobs that match."""
    text = desk.search_text()
    tag = tag_key(request.args.get("tag", "")[: desk.LONGEST_TEXT])
    page = queries.list_candidates(desk.session(), current.scope(), desk.wanted_page(), text=text, tag=tag)
    label = label_of(desk.session(), current.board().name, tag) if tag else ""
    return render_template(
        "jobboard/recruit/candidates.html",
        page=page,
        rows=candidate_rows(page.items, words()),
        heading=candidates_heading(page.total, text, tag=label),
        q=text,
        tag=tag,
        tag_label=label,
        jobs=job_lines(_job_hits(text), words()) if text else [],
    )


@routes.get("/find")
def find() -> ResponseReturnValue:
    """The search of the navigation: people, with the jobs that match above them."""
    return redirect(url_for(".candidates", q=desk.search_text() or None))


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
