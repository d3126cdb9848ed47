"""“Still consider for this job”: what judges fit can be set aside, what keeps a promise cannot."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.db.history import History
from jobboard.errors import CannotConsider, InvalidInput
from jobboard.flows import clients, consider, jobs, looks, review
from jobboard.jobs.models import HiringOrganization
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.considering import SET_ASIDE
from jobboard.keep_on_file.matching.gates import GATES
from jobboard.keep_on_file.models import Surfacing, SurfacingRun
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.test_recruit_pages import text_of

WHY = {"why": "Would move for this one, said so on the phone"}


def surfacing(board: BoardState) -> Surfacing:
    """The only one."""
    return board.session().scalars(select(Surfacing)).one()


def out_of_reach(board: BoardState) -> tuple[str, str]:
    """Maren and a job three levels above anything she held, with too little pay."""
    kept_id = given.kept_candidate(board, pay_floor="90,000")
    return kept_id, given.a_job(board, "VP Marketing", publish=True)


def test_only_gates_that_judge_fit_can_be_set_aside() -> None:
    known = {gate.name for gate in GATES}
    assert known >= SET_ASIDE
    promises = {"consent", "active", "contactable", "not_excluded", "not_in_pipeline", "evidence_wall"}
    assert known - SET_ASIDE == promises
    assert not {gate.name for gate in GATES if gate.always_on} & SET_ASIDE


def test_a_recruiter_considers_somebody_in_spite_of_gates(board: BoardState) -> None:
    kept_id, job_id = out_of_reach(board)
    surfacing_id = consider.consider(board, kept_id, job_id, WHY, actor=given.RECRUITER)
    found = surfacing(board)
    assert found.public_id == surfacing_id
    assert set(found.overridden) == {"within_reach", "wanted_level", "pay"}
    assert {gate["name"] for gate in found.gates if not gate["passed"]} == set(found.overridden)
    assert found.why_now.startswith("Considered by Judith Amaro-Kell in spite of: ")
    waiting = queries.inbox(board.session(), given.scope(board), now=board.now())
    assert [row.public_id for row in waiting] == [surfacing_id]


def test_the_reason_stands_in_the_history_and_nowhere_else(board: BoardState) -> None:
    kept_id, job_id = out_of_reach(board)
    consider.consider(board, kept_id, job_id, WHY, actor=given.RECRUITER)
    said = board.session().scalars(select(History).where(History.what == "considered_anyway")).one()
    assert (said.why, said.after) == (WHY["why"], "VP Marketing")
    assert WHY["why"] not in surfacing(board).why_now


def test_it_is_logged_as_a_look_and_can_be_judged_again(board: BoardState) -> None:
    kept_id, job_id = out_of_reach(board)
    consider.consider(board, kept_id, job_id, WHY, actor=given.RECRUITER)
    run = board.session().scalars(select(SurfacingRun).order_by(SurfacingRun.id.desc())).first()
    assert run is not None
    found = looks.get_look(board, run.public_id, actor=given.RECRUITER, judge_again=True)
    assert (run.considered, run.passed, run.surfaced) == (1, 0, 1)
    assert found.again is not None
    assert found.again.same


@pytest.mark.parametrize("consent", ["expired", "withdrawn", "none"])
def test_nobody_is_considered_without_a_live_consent(board: BoardState, consent: str) -> None:
    kept_id = given.kept_candidate(board, consent=consent)
    job_id = given.a_job(board, "VP Marketing", publish=True)
    with pytest.raises(CannotConsider, match="onsent"):
        consider.consider(board, kept_id, job_id, WHY, actor=given.RECRUITER)


def test_neither_their_own_list_nor_the_pipeline_nor_a_wall_is_set_aside(board: BoardState) -> None:
    kept_id, job_id = out_of_reach(board)
    elsewhere = given.a_job(board, "VP Marketing", organization="Foss Valley Foods", publish=True)
    with board.transaction():
        given.kept(board, kept_id).excluded_organizations = ["calderside mills"]
    with pytest.raises(CannotConsider, match="They exclude Calderside Mills"):
        consider.consider(board, kept_id, job_id, WHY, actor=given.RECRUITER)
    mill = board.session().scalars(select(HiringOrganization).where(HiringOrganization.name.like("Cal%"))).one()
    clients.save_client(board, mill.public_id, {"evidence_wall": "true"}, actor=given.RECRUITER)
    with pytest.raises(CannotConsider, match="stays with Calderside Mills"):
        consider.consider(board, kept_id, elsewhere, WHY, actor=given.RECRUITER)
    given.an_application(board, given.kept(board, kept_id).candidate.public_id, elsewhere)
    with pytest.raises(CannotConsider, match="have an application"):
        consider.consider(board, kept_id, elsewhere, WHY, actor=given.RECRUITER)


def test_a_reason_is_required(board: BoardState) -> None:
    kept_id, job_id = out_of_reach(board)
    with pytest.raises(InvalidInput):
        consider.consider(board, kept_id, job_id, {"why": "  "}, actor=given.RECRUITER)


def test_nobody_is_considered_twice_or_for_a_closed_job(board: BoardState) -> None:
    kept_id, job_id = out_of_reach(board)
    consider.consider(board, kept_id, job_id, WHY, actor=given.RECRUITER)
    with pytest.raises(CannotConsider, match="already"):
        consider.consider(board, kept_id, job_id, WHY, actor=given.RECRUITER)
    jobs.move_job(board, job_id, "closed", actor=given.RECRUITER)
    with pytest.raises(CannotConsider, match="is not open"):
        consider.consider(board, kept_id, job_id, WHY, actor=given.RECRUITER)


def test_who_was_set_aside_can_be_considered_again(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    job_id = given.a_job(board, publish=True)
    review.dismiss(board, surfacing(board).public_id, {"scope": "job", "reason": "Too far"}, actor=given.RECRUITER)
    consider.consider(board, kept_id, job_id, WHY, actor=given.RECRUITER)
    board.session().expire_all()
    found = surfacing(board)
    assert (found.status.value, found.overridden, found.dismissal_reason) == ("seen", ["not_dismissed"], "")
    waiting = queries.inbox(board.session(), given.scope(board), now=board.now())
    assert [row.public_id for row in waiting] == [found.public_id]


def test_the_pages_lead_there(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id, job_id = out_of_reach(board)
    assert "Still consider for this job…" in text_of(recruiter, f"/kept/{kept_id}/why-not?job={job_id}")
    page = text_of(recruiter, f"/kept/{kept_id}/consider/{job_id}")
    assert "Still consider Maren Okafor-Lund?" in page
    assert "Within reach of the highest level held" in page
    path = f"/recruit/kept/{kept_id}/consider/{job_id}"
    refused = recruiter.post(path, data={})
    assert (refused.status_code, "Say why" in refused.get_data(as_text=True)) == (422, True)
    shown = recruiter.post(path, data=WHY, follow_redirects=True).get_data(as_text=True)
    assert "In the review inbox, with the gates you set aside." in shown
    assert "In spite of a gate" in shown
    assert "considered by Judith Amaro-Kell in spite of" in shown


def test_the_page_says_why_somebody_cannot_be(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board, consent="expired")
    job_id = given.a_job(board, "VP Marketing", publish=True)
    page = text_of(recruiter, f"/kept/{kept_id}/consider/{job_id}")
    assert "Maren Okafor-Lund cannot be considered for this job" in page
    assert recruiter.post(f"/recruit/kept/{kept_id}/consider/{job_id}", data=WHY).status_code == 409
