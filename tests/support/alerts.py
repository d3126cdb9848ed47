"""Job alerts as tests need them: asked for, confirmed, and what became of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import EmailMessage

    from jobboard.alerts.models import Alert
    from jobboard.alerts.saved_search import SavedSearch
    from jobboard.state import BoardState

ADDRESS = "maren@example.org"
FROM = "198.51.100.7"
_PATH = re.compile(r"/jobs/alerts/\S+")


def a_search(text: str = "marketing manager", place: str = "", **filters: tuple[str, ...]) -> SavedSearch:
    """A search as the page would save it."""
    from jobboard.alerts.saved_search import SavedSearch

    title = ", ".join(filter(None, [f"“{text}”" if text else "", place])) or "Every job"
    return SavedSearch(text, place, filters, title=title, address={"q": text, "place": place} if text else {})


def ask(board: BoardState, search: SavedSearch | None = None, *, email: str = ADDRESS, frequency: str = "daily") -> str:
    """Somebody asks for an alert; the token of the mailed link."""
    from jobboard.flows import alerts

    form = {"email": email, "frequency": frequency}
    alerts.ask(board, form, search or a_search(), asked_from=FROM)
    return link_in(mails(board)[-1]).rsplit("/", 1)[1]


def subscribe(board: BoardState, search: SavedSearch | None = None, **asked: Any) -> str:
    """Somebody asks and confirms; the key of their page."""
    from jobboard.flows import alerts

    key = alerts.confirm(board, ask(board, search, **asked))
    board.mail.sent.clear()  # type: ignore[attr-defined] # the twin
    return key


def mails(board: BoardState) -> list[EmailMessage]:
    """What was sent, oldest first."""
    sent: list[EmailMessage] = board.mail.sent  # type: ignore[attr-defined] # the twin
    return sent


def words_in(mail: EmailMessage) -> str:
    """The plain part."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(mail: EmailMessage) -> str:
    """The path of the one link to a page about alerts, the way out of them all aside."""
    found = {path for path in _PATH.findall(words_in(mail)) if not path.endswith("/unsubscribe")}
    assert len(found) == 1, found
    return str(found.pop())


def alerts_of(board: BoardState, access_key: str) -> Mapping[str, Alert]:
    """A subscriber's alerts by title, as they stand in the database."""
    from jobboard.flows.own_alerts import overview

    board.session.remove()
    return {alert.title: alert for alert in overview(board, access_key).alerts}
