"""How an alert may move. Stopping is no move: a stopped alert is deleted."""

from jobboard.alerts.models import Alert, AlertStatus
from jobboard.errors import IllegalMove

MOVES: dict[AlertStatus, frozenset[AlertStatus]] = {
    AlertStatus.ACTIVE: frozenset({AlertStatus.PAUSED}),
    AlertStatus.PAUSED: frozenset({AlertStatus.ACTIVE}),
}


def check_move(alert: Alert, to: AlertStatus) -> None:
    """Raise ``IllegalMove`` unless the table has the move."""
    if to not in MOVES[alert.status]:
        allowed = sorted(status.value for status in MOVES[alert.status])
        raise IllegalMove("This alert", here=alert.status.value, wanted=to.value, allowed=allowed)
