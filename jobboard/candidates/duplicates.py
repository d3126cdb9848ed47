"""Whether two records may be one person: how alike they are, and in what. Somebody looks before anything is merged."""

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from jobboard.candidates.models import Candidate
from jobboard.forms import comparable

SAME_NAME, NEAR_NAME, SAME_PHONE, SAME_MAILBOX, SAME_EMPLOYER = 50, 35, 50, 20, 20
"""What each likeness is worth; two records are shown from ``ENOUGH`` on."""
ENOUGH = 50
_NEAR, _EMPLOYER = 86, 90
"""How alike two names, and two employers, must be, of 100 (rapidfuzz's ``token_sort_ratio``)."""
_SHORTEST_MAILBOX = 6


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two records are, 0 to 140, and in what, in words."""

    score: int
    reasons: tuple[str, ...]


def likeness(one: Candidate, other: Candidate) -> Likeness:
    """How alike two people's names, numbers, addresses and employers are. Their emails, phones and work history must be
    loaded."""
    found = [found for found in (_names(one, other), _phones(one, other), _mailboxes(one, other)) if found]
    if found and (same := _employers(one, other)):
        found.append(same)
    return Likeness(sum(worth for worth, _ in found), tuple(reason for _, reason in found))


def _names(one: Candidate, other: Candidate) -> tuple[int, str] | None:
    mine, theirs = comparable(one.name), comparable(other.name)
    if mine == theirs:
        return SAME_NAME, "the same name"
    return (NEAR_NAME, f"nearly the same name: {other.name}") if _alike(mine, theirs) >= _NEAR else None


def _phones(one: Candidate, other: Candidate) -> tuple[int, str] | None:
    same = {phone.key for phone in one.phones if phone.key} & {phone.key for phone in other.phones}
    return (SAME_PHONE, "the same telephone number") if same else None


def _mailboxes(one: Candidate, other: Candidate) -> tuple[int, str] | None:
    same = _own_mailboxes(one) & _own_mailboxes(other)
    return (SAME_MAILBOX, f"both write as {min(same)}@…") if same else None


def _own_mailboxes(person: Candidate) -> set[str]:
    names = (email.address_key.partition("@")[0] for email in person.emails)
    return {name for name in names if len(name) >= _SHORTEST_MAILBOX}


def _employers(one: Candidate, other: Candidate) -> tuple[int, str] | None:
    for mine in (line.employer for line in one.work_history if line.employer):
        for theirs in (line.employer for line in other.work_history if line.employer):
            if _alike(mine, theirs) >= _EMPLOYER:
                return SAME_EMPLOYER, f"both worked for {theirs}"
    return None


def _alike(one: str, other: str) -> float:
    """0 to 100, whatever the order of the words, their case, and the signs between them."""
    return fuzz.token_sort_ratio(one, other, processor=default_process)
