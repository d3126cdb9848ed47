"""The drafted invitation says what is true of this person and this job."""

import pytest

from jobboard.flows import contact, invitations, messages
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeepReason, Surfacing
from jobboard.state import BoardState
from jobboard.testing import situations as given


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
    assert "It is marketing, as was the job you came for." in draft.body
    assert "run a team" not in draft.body  # what interviewers wrote stays with us


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
    assert "above the job you came for, and closer to what you have done" in drafted(board, found).body
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
