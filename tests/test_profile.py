"""A person's page: everything that happened, page by page and by kind, for a bounded number of statements."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.access import SYSTEM
from jobboard.db.history import History
from jobboard.effects import drain
from jobboard.flows import attachments, close_application, notes, pool, tags, tasks
from jobboard.flows.erase_candidate import erase
from jobboard.flows.uploads import Upload
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web.recruit.present_history import KINDS, TITLES
from jobboard.web.recruit.profile import MOST_EVENTS
from tests.support.host import JUDITH

DESK = "/recruit"
MOST_STATEMENTS = 20


def timeline_of(client: FlaskClient, person: str, query: str = "") -> list[str]:
    """The titles of the timeline."""
    answer = client.get(f"{DESK}/candidates/{person}{query}")
    assert answer.status_code == 200
    told = answer.get_data(as_text=True).split('id="timeline"')[1]
    return [re.sub(r"<[^>]+>", "", title) for title in re.findall(r"<h3>(.*?)</h3>", told)]


def somebody(board: BoardState) -> str:
    """Somebody about whom everything can be told; their public id."""
    person = given.kept(board, given.kept_candidate(board)).candidate.public_id
    given.a_job(board, "Marketing Manager", publish=True)
    given.a_candidate(board)  # of the same name, so perhaps the same person
    notes.write(board, person, {"text": "Rings back after five. @Ravi"}, actor=JUDITH)
    tasks.make(board, person, {"text": "Ring back", "due_on": "2026-12-01"}, actor=JUDITH)
    tags.add(board, person, {"tags": "Leeds, interim"}, actor=JUDITH)
    attachments.add(board, person, {}, Upload(BytesIO(b"letter"), "letter.txt"), actor=JUDITH)
    for number in range(3):
        job = given.a_job(board, f"Job {number}", publish=True)
        given.interviewed(board, given.an_application(board, person, job))
    return person


def test_the_page_costs_under_twenty_statements(
    board: BoardState, recruiter: FlaskClient, count_statements: Callable[..., AbstractContextManager[Any]]
) -> None:
    person = somebody(board)
    board.session.remove()
    with count_statements(board.engine) as statements:
        timeline_of(recruiter, person)
    assert statements.count < MOST_STATEMENTS, "\n".join(statements.sent)


def test_every_kind_shows_its_own_and_all_show_everything(board: BoardState, recruiter: FlaskClient) -> None:
    person = somebody(board)
    assert timeline_of(recruiter, person, "?kind=notes") == ["Note"]
    assert timeline_of(recruiter, person, "?kind=tasks") == ["Task for Judith Amaro-Kell, by 1 December 2026"]
    assert timeline_of(recruiter, person, "?kind=files") == ["Attachment added"]
    assert "Tagged" in timeline_of(recruiter, person, "?kind=facts")
    assert set(timeline_of(recruiter, person, "?kind=interviews")) == {
        "Interview arranged",
        "Interview: completed",
        "Scorecard: yes",
    }
    everything = [title for kind in KINDS for title in timeline_of(recruiter, person, f"?kind={kind}")]
    assert sorted(timeline_of(recruiter, person)) == sorted(everything)
    assert timeline_of(recruiter, person, "?kind=nonsense") == timeline_of(recruiter, person)


@pytest.mark.parametrize("what", TITLES)
def test_whatever_is_told_is_of_one_kind(what: str) -> None:
    assert sum(what in kind.what for kind in KINDS.values()) == 1


def test_older_entries_are_a_page_away_and_none_is_told_twice(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    for number in range(MOST_EVENTS + 5):
        board.clock.advance(timedelta(minutes=1))  # type: ignore[attr-defined] # the twin
        pool.set_do_not_contact(board, person, asked=number % 2 == 0, actor=JUDITH)
    first, second = timeline_of(recruiter, person), timeline_of(recruiter, person, "?page=2")
    assert (len(first), len(second)) == (MOST_EVENTS, 6)
    assert second[-1] == "Entered here"
    page = recruiter.get(f"{DESK}/candidates/{person}?page=2&kind=kept").get_data(as_text=True)
    assert f'href="{DESK}/candidates/{person}?kind=kept&amp;page=1#timeline"' in page
    assert 'rel="next"' not in page


def test_a_note_is_told_in_its_words_until_it_is_deleted(board: BoardState, recruiter: FlaskClient) -> None:
    person = somebody(board)
    told = recruiter.get(f"{DESK}/candidates/{person}").get_data(as_text=True).split('id="timeline"')[1]
    assert "“Rings back after five. @Ravi Thornbury”" in told
    (note,) = board.session().scalars(select(History.subject_id).where(History.what == "note_written")).all()
    notes.delete(board, note, actor=JUDITH)
    told = recruiter.get(f"{DESK}/candidates/{person}").get_data(as_text=True).split('id="timeline"')[1]
    assert "Rings back" not in told
    assert "It was deleted since." in told


def test_a_mail_is_told_once_it_has_left(board: BoardState, recruiter: FlaskClient, mail: Any) -> None:
    person = given.a_candidate(board)
    application = given.an_application(board, person, given.a_job(board, publish=True))
    close_application.close(
        board, application, {"disposition": "skills_not_matched", "message": "honest_no"}, actor=JUDITH
    )
    assert timeline_of(recruiter, person, "?kind=mail") == []
    given.make_mail_due(board)
    drain(board)
    assert len(mail.sent) == 1
    page = recruiter.get(f"{DESK}/candidates/{person}?kind=mail").get_data(as_text=True)
    assert "“Your application for Marketing Manager”" in page
    assert timeline_of(recruiter, person, "?kind=mail") == ["Mail sent"]
    erase(board, person, actor=SYSTEM, why="asked by letter")
    assert board.session().scalars(select(History.why).where(History.what == "mail_sent")).all() == [""]


def test_titles_lead_to_what_they_are_about(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    application = given.an_application(board, person, given.a_job(board, publish=True))
    page = recruiter.get(f"{DESK}/candidates/{person}").get_data(as_text=True).split('id="timeline"')[1]
    assert f'<a class="jb-plain" href="{DESK}/applications/{application}">Applied for Marketing Manager</a>' in page
