"""Two at once: one application however often it is sent, one person an address, no lost change."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobboard.applications.models import Application, Overall, Stage
from jobboard.candidates.models import Candidate, ResumeVersion
from jobboard.db.transaction import transaction
from jobboard.errors import Conflict, JobboardError, NotFound
from jobboard.flows import apply, interviews, pool
from jobboard.flows.uploads import Upload
from jobboard.state import BoardState
from jobboard.testing import situations as given

FORM = {"name": "Priya Moss", "email": "priya@example.org", "place": "Leeds"}
AT_ONCE = 8


def a_draft(board: BoardState, job_id: str, **form: str) -> str:
    """A complete draft."""
    resume = Upload(BytesIO(b"Priya Moss\nCredit Manager, Foss Valley Foods, 2019 - 2024\n"), "resume.txt")
    return apply.save_draft(board, job_id, FORM | form, resume)


def together(board: BoardState, calls: Sequence[Callable[[], object]]) -> list[str]:
    """Run all calls at the same time; the names of the errors they raised."""

    def run(call: Callable[[], object]) -> str:
        try:
            call()
        except JobboardError as problem:
            return type(problem).__name__
        finally:
            board.session.remove()
        return ""

    board.session.remove()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return [error for error in threads.map(run, calls) if error]


def count(board: BoardState, table: type) -> int:
    """Rows of a table."""
    with Session(board.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_sending_one_draft_many_times_makes_one_application(board: BoardState) -> None:
    draft = a_draft(board, given.a_job(board, publish=True))
    errors = together(board, [lambda: apply.send(board, draft)] * AT_ONCE)
    assert (count(board, Application), count(board, Candidate), count(board, ResumeVersion)) == (1, 1, 1)
    assert set(errors) <= {"NotFound", "Conflict"}


def test_many_drafts_of_one_person_make_one_application(board: BoardState) -> None:
    job_id = given.a_job(board, publish=True)
    drafts = [a_draft(board, job_id) for _ in range(AT_ONCE)]
    together(board, [lambda draft=draft: apply.send(board, draft) for draft in drafts])  # type: ignore[misc] # binds now
    assert (count(board, Application), count(board, Candidate)) == (1, 1)


def test_people_in_a_hurry_lose_nothing(board: BoardState) -> None:
    job_id = given.a_job(board, publish=True)
    drafts = [a_draft(board, job_id, email=f"person{number}@example.org") for number in range(AT_ONCE)]
    errors = together(board, [lambda draft=draft: apply.send(board, draft) for draft in drafts])  # type: ignore[misc] # binds now
    assert errors == []
    assert count(board, Application) == AT_ONCE


def test_a_change_made_on_an_old_version_is_refused(board: BoardState) -> None:
    application_id = given.an_application(board, given.a_candidate(board), given.a_job(board, publish=True))
    with Session(board.engine, expire_on_commit=False) as slow:
        read = slow.scalars(select(Application).where(Application.public_id == application_id)).one()
        slow.commit()
        pool.move_stage(board, application_id, "screen", actor=given.RECRUITER)
        with pytest.raises(Conflict), transaction(slow, owned=False):
            read.note = "written on what stood there before"
    assert given.full(board, application_id).stage is Stage.SCREEN


def test_a_draft_kept_while_the_card_is_submitted_takes_nothing_away(board: BoardState) -> None:
    application_id = given.an_application(board, given.a_candidate(board), given.a_job(board, publish=True))
    form = {"date": "2026-11-23", "time": "10:00", "interviewers": [given.INTERVIEWER.id]}
    meeting = interviews.schedule_interview(board, application_id, form, actor=given.RECRUITER)

    def write(*, submit: bool) -> None:
        card = {"overall": "YES" if submit else "NO", "rating-0": "4" if submit else "1"}
        pool.save_scorecard(board, meeting, card, actor=given.INTERVIEWER, submit=submit)

    drafts = [lambda: write(submit=False)] * (AT_ONCE - 1)
    errors = together(board, [*drafts[:3], lambda: write(submit=True), *drafts[3:]])
    assert set(errors) <= {"Conflict"}
    assert len(errors) < AT_ONCE
    [card] = given.full(board, application_id).interviews[0].scorecards
    assert card.submitted_at is not None
    assert (card.overall, card.ratings[0].rating) == (Overall.YES, 4)


def test_a_sent_draft_is_gone(board: BoardState) -> None:
    draft = a_draft(board, given.a_job(board, publish=True))
    apply.send(board, draft)
    with pytest.raises(NotFound):
        apply.get_draft(board, draft)
