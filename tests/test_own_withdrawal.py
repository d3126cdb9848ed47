"""A person withdraws an application on their own page: who is told, what is called off, and how it is taken back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.applications.models import Application, ApplicationStatus, InterviewStatus, Party
from jobboard.db.history import History
from jobboard.effects import drain
from jobboard.flows import close_application, interviews, own_withdrawal
from jobboard.flows.jobs import move_job
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import HELENA, JUDITH

WHY = "The commute is too long for me.\nThank you all the same."


class Withdrawing:
    """Maren, who applied for an open job, and her own page."""

    def __init__(self, board: BoardState, client: FlaskClient) -> None:
        self.board, self.client = board, client
        self.person = given.a_candidate(board, email="maren@example.org")
        self.job = given.a_job(board, "Marketing Coordinator", publish=True)
        self.id = given.an_application(board, self.person, self.job)
        self.page = f"/jobs/you/{given.person(board, self.person).access_key}"
        self.ask = f"{self.page}/applications/{self.id}/withdraw"

    def withdraw(self, reason: str = WHY) -> Any:
        """The page after pressing the button."""
        return self.client.post(self.ask, data={"reason": reason}, follow_redirects=True)

    def take_back(self) -> Any:
        """The page after taking it back."""
        return self.client.post(f"{self.page}/applications/{self.id}/take-back", follow_redirects=True)

    def arrange(self, **changes: Any) -> None:
        """An interview a week ahead, with Idris, whose invitation has left."""
        form = {"date": "2026-12-01", "time": "14:00", "interviewers": ["idris"], "tell_candidate": "yes"} | changes
        interviews.schedule_interview(self.board, self.id, form, actor=JUDITH)
        self.mails()

    def now(self) -> Application:
        """The application as it is."""
        self.board.session.remove()
        return given.full(self.board, self.id)

    def mails(self, *, after: timedelta = timedelta(hours=1)) -> dict[str, Any]:
        """What is mailed within that time, by address."""
        self.board.clock.advance(after)  # type: ignore[attr-defined] # the twin
        drain(self.board)
        sent = {str(mail["To"]): mail for mail in self.board.mail.sent}  # type: ignore[attr-defined] # the twin
        self.board.mail.sent.clear()  # type: ignore[attr-defined] # the twin
        return sent


@pytest.fixture
def maren(board: BoardState, client: FlaskClient) -> Withdrawing:
    """See ``Withdrawing``."""
    return Withdrawing(board, client)


def test_the_page_leads_to_a_question_that_says_what_happens(maren: Withdrawing) -> None:
    assert f'href="{maren.ask}"' in maren.client.get(maren.page).text
    question = maren.client.get(maren.ask)
    assert "Withdraw your application?" in question.text
    assert "Marketing Coordinator, Calderside Mills" in question.text
    assert question.headers["Referrer-Policy"] == "strict-origin"
    assert maren.now().status is ApplicationStatus.ACTIVE


def test_one_press_ends_it_by_their_own_decision(maren: Withdrawing) -> None:
    page = maren.withdraw().text
    assert "Withdrawn 24 November 2026" in page
    ended = maren.now()
    assert ended.status is ApplicationStatus.WITHDRAWN
    assert ended.disposition is not None
    assert ended.disposition.party is Party.THEY_REJECTED


def test_no_reason_is_needed_and_a_long_one_is_kept_to_shorten(maren: Withdrawing) -> None:
    long = maren.client.post(maren.ask, data={"reason": "x" * 1001})
    assert long.status_code == 422
    assert "Keep this to 1,000 characters." in long.text
    assert "x" * 1001 in long.text
    maren.withdraw("")
    assert maren.now().status is ApplicationStatus.WITHDRAWN


def test_the_recruiter_reads_it_today_in_the_timeline_and_in_the_job(
    maren: Withdrawing, recruiter: FlaskClient
) -> None:
    maren.withdraw()
    today = recruiter.get("/recruit/").text
    assert "Withdrew themselves" in today
    assert f"/recruit/applications/{maren.id}" in today
    application = recruiter.get(f"/recruit/applications/{maren.id}").text
    assert "The commute is too long for me." in application
    assert "The person themselves" in application
    assert "They withdrew for their own reasons" in application


def test_today_forgets_it_after_three_days_and_never_tells_what_a_recruiter_closed(
    maren: Withdrawing, recruiter: FlaskClient, board: BoardState, clock: Any
) -> None:
    other = given.an_application(board, given.a_candidate(board, "Bo Cole"), maren.job)
    closing = {"disposition": "withdrew_other_offer", "message": "none"}
    close_application.close(board, other, closing, actor=JUDITH)
    assert "Withdrew themselves" not in recruiter.get("/recruit/").text
    maren.withdraw()
    assert "Bo Cole" not in recruiter.get("/recruit/").text.partition("Withdrew themselves")[2]
    clock.advance(timedelta(days=4))
    assert "Withdrew themselves" not in recruiter.get("/recruit/").text


def test_who_withdrew_is_found_in_one_statement(maren: Withdrawing, board: BoardState, count_statements: Any) -> None:
    maren.withdraw()
    board.session.remove()
    with count_statements(board.engine) as statements:
        (found,) = own_withdrawal.withdrew_lately(board, given.scope(board))
        assert (found.candidate.name, found.job is not None) == ("Maren Okafor-Lund", True)
    assert statements.count == 1


def test_interviews_ahead_are_called_off_in_every_calendar(maren: Withdrawing) -> None:
    maren.arrange()
    assert "Your interview is called off" in maren.client.get(maren.ask).text
    maren.withdraw()
    assert [one.status for one in maren.now().interviews] == [InterviewStatus.CANCELLED]
    mails = maren.mails()
    assert set(mails) == {"idris@example.org", "maren@example.org"}
    for mail in mails.values():
        assert "METHOD:CANCEL" in next(p for p in mail.walk() if p.get_content_type() == "text/calendar").get_content()
    own = mails["maren@example.org"].get_body(("plain",)).get_content()
    assert "You withdrew this application" in own
    assert "in touch about what comes next" not in own


def test_an_interview_that_is_over_stays_what_it_was(maren: Withdrawing, board: BoardState) -> None:
    given.interviewed(board, maren.id)
    maren.withdraw()
    assert [one.status for one in maren.now().interviews] == [InterviewStatus.COMPLETED]


def test_it_is_taken_back_within_a_day_and_nobody_is_told_of_what_did_not_happen(maren: Withdrawing) -> None:
    maren.arrange()
    maren.withdraw()
    page = maren.take_back().text
    assert "Your application runs again." in page
    assert [one.status for one in maren.now().interviews] == [InterviewStatus.SCHEDULED]
    assert maren.now().status is ApplicationStatus.ACTIVE
    assert maren.mails() == {}


def test_taken_back_after_the_calendars_were_told_the_panel_is_invited_anew(maren: Withdrawing) -> None:
    maren.arrange()
    maren.withdraw()
    maren.mails()
    maren.take_back()
    mails = maren.mails()
    assert set(mails) == {"idris@example.org", "maren@example.org"}
    (sequence,) = {
        re.search(r"SEQUENCE:(\d)", part.get_content())
        for part in mails["idris@example.org"].walk()
        if part.get_content_type() == "text/calendar"
    }
    assert sequence is not None
    assert int(sequence[1]) == 1


def test_an_interview_that_a_recruiter_called_off_before_stays_off(maren: Withdrawing, board: BoardState) -> None:
    maren.arrange()
    (met,) = maren.now().interviews
    interviews.mark_interview(board, met.public_id, "cancelled", actor=JUDITH)
    maren.withdraw()
    maren.take_back()
    assert [one.status for one in maren.now().interviews] == [InterviewStatus.CANCELLED]


@pytest.mark.parametrize("late", ["a day later", "the job is filled"])
def test_too_late_it_is_not_offered_and_says_whom_to_ask(
    late: str, maren: Withdrawing, board: BoardState, clock: Any
) -> None:
    maren.withdraw()
    if late == "a day later":
        clock.advance(timedelta(days=1, minutes=1))
    else:
        move_job(board, maren.job, "filled", actor=JUDITH)
    assert "Take it back" not in maren.client.get(maren.page).text
    refused = maren.take_back()
    assert refused.status_code == 409
    assert "answer a mail of ours" in refused.text
    assert maren.now().status is ApplicationStatus.WITHDRAWN


def test_what_the_firm_ended_is_not_theirs_to_take_back(maren: Withdrawing, board: BoardState) -> None:
    close_application.close(board, maren.id, {"disposition": "withdrew_pay", "message": "none"}, actor=JUDITH)
    assert "Take it back" not in maren.client.get(maren.page).text
    assert maren.take_back().status_code == 409


def test_pressed_twice_it_is_withdrawn_once_and_taken_back_once(maren: Withdrawing, board: BoardState) -> None:
    assert [maren.withdraw().status_code for _ in range(2)] == [200, 200]
    assert [maren.take_back().status_code for _ in range(2)] == [200, 200]
    told = board.session().scalars(select(History.what).where(History.subject_id == maren.id)).all()
    assert (told.count("application_closed"), told.count("application_reopened")) == (1, 1)


def test_a_question_about_what_has_ended_leads_back_to_the_page(maren: Withdrawing) -> None:
    maren.withdraw()
    assert maren.client.get(maren.ask).headers["Location"].startswith(maren.page)


def test_nobody_elses_application_can_be_withdrawn_or_seen(maren: Withdrawing, board: BoardState) -> None:
    other = given.an_application(board, given.a_candidate(board, "Bo Cole"), maren.job)
    foreign = f"{maren.page}/applications/{other}"
    for method, path in (("GET", "withdraw"), ("HEAD", "withdraw"), ("POST", "withdraw"), ("POST", "take-back")):
        assert maren.client.open(f"{foreign}/{path}", method=method).status_code == 404
    board.session.remove()
    assert given.full(board, other).status is ApplicationStatus.ACTIVE


def test_going_to_and_fro_is_braked(maren: Withdrawing) -> None:
    answers = []
    for _ in range(15):
        answers += [maren.withdraw("").status_code, maren.take_back().status_code]
    assert 429 in answers
    assert answers[:10] == [200] * 10


def test_the_page_tells_the_interview_in_its_own_zone_and_no_word_of_the_office(
    maren: Withdrawing, board: BoardState
) -> None:
    maren.arrange(zone="Asia/Tokyo", place="12 Ropewalk")
    page = maren.client.get(maren.page).text
    assert "Interview on 1 December" in page
    assert "At 14:00 (Asia/Tokyo), 12 Ropewalk" in page
    assert "Idris" not in page


def test_where_an_interview_is_stays_with_the_office_until_the_person_is_told(maren: Withdrawing) -> None:
    maren.arrange(tell_candidate="", place="The small room, not the glass one")
    page = maren.client.get(maren.page).text
    assert "Interview on 1 December" in page
    assert "small room" not in page


def test_a_hiring_manager_reads_nothing_of_it_on_their_first_page(maren: Withdrawing, app: Flask) -> None:
    maren.withdraw()
    assert "Withdrew themselves" not in client_as(app, HELENA).get("/recruit/").text
