"""Answers to screening questions: they wait in the draft of an application, files and all, until it is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.adapters.storage import StoredFile
from jobboard.applications.answers import Answer, field_of, get_answer, store_answers
from jobboard.applications.models import (
    Application,
    ApplicationDraft,
    DraftFile,
    QuestionKind,
    ScreeningAnswer,
    ScreeningQuestion,
)
from jobboard.applications.queries import get_application
from jobboard.db.history import record
from jobboard.errors import InvalidInput, NotFound
from jobboard.flows.files import delete_later
from jobboard.flows.uploads import ATTACHMENT, Accepted, Upload, accept
from jobboard.state import BoardState

_LONGEST_TYPED = 5000


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A stored file that answers a question."""

    stored: StoredFile
    accepted: Accepted


def receive_files(
    board: BoardState, questions: Iterable[ScreeningQuestion], uploads: Mapping[str, Upload]
) -> tuple[dict[str, ReceivedFile], dict[str, list[str]]]:
    """Look into the files that were sent and store them, before any transaction: by the questions' public ids those
    that are taken, and by field why others are not. ``uploads`` is by field; what no question asks for is left."""
    received, problems = dict[str, ReceivedFile](), dict[str, list[str]]()
    for question in questions:
        field = field_of(question)
        if question.kind is not QuestionKind.FILE or field not in uploads:
            continue
        try:
            wanted = replace(ATTACHMENT, field=field)
            accepted = accept(uploads[field], most_bytes=board.config.max_upload_bytes, wanted=wanted)
            received[question.public_id] = ReceivedFile(board.storage.save(uploads[field].stream), accepted)
        except InvalidInput as problem:
            problems |= problem.errors
    return received, problems


def keep_answers(
    board: BoardState,
    session: Session,
    draft: ApplicationDraft,
    questions: Iterable[ScreeningQuestion],
    form: Mapping[str, Any],
    received: Mapping[str, ReceivedFile],
) -> None:
    """Put what was typed and sent into the draft. A file goes when another came in its place, or when its
    ``remove_<field>`` is ticked. ``asked`` of the form names the fields that it had: a question that came since is not
    among the draft's answers. Files must be loaded."""
    asked = {question.public_id: field_of(question) for question in questions}
    had = {*str(form["asked"]).split(), *form} if "asked" in form else set(asked.values())
    draft.answers = {key: str(form.get(field, ""))[:_LONGEST_TYPED] for key, field in asked.items() if field in had}
    removed = {key for key, field in asked.items() if form.get(f"remove_{field}")}
    for file in [file for file in draft.files if file.question_id in removed | received.keys()]:
        delete_later(board, session, file.storage_key)
        draft.files.remove(file)
    session.flush()  # a file in the place of another: the old row must be gone before the new one comes
    draft.files += [_draft_file(key, file) for key, file in received.items()]


def _draft_file(question_id: str, received: ReceivedFile) -> DraftFile:
    return DraftFile(
        question_id=question_id,
        storage_key=received.stored.key,
        size_bytes=received.stored.size_bytes,
        filename=received.accepted.filename[:255],
        content_type=received.accepted.content_type,
    )


def hand_over(
    board: BoardState, session: Session, draft: ApplicationDraft, application: Application, answers: list[Answer]
) -> None:
    """Move the answers from a draft to the application it became; a file that nothing asks for any more goes."""
    store_answers(session, application, answers, now=board.now())
    taken = {answer.file for answer in answers}
    for file in draft.files:
        if file not in taken:
            delete_later(board, session, file.storage_key)
    draft.answers, draft.files = {}, []


def open_answer(
    board: BoardState, application_id: str, answer_id: str, *, actor: Actor
) -> tuple[ScreeningAnswer, BinaryIO]:
    """An answer that is a file, open for reading; that somebody did is remembered. Raises ``NotFound`` or
    ``StorageError``."""
    with board.transaction() as session:
        application = get_application(session, Scope(board.name, actor), application_id)
        answer = get_answer(session, application, answer_id)
        if answer.storage_key is None:
            raise NotFound("file")
        stream = board.storage.open(answer.storage_key)
        about = application.candidate_id
        record(session, application, "answer_opened", actor=actor, at=board.now(), about=about)
        return answer, stream
