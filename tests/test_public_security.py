"""Who may open what, forged forms, errors in our look, headers: and the host's own pages left alone."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import abort
from flask_wtf.csrf import CSRFProtect
from jinja2 import DictLoader
from sqlalchemy import select

from jobboard.access import POLICY, Actor, Role
from jobboard.applications.models import Application
from jobboard.candidates.models import ResumeVersion
from jobboard.extension import JobBoard
from jobboard.web import security
from tests.support.boards import client_as
from tests.support.databases import on_postgresql, on_sqlite
from tests.support.host import JUDITH, TestIdentity, board_of, close_host, make_host
from tests.support.public import APPLICANT, apply_for, fill_in, open_job, resume

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from jobboard.state import BoardState

TABLES = {"jobboard": security.PUBLIC_ACTIONS, "jobboard_recruit": security.RECRUITER_ACTIONS}
PERSONAL = "private, no-store"


@pytest.fixture
def strict(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A host in which forms are checked, as they are outside tests."""
    app = make_host(database_url, tmp_path, WTF_CSRF_ENABLED=True)
    yield app
    close_host(app)


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def ours(app: Flask) -> list[tuple[str, str, str, str]]:
    """Every route of both blueprints as (blueprint, endpoint, method, a path)."""
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        blueprint, _, endpoint = rule.endpoint.rpartition(".")
        if blueprint in TABLES:
            path = adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1))
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            found += [(blueprint, endpoint, method, path) for method in sorted(methods)]
    return found


def test_every_route_has_an_entry_in_its_table_and_no_entry_is_stale(app: Flask) -> None:
    for blueprint, table in TABLES.items():
        assert {endpoint for its, endpoint, _, _ in ours(app) if its == blueprint} == set(table)


@on_sqlite
@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_policy_allows_and_nothing_else(role: Role, app: Flask) -> None:
    visitor = app.test_client() if role is Role.STRANGER else client_as(app, Actor("ada", "Ada", role))
    for blueprint, endpoint, method, path in ours(app):
        answer = visitor.open(path, method=method)
        turned_away = answer.status_code == 403 or answer.headers.get("Location", "").startswith("/login")
        allowed = TABLES[blueprint][endpoint] in POLICY[role]
        assert turned_away is not allowed, (method, path, answer.status_code)


def test_an_endpoint_missing_from_the_table_is_refused_to_everybody(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(security.PUBLIC_ACTIONS, "search")
    answer = client_as(app, Actor("root", "Root", Role.ADMIN)).get("/jobs/")
    assert answer.status_code == 403


def test_somebody_who_is_not_logged_in_is_sent_to_the_hosts_login_and_back(client: FlaskClient) -> None:
    answer = client.get("/recruit/?a=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/recruit/?a=1"


def test_somebody_without_the_right_gets_a_page_that_says_so(app: Flask) -> None:
    answer = client_as(app, Actor("idris", "Idris Vale", Role.INTERVIEWER)).get("/recruit/candidates")
    assert answer.status_code == 403
    assert "This page is not open to you" in answer.text
    assert 'class="jb' in answer.text


def test_a_form_without_its_token_changes_nothing_and_says_why(strict: Flask) -> None:
    job_id = open_job(board_of(strict))
    answer = fill_in(strict.test_client(), job_id)
    assert answer.status_code == 400
    assert "The form was open for too long" in answer.text


@pytest.mark.parametrize("logged_in", [True, False], ids=["an-old-token", "login-over"])
def test_what_was_written_is_shown_to_copy_when_a_form_comes_too_late(strict: Flask, logged_in: bool) -> None:
    client = client_as(strict, JUDITH) if logged_in else strict.test_client()
    written = "Dear Maren, there is <now> a job that we believe is one for you."
    answer = client.post("/recruit/inbox/01J00000000000000000000000/invite", data={"subject": "Hi", "body": written})
    assert answer.status_code == 400
    assert "Dear Maren, there is &lt;now&gt; a job" in answer.text
    assert ('href="/login' in answer.text) is not logged_in


def test_a_form_with_its_token_is_taken(strict: Flask) -> None:
    job_id, client = open_job(board_of(strict)), strict.test_client()
    page = client.get(f"/jobs/{job_id}/apply").text
    assert fill_in(client, job_id, csrf_token=token(page)).status_code == 303


def test_it_works_beside_a_hosts_own_protection(strict: Flask) -> None:
    CSRFProtect(strict)
    job_id, client = open_job(board_of(strict)), strict.test_client()
    refused = fill_in(client, job_id)
    page = client.get(f"/jobs/{job_id}/apply").text
    assert refused.status_code == 400
    assert "The form was open for too long" in refused.text
    assert fill_in(client, job_id, csrf_token=token(page)).status_code == 303


def test_a_host_that_parses_forms_early_still_reads_no_unlimited_body(strict: Flask) -> None:
    CSRFProtect(strict)
    job_id = open_job(board_of(strict))
    huge = {"resume": (BytesIO(b"x" * (42 * 1024 * 1024)), "cv.pdf")}
    answer = strict.test_client().post(f"/jobs/{job_id}/apply", data=huge)
    assert answer.status_code == 413
    assert "The most a file may hold" in answer.text


def test_every_form_of_ours_carries_a_token(strict: Flask) -> None:
    board = board_of(strict)
    client, job_id = strict.test_client(), open_job(board)
    page = client.get(f"/jobs/{job_id}/apply").text
    review = fill_in(client, job_id, csrf_token=token(page)).headers["Location"]
    sent = client.get(review).text
    client.post(review, data={"csrf_token": token(sent)})
    own = next(word for word in board.mail.sent[-1].get_content().split() if "/you/" in word)  # type: ignore[attr-defined] # the in-memory twin
    for shown in (page, sent, client.get("/" + own.split("/", 3)[3]).text):
        assert shown.count('method="post"') == shown.count('name="csrf_token"') > 0


def test_the_hosts_own_errors_keep_the_hosts_look(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/broken", view_func=lambda: abort(403))
    app.register_error_handler(404, lambda _: ("the host's own", 404))
    app.register_error_handler(403, lambda _: ("the host's own", 403))
    assert client.get("/nowhere").text == "the host's own"
    assert client.get("/broken").text == "the host's own"
    assert "There is nothing here" in client.get("/jobs/01NOSUCHJOB").text


def test_the_hosts_pages_get_none_of_our_headers_or_limits(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/upload", view_func=lambda: str(len(_body())), methods=["POST"])
    answer = client.post("/upload", data=b"x" * (42 * 1024 * 1024))
    assert answer.text == str(42 * 1024 * 1024)
    assert "X-Content-Type-Options" not in answer.headers


def _body() -> bytes:
    from flask import request

    return request.get_data()


def test_pages_with_a_person_in_them_are_kept_by_nobody(board: BoardState, app: Flask) -> None:
    client, job_id = app.test_client(), open_job(board)
    review = fill_in(client, job_id).headers["Location"]
    for path in (f"/jobs/{job_id}/apply", review, "/jobs/received"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == PERSONAL
        assert headers["X-Robots-Tag"] == "noindex"
    recruiter = client_as(app, Actor("judith", "Judith", Role.RECRUITER))
    assert recruiter.get("/recruit/").headers["Cache-Control"] == PERSONAL


def test_public_pages_may_be_kept_and_are_safe_to_show(board: BoardState, client: FlaskClient) -> None:
    headers = client.get(f"/jobs/{open_job(board)}").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Set-Cookie" not in headers
    assert "X-Robots-Tag" not in headers


def test_our_pages_hold_nothing_a_strict_policy_would_block(board: BoardState, client: FlaskClient) -> None:
    job_id = open_job(board)
    for path in ("/jobs/", "/jobs/?q=zebra", f"/jobs/{job_id}", f"/jobs/{job_id}/apply", "/jobs/01NOSUCHJOB"):
        page = client.get(path).text
        assert not re.search(r"<style|\sstyle=|\son\w+=\"", page)
        for script in re.findall(r"<script[^>]*>", page):
            assert "src=" in script or "application/ld+json" in script


def test_static_files_are_named_by_their_content_and_kept_for_good(client: FlaskClient) -> None:
    sheet = re.search(r'href="(/jobs/static/jobboard\.css\?v=\w{12})"', client.get("/jobs/").text)
    assert sheet
    assert "immutable" in client.get(sheet[1]).headers["Cache-Control"]
    assert "immutable" not in client.get("/jobs/static/jobboard.css").headers.get("Cache-Control", "")


def test_a_hosts_template_can_extend_the_one_it_replaces(app: Flask, board: BoardState) -> None:
    over = '{% extends "jobboard:jobboard/public/job.html" %}{% block near %}Our own words{% endblock %}'
    app.jinja_loader = DictLoader({"jobboard/public/job.html": over})  # type: ignore[misc] # Flask's own cached property
    page = app.test_client().get(f"/jobs/{open_job(board)}").text
    assert "Our own words" in page
    assert "Apply for this job" in page


def test_a_hosts_layout_surrounds_our_pages(database_url: str, tmp_path: Path) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_LAYOUT="site.html")
    site = "<html><title>{% block title %}{% endblock %}</title>{% block head %}{% endblock %}<nav>Ours</nav>"
    app.jinja_loader = DictLoader({"site.html": site + "{% block content %}{% endblock %}</html>"})  # type: ignore[misc] # as above
    page = app.test_client().get("/jobs/").text
    assert "<nav>Ours</nav>" in page
    assert 'class="jb' in page
    close_host(app)


def test_two_boards_in_one_site_know_nothing_of_each_other(app: Flask, board: BoardState) -> None:
    second = JobBoard(name="harbour", identity=TestIdentity(), mail=board.mail, clock=board.clock)
    other = second.init_app(app, JOBBOARD_PUBLIC_PREFIX="/harbour/jobs", JOBBOARD_RECRUITER_PREFIX="/harbour/recruit")
    client, job_id = app.test_client(), open_job(board)
    assert client.get(f"/jobs/{job_id}").status_code == 200
    assert client.get(f"/harbour/jobs/{job_id}").status_code == 404
    theirs = open_job(other, title="Harbour Master")
    page = client.get(f"/harbour/jobs/{theirs}").text
    assert f'href="/harbour/jobs/{theirs}/apply"' in page
    assert 'href="/harbour/jobs/static/jobboard.css' in page
    assert "Harbour Master" not in client.get("/jobs/").text


def test_an_id_of_another_board_is_a_missing_draft(app: Flask, board: BoardState) -> None:
    second = JobBoard(name="harbour", identity=TestIdentity(), mail=board.mail, clock=board.clock)
    second.init_app(app, JOBBOARD_PUBLIC_PREFIX="/harbour/jobs", JOBBOARD_RECRUITER_PREFIX="/harbour/recruit")
    client = app.test_client()
    review = fill_in(client, open_job(board)).headers["Location"]
    assert client.get("/harbour" + review).status_code == 404
    assert client.post("/harbour" + review).status_code == 404


@on_postgresql
def test_a_nul_in_any_address_is_a_missing_page_and_in_a_question_nothing(app: Flask) -> None:
    """PostgreSQL takes none, and a page that breaks over one is a page somebody can break."""
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    adapter, visitor = app.url_map.bind("localhost"), client_as(app, Actor("root", "Root", Role.ADMIN))
    for rule in [rule for rule in app.url_map.iter_rules() if rule.endpoint.rpartition(".")[0] in TABLES]:
        if "GET" not in (rule.methods or ()):
            continue
        plain = adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1))
        asked = visitor.get(plain + "?q=a%00b&level=%00&page=%00&cursor=%00")
        assert asked.status_code < 500, plain
        if rule.arguments:
            odd = adapter.build(rule.endpoint, {name: 1 if name == "number" else "a\0b" for name in rule.arguments})
            assert "%00" in odd
            assert visitor.get(odd).status_code == 404, odd


def test_a_nul_in_a_form_is_dropped_and_the_rest_arrives(app: Flask, board: BoardState) -> None:
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    sent = apply_for(app.test_client(), open_job(board), note="a\0b", file=resume("ma\0ren.txt"))
    assert sent.status_code == 200
    assert board.session().scalars(select(Application.note)).all() == ["ab"]
    assert board.session().scalars(select(ResumeVersion.filename)).all() == ["maren.txt"]


def test_nothing_personal_stands_in_an_address(app: Flask, board: BoardState) -> None:
    page = apply_for(app.test_client(), open_job(board))
    paths = [step.request.full_path for step in page.history] + [page.request.full_path]
    for value in APPLICANT.values():
        assert not [path for path in paths if value in path]
