"""What people type about alerts."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from jobboard.alerts.models import Frequency
from jobboard.candidates.schemas import EmailAddress
from jobboard.forms import Form, read


class AlertForm(Form):
    """An address, and how often."""

    email = EmailAddress(
        required=True,
        error_messages={"required": "Write your e-mail address"},
        validate=validate.Length(max=320, error="Write an e-mail address of up to 320 characters"),
    )
    frequency = fields.Enum(Frequency, by_value=True, load_default=Frequency.DAILY)


class FrequencyForm(Form):
    """How often."""

    frequency = fields.Enum(Frequency, by_value=True, required=True)


def read_alert_form(form: Mapping[str, Any]) -> tuple[str, Frequency]:
    """The address and how often. Raises ``InvalidInput`` by field."""
    typed = read(AlertForm(), form)
    return typed["email"], typed["frequency"]


def read_frequency(form: Mapping[str, Any]) -> Frequency:
    """How often. Raises ``InvalidInput`` by field."""
    frequency: Frequency = read(FrequencyForm(), form)["frequency"]
    return frequency
