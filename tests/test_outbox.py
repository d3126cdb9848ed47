"""What must happen after a commit happens, once it can, and never by losing the change itself."""

from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobboard.db import outbox
from jobboard.db.outbox import Lease, OutboxEntry
from jobboard.effects import drain, pending
from jobboard.signals import job_published
from jobboard.state import BoardState
from jobboard.testing import situations as given


def waiting(board: BoardState) -> int:
    """Entries in the outbox."""
    with Session(board.engine) as session:
        return session.scalar(select(func.count()).select_from(OutboxEntry)) or 0


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
    later = board.now() + timedelta(minutes=2)
    with Session(board.engine) as session:
        assert outbox.drain(session, board.name, {"later": broken}, now=later) == 0
    assert pending(board) == [("later", 1, 1)]
    entry = board.session().scalars(select(OutboxEntry)).one()
    assert entry.last_error == "OSError"
    assert entry.available_at > later
    with Session(board.engine) as session:
        done = outbox.drain(session, board.name, {"later": lambda _s, _e: None}, now=later + timedelta(hours=2))
    assert done == 1


def test_only_one_drainer_works_at_a_time(board: BoardState) -> None:
    with board.transaction() as session:
        session.add(Lease(name=f"outbox:{board.name}", holder="another", expires_at=board.now() + timedelta(minutes=1)))
    given.a_job(board, publish=True)
    assert waiting(board) > 0
    board.clock.advance(timedelta(minutes=10))  # type: ignore[attr-defined] # the twin
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
    from jobboard.flows import review

    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    from jobboard.keep_on_file.queries import inbox

    surfacing = inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    review.invite(board, surfacing, {"subject": "A role", "body": "Talk?"}, actor=given.RECRUITER)
    sent: list[EmailMessage] = []

    def dead(_message: EmailMessage) -> None:
        raise ConnectionRefusedError

    board.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined] # the twin
    monkeypatch.setattr(board.mail, "send", dead)
    assert drain(board) == 0
    monkeypatch.setattr(board.mail, "send", sent.append)
    board.clock.advance(timedelta(hours=2))  # type: ignore[attr-defined] # the twin
    assert drain(board) == 1
    assert [mail["Subject"] for mail in sent] == ["A role"]
