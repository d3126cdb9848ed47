"""What a recruiter decides when somebody is kept, or considered in spite of a gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import fields, validate

from jobboard.fit.ladder import Ladder
from jobboard.forms import Form, OneLine, read
from jobboard.keep_on_file.terms import Wishes, WishesForm, parse_one_function, read_levels, wishes_of


class KeepForm(WishesForm):
    """What is agreed when somebody is kept, and what they are told."""

    functions = fields.List(fields.Str(), load_default=list)
    min_level = fields.Str(load_default="")
    max_level = fields.Str(load_default="")
    review_on = fields.Date(load_default=None, error_messages={"invalid": "Write a day as 2027-05-20."})
    message = fields.Str(load_default="none")
    own_paragraph = OneLine(load_default="", validate=validate.Length(max=600, error="Keep this to 600 characters."))


class CloseForm(KeepForm):
    """The close dialog."""

    disposition = fields.Str(required=True, error_messages={"required": "Choose a reason."})
    evidence = fields.List(fields.Str(), load_default=list)
    keep = fields.Bool(load_default=False)
    note = fields.Str(load_default="", validate=validate.Length(max=2000, error="Keep this to 2,000 characters."))
    seen = fields.Str(load_default="")


@dataclass(frozen=True, slots=True)
class KeepFields:
    """What was agreed; what was left empty means that the proposal stands. Levels are ranks."""

    functions: tuple[str, ...]
    min_level: int | None
    max_level: int | None
    review_on: date | None
    wishes: Wishes
    message: str
    own_paragraph: str


@dataclass(frozen=True, slots=True)
class CloseFields:
    """The close dialog as decided; ``seen`` is the stage in which it showed them, or empty."""

    disposition: str
    evidence: frozenset[str]
    keep: bool
    agreed: KeepFields
    note: str
    seen: str


def read_close_form(form: Mapping[str, Any], *, ladder: Ladder, currency: str) -> CloseFields:
    """The dialog's form, its pay in ``currency`` unless it says another. Raises ``InvalidInput`` by field."""
    typed = read(CloseForm(paid_in=currency), form)
    return CloseFields(
        disposition=typed["disposition"],
        evidence=frozenset(typed["evidence"]),
        keep=typed["keep"],
        agreed=_agreed(typed, ladder=ladder, currency=currency),
        note=typed["note"].strip(),
        seen=typed["seen"],
    )


def read_keep_form(form: Mapping[str, Any], *, ladder: Ladder, currency: str) -> KeepFields:
    """The same terms where nothing is closed. Raises ``InvalidInput`` by field."""
    return _agreed(read(KeepForm(paid_in=currency), form), ladder=ladder, currency=currency)


def _agreed(typed: Mapping[str, Any], *, ladder: Ladder, currency: str) -> KeepFields:
    levels = read_levels(typed, ladder)
    return KeepFields(
        functions=tuple(dict.fromkeys(parse_one_function(name) for name in typed["functions"])),
        min_level=levels.get("min_level"),
        max_level=levels.get("max_level"),
        review_on=typed["review_on"],
        wishes=wishes_of(typed, currency=currency),
        message=typed["message"],
        own_paragraph=typed["own_paragraph"],
    )


class _ReasonForm(Form):
    reason = fields.Str(load_default="", validate=validate.Length(max=500, error="Keep this to 500 characters."))


def read_reason(form: Mapping[str, Any]) -> str:
    """Why something was decided, or nothing. Raises ``InvalidInput``."""
    return str(read(_ReasonForm(), form)["reason"]).strip()


class _ConsiderForm(Form):
    why = OneLine(
        required=True,
        validate=validate.Length(1, 500, error="Say why, in up to 500 characters."),
        error_messages={"required": "Say why. It stays in the history."},
    )


def read_consider_form(form: Mapping[str, Any]) -> str:
    """Why somebody is considered in spite of a gate. Raises ``InvalidInput``."""
    why: str = read(_ConsiderForm(), form)["why"]
    return why
