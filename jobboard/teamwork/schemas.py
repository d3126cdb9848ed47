"""What colleagues type about a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marshmallow import fields, validate

from jobboard.errors import InvalidInput
from jobboard.forms import Form, OneLine, read

MOST_LETTERS = 5000
FURTHEST = timedelta(days=2 * 366)
"""How far ahead a task can be due."""


class NoteForm(Form):
    """A note; ``application`` is the public id of the application it is about."""

    text = fields.Str(
        required=True,
        error_messages={"required": "Write the note first."},
        validate=[
            validate.Regexp(r"(?s).*\S", error="Write the note first."),
            validate.Length(max=MOST_LETTERS, error="Keep this to 5,000 characters."),
        ],
    )
    application = fields.Str(load_default="", validate=validate.Length(max=64))


@dataclass(frozen=True, slots=True)
class NoteFields:
    """What was typed; ``application`` is empty where the note is about the person alone."""

    text: str
    application: str


def read_note_form(form: Mapping[str, Any]) -> NoteFields:
    """A note as it was typed. Raises ``InvalidInput`` by field."""
    typed = read(NoteForm(), form)
    return NoteFields(typed["text"].strip().replace("\r\n", "\n"), typed["application"])


class TaskForm(Form):
    """A task; ``assignee`` is an actor's id, ``application`` the public id of the application it is about."""

    text = OneLine(
        required=True,
        error_messages={"required": "Write what is to be done."},
        validate=validate.Length(1, 300, error="Write what is to be done, in up to 300 characters."),
    )
    due_on = fields.Date(
        required=True, error_messages={"required": "Choose a day.", "invalid": "Write a day as 2027-02-01."}
    )
    assignee = fields.Str(load_default="", validate=validate.Length(max=128))
    application = fields.Str(load_default="", validate=validate.Length(max=64))


@dataclass(frozen=True, slots=True)
class TaskFields:
    """What was typed; ``assignee`` is empty for oneself, ``application`` where the task is about the person alone."""

    text: str
    due_on: date
    assignee: str
    application: str


def read_task_form(form: Mapping[str, Any], *, today: date, due_before: date | None = None) -> TaskFields:
    """A task as it was typed. A day that is over is only taken where it was there before (``due_before``). Raises
    ``InvalidInput`` by field."""
    typed = TaskFields(**read(TaskForm(), form))
    if typed.due_on < today and typed.due_on != due_before:
        raise InvalidInput({"due_on": ["This day is over. Choose today or a later one."]})
    if typed.due_on > today + FURTHEST:
        raise InvalidInput({"due_on": ["This is more than two years away. Choose an earlier day."]})
    return typed
