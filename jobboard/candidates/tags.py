"""Free words by which recruiters find people again: normalised once, read and written here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.candidates.models import Candidate, CandidateTag
from jobboard.db.history import record
from jobboard.errors import InvalidInput
from jobboard.forms import comparable

LONGEST = 40
"""Letters that a tag is typed with; its comparable form may have more."""
MOST_A_PERSON = 30
MOST_SUGGESTED = 100
_COLUMN = 64


@dataclass(frozen=True, slots=True)
class KnownTag:
    """A tag of the board, how many people bear it, and whether the person in question does."""

    key: str
    label: str
    people: int
    borne: bool


def tag_key(words: str) -> str:
    """The form by which tags are compared."""
    return comparable(words)[:_COLUMN]


def tagged(board: str, key: str) -> ColumnElement[bool]:
    """Condition: the person bears the tag with this key."""
    bear = select(CandidateTag.candidate_id).where(CandidateTag.board == board, CandidateTag.key == key)
    return Candidate.id.in_(bear)


def tags_of(session: Session, scope: Scope, candidate: Candidate) -> list[CandidateTag]:
    """A person's tags by their words. One statement."""
    theirs = (CandidateTag.board == scope.board, CandidateTag.candidate_id == candidate.id)
    return list(session.scalars(select(CandidateTag).where(*theirs).order_by(CandidateTag.key)))


def known_tags(
    session: Session, scope: Scope, candidate: Candidate | None = None, *, limit: int = MOST_A_PERSON + MOST_SUGGESTED
) -> list[KnownTag]:
    """The board's tags, those that most people bear first; those of ``candidate`` lead. One statement, which reads an
    index alone."""
    whose = candidate.id if candidate is not None else None
    borne = func.max(case((CandidateTag.candidate_id == whose, 1), else_=0))
    people = func.count()
    found = session.execute(
        select(CandidateTag.key, func.min(CandidateTag.label), people, borne)
        .where(CandidateTag.board == scope.board)
        .group_by(CandidateTag.key)
        .order_by(borne.desc(), people.desc(), CandidateTag.key)
        .limit(limit)
    )
    return [KnownTag(row[0], row[1], row[2], bool(row[3])) for row in found]


def labels_of(session: Session, board: str, keys: Iterable[str]) -> dict[str, str]:
    """How the board writes the tags with these keys; those that nobody bears are left out. One statement."""
    known = select(CandidateTag.key, func.min(CandidateTag.label)).where(
        CandidateTag.board == board, CandidateTag.key.in_(sorted(set(keys)))
    )
    return {row[0]: row[1] for row in session.execute(known.group_by(CandidateTag.key))}


def tags_by_person(session: Session, keys: Iterable[int]) -> dict[int, list[CandidateTag]]:
    """The tags of people by internal key, each person's by their words; who has none is left out. One statement."""
    borne: dict[int, list[CandidateTag]] = {}
    theirs = select(CandidateTag).where(CandidateTag.candidate_id.in_(sorted(keys))).order_by(CandidateTag.key)
    for tag in session.scalars(theirs):
        borne.setdefault(tag.candidate_id, []).append(tag)
    return borne


def add_tags(
    session: Session, candidate: Candidate, words: Iterable[str], *, actor: Actor, now: datetime
) -> list[CandidateTag]:
    """Give a person these tags, each as the board writes it already; returns those that are new. Raises
    ``InvalidInput`` on ``tags`` beyond ``MOST_A_PERSON``."""
    scope = Scope(candidate.board, actor)
    known = {tag.key for tag in tags_of(session, scope, candidate)}
    wanted: dict[str, str] = {}
    for one in words:
        wanted.setdefault(tag_key(one), " ".join(one.split()))
    new = {key: label for key, label in wanted.items() if key and key not in known}
    if len(known) + len(new) > MOST_A_PERSON:
        raise InvalidInput({"tags": [f"A person has {MOST_A_PERSON} tags at most. Remove one that says little first."]})
    written = new | labels_of(session, candidate.board, new)
    return [_add(session, candidate, key, written[key], actor=actor, now=now) for key in new]


def _add(session: Session, candidate: Candidate, key: str, label: str, *, actor: Actor, now: datetime) -> CandidateTag:
    tag = CandidateTag(
        board=candidate.board,
        candidate_id=candidate.id,
        key=key,
        label=label,
        actor_id=actor.id,
        actor_name=actor.name,
        at=now,
    )
    session.add(tag)
    record(session, candidate, "tag_added", actor=actor, at=now, about=candidate.id, why=label)
    return tag


def remove_tag(session: Session, candidate: Candidate, key: str, *, actor: Actor, now: datetime) -> str:
    """Take a tag off a person and return its label; empty where they do not bear it."""
    found = session.scalars(
        select(CandidateTag).where(CandidateTag.candidate_id == candidate.id, CandidateTag.key == tag_key(key))
    ).one_or_none()
    if found is None:
        return ""
    session.delete(found)
    record(session, candidate, "tag_removed", actor=actor, at=now, about=candidate.id, why=found.label)
    return found.label
