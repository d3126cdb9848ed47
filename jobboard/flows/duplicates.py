"""Records that may be one person: found by names and numbers, put in order by how alike they are."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.candidates import queries
from jobboard.candidates.duplicates import ENOUGH, Likeness, likeness
from jobboard.candidates.models import Candidate
from jobboard.search.people.query import PeopleQuery
from jobboard.state import BoardState

MOST_SHOWN = 5
_MOST_LOOKED_AT = 60
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Somebody who may be the same person, and why."""

    person: Candidate
    alike: Likeness


def lookalikes(board: BoardState, session: Session, candidate: Candidate, *, actor: Actor) -> list[Lookalike]:
    """Whoever may be the same person as ``candidate``, the most alike first. Their phones, emails and work history must
    be loaded. One statement, and a question to the index of people."""
    near = _with_a_part_of_the_name(board, candidate)
    found = queries.perhaps_the_same(session, Scope(board.name, actor), candidate, near=near, limit=_MOST_LOOKED_AT)
    ranked = [Lookalike(other, likeness(candidate, other)) for other in found]
    enough = [one for one in ranked if one.alike.score >= ENOUGH]
    return sorted(enough, key=lambda one: (-one.alike.score, -one.person.id))[:MOST_SHOWN]


def _with_a_part_of_the_name(board: BoardState, candidate: Candidate) -> list[str]:
    """People with one of the words of the name; nobody while the index cannot be read."""
    parts = [f'"{part}"' for part in candidate.name.split() if len(part) >= _SHORTEST_NAME]
    asked = PeopleQuery(within={"name": " OR ".join(parts)}, limit=_MOST_LOOKED_AT, now=board.now())
    return [hit.id for hit in board.people.search(asked).hits] if parts else []
