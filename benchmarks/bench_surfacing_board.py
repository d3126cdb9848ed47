"""A board in a folder, for the benchmarks of matching."""

from flask import Flask

from jobboard import JobBoard
from jobboard.adapters.clock import FixedClock
from jobboard.adapters.mail import MemoryMail
from jobboard.adapters.storage import MemoryStorage
from jobboard.flows.set_up import set_up_board
from jobboard.migrations import runner
from jobboard.state import BoardState


def a_board(folder: str, *, database_url: str = "") -> BoardState:
    """A set-up board with files and mails in memory; SQLite in ``folder`` unless a URL is given."""
    app = Flask("bench", instance_path=folder)
    app.config.update(SECRET_KEY="bench", JOBBOARD_SEARCH_BACKEND="memory", JOBBOARD_DATABASE_URL=database_url)
    board = JobBoard(storage=MemoryStorage(), mail=MemoryMail(), clock=FixedClock()).init_app(app)
    runner.upgrade(board.engine)
    set_up_board(board)
    return board
