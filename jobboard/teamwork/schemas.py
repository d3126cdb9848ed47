"""What colleagues type about a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from jobboard.forms import Form, read

MOST_LETTERS = 5000


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
