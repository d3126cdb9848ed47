"""A person answers an invitation on their own page, and the recruiters see it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from jobboard.applications.models import ApplicationStatus
from jobboard.effects import drain
from jobboard.errors import NotFound
from jobboard.flows import jobs, own_data, pool, review
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptStatus
from jobboard.testing import situations as given

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jobboard.state import BoardState

INVITE = {"subject": "A better role", "body": "Shall we talk?"}


@pytest.fixture
def kept_id(board: BoardState) -> str:
    """Maren, kept on file."""
    return given.kept_candidate(board)


@pytest.fixture
def invited(board: BoardState, kept_id: str) -> str:
    """Her application for the better role, by public id; the mail has not left."""
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = queries.inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    return review.invite(board, surfacing, INVITE, actor=given.RECRUITER)


@pytest.fixture
def path(board: BoardState, kept_id: str) -> str:
    """Her own page."""
    return f"/jobs/you/{given.kept(board, kept_id).candidate.access_key}"


def let_it_leave(board: BoardState, clock: Any) -> None:
    clock.advance(timedelta(hours=1))
    drain(board)


def test_the_page_says_why_somebody_wrote_once_the_mail_has_left(
    board: BoardState, client: FlaskClient, invited: str, path: str, clock: Any
) -> None:
    assert "Why Judith" not in client.get(path).text
    let_it_leave(board, clock)
    page = client.get(path).text
    assert "Why Judith Amaro-Kell wrote to you on 24 November" in page
    assert "You interviewed for Marketing Coordinator at Calderside Mills in November 2026." in page
    assert "Yes, I am interested" in page


def test_a_yes_is_said_once_and_stands_on_today_until_somebody_acts(
    board: BoardState, client: FlaskClient, recruiter: FlaskClient, invited: str, path: str, clock: Any
) -> None:
    let_it_leave(board, clock)
    for _press in range(2):
        answer = client.post(f"{path}/invitation/{invited}", data={"answer": "yes"})
        assert answer.status_code == 303
    assert "You said that you are interested." in client.get(path).text
    today = recruiter.get("/recruit/").get_data(as_text=True)
    assert today.count("Maren Okafor-Lund is interested</a>") == 1
    pool.move_stage(board, invited, "screen", actor=given.RECRUITER)
    assert "is interested</a>" not in recruiter.get("/recruit/").get_data(as_text=True)


def test_not_this_one_ends_it_and_the_promise_lives_on(
    board: BoardState, client: FlaskClient, invited: str, path: str, kept_id: str, clock: Any
) -> None:
    let_it_leave(board, clock)
    for _press in range(2):
        assert client.post(f"{path}/invitation/{invited}", data={"answer": "no"}).status_code == 303
    board.session().expire_all()
    assert given.full(board, invited).status is ApplicationStatus.WITHDRAWN
    assert given.kept(board, kept_id).status is KeptStatus.ACTIVE
    given.a_job(board, "Head of Marketing", publish=True)
    board.session().expire_all()
    waiting = queries.inbox(board.session(), given.scope(board), now=board.now())
    assert [one.job.title for one in waiting] == ["Head of Marketing"]


def test_nobody_answers_for_somebody_else(board: BoardState, client: FlaskClient, invited: str, clock: Any) -> None:
    let_it_leave(board, clock)
    other = given.kept(board, given.kept_candidate(board, name="Pat Winterburn")).candidate.access_key
    client.post(f"/jobs/you/{other}/invitation/{invited}", data={"answer": "no"})
    assert client.post(f"/jobs/you/guess/invitation/{invited}", data={"answer": "no"}).status_code == 404
    board.session().expire_all()
    assert given.full(board, invited).status is ApplicationStatus.ACTIVE


def test_looking_at_an_answer_gives_none(client: FlaskClient, invited: str, path: str) -> None:
    assert client.get(f"{path}/invitation/{invited}?answer=yes").status_code == 405


def test_a_yes_from_an_old_page_takes_the_no_back(
    board: BoardState, client: FlaskClient, recruiter: FlaskClient, invited: str, path: str, kept_id: str, clock: Any
) -> None:
    let_it_leave(board, clock)
    client.post(f"{path}/invitation/{invited}", data={"answer": "no"})
    assert client.post(f"{path}/invitation/{invited}", data={"answer": "yes"}).status_code == 303
    board.session().expire_all()
    assert given.full(board, invited).status is ApplicationStatus.ACTIVE
    assert given.kept(board, kept_id).status is KeptStatus.IN_CONVERSATION
    assert "You said that you are interested." in client.get(path).text
    assert "Maren Okafor-Lund is interested</a>" in recruiter.get("/recruit/").get_data(as_text=True)


def test_a_yes_that_comes_too_late_says_whom_to_write_to(
    board: BoardState, client: FlaskClient, invited: str, path: str, clock: Any
) -> None:
    let_it_leave(board, clock)
    client.post(f"{path}/invitation/{invited}", data={"answer": "no"})
    jobs.move_job(board, given.full(board, invited).job.public_id, "on_hold", actor=given.RECRUITER)
    answer = client.post(f"{path}/invitation/{invited}", data={"answer": "yes"})
    assert answer.status_code == 409
    assert "your yes was not noted" in answer.text
    assert "write to Judith Amaro-Kell" in answer.text
    board.session().expire_all()
    assert given.full(board, invited).status is ApplicationStatus.WITHDRAWN


def test_an_application_by_invitation_is_shown_once_its_mail_has_left(
    board: BoardState, client: FlaskClient, invited: str, path: str, clock: Any
) -> None:
    assert "Marketing Manager" not in client.get(path).text.split('id="applications"')[1]
    let_it_leave(board, clock)
    shown = client.get(path).text.split('id="applications"')[1]
    assert "You were invited on 24 November 2026" in shown
    assert "Received, waiting" not in shown


def test_stopping_before_the_mail_leaves_takes_the_invitation_back(
    board: BoardState, client: FlaskClient, invited: str, path: str, kept_id: str, clock: Any, mail: Any
) -> None:
    client.post(path + "/stop")
    let_it_leave(board, clock)
    assert mail.sent == []
    board.session().expire_all()
    with pytest.raises(NotFound):
        given.full(board, invited)
    assert given.kept(board, kept_id).status is KeptStatus.WITHDRAWN
    assert "Marketing Manager" not in client.get(path).text


def test_the_page_names_the_month_of_the_interview(
    board: BoardState, client: FlaskClient, invited: str, path: str, clock: Any
) -> None:
    with board.transaction():
        for one in own_data.overview(board, path.rsplit("/", 1)[1]).applications:
            one.applied_at = one.applied_at.replace(month=9)
    let_it_leave(board, clock)
    assert "You interviewed for Marketing Coordinator at Calderside Mills in November 2026." in client.get(path).text
