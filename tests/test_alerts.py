"""Somebody saves a search, and hears of each new job once: nobody else does, and nothing is sent twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from jobboard.access import SYSTEM
from jobboard.alerts.models import Alert, AlertKey, AlertMail, AlertMatch, AlertRequest, Subscriber
from jobboard.alerts.queries import figures
from jobboard.alerts.service import MOST_ALERTS
from jobboard.candidates.service import mark_do_not_contact
from jobboard.effects import drain
from jobboard.errors import IllegalMove, InvalidInput, NotFound, TooManyRequests
from jobboard.flows import alerts, jobs, own_alerts, retention
from jobboard.flows.erase_candidate import erase
from jobboard.flows.import_data import import_jobs
from jobboard.jobs.models import Job
from jobboard.jobs.queries import get_job
from jobboard.jobs.service import JobFields, edit_job
from jobboard.migrations import runner
from jobboard.search.percolator import EVERY, shape
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.alerts import ADDRESS, FROM, a_search, alerts_of, ask, link_in, mails, subscribe, words_in
from tests.support.databases import Statements

Counting = Callable[[Any], AbstractContextManager[Statements]]


def later(board: BoardState, **much: float) -> None:
    """Let time pass, and what is due happen."""
    board.clock.advance(timedelta(**much))  # type: ignore[attr-defined] # the twin
    drain(board)


def rows(board: BoardState, table: Any) -> int:
    with Session(board.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def publish(board: BoardState, title: str = "Marketing Manager", **fields: Any) -> str:
    board.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined] # the twin
    return given.a_job(board, title, publish=True, **fields)


def change(board: BoardState, job_id: str, **fields: Any) -> None:
    with board.transaction() as session:
        job = get_job(session, given.scope(board), job_id)
        edit_job(session, job, JobFields(**fields), actor=given.RECRUITER, now=board.now())


def posting(board: BoardState, name: str, *, days_ago: int | None = None, **more: Any) -> dict[str, Any]:
    """A line of a job file, posted where it comes from so many days ago, or no day said."""
    posted = {} if days_ago is None else {"datePosted": (board.now() - timedelta(days=days_ago)).date().isoformat()}
    return {"identifier": name, "title": f"Marketing Manager {name}", **posted, **more}


def bring(board: BoardState, *postings: dict[str, Any]) -> None:
    board.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined] # the twin
    import_jobs(board, map(json.dumps, postings), actor=SYSTEM)


# Asking and confirming


def test_nothing_comes_before_the_owner_of_the_address_has_pressed_the_button(board: BoardState) -> None:
    token = ask(board)
    publish(board)
    later(board, days=2)
    assert len(mails(board)) == 1
    assert mails(board)[0]["To"] == ADDRESS
    assert rows(board, Alert) == 0
    request, started = alerts.look_at_request(board, token)
    assert (request.title, started) == ("“marketing manager”", "")


def test_what_opened_between_the_question_and_the_answer_is_news(board: BoardState) -> None:
    given.a_job(board, "Marketing Manager, as old as the question", publish=True)
    token = ask(board)
    publish(board, "Marketing Manager, meanwhile")
    later(board, hours=1)
    alerts.confirm(board, token)
    later(board, days=1)
    assert "New: Marketing Manager, meanwhile" in mails(board)[-1]["Subject"]


def test_a_link_pressed_twice_starts_one_alert_and_leads_to_the_same_page(board: BoardState) -> None:
    token = ask(board)
    assert alerts.confirm(board, token) == alerts.confirm(board, token)
    assert rows(board, Alert) == 1


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t.replace(".", "x"), lambda t: "", lambda t: t + "é"])
def test_a_link_that_is_not_ours_starts_nothing(board: BoardState, change: Callable[[str], str]) -> None:
    token = change(ask(board))
    with pytest.raises(NotFound):
        alerts.confirm(board, token)
    with pytest.raises(NotFound):
        alerts.look_at_request(board, token)


def test_a_question_nobody_answers_is_forgotten_with_the_address(board: BoardState) -> None:
    token = ask(board)
    board.clock.advance(timedelta(days=7))  # type: ignore[attr-defined] # the twin
    with pytest.raises(NotFound):
        alerts.confirm(board, token)
    assert retention.count_over(board).alerts == 1
    assert retention.sweep(board).alerts == 1
    assert rows(board, AlertRequest) == 0


def test_asking_for_the_same_search_again_sets_how_often_and_makes_no_second_alert(board: BoardState) -> None:
    key = subscribe(board, frequency="weekly")
    own_alerts.pause(board, key, alerts_of(board, key)["“marketing manager”"].public_id)
    assert subscribe(board, email=ADDRESS.upper(), frequency="instant") == key
    alert = alerts_of(board, key)["“marketing manager”"]
    assert (alert.frequency, alert.status) == ("instant", "active")
    assert rows(board, Alert) == 1


def test_what_is_known_of_an_address_changes_neither_the_answer_nor_the_work(
    board: BoardState, count_statements: Counting
) -> None:
    subscribe(board)
    given.a_candidate(board, email="known@example.org")
    sent, answers = [], []
    for address in (ADDRESS, "known@example.org", "nobody@example.org"):
        ask(board, email=address)  # by now every address has been counted once
        with board.transaction(), count_statements(board.engine) as statements:  # nothing is mailed inside it
            answers.append(alerts.ask(board, {"email": address}, a_search(), asked_from=FROM))
            board.session().flush()
        sent.append(statements.sent)
    assert answers == ["m…n@example.org", "k…n@example.org", "n…y@example.org"]
    assert sent[0] == sent[1] == sent[2]
    assert len(sent[0]) > 3


def test_an_address_must_be_one(board: BoardState) -> None:
    with pytest.raises(InvalidInput, match="no ending"):
        alerts.ask(board, {"email": "maren@post"}, a_search(), asked_from=FROM)
    with pytest.raises(InvalidInput, match="Choose from the list"):
        alerts.ask(board, {"email": ADDRESS, "frequency": "hourly"}, a_search(), asked_from=FROM)
    assert rows(board, AlertRequest) == 0


def test_too_much_for_one_address_is_answered_like_any_other_and_brings_no_mail(board: BoardState) -> None:
    for _ in range(alerts.PER_ADDRESS.most + 2):
        assert alerts.ask(board, {"email": ADDRESS}, a_search(), asked_from=FROM) == "m…n@example.org"
    assert len(mails(board)) == alerts.PER_ADDRESS.most
    later(board, days=1)
    ask(board)
    assert len(mails(board)) == alerts.PER_ADDRESS.most + 1


def test_too_much_from_one_connection_is_refused_until_the_hour_is_over(board: BoardState) -> None:
    for number in range(board.config.alert_asks_an_hour):
        ask(board, email=f"a{number}@example.org")
    with pytest.raises(TooManyRequests) as refused:
        alerts.ask(board, {"email": "more@example.org"}, a_search(), asked_from=FROM)
    assert refused.value.wait == 3601
    alerts.ask(board, {"email": "more@example.org"}, a_search(), asked_from="2001:db8::1")
    later(board, hours=1)
    ask(board, email="more@example.org")


def test_who_asked_not_to_be_written_to_or_to_be_erased_gets_no_mail(board: BoardState) -> None:
    erased = given.a_candidate(board, email="erased@example.org")
    erase(board, erased, actor=SYSTEM, why="asked by letter")
    silent = given.a_candidate(board, email="silent@example.org")
    with board.transaction() as session:
        person = given.person(board, silent, session)
        mark_do_not_contact(session, person, True, actor=SYSTEM, now=board.now())
    for address in ("erased@example.org", "Silent@example.org"):
        alerts.ask(board, {"email": address}, a_search(), asked_from=FROM)
    assert mails(board) == []


def test_nobody_has_more_alerts_than_may_be_and_is_shown_where_to_stop_one(board: BoardState) -> None:
    for number in range(MOST_ALERTS):
        board.clock.advance(timedelta(days=1))  # type: ignore[attr-defined] # the twin
        key = subscribe(board, a_search(f"trade {number}"))
    later(board, days=1)
    token = ask(board, a_search("one more"))
    with pytest.raises(alerts.TooManyAlerts) as refused:
        alerts.confirm(board, token)
    assert refused.value.access_key == key
    own_alerts.stop(board, key, alerts_of(board, key)["“trade 3”"].public_id)
    assert alerts.confirm(board, token) == key


# What is new


def test_a_new_job_is_mailed_once_to_those_who_look_for_it(board: BoardState) -> None:
    subscribe(board)
    subscribe(board, a_search("welder"), email="other@example.org")
    job_id = publish(board)
    later(board, days=1)
    assert [mail["To"] for mail in mails(board)] == [ADDRESS]
    assert mails(board)[0]["Subject"] == "New: Marketing Manager at Calderside Mills"
    assert f"https://jobs.example.com/jobs/{job_id}" in words_in(mails(board)[0])
    jobs.move_job(board, job_id, "on_hold", actor=given.RECRUITER)
    publish_again(board, job_id)
    later(board, days=2)
    assert len(mails(board)) == 1


def publish_again(board: BoardState, job_id: str) -> None:
    board.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined] # the twin
    jobs.publish_job(board, job_id, actor=given.RECRUITER)


def test_what_was_open_already_is_no_news_however_it_is_changed(board: BoardState) -> None:
    job_id = given.a_job(board, "Marketing Manager", publish=True)
    subscribe(board)
    change(board, job_id, salary_max=60_000_00)
    later(board, days=1)
    assert mails(board) == []


def test_a_new_job_that_is_changed_to_fit_is_news(board: BoardState) -> None:
    subscribe(board, a_search("brand campaigns"))
    job_id = publish(board)
    assert rows(board, AlertMatch) == 0
    change(board, job_id, description="Brand campaigns for cloth.")
    later(board, days=1)
    assert len(mails(board)) == 1


@pytest.mark.parametrize(
    ("frequency", "hour", "leaves"),
    [
        ("instant", 9, timedelta(minutes=5)),
        ("daily", 9, timedelta(hours=23)),
        ("daily", 7, timedelta(hours=1)),
        ("weekly", 9, timedelta(days=6, hours=23)),
    ],
)
def test_news_wait_for_their_time(board: BoardState, frequency: str, hour: int, leaves: timedelta) -> None:
    board.clock.advance(timedelta(hours=hour - 9))  # type: ignore[attr-defined] # the twin
    subscribe(board, frequency=frequency)
    given.a_job(board, "Marketing Manager", publish=True)
    if frequency == "instant":
        assert mails(board) == []
    publish(board)
    later(board, seconds=leaves.total_seconds() - 2)
    assert mails(board) == []
    later(board, seconds=2)
    assert len(mails(board)) == 1


def test_several_alerts_come_in_one_mail_and_no_job_comes_twice(board: BoardState) -> None:
    key = subscribe(board)
    subscribe(board, a_search("manager", "Leeds"))
    subscribe(board, a_search("welder"))
    publish(board)
    publish(board, "Project Manager")
    later(board, days=1)
    (mail,) = mails(board)
    said = words_in(mail)
    assert mail["Subject"] == "2 new jobs for you"
    assert said.count("  Marketing Manager\n") == said.count("  Project Manager\n") == 1
    assert "welder" not in said
    later(board, days=1)
    assert len(mails(board)) == 1
    assert all(alert.due_at is None for alert in alerts_of(board, key).values())


def test_one_mail_shows_so_many_and_counts_and_links_the_rest(board: BoardState) -> None:
    subscribe(board)
    for number in range(board.config.alert_jobs_a_mail + 2):
        publish(board, f"Marketing Manager {number}")
    later(board, days=1)
    (mail,) = mails(board)
    said = words_in(mail)
    assert mail["Subject"] == "12 new jobs: “marketing manager”"
    assert said.count("https://jobs.example.com/jobs/0") == 10
    assert "  And 2 more\n  https://jobs.example.com/jobs/?q=marketing+manager&place=&sort=newest" in said
    assert "Marketing Manager 11" in said
    assert "Marketing Manager 0\n" not in said
    publish(board, "Marketing Manager of the next day")
    later(board, days=1)
    assert mails(board)[-1]["Subject"].startswith("New: Marketing Manager of the next day")


def test_only_what_is_open_when_the_mail_leaves_is_told(board: BoardState) -> None:
    subscribe(board)
    closed, open_one = publish(board, "Marketing Manager, closed"), publish(board, "Marketing Manager, open")
    jobs.move_job(board, closed, "closed", actor=given.RECRUITER)
    later(board, days=1)
    assert mails(board)[0]["Subject"].startswith("New: Marketing Manager, open")
    jobs.move_job(board, open_one, "closed", actor=given.RECRUITER)
    publish_again(board, closed)
    later(board, days=1)
    assert mails(board)[1]["Subject"].startswith("New: Marketing Manager, closed")


def test_one_address_gets_so_many_mails_a_day_and_the_rest_the_next(board: BoardState) -> None:
    subscribe(board, frequency="instant")
    for number in range(board.config.alert_mails_a_day + 2):
        publish(board, f"Marketing Manager {number}")
        later(board, minutes=6)
    assert len(mails(board)) == board.config.alert_mails_a_day
    later(board, days=1)
    assert mails(board)[-1]["Subject"].startswith("2 new jobs")
    assert len(mails(board)) == board.config.alert_mails_a_day + 1


# What is imported


def test_what_an_import_brings_is_news_whatever_day_it_was_posted(board: BoardState) -> None:
    subscribe(board, frequency="instant")
    bring(board, *(posting(board, f"N{days}", days_ago=days) for days in (0, 1, 40, 400)), posting(board, "undated"))
    later(board, minutes=5)
    (mail,) = mails(board)
    assert mail["Subject"] == "5 new jobs: “marketing manager”"


def test_what_is_imported_again_is_told_once(board: BoardState) -> None:
    subscribe(board, frequency="instant")
    bring(board, posting(board, "A1", days_ago=1))
    later(board, minutes=5)
    bring(board, posting(board, "A1", days_ago=1))
    later(board, minutes=5)
    bring(board, posting(board, "A1", days_ago=0, description="Brand campaigns for cloth."))
    later(board, days=1)
    assert len(mails(board)) == 1


def test_what_was_imported_before_the_alert_is_no_news_when_its_feed_changes_it(board: BoardState) -> None:
    bring(board, posting(board, "A1", days_ago=1))
    subscribe(board, frequency="instant")
    bring(board, posting(board, "A1", days_ago=0, description="Brand campaigns for cloth."))
    later(board, days=1)
    assert mails(board) == []


def test_an_imported_job_that_reopens_is_news_to_who_was_not_told_of_it(board: BoardState) -> None:
    subscribe(board, frequency="instant")
    bring(board, posting(board, "A1", days_ago=9))
    later(board, minutes=5)
    subscribe(board, email="other@example.org", frequency="instant")
    for status in ("on_hold", "open"):
        bring(board, posting(board, "A1", days_ago=9, **{"jobboard:status": status}))
    later(board, minutes=5)
    assert [mail["To"] for mail in mails(board)] == ["other@example.org"]


def test_what_is_imported_between_the_question_and_the_answer_or_during_a_pause_is_news(board: BoardState) -> None:
    token = ask(board)
    bring(board, posting(board, "A1", days_ago=5))
    key = alerts.confirm(board, token)
    alert_id = alerts_of(board, key)["“marketing manager”"].public_id
    own_alerts.pause(board, key, alert_id)
    bring(board, posting(board, "A2", days_ago=5))
    own_alerts.resume(board, key, alert_id)
    later(board, days=1)
    assert mails(board)[-1]["Subject"].startswith("2 new jobs")


def test_however_much_opened_during_a_pause_all_of_it_is_looked_through(board: BoardState) -> None:
    key = subscribe(board)
    alert_id = alerts_of(board, key)["“marketing manager”"].public_id
    own_alerts.pause(board, key, alert_id)
    bring(board, posting(board, "A1", days_ago=5))
    bring(board, *({"identifier": f"W{number}", "title": f"Weaver {number}"} for number in range(210)))
    bring(board, posting(board, "A2", days_ago=5))
    own_alerts.resume(board, key, alert_id)
    later(board, days=1)
    assert mails(board)[-1]["Subject"].startswith("2 new jobs")


def test_what_opened_more_than_a_month_ago_is_no_news_after_a_pause_either(board: BoardState) -> None:
    key = subscribe(board)
    alert_id = alerts_of(board, key)["“marketing manager”"].public_id
    own_alerts.pause(board, key, alert_id)
    bring(board, posting(board, "A1"))
    board.clock.advance(timedelta(days=31))  # type: ignore[attr-defined] # the twin
    own_alerts.resume(board, key, alert_id)
    later(board, days=1)
    assert mails(board) == []


def test_a_whole_catalogue_comes_in_one_mail_that_counts_and_links_what_it_does_not_show(board: BoardState) -> None:
    subscribe(board, frequency="instant")
    bring(board, *(posting(board, f"N{number}", days_ago=number) for number in range(40)))
    later(board, minutes=5)
    later(board, days=2)
    (mail,) = mails(board)
    assert mail["Subject"] == "40 new jobs: “marketing manager”"
    assert words_in(mail).count("https://jobs.example.com/jobs/0") == board.config.alert_jobs_a_mail
    assert "And 30 more" in words_in(mail)
    assert "Marketing Manager N0\n" in words_in(mail)


def test_jobs_from_before_it_was_known_when_they_opened_here_are_no_news_after_the_upgrade(board: BoardState) -> None:
    subscribe(board, frequency="instant")
    bring(board, posting(board, "A1", days_ago=5))
    later(board, minutes=5)
    _forget_what_was_told(board)
    runner.downgrade(board.engine, "0031")
    runner.upgrade(board.engine)
    change(board, _only_job(board).public_id, description="Brand campaigns for cloth.")
    later(board, days=1)
    assert len(mails(board)) == 1
    assert _only_job(board).opened_here_at == _only_job(board).published_at


def _forget_what_was_told(board: BoardState) -> None:
    """As if the job had been passed over when it came."""
    with board.transaction() as session:
        session.execute(delete(AlertMatch))
    board.session.remove()


def _only_job(board: BoardState) -> Job:
    return board.session().scalars(select(Job)).one()


# Costs


def test_searches_are_filed_under_what_few_jobs_have(board: BoardState) -> None:
    for _ in range(3):
        given.a_job(board, "Marketing Manager", publish=True)
    subscribe(board, a_search("marketing dialysis"))
    subscribe(board, a_search("", ""))
    publish(board)
    with Session(board.engine) as session:
        assert set(session.scalars(select(AlertKey.key))) == {"word:dialysis", EVERY}
        assert figures(session, board.name, shape(board.synonyms), since=board.now()).unfiled == 0


def test_matching_costs_the_same_however_many_look_for_something_else(
    board: BoardState, count_statements: Counting
) -> None:
    def cost() -> int:
        with count_statements(board.engine) as statements:
            publish(board, "Welder")
        return statements.count

    subscribe(board, a_search("dialysis"))
    publish(board, "Nurse")
    few = cost()
    for number in range(12):
        subscribe(board, a_search(f"dialysis {number}"), email=f"a{number}@example.org")
    publish(board, "Nurse")
    assert cost() == few


# Never twice


class Post:
    """A mail server that fails as it is told."""

    def __init__(self, *problems: type[BaseException] | None) -> None:
        self.problems, self.sent = list(problems), []

    def send(self, message: EmailMessage) -> None:
        problem = self.problems.pop(0) if self.problems else None
        if problem is not OSError:
            self.sent.append(message["Subject"])
        if problem:
            raise problem


class Killed(BaseException):
    """The process dies."""


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch, board: BoardState) -> Callable[..., Post]:
    def replace(*problems: type[BaseException] | None) -> Post:
        server = Post(*problems)
        monkeypatch.setitem(board.__dict__, "mail", server)
        return server

    return replace


def test_a_mail_whose_process_died_after_it_left_is_not_sent_again(
    board: BoardState, post: Callable[..., Post]
) -> None:
    subscribe(board)
    publish(board)
    server = post(Killed)
    with pytest.raises(Killed):
        later(board, days=1)
    later(board, hours=2)
    later(board, days=2)
    assert len(server.sent) == 1
    with Session(board.engine) as session:
        assert (
            figures(session, board.name, shape(board.synonyms), since=board.now() - timedelta(days=9)).interrupted == 1
        )
    publish(board, "Marketing Manager, the next")
    later(board, days=1)
    assert server.sent[1].startswith("New: Marketing Manager, the next")


def test_a_mail_that_the_server_refused_leaves_later_with_what_is_open_by_then(
    board: BoardState, post: Callable[..., Post]
) -> None:
    subscribe(board)
    first = publish(board)
    server = post(OSError, OSError)
    later(board, days=1)
    assert server.sent == []
    publish(board, "Marketing Manager, meanwhile")
    jobs.move_job(board, first, "closed", actor=given.RECRUITER)
    later(board, hours=3)
    later(board, hours=3)
    assert server.sent == ["New: Marketing Manager, meanwhile at Calderside Mills"]
    assert rows(board, AlertMail) == 1


def test_a_question_whose_process_died_is_not_asked_twice(board: BoardState, post: Callable[..., Post]) -> None:
    server = post(Killed, None)
    with pytest.raises(Killed):
        alerts.ask(board, {"email": ADDRESS}, a_search(), asked_from=FROM)
    later(board, hours=2)
    assert len(server.sent) == 1


# Their own page


def test_pausing_sends_nothing_and_going_on_tells_what_opened_meanwhile(board: BoardState) -> None:
    key = subscribe(board)
    alert_id = alerts_of(board, key)["“marketing manager”"].public_id
    publish(board, "Marketing Manager, before")
    own_alerts.pause(board, key, alert_id)
    publish(board, "Marketing Manager, meanwhile")
    later(board, days=3)
    assert mails(board) == []
    with pytest.raises(IllegalMove):
        own_alerts.pause(board, key, alert_id)
    own_alerts.resume(board, key, alert_id)
    later(board, days=1)
    assert mails(board)[0]["Subject"].startswith("2 new jobs")


def test_a_new_frequency_holds_for_what_waits_already(board: BoardState) -> None:
    key = subscribe(board, frequency="weekly")
    publish(board)
    alert_id = alerts_of(board, key)["“marketing manager”"].public_id
    own_alerts.change(board, key, alert_id, {"frequency": "instant"})
    later(board, minutes=6)
    assert len(mails(board)) == 1
    with pytest.raises(InvalidInput):
        own_alerts.change(board, key, alert_id, {"frequency": "never"})


def test_stopping_the_last_alert_forgets_the_address(board: BoardState) -> None:
    key = subscribe(board)
    subscribe(board, a_search("welder"))
    publish(board)
    ids = {title: alert.public_id for title, alert in alerts_of(board, key).items()}
    assert own_alerts.stop(board, key, ids["“marketing manager”"])
    later(board, days=1)
    assert mails(board) == []
    assert not own_alerts.stop(board, key, ids["“welder”"])
    assert [rows(board, table) for table in (Subscriber, Alert, AlertKey, AlertMatch)] == [0, 0, 0, 0]


def test_a_strangers_alert_answers_like_a_missing_one(board: BoardState) -> None:
    key, other = subscribe(board), subscribe(board, email="other@example.org")
    alert_id = alerts_of(board, other)["“marketing manager”"].public_id
    for act in (own_alerts.pause, own_alerts.stop, own_alerts.renew):
        with pytest.raises(NotFound):
            act(board, key, alert_id)
    with pytest.raises(NotFound):
        own_alerts.overview(board, "wrong")


def test_unsubscribing_stops_everything_at_once_and_says_the_same_the_second_time(board: BoardState) -> None:
    key = subscribe(board)
    ask(board, a_search("welder"))
    publish(board)
    own_alerts.unsubscribe(board, key)
    own_alerts.unsubscribe(board, key)
    own_alerts.unsubscribe(board, "wrong")
    board.mail.sent.clear()  # type: ignore[attr-defined] # the twin
    later(board, days=2)
    assert mails(board) == []
    assert [rows(board, table) for table in (Subscriber, Alert, AlertRequest)] == [0, 0, 0]


def test_every_digest_can_be_stopped_in_one_click(board: BoardState) -> None:
    key = subscribe(board)
    publish(board)
    later(board, days=1)
    (mail,) = mails(board)
    assert mail["List-Unsubscribe"] == f"<https://jobs.example.com/jobs/alerts/{key}/unsubscribe>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link_in(mail) == f"/jobs/alerts/{key}"


# The end


def test_before_an_alert_ends_its_owner_is_asked_once_and_can_keep_it(board: BoardState) -> None:
    key = subscribe(board)
    later(board, days=360)
    retention.sweep(board)
    retention.sweep(board)
    (mail,) = mails(board)
    assert mail["Subject"] == "Your job alert ends on 24 November 2027"
    own_alerts.renew(board, key, alerts_of(board, key)["“marketing manager”"].public_id)
    later(board, days=30)
    assert retention.sweep(board).alerts == 0
    later(board, days=340)
    assert retention.sweep(board).alerts == 1
    assert rows(board, Subscriber) == 0


def test_what_was_told_long_ago_is_forgotten_and_not_told_again(board: BoardState) -> None:
    subscribe(board)
    job_id = publish(board)
    later(board, days=1)
    later(board, days=70)
    retention.sweep(board)
    assert (rows(board, AlertMatch), rows(board, AlertMail)) == (0, 0)
    change(board, job_id, salary_max=60_000_00)
    later(board, days=1)
    assert len(mails(board)) == 1
