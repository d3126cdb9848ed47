"""The pages of job alerts: from a search to a mail and out again, without an account."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobboard.alerts.models import Alert, AlertRequest, Subscriber
from jobboard.alerts.saved_search import SavedSearch
from jobboard.effects import drain
from jobboard.flows.alerts import PER_ADDRESS, TRAP
from tests.support.alerts import ADDRESS, alerts_of, link_in, mails, subscribe, words_in
from tests.support.host import board_of, close_host, make_host
from tests.support.public import open_job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from jobboard.state import BoardState

SEARCH = {"q": "marketing manager", "place": "Leeds", "level": "manager", "mode": ["hybrid", "remote"], "pay": "35000"}
IN_WORDS = "“marketing manager” in Leeds, Manager, Hybrid, Remote, £35,000 and over"


@pytest.fixture
def strict(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A host that protects its forms itself, as most do."""
    app = make_host(database_url, tmp_path, WTF_CSRF_ENABLED=True)
    CSRFProtect(app)
    yield app
    close_host(app)


def ask(client: FlaskClient, **form: Any) -> Any:
    return client.post("/jobs/alerts", data={**SEARCH, "email": ADDRESS, "frequency": "daily", **form})


def rows(board: BoardState, table: Any) -> int:
    with Session(board.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def later(board: BoardState, **much: float) -> None:
    board.clock.advance(timedelta(**much))  # type: ignore[attr-defined] # the twin
    drain(board)


def test_from_a_search_to_a_mail_and_out_again(board: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/", query_string=SEARCH).text
    assert f"{IN_WORDS}." in page
    asked = ask(client)
    assert asked.status_code == 303
    after = client.get(asked.headers["Location"]).text
    assert "m…n@example.org" in after
    assert ADDRESS not in after
    start = link_in(mails(board)[-1])
    shown = client.get(start).text
    assert rows(board, Alert) == 0
    assert all(words in shown for words in ("Start this job alert?", IN_WORDS, "Once a day", "m…n@example.org"))
    own = client.post(start)
    assert own.status_code == 303
    assert "Your alert has started" in client.get(own.headers["Location"]).text
    later(board, seconds=1)
    open_job(board)
    later(board, days=1)
    digest = mails(board)[-1]
    assert digest["Subject"] == "New: Marketing Manager at Calderside Mills"
    out = re.search(r"<https://jobs.example.com(/\S+)>", digest["List-Unsubscribe"])
    assert out
    assert "Stop your job alert?" in client.get(out[1]).text
    assert rows(board, Alert) == 1
    assert "No more job alerts" in client.post(out[1], data={"List-Unsubscribe": "One-Click"}).text
    assert rows(board, Alert) == 0
    assert client.post(out[1]).status_code == 200
    assert client.get(out[1]).status_code == client.get(link_in(digest)).status_code == 404


def test_the_search_is_kept_as_the_page_understood_it(board: BoardState, client: FlaskClient) -> None:
    ask(client, since="week", sort="pay", page="3", level=["manager", "emperor"])
    with Session(board.engine) as session:
        kept = session.scalars(select(AlertRequest)).one()
    assert kept.title == IN_WORDS
    filters = {"level": ["5"], "work_mode": ["hybrid", "remote"]}
    assert kept.search | {"address": None} == {
        "text": "marketing manager",
        "place": "Leeds",
        "filters": filters,
        "near": None,
        "pay_at_least": 35_000_00,
        "grammar": "words",
        "address": None,
    }
    assert "since" not in kept.search["address"]
    client.post(link_in(mails(board)[-1]))
    with Session(board.engine) as session:
        key = session.scalars(select(Subscriber.access_key)).one()
    page = client.get(f"/jobs/alerts/{key}").text
    link = re.search(r'href="(/jobs/\?[^"]+)"', page)
    assert link
    assert parse_qs(urlsplit(unescape(link[1])).query) == {
        "q": ["marketing manager"],
        "place": ["Leeds"],
        "level": ["manager"],
        "mode": ["hybrid", "remote"],
        "pay": ["35000"],
    }


def test_the_most_pay_is_kept_too(board: BoardState, client: FlaskClient) -> None:
    ask(client, pay_to="60000")
    with Session(board.engine) as session:
        kept = session.scalars(select(AlertRequest)).one()
    assert kept.search["pay_at_most"] == 60_000_00
    assert SavedSearch.read(kept.search).query(now=board.now()).pay_at_most == 60_000_00
    assert kept.title == f"{IN_WORDS}, Up to £60,000"


def test_a_search_without_results_offers_an_alert_in_the_better_spelling(database_url: str, tmp_path: Path) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    open_job(board_of(app))
    page = app.test_client().get("/jobs/?q=marketting+manager&place=York").text
    assert "Loosen one thing" in page
    assert "We write when a job opens: “marketing manager” in York." in page
    assert 'name="q" value="marketing manager"' in page
    close_host(app)


def test_an_empty_board_offers_to_write_when_something_opens(client: FlaskClient) -> None:
    page = client.get("/jobs/").text
    assert "We write when a job opens: Every job." in page
    assert ask(client, q="", place="", level=[], mode=[], pay="").status_code == 303


def test_a_mistyped_address_is_shown_again_with_the_search_and_what_is_wrong(
    board: BoardState, client: FlaskClient
) -> None:
    answer = ask(client, email="maren@post", frequency="weekly")
    assert answer.status_code == 422
    assert "E-mail: This address has no ending, such as .com or .org" in answer.text
    assert 'value="maren@post"' in answer.text
    assert '<option value="weekly" selected>' in answer.text
    assert IN_WORDS in answer.text
    assert 'name="level" value="manager"' in answer.text
    assert rows(board, AlertRequest) == 0


def test_a_program_that_fills_in_every_field_gets_the_same_answer_and_nothing_happens(
    board: BoardState, client: FlaskClient
) -> None:
    page = client.get("/jobs/").text
    assert f'name="{TRAP}" tabindex="-1" autocomplete="off"' in page
    answer = ask(client, **{TRAP: "https://spam.example"})
    assert answer.headers["Location"] == ask(client, email="other@example.org").headers["Location"]
    assert [mail["To"] for mail in mails(board)] == ["other@example.org"]


def test_too_much_from_one_connection_is_told_when_to_come_back(board: BoardState, client: FlaskClient) -> None:
    for number in range(board.config.alert_asks_an_hour):
        assert ask(client, email=f"a{number}@example.org").status_code == 303
    answer = ask(client, email="more@example.org")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3601"
    assert "try again in 61 minutes" in answer.text


def test_the_answer_is_the_same_however_often_one_address_is_asked_for(board: BoardState, client: FlaskClient) -> None:
    answers = [client.get(ask(client).headers["Location"]).text for _ in range(PER_ADDRESS.most + 1)]
    assert len(set(answers)) == 1
    assert len(mails(board)) == PER_ADDRESS.most


def test_nothing_on_the_way_is_written_by_looking_or_read_by_the_next_site(
    board: BoardState, client: FlaskClient
) -> None:
    ask(client)
    start = link_in(mails(board)[-1])
    key = subscribe(board, email="other@example.org")
    for path in (start, f"/jobs/alerts/{key}", f"/jobs/alerts/{key}/unsubscribe"):
        for _ in range(2):
            answer = client.get(path)
            client.head(path)
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    assert rows(board, Alert) == 1


def test_a_started_link_opens_the_page_of_alerts_again(board: BoardState, client: FlaskClient) -> None:
    ask(client)
    start = link_in(mails(board)[-1])
    own = client.post(start).headers["Location"].partition("?")[0]
    assert client.get(start).headers["Location"] == own
    assert client.post(start).headers["Location"].partition("?")[0] == own


def test_every_act_on_ones_own_page(board: BoardState, client: FlaskClient) -> None:
    key = subscribe(board)
    alert_id = alerts_of(board, key)["“marketing manager”"].public_id
    at = f"/jobs/alerts/{key}/{alert_id}"

    def press(what: str, **form: str) -> str:
        return str(client.post(f"{at}/{what}", data=form, follow_redirects=True).text)

    assert "Saved." in press("often", frequency="instant")
    assert "Paused. Nothing comes" in press("pause")
    assert "jb-status--paused" in press("pause")
    assert "It goes on." in press("resume")
    later(board, days=360)
    assert "Keep it for 12 months" in client.get(f"/jobs/alerts/{key}").text
    assert "Keep it for 12 months" not in press("renew")
    assert client.post(f"{at}/often", data={"frequency": "never"}).status_code == 422
    assert client.post(f"/jobs/alerts/wrong/{alert_id}/stop").status_code == 404
    assert "No more job alerts" in press("stop")
    assert rows(board, Alert) == 0


def test_with_as_many_alerts_as_one_may_have_the_page_says_so(
    board: BoardState, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobboard.alerts.service.MOST_ALERTS", 1)
    subscribe(board)
    ask(client, q="welder")
    answer = client.post(link_in(mails(board)[-1]))
    assert answer.status_code == 409
    assert "You have 1 alerts already. Stop one, then start this one." in answer.text
    assert "Your job alerts" in answer.text


def test_one_click_needs_no_token_and_everything_else_does(strict: Flask) -> None:
    board, client = board_of(strict), strict.test_client()
    assert ask(client).status_code == 400
    page = client.get("/jobs/")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    assert page.headers["Cache-Control"] == "private"
    assert ask(client, csrf_token=token[1]).status_code == 303
    start = link_in(mails(board)[-1])
    assert client.post(start).status_code == 400
    own = client.post(start, data={"csrf_token": token[1]}).headers["Location"].partition("?")[0]
    board.session.remove()
    alert_id = next(iter(alerts_of(board, own.rpartition("/")[2]).values())).public_id
    assert client.post(f"{own}/{alert_id}/stop").status_code == 400
    stranger = strict.test_client()
    one_click = stranger.post(f"{own}/unsubscribe", data={"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    assert rows(board, Alert) == 0


def test_both_parts_of_every_mail_say_the_same(board: BoardState, client: FlaskClient) -> None:
    ask(client)
    client.post(link_in(mails(board)[-1]))
    later(board, seconds=1)
    job_id = open_job(board, title="Marketing Manager, <b>Cloth</b>")
    later(board, days=1)
    for mail in mails(board):
        html = mail.get_body(("html",))
        assert html is not None
        said = html.get_content()
        assert "<b>Cloth" not in said
        assert said.count('class="act"') == 1
        for address in re.findall(r"https://\S+", words_in(mail)):
            assert f'href="{address}"' in said.replace("&amp;", "&")
    assert f'href="https://jobs.example.com/jobs/{job_id}"' in mails(board)[-1].get_body(("html",)).get_content()  # type: ignore[union-attr] # seen above
