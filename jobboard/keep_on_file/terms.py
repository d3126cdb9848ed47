"""What a kept person wishes and what was agreed with them, as forms ask for it and as a record holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from babel.numbers import is_currency
from marshmallow import ValidationError, fields, validate

from jobboard.db.seal import seal as mark
from jobboard.errors import InvalidInput
from jobboard.fit.functions import UnknownFunction, parse_function
from jobboard.fit.ladder import Ladder, UnknownLevel
from jobboard.forms import Form, Lines, Money, OneLine, read
from jobboard.jobs.models import SalaryUnit, WorkMode
from jobboard.keep_on_file.models import KeptCandidate

WISHES = (
    "min_level",
    "max_level",
    "pay_floor",
    "pay_floor_currency",
    "pay_floor_unit",
    "places",
    "work_modes",
    "own_words",
    "excluded_organizations",
    "available_from",
)
"""Columns that the person may change on their own page."""
TERMS = (*WISHES, "target_functions", "conditions", "review_at", "owner_id")
"""Columns that a recruiter may change."""


def seal(kept: KeptCandidate, columns: Sequence[str] = TERMS) -> str:
    """A mark of these columns as they are, for a form to carry."""
    return mark(kept, columns)


def _known_currency(code: str) -> None:
    if not is_currency(code):
        raise ValidationError("Use a three-letter currency such as GBP.")


_SHORT = validate.Length(max=2000, error="Keep this to 2,000 characters.")


class WishesForm(Form):
    """The fields that every form about a kept person shares. ``currency`` is the pay floor's; without one, the
    board's."""

    currency = OneLine(load_default=None, validate=_known_currency)
    pay_floor = Money(load_default=None)
    pay_floor_unit = fields.Enum(SalaryUnit, by_value=True, load_default=SalaryUnit.YEAR)
    places = Lines(load_default=list)
    work_modes = fields.List(fields.Enum(WorkMode, by_value=True), load_default=list)
    conditions = fields.Str(load_default="", validate=_SHORT)
    own_words = fields.Str(load_default="", validate=_SHORT)
    excluded_organizations = Lines(load_default=list)
    available_from = fields.Date(load_default=None, error_messages={"invalid": "Write a day as 2027-02-01."})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person said about the next job. Pay is in minor units of its currency."""

    pay_floor: int | None = None
    pay_floor_currency: str | None = None
    pay_floor_unit: SalaryUnit | None = None
    places: Sequence[str] = ()
    work_modes: Sequence[str] = ()
    conditions: str = ""
    own_words: str = ""
    excluded_organizations: Sequence[str] = ()
    available_from: date | None = None


def wishes_of(typed: Mapping[str, Any], *, currency: str) -> Wishes:
    """The wishes in what a ``WishesForm`` loaded; ``currency`` is the board's."""
    floor: int | None = typed["pay_floor"]
    named = floor is not None
    return Wishes(
        pay_floor=floor,
        pay_floor_currency=(typed["currency"] or currency) if named else None,
        pay_floor_unit=typed["pay_floor_unit"] if named else None,
        places=typed["places"],
        work_modes=[mode.value for mode in typed["work_modes"]],
        conditions=typed["conditions"].strip(),
        own_words=typed["own_words"].strip(),
        excluded_organizations=typed["excluded_organizations"],
        available_from=typed["available_from"],
    )


class _OwnForm(WishesForm):
    min_level = fields.Str(load_default="")
    max_level = fields.Str(load_default="")


class _RecordForm(_OwnForm):
    functions = fields.List(fields.Str(), load_default=list)
    review_on = fields.Date(load_default=None, error_messages={"invalid": "Write a day as 2027-05-20."})
    owner = fields.Str(load_default="")


def read_own_wishes(form: Mapping[str, Any], *, ladder: Ladder, currency: str) -> dict[str, Any]:
    """The person's own form as columns of a record; levels left out stay as they are. Raises ``InvalidInput``."""
    typed = read(_OwnForm(paid_in=currency), form)
    columns = asdict(wishes_of(typed, currency=currency)) | read_levels(typed, ladder)
    return {name: columns[name] for name in WISHES if name in columns}


@dataclass(frozen=True, slots=True)
class RecordFields:
    """A recruiter's form about a kept record: its columns, the day to look again, and who keeps the promise."""

    columns: dict[str, Any]
    review_on: date | None
    owner: str


def read_record_form(form: Mapping[str, Any], *, ladder: Ladder, currency: str) -> RecordFields:
    """The recruiter's form; levels left out stay as they are. Raises ``InvalidInput`` by field."""
    typed = read(_RecordForm(paid_in=currency), form)
    columns = asdict(wishes_of(typed, currency=currency)) | read_levels(typed, ladder)
    columns["target_functions"] = list(dict.fromkeys(parse_one_function(name) for name in typed["functions"]))
    if not columns["target_functions"]:
        raise InvalidInput({"functions": ["Choose at least one function."]})
    return RecordFields(columns, typed["review_on"], typed["owner"])


def read_day(form: Mapping[str, Any], name: str) -> date:
    """One day that a form asks for under ``name``. Raises ``InvalidInput``."""
    try:
        return date.fromisoformat(str(form.get(name, "")).strip())
    except ValueError:
        raise InvalidInput({name: ["Write a day as 2027-05-20."]}) from None


def read_levels(typed: Mapping[str, Any], ladder: Ladder) -> dict[str, int]:
    """``min_level`` and ``max_level`` as ranks, as far as they were given. Raises ``InvalidInput``."""
    named = {name: parse_level(typed[name], name, ladder) for name in ("min_level", "max_level")}
    found = {name: rank for name, rank in named.items() if rank is not None}
    if len(found) == 2 and found["min_level"] > found["max_level"]:
        raise InvalidInput({"max_level": ["Choose a level at or above the one it begins with."]})
    return found


def parse_level(text: str, field: str, ladder: Ladder) -> int | None:
    """A rank or a level's name; None for nothing. Raises ``InvalidInput``."""
    if not text:
        return None
    try:
        return ladder.parse(text)
    except UnknownLevel as problem:
        raise InvalidInput({field: [str(problem)]}) from problem


def parse_one_function(name: str) -> str:
    """A function's key by its key or label. Raises ``InvalidInput``."""
    try:
        return parse_function(name)
    except UnknownFunction as problem:
        raise InvalidInput({"functions": [str(problem)]}) from problem
