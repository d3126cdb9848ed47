"""A board without a worker does what has come due after somebody's page was sent."""

import time
from collections.abc import Callable

from flask import Flask, Response, after_this_request, g, has_request_context, request
from flask.globals import app_ctx

from jobboard import current, effects
from jobboard.state import BoardState

_EVERY_SECONDS = 60.0
_LOOKED = "jobboard_looked"
_OWED = "jobboard_owed"
_COMMITTED = "jobboard_committed"


def after_commit(board: BoardState) -> None:
    """Do what a story wrote down: once the page that told it has been sent, or at once where there is no page, as on
    the command line. Nobody waits for a mail server, or for matching on a large bench."""
    if not has_request_context():
        effects.after_commit(board)
        return
    committed: set[str] = g.setdefault(_COMMITTED, set())
    if board.name not in committed:
        committed.add(board.name)
        app = app_ctx.app

        def after(response: Response) -> Response:
            committed.discard(board.name)  # an app context may outlive the request, and the next one commits anew
            _owed(app).add(board.name)
            return _once_sent(response, app, lambda: _pay(app, board, effects.after_commit))

        after_this_request(after)


def _owed(app: Flask) -> set[str]:
    """The boards whose last commit has yet to be followed by its effects: a server that loses the connection while it
    answers may never say that the page was sent."""
    owed: set[str] = app.extensions.setdefault(_OWED, set())
    return owed


def _pay(app: Flask, board: BoardState, work: Callable[[BoardState], None]) -> None:
    _owed(app).discard(board.name)  # before, so that what is committed meanwhile is owed anew
    work(board)


def _once_sent(response: Response, app: Flask, work: Callable[[], None]) -> Response:
    def in_context() -> None:
        with app.app_context():  # the request's own is gone by now, and a host's session lives in one
            work()

    response.call_on_close(in_context)
    return response


def drain_when_due(app: Flask) -> Callable[[Response], Response]:
    """An ``after_request`` for both blueprints: at most once a minute a process and board, look for what has come due
    once the response is out, and at once where something is owed. In between it costs no statement. Static files and a
    visitor's POST do not count."""
    looked: dict[str, float] = app.extensions.setdefault(_LOOKED, {})

    def after(response: Response) -> Response:
        board, now = current.board(), time.monotonic()
        if board.config.outbox != "inline" or not _is_page(board):
            return response
        if board.name in _owed(app) or now - looked.get(board.name, -_EVERY_SECONDS) >= _EVERY_SECONDS:
            looked[board.name] = now
            return _once_sent(response, app, lambda: _pay(app, board, effects.catch_up))
        return response

    return after


def _is_page(board: BoardState) -> bool:
    blueprint, _, endpoint = (request.endpoint or "").rpartition(".")
    return blueprint != board.name or (endpoint != "static" and request.method == "GET")
