"""A board without a worker does what has come due after somebody's page was sent."""

import time
from collections.abc import Callable

from flask import Flask, Response, request

from jobboard import current, effects
from jobboard.state import BoardState

_EVERY_SECONDS = 60.0
_LOOKED = "jobboard_looked"


def drain_when_due(app: Flask) -> Callable[[Response], Response]:
    """An ``after_request`` for both blueprints: at most once a minute a process and board, look for what has come due
    once the response is out. In between it costs no statement. Static files and a visitor's POST do not count."""
    looked: dict[str, float] = app.extensions.setdefault(_LOOKED, {})

    def after(response: Response) -> Response:
        board, now = current.board(), time.monotonic()
        if board.config.outbox != "inline" or not _is_page(board):
            return response
        if now - looked.get(board.name, -_EVERY_SECONDS) >= _EVERY_SECONDS:
            looked[board.name] = now
            response.call_on_close(lambda: _catch_up(app, board))
        return response

    return after


def _is_page(board: BoardState) -> bool:
    blueprint, _, endpoint = (request.endpoint or "").rpartition(".")
    return blueprint != board.name or (endpoint != "static" and request.method == "GET")


def _catch_up(app: Flask, board: BoardState) -> None:
    with app.app_context():  # the request's own is gone by now, and a host's session lives in one
        effects.catch_up(board)
