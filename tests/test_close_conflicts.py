"""Who comes too late reads what happened meanwhile, and loses nothing of what they wrote."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from jobboard.errors import ApplicationEnded
from jobboard.flows import close_application, pool
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import JUDITH, RAVI

DESK = "/recruit"
NOTE = "She asked to hear from us again in March, when the fair is over."
CLOSING = {"disposition": "timing", "message": "none"}
MEETING = {"date": "2026-12-01", "time": "10:00", "interviewers": ["ravi"], "place": NOTE}


@pytest.fixture
def closed(board: BoardState) -> str:
    """An application that Judith closed while others had it open."""
    application = given.an_application(board, given.a_candidate(board), given.a_job(board, publish=True))
    close_application.close(board, application, CLOSING, actor=JUDITH)
    return application


@pytest.mark.parametrize(
    ("act", "form"),
    [("close", CLOSING | {"note": NOTE}), ("interview", MEETING), ("move", {"to": "screen", "x": NOTE})],
)
def test_an_act_on_what_a_colleague_closed_says_who_did_and_gives_the_text_back(
    recruiter: FlaskClient, closed: str, act: str, form: dict[str, str]
) -> None:
    late = recruiter.post(f"{DESK}/applications/{closed}/{act}", data=form)
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "This application has ended" in page
    assert "Judith Amaro-Kell closed it today: Right person, wrong time." in page
    assert f"{DESK}/applications/{closed}" in page
    assert f"{NOTE}</textarea>" in page


def test_also_a_short_note_is_given_back(recruiter: FlaskClient, closed: str) -> None:
    form = CLOSING | {"note": "In March.", "own_paragraph": "Take care."}
    page = recruiter.post(f"{DESK}/applications/{closed}/close", data=form).get_data(as_text=True)
    assert "In March.</textarea>" in page
    assert "Take care.</textarea>" in page


def test_closing_twice_is_refused(board: BoardState, closed: str) -> None:
    with pytest.raises(ApplicationEnded):
        close_application.close(board, closed, CLOSING, actor=RAVI)


def test_a_busy_database_is_named_as_such_and_gives_the_text_back(
    app: Flask, board: BoardState, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = given.an_application(board, given.a_candidate(board), given.a_job(board, publish=True))

    def locked(*_given: object, **_named: object) -> str:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr(pool, "move_stage", locked)
    busy = client_as(app, JUDITH).post(f"{DESK}/applications/{application}/move", data={"to": "screen", "x": NOTE})
    page = busy.get_data(as_text=True)
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")
    assert "A moment too busy" in page
    assert "press Send again" in page
    assert "stored file" not in page
    assert f"{NOTE}</textarea>" in page
