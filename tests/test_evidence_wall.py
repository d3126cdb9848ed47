"""What a client learned in its interviews stays with it once it puts up a wall."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from jobboard.access import SYSTEM, Scope
from jobboard.applications.models import Application
from jobboard.db import outbox
from jobboard.db.history import History
from jobboard.errors import InvalidInput
from jobboard.flows import clients, jobs, review
from jobboard.flows.why_not import why_not
from jobboard.jobs.models import HiringOrganization, Job
from jobboard.keep_on_file import queries
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.databases import Statements, on_sqlite
from tests.support.host import IDRIS
from tests.test_recruit_pages import text_of

WALL = {"evidence_wall": "true", "why": "agreed in the framework contract"}


def the_client(board: BoardState, name: str = "Calderside Mills") -> str:
    """A client's public id."""
    found = board.session().scalars(select(HiringOrganization).where(HiringOrganization.name == name)).one()
    return found.public_id


def inbox(board: BoardState) -> list[str]:
    """For which clients' jobs somebody waits."""
    waiting = queries.inbox(board.session(), Scope(board.name, SYSTEM), now=board.now())
    return sorted(found.job.organization.name for found in waiting)


def two_jobs(board: BoardState) -> None:
    """A better job at the client they came for, and one elsewhere."""
    given.a_job(board, publish=True)
    given.a_job(board, organization="Foss Valley Foods", publish=True)


def test_somebody_known_behind_a_wall_surfaces_for_that_client_alone(board: BoardState) -> None:
    given.kept_candidate(board)
    clients.save_client(board, the_client(board), WALL, actor=given.RECRUITER)
    two_jobs(board)
    assert inbox(board) == ["Calderside Mills"]


def test_putting_up_a_wall_takes_back_who_waits_behind_it(board: BoardState) -> None:
    given.kept_candidate(board)
    two_jobs(board)
    assert inbox(board) == ["Calderside Mills", "Foss Valley Foods"]
    clients.save_client(board, the_client(board), WALL, actor=given.RECRUITER)
    assert inbox(board) == ["Calderside Mills"]
    said = board.session().scalars(select(History).where(History.what == "surfacing_retired")).one()
    assert said.why == "A wall was put around what Calderside Mills learned."


def test_what_was_decided_before_stays_decided(board: BoardState) -> None:
    given.kept_candidate(board)
    given.a_job(board, organization="Foss Valley Foods", publish=True)
    found = queries.inbox(board.session(), given.scope(board), now=board.now())[0]
    review.dismiss(board, found.public_id, {"scope": "job"}, actor=given.RECRUITER)
    clients.save_client(board, the_client(board), WALL, actor=given.RECRUITER)
    assert queries.get_surfacing(board.session(), given.scope(board), found.public_id).status.value == "dismissed"


def test_lifting_a_wall_brings_them_back(board: BoardState) -> None:
    given.kept_candidate(board)
    clients.save_client(board, the_client(board), WALL, actor=given.RECRUITER)
    two_jobs(board)
    clients.save_client(board, the_client(board), {"why": "contract ended"}, actor=given.RECRUITER)
    assert inbox(board) == ["Calderside Mills", "Foss Valley Foods"]
    newest = queries.inbox(board.session(), given.scope(board), now=board.now())
    assert "The wall around what Calderside Mills learned was lifted." in {found.why_now for found in newest}


def test_history_imported_without_its_job_is_behind_the_wall_too(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction() as session:
        origin = session.scalars(select(Application)).one()
        origin.job_id, origin.applied_organization = None, "calderside mills"
    clients.save_client(board, the_client(board), WALL, actor=given.RECRUITER)
    two_jobs(board)
    assert inbox(board) == ["Calderside Mills"]
    job_id = (
        board.session()
        .scalars(select(Job.public_id).join(Job.organization).where(HiringOrganization.name == "Foss Valley Foods"))
        .one()
    )
    answer = why_not(board, kept_id, job_id, actor=given.RECRUITER)
    wall = next(gate for gate in answer.outcome.gates if not gate.passed)
    assert (wall.name, wall.sentence.startswith("What calderside mills learned")) == ("evidence_wall", True)
    assert not answer.can_be_set_aside


def test_the_wall_is_told_in_the_history(board: BoardState) -> None:
    given.kept_candidate(board)
    client_id = the_client(board)
    clients.save_client(board, client_id, WALL, actor=given.RECRUITER)
    clients.save_client(board, client_id, WALL, actor=given.RECRUITER)
    clients.save_client(board, client_id, {}, actor=given.RECRUITER)
    of_client = select(History).where(History.subject_id == client_id).order_by(History.id)
    said = [(entry.what, entry.why) for entry in board.session().scalars(of_client)]
    assert said == [("wall_put_up", "agreed in the framework contract"), ("wall_lifted", "")]


@on_sqlite
@pytest.mark.parametrize("website", ["javascript:alert(1)", "mill.example"])
def test_a_website_is_an_address(board: BoardState, website: str) -> None:
    given.a_job(board)
    with pytest.raises(InvalidInput):
        clients.save_client(board, the_client(board), {"website": website}, actor=given.RECRUITER)


def test_the_clients_have_pages(board: BoardState, recruiter: FlaskClient) -> None:
    given.a_job(board, publish=True)
    client_id = the_client(board)
    listed = text_of(recruiter, "/clients")
    assert "1 client" in listed
    assert "Serve every client" in listed
    assert "No client that mentions “zzz”" in text_of(recruiter, "/clients?q=zzz")
    response = recruiter.post(f"/recruit/clients/{client_id}", data=WALL, follow_redirects=True)
    assert "Its people surface for no other client" in response.get_data(as_text=True)
    assert "Walled off" in text_of(recruiter, "/clients")
    page = text_of(recruiter, f"/clients/{client_id}")
    assert "Wall put up. Judith Amaro-Kell: “agreed in the framework contract”" in page
    text_of(recruiter, "/clients/01ARZ3NDEKTSV4RRFFQ69G5FAV", status=404)


def test_what_cannot_be_used_comes_back_with_its_sentence(board: BoardState, recruiter: FlaskClient) -> None:
    given.a_job(board)
    response = recruiter.post(
        f"/recruit/clients/{the_client(board)}", data={"website": "mill", "description": "Weavers"}
    )
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Write an address that starts with https://." in page
    assert "Weavers" in page


def test_interviewers_do_not_see_clients(app: Flask, board: BoardState) -> None:
    assert client_as(app, IDRIS).get("/recruit/clients").status_code == 403


def test_the_list_costs_the_same_whatever_its_length(
    board: BoardState,
    recruiter: FlaskClient,
    count_statements: Callable[[Engine], AbstractContextManager[Statements]],
) -> None:
    for number in range(12):
        given.a_job(board, organization=f"Mill {number}")
    with count_statements(board.engine) as statements:
        text_of(recruiter, "/clients")
    assert statements.count <= 4


def test_a_job_given_to_another_client_meets_the_wall(board: BoardState) -> None:
    given.kept_candidate(board)
    clients.save_client(board, the_client(board), WALL, actor=given.RECRUITER)
    job_id = given.a_job(board, publish=True)
    assert inbox(board) == ["Calderside Mills"]
    form = {
        "title": "Marketing Manager",
        "organization": "Foss Valley Foods",
        "level": "manager",
        "level_confirmed": "true",
        "function": "marketing",
        "pay_from": "46,000",
        "pay_to": "52,000",
        "place": "Leeds",
        "shoulds": "\n".join(given.SKILLS),
    }
    jobs.save_job(board, form, actor=given.RECRUITER, job_id=job_id)
    assert inbox(board) == []


def test_a_look_that_ends_after_the_wall_went_up_leaves_nobody_behind_it(board: BoardState) -> None:
    given.kept_candidate(board)
    two_jobs(board)
    with board.transaction() as session:
        mill = session.scalars(select(HiringOrganization).where(HiringOrganization.name == "Calderside Mills")).one()
        mill.evidence_wall = True
        who = {"id": SYSTEM.id, "name": SYSTEM.name, "role": SYSTEM.role.value}
        outbox.add(session, board.name, clients.WALL, {"client": mill.public_id, "actor": who}, at=board.now())
    board.session.remove()
    assert inbox(board) == ["Calderside Mills"]


def test_what_a_walled_client_learned_is_not_told_where_another_considers_them(
    board: BoardState, recruiter: FlaskClient
) -> None:
    person = given.a_candidate(board)
    behind = given.an_application(board, person, given.a_job(board, organization="Calderside Mills"))
    given.interviewed(board, behind, overall="DEFINITELY_NO")
    here = given.an_application(board, person, given.a_job(board, organization="Foss Valley Foods"))
    told = "Scorecard: definitely no"
    assert told in recruiter.get(f"/recruit/applications/{here}").get_data(as_text=True)
    clients.save_client(board, the_client(board), WALL, actor=given.RECRUITER)
    assert told not in recruiter.get(f"/recruit/applications/{here}").get_data(as_text=True)
    assert told in recruiter.get(f"/recruit/applications/{behind}").get_data(as_text=True)
