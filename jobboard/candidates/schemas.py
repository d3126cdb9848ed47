"""What people type about themselves: the apply form and one past role."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from marshmallow import ValidationError, fields, validate

from jobboard.candidates.models import AttachmentKind
from jobboard.candidates.tags import LONGEST
from jobboard.errors import InvalidInput
from jobboard.fit.ladder import Ladder, UnknownLevel
from jobboard.forms import Form, Lines, OneLine, read, read_what_can_be


class EmailAddress(fields.Field[str]):
    """An e-mail address that could receive mail; no server is asked."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> str:
        text = str(value).strip()
        domain = text.rpartition("@")[2]
        if "@" in text and "." not in domain:
            raise ValidationError("This address has no ending, such as .com or .org")
        try:
            return validate_email(text, check_deliverability=False, test_environment=True).normalized
        except EmailNotValidError:
            raise ValidationError("Write an e-mail address, such as name@example.org") from None


class ApplyForm(Form):
    """Five fields and one separate choice. The résumé comes beside it as a file."""

    name = OneLine(
        required=True,
        error_messages={"required": "Write your name"},
        validate=validate.Length(1, 200, error="Write your name, in up to 200 characters"),
    )
    email = EmailAddress(required=True, error_messages={"required": "Write your e-mail address"})
    tel = OneLine(
        load_default="",
        validate=validate.Regexp(r"^[0-9+()./\- x]{0,40}$", error="Write a phone number in figures, or leave it empty"),
    )
    place = OneLine(
        required=True,
        error_messages={"required": "Write where you live; a town is enough"},
        validate=validate.Length(1, 200, error="Write where you live; a town is enough"),
    )
    note = fields.Str(load_default="", validate=validate.Length(max=1000, error="Keep this to 1,000 characters"))
    keep = fields.Bool(load_default=False)


class PastRole(Form):
    """One past role a recruiter was told of. Months as ``2019-03``."""

    title = OneLine(
        required=True,
        error_messages={"required": "Write the job title."},
        validate=validate.Length(2, 300, error="Write the job title."),
    )
    employer = OneLine(load_default="", validate=validate.Length(max=200))
    started = fields.Str(
        load_default="", validate=validate.Regexp(r"^(\d{4}-\d{2})?$", error="Write a month as 2019-03.")
    )
    ended = fields.Str(
        load_default="", validate=validate.Regexp(r"^(\d{4}-\d{2})?$", error="Write a month as 2019-03.")
    )


class PastLevel(Form):
    """What a recruiter knows of a past role. ``title`` is the one they saw; without a level its title says it."""

    title = fields.Str(required=True, validate=validate.Length(max=300))
    level = fields.Str(load_default="", validate=validate.Length(max=64))
    why = OneLine(load_default="", validate=validate.Length(max=200, error="Keep this to 200 characters."))


def read_past_level(form: Mapping[str, Any], *, ladder: Ladder) -> tuple[str, int | None, str]:
    """The title that was seen, the rank it is given (None: what the title says), and why. Raises ``InvalidInput`` by
    field."""
    typed = read(PastLevel(), form)
    try:
        rank = ladder.parse(typed["level"]) if typed["level"] else None
    except UnknownLevel as problem:
        raise InvalidInput({"level": [str(problem)]}) from problem
    return typed["title"], rank, typed["why"]


def read_apply_form(form: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What was typed and could be used, and the sentences by field for what could not."""
    return read_what_can_be(ApplyForm(), form)


def read_past_role(form: Mapping[str, Any]) -> dict[str, Any]:
    """A past role as values for ``WorkHistory``. Raises ``InvalidInput`` by field."""
    typed = read(PastRole(), form)
    started, ended = _month(typed["started"], "started"), _month(typed["ended"], "ended")
    if started and ended and ended < started:
        raise InvalidInput({"ended": ["This is before the start. Swap the two months."]})
    return {"title": typed["title"], "employer": typed["employer"], "started_on": started, "ended_on": ended}


class _ListName(Form):
    name = OneLine(
        required=True,
        error_messages={"required": "Give the list a name first."},
        validate=[
            validate.Length(min=1, error="Give the list a name first."),
            validate.Length(max=60, error="Keep the name to 60 letters."),
        ],
    )


def read_list_name(form: Mapping[str, Any]) -> str:
    """The name that a search is to be saved under. Raises ``InvalidInput`` on ``name``."""
    return str(read(_ListName(), form)["name"])


class _Tags(Form):
    tags = OneLine(
        required=True,
        error_messages={"required": "Write a tag first."},
        validate=validate.Length(max=1000, error="Write fewer tags at once."),
    )


def read_tags(form: Mapping[str, Any]) -> list[str]:
    """Tags as they were typed, with commas between them. Raises ``InvalidInput`` on ``tags``."""
    words = [word.strip() for word in read(_Tags(), form)["tags"].split(",")]
    if not any(words):
        raise InvalidInput({"tags": ["Write a tag first."]})
    if any(len(word) > LONGEST for word in words):
        raise InvalidInput({"tags": [f"Keep a tag to {LONGEST} letters; a longer thought is a note."]})
    return [word for word in words if word]


class _Attachment(Form):
    kind = fields.Enum(AttachmentKind, by_value=True, load_default=AttachmentKind.OTHER)
    label = OneLine(load_default="", validate=validate.Length(max=120, error="Keep this to 120 characters."))


def read_attachment(form: Mapping[str, Any]) -> tuple[AttachmentKind, str]:
    """What a file is, and what it is to be called. Raises ``InvalidInput`` by field."""
    typed = read(_Attachment(), form)
    return typed["kind"], typed["label"]


class _Skills(Form):
    skills = Lines(load_default=list)


def read_skills(form: Mapping[str, Any]) -> list[str]:
    """Skills, one a line. Raises ``InvalidInput`` by field."""
    return list(read(_Skills(), form)["skills"])


def _month(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise InvalidInput({field: ["Write a month as 2019-03."]}) from None
