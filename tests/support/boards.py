"""A mounted board for each test, and people who use it.

The host is imported where it is made: tests of the pure rooms start without Flask.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from jobboard.access import Actor
    from jobboard.state import BoardState


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The small host, on SQLite and on PostgreSQL."""
    from tests.support.host import close_host, make_host

    app = make_host(database_url, tmp_path)
    yield app
    close_host(app)


@pytest.fixture
def board(app: Flask) -> Iterator[BoardState]:
    """The host's board."""
    from tests.support.host import board_of

    board = board_of(app)
    yield board
    board.session.remove()


@pytest.fixture
def sqlite_board(sqlite_template: Path, tmp_path: Path) -> Iterator[BoardState]:
    """The small host's board on SQLite alone, for what only SQLite can tell."""
    from tests.support.host import board_of, close_host, make_host

    path = tmp_path / "jobboard.sqlite"
    shutil.copyfile(sqlite_template, path)
    app = make_host(f"sqlite:///{path}", tmp_path)
    board = board_of(app)
    yield board
    board.session.remove()
    close_host(app)


@pytest.fixture
def clock(board: BoardState) -> Any:
    """The board's ``FixedClock``, at 2026-11-24 09:00 UTC until it is told to move."""
    return board.clock


@pytest.fixture
def mail(board: BoardState) -> Any:
    """The board's ``MemoryMail``: what it has sent."""
    return board.mail


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor who is not logged in."""
    return app.test_client()


@pytest.fixture
def recruiter(app: Flask) -> FlaskClient:
    """A visitor logged in as Judith, a recruiter."""
    from tests.support.host import JUDITH

    return client_as(app, JUDITH)


def client_as(app: Flask, actor: Actor) -> FlaskClient:
    """A visitor logged in as ``actor``."""
    from tests.support.host import header_of

    client = app.test_client()
    for name, value in header_of(actor).items():
        client.environ_base[f"HTTP_{name.upper().replace('-', '_')}"] = value
    return client
