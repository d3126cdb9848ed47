"""A line of a ladder as people write it, in a form or a file: text in, ``HostEntry`` out."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from jobboard.errors import InvalidInput
from jobboard.fit.functions import UnknownFunction, parse_function
from jobboard.fit.host import EntryKind, HostEntry, is_everyday
from jobboard.fit.ladder import Ladder, Track, UnknownLevel
from jobboard.forms import Form, OneLine, read

LONGEST_PHRASE, LONGEST_LABEL, LONGEST_WHY = 120, 60, 500
_EVERY = frozenset({"", "*", "all", "all fields"})


class EntryForm(Form):
    """One entry: a title, or the name of a rung, where it stands, and for which function."""

    phrase = OneLine(
        required=True,
        validate=validate.Length(1, LONGEST_PHRASE, error=f"Write up to {LONGEST_PHRASE} characters."),
        error_messages={"required": "Write the title, or the name of the rung."},
    )
    level = OneLine(required=True, error_messages={"required": "Choose where it stands."})
    kind = fields.Enum(EntryKind, by_value=True, load_default=EntryKind.TITLE)
    function = OneLine(load_default="")
    track = fields.Enum(Track, by_value=True, load_default=None)
    label = OneLine(
        load_default="", validate=validate.Length(max=LONGEST_LABEL, error=f"Write up to {LONGEST_LABEL} characters.")
    )
    why = OneLine(
        load_default="", validate=validate.Length(max=LONGEST_WHY, error=f"Write up to {LONGEST_WHY} characters.")
    )


def read_entry(given: Mapping[str, Any], *, ladder: Ladder) -> tuple[HostEntry, str]:
    """The entry and the reason given for it. Raises ``InvalidInput`` with every problem by field."""
    typed = read(EntryForm(), given)
    errors: dict[str, list[str]] = {}
    rank, function = _rank(typed["level"], ladder, errors), _function(typed["function"], errors)
    entry = HostEntry(typed["phrase"], rank, typed["kind"], function, typed["track"], typed["label"])
    if problem := _unusable(entry):
        errors["phrase"] = [problem]
    if errors:
        raise InvalidInput(errors)
    return entry, typed["why"]


def _rank(level: str, ladder: Ladder, errors: dict[str, list[str]]) -> int:
    try:
        return ladder.parse(level)
    except UnknownLevel as problem:
        errors["level"] = [str(problem)]
        return 0


def _function(value: str, errors: dict[str, list[str]]) -> str | None:
    if value.casefold() in _EVERY:
        return None
    try:
        return parse_function(value)
    except UnknownFunction as problem:
        errors["function"] = [str(problem)]
        return None


def _unusable(entry: HostEntry) -> str:
    if not any(map(str.isalpha, entry.phrase)) or not entry.key:
        return "There is no word in this that titles could be compared by. Write it as it stands in titles."
    if len(entry.key) > 400:
        return "This is too long to compare once its abbreviations are written out. Shorten it."
    if entry.kind is EntryKind.RUNG and is_everyday(entry.phrase):
        return (
            f"“{entry.phrase}” is a word of many titles, so inside one it would speak where it is not meant. "
            "Enter it as a title."
        )
    return ""
