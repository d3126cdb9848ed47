"""Interviews: who is invited, what their calendar is told, and what happens when one is moved or called off."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from jobboard.adapters.clock import FixedClock
from jobboard.applications.models import Interview
from jobboard.effects import drain
from jobboard.errors import InvalidInput
from jobboard.flows import erase_candidate, interviews, pool
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import IDRIS, JUDITH

DESK = "/recruit"
FORM = {
    "date": "2026-12-01",
    "time": "14:00",
    "duration_minutes": "45",
    "place": "12 Ropewalk",
    "interviewers": ["idris", "judith"],
    "tell_candidate": "yes",
}


class Meeting:
    """Maren, who applied to be a coordinator, and the interviews arranged with her."""

    def __init__(self, board: BoardState, email: str = "maren@example.org") -> None:
        self.board = board
        self.person = given.a_candidate(board, email=email)
        job = given.a_job(board, "Marketing Coordinator", publish=True)
        self.application = given.an_application(board, self.person, job)

    def arrange(self, **changes: Any) -> str:
        """The public id of a new interview."""
        return interviews.schedule_interview(self.board, self.application, FORM | changes, actor=JUDITH)

    def move(self, interview: str, **changes: Any) -> bool:
        """Move it, over what it is now."""
        form = FORM | {"seal": interviews.seal(self.now(interview), interviews.SEALED)} | changes
        return interviews.move_interview(self.board, interview, form, actor=JUDITH)

    def now(self, interview: str) -> Interview:
        """The interview as it is."""
        self.board.session.remove()
        found = given.full(self.board, self.application).interviews
        return next(one for one in found if one.public_id == interview)

    def mails(self, *, after: timedelta = timedelta(hours=1)) -> list[EmailMessage]:
        """What is mailed within that time."""
        self.board.clock.advance(after)  # type: ignore[attr-defined] # the twin
        drain(self.board)
        sent: list[EmailMessage] = list(self.board.mail.sent)  # type: ignore[attr-defined] # the twin
        self.board.mail.sent.clear()  # type: ignore[attr-defined] # the twin
        return sent


@pytest.fixture
def meeting(board: BoardState) -> Meeting:
    """See ``Meeting``."""
    return Meeting(board)


def to(mails: list[EmailMessage]) -> list[str]:
    return sorted(str(mail["To"]) for mail in mails)


def one(mails: list[EmailMessage], address: str) -> EmailMessage:
    return next(mail for mail in mails if mail["To"] == address)


def event(mail: EmailMessage) -> tuple[str, Any]:
    """The method of a mail's calendar entry, and its event."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == str(calendar["METHOD"])
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


def words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def test_panel_and_candidate_are_invited_once_the_delay_is_over(meeting: Meeting) -> None:
    interview = meeting.arrange()
    assert meeting.mails(after=timedelta(minutes=1)) == []
    mails = meeting.mails()
    assert to(mails) == ["idris@example.org", "judith@example.org", "maren@example.org"]
    method, entry = event(one(mails, "maren@example.org"))
    assert method == "REQUEST"
    assert entry["DTSTART"].dt == datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert entry["DURATION"].dt == timedelta(minutes=45)
    assert (entry["LOCATION"], int(entry["SEQUENCE"])) == ("12 Ropewalk", 0)
    assert entry["UID"] == f"{interview}@jobboard"
    assert str(entry["ATTENDEE"]) == "mailto:maren@example.org"
    said = words(one(mails, "maren@example.org"))
    assert "Tuesday 1 December 2026, 14:00 (Europe/London)" in said
    assert "With Idris Vale, Judith Amaro-Kell" in said
    assert f"/recruit/interviews/{interview}/scorecard" in words(one(mails, "idris@example.org"))
    assert meeting.mails() == []


def test_the_candidates_entry_names_no_candidate_and_that_of_the_panel_does(meeting: Meeting) -> None:
    meeting.arrange()
    mails = meeting.mails()
    assert "Maren" not in str(event(one(mails, "maren@example.org"))[1]["SUMMARY"])
    assert "Maren Okafor-Lund" in str(event(one(mails, "idris@example.org"))[1]["SUMMARY"])


def test_the_candidate_is_told_only_if_somebody_says_so_and_they_may_be(meeting: Meeting) -> None:
    meeting.arrange(tell_candidate="")
    assert to(meeting.mails()) == ["idris@example.org", "judith@example.org"]
    pool.set_do_not_contact(meeting.board, meeting.person, asked=True, actor=JUDITH)
    meeting.arrange(time="16:00")
    assert to(meeting.mails()) == ["idris@example.org", "judith@example.org"]


def test_a_time_zone_of_their_own_is_what_day_and_time_are_meant_in(meeting: Meeting) -> None:
    meeting.arrange(zone="America/New_York", time="09:30")
    mails = meeting.mails()
    assert event(mails[0])[1]["DTSTART"].dt == datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    assert "Tuesday 1 December 2026, 09:30 (America/New_York)" in words(mails[0])


def test_the_day_before_whoever_takes_part_is_reminded_once(meeting: Meeting) -> None:
    meeting.arrange()
    meeting.mails()
    assert meeting.mails(after=timedelta(days=4)) == []
    mails = meeting.mails(after=timedelta(days=3))
    assert to(mails) == ["idris@example.org", "judith@example.org", "maren@example.org"]
    assert all(str(mail["Subject"]).startswith("Reminder: interview") for mail in mails)


def test_an_interview_that_is_moved_replaces_its_entry_and_its_reminder(meeting: Meeting) -> None:
    interview = meeting.arrange()
    meeting.mails()
    assert meeting.move(interview, date="2026-12-03", interviewers=["judith"])
    mails = meeting.mails()
    assert to(mails) == ["idris@example.org", "judith@example.org", "maren@example.org"]
    method, entry = event(one(mails, "idris@example.org"))
    assert (method, str(entry["STATUS"])) == ("CANCEL", "CANCELLED")
    method, entry = event(one(mails, "maren@example.org"))
    assert (method, int(entry["SEQUENCE"]), entry["DTSTART"].dt.day) == ("REQUEST", 1, 3)
    reminders = meeting.mails(after=timedelta(days=8, hours=6))
    assert to(reminders) == ["judith@example.org", "maren@example.org"]


def test_what_was_moved_before_its_mail_left_is_told_once_as_it_is(meeting: Meeting) -> None:
    interview = meeting.arrange()
    meeting.move(interview, time="16:00", interviewers=["judith"])
    mails = meeting.mails()
    assert to(mails) == ["judith@example.org", "maren@example.org"]
    assert event(mails[0])[1]["DTSTART"].dt.hour == 16


def test_the_same_again_changes_nothing_and_tells_nobody(meeting: Meeting) -> None:
    interview = meeting.arrange()
    meeting.mails()
    assert not meeting.move(interview)
    assert meeting.mails() == []


def test_one_that_is_called_off_is_cancelled_in_every_calendar(meeting: Meeting) -> None:
    interview = meeting.arrange()
    meeting.mails()
    interviews.mark_interview(meeting.board, interview, "cancelled", actor=JUDITH)
    mails = meeting.mails()
    assert {event(mail)[0] for mail in mails} == {"CANCEL"}
    assert len(mails) == 3
    interviews.mark_interview(meeting.board, interview, "scheduled", actor=JUDITH)
    method, entry = event(meeting.mails()[0])
    assert (method, int(entry["SEQUENCE"])) == ("REQUEST", 1)


def test_one_that_is_called_off_before_anybody_was_invited_tells_nobody(meeting: Meeting) -> None:
    interview = meeting.arrange()
    interviews.mark_interview(meeting.board, interview, "cancelled", actor=JUDITH)
    assert meeting.mails(after=timedelta(days=10)) == []


def test_who_was_erased_is_invited_to_nothing(meeting: Meeting) -> None:
    meeting.arrange()
    erase_candidate.erase(meeting.board, meeting.person, actor=JUDITH, why="asked for it")
    assert "maren@example.org" not in to(meeting.mails())


def test_two_who_move_the_same_interview_see_both_versions(meeting: Meeting, recruiter: FlaskClient) -> None:
    interview = meeting.arrange()
    path = f"{DESK}/interviews/{interview}/move"
    form = recruiter.get(path).get_data(as_text=True)
    sealed = re.findall(r'name="seal" value="(\w+)"', form)[0]
    meeting.move(interview, date="2026-12-04", place="By video")
    mine = FORM | {"date": "2026-12-05", "seal": sealed}
    refused = recruiter.post(path, data=mine)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert "Friday 4 December 2026, 14:00" in page
    assert 'value="2026-12-05"' in page
    anew = re.findall(r'name="seal" value="(\w+)"', page)[0]
    assert recruiter.post(path, data=mine | {"seal": anew}).status_code == 302
    assert meeting.now(interview).scheduled_at.day == 5


def test_arranging_and_moving_are_done_from_the_persons_page(meeting: Meeting, recruiter: FlaskClient) -> None:
    page = recruiter.post(
        f"{DESK}/applications/{meeting.application}/interview", data=FORM, follow_redirects=True
    ).get_data(as_text=True)
    assert "They and the panel are invited by mail." in page
    (path,) = set(re.findall(r'href="(/recruit/interviews/\w+/move)"', page))
    form = recruiter.get(path).get_data(as_text=True)
    assert 'value="14:00"' in form
    assert 'value="Europe/London"' in form
    sealed = re.findall(r'name="seal" value="(\w+)"', form)[0]
    moved = recruiter.post(path, data=FORM | {"time": "15:00", "seal": sealed}, follow_redirects=True)
    assert "Moved. Whoever takes part is told." in moved.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "Mars/Olympus"}, "Choose a time zone"),
        ({"date": "soon"}, "Write a day"),
        ({"interviewers": []}, "Choose"),
    ],
)
def test_what_cannot_be_used_is_said_and_kept(
    meeting: Meeting, recruiter: FlaskClient, changes: dict[str, Any], said: str
) -> None:
    refused = recruiter.post(f"{DESK}/applications/{meeting.application}/interview", data=FORM | changes)
    assert refused.status_code == 422
    assert said in refused.get_data(as_text=True)
    assert 'value="12 Ropewalk"' in refused.get_data(as_text=True)


def test_the_file_for_a_calendar_is_for_who_takes_part(meeting: Meeting, app: Flask) -> None:
    interview = meeting.arrange(interviewers=["judith"])
    path = f"{DESK}/interviews/{interview}.ics"
    response = client_as(app, JUDITH).get(path)
    assert response.mimetype == "text/calendar"
    assert "attachment" in response.headers["Content-Disposition"]
    assert str(Calendar.from_ical(response.get_data(as_text=True)).walk("VEVENT")[0]["SUMMARY"]).startswith(
        "Interview: Maren"
    )
    assert client_as(app, IDRIS).get(path).status_code == 404


def test_one_called_off_put_back_and_called_off_again_is_told_once(meeting: Meeting) -> None:
    interview = meeting.arrange()
    meeting.mails()
    for status in ("cancelled", "scheduled", "cancelled"):
        interviews.mark_interview(meeting.board, interview, status, actor=JUDITH)
    assert to(meeting.mails()) == ["idris@example.org", "judith@example.org", "maren@example.org"]


def test_a_change_is_called_one_and_who_is_dropped_is_told_nothing_new(meeting: Meeting) -> None:
    interview = meeting.arrange()
    meeting.mails()
    meeting.move(interview, date="2026-12-03", interviewers=["judith"])
    mails = meeting.mails()
    assert str(one(mails, "maren@example.org")["Subject"]).startswith("Changed: interview")
    assert "was changed. From now on it is: When Thursday 3 December" in words(one(mails, "maren@example.org"))
    assert "3 December" not in words(one(mails, "idris@example.org"))


def test_one_that_is_over_is_noted_and_nobody_is_written_to(meeting: Meeting, recruiter: FlaskClient) -> None:
    form = FORM | {"date": "2026-11-20"}
    said = recruiter.post(f"{DESK}/applications/{meeting.application}/interview", data=form, follow_redirects=True)
    assert "It is over, so nobody is written to" in said.get_data(as_text=True)
    assert meeting.mails(after=timedelta(days=3)) == []


def test_the_page_says_the_time_in_both_zones_and_offers_no_end_before_the_beginning(
    meeting: Meeting, recruiter: FlaskClient
) -> None:
    meeting.arrange(zone="America/New_York", time="09:30")
    page = recruiter.get(f"{DESK}/applications/{meeting.application}").get_data(as_text=True)
    assert "1 December 2026, 14:30 here, 09:30 in America/New_York" in page
    assert "It took place" not in page
    assert "Cancel it" in page


@pytest.mark.parametrize(
    ("day", "clock", "zone"),
    [("2027-03-28", "01:30", "Europe/London"), ("2027-03-14", "02:15", "America/New_York")],
)
def test_an_hour_that_clocks_leave_out_is_no_time(board: BoardState, day: str, clock: str, zone: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Meeting(board).arrange(date=day, time=clock, zone=zone)
    assert refused.value.errors["time"] == [
        f"Clocks in {zone} go forward that day and leave {clock} out. Choose another time."
    ]


def test_of_an_hour_that_comes_twice_it_is_the_first(board: BoardState) -> None:
    meeting = Meeting(board)
    found = meeting.now(meeting.arrange(date="2027-10-31", time="01:30", zone="Europe/London"))
    assert found.scheduled_at.isoformat() == "2027-10-31T00:30:00+00:00"


def test_two_things_at_once_are_said_and_arranged_all_the_same_by_who_says_so(
    board: BoardState, recruiter: FlaskClient
) -> None:
    first, other = Meeting(board), Meeting(board, "nora@example.org")
    arranged = first.arrange(interviewers=["idris"])
    path = f"{DESK}/applications/{other.application}/interview"
    form = FORM | {"time": "14:30", "interviewers": ["idris"]}
    asked = recruiter.post(path, data=form)
    assert asked.status_code == 422
    page = asked.get_data(as_text=True)
    assert "has another interview, 14:00 to 14:45." in page
    assert 'name="anyway"' in page
    assert recruiter.post(path, data=form | {"anyway": "yes"}).status_code == 302
    assert first.move(arranged, time="14:10", interviewers=["idris"], anyway="yes")


def test_nobody_is_in_two_places(board: BoardState) -> None:
    meeting = Meeting(board)
    arranged = meeting.arrange(interviewers=["idris"])
    with pytest.raises(InvalidInput, match="The candidate has another interview, 14:00 to 14:45"):
        meeting.arrange(time="13:30", interviewers=["judith"])
    meeting.arrange(time="14:45", interviewers=["idris"])  # right after
    meeting.arrange(time="13:15", interviewers=["idris"])  # right before
    assert not meeting.move(arranged, interviewers=["idris"])  # itself is no clash
    interviews.mark_interview(board, arranged, "cancelled", actor=JUDITH)
    meeting.arrange(interviewers=["idris"])


def test_an_answer_reaches_who_arranged_it(board: BoardState) -> None:
    meeting = Meeting(board)
    meeting.arrange()
    assert {mail["Reply-To"] for mail in meeting.mails()} == {board.identity.email(JUDITH.id)}


def test_where_the_board_wants_it_answers_go_to_its_own_address(board: BoardState) -> None:
    meeting = Meeting(replace(board, config=replace(board.config, answers_to_author=False)))
    meeting.arrange()
    assert {mail["Reply-To"] for mail in meeting.mails()} == {None}


@pytest.mark.parametrize(("today", "proposed"), [("2026-11-24", "2026-11-27"), ("2026-11-25", "2026-11-30")])
def test_no_weekend_is_proposed(
    board: BoardState, recruiter: FlaskClient, clock: FixedClock, today: str, proposed: str
) -> None:
    clock.at = datetime.fromisoformat(f"{today}T09:00:00+00:00")
    page = recruiter.get(f"{DESK}/applications/{Meeting(board).application}/interview").get_data(as_text=True)
    assert f'value="{proposed}"' in page


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2020-01-01", "2029-01-01", "9999-12-31"])
def test_a_day_that_is_far_away_is_a_slip(board: BoardState, day: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Meeting(board).arrange(date=day, time="23:59")
    assert refused.value.errors == {"date": ["Choose a day within two years of today."]}
