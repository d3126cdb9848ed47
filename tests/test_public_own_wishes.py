"""What a person can change on their own page; looking changes nothing."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from jobboard.candidates.models import Consent
from jobboard.db.history import History
from jobboard.db.outbox import OutboxEntry
from jobboard.flows import kept_record, reconfirm
from jobboard.flows.erase_candidate import erase
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing
from jobboard.keep_on_file.terms import seal
from jobboard.testing import situations as given
from tests.support.databases import on_sqlite

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jobboard.state import BoardState

ASK = {"subject": "Does this still hold?", "body": "Does it?"}


@pytest.fixture
def kept_id(board: BoardState) -> str:
    """Maren, kept on file."""
    return given.kept_candidate(board)


@pytest.fixture
def path(board: BoardState, kept_id: str) -> str:
    """Her own page."""
    return f"/jobs/you/{given.kept(board, kept_id).candidate.access_key}"


def form_of(client: FlaskClient, path: str) -> dict[str, Any]:
    """Her form as the page shows it, at least its seal."""
    return {"seal": client.get(path).text.split('name="seal" value="')[1].split('"')[0]}


def waiting(board: BoardState) -> list[str]:
    board.session().expire_all()
    return [one.why_now for one in queries.inbox(board.session(), given.scope(board), now=board.now())]


def everything(board: BoardState) -> list[int]:
    with board.transaction() as session:
        kinds = (Consent, History, Surfacing, OutboxEntry)
        return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


def test_looking_writes_nothing(board: BoardState, client: FlaskClient, path: str) -> None:
    before = everything(board)
    for address in ("", "/wishes", "/holds", "/keep", "/break", "/back", "/resume", "?done=saved"):
        client.get(path + address)
        client.head(path + address)
    assert everything(board) == before


def test_wishes_are_saved_and_surface_at_once(board: BoardState, client: FlaskClient, path: str, kept_id: str) -> None:
    with board.transaction():
        given.kept(board, kept_id).places = ["York"]
    given.a_job(board, "Marketing Manager", publish=True)
    assert waiting(board) == []
    wishes = {"places": "Leeds", "work_modes": ["hybrid", "onsite"], "pay_floor": "45,000", "own_words": "My budget."}
    answer = client.post(path + "/wishes", data=form_of(client, path) | wishes)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Saved. From now on this is what we look for." in page
    assert "My budget." in page
    assert waiting(board) == ["Their wishes changed: pay from, places, work, in their words."]


def test_an_employer_they_exclude_loses_sight_of_them_at_once(
    board: BoardState, client: FlaskClient, path: str
) -> None:
    given.a_job(board, "Marketing Manager", publish=True)
    assert len(waiting(board)) == 1
    client.post(path + "/wishes", data=form_of(client, path) | {"excluded_organizations": "Calderside Mills"})
    assert waiting(board) == []


def test_what_cannot_be_used_comes_back_with_the_rest(client: FlaskClient, path: str) -> None:
    wishes = {"pay_floor": "lots", "places": "Selby"}
    answer = client.post(path + "/wishes", data=form_of(client, path) | wishes)
    assert answer.status_code == 422
    assert "Selby" in answer.text
    assert "Write an amount in figures" in answer.text


def test_when_a_recruiter_was_quicker_both_versions_are_shown(
    board: BoardState, client: FlaskClient, path: str, kept_id: str
) -> None:
    mine = form_of(client, path) | {"places": "Selby"}
    theirs = {"functions": ["marketing"], "places": "Hull", "seal": seal(given.kept(board, kept_id))}
    kept_record.edit(board, kept_id, theirs, actor=given.RECRUITER)
    answer = client.post(path + "/wishes", data=mine)
    assert answer.status_code == 409
    assert "<dd>Hull</dd>" in answer.text
    assert "Selby" in answer.text
    again = {"seal": answer.text.split('name="seal" value="')[1].split('"')[0]}
    assert client.post(path + "/wishes", data=mine | again).status_code == 303


def test_a_question_is_answered_with_one_press(
    board: BoardState, client: FlaskClient, path: str, kept_id: str, clock: Any
) -> None:
    assert "does this still hold?" not in client.get(path).text
    reconfirm.ask_to_reconfirm(board, kept_id, ASK, actor=given.RECRUITER)
    assert "does this still hold?" in client.get(path).text
    clock.advance(timedelta(hours=3))
    for _press in range(2):
        client.post(path + "/holds")
    page = client.get(path).text
    assert "does this still hold?" not in page
    board.session().expire_all()
    assert given.kept(board, kept_id).reconfirmed_at == board.now()


def test_a_consent_about_to_end_is_renewed_with_one_press(
    board: BoardState, client: FlaskClient, path: str, clock: Any
) -> None:
    assert "Yes, keep me for another" not in client.get(path).text
    clock.advance(timedelta(days=650))
    assert "May we keep you after 24 October 2028?" in client.get(path).text
    for _press in range(2):
        client.post(path + "/keep")
    page = client.get(path).text
    assert "Kept until 4 September 2030" in page
    assert "May we keep you after" not in page


def test_a_break_and_its_end(board: BoardState, client: FlaskClient, path: str, kept_id: str) -> None:
    given.a_job(board, "Marketing Manager", publish=True)
    for _press in range(2):
        client.post(path + "/break")
    assert waiting(board) == []
    assert given.kept(board, kept_id).status is KeptStatus.PAUSED
    assert "You are taking a break" in client.get(path).text
    for _press in range(2):
        client.post(path + "/back")
    assert waiting(board) == ["They are back from a break."]


def test_a_newer_resume_is_sent_from_here(client: FlaskClient, path: str) -> None:
    upload = {"resume": (BytesIO(b"Marketing Manager, Tannery Row Hotels"), "newer.txt")}
    assert client.post(path + "/resume", data=upload, content_type="multipart/form-data").status_code == 303
    assert "newer.txt" in client.get(path).text
    assert client.post(path + "/resume", data={}).status_code == 422


@pytest.mark.parametrize("act", ["wishes", "holds", "break", "back"])
def test_after_a_stop_there_is_nothing_to_change(client: FlaskClient, path: str, act: str) -> None:
    client.post(path + "/stop")
    assert client.post(f"{path}/{act}").status_code == 409
    assert "What would be worth a message?" not in client.get(path).text


@on_sqlite
@pytest.mark.parametrize("act", ["wishes", "holds", "keep", "break", "back", "resume", "stop"])
def test_a_wrong_key_is_a_missing_page(client: FlaskClient, act: str) -> None:
    upload = {"resume": (BytesIO(b"text"), "a.txt")} if act == "resume" else {}
    assert client.post(f"/jobs/you/guess/{act}", data=upload).status_code == 404


def test_stopping_and_agreeing_again_loses_no_protection(
    board: BoardState, client: FlaskClient, path: str, kept_id: str
) -> None:
    wishes = {"excluded_organizations": "Calderside Mills", "pay_floor": "30,000", "own_words": "My budget."}
    client.post(path + "/wishes", data=form_of(client, path) | wishes)
    client.post(path + "/stop")
    assert "Never shown to: Calderside Mills" in client.get(path).text
    client.post(path + "/keep")
    board.session().expire_all()
    kept = given.kept(board, kept_id)
    assert (kept.status, kept.excluded_organizations, kept.own_words) == (KeptStatus.PAUSED, ["Calderside Mills"], "")
    page = client.get(path).text
    assert "we erased the pay you look for, your own words" in page
    assert "we never show you to Calderside Mills" in page
    assert "I am back" not in page
    given.a_job(board, "Marketing Manager", publish=True)
    given.a_job(board, "Marketing Manager", organization="Tannery Row Hotels", publish=True)
    assert waiting(board) == []
    again = {"excluded_organizations": "Calderside Mills", "pay_floor": "30,000"}
    client.post(path + "/wishes", data=form_of(client, path) | again)
    assert waiting(board) == ["Their wishes changed: pay from."]
    assert "we erased" not in client.get(path).text


def test_who_has_nothing_to_add_after_agreeing_again_is_looked_for(
    board: BoardState, client: FlaskClient, path: str, kept_id: str
) -> None:
    client.post(path + "/wishes", data=form_of(client, path) | {"places": "Leeds"})
    client.post(path + "/stop")
    client.post(path + "/keep")
    given.a_job(board, "Marketing Manager", publish=True)
    assert waiting(board) == []
    client.post(path + "/holds")
    assert len(waiting(board)) == 1


def test_an_erasure_blanks_whom_they_were_never_shown_to(
    board: BoardState, client: FlaskClient, path: str, kept_id: str
) -> None:
    client.post(path + "/wishes", data=form_of(client, path) | {"excluded_organizations": "Calderside Mills"})
    client.post(path + "/stop")
    person = given.kept(board, kept_id).candidate.public_id
    erase(board, person, actor=given.RECRUITER, why="asked for it")
    with board.transaction() as session:
        assert session.scalars(select(KeptCandidate)).one().excluded_organizations == []
