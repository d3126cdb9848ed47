"""The pages on which a recruiter proposes, keeps, edits and asks."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from jobboard.flows import close_application, kept_record
from jobboard.keep_on_file.models import KeptStatus
from jobboard.testing import situations as given

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jobboard.state import BoardState

DESK = "/recruit"


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(DESK + path)
    assert response.status_code == status
    return response.get_data(as_text=True)


def not_kept(board: BoardState, name: str = "Farid Nettleship", consent: str = "live") -> None:
    """Somebody more senior than Marketing Coordinator, met, and closed without being kept."""
    candidate_id = given.a_candidate(board, name)
    given.a_consent(board, candidate_id, state=consent)
    job_id = given.a_job(board, "Marketing Coordinator", publish=True)
    application_id = given.an_application(board, candidate_id, job_id)
    given.interviewed(board, application_id)
    form = {"disposition": "skills_not_matched", "message": "none"}
    close_application.close(board, application_id, form, actor=given.RECRUITER)


def shown_form(client: FlaskClient, path: str) -> dict[str, Any]:
    """The page's form as a browser would send it back: its seal, at least."""
    page = text_of(client, path)
    return {"seal": page.split('name="seal" value="')[1].split('"')[0]}


def test_today_and_the_kept_page_ask_about_people_nobody_kept(board: BoardState, recruiter: FlaskClient) -> None:
    not_kept(board)
    today = text_of(recruiter, "/")
    assert "More senior than the role, and not kept" in today
    assert "one thing needs you" in today
    assert "1 person you met may have been more senior than the role" in text_of(recruiter, "/kept")
    page = text_of(recruiter, "/kept/proposed")
    assert "3 levels above Marketing Coordinator, and nobody kept them." in page


def test_a_proposal_is_confirmed_as_it_stands(board: BoardState, recruiter: FlaskClient) -> None:
    not_kept(board)
    link = text_of(recruiter, "/kept/proposed").split('/confirm"')[0].rpartition('href="')[2]
    page = recruiter.get(f"{link}/confirm").get_data(as_text=True)
    assert "An honest no, and the file, in your name" in page
    assert 'value="2027-05-24"' in page
    done = recruiter.post(f"{link}/confirm", data={"functions": "marketing", "min_level": "5", "max_level": "6"})
    assert done.location == f"{DESK}/kept/proposed"
    assert "Farid Nettleship is kept on file." in text_of(recruiter, "/kept/proposed")
    assert "1 person kept on file, 1 of them active" in text_of(recruiter, "/kept")


def test_not_needed_wants_a_reason_and_can_be_undone(board: BoardState, recruiter: FlaskClient) -> None:
    not_kept(board)
    link = text_of(recruiter, "/kept/proposed").split('/confirm"')[0].rpartition('href="')[2]
    assert recruiter.post(f"{link}/not-needed", data={"reason": ""}).status_code == 422
    recruiter.post(f"{link}/not-needed", data={"reason": "moves to Canada"})
    page = text_of(recruiter, "/kept/proposed")
    assert "Nobody is proposed" in page
    assert "propose-again" in page
    recruiter.post(f"{link}/propose-again")
    assert "Farid Nettleship" in text_of(recruiter, "/kept/proposed")


def test_a_record_is_edited_and_two_versions_are_shown_when_they_meet(
    board: BoardState, recruiter: FlaskClient
) -> None:
    kept_id = given.kept_candidate(board, places="Leeds")
    mine = shown_form(recruiter, f"/kept/{kept_id}")
    fields = {"functions": "marketing", "min_level": "5", "max_level": "6", "places": "York"}
    saved = recruiter.post(f"{DESK}/kept/{kept_id}", data=mine | fields)
    assert saved.status_code == 302
    page = text_of(recruiter, f"/kept/{kept_id}")
    assert "places" in page
    assert "Leeds → York" in page
    late = recruiter.post(f"{DESK}/kept/{kept_id}", data=mine | fields | {"places": "Selby"})
    assert late.status_code == 409
    both = late.get_data(as_text=True)
    assert "Somebody else changed this in the meantime" in both
    assert "<dd>York</dd>" in both
    assert "Selby" in both
    again = {"seal": both.split('name="seal" value="')[1].split('"')[0]}
    assert recruiter.post(f"{DESK}/kept/{kept_id}", data=again | fields | {"places": "Selby"}).status_code == 302
    assert given.kept(board, kept_id).places == ["Selby"]


def test_what_cannot_be_used_comes_back_with_what_was_typed(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board)
    form = shown_form(recruiter, f"/kept/{kept_id}") | {"functions": "marketing", "pay_floor": "46k", "places": "Selby"}
    answer = recruiter.post(f"{DESK}/kept/{kept_id}", data=form)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Write the amount in full: 46,000." in page
    assert "Selby" in page


def test_pause_and_make_active(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board)
    recruiter.post(f"{DESK}/kept/{kept_id}/pause")
    assert "Make active" in text_of(recruiter, f"/kept/{kept_id}")
    recruiter.post(f"{DESK}/kept/{kept_id}/activate")
    assert given.kept(board, kept_id).status is KeptStatus.ACTIVE


def test_without_a_consent_nothing_is_offered_that_needs_one(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board, consent="expired")
    page = text_of(recruiter, f"/kept/{kept_id}")
    for offered in ("Reconfirm…", "Ask to renew…", "Make active", ">Extend<"):
        assert offered not in page
    assert "Only they can say yes again" in page


@pytest.mark.parametrize(("what", "subject"), [("reconfirm", "Does this still hold?"), ("renew", "May we keep you")])
def test_a_prepared_question_is_sent_and_undone(
    board: BoardState, recruiter: FlaskClient, what: str, subject: str
) -> None:
    kept_id = given.kept_candidate(board)
    assert subject in text_of(recruiter, f"/kept/{kept_id}/{what}")
    sent = recruiter.post(f"{DESK}/kept/{kept_id}/{what}", data={"subject": subject, "body": "Does it?"})
    assert sent.status_code == 302
    assert f"/kept/{kept_id}/{what}/undo" in text_of(recruiter, f"/kept/{kept_id}")
    again = recruiter.post(f"{DESK}/kept/{kept_id}/{what}", data={"subject": subject, "body": "Does it?"})
    assert again.status_code == 409
    assert "Write all the same" in again.get_data(as_text=True)
    recruiter.post(f"{DESK}/kept/{kept_id}/{what}/undo")
    assert "Taken back. Nothing was sent." in text_of(recruiter, f"/kept/{kept_id}")


def test_reviews_due_are_on_today_and_ticked_off(board: BoardState, recruiter: FlaskClient, clock: Any) -> None:
    kept_id = given.kept_candidate(board)
    assert "due</a>" not in text_of(recruiter, "/")
    clock.advance(timedelta(days=200))
    assert "1 review due" in text_of(recruiter, "/")
    assert "Maren Okafor-Lund" in text_of(recruiter, "/kept/reviews")
    done = recruiter.post(f"{DESK}/kept/{kept_id}/review", data={"next_on": "2027-12-01", "back": "reviews"})
    assert done.location == f"{DESK}/kept/reviews"
    assert "No review is due" in text_of(recruiter, "/kept/reviews")


def test_a_promise_about_to_end_leads_to_a_question(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction():
        given.kept(board, kept_id).expires_at = board.now() + timedelta(days=5)
    assert f"{DESK}/kept/{kept_id}/renew" in text_of(recruiter, "/")


def test_the_list_is_narrowed(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board)
    given.kept_candidate(board, name="Pat Winterburn")
    how_many = {
        "function=marketing": 2,
        "function=sales": 0,
        "function=nonsense": 2,
        "level=5": 2,
        "level=1": 0,
        "owner=judith": 2,
        "owner=ravi": 0,
        "ending=yes": 0,
        "q=okafor": 1,
        "q=%25": 0,
        "status=active&q=pat": 1,
        "status=paused": 0,
    }
    assert {query: text_of(recruiter, f"/kept?{query}").count("Why not…<span") for query in how_many} == how_many


def test_a_consent_that_ends_soon_is_found(board: BoardState, recruiter: FlaskClient, clock: Any) -> None:
    given.kept_candidate(board)
    clock.advance(timedelta(days=680))
    assert text_of(recruiter, "/kept?ending=yes").count("Why not…<span") == 1


def test_a_proposed_person_is_not_counted_as_kept(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board)
    not_kept(board)
    page = text_of(recruiter, "/kept")
    assert "1 person kept on file, 1 of them active" in page
    assert page.count("Why not…<span") == 1


def test_a_recruiter_brings_a_person_up_to_date(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.kept(board, given.kept_candidate(board)).candidate.public_id
    recruiter.post(f"{DESK}/candidates/{person}/skills", data={"skills": "wholesale\nbudgets"})
    upload = {"resume": (BytesIO(b"Marketing Manager, Tannery Row Hotels"), "maren.txt")}
    recruiter.post(f"{DESK}/candidates/{person}/resume", data=upload, content_type="multipart/form-data")
    assert recruiter.post(f"{DESK}/candidates/{person}/resume", data={}).status_code == 422
    page = text_of(recruiter, f"/candidates/{person}")
    assert "wholesale" in page
    assert "maren.txt" in page


def skills_seal(page: str) -> str:
    """The seal in the form of a person's skills."""
    return page.split('/skills"')[1].split('name="seal" value="')[1].split('"')[0]


def test_two_who_edit_the_skills_see_both_versions_and_lose_neither(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board, skills=("budgets",))
    address = f"{DESK}/candidates/{person}"
    mine = {"skills": "budgets\nwholesale", "seal": skills_seal(recruiter.get(address).get_data(as_text=True))}
    recruiter.post(f"{address}/skills", data=mine | {"skills": "SEO"})
    late = recruiter.post(f"{address}/skills", data=mine)
    both = late.get_data(as_text=True)
    assert late.status_code == 409
    assert '<dd class="jb-said">SEO</dd>' in both
    assert 'href="#known-skills"' in both
    assert "budgets\nwholesale</textarea>" in both
    assert recruiter.post(f"{address}/skills", data=mine | {"seal": skills_seal(both)}).status_code == 302
    page = recruiter.get(address).get_data(as_text=True)
    assert "Added: SEO. Taken out: budgets." in page
    assert "Added: budgets, wholesale. Taken out: SEO." in page


def test_do_not_contact_is_set_and_undone(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.kept(board, given.kept_candidate(board)).candidate.public_id
    recruiter.post(f"{DESK}/candidates/{person}/do-not-contact", data={"asked": "yes", "why": "by phone"})
    assert "Asked not to be contacted" in text_of(recruiter, f"/candidates/{person}")
    recruiter.post(f"{DESK}/candidates/{person}/do-not-contact", data={"asked": ""})
    assert "May be contacted again" in text_of(recruiter, f"/candidates/{person}")


def test_a_record_of_another_board_is_missing(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction():
        given.kept(board, kept_id).board = "elsewhere"
    for path in ("", "/confirm", "/not-needed", "/reconfirm", "/renew"):
        text_of(recruiter, f"/kept/{kept_id}{path}", 404)


def test_the_pages_cost_no_more_for_many(board: BoardState, recruiter: FlaskClient, count_statements: Any) -> None:
    for number in range(6):
        not_kept(board, f"Farid {number}")
        kept_record.review(board, given.kept_candidate(board, name=f"Kept {number}"), {}, actor=given.RECRUITER)
    for path, most in (("/kept", 20), ("/kept/proposed", 40), ("/kept/reviews", 15), ("/", 75)):
        with count_statements(board.engine) as statements:
            text_of(recruiter, path)
        assert statements.count <= most, f"{path}: {statements.count}"


def test_two_records_of_one_person_are_compared_and_merged(board: BoardState, recruiter: FlaskClient) -> None:
    one, other = given.a_candidate(board), given.a_candidate(board, "Maren Okafor-Lund")
    assert f"/candidates/{one}/merge/{other}" in text_of(recruiter, f"/candidates/{one}")
    path = f"{DESK}/candidates/{one}/merge/{other}"
    assert "We write to" in recruiter.get(path).get_data(as_text=True)
    assert recruiter.post(path, data={"email": "somebody else"}).status_code == 422
    done = recruiter.post(path, data={"email": other})
    assert done.location == f"{DESK}/candidates/{one}"
    assert "Merged with another record" in text_of(recruiter, f"/candidates/{one}")
    assert "Perhaps the same person" not in text_of(recruiter, f"/candidates/{other}")


def test_what_is_only_proposed_is_confirmed_and_not_edited(board: BoardState, recruiter: FlaskClient) -> None:
    not_kept(board)
    link = text_of(recruiter, "/kept/proposed").split('/confirm"')[0].rpartition('href="')[2]
    assert recruiter.get(link).location == f"{link}/confirm"
    assert recruiter.post(f"{link}/activate").status_code == 409
    recruiter.post(f"{link}/not-needed", data={"reason": "moves to Canada"})
    page = recruiter.get(link).get_data(as_text=True)
    assert "Propose again" in page
    assert "Make active" not in page
