"""Before somebody is written to: one open conversation a person, a pause between approaches, old evidence confirmed."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from jobboard.access import Actor, Role
from jobboard.errors import ContactPaused, InConversation, JobboardError
from jobboard.flows import close_application, review
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptStatus, Surfacing, SurfacingStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.test_races import together

DESK = "/recruit"
RAVI = Actor("ravi", "Ravi Thornbury", Role.RECRUITER)
LETTER = {"subject": "A better role", "body": "Shall we talk?"}


def waiting(board: BoardState) -> dict[str, str]:
    """Who waits in the inbox: the job's title to the review's public id."""
    board.session.remove()
    found = queries.inbox(board.session(), given.scope(board), now=board.now())
    return {one.job.title: one.public_id for one in found}


def two_roles(board: BoardState) -> tuple[str, str]:
    """One kept person who surfaced for two jobs."""
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    given.a_job(board, "Brand Marketing Manager", publish=True)
    found = waiting(board)
    return found["Marketing Manager"], found["Brand Marketing Manager"]


def review_of(board: BoardState, public_id: str) -> Surfacing:
    """One review with everything loaded."""
    board.session.remove()
    return queries.get_surfacing(board.session(), given.scope(board), public_id)


def test_a_second_recruiter_is_told_who_talks_and_since_when(board: BoardState, recruiter: FlaskClient) -> None:
    first, second = two_roles(board)
    application = review.invite(board, first, LETTER, actor=RAVI)
    with pytest.raises(InConversation, match="Ravi Thornbury has been in conversation with Maren") as stopped:
        review.invite(board, second, LETTER | {"anyway": "yes"}, actor=given.RECRUITER)
    assert "about Marketing Manager since 24 November 2026" in str(stopped.value)
    assert "close that application first" in str(stopped.value)
    assert (stopped.value.application_id, stopped.value.may_go_on) == (application, False)
    page = recruiter.get(f"{DESK}/inbox/{second}/invite").get_data(as_text=True)
    assert "Ravi Thornbury is in conversation with them about Marketing Manager since 24 November" in page
    assert f"{DESK}/applications/{application}" in page
    assert "Send the invitation" not in page
    assert recruiter.post(f"{DESK}/inbox/{second}/invite", data=LETTER).status_code == 409
    assert "In conversation with Ravi Thornbury" in recruiter.get(f"{DESK}/inbox").get_data(as_text=True)


def test_the_conversation_over_the_next_may_begin(board: BoardState) -> None:
    first, second = two_roles(board)
    review.invite(board, first, LETTER, actor=RAVI)
    review.undo(board, first, actor=RAVI)
    review.invite(board, second, LETTER, actor=given.RECRUITER)
    assert review_of(board, second).status is SurfacingStatus.CONVERTED


def test_an_application_of_their_own_needs_a_word_and_no_more(board: BoardState, recruiter: FlaskClient) -> None:
    first, _ = two_roles(board)
    person = review_of(board, first).kept.candidate.public_id
    given.an_application(board, person, given.a_job(board, "Credit Controller", publish=True))
    with pytest.raises(InConversation) as stopped:
        review.invite(board, first, LETTER, actor=RAVI)
    assert stopped.value.may_go_on
    form = recruiter.get(f"{DESK}/inbox/{first}/invite").get_data(as_text=True)
    assert "They have an application for Credit Controller in progress since 24 November" in form
    answer = recruiter.post(f"{DESK}/inbox/{first}/invite", data=LETTER)
    assert answer.status_code == 409
    assert 'aria-describedby="anyway-error"' in answer.get_data(as_text=True)
    assert recruiter.post(f"{DESK}/inbox/{first}/invite", data=LETTER | {"anyway": "yes"}).status_code == 302


def written_to_and_free_again(board: BoardState) -> str:
    """Somebody who was invited, said no, and waits for another job: that review."""
    first, second = two_roles(board)
    application = review.invite(board, first, LETTER, actor=RAVI)
    close_application.close(board, application, {"disposition": "withdrew_personal", "message": "none"}, actor=RAVI)
    return second


def test_between_two_approaches_lies_a_pause(board: BoardState, recruiter: FlaskClient) -> None:
    second = written_to_and_free_again(board)
    board.clock.advance(timedelta(days=12))  # type: ignore[attr-defined] # the twin
    with pytest.raises(ContactPaused, match="Ravi Thornbury wrote to Maren Okafor-Lund on 24 November 2026"):
        review.invite(board, second, LETTER, actor=given.RECRUITER)
    form = recruiter.get(f"{DESK}/inbox/{second}/invite").get_data(as_text=True)
    assert re.search(r"Written to last week by Ravi Thornbury about “A better role”; the pause is 30 days", form)
    answer = recruiter.post(f"{DESK}/inbox/{second}/invite", data=LETTER)
    assert answer.status_code == 409
    assert "Write all the same" in answer.get_data(as_text=True)
    assert recruiter.post(f"{DESK}/inbox/{second}/invite", data=LETTER | {"soon": "yes"}).status_code == 302


def test_after_the_pause_nobody_asks(board: BoardState) -> None:
    second = written_to_and_free_again(board)
    board.clock.advance(timedelta(days=31))  # type: ignore[attr-defined] # the twin
    review.invite(board, second, LETTER, actor=given.RECRUITER)
    assert review_of(board, second).kept.status is KeptStatus.IN_CONVERSATION


def test_a_letter_about_an_application_starts_no_pause(board: BoardState) -> None:
    given.kept_candidate(board, message="kept_on_file")
    given.a_job(board, "Marketing Manager", publish=True)
    review.invite(board, waiting(board)["Marketing Manager"], LETTER, actor=given.RECRUITER)


@pytest.mark.parametrize("same", [False, True], ids=["two-jobs", "one-job"])
def test_of_two_who_press_at_once_exactly_one_begins(board: BoardState, same: bool) -> None:
    first, second = two_roles(board)
    presses = [(first, RAVI), (first if same else second, given.RECRUITER)] * 3

    def press(surfacing: str, actor: Actor) -> None:
        review.invite(board, surfacing, LETTER, actor=actor)

    errors = together(board, [lambda each=each: press(*each) for each in presses])  # type: ignore[misc] # binds now
    assert len(errors) == len(presses) - 1
    assert set(errors) <= {"InConversation", "AlreadyDecided", "Conflict", "AlreadyApplied", "IllegalMove"}
    became = [review_of(board, one).status for one in {first, second}]
    assert became.count(SurfacingStatus.CONVERTED) == 1


# Reconfirm first


def test_old_evidence_is_tagged_asked_about_and_taken_back(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board)
    board.clock.advance(timedelta(days=400))  # type: ignore[attr-defined] # the twin
    given.a_job(board, "Marketing Manager", publish=True)
    found = waiting(board)["Marketing Manager"]
    page = recruiter.get(f"{DESK}/inbox").get_data(as_text=True)
    assert page.count("Reconfirm first") >= 2
    assert f"{DESK}/inbox/{found}/reconfirm" in page
    form = recruiter.get(f"{DESK}/inbox/{found}/reconfirm").get_data(as_text=True)
    assert "does what we noted still hold?" in form
    answer = recruiter.post(f"{DESK}/inbox/{found}/reconfirm", data=LETTER)
    page = recruiter.get(answer.location).get_data(as_text=True)
    assert "Asked today whether this holds" in page
    assert f"{DESK}/inbox/{found}/reconfirm/undo" in page
    recruiter.post(f"{DESK}/inbox/{found}/reconfirm/undo")
    assert "Reconfirm first" in recruiter.get(f"{DESK}/inbox").get_data(as_text=True)


def test_whoever_was_asked_a_moment_ago_is_not_invited_unasked(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board)
    board.clock.advance(timedelta(days=400))  # type: ignore[attr-defined] # the twin
    given.a_job(board, "Marketing Manager", publish=True)
    found = waiting(board)["Marketing Manager"]
    recruiter.post(f"{DESK}/inbox/{found}/reconfirm", data=LETTER)
    with pytest.raises(JobboardError, match="To leave them in peace"):
        review.invite(board, found, LETTER, actor=given.RECRUITER)


def test_young_evidence_needs_no_question(board: BoardState, recruiter: FlaskClient) -> None:
    two_roles(board)
    assert "Reconfirm first" not in recruiter.get(f"{DESK}/inbox").get_data(as_text=True)
