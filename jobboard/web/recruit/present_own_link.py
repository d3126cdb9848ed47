"""The key of a person's own page is theirs alone: it is hidden from whoever reads a draft, and put back to send it."""

from jobboard.candidates.models import Candidate

HIDDEN = "[their own key]"


def without_own_link(text: str, candidate: Candidate) -> str:
    """``text`` with the person's key hidden."""
    return text.replace(candidate.access_key, HIDDEN)


def with_own_link(text: str, candidate: Candidate) -> str:
    """``text`` with the hidden key put back."""
    return text.replace(HIDDEN, candidate.access_key)
