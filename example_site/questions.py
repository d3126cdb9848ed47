"""What applicants of the demo's jobs are asked, and what those who are in them said."""

from collections.abc import Sequence
from itertools import cycle

from sqlalchemy import select
from sqlalchemy.orm import Session

from example_site.seed.tables import asked_questions
from jobboard.access import Actor, Scope
from jobboard.applications.answers import Answer, store_answers
from jobboard.applications.models import Application, QuestionKind
from jobboard.applications.screening import questions_of
from jobboard.flows.screening import add_question
from jobboard.jobs.models import Job
from jobboard.jobs.queries import find_job
from jobboard.state import BoardState


def ask_questions(board: BoardState, *, actor: Actor) -> None:
    """Write everything in ``seed/data/questions.toml``. Raises ``NotFound`` for a job that is not there."""
    said: dict[str, list[Sequence[str]]] = {}
    for asked in asked_questions():
        job = find_job(board.session(), Scope(board.name, actor), asked["ref"])
        add_question(board, job.public_id, QuestionKind(asked["kind"]), asked, actor=actor)
        said.setdefault(asked["ref"], []).append(asked["said"])
    with board.transaction() as session:
        for ref, answers in said.items():
            _answer(board, session, find_job(session, Scope(board.name, actor), ref), answers)


def _answer(board: BoardState, session: Session, job: Job, said: Sequence[Sequence[str]]) -> None:
    questions = questions_of(session, job)
    applied = select(Application).where(Application.job_id == job.id).order_by(Application.id)
    for application, words in zip(session.scalars(applied), cycle(zip(*said, strict=True)), strict=False):
        answers = [Answer(*pair) for pair in zip(questions, words, strict=True) if pair[1]]
        store_answers(session, application, answers, now=application.applied_at)
