"""A mark of a row as a form showed it, so that whoever saves learns what somebody else changed in between."""

import hashlib
import json
from collections.abc import Sequence


def seal(row: object, columns: Sequence[str]) -> str:
    """24 characters that differ as soon as one of these columns does; what else happens to the row does not matter."""
    return mark([getattr(row, name) for name in columns])


def mark(held: object) -> str:
    """The same of anything that JSON can say."""
    return hashlib.sha256(json.dumps(held, default=str, sort_keys=True).encode()).hexdigest()[:24]
