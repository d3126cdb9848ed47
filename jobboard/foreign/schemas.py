"""What people type about how a file is read."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from jobboard.candidates.tags import LONGEST
from jobboard.foreign.days import DateOrder
from jobboard.forms import Form, OneLine, read

_TOO_LONG = f"A tag has {LONGEST} letters at most."


class ReadingForm(Form):
    """The order of dates, and the tag that everybody of the file bears."""

    dates = fields.Enum(DateOrder, by_value=True, load_default=None)
    tag = OneLine(load_default="", validate=validate.Length(max=LONGEST, error=_TOO_LONG))


def read_reading(form: Mapping[str, Any]) -> tuple[DateOrder | None, str]:
    """(order of dates, tag). Raises ``InvalidInput`` by field."""
    found = read(ReadingForm(), form)
    return found["dates"], found["tag"]
