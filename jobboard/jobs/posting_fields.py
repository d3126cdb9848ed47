"""How the values of a schema.org JobPosting arrive in real feeds, and what they mean to us."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from marshmallow import ValidationError, fields

from jobboard.fit.functions import UnknownFunction, parse_function
from jobboard.fit.ladder import DEFAULT_LADDER, UnknownLevel
from jobboard.interchange import Line, cut, one_line
from jobboard.jobs.models import EmploymentType, SalaryUnit
from jobboard.money import NotAnAmount, read_amount, to_major, to_minor

MOST_MINOR = 2_147_483_647
"""The largest amount of pay that a row holds, in minor units."""

NO_IDENTIFIER = "Give the job an identifier; without one a second import would add it again."

_LOW_PAY = 500
_UNITS = {
    "HOUR": ("hour", "hourly", "hr", "h", "per hour", "hours"),
    "DAY": ("day", "daily", "per day", "days", "diem"),
    "WEEK": ("week", "weekly", "wk", "per week", "weeks"),
    "MONTH": ("month", "monthly", "mo", "per month", "months"),
    "YEAR": ("year", "yearly", "annual", "annually", "annum", "per annum", "pa", "yr", "per year", "years"),
}
_UNIT_NAMES = {name: SalaryUnit(unit) for unit, names in _UNITS.items() for name in names}
_TYPES = {
    "CONTRACT": EmploymentType.CONTRACTOR,
    "FREELANCE": EmploymentType.CONTRACTOR,
    "INTERNSHIP": EmploymentType.INTERN,
    "TEMP": EmploymentType.TEMPORARY,
    "SEASONAL": EmploymentType.TEMPORARY,
    "FULLTIME": EmploymentType.FULL_TIME,
    "PARTTIME": EmploymentType.PART_TIME,
}
_COUNT_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_DURATION = re.compile(
    r"\b(\d{1,3}(?:\.\d+)?|" + "|".join(_COUNT_WORDS) + r")\s*(?:\+|\(\d+\))?\s*(?:or more\s+)?(year|yr|month)s?\b",
    re.IGNORECASE,
)
_COUNTRY_NAMES = {"uk": "GB", "usa": "US", "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB"}


@dataclass(frozen=True, slots=True)
class PayRange:
    """Pay in minor units of ``currency`` for one ``unit``; no currency means that of the board."""

    low: int | None
    high: int | None
    currency: str | None
    unit: SalaryUnit


class Identifier(fields.Field[str]):
    """A PropertyValue, a plain string or number, or a list of which the first counts."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> str:
        first = value[0] if isinstance(value, list) and value else value
        found = one_line(first.get("value", "") if isinstance(first, Mapping) else first)
        if not found:
            raise ValidationError(NO_IDENTIFIER)
        if len(found) > 200:
            raise ValidationError("An identifier has at most 200 characters.")
        return found


class Level(fields.Field[int]):
    """A key, a label or a rank of the ladder that the root schema carries; loads to the rank."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> int:
        said = value.get("level", value.get("rank", "")) if isinstance(value, Mapping) else value
        try:
            return int(getattr(self.root, "ladder", DEFAULT_LADDER).parse(said))
        except UnknownLevel as problem:
            raise ValidationError(str(problem)) from None


class FunctionKey(fields.Field[str]):
    """A key or label of a function; loads to the key."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> str:
        try:
            return parse_function(one_line(value))
        except UnknownFunction as problem:
            raise ValidationError(str(problem)) from None


class BaseSalary(fields.Field[PayRange | None]):
    """A MonetaryAmount with a value or a range, a bare number, or a flat object. Two zeros mean that nothing was
    said. Amounts the wrong way round are turned. One without a currency is in that which the root schema carries."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> PayRange | None:
        outer = value if isinstance(value, Mapping) else {"value": value}
        inner = outer.get("value", outer)
        amounts = inner if isinstance(inner, Mapping) else {**outer, "value": inner}
        named = _currency(outer, amounts)
        currency = named or str(getattr(self.root, "currency", "GBP"))
        single, low, high = (minor_units(amounts.get(key), currency) for key in ("value", "minValue", "maxValue"))
        low, high = (single, single) if low is None and high is None else (low, high)
        if not low and not high:
            return None
        if low is not None and high is not None and low > high:
            low, high = high, low
        said = amounts.get("unitText") or outer.get("unitText") or amounts.get("unit") or outer.get("unit")
        return PayRange(low, high, named, pay_unit(said, biggest=to_major(high or low or 0, currency)))


def minor_units(value: Any, currency: str) -> int | None:
    """Major units, as a number or “46,000.50”, in minor units. None for nothing; ``ValidationError`` else."""
    if value is None or value == "":
        return None
    amount = _amount(value, currency)
    if amount < 0:
        raise ValidationError("Pay is never negative.")
    if amount > to_major(MOST_MINOR, currency):
        raise ValidationError(f"Pay of {str(value)[:40]} is beyond what a job can say.")
    return to_minor(amount, currency)


def _amount(value: Any, currency: str) -> Decimal:
    """A JSON number is what it is; only a text can be misread."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return Decimal(str(value))
    try:
        return read_amount(str(value), currency)
    except NotAnAmount as problem:
        raise ValidationError(f"{str(value)[:40]!r} is not an amount. {problem}") from None


def pay_unit(said: Any, *, biggest: Decimal | int = 0) -> SalaryUnit:
    """The unit a feed names in its own spelling. Unnamed, small amounts (``biggest``, in major units) are an hour's
    and others a year's."""
    name = re.sub(r"[^a-z]+", " ", str(said or "").casefold()).strip()
    if not name:
        return SalaryUnit.HOUR if 0 < biggest < _LOW_PAY else SalaryUnit.YEAR
    if name not in _UNIT_NAMES:
        raise ValidationError(f"{str(said)[:40]!r} is not a unit of pay. Use HOUR, DAY, WEEK, MONTH or YEAR.")
    return _UNIT_NAMES[name]


def _currency(outer: Mapping[str, Any], inner: Mapping[str, Any]) -> str | None:
    code = one_line(outer.get("currency") or inner.get("currency") or outer.get("salaryCurrency")).upper()
    if code and not re.fullmatch(r"[A-Z]{3}", code):
        raise ValidationError(f"{code[:20]!r} is not a currency. Use a three-letter code such as GBP.")
    return code or None


class EmploymentTypes(fields.Field[list[str]]):
    """schema.org's names in any spelling; what is none of them becomes OTHER."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> list[str]:
        words = [word for part in (value if isinstance(value, list) else [value]) for word in _split(part)]
        return list(dict.fromkeys(employment_type(word).value for word in words))


def _split(part: Any) -> list[str]:
    text = re.sub(r"https?://schema\.org/", "", one_line(part))
    return [word for word in re.split(r"\s*[,;/]\s*", text) if word]


def employment_type(word: str) -> EmploymentType:
    """“Full-time”, “full time” or “FULL_TIME” as its value; ``OTHER`` for the unknown."""
    name = re.sub(r"[^A-Z]+", "_", word.upper()).strip("_")
    if name in EmploymentType.__members__:
        return EmploymentType[name]
    return _TYPES.get(name.replace("_", ""), EmploymentType.OTHER)


class Places(fields.Field[list[dict[str, Any]]]):
    """A Place, a PostalAddress, a plain string, or a list of them, as values of ``JobLocation`` rows."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> list[dict[str, Any]]:
        given = value if isinstance(value, list) else [value]
        return [place for place in map(_place, given) if any(place.values())]


def _place(given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        return _address({"addressLocality": given}, {})
    address, geo = given.get("address", given), given.get("geo")
    if not isinstance(address, Mapping):
        address = {"addressLocality": address}
    return _address(address, geo if isinstance(geo, Mapping) else given)


def _address(address: Mapping[str, Any], geo: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "locality": cut(one_line(address.get("addressLocality", "")), 200),
        "region": cut(one_line(address.get("addressRegion", "")), 200),
        "postal_code": cut(one_line(address.get("postalCode", "")), 20),
        "street": cut(one_line(address.get("streetAddress", "")), 300),
        "country": country_code(address.get("addressCountry", "")),
        "latitude": _degrees(geo.get("latitude"), 90),
        "longitude": _degrees(geo.get("longitude"), 180),
    }


def _degrees(value: Any, most: int) -> float | None:
    try:
        degrees = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= most else None


def country_code(value: Any) -> str:
    """The two letters of a country given by code, by English name or as a Country; ``""`` if it is not known."""
    name = one_line(value.get("name", "") if isinstance(value, Mapping) else value)
    if re.fullmatch(r"[A-Za-z]{2}", name) and name.casefold() != "uk":
        return name.upper()
    return _countries().get(name.casefold(), "")


@cache
def _countries() -> dict[str, str]:
    territories = Locale("en").territories
    return {name.casefold(): code for code, name in territories.items() if len(code) == 2} | _COUNTRY_NAMES


class ExperienceMonths(fields.Field[int | None]):
    """Months as a number, ``monthsOfExperience``, or a text that names years or months; None if it names none."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> int | None:
        said = value.get("monthsOfExperience", value.get("description")) if isinstance(value, Mapping) else value
        try:
            months = float(said)
        except (TypeError, ValueError, OverflowError):
            return _months_named(one_line(said))
        if not 0 <= months <= 720:
            raise ValidationError("Write the months of experience the job needs, 0 to 720.")
        return round(months) or None


def _months_named(text: str) -> int | None:
    found = _DURATION.search(text)
    if found is None:
        return None
    word = found[1].lower()
    count = _COUNT_WORDS.index(word) + 1 if word in _COUNT_WORDS else float(word)
    return round(count * (1 if found[2].lower() == "month" else 12)) or None
