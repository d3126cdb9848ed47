"""Two records of one person become one, and people are erased."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.candidates import queries
from jobboard.candidates.models import Candidate
from jobboard.flows import erase_candidate, merge_people
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_candidate import side

routes = Routes()


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
