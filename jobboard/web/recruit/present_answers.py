"""What applicants answered to a job's questions, in words, and which answers are pointed out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from jobboard.applications.models import QuestionKind, ScreeningAnswer
from jobboard.web.present import Words, size

MOST_FLAGS = 3
"""Flags beside a name in a list, at most; the application shows all."""
_LONGEST_QUESTION = 80


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question and its answer; ``size`` is a file's, ``flag`` why it is pointed out."""

    id: str
    question: str
    answer: str
    size: str
    flag: str


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """What was answered at one time."""

    day: str
    rows: list[AnswerRow]


def answer_sets(answers: Iterable[ScreeningAnswer], words: Words) -> list[AnswerSet]:
    """The answers in an application by when they were given, in the order in which they come."""
    return [
        AnswerSet(words.full_day(at), [_row(answer) for answer in given])
        for at, given in groupby(answers, key=lambda answer: answer.answered_at)
    ]


def _row(answer: ScreeningAnswer) -> AnswerRow:
    file = size(answer.size_bytes) if answer.size_bytes is not None else ""
    return AnswerRow(answer.public_id, answer.question, answer.answer, file, _why(answer))


def _why(answer: ScreeningAnswer) -> str:
    if not answer.flag:
        return ""
    return f"Flagged: {answer.flag}" if answer.kind is QuestionKind.NUMBER else "Flagged"


def flags_by_application(flagged: Iterable[ScreeningAnswer]) -> dict[int, list[str]]:
    """Sentences such as “Says no to: …” by the key of the application, a few of each."""
    found: dict[int, list[ScreeningAnswer]] = {}
    for answer in flagged:
        found.setdefault(answer.application_id, []).append(answer)
    return {key: _sentences(answers) for key, answers in found.items()}


def _sentences(answers: Sequence[ScreeningAnswer]) -> list[str]:
    more = len(answers) - MOST_FLAGS
    said = [_sentence(answer) for answer in answers[:MOST_FLAGS]]
    return [*said, f"And {more} more"] if more > 0 else said


def _sentence(answer: ScreeningAnswer) -> str:
    question = answer.question
    if len(question) > _LONGEST_QUESTION:
        question = f"{question[: _LONGEST_QUESTION - 1].rstrip()}…"
    if answer.kind is QuestionKind.YES_NO:
        return f"Says {answer.answer.lower()} to: {question}"
    if answer.kind is QuestionKind.NUMBER:
        return f"Says {answer.answer}, {answer.flag}, to: {question}"
    return f"Says “{answer.answer}” to: {question}"
