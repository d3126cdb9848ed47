"""The recruiter's job form: text in, ``JobFields`` out, every problem with what to do about it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import fields, validate

from jobboard.dates import months_after
from jobboard.errors import InvalidInput
from jobboard.fit.functions import UnknownFunction, parse_function
from jobboard.fit.ladder import DEFAULT_LADDER, Ladder, UnknownLevel
from jobboard.forms import Form, Lines, Money, Number, OneLine, read
from jobboard.jobs.models import EmploymentType, LevelSource, RequirementKind, SalaryUnit, Strength, WorkMode
from jobboard.jobs.service import JobFields, OrganizationFields

_LONG = 100_000
_MOST_MONTHS_OPEN = 24


class JobForm(Form):
    """The form of screen “New job”. Pay is in major units; a date means the end of that day in the board's zone."""

    title = fields.Str(required=True, validate=validate.Length(2, 300, error="Write a title of 2 to 300 characters."))
    organization = fields.Str(
        required=True, validate=validate.Length(1, 200, error="Name the employer, in up to 200 characters.")
    )
    level = fields.Str(load_default="")
    level_confirmed = fields.Bool(load_default=False)
    function = fields.Str(load_default="")
    pay_from = Money(load_default=None)
    pay_to = Money(load_default=None)
    pay_unit = fields.Enum(SalaryUnit, by_value=True, load_default=SalaryUnit.YEAR)
    currency = fields.Str(
        load_default="GBP", validate=validate.Regexp(r"^[A-Z]{3}$", error="Use a three-letter currency such as GBP.")
    )
    place = fields.Str(load_default="", validate=validate.Length(max=200))
    postal_code = fields.Str(load_default="", validate=validate.Length(max=20))
    work_mode = fields.Enum(WorkMode, by_value=True, load_default=None)
    employment_types = fields.List(fields.Enum(EmploymentType, by_value=True), load_default=list)
    closes_on = fields.Date(load_default=None, error_messages={"invalid": "Write a date such as 2026-12-18."})
    experience_years = Number(
        load_default=None,
        validate=validate.Range(0, 60, error="Write a number of years from 0 to 60."),
        error_messages={"invalid": "Write a number of years, such as 4."},
    )
    musts = Lines(load_default=list)
    shoulds = Lines(load_default=list)
    nices = Lines(load_default=list)
    description = fields.Str(
        load_default="", validate=validate.Length(max=_LONG, error="Keep the text under 100,000 characters.")
    )


def too_far(closes: datetime, *, now: datetime) -> str:
    """What to do about a closing day that is more than two years away, which is a slip or means “never”; empty for a
    nearer one. A posting without a day says “until somebody closes it”, to us and to search engines."""
    last = months_after(now, _MOST_MONTHS_OPEN) + timedelta(days=1)  # the end of that day, in any zone
    if closes <= last:
        return ""
    return "Choose a day within two years, or leave it empty: the job then stays open until somebody closes it."


def read_job_form(form: Mapping[str, Any], *, zone: ZoneInfo, ladder: Ladder = DEFAULT_LADDER) -> JobFields:
    """The form as fields of a job. Raises ``InvalidInput`` with every problem by field. An unconfirmed level is stored
    as inferred; an empty one is left to be read from the title."""
    typed = read(JobForm(), form)
    errors = _cross_check(typed, ladder)
    if errors:
        raise InvalidInput(errors)
    return _fields(typed, zone=zone, ladder=ladder)


def _cross_check(typed: Mapping[str, Any], ladder: Ladder) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if typed["pay_from"] is not None and typed["pay_to"] is not None and typed["pay_from"] > typed["pay_to"]:
        errors["pay_to"] = ["This is less than “Pay from”. Swap them, or leave one empty."]
    if typed["level"]:
        try:
            ladder.parse(typed["level"])
        except UnknownLevel as problem:
            errors["level"] = [str(problem)]
    if typed["function"]:
        try:
            parse_function(typed["function"])
        except UnknownFunction as problem:
            errors["function"] = [str(problem)]
    return errors


def _fields(typed: Mapping[str, Any], *, zone: ZoneInfo, ladder: Ladder) -> JobFields:
    paid = typed["pay_from"] is not None or typed["pay_to"] is not None
    wanted: JobFields = {
        "title": " ".join(typed["title"].split()),
        "organization": typed["organization"],
        "description": typed["description"],
        "employment_types": [kind.value for kind in typed["employment_types"]],
        "work_mode": typed["work_mode"],
        "salary_min": typed["pay_from"],
        "salary_max": typed["pay_to"],
        "salary_currency": typed["currency"] if paid else None,
        "salary_unit": typed["pay_unit"] if paid else None,
        "experience_months": round(typed["experience_years"] * 12) if typed["experience_years"] else None,
        "valid_through": end_of_day(typed["closes_on"], zone) if typed["closes_on"] else None,
        "locations": _places(typed),
        "requirements": _requirements(typed),
    }
    if typed["level"]:
        wanted["level_rank"] = ladder.parse(typed["level"])
        wanted["level_source"] = LevelSource.DECLARED if typed["level_confirmed"] else LevelSource.INFERRED
        wanted["level_confidence"] = 1.0 if typed["level_confirmed"] else 0.5
    if typed["function"]:
        wanted["function"] = parse_function(typed["function"])
    return wanted


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day, as the zone has it."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


def _places(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not (typed["place"] or typed["postal_code"]):
        return []
    return [{"locality": typed["place"], "postal_code": typed["postal_code"]}]


def _requirements(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    by_strength = {Strength.MUST: typed["musts"], Strength.SHOULD: typed["shoulds"], Strength.NICE: typed["nices"]}
    return [
        {"text": text, "strength": strength, "kind": RequirementKind.SKILL}
        for strength, texts in by_strength.items()
        for text in texts
    ]


class _ClientForm(Form):
    description = fields.Str(
        load_default="", validate=validate.Length(max=5000, error="Keep this to 5,000 characters.")
    )
    website = OneLine(
        load_default="",
        validate=[
            validate.Length(max=500, error="Keep this to 500 characters."),
            validate.Regexp(r"^(https?://\S+)?$", error="Write an address that starts with https://."),
        ],
    )
    evidence_wall = fields.Bool(load_default=False)
    why = OneLine(load_default="", validate=validate.Length(max=500, error="Keep this to 500 characters."))


def read_client_form(form: Mapping[str, Any]) -> tuple[OrganizationFields, str]:
    """What was typed about a client, and why. Raises ``InvalidInput`` by field."""
    typed = read(_ClientForm(), form)
    return OrganizationFields(typed["description"].strip(), typed["website"], typed["evidence_wall"]), typed["why"]
