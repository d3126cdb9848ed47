"""A job's interview plan: which rounds it has, who takes part, and what each asks about. Call inside a transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.applications import in_order
from jobboard.applications.models import Interview, InterviewRound, InterviewStatus, Scorecard, Stage
from jobboard.db.history import record
from jobboard.errors import Conflict, InvalidInput
from jobboard.forms import comparable
from jobboard.jobs.models import Job

MOST_ROUNDS = 10
MOST_ATTRIBUTES = 30
"""Attributes of one round at most."""
STAGES = (Stage.SCREEN, Stage.ASSESSMENT, Stage.INTERVIEW)
"""The stages that a round can belong to."""
MOST_UNPLANNED = 6
"""Skills that a scorecard asks about at most where no plan says what to ask."""
WRITTEN = ("name", "stage", "duration_minutes", "place", "instructions", "interviewers", "attributes")
"""Columns of a round that people fill in, and that a copy takes over."""
ROUND_REMOVED = "round_removed"
"""The key in a job's history under which a round was taken out."""

_SKILLS = "Skills"
_COUNTS = frozenset({InterviewStatus.SCHEDULED, InterviewStatus.COMPLETED})


@dataclass(frozen=True, slots=True)
class Attribute:
    """What interviewers rate: its name, the category it is listed under, and what to look for."""

    name: str
    category: str = ""
    look_for: str = ""


@dataclass(frozen=True, slots=True)
class RoundFields:
    """A round as somebody wants it; see ``InterviewRound``."""

    name: str
    stage: Stage = Stage.INTERVIEW
    duration_minutes: int = 60
    place: str = ""
    instructions: str = ""
    interviewers: tuple[Actor, ...] = ()
    attributes: tuple[Attribute, ...] = ()


def attributes_of(kept: InterviewRound | Interview) -> list[Attribute]:
    """What a round, or an interview that was arranged as one, asks about."""
    return [Attribute(**one) for one in kept.attributes]


_ANY_JOB = (
    Attribute("Doing the work itself"),
    Attribute("Working with others"),
    Attribute("Saying clearly what they mean"),
)


def asked_of(interview: Interview, own: Scorecard | None = None) -> list[Attribute]:
    """What the scorecards of an interview ask about: what its round of the plan says, else the skills the job asked
    for, else what any job needs; and whatever the card ``own`` rates besides. The application must be loaded."""
    skills = [Attribute(skill, _SKILLS) for skill in interview.application.applied_skills[:MOST_UNPLANNED]]
    asked = attributes_of(interview) or skills or list(_ANY_JOB)
    names = {one.name for one in asked}
    besides = [one.attribute for one in own.ratings if one.attribute not in names] if own else []
    return [*asked, *map(Attribute, besides)]


def by_category(attributes: Iterable[Attribute]) -> dict[str, list[Attribute]]:
    """The attributes under their categories, both in the order in which they come first."""
    found: dict[str, list[Attribute]] = {}
    for one in attributes:
        found.setdefault(one.category, []).append(one)
    return found


def rounds_of(session: Session, job: Job) -> list[InterviewRound]:
    """The rounds of a job's plan in their order. One statement."""
    return in_order.rows_of(session, InterviewRound, job)


def next_round(rounds: Iterable[InterviewRound], interviews: Iterable[Interview]) -> InterviewRound | None:
    """The first round that neither took place nor is arranged, or None. Nobody has to sit through one again, but one
    that was called off or missed is still to come."""
    there = {interview.round_id for interview in interviews if interview.status in _COUNTS}
    return next((one for one in rounds if one.public_id not in there), None)


def add_round(session: Session, job: Job, fields: RoundFields, *, actor: Actor, now: datetime) -> InterviewRound:
    """Put a round at the end of the plan. Raises ``Conflict`` where it is full, and ``InvalidInput`` on a ``name`` that
    another round has."""
    rounds = rounds_of(session, job)
    _check_room(len(rounds) + 1)
    _check_name(fields.name, rounds)
    added = InterviewRound(board=job.board, job_id=job.id, position=len(rounds), **_columns(fields))
    session.add(added)
    session.flush()
    record(session, job, "round_added", actor=actor, at=now, after=added.name)
    return added


def change_round(
    session: Session, job: Job, changed: InterviewRound, fields: RoundFields, *, actor: Actor, now: datetime
) -> None:
    """Let a round be otherwise from now on; interviews that were arranged as it stay as they are. Nothing is recorded
    where nothing is otherwise. Raises ``InvalidInput`` on a ``name`` that another round has."""
    _check_name(fields.name, [one for one in rounds_of(session, job) if one is not changed])
    before, columns = changed.name, _columns(fields)
    altered = [name for name, value in columns.items() if getattr(changed, name) != value]
    for name in altered:
        setattr(changed, name, columns[name])
    if altered:
        record(session, job, "round_changed", actor=actor, at=now, before=before, after=", ".join(altered))


def move_round(session: Session, job: Job, moved: InterviewRound, steps: int, *, actor: Actor, now: datetime) -> None:
    """Let a round come so many places later, or earlier where ``steps`` is negative; it stops at the ends."""
    in_order.move(rounds_of(session, job), moved, steps)
    record(session, job, "round_moved", actor=actor, at=now, after=moved.name)


def remove_round(session: Session, job: Job, gone: InterviewRound, *, actor: Actor, now: datetime) -> None:
    """Take a round out of the plan. It can be brought back until the next one is taken out."""
    in_order.take_out(session, job, gone, now=now)
    record(session, job, ROUND_REMOVED, actor=actor, at=now, before=gone.name, after=gone.public_id)


def restore_round(session: Session, job: Job, back: InterviewRound, *, actor: Actor, now: datetime) -> None:
    """Bring a round back to its place. Raises ``Conflict`` where the plan is full, or has another of its name, by
    now."""
    rounds = rounds_of(session, job)
    _check_room(len(rounds) + 1)
    _check_apart([*rounds, back])
    in_order.bring_back(rounds, back)
    record(session, job, "round_added", actor=actor, at=now, after=back.name)


def copy_plan(session: Session, job: Job, source: Job, *, actor: Actor, now: datetime) -> int:
    """Put copies of another job's rounds at the end of the plan and return how many. Raises ``Conflict`` where they do
    not fit in, or one has the name of a round that is there."""
    there, rounds = rounds_of(session, job), rounds_of(session, source)
    _check_room(len(there) + len(rounds))
    _check_apart([*there, *rounds])
    in_order.copy_to(session, job, rounds, WRITTEN, after=len(there))
    record(session, job, "plan_copied", actor=actor, at=now, before=source.title, after=str(len(rounds)))
    return len(rounds)


def _check_room(rounds: int) -> None:
    if rounds > MOST_ROUNDS:
        raise Conflict(f"A plan holds {MOST_ROUNDS} rounds at most, and this would make {rounds}. Take one out first.")


def _check_name(name: str, others: Iterable[InterviewRound]) -> None:
    if comparable(name) in {comparable(one.name) for one in others}:
        raise InvalidInput({"name": [f"The plan has a round “{name}” already. Give this one a name of its own."]})


def _check_apart(rounds: Sequence[InterviewRound]) -> None:
    """Two rounds of one name could not be told apart on a scorecard."""
    times = Counter(comparable(one.name) for one in rounds)
    twice = next((one.name for one in rounds if times[comparable(one.name)] > 1), None)
    if twice is not None:
        raise Conflict(f"This would make two rounds “{twice}”. Rename or take out one of them first.")


def _columns(fields: RoundFields) -> dict[str, Any]:
    columns = {name: getattr(fields, name) for name in WRITTEN}
    people = [{"id": person.id, "name": person.name} for person in fields.interviewers]
    return columns | {"interviewers": people, "attributes": [asdict(one) for one in fields.attributes]}
