"""Recruiters write notes about a person and mention each other; whom a note names finds it on the first page."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.access import Actor, Role
from jobboard.candidates.queries import timeline
from jobboard.db.history import History
from jobboard.db.paging import PageRequest
from jobboard.db.seal import seal
from jobboard.errors import Conflict, Forbidden, InvalidInput, NotFound
from jobboard.flows import notes
from jobboard.flows.merge_people import merge
from jobboard.flows.retention import sweep
from jobboard.state import BoardState
from jobboard.teamwork import queries
from jobboard.teamwork.mentions import find_mentions
from jobboard.teamwork.models import Note
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import ADMIN, HELENA, IDRIS, JUDITH, RAVI

DESK = "/recruit"
TEXT = "Prefers to be rung after five. @Ravi, could you?"


def a_note(board: BoardState, text: str = TEXT, *, about: str = "", actor: Actor = JUDITH) -> str:
    """The public id of a note about somebody new, or about ``about`` (a public id)."""
    notes.write(board, about or given.a_candidate(board), {"text": text}, actor=actor)
    return board.session().scalars(select(Note.public_id).order_by(Note.id.desc()).limit(1)).one()


def stored(board: BoardState, note_id: str) -> Note:
    """The note as the database has it, also a deleted one."""
    board.session().expire_all()
    return queries.get_note(board.session(), given.scope(board), note_id, deleted=True)


def sealed(board: BoardState, note_id: str, text: str) -> dict[str, str]:
    """The form that shows a note as it is now, with another text in it."""
    return {"text": text, "seal": seal(stored(board, note_id), notes.SEALED)}


def waiting(board: BoardState, actor: Actor) -> list[str]:
    """The texts of the notes that wait for ``actor``."""
    board.session().expire_all()
    scope = given.Scope(board.name, actor)
    return [one.note.text for one in queries.mentions_waiting(board.session(), scope, PageRequest()).items]


def page(client: FlaskClient, path: str = "/") -> str:
    answer = client.get(DESK + path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


# Who is named


def test_a_colleague_is_named_by_whole_name_first_name_or_id() -> None:
    for handle in ("@Judith Amaro-Kell", "@Judith", "@judith", "@JUDITH"):
        found = find_mentions(f"{handle}, please ring.", [JUDITH, RAVI])
        assert (found.text, found.colleagues) == ("@Judith Amaro-Kell, please ring.", (JUDITH,))


def test_an_address_names_nobody_and_what_is_nobodys_name_is_said() -> None:
    found = find_mentions("maren@lund.example asked @Petra and @Ravi-Jo", [JUDITH, RAVI])
    assert found.text == "maren@lund.example asked @Petra and @Ravi-Jo"
    assert (found.colleagues, found.unknown) == ((), ("Petra", "Ravi-Jo"))


def test_a_name_that_could_be_two_peoples_is_asked_about() -> None:
    other = Actor("judy", "Judith Vane", Role.RECRUITER)
    with pytest.raises(InvalidInput, match="@Judith could be Judith Amaro-Kell or Judith Vane"):
        find_mentions("@Judith?", [JUDITH, other])
    assert find_mentions("@Judith Vane?", [JUDITH, other]).colleagues == (other,)


def test_only_who_may_read_a_note_can_be_named_in_it(board: BoardState) -> None:
    names = {actor.name for actor in notes.colleagues(board)}
    assert names == {JUDITH.name, RAVI.name, ADMIN.name}


# Writing


def test_a_note_waits_for_whom_it_names_until_they_tick_it_off(app: Flask, board: BoardState) -> None:
    person = given.a_candidate(board)
    answer = client_as(app, JUDITH).post(f"{DESK}/candidates/{person}/notes", data={"text": TEXT})
    assert answer.location.endswith(f"/candidates/{person}#notes")
    ravi = client_as(app, RAVI)
    assert "Judith Amaro-Kell mentions you about Maren Okafor-Lund" in page(ravi)
    assert "one thing needs you" in page(ravi)
    assert "mentions you" not in page(client_as(app, JUDITH))
    note = board.session().scalars(select(Note.public_id)).one()
    ticked = ravi.post(f"{DESK}/notes/{note}/seen")
    assert "mentions you" not in page(ravi).replace("Nobody mentions you", "")
    assert ticked.location.endswith(DESK + "/")
    ravi.post(f"{DESK}/notes/{note}/unseen", data={"back": "mentions"})
    assert "1 note mentions you" in page(ravi, "/mentions")


def test_the_page_shows_the_note_and_the_name_it_mentions(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    application = given.an_application(board, person, given.a_job(board, publish=True))
    form = {"text": "Asked about <b>shifts</b>. @ravi", "application": application}
    recruiter.post(f"{DESK}/candidates/{person}/notes", data=form)
    shown = page(recruiter, f"/candidates/{person}")
    assert "Asked about &lt;b&gt;shifts&lt;/b&gt;." in shown
    assert '<strong class="jb-mention">@Ravi Thornbury</strong>' in shown
    assert "about Marketing Manager" in shown


def test_nobody_is_told_of_a_name_that_is_nobodys(board: BoardState, recruiter: FlaskClient) -> None:
    answer = recruiter.post(f"{DESK}/candidates/{given.a_candidate(board)}/notes", data={"text": "@Petra?"})
    said = recruiter.get(answer.location).get_data(as_text=True)
    assert "Nobody here is called @Petra, so nobody was told." in said


@pytest.mark.parametrize("form", [{"text": " \n "}, {"text": "x" * 5001}, {"text": "Hi", "application": "01NOBODYS"}])
def test_what_cannot_be_used_is_said_beside_its_field(
    board: BoardState, recruiter: FlaskClient, form: dict[str, str]
) -> None:
    answer = recruiter.post(f"{DESK}/candidates/{given.a_candidate(board)}/notes", data=form)
    assert answer.status_code == 422
    assert "One thing to fix" in answer.get_data(as_text=True)
    assert board.session().scalars(select(Note)).all() == []


def test_a_note_is_about_the_persons_own_application(board: BoardState) -> None:
    other = given.an_application(board, given.a_candidate(board, "Pat"), given.a_job(board, publish=True))
    with pytest.raises(InvalidInput, match="Choose one of their applications"):
        notes.write(board, given.a_candidate(board), {"text": "Hi", "application": other}, actor=JUDITH)


# Changing


def test_a_changed_note_keeps_its_old_text_in_the_history(board: BoardState) -> None:
    person = given.a_candidate(board)
    note = a_note(board, about=person)
    notes.edit(board, note, sealed(board, note, "Ring before nine."), actor=JUDITH)
    entries = timeline(board.session(), given.scope(board), given.person(board, person))
    (edited,) = [entry for entry in entries if entry.what == "note_edited"]
    assert (edited.actor_name, edited.why) == (
        JUDITH.name,
        "Prefers to be rung after five. @Ravi Thornbury, could you?",
    )
    assert waiting(board, RAVI) == []


def test_who_ticked_a_note_off_is_not_told_again_of_a_change(board: BoardState) -> None:
    note = a_note(board)
    notes.tick(board, note, seen=True, actor=RAVI)
    notes.edit(board, note, sealed(board, note, "Ring @Ravi or @Site Admin"), actor=JUDITH)
    assert (waiting(board, RAVI), len(waiting(board, ADMIN))) == ([], 1)


def test_two_windows_that_change_one_note_show_both_versions(board: BoardState, recruiter: FlaskClient) -> None:
    note = a_note(board)
    mine, other = sealed(board, note, "Ring before nine."), sealed(board, note, "Never ring; write.")
    notes.edit(board, note, other, actor=JUDITH)
    late = recruiter.post(f"{DESK}/notes/{note}", data=mine)
    both = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Never ring; write." in both
    assert "Ring before nine." in both
    again = mine | {"seal": both.split('name="seal" value="')[1].split('"')[0]}
    assert recruiter.post(f"{DESK}/notes/{note}", data=again).status_code == 302
    assert stored(board, note).text == "Ring before nine."


@pytest.mark.parametrize("act", ["", "/delete", "/restore"])
def test_somebody_elses_note_stays_as_it_is(app: Flask, board: BoardState, act: str) -> None:
    note = a_note(board)
    answer = client_as(app, RAVI).post(f"{DESK}/notes/{note}{act}", data=sealed(board, note, "Mine now."))
    assert answer.status_code == 403
    kept = stored(board, note)
    assert (kept.text.startswith("Prefers"), kept.deleted_at) == (True, None)


def test_a_deleted_note_is_gone_everywhere_and_can_be_brought_back(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    note = a_note(board, about=person)
    gone = recruiter.post(f"{DESK}/notes/{note}/delete")
    shown = recruiter.get(gone.location).get_data(as_text=True)
    assert "Prefers to be rung" not in shown
    assert f"{DESK}/notes/{note}/restore" in shown
    assert waiting(board, RAVI) == []
    recruiter.post(f"{DESK}/notes/{note}/restore")
    assert "Prefers to be rung" in page(recruiter, f"/candidates/{person}")
    assert len(waiting(board, RAVI)) == 1


def test_a_day_later_nothing_is_left_of_a_deleted_note(board: BoardState) -> None:
    note = a_note(board)
    notes.edit(board, note, sealed(board, note, "Ring before nine."), actor=JUDITH)
    notes.delete(board, note, actor=JUDITH)
    board.clock.advance(timedelta(days=1))  # type: ignore[attr-defined] # the twin
    sweep(board)
    board.session().expire_all()
    assert board.session().scalars(select(Note)).all() == []
    whys = board.session().scalars(select(History.why).where(History.subject_id == note)).all()
    assert len(whys) == 3
    assert set(whys) == {""}
    with pytest.raises(NotFound):
        notes.restore(board, note, actor=JUDITH)


def test_a_note_that_no_longer_names_somebody_cannot_be_ticked_off(board: BoardState) -> None:
    note = a_note(board)
    with pytest.raises(Conflict, match="does not mention you"):
        notes.tick(board, note, seen=True, actor=ADMIN)


# Who reads them, and where they go


@pytest.mark.parametrize("who", [HELENA, IDRIS])
def test_who_may_not_see_the_pool_sees_no_note(app: Flask, board: BoardState, who: Actor) -> None:
    note = a_note(board)
    client = client_as(app, who)
    assert client.get(f"{DESK}/notes/{note}").status_code == 403
    assert client.get(f"{DESK}/mentions").status_code == 403
    assert "Prefers" not in page(client)


def test_a_merge_takes_the_notes_along(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board, "M. Okafor")
    note = a_note(board, about=goes)
    merge(board, stays, goes, actor=JUDITH)
    board.session().expire_all()
    person = given.person(board, stays)
    assert [one.text for one in queries.notes_about(board.session(), given.scope(board), person)] == [
        stored(board, note).text
    ]


def test_a_note_of_another_board_answers_like_a_missing_one(board: BoardState) -> None:
    note = a_note(board)
    with pytest.raises(NotFound):
        queries.get_note(board.session(), given.Scope("another", JUDITH), note)
    with pytest.raises(Forbidden):
        notes.own_note(board, note, actor=RAVI)
