"""A board in a folder, for the benchmarks of matching."""

from pathlib import Path
from typing import Any

from flask import Flask

from jobboard.state import BoardState
from tests.support.databases import migrated
from tests.support.host import JUDITH, board_of, header_of, make_host

PUBLISHER = header_of(JUDITH)
"""Headers that make a request a recruiter's."""


def a_site(folder: str, *, database_url: str = "", **config: Any) -> tuple[Flask, BoardState]:
    """A site with a set-up board on SQLite in ``folder``, or on a URL; files, mails and, unless ``config`` says
    otherwise, the indexes in memory."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    site = make_host(migrated(database_url or f"sqlite:///{folder}/board.sqlite"), Path(folder), **config)
    return site, board_of(site)


def a_board(folder: str, *, database_url: str = "") -> BoardState:
    """The board alone."""
    return a_site(folder, database_url=database_url)[1]
