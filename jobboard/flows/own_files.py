"""A person adds a file on their own page: a newer résumé, or an attachment of whatever kind they say."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from jobboard.candidates.attachments import attach_file
from jobboard.candidates.queries import by_access_key
from jobboard.flows import attachments, resumes
from jobboard.flows.files import keeping_files
from jobboard.flows.limits import Limit, brake
from jobboard.flows.own_wishes import THEMSELVES
from jobboard.flows.uploads import Upload
from jobboard.state import BoardState

_LIMIT = Limit("own-files", 20, timedelta(days=1))


def add_resume(board: BoardState, access_key: str, upload: Upload) -> bool:
    """Send a newer résumé; a kept person is judged anew by it. False, with nothing added, for the very file that is the
    newest one. Raises ``InvalidInput`` on ``resume``, and ``TooManyRequests``."""
    _spend(board, access_key)
    return resumes.add_own_resume(board, access_key, upload)


def add_attachment(board: BoardState, access_key: str, form: Mapping[str, Any], upload: Upload) -> None:
    """Send any other file; nothing is read from it. Raises ``InvalidInput`` by field, and ``TooManyRequests``."""
    _spend(board, access_key)
    file = attachments.store(board, form, upload)
    with keeping_files(board, file.stored.key) as session:
        candidate = by_access_key(session, board.name, access_key)
        attach_file(session, candidate, file, actor=THEMSELVES, now=board.now())


def _spend(board: BoardState, access_key: str) -> None:
    """Count it before anything is stored or read: that is what costs."""
    with board.transaction() as session:
        brake(board, session, _LIMIT, by_access_key(session, board.name, access_key).public_id)
