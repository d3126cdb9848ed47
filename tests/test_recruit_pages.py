"""The recruiter's pages through their routes: what they show, what a press of a button does, what they refuse."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from jobboard.access import Actor
from jobboard.adapters.clock import FixedClock
from jobboard.applications.models import ApplicationStatus, Stage
from jobboard.flows import apply, pool
from jobboard.flows.uploads import Upload
from jobboard.keep_on_file import queries
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.databases import on_sqlite
from tests.support.host import ADMIN, IDRIS, JUDITH, RAVI

DESK = "/recruit"
MOST_STATEMENTS = 20


def text_of(client: FlaskClient, path: str, *, status: int = 200) -> str:
    """The page at ``path`` below the desk, its tags and doubled spaces taken out."""
    response = client.get(DESK + path)
    assert response.status_code == status, response.get_data(as_text=True)[:2000]
    return words_of(response.get_data(as_text=True))


def words_of(html: str) -> str:
    """The words a reader sees."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", " ").split())


def surfaced(board: BoardState, **kept: Any) -> str:
    """Maren, kept after Marketing Coordinator, surfaced for Marketing Manager: the surfacing's public id."""
    given.kept_candidate(board, **kept)
    given.a_job(board, "Marketing Manager", publish=True)
    return queries.inbox(board.session(), given.scope(board), now=board.now())[0].public_id


def interviewed_applicant(board: BoardState, *, consent: str = "live") -> str:
    """A past manager, interviewed for Marketing Coordinator and not closed yet: the application's public id."""
    candidate_id = given.a_candidate(board, "Farid Nettleship")
    given.a_consent(board, candidate_id, state=consent)
    application_id = given.an_application(
        board, candidate_id, given.a_job(board, "Marketing Coordinator", publish=True)
    )
    given.interviewed(board, application_id)
    return application_id


# The desk


def test_the_first_page_says_what_needs_the_recruiter(board: BoardState, recruiter: FlaskClient) -> None:
    surfaced(board)
    page = text_of(recruiter, "/")
    assert "Tuesday 24 November: one thing needs you" in page
    assert "Marketing Manager, Calderside Mills: 1 kept person fits" in page
    assert "3 above Marketing Coordinator" in page


def test_an_empty_desk_teaches(board: BoardState, recruiter: FlaskClient) -> None:
    assert "nothing needs you" in text_of(recruiter, "/")
    assert "Nobody is kept on file yet" in text_of(recruiter, "/inbox")
    assert "Close with the true reason" in text_of(recruiter, "/kept")
    assert "There is no job yet" in text_of(recruiter, "/jobs")
    assert "Nobody has applied yet" in text_of(recruiter, "/candidates")


def test_an_interviewer_sees_their_own_work_and_nothing_of_the_file(app: Flask, board: BoardState) -> None:
    surfaced(board)
    interviewer = client_as(app, IDRIS)
    page = text_of(interviewer, "/")
    assert "Maren" not in page
    assert "Review inbox" not in page
    for path in ("/inbox", "/jobs", "/candidates", "/kept"):
        assert interviewer.get(DESK + path).status_code == 403


# The review inbox


def test_somebody_who_surfaced_is_shown_with_every_reason_and_its_source(
    board: BoardState, recruiter: FlaskClient
) -> None:
    found = surfaced(board)
    assert "1 to review, for 1 job" in text_of(recruiter, "/inbox")
    page = text_of(recruiter, f"/inbox/{found}")
    assert "for Marketing Coordinator , three levels below what they have done" in page
    assert "is at their level" in page
    assert "The points add up; there is nothing else" in page
    stored = queries.get_surfacing(board.session(), given.scope(board), found)
    for line in stored.evidence:
        assert line["source"] in page
    assert f"{stored.score} Score for this job" in page


def test_inviting_starts_the_application_and_can_be_undone(board: BoardState, recruiter: FlaskClient) -> None:
    found = surfaced(board)
    form = recruiter.get(f"{DESK}/inbox/{found}/invite").get_data(as_text=True)
    assert "Marketing Manager" in form
    response = recruiter.post(f"{DESK}/inbox/{found}/invite", data={"subject": "A role", "body": "Shall we talk?"})
    assert response.status_code == 302
    page = recruiter.get(response.location).get_data(as_text=True)
    assert "Maren Okafor-Lund is invited for Marketing Manager" in page
    assert f"{DESK}/inbox/{found}/undo" in page
    assert "Invited" in text_of(recruiter, f"/inbox/{found}")
    recruiter.post(f"{DESK}/inbox/{found}/undo")
    assert "1 to review, for 1 job" in text_of(recruiter, "/inbox")


def test_the_persons_own_key_never_reaches_the_recruiters_screen(
    board: BoardState, recruiter: FlaskClient, mail: Any
) -> None:
    found = surfaced(board)
    key = given.kept(board, queries.get_surfacing(board.session(), given.scope(board), found).kept.public_id)
    access_key = key.candidate.access_key
    form = recruiter.get(f"{DESK}/inbox/{found}/invite").get_data(as_text=True)
    assert access_key not in form
    assert access_key not in recruiter.get(f"{DESK}/applications/{interviewed_applicant(board)}/close").get_data(
        as_text=True
    )


def test_an_empty_message_is_refused_and_what_was_typed_stays(board: BoardState, recruiter: FlaskClient) -> None:
    found = surfaced(board)
    response = recruiter.post(f"{DESK}/inbox/{found}/invite", data={"subject": "A better role", "body": ""})
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "One thing to fix" in page
    assert 'href="#body"' in page
    assert "A better role" in page


def test_a_snooze_takes_them_out_until_its_day(board: BoardState, recruiter: FlaskClient, clock: Any) -> None:
    found = surfaced(board)
    response = recruiter.post(f"{DESK}/inbox/{found}/snooze", data={"until": "other", "other_day": "2026-12-01"})
    assert "snoozed until 1 December" in recruiter.get(response.location).get_data(as_text=True)
    assert "Nobody to review just now" in text_of(recruiter, "/inbox")
    clock.advance(timedelta(days=8))
    assert "1 to review, for 1 job" in text_of(recruiter, "/inbox")


def test_a_snooze_into_the_past_is_refused(board: BoardState, recruiter: FlaskClient) -> None:
    found = surfaced(board)
    response = recruiter.post(f"{DESK}/inbox/{found}/snooze", data={"until": "other", "other_day": "2026-01-01"})
    assert response.status_code == 422
    assert "Choose a day after today." in response.get_data(as_text=True)


@on_sqlite
@pytest.mark.parametrize(("day", "status"), [("2027-11-24", 302), ("2027-12-01", 422), ("9999-12-31", 422)])
def test_a_snooze_lasts_a_year_at_most(board: BoardState, recruiter: FlaskClient, day: str, status: int) -> None:
    found = surfaced(board)
    response = recruiter.post(f"{DESK}/inbox/{found}/snooze", data={"until": "other", "other_day": day})
    assert response.status_code == status
    assert ("Choose a day within a year" in response.text) == (status == 422)


@pytest.mark.parametrize("scope", ["job", "level", "function", "always"])
def test_not_for_this_reaches_as_far_as_was_said(board: BoardState, recruiter: FlaskClient, scope: str) -> None:
    found = surfaced(board)
    assert f'value="{scope}"' in recruiter.get(f"{DESK}/inbox/{found}/dismiss").get_data(as_text=True)
    response = recruiter.post(f"{DESK}/inbox/{found}/dismiss", data={"scope": scope, "reason": "Moving away"})
    assert "set aside" in recruiter.get(response.location).get_data(as_text=True)
    assert "Nobody to review just now" in text_of(recruiter, "/inbox")


@pytest.mark.parametrize("consent", ["expired", "withdrawn"])
def test_there_is_no_invite_without_a_live_consent(board: BoardState, recruiter: FlaskClient, consent: str) -> None:
    found = surfaced(board)
    person = queries.get_surfacing(board.session(), given.scope(board), found).kept.candidate.public_id
    given.a_consent(board, person, state=consent)
    page = recruiter.get(f"{DESK}/inbox/{found}").get_data(as_text=True)
    assert "no contact about other roles" in page
    assert f"{DESK}/inbox/{found}/invite" not in page
    assert recruiter.get(f"{DESK}/inbox/{found}/invite").status_code == 409


def test_who_stopped_being_kept_may_still_be_written_to_about_what_runs(
    board: BoardState, recruiter: FlaskClient
) -> None:
    person = given.a_candidate(board)
    running = given.an_application(board, person, given.a_job(board, publish=True))
    pages = (f"/candidates/{person}", f"/applications/{running}")
    said = "Their running application goes on, and you may write to them about it."
    assert not any(said in text_of(recruiter, page) for page in pages)
    given.a_consent(board, person, state="withdrawn")
    assert all(said in text_of(recruiter, page) for page in pages)
    assert all("no contact about other roles" in text_of(recruiter, page) for page in pages)
    pool.set_do_not_contact(board, person, asked=True, actor=JUDITH, why="Rang")
    assert not any(said in text_of(recruiter, page) for page in pages)


def test_looking_writes_nothing(board: BoardState, recruiter: FlaskClient, count_statements: Any) -> None:
    found = surfaced(board)
    with count_statements(board.engine) as statements:
        recruiter.get(f"{DESK}/inbox/{found}")
    assert not [said for said in statements.sent if said.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]


def test_why_not_names_every_gate_and_the_nearest_change(board: BoardState, recruiter: FlaskClient) -> None:
    kept = given.kept_candidate(board)
    vp = given.a_job(board, "VP Marketing", publish=True)
    page = text_of(recruiter, f"/kept/{kept}/why-not?job={vp}")
    assert "Why not Maren Okafor-Lund for VP Marketing at Calderside Mills?" in page
    assert "14 gates, in order" in page
    assert "Nearest change:" in page
    assert "for which job?" in text_of(recruiter, f"/kept/{kept}/why-not")


# Jobs


def test_a_new_job_starts_with_its_title_and_confirms_the_level(board: BoardState, recruiter: FlaskClient) -> None:
    assert "What is the job called?" in text_of(recruiter, "/jobs/new")
    form = recruiter.get(f"{DESK}/jobs/new?title=Marketing+Manager").get_data(as_text=True)
    assert '<option value="5" selected>5 Manager</option>' in form
    assert "Yes, this is a manager’s job" in form


def test_publishing_shows_first_who_it_brings_back_and_then_brings_them(
    board: BoardState, recruiter: FlaskClient
) -> None:
    given.kept_candidate(board)
    fields = {"title": "Marketing Manager", "organization": "Calderside Mills", "level": "manager"}
    saved = recruiter.post(f"{DESK}/jobs/new", data={**fields, "level_confirmed": "yes", "function": "marketing"})
    form = recruiter.get(saved.location).get_data(as_text=True)
    assert "On your bench: 1 kept person fits" in form
    assert "Saved as a draft. Nobody outside sees it." in form
    edit = {**fields, "level_confirmed": "yes", "function": "marketing", "publish": "yes"}
    published = recruiter.post(saved.location, data=edit)
    page = recruiter.get(published.location).get_data(as_text=True)
    assert "whom it fits reaches your review inbox. Nobody was written to." in page
    assert "1 to review, for 1 job" in text_of(recruiter, "/inbox")


def test_a_job_that_cannot_be_saved_says_why_and_keeps_what_was_typed(
    board: BoardState, recruiter: FlaskClient
) -> None:
    fields = {"title": "Marketing Manager", "organization": "", "pay_from": "52,000", "pay_to": "46,000"}
    response = recruiter.post(f"{DESK}/jobs/new", data=fields)
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert 'href="#organization"' in page
    assert 'value="52,000"' in page


def test_a_stored_job_comes_back_into_its_form_unchanged(board: BoardState, recruiter: FlaskClient) -> None:
    job_id = given.a_job(board, "Marketing Manager")
    form = recruiter.get(f"{DESK}/jobs/{job_id}/edit").get_data(as_text=True)
    for said in ('value="46,000"', 'value="52,000"', 'value="Leeds"', "budgets\ntrade campaigns"):
        assert said in form


def test_a_job_is_put_on_hold_filled_and_reopened(board: BoardState, recruiter: FlaskClient) -> None:
    job_id = given.a_job(board, publish=True)
    for act, data, said in [
        ("hold", {}, "On hold"),
        ("close", {"as": "filled"}, "Filled"),
        ("reopen", {}, "Published."),
    ]:
        response = recruiter.post(f"{DESK}/jobs/{job_id}/{act}", data=data)
        assert said in recruiter.get(response.location).get_data(as_text=True)


def test_whoever_waits_for_a_job_that_is_reopened_waits_for_that_reason(
    board: BoardState, recruiter: FlaskClient
) -> None:
    given.kept_candidate(board)
    job_id = given.a_job(board, publish=True)
    assert "Published today" in text_of(recruiter, "/inbox")
    recruiter.post(f"{DESK}/jobs/{job_id}/close", data={"as": "closed"})
    recruiter.post(f"{DESK}/jobs/{job_id}/reopen")
    page = text_of(recruiter, "/inbox")
    assert "Reopened today" in page
    assert "Published today" not in page
    assert "the job was reopened" in page.lower()


def test_the_list_of_jobs_filters_by_status_and_words(board: BoardState, recruiter: FlaskClient) -> None:
    given.a_job(board, "Marketing Manager", publish=True)
    given.a_job(board, "Credit Controller")
    assert "2 jobs" in text_of(recruiter, "/jobs")
    assert "1 draft job" in text_of(recruiter, "/jobs?status=draft")
    assert "1 job that mentions “credit”" in text_of(recruiter, "/jobs?q=credit")
    assert "No job is like that" in text_of(recruiter, "/jobs?q=zebra")
    assert "2 jobs" in text_of(recruiter, "/jobs?status=nonsense&page=-4")


def test_the_list_of_jobs_reads_and_or_not_and_parentheses(board: BoardState, recruiter: FlaskClient) -> None:
    for title, organization, place in (
        ("Ward Manager", "Northgate Care", "Leeds"),
        ("Midwife", "Northgate Care", "York"),
        ("Nurse", "Agency One", "Leeds"),
    ):
        places = [{"locality": place, "country": "GB"}]
        given.a_job(board, title, organization=organization, locations=places, requirements=[])
    found = {
        "northgate leeds": {"Ward Manager"},
        "nurse OR midwife": {"Midwife", "Nurse"},
        "(nurse OR midwife OR manager) AND leeds NOT agency": {"Ward Manager"},
        '"manager ward"': set(),
        '"ward manager"': {"Ward Manager"},
        "-leeds": {"Midwife"},
    }
    for text, titles in found.items():
        page = recruiter.get(f"{DESK}/jobs?{urlencode({'q': text})}").text
        assert {title for title in ("Ward Manager", "Midwife", "Nurse") if f">{title}</a>" in page} == titles, text
        assert "jb-error" not in page


def test_a_search_that_was_not_read_as_written_says_so_beside_its_field(recruiter: FlaskClient) -> None:
    page = recruiter.get(f"{DESK}/jobs?{urlencode({'q': '(nurse OR'})}").text
    assert '<p class="jb-error" id="q-error">A “(” is never closed' in page
    assert 'aria-describedby="q-error q-help"' in page


def test_the_list_of_jobs_is_for_those_who_may_see_the_pool(app: Flask) -> None:
    assert client_as(app, IDRIS).get(f"{DESK}/jobs?q=nurse").status_code == 403


# The pipeline


def test_the_pipeline_says_how_big_somebody_is_for_the_job_and_asks_to_keep_them(
    board: BoardState, recruiter: FlaskClient
) -> None:
    application_id = interviewed_applicant(board)
    job = given.full(board, application_id).job
    assert job is not None
    page = text_of(recruiter, f"/jobs/{job.public_id}")
    assert "Marketing Coordinator: 1 person" in page
    assert "3 above Keep on file?" in page
    assert "Interviewed by Idris Vale" in page
    board_view = text_of(recruiter, f"/jobs/{job.public_id}?view=board")
    assert "Farid Nettleship" in board_view
    assert "Nobody stands in this stage" in text_of(recruiter, f"/jobs/{job.public_id}?stage=offer")


def test_a_long_wait_is_said_in_words(board: BoardState, recruiter: FlaskClient, clock: Any) -> None:
    job_id = given.a_job(board, publish=True)
    given.an_application(board, given.a_candidate(board), job_id)
    clock.advance(timedelta(days=7))
    assert "7 days here, over 5" in text_of(recruiter, f"/jobs/{job_id}")
    assert "One person has waited over five days in Applied" in text_of(recruiter, "/")


def test_a_move_follows_the_table_and_an_impossible_one_says_what_is_possible(
    board: BoardState, recruiter: FlaskClient
) -> None:
    application_id = given.an_application(board, given.a_candidate(board), given.a_job(board, publish=True))
    moved = recruiter.post(f"{DESK}/applications/{application_id}/move", data={"to": "screen"})
    page = recruiter.get(moved.location).get_data(as_text=True)
    assert "moved from Applied to Screen" in page
    together = re.search(r'name="together" value="(\w+)"', page)
    assert together is not None
    refused = recruiter.post(f"{DESK}/applications/{application_id}/move", data={"to": "hired"})
    assert refused.status_code == 409
    assert "from there it can go to" in refused.get_data(as_text=True)
    closing = recruiter.post(f"{DESK}/applications/{application_id}/move", data={"to": "close"})
    assert closing.location.endswith("/close")


def test_a_move_is_taken_back_as_if_it_had_not_been(
    board: BoardState, recruiter: FlaskClient, clock: FixedClock
) -> None:
    """The days they had waited still count."""
    application_id = given.an_application(board, given.a_candidate(board), given.a_job(board, publish=True))
    clock.advance(timedelta(days=3))
    moved = recruiter.post(
        f"{DESK}/applications/{application_id}/move", data={"to": "interview", "back": "application"}
    )
    together = re.search(r'name="together" value="(\w+)"', recruiter.get(moved.location).get_data(as_text=True))
    assert together is not None
    undo = {"together": together[1], "back": "application"}
    back = recruiter.post(f"{DESK}/applications/{application_id}/move/undo", data=undo)
    assert back.location == moved.location
    assert "Taken back." in recruiter.get(back.location).get_data(as_text=True)
    application = given.full(board, application_id)
    assert application.stage is Stage.APPLIED
    assert clock.now() - application.stage_entered_at == timedelta(days=3)
    assert recruiter.post(f"{DESK}/applications/{application_id}/move/undo", data=undo).status_code == 409


def test_a_page_that_is_older_than_a_colleagues_move_moves_nobody(board: BoardState, recruiter: FlaskClient) -> None:
    application_id = given.an_application(board, given.a_candidate(board), given.a_job(board, publish=True))
    page = recruiter.get(f"{DESK}/applications/{application_id}").get_data(as_text=True)
    assert '<input type="hidden" name="seen" value="applied">' in page
    pool.move_stage(board, application_id, "interview", actor=RAVI)
    stale = recruiter.post(f"{DESK}/applications/{application_id}/move", data={"to": "screen", "seen": "applied"})
    said = recruiter.get(stale.location).get_data(as_text=True)
    assert f"stands in Interview by now: {RAVI.name} moved them. Nothing was changed." in said
    assert given.full(board, application_id).stage is Stage.INTERVIEW


# Closing


@pytest.mark.parametrize(("away", "waited"), [({"hours": 2}, {"days": 3, "hours": 2}), ({"days": 2}, {})])
def test_a_close_that_is_soon_taken_back_leaves_the_days_they_waited(
    board: BoardState, recruiter: FlaskClient, clock: FixedClock, away: dict[str, int], waited: dict[str, int]
) -> None:
    """After a day it is a new start."""
    application_id = given.an_application(board, given.a_candidate(board), given.a_job(board, publish=True))
    clock.advance(timedelta(days=3))
    recruiter.post(
        f"{DESK}/applications/{application_id}/close", data={"disposition": "position_filled", "message": "none"}
    )
    clock.advance(timedelta(**away))
    recruiter.post(f"{DESK}/applications/{application_id}/reopen")
    application = given.full(board, application_id)
    assert application.status is ApplicationStatus.ACTIVE
    assert clock.now() - application.stage_entered_at == timedelta(**waited)


def test_closing_proposes_the_reason_the_evidence_and_the_terms(board: BoardState, recruiter: FlaskClient) -> None:
    application_id = interviewed_applicant(board)
    page = recruiter.get(f"{DESK}/applications/{application_id}/close").get_data(as_text=True)
    assert "Suggested: level is 3 above" in page
    assert re.search(r'value="too_senior_for_role" checked', page)
    assert re.search(r'name="evidence" value="level" checked', page)
    assert "consent live until" in page
    assert "Close and keep" in page
    assert "overqualified" not in page.lower()


def test_close_and_keep_makes_the_record_and_can_be_undone(board: BoardState, recruiter: FlaskClient) -> None:
    application_id = interviewed_applicant(board)
    form = {
        "disposition": "too_senior_for_role",
        "evidence": "level",
        "keep": "yes",
        "functions": ["marketing", ""],
        "min_level": "manager",
        "max_level": "head",
        "review_on": "2027-05-20",
        "message": "kept_on_file",
    }
    response = recruiter.post(f"{DESK}/applications/{application_id}/close", data=form)
    assert response.status_code == 302
    page = recruiter.get(response.location).get_data(as_text=True)
    assert "Farid Nettleship closed and kept on file." in page
    assert "1 person kept on file, 1 of them active" in text_of(recruiter, "/kept")
    assert "Marketing, manager to head or senior manager" in text_of(recruiter, "/kept")
    undone = recruiter.post(f"{DESK}/applications/{application_id}/reopen")
    assert "Open again." in recruiter.get(undone.location).get_data(as_text=True)


def test_close_without_keeping_makes_no_record(board: BoardState, recruiter: FlaskClient) -> None:
    application_id = interviewed_applicant(board)
    form = {"disposition": "runner_up", "keep": "yes", "without": "yes", "message": "honest_no"}
    response = recruiter.post(f"{DESK}/applications/{application_id}/close", data=form)
    assert response.status_code == 302
    assert "Nobody is kept on file yet" in text_of(recruiter, "/kept")


def test_more_senior_needs_one_piece_of_evidence(board: BoardState, recruiter: FlaskClient) -> None:
    application_id = interviewed_applicant(board)
    form = {"disposition": "too_senior_for_role", "message": "none", "note": "Asked for a team"}
    response = recruiter.post(f"{DESK}/applications/{application_id}/close", data=form)
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert 'href="#evidence"' in page
    assert "Asked for a team" in page


def test_a_mail_that_promises_a_file_does_not_go_out_without_one(board: BoardState, recruiter: FlaskClient) -> None:
    application_id = interviewed_applicant(board)
    form = {"disposition": "runner_up", "without": "yes", "keep": "yes", "message": "kept_on_file"}
    response = recruiter.post(f"{DESK}/applications/{application_id}/close", data=form)
    assert response.status_code == 422
    assert "This mail speaks of a file." in response.get_data(as_text=True)


# Interviews and scorecards


def scheduled(app: Flask, board: BoardState, *, panel: tuple[Actor, ...] = (IDRIS, RAVI)) -> tuple[str, str]:
    """An interview arranged through the page and now over: (application, interview) by public id."""
    application_id = given.an_application(board, given.a_candidate(board), given.a_job(board, publish=True))
    form = {"date": "2026-11-25", "time": "14:00", "interviewers": [actor.id for actor in panel], "place": "Leeds"}
    response = client_as(app, JUDITH).post(f"{DESK}/applications/{application_id}/interview", data=form)
    assert response.status_code == 302, response.get_data(as_text=True)
    return application_id, given.full(board, application_id).interviews[0].public_id


def test_an_interview_is_arranged_and_a_missing_panel_is_refused(
    app: Flask, board: BoardState, recruiter: FlaskClient
) -> None:
    application_id, _ = scheduled(app, board)
    page = text_of(recruiter, f"/applications/{application_id}")
    assert "25 November 2026, 14:00" in page
    assert "with Idris Vale and Ravi Thornbury" in page
    response = recruiter.post(f"{DESK}/applications/{application_id}/interview", data={"date": "2026-11-25"})
    assert response.status_code == 422
    assert "Two things to fix" in response.get_data(as_text=True)


def test_others_cards_stay_hidden_until_ones_own_is_in(app: Flask, board: BoardState, clock: Any) -> None:
    application_id, interview_id = scheduled(app, board)
    clock.advance(timedelta(days=2))
    idris, ravi = client_as(app, IDRIS), client_as(app, RAVI)
    card = {"overall": "YES", "size": "1", "takeaways": "Rebuilt the report on her own.", "rating-0": "4"}
    idris.post(f"{DESK}/interviews/{interview_id}/scorecard", data=card)
    assert "Your scorecard for Maren Okafor-Lund" in text_of(ravi, "/")
    assert "Idris Vale’s card is in and opens when yours is." in text_of(ravi, f"/interviews/{interview_id}/scorecard")
    assert "Rebuilt the report" not in text_of(ravi, f"/applications/{application_id}")
    ravi.post(
        f"{DESK}/interviews/{interview_id}/scorecard", data={"overall": "NO_DECISION", "takeaways": "Ran out of time."}
    )
    assert "Rebuilt the report" in text_of(ravi, f"/interviews/{interview_id}/scorecard")
    assert "Rebuilt the report" in text_of(ravi, f"/applications/{application_id}")


def test_a_draft_comes_back_as_it_was_left_and_a_submitted_card_stays(
    app: Flask, board: BoardState, clock: Any
) -> None:
    _, interview_id = scheduled(app, board)
    clock.advance(timedelta(days=2))
    idris = client_as(app, IDRIS)
    path = f"{DESK}/interviews/{interview_id}/scorecard"
    idris.post(path, data={"takeaways": "Half a thought", "rating-0": "3", "draft": "yes"})
    form = idris.get(path).get_data(as_text=True)
    assert "Half a thought" in form
    assert re.search(r'name="rating-0" value="3" checked', form)
    refused = idris.post(path, data={"takeaways": "Half a thought"})
    assert refused.status_code == 422
    assert 'href="#overall"' in refused.get_data(as_text=True)
    card = {"overall": "YES", "takeaways": "A whole thought"}
    idris.post(path, data=card)
    assert idris.post(path, data=card | {"overall": "NO"}).status_code == 409


def test_an_interviewer_reaches_only_their_own_card(app: Flask, board: BoardState) -> None:
    _, interview_id = scheduled(app, board, panel=(RAVI,))
    for stranger in (IDRIS, JUDITH):
        assert client_as(app, stranger).get(f"{DESK}/interviews/{interview_id}/scorecard").status_code == 404


def test_what_became_of_an_interview_is_said(app: Flask, board: BoardState, recruiter: FlaskClient) -> None:
    application_id, interview_id = scheduled(app, board)
    response = recruiter.post(f"{DESK}/interviews/{interview_id}/status", data={"status": "no_show"})
    assert "Did not come" in recruiter.get(response.location).get_data(as_text=True)
    assert application_id in response.location


# People


def test_people_are_found_by_words_with_the_jobs_that_match(board: BoardState, recruiter: FlaskClient) -> None:
    given.a_candidate(board)
    given.a_candidate(board, "Callum Adeyinka", held=())
    given.a_job(board, publish=True)
    assert "2 people here" in text_of(recruiter, "/candidates")
    page = text_of(recruiter, "/candidates?q=tannery")
    assert "1 person for “tannery”" in page
    assert recruiter.get(f"{DESK}/find?q=marketing").location == f"{DESK}/candidates?q=marketing"
    assert "1 job for “marketing”" in text_of(recruiter, "/candidates?q=marketing")
    assert "Nobody is like that" in text_of(recruiter, "/candidates?q=zebra")


def test_a_person_is_shown_with_levels_and_their_reasons(board: BoardState, recruiter: FlaskClient) -> None:
    kept = given.kept(board, given.kept_candidate(board))
    page = text_of(recruiter, f"/candidates/{kept.candidate.public_id}")
    for said in ("Marketing Manager, Tannery Row Hotels", "Manager.", "Closed: More senior than this role needs"):
        assert said in page
    assert "Consent live until" in page


def test_a_past_role_is_added_and_a_wrong_month_is_refused(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board, held=())
    role = {"title": "Head of Marketing", "employer": "Wharram Logistics", "started": "2020-01", "ended": "2019-01"}
    refused = recruiter.post(f"{DESK}/candidates/{person}/work", data=role)
    assert refused.status_code == 422
    assert "Wharram Logistics" in refused.get_data(as_text=True)
    recruiter.post(f"{DESK}/candidates/{person}/work", data={**role, "ended": "2023-01"})
    page = text_of(recruiter, f"/candidates/{person}")
    assert "Head or senior manager" in page
    assert "added by Judith Amaro-Kell" in page


def test_a_resume_is_only_ever_a_download(board: BoardState, recruiter: FlaskClient, client: FlaskClient) -> None:
    job_id = given.a_job(board, publish=True)
    form = {"name": "Wren Fairbrass", "email": "wren@example.org", "place": "York"}
    file = Upload(BytesIO(b"Sales ledger, part time, since 2019.\n"), "wren.txt")
    apply.send(board, apply.save_draft(board, job_id, form, file))
    page = text_of(recruiter, "/candidates?q=wren")
    assert "1 person for “wren”" in page
    person = re.search(r"/candidates/(\w{26})", recruiter.get(f"{DESK}/candidates?q=wren").get_data(as_text=True))
    assert person is not None
    path = f"{DESK}/candidates/{person[1]}/resume/1"
    response = recruiter.get(path)
    assert response.data == b"Sales ledger, part time, since 2019.\n"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert client.get(path).status_code == 302
    assert recruiter.get(f"{DESK}/candidates/{person[1]}/resume/2").status_code == 404


def test_erasing_asks_first_and_only_an_admin_may(app: Flask, board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    path = f"{DESK}/candidates/{person}/erase"
    assert recruiter.get(path).status_code == 403
    admin = client_as(app, ADMIN)
    assert "This cannot be undone." in text_of(admin, f"/candidates/{person}/erase")
    assert admin.post(path, data={"why": "They asked us to"}).status_code == 422
    assert admin.get(f"{DESK}/candidates/{person}").status_code == 200
    assert admin.post(path, data={"why": "They asked us to", "sure": "yes"}).status_code == 302
    assert admin.get(f"{DESK}/candidates/{person}").status_code == 404


@on_sqlite
@pytest.mark.parametrize(
    "path",
    [
        "/inbox/{id}",
        "/inbox/{id}/reconfirm",
        "/inbox/rules/{id}",
        "/jobs/{id}",
        "/jobs/{id}/edit",
        "/applications/{id}",
        "/candidates/{id}",
        "/kept/{id}/why-not",
    ],
)
def test_an_unknown_id_is_not_found(board: BoardState, recruiter: FlaskClient, path: str) -> None:
    assert recruiter.get(DESK + path.format(id="01ARZ3NDEKTSV4RRFFQ69G5FAV")).status_code == 404


# Lists stay cheap


def a_full_board(board: BoardState) -> str:
    """A job with a dozen people in it, a dozen kept people surfaced for another; the first job's public id."""
    for number in range(6):
        given.kept_candidate(board, name=f"Kept {number}")
    given.a_job(board, publish=True)
    job_id = given.a_job(board, "Credit Controller", publish=True)
    for number in range(6):
        given.interviewed(board, given.an_application(board, given.a_candidate(board, f"Applicant {number}"), job_id))
    return job_id


def test_each_list_costs_under_twenty_statements(
    board: BoardState, recruiter: FlaskClient, count_statements: Callable[..., AbstractContextManager[Any]]
) -> None:
    job = f"/jobs/{a_full_board(board)}"
    for path in ("/inbox", "/jobs", job, f"{job}?view=board", "/candidates?q=market", "/candidates", "/kept"):
        board.session.remove()
        with count_statements(board.engine) as statements:
            assert recruiter.get(DESK + path).status_code == 200
        assert statements.count < MOST_STATEMENTS, path


def test_who_is_snoozed_can_be_found_and_woken(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board, name="Sleeping Person")
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = queries.inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    recruiter.post(f"{DESK}/inbox/{surfacing}/snooze", data={"until": "2026-12-24"})
    page = recruiter.get(f"{DESK}/inbox/snoozed").get_data(as_text=True)
    assert "1 person snoozed" in page
    assert "24 December 2026" in page
    recruiter.post(f"{DESK}/inbox/{surfacing}/undo")
    assert "Nobody is snoozed" in recruiter.get(f"{DESK}/inbox/snoozed").get_data(as_text=True)
