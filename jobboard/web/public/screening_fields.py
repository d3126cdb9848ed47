"""What a job asks its applicants, as fields of the application form. Which answers are pointed out is not in them."""

from collections.abc import Iterable
from dataclasses import dataclass

from jobboard.applications.answers import field_of
from jobboard.applications.models import ApplicationDraft, DraftFile, QuestionKind, ScreeningQuestion
from jobboard.applications.screening import choices_of
from jobboard.web import present


@dataclass(frozen=True, slots=True)
class AskedField:
    """One question on the form: what is in its field, ``kept`` the file that is held for it, and ``said`` the answer as
    it is looked over. ``options`` are there where one is chosen; ``is_new`` says that it was not asked yet when the
    form was filled in."""

    name: str
    label: str
    kind: str
    required: bool
    value: str
    options: list[tuple[str, str]]
    kept: dict[str, str] | None
    said: str
    is_new: bool


def asked_fields(questions: Iterable[ScreeningQuestion], draft: ApplicationDraft | None) -> list[AskedField]:
    """The questions in their order, with what the draft holds. The draft's files must be loaded."""
    typed = draft.answers if draft else {}
    files = {file.question_id: file for file in draft.files} if draft else {}
    return [
        _field(
            one,
            str(typed.get(one.public_id, "")),
            files.get(one.public_id),
            is_new=draft is not None and one.public_id not in typed,
        )
        for one in questions
    ]


def _field(question: ScreeningQuestion, typed: str, file: DraftFile | None, *, is_new: bool) -> AskedField:
    kept = {"name": file.filename, "size": present.size(file.size_bytes)} if file else None
    return AskedField(
        name=field_of(question),
        label=question.text,
        kind=question.kind.value,
        required=question.required,
        value=typed,
        options=_options(question),
        kept=kept if question.kind is QuestionKind.FILE else None,
        said=f"{kept['name']}, {kept['size']}" if kept else typed,
        is_new=is_new,
    )


def _options(question: ScreeningQuestion) -> list[tuple[str, str]]:
    choices = [(choice, choice) for choice in choices_of(question)]
    return [*choices, ("", "No answer")] if choices and not question.required else choices
