"""The search for people: boolean words, fields, filters with counts. Its address says it, so that it can be kept."""

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.applications import queries as applications
from jobboard.candidates import queries
from jobboard.candidates.lists import saved_lists
from jobboard.candidates.models import Candidate, CandidateList
from jobboard.candidates.tags import labels_of, tags_by_person
from jobboard.db.paging import Page, PageRequest
from jobboard.flows import desk as desk_flow
from jobboard.search.boolean import complaint, parse_boolean
from jobboard.search.people.port import PeoplePage, PersonHit
from jobboard.web.blueprints import Routes
from jobboard.web.present import Words, words
from jobboard.web.recruit import desk
from jobboard.web.recruit.people_asked import WITHIN, PeopleAsked
from jobboard.web.recruit.present_jobs import job_lines
from jobboard.web.recruit.present_people import (
    FIELD_LABELS,
    SORTS,
    Known,
    people_chips,
    people_facets,
    people_heading,
    person_rows,
)

routes = Routes()

MOST_JOB_HITS = 5
_CONTACT = re.compile(r"[^\s<>‹›«»:,;]+@[^\s<>‹›«»,;]*|^\+?[\d\s()/.-]{7,}$")
"""An e-mail address, or a piece of one, wherever it stands; or nothing but a telephone number."""
MOST_SHOWN = 8
"""Lists that the search names; the others are a page away."""


@routes.get("/candidates")
def candidates() -> ResponseReturnValue:
    """People by newest, or those whom a search finds; words also show the jobs that match. At most thirteen
    statements."""
    return people_page(PeopleAsked.read(request.args, current.board().ladder))


def people_page(wanted: PeopleAsked, *, name: str = "", errors: Mapping[str, list[str]] | None = None) -> str:
    """The search's page; ``name`` and ``errors`` are those of a list that could not be saved."""
    said, size = words(), current.board().config.page_size
    asked, page = _found(wanted, said)
    people = queries.listed_people(desk.session(), current.scope(), [hit.id for hit in page.hits])
    reasons = {one.code: one.label for one in applications.dispositions(desk.session(), current.scope())}
    tags = _tag_labels(asked, page)
    borne = tags_by_person(desk.session(), [person.id for person in people.values()])
    first = (asked.page - 1) * size
    return render_template(
        "jobboard/recruit/candidates.html",
        asked=asked,
        heading=people_heading(page.total, asked if parse_boolean(asked.text) else replace(asked, text=""), tags=tags),
        rows=person_rows(page.hits, people, Known(_texts(people, page), borne, page.marked), said),
        total=page.total,
        first=first + 1,
        last=min(first + size, page.total),
        earlier=asked.but(page=asked.page - 1) if first else None,
        later=asked.but(page=asked.page + 1) if first + size < page.total else None,
        facets=people_facets(asked, page, said, reasons=reasons, tags=tags),
        chips=people_chips(asked, said, reasons=reasons, tags=tags),
        complaint=_complaint(asked),
        suggestion=asked.but(text=page.suggestion) if page.suggestion else None,
        degraded=not page.answered,
        field_labels=FIELD_LABELS,
        sorts=SORTS,
        hidden=_hidden,
        search=urlencode(_hidden(asked.but())),
        people_url=people_url,
        words=said,
        lists=[(one.name, list_url(one)) for one in saved_lists(desk.session(), current.scope(), limit=MOST_SHOWN)],
        name=name,
        errors=errors or {},
        jobs=_job_hits(asked.text, said) if asked.text else [],
    )


@routes.get("/find")
def find() -> ResponseReturnValue:
    """The search of the navigation: people, with the jobs that match above them."""
    return redirect(url_for(".candidates", q=desk.search_text() or None))


def list_url(saved: CandidateList) -> str:
    """Where a list's people are: at the address of its search."""
    return url_for(".candidates", **saved.asked)


def people_url(asked: PeopleAsked) -> str:
    """The address of a search for people."""
    return url_for(".candidates", **asked.address(current.board().ladder))


def _found(asked: PeopleAsked, said: Words) -> tuple[PeopleAsked, PeoplePage]:
    """What was asked for; past the end, the last page there is. Addresses are looked up in the database alone: no index
    holds them."""
    size = current.board().config.page_size
    if contact := _CONTACT.search(asked.text):
        found = queries.with_contact(desk.session(), current.scope(), PageRequest(asked.page, size), contact[0])
        return asked, _as_page(found, answered=True)
    page = current.board().people.search(asked.query(said, limit=size))
    if not page.answered:
        wanted = PageRequest(asked.page, size)
        tag = next(iter(asked.tag), "")
        found = queries.list_candidates(desk.session(), current.scope(), wanted, text=asked.text, tag=tag)
        return asked, _as_page(found, answered=False)
    if page.hits or not page.total:
        return asked, page
    last = asked.but(page=-(-page.total // size))
    return last, current.board().people.search(last.query(said, limit=size))


def _as_page(found: Page[Candidate], *, answered: bool) -> PeoplePage:
    hits = tuple(PersonHit(person.public_id, is_known=False) for person in found.items)
    return PeoplePage(hits=hits, total=found.total, answered=answered)


def _texts(people: Mapping[str, Candidate], page: PeoplePage) -> dict[int, str]:
    """What the people wrote, to show why they were found."""
    if not page.marked:
        return {}
    resumes = queries.newest_resume_texts(desk.session(), [person.id for person in people.values()])
    return {person.id: " · ".join(queries.written(person, resumes.get(person.id, ""))) for person in people.values()}


def _tag_labels(asked: PeopleAsked, page: PeoplePage) -> dict[str, str]:
    keys = {*asked.tag, *(one.value for one in page.facets.get("tag", ()))}
    return labels_of(desk.session(), current.board().name, keys) if keys else {}


def _complaint(asked: PeopleAsked) -> str:
    """What of the words is read otherwise than it is written."""
    if asked.text and parse_boolean(asked.text) is None:
        return f"“{asked.text}” says nothing to look for, so everybody is here whom the rest finds."
    said = (complaint(text) for text in (asked.text, *(getattr(asked, name) for name in WITHIN)) if text)
    return next(filter(None, said), "")


def _hidden(asked: PeopleAsked) -> list[tuple[str, str]]:
    """A search as a form's hidden fields."""
    said = asked.address(current.board().ladder)
    return [
        (name, str(value))
        for name, values in said.items()
        for value in (values if isinstance(values, list) else [values])
    ]


def _job_hits(text: str, said: Words) -> list[object]:
    wanted = PageRequest(1, MOST_JOB_HITS)
    found = desk_flow.list_jobs(current.board(), wanted, actor=current.actor(), text=text)
    return list(job_lines(found.items, said))
