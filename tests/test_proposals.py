"""Somebody we met was more senior than the role and nobody kept them: the record is proposed, and a person decides."""

import json
from datetime import timedelta
from typing import Any

import pytest

from jobboard.access import SYSTEM
from jobboard.db.paging import PageRequest
from jobboard.errors import IllegalMove, InvalidInput
from jobboard.flows import close_application, interviews, pool, proposals, retention
from jobboard.flows.import_data import import_candidates
from jobboard.keep_on_file import kept_queries, ledger, queries
from jobboard.keep_on_file.models import KeepReason, KeptStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given

NO_CUE = (("Self-employed", "Foss Valley Foods", given.MANAGER[0][2], None),)


def closed(
    board: BoardState, *, met: bool = True, consent: str = "live", held: Any = given.MANAGER, **form: str
) -> str:
    """Maren's application for Marketing Coordinator, closed without being kept: its public id."""
    candidate_id = given.a_candidate(board, held=held)
    given.a_consent(board, candidate_id, state=consent)
    job_id = given.a_job(board, "Marketing Coordinator", publish=True)
    application_id = given.an_application(board, candidate_id, job_id)
    if met:
        given.interviewed(board, application_id)
    wanted = {"disposition": "skills_not_matched", "message": "none", **form}
    close_application.close(board, application_id, wanted, actor=given.RECRUITER)
    return application_id


def waiting(board: BoardState) -> list[proposals.Proposal]:
    board.session().expire_all()
    return list(proposals.waiting(board, PageRequest(1, 20), actor=given.RECRUITER).items)


def only(board: BoardState) -> str:
    """The public id of the one proposal."""
    (proposal,) = waiting(board)
    return proposal.kept.public_id


def test_closing_somebody_more_senior_without_keeping_proposes_the_record(board: BoardState) -> None:
    closed(board)
    (proposal,) = waiting(board)
    assert (proposal.sure, proposal.kept.reason) == (True, KeepReason.MORE_SENIOR)
    assert proposal.kept.target_functions == ["marketing"]
    assert proposal.kept.min_level <= 5 <= proposal.kept.max_level
    assert kept_queries.proposal_count(board.session(), given.scope(board)) == 1


def test_a_proposal_promises_nothing(board: BoardState) -> None:
    closed(board)
    given.a_job(board, "Marketing Manager", publish=True)
    assert queries.inbox(board.session(), given.scope(board), now=board.now()) == []
    assert queries.kept_counts(board.session(), given.scope(board)) == {}
    since = board.now() - timedelta(days=1)
    assert ledger.promise_figures(board.session(), given.scope(board), since=since, now=board.now()).made == 0


@pytest.mark.parametrize(
    "situation",
    [
        {"met": False},
        {"disposition": "spam"},
        {"consent": "withdrawn"},
        {"held": (("Marketing Assistant", "Foss Valley Foods", given.MANAGER[0][2], None),)},
        {"disposition": "too_senior_for_role", "evidence": "level", "keep": "yes"},
    ],
    ids=["never met", "spam", "they stopped it", "not over", "kept"],
)
def test_nobody_else_is_proposed(board: BoardState, situation: Any) -> None:
    if "evidence" in situation:
        situation = situation | {"evidence": ["level"]}
    closed(board, **situation)
    assert waiting(board) == []


def test_what_is_unsure_is_a_question_for_a_person(board: BoardState) -> None:
    closed(board, held=NO_CUE)
    (proposal,) = waiting(board)
    assert proposal.sure is False
    assert given.kept(board, proposal.kept.public_id).status is KeptStatus.PROPOSED


def test_confirming_as_it_stands_keeps_and_surfaces(board: BoardState) -> None:
    given.a_job(board, "Marketing Manager", publish=True)
    closed(board)
    kept_id = only(board)
    proposals.confirm(board, kept_id, {"message": "kept_on_file"}, actor=given.RECRUITER)
    kept = given.kept(board, kept_id)
    assert (kept.status, kept.reason, kept.owner_id) == (KeptStatus.ACTIVE, KeepReason.MORE_SENIOR, "judith")
    assert kept.review_at is not None
    assert kept.expires_at == kept.candidate.consents[-1].expires_at
    found = queries.inbox(board.session(), given.scope(board), now=board.now())
    assert [one.job.title for one in found] == ["Marketing Manager"]
    assert waiting(board) == []


def test_confirming_without_a_consent_asks_for_one(board: BoardState, clock: Any, mail: Any) -> None:
    from jobboard.effects import drain

    closed(board, consent="none")
    kept_id = only(board)
    letters = proposals.look_at(board, kept_id, actor=given.RECRUITER).letters
    assert [letter.kind for letter in letters] == ["ask_to_keep", "none"]
    proposals.confirm(board, kept_id, {"message": "ask_to_keep"}, actor=given.RECRUITER)
    assert given.kept(board, kept_id).status is KeptStatus.AWAITING_CONSENT
    clock.advance(timedelta(hours=1))
    drain(board)
    assert "May we keep you on file" in mail.sent[0].get_body(("plain",)).get_content()


def test_terms_can_be_changed_while_confirming(board: BoardState) -> None:
    closed(board)
    kept_id = only(board)
    form = {"max_level": "7", "conditions": "Four days", "places": "Leeds", "review_on": "2027-03-01"}
    proposals.confirm(board, kept_id, form, actor=given.RECRUITER)
    kept = given.kept(board, kept_id)
    assert (kept.max_level, kept.conditions, kept.places) == (7, "Four days", ["Leeds"])


def test_not_needed_is_remembered_with_its_reason_and_can_be_taken_back(board: BoardState) -> None:
    closed(board)
    kept_id = only(board)
    with pytest.raises(InvalidInput):
        proposals.not_needed(board, kept_id, {"reason": " "}, actor=given.RECRUITER)
    proposals.not_needed(board, kept_id, {"reason": "moves to Canada"}, actor=given.RECRUITER)
    assert waiting(board) == []
    assert proposals.look_back(board, actor=SYSTEM) == 0
    with pytest.raises(IllegalMove):
        proposals.confirm(board, kept_id, {}, actor=given.RECRUITER)
    proposals.propose_again(board, kept_id, actor=given.RECRUITER)
    assert only(board) == kept_id


def test_somebody_kept_by_another_record_is_not_proposed_again(board: BoardState) -> None:
    kept = given.kept(board, given.kept_candidate(board))
    application_id = given.an_application(
        board, kept.candidate.public_id, given.a_job(board, "Brand Assistant", function="marketing", publish=True)
    )
    given.interviewed(board, application_id)
    form = {"disposition": "skills_not_matched", "message": "none"}
    close_application.close(board, application_id, form, actor=given.RECRUITER)
    assert waiting(board) == []


def test_reopening_takes_the_proposal_back_and_the_next_end_proposes_anew(board: BoardState) -> None:
    application_id = closed(board)
    close_application.reopen(board, application_id, actor=given.RECRUITER)
    assert waiting(board) == []
    form = {"disposition": "skills_not_matched", "message": "none"}
    close_application.close(board, application_id, form, actor=given.RECRUITER)
    assert len(waiting(board)) == 1


def a_line(closed_at: str) -> str:
    card = {"overall": "YES", "submittedAt": closed_at}
    met = {"completedAt": closed_at, "scheduledAt": closed_at, "scorecards": [card]}
    applied = {
        "jobTitle": "Marketing Assistant",
        "appliedAt": closed_at,
        "closedAt": closed_at,
        "status": "rejected",
        "interviews": [met],
    }
    work = [{"position": "Marketing Manager", "name": "Tannery Row Hotels", "startDate": "2019-01"}]
    ours = {"externalId": "X-1", "applications": [applied]}
    return json.dumps({"basics": {"name": "Maren Okafor-Lund"}, "work": work, "meta": {"jobboard": ours}})


@pytest.mark.parametrize(("closed_at", "proposed"), [("2026-10-01T10:00:00Z", 1), ("2019-10-01T10:00:00Z", 0)])
def test_an_import_proposes_whom_we_would_know_anyway(board: BoardState, closed_at: str, proposed: int) -> None:
    for _run in range(2):
        report = import_candidates(board, [a_line(closed_at)], actor=SYSTEM)
        assert report.rejected == 0
    assert len(waiting(board)) == proposed


def test_looking_back_finds_those_nobody_thought_of_once(board: BoardState) -> None:
    closed(board)
    with board.transaction() as session:
        session.delete(given.kept(board, only(board)))
    assert [proposals.look_back(board, actor=SYSTEM) for _ in range(2)] == [1, 0]
    assert len(waiting(board)) == 1


def test_a_proposal_nobody_decides_ends_by_itself(board: BoardState, clock: Any) -> None:
    closed(board)
    kept_id = only(board)
    clock.advance(timedelta(days=200))
    retention.sweep(board)
    assert given.kept(board, kept_id).status is KeptStatus.NOT_NEEDED


@pytest.mark.parametrize("code", ["runner_up", "timing", "position_cancelled"])
def test_other_reasons_use_the_same_record_and_come_back_at_the_same_level(board: BoardState, code: str) -> None:
    held = (("Marketing Coordinator", "Foss Valley Foods", given.MANAGER[0][2], None),)
    candidate_id = given.a_candidate(board, held=held)
    given.a_consent(board, candidate_id)
    job_id = given.a_job(board, "Marketing Coordinator", publish=True)
    application_id = given.an_application(board, candidate_id, job_id)
    given.interviewed(board, application_id)
    form = {"disposition": code, "keep": "yes", "message": "kept_on_file"}
    kept_id = close_application.close(board, application_id, form, actor=given.RECRUITER).kept_id
    assert given.kept(board, kept_id or "").reason.value == code
    given.a_job(board, "Marketing Coordinator", publish=True, organization="Foss Valley Foods")
    found = queries.inbox(board.session(), given.scope(board), now=board.now())
    assert [one.job.organization.name for one in found] == ["Foss Valley Foods"]


def test_a_past_role_told_later_proposes_them(board: BoardState) -> None:
    application_id = closed(board, held=given.MANAGER[1:], disposition="runner_up")
    assert waiting(board) == []
    role = {"title": "Marketing Director", "employer": "Tannery Row Hotels", "started": "2021-03", "ended": "2025-09"}
    person = given.full(board, application_id).candidate.public_id
    for _told in range(2):
        pool.add_work_history(board, person, role, actor=given.RECRUITER)
    (proposal,) = waiting(board)
    assert proposal.sure


def test_an_interview_marked_as_held_after_the_end_proposes_them(board: BoardState) -> None:
    candidate_id = given.a_candidate(board)
    given.a_consent(board, candidate_id)
    job_id = given.a_job(board, "Marketing Coordinator", publish=True)
    application_id = given.an_application(board, candidate_id, job_id)
    when = {"date": "2026-11-25", "time": "10:00", "interviewers": ["idris"]}
    interview = interviews.schedule_interview(board, application_id, when, actor=given.RECRUITER)
    form = {"disposition": "skills_not_matched", "message": "none"}
    close_application.close(board, application_id, form, actor=given.RECRUITER)
    assert waiting(board) == []
    interviews.mark_interview(board, interview, "completed", actor=given.RECRUITER)
    assert len(waiting(board)) == 1
