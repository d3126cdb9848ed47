"""What a board can set about matching, checked by name and by bounds, and the versions it has switched on.

Whatever is not known by name is refused, and the gates that protect people cannot be switched off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Scope
from jobboard.db.paging import Page, PageRequest, page_of
from jobboard.errors import InvalidInput, NotFound
from jobboard.keep_on_file.matching.codec import decode, encode
from jobboard.keep_on_file.matching.facts import Policy
from jobboard.keep_on_file.matching.gates import GATES
from jobboard.keep_on_file.matching.points import DEFAULT, Points
from jobboard.keep_on_file.models import MatchingPolicy, PolicyProposal

RULES = 2
"""The version of the gates and criteria themselves. Raise it with any change of what they do: a look under other rules
need not give the same list, and says so."""
MOST_REACH = 3
MOST_POINTS = 60
"""The most one reason may be worth, for or against."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a board decides: how far above the highest level held people may surface, which gates are off, and what
    each reason is worth."""

    reach: int = 1
    gates_off: frozenset[str] = frozenset()
    points: Points = DEFAULT

    def checked(self) -> "Settings":
        """The same, if it can be switched on. Raises ``InvalidInput`` by field."""
        if errors := {**_wrong_gates(self.gates_off), **_wrong_reach(self.reach), **_wrong_points(self.points)}:
            raise InvalidInput(errors)
        return self

    def in_force(self, *, version: int, now: datetime) -> Policy:
        """The policy that matching judges by at ``now``."""
        return Policy(now=now, version=version, reach=self.reach, gates_off=self.gates_off, points=self.points)

    def to_json(self) -> dict[str, Any]:
        """As stored with a policy."""
        stored: dict[str, Any] = encode(self)
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Settings":
        """As stored. Raises ``UnreadableFacts`` for a name that nothing here knows."""
        settings: Settings = decode(stored, cls, "settings")
        return settings


def _wrong_gates(off: frozenset[str]) -> dict[str, list[str]]:
    known = {gate.name: gate for gate in GATES}
    unknown = [f"There is no gate called {name!r}." for name in sorted(off - set(known))]
    always = [f"“{known[name].label}” is always on." for name in sorted(off & set(known)) if known[name].always_on]
    return {"gates_off": unknown + always} if unknown or always else {}


def _wrong_reach(reach: int) -> dict[str, list[str]]:
    return {} if 0 <= reach <= MOST_REACH else {"reach": [f"Write a number from 0 to {MOST_REACH}."]}


def bounds(name: str) -> tuple[int, int]:
    """The least and the most that the reason of this flat name may be worth. What speaks for a person never counts
    against them, nor the other way round: the quick look at the bench rests on that too."""
    return (0, MOST_POINTS) if _USUAL[name] > 0 else (-MOST_POINTS, 0)


def _wrong_points(points: Points) -> dict[str, list[str]]:
    wrong = {}
    for name, worth in each_points(points).items():
        least, most = bounds(name) if name in _USUAL else (-MOST_POINTS, MOST_POINTS)
        if not least <= worth <= most:
            wrong[name] = [f"Write a whole number from {least} to {most}.".replace("-", "−")]
    if not points.fresh >= points.recent >= points.ageing >= points.stale:
        wrong.setdefault("fresh", ["Newer evidence cannot count for less than older."])
    if unknown := sorted(set(points.closed) - set(DEFAULT.closed)):
        wrong["points"] = [f"There are no points for {unknown[0]!r}."]
    return wrong


def each_points(points: Points) -> dict[str, int]:
    """Every number under one flat name: ``skills``, ``closed_more_senior``."""
    plain = {each.name: getattr(points, each.name) for each in fields(points) if each.name != "closed"}
    return plain | {f"closed_{reason}": worth for reason, worth in points.closed.items()}


_USUAL: Mapping[str, int] = each_points(DEFAULT)


def with_points(given: Mapping[str, int]) -> Points:
    """Points from flat names; what is not given keeps its default."""
    flat = {**_USUAL, **given}
    closed = {reason: flat[f"closed_{reason}"] for reason in DEFAULT.closed}
    plain = {each.name: flat[each.name] for each in fields(Points) if each.name != "closed"}
    return replace(DEFAULT, closed=closed, **plain)


def newest(session: Session, board: str) -> MatchingPolicy | None:
    """The version that is on, or None while the board runs on its configuration. One statement."""
    return session.scalars(
        select(MatchingPolicy).where(MatchingPolicy.board == board).order_by(MatchingPolicy.version.desc()).limit(1)
    ).first()


def at_version(session: Session, board: str, version: int) -> MatchingPolicy | None:
    """One version, or None for the first, which is the configuration. One statement."""
    return session.scalars(
        select(MatchingPolicy).where(MatchingPolicy.board == board, MatchingPolicy.version == version)
    ).one_or_none()


def versions(session: Session, scope: Scope, wanted: PageRequest) -> Page[MatchingPolicy]:
    """Every version that was ever on, newest first. Two statements."""
    of_board = select(MatchingPolicy).where(MatchingPolicy.board == scope.board)
    return page_of(session, of_board.order_by(MatchingPolicy.version.desc()), wanted)


def get_proposal(session: Session, scope: Scope, public_id: str) -> PolicyProposal:
    """One proposal, or ``NotFound``. One statement."""
    found = session.scalars(
        select(PolicyProposal).where(PolicyProposal.board == scope.board, PolicyProposal.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotFound("proposal")
    return found


def open_proposals(session: Session, scope: Scope, *, base_version: int, limit: int = 5) -> Sequence[PolicyProposal]:
    """The newest changes that could still be switched on, finished or not. One statement."""
    return session.scalars(
        select(PolicyProposal)
        .where(
            PolicyProposal.board == scope.board,
            PolicyProposal.base_version == base_version,
            PolicyProposal.adopted_version.is_(None),
        )
        .order_by(PolicyProposal.id.desc())
        .limit(limit)
    ).all()
