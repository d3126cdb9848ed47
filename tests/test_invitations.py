"""The drafted invitation says what is true of this person and this job."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from jobboard.applications.models import CandidateMessage
from jobboard.flows import contact, invitations, messages, own_data, review
from jobboard.flows.policy import policy
from jobboard.keep_on_file import queries, surfacing
from jobboard.keep_on_file.models import KeepReason, Surfacing
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.databases import on_sqlite
from tests.support.host import RAVI


def waiting(board: BoardState) -> Surfacing:
    """Maren, interviewed for Marketing Coordinator, waiting for Marketing Manager."""
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    board.session.remove()
    session, scope = board.session(), given.scope(board)
    return queries.get_surfacing(session, scope, queries.inbox(session, scope, now=board.now())[0].public_id)


def drafted(board: BoardState, found: Surfacing) -> messages.MessageDraft:
    """The draft for this review as it stands in memory."""
    with board.session().no_autoflush:
        consent = contact.check_consent(board, found.kept)
        return invitations.invitation(board, found, actor=given.RECRUITER, consent=consent)


def test_it_names_the_interview_the_job_its_place_and_its_pay(board: BoardState) -> None:
    draft = drafted(board, waiting(board))
    assert draft.subject == "Marketing Manager at Calderside Mills"
    assert "You came in on 24 November 2026 for Marketing Coordinator at Calderside Mills." in draft.body
    assert "Marketing Manager at Calderside Mills, in Leeds, £46,000–£52,000 a year." in draft.body
    assert "The work is marketing, as in the job you came for." in draft.body
    assert "run a team" not in draft.body  # what interviewers wrote stays with us


@on_sqlite
@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (KeepReason.MORE_SENIOR, "you brought more than it could use"),
        (KeepReason.RUNNER_UP, "It was close, and somebody else was chosen."),
        (KeepReason.TIMING, "The time was not right then."),
        (KeepReason.POSITION_CANCELLED, "cancelled, through no fault of yours"),
    ],
)
def test_it_says_why_they_were_kept(board: BoardState, reason: KeepReason, said: str) -> None:
    found = waiting(board)
    found.kept.reason = reason
    assert said in drafted(board, found).body
    assert ("you brought more" in drafted(board, found).body) is (reason is KeepReason.MORE_SENIOR)


def test_nobody_is_told_of_a_better_job_that_is_none(board: BoardState) -> None:
    found = waiting(board)
    origin, job = found.kept.origin_application, found.job
    assert origin is not None
    assert job.level_rank is not None
    assert "above the job you came for, and is closer to what you have done" in drafted(board, found).body
    origin.applied_level_rank = job.level_rank
    assert "at the same level as the job you came for" in drafted(board, found).body
    origin.applied_level_rank = job.level_rank + 1
    assert "below the job you came for" in drafted(board, found).body
    origin.applied_level_rank, job.level_rank = job.level_rank, 9
    assert "a step up, from the job you came for and from what you have done so far" in drafted(board, found).body
    job.level_rank = None
    assert "above" not in drafted(board, found).body


def test_their_own_wish_is_quoted_where_it_speaks_for_the_job(board: BoardState) -> None:
    found = waiting(board)
    found.kept.own_words = "I would come back for a manager job."
    assert "You told us what you would like: “I would come back for a manager job”." in drafted(board, found).body
    found.kept.own_words = "Nothing in finance, please."
    assert "You told us" not in drafted(board, found).body


# When it can no longer be sent

LETTER = {"subject": "A better role", "body": "Shall we talk on Friday?"}


def unsent(recruiter: FlaskClient, found: Surfacing, **more: str) -> str:
    """What the page says after pressing send in vain."""
    answer = recruiter.post(f"/recruit/inbox/{found.public_id}/invite", data=LETTER | more)
    assert answer.status_code == 409
    page = unescape(answer.get_data(as_text=True))
    assert "Shall we talk on Friday?" in page
    return page


def letters(board: BoardState) -> int:
    """How many invitations were written."""
    found = select(func.count()).select_from(CandidateMessage).where(CandidateMessage.kind == messages.INVITATION)
    return board.session().scalar(found) or 0


def test_consent_withdrawn_while_writing_is_said_and_the_text_stays(board: BoardState, recruiter: FlaskClient) -> None:
    found = waiting(board)
    own_data.withdraw_keep_consent(board, found.kept.candidate.access_key)
    page = unsent(recruiter, found)
    assert "no longer waits for Marketing Manager" in page
    assert "They stopped being kept on file." in page
    assert letters(board) == 0


def test_a_job_that_no_longer_fits_is_said_and_the_text_stays(board: BoardState, recruiter: FlaskClient) -> None:
    found = waiting(board)
    with board.transaction() as session:
        found = queries.get_surfacing(session, given.scope(board), found.public_id)
        surfacing.take_back(session, found, policy(board, session), actor=given.RECRUITER, why="The job changed.")
    assert "The job changed." in unsent(recruiter, found)


def test_a_second_press_says_that_the_first_letter_waits_or_has_left(board: BoardState, recruiter: FlaskClient) -> None:
    found = waiting(board)
    review.invite(board, found.public_id, LETTER, actor=given.RECRUITER)
    board.session.remove()
    path, page = f"/recruit/inbox/{found.public_id}/invite", unsent(recruiter, found)
    assert "has invited Maren Okafor-Lund for this job before. That message is still waiting to leave" in page
    assert letters(board) == 1
    assert recruiter.get(path).status_code == 302


@pytest.mark.parametrize(
    ("act", "form"), [("dismiss", {"scope": "always"}), ("snooze", {"until": "2027-03-01"}), ("invite", LETTER)]
)
def test_an_old_page_does_not_silently_replace_a_colleagues_snooze(
    board: BoardState, recruiter: FlaskClient, act: str, form: dict[str, str]
) -> None:
    found = waiting(board)
    path = f"/recruit/inbox/{found.public_id}/{act}"
    opened = _version(recruiter.get(path).get_data(as_text=True))
    review.snooze(board, found.public_id, {"until": "2026-12-24"}, actor=RAVI)
    answer = recruiter.post(path, data=form | {"version": opened})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Ravi Thornbury snoozed them until 24 December 2026. That was on 24 November 2026" in page
    assert recruiter.post(path, data=form | {"version": _version(page)}).status_code == 302


def _version(page: str) -> str:
    found = re.search(r'name="version" id="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


@on_sqlite
@pytest.mark.parametrize("act", ["dismiss", "snooze", "invite", "reconfirm"])
def test_the_first_field_has_the_focus(board: BoardState, recruiter: FlaskClient, act: str) -> None:
    page = recruiter.get(f"/recruit/inbox/{waiting(board).public_id}/{act}").get_data(as_text=True)
    assert len(re.findall(r"<input [^>]*\bautofocus\b", page)) == 1
