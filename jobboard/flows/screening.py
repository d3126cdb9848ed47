"""The questions that a job's applicants are asked are written and put in order."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications import screening
from jobboard.applications.models import QuestionKind, ScreeningQuestion
from jobboard.applications.screening_schemas import read_question_form
from jobboard.db.seal import seal
from jobboard.errors import ChangedMeanwhile
from jobboard.jobs.models import Job
from jobboard.jobs.queries import get_job, job_and_source
from jobboard.state import BoardState


def add_question(board: BoardState, job_id: str, kind: QuestionKind, form: Mapping[str, Any], *, actor: Actor) -> str:
    """Ask one more question, after the others, and return its public id. Raises ``InvalidInput`` by field, and
    ``Conflict`` where there are as many as there can be."""
    fields = read_question_form(kind, form)
    with board.transaction() as session:
        job = get_job(session, Scope(board.name, actor), job_id)
        return screening.add_question(session, job, fields, actor=actor, now=board.now()).public_id


def change_question(board: BoardState, job_id: str, question_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Change a question over what it was when its form, which carries its ``seal``, was shown; its kind stays. Raises
    ``InvalidInput`` by field, and ``ChangedMeanwhile``."""
    with board.transaction() as session:
        job, found = _question(board, session, job_id, question_id, actor)
        fields = read_question_form(found.kind, form)
        if form.get("seal") != seal(found, screening.WRITTEN):
            raise ChangedMeanwhile(in_words(found), seal(found, screening.WRITTEN))
        screening.change_question(session, job, found, fields, actor=actor, now=board.now())


def move_question(board: BoardState, job_id: str, question_id: str, steps: int, *, actor: Actor) -> None:
    """Ask it so many places later, or earlier where ``steps`` is negative."""
    with board.transaction() as session:
        job, found = _question(board, session, job_id, question_id, actor)
        screening.move_question(session, job, found, steps, actor=actor, now=board.now())


def remove_question(board: BoardState, job_id: str, question_id: str, *, actor: Actor) -> None:
    """Ask it no more. What was answered stays as it was asked."""
    with board.transaction() as session:
        job, found = _question(board, session, job_id, question_id, actor)
        screening.remove_question(session, job, found, actor=actor, now=board.now())


def restore_question(board: BoardState, job_id: str, question_id: str, *, actor: Actor) -> None:
    """Ask the question again that was taken out last. Raises ``Conflict`` where there are as many as there can be by
    now."""
    with board.transaction() as session:
        job, found = _question(board, session, job_id, question_id, actor, removed=True)
        screening.restore_question(session, job, found, actor=actor, now=board.now())


def copy_questions(board: BoardState, job_id: str, source_id: str, *, actor: Actor) -> int:
    """Ask what another job asks, after the job's own questions, and return how many came. Raises ``InvalidInput`` on
    ``source``, and ``Conflict`` where there would be more than there can be."""
    with board.transaction() as session:
        job, source = job_and_source(session, Scope(board.name, actor), job_id, source_id)
        return screening.copy_questions(session, job, source, actor=actor, now=board.now())


def _question(
    board: BoardState, session: Session, job_id: str, question_id: str, actor: Actor, *, removed: bool = False
) -> tuple[Job, ScreeningQuestion]:
    job = get_job(session, Scope(board.name, actor), job_id)
    return job, screening.get_question(session, job, question_id, removed=removed)


def in_words(question: ScreeningQuestion) -> dict[str, str]:
    """A question as its form shows it, label and words."""
    return {
        "Question": question.text,
        "Required": "Yes" if question.required else "No",
        "Answers": ", ".join(screening.choices_of(question)) or "–",
        "Flagged": ", ".join(screening.flagged_words(question)) or "–",
    }
