"""A promise outlives one conversation: what became of kept people afterwards."""

import pytest

from jobboard.errors import Conflict
from jobboard.flows import close_application, interviews, jobs, own_data, pool, review
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given

INVITE = {"subject": "A better role", "body": "Shall we talk?"}


def waiting(board: BoardState) -> list[str]:
    """The jobs for which somebody waits in the inbox."""
    board.session().expire_all()
    return [found.job.title for found in queries.inbox(board.session(), given.scope(board), now=board.now())]


def invited(board: BoardState) -> tuple[str, str]:
    """Somebody invited for a better role: (kept record, application)."""
    kept_id = given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = queries.inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    return kept_id, review.invite(board, surfacing, INVITE, actor=given.RECRUITER)


def test_somebody_who_did_not_get_the_better_role_is_promised_the_next(board: BoardState) -> None:
    kept_id, application_id = invited(board)
    form = {"disposition": "skills_not_matched", "message": "none"}
    close_application.close(board, application_id, form, actor=given.RECRUITER)
    assert given.kept(board, kept_id).status is KeptStatus.ACTIVE
    given.a_job(board, "Head of Marketing", publish=True)
    assert waiting(board) == ["Head of Marketing"]


def test_somebody_who_got_it_is_placed(board: BoardState) -> None:
    kept_id, application_id = invited(board)
    for stage in ("interview", "offer", "hired"):
        pool.move_stage(board, application_id, stage, actor=given.RECRUITER)
    assert given.kept(board, kept_id).status is KeptStatus.PLACED
    given.a_job(board, "Head of Marketing", publish=True)
    assert waiting(board) == []


@pytest.mark.parametrize("state", ["expired", "withdrawn"])
def test_a_yes_after_the_end_begins_again(board: BoardState, state: str) -> None:
    kept_id = given.kept_candidate(board)
    kept = given.kept(board, kept_id)
    key = kept.candidate.access_key
    if state == "withdrawn":
        own_data.withdraw_keep_consent(board, key)
    else:
        with board.transaction():
            given.kept(board, kept_id).status = KeptStatus.EXPIRED
    own_data.give_keep_consent(board, key)
    board.session().expire_all()
    assert given.kept(board, kept_id).status is KeptStatus.ACTIVE
    given.a_job(board, "Marketing Manager", publish=True)
    assert waiting(board) == ["Marketing Manager"]


def test_somebody_who_stopped_leaves_the_inbox_at_once(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    assert waiting(board) == ["Marketing Manager"]
    own_data.withdraw_keep_consent(board, given.kept(board, kept_id).candidate.access_key)
    assert waiting(board) == []


def test_an_invitation_cannot_be_undone_once_work_has_begun(board: BoardState) -> None:
    _kept_id, application_id = invited(board)
    surfacing = given.full(board, application_id).surfacing_id or ""
    given.interviewed(board, application_id)
    with pytest.raises(Conflict):
        review.undo(board, surfacing, actor=given.RECRUITER)
    assert given.full(board, application_id).public_id == application_id


def test_one_person_kept_twice_surfaces_once_for_a_job(board: BoardState) -> None:
    kept = given.kept(board, given.kept_candidate(board))
    second = given.an_application(
        board, kept.candidate.public_id, given.a_job(board, "Brand Assistant", publish=True, function="marketing")
    )
    given.interviewed(board, second)
    form = {"disposition": "too_senior_for_role", "evidence": ["level"], "keep": "true", "message": "none"}
    close_application.close(board, second, form, actor=given.RECRUITER)
    given.a_job(board, "Marketing Manager", publish=True)
    assert waiting(board).count("Marketing Manager") == 1


def test_a_letter_thanks_nobody_for_an_interview_that_was_cancelled(board: BoardState) -> None:
    application_id = given.an_application(
        board, given.a_candidate(board), given.a_job(board, "Marketing Coordinator", publish=True)
    )
    form = {"date": "2026-12-03", "time": "10:00", "interviewers": ["idris"]}
    interview = interviews.schedule_interview(board, application_id, form, actor=given.RECRUITER)
    interviews.mark_interview(board, interview, "cancelled", actor=given.RECRUITER)
    proposal = close_application.propose(board, application_id, actor=given.RECRUITER)
    letters = " ".join(draft.body for draft in proposal.messages)
    assert "Thank you for applying" in letters
    assert "3 December" not in letters


def form(**changes: str) -> dict[str, str]:
    """The job form as a recruiter fills it in, without the tick that confirms the level."""
    filled = {"title": "VP Marketing", "organization": "Calderside Mills", "function": "marketing", "place": "Leeds"}
    return filled | {"pay_to": "52,000"} | changes


def test_a_clear_title_gates_also_when_nobody_ticked_the_box(board: BoardState) -> None:
    given.kept_candidate(board)
    for title in ("VP Marketing", "Marketing Coordinator"):
        job_id = jobs.save_job(board, form(title=title), actor=given.RECRUITER)
        jobs.publish_job(board, job_id, actor=given.RECRUITER)
    assert waiting(board) == []


def test_a_level_picked_against_the_title_counts_as_declared(board: BoardState) -> None:
    given.kept_candidate(board)
    job_id = jobs.save_job(board, form(title="Marketing Manager", level="9"), actor=given.RECRUITER)
    jobs.publish_job(board, job_id, actor=given.RECRUITER)
    assert waiting(board) == []
    assert given.job(board, job_id).level_rank == 9


def test_correcting_a_job_takes_back_who_no_longer_fits(board: BoardState) -> None:
    given.kept_candidate(board)
    job_id = jobs.save_job(board, form(title="Marketing Manager"), actor=given.RECRUITER)
    jobs.publish_job(board, job_id, actor=given.RECRUITER)
    assert waiting(board) == ["Marketing Manager"]
    changed = form(title="Marketing Manager", level="8", level_confirmed="true")
    jobs.save_job(board, changed, actor=given.RECRUITER, job_id=job_id)
    assert waiting(board) == []
    jobs.save_job(board, changed | {"level": "5"}, actor=given.RECRUITER, job_id=job_id)
    assert waiting(board) == ["Marketing Manager"]


def test_nobody_surfaces_for_more_jobs_than_a_morning_holds(board: BoardState) -> None:
    for number in range(14):
        given.a_job(board, f"Marketing Manager {number}", publish=True, level_rank=5)
    given.kept_candidate(board)
    assert len(waiting(board)) == 10


def test_a_neighbouring_function_needs_something_to_show_for_it(board: BoardState) -> None:
    given.kept_candidate(board)
    given.a_job(board, "Sales Manager", publish=True, requirements=[])
    assert waiting(board) == []
    given.a_job(board, "Sales Manager, trade", publish=True, level_rank=5, function="sales")
    assert waiting(board) == ["Sales Manager, trade"]


def test_a_consent_row_cannot_be_rewritten(board: BoardState) -> None:
    kept = given.kept(board, given.kept_candidate(board))
    with pytest.raises(TypeError, match="append-only"), board.transaction():
        given.person(board, kept.candidate.public_id).consents[0].expires_at = board.now()
