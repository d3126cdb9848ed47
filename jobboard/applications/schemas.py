"""What recruiters and interviewers type: an interview, a scorecard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from marshmallow import fields, validate

from jobboard.applications.models import Overall
from jobboard.applications.plan import Attribute
from jobboard.applications.queries import LONGEST_INTERVIEW
from jobboard.applications.service import Rated, ScorecardFields
from jobboard.errors import InvalidInput
from jobboard.forms import Form, OneLine, read, read_what_can_be

FAR_AWAY = "Choose a day within two years of today."
RATING = "rating-"
NOTE = "note-"
_NOT_SEEN = "0"
_RATINGS = {_NOT_SEEN: None, "1": 1, "2": 2, "3": 3, "4": 4}
_LONGEST_NOTE = 1000


class InterviewForm(Form):
    """When, how long, where, who."""

    date = fields.Date(
        required=True,
        validate=validate.Range(date(1970, 1, 1), date(2200, 1, 1), error=FAR_AWAY),
        error_messages={"required": "Choose a day.", "invalid": "Write a day as 2026-12-01."},
    )
    time = fields.Time(
        required=True, error_messages={"required": "Choose a time.", "invalid": "Write a time as 14:30."}
    )
    duration_minutes = fields.Int(
        load_default=60,
        validate=validate.Range(5, LONGEST_INTERVIEW, error=f"Write 5 to {LONGEST_INTERVIEW} minutes."),
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
    """The form, its day and time read in the time zone it names, or else in the board's ``zone``. Of an hour that comes
    twice when clocks go back it is the first. Raises ``InvalidInput`` by field, also for a time that a change of clocks
    leaves out."""
    typed = read(InterviewForm(), form)
    named = typed["zone"] if typed["zone"] != zone.key else ""
    if named and named not in available_timezones():
        raise InvalidInput({"zone": ["Choose a time zone from the list, such as Europe/London."]})
    return InterviewFields(
        at=_moment(typed["date"], typed["time"].replace(tzinfo=None), ZoneInfo(named) if named else zone),
        duration_minutes=typed["duration_minutes"],
        place=typed["place"],
        interviewers=tuple(dict.fromkeys(typed["interviewers"])),
        zone=named,
        tell_candidate=typed["tell_candidate"],
        round_id=typed["round_id"],
    )


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    said = datetime.combine(day, clock, tzinfo=zone)
    moment = said.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != said.replace(tzinfo=None):
        gone = f"Clocks in {zone.key} go forward that day and leave {clock:%H:%M} out. Choose another time."
        raise InvalidInput({"time": [gone]})
    return moment


class ScorecardForm(Form):
    """One interviewer's card, without what it says of single attributes."""

    overall = fields.Enum(Overall, by_value=True, load_default=None)
    size = fields.Int(load_default=None, validate=validate.Range(-2, 2, error="Choose one of the five answers."))
    takeaways = fields.Str(load_default="", validate=validate.Length(max=5000, error="Keep this to 5,000 characters."))


def read_scorecard_form(form: Mapping[str, Any], asked: Sequence[Attribute]) -> ScorecardFields:
    """The card as typed; ``rating-0`` and ``note-0`` are of the first attribute that was ``asked``, and a rating that
    is left out says “not seen”. Raises ``InvalidInput`` by field."""
    typed, errors = read_what_can_be(ScorecardForm(), form)
    ratings = {one.name: _rated(form, at, errors) for at, one in enumerate(asked)}
    if errors:
        raise InvalidInput(errors)
    return ScorecardFields(typed["overall"], typed["size"], typed["takeaways"].strip(), ratings)


def _rated(form: Mapping[str, Any], at: int, errors: dict[str, list[str]]) -> Rated:
    rating, note = str(form.get(f"{RATING}{at}") or _NOT_SEEN), str(form.get(f"{NOTE}{at}") or "").strip()
    if rating not in _RATINGS:
        errors[f"{RATING}{at}"] = ["Choose one of the five answers."]
    if len(note) > _LONGEST_NOTE:
        errors[f"{NOTE}{at}"] = [f"Keep this note to {_LONGEST_NOTE:,} characters; it has {len(note):,}."]
    return Rated(_RATINGS.get(rating), note)
