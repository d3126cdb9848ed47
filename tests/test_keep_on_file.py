"""The story the product exists for, and its mirror images, through the flows."""

from datetime import date, timedelta

import pytest

from jobboard.applications.models import ApplicationStatus
from jobboard.errors import EvidenceRequired, InvalidInput, NoLongerWaits
from jobboard.flows import close_application, jobs, own_data, review
from jobboard.flows.why_not import why_not
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptStatus, SurfacingStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given

INVITE = {"subject": "A better role", "body": "Shall we talk?"}


def inbox(board: BoardState) -> list[tuple[str, str]]:
    """(person, job) for everybody who waits, in order."""
    waiting = queries.inbox(board.session(), given.scope(board), now=board.now())
    return [(found.kept.candidate.name, found.job.title) for found in waiting]


def first(board: BoardState) -> str:
    """The public id of the one on top."""
    return queries.inbox(board.session(), given.scope(board), now=board.now())[0].public_id


def test_a_past_manager_surfaces_when_a_manager_job_opens(board: BoardState) -> None:
    given.kept_candidate(board)
    job_id = given.a_job(board, "Marketing Manager")
    jobs.publish_job(board, job_id, actor=given.RECRUITER)
    assert inbox(board) == [("Maren Okafor-Lund", "Marketing Manager")]


def test_the_points_of_the_evidence_add_up_to_the_score(board: BoardState) -> None:
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    found = queries.inbox(board.session(), given.scope(board), now=board.now())[0]
    assert found.score == sum(line["points"] for line in found.evidence)
    assert all(line["sentence"] and line["source"] for line in found.evidence)
    assert found.score > 0


@pytest.mark.parametrize("title", ["Marketing Coordinator", "Marketing Assistant", "VP Marketing"])
def test_neither_the_same_level_nor_one_out_of_reach_surfaces(board: BoardState, title: str) -> None:
    given.kept_candidate(board)
    given.a_job(board, title, publish=True)
    assert inbox(board) == []


def test_another_function_does_not_surface(board: BoardState) -> None:
    given.kept_candidate(board)
    given.a_job(board, "Ward Manager", function="health", publish=True)
    assert inbox(board) == []


@pytest.mark.parametrize("consent", ["expired", "withdrawn", "none"])
def test_nobody_surfaces_without_a_live_consent(board: BoardState, consent: str) -> None:
    given.kept_candidate(board, consent=consent)
    given.a_job(board, "Marketing Manager", publish=True)
    assert inbox(board) == []


def test_somebody_already_in_the_pipeline_does_not_surface(board: BoardState) -> None:
    kept = given.kept(board, given.kept_candidate(board))
    job_id = given.a_job(board, "Marketing Manager")
    given.an_application(board, kept.candidate.public_id, job_id)
    jobs.publish_job(board, job_id, actor=given.RECRUITER)
    assert inbox(board) == []


def test_an_employer_on_the_persons_own_list_never_sees_them(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction():
        given.kept(board, kept_id).excluded_organizations = ["calderside mills"]
    given.a_job(board, "Marketing Manager", publish=True)
    assert inbox(board) == []


def test_a_pay_floor_above_the_band_keeps_the_job_away(board: BoardState) -> None:
    given.kept_candidate(board, pay_floor="60,000")
    given.a_job(board, "Marketing Manager", publish=True)
    assert inbox(board) == []


def test_publishing_twice_surfaces_once(board: BoardState) -> None:
    given.kept_candidate(board)
    job_id = given.a_job(board, "Marketing Manager", publish=True)
    jobs.move_job(board, job_id, "on_hold", actor=given.RECRUITER)
    jobs.publish_job(board, job_id, actor=given.RECRUITER)
    assert len(inbox(board)) == 1


def test_being_kept_surfaces_for_a_job_that_is_open_already(board: BoardState) -> None:
    given.a_job(board, "Marketing Manager", publish=True)
    given.kept_candidate(board)
    assert inbox(board) == [("Maren Okafor-Lund", "Marketing Manager")]


def test_consent_given_later_surfaces_at_once(board: BoardState) -> None:
    kept = given.kept(board, given.kept_candidate(board, consent="none"))
    given.a_job(board, "Marketing Manager", publish=True)
    assert kept.status is KeptStatus.AWAITING_CONSENT
    own_data.give_keep_consent(board, kept.candidate.access_key)
    assert inbox(board) == [("Maren Okafor-Lund", "Marketing Manager")]


def test_re_pricing_an_open_job_brings_somebody_in(board: BoardState) -> None:
    given.kept_candidate(board, pay_floor="60,000")
    job_id = given.a_job(board, "Marketing Manager", publish=True)
    form = {
        "title": "Marketing Manager",
        "organization": "Calderside Mills",
        "level": "manager",
        "level_confirmed": "true",
        "function": "marketing",
        "pay_from": "58,000",
        "pay_to": "64,000",
        "place": "Leeds",
    }
    jobs.save_job(board, form, actor=given.RECRUITER, job_id=job_id)
    assert inbox(board) == [("Maren Okafor-Lund", "Marketing Manager")]


def test_the_bench_of_a_draft_is_what_publishing_brings(board: BoardState) -> None:
    given.kept_candidate(board)
    job_id = given.a_job(board, "Marketing Manager")
    bench = jobs.bench(board, job_id, actor=given.RECRUITER)
    assert [match.kept.candidate.name for match in bench] == ["Maren Okafor-Lund"]
    assert inbox(board) == []


def test_inviting_starts_an_application_that_points_back(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = first(board)
    application = given.full(board, review.invite(board, surfacing, INVITE, actor=given.RECRUITER))
    assert (application.source, application.surfacing_id) == ("kept on file", surfacing)
    assert given.kept(board, kept_id).status is KeptStatus.IN_CONVERSATION
    assert inbox(board) == []


def test_an_invitation_is_mailed_only_after_its_delay(board: BoardState) -> None:
    from jobboard.effects import drain

    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    review.invite(board, first(board), INVITE, actor=given.RECRUITER)
    assert board.mail.sent == []  # type: ignore[attr-defined] # the twin
    board.clock.advance(timedelta(minutes=board.config.mail_delay_minutes + 1))  # type: ignore[attr-defined] # the twin
    drain(board)
    assert [mail["Subject"] for mail in board.mail.sent] == ["A better role"]  # type: ignore[attr-defined] # the twin


def test_an_invitation_can_be_undone_until_it_leaves(board: BoardState) -> None:
    from jobboard.effects import drain

    kept_id = given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = first(board)
    review.invite(board, surfacing, INVITE, actor=given.RECRUITER)
    review.undo(board, surfacing, actor=given.RECRUITER)
    board.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined] # the twin
    drain(board)
    assert board.mail.sent == []  # type: ignore[attr-defined] # the twin
    assert inbox(board) == [("Maren Okafor-Lund", "Marketing Manager")]
    assert given.kept(board, kept_id).status is KeptStatus.ACTIVE


def test_nobody_is_invited_after_consent_ended(board: BoardState) -> None:
    kept = given.kept(board, given.kept_candidate(board))
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = first(board)
    own_data.withdraw_keep_consent(board, kept.candidate.access_key)
    with pytest.raises(NoLongerWaits):
        review.invite(board, surfacing, INVITE, actor=given.RECRUITER)


def test_snoozed_people_come_back_on_their_day(board: BoardState) -> None:
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    review.snooze(board, first(board), {"until": "2026-12-01"}, actor=given.RECRUITER)
    assert inbox(board) == []
    board.clock.advance(timedelta(days=8))  # type: ignore[attr-defined] # the twin
    assert len(inbox(board)) == 1


def test_not_for_this_function_keeps_later_jobs_away(board: BoardState) -> None:
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    review.dismiss(board, first(board), {"scope": "function", "reason": "wants sales now"}, actor=given.RECRUITER)
    given.a_job(board, "Head of Marketing", publish=True)
    assert inbox(board) == []


def test_not_for_this_job_leaves_the_next_one_open(board: BoardState) -> None:
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    review.dismiss(board, first(board), {"scope": "job"}, actor=given.RECRUITER)
    given.a_job(board, "Brand Marketing Manager", publish=True)
    assert inbox(board) == [("Maren Okafor-Lund", "Brand Marketing Manager")]


def test_why_not_names_the_gate_and_the_change_that_would_flip_it(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    job_id = given.a_job(board, "VP Marketing", publish=True)
    answer = why_not(board, kept_id, job_id, actor=given.RECRUITER)
    failed = [gate for gate in answer.outcome.gates if not gate.passed]
    assert "within_reach" in {gate.name for gate in failed}
    assert all(gate.flip for gate in failed)
    assert answer.headline.startswith("Two levels too high. The job is at vice president; they have held manager")
    assert answer.changes is not None
    assert [change.sentence for change in answer.changes] == ["the job were at “head or senior manager” (6)"]


def test_closing_as_more_senior_needs_a_difference(board: BoardState) -> None:
    application_id = given.an_application(
        board, given.a_candidate(board), given.a_job(board, "Marketing Coordinator", publish=True)
    )
    with pytest.raises(EvidenceRequired):
        close_application.close(
            board, application_id, {"disposition": "too_senior_for_role", "message": "none"}, actor=given.RECRUITER
        )
    assert given.full(board, application_id).status is ApplicationStatus.ACTIVE


def test_the_close_dialog_is_prefilled_from_the_gap(board: BoardState) -> None:
    application_id = given.an_application(
        board, given.a_candidate(board), given.a_job(board, "Marketing Coordinator", publish=True)
    )
    proposal = close_application.propose(board, application_id, actor=given.RECRUITER)
    assert proposal.suggested == "too_senior_for_role"
    assert proposal.keep.functions == ("marketing",)
    assert proposal.keep.min_level <= 5 <= proposal.keep.max_level
    assert proposal.keep.review_on == date(2027, 5, 24)


def test_no_promise_without_a_record(board: BoardState) -> None:
    candidate_id = given.a_candidate(board)
    given.a_consent(board, candidate_id)
    application_id = given.an_application(
        board, candidate_id, given.a_job(board, "Marketing Coordinator", publish=True)
    )
    form = {"disposition": "too_senior_for_role", "evidence": ["level"], "message": "kept_on_file"}
    with pytest.raises(InvalidInput) as problem:
        close_application.close(board, application_id, form, actor=given.RECRUITER)
    assert "message" in problem.value.errors
    assert given.full(board, application_id).status is ApplicationStatus.ACTIVE


def test_reopening_takes_back_record_and_mail(board: BoardState) -> None:
    from jobboard.effects import drain

    candidate_id = given.a_candidate(board)
    given.a_consent(board, candidate_id)
    job_id = given.a_job(board, "Marketing Coordinator", publish=True)
    application_id = given.an_application(board, candidate_id, job_id)
    form = {"disposition": "too_senior_for_role", "evidence": ["level"], "keep": "true", "message": "kept_on_file"}
    closed = close_application.close(board, application_id, form, actor=given.RECRUITER)
    close_application.reopen(board, application_id, actor=given.RECRUITER)
    board.clock.advance(timedelta(hours=2))  # type: ignore[attr-defined] # the twin
    drain(board)
    assert board.mail.sent == []  # type: ignore[attr-defined] # the twin
    assert given.kept(board, closed.kept_id or "").status is KeptStatus.WITHDRAWN
    assert given.full(board, application_id).status is ApplicationStatus.ACTIVE


def test_looking_at_somebody_is_remembered_once(board: BoardState) -> None:
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = first(board)
    review.open_surfacing(board, surfacing, actor=given.RECRUITER)
    review.open_surfacing(board, surfacing, actor=given.RECRUITER)
    found = queries.get_surfacing(board.session(), given.scope(board), surfacing)
    assert (found.status, found.seen_at) == (SurfacingStatus.SEEN, board.now())
