"""What the page of somebody's alerts says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobboard.alerts.models import Alert, AlertStatus, Frequency
from jobboard.alerts.schedule import HOW_OFTEN
from jobboard.flows.alert_upkeep import REMIND_BEFORE
from jobboard.web.present import Words

DONE = {
    "started": "Your alert has started. We write when there is something new.",
    "changed": "Saved. It holds from now on.",
    "paused": "Paused. Nothing comes until you let it go on.",
    "resumed": "It goes on. What opened in between comes with the next mail.",
    "renewed": "Kept. It runs for another term.",
    "stopped": "Stopped and forgotten.",
}
"""What was done, by the word in the address."""


@dataclass(frozen=True)
class Card:
    """One alert; ``address`` holds the parameters of its search page."""

    id: str
    title: str
    often: str
    frequency: str
    paused: bool
    until: str
    ends_soon: bool
    address: Mapping[str, Any]


def card(alert: Alert, words: Words) -> Card:
    """The alert as its owner sees it."""
    return Card(
        id=alert.public_id,
        title=alert.title,
        often=often(alert.frequency),
        frequency=alert.frequency.value,
        paused=alert.status is AlertStatus.PAUSED,
        until=words.full_day(alert.expires_at),
        ends_soon=alert.expires_at <= words.now + REMIND_BEFORE,
        address=alert.search["address"],
    )


def often(frequency: Frequency) -> str:
    """“Once a day”."""
    return HOW_OFTEN[frequency]
