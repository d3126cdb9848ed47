"""Two records of one person become one, and people are erased."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.candidates import queries
from jobboard.flows import erase_candidate, merge_people
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_merge import LABELS, came_rows, provenance, questions, side

routes = Routes()


@routes.form("/candidates/<candidate>/merge/<other>")
def merge(candidate: str, other: str) -> ResponseReturnValue:
    """Two records side by side, and whose words stay where both say something. A person with themselves leads back to
    that person."""
    both = [queries.get_candidate(desk.session(), current.scope(), public_id) for public_id in (candidate, other)]
    if both[0].id == both[1].id:
        desk.say("These two are one person already.")
        return redirect(url_for(".candidate", candidate=both[0].public_id))
    values = desk.typed() if request.method == "POST" else {}
    asked = questions(both, values)
    stays, goes = (person.public_id for person in both)
    errors = {one.field: ["Choose one of the two."] for one in asked if one.chosen not in (stays, goes)}
    if request.method != "POST" or errors:
        sides = [side(person, words()) for person in both]
        page = render_template(
            "jobboard/recruit/merge.html", sides=sides, asked=asked, errors=errors, labels=LABELS, candidate=both[0]
        )
        return page, 422 if errors else 200
    chosen = [one.field for one in asked if one.chosen == goes]
    done = merge_people.merge(current.board(), stays, goes, actor=current.actor(), chosen=chosen)
    desk.say(
        "One person now. Whatever job fits what is known of them together comes to the review inbox.",
        undo_url=url_for(".part", merge=done),
    )
    return redirect(url_for(".candidate", candidate=stays))


@routes.get("/merges/<merge>")
def merged(merge: str) -> ResponseReturnValue:
    """What came from where when two records became one, and the way back."""
    found = merge_people.look(current.board(), merge, actor=current.actor())
    return render_template(
        "jobboard/recruit/merged.html",
        found=found,
        day=words().full_day(found.merge.merged_at),
        parted=words().full_day(found.merge.parted_at) if found.merge.parted_at else "",
        changed=provenance(found.merge),
        came=came_rows(found.came),
    )


@routes.post("/merges/<merge>/part")
def part(merge: str) -> ResponseReturnValue:
    """Part two records that were merged by mistake."""
    stays, back, chosen = merge_people.part(current.board(), merge, actor=current.actor())
    desk.say(
        "Two people again, each with what they came with.",
        undo_url=url_for(".merge", candidate=stays, other=back),
        undo_fields=dict.fromkeys(chosen, back),
    )
    return redirect(url_for(".candidate", candidate=stays))


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
