"""What people type about themselves: the apply form and one past role."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from jobboard.errors import InvalidInput

_LINE = re.compile(r"[\r\n\x00-\x1f]+")


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


class OneLine(fields.Str):
    """Text without line breaks or control characters."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        return " ".join(_LINE.sub(" ", str(super()._deserialize(value, attr, data, **kwargs))).split())


class ApplyForm(Schema):
    """Five fields and one separate choice. The résumé comes beside it as a file."""

    class Meta:
        """Buttons and the CSRF token come along with a form."""

        unknown = EXCLUDE

    name = OneLine(required=True, validate=validate.Length(1, 200, error="Write your name, in up to 200 characters"))
    email = EmailAddress(required=True)
    tel = OneLine(
        load_default="",
        validate=validate.Regexp(r"^[0-9+()./\- x]{0,40}$", error="Write a phone number in figures, or leave it empty"),
    )
    place = OneLine(required=True, validate=validate.Length(1, 200, error="Write where you live; a town is enough"))
    note = fields.Str(
        load_default="", validate=validate.Length(max=1000, error="Keep this to 1,000 characters")
    )
    keep = fields.Bool(load_default=False)


class PastRole(Schema):
    """One past role a recruiter was told of. Months as ``2019-03``."""

    class Meta:
        """Buttons and the CSRF token come along with a form."""

        unknown = EXCLUDE

    title = OneLine(required=True, validate=validate.Length(2, 300, error="Write the job title."))
    employer = OneLine(load_default="", validate=validate.Length(max=200))
    started = fields.Str(load_default="", validate=validate.Regexp(r"^(\d{4}-\d{2})?$", error="Write a month as 2019-03."))
    ended = fields.Str(load_default="", validate=validate.Regexp(r"^(\d{4}-\d{2})?$", error="Write a month as 2019-03."))


_WHAT_TO_DO = {"name": "Write your name", "email": "Write your e-mail address", "place": "Write where you live"}


def read_apply_form(form: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What was typed and could be used, and the sentences by field for what could not."""
    given = {name: value for name, value in form.items() if value not in ("", None)}
    try:
        return ApplyForm().load(given), {}
    except ValidationError as problem:
        messages = problem.normalized_messages()
        errors = {
            field: [_WHAT_TO_DO.get(field, "Fill this in") if "Missing" in str(line) else str(line) for line in lines]
            for field, lines in messages.items()
        }
        return dict(problem.valid_data) if isinstance(problem.valid_data, dict) else {}, errors


def read_past_role(form: Mapping[str, Any]) -> dict[str, Any]:
    """A past role as values for ``WorkHistory``. Raises ``InvalidInput`` by field."""
    try:
        read = PastRole().load({name: value for name, value in form.items() if value})
    except ValidationError as problem:
        messages = problem.normalized_messages()
        raise InvalidInput({name: [str(line) for line in lines] for name, lines in messages.items()}) from problem
    started, ended = _month(read["started"], "started"), _month(read["ended"], "ended")
    if started and ended and ended < started:
        raise InvalidInput({"ended": ["This is before the start. Swap the two months."]})
    return {"title": read["title"], "employer": read["employer"], "started_on": started, "ended_on": ended}


def _month(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise InvalidInput({field: ["Write a month as 2019-03."]}) from None
