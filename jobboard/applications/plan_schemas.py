"""What recruiters type into a job's interview plan."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, fields, validate

from jobboard.access import Actor
from jobboard.applications.models import Stage
from jobboard.applications.plan import MOST_ATTRIBUTES, STAGES, Attribute, RoundFields
from jobboard.errors import InvalidInput
from jobboard.forms import Form, OneLine, comparable, read_what_can_be

CATEGORY = "category-"
ATTRIBUTES = "attributes-"
MOST_CATEGORIES = 8

_NAME_IT = "Give the round a name of 100 characters at most, such as Phone screen."
_LONGEST_NAME = 200
_LONGEST_HINT = 300


class _RoundForm(Form):
    name = OneLine(
        required=True,
        validate=validate.Length(1, 100, error=_NAME_IT),
        error_messages={"required": _NAME_IT},
    )
    stage = fields.Enum(Stage, by_value=True, load_default=Stage.INTERVIEW)
    duration_minutes = fields.Int(
        load_default=60,
        validate=validate.Range(5, 600, error="Write 5 to 600 minutes."),
        error_messages={"invalid": "Write a number of minutes."},
    )
    place = OneLine(load_default="", validate=validate.Length(max=300, error="Keep this to 300 characters."))
    instructions = fields.Str(
        load_default="", validate=validate.Length(max=5000, error="Keep this to 5,000 characters.")
    )
    interviewers = fields.List(
        fields.Str(), load_default=list, validate=validate.Length(max=20, error="Choose twenty interviewers at most.")
    )


def read_round_form(form: Mapping[str, Any], staff: Sequence[Actor]) -> RoundFields:
    """A round as typed; its attributes come as ``attributes-0``, ``attributes-1``, one a line, each under the category
    ``category-0``, ``category-1``. Raises ``InvalidInput`` by field."""
    typed, errors = read_what_can_be(_RoundForm(), form)
    known = {person.id: person for person in staff}
    if typed.get("stage", Stage.INTERVIEW) not in STAGES:
        errors["stage"] = ["Choose from the list."]
    if any(one not in known for one in typed.get("interviewers", ())):
        errors["interviewers"] = ["Choose interviewers from the list."]
    attributes = _attributes(form, errors)
    if errors:
        raise InvalidInput(errors)
    people = tuple(known[one] for one in dict.fromkeys(typed["interviewers"]))
    return RoundFields(**{**typed, "interviewers": people, "attributes": tuple(attributes)})


def _attributes(form: Mapping[str, Any], errors: dict[str, list[str]]) -> list[Attribute]:
    """All attributes that were typed, each name once; what cannot be used goes to ``errors``."""
    found: dict[str, Attribute] = {}
    for field, category, line in _lines(form):
        try:
            attribute = _attribute(line, category)
            if comparable(attribute.name) in found:
                raise ValidationError(f"“{attribute.name}” stands there twice. Name each thing to rate once.")
        except ValidationError as problem:
            errors.setdefault(field, []).extend(map(str, problem.messages))
        else:
            found[comparable(attribute.name)] = attribute
            if len(found) == MOST_ATTRIBUTES + 1:
                errors.setdefault(field, []).append(f"A round asks about {MOST_ATTRIBUTES} things at most.")
    return list(found.values())


def _lines(form: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Field, category and text of every line that holds something."""
    for at in range(MOST_CATEGORIES):
        category = " ".join(str(form.get(f"{CATEGORY}{at}") or "").split())[:100]
        for line in str(form.get(f"{ATTRIBUTES}{at}") or "").splitlines():
            if text := " ".join(line.split()).lstrip("-•* "):
                yield f"{ATTRIBUTES}{at}", category, text


def _attribute(line: str, category: str) -> Attribute:
    """“Chasing a debt: tells of one that went well” is a name and what to look for."""
    name, _, look_for = (part.strip() for part in line.partition(": "))
    if len(name) > _LONGEST_NAME:
        raise ValidationError(f"Keep “{name[:30]}…” to {_LONGEST_NAME} characters.")
    if len(look_for) > _LONGEST_HINT:
        raise ValidationError(f"Keep what to look for in “{name[:30]}” to {_LONGEST_HINT} characters.")
    return Attribute(name.rstrip(":"), category, look_for)
