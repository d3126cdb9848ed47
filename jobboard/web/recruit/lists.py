"""Searches for people that were saved as lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from jobboard import current
from jobboard.applications.queries import dispositions
from jobboard.candidates.lists import saved_lists
from jobboard.candidates.models import CandidateList
from jobboard.candidates.tags import labels_of
from jobboard.errors import InvalidInput
from jobboard.flows import candidate_lists as flow
from jobboard.web.blueprints import Routes
from jobboard.web.present import Words, words
from jobboard.web.recruit import desk
from jobboard.web.recruit.people import list_url, people_page
from jobboard.web.recruit.people_asked import PeopleAsked
from jobboard.web.recruit.present_people import people_chips
from jobboard.web.recruit.voice import many, nearby

routes = Routes()

_LONGEST_SEARCH = 4000


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list: its name, what it asks for, how many answer it now."""

    id: str
    name: str
    url: str
    what: str
    count: int | None
    saved: str


@routes.get("/candidates/lists")
def candidate_lists() -> ResponseReturnValue:
    """Every list with how many people are on it now. Three statements, and a question to the index a list."""
    said = words()
    lists = saved_lists(desk.session(), current.scope())
    reasons = {one.code: one.label for one in dispositions(desk.session(), current.scope())}
    read = [(one, _read(one)) for one in lists]
    tags = labels_of(desk.session(), current.board().name, {key for _, asked in read for key in asked.tag})
    rows = [_row(one, asked, said, reasons, tags) for one, asked in read]
    heading = many(len(rows), "list") if rows else "No list yet"
    return render_template("jobboard/recruit/candidate_lists.html", rows=rows, heading=heading)


@routes.post("/candidates/lists")
def save_list() -> ResponseReturnValue:
    """Save a search, given as the arguments of its address, under a name."""
    ladder, values = current.board().ladder, desk.typed()
    asked = PeopleAsked.read(MultiDict(parse_qsl(values.get("search", "")[:_LONGEST_SEARCH])), ladder).but()
    try:
        saved = flow.save(current.board(), values, asked.address(ladder), actor=current.actor())
    except InvalidInput as problem:
        return people_page(asked, name=values.get("name", ""), errors=problem.errors), 422
    desk.say(f"Saved as “{saved.name}”. Whoever answers the search is on the list, from now on too.")
    return redirect(list_url(saved))


@routes.post("/candidates/lists/<saved>/delete")
def delete_list(saved: str) -> ResponseReturnValue:
    """Delete a list; the people on it stay."""
    gone = flow.delete(current.board(), saved, actor=current.actor())
    fields = {"name": gone.name, "search": urlencode(gone.asked, doseq=True)}
    desk.say(f"“{gone.name}” is deleted. The people stay.", undo_url=url_for(".save_list"), undo_fields=fields)
    return redirect(url_for(".candidate_lists"))


def _read(saved: CandidateList) -> PeopleAsked:
    """The search of a list, as far as its words still mean something here."""
    return PeopleAsked.read(MultiDict(saved.asked), current.board().ladder)


def _row(
    saved: CandidateList, asked: PeopleAsked, said: Words, reasons: Mapping[str, str], tags: Mapping[str, str]
) -> ListRow:
    chips = [chip.label for chip in people_chips(asked, said, reasons=reasons, tags=tags)]
    page = current.board().people.search(asked.query(said, limit=1))
    return ListRow(
        id=saved.public_id,
        name=saved.name,
        url=list_url(saved),
        what=", ".join([f"“{asked.text}”", *chips] if asked.text else chips) or "Everybody",
        count=page.total if page.answered else None,
        saved=f"Saved {nearby(said, saved.saved_at)} by {saved.author_name}",
    )
