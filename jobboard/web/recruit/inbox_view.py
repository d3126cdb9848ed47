"""Which part of the inbox a page shows: read from its address, and carried along in every link and form of it."""

from dataclasses import dataclass
from typing import Any

from flask import request

from jobboard import current
from jobboard.keep_on_file.inbox_queries import Grouping, InboxPage, WantedInbox, inbox_page
from jobboard.web.recruit import desk

LONGEST_ID = 26


@dataclass(frozen=True, slots=True)
class InboxView:
    """How the inbox is grouped, one job's people alone (a public id), and the page."""

    by: Grouping = Grouping.JOB
    job: str = ""
    page: int = 1

    @property
    def params(self) -> dict[str, Any]:
        """What the address says of it; what goes without saying is left out."""
        said = {"by": self.by.value, "job": self.job, "page": str(self.page)}
        usual = {"by": Grouping.JOB.value, "job": "", "page": "1"}
        return {name: value for name, value in said.items() if value != usual[name]}

    def at(self, page: int) -> dict[str, Any]:
        """The same on another page."""
        return InboxView(self.by, self.job, page).params

    def grouped(self, by: str) -> dict[str, Any]:
        """The same grouped in another way, from its first page."""
        return InboxView(Grouping(by), self.job).params


def asked() -> InboxView:
    """The view that the current request's address names; nonsense is the usual one."""
    by, job = request.args.get("by", ""), request.args.get("job", "")
    number = request.args.get("page", 1, type=int)
    grouping = Grouping(by) if by in set(Grouping) else Grouping.JOB
    return InboxView(grouping, job[:LONGEST_ID], min(max(number, 1), desk.MOST_PAGES))


def listed(view: InboxView) -> InboxPage:
    """The people of that view. Four statements."""
    wanted = WantedInbox(current.board().now(), view.by, view.job, view.page)
    return inbox_page(desk.session(), current.scope(), wanted)


def picked() -> list[str]:
    """The reviews selected in a list, as its form sends them: each once."""
    return list(dict.fromkeys(value[:LONGEST_ID] for value in request.values.getlist("pick") if value))
