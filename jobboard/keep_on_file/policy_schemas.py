"""What an administrator proposes for matching: text in, ``Settings`` out, every problem by field."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from jobboard.errors import InvalidInput
from jobboard.forms import Form, read
from jobboard.keep_on_file.matching.gates import GATES
from jobboard.keep_on_file.matching.points import DEFAULT
from jobboard.keep_on_file.policies import Settings, each_points, with_points

_WHOLE: dict[str, Any] = {"required": "Write a whole number.", "invalid": "Write a whole number."}
CAN_BE_OFF = tuple(gate.name for gate in GATES if not gate.always_on)
"""Names of the gates that a board may switch off, in order."""


class _Number(fields.Int):
    """A whole number as people type it, with a real minus sign too."""

    def __init__(self) -> None:
        super().__init__(required=True, strict=False, error_messages=_WHOLE)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        plain = str(value).strip().replace("−", "-")
        return int(super()._deserialize(plain, attr, data, **kwargs))


class _PolicyForm(Form):
    """``gates`` are those that are on; a name that is no gate's is refused."""

    gates = fields.List(fields.Str(validate=validate.OneOf(CAN_BE_OFF)), load_default=list)
    reach = _Number()
    openings = _Number()


_Points: type[Form] = type("_Points", (Form,), {name: _Number() for name in each_points(DEFAULT)})


def read_policy_form(form: Mapping[str, Any]) -> tuple[Settings, int]:
    """The settings proposed and how many openings to look back on. Raises ``InvalidInput`` by field; that the settings
    are within bounds is checked where they are proposed."""
    errors: dict[str, list[str]] = {}
    parts: dict[str, Any] = {}
    for schema in (_PolicyForm(), _Points()):
        try:
            parts |= read(schema, form)
        except InvalidInput as problem:
            errors |= problem.errors
    if errors:
        raise InvalidInput(errors)
    points = with_points({name: parts[name] for name in each_points(DEFAULT)})
    return Settings(parts["reach"], frozenset(CAN_BE_OFF) - set(parts["gates"]), points), parts["openings"]
