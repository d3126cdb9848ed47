"""A job's screening questions in words, and the form of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jobboard.applications.models import QuestionKind, ScreeningQuestion
from jobboard.applications.screening import NO, WRITTEN, YES, choices_of, flagged_words, number_words
from jobboard.applications.screening_schemas import CHOICE, FLAG, MOST_CHOICES
from jobboard.db.seal import seal
from jobboard.jobs.wording import Flag, doubtful_to_ask
from jobboard.web.recruit.voice import joined, many

KIND_LABELS = {
    QuestionKind.YES_NO: "Yes or no",
    QuestionKind.CHOICE: "Choice",
    QuestionKind.NUMBER: "Number",
    QuestionKind.TEXT: "Text",
    QuestionKind.FILE: "File",
}
FLAG_CHOICES = [("", "Neither"), (NO, "A no"), (YES, "A yes")]
_FIELDS = {
    "text": "Question",
    "required": "Required",
    "flag": "Which answer is flagged?",
    "least": "Flag less than",
    "most": "Flag more than",
}
_ROWS_AT_FIRST = 4


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question; ``choices`` are empty where the answer is written or sent."""

    id: str
    text: str
    about: str
    choices: tuple[str, ...]
    flags: str


def questions_heading(questions: int) -> str:
    """“4 questions for whoever applies”."""
    return f"{many(questions, 'question')} for whoever applies" if questions else "No questions yet"


def question_rows(questions: Iterable[ScreeningQuestion]) -> list[QuestionRow]:
    """The questions in their order."""
    return [_row(question) for question in questions]


def _row(question: ScreeningQuestion) -> QuestionRow:
    is_choice = question.kind is QuestionKind.CHOICE
    flagged = flagged_words(question)
    return QuestionRow(
        id=question.public_id,
        text=question.text,
        about=f"{KIND_LABELS[question.kind]}, {'required' if question.required else 'optional'}",
        choices=tuple(choices_of(question)) if is_choice else (),
        flags=f"Flagged: {joined(flagged)}" if flagged else "",
    )


def question_values(question: ScreeningQuestion) -> dict[str, Any]:
    """The form of a question as it is."""
    values: dict[str, Any] = {
        "text": question.text,
        "required": "yes" if question.required else "",
        "seal": seal(question, WRITTEN),
        "flag": next(iter(question.flagged), ""),
        "least": number_words(question.least) if question.least is not None else "",
        "most": number_words(question.most) if question.most is not None else "",
    }
    for at, choice in enumerate(question.choices):
        values |= {f"{CHOICE}{at}": choice, f"{FLAG}{at}": "yes" if choice in question.flagged else ""}
    return values


def choice_rows(values: Mapping[str, Any]) -> list[tuple[int, str, bool]]:
    """Number, answer and whether it is flagged, for each row of the form; two empty ones come at the end."""
    typed = [(str(values.get(f"{CHOICE}{at}") or ""), bool(values.get(f"{FLAG}{at}"))) for at in range(MOST_CHOICES)]
    last = max((at + 1 for at, (choice, _) in enumerate(typed) if choice.strip()), default=0)
    shown = min(max(last + 2, _ROWS_AT_FIRST), MOST_CHOICES)
    return [(at, *row) for at, row in enumerate(typed[:shown])]


def question_labels() -> dict[str, str]:
    """The form's fields by the words of their labels."""
    return _FIELDS | {f"{CHOICE}{at}": f"Answer {at + 1}" for at in range(MOST_CHOICES)}


def doubtful_question(values: Mapping[str, Any]) -> list[Flag]:
    """What to reconsider in the form of a question."""
    fields = ["text", *(f"{CHOICE}{at}" for at in range(MOST_CHOICES))]
    return doubtful_to_ask({field: str(values.get(field) or "") for field in fields})


def doubtful_questions(questions: Iterable[ScreeningQuestion]) -> list[Flag]:
    """What to reconsider in all questions of a job; a flag's field is the question."""
    return doubtful_to_ask({question.text: "\n".join([question.text, *question.choices]) for question in questions})
