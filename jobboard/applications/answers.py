"""What applicants answer to screening questions: read as typed, stored as it was asked, and found again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from marshmallow import ValidationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobboard.applications.models import Application, DraftFile, QuestionKind, ScreeningAnswer, ScreeningQuestion
from jobboard.applications.screening import choices_of, number_words
from jobboard.applications.screening_schemas import read_number
from jobboard.errors import NotFound

LONGEST_ANSWER = 2000

_MISSING = {
    QuestionKind.TEXT: "Write an answer.",
    QuestionKind.NUMBER: "Write a number, such as 3 or 2.5.",
    QuestionKind.FILE: "Choose a file.",
}
_CHOOSE = "Choose one of the answers."


@dataclass(frozen=True, slots=True)
class Answer:
    """A question answered; ``file`` where it asks for one."""

    question: ScreeningQuestion
    words: str
    file: DraftFile | None = None


def field_of(question: ScreeningQuestion) -> str:
    """The question's field on the application form."""
    return f"q-{question.public_id}"


def read_answers(
    questions: Iterable[ScreeningQuestion], typed: Mapping[str, str], files: Iterable[DraftFile]
) -> tuple[list[Answer], dict[str, list[str]]]:
    """The answers that were given and can be used, and the sentences by field for what is missing or cannot. ``typed``
    is by the public ids of the questions."""
    sent = {file.question_id: file for file in files}
    answers, errors = list[Answer](), dict[str, list[str]]()
    for question in questions:
        try:
            answer = _read(question, typed.get(question.public_id, ""), sent.get(question.public_id))
        except ValidationError as problem:
            errors[field_of(question)] = [str(line) for line in problem.messages]
        else:
            answers += [answer] if answer.words else []
    return answers, errors


def _read(question: ScreeningQuestion, typed: str, file: DraftFile | None) -> Answer:
    words = typed.strip()
    if question.kind is QuestionKind.FILE:
        words = file.filename if file else ""
    if not words:
        if question.required:
            raise ValidationError(_MISSING.get(question.kind, _CHOOSE))
    elif question.kind is QuestionKind.NUMBER:
        words = number_words(read_number(words))
    elif question.kind is QuestionKind.TEXT and len(words) > LONGEST_ANSWER:
        raise ValidationError(f"Keep this to {LONGEST_ANSWER:,} characters.")
    elif (choices := choices_of(question)) and words not in choices:
        raise ValidationError(_CHOOSE)
    return Answer(question, words, file)


def flag_of(answer: Answer) -> str:
    """Why an answer is pointed out: “under 2”, or the answer itself; empty where it is not."""
    question, words = answer.question, answer.words
    if question.kind is not QuestionKind.NUMBER:
        return words if words in question.flagged else ""
    number = read_number(words)
    if question.least is not None and number < question.least:
        return f"under {number_words(question.least)}"
    if question.most is not None and number > question.most:
        return f"over {number_words(question.most)}"
    return ""


def store_answers(session: Session, application: Application, answers: Iterable[Answer], *, now: datetime) -> None:
    """Keep what was answered, in place of what the same application said before."""
    before = (ScreeningAnswer.application_id == application.id, ScreeningAnswer.replaced_at.is_(None))
    session.execute(update(ScreeningAnswer).where(*before).values(replaced_at=now))
    session.add_all(_row(application, answer, now) for answer in answers)


def _row(application: Application, answer: Answer, now: datetime) -> ScreeningAnswer:
    row = ScreeningAnswer(
        board=application.board,
        application_id=application.id,
        kind=answer.question.kind,
        question=answer.question.text,
        answer=answer.words,
        flag=flag_of(answer),
        answered_at=now,
    )
    if answer.file:
        row.storage_key, row.size_bytes = answer.file.storage_key, answer.file.size_bytes
        row.content_type = answer.file.content_type
    return row


def answers_to(session: Session, applications: Iterable[Application]) -> list[ScreeningAnswer]:
    """All answers in these applications, the newest set first, each set in the order it was asked. One statement."""
    theirs = ScreeningAnswer.application_id.in_([one.id for one in applications])
    order = (ScreeningAnswer.answered_at.desc(), ScreeningAnswer.id)
    return list(session.scalars(select(ScreeningAnswer).where(theirs).order_by(*order)))


def flagged_in(session: Session, applications: Iterable[Application]) -> list[ScreeningAnswer]:
    """The answers that are pointed out in these applications, in the order they were asked. One statement."""
    theirs = ScreeningAnswer.application_id.in_([one.id for one in applications])
    pointed_out = (ScreeningAnswer.flag != "", ScreeningAnswer.replaced_at.is_(None))
    return list(session.scalars(select(ScreeningAnswer).where(theirs, *pointed_out).order_by(ScreeningAnswer.id)))


def get_answer(session: Session, application: Application, public_id: str) -> ScreeningAnswer:
    """One answer in an application, or ``NotFound``. One statement."""
    theirs = (ScreeningAnswer.application_id == application.id, ScreeningAnswer.public_id == public_id)
    found = session.scalars(select(ScreeningAnswer).where(*theirs)).one_or_none()
    if found is None:
        raise NotFound("answer")
    return found


def answer_keys_of(session: Session, candidate_id: int) -> Sequence[str]:
    """The storage keys of all files in a person's answers. One statement."""
    theirs = select(Application.id).where(Application.candidate_id == candidate_id)
    named = (ScreeningAnswer.application_id.in_(theirs), ScreeningAnswer.storage_key.is_not(None))
    return [key for key in session.scalars(select(ScreeningAnswer.storage_key).where(*named)) if key]
