"""What every form of ours shares: reading it with marshmallow, and saying each problem by field in plain words."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, cast

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from jobboard.errors import InvalidInput
from jobboard.money import NotAnAmount, read_amount, to_major, to_minor

MOST_PAY = 10_000_000_00
"""In minor units, whatever the currency."""

_BREAKS = re.compile(r"[\r\n\x00-\x1f]+")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}$)")
_EMPTY: tuple[Any, ...] = ("", None, [])
_PLAIN_WORDS = {
    "Missing data for required field.": "Fill this in.",
    "Not a valid date.": "Write a day as 2026-12-18.",
    "Not a valid integer.": "Write a whole number.",
}


def comparable(words: str) -> str:
    """By what two names that people typed are the same: one case, one kind of letter, runs of space made one."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def with_decimal_point(typed: str) -> str:
    """A number with its decimal comma as a point: “1,5” is “1.5”. Commas between thousands stay."""
    return _DECIMAL_COMMA.sub(".", typed.strip())


class Form(Schema):
    """A form as a browser sends it: buttons and the CSRF token come along and are ignored. ``paid_in`` is the
    currency of its amounts, unless a field ``currency`` says another."""

    class Meta:
        """See the class."""

        unknown = EXCLUDE

    def __init__(self, *, paid_in: str = "GBP") -> None:
        super().__init__()
        self.paid_in = paid_in


class OneLine(fields.Str):
    """Text without line breaks or control characters, runs of space made one."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        return " ".join(_BREAKS.sub(" ", text).split())


class Number(fields.Float):
    """A number as people type it, “1.5” or “1,5”."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        return super()._deserialize(with_decimal_point(str(value)), attr, data, **kwargs)


class Lines(fields.Field[list[str]]):
    """A text area with one thing a line; at most 50 lines of 300 characters."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> list[str]:
        lines = [" ".join(line.split()).lstrip("-•* ")[:300] for line in str(value).splitlines()]
        return [line for line in lines if line][:50]


class Money(fields.Field[int]):
    """An amount in major units as people type it (“46,000”, “£46,000.50”); loads to minor units of its form's
    currency."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> int:
        currency = str((data or {}).get("currency") or getattr(self.root, "paid_in", "GBP"))
        try:
            minor = to_minor(read_amount(str(value), currency), currency)
        except NotAnAmount as problem:
            raise ValidationError(str(problem)) from None
        if not 0 <= minor <= MOST_PAY:
            raise ValidationError(f"Write an amount from 0 to {to_major(MOST_PAY, currency):,.0f}.")
        return minor


def read(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, empty fields left to their defaults. Raises ``InvalidInput`` with every problem by field."""
    read_part, errors = read_what_can_be(form, given)
    if errors:
        raise InvalidInput(errors)
    return read_part


def read_what_can_be(form: Form, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What was typed and could be used, and the sentences by field for what could not."""
    typed = {name: value for name, value in given.items() if value not in _EMPTY}
    try:
        return cast("dict[str, Any]", form.load(typed)), {}
    except ValidationError as problem:
        valid = problem.valid_data if isinstance(problem.valid_data, dict) else {}
        return valid, sentences(problem)


def sentences(problem: ValidationError) -> dict[str, list[str]]:
    """marshmallow's messages by field, in our words."""
    messages = problem.messages if isinstance(problem.messages, dict) else {"_schema": problem.messages}
    return {str(field): _flat(lines) for field, lines in messages.items()}


def _flat(lines: Any) -> list[str]:
    if not isinstance(lines, list):
        return ["Choose from the list."]
    said = [_PLAIN_WORDS.get(str(line), str(line)) for line in lines]
    return ["Choose from the list." if line.startswith("Must be one of") else line for line in said]
