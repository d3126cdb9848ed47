"""What a recruiter decides in the review inbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import fields, validate

from jobboard.errors import InvalidInput
from jobboard.fit.functions import UnknownFunction, parse_function
from jobboard.fit.ladder import Ladder, UnknownLevel
from jobboard.forms import Form, OneLine, read
from jobboard.keep_on_file.models import DismissalScope
from jobboard.keep_on_file.rules import RuleTerms
from jobboard.keep_on_file.waking import Event

MORNING = time(7)
LONGEST_SNOOZE = timedelta(days=366)
_OTHER, _EVENT = "other", "event"


@dataclass(frozen=True, slots=True)
class Snooze:
    """Until when somebody is out of sight at the latest, and the event that brings them back before, if any."""

    until: datetime
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The board's day and zone: what “after today” means."""

    today: date
    zone: ZoneInfo

    def morning(self, day: date) -> datetime:
        """When somebody comes back on ``day``."""
        return datetime.combine(day, MORNING, tzinfo=self.zone)


class _SnoozeForm(Form):
    until = fields.Str(load_default="", validate=validate.Length(max=20))
    other_day = fields.Str(load_default="", validate=validate.Length(max=20))
    event_level = fields.Str(load_default="", validate=validate.Length(max=64))
    event_function = fields.Str(load_default="", validate=validate.Length(max=64))
    event_place = OneLine(load_default="", validate=validate.Length(max=100, error="Keep this to 100 characters."))
    latest = fields.Str(load_default="", validate=validate.Length(max=20))


def read_snooze_form(form: Mapping[str, Any], *, calendar: Calendar, ladder: Ladder) -> Snooze:
    """Until a day, or until an event and at the latest a day: ``until`` is an ISO date, “other” (the day is in
    ``other_day``) or “event” (with ``event_level``, ``event_function``, ``event_place`` and ``latest``).

    Raises ``InvalidInput`` for a day that is not after today or more than a year away, and for an event that names
    nothing.
    """
    typed = read(_SnoozeForm(), form)
    if typed["until"] == _EVENT:
        return Snooze(_within_a_year(typed["latest"], "latest", calendar), _event(typed, ladder))
    if typed["until"] == _OTHER:
        return Snooze(_within_a_year(typed["other_day"], "other_day", calendar))
    return Snooze(_within_a_year(typed["until"], "until", calendar))


def _within_a_year(text: str, field: str, calendar: Calendar) -> datetime:
    """Who is out of sight for longer is forgotten."""
    until, last = _later(text, field, calendar), calendar.today + LONGEST_SNOOZE
    if until.date() > last:
        raise InvalidInput({field: [f"Choose a day within a year, {last:%-d %B %Y} at the latest."]})
    return until


def _event(typed: Mapping[str, Any], ladder: Ladder) -> Event:
    level, function, place = typed["event_level"], typed["event_function"], typed["event_place"]
    if not (level or function or place):
        raise InvalidInput({"event_level": ["Say what kind of job to wait for: a level, a function or a place."]})
    try:
        return Event(ladder.parse(level) if level else None, parse_function(function) if function else None, place)
    except UnknownLevel as problem:
        raise InvalidInput({"event_level": [str(problem)]}) from problem
    except UnknownFunction as problem:
        raise InvalidInput({"event_function": [str(problem)]}) from problem


def _later(text: str, field: str, calendar: Calendar) -> datetime:
    if not text:
        raise InvalidInput({field: ["Choose a day."]})
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidInput({field: ["Write a day as 2027-01-05."]}) from None
    if day <= calendar.today:
        raise InvalidInput({field: ["Choose a day after today."]})
    return calendar.morning(day)


class _RuleForm(Form):
    scope = fields.Enum(DismissalScope, by_value=True, load_default=DismissalScope.JOB)
    reason = fields.Str(load_default="", validate=validate.Length(max=500, error="Keep this to 500 characters."))
    rule_until = fields.Str(load_default="", validate=validate.Length(max=20))


def read_rule_form(form: Mapping[str, Any], *, calendar: Calendar) -> RuleTerms:
    """How far a “not for this” reaches, why, and until when (``rule_until``, empty for good). Raises ``InvalidInput``
    by field."""
    typed = read(_RuleForm(), form)
    until = _later(typed["rule_until"], "rule_until", calendar) if typed["rule_until"] else None
    return RuleTerms(typed["scope"], typed["reason"].strip(), until)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is written to somebody. ``anyway``: although somebody else works with them; ``soon``: although we wrote to
    them a short while ago."""

    subject: str
    body: str
    anyway: bool = False
    soon: bool = False


class _InviteForm(Form):
    subject = fields.Str(
        required=True,
        validate=validate.Length(1, 300, error="Write a subject."),
        error_messages={"required": "Write a subject."},
    )
    body = fields.Str(
        required=True,
        validate=validate.Length(1, 10_000, error="Write a message, up to 10,000 characters."),
        error_messages={"required": "Write a message."},
    )
    anyway = fields.Bool(load_default=False)
    soon = fields.Bool(load_default=False)


def read_invite_form(form: Mapping[str, Any]) -> Invitation:
    """The message and what was confirmed with it. Raises ``InvalidInput`` by field."""
    return Invitation(**read(_InviteForm(), form))
