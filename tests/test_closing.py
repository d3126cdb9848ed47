"""The close dialog: nobody is proposed against what they said, and what is shown is what happens."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.applications.models import CandidateMessage
from jobboard.effects import drain
from jobboard.errors import InvalidInput
from jobboard.flows import close_application, own_data, pool
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import JUDITH, RAVI, board_of, close_host, make_host

DESK = "/recruit"
STOPPED = "They stopped being kept on file on 24 November 2026."
TOO_SENIOR = {"disposition": "too_senior_for_role", "evidence": ["level"]}


def words(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def a_manager(board: BoardState, *, met: bool = True, consent: str = "live") -> str:
    """A past manager in a coordinator's job: the application's public id."""
    person = given.a_candidate(board, "Farid Nettleship")
    given.a_consent(board, person, state=consent)
    application = given.an_application(board, person, given.a_job(board, "Marketing Coordinator", publish=True))
    if met:
        given.interviewed(board, application)
    return application


def stop(board: BoardState, application: str) -> None:
    """They press “Stop keeping me on file” on their own page."""
    own_data.withdraw_keep_consent(board, given.full(board, application).candidate.access_key)
    board.session.remove()


def letters(board: BoardState) -> list[str]:
    """The kinds of mail that were written."""
    return list(board.session().scalars(select(CandidateMessage.kind)))


def ticked(page: str) -> list[str]:
    """Names and values of what is ticked or chosen by radio."""
    return ["=".join(found) for found in re.findall(r'name="([^"]+)" value="([^"]+)" checked', page)]


def test_whoever_stopped_being_kept_is_neither_proposed_nor_asked(board: BoardState, recruiter: FlaskClient) -> None:
    application = a_manager(board)
    assert "keep=yes" in ticked(recruiter.get(f"{DESK}/applications/{application}/close").text)
    stop(board, application)
    page = recruiter.get(f"{DESK}/applications/{application}/close").text
    assert STOPPED in words(page)
    assert "keep=yes" not in ticked(page)
    assert "Level from" not in page
    assert "message=honest_no" in ticked(page)
    assert "May we keep you" not in page
    assert "Close and keep" not in page


def test_keeping_against_a_withdrawal_is_refused_until_they_say_yes_anew(
    board: BoardState, recruiter: FlaskClient
) -> None:
    application = a_manager(board)
    stop(board, application)
    form = TOO_SENIOR | {"keep": "yes", "message": "ask_to_keep"}
    refused = recruiter.post(f"{DESK}/applications/{application}/close", data=form)
    assert refused.status_code == 422
    assert STOPPED in words(refused.text)
    assert 'href="#keep"' in refused.text
    assert (letters(board), board.session().scalars(select(KeptCandidate)).all()) == ([], [])
    own_data.give_keep_consent(board, given.full(board, application).candidate.access_key)
    board.session.remove()
    close_application.close(board, application, form | {"message": "kept_on_file"}, actor=JUDITH)
    assert letters(board) == ["kept_on_file"]


def test_closing_several_proposes_nobody_who_stopped_being_kept(board: BoardState, recruiter: FlaskClient) -> None:
    application = a_manager(board)
    stop(board, application)
    job = given.full(board, application).job
    assert job is not None
    path = f"{DESK}/jobs/{job.public_id}/selected/close"
    page = recruiter.get(path, query_string={"pick": application}).text
    assert STOPPED in words(page)
    assert "Whom to keep" not in page
    assert f"keep-{application}=yes" not in ticked(page)
    form = {"pick": application, "reason": "position_filled", "letter": "yes"}
    refused = recruiter.post(path, data=form | {f"keep-{application}": "yes"})
    assert refused.status_code == 422
    assert f'href="#keep-{application}"' in refused.text
    recruiter.post(path, data=form)
    assert letters(board) == ["honest_no"]


def test_whoever_asked_not_to_be_contacted_is_proposed_no_mail(board: BoardState, recruiter: FlaskClient) -> None:
    application = a_manager(board, consent="none")
    person = given.full(board, application).candidate.public_id
    pool.set_do_not_contact(board, person, asked=True, actor=JUDITH)
    page = recruiter.get(f"{DESK}/applications/{application}/close").text
    assert "No mail: they asked not to be contacted" in words(page)
    assert ticked(page) == ["disposition=too_senior_for_role", "evidence=level", "message=none"]


def test_a_mail_about_a_file_goes_to_nobody_who_stopped_being_kept(board: BoardState) -> None:
    application = a_manager(board)
    stop(board, application)
    with pytest.raises(InvalidInput) as refused:
        close_application.close(board, application, TOO_SENIOR | {"message": "ask_to_keep"}, actor=JUDITH)
    assert "message" in refused.value.errors


def previews(page: str) -> dict[str, str]:
    """The mails that a page shows, by what they are called."""
    return {
        name: unescape(body) for name, body in re.findall(r'<pre[^>]* aria-label="([^"]+)">(.*?)</pre>', page, re.S)
    }


@pytest.mark.parametrize(
    ("kind", "label"),
    [("kept_on_file", "An honest no, and the file, in your name"), ("honest_no", "Honest no")],
)
def test_the_mail_that_goes_is_the_one_that_was_shown(
    board: BoardState, recruiter: FlaskClient, kind: str, label: str
) -> None:
    application = a_manager(board)
    path = f"{DESK}/applications/{application}/close"
    form = {
        "disposition": "timing",
        "keep": "yes",
        "functions": ["operations"],
        "min_level": "manager",
        "max_level": "head",
        "message": kind,
        "own_paragraph": "Your plan for the fair was the best we saw.",
    }
    shown = recruiter.post(path, data=form | {"preview": "yes"})
    assert (shown.status_code, letters(board)) == (200, [])
    recruiter.post(path, data=form)
    sent = board.session().scalars(select(CandidateMessage.body)).one()
    assert previews(shown.text)[label] == sent
    assert "Your plan for the fair was the best we saw." in sent
    assert "the time was not right" in sent


def test_no_mail_is_shown_for_a_form_that_cannot_be_read(board: BoardState, recruiter: FlaskClient) -> None:
    path = f"{DESK}/applications/{a_manager(board)}/close"
    form = {"disposition": "timing", "own_paragraph": "x" * 601, "preview": "yes"}
    page = recruiter.post(path, data=form).text
    assert "Keep this to 600 characters." in page
    assert previews(page) == {}


@pytest.mark.parametrize(
    ("message", "sent", "said"),
    [
        ("kept_on_file", False, "Open again. The kept record is withdrawn. The mail is stopped; it never leaves."),
        ("kept_on_file", True, "Open again. The kept record is withdrawn. The mail had left already, today at"),
        ("none", False, "Open again. The kept record is withdrawn."),
    ],
)
def test_reopening_says_what_became_of_the_record_and_the_mail(
    board: BoardState, recruiter: FlaskClient, message: str, sent: bool, said: str
) -> None:
    application = a_manager(board)
    close_application.close(board, application, TOO_SENIOR | {"keep": "yes", "message": message}, actor=JUDITH)
    if sent:
        given.make_mail_due(board)
        drain(board)
    page = recruiter.post(f"{DESK}/applications/{application}/reopen", follow_redirects=True).text
    assert said in words(page)
    assert ("is stopped" in page, "had left" in page) == ("stopped" in said, "left" in said)


def test_reopening_what_ended_without_a_record_or_a_mail_speaks_of_neither(
    board: BoardState, recruiter: FlaskClient
) -> None:
    application = a_manager(board)
    close_application.close(board, application, {"disposition": "timing", "message": "none"}, actor=JUDITH)
    page = words(recruiter.post(f"{DESK}/applications/{application}/reopen", follow_redirects=True).text)
    assert "Open again." in page
    assert "record is withdrawn" not in page


def test_who_closes_what_a_colleague_has_moved_reads_where_it_stands_and_closes_all_the_same(
    board: BoardState, recruiter: FlaskClient
) -> None:
    application = a_manager(board)
    path = f"{DESK}/applications/{application}/close"
    (seen,) = re.findall(r'name="seen" value="(\w+)"', recruiter.get(path).text)
    pool.move_stage(board, application, "offer", actor=RAVI)
    form = {"disposition": "timing", "message": "none", "note": "In spring.", "own_paragraph": "Bye.", "seen": seen}
    late = recruiter.post(path, data=form)
    assert late.status_code == 409
    assert f"Farid Nettleship stands in Offer by now: {RAVI.name} moved them." in words(late.text)
    assert re.search(r">\nIn spring\.</textarea>", late.text)
    assert re.search(r">\nBye\.</textarea>", late.text)
    assert "disposition=timing" in ticked(late.text)
    assert given.full(board, application).status.value == "active"
    board.session.remove()
    (seen,) = re.findall(r'name="seen" value="(\w+)"', late.text)
    assert recruiter.post(path, data=form | {"seen": seen}).status_code == 302
    board.session.remove()
    assert given.full(board, application).status.value == "rejected"


def test_a_hire_is_taken_back_with_what_it_ended(board: BoardState, recruiter: FlaskClient) -> None:
    kept = given.kept_candidate(board)
    person = given.kept(board, kept).candidate.public_id
    application = given.an_application(board, person, given.a_job(board, "Head of Marketing", publish=True))
    pool.move_stage(board, application, "screen", actor=JUDITH)
    pool.move_stage(board, application, "offer", actor=JUDITH)
    hired = recruiter.post(f"{DESK}/applications/{application}/move", data={"to": "hired"}, follow_redirects=True).text
    assert given.kept(board, kept).status is KeptStatus.PLACED
    (key,) = set(re.findall(r'name="together" value="(\w+)"', hired))
    undone = recruiter.post(f"{DESK}/applications/{application}/move/undo", data={"together": key})
    assert undone.status_code == 302
    board.session.remove()
    stands = given.full(board, application)
    assert (stands.stage.value, stands.status.value) == ("offer", "active")
    assert given.kept(board, kept).status is KeptStatus.ACTIVE
    again = recruiter.post(f"{DESK}/applications/{application}/move/undo", data={"together": key})
    assert again.status_code == 409


@pytest.mark.parametrize("met", [True, False])
def test_a_letter_speaks_of_an_interview_only_to_whom_was_interviewed(
    board: BoardState, recruiter: FlaskClient, met: bool
) -> None:
    page = recruiter.get(f"{DESK}/applications/{a_manager(board, met=met)}/close").text
    assert ("after the interview" in page) is met
    assert "Your application" in page


def test_one_minute_is_one_minute(database_url: str, tmp_path: Path) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_MAIL_DELAY_MINUTES=1)
    page = client_as(app, JUDITH).get(f"{DESK}/applications/{a_manager(board_of(app))}/close").text
    assert "waits 1 minute, so" in words(page)
    close_host(app)


def test_also_a_confirmed_proposal_sends_the_mail_that_was_shown(board: BoardState, recruiter: FlaskClient) -> None:
    close_application.close(board, a_manager(board), {"disposition": "timing", "message": "none"}, actor=JUDITH)
    (kept,) = board.session().scalars(select(KeptCandidate.public_id))
    form = {"message": "kept_on_file", "functions": ["operations"], "own_paragraph": "Until the next fair."}
    path = f"{DESK}/kept/{kept}/confirm"
    shown = previews(recruiter.post(path, data=form | {"preview": "yes"}).text)
    recruiter.post(path, data=form)
    sent = board.session().scalars(select(CandidateMessage.body)).one()
    assert shown == {"An honest no, and the file, in your name": sent}
    assert "Until the next fair." in sent
