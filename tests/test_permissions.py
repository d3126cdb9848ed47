"""Who may open what: every route by every role, and of the jobs a hiring manager sees their own alone."""

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from jobboard.access import POLICY, Action, Actor, Role
from jobboard.flows import interviews, teams
from jobboard.jobs.queries import any_job, team_of
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web.security import PUBLIC_ACTIONS, RECRUITER_ACTIONS
from tests.support.boards import client_as
from tests.support.host import ADMIN, HELENA, IDRIS, JUDITH, close_host, make_host

DESK = "/recruit"
NOBODY = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
BY_ROLE = {Role.INTERVIEWER: IDRIS, Role.HIRING_MANAGER: HELENA, Role.RECRUITER: JUDITH, Role.ADMIN: ADMIN}


def rules(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, path) of everything the board answers; every id in a path is nobody's."""
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("jobboard"):
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            yield rule.endpoint, method, path_of(rule)


def path_of(rule: Rule) -> str:
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: "1" if found[1] == "int" else NOBODY, rule.rule)


def action_of(endpoint: str) -> Action:
    blueprint, _, name = endpoint.rpartition(".")
    table = RECRUITER_ACTIONS if blueprint.endswith("_recruit") else PUBLIC_ACTIONS
    assert name in table, f"{endpoint} has no entry in the table of permissions."
    return table[name]


def test_every_route_of_the_board_has_an_entry_and_every_entry_a_route(site: Flask) -> None:
    named = {endpoint.rpartition(".")[2] for endpoint, _, _ in rules(site)}
    assert {*PUBLIC_ACTIONS, *RECRUITER_ACTIONS} == named
    assert all(action_of(endpoint) for endpoint, _, _ in rules(site))


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A board with nobody in it. Whether a page may be opened is decided before any database is asked."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(sqlite_template, folder / "board.sqlite")
    app = make_host(f"sqlite:///{folder}/board.sqlite", folder)
    yield app
    close_host(app)


@pytest.mark.parametrize("role", list(BY_ROLE))
def test_every_role_opens_what_the_table_allows_and_nothing_else(site: Flask, role: Role) -> None:
    client = client_as(site, BY_ROLE[role])
    for endpoint, method, path in rules(site):
        status = client.open(path, method=method).status_code
        if action_of(endpoint) in POLICY[role]:
            assert status not in {401, 403, 405}, (endpoint, method, status)
            assert status < 500, (endpoint, method, status)
        else:
            assert status == 403, (endpoint, method, status)


def test_a_stranger_is_sent_to_log_in_from_every_page_of_the_desk(site: Flask) -> None:
    client = site.test_client()
    for endpoint, method, path in rules(site):
        response = client.open(path, method=method)
        if action_of(endpoint) in POLICY[Role.STRANGER]:
            assert response.status_code != 403, endpoint
        else:
            assert response.status_code == 302, endpoint
            assert response.location.startswith("/login"), endpoint


class Desk:
    """Two jobs with a person in each; Helena is on the team of the first."""

    def __init__(self, app: Flask, board: BoardState) -> None:
        self.board, self.helena = board, client_as(app, HELENA)
        self.own, self.foreign = (given.a_job(board, title, publish=True) for title in ("Credit Controller", "Nurse"))
        people = ("Ada Bell", "Bo Cole")
        self.people = [given.a_candidate(board, name, email=f"{name[0]}@example.org") for name in people]
        places = zip(self.people, (self.own, self.foreign), strict=True)
        self.applications = [given.an_application(board, person, job) for person, job in places]
        teams.join(board, self.own, HELENA.id, actor=JUDITH)

    def text(self, path: str) -> str:
        """A page of Helena's."""
        response = self.helena.get(DESK + path)
        assert response.status_code == 200, path
        return response.get_data(as_text=True)


@pytest.fixture
def desk(app: Flask, board: BoardState) -> Desk:
    """See ``Desk``."""
    return Desk(app, board)


def test_a_hiring_manager_sees_the_jobs_of_their_teams_and_the_people_in_them(desk: Desk) -> None:
    for path in ("/", "/jobs"):
        assert "Credit Controller" in desk.text(path)
        assert "Nurse" not in desk.text(path)
    assert "Ada Bell" in desk.text(f"/jobs/{desk.own}")
    assert "Ada Bell" in desk.text(f"/jobs/{desk.own}?view=board")
    assert "Ada Bell" in desk.text(f"/applications/{desk.applications[0]}")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_not_theirs_answers_like_what_is_not_there(desk: Desk, method: str) -> None:
    for path in (
        f"/jobs/{desk.foreign}",
        f"/applications/{desk.applications[1]}",
        f"/candidates/{desk.people[1]}/resume/1",
    ):
        foreign, missing = (
            desk.helena.open(DESK + one, method=method) for one in (path, re.sub(r"\w{26}", NOBODY, path))
        )
        assert foreign.status_code == missing.status_code == 404
        assert foreign.get_data() == missing.get_data()


def test_a_hiring_manager_is_offered_nothing_that_they_may_not_do(desk: Desk) -> None:
    for path in (
        "/",
        "/jobs",
        f"/jobs/{desk.own}",
        f"/jobs/{desk.own}?view=board",
        f"/applications/{desk.applications[0]}",
    ):
        page = desk.text(path)
        links = set(re.findall(r'(?:href|action|formaction)="(/recruit[^"#?]*)', page))
        posted = set(re.findall(r'method="post" action="(/recruit[^"]*)"', page))
        for link in links:
            method = "POST" if link in posted else "GET"
            assert desk.helena.open(link, method=method).status_code != 403, (path, link)


def test_what_else_became_of_the_person_is_not_told(desk: Desk) -> None:
    given.an_application(desk.board, desk.people[0], desk.foreign)
    page = desk.text(f"/applications/{desk.applications[0]}")
    assert "Nurse" not in page


def test_who_leaves_the_team_sees_the_job_no_more(desk: Desk, app: Flask) -> None:
    recruiter = client_as(app, JUDITH)
    page = recruiter.get(f"{DESK}/jobs/{desk.own}").get_data(as_text=True)
    assert "Hiring team: Helena Marsh" in page
    left = recruiter.post(f"{DESK}/jobs/{desk.own}/team/leave", data={"member": HELENA.id}, follow_redirects=True)
    assert "Helena Marsh is no longer on the hiring team." in left.get_data(as_text=True)
    assert desk.helena.get(f"{DESK}/jobs/{desk.own}").status_code == 404
    recruiter.post(f"{DESK}/jobs/{desk.own}/team", data={"member": HELENA.id})
    assert desk.helena.get(f"{DESK}/jobs/{desk.own}").status_code == 200
    session = desk.board.session()
    assert [one.name for one in team_of(session, any_job(session, desk.board.name, desk.own))] == ["Helena Marsh"]


@pytest.mark.parametrize("member", ["", "nobody", IDRIS.id])
def test_only_a_colleague_who_may_see_jobs_is_put_on_a_team(desk: Desk, app: Flask, member: str) -> None:
    refused = client_as(app, JUDITH).post(f"{DESK}/jobs/{desk.own}/team", data={"member": member})
    assert refused.status_code == 422
    assert "Choose a colleague from the list." in refused.get_data(as_text=True)


def test_a_public_page_is_for_everybody_whoever_is_logged_in(desk: Desk) -> None:
    assert desk.helena.get(f"/jobs/{desk.foreign}").status_code == 200


def test_nobody_may_what_no_role_names() -> None:
    assert not any(Actor("x", "X", Role.INTERVIEWER).may(action) for action in (Action.VIEW_POOL, Action.VIEW_OWN_JOBS))
    assert {action for allowed in POLICY.values() for action in allowed} == set(Action)


def test_an_interviewer_reads_about_whom_they_interview_and_nobody_else(desk: Desk, app: Flask) -> None:
    form = {"date": "2026-12-01", "time": "10:00", "interviewers": ["idris"]}
    interview = interviews.schedule_interview(desk.board, desk.applications[1], form, actor=JUDITH)
    recruiter, idris = client_as(app, JUDITH), client_as(app, IDRIS)
    for person in desk.people:
        file = (io.BytesIO(b"Ledgers."), "resume.txt")
        recruiter.post(f"{DESK}/candidates/{person}/resume", data={"resume": file})
    today = idris.get(f"{DESK}/").get_data(as_text=True)
    assert "Bo Cole" in today
    assert "Ada Bell" not in today
    card = idris.get(f"{DESK}/interviews/{interview}/scorecard").get_data(as_text=True)
    assert "Marketing Manager, Tannery Row Hotels" in card
    assert f"/recruit/candidates/{desk.people[1]}/resume/1" in card
    assert idris.get(f"{DESK}/candidates/{desk.people[1]}/resume/1").status_code == 200
    assert idris.get(f"{DESK}/candidates/{desk.people[0]}/resume/1").status_code == 404
    assert idris.get(f"{DESK}/applications/{desk.applications[1]}").status_code == 403
