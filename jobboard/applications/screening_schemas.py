"""What recruiters type into a screening question."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from jobboard.applications.models import QuestionKind
from jobboard.applications.screening import NO, YES, QuestionFields
from jobboard.errors import InvalidInput
from jobboard.forms import Form, OneLine, comparable, read_what_can_be, with_decimal_point

CHOICE, FLAG = "choice-", "flag-"
MOST_CHOICES = 10
LONGEST_CHOICE = 100

_ASK = "Write the question, in up to 300 characters."
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,2})?")
_THOUSANDS = re.compile(r"(?<=\d)[, ](?=\d{3}(\D|$))")


class Number(fields.Field[float]):
    """A number as people type it (“3”, “2.5”, “2,5”, “12,000”), of up to nine digits and two decimals."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> float:
        return read_number(str(value))


def read_number(typed: str) -> float:
    """What was typed as a number. Raises ``ValidationError``."""
    plain = with_decimal_point(_THOUSANDS.sub("", typed.strip()))
    if not _NUMBER.fullmatch(plain):
        raise ValidationError("Write a number, such as 3 or 2.5.")
    return float(plain)


class _QuestionForm(Form):
    text = OneLine(required=True, validate=validate.Length(1, 300, error=_ASK), error_messages={"required": _ASK})
    required = fields.Bool(load_default=False)
    flag = fields.Str(load_default="", validate=validate.OneOf(("", YES, NO)))
    least = Number(load_default=None)
    most = Number(load_default=None)


def read_question_form(kind: QuestionKind, form: Mapping[str, Any]) -> QuestionFields:
    """A question of this kind as typed; its choices come as ``choice-0``, ``choice-1``, each flagged by a tick in
    ``flag-0``, ``flag-1``. What other kinds have is left out. Raises ``InvalidInput`` by field."""
    typed, errors = read_what_can_be(_QuestionForm(), form)
    flag, least, most = typed.pop("flag", ""), typed.pop("least", None), typed.pop("most", None)
    more: dict[str, Any] = {}
    if kind is QuestionKind.CHOICE:
        more = _choices(form, errors)
    elif kind is QuestionKind.YES_NO:
        more = {"flagged": (flag,) if flag else ()}
    elif kind is QuestionKind.NUMBER:
        more = {"least": least, "most": most}
        if least is not None and most is not None and least > most:
            errors["most"] = ["This is less than the other. Swap the two numbers."]
    if errors:
        raise InvalidInput(errors)
    return QuestionFields(kind=kind, **typed, **more)


def _choices(form: Mapping[str, Any], errors: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, bool]] = {}
    for at, choice in _typed_choices(form):
        if len(choice) > LONGEST_CHOICE:
            errors[f"{CHOICE}{at}"] = [f"Keep this to {LONGEST_CHOICE} characters."]
        elif comparable(choice) in found:
            errors[f"{CHOICE}{at}"] = ["This answer stands there twice."]
        else:
            found[comparable(choice)] = choice, bool(form.get(f"{FLAG}{at}"))
    if len(found) < 2 and not errors:
        errors[f"{CHOICE}{len(found)}"] = ["Give at least two answers to choose from."]
    return {
        "choices": tuple(choice for choice, _ in found.values()),
        "flagged": tuple(choice for choice, flagged in found.values() if flagged),
    }


def _typed_choices(form: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    for at in range(MOST_CHOICES):
        if choice := " ".join(str(form.get(f"{CHOICE}{at}") or "").split()):
            yield at, choice
