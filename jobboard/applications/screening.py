"""The questions that applicants of a job are asked: written, put in order, taken out. Call inside a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.applications import in_order
from jobboard.applications.models import QuestionKind, ScreeningQuestion
from jobboard.db.history import record
from jobboard.errors import Conflict, NotFound, QuestionRemoved
from jobboard.jobs.models import Job

MOST_QUESTIONS = 20
MOST_FILES = 2
"""Questions of a job that ask for a file, at most: they travel in one request with the résumé."""
YES, NO = "Yes", "No"
WRITTEN = ("kind", "text", "required", "choices", "flagged", "least", "most")
"""Columns of a question that people fill in."""

_REMOVED = "question_removed"


@dataclass(frozen=True, slots=True)
class QuestionFields:
    """A question as somebody wants it; see ``ScreeningQuestion``."""

    kind: QuestionKind
    text: str
    required: bool = True
    choices: tuple[str, ...] = ()
    flagged: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


def choices_of(question: ScreeningQuestion) -> Sequence[str]:
    """The answers that can be chosen from; none where the answer is written or sent."""
    return (YES, NO) if question.kind is QuestionKind.YES_NO else question.choices


def flagged_words(question: ScreeningQuestion) -> list[str]:
    """Which answers are pointed out: the answers themselves, or “under 2” and “over 5”."""
    under = f"under {number_words(question.least)}" if question.least is not None else ""
    over = f"over {number_words(question.most)}" if question.most is not None else ""
    return [*question.flagged, *filter(None, (under, over))]


def number_words(number: float) -> str:
    """“3”, “2.5”, “12,000”."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def questions_of(session: Session, job: Job) -> list[ScreeningQuestion]:
    """The questions of a job in their order. One statement."""
    return in_order.rows_of(session, ScreeningQuestion, job)


def get_question(session: Session, job: Job, public_id: str, *, removed: bool = False) -> ScreeningQuestion:
    """One question of a job; with ``removed`` the one that was taken out. Raises ``QuestionRemoved`` where somebody
    took it out, and ``NotFound``. One statement."""
    found = in_order.find_row(session, ScreeningQuestion, job, public_id, removed=removed)
    if found is None and not removed:
        in_order.check_not_removed(session, job, public_id, recorded=_REMOVED, error=QuestionRemoved)
    if found is None:
        raise NotFound("screening question")
    return found


def add_question(
    session: Session, job: Job, fields: QuestionFields, *, actor: Actor, now: datetime
) -> ScreeningQuestion:
    """Ask one more question, after the others. Raises ``Conflict`` where there are as many as there can be."""
    questions = questions_of(session, job)
    _check_room([*(question.kind for question in questions), fields.kind])
    added = ScreeningQuestion(board=job.board, job_id=job.id, position=len(questions), **_columns(fields))
    session.add(added)
    session.flush()
    record(session, job, "question_added", actor=actor, at=now, after=_short(added))
    return added


def change_question(
    session: Session, job: Job, changed: ScreeningQuestion, fields: QuestionFields, *, actor: Actor, now: datetime
) -> None:
    """Ask it otherwise from now on; what was answered stays as it was asked. Nothing is recorded where nothing is
    otherwise."""
    before, columns = _short(changed), _columns(fields)
    altered = [name for name, value in columns.items() if getattr(changed, name) != value]
    for name in altered:
        setattr(changed, name, columns[name])
    if altered:
        record(session, job, "question_changed", actor=actor, at=now, before=before, after=", ".join(altered))


def move_question(
    session: Session, job: Job, moved: ScreeningQuestion, steps: int, *, actor: Actor, now: datetime
) -> None:
    """Ask it so many places later, or earlier where ``steps`` is negative; it stops at the ends."""
    in_order.move(questions_of(session, job), moved, steps)
    record(session, job, "question_moved", actor=actor, at=now, after=_short(moved))


def remove_question(session: Session, job: Job, gone: ScreeningQuestion, *, actor: Actor, now: datetime) -> None:
    """Ask it no more; what was answered stays. It can be brought back until the next one is taken out."""
    in_order.take_out(session, job, gone, now=now)
    record(session, job, _REMOVED, actor=actor, at=now, before=_short(gone), after=gone.public_id)


def restore_question(session: Session, job: Job, back: ScreeningQuestion, *, actor: Actor, now: datetime) -> None:
    """Ask it again, where it was asked. Raises ``Conflict`` where there are as many as there can be by now."""
    questions = questions_of(session, job)
    _check_room([*(question.kind for question in questions), back.kind])
    in_order.bring_back(questions, back)
    record(session, job, "question_added", actor=actor, at=now, after=_short(back))


def copy_questions(session: Session, job: Job, source: Job, *, actor: Actor, now: datetime) -> int:
    """Ask what another job asks, after the job's own questions, and return how many came. Raises ``Conflict`` where
    there would be more than there can be."""
    there, copied = questions_of(session, job), questions_of(session, source)
    _check_room([question.kind for question in (*there, *copied)])
    in_order.copy_to(session, job, copied, WRITTEN, after=len(there))
    record(session, job, "questions_copied", actor=actor, at=now, before=source.title, after=str(len(copied)))
    return len(copied)


def _check_room(kinds: Sequence[QuestionKind]) -> None:
    files = kinds.count(QuestionKind.FILE)
    if len(kinds) > MOST_QUESTIONS:
        said = f"A job asks {MOST_QUESTIONS} questions at most, and this would make {len(kinds)}. Take one out first."
        raise Conflict(said)
    if files > MOST_FILES:
        said = f"A job asks for {MOST_FILES} files at most beside the résumé, and this would make {files}."
        raise Conflict(f"{said} Take one out first.")


def _short(question: ScreeningQuestion) -> str:
    return question.text[:200]


def _columns(fields: QuestionFields) -> dict[str, Any]:
    columns = {name: getattr(fields, name) for name in WRITTEN}
    return columns | {"choices": list(fields.choices), "flagged": list(fields.flagged)}
