"""Which of a person's applications something is about, as a form names it."""

from sqlalchemy.orm import Session

from jobboard.access import Scope
from jobboard.applications import queries
from jobboard.applications.models import Application
from jobboard.candidates.models import Candidate
from jobboard.errors import InvalidInput


def own_application(session: Session, scope: Scope, candidate: Candidate, public_id: str) -> Application | None:
    """The person's application with this public id, None for an empty one. Raises ``InvalidInput`` on ``application``
    for anybody else's."""
    if not public_id:
        return None
    theirs = queries.applications_of(session, scope, candidate)
    found = next((one for one in theirs if one.public_id == public_id), None)
    if found is None:
        raise InvalidInput({"application": ["Choose one of their applications."]})
    return found
