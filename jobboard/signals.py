"""Signals for outsiders, past tense, sent after the commit; receivers that raise are logged and skipped.

Each is sent with the board's name as sender and public ids only: a receiver loads what it needs within its own scope.
"""

import logging
from typing import Any

from blinker import Namespace

_signals = Namespace()
_log = logging.getLogger("jobboard.signals")

job_published = _signals.signal("job-published", doc="``job``: public id of the job that opened.")
application_received = _signals.signal("application-received", doc="``application``: its public id.")
application_closed = _signals.signal("application-closed", doc="``application``: its public id.")
candidate_kept = _signals.signal("candidate-kept", doc="``kept``: public id of the kept record.")
candidates_surfaced = _signals.signal("candidates-surfaced", doc="``job``: public id, ``count``: how many.")
candidate_erased = _signals.signal("candidate-erased", doc="``candidate``: the public id that no longer resolves.")


def send_guarded(name: str, board: str, **facts: Any) -> None:
    """Send the signal ``name`` to each receiver; one that raises is logged by its name and the rest still hear it."""
    signal = _signals.signal(name)
    for receiver in list(signal.receivers_for(board)):
        try:
            receiver(board, **facts)
        except Exception:  # noqa: BLE001 - a stranger's receiver must never undo a committed change
            _log.exception("A receiver of the signal %s raised; the change itself is committed.", name)
