"""The firm's own pages, without its board: logging in, staying on this host, headers, the journal, errors."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import example_site
from example_site.account import own_path
from example_site.security import kept_secret_key
from example_site.staff import StaffList
from example_site.throttle import Throttle

PASSWORD = "a-password-for-tests"
JUDITH = "judith@wendharbour.example"
PAGES = ["/", "/kept-on-file", "/for-employers", "/privacy", "/accessibility", "/journal/", "/login"]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The host alone. Its board has its own tests."""
    monkeypatch.setattr(example_site, "find_spec", lambda name: None)
    config = {"INSTANCE_PATH": str(tmp_path), "DEMO_PASSWORD": PASSWORD, "SECRET_KEY": "for tests"}
    app = example_site.create_app({**config, "TESTING": True, "WTF_CSRF_ENABLED": False})

    @app.get("/recruit/broken")
    def broken() -> str:
        raise RuntimeError("the disk is full")

    return app


@pytest.fixture
def visitor(site: Flask) -> Iterator[FlaskClient]:
    with site.test_client() as client:
        yield client


def log_in(client: FlaskClient, *, email: str = JUDITH, password: str = PASSWORD, way: str = ""):
    return client.post("/login", query_string={"next": way}, data={"email": email, "password": password})


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_says_its_language_and_links_to_nowhere_missing(visitor: FlaskClient, path: str) -> None:
    page = visitor.get(path)
    assert page.status_code == 200
    assert '<html lang="en-GB">' in page.text
    inside = {link.partition("#")[0] for link in re.findall(r'(?:href|src|srcset|action)="(/[^"]*)"', page.text)}
    assert {link: visitor.get(link).status_code for link in inside} == dict.fromkeys(inside, 200)


@pytest.mark.parametrize("path", [*PAGES, "/nothing-here", "/static/site.css"])
def test_every_answer_carries_the_headers_and_no_page_needs_an_exception_from_them(
    visitor: FlaskClient, path: str
) -> None:
    answer = visitor.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", answer.text)


def test_staff_log_in_with_their_own_password_in_any_case_of_their_address(visitor: FlaskClient) -> None:
    answer = log_in(visitor, email=" Judith@WendHarbour.example ")
    assert answer.status_code == 302
    assert "Judith Amaro-Kell" in visitor.get("/recruit/nothing").text


@pytest.mark.parametrize(("email", "password"), [(JUDITH, "wrong"), ("nobody@wendharbour.example", PASSWORD), ("", "")])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    visitor: FlaskClient, email: str, password: str
) -> None:
    answer = log_in(visitor, email=email, password=password)
    assert answer.status_code == 401
    assert "do not belong together" in answer.text
    assert f'value="{email}"' in answer.text
    assert f'value="{password}"' not in answer.text or not password
    assert "Log out" not in visitor.get("/recruit/nothing").text


def test_after_eight_wrong_tries_even_the_right_password_has_to_wait(visitor: FlaskClient) -> None:
    for _ in range(8):
        assert log_in(visitor, password="wrong").status_code == 401
    answer = log_in(visitor)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert log_in(visitor, email="ravi@wendharbour.example").status_code == 302


def test_a_throttled_key_is_free_again_when_its_window_has_passed() -> None:
    throttle = Throttle(most=2, window=60)
    throttle.failed("a", now=0)
    throttle.failed("a", now=10)
    assert throttle.wait("a", now=20) == 40
    assert throttle.wait("b", now=20) == 0
    assert throttle.wait("a", now=61) == 0


def test_login_leads_back_to_where_one_was_going(visitor: FlaskClient) -> None:
    assert log_in(visitor, way="/recruit/jobs/12?view=table").location == "/recruit/jobs/12?view=table"


ELSEWHERE = [
    "https://elsewhere.example/", "//elsewhere.example", "///elsewhere.example", "/\\elsewhere.example",
    "\\\\elsewhere.example", "/\t/elsewhere.example", "\n//elsewhere.example", " //elsewhere.example",
    "http://[", "javascript:alert(1)", "elsewhere.example", "",
]  # fmt: skip


@pytest.mark.parametrize("way", ELSEWHERE)
def test_login_never_leads_to_another_host(visitor: FlaskClient, way: str) -> None:
    assert own_path(way) is None
    assert log_in(visitor, way=way).location == "/"


def test_logging_out_needs_a_post_and_ends_the_session(visitor: FlaskClient) -> None:
    log_in(visitor)
    assert visitor.get("/logout").status_code == 405
    assert visitor.post("/logout").location == "/"
    assert "Log out" not in visitor.get("/recruit/nothing").text


def test_a_form_without_its_token_is_refused_in_the_firms_look(site: Flask, visitor: FlaskClient) -> None:
    site.config["WTF_CSRF_ENABLED"] = True
    answer = log_in(visitor)
    assert answer.status_code == 400
    assert "no longer fresh" in answer.text


def test_the_journal_shows_every_article_newest_first(visitor: FlaskClient) -> None:
    page = visitor.get("/journal/").text
    days = re.findall(r'datetime="([\d-]+)"', page)
    assert len(days) >= 4
    assert days == sorted(days, reverse=True)


def test_an_article_ends_in_the_search_jobs_button(visitor: FlaskClient) -> None:
    page = visitor.get("/journal/too-good-for-the-job-you-came-for").text
    assert "<h1>Too good for the job you came for</h1>" in page
    assert "<blockquote>" in page
    assert page.index("Search Jobs</a>") > page.index("</article>")


def test_an_unknown_article_or_page_is_a_404_with_a_way_on(visitor: FlaskClient) -> None:
    for path in ("/journal/no-such-thing", "/nothing-here"):
        answer = visitor.get(path)
        assert answer.status_code == 404
        assert "Search Jobs" in answer.text


def test_what_we_broke_is_a_500_in_the_firms_look_that_says_nothing_of_the_inside(site: Flask) -> None:
    site.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    answer = site.test_client().get("/recruit/broken")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "disk" not in answer.text


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    key = kept_secret_key(tmp_path)
    assert len(key) >= 32
    assert kept_secret_key(tmp_path) == key
    assert [(file.name, file.stat().st_mode & 0o777) for file in tmp_path.iterdir()] == [("secret_key", 0o600)]


def test_a_key_from_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example_site, "find_spec", lambda name: None)
    monkeypatch.setenv("FLASK_SECRET_KEY", "from-outside")
    assert example_site.create_app({"INSTANCE_PATH": str(tmp_path)}).secret_key == "from-outside"
    assert not (tmp_path / "secret_key").exists()


def test_adding_staff_again_changes_nobody_who_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'staff.db'}"
    someone = {"id": "x", "name": "Xanthe Moor", "email": "X@wendharbour.example", "role": "recruiter"}
    StaffList(url).add_missing([someone], password="first")
    again = StaffList(url)
    again.add_missing([someone], password="second")
    assert again.recognise("x@wendharbour.example", "first").name == "Xanthe Moor"
    assert again.recognise("x@wendharbour.example", "second") is None
    assert again.get("nobody") is None
