"""The recruiter's job form: text in, ``JobFields`` out, every problem with what to do about it."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from jobboard.errors import InvalidInput
from jobboard.fit.functions import UnknownFunction, parse_function
from jobboard.fit.ladder import DEFAULT_LADDER, Ladder, UnknownLevel
from jobboard.jobs.models import EmploymentType, LevelSource, RequirementKind, SalaryUnit, Strength, WorkMode
from jobboard.jobs.service import JobFields

MOST_PAY = 10_000_000_00
_LONG = 100_000
_REQUIRED = {"required": "Fill this in."}


def major_to_minor(text: str) -> int:
    """“46,000”, “£46,000.50” or “46000” to minor units. Raises ``ValidationError`` with what to write instead."""
    cleaned = re.sub(r"[^\d.,-]", "", text).replace(",", "")
    try:
        minor = int(Decimal(cleaned) * 100)
    except InvalidOperation:
        raise ValidationError("Write an amount in figures, such as 46,000.") from None
    if not 0 <= minor <= MOST_PAY:
        raise ValidationError("Write an amount from 0 to 10,000,000.")
    return minor


class Money(fields.Field[int]):
    """An amount in major units as people type it; loads to minor units."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> int:
        return major_to_minor(str(value))


class Lines(fields.Field[list[str]]):
    """A text area with one thing a line."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> list[str]:
        lines = [" ".join(line.split()).lstrip("-•* ")[:300] for line in str(value).splitlines()]
        return [line for line in lines if line][:50]


class JobForm(Schema):
    """The form of screen “New job”. Pay is in major units; a date means the end of that day in the board's zone."""

    class Meta:
        """Buttons and the CSRF token come along with a form."""

        unknown = EXCLUDE

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
    experience_years = fields.Float(
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


def read_job_form(form: Mapping[str, Any], *, zone: ZoneInfo, ladder: Ladder = DEFAULT_LADDER) -> JobFields:
    """The form as fields of a job. Raises ``InvalidInput`` with every problem by field. An unconfirmed level is stored
    as inferred; an empty one is left to be read from the title."""
    given = {name: value for name, value in form.items() if value not in ("", [], None)}
    try:
        read = JobForm().load(given)
    except ValidationError as problem:
        raise InvalidInput(_sentences(problem.normalized_messages())) from problem
    errors = _cross_check(read, ladder)
    if errors:
        raise InvalidInput(errors)
    return _fields(read, zone=zone, ladder=ladder)


def _sentences(messages: Mapping[str, Any]) -> dict[str, list[str]]:
    said = {"Missing data for required field.": "Fill this in."}
    flat = {field: value if isinstance(value, list) else ["Choose from the list."] for field, value in messages.items()}
    return {field: [said.get(str(line), str(line)) for line in lines] for field, lines in flat.items()}


def _cross_check(read: Mapping[str, Any], ladder: Ladder) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if read["pay_from"] is not None and read["pay_to"] is not None and read["pay_from"] > read["pay_to"]:
        errors["pay_to"] = ["This is less than “Pay from”. Swap them, or leave one empty."]
    if read["level"]:
        try:
            ladder.parse(read["level"])
        except UnknownLevel as problem:
            errors["level"] = [str(problem)]
    if read["function"]:
        try:
            parse_function(read["function"])
        except UnknownFunction as problem:
            errors["function"] = [str(problem)]
    return errors


def _fields(read: Mapping[str, Any], *, zone: ZoneInfo, ladder: Ladder) -> JobFields:
    paid = read["pay_from"] is not None or read["pay_to"] is not None
    wanted: JobFields = {
        "title": " ".join(read["title"].split()),
        "organization": read["organization"],
        "description": read["description"],
        "employment_types": [kind.value for kind in read["employment_types"]],
        "work_mode": read["work_mode"],
        "salary_min": read["pay_from"],
        "salary_max": read["pay_to"],
        "salary_currency": read["currency"] if paid else None,
        "salary_unit": read["pay_unit"] if paid else None,
        "experience_months": round(read["experience_years"] * 12) if read["experience_years"] else None,
        "valid_through": end_of_day(read["closes_on"], zone) if read["closes_on"] else None,
        "locations": _places(read),
        "requirements": _requirements(read),
    }
    if read["level"]:
        wanted["level_rank"] = ladder.parse(read["level"])
        wanted["level_source"] = LevelSource.DECLARED if read["level_confirmed"] else LevelSource.INFERRED
        wanted["level_confidence"] = 1.0 if read["level_confirmed"] else 0.5
    if read["function"]:
        wanted["function"] = parse_function(read["function"])
    return wanted


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day, as the zone has it."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


def _places(read: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not (read["place"] or read["postal_code"]):
        return []
    return [{"locality": read["place"], "postal_code": read["postal_code"]}]


def _requirements(read: Mapping[str, Any]) -> list[dict[str, Any]]:
    by_strength = {Strength.MUST: read["musts"], Strength.SHOULD: read["shoulds"], Strength.NICE: read["nices"]}
    return [
        {"text": text, "strength": strength, "kind": RequirementKind.SKILL}
        for strength, texts in by_strength.items()
        for text in texts
    ]
