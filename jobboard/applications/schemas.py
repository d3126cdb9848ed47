"""What recruiters and interviewers type: an interview, a scorecard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from marshmallow import fields, validate

from jobboard.applications.models import Overall
from jobboard.applications.service import ScorecardFields
from jobboard.errors import InvalidInput
from jobboard.forms import Form, OneLine, read

RATING = "rating-"
_NOT_SEEN = 0


class InterviewForm(Form):
    """When, how long, where, who."""

    date = fields.Date(
        required=True, error_messages={"required": "Choose a day.", "invalid": "Write a day as 2026-12-01."}
    )
    time = fields.Time(
        required=True, error_messages={"required": "Choose a time.", "invalid": "Write a time as 14:30."}
    )
    duration_minutes = fields.Int(
        load_default=60,
        validate=validate.Range(5, 600, error="Write 5 to 600 minutes."),
        error_messages={"invalid": "Write a number of minutes."},
    )
    place = fields.Str(load_default="", validate=validate.Length(max=300, error="Keep this to 300 characters."))
    interviewers = fields.List(
        fields.Str(),
        required=True,
        validate=validate.Length(1, 20, error="Choose one to twenty interviewers."),
        error_messages={"required": "Choose at least one interviewer."},
    )
    zone = OneLine(load_default="")
    tell_candidate = fields.Bool(load_default=False)
    round_id = OneLine(load_default="", data_key="round")


class _MessageForm(Form):
    subject = OneLine(
        required=True,
        error_messages={"required": "Write a subject."},
        validate=validate.Length(1, 300, error="Write a subject of 300 characters at most."),
    )
    body = fields.Str(
        required=True,
        error_messages={"required": "Write the message."},
        validate=[
            validate.Regexp(r"(?s).*\S", error="Write the message."),
            validate.Length(max=10_000, error="Keep this to 10,000 characters."),
        ],
    )


def read_message_form(form: Mapping[str, Any]) -> dict[str, str]:
    """A mail to people of the pool: ``subject`` and ``body``. Raises ``InvalidInput`` by field."""
    typed = read(_MessageForm(), form)
    return {"subject": typed["subject"], "body": typed["body"].strip().replace("\r\n", "\n")}


class _Withdrawal(Form):
    reason = fields.Str(load_default="", validate=validate.Length(max=1000, error="Keep this to 1,000 characters."))


def read_withdrawal(form: Mapping[str, Any]) -> str:
    """Why somebody withdraws, in their words; empty where they do not say. Raises ``InvalidInput`` on ``reason``."""
    return str(read(_Withdrawal(), form)["reason"]).strip().replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class InterviewFields:
    """An interview as typed, its moment aware; ``zone`` is empty for the board's, ``round_id`` for no round of a
    plan."""

    at: datetime
    duration_minutes: int
    place: str
    interviewers: tuple[str, ...]
    zone: str
    tell_candidate: bool
    round_id: str


def read_interview_form(form: Mapping[str, Any], *, zone: ZoneInfo) -> InterviewFields:
    """The form, its day and time read in the time zone it names, or else in the board's ``zone``. A time that a change
    of clocks leaves out is the one an hour later. Raises ``InvalidInput`` by field."""
    typed = read(InterviewForm(), form)
    named = typed["zone"] if typed["zone"] != zone.key else ""
    if named and named not in available_timezones():
        raise InvalidInput({"zone": ["Choose a time zone from the list, such as Europe/London."]})
    at = datetime.combine(typed["date"], typed["time"].replace(tzinfo=None), tzinfo=ZoneInfo(named) if named else zone)
    return InterviewFields(
        at=at.astimezone(UTC),
        duration_minutes=typed["duration_minutes"],
        place=typed["place"],
        interviewers=tuple(dict.fromkeys(typed["interviewers"])),
        zone=named,
        tell_candidate=typed["tell_candidate"],
        round_id=typed["round_id"],
    )


class ScorecardForm(Form):
    """One interviewer's card; ratings come as ``rating-<attribute>`` with 0 for not seen."""

    overall = fields.Enum(Overall, by_value=True, load_default=None)
    size = fields.Int(load_default=None, validate=validate.Range(-2, 2, error="Choose one of the five answers."))
    takeaways = fields.Str(load_default="", validate=validate.Length(max=5000, error="Keep this to 5,000 characters."))


def read_scorecard_form(form: Mapping[str, Any]) -> ScorecardFields:
    """The card as typed. Raises ``InvalidInput`` by field."""
    typed = read(ScorecardForm(), form)
    ratings = {
        name.removeprefix(RATING): _rating(name, value) for name, value in form.items() if name.startswith(RATING)
    }
    return ScorecardFields(typed["overall"], typed["size"], typed["takeaways"].strip(), ratings)


def _rating(name: str, value: Any) -> int | None:
    if str(value) not in {"0", "1", "2", "3", "4"}:
        raise InvalidInput({name: ["Choose one of the five answers."]})
    return None if int(value) == _NOT_SEEN else int(value)
