"""What must happen after a commit happens, once it can, and never by losing the change itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import EnvironBuilder

from jobboard.applications.models import CandidateMessage
from jobboard.db import lease, outbox
from jobboard.db.lease import Lease
from jobboard.db.outbox import Effect, OutboxEntry
from jobboard.effects import drain, pending
from jobboard.flows import apply, close_application, jobs, review
from jobboard.flows.uploads import Upload
from jobboard.jobs.service import JOB_CHANGED
from jobboard.keep_on_file.queries import inbox
from jobboard.signals import job_published
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.host import board_of, close_host, header_of, make_host


def waiting(board: BoardState) -> int:
    """Entries in the outbox."""
    with Session(board.engine) as session:
        return session.scalar(select(func.count()).select_from(OutboxEntry)) or 0


def later(board: BoardState, **much: float) -> None:
    """Let time pass."""
    board.clock.advance(timedelta(**much))  # type: ignore[attr-defined] # the twin


def apply_as(board: BoardState, job_id: str, email: str) -> None:
    """An application of somebody new, whose receipt waits for the next drain where another holds the lease."""
    form = {"name": "Priya Nair", "email": email, "place": "Leeds"}
    apply.send(board, apply.save_draft(board, job_id, form, Upload(BytesIO(b"words"), "resume.txt")))


def write_to(board: BoardState, email: str) -> str:
    """A letter to somebody new, which leaves after its delay: the public id of the application it is about."""
    candidate = given.a_candidate(board, f"Priya {email}", email=email)
    application = given.an_application(board, candidate, given.a_job(board, publish=True))
    form = {"disposition": "position_filled", "message": "honest_no"}
    close_application.close(board, application, form, actor=given.RECRUITER)
    return application


def letters(board: BoardState) -> list[CandidateMessage]:
    """Every letter, oldest first, as it stands in the database."""
    with Session(board.engine) as session:
        return list(session.scalars(select(CandidateMessage).order_by(CandidateMessage.id)))


@dataclass
class Post:
    """A mail server that refuses addresses with “refused” in them, and during which something may happen."""

    meanwhile: Callable[[], object] = lambda: None
    sent: list[str] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        """Take the message, or raise as ``smtplib`` would."""
        if "refused" in message["To"]:
            raise OSError("550 no such mailbox")
        self.sent.append(message["To"])
        self.meanwhile()


@pytest.fixture
def post(board: BoardState, monkeypatch: pytest.MonkeyPatch) -> Post:
    """The board's mail server; what is written stays in the outbox until a test drains it."""
    post = Post()
    monkeypatch.setattr(board.mail, "send", post.send)
    object.__setattr__(board, "after_commit", lambda _board: None)
    return post


def add_and_fail(board: BoardState) -> None:
    """Write something down to do, and then fail before the commit."""
    with board.transaction() as session:
        outbox.add(session, board.name, "signal", {"name": "job-published", "facts": {}}, at=board.now())
        raise RuntimeError


def test_a_rolled_back_story_leaves_nothing_to_do(board: BoardState) -> None:
    before = waiting(board)
    with pytest.raises(RuntimeError):
        add_and_fail(board)
    assert waiting(board) == before


def test_publishing_puts_the_job_into_the_index_at_once(board: BoardState) -> None:
    job_id = given.a_job(board, publish=True)
    assert board.search.ids() == {job_id}
    assert waiting(board) == 0


def test_an_effect_that_fails_stays_and_is_tried_again(board: BoardState) -> None:
    def broken(_session: Session, _entries: Sequence[OutboxEntry]) -> None:
        raise OSError("the disk is full")

    with board.transaction() as session:
        outbox.add(session, board.name, "later", {}, at=board.now(), after=timedelta(minutes=1))
    then = board.now() + timedelta(minutes=2)
    with Session(board.engine) as session:
        assert outbox.drain(session, board.name, {"later": Effect(broken)}, now=lambda: then) == 0
    assert pending(board) == [("later", 1, 1)]
    entry = board.session().scalars(select(OutboxEntry)).one()
    assert entry.last_error == "OSError"
    assert entry.available_at > then
    working = Effect(lambda _session, _entries: None)
    with Session(board.engine) as session:
        done = outbox.drain(session, board.name, {"later": working}, now=lambda: then + timedelta(hours=2))
    assert done == 1


def test_only_one_drainer_works_at_a_time(board: BoardState) -> None:
    with board.transaction() as session:
        session.add(Lease(name=f"outbox:{board.name}", holder="another", expires_at=board.now() + timedelta(minutes=1)))
    given.a_job(board, publish=True)
    assert waiting(board) > 0
    later(board, minutes=10)
    assert drain(board) > 0
    assert waiting(board) == 0


def test_a_receiver_that_raises_undoes_nothing(board: BoardState) -> None:
    heard: list[str] = []

    def broken(_board: str, **_facts: str) -> None:
        raise ValueError

    def listening(_board: str, **facts: str) -> None:
        heard.append(facts["job"])

    with job_published.connected_to(broken), job_published.connected_to(listening):
        job_id = given.a_job(board, publish=True)
    assert heard == [job_id]
    assert given.job(board, job_id).accepts_applications


def test_a_dead_mail_server_loses_no_mail(board: BoardState, monkeypatch: pytest.MonkeyPatch) -> None:
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    review.invite(board, surfacing, {"subject": "A role", "body": "Talk?"}, actor=given.RECRUITER)
    sent: list[EmailMessage] = []

    def dead(_message: EmailMessage) -> None:
        raise ConnectionRefusedError

    drain(board)
    later(board, hours=1)
    monkeypatch.setattr(board.mail, "send", dead)
    assert drain(board) == 0
    monkeypatch.setattr(board.mail, "send", sent.append)
    later(board, hours=2)
    assert drain(board) == 2, "the mail, and the word that there was contact"
    assert [mail["Subject"] for mail in sent] == ["A role"]


def test_one_refused_receipt_neither_repeats_nor_holds_up_the_others(board: BoardState, post: Post) -> None:
    job_id = given.a_job(board, publish=True)
    for name in ("a", "b", "refused", "c"):
        apply_as(board, job_id, f"{name}@example.org")
    for _ in range(3):
        drain(board)
        later(board, hours=2)
    assert post.sent == ["a@example.org", "b@example.org", "c@example.org"]
    assert pending(board) == [("mail.receipt", 1, 1)]


def test_one_refused_letter_neither_repeats_nor_holds_up_the_others(board: BoardState, post: Post) -> None:
    for name in ("refused", "a", "b"):
        write_to(board, f"{name}@example.org")
    for _ in range(3):
        later(board, hours=2)
        drain(board)
    assert post.sent == ["a@example.org", "b@example.org"]
    assert [letter.sent_at is not None for letter in letters(board)] == [False, True, True]


def test_no_transaction_is_open_while_a_mail_leaves(board: BoardState, post: Post) -> None:
    open_then: list[int] = []
    post.meanwhile = lambda: open_then.append(board.engine.pool.checkedout())  # type: ignore[attr-defined] # a QueuePool
    write_to(board, "a@example.org")
    apply_as(board, given.a_job(board, publish=True), "b@example.org")
    later(board, hours=1)
    board.session.remove()
    drain(board)
    assert open_then == [0, 0]


def test_what_others_write_meanwhile_makes_no_mail_leave_twice(board: BoardState, post: Post) -> None:
    post.meanwhile = lambda: given.a_candidate(board, "Somebody Else")
    for name in ("a", "b"):
        write_to(board, f"{name}@example.org")
    for _ in range(3):
        later(board, hours=2)
        drain(board)
    assert post.sent == ["a@example.org", "b@example.org"]


def test_a_drainer_that_lost_its_lease_stops_and_nothing_leaves_twice(board: BoardState, post: Post) -> None:
    def slow() -> None:
        post.meanwhile = lambda: None
        later(board, minutes=6)
        assert drain(board) > 0

    post.meanwhile = slow
    for name in ("a", "b"):
        write_to(board, f"{name}@example.org")
    later(board, hours=1)
    drain(board)
    assert post.sent == ["a@example.org", "b@example.org"]


def test_the_lease_is_renewed_while_a_long_drain_goes_on(board: BoardState, post: Post) -> None:
    others: list[int] = []

    def slow() -> None:
        later(board, seconds=20)
        others.append(drain(board))

    for name in ("a", "b", "c", "d"):
        write_to(board, f"{name}@example.org")
    later(board, hours=1)
    post.meanwhile = slow
    drain(board)
    assert others == [0, 0, 0, 0]
    assert len(post.sent) == 4


def test_a_drainer_that_is_stopped_leaves_the_rest_and_lets_the_lease_go(board: BoardState, post: Post) -> None:
    for name in ("a", "b", "c"):
        write_to(board, f"{name}@example.org")
    later(board, hours=1)
    drain(board, stopped=lambda: len(post.sent) == 1)
    assert len(post.sent) == 1
    assert drain(board, stopped=lambda: True) == 0
    drain(board)
    assert len(post.sent) == 3


def test_an_entry_whose_drainer_died_over_it_is_tried_again(board: BoardState, post: Post) -> None:
    def die() -> None:
        post.meanwhile = lambda: None
        raise KeyboardInterrupt

    post.meanwhile = die
    apply_as(board, given.a_job(board, publish=True), "a@example.org")
    with pytest.raises(KeyboardInterrupt):
        drain(board)
    assert drain(board) == 0
    later(board, minutes=16)
    assert drain(board) == 1
    assert len(post.sent) == 2


def test_an_effect_may_let_its_entries_be_taken_over_sooner(board: BoardState) -> None:
    def die(_session: Session, _entries: Sequence[OutboxEntry]) -> None:
        raise KeyboardInterrupt

    with board.transaction() as session:
        outbox.add(session, board.name, "quick", {}, at=board.now(), after=timedelta(minutes=1))
    later(board, minutes=1)
    with Session(board.engine) as session:
        dying = Effect(die, claim=timedelta(seconds=40))
        with pytest.raises(KeyboardInterrupt):
            outbox.drain(session, board.name, {"quick": dying}, now=board.now)
        working = {"quick": Effect(lambda _session, _entries: None)}
        later(board, seconds=39)
        assert outbox.drain(session, board.name, working, now=board.now) == 0
        later(board, seconds=1)
        assert outbox.drain(session, board.name, working, now=board.now) == 1


def test_a_letter_cancelled_while_another_leaves_stays_here(board: BoardState, post: Post) -> None:
    write_to(board, "a@example.org")
    second = write_to(board, "b@example.org")
    post.meanwhile = lambda: close_application.reopen(board, second, actor=given.RECRUITER)
    later(board, hours=1)
    drain(board)
    assert post.sent == ["a@example.org"]


def test_a_letter_cancelled_in_the_moment_it_left_has_left(board: BoardState, post: Post) -> None:
    application = write_to(board, "a@example.org")
    post.meanwhile = lambda: close_application.reopen(board, application, actor=given.RECRUITER)
    later(board, hours=1)
    drain(board)
    assert [(letter.sent_at is None, letter.cancelled_at) for letter in letters(board)] == [(False, None)]


@pytest.mark.parametrize("why", ["do not contact", "no address"])
def test_a_letter_to_nobody_we_may_write_to_is_cancelled_not_sent(board: BoardState, post: Post, why: str) -> None:
    application = write_to(board, "a@example.org")
    with board.transaction() as session:
        known = given.person(board, given.full(board, application, session).candidate.public_id, session)
        if why == "no address":
            known.emails.clear()
        known.do_not_contact = why == "do not contact"
    later(board, hours=1)
    drain(board)
    (letter,) = letters(board)
    assert (post.sent, letter.sent_at, letter.cancelled_at) == ([], None, board.now())
    assert pending(board) == []


def test_what_has_failed_for_days_is_still_tried_every_hour(board: BoardState, post: Post) -> None:
    apply_as(board, given.a_job(board, publish=True), "refused@example.org")
    drain(board)
    with board.transaction() as session:
        session.scalars(select(OutboxEntry)).one().attempts = 5000
    later(board, hours=1)
    drain(board)
    with Session(board.engine) as session:
        entry = session.scalars(select(OutboxEntry)).one()
    assert (entry.attempts, entry.available_at) == (5001, board.now() + timedelta(hours=1))


def test_indexing_many_jobs_reads_them_once(board: BoardState, post: Post, count_statements: Any) -> None:
    for number in range(20):
        jobs.publish_job(board, given.a_job(board, f"Marketing Manager {number}"), actor=given.RECRUITER)
    with board.transaction() as session:
        session.query(OutboxEntry).filter(OutboxEntry.topic != JOB_CHANGED).delete()
    with count_statements(board.engine) as statements:
        drain(board)
    assert len(board.search.ids()) == 20
    assert statements.count <= 14


def test_looking_when_nothing_is_due_costs_one_read(board: BoardState, count_statements: Any) -> None:
    with count_statements(board.engine) as statements:
        assert drain(board) == 0
    assert statements.count == 1


# Without a worker: pages make up for it


def look_at_jobs(client: FlaskClient) -> None:
    """Open the public list of jobs and read it to its end."""
    with client.get("/jobs/") as response:
        assert response.status_code == 200


def test_delayed_mail_leaves_after_the_next_page_somebody_opens(
    board: BoardState, client: FlaskClient, mail: Any
) -> None:
    write_to(board, "a@example.org")
    later(board, hours=1)
    look_at_jobs(client)
    assert [message["To"] for message in mail.sent] == ["a@example.org"]


def test_pages_look_for_what_is_due_once_a_minute(
    app: Flask, board: BoardState, client: FlaskClient, recruiter: FlaskClient, mail: Any
) -> None:
    look_at_jobs(client)
    write_to(board, "a@example.org")
    later(board, hours=1)
    look_at_jobs(client)
    recruiter.get("/recruit/").close()
    assert mail.sent == []
    app.extensions["jobboard_looked"][board.name] -= 61
    recruiter.get("/recruit/").close()
    assert len(mail.sent) == 1


def test_what_a_lost_connection_left_undone_is_done_after_the_next_page(
    app: Flask, board: BoardState, client: FlaskClient
) -> None:
    look_at_jobs(client)
    job_id = given.a_job(board)
    path = f"/recruit/jobs/{job_id}/publish"
    sent = EnvironBuilder(path=path, method="POST", headers=header_of(given.RECRUITER)).get_environ()
    app.wsgi_app(sent, lambda _status, _headers, _problem=None: lambda _data: None)  # and nobody closes the answer
    assert board.search.ids() == frozenset()
    look_at_jobs(client)
    assert board.search.ids() == {job_id}


def test_a_page_is_whole_whatever_becomes_of_what_is_due(board: BoardState, client: FlaskClient) -> None:
    write_to(board, "a@example.org")
    later(board, hours=1)
    board.session.remove()
    Lease.__table__.drop(board.engine)  # type: ignore[attr-defined] # a Table
    look_at_jobs(client)
    assert pending(board) == [("mail.message", 1, 0)]


def test_pages_leave_mail_to_the_worker_where_there_is_one(database_url: str, tmp_path: Path) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_OUTBOX="worker")
    board = board_of(app)
    write_to(board, "a@example.org")
    later(board, hours=1)
    look_at_jobs(app.test_client())
    assert board.mail.sent == []  # type: ignore[attr-defined] # the twin
    close_host(app)


def apply_before_the_lease_goes(board: BoardState, job_id: str, patch: pytest.MonkeyPatch) -> None:
    """Somebody applies when a lease is let go for the next time, just before it is."""
    release = lease.release

    def with_one_more(*held: Any) -> None:
        patch.setattr(lease, "release", release)
        apply_as(board, job_id, "b@example.org")
        release(*held)

    patch.setattr(lease, "release", with_one_more)


def test_what_came_while_the_lease_was_about_to_be_let_go_is_done_at_once(
    board: BoardState, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = given.a_job(board, publish=True)
    apply_as(board, job_id, "a@example.org")
    apply_before_the_lease_goes(board, job_id, monkeypatch)
    drain(board)
    assert post.sent == ["a@example.org", "b@example.org"]
    assert pending(board) == []


def test_a_drainer_that_came_too_late_still_looks_again_after_letting_the_lease_go(
    board: BoardState, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, take = given.a_job(board, publish=True), lease.take

    def after_another(*wanted: Any, **until: Any) -> str | None:
        monkeypatch.setattr(lease, "take", take)
        drain(board)
        apply_before_the_lease_goes(board, job_id, monkeypatch)
        return take(*wanted, **until)

    apply_as(board, job_id, "a@example.org")
    monkeypatch.setattr(lease, "take", after_another)
    drain(board)
    assert post.sent == ["a@example.org", "b@example.org"]


def test_each_page_is_followed_by_its_own_effects_though_they_share_an_app_context(
    app: Flask, board: BoardState, recruiter: FlaskClient
) -> None:
    jobs_to_open = [given.a_job(board), given.a_job(board)]
    with app.app_context():
        for job_id in jobs_to_open:
            assert recruiter.post(f"/recruit/jobs/{job_id}/publish").status_code == 302
            assert pending(board) == []
