"""Which of several workers works for a board: one at a time, by a lease that the others see."""

from datetime import datetime, timedelta

import click
from sqlalchemy.orm import Session

from jobboard.db import lease
from jobboard.db.transaction import transaction
from jobboard.state import BoardState

LASTS = timedelta(seconds=20)
"""How long a worker that died keeps the others waiting; one that works renews it four times as often."""


class Duty:
    """A board's work, as long as it is this worker's. ``called`` stands before what is said of it on the terminal."""

    def __init__(self, board: BoardState, *, called: str = "") -> None:
        self.board = board
        self._name, self._called = f"worker:{board.name}", called
        self._holder: str | None = None
        self._renew_at: datetime | None = None
        self._said = ""

    def is_ours(self) -> bool:
        """Whether this worker is the one, which it stays until it is stopped or does not ask for ``LASTS``. One
        statement while it is another's, none most of the time while it is ours."""
        now = self.board.now()
        if self._holder is None or self._renew_at is None or now >= self._renew_at:
            with Session(self.board.engine) as session:
                self._holder = self._held(session, now)
            self._renew_at = now + LASTS / 4
        self._say("Working." if self._holder else "Another worker is at work; this one stands by.")
        return self._holder is not None

    def end(self) -> None:
        """Leave it to the others at once."""
        if self._holder is not None:
            with Session(self.board.engine) as session:
                lease.release(session, self._name, self._holder)

    def _held(self, session: Session, now: datetime) -> str | None:
        if self._holder is not None:
            with transaction(session, owned=True):
                if lease.renew(session, self._name, self._holder, until=now + LASTS):
                    return self._holder
        return lease.take(session, self._name, now=now, lasts=LASTS)

    def _say(self, said: str) -> None:
        if said != self._said:
            click.echo(f"{self._called}{said} Stop with Ctrl-C.", err=True)
            self._said = said
