"""The job's form on its way in: what somebody else changed is shown and never set back unseen, and a day that is over
closes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from jobboard.errors import InvalidInput, JobChanged
from jobboard.flows import jobs as flow
from jobboard.jobs.models import Job
from jobboard.jobs.queries import get_job
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.databases import on_sqlite
from tests.support.host import JUDITH
from tests.support.public import FORM, draft_job, open_job


def job_of(board: BoardState, job_id: str) -> Job:
    session = board.session()
    session.expire_all()
    return get_job(session, given.scope(board), job_id)


def edit_page(job_id: str) -> str:
    return f"/recruit/jobs/{job_id}/edit"


def seal_in(page: str) -> str:
    return page.split('name="seal" value="')[1].split('"')[0]


def shown_seal(recruiter: FlaskClient, job_id: str) -> dict[str, Any]:
    return {"seal": seal_in(recruiter.get(edit_page(job_id)).text)}


def test_an_older_form_shows_both_versions_and_saves_over_knowingly(board: BoardState, recruiter: FlaskClient) -> None:
    job_id = open_job(board)
    carried = shown_seal(recruiter, job_id)
    theirs = FORM | carried | {"level": "director", "pay_to": "68,000", "musts": "Budget planning\nA team of five"}
    assert recruiter.post(edit_page(job_id), data=theirs).status_code == 302
    mine = FORM | carried | {"description": "Write two plans."}
    late = recruiter.post(edit_page(job_id), data=mine)
    assert late.status_code == 409
    assert "This job was changed in the meantime" in late.text
    assert "<dt>Pay to</dt><dd>68,000</dd>" in late.text
    assert "Director" in late.text.split("<dt>Level</dt>")[1].split("</dd>")[0]
    assert "<dd>Budget planning<br>A team of five</dd>" in late.text
    assert "<dt>Pay from</dt>" not in late.text
    assert "Write two plans." in late.text
    assert job_of(board, job_id).salary_max == 6_800_000
    again = mine | {"seal": seal_in(late.text), "pay_to": "68,000"}
    assert recruiter.post(edit_page(job_id), data=again).status_code == 302
    assert job_of(board, job_id).description == "Write two plans."
    assert job_of(board, job_id).salary_max == 6_800_000


def test_an_older_form_publishes_nothing(board: BoardState, recruiter: FlaskClient) -> None:
    job_id = draft_job(board)
    carried = shown_seal(recruiter, job_id)
    flow.save_job(board, FORM | {"work_mode": "remote"}, actor=JUDITH, job_id=job_id)
    late = recruiter.post(edit_page(job_id), data=FORM | carried | {"publish": "yes"})
    assert late.status_code == 409
    assert "<dt>Work mode</dt>" in late.text
    assert job_of(board, job_id).published_at is None


def test_saving_twice_and_a_form_without_a_seal_go_through(board: BoardState, recruiter: FlaskClient) -> None:
    job_id = open_job(board)
    carried = shown_seal(recruiter, job_id)
    assert recruiter.post(edit_page(job_id), data=FORM | carried).status_code == 302
    assert shown_seal(recruiter, job_id) == carried
    assert recruiter.post(edit_page(job_id), data=FORM | {"place": "York"}).status_code == 302
    with pytest.raises(JobChanged) as problem:
        flow.save_job(board, FORM | carried, actor=JUDITH, job_id=job_id)
    assert problem.value.fields == ["place"]


def test_a_seal_that_cannot_be_read_counts_as_an_older_form(board: BoardState) -> None:
    job_id = draft_job(board)
    with pytest.raises(JobChanged) as problem:
        flow.save_job(board, FORM | {"seal": "what"}, actor=JUDITH, job_id=job_id)
    assert "description" in problem.value.fields


@pytest.mark.parametrize("day", ["0001-01-01", "2026-11-23"])
def test_a_closing_day_that_is_over_is_refused(board: BoardState, recruiter: FlaskClient, day: str) -> None:
    job_id = open_job(board)
    late = recruiter.post(edit_page(job_id), data=FORM | shown_seal(recruiter, job_id) | {"closes_on": day})
    assert late.status_code == 422
    assert "Choose today or a later day, or leave it empty." in late.text
    with pytest.raises(InvalidInput):
        draft_job(board, closes_on=day)


@on_sqlite
@pytest.mark.parametrize(("day", "answer"), [("2028-11-24", 302), ("2028-11-26", 422), ("9999-12-31", 422)])
def test_a_closing_day_is_within_two_years(board: BoardState, recruiter: FlaskClient, day: str, answer: int) -> None:
    job_id = open_job(board)
    saved = recruiter.post(edit_page(job_id), data=FORM | shown_seal(recruiter, job_id) | {"closes_on": day})
    assert saved.status_code == answer
    assert ("Choose a day within two years, or leave it empty" in saved.text) == (answer == 422)


def test_a_closing_day_that_has_passed_since_stays_as_it_is(board: BoardState, clock: Any) -> None:
    job_id = open_job(board, closes_on="2026-11-24")
    clock.advance(timedelta(days=2))
    flow.save_job(board, FORM | {"closes_on": "2026-11-24", "place": "York"}, actor=JUDITH, job_id=job_id)
    assert job_of(board, job_id).locations[0].locality == "York"


def test_a_closing_hour_that_an_import_brought_is_no_change(board: BoardState, recruiter: FlaskClient) -> None:
    job_id = open_job(board, closes_on="2026-12-18")
    with board.transaction() as session:
        job = get_job(session, given.scope(board), job_id)
        assert job.valid_through is not None
        job.valid_through = brought = job.valid_through.replace(hour=17, second=0)
    carried = shown_seal(recruiter, job_id)
    form = FORM | carried | {"closes_on": "2026-12-18"}
    assert recruiter.post(edit_page(job_id), data=form | {"pay_to": "68,000"}).status_code == 302
    assert job_of(board, job_id).valid_through == brought
    late = recruiter.post(edit_page(job_id), data=form | {"description": "Write two plans."})
    assert "<dt>Pay to</dt>" in late.text
    assert "<dt>Closes</dt>" not in late.text
    again = {"seal": seal_in(late.text), "closes_on": "2026-12-19"}
    assert recruiter.post(edit_page(job_id), data=form | again).status_code == 302
    assert job_of(board, job_id).valid_through > brought


def test_a_job_whose_closing_day_is_over_is_not_opened(board: BoardState, recruiter: FlaskClient, clock: Any) -> None:
    job_id = draft_job(board, closes_on="2026-11-24")
    clock.advance(timedelta(days=2))
    answer = recruiter.post(f"/recruit/jobs/{job_id}/publish")
    assert answer.status_code == 422
    assert "Choose today or a later day, or leave it empty." in answer.text
    assert job_of(board, job_id).published_at is None
