"""“Why not?” asked on the page, from either side: the story's mirror images and what would have to be different."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from jobboard.flows import jobs
from jobboard.flows.why_not import why_not
from jobboard.jobs.models import JobStatus
from jobboard.keep_on_file import queries
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web.recruit.why_not import MOST_CHOICES
from tests.support.boards import client_as
from tests.support.host import IDRIS
from tests.test_recruit_pages import text_of


def page_of(recruiter: FlaskClient, kept_id: str, job_id: str) -> str:
    return text_of(recruiter, f"/kept/{kept_id}/why-not?job={job_id}")


def test_too_high_a_job_is_answered_in_one_sentence_with_the_change_that_would_do(
    board: BoardState, recruiter: FlaskClient
) -> None:
    page = page_of(recruiter, given.kept_candidate(board), given.a_job(board, "VP Marketing", publish=True))
    assert "Why not Maren Okafor-Lund for VP Marketing at Calderside Mills?" in page
    assert "Two levels too high. The job is at vice president; they have held manager" in page
    assert "They would pass if The job were at “head or senior manager” (6). On the job" in page
    assert "14 gates, in order" in page
    assert "Against Marketing Coordinator, which they came for" in page


def test_a_job_of_the_level_they_came_for_is_not_a_better_role(board: BoardState, recruiter: FlaskClient) -> None:
    same = given.a_job(board, "Marketing Coordinator", organization="Foss Valley Foods", publish=True)
    page = page_of(recruiter, given.kept_candidate(board), same)
    assert "Not a better role. At" in page
    assert "the same level as Marketing Coordinator, which they came for" in page


def test_an_expired_consent_needs_a_new_one(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board, consent="expired")
    page = page_of(recruiter, kept_id, given.a_job(board, publish=True))
    assert "There is no consent, so contact is blocked." in page
    assert "They give a new consent. Only they can" in page


def test_an_excluded_employer_is_only_theirs_to_lift(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction() as session:
        queries.get_kept(session, given.scope(board), kept_id).excluded_organizations = ["Calderside Mills"]
    page = page_of(recruiter, kept_id, given.a_job(board, publish=True))
    assert "They asked not to be considered here. They exclude Calderside Mills." in page
    assert "They take Calderside Mills off their own list. Only they can" in page


def test_somebody_in_the_pipeline_is_there_already(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id, job_id = given.kept_candidate(board), given.a_job(board, publish=True)
    given.an_application(board, given.kept(board, kept_id).candidate.public_id, job_id)
    page = page_of(recruiter, kept_id, job_id)
    assert "They are in this job already." in page
    assert "No change would let them through" in page


def test_several_changes_together_are_named_with_whose_they_are(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board, work_modes=["remote"], pay_floor="60,000")
    page = page_of(recruiter, kept_id, given.a_job(board, work_mode="onsite", publish=True))
    assert "They would pass if two things were different together" in page
    assert "The work were remote. On the job" in page
    assert "The pay reached £60,000 a year. On the job" in page


@pytest.mark.parametrize("to", [None, JobStatus.CLOSED])
def test_drafts_and_closed_jobs_can_be_asked_about(
    board: BoardState, recruiter: FlaskClient, to: JobStatus | None
) -> None:
    kept_id, job_id = given.kept_candidate(board), given.a_job(board, publish=to is not None)
    if to is not None:
        jobs.move_job(board, job_id, to, actor=given.RECRUITER)
    page = page_of(recruiter, kept_id, job_id)
    assert "Every gate lets them through" in page
    assert "The answer is what it would be if the job were open today" in page
    choices = text_of(recruiter, f"/kept/{kept_id}/why-not")
    assert f"Marketing Manager, Calderside Mills ({'draft' if to is None else 'closed'})" in choices


def test_more_jobs_than_one_list_holds_are_searched(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board)
    first = given.a_job(board, "VP Marketing")
    for number in range(MOST_CHOICES):
        given.a_job(board, f"Job {number}", level_rank=5)
    assert "for another job…" in page_of(recruiter, kept_id, first)
    found = text_of(recruiter, f"/kept/{kept_id}/why-not?q=VP")
    assert "1 job with “VP”" in found
    assert "VP Marketing, Calderside Mills (draft)" in found
    assert "No jobs with “nobody”" in text_of(recruiter, f"/kept/{kept_id}/why-not?q=nobody")


def test_the_question_can_be_asked_from_the_job(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id, job_id = given.kept_candidate(board), given.a_job(board, publish=True)
    given.kept_candidate(board, name="Noor Haldane-Aziz", consent="none")
    assert "Who is missing?" in text_of(recruiter, f"/jobs/{job_id}")
    everybody = recruiter.get(f"/recruit/jobs/{job_id}/why-not").get_data(as_text=True)
    assert f"/recruit/kept/{kept_id}/why-not?job={job_id}" in everybody
    assert "1 active record; a name also finds those that ended" in everybody
    assert "Noor Haldane-Aziz" in text_of(recruiter, f"/jobs/{job_id}/why-not?q=noor")
    found = text_of(recruiter, f"/jobs/{job_id}/why-not?q=maren")
    assert "1 kept record with “maren”" in found
    assert "Noor" not in found
    assert "Nobody of that name is kept on file" in text_of(recruiter, f"/jobs/{job_id}/why-not?q=%25")


def test_a_foreign_record_or_job_answers_like_a_missing_one(
    app: Flask, board: BoardState, recruiter: FlaskClient
) -> None:
    kept_id, job_id = given.kept_candidate(board), given.a_job(board)
    assert recruiter.get(f"/recruit/kept/{kept_id}/why-not?job=01NOTAJOB").status_code == 404
    assert recruiter.get(f"/recruit/kept/01NOTAPERSON/why-not?job={job_id}").status_code == 404
    assert recruiter.get("/recruit/jobs/01NOTAJOB/why-not").status_code == 404
    assert client_as(app, IDRIS).get(f"/recruit/jobs/{job_id}/why-not").status_code == 403


def test_asking_costs_a_bounded_number_of_statements_and_writes_nothing(
    board: BoardState,
    count_statements: Callable[..., AbstractContextManager[Any]],
) -> None:
    kept_id, job_id = given.kept_candidate(board), given.a_job(board, "VP Marketing")
    board.session.remove()
    with count_statements(board.engine) as statements:
        why_not(board, kept_id, job_id, actor=given.RECRUITER)
    assert statements.count < 30
    assert all(sent.lstrip().upper().startswith(("SELECT", "WITH")) for sent in statements.sent)


def test_the_command_says_the_answer_and_the_change(app: Flask, board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    job_id = given.a_job(board, "VP Marketing")
    person = given.kept(board, kept_id).candidate.public_id
    said = app.test_cli_runner().invoke(args=["jobboard", "surface", "--job", job_id, "--why-not", person]).output
    assert said.startswith("Two levels too high.")
    assert "They would pass if the job were at “head or senior manager” (6)." in said
